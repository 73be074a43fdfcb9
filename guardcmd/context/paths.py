"""What is known of paths that would be lost: git has them, or this session, or this very text, made them."""

from __future__ import annotations

from guardcmd.context.git_index import Comparison, index_of
from guardcmd.policy.verdict import Evidence
from guardcmd.shell.value import known
from guardcmd.targets.paths import normal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from guardcmd.calls import Call, Target
    from guardcmd.proposal import Files
    from guardcmd.ruleset.model import Finding
    from guardcmd.shell.value import Value

NO_LOSS = ("scratch", "artefact")
# beside a finding, calls of these may change what git has; these only make files; and these keep their content
CHANGES_GIT = ("git", "gh", "jj", "hg")
MAKES = ("redirect", "write", "tee")
KEEPS = ("chmod", "http", "http-clients")  # what a client writes is a redirect of its own
FILLS = ("mv", "rsync", "rclone", "git", "hg", "jj")  # may move there what stood elsewhere; others only copy
# what these write over is lost; where nothing stands, nothing is
WRITES = ("redirect", "write", "tee", "cp", "install", "mv", "sort", "openssl")
OVERWRITTEN = ("valuable", "outside", "home-content")  # path classes in which only the old content matters
EXISTS = ("file", "directory")


class Paths:
    """`calls` are all calls of the text, `made` the absolute paths that this session created before."""

    def __init__(self, files: Files, calls: Sequence[Call], made: Sequence[str]) -> None:
        self.files, self.calls = files, calls
        self.made = [self.real(normal(path, "/")) for path in made if path.startswith("/")]
        self.comparisons: dict[str, Comparison | None] = {}

    def evidence(self, finding: Finding) -> Evidence | None:
        """Only where it holds for every path that would be lost, and nothing else in the text changes one of them."""
        lost = [target for target in finding.targets if target.kind == "path" and target.path_class not in NO_LOSS]
        found = [self.named(target.name, finding.call) for target in lost]
        paths = [path for each in found for path in each]
        if not paths or not all(found):
            return None
        if self.changed_beside(paths, finding.call):
            mine = all(self.is_made_here(path, finding.call) for path in paths)
            if mine and not self.filled_beside(paths, finding.call):
                return Evidence("session-made", "this session made it", throwaway=True)
            return None
        if len(paths) == len(lost) and all(self.is_free(*each, finding) for each in zip(paths, lost)):
            return Evidence("nothing-there", "nothing stands there yet", throwaway=True)
        if all(path in self.made or self.is_made_here(path, finding.call) for path in paths):
            return Evidence("session-made", "this session made it", throwaway=True)
        if all(self.is_tracked(path) for path in paths):
            single = finding.blast_radius == "collection" and all(self.files.kind(path) == "file" for path in paths)
            if single and finding.effect == "data" and finding.call.tool == "rm":  # rm -rf FILE is rm FILE
                return Evidence("tracked-clean", "single files, tracked and clean in git", throwaway=True)
            return Evidence("tracked-clean", "tracked and clean in git", lowers=1)
        return None

    def named(self, name: Value, call: Call) -> list[str]:
        """The absolute paths that a literal name means, links above them followed; none where that is not certain."""
        if name.glob or not name.texts or any(text.startswith("~") for text in name.texts):
            return []
        if call.directory.text is None and any(not text.startswith("/") for text in name.texts):
            return []
        return [self.real(normal(text, call.directory.text or "/")) for text in name.texts]

    def real(self, path: str) -> str:
        folder, _, name = path.rpartition("/")
        return f"{self.files.resolve(folder or '/').rstrip('/')}/{name}"

    # --- what is not there

    def is_free(self, path: str, target: Target, finding: Finding) -> bool:
        """Whether a file would be written where none is, also below a directory that is named: `cp a.db backups/`."""
        call = finding.call
        if call.tool not in WRITES or finding.effect != "data" or target.path_class not in OVERWRITTEN:
            return False
        if call.tool == "mv" and is_source(target, call):
            return False  # what is moved away, not what it is moved to
        kind = self.files.kind(path)
        if kind != "directory" or call.tool not in ("cp", "install", "mv"):
            return kind == "missing"
        if call.options and any(option.name in ("--recursive", "--archive") for option in call.options):
            return False
        sources = [word.text for word in call.words if word is not target.name]
        return all(s and self.files.kind(f"{path}/{s.rstrip('/').rpartition('/')[2]}") == "missing" for s in sources)

    # --- what git has

    def is_tracked(self, path: str) -> bool:
        if self.files.kind(path) not in EXISTS:
            return False
        folder = path.rpartition("/")[0]
        if folder not in self.comparisons:
            index = index_of(path, self.files)
            self.comparisons[folder] = Comparison(index, self.files) if index is not None else None
        comparison = self.comparisons[folder]
        return comparison is not None and comparison.is_clean(path)

    # --- what else the text does

    def is_made_here(self, path: str, own: Call) -> bool:
        """`cmd > out; ...; rm out`: nothing stood there, and the text itself writes it."""
        if is_maker(own) or self.files.kind(path) != "missing":
            return False
        written = [self.named(word, call) for call in self.calls if is_maker(call) for word in call.words]
        written += [self.named(word, call) for call in self.calls for word in downloaded(call)]
        return any(one == path or one.startswith(path + "/") for each in written for one in each)

    def changed_beside(self, paths: list[str], own: Call) -> bool:
        """Whether another call of the same text may name one of the paths, or changes what git knows."""
        others = [call for call in self.calls if not is_reading_of_same(call, own)]
        if own.tool in WRITES:  # what is removed as well holds no more than what was written
            others = [call for call in others if call.tool != "rm"]
        return any(self.may_change(call, paths) for call in others)

    def filled_beside(self, paths: list[str], own: Call) -> bool:
        """Whether what stood elsewhere may have been put below a path that the text made."""
        others = [call for call in self.calls if call.tool in FILLS and not is_reading_of_same(call, own)]
        return any(self.may_change(call, paths) for call in others)

    def may_change(self, call: Call, paths: list[str]) -> bool:
        if call.tool in KEEPS:
            return False
        if call.tool in CHANGES_GIT:
            return True
        names = [*call.words, *[option.value for option in call.options if option.value is not None]]
        names += [target.name for target in call.targets if target.kind == "path"]
        touched = [self.named(name, call) for name in names if not (is_operator(name) or is_fresh(name))]
        if not all(touched):
            return True  # what is not known may be any of them
        at_stake = [path for path in paths if not self.only_makes(call, path)]
        return any(overlap(one, path) for each in touched for one in each for path in at_stake)

    def only_makes(self, call: Call, path: str) -> bool:
        return is_maker(call) and self.files.kind(path) == "missing"


