"""What kind of place a path names: the path classes of docs/rules.md. Pure; files are seen through `Files` only."""

from __future__ import annotations

from guardcmd.record import Record
from guardcmd.shell.value import known
from guardcmd.targets import listed
from guardcmd.targets.globs import takes_everything
from guardcmd.targets.roots import HOLE, Roots, components, is_home, plain
from guardcmd.unwrap.patterns import is_pattern, matches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from guardcmd.calls import Call
    from guardcmd.proposal import Files, Proposal
    from guardcmd.shell.value import Value

    Components = tuple[str, ...]

MOST = 64  # readings of one path that are looked at; beyond, it is unknown

# from what may be lost without regret to what must not be lost; of several readings the worst counts
CLASSES = (
    "scratch",
    "artefact",
    "project",
    "home-content",
    "outside",
    "startup",
    "unknown",
    "valuable",
    "project-root",
    "repository",
    "unknown-tree",
    "home",
    "system",
    "device",
    "agent-settings",
    "guard",
    "root",
)


# a link to one of these is judged as what it leads to, since a write goes through it
FOLLOWED = ("startup", "agent-settings", "guard", "system", "device", "root", "home")


LOOSE = ("home-content", "outside", "project")  # may hold guardcmd, and be taken away with it
WRITES = ("redirect", "write", "tee", "cp", "install")  # what they take is not gone from where it was


class Place(Record):
    """From where paths are seen. All plain paths are absolute.

    `project` is the git root; without one `start`, the proposal's own directory, stands in for it. `guard` lists
    guardcmd's package, configuration and state directories; `throwaway` the user's patterns. `fold` says that the
    file system does not tell case apart (macOS).
    """

    directory: Value
    home: str = ""
    project: str | None = None
    environment: Mapping[str, str] = {}
    guard: tuple[str, ...] = ()
    throwaway: tuple[str, ...] = ()
    start: str = ""
    files: Files | None = None
    fold: bool = False
    written: bool = False  # the paths are only written, so that a name below an unknown folder is an unknown file
    taken: bool = False  # the path goes from where it is, with all that stands below it
    memo: list[Roots] | None = None  # the roots, once they are known; shared by every place made from this one

    def at(self, directory: Value) -> Place:
        """The same place, seen from another directory."""
        return self.replace(directory=directory)

    def elsewhere(self, directory: Value) -> Place:
        """Another machine, container or namespace: nothing that is known of this one holds there."""
        return Place(directory=directory)

    def seen_from(self, call: Call, path: Value | None = None) -> Place:
        """The place in which a call's paths are to be read; of mv it matters which of them is meant."""
        if call.origin.remote:
            return self.elsewhere(call.directory)
        taken = call.tool == "rm" or (call.tool == "mv" and path is not None and _is_source(path, call))
        return self.replace(directory=call.directory, written=call.tool in WRITES, taken=taken)


def _is_source(path: Value, call: Call) -> bool:
    """mv A B: A; with --target-directory every operand."""
    into = any(option.name == "--target-directory" for option in call.options)
    words = call.words if into else call.words[:-1]
    return path.text is not None and any(path.text in word.texts for word in words)


def place_of(
    proposal: Proposal,
    files: Files | None = None,
    guard: tuple[str, ...] = (),
    throwaway: tuple[str, ...] = (),
    fold: bool = False,
) -> Place:
    """The place of a proposal, seen from its own directory."""
    return Place(
        directory=known(proposal.directory),
        home=proposal.home,
        project=proposal.project,
        environment=proposal.environment,
        guard=guard,
        throwaway=throwaway,
        start=proposal.directory,
        files=files,
        fold=fold,
        memo=[],
    )


def classify(path: Value, place: Place) -> str:
    """The path class of docs/rules.md, of several readings the worst. Relative paths are of `place.directory`."""
    roots = _roots(place)
    return worst([_class_of(text, path, roots, place) for text in readings(path, place)])


def _roots(place: Place) -> Roots:
    if place.memo is None:
        return Roots(place)
    if not place.memo:
        place.memo.append(Roots(place))
    return place.memo[0]


def worst(classes: list[str]) -> str:
    return max(classes, key=CLASSES.index, default="unknown")


def normal(path: str, directory: str) -> str:
    """An absolute path without `.`, `..` and doubled slashes."""
    names = components(path if path.startswith("/") else f"{directory}/{path}")
    return "/" + "/".join(names or ())


