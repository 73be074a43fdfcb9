"""The built-in rules: enough examples, within reach, said once, and with advice that the guard would let pass."""

from __future__ import annotations

import pytest

from guardcmd.ruleset.lint import Complaint, lint
from tests.support import examples, rule_files

FILES = rule_files()


@pytest.fixture(scope="module")
def complaints() -> list[Complaint]:
    return [complaint for complaint in lint(FILES, examples().decide, examples().passes) if not complaint.is_note]


@pytest.mark.parametrize("path", [file.path for file in FILES])
def test_no_complaints(path: str, complaints: list[Complaint]) -> None:
    assert [complaint.shown() for complaint in complaints if complaint.file == path] == []
