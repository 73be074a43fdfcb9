"""What a rule file says, once read: tools, wrappers, tables and rules. Data only."""

from __future__ import annotations

from guardcmd.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from guardcmd.calls import Call, Target
    from guardcmd.shell.ir import Span

EFFECTS = ("data", "outage", "access", "exposure", "recovery", "commitment")
REVERSIBILITIES = ("reversible", "recoverable", "irreversible")
BLAST_RADII = ("resource", "collection", "environment", "account")
STYLES = (
    "getopt", "getopt-exact", "pflag", "goflag", "argparse", "click", "commander", "single-dash", "find", "dd", "none",
)  # fmt: skip


class Carrier(Record):
    """An option, operand or standard input of a tool that holds code in a language.

    `where` is `option`, `operand` or `stdin`; `file` says that it names a file to read instead of being the text;
    `prefix` is how the value must begin to be code at all (`sqlplus app @x.sql`); with an option of `previews` the code
    is only checked (`bq query --dry_run`).
    """

    language: str
    where: str
    options: tuple[str, ...] = ()
    operand: int = 0  # index after the subcommand; -1 for all joined
    file: bool = False
    dialect: str = ""
    subcommand: tuple[str, ...] = ()
    prefix: str = ""
    previews: tuple[str, ...] = ()


class Tool(Record):
    """How one family of programs reads its command line (facts: each tool's manual)."""

    name: str
    programs: tuple[str, ...]
    style: str = "getopt"
    value_options: tuple[str, ...] = ()  # take a separate value: `-n/--namespace` gives both spellings
    optional_value_options: tuple[str, ...] = ()  # take only an attached value
    flags: tuple[str, ...] = ()  # known options without a value
    globals_first: bool = False  # options of the top level stand only before the subcommand
    operands_end_options: bool = False  # the first operand ends option reading (POSIX)
    aliases: Mapping[str, str] = {}  # subcommand spelling -> canonical, `del` -> `uninstall`
    verbs: tuple[str, ...] = ()  # the closed set of subcommands; empty for an open set
    harmless: tuple[str, ...] = ()  # subcommands that are known to be no finding: the fast path may allow them
    harmless_except: tuple[str, ...] = ()  # options (and their prefixes) that take even these off the fast path
    program_words: Mapping[str, str] = {}  # words that a program's name stands for: `docker-compose` -> `compose`
    nouns: Mapping[str, tuple[str, ...]] = {}  # canonical resource type -> its spellings
    noun_position: int = -1  # which word names the resource type; TYPE/NAME and comma lists are split
    previews: tuple[str, ...] = ()  # options that make any command of this tool a preview
    environment_options: Mapping[str, str] = {}  # variable -> `` (option words) or the option it sets
    target_options: Mapping[str, str] = {}  # option -> kind: `--context` -> `context`, `-d/--dbname` -> `database`
    target_environment: Mapping[str, str] = {}  # variable -> kind: `PGHOST` -> `host`
    carriers: tuple[Carrier, ...] = ()
    table: str = ""  # the cloud table that classifies `service operation`
    subcommand_value_options: Mapping[str, tuple[str, ...]] = {}  # only below these words: `compose` -> `-f/--file`
    subcommand_flags: Mapping[str, tuple[str, ...]] = {}  # likewise: `rm` -> `-f/--force`
    depth: int = 0  # how many words can name what is done; counted from the rules, the table and the nouns


class Table(Record):
    """What the operations of a cloud do, by verb, noun and explicit entry (docs/rules.md, Tables)."""

    name: str = ""
    depth: int = 2  # the word that names the operation; 0: the first that begins with a verb
    skip_words: tuple[str, ...] = ()  # words before the service that name a track: alpha, beta
    skip_verbs: tuple[str, ...] = ()  # prefixes before the verb: batch, admin
    verb_last: bool = False  # the verb may end the operation's name: disk-delete
    camel_case: bool = False  # DeleteInstance is delete-instance
    groups: tuple[str, ...] = ()  # words that begin with a verb and yet only name a group
    help_words: tuple[str, ...] = ()  # words that behind an operation only print its manual: help
    verbs: Mapping[str, str] = {}  # verb -> destroy, disrupt, modify, create, read ...
    data: tuple[str, ...] = ()  # nouns that hold data
    leaf: tuple[str, ...] = ()  # nouns that are one piece of data: item, object, message
    backup: tuple[str, ...] = ()  # nouns that are a copy to restore from
    minor: tuple[str, ...] = ()  # nouns that can be made again in a minute
    environment: tuple[str, ...] = ()  # nouns that hold all that runs in them: project, cluster
    control: tuple[str, ...] = ()  # nouns of access and protection
    control_services: tuple[str, ...] = ()
    explicit: Mapping[str, str] = {}  # `service operation` -> class


