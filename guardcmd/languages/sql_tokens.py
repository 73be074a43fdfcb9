"""SQL text to tokens, for the quotes and comments of every dialect, and the commands of its clients.

Sources: PostgreSQL 4.1 Lexical Structure and psql(1), MySQL 8.4 reference 11 and 6.5.1, sqlite.org lang and cli,
Transact-SQL reference and sqlcmd, Oracle SQL*Plus reference, BigQuery and ClickHouse lexical structure.
"""

from __future__ import annotations

from guardcmd.languages.reading import HOLE
from guardcmd.languages.sql_client import line_command
from guardcmd.record import Record

# kind (word, name, string, number, param, op, meta, end), text, start, end, key: what keywords are compared with
Token = tuple[str, str, int, int, str]

BLANKS = " \t\r\n\f\v\x00\u00a0\ufeff"
DIGITS = "0123456789"
COMMAND_STARTS = "\\sS"  # elsewhere than at the start of a line: `\\g`, cqlsh's SOURCE
COMMENT_STARTS = "-#/*"
PAIRS = ("||", ":=", "<>", "!=", "<=", ">=", "::")
ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "b": "\b", "Z": "\x1a"}


class Lexicon(Record):
    """How one dialect quotes and comments."""

    backslash: bool = False  # '\'' is one string
    double: str = "name"  # what "x" is: name or string
    hash_comment: bool = False
    slash_comment: bool = False
    dash_blank: bool = False  # `--` is a comment only before a blank
    nested: bool = False  # /* /* */ */
    dollar: bool = False  # $$ ... $$
    brackets: bool = False  # [a name]
    executable: bool = False  # /*! runs */
    q_quote: bool = False  # q'[it's]'
    triple: bool = False  # '''...'''
    commands: str = ""  # whose client commands are understood
    variables: str = ""  # `$(` sqlcmd, `&` SQL*Plus: the client puts text there


POSTGRESQL = Lexicon(nested=True, dollar=True, commands="psql")
MYSQL = Lexicon(backslash=True, double="string", hash_comment=True, dash_blank=True, executable=True, commands="mysql")
SQLITE = Lexicon(brackets=True, commands="sqlite")
SQLSERVER = Lexicon(nested=True, brackets=True, commands="sqlcmd", variables="$(")
ORACLE = Lexicon(q_quote=True, commands="sqlplus", variables="&")
SNOWFLAKE = Lexicon(backslash=True, slash_comment=True, dollar=True, commands="bang")

LEXICONS: dict[str, tuple[Lexicon, ...]] = {
    "postgresql": (POSTGRESQL,),
    "mysql": (MYSQL,),
    "sqlite": (SQLITE,),
    "duckdb": (Lexicon(nested=True, dollar=True, commands="sqlite"),),
    "sqlserver": (SQLSERVER,),
    "oracle": (ORACLE,),
    "snowflake": (SNOWFLAKE,),
    "bigquery": (Lexicon(backslash=True, double="string", hash_comment=True, triple=True),),
    "clickhouse": (Lexicon(backslash=True, hash_comment=True, nested=True),),
    "db2": (Lexicon(commands="hive"),),
    "cassandra": (Lexicon(slash_comment=True, dollar=True, commands="cqlsh"),),
    "hive": (Lexicon(backslash=True, double="string", commands="hive"),),
    "trino": (Lexicon(),),
}
UNSURE = (POSTGRESQL, MYSQL, SQLSERVER)  # a dialect that nobody names is read in these three ways
TELLING = '\\#[`"$/'  # without these all three read the same


def lexicons(dialect: str, text: str) -> tuple[Lexicon, ...]:
    """The ways in which a text may be read: one where the dialect is known or does not matter."""
    own = LEXICONS.get(dialect)
    if own is not None:
        return own
    if any(character in text for character in TELLING) or "--" in text:
        return UNSURE
    return UNSURE[:1]


def scan(text: str, lexicon: Lexicon, client: bool) -> list[Token]:
    """The tokens without comments. `client`: a client program reads the text, so its commands count."""
    return _Scanner(text, lexicon, client).run()


