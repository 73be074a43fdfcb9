"""What the tests of the shells' hooks share."""

from __future__ import annotations

from guardcmd.builtin import load_index
from guardcmd.ruleset.index import SHELL_WORDS, listed_words
from guardcmd.shells.prefilter import words

WORDS = words(listed_words(load_index()), SHELL_WORDS)
