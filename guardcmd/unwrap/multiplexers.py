"""Commands in windows of tmux and screen: chained by `;`, or typed into a window as keys."""

from __future__ import annotations

from guardcmd.shell.value import known
from guardcmd.unwrap.compose import certain_start, concat
from guardcmd.unwrap.inner import code, command, enter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.calls import Invocation
    from guardcmd.shell.value import Value
    from guardcmd.unwrap.openers import Inner
    from guardcmd.world import World

TMUX_VALUES = "LSfcT"
SEND = ("send-keys", "send")
SEND_VALUES = "tNc"
ENTER = ("Enter", "C-m", "C-j", "KPEnter")
SPACE = ("Space", "Tab", "BSpace", "Escape")
STUFF = ("stuff", "exec", "screen")
SCREEN_VALUES = "SpcesthTU"


def open_tmux(invocation: Invocation, world: World) -> list[Inner]:
    """Each command of a chain by itself, and the keys that are sent."""
    words = invocation.argv[1:]
    ends = [place for place, word in enumerate(words) if (word.text or "").endswith(";")]
    if ends:
        return [command(invocation, (invocation.argv[0], *part)) for part in _chained(words, ends) if part]
    start = _operand(words, TMUX_VALUES)
    if start >= len(words) or words[start].text not in SEND:
        return []
    keys = words[start + 1 :]
    keys = keys[_operand(keys, SEND_VALUES) :]
    return [code(enter(invocation, "tmux send-keys"), text) for text in _typed(keys)]


def _chained(words: tuple[Value, ...], ends: list[int]) -> list[tuple[Value, ...]]:
    """The commands between the words that are or end with `;`."""
    parts: list[tuple[Value, ...]] = []
    start = 0
    for place in [*ends, len(words)]:
        part = words[start : place + 1]
        if part and (part[-1].text or "").endswith(";"):
            last = known((part[-1].text or "")[:-1])
            part = (*part[:-1], last) if last.text else part[:-1]
        parts.append(part)
        start = place + 1
    return parts


def _operand(words: tuple[Value, ...], takes: str) -> int:
    """Where the first operand stands; letters in `takes` have a value, attached or separate."""
    position = 0
    while position < len(words):
        start = certain_start(words[position])
        if start[:1] != "-" or len(start) < 2:
            break
        position += 1
        value = next((place for place in range(1, len(start)) if start[place] in takes), 0)
        if value and value == len(start) - 1 and words[position - 1].text == start:
            position += 1
    return position


def _typed(keys: tuple[Value, ...]) -> list[Value]:
    """The lines that the keys type; what is not sent off by Enter counts as well."""
    lines: list[Value] = []
    parts: list[Value] = []
    for key in keys:
        if key.text in ENTER:
            lines.append(concat(parts))
            parts = []
        elif key.text not in SPACE:
            parts.append(key)
        else:
            parts.append(known(" "))
    lines.append(concat(parts))
    return [line for line in lines if line.text != ""]


def open_screen(invocation: Invocation, world: World) -> list[Inner]:
    """`screen -S x -X stuff 'rm x\\n'`, `screen -X screen rm x`."""
    words = invocation.argv[1:]
    place = next((at for at, word in enumerate(words) if certain_start(word)[:1] == "-" and _sends(word)), -1)
    if place < 0:
        return []
    rest = words[place + 1 :]
    rest = rest[_operand(rest, SCREEN_VALUES) :]
    if not rest or rest[0].text not in STUFF:
        return []
    step = enter(invocation, f"screen -X {rest[0].text}")
    if rest[0].text != "stuff":
        return [command(step, rest[1:])] if len(rest) > 1 else []
    return [code(step, _unescaped(text)) for text in rest[1:2]]


def _sends(word: Value) -> bool:
    start = certain_start(word)
    return "X" in start and not any(letter in SCREEN_VALUES for letter in start[1 : start.index("X")])


def _unescaped(text: Value) -> Value:
    if text.text is None:
        return text
    return known(text.text.replace("\\n", "\n").replace("^M", "\n").replace("\\015", "\n"))
