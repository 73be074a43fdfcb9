"""Ruby, Perl, PHP and Lua text to tokens: strings of every quoting, backquotes, here-documents, regular expressions."""

from __future__ import annotations

from guardcmd.languages.reading import HOLE
from guardcmd.record import Record

CLOSING = {"(": ")", "[": "]", "{": "}", "<": ">"}
ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "e": "\x1b", "a": "\a", "s": " "}
BLANKS = " \t\r\f\v"


class Grammar(Record):
    """How one language comments and quotes."""

    name: str
    line_comments: tuple[str, ...] = ("#",)
    block_comments: tuple[tuple[str, str], ...] = ()
    sigils: str = ""  # characters that a variable's name starts with
    quote_words: tuple[str, ...] = ()  # perl: q qq qw qx m s tr y qr
    percent: bool = False  # ruby: %w %q %x
    backquotes: bool = True
    interpolates: str = ""  # `#{` or `$`
    regexes: bool = False
    here: str = ""  # `<<` or `<<<`
    long_strings: bool = False  # lua: [[ ... ]]
    name_characters: str = "_"
    quote_prefixes: str = ""  # R: r"(raw)"


class Token:
    """`kind`: word, variable, string, shell (a shell runs it), code (it is run), regex, number, op, newline.

    `parts` of a string are its literal texts and, as ("code", text) or ("variable", name), what is put between them.
    """

    __slots__ = ("blank", "kind", "parts", "text")

    def __init__(self, kind: str, text: str, parts: list[tuple[str, str]] | None = None, blank: bool = False) -> None:
        self.kind = kind
        self.text = text
        self.parts = parts or []
        self.blank = blank  # a blank stands before it


def scan(text: str, grammar: Grammar) -> list[Token]:
    """All tokens of a text. Nothing is refused: what does not end goes to the end of the text."""
    return _Scanner(text, grammar).run()


