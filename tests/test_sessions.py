"""What would read commands from a terminal, for a client whose model types there unseen."""

from __future__ import annotations

import pytest

from guardcmd.context.gather import gather
from guardcmd.guard import judge
from guardcmd.sessions import reads_commands, stays_quiet
from tests.support import a_guard, index, proposal


def verdict(text: str, client: str) -> tuple[str, list[str]]:
    guard = a_guard(index=index()).replace(gather=gather)
    found = judge(proposal(text, actor="agent", client=client), guard).verdict
    return found.decision, [reason.finding.rule.id for reason in found.reasons]


PASSING = [
    "python script.py",
    "python3 -c 'print(1)'",
    "python -m pytest -x",
    "python -m venv .venv",
    "python --version",
    "bash -c 'ls -l'",
    "bash script.sh",
    "bash --version",
    "bash -n x.sh",
    "sh -c 'echo hi'",
    "psql -c 'select 1'",
    "psql -l",
    "psql --version",
    "psql -f missing.sql",
    "psql -h db app -c 'select 1'",
    "psql app < dump.sql",
    "echo 'select 1' | psql app",
    "mysql -e 'select 1'",
    "mysql --version",
    "sqlite3 x.db 'select 1'",
    "sqlite3 x.db .tables",
    "redis-cli ping",
    "redis-cli get x",
    "mongosh --eval 'db.x.find()'",
    "node x.js",
    "node -e 'console.log(1)'",
    "node --version",
    "npm test",
    "ruby x.rb",
    "ssh host ls",
    "ssh -T git@github.com",
    "ssh -N -L 5432:db:5432 host",
    "ssh -fN host",
    "rsync -e ssh a host:b",
    "GIT_SSH_COMMAND='ssh -i key' git fetch",
    "docker exec c ls",
    "docker exec -it c ls",
    "docker run --rm ubuntu ls",
    "docker run -it --rm ubuntu ls",
    "docker run -d nginx",
    "docker ps",
    "kubectl exec p -- ls",
    "terraform plan",
    "terraform version",
    "rails test",
    "rails routes",
    "python manage.py test",
    "gdb -batch -ex bt ./a.out",
    "vim --version",
    "tmux ls",
    "tmux new -d -s x",
    "screen -ls",
    "su -c 'ls' postgres",
    "sudo ls",
    "env",
    "env FOO=1 python x.py",
    "echo hi | bash",
    "bash <<< 'echo hi'",
    "git log",
    "make test",
    "cat file",
    "cat > x.txt",
    "wc -l",
    "grep foo",
    "sort",
    "head -1",
    "go run main.go",
    "cargo run",
    "npx tsc",
    "uv run x.py",
    "poetry run pytest",
    "deno test",
    "bun test",
    "jq . x.json",
    "awk '{print $1}' x",
    "sed -n 1,5p x",
    "find . -name '*.py' | xargs grep x",
    "watch ls",
    "ssh-keygen -l -f x",
    "ssh-add -l",
    "time python x.py",
    "for f in *.py; do python $f; done",
]
STOPPED = [
    "bash",
    "bash -i",
    "sh",
    "zsh",
    "python",
    "python -i",
    "python3 -i x.py",
    "python -m pdb x.py",
    "psql",
    "psql -h db app",
    "mysql",
    "mysql -u root -p",
    "ssh host",
    "ssh -t host",
    "ssh host bash",
    'ssh host "sudo -i"',
    "docker exec -it c sh",
    "docker exec -it -u root c bash",
    "kubectl exec -it p -- bash",
    "sudo -i",
    "sudo bash",
    "sudo -u postgres psql",
    "su -",
    "env FOO=1 bash",
    "script",
    "script -qc bash /dev/null",
    "terraform console",
    "sh -s",
    "bash /dev/stdin",
    "cat | sh",
    'eval "$(cat)"',
    'bash -c "exec bash"',
    "exec zsh",
    "tmux",
    "screen",
    "vim",
    "docker run -it ubuntu",
    "docker run -it ubuntu bash",
    "docker attach c",
    "chroot /x",
    "rails console",
    "php -a",
    "python < /dev/tty",
    "irb",
    "node",
    "R",
    "gdb",
    "sqlite3 x.db",
    "redis-cli",
    "mongosh",
    "mongosh mongodb://h/db",
    "heroku pg:psql",
    "python manage.py shell",
    "nohup bash",
    "timeout 50 bash",
    "FOO=1 bash",
    "cd /x && bash",
    "ls; python",
    "bash -l",
    "busybox sh",
    "nsenter -t 1 -a",
    "docker compose exec db psql -U x",
    "docker compose exec web bash",
    "kubectl run -it x --image=y -- sh",
    "gcloud compute ssh vm",
    "fish",
    "pwsh",
    "command bash",
    "builtin exec bash",
    "/bin/bash",
    '"bash"',
]


@pytest.mark.parametrize("text", PASSING)
def test_what_is_told_what_to_do_passes(text: str) -> None:
    assert verdict(text, "codex")[0] in ("allow", "notify")


@pytest.mark.parametrize("text", STOPPED)
def test_what_waits_for_commands_asks_on_codex_alone(text: str) -> None:
    decision, rules = verdict(text, "codex")
    assert decision in ("ask", "confirm")
    assert {"opaque.typed", "opaque.unknown"} & set(rules)
    if "/dev/" not in text:  # from a terminal that is named it asks everywhere
        assert verdict(text, "claude-code")[0] in ("allow", "notify")


@pytest.mark.parametrize("text", ["xargs -I{} sh -c {}", 'while read l; do eval "$l"; done', 'read x; eval "$x"'])
def test_lines_that_are_typed_in_and_run(text: str) -> None:
    assert verdict(text, "codex")[0] == "ask"


@pytest.mark.parametrize(
    ("program", "words", "waits"),
    [
        ("terraform", ["console"], True),
        ("terraform", ["-chdir=x", "console"], True),
        ("terraform", ["plan"], False),
        ("tmux", [], True),
        ("tmux", ["new", "-s", "x"], True),
        ("tmux", ["new", "-d", "-s", "x"], False),
        ("tmux", ["ls"], False),
        ("vim", ["x"], True),
        ("vim", ["+wq", "x"], False),
        ("gdb", ["-batch", "x"], False),
        ("fly", ["ssh", "console"], True),
        ("fly", ["ssh", "issue"], False),
        ("ls", [], False),
    ],
)
def test_by_name(program: str, words: list[str], waits: bool) -> None:
    assert reads_commands(program, words) is waits


def test_the_fast_path_leaves_them_to_the_full_analysis() -> None:
    assert not stays_quiet("cd x && terraform console", "codex")
    assert not stays_quiet("'irb'", "codex")
    assert stays_quiet("git status", "codex")
    assert stays_quiet("terraform console", "claude-code")
