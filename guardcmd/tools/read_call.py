"""One invocation to the calls that it may be, by the grammar of its tool."""

from __future__ import annotations

from guardcmd.calls import Call, Option, Target
from guardcmd.shell.value import known, one_of, unknown
from guardcmd.tools.nouns import canonical_noun
from guardcmd.tools.options import canonical, grammar_for, read_options

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from guardcmd.calls import Input, Invocation
    from guardcmd.ruleset.model import Tool
    from guardcmd.shell.value import Value
    from guardcmd.tools.options import Grammar, Reading

LONGEST_ANSWER = 80
MOST = 64  # readings of one command line
SETTLED = 3  # undeclared options whose readings are combined; of more, all take a value or none does


def read_call(invocation: Invocation, tool: Tool) -> tuple[Call, ...]:
    """Every reading of the command line, at most 64. Where there is more than one, each is `uncertain`."""
    grammar = grammar_for(tool)
    program = program_of(invocation.argv[0], tool)
    leading = tool.program_words.get(program, tool.program_words.get("*", "")).replace("*", program).split()
    calls: dict[object, Call] = {}
    for words in option_alternatives(invocation.argv[1:]):
        for reading in readings(words, tool, grammar, invocation.environment, leading):
            for operands in subcommand_alternatives(reading.operands, tool):
                operands = (*(known(word) for word in leading), *operands)
                call = call_of(invocation, tool, grammar, reading.options, operands, program)
                calls.setdefault((call.words, call.options), call)
    found = tuple(calls.values())[:MOST]
    return found if len(found) == 1 else tuple(call.replace(uncertain=True) for call in found)


# --- readings ----------------------------------------------------------------------------


def option_alternatives(words: Sequence[Value]) -> list[tuple[Value, ...]]:
    """The words with each OneOf that may be an option settled; many such words become `may be any option`."""
    found: list[tuple[Value, ...]] = [()]
    for word in words:
        choices: tuple[Value, ...] = (word,)
        if len(word.texts) > 1 and any(text.startswith("-") for text in word.texts):
            choices = tuple(known(text, word.glob) for text in word.texts)
            if len(found) * len(choices) > MOST // 4:
                choices = (unknown("one of several options", ("-", None)),)
        found = [(*before, choice) for before in found for choice in choices]
    return found


def readings(
    words: tuple[Value, ...], tool: Tool, grammar: Grammar, environment: Mapping[str, Value], leading: list[str]
) -> list[Reading]:
    """With undeclared options before or between the subcommand's words, each with and without a value."""
    plain = read_options(words, grammar, (), leading)
    carried = environment_words(tool, environment, plain)
    if carried:
        behind = plain.places[0] + 1 if plain.places else 0
        words = (*words[:behind], *carried, *words[behind:])
        plain = read_options(words, grammar, (), leading)
    unclear = tuple(place for place in plain.loose if sum(at < place for at in plain.places) < tool.depth)
    found = [plain, *(read_options(words, grammar, taking, leading) for taking in combinations(unclear[:SETTLED]))]
    return [*found, read_options(words, grammar, (), leading, tool.depth)] if unclear else found


def combinations(places: tuple[int, ...]) -> list[tuple[int, ...]]:
    found: list[tuple[int, ...]] = [()]
    for place in places:
        found += [(*chosen, place) for chosen in found]
    return found[1:]


def environment_words(tool: Tool, environment: Mapping[str, Value], reading: Reading) -> tuple[Value, ...]:
    """TF_CLI_ARGS_destroy=-auto-approve: option words that a variable carries."""
    found: list[Value] = []
    verb = (reading.operands[0].text or "") if reading.operands else ""
    for name, option in tool.environment_options.items():
        value = environment.get(name.replace("<subcommand>", verb))
        if value is None or option not in ("", "*"):
            continue
        if len(value.texts) == 1:
            found += [known(word.strip("'\"")) for word in value.texts[0].split()]
        else:
            found.append(unknown(value.why or "one of several values", ("-", None)))
    return tuple(found)


