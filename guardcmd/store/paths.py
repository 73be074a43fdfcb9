"""Where guardcmd keeps its state and looks for the user's configuration. The only place that asks platformdirs."""

from __future__ import annotations

from guardcmd.record import Record


class Paths(Record):
    """The two directories, and what lies where in them."""

    state: str
    config: str

    @property
    def audit(self) -> str:
        return f"{self.state}/audit.jsonl"

    @property
    def engaged(self) -> str:
        """While this file exists, the fast path is closed."""
        return f"{self.state}/engaged"

    @property
    def shells_off(self) -> str:
        """Until when, in seconds since the epoch, people's own shells go unguarded."""
        return f"{self.state}/shells-off"

    @property
    def proposals(self) -> str:
        return f"{self.state}/proposals"

    @property
    def approvals(self) -> str:
        return f"{self.state}/approvals"

    @property
    def stopped(self) -> str:
        """While this file exists, agents may only read."""
        return f"{self.state}/stopped.json"

    @property
    def installed(self) -> str:
        """The register of the files that the guard was installed in."""
        return f"{self.state}/installed.json"

    @property
    def compiled(self) -> str:
        """The user's rules, compiled."""
        return f"{self.state}/compiled"

    @property
    def rules(self) -> str:
        return f"{self.config}/rules"

    @property
    def policy(self) -> str:
        return f"{self.config}/policy.toml"


def paths(state: str = "", config: str = "") -> Paths:
    """The directories as given, else where this platform keeps such things. An installed hook gives both."""
    if not state or not config:
        import platformdirs

        state = state or platformdirs.user_state_dir("guardcmd", appauthor=False)
        config = config or platformdirs.user_config_dir("guardcmd", appauthor=False)
    return Paths(state.rstrip("/") or "/", config.rstrip("/") or "/")


def everyones(platform: str) -> Paths:
    """The directories below whatever home directory a user has, for a hook that one administrator wires for all."""
    if platform == "darwin":
        return Paths("~/Library/Application Support/guardcmd", "~/Library/Application Support/guardcmd")
    return Paths("~/.local/state/guardcmd", "~/.config/guardcmd")
