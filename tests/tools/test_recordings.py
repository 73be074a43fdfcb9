"""docs/images/: what the real thing shows today, drawn so that everybody can read it."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

from guardcmd.terminal.person import obstacle
from tests.support import ROOT

if TYPE_CHECKING:
    from types import ModuleType

SVG = "{http://www.w3.org/2000/svg}"


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


PICTURE = script("terminal_picture")
RECORDINGS = script("recordings")
SCENES = {scene.name: scene for scene in RECORDINGS.SCENES}


def can_record() -> bool:
    """The picture is of bash 4.4 or later, and of a person's terminal."""
    if not shutil.which("bash") or not shutil.which("git") or obstacle({}):
        return False
    version = subprocess.run(
        ["bash", "-c", 'echo "$((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1]))"'], capture_output=True, check=True
    )
    return int(version.stdout) >= 404


# --- today's -----------------------------------------------------------------------------


def test_the_pictures_are_those_of_the_recordings() -> None:
    """Draw them again with `python tools/recordings.py --draw`."""
    assert RECORDINGS.stale(RECORDINGS.FOLDER) == []


@pytest.mark.e2e
@pytest.mark.skipif(not can_record(), reason="needs bash 4.4, git, and no agent above")
def test_a_recording_shows_what_happens_today() -> None:
    """Record again with `python tools/recordings.py`."""
    again = PICTURE.plain(RECORDINGS.record(SCENES["refused"]))
    assert again == PICTURE.plain(PICTURE.read((RECORDINGS.FOLDER / "refused.cast").read_text()))


@pytest.mark.parametrize("name", SCENES)
def test_nothing_of_the_recorder_is_shown(name: str) -> None:
    shown = (RECORDINGS.FOLDER / f"{name}.cast").read_text()
    for own in ("/tmp", "/root", str(ROOT), "PYTHONPATH"):
        assert own not in shown


@pytest.mark.parametrize("path", sorted(RECORDINGS.FOLDER.glob("*.svg")), ids=lambda path: path.name)
def test_a_picture_can_be_read(path: object) -> None:
    text = path.read_text()  # type: ignore[attr-defined]
    root = ElementTree.fromstring(text)
    scene = path.stem.removesuffix("-moving")  # type: ignore[attr-defined]
    assert root.findtext(f"{SVG}title") == SCENES[scene].title
    said = root.findtext(f"{SVG}desc") or ""
    pieces = [each.text or "" for each in root.iter(f"{SVG}text")]
    assert said == PICTURE.plain(PICTURE.read((RECORDINGS.FOLDER / f"{scene}.cast").read_text()))
    for word in said.split():
        assert any(word in piece for piece in pieces)
    assert len(text) < 60_000


def test_the_pages_show_them() -> None:
    pages = "".join((ROOT / name).read_text() for name in ("README.md", "docs/shells.md"))
    shown = set(re.findall(r"images/([\w-]+\.svg)", pages))
    assert shown == {path.name for path in RECORDINGS.FOLDER.glob("*.svg")}
    assert not re.search(r"!\[\]\(", pages), "a picture without words for those who cannot see it"


# --- how it is drawn ---------------------------------------------------------------------


def recording(*printed: str, columns: int = 20, rows: int = 3):  # type: ignore[no-untyped-def]
    return PICTURE.Recording("a <title>", columns, rows, tuple((float(at), data) for at, data in enumerate(printed)))


@pytest.mark.parametrize(
    ("printed", "run"),
    [
        ("plain", (0, "plain", "default", "", False)),
        ("\x1b[1mbold\x1b[0m", (0, "bold", "default", "", True)),
        ("\x1b[31mred\x1b[0m", (0, "red", "red", "", False)),
        ("\x1b[2mfaint\x1b[0m", (0, "faint", "brightblack", "", False)),
        ("\x1b[38;5;2mgreen\x1b[0m", (0, "green", "default", "", False)),  # no colour of the palette
        ("\x1b[41mx\x1b[0m", (0, "x", "default", "red", False)),
    ],
)
def test_how_cells_look(printed: str, run: tuple[int, str, str, str, bool]) -> None:
    column, text, colour, behind, is_bold = run
    found = PICTURE.runs(PICTURE.after(recording(printed)), 0)[0]
    assert (found.column, found.text.rstrip(), found.is_bold) == (column, text, is_bold)
    assert found.colour == PICTURE.COLOURS[colour]
    assert found.behind == (PICTURE.COLOURS[behind] if behind else "")


def test_reversed_cells_change_sides() -> None:
    found = PICTURE.runs(PICTURE.after(recording("\x1b[1;7;31m P \x1b[0m")), 0)[0]
    assert (found.colour, found.behind) == (PICTURE.BACKGROUND, PICTURE.COLOURS["red"])


def test_text_is_escaped_and_in_its_place() -> None:
    svg = PICTURE.still(recording("\x1b[?25l", "a && <b>\r\n  c"))
    root = ElementTree.fromstring(svg)
    assert [each.text for each in root.iter(f"{SVG}text")] == ["a && <b>", "c"]
    assert [each.get("x") for each in root.iter(f"{SVG}text")] == ["16", "32.8"]
    assert root.findtext(f"{SVG}title") == "a <title>"
    assert root.findtext(f"{SVG}desc") == "a && <b>\n  c"


def test_at_any_time_a_row_shows_one_thing() -> None:
    take = PICTURE.read((RECORDINGS.FOLDER / "refused.cast").read_text())
    rows: dict[int, list[tuple[float, float]]] = {}
    for row, _, begin, end in PICTURE.versions(take):
        rows.setdefault(row, []).append((begin, end if end is not None else float("inf")))
    for spans in rows.values():
        assert all(end == begin for (_, end), (begin, _) in pairwise(spans))


def test_the_end_of_a_moving_picture_is_the_still_one() -> None:
    take = recording("one", "\rtwo\r\n", "three")
    root = ElementTree.fromstring(PICTURE.moving(take))
    left = [each for each in root.iter(f"{SVG}g") if each.get("id") and not each.get("class")]
    still = ElementTree.fromstring(PICTURE.still(take))
    assert [each.text for group in left for each in group.iter(f"{SVG}text")] == [
        each.text for each in still.iter(f"{SVG}text")
    ]


def test_a_recording_can_be_read_again() -> None:
    take = recording("é\x1b[0m", '"')
    assert PICTURE.read(take.cast()) == take


def test_pictures_of_no_scene_are_stale(tmp_path: object) -> None:
    for path in RECORDINGS.FOLDER.iterdir():
        shutil.copy(path, tmp_path)  # type: ignore[arg-type]
    (tmp_path / "gone.svg").write_text("x")  # type: ignore[operator]
    (tmp_path / "run.svg").write_text("x")  # type: ignore[operator]
    (tmp_path / "hidden.cast").unlink()  # type: ignore[operator]
    assert RECORDINGS.stale(tmp_path) == ["gone.svg", "hidden.cast", "hidden.svg", "run.svg"]
