"""The shell commands inside of small languages: awk's system, sed's e, vim's !, expect's spawn, crontab's lines."""

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
UNREAD = "unread"  # something that is run and cannot be known
Part = tuple[str, str]
SPAWNING = ("spawn ", "exec ", "system ", "send ", "send_tty ")
ELISP = ("shell-command-to-string", "async-shell-command", "shell-command", "call-process-shell-command")


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
    return found


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


def _tcl(text: str) -> list[Part]:
    """`spawn rm -rf x`, `send "rm x\\r"`."""
    found: list[Part] = []
    for line in _statements(text):
        line = line.strip().lstrip("[{").strip()
        for word in SPAWNING:
            if line.startswith(word):
                rest = line[len(word) :].strip()
                while rest[:1] == "-":
                    rest = rest.partition(" ")[2].strip()
                for escape in ("\\r", "\\n"):
                    rest = rest.replace(escape, "\n" if word[:4] == "send" else " ")
                rest = rest.strip("{}").strip()
                if word[:4] == "send":
                    rest = rest.strip('"').replace('\\"', '"')
                found.append((RUN, rest))
    return found


def _statements(text: str) -> list[str]:
    found, start, quote = [], 0, False
    for position, character in enumerate(text):
        if character == '"' and text[position - 1 : position] != "\\":
            quote = not quote
        elif character in ";\n{" and not quote:
            found.append(text[start:position])
            start = position + 1
    return [*found, text[start:]]


def _applescript(text: str) -> list[Part]:
    """`do shell script "rm x"`; what is joined to it by `&` is not known."""
    found: list[Part] = []
    for words in ("do shell script", "do script"):
        position = text.find(words)
        while position >= 0:
            start = text.find('"', position)
            if start < 0:
                found.append((UNREAD, f"`{words}` runs a text that is not known"))
                break
            end = _string_end(text, start)
            line = text[start + 1 : end].replace('\\"', '"').replace("\\\\", "\\")
            found.append((RUN, line + HOLE if text[end + 1 :].lstrip()[:1] == "&" else line))
            position = text.find(words, end)
    return found


def _string_end(text: str, start: int) -> int:
    position = start + 1
    while position < len(text) and text[position] != '"':
        position += 2 if text[position] == "\\" else 1
    return position


def _elisp(text: str) -> list[Part]:
    found: list[Part] = []
    for name in ELISP:
        position = text.find(f"({name} ")
        while position >= 0:
            start = text.find('"', position)
            end = _string_end(text, start) if start >= 0 else position
            if start >= 0:
                found.append((RUN, text[start + 1 : end].replace('\\"', '"')))
            position = text.find(f"({name} ", max(end, position + 1))
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


def _other(text: str) -> list[Part]:
    """A language without a reader: what is handed to its ways of running a command."""
    found: list[Part] = [(RUN, line) for line in _calls(text, CALLS)]
    if not found and any(f"{name}(" in text for name in CALLS):
        found.append((UNREAD, "runs a command that cannot be known"))
    return found


CALLS = ("system", "system2", "os.execute", "io.popen", "popen", "shell", "exec", "Runtime.getRuntime().exec")


def _gdb(text: str) -> list[Part]:
    """`shell rm x`, `!rm x`, and lldb's `platform shell rm x`."""
    found: list[Part] = []
    for line in text.split("\n"):
        for start in ("!", "shell ", "platform shell "):
            if line.strip().startswith(start):
                found.append((RUN, line.strip()[len(start) :]))
    return found


READERS = {
    "awk": _awk,
    "sed": _sed,
    "vim": _vim,
    "tcl": _tcl,
    "applescript": _applescript,
    "elisp": _elisp,
    "crontab": _crontab,
    "gdb": _gdb,
    "other": _other,
}
