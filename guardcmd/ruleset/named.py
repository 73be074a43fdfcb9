"""What the rules of a file tell of its tools: options that only rules name, and how many words name what is done."""

from __future__ import annotations

from guardcmd.tools.options import ONE_DASH, folded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.ruleset.model import Rule, Table, Tool


def finished(tools: tuple[Tool, ...], rules: tuple[Rule, ...], tables: tuple[Table, ...]) -> tuple[Tool, ...]:
    """The tools with what the rules tell of them: options that rules name, how deep words go.

    A tool without programs is a language, or says what a file's rules add to a tool that another file has.
    """
    found = []
    for tool in tools:
        own = tuple(rule for rule in rules if rule.tool == tool.name)
        tables_of = tuple(table for table in tables if table.name == tool.name)
        found.append(with_rules(tool.replace(table=tool.name if tables_of else ""), own, tables_of))
    return tuple(found)


def with_rules(tool: Tool, rules: tuple[Rule, ...], tables: tuple[Table, ...] = ()) -> Tool:
    """The tool with `depth`, and with the options that only its rules name: compared with a value, they take one."""
    patterns = [pattern for rule in rules for pattern in (*rule.any_of, *rule.unless)]
    lengths = [len(words) for pattern in patterns for words in pattern.subcommand]
    lengths += [len(words.split()) for words in (*tool.aliases, *tool.harmless)]
    lengths += [table.depth or 7 for table in tables]
    lengths += [tool.noun_position + 1, 1 if tool.verbs else 0, tool.depth]
    named = [option for pattern in patterns for option in (*pattern.option, *pattern.all_options, *pattern.not_option)]
    named += [option for pattern in patterns for option in pattern.known_option]
    named += [option for rule in rules for option in (*rule.worse, *rule.wider, *rule.unasked)]
    named += [*tool.previews, *(f"{rule.target['option']}=" for rule in rules if "option" in rule.target)]
    return with_options(tool.replace(depth=max(lengths)), named)


def with_options(tool: Tool, named: list[str]) -> Tool:
    """The tool that also knows these options: with `=value` they take one, with `=` or `|` at the end perhaps none."""
    declared, kinds = declared_options(tool), dict[str, str]()
    for option in named:
        name, equals, values = option.partition("=")
        spelled = folded(name) if tool.style in ONE_DASH else name
        if spelled not in declared and name != "--" and tool.style not in ("dd", "none"):
            kind = "optional" if equals and "" in values.split("|") and values else "value" if equals else "flag"
            kinds[spelled] = max(kinds.get(spelled, ""), kind)  # flag, optional, value: as it happens, in this order
    valued = tuple(name for name, kind in kinds.items() if kind == "value")
    below = tool.subcommand_value_options
    if valued and tool.globals_first:
        below = {**below, "*": (*below.get("*", ()), *valued)}
    return tool.replace(
        flags=(*tool.flags, *(name for name, kind in kinds.items() if kind == "flag")),
        optional_value_options=(
            *tool.optional_value_options,
            *(name for name, kind in kinds.items() if kind == "optional"),
        ),
        value_options=(*tool.value_options, *valued),
        subcommand_value_options=below,
    )


def declared_options(tool: Tool) -> set[str]:
    """Every spelling of every option that the tool itself lists."""
    lists = [tool.value_options, tool.optional_value_options, tool.flags]
    lists += [*tool.subcommand_value_options.values(), *tool.subcommand_flags.values()]
    spellings = {name for listed in lists for option in listed for name in option.removesuffix("...").split("/")}
    return {folded(name) for name in spellings} if tool.style in ONE_DASH else spellings
