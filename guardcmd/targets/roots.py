"""The folders from which paths get their meaning: project, home, temporary ones, guardcmd's own. Pure."""

from __future__ import annotations

from guardcmd.targets import listed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.proposal import Files
    from guardcmd.targets.paths import Place

    Components = tuple[str, ...]

HOLE = listed.HOLE
TEMPORARY_VARIABLES = ("TMPDIR", "TMP", "TEMP", "XDG_CACHE_HOME")


def components(text: str) -> Components | None:
    """The names of an absolute path; None where `..` climbs out of an unknown part."""
    names: list[str] = []
    for name in text.split("/"):
        if name == "..":
            if names and HOLE in names[-1]:
                return None
            del names[-1:]
        elif name not in ("", "."):
            names.append(name)
    return tuple(names)


class Roots:
    """The folders that give a path its meaning: project, home, temporary ones. The longest that holds it wins."""

    def __init__(self, place: Place) -> None:
        self.fold = place.fold
        self.home = tuple(root for root in self.listed((place.home,), place.files) if root)
        self.project = tuple(root for root in self.listed((place.project or "",), place.files) if self.is_own(root))
        if not self.project:  # without a git root the directory as a whole, but not where everything is temporary
            start = self.listed((place.start,), place.files)
            self.project = tuple(
                root for root in start if self.is_own(root) and not listed.under(root, listed.TEMPORARY)
            )
        self.guard = tuple(listed.lower(root) for root in self.listed(place.guard, place.files) if root)
        temporary = [place.environment.get(name, "") for name in TEMPORARY_VARIABLES]
        self.scratch = (
            *listed.TEMPORARY,
            *listed.SYSTEM_CACHES,
            *(home + cache for home in self.home for cache in listed.HOME_CACHES),
            *(root for root in self.listed(tuple(temporary), place.files) if self.may_be_scratch(root)),
        )

    def listed(self, paths: tuple[str, ...], files: Files | None) -> tuple[Components, ...]:
        """The absolute ones among the paths, as given and with links followed."""
        found: list[Components] = []
        for path in paths:
            if not path.startswith("/"):
                continue
            for form in (path, files.resolve(path) if files else path):
                names = plain(components(form) or ())
                if names not in found:
                    found.append(names)
        return tuple(found)

    def is_own(self, root: Components) -> bool:
        """Whether it can be a project: never `/`, a home, what holds homes, or a system folder."""
        if not root or any(home[: len(root)] == root for home in self.home) or is_home(root):
            return False
        return listed.under(root, listed.TEMPORARY) or not listed.is_system(root)

    def may_be_scratch(self, root: Components) -> bool:
        """A temporary folder that a variable names must not hold the home or the project."""
        held = any(inner[: len(root)] == root for inner in (*self.home, *self.project))
        return self.is_own(root) and not held

    def longest(self, names: Components, roots: tuple[Components, ...]) -> int:
        """The length of the longest root that holds the path, or -1."""
        seen = listed.lower(names) if self.fold else names
        lengths = [len(root) for root in roots if seen[: len(root)] == (listed.lower(root) if self.fold else root)]
        return max(lengths, default=-1)


def plain(names: Components) -> Components:
    """macOS keeps /tmp, /var and /etc below /private."""
    return names[1:] if names[:1] == ("private",) and names[1:2] in (("tmp",), ("var",), ("etc",)) else names


def is_home(names: Components) -> bool:
    """Whether it is somebody's home by its place alone."""
    return (len(names) == 2 and names[0] in ("home", "Users")) or names == ("root",) or names == ("var", "root")
