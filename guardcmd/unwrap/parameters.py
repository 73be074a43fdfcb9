"""`$x` and `${x...}`: what a parameter may expand to, as fields or as one text."""

from __future__ import annotations

from guardcmd.record import Record
from guardcmd.shell.ir import Literal
from guardcmd.shell.value import MOST, Value, known, unknown
from guardcmd.unwrap.choices import EMPTY, NOTHING, Choice, concat, mapped, merge, texts_of
from guardcmd.unwrap.provenance import DEFAULTED, SCRATCH
from guardcmd.unwrap.state import Items, only, scalar_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from guardcmd.shell.ir import Parameter, Word
    from guardcmd.unwrap.state import Content
    from guardcmd.unwrap.words import Expander

    Fields = tuple[Value, ...]
    Contents = tuple[Content, ...]

NUMBERS = frozenset(
    ("?", "$", "!", "RANDOM", "SRANDOM", "SECONDS", "BASHPID", "PPID", "UID", "EUID", "LINENO", "EPOCHSECONDS")
)
DEFAULTS = frozenset((":-", "-", ":=", "=", ":+", "+", ":?", "?"))


class Result(Record):
    """Alternatives of fields; those marked done are not split again (`"$@"`, the words in `${x:-a b}`)."""

    alternatives: tuple[tuple[Fields, bool], ...]

    def joined(self, separator: str) -> Choice:
        """As one text: fields joined by the first character of IFS."""
        between = (known(separator),)
        found: list[Value] = []
        for fields, _ in self.alternatives[:MOST]:
            choice: Choice = NOTHING
            for i, value in enumerate(fields):
                choice = concat(concat(choice, between), (value,)) if i else (value,)
            found += choice
        return merge(found)


def scalar_result(choice: Choice) -> Result:
    return Result(tuple([((value,), False) for value in choice]))


def expand_parameter(part: Parameter, expander: Expander) -> Result:
    """All that one parameter expansion may give. Its operands are walked, whether they are used or not."""
    if part.operator == "bad":
        for word in part.arguments:
            expander.text(word)
        return scalar_result((unknown("a bad substitution"),))
    if part.operator.startswith("(") and part.name and is_zsh(expander):
        from guardcmd.unwrap.zsh_flags import flagged

        return flagged(part, expander)
    if part.operator[:1] in ("=", "~", "^") and expander.walker.dialect == "zsh" and is_marked(part):
        return expand_parameter(part.replace(operator=part.operator[1:]), expander)  # $=x, ${~x:-y}
    if part.index is None and not part.indirect and is_zsh_array(part.name, expander):  # x=(rm -rf a); $x
        return expand_list(part, lists_of(part.name, None, expander), "@", expander)
    if not part.operator and part.index is None and not part.indirect and part.name not in "@*":
        return scalar_result(merge(values_of(contents_of(part.name, expander))))
    if part.indirect:
        return indirect(part, expander)
    return expand_name(part, part.name, part.index, expander)


def expand_name(part: Parameter, name: str, index: Word | None, expander: Expander) -> Result:
    every = every_of(name, index)
    if index is not None and not every and is_zsh_array(name, expander):
        from guardcmd.unwrap.zsh_flags import subscripted_list

        lists = subscripted_list(name, index, expander)
        if lists is not None:
            return expand_list(part, lists, "@", expander)
    if every:
        return expand_list(part, lists_of(name, index, expander), every, expander)
    contents = contents_of(name, expander)
    if index is not None:
        contents = element(name, contents, index, expander)
    return expand_scalar(part, name, contents, expander)


def is_marked(part: Parameter) -> bool:
    """Whether the operator begins with zsh's mark of how the value is split or matched; `${x=y}` assigns."""
    return len(part.operator) > 1 or not part.arguments


def is_zsh(expander: Expander) -> bool:
    return expander.walker.dialect in ("zsh", "unknown")


def is_zsh_array(name: str, expander: Expander) -> bool:
    """Whether a bare `$name` means all elements, as in zsh; bash takes the first."""
    if not is_zsh(expander):
        return False
    variable = expander.state.variables.get(name)
    return variable is not None and any(isinstance(content, Items) for content in variable.contents)


# --- what there is ---------------------------------------------------------------------------


