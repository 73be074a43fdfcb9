"""Lisp text to what it does: Emacs Lisp, Clojure and Babashka, Guile, Racket, Common Lisp.

Sources: GNU Emacs Lisp manual (Deleting Files, Synchronous Processes), clojure.java.shell, babashka.fs and .process,
Guile POSIX chapter, Racket reference 14 and 15, UIOP manual.
"""

from __future__ import annotations

from guardcmd.languages.reading import Reading, joined, unique, value_of
from guardcmd.shell.value import Value, known, unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias

    from guardcmd.calls import Payload
    from guardcmd.languages.reading import Found

    Form: TypeAlias = "list[Form] | Atom"

DEEPEST = 60
SHELL = {
    "shell-command", "shell-command-to-string", "async-shell-command", "call-process-shell-command", "compile",
    "start-process-shell-command", "process-file-shell-command", "run-shell-command", "system", "shell!",
}  # fmt: skip
LINE_OR_WORDS = {"shell", "process", "run-program", "system*", "process*", "sh", "launch-program", "$", "exec"}
CALL = {"call-process": 4, "process-file": 4, "start-process": 2, "make-process": 0}  # words before the arguments
TREES = {
    "delete-directory/files", "delete-tree", "delete-directory-tree", "delete-file-recursively", "delete-directory*",
    "remove-directory-recursively",
}  # fmt: skip
FILES = {"delete-file", "delete-directory", "delete", "delete-if-exists", "delete-on-exit", "rmdir", "f-delete"}
EACH = {"mapc", "mapcar", "run!", "map", "doall", "for-each", "dolist", "doseq", "mapv", "pmap"}
JOINS = {"concat", "str", "string-append", "concatenate", "expand-file-name", "file-name-concat", "build-path", "path"}
BINDS = {"setq", "defvar", "defconst", "def", "define", "defparameter", "setf", "defonce"}
LISTS = {
    "directory-files",
    "directory-files-recursively",
    "list-dir",
    "glob",
    "file-seq",
    "directory-list",
    "file-expand-wildcards",
}
OPENING, CLOSING = "([{", ")]}"


class Atom:
    """A symbol or a string."""

    __slots__ = ("string", "text")

    def __init__(self, text: str, string: bool) -> None:
        self.text = text
        self.string = string


def read(payload: Payload, world: Any) -> list[Found]:
    """What Lisp does: Calls of the tool `lisp`, Invocations, Payloads of shell text, Opaque facts."""
    reading = Reading(payload, world)
    for text in reading.readable():
        forms = parse(text)
        if forms is None:
            reading.opaque("limit", "the lisp text is too deep to be followed")
            continue
        walk = _Walk(reading)
        for form in forms:
            walk.form(form)
    return unique(reading.found)


def parse(text: str) -> list[Form] | None:
    """The forms of a text; None where they are nested too deeply."""
    stack: list[list[Form]] = [[]]
    place = 0
    while place < len(text):
        character = text[place]
        if character == ";":
            end = text.find("\n", place)
            place = len(text) if end < 0 else end
        elif character == '"':
            end = _string_end(text, place)
            stack[-1].append(Atom(text[place + 1 : end].replace('\\"', '"').replace("\\\\", "\\"), True))
            place = end + 1
        elif character in OPENING:
            stack.append([])
            place += 1
            if len(stack) > DEEPEST:
                return None
        elif character in CLOSING:
            if len(stack) > 1:
                done = stack.pop()
                stack[-1].append(done)
            place += 1
        elif (
            character.isspace()
            or character in "'`,@^"
            or (character == "#" and text[place + 1 : place + 2] in ("'", "(", "{", "_"))
        ):
            place += 1
        else:
            end = place + 1
            while end < len(text) and not text[end].isspace() and text[end] not in '()[]{}";':
                end += 1
            stack[-1].append(Atom(text[place:end], False))
            place = end
    while len(stack) > 1:
        done = stack.pop()
        stack[-1].append(done)
    return stack[0]


def _string_end(text: str, start: int) -> int:
    place = start + 1
    while place < len(text) and text[place] != '"':
        place += 2 if text[place] == "\\" else 1
    return min(place, len(text))


