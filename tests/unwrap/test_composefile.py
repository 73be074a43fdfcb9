from __future__ import annotations

import pytest

from tests.unwrap.opening import opened, shown

FILES = {
    "/work/compose.yaml": (
        "services:\n  web:\n    command: ['npm', 'start']\n  job:\n    command: rm -rf /data\n  shell:\n"
        "    entrypoint: ['sh', '-c', 'rm x']\n"
        "volumes:\n  data:\n  other:\n    name: kept\n  out:\n    external: true\n"
    ),
    "/srv/x.yml": "services:\n  job:\n    command: rm y\n",
    "/broken/compose.yml": "services: &a\n\t- x",
}


@pytest.mark.parametrize(
    ("line", "inside"),
    [
        ("docker compose run job", ["rm -rf /data"]),
        ("docker compose run --rm job ls", ["ls"]),
        ("docker compose up -d job", ["rm -rf /data"]),
        ("docker compose up", ["npm start", "rm -rf /data", "shell: rm x"]),
        ("docker --context x compose run shell", ["shell: rm x"]),
        ("docker-compose -f /srv/x.yml run job", ["rm y"]),
        ("docker compose ps", []),
        ("docker compose up --dry-run", []),
        ("docker compose --project-directory /broken up", []),
        ("docker compose down", []),
        ("docker compose down -v", ["docker volume rm work_data", "docker volume rm kept"]),
        ("docker compose -p app down --volumes", ["docker volume rm app_data", "docker volume rm kept"]),
        ("docker ps", []),
    ],
)
def test_what_compose_runs_and_removes(line: str, inside: list[str]) -> None:
    assert shown(opened(line, None, FILES)) == inside


def test_it_runs_in_a_container() -> None:
    part = opened("docker compose run job", None, FILES)[0]
    assert part.origin.remote
    assert part.origin.via == ("compose run", "compose.yaml:4")
