from __future__ import annotations

from base64 import b64encode

import pytest

from tests.unwrap.opening import opened, shown


def encoded(text: str) -> str:
    return b64encode(text.encode("utf-16-le")).decode()


@pytest.mark.parametrize(
    ("line", "inside"),
    [
        ("pwsh", []),
        ("pwsh -Version", []),
        ("pwsh -NoProfile -Command 'rm x'", ["powershell: rm x"]),
        ("pwsh -c rm x", ["powershell: rm x"]),
        ("powershell.exe -ExecutionPolicy Bypass -Command rm x", ["powershell: rm x"]),
        ("pwsh -ep bypass -nop -com 'rm x'", ["powershell: rm x"]),
        ("pwsh 'rm x'", ["powershell: rm x"]),
        ("pwsh -Command 'rm $x'", ["powershell: rm $x"]),
        ("pwsh -Command <?>", ["opaque: variable"]),
        (f"pwsh -EncodedCommand {encoded('rm x')}", ["powershell: rm x"]),
        (f"pwsh -enc {encoded('rm x').rstrip('=')}", ["powershell: rm x"]),
        (f"pwsh -e {encoded('rm x')}", ["powershell: rm x"]),
        ("pwsh -enc !!!", ["powershell: "]),
        ("pwsh -enc YQ", ["opaque: decode"]),
        ("pwsh -enc <?>", ["opaque: decode"]),
        ("pwsh -File x.ps1 a", ["powershell: rm file\n"]),
        ("pwsh x.ps1", ["powershell: rm file\n"]),
        ("pwsh missing.ps1", []),
    ],
)
def test_what_powershell_runs(line: str, inside: list[str]) -> None:
    assert shown(opened(line, None, {"/work/x.ps1": "rm file\n"})) == inside


def test_standard_input() -> None:
    assert shown(opened("pwsh -Command -", "rm x")) == ["powershell: rm x"]
    assert shown(opened("pwsh -", "rm x")) == ["powershell: rm x"]
    assert shown(opened("pwsh", "rm x")) == ["powershell: rm x"]
