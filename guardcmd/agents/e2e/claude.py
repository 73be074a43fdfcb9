"""One headless session of Claude Code with a scripted model, in the user's own settings."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping

from guardcmd.agents.e2e.driven import Driven

KEY = "sk-ant-no-key-but-long-enough-for-one"
PROVIDERS = ("ANTHROPIC_", "CLAUDE_CODE_USE_", "CLAUDE_CODE_OAUTH", "AWS_BEARER")


def driven(url: str, environment: Mapping[str, str]) -> Driven | None:
    """The options win over the user's settings, so that no other model is asked. None without the client."""
    program = shutil.which("claude", path=environment.get("PATH"))
    if program is None:
        return None
    own = {"ANTHROPIC_BASE_URL": url, "ANTHROPIC_API_KEY": KEY}
    quiet = {"CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1", "DISABLE_AUTOUPDATER": "1", "DISABLE_TELEMETRY": "1"}
    kept = {name: value for name, value in environment.items() if not name.startswith(PROVIDERS)}
    # the marks of a session that this one may be started from
    kept = {name: value for name, value in kept.items() if name not in ("CLAUDECODE", "AI_AGENT")}
    options = ["--allowedTools", "Bash", "--strict-mcp-config", "--no-session-persistence"]
    command = [program, "-p", "go", "--settings", json.dumps({"env": own}), *options]
    return Driven(command, {**kept, **own, **quiet})
