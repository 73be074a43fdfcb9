"""What the scripted model will do: the same as `doctor --e2e` uses."""

from guardcmd.agents.e2e.script import Reply, Script, ToolUse

__all__ = ["Reply", "Script", "ToolUse"]
