"""What is compiled is what was read; and the built-in compile is of today's files."""

from __future__ import annotations

from guardcmd import builtin
from guardcmd.quick import is_listed, part
from guardcmd.ruleset.compile import compiled, layer_of
from guardcmd.ruleset.compiled import Compiled
from guardcmd.ruleset.index import index_of, line_of, listed_words
from guardcmd.ruleset.model import Pattern, Rule, RuleFile, Table, Tool, Wrapper
from guardcmd.ruleset.ruleset import Ruleset, merged
from guardcmd.store.rulefiles import read_folder
from tests.support import RULES, rule_files

TOOL = Tool(
    "vcs",
    ("vcs", "Vcs2"),
    value_options=("-n/--name",),
    harmless=("status", "stash list|show", "* get-*"),
    harmless_except=("-O/--open",),
    nouns={"pod": ("po", "pods")},
    target_options={"--host": "host"},
)
RULE = Rule(
    "vcs.reset",
    "vcs",
    "resets",
    "lost",
    any_of=(Pattern((("reset", "hard"), ("wipe",)), fact={"class": ("a", "b")}),),
    unless=(Pattern(option=("--soft",)),),
    target={"operand": "1"},
    must_match=("vcs reset hard",),
)
TABLE = Table("vcs", verbs={"delete": "destroy"}, data=("table",), explicit={"s3 rm": "hidden-data"})
WRAPPERS = (
    Wrapper(("sudo",), value_options=("-u",), elevated=True),
    Wrapper(("kubectl",), subcommand=("exec",), code_options=("-c=alias.*=!",), names={"a": "b"}),
    Wrapper(("vcs",), subcommand=("bisect", "run")),
    Wrapper(("vcs",), code_options=("--exec",)),
    Wrapper(("echo",), runs="text"),
)
FILE = RuleFile("rules/vcs.toml", (TOOL,), WRAPPERS, (RULE,), (TABLE,))


def test_a_layer_gives_back_what_was_read() -> None:
    layer = layer_of([FILE])
    assert layer.tool_of("Vcs2") == "vcs"
    assert layer.tool("vcs") == TOOL
    assert layer.rules("vcs") == (RULE.replace(must_match=()),)
    assert layer.table("vcs") == TABLE
    assert layer.wrappers("sudo") == WRAPPERS[:1]
    assert layer.wrappers("vcs") == WRAPPERS[2:4]
    assert layer.wrappers("echo") == WRAPPERS[4:]
    assert (layer.tool_of("sudo"), layer.tool("git"), layer.rules("git"), layer.table("git")) == ("", None, (), None)
    assert layer.wrappers("ls") == ()


def test_every_built_in_rule_comes_back() -> None:
    layer = layer_of(rule_files())
    rules = [rule for file in rule_files() for rule in file.rules]
    plain = [rule.replace(must_match=(), must_not_match=(), references=()) for rule in rules]
    names = dict.fromkeys(rule.tool for rule in rules)
    assert sorted(
        (rule for name in names for rule in layer.rules(name)), key=lambda rule: (rule.id, rule.tool)
    ) == sorted(plain, key=lambda rule: (rule.id, rule.tool))


def test_only_units_that_occur_are_read() -> None:
    units = compiled([FILE, RuleFile("rules/other.toml", (Tool("other", ("other",)),))])
    asked: list[str] = []

    def unit(name: str) -> str:
        asked.append(name)
        return units.get(name, "")

    rules = Ruleset([Compiled(units["index"], unit)])
    assert rules.tool_for("ls") is None
    assert asked == []
    for _ in range(3):
        assert rules.tool_for("vcs")
        assert rules.rules_for("vcs")
    assert asked == ["tool-vcs"]
    assert rules.wrappers_for("sudo")
    assert rules.wrappers_for("kubectl")
    assert asked == ["tool-vcs", "wrappers"]


