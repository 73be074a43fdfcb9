"""Bridges as files: written, recognised, taken out; and run by Node, against hooks that fail in every way."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from guardcmd.agents import amp, cline, opencode, pi
from guardcmd.agents.bridged import Bridged
from guardcmd.agents.wiring.bridge_checks import siblings, switches, tried
from guardcmd.agents.wiring.bridge_file import PARTS, argv_in, bridge, place_of
from guardcmd.agents.wiring.command_line import hook_argv
from guardcmd.errors import InputError

ADAPTERS = (opencode.ADAPTER, pi.ADAPTER, amp.ADAPTER, cline.ADAPTER)
PLUGINS = (opencode.ADAPTER, pi.ADAPTER, amp.ADAPTER)
ARGV = ["/usr/bin/python3", "-c", 'it\'s "quoted"', "hook"]
by_name = pytest.mark.parametrize("adapter", ADAPTERS, ids=[adapter.name for adapter in ADAPTERS])
plugin_by_name = pytest.mark.parametrize("adapter", PLUGINS, ids=[adapter.name for adapter in PLUGINS])


def home(folder: Path) -> dict[str, str]:
    return {"HOME": str(folder), "PATH": os.environ["PATH"]}


@plugin_by_name
@pytest.mark.parametrize("scope", ["user", "project"])
def test_in_and_out(adapter: Bridged, scope: str, tmp_path: Path) -> None:
    directory = str(tmp_path / "p")
    (change,) = adapter.changes(scope, home(tmp_path), directory, ARGV)
    assert change.before is None
    change.apply()
    places = {place.path: place for place in adapter.places(home(tmp_path), directory)}
    assert places[change.path].state == "guarded" or scope == "project"
    assert place_of(adapter, change.path).command == tuple(ARGV)
    (again,) = adapter.changes(scope, home(tmp_path), directory, ARGV)
    assert again.is_empty
    (newer,) = adapter.changes(scope, home(tmp_path), directory, [*ARGV, "x"])
    assert not newer.is_empty
    (removal,) = adapter.removals(scope, home(tmp_path), directory)
    removal.apply()
    assert not Path(change.path).exists()


@plugin_by_name
def test_another_file_is_not_overwritten(adapter: Bridged, tmp_path: Path) -> None:
    path = Path(adapter.locate("user", home(tmp_path), "/p"))
    path.parent.mkdir(parents=True)
    path.write_text("export default 1\n")
    with pytest.raises(InputError, match="not guardcmd's"):
        adapter.changes("user", home(tmp_path), "/p", ARGV)
    (removal,) = adapter.removals("user", home(tmp_path), "/p")
    assert removal.is_empty
    assert place_of(adapter, str(path)).state == "open"


@by_name
@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("spawn(", "(() => {})("),
        lambda text: text + "\n// more",
        lambda text: text.replace('"hook"', '"other'),
        lambda text: text[: len(text) // 2],
    ],
    ids=["edited", "longer", "no argv", "cut"],
)
def test_a_changed_bridge_is_broken(adapter: Bridged, change: object, tmp_path: Path) -> None:
    path = tmp_path / "guardcmd.js"
    path.write_text(change(bridge(adapter, ARGV)))  # type: ignore[operator]
    assert place_of(adapter, str(path)).state == "broken"


@by_name
def test_the_command_line_reads_back(adapter: Bridged) -> None:
    assert argv_in(bridge(adapter, ARGV)) == ARGV


def test_the_places_follow_the_clients_variables(tmp_path: Path) -> None:
    environment = {
        **home(tmp_path), "XDG_CONFIG_HOME": "/c", "PI_CODING_AGENT_DIR": "/a", "OPENCODE_CONFIG_DIR": "/o",
    }  # fmt: skip
    assert opencode.ADAPTER.locate("user", environment, "/p") == "/c/opencode/plugins/guardcmd.js"
    assert "/o/plugins/guardcmd.js" in opencode.ADAPTER.in_force(environment, "/p")
    assert amp.ADAPTER.locate("user", environment, "/p") == "/c/amp/plugins/guardcmd.ts"
    assert pi.ADAPTER.locate("user", environment, "/p") == "/a/extensions/guardcmd/index.js"


needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="no node in the PATH")


def judged(adapter: Bridged, folder: Path, argv: list[str], command: str, patience: int | None = None) -> str:
    """What a bridge with this hook comes to, as `passed` or `stopped: REASON`."""
    path = folder / "bridge.ts"
    text = bridge(adapter, argv)
    if patience is not None:
        text = text.replace(f"PATIENCE = {adapter.patience}", f"PATIENCE = {patience}")
    path.write_text(text)
    done = subprocess.run(
        ["node", str(PARTS / "host.mjs"), str(path), adapter.name, command, str(folder)],
        capture_output=True,
        text=True,
        timeout=60,
        env=home(folder),
        check=False,
    )
    return (done.stdout or done.stderr).strip()


@needs_node
@by_name
def test_a_bridge_passes_on_what_the_hook_says(adapter: Bridged, tmp_path: Path) -> None:
    argv = hook_argv(adapter.name, state=str(tmp_path / "state"), config=str(tmp_path / "config"))
    assert judged(adapter, tmp_path, argv, "git status") == "passed"
    assert judged(adapter, tmp_path, argv, "for f in *; do echo $f; done") == "passed"
    assert judged(adapter, tmp_path, argv, "terraform destroy").startswith("stopped: nothing of this ran")


FAILING = {
    "missing": (["/nonexistent/python"], "ENOENT"),
    "a folder": (["/"], "EACCES"),
    "no program at all": ([], ""),
    "silent": (["/bin/sh", "-c", "cat > /dev/null"], "no answer"),
    "does not even read": (["/bin/sh", "-c", "exit 0"], "no answer"),
    "chatting": (["/bin/sh", "-c", "echo all is well"], "that is none"),
    "chatting before the answer": (["/bin/sh", "-c", """echo hm; echo '{"guardcmd":"pass"}'"""], "that is none"),
    "another JSON": (["/bin/sh", "-c", """echo '{"guardcmd":"allow"}'"""], "that is none"),
    "null": (["/bin/sh", "-c", "echo null"], "that is none"),
    "failing after the answer": (["/bin/sh", "-c", """echo '{"guardcmd":"pass"}'; exit 1"""], "status 1"),
    "killed after the answer": (["/bin/sh", "-c", """echo '{"guardcmd":"pass"}'; kill -9 $$"""], "SIGKILL"),
    "no reason": (["/bin/sh", "-c", "exit 2"], "status 2"),
    "a traceback": ([sys.executable, "-c", "raise SystemError"], "status 1"),
    "hanging": (["/bin/sh", "-c", "exec sleep 60"], "no answer within"),
    "hanging after the answer": (
        ["/bin/sh", "-c", """echo '{"guardcmd":"pass"}'; exec sleep 60"""],
        "no answer within",
    ),
    "too much": (["/bin/sh", "-c", "head -c 3000000 /dev/zero"], "too long"),
}


@needs_node
@pytest.mark.parametrize(("argv", "why"), FAILING.values(), ids=FAILING)
def test_whatever_is_no_answer_stops_the_call(argv: list[str], why: str, tmp_path: Path) -> None:
    said = judged(pi.ADAPTER, tmp_path, argv, "ls", patience=1000)
    assert said.startswith("stopped: guardcmd could not judge this, so nothing of it ran")
    assert why in said


@needs_node
@by_name
def test_each_bridge_stops_the_call_in_its_clients_way(adapter: Bridged, tmp_path: Path) -> None:
    said = judged(adapter, tmp_path, ["/nonexistent/python"], "ls")
    assert said.startswith("stopped: guardcmd could not judge this")


@needs_node
@plugin_by_name
def test_doctor_tries_the_bridge(adapter: Bridged, tmp_path: Path) -> None:
    argv = hook_argv(adapter.name, state=str(tmp_path / "state"), config=str(tmp_path / "config"))
    for change in adapter.changes("user", home(tmp_path), str(tmp_path), argv):
        change.apply()
    found = list(tried(adapter, home(tmp_path), str(tmp_path)))
    assert [check.state for check in found] == ["ok", "ok"]


def test_doctor_says_when_it_cannot_try(tmp_path: Path) -> None:
    (check,) = tried(pi.ADAPTER, {"HOME": str(tmp_path), "PATH": str(tmp_path)}, str(tmp_path))
    assert (check.state, "not tried" in check.what) == ("warning", True)


@pytest.mark.parametrize(("value", "found"), [("1", 1), ("true", 1), ("0", 0), ("", 0)])
def test_doctor_sees_switches(value: str, found: int) -> None:
    assert len(list(switches({"OPENCODE_PURE": "x"}, {"OPENCODE_PURE": value}))) == found


@plugin_by_name
def test_doctor_sees_other_plugins_that_step_in(adapter: Bridged, tmp_path: Path) -> None:
    event = {"opencode": "tool.execute.before", "pi": "tool_call", "amp": "tool.call"}[adapter.name]
    folder = Path(adapter.locate("user", home(tmp_path), "/p")).parent
    folder = folder.parent if adapter is pi.ADAPTER else folder
    folder.mkdir(parents=True)
    (folder / "rewrites.js").write_text(f'on("{event}")')
    (folder / "harmless.js").write_text("export default 1")
    for change in adapter.changes("user", home(tmp_path), "/p", ARGV):
        change.apply()
    (check,) = siblings(adapter, home(tmp_path), "/p", event)
    assert "rewrites.js" in check.what
