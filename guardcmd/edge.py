"""The composition root: looks at this process and this machine, and hands the guard all that it works with.

Each part is opened when it is first needed: a plain command needs none of it.
"""

from __future__ import annotations

import posix
import sys
import time

from guardcmd.audit.log import append, now
from guardcmd.proposal import Proposal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from guardcmd.calls import Call
    from guardcmd.guard import Guard, Judgement
    from guardcmd.policy.settings import AgentSettings, Settings
    from guardcmd.policy.verdict import Evidence, Note
    from guardcmd.proposal import Files, FileWrite, ShellText, ToolCall
    from guardcmd.ruleset.model import Finding
    from guardcmd.store.ledger import Ledger
    from guardcmd.store.paths import Paths
    from guardcmd.store.rulefiles import Loaded
    from guardcmd.store.stop import Stop
    from guardcmd.targets.paths import Place
    from guardcmd.unwrap.state import Disk

    Judge = Callable[[Proposal], Judgement]

ROOTS = ("/", "")
# what tools are told by their environment; names of secrets are left out
NAMES = (
    "HOME", "USER", "LOGNAME", "PATH", "PWD", "SHELL", "HOSTNAME", "TMPDIR", "TMP", "TEMP", "CDPATH", "EDITOR",
    "DATABASE_URL", "BOTO_CONFIG", "TERRAGRUNT_WORKING_DIR", "NODE_ENV", "RAILS_ENV", "RACK_ENV", "APP_ENV",
    "DJANGO_SETTINGS_MODULE", "FLASK_APP", "VIRTUAL_ENV", "CONDA_PREFIX", "GOPATH", "CARGO_HOME",
)  # fmt: skip
FAMILIES = (
    "AWS_", "AZURE_", "ARM_", "CLOUDSDK_", "GOOGLE_", "GCLOUD_", "GCE_", "FIREBASE_", "KUBE", "HELM_", "TF_", "TG_",
    "PULUMI_", "DOCKER_", "CONTAINER_", "BUILDX_", "COMPOSE_", "PODMAN_", "PG", "MYSQL_", "MARIADB_", "REDIS", "MONGO",
    "SQLITE_", "CASSANDRA_", "ELASTIC", "GIT_", "GH_", "GITLAB_", "VAULT_", "CONSUL_", "NOMAD_", "RESTIC_", "BORG_",
    "RCLONE_", "ETCDCTL_", "ANSIBLE_", "XDG_", "LOCALSTACK_", "SUPABASE_", "HEROKU_", "FLY_", "DO_", "OCI_",
)  # fmt: skip


class Edge:
    """One process's way to the guard. `judging` replaces the guard in tests."""

    def __init__(self, paths: Paths, environment: Mapping[str, str], judging: Judge | None = None) -> None:
        self.paths = paths
        self.environment = environment
        self._judging = judging
        self._rules: dict[tuple[str, str], Loaded] = {}
        self.disk: Disk | None = None  # what earlier texts of a session made (check --stdin)

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
            named(self.environment),
            self.user,
        )

    def judge(self, proposal: Proposal) -> Judgement:
        """The guard's judgement. Raises nothing but what an import can raise."""
        if self._judging is not None:
            return self._judging(proposal)
        from guardcmd.guard import judge

        return judge(proposal, self.guard(proposal))

    def guard(self, proposal: Proposal) -> Guard:
        """All that judging this proposal works with."""
        return OwnGuard(self, proposal)  # type: ignore[return-value]  # a Guard by its attributes

    def policy(self, proposal: Proposal) -> tuple[Settings, tuple[Note, ...]]:
        """The policy where the proposal would run, and what is to be said about broken files."""
        from guardcmd.store.policyfiles import load_settings

        return load_settings(self.paths.compiled, self.paths.policy, proposal.directory, proposal.project or "")

    def wanted(self, proposal: Proposal) -> AgentSettings:
        """What the user's policy says of the client; the strictest where it cannot be read."""
        from guardcmd.policy.settings import AgentSettings

        try:
            return self.policy(proposal)[0].agent(proposal.client)
        except Exception:
            return AgentSettings("never", "refuse")

    def rules(self, proposal: Proposal) -> Loaded:
        """The rules in force where the proposal would run, read once per place in this process."""
        from guardcmd.store.rulefiles import load

        place = (proposal.directory, proposal.project or "")
        if place not in self._rules:
            self._rules[place] = load(self.paths.compiled, self.paths.rules, *place)
        return self._rules[place]

    def has_own_policy(self, proposal: Proposal) -> bool:
        """Whether the user, or a project around the directory, has a policy file."""
        from guardcmd.store.rulefiles import project_folders

        found = [folder.removesuffix("rules") for folder in project_folders(proposal.directory, proposal.project or "")]
        return any(_exists(path) for path in (self.paths.policy, *(f"{folder}policy.toml" for folder in found)))

    def audit_required(self, proposal: Proposal) -> bool:
        """Whether nothing may run that is not logged. A policy that cannot be read says so too."""
        try:
            return self.policy(proposal)[0].audit_required
        except Exception:
            return True

    def files(self) -> Files:
        """The disk, within the budget of one proposal."""
        from guardcmd.context.disk import DiskFiles

        return DiskFiles()

    def stopped(self) -> Stop | None:
        """The stop in force, if there is one."""
        if not _exists(self.paths.stopped):
            return None
        from guardcmd.store.stop import stopped

        return stopped(self.paths.stopped)

    def is_engaged(self) -> bool:
        return _exists(self.paths.engaged)

    def tunnels(self, proposal: Proposal) -> bool:
        """Whether the text opens a way by which a loopback port leads elsewhere."""
        text = getattr(proposal.action, "text", "")
        if "ssh" not in text and "proxy" not in text and "forward" not in text and "tunnel" not in text:
            return False
        from guardcmd.context.switches import has_tunnel

        return has_tunnel(text)

    def made(self, judgement: Judgement) -> tuple[str, ...]:
        """The paths that the action creates: named in full, written to, and not there yet."""
        found = []
        for call in judgement.calls:
            if call.tool not in ("redirect", "write") or call.origin.remote:
                continue
            for target in call.targets:
                path, directory = target.name.text, call.directory.text
                if path and directory and not target.name.glob:
                    path = path if path.startswith("/") else f"{directory}/{path}"
                    if not _exists(path):
                        found.append(path)
        return tuple(dict.fromkeys(found))

    def ledger(self, session: str, minutes: int) -> Ledger:
        """What the session did before, from the audit log; refusals of the last minutes."""
        from guardcmd.store.ledger import ledger

        return ledger(self.paths.audit, session, minutes)

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


