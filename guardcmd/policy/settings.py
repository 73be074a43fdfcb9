"""What the policy files say, as one value. Built-in first, then the user's file, then each project's, outermost first.

Reads what a TOML or JSON parser gave; no file is opened here.
"""

from __future__ import annotations

from guardcmd.errors import RuleError
from guardcmd.policy.matrix import CELLS
from guardcmd.policy.verdict import DECISIONS
from guardcmd.record import Record
from guardcmd.ruleset.model import BLAST_RADII, EFFECTS, REVERSIBILITIES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from guardcmd.policy.matrix import Matrix

ACTORS = ("agent", "human", "ci")
MODES = ("enforce", "observe")
AUDITS = ("best-effort", "required")

# key -> the layers that may have it
KEYS = {
    "matrix": ("built-in", "user", "project"),
    "floors": ("built-in", "user", "project"),
    "approval": ("built-in", "user", "project"),
    "refusals": ("built-in", "user", "project"),
    "production": ("built-in", "user", "project"),
    "throwaway": ("user",),
    "allow": ("user",),
    "mcp": ("user", "project"),
    "wrappers": ("user",),
    "agents": ("user",),
    "mode": ("user",),
    "until": ("user",),
    "audit": ("user", "project"),
}
ATTENDED = ("auto", "never")  # whether somebody is asked in the agent's own dialog, where it has one
NOTICES = ("quiet", "show")
HEADLESS = ("refuse", "defer")  # what a session that nobody attends does with what a person may approve
THROWAWAY = ("contexts", "databases", "hosts", "paths")


class Throwaway(Record):
    """Names and patterns of what may be lost: the user's own word."""

    contexts: tuple[str, ...] = ()
    databases: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()


class Allowance(Record):
    """One rule that the user lets pass below one directory, with the reason that the log keeps."""

    rule: str
    directory: str
    reason: str

    def covers(self, rule: str, directory: str | None, home: str) -> bool:
        if rule != self.rule or not directory or ".." in directory.split("/"):
            return False
        own = self.directory.rstrip("/")
        own = home + own[1:] if own == "~" or own.startswith("~/") else own
        return directory == own or directory.startswith(own + "/")


class ToolDecision(Record):
    """One line of the table of MCP tools: `"SERVER.TOOL" = DECISION`."""

    pattern: str
    decision: str


class AgentSettings(Record):
    """What the user wants of one agent."""

    attended: str = "auto"
    headless: str = "refuse"
    notices: str = "quiet"


class Settings(Record):
    """The policy in force."""

    matrices: Mapping[str, Matrix]
    floors: Mapping[str, str]
    production: tuple[str, ...] = ()
    throwaway: Throwaway = Throwaway()
    allow: tuple[Allowance, ...] = ()
    wrappers: tuple[str, ...] = ()  # more programs whose operands are another command
    agents: Mapping[str, AgentSettings] = {}  # by guardcmd's name of the client
    observe_until: str = ""  # ISO date; the last day on which nothing is refused
    quorum: int = 1
    refusals: int = 2
    refusal_minutes: int = 10
    audit_required: bool = False
    mcp: tuple[ToolDecision, ...] = ()  # the user's own, in place of what a tool's name says
    mcp_raised: tuple[ToolDecision, ...] = ()  # those of projects, beside it

    def matrix(self, actor: str) -> Matrix:
        """The actor's matrix; an actor that nobody wrote one for is an agent."""
        return self.matrices.get(actor) or self.matrices["agent"]

    def agent(self, client: str) -> AgentSettings:
        return self.agents.get(client) or AgentSettings()

    def observes(self, today: str) -> bool:
        return bool(today) and today <= self.observe_until


def settings_from(
    built_in: Mapping[str, object],
    user: Mapping[str, object] | None = None,
    projects: Iterable[tuple[str, Mapping[str, object]]] = (),
    name: str = "policy.toml",
) -> Settings:
    """The policy of all layers. `projects` are (file name, content).

    Raises RuleError that names file and key: for what cannot be read, and for what is gentler than the built-in
    policy. Between the other layers the stricter value counts.
    """
    first = _Layer("policy.toml", "built-in", built_in)
    least = settings = first.over(Settings(first.matrices(), first.floors()))
    for layer in (*([_Layer(name, "user", user)] if user else []), *[_Layer(*each) for each in _named(projects)]):
        layer.is_no_gentler_than(least)
        settings = layer.over(settings)
    return settings


def _named(projects: Iterable[tuple[str, Mapping[str, object]]]) -> list[tuple[str, str, Mapping[str, object]]]:
    return [(name, "project", content) for name, content in projects]


