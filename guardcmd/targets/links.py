"""Files as they stand once a text's own links and mounts are made."""

from __future__ import annotations

from guardcmd.proposal import Files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from guardcmd.policy.verdict import Evidence
    from guardcmd.proposal import Missing, Stat, UnreadableFile

    Links = Mapping[str, tuple[str, ...]]

RAISING = ("guard", "production")  # kinds of evidence that never lower
MOST_STEPS = 8  # links that are followed one behind the other


class LinkedFiles(Files):
    """Other files, seen through links that are not there yet. Of several that one path may be, `choice` counts."""

    def __init__(self, files: Files, links: Links, choice: int = 0) -> None:
        self.files, self.links, self.choice = files, links, choice

    def led(self, path: str) -> str:
        """Where the path leads by the text's own links."""
        for _ in range(MOST_STEPS):
            start = path
            while len(start) > 1 and start not in self.links:
                start = start.rpartition("/")[0]
            if len(start) <= 1:
                return path
            places = self.links[start]
            path = places[min(self.choice, len(places) - 1)].rstrip("/") + path[len(start) :]
        return path

    def read(self, path: str, limit: int = 262_144) -> bytes | Missing | UnreadableFile:
        return self.files.read(self.led(path), limit)

    def head(self, path: str, size: int = 1_024) -> bytes | Missing | UnreadableFile:
        return self.files.head(self.led(path), size)

    def kind(self, path: str) -> str:
        return "link" if path in self.links else self.files.kind(self.led(path))

    def resolve(self, path: str) -> str:
        return self.files.resolve(self.led(path))

    def stat(self, path: str) -> Stat | None:
        return self.files.stat(self.led(path))

    def names(self, path: str, limit: int = 1_000) -> tuple[str, ...] | None:
        return self.files.names(self.led(path), limit)


def choices(links: Links) -> int:
    """How many readings the links have."""
    return max(len(places) for places in links.values())


def in_both(
    plain: Sequence[tuple[Evidence, ...]], linked: Sequence[tuple[Evidence, ...]]
) -> list[tuple[Evidence, ...]]:
    """What is known with the links made and without them; what speaks against a command counts in either case."""
    found = []
    for before, after in zip(plain, linked):
        both = [item for item in after if item in before or raises(item)]
        found.append((*both, *[item for item in before if raises(item) and item not in both]))
    return found


def raises(item: Evidence) -> bool:
    return bool(item.raises) or item.kind in RAISING
