"""Plays scenes in a real bash with guardcmd's hook, and writes what the terminal showed into docs/images/.

python tools/recordings.py [SCENE ...]    records the scenes: NAME.cast (for asciinema), NAME.svg, and moving pictures
python tools/recordings.py --draw         draws the pictures again from the .cast files that are there
python tools/recordings.py --check        fails, and names them, where the pictures are not those of the .cast files

Run it from a checkout with the development dependencies. The home, the project and the programs that could do harm
are made for the purpose: `terraform`, `psql` and the like only print a line. Times are those of a patient typist, not
of a clock, and the scratch home is shown as /home/margaret, so that a second recording is the same as the first.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pexpect
import pyte

ROOT = Path(__file__).parent.parent
for folder in (ROOT, ROOT / "tools"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

from terminal_picture import Recording, Screen, after, moving, read, still  # noqa: E402

from guardcmd.terminal.person import obstacle  # noqa: E402  the checkout's, not an installed one

FOLDER = ROOT / "docs" / "images"
HOME = "/home/margaret"  # what is shown; the real one has a name of the same length, so that lines break alike
ROWS = 40
PATIENCE = 30  # seconds
CALM = 0.05  # seconds without output, after which a key has had its effect
KEY, READING, AFTER = 0.07, 2.5, 0.5  # seconds in the recording
PROMPT, ASKS = "$ ", "Enter to leave: "
STAND_IN = "#!/bin/sh\n"
# what would do harm, and prints instead
PROGRAMS = {
    "terraform": "echo 'Destroy complete! Resources: 12 destroyed.'",
    "psql": "echo 'DROP TABLE'",
    "kubectl": "echo deleted",
    "ssh": "echo connected",
    "rm": ":",
}
FILES = {
    "Makefile": "test:\n\t@echo '212 passed'\n",
    "README.md": "# shop\n",
    ".gitignore": "node_modules/\n",
    "src/shop.py": "",
    "envs/prod/main.tf": "",
    "envs/dev/main.tf": "",
}
BASHRC = r"""
PS1='\[\e[1;34m\]\w\[\e[0m\] $ '
unset HISTFILE MAILCHECK PROMPT_COMMAND
"""


@dataclass(frozen=True, slots=True)
class Enter:
    """Type a text as a person does, press Enter, and wait until the screen ends with `until`."""

    text: str
    until: str = PROMPT
    reading: float = READING  # seconds until the next key


@dataclass(frozen=True, slots=True)
class Scene:
    """What is typed, and where."""

    name: str
    title: str
    steps: tuple[Enter, ...]
    directory: str = "shop"
    columns: int = 88
    environment: dict[str, str] = field(default_factory=dict)
    moves: bool = False  # a moving picture of it, too


DESTROY = "terraform destroy -auto-approve"
HIDDEN = r'ssh build "cd infra && sh -c \"terraform \$(echo destroy)\""'
SCENES = (
    Scene(
        "refused",
        "A wrong name: terraform destroy does not run, and the line stays for editing",
        (Enter(DESTROY, ASKS, 3.5), Enter("prd", f"$ {DESTROY}")),
        "shop/envs/prod",
        moves=True,
    ),
    Scene(
        "confirmed",
        "The right name: terraform destroy runs, once",
        (Enter(DESTROY, ASKS, 3.5), Enter("prod")),
        "shop/envs/prod",
    ),
    Scene(
        "run",
        "guardcmd run asks before a table is dropped in production",
        (Enter("""guardcmd run -c 'psql -h prod-db -d shop -c "DROP TABLE users"'""", ASKS), Enter("yes")),
    ),
    Scene(
        "hidden",
        "guardcmd explain finds terraform destroy behind ssh, sh -c and a substitution",
        (Enter(f"guardcmd explain '{HIDDEN}'"),),
    ),
    Scene(
        "harmless",
        "An ordinary day: nothing of guardcmd is seen",
        (
            Enter("ls", reading=1.0),
            Enter("git status", reading=1.0),
            Enter("make test", reading=1.0),
            Enter("rm -rf node_modules", reading=1.0),
        ),
    ),
    Scene(
        "narrow",
        "The same question in 40 columns and without colour",
        (Enter(DESTROY, ASKS),),
        "shop/envs/prod",
        columns=40,
        environment={"NO_COLOR": "1"},
    ),
)


# --- the scratch home --------------------------------------------------------------------


@contextmanager
def scratch_home() -> Iterator[Path]:
    """A home with a project under git, programs that do no harm, and the hook in its ~/.bashrc."""
    home = Path(tempfile.mkdtemp(prefix="g", dir="/tmp"))
    try:
        if len(str(home)) != len(HOME):
            raise SystemExit(f"{home} is not as long as {HOME}, so lines would break at other places")
        furnish(home)
        yield home
    finally:
        shutil.rmtree(home)


def furnish(home: Path) -> None:
    for name, text in FILES.items():
        path = home / "shop" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (home / "bin").mkdir()
    (home / ".hushlogin").touch()
    (home / ".bashrc").write_text(BASHRC)
    own = f'PYTHONPATH="{ROOT}" exec "{sys.executable}" -m guardcmd "$@"'
    for name, text in {**PROGRAMS, "guardcmd": own}.items():
        path = home / "bin" / name
        path.write_text(f"{STAND_IN}{text}\n")
        path.chmod(0o755)
    for command in ("git init -q -b main .", "git add .", "git commit -q -m start", "guardcmd install bash --force"):
        done = subprocess.run(
            command.split(), cwd=home / "shop", env=environment(home), capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise SystemExit(f"`{command}` failed: {done.stderr}")
    (home / "shop" / "node_modules").mkdir()


def environment(home: Path) -> dict[str, str]:
    """Nothing of the one who records."""
    who = {f"GIT_{role}_{part}": "margaret" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
    return {
        **who,
        "HOME": str(home),
        "PATH": f"{home}/bin:/usr/local/bin:/usr/bin:/bin",
        "SHELL": bash(),
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "INPUTRC": "/dev/null",
        "GIT_CONFIG_NOSYSTEM": "1",
    }


def bash() -> str:
    found = shutil.which("bash")
    if found is None:
        raise SystemExit("there is no bash")
    return found


# --- recording ---------------------------------------------------------------------------


class Typist:
    """A person at a shell on a pseudo-terminal; what it prints becomes the events of the recording."""

    def __init__(self, home: Path, scene: Scene) -> None:
        self.home, self.now = str(home), 0.0
        self.events: list[tuple[float, str]] = []
        directory = home / scene.directory
        self.child = pexpect.spawn(
            bash(), ["-i"], cwd=str(directory), dimensions=(ROWS, scene.columns), encoding="utf-8", timeout=PATIENCE,
            env={**environment(home), "PWD": str(directory), **scene.environment},
        )  # fmt: skip
        self.child.delaybeforesend = None
        self.screen = Screen(scene.columns, ROWS)
        self.stream = pyte.Stream(self.screen)

    def wait(self, until: str, after: float) -> None:
        """Take what is printed until the text before the cursor ends so, as one event."""
        printed, deadline = "", time.monotonic() + PATIENCE
        while not printed or not self.before_cursor().endswith(until):
            if time.monotonic() > deadline:
                raise SystemExit(f"`{until}` does not come; there is:\n" + "\n".join(self.screen.shown()))
            printed += self.read(1.0)
        while more := self.read(CALM):
            printed += more
        self.now += after
        self.events.append((self.now, printed.replace(self.home, HOME)))

    def read(self, patience: float) -> str:
        try:
            data = str(self.child.read_nonblocking(65536, patience))
        except pexpect.TIMEOUT:
            return ""
        self.stream.feed(data)
        return data

    def before_cursor(self) -> str:
        lines = self.screen.display
        at = self.screen.cursor
        return "".join(lines[: at.y]) + lines[at.y][: at.x]

    def enter(self, step: Enter) -> None:
        for place, key in enumerate(step.text):
            self.child.send(key)
            self.wait(key, KEY + 0.04 * (place % 3))
        self.now += 0.6
        self.child.send("\r")
        self.wait(step.until, AFTER)
        self.now += step.reading

    def close(self) -> None:
        self.child.close(force=True)


def record(scene: Scene) -> Recording:
    """Play it in a home of its own."""
    agent = obstacle({})
    if agent:
        raise SystemExit(f"{agent}, and guardcmd would not ask: record in a terminal of your own")
    with scratch_home() as home:
        typist = Typist(home, scene)
        try:
            typist.wait(PROMPT, 0.0)
            for step in scene.steps:
                typist.enter(step)
        finally:
            typist.close()
    taken = Recording(scene.title, scene.columns, ROWS, tuple(typist.events))
    return Recording(scene.title, scene.columns, len(after(taken).shown()), taken.events)


# --- files -------------------------------------------------------------------------------


def pictures(scene: Scene, recording: Recording) -> dict[str, str]:
    """File name to text."""
    found = {f"{scene.name}.svg": still(recording)}
    return {**found, f"{scene.name}-moving.svg": moving(recording)} if scene.moves else found


def stale(folder: Path) -> list[str]:
    """The pictures that are missing, or others than the recordings beside them show, or of no scene."""
    wanted = {f"{scene.name}.cast": None for scene in SCENES}
    wrong = []
    for scene in SCENES:
        cast = folder / f"{scene.name}.cast"
        found = pictures(scene, read(cast.read_text())) if cast.exists() else {cast.name: ""}
        wanted.update(dict.fromkeys(found))
        wrong += [name for name, text in found.items() if not same(folder / name, text)]
    return sorted({*wrong, *(path.name for path in folder.glob("*.*") if path.name not in wanted)})


def same(path: Path, text: str) -> bool:
    return path.exists() and path.read_text() == text


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenes", nargs="*", metavar="SCENE", help=", ".join(scene.name for scene in SCENES))
    parser.add_argument("--draw", action="store_true")
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    if arguments.check:
        wrong = stale(FOLDER)
        for name in wrong:
            print(f"docs/images/{name} is not today's: run `python tools/recordings.py --draw`")
        return 1 if wrong else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for scene in SCENES:
        if arguments.scenes and scene.name not in arguments.scenes:
            continue
        cast = FOLDER / f"{scene.name}.cast"
        if not arguments.draw:
            cast.write_text(record(scene).cast())
        for name, text in pictures(scene, read(cast.read_text())).items():
            (FOLDER / name).write_text(text)
            print(f"docs/images/{name}: {len(text)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