class _Walk:
    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.names: dict[str, Value] = {}

    def form(self, form: Form) -> None:
        if isinstance(form, Atom) or not form:
            return
        head = form[0]
        if isinstance(head, Atom) and not head.string:
            self._bind(form)
            self._call(
                head.text.rpartition("/")[2] if not head.text.startswith("delete-directory/") else head.text, form
            )
        for inner in form:
            self.form(inner)

    def _bind(self, form: list[Form]) -> None:
        """(setq d "/srv"), and the pairs of a let."""
        words = form[1:] if isinstance(form[0], Atom) and form[0].text in BINDS else form
        if len(words) < 2 or not isinstance(words[0], Atom) or words[0].string:
            return
        if (len(words) == 2 and words is not form) or (len(form) == 2 and isinstance(form[1], Atom) and form[1].string):
            self.names[words[0].text] = self.value(words[1])

    def _call(self, name: str, form: list[Form]) -> None:
        name = name.rpartition(":")[2]
        given = form[1:]
        step = f"{self.reading.program} {name}"
        if name in SHELL and given:
            self.reading.code("shell", self.value(given[0]), step)
        elif name in CALL:
            self._program(
                [one for place, one in enumerate(given) if place == _program_place(name) or place >= CALL[name]], step
            )
        elif name in LINE_OR_WORDS and given:
            self._line_or_words(given, step)
        elif name in TREES and given:
            self._remove("deleteDirectory", given[0])
        elif name in FILES and given and not (name == "delete" and not self._is_path(given[0], form)):
            recursive = name in ("delete-directory", "f-delete") and len(given) > 1
            self._remove("deleteDirectory" if recursive else "unlink", given[0])
        elif name in EACH:
            self._each(given)
        elif name in ("rename-file", "copy-file") and len(given) > 1:
            self.reading.write(self.value(given[1]), text=name)
        elif name in ("spit", "write-region") and given:
            self.reading.write(self.value(given[0] if name == "spit" else given[-1]), text=name)
        elif name in ("load", "load-file", "primitive-load") and given:
            self.reading.file(self.value(given[0]), "lisp", step)
        elif name in ("eval", "load-string") and given:
            for text in self.value(given[0]).texts:
                for inner in parse(text) or ():
                    self.form(inner)

    def _is_path(self, form: Form, whole: list[Form]) -> bool:
        """`(fs/delete x)` and not `(delete x list)`."""
        head = whole[0]
        return isinstance(head, Atom) and ("/" in head.text or ":" in head.text)

    def _line_or_words(self, given: list[Form], step: str) -> None:
        values = [value for one in given for value in self.values(one)]
        if len(values) == 1 or (values and " " in (values[0].text or "")):
            self.reading.code("shell", values[0], step)
        elif values:
            self.reading.run(values, step)

    def _program(self, given: list[Form], step: str) -> None:
        argv = [value for one in given for value in self.values(one)]
        if argv and argv[0].text != "nil":
            self.reading.run(argv, step)

    def _remove(self, name: str, form: Form, each: bool = False) -> None:
        value = self.value(form)
        facts = {"each": "yes"} if each or value.glob else None
        self.reading.call("lisp", (name, value), facts, (), f"{name} {value.shown()}")

    def _each(self, given: list[Form]) -> None:
        """(mapc #'delete-file (directory-files "x" t)), (run! fs/delete-tree (fs/glob "x" "*"))."""
        if len(given) < 2 or not isinstance(given[0], Atom):
            return
        name = given[0].text.rpartition("/")[2]
        if name in FILES or name in TREES:
            self._remove("deleteDirectory" if name in TREES else "unlink", given[1], True)

    def values(self, form: Form) -> list[Value]:
        """The words that a list of strings is, or the one that a form is; options are left out."""
        if isinstance(form, list):
            inner = (
                form[1:] if form and isinstance(form[0], Atom) and form[0].text in ("list", "vector", "quote") else form
            )
            if inner and all(isinstance(one, Atom) and one.string for one in inner):
                return [self.value(one) for one in inner]
            return [] if inner and isinstance(inner[0], Atom) and inner[0].text.startswith(":") else [self.value(form)]
        return [] if not form.string and form.text.startswith((":", "#:")) else [self.value(form)]

    def value(self, form: Form) -> Value:
        if isinstance(form, Atom):
            return value_of(form.text) if form.string else self.names.get(form.text, unknown(f"`{form.text}`"))
        head = form[0].text.rpartition("/")[2] if form and isinstance(form[0], Atom) and not form[0].string else ""
        if head in JOINS:
            parts = [self.value(one) for one in form[1:]]
            if head in ("build-path", "file-name-concat", "path"):
                parts = [part for value in parts for part in (known("/"), value)][1:]
            elif head == "expand-file-name":
                parts = [parts[1], known("/"), parts[0]] if len(parts) > 1 else parts
            return joined(parts)
        if head in LISTS and len(form) > 1:
            return joined([self.value(form[1]), known("/*")]).replace(glob=True)
        if head in ("file", "io", "as-file", "format") and len(form) > 1:
            return self.value(form[1])
        return unknown("the value of a form")


def _program_place(name: str) -> int:
    return 2 if name == "start-process" else 0
