"""Clients that know no hook commands: a bridge inside them asks guardcmd, and stops the call whenever that fails.

The bridge speaks one envelope of our own for every client: `hook_event_name`, `bridge` (the client's name),
`session_id`, `cwd`, `tool_name`, `tool_input`, `attended`. It wants an answer in words: silence counts as a failure.
"""

from __future__ import annotations

from guardcmd.agents.adapter import Adapter
from guardcmd.agents.refusal import Answer
from guardcmd.jsontext import dumps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from guardcmd.agents.envelope import Envelope
    from guardcmd.agents.wiring.change import Change
    from guardcmd.agents.wiring.place import Place


class Bridged(Adapter):
    bridge = ""  # the client's own part of the bridge, in `bridges/`
    patience = 8000  # ms; the hook answers within 2 s, and its own alarm rings at 5 s

    silence = Answer('{"guardcmd":"pass"}\n')

    def recognises(self, envelope: Envelope) -> bool:
        return envelope.raw.get("bridge") == self.name

    def attended(self, environment: Mapping[str, str], envelope: Envelope) -> bool:
        return envelope.raw.get("attended") is True

    def prompts(self, envelope: Envelope, environment: Mapping[str, str]) -> bool:
        """The bridge says so only where it can ask the person itself."""
        return self.attended(environment, envelope)

    def ask(self, reason: str) -> Answer:
        return Answer(dumps({"guardcmd": "ask", "reason": reason}) + "\n")

    def warn(self, message: str) -> Answer:
        return Answer(dumps({"guardcmd": "pass", "warning": message}) + "\n", message + "\n")

    def brief(self, text: str) -> Answer:
        return Answer(dumps({"guardcmd": "brief", "context": text}) + "\n")

    # --- wiring: the bridge is a file of its own

    def changes(self, scope: str, environment: Mapping[str, str], directory: str, argv: Sequence[str]) -> list[Change]:
        from guardcmd.agents.wiring.bridge_file import with_bridge

        return [with_bridge(self, self.locate(scope, environment, directory), argv)]

    def removals(self, scope: str, environment: Mapping[str, str], directory: str) -> list[Change]:
        from guardcmd.agents.wiring.bridge_file import without_bridge

        return [without_bridge(self, self.locate(scope, environment, directory))]

    def places(self, environment: Mapping[str, str], directory: str) -> list[Place]:
        from guardcmd.agents.wiring.bridge_file import places

        return places(self, environment, directory)

    def canary(self, command: str, directory: str) -> object:
        return {
            "hook_event_name": "PreToolUse",
            "bridge": self.name,
            "session_id": "guardcmd-doctor",
            "cwd": directory,
            "tool_name": next(iter(self.shell_tools)),
            "tool_input": {"command": command},
        }