class _Scanner:
    def __init__(self, text: str, lexicon: Lexicon, client: bool) -> None:
        self.text = text
        self.lexicon = lexicon
        self.client = client
        self.tokens: list[Token] = []
        self.at = 0
        self.statement = 0  # index of the current statement's first token
        self.delimiter = ";"
        self.executable = 0  # open /*! comments
        self.line_start = True

    def run(self) -> list[Token]:
        text, length = self.text, len(self.text)
        while self.at < length:
            character = text[self.at]
            if character in BLANKS:
                self.line_start = self.line_start or character == "\n"
                self.at += 1
            elif self.client and self._may_command(character) and self._command(character):
                continue
            elif character not in COMMENT_STARTS or not self._comment(character):
                self.line_start = False
                self._token(character)
        return self.tokens

    def _add(self, kind: str, text: str, end: int, key: str = "") -> None:
        self.tokens.append((kind, text, self.at, end, key))
        self.at = end

    def _end(self, key: str, length: int) -> None:
        first = self.statement
        self._add("end", key, self.at + length, key)
        self.statement = len(self.tokens)
        if self.client and self.lexicon.commands == "psql" and self._copies_from_here(first):
            self._skip_copied_rows()

    def _copies_from_here(self, first: int) -> bool:
        if self.tokens[first][4] != "COPY":
            return False
        keys = [token[4] for token in self.tokens[first:]]
        return "FROM" in keys and keys[keys.index("FROM") + 1 :][:1] == ["STDIN"]

    def _skip_copied_rows(self) -> None:
        close = self.text.find("\n\\.", self.at)
        self.at = len(self.text) if close < 0 else close + 3

    # --- client commands -------------------------------------------------------------------

    def _may_command(self, character: str) -> bool:
        if self.line_start or character in COMMAND_STARTS:
            return True
        return (
            self.lexicon.commands in ("mysql", "hive") and len(self.tokens) == self.statement
        )  # `SELECT 1; system rm x;`

    def _command(self, character: str) -> bool:
        open_statement = len(self.tokens) > self.statement
        command = line_command(self.text, self.at, self.lexicon.commands, self.line_start, open_statement)
        if command is None:
            return False
        name, argument, end, terminator = command
        if name == "delimiter":
            self.delimiter = argument or ";"
            self.at = end
        elif terminator:
            self._end(name, 0)
            self.at = end
        else:
            self._add("meta", argument, end, name)
            if not open_statement:
                self.statement = len(self.tokens)
        return True

    # --- comments --------------------------------------------------------------------------

    def _comment(self, character: str) -> bool:
        text, at, lexicon = self.text, self.at, self.lexicon
        following = text[at + 1 : at + 2]
        if character == "-" and following == "-":
            blank = text[at + 2 : at + 3]
            if lexicon.dash_blank and blank and blank not in BLANKS:
                return False
            return self._line_comment()
        if character == "#" and lexicon.hash_comment:
            return self._line_comment()
        if character == "/" and following == "/" and lexicon.slash_comment:
            return self._line_comment()
        if character == "/" and following == "*":
            return self._block_comment()
        if self.executable and character == "*" and following == "/":
            self.executable -= 1
            self.at += 2
            return True
        return False

    def _line_comment(self) -> bool:
        end = self.text.find("\n", self.at)
        self.at = len(self.text) if end < 0 else end
        return True

    def _block_comment(self) -> bool:
        text, at = self.text, self.at
        marker = 3 if text.startswith("/*!", at) else 4 if text.startswith("/*M!", at) else 0
        if marker and self.lexicon.executable:
            self.at += marker
            while self.at < len(text) and text[self.at] in DIGITS:
                self.at += 1
            self.executable += 1
            return True
        self.at = end_of_comment(text, at, self.lexicon.nested)
        return True

    # --- tokens ----------------------------------------------------------------------------

    def _token(self, character: str) -> None:
        text, at = self.text, self.at
        if text.startswith(self.delimiter, at):
            self._end(";" if self.delimiter == ";" else "delimiter", len(self.delimiter))
        elif character in "'\"`":
            self._quoted(character, self.lexicon.backslash)
        elif character == "[" and self.lexicon.brackets:
            self._bracketed()
        elif character == "$":
            self._dollar()
        elif character in DIGITS:
            end = self._run_of("._")
            self._add("number", text[at:end], end, text[at:end])
        elif character.isalpha() or character in "_#@" or character == HOLE:
            self._word()
        elif self.lexicon.variables and text.startswith(self.lexicon.variables, at):
            self._variable()
        elif character == ":" and text[at + 1 : at + 2].isalpha():
            self._colon()
        elif character == "?":
            self._add("param", "?", at + 1)
        else:
            pair = text[at : at + 2]
            operator = pair if pair in PAIRS else character
            self._add("op", operator, at + len(operator), operator)

    def _run_of(self, others: str, start: int = -1) -> int:
        text, end, length = self.text, self.at + 1 if start < 0 else start, len(self.text)
        while end < length and (text[end].isalnum() or text[end] in others or text[end] == HOLE):
            end += 1
        return end

    def _word(self) -> None:
        text, at = self.text, self.at
        end = self._run_of("_$" if self.lexicon.hash_comment else "_$#")
        word = text[at:end]
        if word == "@" and text[end : end + 1] == "@":
            self.at, end = at, self._run_of("_$", at + 2)
            word = text[at:end]
        cut = word.find(self.delimiter, 1)
        if cut > 0:
            end, word = at + cut, word[:cut]
        if text[end : end + 1] == "'" and self._prefixed(word, end):
            return
        kind = "param" if word[0] == "@" and len(word) > 1 else "op" if word in "@#" else "word"
        self._add(kind, word, end, word.upper())

    def _prefixed(self, word: str, quote: int) -> bool:
        """E'..', N'..', B'..', X'..', R'..', _utf8'..', q'[..]' with the quote behind the word."""
        prefix = word.upper()
        if self.lexicon.q_quote and prefix in ("Q", "NQ"):
            return self._q_quoted(quote)
        if prefix not in ("E", "N", "B", "X", "R", "RB", "BR") and not prefix.startswith("_"):
            return False
        self.at = quote
        self._quoted("'", prefix == "E" or (self.lexicon.backslash and "R" not in prefix))
        return True

    def _q_quoted(self, quote: int) -> bool:
        opening = self.text[quote + 1 : quote + 2]
        closing = {"[": "]", "{": "}", "(": ")", "<": ">"}.get(opening, opening) + "'"
        end = self.text.find(closing, quote + 2)
        end = len(self.text) if end < 0 else end
        self._add("string", self.text[quote + 2 : end], min(end + 2, len(self.text)))
        return True

    def _quoted(self, quote: str, backslash: bool) -> None:
        text, at = self.text, self.at
        if self.lexicon.triple and text.startswith(quote * 3, at):
            end = text.find(quote * 3, at + 3)
            end = len(text) if end < 0 else end
            self._add("string", text[at + 3 : end], min(end + 3, len(text)))
            return
        backslash = backslash and quote != "`"
        end = end_of_quote(text, at + 1, quote, backslash)
        content = unquoted(text[at + 1 : end], quote, backslash)
        is_name = quote == "`" or (quote == '"' and self.lexicon.double == "name")
        self._add("name" if is_name else "string", content, min(end + 1, len(text)))

    def _bracketed(self) -> None:
        end = end_of_quote(self.text, self.at + 1, "]", False)
        self._add("name", self.text[self.at + 1 : end].replace("]]", "]"), min(end + 1, len(self.text)))

    def _dollar(self) -> None:
        text, at = self.text, self.at
        if self.lexicon.variables and text.startswith(self.lexicon.variables, at):
            self._variable()
            return
        end = self._run_of("_")
        tag = text[at : end + 1]
        if self.lexicon.dollar and tag.endswith("$") and len(tag) > 1 and tag[1] not in DIGITS:
            close = text.find(tag, end + 1)
            close = len(text) if close < 0 else close
            self._add("string", text[end + 1 : close], min(close + len(tag), len(text)), "$")
        else:
            self._add("param", text[at:end], end)

    def _variable(self) -> None:
        """`$(name)` of sqlcmd, `&name` of SQL*Plus: the client puts unknown text there."""
        end = self._run_of("_", self.at + len(self.lexicon.variables))
        end += self.text.startswith(")" if self.lexicon.variables == "$(" else ".", end)
        self._add("word", HOLE, end, HOLE)

    def _colon(self) -> None:
        """`:name`: a bound parameter, or psql's variable."""
        end = self._run_of("_")
        self._add(
            "param", self.text[self.at : end], end, ":" if self.lexicon.commands == "psql" and self.client else ""
        )


