from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardcmd.calls import Call, Origin
from guardcmd.proposal import Files, Proposal, ShellText
from guardcmd.shell.value import Value, known, one_of, unknown
from guardcmd.targets.paths import CLASSES, Place, classify, normal, place_of, worst

HOME = "/home/dev"
PROJECT = "/home/dev/shop"


class Links(Files):
    """A file system that consists of links."""

    def __init__(self, **links: str) -> None:
        self.links = {"/" + name.replace("__", "/"): to for name, to in links.items()}

    def resolve(self, path: str) -> str:
        for link, to in self.links.items():
            if path == link or path.startswith(link + "/"):
                return to + path[len(link) :]
        return path


def place(**fields: Any) -> Place:
    given = {"directory": known(PROJECT), "home": HOME, "project": PROJECT, "start": PROJECT, **fields}
    return Place(**given)


def class_of(path: str | Value, **fields: Any) -> str:
    value = known(path, glob=any(mark in path for mark in "*?[")) if isinstance(path, str) else path
    return classify(value, place(**fields))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        # --- everything
        ("/", "root"),
        ("//", "root"),
        ("/.", "root"),
        ("/*", "root"),
        ("/**", "root"),
        ("/.*", "root"),
        ("/../..", "root"),
        ("../../../..", "root"),
        ("/etc/..", "root"),
        ("/home/../*", "root"),
        # --- the system
        ("/etc", "system"),
        ("/etc/", "system"),
        ("/etc/*", "system"),
        ("/etc/hosts", "system"),
        ("/usr", "system"),
        ("/usr/lib/python3", "system"),
        ("/usr/local", "system"),
        ("/var", "system"),
        ("/var/lib/postgresql", "system"),
        ("/var/log", "system"),
        ("/boot/vmlinuz", "system"),
        ("/bin/sh", "system"),
        ("/lib64", "system"),
        ("/proc/sysrq-trigger", "system"),
        ("/proc/self/fd/3", "scratch"),
        ("/home", "system"),
        ("/home/*", "system"),
        ("/Users", "system"),
        ("/srv", "system"),
        ("/opt", "system"),
        ("/mnt", "system"),
        ("/Volumes", "system"),
        ("/System/Library", "system"),
        ("/Applications/Safari.app", "system"),
        ("/e*", "system"),
        ("/???", "system"),
        ("/*/bin", "system"),
        ("../../../etc", "system"),
        ("/private/etc/hosts", "system"),
        # --- devices
        ("/dev/sda", "device"),
        ("/dev/nvme0n1p2", "device"),
        ("/dev/disk/by-id/x", "device"),
        ("/dev/null", "scratch"),
        ("/dev/tty12", "scratch"),
        ("/dev/sda12", "device"),
        ("/dev/stderr", "scratch"),
        ("/dev/fd/63", "scratch"),
        ("/dev/shm/x", "scratch"),
        ("/dev", "system"),
        # --- homes
        ("~", "home"),
        ("~/", "home"),
        ("~/*", "home"),
        ("~/.*", "home"),
        ("~/.", "home"),
        ("..", "home"),
        ("../", "home"),
        ("/home/dev", "home"),
        ("/home/dev/./", "home"),
        ("/home/bob", "home"),
        ("~bob", "home"),
        ("~root", "home"),
        ("/root", "home"),
        ("/Users/eve", "home"),
        ("~/Documents", "home-content"),
        ("~/.ssh", "home-content"),
        ("~/Documents/*", "home-content"),
        ("~/D*", "home-content"),
        ("../other", "home-content"),
        ("../other/node_modules", "home-content"),  # build outputs only in the project
        ("../other/*", "home-content"),
        ("/home/bob/x", "home-content"),
        ("~bob/x", "home-content"),
        ("/root/.bash_history", "home-content"),
        ("~+/../other", "home-content"),
        # --- elsewhere
        ("/srv/data", "outside"),
        ("/opt/app", "outside"),
        ("/data", "outside"),
        ("/data/*", "outside"),
        ("/workspace/x", "outside"),
        ("/var/www/html", "outside"),
        ("/var/log/nginx/access.log", "outside"),
        ("/usr/local/go", "outside"),
        ("/usr/local/bin/tool", "outside"),
        ("/mnt/c/data", "outside"),
        ("/mnt/usb", "outside"),
        ("/Volumes/Data", "outside"),
        ("/usr/local/bin", "outside"),
        # --- temporary and cache folders
        ("/tmp/x", "scratch"),
        ("/tmp", "scratch"),
        ("/tmp/*", "scratch"),
        ("/var/tmp/x", "scratch"),
        ("/private/tmp/x", "scratch"),
        ("/var/folders/ab/cd/T/x", "scratch"),
        ("/private/var/folders/ab/x", "scratch"),
        ("/var/cache/apt", "scratch"),
        ("/var/lib/apt/lists/*", "scratch"),
        ("/run/app.pid", "scratch"),
        ("/var/run/app.sock", "scratch"),
        ("/run/systemd-x", "system"),
        ("~/.cache", "scratch"),
        ("~/.cache/pip", "scratch"),
        ("~/Library/Caches/x", "scratch"),
        ("~/.npm/_cacache", "scratch"),
        ("~/go/pkg/mod/x", "scratch"),
        ("~/.npm", "scratch"),
        ("~/.npmrc", "startup"),
        ("~/.aws/credentials", "startup"),
        ("/root/.kube/config", "startup"),
        ("~/.netrc", "startup"),
        ("~/.ssh/known_hosts", "home-content"),
        ("~/.ssh/id_work.pub", "home-content"),
        (".npmrc", "project"),
        ("tmp/x", "scratch"),
        ("packages/api/tmp/x", "scratch"),
        ("temp/x", "scratch"),
        ("src/temp/x.py", "project"),
        ("/tmp/../etc/hosts", "system"),
        ("/tmp/../home/dev/shop/src", "project"),
        # --- the project
        (".", "project-root"),
        ("./", "project-root"),
        ("*", "project-root"),
        ("./*", "project-root"),
        ("**/*", "project-root"),
        (".*", "project-root"),
        ("[a-z]*", "project-root"),
        ("*.*", "project-root"),
        ("/home/dev/shop", "project-root"),
        ("/home/dev/shop/", "project-root"),
        ("src/..", "project-root"),
        ("../shop", "project-root"),
        ("src", "project"),
        ("src/*", "project"),
        ("src/*.py", "project"),
        ("*.py", "project"),
        ("src/./a.py", "project"),
        ("src//a.py", "project"),
        ("-f", "project"),
        ("/home/dev/shop/src/a.py", "project"),
        ("data*", "project"),
        # --- build outputs
        ("node_modules", "artefact"),
        ("./node_modules/", "artefact"),
        ("node_modules/*", "artefact"),
        ("packages/web/node_modules", "artefact"),
        ("packages/*/dist", "artefact"),
        ("*/node_modules", "artefact"),
        ("build", "artefact"),
        ("dist/app.js", "artefact"),
        ("target/debug", "artefact"),
        (".next", "artefact"),
        ("src/__pycache__", "artefact"),
        ("*.pyc", "artefact"),
        ("src/a.pyc", "artefact"),
        (".venv", "artefact"),
        ("coverage", "artefact"),
        (".terraform", "artefact"),
        ("shop.egg-info", "artefact"),
        (".cache/x", "artefact"),
        ("build*", "project"),  # may take more than the build
        ("Build", "project"),
        ("rebuild", "project"),
        (".git/index.lock", "artefact"),
        # --- what must not be lost
        (".env", "valuable"),
        (".env.local", "valuable"),
        ("config/.env.production", "valuable"),
        (".ENV", "valuable"),
        (".env*", "valuable"),
        (".e*", "valuable"),
        (".env.example", "project"),
        ("terraform.tfstate", "valuable"),
        ("terraform.tfstate.backup", "valuable"),
        ("*.tfstate", "valuable"),
        (".terraform/terraform.tfstate", "valuable"),
        ("app.sqlite3", "valuable"),
        ("*.db", "valuable"),
        ("prod.dump", "valuable"),
        ("server.pem", "valuable"),
        ("secrets.key", "valuable"),
        ("backups", "valuable"),
        ("backups/*", "valuable"),
        ("backup/monday.tgz", "valuable"),
        ("dist/app.db", "valuable"),
        ("tmp/app.db", "valuable"),
        ("~/keys/id_rsa", "valuable"),
        ("~/.ssh/id_ed25519", "startup"),
        ("/srv/data/prod.db", "valuable"),
        ("/var/backups/x", "valuable"),
        ("/tmp/test.db", "scratch"),
        # --- the repository
        (".git", "repository"),
        (".git/", "repository"),
        (".git/*", "repository"),
        (".git/objects/ab", "repository"),
        (".gi*", "repository"),
        (".GIT", "repository"),
        ("vendor/lib/.git", "repository"),
        ("~/other/.git", "repository"),
        (".gitignore", "project"),
        (".github", "project"),
        # --- what others run
        ("~/.bashrc", "startup"),
        ("~/.zshenv", "startup"),
        ("~/.bash*", "startup"),
        ("~/.config/fish/conf.d/x.fish", "startup"),
        ("~/.ssh/authorized_keys", "startup"),
        ("/home/bob/.ssh/authorized_keys", "startup"),
        ("/root/.profile", "startup"),
        ("~/.gitconfig", "startup"),
        ("~/Library/LaunchAgents/x.plist", "startup"),
        ("~/.config/systemd/user/x.service", "startup"),
        (".git/hooks/pre-commit", "startup"),
        (".git/hooks", "startup"),
        (".git/config", "startup"),
        (".husky/pre-push", "startup"),
        (".github/workflows/ci.yml", "startup"),
        (".github/workflows", "startup"),
        (".gitlab-ci.yml", "startup"),
        ("Jenkinsfile", "startup"),
        (".envrc", "startup"),
        ("/etc/crontab", "startup"),
        ("/etc/cron.d/job", "startup"),
        ("/etc/systemd/system/x.service", "startup"),
        ("/etc/profile.d/x.sh", "startup"),
        ("/etc/sudoers.d/agent", "startup"),
        ("/var/spool/cron/crontabs/dev", "startup"),
        ("etc/profile", "project"),
        # --- agents and guardcmd
        (".claude/settings.json", "agent-settings"),
        (".claude/settings.local.json", "agent-settings"),
        ("~/.claude/settings.json", "agent-settings"),
        ("~/.claude", "agent-settings"),
        (".claude", "agent-settings"),
        ("~/.claude/set*", "agent-settings"),
        ("~/.CLAUDE/settings.json", "agent-settings"),
        ("sub/.claude/settings.json", "agent-settings"),
        ("/etc/claude-code/managed-settings.json", "agent-settings"),
        ("/etc/claude-code/managed-settings.d/x.json", "agent-settings"),
        ("~/.codex/hooks.json", "agent-settings"),
        ("~/.codex/config.toml", "agent-settings"),
        ("~/.gemini/settings.json", "agent-settings"),
        ("~/.qwen/settings.json", "agent-settings"),
        ("~/.copilot/hooks/x.json", "agent-settings"),
        (".github/hooks/x.json", "agent-settings"),
        ("~/.cursor/hooks.json", "agent-settings"),
        ("~/.codeium/windsurf/hooks.json", "agent-settings"),
        ("~/.config/opencode/plugins/guard.js", "agent-settings"),
        (".opencode/plugins/x.js", "agent-settings"),
        ("~/.pi/agent/extensions/x/index.js", "agent-settings"),
        ("~/.cline/hooks/PreToolUse", "agent-settings"),
        ("~/Documents/Cline/Hooks/PreToolUse", "agent-settings"),
        ("~/.kiro/hooks/x.json", "agent-settings"),
        ("~/.config/amp/plugins/x.ts", "agent-settings"),
        ("~/.factory/hooks.json", "agent-settings"),
        ("~/.agents/plugins/x/hooks/hooks.json", "agent-settings"),
        ("~/.config/crush/crush.json", "agent-settings"),
        ("~/.config/devin/config.json", "agent-settings"),
        ("/Library/Application Support/ClaudeCode/managed-settings.json", "agent-settings"),
        (".claude/commands/fix.md", "project"),
        ("CLAUDE.md", "project"),
        (".guardcmd/policy.toml", "guard"),
        ("~/.config/guardcmd", "guard"),
        ("~/.local/bin/guardcmd", "guard"),
        ("/usr/local/bin/guardcmd", "guard"),
        (".venv/lib/python3.12/site-packages/guardcmd/guard.py", "guard"),
        ("~/.config/guardcmd/rules/x.toml", "guard"),
        ("~/.local/state/guardcmd/engaged", "guard"),
        ("~/Library/Application Support/guardcmd/x", "guard"),
        ("guardcmd/x.py", "project"),
        # --- nothing
        ("", "scratch"),
    ],
)
def test_class_of_a_literal_path(path: str, expected: str) -> None:
    assert class_of(path) == expected


