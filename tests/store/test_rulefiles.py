"""The user's and the projects' rule files on disk: compiled once, kept while broken, never silently missing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from guardcmd.store import ownrules, rulefiles
from guardcmd.store.rulefiles import load, project_folders

RULE = """
[tool]
programs = ["deploy"]
[[rule]]
id = "deploy.drop"
title = "t"
why = "w"
reversibility = "irreversible"
blast_radius = "{radius}"
any_of = [{{ subcommand = "drop" }}]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "rules").mkdir()
    return tmp_path


MORE = RULE[RULE.index("[[rule]]") :]


def write(folder: Path, text: str, name: str = "deploy.toml") -> Path:
    path = folder / "rules" / name
    path.write_text(text)
    os.utime(path, ns=(1, path.stat().st_mtime_ns + 1))
    return path


def loaded(folder: Path) -> rulefiles.Loaded:
    return load(str(folder / "cache"), str(folder / "rules"))


def radii(found: rulefiles.Loaded) -> list[str]:
    return [rule.blast_radius for rule in found.ruleset.rules_for("deploy")]


def test_without_own_rules_the_built_in_ones_are_in_force(folder: Path) -> None:
    found = loaded(folder)
    assert found.notes == ()
    assert found.index
    assert found.ruleset.tool_for("git")
    assert load("").index


def test_own_rules_are_added_and_close_the_fast_path(folder: Path) -> None:
    write(folder, RULE.format(radius="account"))
    found = loaded(folder)
    assert radii(found) == ["account"]
    assert (found.index, found.notes) == ("", ())
    assert found.ruleset.rules_for("deploy")[0].layer == "user"
    assert found.ruleset.tool_for("git")


def test_a_file_is_compiled_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(folder, RULE.format(radius="account"))
    loaded(folder)
    monkeypatch.setattr(ownrules, "one_file", lambda *_: pytest.fail("compiled again"))
    assert radii(loaded(folder)) == ["account"]
    monkeypatch.undo()
    path.write_text(RULE.format(radius="resource"))
    assert radii(loaded(folder)) == ["resource"]


def test_a_kept_compile_that_is_damaged_is_made_again(folder: Path) -> None:
    write(folder, RULE.format(radius="account"))
    loaded(folder)
    whole = {kept: kept.read_text() for kept in (folder / "cache").iterdir()}
    assert sorted(kept.suffix for kept in whole) == [".json", ".rules"]
    assert all(kept.stat().st_mode & 0o077 == 0 for kept in whole)
    (merged,) = (kept for kept in whole if kept.suffix == ".rules")
    for damage in ("", "{", "[]", '{"path": "/elsewhere", "units": {}}', whole[merged][:300]):
        for kept in whole:
            kept.write_text(damage)
        assert radii(loaded(folder)) == ["account"]
    merged.write_text(whole[merged].replace(" 0", " x", 1))
    assert radii(loaded(folder)) == ["account"]


def test_what_another_guardcmd_kept_and_nobody_reads_any_more_asks(folder: Path) -> None:
    path = write(folder, RULE.format(radius="account"))
    loaded(folder)
    for kept in (folder / "cache").iterdir():
        kept.write_text(kept.read_text().replace('"blast_radius"', '"blast"'))
    path.write_text("[tool")
    assert [note.decision for note in loaded(folder).notes] == ["ask"]


def test_files_are_merged_in_the_order_of_their_names(folder: Path) -> None:
    write(folder, RULE.format(radius="account"), "b.toml")
    write(folder, MORE.format(radius="resource").replace('id = "', 'tool = "b"\nid = "'), "a.toml")
    write(folder, '[[wrapper]]\nprograms = ["inner"]\n[[wrapper]]\nprograms = ["outer"]\nskip = 1\n', "c.toml")
    write(folder, '[[wrapper]]\nprograms = ["inner"]\nskip = 2\n', "d.toml")
    for _ in range(2):
        (_, own) = loaded(folder).ruleset.layers
        assert [rule.blast_radius for rule in own.rules("b")] == ["resource", "account"]
        assert [own.wrappers(name)[0].skip for name in ("inner", "outer")] == [0, 1]
        assert [wrapper.skip for wrapper in own.wrappers("inner")] == [0, 2]
        assert (own.tool_of("deploy"), own.tool_of("git"), own.rules("git"), own.tool("x")) == ("b", "", (), None)
        assert own.listed("outer")


def test_only_rules_of_programs_that_occur_are_opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("deploy", "another"):
        write(folder, RULE.format(radius="account").replace("deploy", name), f"{name}.toml")
    loaded(folder)
    monkeypatch.setattr(ownrules, "PIECE", 1 << 8)
    (_, own) = loaded(folder).ruleset.layers
    reads = []
    pread = ownrules.posix.pread
    monkeypatch.setattr(ownrules.posix, "pread", lambda *what: reads.append(what) or pread(*what))
    assert own.rules("git") == ()
    assert reads == []
    assert [rule.id for rule in own.rules("another")] == ["another.drop"]
    assert reads


