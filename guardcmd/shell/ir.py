"""What a shell text is, once read: words, simple commands, pipelines, lists and compound commands (POSIX XCU 2)."""

from __future__ import annotations

from guardcmd.record import Record

TYPE_CHECKING = False

Span = tuple[int, int]  # offsets into the text that was read, end exclusive


# --- words -------------------------------------------------------------------------------


class Literal(Record):
    """Text after quote removal. `quoted` text is neither split, globbed, brace- nor tilde-expanded."""

    text: str
    quoted: bool = False

    if not TYPE_CHECKING:  # the records that every command has many of are made four times as fast

        def __init__(self, text, quoted=False):
            self.text = text
            self.quoted = quoted


class Parameter(Record):
    """`$x`, `${x}`, `${x:-word}`, `${#x}`, `${!x}`, `${x[i]}`, `${x:1:2}`, `${x@P}`.

    `operator` is the operator as written (`:-`, `#`, `##`, `%`, `%%`, `/`, `//`, `/#`, `/%`, `:`, `^`, `^^`,
    `,`, `,,`, `@P` ..., `#len` for `${#x}`) or empty; `arguments` are the words behind it, as many as the
    operator takes (`:` offset and length, `/` pattern and replacement). `bad` is what bash calls a bad substitution,
    with the rest as its argument. `${!x*}` is indirect with operator `*`.

    zsh: the operator starts with the flags and marks as written (`(f)`, `(e):-`, `=`, `+`); what stands in the place
    of the name (`${${x}#a}`, `${$(a)}`, `${"a"}`) is the first argument, and the name is empty; `:modifiers` is `:h:t`.
    """

    name: str
    operator: str = ""
    arguments: tuple[Word, ...] = ()
    index: Word | None = None  # ${x[index]}; the literal words @ and * for all
    indirect: bool = False  # ${!x}
    quoted: bool = False

    if not TYPE_CHECKING:

        def __init__(self, name, operator="", arguments=(), index=None, indirect=False, quoted=False):
            self.name = name
            self.operator = operator
            self.arguments = arguments
            self.index = index
            self.indirect = indirect
            self.quoted = quoted


class CommandSubstitution(Record):
    """`$(...)`, backquotes, `${ ...; }`."""

    script: Script
    quoted: bool = False

    if not TYPE_CHECKING:

        def __init__(self, script, quoted=False):
            self.script = script
            self.quoted = quoted


class ProcessSubstitution(Record):
    """`<(...)`, `>(...)`, zsh `=(...)`; `direction` is the first character."""

    direction: str
    script: Script


class Arithmetic(Record):
    """`$((...))`, `$[...]`; the expression is kept as the parts of a double-quoted word."""

    parts: tuple[Part, ...]
    quoted: bool = False


Part = Literal | Parameter | CommandSubstitution | ProcessSubstitution | Arithmetic


class Word(Record):
    """One word before expansion. `span` and `raw` are of the text as written."""

    parts: tuple[Part, ...]
    raw: str
    span: Span

    if not TYPE_CHECKING:

        def __init__(self, parts, raw, span):
            self.parts = parts
            self.raw = raw
            self.span = span


class ArrayValue(Record):
    """`(a b [k]=c)` behind an assignment; `keys` has an index word or None per value."""

    values: tuple[Word, ...]
    keys: tuple[Word | None, ...]


class Assignment(Record):
    """`name=value`, `name+=value`, `name[index]=value`, `name=(...)`."""

    name: str
    value: Word | ArrayValue
    append: bool = False
    index: Word | None = None
    span: Span = (0, 0)

    if not TYPE_CHECKING:

        def __init__(self, name, value, append=False, index=None, span=(0, 0)):
            self.name = name
            self.value = value
            self.append = append
            self.index = index
            self.span = span


class HereDocument(Record):
    """The body of `<<` and `<<-` (tabs already removed). With a quoted delimiter the body is one quoted Literal."""

    body: Word
    quoted: bool


class Redirect(Record):
    """`[fd]op target`. Operators: `<` `>` `>>` `>|` `<>` `<&` `>&` `&>` `&>>` `<<` `<<-` `<<<`."""

    operator: str
    target: Word | None  # None for here-documents
    descriptor: str = ""  # "2", "{fd}", or empty for the operator's own
    here: HereDocument | None = None
    span: Span = (0, 0)

    if not TYPE_CHECKING:

        def __init__(self, operator, target, descriptor="", here=None, span=(0, 0)):
            self.operator = operator
            self.target = target
            self.descriptor = descriptor
            self.here = here
            self.span = span


