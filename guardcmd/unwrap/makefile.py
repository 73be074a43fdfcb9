"""A Makefile as text: its variables, and which lines a target runs."""

from __future__ import annotations

from guardcmd.record import Record
from guardcmd.shell.value import Value, known, one_of, unknown
from guardcmd.unwrap.compose import concat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_LINES = 500  # of the targets that are made
LOOKUPS = 2_000  # variable references followed in one recipe line
DEEPEST = 12
MOST_VALUES = 4  # of one variable, in branches of conditionals
OPENING = {"(": ")", "{": "}"}
BUILT_IN = {"MAKE": "make", "RM": "rm -f", "CC": "cc", "CXX": "g++", "AR": "ar", "SHELL": "/bin/sh"}
EMPTY = ("MAKEFLAGS", "MFLAGS", "MAKEOVERRIDES")
CONDITIONS = ("ifeq", "ifneq", "ifdef", "ifndef", "else", "endif")
INCLUDES = ("include", "-include", "sinclude")
MODIFIERS = ("export", "override", "private", "unexport")
UNKNOWN = "…"  # as Value.shown writes a hole
PASSED = ("strip", "abspath", "realpath")  # functions that leave a path what it is


class Line(Record):
    """A line of shell, and where it stands in its file."""

    text: str
    number: int
    file: str = ""


class Goal(Record):
    """What a target needs, and the lines of its recipe."""

    needs: tuple[str, ...]
    recipe: tuple[Line, ...]