def is_maker(call: Call) -> bool:
    return call.tool in MAKES and not call.origin.remote


def downloaded(call: Call) -> list[Value]:
    """`wget URL`, `curl -O URL`: a file with the URL's last name."""
    if call.tool != "http-clients" or call.origin.remote or call.program not in ("wget", "curl"):
        return []
    urls = [word.text.partition("?")[0] for word in call.words if word.text and "://" in word.text]
    return [known(url.rpartition("/")[2]) for url in urls if url.rpartition("/")[2]]


def is_source(target: Target, call: Call) -> bool:
    """Whether a path is one of those that mv takes away."""
    into = any(option.name == "--target-directory" for option in call.options)
    return target.name in (call.words if into else call.words[:-1])


def is_operator(name: Value) -> bool:
    """The `>` of a redirection's words; an empty word is no path either."""
    return name.text in ("", ">", ">>", ">|", "<>", "&>", "&>>", ">&")


def is_fresh(name: Value) -> bool:
    """What `mktemp` has just made, and what lies below it, is nothing that stood there before."""
    return name.why == "mktemp" and not name.texts and ".." not in name.shown()


def overlap(one: str, other: str) -> bool:
    """Whether one path is the other, or one of them holds the other."""
    return one == other or one.startswith(other.rstrip("/") + "/") or other.startswith(one.rstrip("/") + "/")


def is_reading_of_same(call: Call, own: Call) -> bool:
    """Another reading of the same command line."""
    return (call.span, call.tool, call.origin) == (own.span, own.tool, own.origin)