class OwnGuard:
    """The Guard of this machine for one proposal. Policy and ledger are read when something asks for them."""

    def __init__(self, edge: Edge, proposal: Proposal) -> None:
        from guardcmd.ruleset.ruleset import Ruleset

        loaded = edge.rules(proposal)
        self._edge, self._proposal = edge, proposal
        self._policy = edge.policy(proposal) if edge.has_own_policy(proposal) else None
        self._ledger: Ledger | None = None
        wrappers = self._policy[0].wrappers if self._policy else ()
        self.ruleset = Ruleset(loaded.ruleset.layers, wrappers) if wrappers else loaded.ruleset
        self.index = "" if edge.is_engaged() else loaded.index
        self.notes = (*loaded.notes, *(self._policy[1] if self._policy else ()))
        self.files = edge.files()
        self.today = edge.today()
        self.disk = edge.disk

    @property
    def settings(self) -> Settings:
        if self._policy is None:
            self._policy = self._edge.policy(self._proposal)
        return self._policy[0]

    @property
    def before(self) -> Ledger:
        """What the session did before."""
        if self._ledger is None:
            self._ledger = self._edge.ledger(self._proposal.session, self.settings.refusal_minutes)
        return self._ledger

    @property
    def refused(self) -> tuple[str, ...]:
        return self.before.refused

    def place(self, proposal: Proposal) -> Place:
        import guardcmd
        from guardcmd.targets.paths import place_of

        own = (guardcmd.__path__[0], self._edge.paths.state, self._edge.paths.config)
        thrown = self._policy[0].throwaway.paths if self._policy else ()  # the built-in policy has none
        return place_of(proposal, self.files, own, thrown, sys.platform == "darwin")

    def gather(
        self,
        findings: Sequence[Finding],
        proposal: Proposal,
        files: Files,
        settings: Settings,
        calls: Sequence[Call],
    ) -> Sequence[tuple[Evidence, ...]]:
        from guardcmd.context.gather import gather

        return gather(findings, proposal, files, settings, calls, self.before.made, self.before.tunnel)


def environment_of_process() -> dict[str, str]:
    """The process's variables. Bytes that are no UTF-8 become surrogates, as everywhere in Python."""
    return {
        name.decode("utf-8", "surrogateescape"): value.decode("utf-8", "surrogateescape")
        for name, value in posix.environ.items()
    }


def named(environment: Mapping[str, str]) -> dict[str, str]:
    """The variables that some tool reads, without secrets: they belong to a proposal and to its digest."""
    from guardcmd.audit.redact import is_secret_name

    return {
        name: value
        for name, value in environment.items()
        if (name in NAMES or name.startswith(FAMILIES) or name.endswith("_EMULATOR_HOST")) and not is_secret_name(name)
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
