"""AppleScript text to what it does: the shell text in it, and what the Finder and System Events are told.

Sources: AppleScript Language Guide (do shell script), the Finder's and System Events' dictionaries.
"""

from __future__ import annotations

from guardcmd.languages.reading import HOLE, Reading, unique, value_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from guardcmd.calls import Payload
    from guardcmd.languages.reading import Found

POWER = ("shut down", "restart", "log out", "sleep")


def read(payload: Payload, world: Any) -> list[Found]:
    """Payloads of shell text, Calls of the tool `applescript`, Opaque facts."""
    reading = Reading(payload, world)
    for text in reading.readable():
        _shell(text, reading)
        for verb, told in _finder(text):
            reading.call("applescript", (verb, told), None, (), f"{verb} {told}")
        if "JXA" in reading.program or "Application(" in text:
            _javascript(text, reading)
    return unique(reading.found)


def _shell(text: str, reading: Reading) -> None:
    """`do shell script "rm x"`; what is joined to it by `&` is not known."""
    for words in ("do shell script", "do script"):
        place = text.find(words)
        while place >= 0:
            start = text.find('"', place)
            if start < 0:
                reading.opaque("variable", f"`{words}` runs a text that is not known")
                break
            end = string_end(text, start)
            line = text[start + 1 : end].replace('\\"', '"').replace("\\\\", "\\")
            joined = text[end + 1 :].lstrip()[:1] == "&"
            reading.code("shell", line + HOLE if joined else line, f"osascript {words}")
            place = text.find(words, end)


def string_end(text: str, start: int) -> int:
    """Where the quote that opens at `start` closes."""
    place = start + 1
    while place < len(text) and text[place] != '"':
        place += 2 if text[place] == "\\" else 1
    return place


def _finder(text: str) -> list[tuple[str, str]]:
    """`tell application "Finder" to delete x`, `empty the trash`; `tell application "System Events" to restart`."""
    found: list[tuple[str, str]] = []
    plain = "".join(text.split('"')[::2]).lower() if '"' in text else text.lower()
    named = text.lower()
    if '"finder"' in named:
        for line in _lines(text):
            if line.lower().startswith("delete "):
                found.append(("delete", line[7:].strip()))
            elif line.lower().startswith(("empty trash", "empty the trash", "empty")):
                found.append(("empty", "trash"))
    if '"system events"' in named or '"finder"' in named or '"loginwindow"' in named:
        found += [(verb.replace(" ", "-"), "this machine") for verb in POWER[:3] if f" {verb}" in f" {plain}"]
    return found


def _lines(text: str) -> list[str]:
    """Statements: lines, and what follows `to` on the line of a tell."""
    found = []
    for line in text.replace(" to ", "\n").splitlines():
        found.append(line.strip())
    return found


def _javascript(text: str, reading: Reading) -> None:
    """osascript -l JavaScript: app.doShellScript("rm x")."""
    place = text.find("doShellScript(")
    while place >= 0:
        start = place + len("doShellScript(")
        quote = text[start : start + 1]
        end = text.find(quote, start + 1) if quote in ("'", '"', "`") and quote else -1
        if end > 0:
            reading.code("shell", value_of(text[start + 1 : end]), "osascript doShellScript")
        else:
            reading.opaque("variable", "`doShellScript` runs a text that is not known")
        place = text.find("doShellScript(", start)
