"""Codex's wiring: hooks and their trust in, out, and what both come to."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from guardcmd.agents.codex import ADAPTER
from guardcmd.agents.wiring import codex_hooks, codex_managed, codex_trust
from guardcmd.agents.wiring.codex_doctor import listed_checks, profile_checks
from guardcmd.agents.wiring.codex_settings import problems
from guardcmd.agents.wiring.command_line import argv_of, hook_argv, hook_words
from guardcmd.errors import InputError, UsageError

FOREIGN = {"type": "command", "command": "note", "timeout": 5}
CONFIG = '# mine\nmodel = "x"  # the best\n'


@pytest.fixture(autouse=True)
def _no_administrator(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codex_managed, "MANAGED", str(tmp_path / "etc" / "requirements.toml"))


class Home:
    def __init__(self, path: Path) -> None:
        self.environment = {"HOME": str(path), "PATH": ""}
        self.folder = path / ".codex"
        self.hooks, self.config = self.folder / "hooks.json", self.folder / "config.toml"
        self.project = path / "project"
        (self.project / ".git").mkdir(parents=True)
        self.folder.mkdir()

    def install(self, scope: str = "user") -> bool:
        """Whether anything changed."""
        changes = ADAPTER.changes(scope, self.environment, str(self.project), hook_argv("codex", "/s", "/c"))
        for change in changes:
            change.apply()
        return not all(change.is_empty for change in changes)

    def uninstall(self, scope: str = "user") -> None:
        for change in ADAPTER.removals(scope, self.environment, str(self.project)):
            if not change.is_empty:
                change.apply()

    def states(self) -> dict[str, str]:
        found = ADAPTER.places(self.environment, str(self.project))
        return {place.path: place.state for place in found}

    def trusted(self) -> dict[str, Any]:
        return tomllib.loads(self.config.read_text()).get("hooks", {}).get("state", {})


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def test_in_and_out_leave_nothing(home: Home) -> None:
    home.config.write_text(CONFIG)
    assert home.install()
    assert home.states() == {str(home.hooks): "guarded"}
    assert not home.install()
    home.uninstall()
    assert home.config.read_text() == CONFIG
    assert not home.hooks.exists()
    assert home.states() == {str(home.hooks): "open"}


def test_files_of_our_own_are_removed(home: Home) -> None:
    home.install()
    home.uninstall()
    assert not home.config.exists()


def test_the_hash_is_the_clients_own() -> None:
    """Measured: what `hooks/list` of 0.171.0 says of these hooks."""
    hook = {"type": "command", "command": "/bin/sh -c 'exec true'", "timeout": 10}
    assert codex_trust.trust_hash("PreToolUse", ".*", hook) == (
        "sha256:3ca4063da8bc9084135a87a3b40d9166ba8e47e43c2f2ae355729e97923fcba8"
    )
    named = {"type": "command", "command": 'é "x" \\ true', "timeout": 10, "statusMessage": "hi"}
    assert codex_trust.trust_hash("SessionStart", None, named) == (
        "sha256:8461e76179788268d79a91ee8c37c4d1532cd766ee88dbab1038432075ff039d"
    )
    assert codex_trust.trust_hash("PermissionRequest", "*", {"type": "command", "command": "x"}) == (
        "sha256:3de6392e06988c325a3e9ffd9d97ac74e6dee7881e8f9255f5c113364eca3b1b"
    )


def test_foreign_hooks_keep_their_trust(home: Home) -> None:
    """Ours come last; when an old one before a foreign hook goes, that hook's trust moves with it."""
    home.install()
    settings = json.loads(home.hooks.read_text())
    settings["hooks"]["PreToolUse"].append({"matcher": "x", "hooks": [FOREIGN]})
    home.hooks.write_text(json.dumps(settings))
    foreign = codex_trust.trust_hash("PreToolUse", "x", FOREIGN)
    with home.config.open("a") as file:
        file.write(f'\n[hooks.state."{home.hooks}:pre_tool_use:1:0"]\ntrusted_hash = "{foreign}"\n')
    assert not home.install()
    home.uninstall()
    assert home.trusted() == {f"{home.hooks}:pre_tool_use:0:0": {"trusted_hash": foreign}}
    home.install()
    assert json.loads(home.hooks.read_text())["hooks"]["PreToolUse"][0]["hooks"] == [FOREIGN]
    assert home.trusted()[f"{home.hooks}:pre_tool_use:0:0"] == {"trusted_hash": foreign}
    assert home.states() == {str(home.hooks): "guarded"}


