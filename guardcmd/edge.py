"""The composition root: looks at this process and this machine, and hands the guard all that it works with.

Each part is opened when it is first needed: a plain command needs none of it.
"""

from __future__ import annotations

import posix
import time

from guardcmd.audit.log import append, now
from guardcmd.proposal import Proposal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from guardcmd.guard import Guard, Judgement
    from guardcmd.proposal import Files, FileWrite, ShellText, ToolCall
    from guardcmd.store.ledger import Ledger
    from guardcmd.store.paths import Paths

    Judge = Callable[[Proposal], Judgement]

ROOTS = ("/", "")


class Edge:
    """One process's way to the guard. `judging` replaces the guard in tests."""

    def __init__(self, paths: Paths, environment: Mapping[str, str], judging: Judge | None = None) -> None:
        self.paths = paths
        self.environment = environment
        self._judging = judging
        self.overlay: Files | None = None  # what earlier lines of the same session wrote (check --stdin)

    @property
    def home(self) -> str:
        return self.environment.get("HOME") or _home_of_user()

    @property
    def user(self) -> str:
        return self.environment.get("LOGNAME") or self.environment.get("USER") or str(posix.getuid())

    def propose(
        self,
        action: ShellText | FileWrite | ToolCall,
        directory: str,
        *,
        actor: str = "agent",
        attended: bool = True,
        session: str = "",
        client: str = "",
    ) -> Proposal:
        """The action with all that the decision depends on, as things stand here and now."""
        return Proposal(
            action,
            directory,
            self.home,
            project_of(directory, self.home),
            actor,
            attended,
            session,
            client,
            self.environment,
            self.user,
        )

    def judge(self, proposal: Proposal) -> Judgement:
        """The guard's judgement. Raises nothing but what an import can raise."""
        if self._judging is not None:
            return self._judging(proposal)
        from guardcmd.guard import judge

        return judge(proposal, self.guard(proposal))

    def guard(self, proposal: Proposal) -> Guard:
        raise NotImplementedError

    def ledger(self, session: str) -> Ledger:
        """What the session did before, from the audit log."""
        from guardcmd.store.ledger import ledger

        return ledger(self.paths.audit, session)

    def log(self, fields: Mapping[str, object]) -> str:
        """Write an audit line; empty when it stands, else the reason why it does not."""
        return append(self.paths.audit, fields)

    def now(self) -> str:
        return now()

    def seconds(self) -> int:
        """Since the epoch."""
        return int(time.time())

    def here(self) -> str:
        """The directory of this process; `/` if it was removed."""
        try:
            return posix.getcwd()
        except OSError:
            return "/"

    def today(self) -> str:
        """The local date: a policy's `until` is meant as people read it."""
        return time.strftime("%Y-%m-%d")


def environment_of_process() -> dict[str, str]:
    """The process's variables. Bytes that are no UTF-8 become surrogates, as everywhere in Python."""
    return {
        name.decode("utf-8", "surrogateescape"): value.decode("utf-8", "surrogateescape")
        for name, value in posix.environ.items()
    }


def project_of(directory: str, home: str) -> str | None:
    """The git root that the directory lies in; never the home directory or `/`."""
    place = directory.rstrip("/")
    while place not in ROOTS and place != home.rstrip("/"):
        if _exists(f"{place}/.git"):
            return place
        place = place.rpartition("/")[0]
    return None


def _exists(path: str) -> bool:
    try:
        posix.lstat(path)
    except (OSError, ValueError):
        return False
    return True


def _home_of_user() -> str:
    import pwd

    try:
        return pwd.getpwuid(posix.getuid()).pw_dir
    except KeyError:
        return "/"
