"""Redis commands to calls: operands of redis-cli, lines of its standard input, Lua in EVAL.

Sources: redis.io/commands, redis-cli manual (quoting of its lines, --eval, --pipe, -x).
"""

from __future__ import annotations

from guardcmd.languages.reading import HOLE, Reading, texts, unique

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from guardcmd.calls import Payload
    from guardcmd.languages.reading import Found

CONTAINERS = (
    "config", "script", "cluster", "debug", "acl", "client", "function", "module", "latency", "memory", "object",
    "pubsub",
    "slowlog", "xgroup", "xinfo", "command", "sentinel",
)  # fmt: skip
LUA = ("eval", "evalsha", "eval_ro", "fcall", "fcall_ro", "evalsha_ro")
ESCAPED = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "a": "\a"}
PROTOCOL = "*"  # a line of the wire protocol, for --pipe


def read(payload: Payload, world: Any) -> list[Found]:
    """What Redis commands do: Calls of the tool `redis`, words in lower case up to the subcommand."""
    reading = Reading(payload, world)
    for text in reading.readable():
        if payload.dialect == "lua":
            script(text, reading)
            continue
        operands = as_operands(payload, text)
        for words in [operands] if operands else lines(text):
            command(words, reading)
    return unique(reading.found)


def as_operands(payload: Payload, text: str) -> list[str]:
    """The words as redis-cli got them, where the text is its operands joined by blanks."""
    if payload.client is None:
        return []
    argv = [texts(value)[0] for value in payload.client.argv]
    length, start = -1, len(argv)
    while start > 1 and length < len(text):
        start -= 1
        length += len(argv[start]) + 1
    return argv[start:] if length == len(text) and " ".join(argv[start:]) == text else []


def lines(text: str) -> list[list[str]]:
    """Each line in words, with redis-cli's quotes; the wire protocol's lengths are passed over."""
    if text.startswith(PROTOCOL):
        words = [line for line in text.splitlines() if line[:1] not in ("*", "$")]
        return [words[place:] for place, word in enumerate(words) if word.lower() in STARTS] or [words]
    return [words for line in text.splitlines() if (words := split(line))]


def split(line: str) -> list[str]:
    """Words of one line: "double" with escapes, 'single' without."""
    words: list[str] = []
    place, length = 0, len(line)
    while place < length:
        if line[place].isspace():
            place += 1
            continue
        word, place = _word(line, place)
        words.append(word)
    return words


def _word(line: str, place: int) -> tuple[str, int]:
    parts: list[str] = []
    quote = ""
    while place < len(line):
        character = line[place]
        if quote:
            if character == "\\" and quote == '"' and place + 1 < len(line):
                place += 1
                parts.append(ESCAPED.get(line[place], line[place]))
            elif character == quote:
                quote = ""
            else:
                parts.append(character)
        elif character.isspace():
            break
        elif character in "\"'":
            quote = character
        else:
            parts.append(character)
        place += 1
    return "".join(parts), place


def command(words: list[str], reading: Reading) -> None:
    words = words[1:] if len(words) > 1 and words[0].isdigit() else words  # `5 INCR x` repeats it
    if not words:
        return
    name = words[0].lower()
    if HOLE in name:
        reading.opaque(reading.hole_source(), "a Redis command is not known")
        return
    if name in LUA:
        _lua(name, words, reading)
        return
    length = 2 if name in CONTAINERS and len(words) > 1 else 1
    leading = [word.lower() for word in words[:length]]
    reading.call("redis", (*leading, *words[length:]), None, (), " ".join(words))


def _lua(name: str, words: list[str], reading: Reading) -> None:
    """The commands that a script names: redis.call('FLUSHALL')."""
    source = words[1] if len(words) > 1 else HOLE
    if source == HOLE and not name.startswith("evalsha"):
        reading.opaque(reading.hole_source(), "a Redis script is not known")
        return
    if not name.startswith("eval") or name.startswith("evalsha"):
        reading.call("redis", (name, *words[1:]), None, (), " ".join(words))
        return
    script(" ".join(words[1:]), reading)


def script(text: str, reading: Reading) -> None:
    """Every command that a Lua script calls."""
    places: list[int] = []
    for call in ("redis.call", "redis.pcall", "server.call"):
        place = text.find(call)
        while place >= 0:
            places.append(place + len(call))
            place = text.find(call, place + len(call))
    for place in sorted(places):
        _called(text[place : place + 400], reading)


def _called(text: str, reading: Reading) -> None:
    """`('DEL', KEYS[1])` or `("DEL", x)`: the first string is the command, the others its arguments."""
    inside = text.lstrip()
    if not inside.startswith("("):
        return
    arguments = inside[1:].partition(")")[0].split(",")
    first = arguments[0].strip()
    if len(first) < 2 or first[0] not in "\"'":
        reading.opaque("variable", "a Redis script calls a command that is not known")
        return
    values = [argument.strip() for argument in arguments[1:]]
    words = [value[1:-1] if value[:1] in ("'", '"') else HOLE for value in values]
    command([first.strip("\"'"), *words], reading)


STARTS = (
    "flushall", "flushdb", "del", "unlink", "set", "config", "shutdown", "script", "cluster", "replicaof", "slaveof",
    "debug", "rename", "restore", "hdel", "ltrim", "xtrim", "zremrangebyrank", "eval", "expire", "migrate", "swapdb",
    "acl",
    "hset", "sadd", "zadd", "lpush", "rpush", "mset", "select", "get",
)  # fmt: skip