# --- readings ----------------------------------------------------------------------------


def readings(path: Value, place: Place) -> Iterator[str]:
    """Every text that the path can be, absolute where its directory is known; `HOLE` stands for what is not."""
    texts = path.texts or (_holed(path.pieces),)
    directories = place.directory.texts or (_holed(place.directory.pieces),)
    if len(texts) * len(directories) > MOST and any(map(_relative, texts)):
        yield HOLE
    for text in texts:
        if not _relative(text):
            yield _home_resolved(text, place)
            continue
        for directory in directories[: MOST // len(texts) or 1]:
            yield f"{directory}/{text}" if text else ""


def _holed(pieces: tuple[str | None, ...]) -> str:
    return "".join([HOLE if piece is None else piece for piece in pieces]) or HOLE


def _relative(text: str) -> bool:
    return not text.startswith(("/", "~", HOLE))


def _home_resolved(text: str, place: Place) -> str:
    """`~`, `~/x`, `~user/x`, `~+/x`. What a quote kept from being expanded is read as if it were."""
    if not text.startswith("~"):
        return text
    user, _, rest = text[1:].partition("/")
    tail = f"/{rest}" if "/" in text else ""
    if not user:
        return (place.home or "/home/" + HOLE) + tail
    if user == "+":
        return (place.directory.text or HOLE) + tail
    if user == "-" or HOLE in user:
        return HOLE + tail
    return ("/root" if user == "root" else f"/home/{user}") + tail


# --- one reading -------------------------------------------------------------------------


def _class_of(text: str, path: Value, roots: Roots, place: Place) -> str:
    if not text:
        return "scratch"  # an empty name is no file
    if HOLE in text and path.why == "mktemp" and not path.texts:
        return "unknown-tree" if components(text) is None else "scratch"
    if text.startswith(HOLE):
        return _unknown(text, path.glob, place.written)
    names = components(text)
    if names is None:
        return "unknown-tree"
    whole = False
    while path.glob and names and takes_everything(names[-1]):
        names, whole = names[:-1], True
    if names and HOLE in names[0]:
        return "unknown-tree"  # /$x, and what find finds below /
    names = plain(names)
    found = _located(names, path.glob, roots, place)
    if HOLE in text and hasattr(place.files, "led"):  # what the text itself links: /tmp/link/$x
        count = next(number for number, name in enumerate(names) if HOLE in name)
        return _located((*_resolved(names[:count], place), *names[count:]), path.glob, roots, place)
    if HOLE in text or not place.files:
        return found
    return _through_links(names, found, whole or text.endswith("/"), path.glob, roots, place)


def _unknown(text: str, glob: bool, written: bool) -> str:
    """`$x` and `$x.txt` may be any one thing; `$x/`, `$x/*`, `$x$y` a tree, should $x be empty; `$x/a` is somewhere."""
    first, slash, rest = text.partition("/")
    names = [name for name in rest.split("/") if name not in ("", ".")]
    while glob and names and takes_everything(names[-1]):
        del names[-1]
    if ".." in names or first.count(HOLE) > 1 or (slash and (not names or names[0].startswith(HOLE))):
        return "unknown-tree"
    return _named(tuple(names), glob) or ("unknown" if written else "outside") if names else "unknown"


def _named(names: Components, glob: bool) -> str:
    """The class that a name gives wherever it stands; empty where it gives none."""
    if listed.is_guard_by_name(names):
        return "guard"
    if listed.is_agent_settings(names, glob):
        return "agent-settings"
    if listed.is_startup(names, glob):
        return "startup"
    if listed.is_repository(names, glob):
        return "repository"
    return "valuable" if listed.is_valuable(names, glob) else ""


def _through_links(names: Components, found: str, follow: bool, glob: bool, roots: Roots, place: Place) -> str:
    """The class of where the path leads. A last link counts for `link/`, and where writing through it would matter."""
    if not names or any(is_pattern(name) for name in names[:-1]):
        return found
    here = (*_resolved(names[:-1], place), names[-1])
    direct = found if here == names else _located(here, glob, roots, place)
    if glob and is_pattern(names[-1]):
        return direct
    there = _resolved(names, place)
    if there == here:
        return direct
    target = _located(there, glob, roots, place)
    if follow:
        return target
    return worst([direct, target]) if target in FOLLOWED else direct


def _resolved(names: Components, place: Place) -> Components:
    path = "/" + "/".join(names)
    return plain(components(place.files.resolve(path) if place.files else path) or ())


def _located(names: Components, glob: bool, roots: Roots, place: Place) -> str:
    """The class of one normalised path."""
    if not names:
        return "root"
    if listed.is_guard_by_name(names) or listed.under(listed.lower(names), roots.guard):
        return "guard"
    found = _by_location(names, glob, roots, place)
    return worst([found, *_holding(names, found, roots, place.taken)])


def _by_location(names: Components, glob: bool, roots: Roots, place: Place) -> str:
    scratch = roots.longest(names, roots.scratch)
    project = roots.longest(names, roots.project)
    home = roots.longest(names, roots.home)
    if scratch > max(project, home) or _thrown_away(names, roots, place):
        return "agent-settings" if listed.is_agent_settings(names) and _in_force(names, place) else "scratch"
    if listed.is_git_lock(names):
        return "artefact"
    if listed.is_agent_settings(names, glob):
        return "agent-settings"
    startup = listed.is_startup(names, glob) or (project <= home and _is_credential(names, home))
    if startup and not any(map(is_pattern, names)):
        return "startup"
    found = _in_project(names[project:], glob) if project > home else _outside(names, home, glob)
    return worst([found, "startup"]) if startup else found


def _is_credential(names: Components, home: int) -> bool:
    start = home if home >= 0 else 2 if is_home(names[:2]) else 1 if names[0] == "root" else len(names)
    return listed.is_home_credential(names[start:])


def _in_force(names: Components, place: Place) -> bool:
    """Whether settings lie in or above the session's directory, where its agent reads them."""
    base = next((n for n, name in enumerate(names) if name.startswith(".")), len(names))
    return (components(place.start) or ())[:base] == names[:base]


def _in_project(inside: Components, glob: bool) -> str:
    if not inside:
        return "project-root"
    if listed.is_repository(inside, glob):
        return "repository"
    if listed.is_valuable(inside, glob):
        return "valuable"
    if listed.is_artefact(inside):
        return "artefact"
    if listed.is_project_scratch(inside):
        return "scratch"
    return "project"


def _outside(names: Components, home: int, glob: bool) -> str:
    """Neither scratch nor in the project."""
    if names[0] == "dev" and len(names) > 1:
        return "scratch" if names[1].rstrip("0123456789") in listed.NO_LOSS_DEVICES else "device"  # tty12: a screen
    if home == len(names) or is_home(names):
        return "home"
    in_home = home >= 0 or is_home(names[:2]) or names[0] == "root"
    if not in_home and listed.is_system(names):
        return "scratch" if _is_pid(names) or _is_descriptor(names) else "system"
    if listed.is_repository(names, glob):
        return "repository"
    if listed.is_valuable(names, glob):
        return "valuable"
    return "home-content" if in_home else "outside"


def _is_descriptor(names: Components) -> bool:
    """/proc/self/fd/3"""
    return names[0] == "proc" and "fd" in names


def _is_pid(names: Components) -> bool:
    """/run/app.pid, /var/run/app.sock: made again at the next start."""
    run = names[0] == "run" or names[:2] == ("var", "run")
    return run and names[-1].endswith((".pid", ".sock", ".lock"))


def _holding(names: Components, found: str, roots: Roots, taken: bool) -> Iterator[str]:
    """What stands below the path and goes with it: the home, the project, and guardcmd where nobody would ask."""
    if any(_above(names, home) for home in roots.home):
        yield "home"
    if any(_above(names, project) for project in roots.project):
        yield "project-root"
    loose = found in ("scratch", "artefact") or (taken and found in LOOSE)
    if loose and any(_above(listed.lower(names), own) for own in roots.guard):
        yield "guard"


def _above(names: Components, inner: Components) -> bool:
    """Whether the path, perhaps with patterns, can be the inner one or a folder above it."""
    return len(names) <= len(inner) and all(
        name == part or (is_pattern(name) and matches(name, part)) for name, part in zip(names, inner)
    )


def _thrown_away(names: Components, roots: Roots, place: Place) -> bool:
    """Whether one of the user's patterns takes the path or a folder above it."""
    for pattern in place.throwaway:
        wanted = plain(components(_home_resolved(pattern, place)) or ())
        if wanted and len(names) >= len(wanted) and all(map(matches, wanted, names)):
            return True
    return False