@pytest.mark.parametrize("path", ["fs*/*", "?", "src/[a]*"])
def test_a_quoted_pattern_is_a_name(path: str) -> None:
    assert class_of(known(path)) == "project"


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ((None,), "unknown"),
        ((None, ".txt"), "unknown"),
        ((None, "/lib"), "outside"),
        ((None, "/node_modules"), "outside"),
        ((None, "/lib/*"), "outside"),
        ((None, "/", None, ".log"), "unknown-tree"),
        ((None, "/a-", None), "outside"),
        ((None, "/.git"), "repository"),
        ((None, "/.env"), "valuable"),
        ((None, "/.bashrc"), "startup"),
        ((None, "/.claude/settings.json"), "agent-settings"),
        ((None, "/"), "unknown-tree"),
        ((None, "/*"), "unknown-tree"),
        ((None, "/."), "unknown-tree"),
        ((None, "/.."), "unknown-tree"),
        ((None, "/../x"), "unknown-tree"),
        ((None, "/x/../.."), "unknown-tree"),
        ((None, None), "unknown-tree"),
        ((None, "/", None), "unknown-tree"),
        (("/", None), "unknown-tree"),
        (("/", None, "/*"), "unknown-tree"),
        (("/", None, ".log"), "unknown-tree"),
        (("/etc/", None), "system"),
        (("/home/", None), "home"),
        (("/home/", None, "/x"), "home-content"),
        (("~/", None), "home-content"),
        (("/srv/", None), "outside"),
        (("/srv/", None, "/.."), "unknown-tree"),
        (("/tmp/", None), "scratch"),
        (("/tmp/build-", None), "scratch"),
        (("/tmp/", None, "/.."), "unknown-tree"),
        (("src/", None), "project"),
        (("build-", None), "project"),
        (("dist/", None, ".js"), "artefact"),
        (("./", None), "project"),
        ((".git/", None), "repository"),
        (("/dev/", None), "device"),
    ],
)
def test_class_of_a_path_with_holes(pieces: tuple[str | None, ...], expected: str) -> None:
    glob = any("*" in (piece or "") for piece in pieces)
    assert class_of(unknown("$x", pieces, glob)) == expected


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        (("/tmp/", None), "scratch"),
        (("/tmp/", None, "/*"), "scratch"),
        (("/elsewhere/", None), "scratch"),
        ((None,), "scratch"),
        (("/tmp/", None, "/../.."), "unknown-tree"),
    ],
)
def test_what_mktemp_made_is_scratch(pieces: tuple[str | None, ...], expected: str) -> None:
    assert class_of(unknown("mktemp", pieces)) == expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("dist", "build"), "artefact"),
        (("dist", "src"), "project"),
        (("/tmp/x", ".env"), "valuable"),
        (("dist", "/"), "root"),
        (("/tmp/a", "~"), "home"),
    ],
)
def test_of_several_the_worst_counts(texts: tuple[str, ...], expected: str) -> None:
    assert class_of(one_of(texts)) == expected