class _Scanner:
    def __init__(self, text: str, grammar: Grammar) -> None:
        self.text = text
        self.grammar = grammar
        self.at = 0
        self.tokens: list[Token] = []
        self.waiting: list[tuple[str, str, Token]] = []  # here-documents: end word, quote, their token

    def run(self) -> list[Token]:
        text = self.text
        while self.at < len(text):
            character = text[self.at]
            blank = self.at > 0 and text[self.at - 1] in " \t\n"
            if character == "\n":
                self.at += 1
                self._add("newline", "\n")
                self._here_bodies()
            elif character in BLANKS:
                self.at += 1
            elif not self._comment():
                before = len(self.tokens)
                self._token(character)
                if len(self.tokens) > before:
                    self.tokens[before].blank = blank
        return self.tokens

    def _add(self, kind: str, text: str, parts: list[tuple[str, str]] | None = None) -> None:
        self.tokens.append(Token(kind, text, parts))

    def _comment(self) -> bool:
        text, at = self.text, self.at
        for opening, closing in self.grammar.block_comments:
            at_line_start = (not opening[0].isalpha() and opening[0] != "=") or at == 0 or text[at - 1] == "\n"
            if text.startswith(opening, at) and at_line_start:
                end = text.find(closing, at + len(opening))
                self.at = len(text) if end < 0 else end + len(closing)
                return True
        for opening in self.grammar.line_comments:
            if text.startswith(opening, at) and not (opening == "#" and at and text[at - 1] in "$&"):
                end = text.find("\n", at)
                self.at = len(text) if end < 0 else end
                return True
        return False

    def _token(self, character: str) -> None:
        grammar, text, at = self.grammar, self.text, self.at
        if character in "'\"":
            self._quoted(character)
        elif (
            character in grammar.quote_prefixes
            and text[at + 1 : at + 2] in ("'", '"')
            and text[at + 2 : at + 3] in "([{"
        ):
            self._delimited("string", at + 3, CLOSING[text[at + 2]] + text[at + 1], False)
        elif character == "`" and grammar.backquotes:
            self._delimited("shell", at + 1, "`", True)
        elif self._here() or (character in grammar.sigils and self._variable()):
            return
        elif character.isalpha() or character in grammar.name_characters or character == HOLE:
            self._word()
        elif character.isdigit():
            self._add("number", self._name())
        elif grammar.percent and character == "%" and self._percent():
            return
        elif grammar.long_strings and text.startswith("[[", at):
            self._delimited("string", at + 2, "]]", False)
        elif grammar.regexes and character == "/" and self._value_expected():
            self._delimited("regex", at + 1, "/", False)
        else:
            length = 2 if text[at : at + 2] in ("::", "->", "=>", "..", "==", "&&", "||", "&.", "<-", "<>") else 1
            self.at += length
            self._add("op", text[at : at + length])

    def _value_expected(self) -> bool:
        """Whether a `/` here starts a regular expression."""
        last = next((token for token in reversed(self.tokens) if token.kind != "newline"), None)
        if last is None or (last.kind == "op" and last.text not in (")", "]", "}")):
            return True
        return last.kind == "word" and last.text in (
            "split",
            "grep",
            "if",
            "unless",
            "and",
            "or",
            "not",
            "return",
            "when",
        )

    def _name(self) -> str:
        text, start, end = self.text, self.at, self.at + 1
        allowed = self.grammar.name_characters
        while end < len(text) and (text[end].isalnum() or text[end] in allowed or text[end] == HOLE):
            end += 1
        self.at = end
        return text[start:end]

    def _word(self) -> None:
        word = self._name()
        if (
            self.text[self.at : self.at + 1] in ("!", "?")
            and self.grammar.percent
            and self.text[self.at + 1 : self.at + 2] != "="
        ):
            self.at += 1
        if word in self.grammar.quote_words and self._quote_word(word):
            return
        self._add("word", word)

    def _variable(self) -> bool:
        """$x, @x, ${x}, $x in PHP and Perl; @x in Ruby."""
        text, start = self.text, self.at
        place = start + 1
        while place < len(text) and text[place] in self.grammar.sigils + "#":
            place += 1
        if place < len(text) and text[place] == "{":
            end = text.find("}", place)
            if end > 0 and text[place + 1 : end].isidentifier():
                self.at = end + 1
                self._add("variable", text[place + 1 : end])
                return True
            return False
        if place >= len(text) or not (text[place].isalnum() or text[place] == "_" or text[place] == HOLE):
            return False
        self.at = place
        self._add("variable", self._name())
        return True

    # --- strings ---------------------------------------------------------------------------

    def _quoted(self, quote: str) -> None:
        self._delimited("string", self.at + 1, quote, quote == '"')

    def _delimited(self, kind: str, start: int, closing: str, interpolated: bool, opening: str = "") -> None:
        """A literal up to its closing delimiter; nested ones where opening and closing differ."""
        end = self._end_of(start, closing, opening)
        content = self.text[start:end]
        self.at = min(end + len(closing), len(self.text))
        if kind == "regex":
            self._flags()
            self._add(kind, content)
        elif interpolated:
            self._add(kind, "", self.interpolated(content))
        else:
            self._add(kind, "", [("text", content.replace("\\" + closing, closing).replace("\\\\", "\\"))])

    def _end_of(self, start: int, closing: str, opening: str = "") -> int:
        text, place, depth = self.text, start, 0
        escapes = closing != "]]"
        while place < len(text):
            if text[place] == "\\" and escapes:
                place += 2
                continue
            if text.startswith(closing, place):
                if not depth:
                    return place
                depth -= 1
            elif opening and text[place] == opening:
                depth += 1
            place += 1
        return len(text)

    def _flags(self) -> str:
        start = self.at
        while self.at < len(self.text) and self.text[self.at].isalpha():
            self.at += 1
        return self.text[start : self.at]

    def interpolated(self, content: str) -> list[tuple[str, str]]:
        """The literal texts of a string, and what stands between them."""
        parts: list[tuple[str, str]] = []
        literal: list[str] = []
        place = 0
        while place < len(content):
            character = content[place]
            if character == "\\" and place + 1 < len(content):
                literal.append(ESCAPED.get(content[place + 1], content[place + 1]))
                place += 2
                continue
            inside, length = self._inside(content, place)
            if length:
                parts += [("text", "".join(literal)), inside]
                literal = []
                place += length
            else:
                literal.append(character)
                place += 1
        return [*parts, ("text", "".join(literal))]

    def _inside(self, content: str, place: int) -> tuple[tuple[str, str], int]:
        """What is put in at a place, and its length; length 0 for nothing."""
        style = self.grammar.interpolates
        if style == "#{" and content.startswith("#{", place):
            end = _matching(content, place + 1)
            return ("code", content[place + 2 : end]), end + 1 - place
        if style != "$" or content[place] not in ("$", "@", "{"):
            return ("", ""), 0
        if content.startswith("@{[", place):
            end = content.find("]}", place)
            end = len(content) if end < 0 else end
            return ("code", content[place + 3 : end]), end + 2 - place
        start = place + 1
        if content[place] == "{":
            if content[start : start + 1] != "$":
                return ("", ""), 0
            end = _matching(content, place)
            return ("variable", _leading_name(content[start + 1 : end])), end + 1 - place
        if content[start : start + 1] == "{":
            end = _matching(content, start)
            return ("variable", _leading_name(content[start + 1 : end])), end + 1 - place
        name = _leading_name(content[start : start + 200])
        return (("variable", name), 1 + len(name)) if name else (("", ""), 0)

    # --- literals of one language ------------------------------------------------------------

    def _quote_word(self, word: str) -> bool:
        """Perl: q(..), qq{..}, qw/../, qx(..), m//, s///e, tr///; not `s => 1`, `y = 2`."""
        text, place = self.text, self.at
        while place < len(text) and text[place] in BLANKS:
            place += 1
        delimiter = text[place : place + 1]
        after_arrow = self.tokens and self.tokens[-1].text in ("->", "sub", "&")
        if (
            not delimiter
            or delimiter.isalnum()
            or delimiter in "_,;)=\n "
            or after_arrow
            or text.startswith("=>", place)
        ):
            return False
        closing = CLOSING.get(delimiter, delimiter)
        opening = delimiter if closing != delimiter else ""
        if word in ("s", "tr", "y"):
            self._substitution(word, place, closing, opening)
        elif word in ("m", "qr"):
            self._delimited("regex", place + 1, closing, False, opening)
        elif word == "qw":
            end = self._end_of(place + 1, closing, opening)
            self.at = min(end + 1, len(text))
            self._add("op", "(")
            for each in text[place + 1 : end].split():
                self.tokens += [Token("string", "", [("text", each)]), Token("op", ",")]
            self._add("op", ")")
        else:
            kind = "shell" if word == "qx" else "string"
            self._delimited(kind, place + 1, closing, word != "q" and closing != "'", opening)
        return True

    def _substitution(self, word: str, place: int, closing: str, opening: str) -> None:
        first = self._end_of(place + 1, closing, opening)
        start = first + 1
        if opening:
            while start < len(self.text) and self.text[start] in " \t\n":
                start += 1
            opening = self.text[start : start + 1]
            closing = CLOSING.get(opening, opening)
            start += 1
        second = self._end_of(start, closing, opening if closing != opening else "")
        replacement = self.text[start:second]
        self.at = min(second + 1, len(self.text))
        if "e" in self._flags() and word == "s":
            self._add("code", replacement)
        else:
            self._add("regex", replacement)

    def _percent(self) -> bool:
        """Ruby: %x(..), %w[..], %q{..}, %(..); not `a % b`."""
        text, at = self.text, self.at
        letter = text[at + 1 : at + 2]
        place = at + 2 if letter.isalpha() else at + 1
        delimiter = text[place : place + 1]
        if (letter.isalpha() and letter not in "xwWqQiIrs") or delimiter not in "([{<|!/" or not delimiter:
            return False
        if not letter.isalpha() and not self._value_expected():
            return False
        closing = CLOSING.get(delimiter, delimiter)
        opening = delimiter if closing != delimiter else ""
        if letter in "wWiI" and letter:
            end = self._end_of(place + 1, closing, opening)
            self.at = min(end + 1, len(text))
            self._add("op", "[")
            for each in text[place + 1 : end].split():
                self.tokens += [Token("string", "", [("text", each)]), Token("op", ",")]
            self._add("op", "]")
        else:
            kind = {"x": "shell", "r": "regex"}.get(letter, "string")
            self._delimited(kind, place + 1, closing, letter != "q", opening)
        return True

    def _here(self) -> bool:
        """<<~EOS, <<"EOT", <<<'EOT': the body starts with the next line."""
        if not self.grammar.here or not self.text.startswith(self.grammar.here, self.at):
            return False
        text, place = self.text, self.at + len(self.grammar.here)
        while (place < len(text) and text[place] in "~- " and self.grammar.here == "<<") or text[
            place : place + 1
        ] == " ":
            place += 1
        quote = text[place : place + 1] if text[place : place + 1] in ("'", '"', "`") else ""
        start = place + len(quote)
        end = start
        while end < len(text) and (text[end].isalnum() or text[end] == "_"):
            end += 1
        word = text[start:end]
        if not word or word[0].isdigit() or (not quote and self.grammar.here == "<<" and not word[0].isupper()):
            return False
        self.at = end + len(quote)
        self._add("shell" if quote == "`" else "string", "")
        self.waiting.append((word, quote, self.tokens[-1]))
        return True

    def _here_bodies(self) -> None:
        for word, quote, token in self.waiting:
            start = place = self.at
            end = len(self.text)
            while place < len(self.text):
                line_end = self.text.find("\n", place)
                line_end = len(self.text) if line_end < 0 else line_end
                if self.text[place:line_end].strip().rstrip(";,)") == word:
                    end = place
                    break
                place = line_end + 1
            body = self.text[start:end]
            self.at = min(place + len(word), len(self.text)) if end < len(self.text) else len(self.text)
            token.parts = [("text", body)] if quote == "'" else self.interpolated(body)
        self.waiting = []


def _matching(content: str, opening: int) -> int:
    """Where the brace at `opening` is closed."""
    depth = 0
    for place in range(opening, len(content)):
        depth += (content[place] == "{") - (content[place] == "}")
        if not depth:
            return place
    return len(content)


def _leading_name(text: str) -> str:
    end = 0
    while end < len(text) and (text[end].isalnum() or text[end] in "_" or text[end] == HOLE):
        end += 1
    return text[:end]
