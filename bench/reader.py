"""Referee of guardcmd.shell: what it reads, against `bash -n` and shfmt, on real text and on composed text.

    python bench/reader.py --data shell-real.jsonl.gz --sample 3000 --fuzz 2000 --adversarial

The data is a gzip of JSON lines with `source` and `command`. shfmt comes from the dev extra, bash from the system.
A head is the first word of a simple command, wherever it is nested. Nothing that is read here is ever run.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from guardcmd.shell.ansi import decode
from guardcmd.shell.heads import simple_commands
from guardcmd.shell.ir import Literal, Script, Unreadable, Word
from guardcmd.shell.reader import Reader, read
from tests.shell.adversarial import ADVERSARIAL

DECLARING = {"declare", "typeset", "local", "export", "readonly", "let", "nameref"}
Argv = tuple[str | None, ...]


class Reading:
    """What one reader saw: the heads, and the argv of each command with None for what is not static."""

    def __init__(self, heads: list[str], argvs: list[Argv]) -> None:
        self.heads = Counter(heads)
        self.argvs = Counter(argvs)


# --- ours --------------------------------------------------------------------------------


def static(word: Word) -> str | None:
    if all(isinstance(part, Literal) for part in word.parts):
        return "".join(part.text for part in word.parts if isinstance(part, Literal))
    return None


def timed_words(argv: Argv) -> int:
    """How many words `time` and its options are: in `a | time b` it is a keyword for shfmt, a program for bash."""
    skipped = 0
    while argv[skipped : skipped + 1] == ("time",):
        skipped += 1
        while argv[skipped : skipped + 1] in (("-p",), ("--",)):
            skipped += 1
    return skipped


def dynamic(raw: str) -> str:
    """The text form of a word that is not static; backslashes differ inside backquotes."""
    return "\x01" + "".join(raw.replace("\\\n", "").replace("\\", "").split())


def ours(script: Script) -> Reading:
    heads, argvs = [], []
    for command in simple_commands(script):
        if not command.words:
            continue
        argv = tuple(static(word) for word in command.words)
        skipped = timed_words(argv)
        argv = argv[skipped:]
        if not argv:
            continue
        heads.append(dynamic(command.words[skipped].raw) if argv[0] is None else argv[0])
        if argv[0] not in DECLARING:
            argvs.append(argv)
    return Reading(heads, argvs)


# --- shfmt -------------------------------------------------------------------------------


class Shfmt:
    def __init__(self, text: str) -> None:
        self.raw = text.encode("utf-8", "surrogateescape")
        self.heads: list[str] = []
        self.argvs: list[Argv] = []

    def visit(self, node: object) -> None:
        todo = [node]
        while todo:
            item = todo.pop()
            if isinstance(item, list):
                todo.extend(item)
            elif isinstance(item, dict):
                self.command(item)
                todo.extend(item.values())

    def command(self, node: dict) -> None:
        kind = node.get("Type")
        if kind == "CallExpr" and node.get("Args"):
            argv = tuple(self.word(word) for word in node["Args"])
            skipped = timed_words(argv)
            argv = argv[skipped:]
            if argv:
                self.heads.append(argv[0] if argv[0] is not None else dynamic(self.slice(node["Args"][skipped])))
            if argv and argv[0] not in DECLARING:
                self.argvs.append(argv)
        elif kind == "DeclClause":
            self.heads.append(node["Variant"]["Value"])
        elif kind == "LetClause":
            self.heads.append("let")

    def slice(self, node: dict) -> str:
        return self.raw[node["Pos"]["Offset"] : node["End"]["Offset"]].decode("utf-8", "surrogateescape")

    def word(self, word: dict) -> str | None:
        pieces = [self.part(part, False) for part in word["Parts"]]
        return None if None in pieces else "".join(piece or "" for piece in pieces)

    def part(self, part: dict, in_quotes: bool) -> str | None:
        kind = part["Type"]
        if kind == "Lit":
            return unescaped(part["Value"], '$`"\\' if in_quotes else None)
        if kind == "SglQuoted":
            value = part.get("Value", "")
            return decode(value + "'\0", 0)[0] if part.get("Dollar") else value
        if kind == "DblQuoted":
            pieces = [self.part(inner, True) for inner in part.get("Parts") or []]
            return None if None in pieces else "".join(piece or "" for piece in pieces)
        if kind == "ExtGlob":
            return unescaped(self.slice(part), None)
        return None


def unescaped(text: str, escaped: str | None) -> str:
    out = ""
    at = 0
    while at < len(text):
        c = text[at]
        if c == "\\" and at + 1 < len(text):
            following = text[at + 1]
            out += "" if following == "\n" else following if escaped is None or following in escaped else c + following
            at += 2
        else:
            out += c
            at += 1
    return out


class Oracle:
    """Asks bash -n and shfmt, several at a time; remembers answers in a file outside the repository if told so."""

    def __init__(self, jobs: int, cache: Path | None) -> None:
        self.jobs = jobs
        self.cache = cache
        self.shfmt = shutil.which("shfmt", path=str(Path(sys.executable).parent)) or "shfmt"
        self.known: dict[str, bool] = {}
        if cache and cache.exists():
            self.known = dict(json.loads(line) for line in cache.open())

    def readings(self, texts: list[str]) -> list[Reading | None]:
        """Per text: what shfmt sees, or None if one of both refuses it."""
        with ThreadPoolExecutor(self.jobs) as pool:
            answers = list(pool.map(self.ask, texts))
        if self.cache:
            with self.cache.open("w") as out:
                out.writelines(json.dumps(item) + "\n" for item in self.known.items())
        return answers

    def ask(self, text: str) -> Reading | None:
        data = text.encode("utf-8", "surrogateescape")
        key = hashlib.sha256(data).hexdigest()
        if self.known.get(key, True) is False:
            return None
        if key not in self.known:
            bash = subprocess.run(["bash", "-n"], input=data, capture_output=True, check=False)
            self.known[key] = bash.returncode == 0
        if not self.known[key]:
            return None
        done = subprocess.run([self.shfmt, "-ln", "bash", "--to-json"], input=data, capture_output=True, check=False)
        self.known[key] = done.returncode == 0
        if done.returncode:
            return None
        shfmt = Shfmt(text)
        shfmt.visit(json.loads(done.stdout))
        return Reading(shfmt.heads, shfmt.argvs)


# --- corpus ------------------------------------------------------------------------------


class Tally:
    def __init__(self) -> None:
        self.valid = self.read = self.hit = self.ours = self.theirs = self.argv_hit = self.argv_theirs = 0

    def add(self, script: Script | Unreadable, theirs: Reading) -> Reading | None:
        self.valid += 1
        self.theirs += theirs.heads.total()
        self.argv_theirs += theirs.argvs.total()
        if isinstance(script, Unreadable):
            return None
        self.read += 1
        mine = ours(script)
        self.ours += mine.heads.total()
        self.hit += (mine.heads & theirs.heads).total()
        self.argv_hit += (mine.argvs & theirs.argvs).total()
        return mine

    def row(self, name: str) -> str:
        def share(part: int, whole: int) -> str:
            return f"{100 * part / whole:8.3f}" if whole else "       -"

        return (
            f"{name:24}{self.valid:8}{share(self.read, self.valid)}{share(self.hit, self.ours)}"
            f"{share(self.hit, self.theirs)}{share(self.argv_hit, self.argv_theirs)}{self.theirs:9}"
        )


def corpus(items: list[dict], oracle: Oracle, show: int) -> list[str]:
    """Prints the table; returns the valid texts."""
    tallies: dict[str, Tally] = {}
    total = Tally()
    valid = []
    for item, theirs in zip(items, oracle.readings([item["command"] for item in items]), strict=True):
        if theirs is None:
            continue
        valid.append(item["command"])
        script = read(item["command"])
        mine = total.add(script, theirs)
        tallies.setdefault(item["source"], Tally()).add(script, theirs)
        if show and (mine is None or mine.heads != theirs.heads or mine.argvs != theirs.argvs):
            show -= 1
            explain(item, script, mine, theirs)
    print(f"{'source':24}{'valid':>8}{'read %':>8}{'prec %':>8}{'recall %':>8}{'argv %':>8}{'heads':>9}")
    for source in sorted(tallies):
        print(tallies[source].row(source))
    print(total.row("all"))
    return valid


def explain(item: dict, script: Script | Unreadable, mine: Reading | None, theirs: Reading) -> None:
    name = f"{item.get('id', '?')} {item['source']}"
    if mine is None:
        assert isinstance(script, Unreadable)
        at = script.position
        print(f"refused  {name}: {script.reason}: {item['command'][max(0, at - 50) : at + 30]!r}")
        return
    print(f"differs  {name}: missed {dict(theirs.heads - mine.heads)} extra {dict(mine.heads - theirs.heads)}"[:400])
    for sign, left in (("-", theirs.argvs - mine.argvs), ("+", mine.argvs - theirs.argvs)):
        for argv in list(left)[:3]:
            print(f"    {sign} {argv}"[:300])


# --- composed text -----------------------------------------------------------------------

WRAPPERS = [
    "{a}", "({a})", "{{ {a}\n}}", "if {a}\nthen {b}\nfi", "if {b}; then {a}\nelse {c}\nfi",
    "if x\nthen y\nelif {a}\nthen {b}\nelif z\nthen {c}\nfi", "while {a}\ndo {b}\ndone", "until {a}\ndo {b}\ndone",
    "for i in 1 2; do {a}\ndone", "for i\ndo {a}\ndone >f", "for ((i=0; i<3; i++)); do {a}\ndone",
    "select i in a b; do {a}\ndone", "case $x in a|b) {a}\n;; (c) {b}\n;& *) {c}\nesac",
    "case \"$({a}\n)\" in x) ;; esac",
    "f() {{ {a}\n}}", "function f {{ {a}\n}}", "f() ({a}\n)", "echo $({a}\n)", 'echo "$({a}\n)"',
    'echo "a $({a}\n) b"c',
    "x=$({a}\n)", "x=$({a}\n) {b}", "export x=\"$({a}\n)\"", "a=(1 \"$({a}\n)\" [2]=$({b}\n))",
    "declare -a z=($({a}\n))",
    "echo `{bq}`", 'echo "`{bq}`"', "x=`{bq}` {b}", "cat <({a}\n)", "{a} > >({b}\n)", "diff <({a}\n) <({b}\n)",
    "echo ${{x:-$({a}\n)}}", 'echo "${{x:-$({a}\n)}}"', "echo ${{x/a/$({a}\n)}}", 'echo "${{x#"$({a}\n)"}}"',
    "echo $(( 1 + $({a}\n) ))", "(( $({a}\n) > 2 ))", "echo ${{x:$({a}\n):2}}", "echo ${{x[$({a}\n)]}}",
    "y[$({a}\n)]=1",
    "[[ -n $({a}\n) && x == y ]]", "[[ x =~ ^$({a}\n)(a|b)$ ]]", "! {a}", "time {a}", "time -p {a}", "{a} &",
    "{a} && {b}",
    "cat <<E\n$({a}\n)\nE\n{b}", "cat <<'E'\n{a}\nE\n{b}", "cat <<-E\n\t`{bq}`\n\tE\n{b}", "{b} && cat <<E\nbody\nE",
    "if x; then cat <<E\n${{y:-$({a}\n)}}\nE\nfi\n{b}", "{a}; cat <<A <<B; c\na\nA\nb $({b}\n)\nB", "$({a}\n) {b}",
    "# {c1}\n{a}", "{a} # it's ( \" `\n{b}", "{a}\\\n\n{b}", ">o {a}", "2>&1 {a}", "A=1 {a}", "A=\"$x\" B='y' {a}",
    "echo 'a'\"$({a}\n)\"'b'", "echo $'a\\'b' \"$({a}\n)\"", "echo a#b; {a}", "echo a;#c\n{a}", "echo {{a,b}}; {a}",
    "bash <<E\n{plain}\nE\n{a}", "echo $[ 1 + $({a}\n) ]", "echo @({c1}|x); {a}", "$(($({a}\n)+1))", "(({a}\n) )",
    "(cd x && ({a}\n))", "{{ {a}\n}} 2>/dev/null | {b}", "while read -r l; do {a}\ndone < <({b}\n)",
    "trap '{sq}' EXIT; {a}",
]  # fmt: skip
SEPARATORS = [
    "; ",
    " && ",
    " || ",
    " | ",
    "\n",
    " & ",
    "\n\n",
    " |& ",
    ";\n",
    " \\\n&& ",
    " &&\n",
    "\n# c\n",
    ";",
    "&&",
    "|",
]


TIME_IN_PIPE = re.compile(r"\|&?\s*time\b")  # a program for bash there, the reserved word for shfmt


def compose(bases: list[str], chance: random.Random, level: int = 0) -> str:
    """A few commands inside wrappers, joined by separators."""
    pieces = []
    for _ in range(chance.choice((1, 1, 2, 3)) if level == 0 else 1):
        inner = {key: compose(bases, chance, level + 1) if level < 3 and chance.random() < 0.4 else chance.choice(bases)
                 for key in "abc"}  # fmt: skip
        plain = chance.choice(bases)
        inner["bq"] = (
            plain.replace("\\", "\\\\").replace("`", "\\`").replace("$", "\\$" if chance.random() < 0.3 else "$")
        )
        inner["plain"] = plain
        inner["sq"] = plain.replace("'", "'\\''")
        inner["c1"] = "".join(c for c in plain if c.isalnum())[:20] or "x"
        pieces.append(chance.choice(WRAPPERS).format(**inner))
    text = pieces[0]
    for piece in pieces[1:]:
        text += chance.choice(SEPARATORS) + piece
    return text


def fuzz(valid: list[str], oracle: Oracle, count: int, seed: int, show: int) -> None:
    chance = random.Random(seed)
    bases = [text.strip("\n") for text in valid if 0 < len(text) <= 300]
    results: Counter[str] = Counter()
    while results.total() < count:
        texts = [compose(bases, chance) for _ in range(min(2000, int(1.3 * (count - results.total())) + 20))]
        for text, theirs in zip(texts, oracle.readings(texts), strict=True):
            if theirs is None or results.total() >= count or TIME_IN_PIPE.search(text):
                continue
            verdict, mine = judged(text, theirs)
            results[verdict] += 1
            if verdict not in ("exact", "refused") or (verdict == "refused" and show):
                show -= verdict == "refused"
                print(f"{verdict}: {text!r}"[:700])
                explain({"source": "fuzz", "command": text}, read(text), mine, theirs)
    print(f"\ncomposed text, seed {seed}: {results.total()} cases")
    for name in ("exact", "extra", "refused", "silent miss"):
        print(f"  {name:12}{results[name]:8}{100 * results[name] / max(1, results.total()):9.3f} %")


def judged(text: str, theirs: Reading) -> tuple[str, Reading | None]:
    script = read(text)
    if isinstance(script, Unreadable):
        return "refused", None
    mine = ours(script)
    if theirs.heads - mine.heads:
        return "silent miss", mine
    return ("extra" if mine.heads - theirs.heads else "exact"), mine


# --- adversarial text --------------------------------------------------------------------


def adversarial(size: int) -> None:
    """Time and steps for text of about `size` characters and of four times as many."""
    print(f"\n{'adversarial text':36}{'chars':>9}{'ms':>9}{'chars':>9}{'ms':>9}{'steps':>9}  result")
    for name, make in ADVERSARIAL.items():
        each = max(1, len(make(200)) // 200)
        cells = []
        for target in (size, 4 * size):
            text = make(max(1, target // each))
            begin = time.process_time()
            script = read(text)
            cells += [f"{len(text):9}", f"{1000 * (time.process_time() - begin):9.1f}"]
        reader = Reader(text)
        budget = reader.steps_left
        with suppress(Exception):
            reader.whole()
        result = script.reason[:40] if isinstance(script, Unreadable) else "read"
        print(f"{name:36}{''.join(cells)}{budget - reader.steps_left:9}  {result}")


def speed(valid: list[str]) -> None:
    """CPU time for commands of 60 to 100 characters."""
    typical = [text for text in valid if 60 <= len(text) <= 100][:2000]
    if not typical:
        return
    times = []
    for text in typical:
        best = min(timed(text) for _ in range(5))
        times.append(best)
    times.sort()
    print(f"\n60 to 100 characters: p50 {times[len(times) // 2]:.4f} ms, p99 {times[len(times) * 99 // 100]:.4f} ms")


def timed(text: str) -> float:
    begin = time.perf_counter()
    read(text)
    return 1000 * (time.perf_counter() - begin)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="gzip of JSON lines with source and command")
    parser.add_argument("--sample", type=int, default=3000, help="items besides all agent:* ones; 0 for everything")
    parser.add_argument("--fuzz", type=int, default=0, help="composed cases")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--show", type=int, default=10, help="differences to print")
    parser.add_argument(
        "--cache", type=Path, help="a file for what bash and shfmt refuse; keep it out of the repository"
    )
    parser.add_argument("--adversarial", type=int, nargs="?", const=100_000, default=0, metavar="CHARS")
    options = parser.parse_args()
    if options.data:
        with gzip.open(options.data, "rt") as lines:
            items = [json.loads(line) for line in lines]
        if options.sample:
            agents = [item for item in items if item["source"].startswith("agent:")]
            items = agents + random.Random(options.seed).sample(items, min(options.sample, len(items)))
        oracle = Oracle(options.jobs, options.cache)
        valid = corpus(items, oracle, options.show)
        speed(valid)
        if options.fuzz:
            fuzz(valid, oracle, options.fuzz, options.seed, options.show)
    if options.adversarial:
        adversarial(options.adversarial)
    return 0


if __name__ == "__main__":
    sys.exit(main())
