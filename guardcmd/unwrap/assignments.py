"""Assignments: scalars, arrays, elements, and the variables whose values are code."""

from __future__ import annotations

from guardcmd.shell.ir import ArrayValue
from guardcmd.shell.value import Value, known
from guardcmd.unwrap.arithmetic import evaluate
from guardcmd.unwrap.choices import NOTHING, Choice, concat, merge, only_text
from guardcmd.unwrap.code import run_code, run_file
from guardcmd.unwrap.nested import code_texts
from guardcmd.unwrap.program import ELSEWHERE
from guardcmd.unwrap.state import FunctionBody, Items, Variable, scalar_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.shell.ir import Assignment, Script, Span
    from guardcmd.unwrap.state import Content, State
    from guardcmd.unwrap.walker import Walker
    from guardcmd.unwrap.words import Expander

    Contents = tuple[Content, ...]

# run by the shell itself, or handed to a shell by the program that reads them
CODE_VARIABLES = frozenset(
    (
        "PROMPT_COMMAND", "EDITOR", "VISUAL", "PAGER", "MANPAGER", "GIT_EDITOR", "GIT_PAGER", "GIT_SSH_COMMAND",
        "GIT_SEQUENCE_EDITOR", "GIT_EXTERNAL_DIFF", "GIT_ASKPASS", "SSH_ASKPASS", "FCEDIT", "BROWSER", "KUBE_EDITOR",
        "RSYNC_RSH", "CVS_RSH", "GIT_PROXY_COMMAND", "GIT_SSH", "TEXEDIT", "SUDO_EDITOR", "SUDO_ASKPASS",
    )
)  # fmt: skip
PROMPTS = frozenset(("PS0", "PS1", "PS2", "PS3", "PS4", "PROMPT", "RPROMPT", "RPS1", "PROMPT4"))
START_FILES = frozenset(("BASH_ENV", "ENV"))
FUNCTION_TABLES = frozenset(("functions", "dis_functions"))
ALIAS_TABLES = frozenset(("aliases", "galiases", "saliases", "dis_aliases", "BASH_ALIASES"))
PATH_TABLES = frozenset(("commands", "BASH_CMDS"))


def assign(assignment: Assignment, expander: Expander, exported: bool | None = None) -> bool | None:
    """Carry out one assignment in the expander's state. True: it cannot fail; None: its substitutions may."""
    state = expander.state
    name = assignment.name
    if isinstance(assignment.value, ArrayValue):
        items = array_contents(name, assignment.value, expander)
        state.set(name, appended_items(state, name, items) if assignment.append else items, exported)
        return True
    choice = expander.text(assignment.value, True)
    if assignment.index is not None:
        key = index_of(name, expander.text(assignment.index), expander)
        assign_element(name, key, choice, assignment.append, expander, assignment.span)
        return True
    assign_choice(name, choice, assignment.append, expander, assignment.span, exported)
    return None if len(assignment.value.parts) == 1 and hasattr(assignment.value.parts[0], "script") else True


def assign_choice(
    name: str, choice: Choice, append: bool, expander: Expander, span: Span, exported: bool | None = None
) -> None:
    """`name=text` and `name+=text`, by whatever command."""
    state = expander.state
    variable = state.variables.get(name)
    contents: Contents = choice
    if variable is not None and variable.integer:
        if append:
            choice = concat(concat(variable.scalar(), (known("+"),)), choice)
        contents = evaluate(choice, expander)
    elif append:
        contents = appended(variable or Variable(state.inherited(name)), choice)
    state.set(name, contents, exported)
    consider(name, merge([value for content in contents for value in scalar_of(content)]), expander, span)


def appended(variable: Variable, choice: Choice) -> Contents:
    """`x+=text`; an array's first element grows."""
    found: list[Content] = []
    for content in variable.contents:
        if isinstance(content, Items):
            found.append(content.with_item("0", concat(content.at("0") or NOTHING, choice)))
        else:
            found += concat(scalar_of(content), choice)
    values = [content for content in found if isinstance(content, Value)]
    return (*(merge(values) if values else ()), *[content for content in found if not isinstance(content, Value)])


# --- arrays ----------------------------------------------------------------------------------


def array_contents(name: str, value: ArrayValue, expander: Expander) -> Contents:
    """`(a b [k]=c)`: one array for each way in which its words may come out."""
    associative = is_associative(expander.state, name)
    expander.walker.world.budget.spend(len(value.values))
    if not associative and not any(value.keys):
        found = []
        for fields in expander.words(value.values)[:6]:
            found.append(Items(tuple([(str(i), (field,)) for i, field in enumerate(fields)])))
        return tuple(found)
    items = Items((), associative)
    next_index = 0
    if associative and not any(value.keys) and expander.walker.dialect in ("zsh", "unknown"):  # (key value key value)
        for name_word, word in zip(value.values[::2], value.values[1::2]):
            items = items.with_item(only_text(expander.text(name_word)) or "?", expander.text(word, True))
        return (items,)
    for word, key_word in zip(value.values, value.keys):
        if key_word is not None:
            key = index_of(name, expander.text(key_word), expander)
            items = items.with_item(key, expander.text(word, True))
            next_index = int(key) + 1 if key.isdigit() and len(key) < 9 else next_index
            continue
        for field in expander.word(word)[0]:
            items = items.with_item(str(next_index), (field,))
            next_index += 1
    return (items,)


