"""Tcl and expect text to what it does (tcl-lang.org: Tcl, file, exec, open, source; expect: spawn, send, system)."""

from __future__ import annotations

from guardcmd.languages.reading import Reading, joined, unique, value_of
from guardcmd.shell.value import Value, known, unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from guardcmd.calls import Payload
    from guardcmd.languages.reading import Found

DEEPEST = 30
MOST_COMMANDS = 20_000
# commands whose braced words are scripts; of `expect` every second word is one
SCRIPTED = (
    "if", "elseif", "else", "while", "for", "foreach", "proc", "catch", "try", "on", "finally", "eval", "after",
    "expect",
    "expect_after", "expect_before", "interact", "namespace", "uplevel", "switch", "time", "then", "apply",
)  # fmt: skip
PATTERNS = ("expect", "expect_after", "expect_before", "interact", "switch")
REDIRECTS = ("<", ">", ">>", "2>", "2>@1", "2>@", "<<", "|&", ">&", ">@", "<@", "&")


def read(payload: Payload, world: Any) -> list[Found]:
    """What Tcl does: Calls of the tool `tcl`, Invocations, Payloads of shell text, Opaque facts."""
    reading = Reading(payload, world)
    for text in reading.readable():
        try:
            _Tcl(reading).script(text, 0)
        except _TooLong:
            reading.opaque("limit", "the tcl text is too long or too deep to be followed")
    return unique(reading.found)


class _TooLong(Exception):
    """The text takes too many steps."""


class _Tcl:
    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.names: dict[str, Value] = {}
        self.commands = 0

    def script(self, text: str, depth: int, patterns: bool = False) -> None:
        """`patterns`: the text holds patterns with what is done for each of them."""
        if depth > DEEPEST:
            raise _TooLong
        for words in commands(text):
            for kind, inner in words if patterns else ():
                if kind == "brace":
                    self.script(inner, depth + 1)
            self.commands += 1
            if self.commands > MOST_COMMANDS:
                raise _TooLong
            self._command(words, depth)

    def _command(self, words: list[tuple[str, str]], depth: int) -> None:
        for kind, text in words:
            if kind != "brace":
                self._nested(text, depth)
        name = words[0][1].removeprefix("::")
        given = words[1:]
        if name == "foreach" and len(given) >= 3:
            self.names[given[0][1]] = self._value(given[1]).replace(glob=True)
        if name in SCRIPTED:
            for kind, text in given:
                if kind == "brace":
                    self.script(text, depth + 1, name in PATTERNS)
        values = [self._value(word) for word in given]
        action = getattr(self, f"_do_{name}", None)
        if name in ACTIONS and action is not None:
            action(values)

    def _nested(self, text: str, depth: int) -> None:
        """The commands between brackets run first."""
        place = text.find("[")
        while place >= 0:
            end = _matching(text, place, "[", "]")
            self.script(text[place + 1 : end], depth + 1)
            place = text.find("[", end)

    def _value(self, word: tuple[str, str]) -> Value:
        kind, text = word
        if kind == "brace" or ("$" not in text and "[" not in text):
            return value_of(text if kind == "brace" else _unescaped(text))
        parts: list[Value] = []
        place = start = 0
        while place < len(text):
            if text[place] == "$":
                end = place + 1
                while end < len(text) and (text[end].isalnum() or text[end] in "_:"):
                    end += 1
                name = text[place + 1 : end].strip("{}")
                parts += [value_of(_unescaped(text[start:place])), self.names.get(name, unknown(f"${name}"))]
                place = start = end
            elif text[place] == "[":
                end = _matching(text, place, "[", "]")
                parts += [value_of(_unescaped(text[start:place])), self._result(text[place + 1 : end])]
                place = start = end + 1
            else:
                place += 1 + (text[place] == "\\")
        parts.append(value_of(_unescaped(text[start:])))
        return joined([part for part in parts if part.text != ""] or [known("")])

    def _result(self, text: str) -> Value:
        """What a command between brackets gives: `glob` its pattern, `file join` a path."""
        words = next(iter(commands(text)), [])
        if not words:
            return known("")
        if words[0][1] == "glob":
            patterns = [self._value(word) for word in words[1:] if not word[1].startswith("-")]
            return joined(patterns[-1:]).replace(glob=True) if patterns else unknown("files that are found")
        if [word[1] for word in words[:2]] == ["file", "join"]:
            parts = [part for word in words[2:] for part in (known("/"), self._value(word))]
            return joined(parts[1:])
        if words[0][1] == "list":
            return joined([part for word in words[1:] for part in (known(" "), self._value(word))][1:])
        return unknown("a command's result")

    # --- what commands do ------------------------------------------------------------------

    def _do_set(self, values: list[Value]) -> None:
        if len(values) == 2 and values[0].text:
            self.names[values[0].text] = values[1]

    def _do_file(self, values: list[Value]) -> None:
        action = values[0].text if values else ""
        paths = [value for value in values[1:] if value.text not in ("-force", "--")]
        forced = any(value.text == "-force" for value in values)
        for path in paths if action == "delete" else ():
            name = "deleteDirectory" if forced else "unlink"
            facts = {"each": "yes"} if path.glob else None
            self.reading.call("tcl", (name, path), facts, (), f"file delete {path.shown()}")
        if action in ("rename", "copy") and len(paths) > 1:
            self.reading.write(paths[-1], text=f"file {action}")

    def _do_exec(self, values: list[Value]) -> None:
        """exec ls | wc > file: programs with their words, no shell."""
        argv: list[Value] = []
        skipped = False
        for value in values:
            text = value.text or ""
            if skipped:
                skipped = False
            elif text in ("|", "|&"):
                self._run(argv)
                argv = []
            elif text in REDIRECTS:
                skipped = text not in ("2>@1", "&")
            elif text.startswith((">", "2>", "<")) and len(text) > 1:
                continue
            elif argv or text not in ("-ignorestderr", "-keepnewline", "--"):
                argv.append(value)
        self._run(argv)

    def _do_spawn(self, values: list[Value]) -> None:
        while values and (values[0].text or "").startswith("-"):
            values = values[1:]
        self._run(values)

    def _run(self, argv: list[Value]) -> None:
        if argv:
            self.reading.run(argv, f"{self.reading.program} exec")

    def _do_system(self, values: list[Value]) -> None:
        self.reading.code(
            "shell", joined([part for value in values for part in (known(" "), value)][1:]), "expect system"
        )

    def _do_send(self, values: list[Value]) -> None:
        """expect types it into the program, mostly a shell."""
        values = [value for value in values if not (value.text or "").startswith("-")]
        for value in values[-1:]:
            self.reading.code("shell", value, f"{self.reading.program} send")

    def _do_open(self, values: list[Value]) -> None:
        first = values[0].text or "" if values else ""
        if first.startswith("|"):
            self.reading.code("shell", known(first[1:]), "tcl open")
        elif len(values) > 1 and (values[1].text or "")[:1] in ("w", "a"):
            self.reading.write(values[0], ">>" if (values[1].text or "").startswith("a") else ">")

    def _do_source(self, values: list[Value]) -> None:
        for value in values[-1:]:
            self.reading.file(value, "tcl", "tcl source")

    def _do_eval(self, values: list[Value]) -> None:
        for value in values:
            if value.text:
                self.script(value.text, 1)

    _do_send_user = _do_puts = staticmethod(lambda values: None)
    _do_send_tty = _do_send_slow = _do_send


