"""What an ad-hoc `ansible` command runs on its hosts: `-m shell -a 'rm x'`; the default module is command."""

from __future__ import annotations

from guardcmd.ruleset.model import Wrapper
from guardcmd.unwrap.grammar import readings
from guardcmd.unwrap.inner import code, enter
from guardcmd.unwrap.program import words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.calls import Invocation
    from guardcmd.unwrap.openers import Inner
    from guardcmd.world import World

RUNNING = ("shell", "command", "raw", "win_shell", "win_command", "expect", "script")
GRAMMAR = Wrapper(
    ("ansible",),
    style="argparse",
    value_options=words(
        "-a/--args -m/--module-name -i/--inventory -e/--extra-vars -f/--forks -l/--limit -u/--user -t/--tree "
        "-T/--timeout -M/--module-path -B/--background -P/--poll -c/--connection --private-key --key-file "
        "--become-user --become-method --vault-id --vault-password-file --playbook-dir --task-timeout"
    ),
    flags=words("-b/--become -K/--ask-become-pass -k/--ask-pass -C/--check -D/--diff -o/--one-line -v --version"),
    no_command=("--list-hosts",),
    skip=1,
    permute=True,
)


def open_ansible(invocation: Invocation, world: World) -> list[Inner]:
    """The module's text, on another machine."""
    found: list[Inner] = []
    every, _ = readings(invocation.argv[1:], GRAMMAR)
    for reading in every:
        modules = reading.values(("-m/--module-name",))
        module = (modules[-1].text or "shell").rpartition(".")[2] if modules else "command"
        if reading.has(("--list-hosts", "-C/--check", "--version")) or module not in RUNNING:
            continue
        host = reading.operands[0].shown() if reading.operands else ""
        step = enter(invocation, f"ansible {host}", reading.has(("-b/--become",)), True, host)
        found += [code(step, text, "shell", "posix") for text in reading.values(("-a/--args",))]
    return found