def test_an_outdated_hook_is_renewed_in_its_place(home: Home) -> None:
    home.install()
    settings = json.loads(home.hooks.read_text())
    settings["hooks"]["PreToolUse"][0]["hooks"][0]["timeout"] = 7
    settings["hooks"]["PreToolUse"].append({"hooks": [FOREIGN]})
    home.hooks.write_text(json.dumps(settings))
    assert home.states() == {str(home.hooks): "broken"}
    assert home.install()
    assert json.loads(home.hooks.read_text())["hooks"]["PreToolUse"][1]["hooks"] == [FOREIGN]
    assert home.states() == {str(home.hooks): "guarded"}


def test_a_disabled_hook_is_enabled_again(home: Home) -> None:
    home.install()
    home.config.write_text(home.config.read_text().replace("trusted_hash", "enabled = false\ntrusted_hash", 1))
    assert home.states() == {str(home.hooks): "broken"}
    home.install()
    assert home.states() == {str(home.hooks): "guarded"}


@pytest.mark.parametrize("key", ["hooks", "codex_hooks"])
def test_hooks_that_are_off_are_told_and_nothing_is_installed(home: Home, key: str) -> None:
    home.config.write_text(f"[features]\n{key} = false\n")
    assert home.states()[str(home.config)] == "off"
    with pytest.raises(UsageError):
        home.install()


def test_a_trusted_project_can_switch_hooks_off(home: Home) -> None:
    home.config.write_text(f'[projects."{home.project}"]\ntrust_level = "trusted"\n')
    home.install()
    own = home.project / ".codex" / "config.toml"
    own.parent.mkdir()
    own.write_text("[features]\nhooks = false\n")
    assert home.states()[str(own)] == "off"
    home.config.write_text(home.config.read_text().replace('"trusted"', '"untrusted"'))
    assert str(own) not in home.states()


def test_a_project_guards_once_it_is_trusted(home: Home) -> None:
    own = str(home.project / ".codex" / "hooks.json")
    home.install("project")
    assert home.states()[own] == "broken"
    with home.config.open("a") as file:
        file.write(f'\n[projects."{home.project}"]\ntrust_level = "trusted"\n')
    assert home.states()[own] == "guarded"
    home.uninstall("project")
    assert own not in home.states()


def test_another_home_of_codex(home: Home, tmp_path: Path) -> None:
    """Codex follows a link here, and remembers trust by where it leads."""
    real, link = tmp_path / "real", tmp_path / "link"
    real.mkdir()
    link.symlink_to(real)
    home.environment["CODEX_HOME"] = str(link)
    home.install()
    assert home.states() == {str(real / "hooks.json"): "guarded"}
    assert all(key.startswith(str(real)) for key in tomllib.loads((real / "config.toml").read_text())["hooks"]["state"])


@pytest.mark.parametrize("text", ["[x\n", "hooks = { state = { a = { trusted_hash = 'x' } } }\n"])
def test_a_config_that_cannot_be_edited_is_left(home: Home, text: str) -> None:
    home.config.write_text(text)
    with pytest.raises(InputError):
        home.install()
    assert home.config.read_text() == text
    assert not home.hooks.exists()


# --- the administrator's file


@pytest.mark.parametrize("before", ["", "# rules\n[features]\nweb = true\n", "[features]\nhooks = true\n"])
def test_managed_hooks_need_no_trust_and_stay_on(home: Home, before: str) -> None:
    path = Path(codex_managed.MANAGED)
    path.parent.mkdir()
    if before:
        path.write_text(before)
    home.install("managed")
    home.config.write_text("[features]\nhooks = false\n")
    assert home.states() == {str(home.hooks): "open", str(path): "guarded"}
    said = tomllib.loads(path.read_text())
    assert said["features"]["hooks"] is True
    assert [group["matcher"] for group in said["hooks"]["PreToolUse"]] == [".*"]
    assert not home.install("managed")
    home.uninstall("managed")
    assert path.exists() == bool(before)
    assert not before or "hooks.PreToolUse" not in path.read_text()