ACTIONS = ("set", "file", "exec", "spawn", "system", "send", "send_tty", "open", "source", "eval")


def commands(text: str) -> list[list[tuple[str, str]]]:
    """The commands of a script; each word with its kind: brace, quote or bare."""
    found: list[list[tuple[str, str]]] = [[]]
    place = 0
    while place < len(text):
        character = text[place]
        if character in "\n;":
            found.append([])
            place += 1
        elif character in " \t\r" or text.startswith("\\\n", place):
            place += 2 if character == "\\" else 1
        elif character == "#" and not found[-1]:
            end = text.find("\n", place)
            place = len(text) if end < 0 else end
        else:
            word, place = _word(text, place)
            found[-1].append(word)
    return [words for words in found if words]


def _word(text: str, place: int) -> tuple[tuple[str, str], int]:
    if text[place] == "{":
        end = _matching(text, place, "{", "}")
        return ("brace", text[place + 1 : end]), end + 1
    if text[place] == '"':
        end = place + 1
        while end < len(text) and text[end] != '"':
            end = _matching(text, end, "[", "]") + 1 if text[end] == "[" else end + 1 + (text[end] == "\\")
        return ("quote", text[place + 1 : end]), end + 1
    end = place
    while end < len(text) and text[end] not in " \t\r\n;":
        if text[end] == "[":
            end = _matching(text, end, "[", "]")
        end += 1 + (text[end : end + 1] == "\\")
    return ("bare", text[place : max(end, place + 1)]), max(end, place + 1)


def _matching(text: str, opening: int, left: str, right: str) -> int:
    depth, place = 0, opening
    while place < len(text):
        if text[place] == "\\":
            place += 2
            continue
        depth += (text[place] == left) - (text[place] == right)
        if not depth:
            return place
        place += 1
    return len(text)


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    for written, meant in (("\\r", "\n"), ("\\n", "\n"), ("\\t", "\t"), ('\\"', '"'), ("\\$", "$"), ("\\\\", "\\")):
        text = text.replace(written, meant)
    return text
