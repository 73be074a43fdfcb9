"""Commands that are run for what a search finds: find -exec, fd -x."""

from __future__ import annotations

from itertools import pairwise

from guardcmd.shell.value import known, unknown
from guardcmd.unwrap.compose import certain_start, concat, fill, holds
from guardcmd.unwrap.grammar import canonical, spellings
from guardcmd.unwrap.inner import command, enter
from guardcmd.unwrap.provenance import SEARCHED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.calls import Invocation
    from guardcmd.ruleset.model import Wrapper
    from guardcmd.shell.value import Value
    from guardcmd.unwrap.openers import Inner

APART = 8  # search roots that are kept apart
EXPRESSION = ("(", "!", ")", ",")
ALTERNATIVES = ("-o", "-or", ",", "!", "-not", "(")  # then a test does not hold for all that is found
BEFORE_ROOTS = ("-H", "-L", "-P")
DEFAULT = known(".")


def open_found(invocation: Invocation, wrapper: Wrapper) -> list[Inner]:
    """Each command that is run, with what is found under the search's roots in place of `{}`."""
    words = invocation.argv[1:]
    wanted = {name for each in wrapper.command_options for name in spellings(each)}
    found: list[Inner] = []
    before: list[Value] = []  # the search's own words so far: later tests do not limit what an earlier -exec sees
    position = 0
    while position < len(words):
        option = words[position]
        position += 1
        if option.text == "-delete" and wrapper.style == "find":
            found += _deleted(invocation, tuple(before))
            continue
        if not option.texts or not any(text in wanted for text in option.texts):
            before.append(option)
            continue
        end = _end(words, position, wrapper)
        if end > position:
            roots = _fd_roots(words, wrapper) if wrapper.style != "find" else None
            step = enter(invocation, f"{invocation.argv[0].shown().rpartition('/')[2]} {option.shown()}")
            paths = found_paths(tuple(before), roots)
            found += [command(step, argv) for argv in _commands(words[position:end], paths, wrapper)]
        position = end + 1
    return found


def _deleted(invocation: Invocation, before: tuple[Value, ...]) -> list[Inner]:
    """`find dir -name x -delete` as rm on what is found. Where only folders are found, only empty ones go."""
    tests = _find_roots(before)[1]
    texts = [word.text for word in tests]
    if ("-type", "d") in pairwise(texts) and not any(text in ALTERNATIVES for text in texts):
        return []
    step = enter(invocation, "find -delete")
    return [command(step, (known("rm"), path)) for path in found_paths(before)]


def _end(words: tuple[Value, ...], start: int, wrapper: Wrapper) -> int:
    """Where the command ends: at `;`, and for find at a `+` behind `{}`."""
    for position in range(start, len(words)):
        if words[position].may_be(wrapper.terminator) and words[position].texts:
            return position
        if wrapper.style == "find" and words[position].text == "+" and words[position - 1].may_be("{}"):
            return position
    return len(words)


def _commands(words: tuple[Value, ...], paths: tuple[Value, ...], wrapper: Wrapper) -> list[tuple[Value, ...]]:
    placeholders = [each for each in wrapper.placeholders if any(holds(word, each) for word in words)]
    if not placeholders:
        if wrapper.style == "find":
            return [words]
        words, placeholders = (*words, known("{}")), ["{}"]  # fd -x rm
    commands = []
    for path in paths:
        filled = words
        for placeholder in placeholders:
            filled = tuple(
                [fill(word, placeholder, path if placeholder == "{}" else unknown(SEARCHED)) for word in filled]
            )
        commands.append(filled)
    return commands


def found_paths(before: tuple[Value, ...], roots: list[Value] | None = None) -> tuple[Value, ...]:
    """What `{}` may be: for each root the root, a slash and something, which ends as `-name` wants it.

    `before` are find's words before the action; where the roots are given (fd), no test is read.
    """
    tail: tuple[str, ...] = ()
    if roots is None:
        roots, tests = _find_roots(before)
        tail = _name_tail(tests)
    if len(roots) > APART:
        return (unknown(SEARCHED),)
    return tuple([_under(root, tail) for root in roots])


def _under(root: Value, tail: tuple[str, ...]) -> Value:
    slash = () if root.text == "/" else (known("/"),)
    return concat((root, *slash, unknown(SEARCHED), *[known(text) for text in tail]))


def _find_roots(words: tuple[Value, ...]) -> tuple[list[Value], tuple[Value, ...]]:
    """The operands before the expression, and the expression."""
    position = 0
    while position < len(words):
        start = certain_start(words[position])
        if words[position].text in BEFORE_ROOTS or start[:2] == "-O":
            position += 1
        elif words[position].text == "-D":
            position += 2
        else:
            break
    roots: list[Value] = []
    while position < len(words):
        start = certain_start(words[position])
        if start[:1] == "-" or words[position].text in EXPRESSION:
            break
        roots.append(words[position])
        position += 1
    return roots or [DEFAULT], words[position:]


def _name_tail(tests: tuple[Value, ...]) -> tuple[str, ...]:
    """How every found path ends: `-name node_modules` -> `/node_modules`, `-name '*.pyc'` -> `.pyc`."""
    if any(word.text in ALTERNATIVES for word in tests):
        return ()
    for place, value in enumerate(tests[1:]):
        if tests[place].text == "-name" and value.text:
            pattern = value.text
            plain = pattern[1:] if pattern[0] == "*" else pattern
            if plain and not any(character in plain for character in "*?[\\"):
                return (plain if pattern[0] == "*" else "/" + plain,)
    return ()


def _fd_roots(words: tuple[Value, ...], wrapper: Wrapper) -> list[Value]:
    """The operands behind the pattern, and the search paths given as options."""
    runs = {name for each in wrapper.command_options for name in spellings(each)}
    takes = {name for each in wrapper.value_options for name in spellings(each)}
    places = canonical(("--search-path", "--base-directory", "-C"))
    operands: list[Value] = []
    roots: list[Value] = []
    position = 0
    while position < len(words):
        word = words[position]
        text = word.text or ""
        if text in runs:
            break
        if text.startswith("--") and text.partition("=")[0] in places and "=" in text:
            roots.append(known(text.partition("=")[2]))
        elif text in takes:
            position += 1
            if text in places and position < len(words):
                roots.append(words[position])
        elif certain_start(word)[:1] != "-":
            operands.append(word)
        position += 1
    return roots + operands[1:] or [DEFAULT]
