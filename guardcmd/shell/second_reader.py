"""The second, independent reader: bashlex's tokenizer and LALR grammar, for structure only.

This is the only module that imports bashlex. Of bashlex 0.18 it uses the tokenizer, which finds words and operators,
and the grammar's tables, which find simple commands; `bashlex.parse` is never called (it expands words, loses commands
and can hang). Words stay as they are written.
"""

from __future__ import annotations

import sys

from guardcmd.record import Record
from guardcmd.shell.lalr import Grammar
from guardcmd.shell.raw import Refusal, after_single_quote, balanced, closing_backquote, unescape, unquoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

LIMIT = 20_000  # characters outside here-document bodies; beyond, the first reader decides alone
DEPTH = 40  # nested substitutions
ATTEMPTS = 32  # `((` that turned out to be nested subshells

# sha-256 of bashlex 0.18's productions, one per line; tests rebuild them from its grammar
PRODUCTIONS = "ee0fce728ac99a5ee0e7bec4aa2986ee34b4665a39a573775026208872a971dd"


class Head(Record):
    """One simple command: its words as written, without assignments and redirects."""

    words: tuple[str, ...]


class Refused(Record):
    """bashlex could not read the text."""

    reason: str


def read_heads(text: str) -> tuple[Head, ...] | Refused:
    """All simple commands of a text, also those in substitutions, here-documents and compound commands.

    Returns `Refused` for what bashlex cannot read; never raises.
    """
    try:
        return tuple(_Reader(_engine()).read(text, 0))
    except RecursionError:
        return Refused("nested too deeply")
    except MemoryError:
        return Refused("out of memory")
    except Exception as error:  # bashlex raises seven kinds on input that it does not expect
        return Refused(f"{type(error).__name__}: {error}"[:200])


class _Reader:
    def __init__(self, engine: _Engine) -> None:
        self.engine = engine
        self.size = 0

    def read(self, text: str, depth: int) -> Iterator[Head]:
        if depth > DEPTH:
            raise Refusal("nested too deeply")
        tokenizer = self.engine.tokenizer(text)
        self.size += len(text)
        if self.size > 8 * LIMIT + depth * LIMIT:
            raise Refusal("too much nested text")
        for words in self.engine.commands(tokenizer):
            if words:
                yield Head(tuple([text[start:end] for start, end in words]))
        for start, end in tokenizer.spans:
            for inner in self.nested(text[start:end]):
                yield from self.read(inner, depth + 1)
        for body in tokenizer.bodies:
            for inner in self.nested(body, body_of_here_document=True):
                yield from self.read(inner, depth + 1)

    def nested(self, raw: str, body_of_here_document: bool = False) -> Iterator[str]:
        """The command texts inside one raw word: `$( )`, backquotes, `<( )`, also within `${ }` and `$(( ))`."""
        if "(" not in raw and "`" not in raw:
            return
        at, end = 0, len(raw)
        nesting = ["heredoc"] if body_of_here_document else []  # of: double, brace, heredoc
        while at < end:
            char = raw[at]
            inside = nesting[-1] if nesting else ""
            quoted = inside in ("double", "heredoc") or (inside == "brace" and nesting[0] in ("double", "heredoc"))
            if char == "\\":
                at += 2
            elif char == "'" and not quoted:
                at = after_single_quote(raw, at, ansi=at > 0 and raw[at - 1] == "$")
            elif char == '"' and inside != "heredoc":
                if inside == "double":
                    nesting.pop()
                else:
                    nesting.append("double")
                at += 1
            elif char == "`":
                close = closing_backquote(raw, at + 1)
                yield unescape(raw[at + 1 : close], inside == "double")
                at = close + 1
            elif raw.startswith("${", at):
                nesting.append("brace")
                at += 2
            elif char == "}" and inside == "brace":
                nesting.pop()
                at += 1
            elif raw.startswith("$((", at) and (close := self._arithmetic_end(raw, at)):
                yield from self.nested(raw[at + 3 : close - 2], body_of_here_document=True)
                at = close
            elif raw.startswith("$(", at) or (char in "<>" and raw.startswith("(", at + 1) and not quoted):
                close = self.engine.tokenizer(raw).end_of_substitution(at + 2)
                yield raw[at + 2 : close - 1]
                at = close
            else:
                at += 1

    def _arithmetic_end(self, raw: str, at: int) -> int:
        """Where `$((...))` at a place ends, or 0 when it is a substitution that starts with a subshell."""
        close = self.engine.tokenizer(raw).end_of_pair(at + 2)
        inner = raw[at + 3 : close - 2]
        return close if raw[close - 2 : close] == "))" and balanced(inner) else 0


# --- bashlex: tables and tokenizer ---------------------------------------------------------


