"""SQL text to what its statements do: `drop table users`, `delete orders` with where=missing, shell escapes.

Statements are classified, never executed in mind, but for what decides harm: a transaction that ends in ROLLBACK,
tables made TEMPORARY in the same text, routines that the same text calls, SQL inside strings that are executed.
"""

from __future__ import annotations

from guardcmd.calls import Call, Target
from guardcmd.languages import sql_rights, sql_rows, sql_schema, sql_tables
from guardcmd.languages.reading import HOLE, Reading, shown, unique, value_of
from guardcmd.languages.sql_blocks import ROUTINES, chunks, pieces
from guardcmd.languages.sql_client import CONNECTS, connecting, connection, run_command
from guardcmd.languages.sql_cursor import Cursor, fold, literal_groups
from guardcmd.languages.sql_tokens import lexicons, scan

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

    from guardcmd.calls import Option, Payload
    from guardcmd.languages.reading import Found
    from guardcmd.languages.sql_blocks import Chunk
    from guardcmd.languages.sql_tokens import Lexicon, Token

DEEPEST = 12  # statements inside statements
MOST_NESTED = 400  # texts inside texts, of one payload
QUALIFIED = ("mysql", "clickhouse", "cassandra")  # a name's first part is a database
TRANSACTIONAL_DDL = ("postgresql", "sqlite", "sqlserver", "duckdb")  # elsewhere DDL commits what was open
ROWS = ("delete", "update", "merge", "replace")
SCHEMA = ("drop", "truncate", "alter", "create", "grant", "revoke", "deny", "reassign")
NEVER_ROLLED_BACK = ("database", "tablespace", "system", "keyspace")
COMMITTING = ("CREATE", "ALTER", "DROP", "TRUNCATE", "RENAME", "GRANT", "REVOKE", "LOCK", "ANALYZE", "OPTIMIZE")


def read(payload: Payload, world: Any) -> list[Found]:
    """What the SQL of a payload does: Calls of the tool `sql`, Payloads of other languages, Opaque facts."""
    reading = Reading(payload, world)
    read_only = _is_read_only(reading)
    for text in reading.readable():
        for lexicon in lexicons(payload.dialect, text):
            Session(reading, payload.dialect, lexicon).read(text)
    if read_only:
        return unique([one for one in reading.found if not (isinstance(one, Call) and one.tool == "sql")])
    return unique(reading.found)


def _is_read_only(reading: Reading) -> bool:
    """`sqlite3 -readonly`: statements that change something fail; what else its text does still happens."""
    client = reading.payload.client
    if client is None or reading.payload.dialect not in ("sqlite", "duckdb"):
        return False
    return any(word.text in ("-readonly", "--readonly") for word in client.argv[1:])


class Act:
    """One thing that a statement does, kept until it is known whether it is rolled back."""

    __slots__ = ("database", "facts", "options", "payload", "text", "words")

    def __init__(self, words: tuple[str, ...], facts: dict[str, str], options: Sequence[Option], text: str) -> None:
        self.database = ""  # another one than the client was started with
        self.payload: Payload | None = None  # whose client says where it happens
        self.words = words
        self.facts = facts
        self.options = options
        self.text = text

    def undone_by_rollback(self, dialect: str) -> bool:
        if self.words[0] in ROWS:
            return True
        return (
            self.words[0] in SCHEMA
            and dialect in TRANSACTIONAL_DDL
            and not any(word in NEVER_ROLLED_BACK for word in self.words[1:2])
        )