@pytest.mark.parametrize(
    ("directory", "path", "expected"),
    [
        (known("/srv"), "data", "outside"),
        (known("/"), "srv", "system"),
        (known("/"), "*", "root"),
        (known("/etc"), "*", "system"),
        (known(HOME), "*", "home"),
        (known(HOME), "work", "home-content"),
        (known("/tmp"), "*", "scratch"),
        (known(f"{PROJECT}/src"), "*", "project"),
        (known(f"{PROJECT}/src"), "..", "project-root"),
        (known(f"{PROJECT}/dist"), "*", "artefact"),
        (known(f"{PROJECT}/dist"), "../src", "project"),
        (one_of((PROJECT, "/srv")), "data", "outside"),
        (one_of((PROJECT, "/")), "*", "root"),
        (unknown("$X"), "*", "unknown-tree"),
        (unknown("$X"), "build", "outside"),
        (unknown("$X"), "src/a.py", "outside"),
        (unknown("$X"), "/tmp/x", "scratch"),
        (unknown("$X", ("/srv/", None)), "data", "outside"),
        (unknown("mktemp", ("/tmp/", None)), "x", "scratch"),
        (unknown("$X", ("/tmp/", None)), "../x", "unknown-tree"),
    ],
)
def test_paths_are_seen_from_the_tracked_directory(directory: Value, path: str, expected: str) -> None:
    assert class_of(path, directory=directory) == expected


