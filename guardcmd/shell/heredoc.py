"""Here-documents: the delimiter, and the bodies that stand behind the line."""

from __future__ import annotations

from guardcmd.shell.ansi import decode
from guardcmd.shell.expansions import Expansions
from guardcmd.shell.ir import HereDocument, Literal, Word
from guardcmd.shell.lexer import Pending, Stop

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.shell.ir import Part, Redirect


class HereDocuments(Expansions):
    """Reads the bodies that wait when a line ends."""

    def announce(self, redirect: Redirect, delimiter: str, strip: bool) -> None:
        """Notes a `<<` whose delimiter was written like this."""
        text, quoted = unquoted(delimiter)
        self.pending.append(Pending(redirect, text, quoted, strip))

    def here_documents(self) -> None:
        waiting, self.pending = self.pending, []
        for document in waiting:
            self.step()
            document.redirect.here = self.body(document)  # type: ignore[misc]  # nobody has seen it yet

    def body(self, document: Pending) -> HereDocument:
        """The body that starts here; leaves the reader behind the delimiter's line. The text's end closes it too."""
        start = self.at
        places: list[tuple[int, int]] = []  # the kept stretches: lines without the tabs of <<-
        while self.at < self.length:
            line = self.at
            if document.strip:
                line = self.run(line, "\t")
            if "\n" not in document.delimiter and self.is_delimiter(line, document):
                break
            end = self.line_end(line, document.quoted)
            if places and places[-1][1] == line:
                places[-1] = (places[-1][0], end)
            else:
                places.append((line, end))
            self.at = end
        else:
            places = places or [(start, start)]
        return self.document(places or [(start, start)], document.quoted)

    def is_delimiter(self, line: int, document: Pending) -> bool:
        """Whether the delimiter stands alone on this line; if so, passes the line."""
        text = self.text
        delimiter = document.delimiter
        end = line + len(delimiter)
        if not document.quoted and text.find("\\\n", line, end + 2) >= 0:
            joined, end = self.joined_start(line, len(delimiter))
            if joined != delimiter:
                return False
        elif not text.startswith(delimiter, line):
            return False
        if text[end] == "\n" or end >= self.length:
            self.at = min(end + 1, self.length)
            return True
        if not self.in_substitution:
            return False
        close = text.find("\n", end)
        if text.find(")", end, close if close >= 0 else self.length) < 0:
            return False
        self.at = end  # $(cat <<E⏎...⏎E)
        return True

    def joined_start(self, line: int, size: int) -> tuple[str, int]:
        """The first characters of a line whose continuations are taken out, and where they end."""
        text = self.text
        found = ""
        while len(found) < size and line < self.length and text[line] != "\n":
            line = self.joined(line)
            found += text[line]
            line += 1
        return found, self.joined(line)

    def line_end(self, line: int, quoted: bool) -> int:
        """Behind the line end of this line; unless the document is quoted, an escaped one does not count."""
        text = self.text
        at = line
        while True:
            end = text.find("\n", at)
            if end < 0:
                return self.length
            if quoted or text[end - 1] != "\\" or end == at:
                return end + 1
            back = end - 1
            while back > at and text[back - 1] == "\\":
                back -= 1
            if (end - back) % 2 == 0:
                return end + 1
            at = end + 1

    def document(self, places: list[tuple[int, int]], quoted: bool) -> HereDocument:
        text = self.text
        body = "".join([text[start:end] for start, end in places])
        span = (places[0][0], places[-1][1])
        if quoted or ("$" not in body and "`" not in body and "\\" not in body):
            parts: tuple[Part, ...] = (Literal(body, True),) if body or quoted else ()
        elif len(places) == 1:
            parts = tuple(self.copied(body, range(span[0], span[1] + 1)))
        else:
            each = [at for start, end in places for at in range(start, end)]
            parts = tuple(self.copied(body, [*each, span[1]]))
        return HereDocument(Word(parts, body, span), quoted)


def unquoted(raw: str) -> tuple[str, bool]:
    """A delimiter after quote removal, and whether there was anything to remove."""
    raw = raw.replace("\\\n", "")
    if "'" not in raw and '"' not in raw and "\\" not in raw:
        return raw, False
    text = raw + "\0"
    found = ""
    at = 0
    while at < len(raw):
        c = text[at]
        if c == "\\":
            found += text[at + 1] if at + 1 < len(raw) else c
            at += 2
        elif c == "$" and text[at + 1] == "'":
            piece, at = decode(text, at + 2)
            found += piece
        elif c == "$" and text[at + 1] == '"':
            at += 1
        elif c in "'\"":
            close = text.find(c, at + 1)
            if close < 0:
                raise Stop(f"unclosed `{c}`", 0)
            found += text[at + 1 : close]
            at = close + 1
        else:
            found += c
            at += 1
    return found, True
