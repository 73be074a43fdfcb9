"""The rules in figures: how many, how long, and what reading them costs.

    python bench/rules.py

Times are medians of one process; the ratio is to a bare `python -I -S -c pass` in the same run.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from guardcmd.builtin import load_index, unit  # noqa: E402  the checkout's, not an installed one
from guardcmd.quick import allows  # noqa: E402
from guardcmd.ruleset.compile import compiled  # noqa: E402
from guardcmd.ruleset.compiled import Compiled  # noqa: E402
from guardcmd.ruleset.index import listed_words  # noqa: E402
from guardcmd.ruleset.mutate import mutants  # noqa: E402
from guardcmd.store.rulefiles import read_folder, read_path  # noqa: E402

FOLDER = ROOT / "rules"
TYPICAL = "rm.toml"


def median(what: Callable[[], object], runs: int = 15) -> float:
    """Milliseconds."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        what()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1e3


def main() -> None:
    files = read_folder(str(FOLDER))
    rules = list({rule.id: rule for file in files for rule in file.rules}.values())
    tools = [tool for file in files for tool in file.tools if tool.programs]
    wrappers = [wrapper for file in files for wrapper in file.wrappers]
    lines = [len(path.read_text().splitlines()) for path in FOLDER.glob("*.toml") if path.stem != "policy"]
    per_rule = [len(path.read_text().split("[[rule]]")) - 1 for path in FOLDER.glob("*.toml")]
    each = [len(block.strip().splitlines()) for path in FOLDER.glob("*.toml")
            for block in path.read_text().split("[[rule]]\n")[1:]]  # fmt: skip
    index = load_index()
    about = {rule.tool for file in files for rule in file.rules}
    print(f"rules: {len(rules)} in {len(lines)} files, for {len(about)} tools and languages")
    print(f"programs: {len({program for tool in tools for program in tool.programs})} with a tool, "
          f"{len({program for wrapper in wrappers for program in wrapper.programs})} that run others "
          f"({len(wrappers)} entries), {len(listed_words(index))} listed names")  # fmt: skip
    print(f"lines: {statistics.median(lines):.0f} a file (median), {statistics.median(each):.0f} a rule, "
          f"{statistics.median(count for count in per_rule if count):.0f} rules a file")  # fmt: skip
    stopped, passing = (sum(len(getattr(rule, key)) for rule in rules) for key in ("must_match", "must_not_match"))
    weaker = sum(len(list(mutants(rule))) for rule in rules)
    every = sum(len(list(mutants(rule, alternatives=True))) for rule in rules)
    print(f"examples: {stopped} to match, {passing} not to; {weaker} mutants, {every - weaker} alternatives")

    bare = median(lambda: subprocess.run([sys.executable, "-I", "-S", "-c", "pass"], check=True), 20)
    sizes = {name: len(unit(name)) for name in ("index", "wrappers", "tool-rm")}
    print(f"compiled: {', '.join(f'{name} {size / 1000:.1f} KB' for name, size in sizes.items())}")
    costs = {
        f"reading {TYPICAL} as TOML": lambda: read_path(str(FOLDER / TYPICAL), f"rules/{TYPICAL}"),
        "reading and compiling all of them": lambda: compiled(read_folder(str(FOLDER))),
        "opening the compiled rules of rm": lambda: Compiled(load_index(), unit).rules("rm"),
        "opening one wrapper (sudo)": lambda: Compiled(load_index(), unit).wrappers("sudo"),
        "the fast path, index included": lambda: allows("git status && ls -la", load_index()),
    }
    for name, what in costs.items():
        spent = median(what, 5 if "all" in name else 50)
        print(f"{name:36} {spent:9.3f} ms  {spent / bare:7.3f} of a bare interpreter ({bare:.1f} ms)")


if __name__ == "__main__":
    main()
