"""Throughput and growth of judging, in one process.

    python bench/engine.py [--data shell-real.jsonl.gz] [--most 5000] [--only-rules]

Prints commands a second of `check --stdin` on a file of real commands (JSON lines with `command`), time against text
length from 1 KB to 1 MB, and time against 10 to 10,000 user rules for other programs.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def check(lines: list[dict[str, str]], home: str) -> tuple[float, list[dict[str, str]]]:
    """(seconds, answers) of one `check --stdin` process."""
    data = "\n".join(json.dumps(line) for line in lines).encode()
    environment = {**os.environ, "HOME": home, "XDG_STATE_HOME": f"{home}/state", "XDG_CONFIG_HOME": f"{home}/config"}
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "guardcmd", "check", "--stdin"],
        input=data,
        capture_output=True,
        env=environment,
        cwd=home,
    )
    spent = time.perf_counter() - start
    if done.returncode:
        sys.exit(f"check --stdin ended with {done.returncode}: {done.stderr.decode()[:500]}")
    return spent, [json.loads(line) for line in done.stdout.splitlines()]


def throughput(path: Path, most: int, home: str) -> None:
    with gzip.open(path, "rt") as file:
        lines = [json.loads(line) for line in file]
    step = max(1, len(lines) // most)
    sample = [{"id": str(n), "command": line["command"]} for n, line in enumerate(lines[::step])]
    started, _ = check(sample[:1], home)
    spent, answers = check(sample, home)
    decisions = {name: sum(a["decision"] == name for a in answers) for name in sorted({a["decision"] for a in answers})}
    print(f"throughput: {len(sample) / (spent - started):.0f} commands a second, {len(sample)} commands, {decisions}")


SHAPES = {
    "words": lambda size: "echo " + "word " * (size // 5),
    "statements": lambda size: "true; " * (size // 6),
    "lines": lambda size: "echo a b\n" * (size // 9),
    "here-document": lambda size: "cat <<'E'\n" + "some text of a line\n" * (size // 20) + "E\n",
    "assignments": lambda size: "x=1; " * (size // 5),
}


def growth(home: str) -> None:
    print("time against text length, milliseconds (start of the process taken off):")
    started = statistics.median(check([{"id": "0", "command": "true"}], home)[0] for _ in range(3))
    for name, shape in SHAPES.items():
        row = []
        for size in (1_000, 10_000, 100_000, 1_000_000):
            spent, answers = check([{"id": "1", "command": shape(size)}], home)
            row.append(f"{size // 1000:>5} KB {(spent - started) * 1e3:8.0f} {answers[0]['decision']:6}")
        print(f"  {name:14}", *row)


RULE = """
[[rule]]
id = "other{n}.wipe"
tool = "other{n}"
title = "wipes the thing {n}"
why = "it does not come back"
reversibility = "irreversible"
blast_radius = "collection"
any_of = [{{ subcommand = "wipe" }}]
must_match = ["other{n} wipe", "other{n} wipe --all"]
must_not_match = ["other{n} show", "echo other{n} wipe"]
"""


def rules(home: str) -> None:
    lines = [
        {"id": str(n), "command": f"for f in a b; do git log --oneline -{n} > /dev/null; done"} for n in range(300)
    ]
    print("300 commands against user rules for other programs, seconds:")
    for count, files in ((0, 0), (10, 10), (100, 100), (1_000, 1_000), (1_000, 10), (10_000, 10_000), (10_000, 100)):
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch, "config", "guardcmd", "rules")
            folder.mkdir(parents=True)
            for file in range(files):
                numbers = range(file, count, files)
                tools = "".join(f'[[tool]]\nname = "other{n}"\nprograms = ["other{n}"]\n' for n in numbers)
                own = "".join(RULE.format(n=n) for n in numbers)
                Path(folder, f"other{file}.toml").write_text(tools + own)
            first, _ = check(lines, scratch)
            spent = min(check(lines, scratch)[0] for _ in range(5))
            print(f"  {count:>6} rules in {files:>6} files: {spent:.3f}  (first run, which compiles them: {first:.3f})")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--most", type=int, default=5_000)
    parser.add_argument("--only-rules", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        if options.data:
            throughput(options.data, options.most, home)
        if not options.only_rules:
            growth(home)
        rules(home)
    return 0


if __name__ == "__main__":
    sys.exit(main())
