"""What inline programs print: `python -c 'print("x")'`, `awk '{print "rm " $1}'`, `sed 's/^/rm /'`.

Text between quotes is known, fields of the input are holes; whatever needs more than that is not computed.
"""

from __future__ import annotations

from guardcmd.shell.value import Value, unknown
from guardcmd.unwrap.choices import Choice, concat, merge
from guardcmd.unwrap.escapes import unescaped
from guardcmd.unwrap.inputs import stdin
from guardcmd.unwrap.provenance import decoded_by, fetched_by, output_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from guardcmd.unwrap.state import State

INLINE = {  # program -> letters of the options behind which code stands
    "python": "c", "python2": "c", "python3": "c", "pypy3": "c", "perl": "eE", "ruby": "e", "node": "ep",
    "nodejs": "ep", "php": "r", "bun": "e",
}  # fmt: skip
PRINTS = (
    "print(", "print ", "puts(", "puts ", "console.log(", "process.stdout.write(", "sys.stdout.write(", "echo ", "say ",
)  # fmt: skip
DECODES = (
    "b64decode", "fromhex", "unhexlify", "decode_base64", "decode64", "base64_decode", "atob(", "Buffer.from", "pack(",
    "unpack(", "chr(", "fromCharCode", "decompress", "gunzip", "inflate", "rot13", "[::-1]", "reverse", "str_rot13",
    "hex2bin", "strrev", "codecs", "bytes([", "bytes(", "translate(",
)  # fmt: skip
FETCHES = (
    "urlopen", "requests.", "urllib", "fetch(", "http.get", "https.get", "Net::HTTP", "open-uri", "LWP", "httpx.",
    "file_get_contents('http", 'file_get_contents("http',
)  # fmt: skip
ENDS = " \t\n;)}"


def composed(program: str, words: Sequence[Value], state: State) -> Choice | None:
    """The output of an inline program, or None where the command line holds none."""
    if program in ("sed", "gsed"):
        return _sed(words, state)
    if program in ("awk", "gawk", "mawk", "nawk"):
        return _awk(words)
    code = _code(program, words)
    if code is None:
        return None
    printed = _printed(code)
    if printed is not None:
        return (Value((unescaped(printed) + "\n",)),)
    if any(word in code for word in FETCHES):
        return (unknown(fetched_by(program)),)
    return (unknown(decoded_by(program)),) if any(word in code for word in DECODES) else None


def _code(program: str, words: Sequence[Value]) -> str | None:
    letters = INLINE.get(program, "")
    for place, word in enumerate(words):
        text = word.text or ""
        if text[:1] == "-" and text[:2] != "--" and text[-1:] in letters and len(text) > 1:
            return words[place + 1].text if place + 1 < len(words) else None
        if text[:1] != "-":
            return None
    return None


def _printed(code: str) -> str | None:
    """The one text that a program of one print statement writes."""
    bare = code.strip()
    for start in PRINTS:
        if bare.startswith(start):
            rest = bare[len(start) :].lstrip("( ")
            quote = rest[:1]
            end = rest.find(quote, 1) if quote in ("'", '"') and quote else -1
            while end > 0 and rest[end - 1] == "\\":
                end = rest.find(quote, end + 1)
            return rest[1:end] if end > 0 and not rest[end + 1 :].strip(ENDS) else None
    return None


# --- awk -----------------------------------------------------------------------------------


def _awk(words: Sequence[Value]) -> Choice | None:
    """`{print "rm " $1}`, `BEGIN{print "rm x"}`: what every print of the program writes."""
    program = next((word.text for place, word in enumerate(words) if _is_program(words, place)), None)
    if program is None or "print" not in program:
        return None
    found: list[Value] = []
    position = program.find("print")
    while position >= 0:
        start = position + (6 if program.startswith("printf", position) else 5)
        end = min([place for place in (program.find(end, start) for end in ";}\n") if place >= 0] or [len(program)])
        while program.count('"', start, end) % 2 and end < len(program):
            end = min(
                [place for place in (program.find(end_, end + 1) for end_ in ";}\n") if place >= 0] or [len(program)]
            )
        found.append(_pieces(program[start:end]))
        position = program.find("print", end)
    return merge(found) if found else None