class Session:
    """The statements of one text in order. Handlers put what they find into it."""

    def __init__(self, reading: Reading, dialect: str, lexicon: Lexicon) -> None:
        self.reading = reading
        self.dialect = dialect
        self.lexicon = lexicon
        self.program = reading.program
        self.client = reading.payload.client is not None or dialect == "db2"
        self.acts: list[Act] = []
        self.temporary: set[str] = set()
        self.routines: dict[str, Sequence[Token]] = {}
        self.begun: int | None = None  # how many acts there were at BEGIN
        self.procedural = False
        self.conditional = False
        self.depth = 0
        self.nested_texts = 0
        self.source = ""
        self.tokens: list[Token] = []
        self.guessed = False  # the literals of the text were already read as SQL
        self.database = ""  # the one that USE or the client's own command went over to
        self.payload = reading.payload
        self.attached: dict[str, str] = {}  # SQLite: name -> file

    def read(self, text: str) -> None:
        for word in self.payload.client.argv[1:] if self.payload.client is not None else ():
            command = connecting(word.text or "")
            if command is not None and word.text != text:
                self.connect(*command)
        self._text(text, self.client)
        own = self.reading.payload
        for act in self.acts:
            facts = {"dialect": self.dialect, **act.facts} if self.dialect else act.facts
            targets = (Target("database", value_of(act.database)),) if act.database else ()
            self.reading.payload = act.payload or own
            self.reading.call("sql", act.words, facts, act.options, act.text, targets)
        self.reading.payload = own

    # --- where it happens ------------------------------------------------------------------

    def connect(self, name: str, argument: str) -> None:
        """What follows happens in another database, perhaps on another host."""
        database, host, file = connection(name, argument)
        self.database = database or self.database
        client = self.payload.client
        if client is None or not (host or file or "=" in database or "://" in database):
            return
        if file:
            words = [value_of(file)]
        else:
            words = [*client.argv[1:], *([value_of("-d"), value_of(database)] if database else [])]
            words += [value_of("-h"), value_of(host)] if host else []
        self.payload = self.payload.replace(client=client.replace(argv=(client.argv[0], *words)))

    def _add(self, act: Act) -> None:
        act.database, act.payload = self.database, self.payload
        names = [word for word in act.words[1:] if "." in word]
        qualifier = names[0].partition(".")[0].lower() if names else ""
        client = self.payload.client
        if qualifier in self.attached and client is not None:
            argv = (client.argv[0], value_of(self.attached[qualifier]))
            act.payload = self.payload.replace(client=client.replace(argv=argv))
        elif names and self.dialect in QUALIFIED and names[0].count(".") == 1 and qualifier.strip("*"):
            act.database = names[0].partition(".")[0]
        self.acts.append(act)

    # --- what handlers say -----------------------------------------------------------------

    def act(
        self,
        verb: tuple[str, ...],
        operands: Iterable[str],
        facts: dict[str, str] | None = None,
        options: Sequence[Option] = (),
    ) -> None:
        names = tuple(operands)
        facts = dict(facts or {})
        if verb in (("delete",), ("update",)) and self._is_temporary(names[0]):
            facts["temporary"] = "yes"
        self._add(Act((*verb, *names), facts, options, self._shown()))

    def drop_act(self, verb: tuple[str, ...], names: list[str], options: Sequence[Option], temporary: bool) -> None:
        """Names of temporary tables apart from the others."""
        own = [name for name in names if temporary or self._is_temporary(name)]
        others = [name for name in names if name not in own]
        if others:
            self._add(Act((*verb, *others), {}, options, self._shown()))
        if own:
            self._add(Act((*verb, *own), {"temporary": "yes"}, options, self._shown()))
        if verb[0] == "drop":
            self.temporary.difference_update([name.lower() for name in names])

    def shell(self, command: str, step: str, remote: bool = False) -> None:
        self.reading.code("shell", command, step, remote=remote)

    def foreign(self, language: str, text: str, step: str) -> None:
        self.reading.code(language, text, step, remote=True)

    def opaque(self, source: str, reason: str) -> None:
        self.reading.opaque(source, reason)

    def nested(self, text: str, step: str, procedural: bool = False) -> None:
        """SQL in a string that is executed."""
        self.nested_texts += 1
        if self.nested_texts > MOST_NESTED or self.depth > DEEPEST:
            self.opaque("limit", "SQL inside SQL goes too deep to be read")
            return
        kept = (self.source, self.tokens, self.procedural, self.conditional, self.guessed)
        self.depth += 1
        self.procedural = self.procedural or procedural
        self.guessed = False
        self._text(text, False)
        self.depth -= 1
        self.source, self.tokens, self.procedural, self.conditional, self.guessed = kept

    def dynamic(self, tokens: Sequence[Token], step: str) -> None:
        """An expression whose text is executed; behind a variable, every literal of the text may be meant."""
        text = fold(tokens)
        if text and not text.startswith(HOLE):
            self.nested(text, step)
            return
        if self.guessed:
            return
        self.guessed = True
        self._guess([*literal_groups(self.tokens)], step)

    def _guess(self, groups: list[str], step: str) -> None:
        known = [text for text in groups if _head(text) in HANDLERS or _head(text) in HARMLESS]
        for text in known:
            self.nested(text, step)
        if not known:
            self.opaque("variable", f"the SQL that `{step}` executes is not known")

    def function(self, name: str, arguments: list[str]) -> None:
        """A function or procedure is called: one of this text, or one that does harm by itself."""
        body = self.routines.pop(name.upper(), None)
        if body is None:
            self._add(Act(("call", name, *arguments), {}, (), self._shown()))
        else:
            self._routine_body(body, name)

    # --- reading ---------------------------------------------------------------------------

    def _text(self, text: str, client: bool) -> None:
        self.source = text
        self.tokens = scan(text, self.lexicon, client)
        for chunk in chunks(self.tokens, self.dialect == "oracle"):
            if chunk.kind == "meta":
                name, argument = chunk.tokens[0][4], chunk.tokens[0][1]
                if name in CONNECTS:
                    self.connect(name, argument)
                run_command(name, argument, self.reading, self.dialect)
            elif chunk.kind == "routine":
                self._routine(chunk)
            else:
                self._chunk(chunk)

    def _chunk(self, chunk: Chunk) -> None:
        for piece in pieces(chunk.tokens, self.dialect in ("sqlserver", "")):
            self.conditional = piece.conditional
            self.statement(piece.tokens)
        if chunk.end == "\\gexec":
            self._guess(literal_groups(chunk.tokens), "\\gexec")
        elif chunk.end.startswith(("\\g ", "\\gx ")):
            name, _, argument = chunk.end.partition(" ")
            run_command(name, argument, self.reading, self.dialect)

    def statement(self, tokens: Sequence[Token], inner: bool = False) -> None:
        """One statement. `inner`: its changes inside parentheses were already seen."""
        cursor = Cursor(tokens)
        cursor.pass_words("(")
        if not cursor.left or self.depth > DEEPEST:
            if cursor.left:
                self.opaque("limit", "SQL inside SQL goes too deep to be read")
            return
        head = cursor.key()
        if HOLE in cursor.text() or head == ":":
            self.opaque(self.reading.hole_source(), "an SQL statement is not known")
            return
        if self._transaction(head, cursor):
            return
        self.depth += 1
        start = cursor.at
        cursor.at += 1
        self._handle(head, cursor, tokens[start:], inner)
        self.depth -= 1

    def _handle(self, head: str, cursor: Cursor, tokens: Sequence[Token], inner: bool) -> None:
        self.shown_from = tokens
        if head in ("EXPLAIN", "DESCRIBE", "DESC"):
            if head == "EXPLAIN" and sql_rows.executes(cursor):
                self.statement(cursor.tokens[cursor.at :])
            return
        if not inner and (head != "CREATE" or cursor.key() == "TABLE"):
            sql_rows.functions(tokens, self)
            sql_rows.inner_changes(tokens, self)
        handler = HANDLERS.get(head)
        if handler is not None:
            self.shown_from = tokens
            handler(cursor, self)

    # --- transactions ----------------------------------------------------------------------

    def _transaction(self, head: str, cursor: Cursor) -> bool:
        """Whether the statement is about the transaction itself."""
        following = cursor.key(1)
        if head == "BEGIN" or (head == "START" and following == "TRANSACTION"):
            if not (self.dialect == "sqlserver" and following not in ("TRAN", "TRANSACTION", "DISTRIBUTED")):
                self.begun = None if self.conditional else len(self.acts)
            return True
        if head == "COMMIT" or (head == "END" and following in ("", "TRANSACTION", "WORK")):
            self.begun = None
            return True
        if head in ("ROLLBACK", "ABORT"):
            self._rollback(cursor)
            return True
        if head in COMMITTING and self.dialect not in TRANSACTIONAL_DDL and following not in ("TEMPORARY", "TEMP"):
            self.begun = None
        return False

    def _rollback(self, cursor: Cursor) -> None:
        cursor.at += 1
        cursor.pass_words("WORK", "TRANSACTION", "TRAN")
        if cursor.left and cursor.key() not in ("AND", "NO", "RELEASE"):
            return
        if self.begun is not None and not self.conditional:
            for act in self.acts[self.begun :]:
                if act.undone_by_rollback(self.dialect):
                    act.facts["transaction"] = "rollback"
            self.temporary.clear()
        self.begun = None

    # --- stored routines -------------------------------------------------------------------

    def _routine(self, chunk: Chunk) -> None:
        """Kept until it is called: storing one changes no data. An event runs by itself."""
        cursor = Cursor(chunk.tokens)
        kind = ""
        while cursor.left and kind not in ROUTINES:
            kind = cursor.key()
            cursor.at += 1
        if kind in ("EVENT", "TASK"):
            self.conditional = True
            sql_schema.scheduled(cursor, self)
        elif kind in ("FUNCTION", "PROCEDURE", "PROC"):
            cursor.take("IF", "NOT", "EXISTS")
            name = cursor.name().rpartition(".")[2].upper()
            self.routines[name] = chunk.tokens[cursor.at :]

    def _routine_body(self, tokens: Sequence[Token], name: str) -> None:
        cursor = Cursor(tokens)
        language = cursor.clause("LANGUAGE", "AS", "IMMUTABLE", "STABLE", "VOLATILE", "RETURNS")
        spoken = language[0][1].lower() if language else ""
        for token in tokens:
            if token[0] == "string" and (token[4] == "$" or " " in token[1]):
                if spoken.startswith("plpython"):
                    self.foreign("python", token[1], f"sql {name}")
                else:
                    self.nested(token[1], f"sql {name}", procedural=True)
        start = max(cursor.find("AS"), cursor.find("IS"), cursor.find("BEGIN") - 1)
        self.procedural, kept = True, self.procedural
        for piece in pieces(tokens[start + 1 :], self.dialect in ("sqlserver", "")):
            self.conditional = piece.conditional
            self.statement(piece.tokens)
        self.procedural = kept

    # --- helpers ---------------------------------------------------------------------------

    def _is_temporary(self, name: str) -> bool:
        lower = name.lower()
        return lower in self.temporary or lower.startswith(("#", "@", "pg_temp.", "temp.", "tempdb..#"))

    shown_from: Sequence[Token] = ()

    def _shown(self) -> str:
        tokens = self.shown_from
        return shown(self.source[tokens[0][2] : tokens[-1][3]]) if tokens else ""