class _Engine:
    """The grammar and the tokenizer class, bound once per process."""

    def __init__(self, tables: Any, tokenizer: Any) -> None:
        self.tokenizer = tokenizer
        self.commands = Grammar(tables).commands


_bound: list[_Engine] = []


def _engine() -> _Engine:
    if not _bound:
        _bound.append(_bind())
    return _bound[0]


def _bind() -> _Engine:
    """bashlex's tokenizer and tables without its package body, which would build the tables anew."""
    modules = _submodules("tokenizer", "parsetab")
    tables = modules["parsetab"]
    if digest_of(tables._lr_productions) != PRODUCTIONS:
        return _Engine(_rebuilt(), _tokenizer_class(modules["tokenizer"], modules["flags"]))
    return _Engine(tables, _tokenizer_class(modules["tokenizer"], modules["flags"]))


def digest_of(productions: Any) -> str:
    """SHA-256, hex, over the text of every production in order."""
    try:
        from _sha2 import sha256
    except ImportError:
        from _sha256 import sha256  # type: ignore[import-not-found,no-redef]
    return str(sha256("\n".join([str(entry[0]) for entry in productions]).encode()).hexdigest())


def _submodules(*names: str) -> dict[str, Any]:
    """Submodules of bashlex, imported without running the package's own `__init__`, which imports its parser."""
    kept = {name: module for name, module in sys.modules.items() if name.split(".")[0] == "bashlex"}
    for name in kept:
        del sys.modules[name]
    package = type(sys)("bashlex")
    package.__path__ = _package_path()
    sys.modules["bashlex"] = package
    stand_in = "re" not in sys.modules
    if stand_in:  # the tokenizer imports re and does not use it: half a bare interpreter
        sys.modules["re"] = type(sys)("re")
    try:
        for name in names:
            __import__(f"bashlex.{name}")
        return {name[8:]: module for name, module in sys.modules.items() if name.startswith("bashlex.")}
    finally:
        if stand_in:
            del sys.modules["re"]
        for name in [name for name in sys.modules if name.split(".")[0] == "bashlex"]:
            del sys.modules[name]
        sys.modules.update(kept)


def _package_path() -> list[str]:
    import posix

    for folder in sys.path:
        try:
            posix.stat(f"{folder}/bashlex/tokenizer.py")
        except OSError:
            continue
        return [f"{folder}/bashlex"]
    raise Refusal("bashlex is not installed")


def _rebuilt() -> Any:  # the wheel's tables are not those of the release that was checked
    import bashlex.parser

    built = bashlex.parser.yaccparser
    tables = type(sys)("tables")
    tables._lr_action, tables._lr_goto = built.action, built.goto  # type: ignore[attr-defined]
    tables._lr_productions = [(str(p.str), p.name, p.len) for p in built.productions]  # type: ignore[attr-defined]
    return tables


