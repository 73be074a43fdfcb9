"""Draws what a terminal showed: a recording (asciicast v2) as one still SVG, or as one that moves. Pure.

The text is real text in the picture, in the terminal's colours, on a background of its own: it looks the same on light
and dark pages. <desc> has the plain text of the end, for those who cannot see it. Format of the recording:
https://docs.asciinema.org/manual/asciicast/v2
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Any

import pyte

COLUMN, ROW, SIZE = 8.4, 19, 14  # pixels
MARGIN, BAR = 16, 34
REST, TIMES = 6.0, 2  # seconds that the last picture stays, and how often it is played
BACKGROUND, BORDER, QUIET = "#161b22", "#57606a", "#8b949e"
COLOURS = {
    "default": "#e6edf3", "black": "#30363d", "red": "#ff7b72", "green": "#7ee787", "brown": "#e3b341",
    "blue": "#79c0ff", "magenta": "#d2a8ff", "cyan": "#76e3ea", "white": "#e6edf3", "brightblack": QUIET,
}  # fmt: skip
FONT = "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace"


@dataclass(frozen=True, slots=True)
class Recording:
    """What was printed, and when: seconds since the start."""

    title: str
    columns: int
    rows: int
    events: tuple[tuple[float, str], ...]

    def cast(self) -> str:
        header = {"version": 2, "width": self.columns, "height": self.rows, "title": self.title}
        events = [[round(at, 3), "o", data] for at, data in self.events]
        return "".join(json.dumps(line) + "\n" for line in [header, *events])


def read(cast: str) -> Recording:
    header, *events = (json.loads(line) for line in cast.splitlines())
    printed = tuple((at, data) for at, kind, data in events if kind == "o")
    return Recording(header["title"], header["width"], header["height"], printed)


# --- the screen --------------------------------------------------------------------------


class Screen(pyte.Screen):
    """pyte knows no faint text; here it is grey."""

    def select_graphic_rendition(self, *attributes: int, **kind: Any) -> None:
        if not {38, 48} & set(attributes):
            attributes = tuple(90 if each == 2 else each for each in attributes)
        super().select_graphic_rendition(*attributes, **kind)

    def shown(self) -> list[str]:
        """The plain text, without what is empty at the ends."""
        found = [line.rstrip() for line in self.display]
        while found and not found[-1]:
            found.pop()
        return found


@dataclass(frozen=True, slots=True)
class Run:
    """Cells of one row that look the same."""

    column: int
    text: str
    colour: str
    behind: str = ""  # the colour of the cell itself, if it has one
    is_bold: bool = False


def after(recording: Recording, events: int | None = None) -> Screen:
    """The screen once so many of the events were printed."""
    screen = Screen(recording.columns, recording.rows)
    pyte.Stream(screen).feed("".join(data for _, data in recording.events[:events]))
    return screen


def plain(recording: Recording) -> str:
    return "\n".join(after(recording).shown())


def runs(screen: Screen, row: int) -> tuple[Run, ...]:
    cells = [(column, look(screen, row, column)) for column in range(screen.columns)]
    found = []
    for (colour, behind, is_bold), group in groupby(cells, key=lambda cell: cell[1]):
        columns = [column for column, _ in group]
        text = "".join(screen.buffer[row][column].data for column in columns)
        if text.strip() or behind:
            found.append(Run(columns[0], text, colour, behind, is_bold))
    return tuple(found)


def look(screen: Screen, row: int, column: int) -> tuple[str, str, bool]:
    """Colour, background and weight of a cell."""
    cell = screen.buffer[row][column]
    colour, behind = COLOURS.get(cell.fg, COLOURS["default"]), COLOURS.get(cell.bg, "") if cell.bg != "default" else ""
    if cell.reverse:
        colour, behind = behind or BACKGROUND, colour
    if (row, column) == (screen.cursor.y, screen.cursor.x) and not screen.cursor.hidden:
        colour, behind = BACKGROUND, QUIET
    return colour, behind, cell.bold


# --- the picture -------------------------------------------------------------------------


def still(recording: Recording) -> str:
    """The end of it."""
    screen = after(recording)
    body = [drawn(runs(screen, row), row) for row in range(recording.rows)]
    return window(recording, "", [each for each in body if each])


def moving(recording: Recording) -> str:
    """All of it, then the end of it. Where motion is not wanted, and in programs that know no animation, only that."""
    length = recording.events[-1][0] + REST
    style, body = [".gone{opacity:0}"], []
    for number, (row, shown, begin, end) in enumerate(versions(recording)):
        text = drawn(shown, row)
        if not text:
            continue
        steps = f"0%{{opacity:0}}{share(begin, length)}{{opacity:1}}"
        steps += f"{share(end, length)}{{opacity:0}}" if end is not None else ""
        style.append(f"@keyframes v{number}{{{steps}}}#v{number}{{animation:v{number} {length:.2f}s step-end {TIMES}}}")
        gone = ' class="gone"' if end is not None else ""
        body.append(f'<g id="v{number}"{gone}>{text}</g>')
    style.append("@media(prefers-reduced-motion:reduce){g{animation:none!important}}")
    return window(recording, "".join(style), body)


def versions(recording: Recording) -> list[tuple[int, tuple[Run, ...], float, float | None]]:
    """Row, content, and from when to when it is seen; the end is None for what stays."""
    screen = Screen(recording.columns, recording.rows)
    stream = pyte.Stream(screen)
    current: dict[int, tuple[tuple[Run, ...], float]] = {}
    found: list[tuple[int, tuple[Run, ...], float, float | None]] = []
    for at, data in recording.events:
        stream.feed(data)
        for row in range(recording.rows):
            shown = runs(screen, row)
            before, since = current.get(row, ((), 0.0))
            if shown != before:
                if since < at:
                    found.append((row, before, since, at))
                current[row] = shown, at
    return found + [(row, shown, since, None) for row, (shown, since) in sorted(current.items())]


def share(at: float, length: float) -> str:
    return f"{100 * at / length:.2f}%".replace(".00%", "%")


def drawn(row: tuple[Run, ...], number: int) -> str:
    """The cells with a colour of their own, then the text. Every run has its place, whatever font is there."""
    top = BAR + MARGIN + number * ROW
    boxes, texts = [], []
    for run in row:
        width = len(run.text) * COLUMN
        left = MARGIN + run.column * COLUMN
        if run.behind:
            boxes.append(
                f'<rect x="{short(left)}" y="{top - 14}" width="{short(width)}" height="{ROW}" fill="{run.behind}"/>'
            )
        text = run.text.strip()
        if text:
            left += (len(run.text) - len(run.text.lstrip())) * COLUMN
            weight = ' font-weight="700"' if run.is_bold else ""
            colour = f' fill="{run.colour}"' if run.colour != COLOURS["default"] else ""
            texts.append(
                f'<text x="{short(left)}" y="{top}" textLength="{short(len(text) * COLUMN)}"{colour}{weight}>'
                f"{escape(text, quote=False)}</text>"
            )
    return "".join(boxes + texts)


def short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def window(recording: Recording, style: str, body: list[str]) -> str:
    width = round(2 * MARGIN + recording.columns * COLUMN)
    height = BAR + 2 * MARGIN - 6 + (recording.rows - 1) * ROW
    title = escape(recording.title, quote=False)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
            f'viewBox="0 0 {width} {height}" role="img" aria-labelledby="t d">',
            f'<title id="t">{title}</title>',
            f'<desc id="d">{escape(plain(recording), quote=False)}</desc>',
            f"<style>text{{white-space:pre}}{style}</style>",
            f'<rect x=".5" y=".5" width="{width - 1}" height="{height - 1}" rx="8" fill="{BACKGROUND}" '
            f'stroke="{BORDER}"/>',
            *(f'<circle cx="{18 + 18 * place}" cy="17" r="5" fill="{BORDER}"/>' for place in range(3)),
            f'<g font-family="{FONT}" font-size="{SIZE}" fill="{COLOURS["default"]}" xml:space="preserve">',
            *body,
            "</g>",
            "</svg>\n",
        ]
    )