def _head(text: str) -> str:
    words = text[:200].split(None, 1)
    return words[0].rstrip(";(").upper() if words else ""


def _return(cursor: Cursor, out: Session) -> None:
    """PL/pgSQL: RETURN QUERY [EXECUTE] ..."""
    if cursor.take("QUERY"):
        out.statement(cursor.tokens[cursor.at :])


def _open(cursor: Cursor, out: Session) -> None:
    """OPEN c FOR EXECUTE 'x'."""
    place = cursor.find("EXECUTE")
    if place >= 0:
        out.dynamic(cursor.tokens[place + 1 :], "OPEN FOR EXECUTE")


def _match(cursor: Cursor, out: Session) -> None:
    """Cypher: MATCH (n) DETACH DELETE n."""
    if cursor.find("DELETE") >= 0:
        where = "missing" if cursor.find("WHERE") < 0 and cursor.text() == "(" else "present"
        out.act(("cypher-delete",), (), {"where": where})


HARMLESS = (
    "SELECT",
    "INSERT",
    "ANALYZE",
    "VACUUM",
    "REINDEX",
    "COMMENT",
    "REFRESH",
    "SHOW",
    "VALUES",
    "CLUSTER",
    "USE",
)

HANDLERS: dict[str, Callable[[Cursor, Session], None]] = {
    "ALTER": sql_schema.alter,
    "ATTACH": sql_tables.attach,
    "BATCH": sql_tables.batch,
    "CALL": sql_rights.call,
    "CHANGE": sql_rights.change,
    "COPY": sql_rows.copy,
    "COUNTER": sql_tables.batch,
    "CREATE": sql_schema.create,
    "DBCC": sql_rights.dbcc,
    "DELETE": sql_rows.delete,
    "DENY": sql_rights.deny,
    "DETACH": sql_schema.detach,
    "DO": sql_rights.do,
    "DROP": sql_schema.drop,
    "EXCHANGE": sql_tables.exchange,
    "EXEC": sql_rights.execute,
    "EXECUTE": sql_rights.execute,
    "FLASHBACK": sql_schema.flashback,
    "GRANT": sql_rights.grant,
    "INSERT": sql_rows.insert,
    "KILL": sql_rights.kill,
    "LOAD": sql_rows.load,
    "LOCK": sql_tables.lock,
    "MATCH": _match,
    "MERGE": sql_rows.merge,
    "OPEN": _open,
    "OPTIMIZE": sql_tables.optimize,
    "PREPARE": sql_rights.prepare,
    "PURGE": sql_schema.purge,
    "REASSIGN": sql_rights.reassign,
    "REMOVE": sql_rights.remove,
    "RENAME": sql_tables.rename,
    "REPLACE": sql_rows.replace,
    "RESET": sql_rights.reset,
    "RESTORE": sql_schema.restore,
    "RETURN": _return,
    "REVOKE": sql_rights.revoke,
    "RM": sql_rights.remove,
    "SELECT": sql_rows.select,
    "SET": sql_rights.set_,
    "SHUTDOWN": sql_rights.shutdown,
    "STOP": sql_rights.stop,
    "SYSTEM": sql_rights.system,
    "TRUNCATE": sql_schema.truncate,
    "UNLOGGED": sql_tables.batch,
    "UPDATE": sql_rows.update,
    "USE": sql_tables.use,
    "VACUUM": sql_tables.vacuum,
    "WITH": sql_rows.with_clause,
}
