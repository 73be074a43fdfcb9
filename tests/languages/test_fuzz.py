"""No text makes a reader fail, whatever the language."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from guardcmd.languages import LANGUAGES
from tests.languages.support import found

SCRIPTS = sorted(set(LANGUAGES) - {"http", "mongo", "redis"})
PIECES = st.sampled_from(
    (
        "rm", "unlink", "(", ")", "[", "]", "{", "}", "'", '"', "`", "\\", "$x", "$", "@", "%", "#", "//", "/*",
        "*/", "--", "\n", ";", "|",
        "|>", "&", "^", ".", "::", "->", "=", "<-", "=>", "new", "File", "system", "exec", "do", "end", "if", "for",
        "in", "case", "~c",
        '"rm -rf x"', "'a'", "r\"(", "<<EOS", "EOS", "1", "lambda", "def f", ":", ",", "!", "file delete",
        "(delete-file", "rd /s", "\ua66e",
        "del", "eval", "sh", "<?php", "?>", "=begin", "tell", "do shell script", "/x", "C:\\", "import os", "await",
        "*",
    )
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=30), st.sampled_from(SCRIPTS), st.sampled_from(("", " ")))
def test_pieces(words: list[str], language: str, blank: str) -> None:
    found(blank.join(words), language)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200), st.sampled_from(SCRIPTS))
def test_any_text(text: str, language: str) -> None:
    found(text, language)


def test_deep_and_long_texts_end() -> None:
    for language in SCRIPTS:
        for piece in ("(", "[", "{", '"', "f(", "(a ", "if x {", "cmd /c ", "${", "[exec "):
            found(piece * 3_000, language)
