"""What the names of a scripting language do: the tables that ruby.py, perl.py, php.py, r.py ... fill."""

from __future__ import annotations

from guardcmd.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from guardcmd.languages.script_tokens import Grammar


class Library(Record):
    """What the names of one language do. Names are dotted paths as the walk writes them, or their last part."""

    tool: str
    grammar: Grammar
    shell: tuple[str, ...]  # run a text, or an argv when given several arguments
    remove: Mapping[str, str]  # name -> the name that is reported
    write: tuple[str, ...]  # first argument is written
    open: tuple[str, ...]  # the mode decides
    onto: tuple[str, ...]  # last argument is overwritten
    glob: tuple[str, ...]
    evaluate: tuple[str, ...]  # run their text as code
    run_file: tuple[str, ...]
    join: tuple[str, ...]
    sql: tuple[str, ...]  # methods whose argument may be SQL
    http: Mapping[str, str]  # name -> method
    network: tuple[str, ...]  # what makes an evaluated text come from the network
    decoders: Mapping[str, str]  # name -> base64, hex, rot13, inflate
    concatenate: tuple[str, ...]  # operators that join texts
    bare: tuple[str, ...] = ()  # names that take arguments without parentheses
    chain: tuple[str, ...] = (".", "::", "->", "&.")
    mapper_delete: Mapping[str, str] = {}  # object mappers: name -> delete or update, of every row but for a where
    record_delete: tuple[str, ...] = ()  # object mappers: the rows that the chain before it finds
    same: tuple[str, ...] = ()  # give back their first argument
    trees: Mapping[str, str] = {}  # remove name -> the one that is reported with recursive=TRUE
    listing: tuple[str, ...] = ()  # give the entries of the folder that they are told
    lists: tuple[str, ...] = ()  # make a list of their arguments: c(1, 2)
    scratch: tuple[str, ...] = ()  # give a path in a temporary folder
    drops: Mapping[str, str] = {}  # names that drop a table -> how it is reported
    shell_methods: tuple[str, ...] = ()  # "rm x".execute()
    pipe: str = ""  # x |> f() is f(x)