@pytest.mark.parametrize(
    ("fields", "path", "expected"),
    [
        # without a git root the directory stands in for it
        ({"project": None}, "*", "project-root"),
        ({"project": None}, "node_modules", "artefact"),
        ({"project": None}, "notes.txt", "project"),
        # but not where everything is temporary, nor the home, nor the system
        ({"project": None, "start": "/tmp/x", "directory": known("/tmp/x")}, "*", "scratch"),
        ({"project": None, "start": HOME, "directory": known(HOME)}, "*", "home"),
        ({"project": None, "start": HOME, "directory": known(HOME)}, "node_modules", "home-content"),
        ({"project": None, "start": "/etc", "directory": known("/etc")}, "*", "system"),
        ({"project": HOME}, "~/x", "home-content"),
        ({"project": "/"}, "/etc", "system"),
        ({"project": "/etc"}, "/etc/hosts", "system"),
        # a checkout below /tmp is work
        ({"project": "/tmp/shop", "directory": known("/tmp/shop")}, "src", "project"),
        ({"project": "/tmp/shop", "directory": known("/tmp/shop")}, "*", "project-root"),
        ({"project": "/tmp/shop", "directory": known("/tmp/shop")}, "/tmp/other", "scratch"),
        # what holds the project or the home
        ({"project": "/tmp/shop"}, "/tmp", "project-root"),
        ({"project": "/tmp/shop"}, "/tmp/*", "project-root"),
        ({"project": "/tmp/shop"}, "/tmp/s*", "project-root"),
        ({"project": "/tmp/shop"}, "/tmp/t*", "scratch"),
        ({"project": "/work/shop"}, "/work", "project-root"),
        ({"home": "/data/me", "project": "/data/me/x"}, "/data", "home"),
        ({"project": "/home/dev/code/shop"}, "~/code", "project-root"),
        # a home that is elsewhere
        ({"home": "/var/lib/jenkins", "project": None, "start": ""}, "~", "home"),
        ({"home": "/var/lib/jenkins", "project": None, "start": ""}, "~/x", "home-content"),
        ({"home": ""}, "~", "home"),
        ({"home": "/"}, "/srv/x", "outside"),
        # the temporary folder of the environment
        ({"environment": {"TMPDIR": "/scratch/dev"}}, "/scratch/dev/x", "scratch"),
        ({"environment": {"TMPDIR": "~/t"}}, "~/t/x", "home-content"),
        ({"environment": {"TMPDIR": "/home/dev/t"}}, "~/t/x", "scratch"),
        ({"environment": {"TMPDIR": "/home/dev"}}, "~/x", "home-content"),
        ({"environment": {"TMPDIR": "/"}}, "/srv/x", "outside"),
        ({"environment": {"TMPDIR": "/home"}}, "~/x", "home-content"),
        ({"environment": {"TMPDIR": "/etc"}}, "/etc/x", "system"),
        ({"environment": {"TMPDIR": PROJECT}}, "src", "project"),
        ({"environment": {"XDG_CACHE_HOME": "/big/cache"}}, "/big/cache/pip", "scratch"),
        # the user's throw-away paths
        ({"throwaway": ("~/trial",)}, "~/trial", "scratch"),
        ({"throwaway": ("~/trial",)}, "~/trial/x/y", "scratch"),
        ({"throwaway": ("~/trial",)}, "~/trial2", "home-content"),
        ({"throwaway": ("/srv/ci-*",)}, "/srv/ci-7/x", "scratch"),
        ({"throwaway": ("/srv/ci-*",)}, "/srv", "system"),
        ({"throwaway": ("~/trial",)}, "~/trial/../x", "home-content"),
        # guardcmd's own folders, and what would take them along
        ({"guard": ("/opt/guard/lib",)}, "/opt/guard/lib/x.py", "guard"),
        ({"guard": (f"{PROJECT}/.venv/lib/guardcmd",)}, ".venv", "guard"),
        ({"guard": (f"{PROJECT}/.venv/lib/guardcmd",)}, ".venv/bin", "artefact"),
        ({"guard": ("/tmp/state",)}, "/tmp/*", "guard"),
        ({"guard": ("/tmp/state",)}, "/tmp/state/log", "guard"),
        ({"guard": ("/tmp/state",)}, "/tmp/other", "scratch"),
        # macOS does not tell case apart
        ({"fold": True}, "/HOME/DEV/SHOP", "project-root"),
        ({"fold": True}, "/Home/Dev", "home"),
    ],
)
def test_the_place_gives_the_meaning(fields: dict[str, Any], path: str, expected: str) -> None:
    assert class_of(path, **fields) == expected