class Makefile:
    """What was read so far, of one file and those that it includes. Both branches of every conditional count."""

    def __init__(self) -> None:
        self.variables: dict[str, list[str]] = {}
        self.goals: dict[str, list[Goal]] = {}
        self.shell: list[Line] = []  # $(shell …) that runs while the file is read
        self.includes: list[str] = []
        self.one_shell = False
        self.default = ""
        self.waits = False
        self.patterns: dict[str, list[Goal]] = {}

    # --- reading ---------------------------------------------------------------------------

    def read(self, text: str, file: str = "") -> None:
        """Take in the text of one file."""
        targets: tuple[str, ...] = ()
        needs: tuple[str, ...] = ()
        recipe: list[Line] = []
        branches = 0
        lines = _logical_lines(text)
        position = 0
        while position < len(lines):
            number, line = lines[position]
            position += 1
            if line.startswith("\t") and targets:
                recipe.append(Line(line[1:].replace("\\\n\t", "\\\n"), number, file))
                continue
            line = _uncommented(line.replace("\\\n", " ")).strip()
            word = line.split(None, 1)[0] if line else ""
            if not line:
                continue
            if word in CONDITIONS:
                branches += (word[0] == "i") - (word == "endif")
            elif word == "define":
                position = self._define(line, lines, position)
            elif word in INCLUDES:
                self.includes += self.expand(line.partition(word)[2]).shown().split()
                self.waits = self.waits or not self.default  # an included file's first target may come first
            else:
                rule = self._statement(line, number, file, branches > 0)
                if rule is not None:
                    self._keep(targets, needs, recipe)
                    targets, needs, recipe = rule
        self._keep(targets, needs, recipe)

    def _define(self, line: str, lines: list[tuple[int, str]], position: int) -> int:
        name = line.split()[1].rstrip(":=?+") if len(line.split()) > 1 else ""
        body: list[str] = []
        while position < len(lines):
            text = lines[position][1]
            position += 1
            if text.strip() == "endef":
                break
            body.append(text.lstrip("\t"))
        self.variables[name] = ["\n".join(body)]
        return position

    def _statement(
        self, line: str, number: int, file: str, either: bool
    ) -> tuple[tuple[str, ...], tuple[str, ...], list[Line]] | None:
        """An assignment is kept; a rule line gives targets, needs and what stands behind `;`."""
        words = line.split(None, 1)
        while words and words[0] in MODIFIERS and len(words) > 1:
            line = words[1]
            words = line.split(None, 1)
        self.shell += shell_calls(line, number, file)
        left, operator, right = _divide(line)
        if operator != ":":
            if operator:
                self._assign(left.strip(), operator, right.strip(), either)
                if operator == "!=":
                    self.shell.append(Line(right.strip(), number, file))
            return None
        inline = right.partition(";")
        name, assignment, value = _divide(inline[0].lstrip(":"))
        if assignment not in ("", ":"):
            self._assign(name.strip(), assignment, (value + inline[1] + inline[2]).strip(), True)
            return None
        targets = tuple(self.expand(left.rstrip("&")).shown().split())
        needs = tuple(self.expand(inline[0].lstrip(":").replace("|", " ")).shown().split())
        if not self.default:
            self.default = next((each for each in targets if each[0] != "." and "%" not in each), "")
        if ".ONESHELL" in targets:
            self.one_shell = True
        return targets, needs, [Line(inline[2].strip(), number, file)] if inline[2].strip() else []

    def _assign(self, name: str, operator: str, value: str, either: bool) -> None:
        before = self.variables.get(name, [])
        if operator == "+=":
            self.variables[name] = [f"{each} {value}" for each in before or [""]]
        elif operator == "?=" and before and not either:
            return
        elif operator == "!=":
            self.variables[name] = [f"$(shell {value})"]
        else:
            self.variables[name] = ([*before, value] if either else [value])[-MOST_VALUES:]

    def _keep(self, targets: tuple[str, ...], needs: tuple[str, ...], recipe: list[Line]) -> None:
        for target in targets:
            self.goals.setdefault(target, []).append(Goal(needs, tuple(recipe)))

    # --- what runs -------------------------------------------------------------------------

    def lines_of(self, wanted: tuple[str, ...]) -> list[tuple[str, Line]]:
        """The recipe lines of these targets and of all that they need, in order, each with its target."""
        self.patterns = {name: goals for name, goals in self.goals.items() if "%" in name or UNKNOWN in name}
        found: list[tuple[str, Line]] = []
        seen: set[str] = set()
        first = wanted or ((self.default,) if self.default else ())
        pending = [(target, False) for target in reversed(first)]
        while pending and len(found) <= MOST_LINES:
            target, ready = pending.pop()
            if ready:
                found += [(target, line) for goal in self.goals_of(target) for line in self._recipe(goal)]
            elif target not in seen:
                seen.add(target)
                pending.append((target, True))
                needs = [need for goal in self.goals_of(target) for need in goal.needs]
                pending += [(need, False) for need in reversed(needs)]
        return found

    def _recipe(self, goal: Goal) -> tuple[Line, ...]:
        if self.one_shell and goal.recipe:
            first = goal.recipe[0]
            return (first.replace(text="\n".join([line.text for line in goal.recipe])),)
        return goal.recipe

    def goals_of(self, target: str) -> list[Goal]:
        """The rules for a target: its own, else those whose `%` pattern, or whose unknown name, may fit it."""
        own = self.goals.get(target)
        if own is not None:
            return own
        found = []
        for name, goals in self.patterns.items():
            start, mark, end = name.partition("%" if "%" in name else UNKNOWN)
            if mark and len(target) > len(start) + len(end) and target.startswith(start) and target.endswith(end):
                stem = target[len(start) : len(target) - len(end)]
                found += [goal.replace(needs=tuple([n.replace("%", stem) for n in goal.needs])) for goal in goals]
        return found

    # --- variables -------------------------------------------------------------------------

    def expand(self, text: str, given: Mapping[str, Value] | None = None) -> Value:
        """The text with variables replaced; what is not known (functions, unset variables) is a hole."""
        return _Expansion(self.variables, given or {}).value(text, 0)


