"""What passes between the steps: invocations and payloads while text is opened, calls when it is understood."""

from __future__ import annotations

from guardcmd.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from guardcmd.shell.ir import Span
    from guardcmd.shell.value import Value


class Origin(Record):
    """How a command was reached. `via` goes from the outside in: `sudo`, `ssh web1`, `bash -c`, `deploy.sh:12`."""

    via: tuple[str, ...] = ()
    elevated: bool = False  # sudo, doas, su
    remote: bool = False  # another machine, container or namespace: local evidence does not apply
    host: str = ""
    file: str = ""  # the script file that the text was read from
    line: int = 0
    depth: int = 0
    guessed: bool = False  # found among the operands of a program that nobody listed: an unknown verb means nothing

    def through(
        self, step: str, elevated: bool = False, remote: bool = False, host: str = "", guessed: bool = False
    ) -> Origin:
        """The origin of what runs inside this step."""
        return self.replace(
            via=(*self.via, step),
            elevated=self.elevated or elevated,
            remote=self.remote or remote,
            host=host or self.host,
            depth=self.depth + 1,
            guessed=self.guessed or guessed,
        )


class Input(Record):
    """What stands on a command's standard input: known text, or what feeds it.

    `source` is `text` (here-document, here-string, `echo x |`), `file` (`< path`), `pipe` (output of a program that
    cannot be computed), `terminal` (typed in later, unseen) or `none`. `fetched` and `decoded` say that a network
    client or a decoder stands in the pipe; `command` is what writes into it, with its operands.
    """

    source: str = "none"
    text: Value | None = None
    path: Value | None = None
    program: str = ""
    fetched: bool = False
    decoded: bool = False
    command: str = ""


class Invocation(Record):
    """One program with its argv that may run, wherever it was hidden."""

    argv: tuple[Value, ...]
    environment: Mapping[str, Value]  # assignments before the command and exported ones of the same text
    directory: Value
    input: Input
    origin: Origin
    span: Span  # in the proposal's text
    state: object = None  # the shell state that a nested shell inherits (unwrap.state)
    produces: Value | None = None  # standard output, where it can be computed
    text: str = ""  # the command as written, for people


class Payload(Record):
    """Text in some language that a command carries: `shell`, `sql`, `python`, `javascript`, `http` ...

    `dialect` refines the language (bash, zsh, posix; postgresql, mysql, sqlite; ...). `client` is the invocation that
    carries it: its options name the database or host.
    """

    language: str
    text: Value
    origin: Origin
    span: Span
    directory: Value
    environment: Mapping[str, Value]
    dialect: str = ""
    client: Invocation | None = None
    state: object = None
    positional: tuple[Value, ...] = ()  # $0, $1 ... for shell text


class Opaque(Record):
    """Code that will run and that nobody has read. `source`: network, decode, local, variable, file or limit.

    `command` is the one that prints it, where that is known.
    """

    source: str
    carrier: str
    reason: str
    origin: Origin
    span: Span
    environment: Mapping[str, Value] = {}
    directory: Value | None = None
    command: str = ""


class Option(Record):
    """One option as it takes effect. `name` is canonical (`--force` for `--forc` and `-f`), `given` as written."""

    name: str
    value: Value | None = None
    given: str = ""
    uncertain: bool = False  # it may be another option: `-$x` (no name), an ambiguous prefix, `-ab` with an unknown -a


class Target(Record):
    """One thing that is named and would be lost.

    `kind` is path, database, table, resource, namespace, host, url, branch, process ...; `path_class` is set for
    paths (targets.paths). `count` is 1, or -1 for many and unknown.
    """

    kind: str
    name: Value
    path_class: str = ""
    count: int = 1


class Call(Record):
    """What one program, statement or request would do. One shape for every tool and language.

    `words` are the operands in order; the leading ones are the subcommand (`ec2`, `terminate-instances`), already in
    their canonical spelling. `facts` carries what a language reader or a cloud table knows: `class`, `where`,
    `transaction`, `noun`.
    """

    tool: str
    program: str
    words: tuple[Value, ...]
    options: tuple[Option, ...]
    directory: Value
    environment: Mapping[str, Value]
    origin: Origin
    span: Span
    facts: Mapping[str, str] = {}
    targets: tuple[Target, ...] = ()
    text: str = ""
    uncertain: bool = False  # one of several readings of the same command line
    client: Invocation | None = None  # of a language: what carried the text; its options name host and database
