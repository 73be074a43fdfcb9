"""Variables that make an interpreter, a linker or a tool run code: NODE_OPTIONS, PERL5OPT, LD_PRELOAD, TAR_OPTIONS."""

from __future__ import annotations

from guardcmd.calls import Opaque
from guardcmd.shell.value import known
from guardcmd.unwrap.compose import certain_start, cut
from guardcmd.unwrap.inner import code, enter, opaque
from guardcmd.unwrap.scripts import contents, file_payload, is_installed, is_shell
from guardcmd.unwrap.split import split_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.calls import Invocation
    from guardcmd.shell.value import Value
    from guardcmd.unwrap.openers import Inner
    from guardcmd.world import World

LIBRARIES = ("LD_PRELOAD", "LD_AUDIT", "DYLD_INSERT_LIBRARIES")
NODE = ("-r", "--require", "--import", "--loader", "--experimental-loader")
TAR = ("--to-command=", "--use-compress-program=", "--rsh-command=", "--checkpoint-action=exec=", "-I")
BETWEEN = ": \t"


def code_in(name: str, value: Value, outer: Invocation, world: World) -> list[Inner]:
    """What the variable makes other programs run."""
    if value.text == "":
        return []
    within = enter(outer, name)
    if name in LIBRARIES:
        return [part for path in _split(value) for part in _library(path, within, world)]
    if name == "NODE_OPTIONS":
        return _node(value, within, world)
    if name == "PYTHONSTARTUP":
        return file_payload(value, within, world, "python")
    if name == "RUBYOPT":
        return _ruby(value, within, world)
    if name in ("PERL5OPT", "PERL5DB"):
        return _perl(name, value, within)
    if name == "TAR_OPTIONS":
        starts = [(word, each) for word in split_words(value) for each in TAR if certain_start(word).startswith(each)]
        return [code(within, cut(word, len(start))) for word, start in starts]
    return shell_of_npm(value, within, world)


def shell_of_npm(value: Value, within: Invocation, world: World) -> list[Inner]:
    """npm's script-shell: every later script is handed to it."""
    if is_shell(value):
        return []
    found = [code(within, value), *file_payload(value, within, world, "", "", (value, known("-c")))]
    read = [part for part in found if not isinstance(part, Opaque)]
    return found if len(read) > 1 or " " in (value.text or "") else [opaque(within, "variable", NOT_READ)]


NOT_READ = "npm hands every script to a program that nobody has read"


def _split(value: Value) -> list[str]:
    text = value.text or ""
    for character in BETWEEN:
        text = text.replace(character, "\n")
    return [path for path in text.split("\n") if path]


def _library(path: str, within: Invocation, world: World) -> list[Inner]:
    """A library beside the work is unread code; one that the same text made counts as written by it."""
    if "/" not in path or is_installed(path):
        return []
    found = [part for part in contents(path, within, world) if isinstance(part, Opaque)]
    return list(found) or [opaque(within, "file", f"`{path}` is loaded into every program, and nobody has read it")]


def _node(value: Value, within: Invocation, world: World) -> list[Inner]:
    found: list[Inner] = []
    words = split_words(value)
    for place, word in enumerate(words):
        option, equals, _ = certain_start(word).partition("=")
        path = cut(word, len(option) + 1) if equals else words[place + 1] if place + 1 < len(words) else None
        if option in NODE and path is not None and certain_start(path)[:1] in (".", "/"):
            found += file_payload(path, within, world, "javascript")
    return found


def _ruby(value: Value, within: Invocation, world: World) -> list[Inner]:
    found: list[Inner] = []
    for word in split_words(value):
        start = certain_start(word)
        if start[:2] == "-r" and start[2:3] in (".", "/"):
            path = cut(word, 2)
            for text in path.texts:
                found += file_payload(known(text if text.endswith(".rb") else f"{text}.rb"), within, world, "ruby")
    return found


def _perl(name: str, value: Value, within: Invocation) -> list[Inner]:
    """`-Mstrict;system("x")`: what stands behind the module's name is code."""
    if name == "PERL5DB":
        return [code(within, value, "perl")]
    text = value.text or ""
    place = text.find(";")
    return [code(within, known(text[place + 1 :]), "perl")] if "-M" in text and place >= 0 else []
