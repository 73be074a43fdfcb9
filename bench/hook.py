"""Whole-process cost of the installed hook, as ratios to `python -I -S -c pass` in the same run.

    python bench/hook.py [--runs 40]

Each case is run in turn with the bare interpreter, pair by pair; the median of the pairs' ratios is printed.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE_DOCUMENT = "cat > notes.txt <<'EOF'\n" + "\n".join(f"line {n} of an ordinary note" for n in range(10)) + "\nEOF"
LOOP = 'for f in src/*.py; do if [[ -f "$f" ]]; then wc -l "$f"; fi; done'
CASES = {
    "plain: git status && ls -la": ("git status && ls -la", 1.3),
    "plain: grep -rn TODO src | head": ("grep -rn TODO src | head", 1.3),
    "full, allowed: a 10-line here-document": (HERE_DOCUMENT, 5.0),
    "full, allowed: a for loop with [[ ]]": (LOOP, 5.0),
    "refused: cd x && terraform destroy -auto-approve": ("cd x && terraform destroy -auto-approve", 5.0),
}


def envelope(command: str, directory: str) -> bytes:
    return json.dumps({
        "session_id": "bench", "transcript_path": "", "cwd": directory, "permission_mode": "default",
        "hook_event_name": "PreToolUse", "tool_name": "Bash", "tool_input": {"command": command},
        "tool_use_id": "toolu_bench",
    }).encode()  # fmt: skip


def wall(argv: list[str], data: bytes, environment: dict[str, str]) -> float:
    start = time.perf_counter()
    subprocess.run(argv, input=data, capture_output=True, env=environment, check=False)
    return time.perf_counter() - start


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=40)
    runs = parser.parse_args().runs
    from guardcmd.agents.wiring.command_line import hook_argv

    bare = [sys.executable, "-I", "-S", "-c", "pass"]
    with tempfile.TemporaryDirectory() as scratch:
        environment = {"HOME": scratch, "PATH": os.environ["PATH"], "CLAUDE_CODE_SESSION_ATTENDED": "0"}
        state, config = Path(scratch, "state"), Path(scratch, "config")
        hook = hook_argv("claude-code", state=str(state), config=str(config))
        print(f"{'case':50} {'median':>7} {'min':>6} {'max':>6}  limit")
        worst = 0
        for name, (command, limit) in CASES.items():
            data = envelope(command, scratch)
            for _ in range(3):
                wall(hook, data, environment)
            ratios = [wall(hook, data, environment) / wall(bare, b"", environment) for _ in range(runs)]
            median = statistics.median(ratios)
            worst |= median > limit
            over = "" if median <= limit else "  OVER"
            print(f"{name:50} {median:7.2f} {min(ratios):6.2f} {max(ratios):6.2f}  {limit}{over}")
    return worst


if __name__ == "__main__":
    sys.exit(main())