LINKS = Links(
    home__dev__shop__data="/srv/data",
    home__dev__shop__conf="/etc",
    home__dev__shop__t="/tmp/t",
    home__dev__shop__note="/home/dev/.claude/settings.json",
    home__dev__shop__here="/home/dev/shop/src",
    home__dev__shop__rc="/home/dev/.bashrc",
)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("data", "project"),  # only the link
        ("data/", "outside"),
        ("data/*", "outside"),
        ("data/x", "outside"),
        ("data/../src", "project"),
        ("conf/hosts", "system"),
        ("conf", "system"),
        ("t/x", "scratch"),
        ("t", "project"),
        ("note", "agent-settings"),
        ("rc", "startup"),
        ("here", "project"),
        ("here/*", "project"),
        ("src/a.py", "project"),
    ],
)
def test_links_count_as_what_they_lead_to(path: str, expected: str) -> None:
    assert class_of(path, files=LINKS) == expected


def test_a_project_that_is_reached_through_a_link() -> None:
    files = Links(work="/home/dev/shop")
    assert class_of("/work/src", project="/work", files=files) == "project"
    assert class_of("/work", project="/work", files=files) == "project-root"
    assert class_of("/home/dev/shop/src", project="/work", files=files) == "project"


def test_nothing_known_here_holds_elsewhere() -> None:
    here = place(files=LINKS, throwaway=("/srv",))
    call = Call("rm", "rm", (), (), known(PROJECT), {}, Origin(remote=True), (0, 1))
    there = here.seen_from(call)
    assert classify(known("dist"), there) == "home-content"
    assert classify(known("/srv/x"), there) == "outside"
    assert classify(known("/tmp/x"), there) == "scratch"
    assert classify(known("~"), there) == "home"
    assert classify(known("dist"), here.seen_from(call.replace(origin=Origin()))) == "artefact"