def _tokenizer_class(module: Any, flags: Any) -> Any:
    """bashlex's tokenizer with what its 0.18 lacks: `[[ ]]`, `(( ))`, arrays, here-documents in compounds, `time`."""
    kinds = module.tokentype
    casepat = flags.parser.CASEPAT
    after_time = {
        None, kinds.SEMICOLON, kinds.NEWLINE, kinds.AND_AND, kinds.OR_OR, kinds.AMPERSAND, kinds.WHILE, kinds.DO,
        kinds.UNTIL, kinds.IF, kinds.THEN, kinds.ELIF, kinds.ELSE, kinds.LEFT_CURLY, kinds.LEFT_PAREN,
        kinds.RIGHT_PAREN, kinds.BANG, kinds.TIME, kinds.TIMEOPT, kinds.TIMEIGN,
    }  # fmt: skip
    before_pattern = {kinds.IN, kinds.NEWLINE, kinds.SEMI_SEMI, kinds.SEMI_AND, kinds.SEMI_SEMI_AND}
    blanks = " \t"

    class Tokenizer(module.tokenizer):  # type: ignore[misc]
        _current_token: Any

        def __init__(self, text: str) -> None:
            if (len(text) - len(text.rstrip("\\"))) % 2:
                text += "\\"  # a last backslash stands for itself
            super().__init__(text, parserstate=_Flags())
            self.spans: list[tuple[int, int]] = []  # of words that may hold substitutions
            self.bodies: list[str] = []  # of here-documents that the shell expands
            self.pending: list[tuple[str, bool, bool]] = []  # delimiter, quoted, tabs stripped
            self.conditional = ""
            self.attempts = 0
            self.cases = 0

        # -- places in the raw text

        def end_of_substitution(self, start: int) -> int:
            """The place after the `)` that closes a substitution whose text starts here."""
            self._shell_input_line_index = start
            self._parse_comsub(None, "(", ")", parsingcommand=True)
            return int(self._shell_input_line_index)

        def end_of_pair(self, start: int) -> int:
            self._shell_input_line_index = start
            self._parse_matched_pair(None, "(", ")")
            return int(self._shell_input_line_index)

        # -- tokens

        def token(self) -> Any:
            last = self._current_token
            token = super().token()
            kind = token.ttype
            if kind is kinds.TIMEIGN and last.ttype is kinds.TIME:  # time -- a: the grammar knows it only behind -p
                self._current_token = last
                return self.token()
            if last.ttype in (kinds.LESS_LESS, kinds.LESS_LESS_MINUS) and kind is kinds.WORD:
                quoted = any(char in token.value for char in "'\"\\")
                self.pending.append((unquoted(token.value), quoted, last.ttype is kinds.LESS_LESS_MINUS))
            elif kind in (kinds.WORD, kinds.ASSIGNMENT_WORD, kinds.COND_CMD, kinds.ARITH_CMD, kinds.ARITH_FOR_EXPRS):
                self.spans.append((token.lexpos, token.endlexpos))
            return token

        def _readtoken(self) -> Any:
            if self.conditional:
                return self._conditional_token()
            place = self._skip_blanks()
            line = self._shell_input_line
            if line.startswith("((", place) and self._token_to_read is None:
                found = self._arithmetic_token(place)
                if found is not None:
                    return found
            result = super()._readtoken()
            if result is kinds.NEWLINE:
                self._gather()
            elif result is kinds.SEMI_AND:
                self._parserstate.add(casepat)
            elif not isinstance(result, kinds) and result.ttype is kinds.COND_START:
                self.conditional = "body"
            elif not isinstance(result, kinds) and result.ttype is kinds.CASE:
                self.cases += 1
            return result

        def _skip_blanks(self) -> int:
            line, place = self._shell_input_line, self._shell_input_line_index
            while place < len(line) and line[place] in blanks:
                place += 1
            self._shell_input_line_index = place
            return int(place)

        def _at_command(self) -> bool:
            last = self._current_token if self._current_token.ttype else self._last_read_token
            return bool(self._reserved_word_acceptable(last)) and casepat not in self._parserstate

        def _arithmetic_token(self, place: int) -> Any:
            """`((...))` where a command may start and behind `for`; None when the parentheses are subshells."""
            last = self._last_read_token.ttype
            if last is not kinds.FOR and not self._at_command():
                return None
            if last is kinds.WORD:
                return None
            self._shell_input_line_index = place + 1
            try:
                self._parse_matched_pair(None, "(", ")")
            except Exception:
                self._shell_input_line_index = place
                self._failed_attempt()
                return None
            end = self._shell_input_line_index
            inner = self._shell_input_line[place + 2 : end - 2]
            if self._shell_input_line[end - 2 : end] != "))" and self._shell_input_line[end : end + 1] == ")":
                end += 1
                inner = self._shell_input_line[place + 2 : end - 2]
            if self._shell_input_line[end - 2 : end] != "))" or not balanced(inner):
                self._shell_input_line_index = place
                self._failed_attempt()
                return None
            self._shell_input_line_index = end
            kind = kinds.ARITH_FOR_EXPRS if last is kinds.FOR else kinds.ARITH_CMD
            return module.token(kind, "((", (place, end))

        def _failed_attempt(self) -> None:
            self.attempts += 1
            if self.attempts > ATTEMPTS:
                raise Refusal("too many ambiguous parentheses")

        def _conditional_token(self) -> Any:
            """What stands between `[[` and `]]` as one token, then `]]`."""
            line, place = self._shell_input_line, self._shell_input_line_index
            if self.conditional == "end":
                self.conditional = ""
                self._shell_input_line_index = place + 2
                return module.token(kinds.COND_END, "]]", (place, place + 2))
            self.conditional = "end"
            start = place
            while True:
                if place >= len(line):
                    raise Refusal("unclosed [[")
                char = line[place]
                if line.startswith("]]", place) and line[place - 1] in " \t\n" and line[place + 2 : place + 3] in _ENDS:
                    break
                if char == "\\":
                    place += 2
                elif char in "'\"`" or (char in "$<>" and line[place + 1 : place + 2] == "("):
                    place = self._after_construct(place)
                elif line.startswith("${", place):
                    self._shell_input_line_index = place + 2
                    self._parse_matched_pair(None, "{", "}", firstclose=True, dolbrace=True)
                    place = self._shell_input_line_index
                else:
                    place += 1
            self._shell_input_line_index = place
            return module.token(kinds.COND_CMD, line[start:place], (start, place))

        def _after_construct(self, place: int) -> int:
            line = self._shell_input_line
            char = line[place]
            if char == "'":
                return after_single_quote(line, place, ansi=line[place - 1] == "$")
            if char in '"`':
                self._shell_input_line_index = place + 1
                self._parse_matched_pair(char, char, char, parsingcommand=char == "`")
                return int(self._shell_input_line_index)
            return self.end_of_substitution(place + 2)

        # -- words

        def _readtokenword(self, char: str) -> Any:
            start = self._shell_input_line_index - 1
            token = super()._readtokenword(char)
            if token.ttype not in (kinds.WORD, kinds.ASSIGNMENT_WORD):
                return token
            line = self._shell_input_line
            while line[self._shell_input_line_index : self._shell_input_line_index + 1] == "(" and token.value:
                if not self._takes_parenthesis(token.value, line):
                    break
                if token.value[-1] == "=":  # declare -a x=(...): only the name is a word
                    token.name_end = start + len(token.value.rstrip("=").rstrip("+"))
                self._shell_input_line_index = self.end_of_substitution(self._shell_input_line_index + 1)
                rest = line[self._shell_input_line_index : self._shell_input_line_index + 1]
                if rest and rest not in "()<>;&| \t\n":
                    self._shell_input_line_index += 1
                    self._positions.append(start)
                    kept, name_end = token.ttype, getattr(token, "name_end", None)
                    token = super()._readtokenword(rest)
                    token.ttype, token.name_end = kept, name_end
                token.value = line[start : self._shell_input_line_index]
            token.lexpos, token.endlexpos = min(token.lexpos, start), max(token.endlexpos, self._shell_input_line_index)
            following = line[self._shell_input_line_index : self._shell_input_line_index + 1]
            if following in ("<", ">") and token.value[:1] == "{" and token.value[-1:] == "}":
                name = token.value[1:-1]
                if name.isidentifier():
                    token.ttype = kinds.REDIR_WORD
            return token

        def _takes_parenthesis(self, value: str, line: str) -> bool:
            """a=( , a+=( and the extended patterns @( *( +( ?( !( ; never a function's `name()`."""
            if value[-1] == "=" and self._is_assignment(value, False):
                return True
            function = line.startswith("()", self._shell_input_line_index)
            negation = value == "!" and self._at_command()
            return value[-1] in "@*+?!" and not negation and not function

        def _is_assignment(self, value: str, compound: bool) -> Any:
            name, bracket, _ = value.partition("[")
            if bracket and name.isidentifier() and name.isascii():
                depth, place = 0, len(name)
                while place < len(value):
                    depth += {"[": 1, "]": -1}.get(value[place], 0)
                    place += 1
                    if depth == 0:
                        break
                return place if value.startswith(("=", "+="), place) else False
            return super()._is_assignment(value, compound)

        def _reserved_word_acceptable(self, token: Any) -> bool:
            if casepat in self._parserstate:
                return False
            return bool(super()._reserved_word_acceptable(token)) or (token and token.ttype in after_compound)

        def _specialcasetokens(self, text: str) -> Any:
            last, before = self._last_read_token.ttype, self._token_before_that.ttype
            if text == "in" and last is kinds.WORD and before is kinds.CASE:
                self._parserstate.add(casepat)
                return kinds.IN
            self._esacs_needed_count = 0
            if text == "esac" and self.cases and last in before_pattern:
                self.cases -= 1
                self._parserstate.discard(casepat)
                return kinds.ESAC
            if text == "time":
                return kinds.TIME if last in after_time and casepat not in self._parserstate else kinds.WORD
            if text == "--" and last is kinds.TIME:
                return kinds.TIMEIGN
            if text == "{" and last is kinds.WORD and before is kinds.COPROC:
                self._open_brace_count += 1
                return kinds.LEFT_CURLY
            return super()._specialcasetokens(text)

        # -- here-documents

        def _gather(self) -> None:
            line = self._shell_input_line
            for delimiter, quoted, stripped in self.pending:
                start = place = self._shell_input_line_index
                while place < len(line):
                    stop = line.find("\n", place)
                    stop = len(line) if stop < 0 else stop
                    current = line[place:stop]
                    if (current.lstrip("\t") if stripped else current) == delimiter:
                        self._body(line[start:place], quoted)
                        place = stop + 1
                        break
                    place = stop + 1
                else:
                    self._body(line[start:], quoted)  # bash warns and takes the end of the text
                self._shell_input_line_index = min(place, len(line))
            self.pending.clear()

        def _body(self, body: str, quoted: bool) -> None:
            if not quoted:
                self.bodies.append(body)

    after_compound = {kinds.RIGHT_PAREN, kinds.FI, kinds.DONE, kinds.ESAC, kinds.COND_END, kinds.ARITH_CMD}
    return Tokenizer


_ENDS = ("", " ", "\t", "\n", ";", "&", "|", ")", "<", ">")


class _Flags(set):  # type: ignore[type-arg]
    """The tokenizer's state flags; bashlex's own set checks types at every step."""

    def __and__(self, flag: Any) -> Any:
        return flag in self

    def __ior__(self, flag: Any) -> Any:  # type: ignore[misc]
        self.add(flag)
        return self