def test_managed_files_that_shut_the_guard_out(home: Home) -> None:
    path = Path(codex_managed.MANAGED)
    path.parent.mkdir()
    path.write_text("allow_managed_hooks_only = true\n")
    assert home.states()[str(path)] == "off"
    path.write_text("[features]\nhooks = false\n")
    with pytest.raises(UsageError):
        home.install("managed")


# --- what Codex makes of the file


@pytest.mark.parametrize(
    "settings",
    [
        {"$schema": "x", "hooks": {}},
        {"hooks": None},
        {"description": 5},
        {"hooks": {"Stop": {}}},
        {"hooks": {"Stop": [{"hooks": None}]}},
        {"hooks": {"Stop": [{"matcher": 5, "hooks": []}]}},
        {"hooks": {"Stop": [{"hooks": [{"command": "x"}]}]}},
        {"hooks": {"Stop": [{"hooks": [{"type": "http", "url": "x"}]}]}},
        {"hooks": {"Stop": [{"hooks": [{"type": "mcp_tool"}]}]}},
        *[{"hooks": {"Stop": [{"hooks": [{**FOREIGN, **wrong}]}]}} for wrong in (
            {"timeout": 5.0}, {"timeout": "5"}, {"timeout": -1}, {"timeout": True}, {"timeout": 10**20}, {"command": 5},
            {"async": None}, {"statusMessage": 5}, {"commandWindows": 5},
        )],
    ],
)  # fmt: skip
def test_files_that_codex_drops(settings: object) -> None:
    """Measured with `hooks/list`: each makes it forget every hook of the file."""
    assert list(problems(settings))


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"description": None, "hooks": {"Foo": 5}},
        {"hooks": {"Stop": [{"x": 1}, {"matcher": None, "hooks": [{**FOREIGN, "x": 1, "timeout": None}]}]}},
        {"hooks": {"Stop": [{"hooks": [{"type": "prompt"}, {"type": "mcp_tool", "server": "a", "tool": "b"}]}]}},
    ],
)
def test_files_that_codex_reads(settings: object) -> None:
    assert not list(problems(settings))


def test_the_line_is_one_for_any_shell_and_can_be_read_back() -> None:
    argv = hook_argv("codex", "/s", "/it's")
    (_, entry), _ = ADAPTER.entries(argv)
    hook = entry["hooks"][0]  # type: ignore[index]
    assert hook["command"].startswith("/bin/sh -c ")
    assert argv_of(hook) == hook_words(["/bin/sh", "-c", hook["command"]]) == argv


# --- what Codex itself says


def listed(**fields: object) -> dict[str, object]:
    command = "/bin/sh -c 'python guardcmd/start.py hook codex'"
    hook = {"eventName": "preToolUse", "command": command, "enabled": True, "trustStatus": "trusted", **fields}
    return {"hooks": [hook], "warnings": []}


@pytest.mark.parametrize(
    ("answer", "states"),
    [
        (listed(), ["ok"]),
        (listed(trustStatus="managed"), ["ok"]),
        (listed(trustStatus="modified"), ["failed"]),
        (listed(enabled=False), ["failed"]),
        ({"hooks": [], "warnings": ["cannot parse"]}, ["warning", "failed"]),
        ({"hooks": [*listed()["hooks"], *listed(command="rewrite")["hooks"]]}, ["ok", "warning"]),  # type: ignore[misc]
        (None, ["warning"]),
    ],
)
def test_doctor_believes_the_client(answer: dict[str, object] | None, states: list[str]) -> None:
    assert [check.state for check in listed_checks(answer)] == states


def test_doctor_names_profiles_without_hooks(tmp_path: Path) -> None:
    (tmp_path / "fast.config.toml").write_text("[features]\nhooks = false\n")
    (tmp_path / "slow.config.toml").write_text("model = 'x'\n")
    (check,) = profile_checks(str(tmp_path))
    assert "codex -p fast" in check.what


def test_the_folder_is_the_homes_own() -> None:
    assert codex_hooks.folder({"HOME": "/home/u"}) == "/home/u/.codex"