def contents_of(name: str, expander: Expander) -> Contents:
    """The contents of a variable or special parameter; None among them: it may be unset."""
    state = expander.state
    if name.isdigit():
        return state.zero if name == "0" else positional(int(name), expander)
    if name == "#":
        counts = [None if fields is None else known(str(len(fields))) for fields in state.positional]
        return tuple([count or unknown("a number") for count in counts])
    if name in NUMBERS and name not in state.variables:
        return (unknown("a number"),)
    if name == "_":
        return state.last
    if name == "-":
        return (unknown("$-"),)
    if name == "PWD" and name not in state.variables:
        return (state.directory,)
    return state.variable(name).contents


def positional(number: int, expander: Expander) -> Contents:
    found: list[Content] = []
    for fields in expander.state.positional:
        if fields is None:
            found.append(unknown(f"${number}"))
        else:
            found.append(fields[number - 1] if number <= len(fields) else None)
    return tuple(dict.fromkeys(found))


def values_of(contents: Contents) -> list[Value]:
    return [value for content in contents for value in scalar_of(content)]


def every_of(name: str, index: Word | None) -> str:
    """`@` or `*` where all elements are meant, else empty."""
    if name in ("@", "*"):
        return name
    text = literal_text(index)
    return text if text in ("@", "*") else ""


def literal_text(word: Word | None) -> str:
    if word is None or len(word.parts) != 1 or not isinstance(word.parts[0], Literal):
        return ""
    return word.parts[0].text


def lists_of(name: str, index: Word | None, expander: Expander) -> list[Fields]:
    """The alternatives of `$@` or `${a[@]}`."""
    if name in ("@", "*"):
        return [(unknown("$@"),) if fields is None else fields for fields in expander.state.positional]
    found: list[Fields] = []
    for content in expander.state.variable(name).contents:
        if isinstance(content, Items):
            found += item_fields([choice for _, choice in content.pairs], expander)
        else:
            found.append(() if content is None else (content,))
    return found


def item_fields(choices: Iterable[Choice], expander: Expander) -> list[Fields]:
    result: tuple[Fields, ...] = ((),)
    for choice in choices:
        result = expander.combined(result, tuple([(value,) for value in choice]))
    return list(result)


def element(name: str, contents: Contents, index: Word, expander: Expander) -> Contents:
    """`${a[index]}`: the elements that it may be."""
    from guardcmd.unwrap.arithmetic import evaluate

    associative = any(isinstance(content, Items) and content.associative for content in contents)
    key = expander.text(index) if associative else evaluate(expander.text(index), expander)
    found: list[Content] = []
    for content in contents:
        if not isinstance(content, Items):
            found.append(content)
        elif any(not value.texts for value in key):
            found += [value for _, choice in content.pairs for value in choice] or [None]
        else:
            for text in texts_of(key):
                found += content.at(counted(content, text)) or (None,)
    return tuple(dict.fromkeys(found))


def counted(items: Items, key: str) -> str:
    """A negative index counts from the end."""
    if items.associative or not key.startswith("-") or not key[1:].isdigit() or len(key) > 9:
        return key
    last = max([int(name) for name, _ in items.pairs if name.isdigit()], default=-1)
    return str(last + 1 + int(key))


# --- ${!x} -----------------------------------------------------------------------------------


def indirect(part: Parameter, expander: Expander) -> Result:
    """`${!x}`, `${!a[@]}` (keys), `${!prefix*}` (names)."""
    if part.operator in ("@", "*"):
        names = [name for name in expander.state.variables if name.startswith(part.name)]
        return Result(((tuple([known(name) for name in names]), part.quoted),))
    every = every_of(part.name, part.index) if part.index is not None else ""
    if every and not part.operator:
        return keys_of(part, expander)
    variable = expander.state.variables.get(part.name)
    if variable is not None and variable.nameref and part.index is None:
        return scalar_result((known(only(variable) or ""),))
    contents = contents_of(part.name, expander)
    if part.index is not None:
        contents = element(part.name, contents, part.index, expander)
    found: list[tuple[Fields, bool]] = []
    for value in merge(values_of(contents)):
        if not value.texts:
            found += expand_scalar(part, part.name, (unknown(f"${{!{part.name}}}"),), expander).alternatives
        for text in value.texts:
            name, index = subscripted(text, expander)
            found += expand_name(part, name, index, expander).alternatives if name else ()
    return Result(tuple(found)) if found else scalar_result(NOTHING)