class _Expansion:
    def __init__(self, variables: Mapping[str, list[str]], given: Mapping[str, Value]) -> None:
        self.variables = variables
        self.given = given
        self.left = LOOKUPS

    def value(self, text: str, depth: int) -> Value:
        if depth > DEEPEST:
            return unknown("a deep reference")
        parts: list[Value] = []
        position = 0
        while True:
            dollar = text.find("$", position)
            if dollar < 0 or dollar + 1 >= len(text):
                parts.append(known(text[position:]))
                return concat(parts)
            parts.append(known(text[position:dollar]))
            character = text[dollar + 1]
            if character in OPENING:
                end = _closing(text, dollar + 1)
                parts.append(self.reference(text[dollar + 2 : end], depth))
                position = end + 1
            else:
                parts.append(known("$") if character == "$" else self.variable(character, depth))
                position = dollar + 2

    def reference(self, inner: str, depth: int) -> Value:
        word, blank, rest = inner.partition(" ")
        if blank:
            return self.function(word, rest, depth + 1)
        name, colon, _ = inner.partition(":")
        if colon or "," in inner:
            return unknown(f"$({inner})")
        return self.indirect(name, depth) if "$" in name else self.variable(name, depth)

    def function(self, name: str, rest: str, depth: int) -> Value:
        """The functions that hand their text on; of the others nothing is known."""
        if depth > DEEPEST:
            return unknown(f"$({name} …)")
        if name in PASSED:
            return self.value(rest.strip(), depth)
        parts = _arguments(rest)
        if name == "call":
            given = {str(place): self.value(part, depth) for place, part in enumerate(parts)}
            return self.within(given).variable(parts[0].strip(), depth)
        if name == "foreach" and len(parts) == 3:
            items = self.value(parts[1], depth)
            words = tuple([word for text in items.texts for word in text.split()])
            given = {parts[0].strip(): one_of(words) if words else unknown(items.why or f"$({parts[1]})")}
            return self.within(given).value(parts[2], depth)
        if name in ("if", "or", "and"):
            values = [self.value(part, depth) for part in parts[name == "if" :]]
            texts = [text for value in values for text in value.texts]
            return one_of(tuple(texts)) if all(value.texts for value in values) else unknown(f"$({name} …)")
        return unknown(f"$({name} …)")

    def within(self, given: Mapping[str, Value]) -> _Expansion:
        inner = _Expansion(self.variables, {**self.given, **given})
        inner.left = self.left // 2
        self.left -= inner.left
        return inner

    def indirect(self, name: str, depth: int) -> Value:
        text = self.value(name, depth + 1).text
        return unknown(f"$({name})") if text is None else self.variable(text, depth)

    def variable(self, name: str, depth: int) -> Value:
        self.left -= 1
        if self.left < 0 or depth > DEEPEST:
            return unknown(f"$({name})")
        if name in self.given:
            return self.given[name]
        texts = self.variables.get(name, ())
        self.left -= sum([len(text) for text in texts]) // 256
        values = [self.value(text, depth + 1) for text in texts]
        if not values:
            return self.built_in(name)
        if all(value.texts for value in values):
            return one_of(tuple([text for value in values for text in value.texts]))
        return values[0] if len(values) == 1 else unknown(f"$({name})")

    def built_in(self, name: str) -> Value:
        if name in BUILT_IN:
            return known(BUILT_IN[name])
        return known("") if name in EMPTY else unknown(f"$({name})")


def shell_calls(line: str, number: int = 0, file: str = "") -> list[Line]:
    """What stands in every `$(shell …)` of a line."""
    found: list[Line] = []
    position = line.find("(shell ")
    while position > 0:
        end = _closing(line, position)
        found.append(Line(line[position + 7 : end], number, file))
        position = line.find("(shell ", end)
    return found


def _logical_lines(text: str) -> list[tuple[int, str]]:
    """Lines with those that a backslash continues, each with the number of its first."""
    found: list[tuple[int, str]] = []
    parts: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        parts.append(line.rstrip("\r"))
        if parts[-1].endswith("\\"):
            continue
        found.append((number - len(parts) + 1, "\n".join(parts)))
        parts = []
    if parts:
        found.append((text.count("\n") + 2 - len(parts), "\n".join(parts).rstrip("\\")))
    return found


def _uncommented(line: str) -> str:
    position = line.find("#")
    while position > 0 and line[position - 1] == "\\":
        position = line.find("#", position + 1)
    return line if position < 0 else line[:position]


def _closing(text: str, opening: int) -> int:
    """Where the bracket at `opening` is closed; the end of the text if it is not."""
    other = OPENING[text[opening]]
    depth = 0
    for position in range(opening, len(text)):
        if text[position] == text[opening]:
            depth += 1
        elif text[position] == other:
            depth -= 1
            if not depth:
                return position
    return len(text)


def _arguments(text: str) -> list[str]:
    """At the commas that stand outside of brackets."""
    found: list[str] = []
    start = depth = 0
    for position, character in enumerate(text):
        depth += (character in OPENING) - (character in OPENING.values())
        if character == "," and not depth:
            found.append(text[start:position])
            start = position + 1
    return [*found, text[start:]]


def _divide(line: str) -> tuple[str, str, str]:
    """At the first `:` or assignment operator outside references: left side, operator, right side."""
    position = 0
    while position < len(line):
        character = line[position]
        if character == "$" and line[position + 1 : position + 2] in ("(", "{"):
            position = _closing(line, position + 1) + 1
            continue
        if character == "=":
            start = position - 1 if position and line[position - 1] in "?+!" else position
            return line[:start], line[start : position + 1], line[position + 1 :]
        if character == ":":
            after = line[position:].lstrip(":")
            if after.startswith("="):
                end = len(line) - len(after) + 1
                return line[:position], ":=", line[end:]
            return line[:position], ":", line[position + 1 :]
        position += 1
    return line, "", ""
