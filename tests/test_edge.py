"""What the edge takes from the world: project, environment, made paths, policy."""

from __future__ import annotations

from pathlib import Path

import pytest

from guardcmd.calls import Call, Origin, Target
from guardcmd.edge import Edge, environment_of_process, named, project_of
from guardcmd.guard import Judgement
from guardcmd.policy.verdict import Verdict
from guardcmd.proposal import ShellText
from guardcmd.shell.value import Value, known, unknown
from tests.agents.fakes import edge


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "home" / "p" / ".git").mkdir(parents=True)
    (tmp_path / "home" / "p" / "a" / "b").mkdir(parents=True)
    return tmp_path / "home" / "p"


def test_the_project_is_the_git_root(project: Path) -> None:
    home = str(project.parent)
    assert project_of(str(project / "a" / "b"), home) == str(project)
    assert project_of(str(project), home) == str(project)
    assert project_of(f"{project}/", home) == str(project)
    assert project_of(str(project / "no" / "such"), home) == str(project)
    assert project_of(home, home) is None
    assert project_of("/", home) is None


def test_home_is_never_a_project(project: Path) -> None:
    home = project.parent
    (home / ".git").mkdir()  # dotfiles
    (home / "q").mkdir()
    assert project_of(str(home / "q"), str(home)) is None
    assert project_of(str(home), str(home)) is None


def test_a_worktree_has_a_file(project: Path) -> None:
    inner = project / "a"
    (inner / ".git").write_text("gitdir: /elsewhere")
    assert project_of(str(inner / "b"), "/home/me") == str(inner)


def test_only_what_tools_read_and_no_secrets() -> None:
    kept = {"AWS_PROFILE": "a", "KUBECONFIG": "b", "PGHOST": "c", "TF_WORKSPACE": "d", "FIRESTORE_EMULATOR_HOST": "e",
            "TF_CLI_ARGS_destroy": "f", "HOME": "/h"}  # fmt: skip
    left = {"AWS_SECRET_ACCESS_KEY": "x", "PGPASSWORD": "x", "VAULT_TOKEN": "x", "GH_TOKEN": "x", "EDITOR_THEME": "x",
            "CLAUDE_CODE_SESSION_ID": "x", "MYSQL_PWD": "x"}  # fmt: skip
    assert named({**kept, **left}) == kept


def test_the_environment_is_text() -> None:
    assert all(isinstance(name, str) and isinstance(value, str) for name, value in environment_of_process().items())


def call(path: Value, tool: str = "redirect", directory: Value | None = None, remote: bool = False) -> Call:
    where = directory or known("/nonexistent")
    targets = (Target("path", path),)
    return Call(tool, "", (), (), where, {}, Origin(remote=remote), (0, 0), targets=targets)


def test_made_paths(tmp_path: Path) -> None:
    (tmp_path / "there").touch()
    here = known(str(tmp_path))
    calls = (
        call(known("new"), directory=here),
        call(known("new"), directory=here),
        call(known("/nonexistent/abs"), "write"),
        call(known("there"), directory=here),  # it was there before
        call(known("x*", glob=True), directory=here),
        call(unknown("$x"), directory=here),
        call(known("y"), directory=unknown("cd $x")),
        call(known("z"), remote=True),
        call(known("w"), "rm"),
    )
    made = edge(tmp_path).made(Judgement(Verdict("allow"), calls=calls))
    assert made == (f"{tmp_path}/new", "/nonexistent/abs")


@pytest.mark.parametrize(
    ("text", "tunnels"),
    [
        ("ssh -L 5432:db:5432 bastion", True),
        ("kubectl port-forward svc/db 5432", True),
        ("ssh host ls", False),
        ("ls", False),
    ],
)
def test_tunnels(tmp_path: Path, text: str, tunnels: bool) -> None:
    own = edge(tmp_path)
    assert own.tunnels(own.propose(ShellText(text), "/")) is tunnels


def test_audit_required(tmp_path: Path) -> None:
    own = edge(tmp_path)
    proposal = own.propose(ShellText("ls"), str(tmp_path))
    assert not own.audit_required(proposal)
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "policy.toml").write_text('audit = "required"')
    assert own.audit_required(proposal)


def test_a_policy_that_cannot_be_read_requires_the_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = edge(tmp_path)
    monkeypatch.setattr(own, "policy", lambda _: 1 / 0)
    assert own.audit_required(own.propose(ShellText("ls"), str(tmp_path)))


def test_the_real_guard_judges(tmp_path: Path) -> None:
    own = edge(tmp_path, judging=None)  # type: ignore[arg-type]
    assert own.judge(own.propose(ShellText("git status"), str(tmp_path))).fast
    assert own.judge(own.propose(ShellText("terraform destroy"), str(tmp_path))).verdict.decision == "confirm"
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "engaged").touch()
    assert not own.judge(own.propose(ShellText("git status"), str(tmp_path))).fast


def test_a_projects_policy_is_in_force(tmp_path: Path) -> None:
    project = tmp_path / "p"
    (project / ".git").mkdir(parents=True)
    (project / ".guardcmd").mkdir()
    (project / ".guardcmd" / "policy.toml").write_text(
        "[production]\npatterns = ['shop']\n[floors]\ndata = 'confirm'\n"
    )
    own = edge(tmp_path, judging=None)  # type: ignore[arg-type]
    assert own.has_own_policy(own.propose(ShellText("ls"), str(project)))
    assert own.judge(own.propose(ShellText("git reset --hard"), str(project))).verdict.decision == "confirm"


def test_a_wrapper_of_the_users_policy_is_looked_into(tmp_path: Path) -> None:
    from guardcmd.store.paths import paths as paths_of

    config = tmp_path / "config"
    config.mkdir()
    (config / "policy.toml").write_text('wrappers = ["mywrap"]\n')
    edge = Edge(paths_of(str(tmp_path / "state"), str(config)), {"HOME": str(tmp_path)})
    for text in ("mywrap rm -rf /srv/data", "mywrap find /srv/data -delete", "mywrap -x 5 -- unlink /srv/data/app.db"):
        assert not edge.judge(edge.propose(ShellText(text), str(tmp_path))).verdict.allows
    proposal = edge.propose(ShellText("mywrap ls"), str(tmp_path))
    assert edge.judge(proposal).verdict.allows
    assert edge.rules(proposal) is edge.rules(proposal)