def keys_of(part: Parameter, expander: Expander) -> Result:
    found: list[tuple[Fields, bool]] = []
    for content in expander.state.variable(part.name).contents:
        if isinstance(content, Items):
            found.append((tuple([known(key) for key, _ in content.pairs]), part.quoted))
        else:
            found.append(((known("0"),), part.quoted))
    return Result(tuple(found))


def subscripted(text: str, expander: Expander) -> tuple[str, Word | None]:
    """A name in a value, as `x` or `a[0]`; its subscript may hold a substitution, which is walked."""
    name, bracket, rest = text.partition("[")
    if not bracket:
        return (name, None) if name.isidentifier() or name.isdigit() or name in ("@", "*") else ("", None)
    from guardcmd.unwrap.nested import quoted_word

    return name, quoted_word(rest.rpartition("]")[0], expander.walker)


# --- operators -------------------------------------------------------------------------------


def expand_scalar(part: Parameter, name: str, contents: Contents, expander: Expander) -> Result:
    operator = part.operator
    if operator in DEFAULTS:
        return default(part, name, contents, expander)
    choice = merge(values_of(contents))
    if not operator:
        return scalar_result(choice)
    if operator == "#len":
        return scalar_result(mapped(choice, lambda text: str(len(text))))
    return scalar_result(operated(part, choice, expander))


def expand_list(part: Parameter, lists: list[Fields], every: str, expander: Expander) -> Result:
    operator = part.operator
    if operator == "#len":
        return scalar_result(merge([known(str(len(fields))) for fields in lists]))
    if operator == ":":
        lists = [sliced(part, fields, expander) for fields in lists]
    elif operator in DEFAULTS:
        if operator.endswith("+") or any(not fields for fields in lists):
            other = default(part, part.name, (None,) if not operator.endswith("+") else (EMPTY,), expander)
            full = [fields for fields in lists if fields] if not operator.endswith("+") else []
            return Result((*other.alternatives, *[(fields, part.quoted) for fields in full]))
    elif operator:
        change = changer(part, expander)
        lists = [tuple([value for field in fields for value in change((field,))[:1]]) for fields in lists]
    if every == "*" and part.quoted:
        from guardcmd.unwrap.splitting import separators

        separator = separators(expander.state)[0][:1]
        return scalar_result(Result(tuple([(fields, True) for fields in lists])).joined(separator))
    return Result(tuple([(fields, part.quoted) for fields in lists]))


def default(part: Parameter, name: str, contents: Contents, expander: Expander) -> Result:
    """`:-`, `:=`, `:+`, `:?` and their forms without colon."""
    if not part.arguments:  # zsh's ${+name[key]}: whether there is one
        return scalar_result((known("0"), known("1")))
    colon = part.operator.startswith(":")
    kind = part.operator[-1]
    values = [value for content in contents if content is not None for value in scalar_of(content)]
    missing = None in contents or any(not value.texts or (colon and "" in value.texts) for value in values)
    present = [value.replace(texts=tuple([t for t in value.texts if t])) if colon else value for value in values]
    present = [new for new, old in zip(present, values) if new.texts or not old.texts]
    word = part.arguments[0]
    if kind == "+":
        other: list[tuple[Fields, bool]] = [((EMPTY,), False)] if missing else []
        return Result((*operand(word, part.quoted, expander), *other) if present else ((NOTHING, False),))
    found: list[tuple[Fields, bool]] = [((value,), False) for value in merge(present)] if present else []
    if kind == "?":
        expander.text(word)
        sure = [((certain(value, name),), False) for value in merge(present)] if present else []
        return Result(tuple(sure)) if sure else scalar_result(NOTHING)
    if name.isidentifier() and name not in expander.state.variables:
        found = [((value.replace(why=value.why + DEFAULTED),), done) for (value,), done in found]
    others = operand(word, part.quoted, expander)
    if kind == "=" and missing and name.isidentifier():
        expander.state.set(name, tuple(dict.fromkeys([*present, *expander.text(word, True)])))
    return Result((*found, *others) if missing else tuple(found))


def certain(value: Value, name: str) -> Value:
    """`${x:?}` never is empty: said in the reason of the hole."""
    return value if value.texts or value.why == SCRATCH else value.replace(why=f"${{{name}:?}}")


