"""What would be stopped among real commands: for looking at every stop by hand.

    python bench/realworld.py SAMPLE.jsonl.gz [--source PREFIX ...] [--sample N] [--show]

SAMPLE has JSON lines with `source` and `command`. Each is judged as an attended agent's, by one `check --stdin` in an
empty project; nothing runs. Prints, per source, how many were stopped; `--show` prints them with the rules.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections import Counter, defaultdict
from pathlib import Path

from catalogue import STOPS, judged


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sample_file", type=Path)
    parser.add_argument("--source", action="append", default=[])
    parser.add_argument("--sample", type=int, default=0, help="print so many stops of each source, drawn by chance")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    commands = defaultdict(list)
    with gzip.open(options.sample_file, "rt") as lines:
        for row in map(json.loads, lines):
            if not options.source or row["source"].startswith(tuple(options.source)):
                commands[row["source"]].append(row["command"])
    for source, texts in sorted(commands.items()):
        answers = list(zip(texts, judged(texts), strict=True))
        stopped = [(text, answer) for text, answer in answers if answer["decision"] in STOPS]
        decisions = dict(Counter(answer["decision"] for _, answer in answers))
        print(f"{source:24} {len(stopped):5} of {len(texts):5} stopped  {len(stopped) / len(texts):6.2%}  {decisions}")
        if options.sample and len(stopped) > options.sample:
            stopped = random.Random(0).sample(stopped, options.sample)
        for text, answer in stopped if options.show else ():
            print(f"--- {answer['decision']} {' '.join(reason['rule'] for reason in answer['reasons'])}\n{text}")


if __name__ == "__main__":
    main()
