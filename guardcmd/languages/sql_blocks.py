"""Where statements begin inside a chunk of SQL: procedural blocks, and Transact-SQL without semicolons.

Sources: PL/pgSQL 43.6, MySQL 15.6 compound statements, Transact-SQL control-of-flow, Oracle PL/SQL blocks.
"""

from __future__ import annotations

from guardcmd.languages.sql_cursor import Cursor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from guardcmd.languages.sql_tokens import Token

TRANSACTION_WORDS = (
    "TRANSACTION", "TRAN", "WORK", "ISOLATION", "READ", "IMMEDIATE", "DEFERRED", "EXCLUSIVE", "CONCURRENT",
    "DISTRIBUTED",
    "NOT",
)  # fmt: skip
CONDITIONS = ("IF", "ELSIF", "ELSEIF", "ELIF", "WHILE", "WHEN", "FOR", "FOREACH", "CASE", "UNTIL")
PASSED = ("ELSE", "LOOP", "REPEAT", "EXCEPTION", "TRY", "CATCH", "ATOMIC")
ENDED = ("IF", "LOOP", "WHILE", "CASE", "REPEAT", "TRY", "CATCH", "FOR")
HEADS = (
    "ALTER", "BACKUP", "BEGIN", "CALL", "COMMIT", "CREATE", "DBCC", "DELETE", "DENY", "DROP", "EXEC", "EXECUTE",
    "GRANT",
    "INSERT", "KILL", "MERGE", "RESTORE", "REVOKE", "ROLLBACK", "SELECT", "SET", "SHUTDOWN", "TRUNCATE", "UPDATE",
    "PERFORM", "RETURN", "PRINT", "RAISERROR", "THROW", "USE", "WITH", "GOTO", "DECLARE",
)  # fmt: skip
# what may follow a whole statement without a semicolon, and what a keyword must be followed by to be one
FOLLOWING: dict[str, tuple[str, ...]] = {
    "ALTER": ("TABLE", "DATABASE", "ROLE", "USER", "LOGIN", "SERVER"),
    "CREATE": ("TABLE", "USER", "LOGIN", "DATABASE"),
    "DROP": (
        "TABLE", "DATABASE", "SCHEMA", "VIEW", "PROCEDURE", "PROC", "FUNCTION", "INDEX", "USER", "LOGIN", "ROLE",
        "TRIGGER", "SEQUENCE", "TYPE",
    ),
    "TRUNCATE": ("TABLE",),
    "RESTORE": ("DATABASE", "LOG"),
    "BEGIN": ("TRAN", "TRANSACTION", "TRY"),
    "MERGE": ("INTO",),
    "INSERT": ("INTO",),
}  # fmt: skip
FOLLOWING_ANY = ("DELETE", "UPDATE", "EXEC", "EXECUTE", "COMMIT", "ROLLBACK", "USE", "IF")
NOT_BEFORE = {
    "ON", "FOR", "OF", ",", "OR", "AFTER", "BEFORE", "DO", "KEY", "THEN", "INSTEAD", "EXPLAIN", "ANALYZE", "AS", ".",
    "(",
    "=", "AND", "NOT", "ADD", "GRANT", "REVOKE", "DENY", "WITH", "IN", "BY", "SET", "ELSE", "END", "COLUMN", "SELECT",
    "NO", "MATCHED", "TO", "LANGUAGE", "DROP", "TABLE", "EXISTS",
}  # fmt: skip
OPEN_HEADS = {
    "DELETE", "UPDATE", "INSERT", "SELECT", "TRUNCATE", "DROP", "EXEC", "EXECUTE", "SET", "DECLARE", "PRINT", "USE",
    "BEGIN", "COMMIT", "ROLLBACK", "ALTER", "IF", "RAISERROR", "RETURN",
}  # fmt: skip
ROUTINES = ("FUNCTION", "PROCEDURE", "PROC", "TRIGGER", "EVENT", "PACKAGE", "RULE", "AGGREGATE", "TASK")
BEFORE_ROUTINE = (
    "OR", "REPLACE", "ALTER", "DEFINER", "TEMP", "TEMPORARY", "EDITIONABLE", "NONEDITIONABLE", "CONSTRAINT", "SQL",
    "SECURITY", "INVOKER", "SECURE", "TABLE", "EVENT",
)  # fmt: skip
NOT_A_BLOCK = {"SELECT", ",", ".", "=", "(", "FROM", "SET", "END"}  # `SELECT begin`
NEVER_DECLARED = {"DROP", "TRUNCATE", "DELETE", "ALTER", "GRANT", "REVOKE", "UPDATE", "CREATE", "PURGE"}