class Wrapper(Record):
    """A program that runs what its operands, options or standard input carry: a command, a line of code, a script."""

    programs: tuple[str, ...]
    style: str = "getopt-exact"
    value_options: tuple[str, ...] = ()
    optional_value_options: tuple[str, ...] = ()
    runs: str = "argv"  # argv, line (one operand is code, several are argv), code (the first operand), each (every
    # operand is code), joined (operands joined by blanks and re-read), package, script, none, text
    skip: int = 0  # operands of its own before the command: timeout 1
    subcommand: tuple[str, ...] = ()  # words that must come first: `exec`, `compose`, `exec|run`
    code_options: tuple[str, ...] = ()  # options whose value is code: `su -c`; `-o=ProxyCommand=` wants that prefix
    file_options: tuple[str, ...] = ()  # options whose value is a file of code: `awk -f`
    program_options: tuple[str, ...] = ()  # options that name the program; the command is its arguments: --entrypoint
    assignments: bool = False  # takes NAME=value words: env, sudo
    elevated: bool = False
    remote: bool = False
    host: str = ""  # where the host stands: `operand`
    unknown_operands: bool = False  # more operands come from input: xargs
    terminator: str = ""  # the command ends at this word: find `;`
    interactive: bool = False  # without a command it starts a shell whose input is code
    flags: tuple[str, ...] = ()  # known options without a value; an unlisted option is read both ways
    global_options: tuple[str, ...] = ()  # value options that stand before the subcommand only
    global_flags: tuple[str, ...] = ()
    permute: bool = False  # its options may also follow its own operands: ssh, kubectl exec
    dashes: bool = False  # the command stands only behind `--`
    command_options: tuple[str, ...] = ()  # the command follows this option, up to `terminator`: find -exec, gdb --args
    split_options: tuple[str, ...] = ()  # the value is split into words that are read in its place: env -S
    directory_options: tuple[str, ...] = ()  # change the directory of what runs: env -C
    no_command: tuple[str, ...] = ()  # options with which nothing is run: sudo -l
    shell_options: tuple[str, ...] = ()  # options that hand the command to a shell: sudo -s
    module_options: tuple[str, ...] = ()  # options that name a module to run: python -m
    placeholders: tuple[str, ...] = ()  # words that stand for what is found: {}
    names: Mapping[str, str] = {}  # package -> the program it brings, for `runs = "package"`
    code_environment: tuple[str, ...] = ()  # variables whose value is code: GIT_SSH_COMMAND
    language: str = "shell"  # of the code
    dialect: str = ""


class Pattern(Record):
    """All clauses must hold. Unset clauses hold. Words may contain `*`; `|` separates alternatives."""

    subcommand: tuple[tuple[str, ...], ...] = ()  # any of these word sequences leads the operands
    option: tuple[str, ...] = ()  # any of these is in effect; `--dry-run=client|server` also compares the value
    known_option: tuple[str, ...] = ()  # `--volume=/:*`: one of its values certainly is this
    all_options: tuple[str, ...] = ()  # every one of these is in effect
    not_option: tuple[str, ...] = ()  # none of these is in effect
    operand: tuple[str, ...] = ()  # any operand after the subcommand may be this
    not_operand: tuple[str, ...] = ()  # no operand is certainly this
    known_operand: tuple[str, ...] = ()  # some operand certainly is this: an unknown word is not enough
    operand_from: tuple[str, ...] = ()  # some operand is the output of a command like this: $(docker ps -q)
    operands: tuple[int, int] = (0, 1_000_000)  # least and most operands after the subcommand
    noun: tuple[str, ...] = ()  # the resource type (Tool.nouns)
    target_class: tuple[str, ...] = ()  # some target's path class is one of these
    fact: Mapping[str, tuple[str, ...]] = {}  # Call.facts, any of the values
    environment: Mapping[str, tuple[str, ...]] = {}  # a variable may have this value
    elevated: bool = False  # only under sudo, doas, su
    unknown_verb: bool = False  # the first word is none of Tool.verbs
    unknown_word: bool = False  # the subcommand itself cannot be known: `kubectl $verb`
    program: tuple[str, ...] = ()  # the program is one of these, where a tool has several


class Rule(Record):
    """Facts and patterns. `examples` are kept out of the compiled form."""

    id: str
    tool: str
    title: str
    why: str
    instead: str = ""
    preview: str = ""
    effect: str = "data"
    reversibility: str = "irreversible"
    blast_radius: str = "resource"
    any_of: tuple[Pattern, ...] = ()
    unless: tuple[Pattern, ...] = ()
    worse: tuple[str, ...] = ()  # options in effect that make the finding irreversible
    wider: tuple[str, ...] = ()  # options in effect that raise the blast radius by one (`--all`, `-A`)
    unasked: tuple[str, ...] = ()
    admin: tuple[str, ...] = ()  # operands or option values that mean admin, owner or wildcard rights
    target: Mapping[str, str] = {}
    decision: str = ""  # only `block`, and only for the tool `self`
    references: tuple[str, ...] = ()
    must_match: tuple[str, ...] = ()
    must_not_match: tuple[str, ...] = ()
    source: str = ""  # file it came from
    layer: str = "built-in"  # built-in, user, project


class RuleFile(Record):
    """One file: what it says of tools, wrappers and tables, and its rules. `path` is for messages."""

    path: str
    tools: tuple[Tool, ...] = ()
    wrappers: tuple[Wrapper, ...] = ()
    rules: tuple[Rule, ...] = ()
    tables: tuple[Table, ...] = ()


class Finding(Record):
    """A rule matched a call. The facts are the rule's after `worse`, `wider` and the unknown-target clause."""

    rule: Rule
    call: Call
    effect: str
    reversibility: str
    blast_radius: str
    targets: tuple[Target, ...]
    span: Span
    notes: tuple[str, ...] = ()
    admin: bool = False  # an operand or option value means admin, owner or wildcard rights (Rule.admin)