def end_of_quote(text: str, start: int, quote: str, backslash: bool) -> int:
    """Where the closing quote stands, or the end of the text."""
    close = text.find(quote, start)
    while close >= 0:
        escape = text.find("\\", start, close) if backslash else -1
        if escape >= 0:
            start = escape + 2
            close = close if close >= start else text.find(quote, start)
        elif text.startswith(quote, close + 1):
            start = close + 2
            close = text.find(quote, start)
        else:
            return close
    return len(text)


def unquoted(content: str, quote: str, backslash: bool) -> str:
    if backslash and "\\" in content:
        parts = content.split("\\")
        kept = [parts[0]]
        place = 1
        while place < len(parts):
            part = parts[place]
            if part:
                kept.append(ESCAPED.get(part[0], part[0]) + part[1:])
            elif place + 1 < len(parts):
                place += 1
                kept.append("\\" + parts[place])
            place += 1
        content = "".join(kept)
    return content.replace(quote + quote, quote)


def end_of_comment(text: str, start: int, nested: bool) -> int:
    """Behind the `*/` that closes the comment at `start`, or the end of the text."""
    close = text.find("*/", start + 2)
    opening = text.find("/*", start + 2) if nested else -1
    depth = 1
    while close >= 0:
        if 0 <= opening < close:
            depth += 1
            position = opening + 2
            opening = text.find("/*", position)
            if close < position:
                close = text.find("*/", position)
            continue
        depth -= 1
        position = close + 2
        if not depth:
            return position
        close = text.find("*/", position)
        if 0 <= opening < position:
            opening = text.find("/*", position)
    return len(text)