def subcommand_alternatives(operands: tuple[Value, ...], tool: Tool) -> list[tuple[Value, ...]]:
    """`kubectl $flags delete x` with and without the unknown word; OneOf words of the subcommand settled."""
    found: list[tuple[Value, ...]] = [operands]
    depth = tool.depth
    verbs = tool.noun_position if tool.noun_position >= 0 else depth
    if any(word.whole_unknown for word in operands[:verbs]) and not all(word.whole_unknown for word in operands):
        found.append((*(word for word in operands[:verbs] if not word.whole_unknown), *operands[verbs:]))
    for place in range(depth):
        split = []
        for words in found:
            texts = words[place].texts if place < len(words) else ()
            choices = [known(text) for text in texts] if len(texts) > 1 else []
            split += [(*words[:place], choice, *words[place + 1 :]) for choice in choices] or [words]
        if len(split) <= MOST:
            found = split
    return found


# --- the call ----------------------------------------------------------------------------


def call_of(
    invocation: Invocation,
    tool: Tool,
    grammar: Grammar,
    given: tuple[Option, ...],
    operands: tuple[Value, ...],
    program: str,
) -> Call:
    words = aliased(operands, tool.aliases)
    words, noun = canonical_noun(words, tool) if tool.nouns else (words, "")
    table = grammar.under([word.text or "" for word in words[:4]])
    options = tuple(environment_options(tool, invocation.environment, table)) + given
    return Call(
        tool=tool.name,
        program=program,
        words=words,
        options=options,
        directory=invocation.directory,
        environment=invocation.environment,
        origin=invocation.origin,
        span=invocation.span,
        facts={**({"noun": noun} if noun else {}), **answer_of(invocation.input)},
        targets=tuple(targets_of(tool, options, invocation.environment, table)),
        text=invocation.text,
    )


def answer_of(given: Input) -> dict[str, str]:
    """What standard input answers to the tool's own question: its first line, where it is known text."""
    text = given.text.texts[0] if given.text is not None and given.text.texts else ""
    return {"answer": text[:LONGEST_ANSWER].partition("\n")[0]} if text else {}


def program_of(word: Value, tool: Tool) -> str:
    """Which of the tool's programs was called: /usr/bin/psql-16 is psql."""
    folders = (word.texts[0] if word.texts else "").split("/")
    name = folders[-1]
    if name in tool.programs:
        return name
    if folders[-2:-1] == ["versions"] and len(folders) > 2:
        name = folders[-3]  # ~/.local/share/claude/versions/2.1.300
    near = [program for program in tool.programs if name.startswith(program)]
    return max(near, key=len, default=name or tool.name)


def aliased(words: tuple[Value, ...], aliases: Mapping[str, str]) -> tuple[Value, ...]:
    """`image rm x` to `rmi x`: the longest alias of the leading words, until none fits."""
    for _ in range(4 if aliases else 0):
        for count in (3, 2, 1):
            leading = [word.text for word in words[:count] if word.text is not None]
            name = " ".join(leading)
            if len(leading) == count and name in aliases:
                words = (*(known(word) for word in aliases[name].split()), *words[count:])
                break
        else:
            break
    if words and len(words[0].texts) > 1 and aliases:
        words = (one_of(tuple(aliases.get(text, text) for text in words[0].texts)), *words[1:])
    return words


def environment_options(
    tool: Tool, environment: Mapping[str, Value], table: Mapping[str, tuple[str, str]]
) -> list[Option]:
    """RESTIC_REPOSITORY=x as if `--repo x` led the options, so that a written one wins."""
    found = []
    for name, option in tool.environment_options.items():
        value = environment.get(name)
        if value is not None and option not in ("", "*") and value.text != "":
            found.append(Option(canonical(option, table), value, name))
    return found


def targets_of(
    tool: Tool, options: Sequence[Option], environment: Mapping[str, Value], table: Mapping[str, tuple[str, str]]
) -> list[Target]:
    """What `--context x`, `-h host` and PGHOST name; the last option wins, and any option wins over a variable."""
    found: dict[str, Target] = {}
    for name, kind in tool.target_environment.items():
        value = environment.get(name)
        if value is not None and value.text != "":
            found.setdefault(kind, Target(kind, value))
    kinds = {canonical(option, table): kind for option, kind in tool.target_options.items()}
    for option in options:
        if option.value is not None and option.name in kinds:
            found[kinds[option.name]] = Target(kinds[option.name], option.value)
    return list(found.values())
