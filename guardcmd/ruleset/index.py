"""The index of rules: which programs are listed, whose they are, and in which forms they are harmless. One text.

    guardcmd-index 2
    00000654000006700000139 ...                   where the part of each first letter begins, and where the last ends
     . [ alias case cd do ...                     words of the shell that are no plain command
     gh git gsutil                                a part: every listed program of that letter, between blanks
    git TAB git TAB 0+214 TAB ,status,stash list, TAB ,--output,
    ...

A program's line has its tool, the places of its entries where it is a wrapper, its harmless forms, and the options
that take it off the fast path. The parts keep a look-up as cheap as it is, however many programs there are
(quick.part).
"""

from __future__ import annotations

from guardcmd.glob import any_glob, glob
from guardcmd.quick import LETTERS, TABLE, WIDTH, part

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from guardcmd.ruleset.model import Rule, RuleFile, Tool, Wrapper

HEADER = "guardcmd-index 2\n"
ANYTHING = "-"  # a harmless form of no words
SHELL_WORDS = (
    # reserved words, which make a text more than a list of commands
    *("!", "[[", "]]", "{", "}", "case", "coproc", "do", "done", "elif", "else", "esac", "fi", "for", "foreach", "end"),
    *("function", "if", "in", "repeat", "select", "then", "time", "until", "while", "nocorrect", "noglob", "-"),
    # builtins that run text, or change what later words mean
    *(".", "alias", "autoload", "bind", "builtin", "command", "compgen", "complete", "declare", "emulate", "enable"),
    *("eval", "exec", "export", "fc", "hash", "history", "let", "local", "mapfile", "printf", "read", "readarray"),
    *("readonly", "set", "setopt", "shift", "shopt", "source", "trap", "typeset", "unalias", "unset", "unsetopt"),
    *("zmodload", "zle", "sched", "functions", "rehash", "getopts", "exit", "logout", "return", "break", "continue"),
)


def index_of(files: Sequence[RuleFile], more: Iterable[str] = (), places: Mapping[str, str] = {}) -> str:
    """The index over all these files; `more` are programs that are opened without a rule file (make, npm).

    `places` says where the entries of each wrapper stand in the unit of wrappers.
    """
    tools: dict[str, Tool] = {}
    for tool in (tool for file in files for tool in file.tools):
        for program in tool.programs:
            tools.setdefault(program, tool)
    wrappers: dict[str, list[Wrapper]] = {}
    for wrapper in (wrapper for file in files for wrapper in file.wrappers):
        for program in wrapper.programs:
            wrappers.setdefault(program, []).append(wrapper)
    programs = sorted({*tools, *wrappers})
    running = (name for name in wrappers if any(each.runs != "text" for each in wrappers[name]))
    listed = sorted({*tools, *running, *more})
    listed += [name.lower() for name in listed if name != name.lower()]
    rules: dict[str, list[Rule]] = {}
    for rule in (rule for file in files for rule in file.rules):
        rules.setdefault(rule.tool, []).append(rule)
    lines = {
        name: "\t".join((name, *fields(tools.get(name), name, wrappers.get(name, []), places, rules)))
        for name in programs
    }
    return in_parts(listed, lines)


def in_parts(listed: Iterable[str], lines: Mapping[str, str]) -> str:
    """The index's text: the listed names and the lines by name, those of each first letter together."""
    names: list[list[str]] = [[] for _ in ("-", *LETTERS)]
    own: list[list[str]] = [[] for _ in names]
    for name in listed:
        names[letter(name)].append(f"{name} ")
    for name, line in lines.items():
        own[letter(name)].append(f"{line}\n")
    parts = [f" {''.join(named)}\n{''.join(said)}" for named, said in zip(names, own)]
    head = f" {' '.join(SHELL_WORDS)} \n"
    ends = [TABLE + WIDTH * (len(parts) + 1) + 1 + len(head)]
    for each in parts:
        ends.append(ends[-1] + len(each))
    table = "".join(f"{end:0{WIDTH}}" for end in ends)
    return f"{HEADER}{table}\n{head}{''.join(parts)}"


