from __future__ import annotations

import pytest

from tests.unwrap.opening import opened, shown

FILES = {
    "/work/package.json": '{"workspaces": ["packages/*", "tool"], "scripts": {"root": "rm root"}}',
    "/work/packages/api/package.json": '{"name": "@x/api", "scripts": {"clean": "rm api", "preclean": "rm before"}}',
    "/work/packages/web/package.json": '{"name": "web", "scripts": {"clean": "rm web"}}',
    "/work/packages/web/project.json": '{"targets": {"wipe": {"options": {"commands": ["rm nx"]}}}}',
    "/work/tool/package.json": '{"name": "tool", "scripts": {"other": "ls"}}',
    "/pnpm/pnpm-workspace.yaml": "packages:\n  - 'libs/*'\n",
    "/pnpm/libs/a/package.json": '{"name": "a", "scripts": {"clean": "rm a"}}',
}
API = ["shell: rm before", "shell: rm api"]
WEB = ["shell: rm web"]


@pytest.mark.parametrize(
    ("line", "inside"),
    [
        ("npm run clean -w web", WEB),
        ("npm -w packages/web run clean", WEB),
        ("npm run clean --workspace=@x/api", API),
        ("npm run clean --workspaces --if-present", API + WEB),
        ("npm run root", ["shell: rm root"]),
        ("pnpm --filter @x/* clean", API),
        ("pnpm -r clean", API + WEB),
        ("pnpm recursive run clean", API + WEB),
        ("pnpm --dir /pnpm -r clean", ["shell: rm a"]),
        ("yarn workspace web clean", ["yarn clean", *WEB]),
        ("yarn workspaces foreach -A run clean", ["yarn run clean", *API, *WEB]),
        ("turbo run clean", API + WEB),
        ("turbo clean --filter=web...", WEB),
        ("turbo run other --dry-run", []),
        ("turbo prune web", []),
        ("nx run web:clean", WEB),
        ("nx clean api", API),
        ("nx run-many -t wipe", ["shell: rm nx"]),
        ("nx graph", []),
        ("lerna run clean --scope=web", WEB),
        ("lerna list", []),
    ],
)
def test_what_a_workspace_runs(line: str, inside: list[str]) -> None:
    assert shown(opened(line, None, FILES)) == inside


def test_of_many_packages_some_are_not_read() -> None:
    files = {f"/work/packages/p{n}/package.json": '{"scripts": {"a": "ls"}}' for n in range(20)}
    files["/work/package.json"] = '{"workspaces": ["packages/*"]}'
    assert shown(opened("pnpm -r a", None, files))[-1] == "opaque: file"


def test_the_directory_and_line_are_those_of_the_package() -> None:
    part = opened("npm run clean -w web", None, FILES)[0]
    assert part.directory is not None
    assert part.directory.text == "/work/packages/web"
    assert part.origin.via[-1] == "packages/web/package.json:1"