def test_the_place_of_a_proposal() -> None:
    proposal = Proposal(ShellText("x"), f"{PROJECT}/src", HOME, PROJECT, environment={"TMPDIR": "/scratch"})
    made = place_of(proposal, guard=("/opt/guard",))
    assert classify(known("a.py"), made) == "project"
    assert classify(known("/scratch/x"), made.at(known("/"))) == "scratch"
    assert classify(known("/opt/guard"), made) == "guard"


@pytest.mark.parametrize(
    ("path", "directory", "expected"),
    [
        ("a", "/x", "/x/a"),
        ("../a", "/x/y", "/x/a"),
        ("/a//b/./c/", "/x", "/a/b/c"),
        ("../../../a", "/x", "/a"),
        ("", "/x/", "/x"),
    ],
)
def test_normal(path: str, directory: str, expected: str) -> None:
    assert normal(path, directory) == expected


# --- properties


NAMES = st.sampled_from(["src", "..", ".", "", "dist", ".git", ".env", "tmp", "*", "a b", "~", "etc", "home", "dev"])
PATHS = st.builds(
    lambda start, names: start + "/".join(names), st.sampled_from(["", "/", "~/"]), st.lists(NAMES, max_size=6)
)


@given(PATHS)
def test_every_path_has_a_class(path: str) -> None:
    assert class_of(path) in CLASSES


@given(PATHS, PATHS)
def test_an_alternative_never_makes_it_milder(one: str, other: str) -> None:
    alone = class_of(known(one))
    assert worst([alone, class_of(one_of((one, other)))]) == class_of(one_of((one, other)))


@given(PATHS)
def test_dots_and_slashes_change_nothing(path: str) -> None:
    if path and not path.startswith("~"):
        spelled = path.replace("/", "//./") if path.startswith("/") else "./" + path.replace("/", "//")
        assert class_of(known(spelled)) == class_of(known(path))


@pytest.mark.parametrize(
    ("tool", "words", "path", "expected"),
    [
        ("rm", ("~/.config",), "~/.config", "guard"),
        ("mv", ("~/.config", "/srv/x"), "~/.config", "guard"),
        ("mv", ("/tmp/x", "~/.config"), "~/.config", "home-content"),
        ("cp", ("~/.config", "/srv/x"), "~/.config", "home-content"),
        ("rm", ("~",), "~", "home"),
        ("rm", ("~/.local",), "~/.local", "home-content"),
    ],
)
def test_what_holds_the_guard_and_is_taken_away(tool: str, words: tuple[str, ...], path: str, expected: str) -> None:
    call = Call(tool, tool, tuple(map(known, words)), (), known(PROJECT), {}, Origin(), (0, 0))
    seen = place(guard=(f"{HOME}/.config/guardcmd",)).seen_from(call, known(path))
    assert classify(known(path), seen) == expected