def _is_program(words: Sequence[Value], place: int) -> bool:
    text = words[place].text or ""
    before = words[place - 1].text or "" if place else ""
    return text[:1] != "-" and before not in ("-F", "-v", "-f") and "{" in text


def _pieces(expression: str) -> Value:
    """Strings as they stand; everything between them is a hole."""
    pieces: list[str | None] = []
    position = 0
    while position < len(expression):
        if expression[position] == '"':
            end = expression.find('"', position + 1)
            while end > 0 and expression[end - 1] == "\\":
                end = expression.find('"', end + 1)
            end = len(expression) if end < 0 else end
            pieces.append(unescaped(expression[position + 1 : end]))
            position = end + 1
        else:
            end = expression.find('"', position)
            end = len(expression) if end < 0 else end
            if expression[position:end].strip(" ,()"):
                pieces.append(None)
            elif "," in expression[position:end]:
                pieces.append(" ")
            position = end
    texts = [piece for piece in pieces if piece]
    if not texts:
        return unknown(output_of("awk"))
    if None not in pieces:
        return Value(("".join([piece or "" for piece in pieces]) + "\n",))
    return unknown("a field of the input", tuple(_run_together([*pieces, "\n"])))


def _run_together(pieces: Sequence[str | None]) -> list[str | None]:
    found: list[str | None] = []
    for piece in pieces:
        last = found[-1] if found else None
        if piece is not None and last is not None:
            found[-1] = last + piece
        elif piece is not None or not found or last is not None:
            found.append(piece)
    return found


# --- sed -----------------------------------------------------------------------------------


def _sed(words: Sequence[Value], state: State) -> Choice | None:
    """`s/^/rm /`, `s/.*/rm "&"/`, `s/$/ -rf/`: what stands around an unknown line. Other edits are not computed."""
    if any((word.text or "").startswith(("-n", "-i", "-f", "--quiet", "--in-place", "--file")) for word in words):
        return None
    scripts = [word.text for word in words if (word.text or "")[:1] != "-" and word.text]
    if len(scripts) != 1:
        return None
    given = stdin(state)
    if all(value.texts for value in given):
        return _edited(given, scripts[0] or "")
    result: Choice = (unknown("a line of the input"),)
    for pattern, new, _ in _commands(scripts[0] or ""):
        text = (Value((unescaped(new),)),)
        if pattern == "^":
            result = concat(text, result)
        elif pattern == "$":
            result = concat(result, text)
        elif pattern in WHOLE:
            around = new.replace("\\1", "&").split("&")
            joined: Choice = (Value((unescaped(around[0]),)),)
            for piece in around[1:]:
                joined = concat(concat(joined, result), (Value((unescaped(piece),)),))
            result = joined
        else:
            return None
    return concat(result, (Value(("\n",)),))


WHOLE = (".*", "^.*$", "^.*", ".*$", "\\(.*\\)", "(.*)", "^(.*)$", "^\\(.*\\)$")
SPECIAL = frozenset("*[]\\^$.+?(){}|")


def _commands(script: str) -> list[tuple[str, str, str]]:
    """Pattern, text and flags of each `s/a/b/`; what is none of these has a pattern that nothing here reads."""
    found: list[tuple[str, str, str]] = []
    for command in script.split(";"):
        command = command.strip()
        parts = command[2:].split(command[1]) if len(command) > 3 and command[0] == "s" else []
        found.append((parts[0], parts[1], parts[2]) if len(parts) == 3 and "\\&" not in parts[1] else ("[", "", ""))
    return found


def _edited(given: Choice, script: str) -> Choice | None:
    """Known text with `s/^/x/`, `s/$/x/` and plain words replaced."""
    commands = _commands(script)
    if any(pattern not in ("^", "$") and (not pattern or SPECIAL & set(pattern)) for pattern, _, _ in commands):
        return None
    if any("&" in new or "\\" in new or flags not in ("", "g") for _, new, flags in commands):
        return None
    found: list[Value] = []
    for value in given:
        for text in value.texts:
            lines = text.removesuffix("\n").split("\n")
            for pattern, new, flags in commands:
                if pattern in ("^", "$"):
                    lines = [new + line if pattern == "^" else line + new for line in lines]
                else:
                    lines = [line.replace(pattern, new, -1 if flags else 1) for line in lines]
            found.append(Value(("\n".join(lines) + "\n",)))
    return merge(found)
