"""The commands inside of small languages: awk's system, sed's e, vim's !, gdb's shell, crontab's lines."""

from __future__ import annotations

from guardcmd.calls import Opaque
from guardcmd.shell.value import Value, known, unknown
from guardcmd.unwrap.awk import awk_commands
from guardcmd.unwrap.fed import quoted
from guardcmd.unwrap.sed import sed_commands

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.calls import Payload
    from guardcmd.unwrap.openers import Inner

HOLE = "\ue000"  # stands in the text for what is not known of it
RUN = "run"  # a line of shell
WRITE = "write"  # a file that is written
LANGUAGES = ("python", "lua", "perl", "ruby")  # code of another language
UNREAD = "unread"  # something that is run and cannot be known
Part = tuple[str, str]


def shell_lines(payload: Payload) -> list[Inner]:
    """The shell that the text runs, as payloads; files that it writes, as redirects; what cannot be known, opaque."""
    texts = payload.text.texts or ("".join([HOLE if piece is None else piece for piece in payload.text.pieces]),)
    found: list[Inner] = []
    for text in texts:
        for kind, line in READERS[payload.language](text):
            found.append(_inner(payload, kind, line))
    return found


def _inner(payload: Payload, kind: str, line: str) -> Inner:
    if kind == UNREAD:
        carrier = payload.origin.via[-1] if payload.origin.via else payload.language
        place, variables = payload.directory, payload.environment
        return Opaque("variable", carrier, line, payload.origin, payload.span, variables, place)
    if kind in LANGUAGES:
        return payload.replace(
            language=kind, text=_value(line, payload.text.why), dialect="", client=None, positional=()
        )
    text = _value(f": > {quoted(line)}" if kind == WRITE else line, payload.text.why)
    return payload.replace(language="shell", text=text, dialect="posix", client=None, positional=())


def _value(text: str, why: str) -> Value:
    if HOLE not in text:
        return known(text)
    pieces: list[str | None] = []
    for place, piece in enumerate(text.split(HOLE)):
        if place:
            pieces.append(None)
        if piece:
            pieces.append(piece)
    return unknown(why or "a value inside the program", tuple(pieces))


# --- the readers ---------------------------------------------------------------------------


def _awk(text: str) -> list[Part]:
    return awk_commands(text, HOLE)


def _sed(text: str) -> list[Part]:
    return sed_commands(text)


def _vim(text: str) -> list[Part]:
    """`:!cmd`, `%!cmd`, `r !cmd`, `call system('cmd')`, on each line."""
    found: list[Part] = []
    for line in text.split("\n"):
        line = line.strip().lstrip(":")
        head, mark, rest = line.partition("!")
        words = head.split()
        if mark and rest.strip() and all(_is_range(word) or word in VIM_BEFORE for word in words):
            found.append((RUN, rest.strip()))
        elif words[:1] and words[0] in ("term", "terminal") and line.partition(" ")[2]:
            found.append((RUN, line.partition(" ")[2]))
        found += [(RUN, inner) for inner in _calls(line, ("system", "systemlist", "termopen", "jobstart"))]
        for language, code in _foreign(line):
            found.append((language, code))
        for path in _calls(line, ("delete",)) if "delete(" in line else ():
            found.append((RUN, f"rm {'-r ' if 'rf' in line.partition('delete(')[2] else ''}-- {quoted(path)}"))
    return found


def _foreign(line: str) -> list[Part]:
    """`lua os.execute('x')`, `py3 os.remove('x')`, lldb's `script x`."""
    word, _, code = line.partition(" ")
    language = FOREIGN.get(word.rstrip("!"))
    return [(language, code.strip())] if language and code.strip() else []


FOREIGN = {
    **dict.fromkeys(("lua", "luado"), "lua"),
    **dict.fromkeys(
        ("py", "py3", "python", "python3", "pythonx", "pyx", "script", "python-interactive", "pi"), "python"
    ),
    **dict.fromkeys(("perl", "perldo"), "perl"),
    **dict.fromkeys(("ruby", "rubydo"), "ruby"),
}
VIM_BEFORE = ("silent", "sil", "execute", "exe", "r", "read", "w", "write", "terminal", "normal", "bufdo", "argdo")


def _is_range(word: str) -> bool:
    return all(character in "%.$,;'<>0123456789+-" for character in word)


def _calls(text: str, names: tuple[str, ...]) -> list[str]:
    """The quoted first argument of each call `name('…')`."""
    found = []
    for name in names:
        position = text.find(name + "(")
        while position >= 0:
            start = position + len(name) + 1
            quote = text[start : start + 1]
            end = text.find(quote, start + 1) if quote in ("'", '"') and quote else -1
            if end > 0:
                found.append(text[start + 1 : end])
            position = text.find(name + "(", start)
    return found


def _crontab(text: str) -> list[Part]:
    """`0 3 * * * cmd`, `@daily cmd`; variables and comments are left out."""
    found: list[Part] = []
    for line in text.split("\n"):
        line = line.strip()
        if not line or line[0] == "#" or "=" in line.split(None, 1)[0]:
            continue
        words = line.split(None, 1 if line[0] == "@" else 5)
        if len(words) > (1 if line[0] == "@" else 5):
            found.append((RUN, words[-1].replace("\\%", "%")))
    return found


def _gdb(text: str) -> list[Part]:
    """`shell rm x`, `!rm x`, and lldb's `platform shell rm x`."""
    found: list[Part] = []
    for line in text.split("\n"):
        for start in ("!", "shell ", "platform shell "):
            if line.strip().startswith(start):
                found.append((RUN, line.strip()[len(start) :]))
        found += _foreign(line.strip())
    return found


READERS = {
    "awk": _awk,
    "sed": _sed,
    "vim": _vim,
    "crontab": _crontab,
    "gdb": _gdb,
}
