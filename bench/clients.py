"""What a plain command costs with each client's own command line, as a ratio to a bare interpreter in the same run.

    python bench/clients.py [--runs 30] [CLIENT ...]

The line is taken from the settings that `guardcmd install` writes into a scratch home. Most clients have it run by
`sh`; the bare interpreter is then started by `sh` as well, as such a client would start any hook.
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
from collections.abc import Sequence
from pathlib import Path

COMMAND = "git status && ls -la"
LIMIT = 1.3


def wall(argv: Sequence[str], data: bytes, environment: dict[str, str]) -> float:
    start = time.perf_counter()
    subprocess.run(argv, input=data, capture_output=True, env=environment, check=False)
    return time.perf_counter() - start


def command_line(name: str, environment: dict[str, str], directory: str) -> tuple[str, ...]:
    """What the client starts once guardcmd is installed for it; empty where its own process does that."""
    from guardcmd.agents.clients import adapter
    from guardcmd.agents.wiring.command_line import hook_argv

    own = adapter(name)
    assert own is not None
    path = own.locate("user", environment, directory)
    argv = hook_argv(own.name, f"{directory}/state", f"{directory}/config", path)
    for change in own.changes("user", environment, directory, argv):
        change.apply()
    return next((place.command for place in own.places(environment, directory) if place.state == "guarded"), ())


def main() -> int:
    from guardcmd.agents.clients import NAMES, adapter

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clients", nargs="*", default=NAMES)
    parser.add_argument("--runs", type=int, default=30)
    options = parser.parse_args()
    worst = 0
    print(f"{'client':14} {'median':>7} {'min':>6} {'max':>6}  limit {LIMIT}")
    for name in options.clients:
        with tempfile.TemporaryDirectory() as scratch:
            environment = {"HOME": scratch, "PATH": os.environ["PATH"]}
            line = command_line(name, environment, scratch)
            if not line:
                print(f"{name:14} not wired")
                worst = 1
                continue
            bare = [sys.executable, "-I", "-S", "-c", "pass"]
            if Path(line[0]).name == "sh":
                bare = ["/bin/sh", "-c", " ".join(bare)]
            data = json.dumps(adapter(name).canary(COMMAND, scratch)).encode()  # type: ignore[union-attr]
            for _ in range(3):
                wall(line, data, environment)
            ratios = [wall(line, data, environment) / wall(bare, b"", environment) for _ in range(options.runs)]
            median = statistics.median(ratios)
            worst |= median > LIMIT
            print(f"{name:14} {median:7.2f} {min(ratios):6.2f} {max(ratios):6.2f}{'  OVER' if median > LIMIT else ''}")
    return worst


if __name__ == "__main__":
    sys.exit(main())