LONGEST_CONDITION = 4_000  # tokens between IF and THEN


class Chunk:
    """What stands between two terminators: `kind` is statement, routine or meta; `end` is the terminator's key."""

    __slots__ = ("end", "kind", "tokens")

    def __init__(self, kind: str, tokens: Sequence[Token], end: str = "") -> None:
        self.kind = kind
        self.tokens = tokens
        self.end = end


class Piece:
    """One statement inside a chunk. `conditional`: control flow stands before it."""

    __slots__ = ("conditional", "tokens")

    def __init__(self, tokens: Sequence[Token], conditional: bool) -> None:
        self.tokens = tokens
        self.conditional = conditional


# --- chunks ------------------------------------------------------------------------------


def chunks(tokens: Sequence[Token], oracle: bool) -> list[Chunk]:
    """Statements, stored routines as a whole, and client commands, in order."""
    splitter = _Splitter(oracle)
    for token in tokens:
        splitter.feed(token)
    splitter.finish()
    return splitter.found


class _Splitter:
    def __init__(self, oracle: bool) -> None:
        self.oracle = oracle
        self.found: list[Chunk] = []
        self.open: list[Token] = []
        self.routine = False
        self.depth = 0
        self.begun = False
        self.declares = False

    def feed(self, token: Token) -> None:
        kind, key = token[0], token[4]
        if kind == "meta":
            self.found.append(Chunk("meta", (token,)))
        elif (kind == "end" and key != ";") or (key == ";" and not self._goes_on()):
            self._close(key)
        else:
            self._count(token)
            self.open.append(token)

    def _count(self, token: Token) -> None:
        key = token[4]
        previous = self.open[-1][4] if self.open else ""
        if self.routine and self.declares and not self.begun and previous == ";" and key in NEVER_DECLARED:
            self._close(";")
            return
        if not self.routine and key in ROUTINES and len(self.open) < 14:
            self.routine = is_routine([*self.open, token])
        if not self.routine:
            return
        self.declares = self.declares or (self.oracle and key in ("IS", "AS"))
        if key == "BEGIN" and previous not in NOT_A_BLOCK:
            self.depth += 1
            self.begun = True
        elif key == "CASE" and previous != "END":
            self.depth += 1
        elif key == "END" and previous != ".":
            self.depth -= 1
        elif previous == "END" and key in ("IF", "LOOP", "WHILE", "REPEAT", "FOR"):
            self.depth += 1

    def _goes_on(self) -> bool:
        """Whether a semicolon stands inside a routine."""
        return self.routine and (self.depth > 0 or (self.declares and not self.begun))

    def _close(self, key: str) -> None:
        if self.open:
            self.found.append(Chunk("routine" if self.routine else "statement", self.open, key))
        elif key and self.found and self.found[-1].kind == "statement" and key != ";":
            self.found.append(Chunk("statement", (), key))
        self.open = []
        self.routine = self.begun = self.declares = False
        self.depth = 0

    def finish(self) -> None:
        """A routine that never ends was misread: what stands in it is read as statements."""
        if self._goes_on():
            start = 0
            for place, token in enumerate(self.open):
                if token[4] == ";":
                    self.found.append(Chunk("statement", self.open[start:place], ";"))
                    start = place + 1
            self.open = self.open[start:]
            self.routine = False
        self._close("")


def is_routine(tokens: Sequence[Token]) -> bool:
    """CREATE FUNCTION, PROCEDURE, TRIGGER, EVENT, PACKAGE, RULE: text that is stored, not run."""
    cursor = Cursor(tokens)
    if not cursor.take_any("CREATE", "ALTER"):
        return False
    for _ in range(12):
        key = cursor.key()
        if key in ROUTINES:
            return True
        if key not in BEFORE_ROUTINE:
            return False
        cursor.at += 1
        if key == "DEFINER":
            cursor.take("=")
            cursor.name()
            cursor.pass_parentheses()
    return False


# --- pieces ------------------------------------------------------------------------------


def pieces(chunk: Sequence[Token], loose: bool) -> list[Piece]:
    """The statements of the tokens between two terminators. `loose`: they may follow one another without one."""
    found: list[Piece] = []
    after_condition = False
    for segment in _segments(chunk, loose):
        query, tokens, controlled = _without_control(segment)
        if query:
            found.append(Piece(query, True))
        if tokens:
            found.append(Piece(_trimmed(tokens) if loose else tokens, controlled or after_condition))
        after_condition = segment[0][4] in CONDITIONS or segment[0][4] == "ELSE"
    return found


