"""What the names of a scripting language do: the tables that ruby.py, perl.py, php.py and lua.py fill."""

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
    mapper_delete: tuple[str, ...] = ()  # object mappers: every row
    same: tuple[str, ...] = ()  # give back their first argument