class _Layer:
    """One policy file. `over` never returns anything gentler, but for what only the user's file may say."""

    def __init__(self, file: str, layer: str, content: Mapping[str, object]) -> None:
        self.file, self.layer, self.content = file, layer, content
        for key in content:
            if key not in KEYS:
                raise self.unknown(key, tuple(KEYS))
            if layer not in KEYS[key]:
                raise self.wrong(f"a project's policy can only tighten, `{key}` belongs into your own")

    def over(self, below: Settings) -> Settings:
        observes = self.one_of("mode", self.content.get("mode", "enforce"), MODES) == "observe"
        return below.replace(
            matrices=self.raised_matrices(below.matrices),
            floors=self.raised_floors(below.floors),
            production=(
                *below.production,
                *self.texts("production", self.table("production", ("patterns",)), "patterns"),
            ),
            throwaway=self.throwaway() or below.throwaway,
            allow=(*below.allow, *self.allowances()),
            mcp=(*below.mcp, *(self.tools() if self.layer == "user" else ())),
            mcp_raised=(*below.mcp_raised, *(self.tools() if self.layer == "project" else ())),
            wrappers=(*below.wrappers, *self.texts("", self.content, "wrappers")),
            agents={**below.agents, **self.agents()},
            observe_until=self.until() if observes else below.observe_until,
            quorum=max(below.quorum, self.number("approval", "quorum", below.quorum)),
            refusals=min(below.refusals, self.number("refusals", "count", below.refusals)),
            refusal_minutes=max(below.refusal_minutes, self.number("refusals", "minutes", below.refusal_minutes)),
            audit_required=below.audit_required
            or self.one_of("audit", self.content.get("audit", "best-effort"), AUDITS) == "required",
        )

    def is_no_gentler_than(self, least: Settings) -> None:
        for actor, matrix in least.matrices.items():
            for name, row in self.given_rows(actor).items():
                for radius, cell, own in zip(BLAST_RADII, matrix[name], row):
                    self.compare(f"matrix.{actor}.{name}` for `{radius}", own, cell, CELLS)
        for effect, floor in self.floors().items():
            self.compare(f"floors.{effect}", floor, least.floors.get(effect, "allow"), DECISIONS)
        if self.number("refusals", "count", least.refusals) > least.refusals:
            raise self.wrong(f"`refusals.count` must not be above {least.refusals}")
        if self.number("refusals", "minutes", least.refusal_minutes) < least.refusal_minutes:
            raise self.wrong(f"`refusals.minutes` must not be below {least.refusal_minutes}")

    def compare(self, key: str, own: str, least: str, order: tuple[str, ...]) -> None:
        if order.index(own) < order.index(least):
            raise self.wrong(f"`{key}` is `{own}`, gentler than the built-in `{least}`")

    # --- matrices and floors

    def matrices(self) -> dict[str, Matrix]:
        """All of them, written out: the built-in file says everything."""
        return {actor: {name: self.row(actor, name) for name in REVERSIBILITIES} for actor in ACTORS}

    def raised_matrices(self, below: Mapping[str, Matrix]) -> Mapping[str, Matrix]:
        result = {actor: dict(matrix) for actor, matrix in below.items()}
        for actor, matrix in result.items():
            for name, row in self.given_rows(actor).items():
                matrix[name] = tuple([max(pair, key=CELLS.index) for pair in zip(matrix[name], row)])
        return result

    def given_rows(self, actor: str) -> dict[str, tuple[str, ...]]:
        rows = self.inner(f"matrix.{actor}", self.table("matrix", ACTORS).get(actor, {}), REVERSIBILITIES)
        return {name: self.row(actor, name) for name in rows}

    def row(self, actor: str, name: str) -> tuple[str, ...]:
        key = f"matrix.{actor}.{name}"
        rows = self.inner(f"matrix.{actor}", self.table("matrix", ACTORS).get(actor, {}), REVERSIBILITIES)
        cells = rows.get(name)
        if not isinstance(cells, (list, tuple)) or len(cells) != len(BLAST_RADII):
            raise self.wrong(f"`{key}` must have {len(BLAST_RADII)} cells: {', '.join(BLAST_RADII)}")
        return tuple([self.one_of(key, value, CELLS) for value in cells])

    def floors(self) -> dict[str, str]:
        given = self.table("floors", EFFECTS)
        return {effect: self.one_of(f"floors.{effect}", value, DECISIONS[:4]) for effect, value in given.items()}

    def raised_floors(self, below: Mapping[str, str]) -> dict[str, str]:
        result = dict(below)
        for effect, floor in self.floors().items():
            result[effect] = max(result.get(effect, "allow"), floor, key=DECISIONS.index)
        return result

    # --- tools of MCP servers

    def tools(self) -> tuple[ToolDecision, ...]:
        given = self.content.get("mcp", {})
        if not isinstance(given, dict):
            raise self.wrong('`mcp` must be a table: "SERVER.TOOL" = "ask"')
        return tuple([self.tool(str(name), decision) for name, decision in given.items()])

    def tool(self, name: str, value: object) -> ToolDecision:
        key = f'mcp."{name}"'
        if isinstance(value, dict):
            raise self.wrong(f'`mcp.{name}` is a table; a name with a dot needs quotes: "{name}.TOOL" = "ask"')
        decision = self.one_of(key, value, DECISIONS)
        server, dot, tool = name.partition(".")
        if not dot or not server or not tool:
            raise self.wrong(f'`{key}` does not name a tool as "SERVER.TOOL"; "SERVER.*" is every tool of one server')
        if decision in ("allow", "notify"):
            if self.layer == "project":
                raise self.wrong(f"a project's policy can only tighten, `{key}` is `{decision}`")
            if not server.strip("*?[]"):
                raise self.wrong(f"`{key}` is `{decision}` for every server; name the server")
        return ToolDecision(name, decision)

    # --- what only the user's file says

    def throwaway(self) -> Throwaway | None:
        given = self.table("throwaway", THROWAWAY)
        return Throwaway(*[self.texts("throwaway", given, key) for key in THROWAWAY]) if given else None

    def allowances(self) -> tuple[Allowance, ...]:
        given = self.content.get("allow", [])
        if not isinstance(given, (list, tuple)):
            raise self.wrong("`allow` must be a list of tables: [[allow]]")
        return tuple([self.allowance(entry) for entry in given])

    def allowance(self, entry: object) -> Allowance:
        table = self.inner("allow", entry, ("rule", "directory", "reason"))
        rule, directory, reason = [self.text(f"allow.{key}", table.get(key)) for key in ("rule", "directory", "reason")]
        if not directory.startswith(("/", "~/")) or not directory.strip("~/."):
            raise self.wrong(f"`allow.directory` is `{directory}`, not an absolute path or one below `~/`")
        return Allowance(rule, directory, reason)

    def agents(self) -> dict[str, AgentSettings]:
        given = self.content.get("agents", {})
        if not isinstance(given, dict):
            raise self.wrong("`agents` must be a table of tables: [agents.claude-code]")
        return {client: self.agent(client, table) for client, table in given.items()}

    def agent(self, client: str, entry: object) -> AgentSettings:
        key = f"agents.{client}"
        table = self.inner(key, entry, ("attended", "headless", "notices"))
        attended = self.one_of(f"{key}.attended", table.get("attended", "auto"), ATTENDED)
        headless = self.one_of(f"{key}.headless", table.get("headless", "refuse"), HEADLESS)
        return AgentSettings(attended, headless, self.one_of(f"{key}.notices", table.get("notices", "quiet"), NOTICES))

    def until(self) -> str:
        """TOML's own date, or text; guardcmd never only observes without an end."""
        date = str(self.content.get("until", ""))
        year, month, day = [*date.split("-"), "", ""][:3]
        if not (len(year) == 4 and len(month) == len(day) == 2 and (year + month + day).isdigit()):
            raise self.wrong("`mode` is `observe`, so `until` must be a date such as 2030-01-31")
        return date

    # --- values

    def table(self, key: str, keys: tuple[str, ...]) -> Mapping[str, object]:
        return self.inner(key, self.content.get(key, {}), keys)

    def inner(self, key: str, value: object, keys: tuple[str, ...]) -> Mapping[str, object]:
        if not isinstance(value, dict):
            raise self.wrong(f"`{key}` must be a table")
        for name in value:
            if name not in keys:
                raise self.unknown(f"{key}.{name}", tuple([f"{key}.{known}" for known in keys]))
        return value

    def texts(self, key: str, table: Mapping[str, object], name: str) -> tuple[str, ...]:
        value = table.get(name, ())
        path = f"{key}.{name}" if key else name
        if not isinstance(value, (list, tuple)):
            raise self.wrong(f"`{path}` must be a list of texts")
        return tuple([self.text(path, item) for item in value])

    def text(self, key: str, value: object) -> str:
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(f"`{key}` must be text and not empty")
        return value

    def number(self, key: str, name: str, default: int) -> int:
        value = self.table(key, {"approval": ("quorum",), "refusals": ("count", "minutes")}[key]).get(name, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise self.wrong(f"`{key}.{name}` must be a whole number above 0")
        return value

    def one_of(self, key: str, value: object, allowed: tuple[str, ...]) -> str:
        if isinstance(value, str) and value in allowed:
            return value
        names = ", ".join([f"`{name}`" for name in allowed])
        raise self.wrong(f"`{key}` is `{value}`, not one of {names}", _near(str(value), allowed))

    def wrong(self, what: str, hint: str = "") -> RuleError:
        return RuleError(f"{self.file}: {what}", hint)

    def unknown(self, key: str, keys: tuple[str, ...]) -> RuleError:
        return self.wrong(f"unknown key `{key}`", _near(key, keys))


def _near(word: str, words: tuple[str, ...]) -> str:
    from difflib import get_close_matches  # only when something is wrong

    near = get_close_matches(word, words, 1)
    return f"did you mean `{near[0]}`?" if near else ""
