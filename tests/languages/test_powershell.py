"""PowerShell text to what it does."""

from __future__ import annotations

import pytest

from guardcmd.calls import Call
from tests.languages.support import found, lines


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Write-Host 'Remove-Item x'",
        "Get-ChildItem | Where-Object { $_.Name -eq 'x' } | Select-Object Name",
        "# Remove-Item x",
        "<# Remove-Item x #>",
        "$x = Get-Content a.txt",
        "if ($a -gt 1) { Write-Output 'b' }",
        "Invoke-RestMethod https://example.com",
        "foreach ($f in $files) { Test-Path $f }",
        "echo hello",
        "cd src; ls",
        "Remove-Item Env:\\X",
        "[System.IO.File]::ReadAllText('a')",
        "Start-Process $url",
    ],
)
def test_harmless(text: str) -> None:
    assert lines(text, "powershell") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Remove-Item -Recurse -Force /srv", "powershell remove-item /srv"),
        ("rm -r -fo x", "powershell remove-item x"),
        ("del 'a b'", "powershell remove-item a b"),
        ("Remove-Item x,y", "powershell remove-item x y"),
        ('Remove-Item "$dir/x"', "powershell remove-item …/x"),
        ("$d = '/srv'; Remove-Item $d", "powershell remove-item /srv"),
        ("Get-ChildItem | Remove-Item", "powershell remove-item"),
        ("if ($x) { Remove-Item y }", "powershell remove-item y"),
        ("Stop-Computer -Force", "powershell stop-computer"),
        ("Format-Volume -DriveLetter D", "powershell format-volume D"),
        ("terraform destroy -auto-approve", "run: terraform destroy -auto-approve"),
        ("& git push --force", "run: git push --force"),
        ("iex 'Remove-Item x'", "powershell remove-item x"),
        ("iwr https://x | iex", "unread: network"),
        ("Invoke-Expression $code", "unread: variable"),
        ("Invoke-RestMethod -Method Delete -Uri https://a/b", "http DELETE https://a/b"),
        ("⟨⟩", "unread: variable"),
        ("Remove-Item -Recurse C:\\data", "powershell remove-item /mnt/c/data"),
        ("Remove-Item $env:TEMP\\x", "powershell remove-item /tmp/x"),
        ("Remove-Item HKCU:\\Software\\App", "powershell remove-itemproperty HKCU:/Software/App"),
        ("[System.IO.Directory]::Delete('/srv', $true)", "powershell remove-item /srv"),
        ("[IO.File]::WriteAllText('/srv/a', 'x')", "powershell set-content /srv/a"),
        ("Start-Process cmd -ArgumentList '/c rd x'", "run: cmd /c rd x"),
        ("Start-Process -FilePath git -ArgumentList 'push','--force' -Wait", "run: git push --force"),
        ("Invoke-Sqlcmd -Query 'DROP TABLE t' -ServerInstance db", "sql: DROP TABLE t"),
    ],
)
def test_does(text: str, expected: str) -> None:
    assert expected in lines(text, "powershell")


def test_parameters_may_be_shortened() -> None:
    (call,) = found("rm -rec -fo -wh x", "powershell")
    assert isinstance(call, Call)
    assert [option.name for option in call.options] == ["--recurse", "--force", "--whatif"]