def letter(name: str) -> int:
    """The number of the part that a name stands in; 0 is for everything that is neither a letter nor a digit."""
    return LETTERS.find(name[:1].lower()) + 1


def fields(
    tool: Tool | None, program: str, wrappers: list[Wrapper], places: Mapping[str, str], rules: Mapping[str, list[Rule]]
) -> tuple[str, ...]:
    """A program's line behind its name."""
    forms = harmless_forms(tool, program) if tool else ()
    options = [*off_the_fast_path(tool, wrappers), *(named_by_rules(tool, rules.get(tool.name, [])) if tool else ())]
    name = tool.name if tool else ""
    plain = (spelling for option in options for spelling in option.partition("=")[0].split("/"))
    return name, places.get(program, "w") if wrappers else "", joined(forms), joined(plain)


def harmless_forms(tool: Tool, program: str) -> list[str]:
    """The words behind this program that make it harmless; ANYTHING where whatever follows is."""
    words = tool.program_words.get(program, tool.program_words.get("*", "")).replace("*", program)
    forms = [form for listed in tool.harmless for form in alternatives(listed)]
    if not words:
        return forms
    return [form[len(words) + 1 :] or ANYTHING for form in forms if f"{form} ".startswith(f"{words} ")]


def joined(words: Iterable[str]) -> str:
    each = dict.fromkeys(words)
    return f",{','.join(each)}," if each else ""


def alternatives(form: str) -> list[str]:
    """`container ls|ps` to `container ls` and `container ps`."""
    found = [""]
    for word in form.split():
        found = [f"{before} {choice}".strip() for before in found for choice in word.split("|")]
    return found


def named_by_rules(tool: Tool, rules: list[Rule]) -> list[str]:
    """Options of patterns whose subcommand a harmless form may have, such as those without any."""
    forms = [form.split() for listed in tool.harmless for form in alternatives(listed)]
    patterns = [pattern for rule in rules for pattern in rule.any_of]
    found = []
    for pattern in patterns:
        if any(may_lead(words, form) for words in pattern.subcommand or ((),) for form in forms):
            found += [*pattern.option, *pattern.all_options, *pattern.known_option]
    return found


def may_lead(words: Sequence[str], form: Sequence[str]) -> bool:
    """Whether a command of the form may begin with a pattern's words; what follows the form may be anything."""
    return all(may_be_both(word, each) for word, each in zip(words, form))


def may_be_both(word: str, other: str) -> bool:
    both = "*" in word and "*" in other
    return both or any_glob(word, other) or any(glob(other, each) for each in word.split("|"))


def off_the_fast_path(tool: Tool | None, wrappers: list[Wrapper]) -> list[str]:
    """Options that carry code, or that the tool's file excepts."""
    options: list[str] = []
    if tool:
        options += tool.harmless_except
        options += [option for carrier in tool.carriers for option in carrier.options]
    for wrapper in wrappers:
        if not wrapper.subcommand:
            options += (*wrapper.code_options, *wrapper.command_options, *wrapper.split_options)
            options += (*wrapper.module_options, *wrapper.shell_options, *wrapper.file_options)
    return options


# --- reading -----------------------------------------------------------------------------


def listed_words(index: str) -> list[str]:
    """The listed programs."""
    parts = (part(index, first) for first in ("-", *LETTERS))
    return [name for each in parts for name in each[: each.find("\n")].split()]


def line_of(program: str, index: str) -> list[str]:
    """Tool, places as a wrapper, forms and options of a program; empty where the index does not have it."""
    lines = part(index, program)
    start = lines.find(f"\n{program}\t")
    return lines[start + len(program) + 2 : lines.find("\n", start + 1)].split("\t") if start >= 0 else []