def operand(word: Word, is_quoted: bool, expander: Expander) -> tuple[tuple[Fields, bool], ...]:
    """The word behind a default operator: in double quotes one text, else fields of its own."""
    if is_quoted:
        return tuple([((value,), True) for value in expander.text(word)])
    return tuple([(fields, True) for fields in expander.default(word)])


def operated(part: Parameter, choice: Choice, expander: Expander) -> Choice:
    if part.operator == ":":
        return cut(part, choice, expander)
    return changer(part, expander)(choice)


def cut(part: Parameter, choice: Choice, expander: Expander) -> Choice:
    """`${x:offset:length}`."""
    from guardcmd.unwrap.arithmetic import number_of
    from guardcmd.unwrap.operators import substring

    numbers = [number_of(expander.text(word), expander) for word in part.arguments[:2]]
    if not numbers or None in numbers:
        return tuple([unknown("part of a text") for _ in choice])
    offset, length = numbers[0] or 0, numbers[1] if len(numbers) > 1 else None
    return mapped(choice, lambda text: substring(text, offset, length))


def sliced(part: Parameter, fields: Fields, expander: Expander) -> Fields:
    """`${@:2}`, `${a[@]:1:2}`."""
    from guardcmd.unwrap.arithmetic import number_of

    numbers = [number_of(expander.text(word), expander) for word in part.arguments[:2]]
    if not numbers or None in numbers:
        return (unknown("some of the arguments"),)
    offset = numbers[0] or 0
    whole = (*expander.state.zero[:1], *fields) if part.name in ("@", "*") else fields
    start = offset + len(whole) if offset < 0 else offset
    if len(numbers) < 2:
        return whole[max(start, 0) :]
    length = numbers[1] or 0
    return whole[max(start, 0) : start + length if length >= 0 else len(whole) + length]


def changer(part: Parameter, expander: Expander) -> Callable[[Choice], Choice]:
    """The change that `#`, `%`, `/`, `^`, `,` or `@X` makes, for every combination of its operands."""
    operator = part.operator
    if operator.startswith("@"):
        if operator == "@P":
            return expander.quoted
        from guardcmd.unwrap.operators import transformed

        return lambda choice: mapped(choice, lambda text: transformed(text, operator[1:]))
    pattern = expander.pattern(part.arguments[0]) if part.arguments else NOTHING
    new = expander.text(part.arguments[1]) if len(part.arguments) > 1 else NOTHING
    patterns = texts_of(pattern)
    if any(not value.texts for value in (*pattern, *new)) or len(patterns) * len(texts_of(new)) > 16:
        return lambda choice: tuple([unknown("a changed text", (None,), value.glob) for value in choice])

    def change(choice: Choice) -> Choice:
        expander.walker.world.budget.spend(1 + sum([len(text) for text in texts_of(choice)]) // 16)
        found: list[Value] = []
        for one in patterns:
            for other in texts_of(new):
                found += mapped_pieces(choice, operator, one, other)
        return merge(found)

    return change


def mapped_pieces(choice: Choice, operator: str, pattern: str, new: str) -> Choice:
    """As `mapped`; of an unknown path `##*/` may leave a certain name, and `%` a certain beginning."""
    found: list[Value] = []
    for value in choice:
        first, last = (value.pieces[0], value.pieces[-1]) if value.pieces else (None, None)
        if value.texts:
            found += mapped((value,), lambda text: changed(text, operator, pattern, new))
        elif operator == "##" and pattern == "*/" and last is not None and "/" in last:
            found.append(known(last.rsplit("/", 1)[1], value.glob))
        elif operator == "%" and first is not None and last is None and "*" not in pattern:
            found.append(value)
        else:
            found.append(unknown(value.why, (None,), value.glob))
    return merge(found)


def changed(text: str, operator: str, pattern: str, new: str) -> str | None:
    from guardcmd.unwrap.operators import recased, replaced, without_prefix, without_suffix

    if operator in ("#", "##"):
        return without_prefix(text, pattern, operator == "##")
    if operator in ("%", "%%"):
        return without_suffix(text, pattern, operator == "%%")
    if operator[0] == "/":
        return replaced(text, pattern, new, operator)
    return recased(text, operator, pattern)
