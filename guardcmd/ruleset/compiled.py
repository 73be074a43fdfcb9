"""A layer of compiled rules (ruleset.compile): units are read when one of their programs occurs."""

from __future__ import annotations

from guardcmd.glob import any_glob
from guardcmd.jsontext import loads
from guardcmd.quick import is_listed
from guardcmd.ruleset.index import line_of, listed_words
from guardcmd.ruleset.model import Carrier, Pattern, Rule, RuleFile, Table, Tool, Wrapper
from guardcmd.ruleset.ruleset import Layer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any


class Compiled(Layer):
    """`index` is the layer's index; `unit` gives the text of a unit by its name, or an empty text.

    What `unit` raises goes through: rules that cannot be read are no reason to judge without them.
    """

    def __init__(self, index: str, unit: Callable[[str], str]) -> None:
        self.index, self.unit = index, unit
        self._units: dict[str, Mapping[str, Any]] = {}
        self._wrappers: dict[str, tuple[Wrapper, ...]] = {}
        self._entries = ""

    def tool_of(self, program: str) -> str:
        line = line_of(program, self.index)
        return line[0] if line else ""

    def listed(self, word: str) -> bool:
        return is_listed(word, self.index)

    def programs(self) -> Sequence[str]:
        return listed_words(self.index)

    def tool(self, name: str) -> Tool | None:
        for found in self._part(name, "tools"):
            return tool(found)
        return None

    def rules(self, name: str, word: str | None = None) -> tuple[Rule, ...]:
        found = self._part(name, "rules")
        return tuple([rule(each) for each in found if word is None or may_lead(each["any_of"], word)])

    def table(self, name: str) -> Table | None:
        for found in self._part(name, "tables"):
            return Table(**filled(found))
        return None

    def wrappers(self, program: str) -> tuple[Wrapper, ...]:
        if program not in self._wrappers:
            line = line_of(program, self.index)
            places = line[1].split(" ") if line and line[1] else ()
            self._wrappers[program] = tuple([Wrapper((program,), **filled(self._entry(place))) for place in places])
        return self._wrappers[program]

    def _entry(self, place: str) -> Mapping[str, Any]:
        if not self._entries:
            self._entries = self.unit("wrappers")
        start, _, length = place.partition("+")
        found: Mapping[str, Any] = loads(self._entries[int(start) : int(start) + int(length)])
        return found

    def _part(self, name: str, part: str) -> Sequence[Mapping[str, Any]]:
        if name not in self._units:
            text = self.unit(f"tool-{name}")
            self._units[name] = loads(text) if text else {}
        found: Sequence[Mapping[str, Any]] = self._units[name].get(part, ())
        return found


def may_lead(patterns: Sequence[Mapping[str, Any]], word: str) -> bool:
    """Whether a call whose first word is this can have the subcommand of one of the patterns."""
    sequences = [words for each in patterns for words in each.get("subcommand", (["*"],))]
    return any(any_glob(words[0], word) for words in sequences)


def tool(found: Mapping[str, Any]) -> Tool:
    carriers = tuple([Carrier(**filled(each)) for each in found.get("carriers", ())])
    return Tool(**{**filled(found), "carriers": carriers})


def rule(found: Mapping[str, Any]) -> Rule:
    values = filled(found)
    values["any_of"] = tuple([pattern(each) for each in found["any_of"]])
    if "unless" in found:
        values["unless"] = tuple([pattern(each) for each in found["unless"]])
    return Rule(**values)


def pattern(found: Mapping[str, Any]) -> Pattern:
    values = filled(found)
    if "subcommand" in found:
        values["subcommand"] = tuple([tuple(words) for words in found["subcommand"]])
    return Pattern(**values)


def rule_file(found: Mapping[str, Any]) -> RuleFile:
    """A whole file from compile.row of it. Raises KeyError or TypeError where another guardcmd made the row."""
    return RuleFile(
        found["path"],
        tuple([tool(each) for each in found.get("tools", ())]),
        tuple([Wrapper(**filled(each)) for each in found.get("wrappers", ())]),
        tuple([rule(each) for each in found.get("rules", ())]),
        tuple([Table(**filled(each)) for each in found.get("tables", ())]),
    )


def filled(found: Mapping[str, Any]) -> dict[str, Any]:
    """The fields with lists as the tuples that they were."""
    return {field: settled(value) for field, value in found.items()}


def settled(value: Any) -> Any:
    if type(value) is list:
        return tuple(value)
    if type(value) is dict:
        return {key: tuple(item) if type(item) is list else item for key, item in value.items()}
    return value