def test_a_merged_file_that_changes_under_a_reader_is_a_fault(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder, RULE.format(radius="account"))
    loaded(folder)
    monkeypatch.setattr(ownrules, "PIECE", 1 << 8)
    (_, own) = loaded(folder).ruleset.layers
    write(folder, RULE.format(radius="resource"))
    loaded(folder)
    with pytest.raises(OSError, match="changed meanwhile"):
        own.rules("deploy")


def test_a_broken_file_takes_no_other_with_it(folder: Path) -> None:
    write(folder, RULE.format(radius="account"))
    write(folder, RULE.format(radius="account").replace("deploy", "another"), "another.toml")
    loaded(folder)
    write(folder, "[tool")
    write(folder, RULE.format(radius="resource").replace("deploy", "another"), "another.toml")
    for _ in range(2):
        found = loaded(folder)
        assert radii(found) == ["account"]
        assert [rule.blast_radius for rule in found.ruleset.rules_for("another")] == ["resource"]
        assert [note.decision for note in found.notes] == ["notify"]
    (folder / "rules/deploy.toml").unlink()
    assert (radii(loaded(folder)), loaded(folder).notes) == ([], ())


def test_without_a_place_to_keep_it_the_rules_still_hold(folder: Path) -> None:
    write(folder, RULE.format(radius="account"))
    assert radii(load("", str(folder / "rules"))) == ["account"]
    assert radii(load(str(folder / "rules/deploy.toml"), str(folder / "rules"))) == ["account"]


@pytest.mark.parametrize("broken", ["[tool", "[[rule]]\nid = 'x'\n", "x" * 10 + "\0", "[tool]\nprogram = ['deploy']\n"])
def test_a_broken_file_leaves_its_last_good_form_in_force(folder: Path, broken: str) -> None:
    path = write(folder, RULE.format(radius="account"))
    loaded(folder)
    path.write_text(broken)
    for _ in range(2):  # the second time from the kept compile
        found = loaded(folder)
        assert radii(found) == ["account"]
        (note,) = found.notes
        assert (note.decision, note.kind) == ("notify", "rules")
        assert str(path) in note.text
        assert "last good" in note.text
        assert found.index == ""


def test_a_file_that_was_never_good_asks(folder: Path) -> None:
    write(folder, "[tool")
    for _ in range(2):
        found = loaded(folder)
        assert [note.decision for note in found.notes] == ["ask"]
        assert found.ruleset.tool_for("git")


def test_a_file_that_cannot_be_read_asks(folder: Path) -> None:
    (folder / "rules" / "gone.toml").symlink_to(folder / "nowhere.toml")
    write(folder, b"\xff".decode("latin-1"), "latin.toml")
    (folder / "rules" / "latin.toml").write_bytes(b"# \xff\n")
    write(folder, "#" * (rulefiles.LARGEST + 1), "large.toml")
    assert [note.decision for note in loaded(folder).notes] == ["ask", "ask", "ask"]


def test_missing_built_in_rules_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> str:
        raise FileNotFoundError("no index")

    monkeypatch.setattr(rulefiles, "load_index", none)
    found = load("")
    assert [note.decision for note in found.notes] == ["ask"]
    assert found.index == ""


def test_projects_rules_stand_at_every_level(tmp_path: Path) -> None:
    assert project_folders("/p/a/b", "/p") == [f"{place}/.guardcmd/rules" for place in ("/p", "/p/a", "/p/a/b")]
    assert project_folders("/p/a", "/q") == []
    assert project_folders("/pa", "/p") == []
    assert project_folders("/p", "") == []
    inner = tmp_path / "a"
    for place, radius in ((tmp_path, "account"), (inner, "resource")):
        (place / ".guardcmd/rules").mkdir(parents=True)
        (place / ".guardcmd/rules/deploy.toml").write_text(MORE.format(radius=radius))
    found = load("", "", str(inner), str(tmp_path))
    assert radii(found) == ["account", "resource"]
    assert {rule.layer for rule in found.ruleset.rules_for("deploy")} == {"project"}


def test_a_project_cannot_make_a_program_known(tmp_path: Path) -> None:
    (tmp_path / ".guardcmd/rules").mkdir(parents=True)
    (tmp_path / ".guardcmd/rules/deploy.toml").write_text(RULE.format(radius="account"))
    found = load("", "", str(tmp_path), str(tmp_path))
    assert [note.decision for note in found.notes] == ["ask"]
    assert found.ruleset.tool_for("deploy") is None


def test_a_built_in_program_cannot_be_taken_over(folder: Path) -> None:
    write(folder, RULE.format(radius="account").replace('["deploy"]', '["git"]'))
    (note,) = loaded(folder).notes
    assert "`git` belongs to the built-in tool `git`" in note.text