def appended_items(state: State, name: str, more: Contents) -> Contents:
    """`a+=(x y)`."""
    old = state.variables.get(name)
    if old is None:
        return more
    found: list[Content] = []
    for content in old.contents:
        start = content if isinstance(content, Items) else Items((("0", (content,)),) if content else ())
        last = max([int(key) for key, _ in start.pairs if key.isdigit() and len(key) < 9], default=-1)
        for items in more:
            pairs = items.pairs if isinstance(items, Items) else ()
            if isinstance(items, Items) and not items.associative:
                pairs = tuple([(str(last + 1 + i), choice) for i, (_, choice) in enumerate(pairs)])
            found.append(Items(start.pairs + pairs, start.associative))
    return tuple(found[:6])


def is_associative(state: State, name: str) -> bool:
    variable = state.variables.get(name)
    contents = variable.contents if variable else ()
    return any(isinstance(content, Items) and content.associative for content in contents)


def index_of(name: str, choice: Choice, expander: Expander) -> str:
    """The key of an element; arithmetic unless the array is associative. Unknown keys get a name of their own."""
    plain = is_associative(expander.state, name) or name in FUNCTION_TABLES | ALIAS_TABLES | PATH_TABLES
    key = only_text(choice if plain else evaluate(choice, expander))
    return key if key is not None else f"?{expander.walker.world.budget.steps}"


def assign_element(name: str, key: str, choice: Choice, append: bool, expander: Expander, span: Span) -> None:
    """`a[key]=text`."""
    state = expander.state
    if special_element(name, key, choice, expander, span):
        return
    old = state.variables.get(name)
    found: list[Content] = []
    for content in old.contents if old else (None,):
        items = content if isinstance(content, Items) else Items((("0", (content,)),) if content else ())
        expander.walker.world.budget.spend(1 + len(items.pairs) // 16)
        before = items.at(key)
        found.append(items.with_item(key, concat(before, choice) if append and before else choice))
    state.set(name, tuple(found))


# --- variables that mean more ----------------------------------------------------------------


def consider(name: str, choice: Choice, expander: Expander, span: Span) -> None:
    """Walk what the assignment of a variable makes somebody run."""
    walker, state = expander.walker, expander.state
    if name in CODE_VARIABLES:
        run_code(tuple([value for value in choice if value.texts]), state.fork(), walker, name, span)
    elif name in PROMPTS:
        expander.quoted(choice)
    elif name in START_FILES:
        for value in choice:
            if value.text:
                run_file(value, state.fork(), walker, name, span)

    elif name in ELSEWHERE:
        from guardcmd.calls import Invocation
        from guardcmd.unwrap.environment import code_in
        from guardcmd.unwrap.state import NO_INPUT

        place = walker.place(span)
        outer = Invocation(
            (known(name),), state.exports(), state.directory, NO_INPUT, walker.at(span), place, state.fork()
        )
        for value in choice:
            for part in code_in(name, value, outer, walker.world):
                walker.report(part)


def special_element(name: str, key: str, choice: Choice, expander: Expander, span: Span) -> bool:
    """zsh's tables `functions[x]=code`, `aliases[x]=`, `commands[x]=`, and bash's BASH_ALIASES, BASH_CMDS."""
    state = expander.state
    if name in FUNCTION_TABLES:
        define_from_text(key, choice, expander, span)
    elif name in ALIAS_TABLES:
        state.alias(key, choice)
        expander.walker.found.aliases[key] = choice
    elif name in PATH_TABLES:
        state.hash(key, choice)
    else:
        return False
    return True


def define_from_text(name: str, choice: Choice, expander: Expander, span: Span) -> None:
    """A function whose body is the text of a value; it is walked like any function."""
    from guardcmd.unwrap.nested import read_code

    walker, state = expander.walker, expander.state
    run_code(choice, state.fork(), walker, f"{name}()", span)
    for value in choice[:1]:
        for text in code_texts(value)[:1]:
            script = read_code(text, walker)
            if not hasattr(script, "prefix"):
                define(name, script, state, walker.replace(span=walker.place(span), why=value.why))  # type: ignore[arg-type]


def define(name: str, script: Script, state: State, walker: Walker) -> None:
    body = FunctionBody(name, script, walker.span, walker.why)
    state.define(name, body)
    if not walker.origin.file:  # a file on the disk defines what it likes; what is called of it counts
        walker.found.functions.append(body)