def _segments(chunk: Sequence[Token], loose: bool) -> list[Sequence[Token]]:
    """The chunk cut at op semicolons, and where a second statement starts without one."""
    found: list[Sequence[Token]] = []
    start = depth = cases = 0
    for place, token in enumerate(chunk):
        key = token[4]
        depth += (key == "(") - (key == ")")
        cases += (key == "CASE") - (key == "END" and cases > 0)
        if key == ";":
            found.append(chunk[start:place])
            start, depth, cases = place + 1, 0, 0
        elif loose and place > start and not depth and not cases and _starts(chunk, start, place):
            found.append(chunk[start:place])
            start = place
    found.append(chunk[start:])
    return [segment for segment in found if segment]


def _starts(chunk: Sequence[Token], start: int, place: int) -> bool:
    """Whether a new statement starts here although none ended."""
    token, key, before = chunk[place], chunk[place][4], chunk[place - 1]
    switched = chunk[start][4] == "SET" and before[4] in ("ON", "OFF") and place - start == 3  # SET NOCOUNT ON
    if token[0] != "word" or chunk[start][4] not in OPEN_HEADS or (before[4] in NOT_BEFORE and not switched):
        return False
    if (before[0] == "op" and before[4] != ")") or (before[4] == "BEGIN" and place == start + 1):
        return False
    behind = chunk[place + 1][4] if place + 1 < len(chunk) else ""
    further = chunk[place + 2][4] if place + 2 < len(chunk) else ""
    if (key == "IF" and behind == "EXISTS" and further != "(") or (key == "USE" and behind in ("INDEX", "KEY")):
        return False
    return key in FOLLOWING_ANY or behind in FOLLOWING.get(key, ())


def _trimmed(tokens: Sequence[Token]) -> Sequence[Token]:
    """Without the END that closes a block around it."""
    end = len(tokens)
    while end and tokens[end - 1][4] in ("END", "ELSE", "BEGIN", "TRY", "CATCH"):
        end -= 1
    if end == len(tokens) or any(token[4] == "CASE" for token in tokens[:end]):
        return tokens
    return tokens[:end] or tokens


def _without_control(tokens: Sequence[Token]) -> tuple[Sequence[Token], Sequence[Token], bool]:
    """(the query of a FOR loop, what is left behind BEGIN, IF ... THEN, ELSE, LOOP and labels, whether any stood)."""
    cursor = Cursor(tokens)
    query: Sequence[Token] = ()
    controlled = False
    while cursor.left:
        key = cursor.key()
        if key == "BEGIN" and len(tokens) - cursor.at > 1 and cursor.key(1) not in TRANSACTION_WORDS:
            cursor.at += 1
        elif key == "BEGIN" and cursor.key(1) == "NOT" and cursor.key(2) == "ATOMIC":
            cursor.at += 3
        elif key in PASSED and (len(tokens) > cursor.at + 1):
            cursor.at += 1
        elif key in CONDITIONS:
            start = cursor.at
            _pass_condition(cursor)
            if key == "FOR" and not query:
                query = _loop_query(tokens[start : cursor.at])
        elif key == "END" and (cursor.key(1) in ENDED or (controlled and len(tokens) > cursor.at + 1)):
            cursor.at += 1
            cursor.take_any(*ENDED)
        elif key == "<" and cursor.key(1) == "<":
            cursor.at += 5
        elif cursor.kind() == "word" and cursor.key(1) == ":" and cursor.key(2):
            cursor.at += 2
        elif key == "DECLARE" and cursor.kind(1) != "param" and cursor.find("BEGIN", limit=LONGEST_CONDITION) > 0:
            cursor.at = cursor.find("BEGIN")
        else:
            break
        controlled = True
    return query, tokens[cursor.at :], controlled


def _pass_condition(cursor: Cursor) -> None:
    """Behind THEN, LOOP or DO; without them (Transact-SQL) at the first statement."""
    opening = cursor.find("THEN", "LOOP", "DO", limit=LONGEST_CONDITION)
    if opening >= 0:
        cursor.at = opening + 1
        return
    cursor.at += 1
    head = cursor.find(*HEADS, limit=LONGEST_CONDITION)
    cursor.at = head if head >= 0 else len(cursor.tokens)


def _loop_query(tokens: Sequence[Token]) -> Sequence[Token]:
    """`FOR r IN DELETE FROM t RETURNING * LOOP`: the query runs."""
    start = Cursor(tokens).find("IN")
    if start < 0 or start + 1 >= len(tokens) or tokens[start + 1][4] not in HEADS:
        return ()
    return tokens[start + 1 : -1]