# --- commands ----------------------------------------------------------------------------


class SimpleCommand(Record):
    """`a=1 program argument >file`. Without words the assignments stay.

    Behind a declaring word (`declare -a x=(1 2) y=3`) an array stands in `assignments`, its name `x` in `words`;
    other operands, `y=3`, are words as they are written.
    """

    assignments: tuple[Assignment, ...]
    words: tuple[Word, ...]
    redirects: tuple[Redirect, ...]
    span: Span

    if not TYPE_CHECKING:

        def __init__(self, assignments, words, redirects, span):
            self.assignments = assignments
            self.words = words
            self.redirects = redirects
            self.span = span


class Subshell(Record):
    body: Script
    redirects: tuple[Redirect, ...]
    span: Span


class Group(Record):
    """`{ ...; }`. zsh anonymous functions, whose arguments become a leading `set --`, `always` blocks, and commands
    behind redirections read as groups too; so does `[[ a && b ]]` for sh, with what dash would run behind the test."""

    body: Script
    redirects: tuple[Redirect, ...]
    span: Span


class If(Record):
    """Clauses are (condition, body) for `if` and each `elif`; `otherwise` is the `else` body."""

    clauses: tuple[tuple[Script, Script], ...]
    otherwise: Script | None
    redirects: tuple[Redirect, ...]
    span: Span


class While(Record):
    """`while` and `until`."""

    condition: Script
    body: Script
    until: bool
    redirects: tuple[Redirect, ...]
    span: Span


class For(Record):
    """`for name in words` and `select`; `words` is None without `in` (the positional parameters).

    zsh: several names are one text with blanks between; `repeat n` has no name and the count as its only word.
    """

    name: str
    words: tuple[Word, ...] | None
    body: Script
    redirects: tuple[Redirect, ...]
    span: Span


class ArithmeticFor(Record):
    """`for ((a; b; c))`; the header's parts as of a double-quoted word."""

    header: Word
    body: Script
    redirects: tuple[Redirect, ...]
    span: Span


class CaseArm(Record):
    patterns: tuple[Word, ...]
    body: Script
    terminator: str  # ;; ;& ;;& or empty


class Case(Record):
    subject: Word
    arms: tuple[CaseArm, ...]
    redirects: tuple[Redirect, ...]
    span: Span


class FunctionDefinition(Record):
    name: str
    body: Command
    span: Span


class Coprocess(Record):
    name: str
    body: Command
    span: Span


class Conditional(Record):
    """`[[ ... ]]`: its words and operators in order, operators as plain literal words."""

    words: tuple[Word, ...]
    redirects: tuple[Redirect, ...]
    span: Span


class ArithmeticCommand(Record):
    """`((...))`."""

    expression: Word
    redirects: tuple[Redirect, ...]
    span: Span


Command = (
    SimpleCommand
    | Subshell
    | Group
    | If
    | While
    | For
    | ArithmeticFor
    | Case
    | FunctionDefinition
    | Coprocess
    | Conditional
    | ArithmeticCommand
)


class Pipeline(Record):
    """Commands joined by `|` or `|&`, perhaps behind `!` or `time`."""

    commands: tuple[Command, ...]
    negated: bool
    span: Span
    stderr_too: tuple[bool, ...] = ()  # per joint: |&

    if not TYPE_CHECKING:

        def __init__(self, commands, negated, span, stderr_too=()):
            self.commands = commands
            self.negated = negated
            self.span = span
            self.stderr_too = stderr_too


class Statement(Record):
    """A pipeline and the operator that follows it: `;` `&` `&&` `||`, a newline, or nothing."""

    pipeline: Pipeline
    operator: str
    span: Span

    if not TYPE_CHECKING:

        def __init__(self, pipeline, operator, span):
            self.pipeline = pipeline
            self.operator = operator
            self.span = span


class Script(Record):
    """Statements in order. `text` is what all spans inside refer to (the outermost text, also within substitutions)."""

    statements: tuple[Statement, ...]
    span: Span


class Unreadable(Record):
    """What could not be read, and why. bash runs the complete lines before a syntax error: those are `prefix`."""

    reason: str
    position: int
    prefix: Script