def test_rules_that_want_another_first_word_are_left_out() -> None:
    patterns = {"vcs.glob": "st*|x", "vcs.words": "push all", "vcs.other": "pull"}
    rules = [RULE.replace(id=name, any_of=(Pattern((tuple(words.split()),)),)) for name, words in patterns.items()]
    rules.append(RULE.replace(id="vcs.any", any_of=(Pattern((("pull",),)), Pattern(option=("-f",)))))
    found = Ruleset([layer_of([FILE.replace(rules=tuple(rules))])])
    assert [rule.id for rule in found.rules_for("vcs", "stash")] == ["vcs.glob", "vcs.any"]
    assert [rule.id for rule in found.rules_for("vcs", "push")] == ["vcs.words", "vcs.any"]
    assert len(found.rules_for("vcs")) == 4


def test_the_index() -> None:
    index = index_of([FILE], ["make"])
    assert listed_words(index) == ["kubectl", "make", "sudo", "Vcs2", "vcs", "vcs2"]
    forms = ",status,stash list,stash show,* get-*,"
    assert line_of("vcs", index) == ["vcs", "w", forms, ",-O,--open,--exec,"]
    assert line_of("echo", index) == ["", "w", "", ""]
    assert line_of("ls", index) == []
    assert line_of("cs", index) == []


def test_a_name_stands_in_the_part_of_its_first_letter() -> None:
    tool = Tool("odd", (".x", "7z", "Rscript", "rm", "zz", "@w/cli"))
    index = index_of([RuleFile("odd.toml", (tool,))])
    assert part(index, "rest") == part(index, "R") == " Rscript rm rscript \nRscript\todd\t\t\t\nrm\todd\t\t\t\n"
    assert part(index, "@") == part(index, "ß") == " .x @w/cli \n.x\todd\t\t\t\n@w/cli\todd\t\t\t\n"
    assert part(index, "b") == " \n"
    assert all(is_listed(program, index) and line_of(program, index) for program in tool.programs)
    assert not is_listed("", index)
    assert set(listed_words(index)) == {*tool.programs, "rscript"}


def test_every_program_of_the_built_in_rules_is_found() -> None:
    index = builtin.load_index()
    for program in {program for file in rule_files() for tool in file.tools for program in tool.programs}:
        assert line_of(program, index)[0], program
        assert is_listed(program, index), program
    for program in {program for file in rule_files() for wrapper in file.wrappers for program in wrapper.programs}:
        assert line_of(program, index)[1], program


def test_files_may_share_a_tool() -> None:
    more = Tool("vcs", (), flags=("--name", "--new"), depth=4)
    found = merged([more, TOOL])
    assert found == TOOL.replace(depth=4, optional_value_options=("--new",))
    assert layer_of([RuleFile("a", (more,)), FILE]).tool("vcs") == found
    assert Ruleset([layer_of([FILE]), layer_of([RuleFile("a", (more,))])]).tool_named("vcs") == TOOL.replace(depth=4)
    assert merged([]) is None


def test_layers_add_up() -> None:
    own = RuleFile("own", (Tool("mine", ("mine",)),), (Wrapper(("sudo",), skip=1),), (RULE.replace(id="vcs.own"),))
    rules = Ruleset([layer_of([FILE]), layer_of([own])])
    assert [rule.id for rule in rules.rules_for("vcs")] == ["vcs.reset", "vcs.own"]
    assert len(rules.wrappers_for("sudo")) == 2
    assert rules.tool_for("mine") == Tool("mine", ("mine",))
    assert rules.listed("mine")
    assert not rules.listed("echo")
    more = Ruleset(rules.layers, ["runlog"])
    assert more.wrappers_for("runlog") == (Wrapper(("runlog",)),)
    assert more.listed("runlog")
    assert "runlog" in more.programs()
    assert {"mine", "vcs", "kubectl"} <= set(rules.programs())


def test_the_built_in_compile_is_of_todays_files() -> None:
    index = builtin.load_index()
    units = compiled(read_folder(str(RULES)))  # as they are now: somebody may be editing them
    assert index == units["index"]
    assert {name: builtin.unit(name) for name in units} == units
    assert builtin.unit("tool-nobody") == ""
