"""The one door of the openers: what an invocation carries, if it carries anything."""

from __future__ import annotations

from guardcmd.calls import Payload
from guardcmd.sessions import EDITORS, reads_commands
from guardcmd.shell.value import known
from guardcmd.unwrap.carriers import open_carriers, open_interpreter
from guardcmd.unwrap.compose import certain_start
from guardcmd.unwrap.inner import command, enter, opaque, unique
from guardcmd.unwrap.program import ENDINGS, head_names
from guardcmd.unwrap.provenance import source_of
from guardcmd.unwrap.scripts import SCRIPT_ENDINGS, TYPED, is_installed, script_payload
from guardcmd.unwrap.tasks import open_tasks
from guardcmd.unwrap.wrappers import open_wrapper
from guardcmd.world import last_component

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guardcmd.calls import Invocation, Opaque
    from guardcmd.ruleset.model import Wrapper
    from guardcmd.shell.value import Value
    from guardcmd.world import World

    Inner = Invocation | Payload | Opaque

MOST_ALIKE = 64  # listed programs that a pattern in a command's place may stand for
MOST_GUESSES = 4  # commands looked for among the operands of an unknown program
# plain words of other programs' command lines: no commands there, whatever follows them
PLAIN = (
    "at", "batch", "date", "format", "get", "group", "host", "hostname", "ip", "join", "link", "platform", "port",
    "rename", "route", "service", "set", "split", "stack", "start", "stop", "task", "time", "up", "user", "write",
)  # fmt: skip
# programs whose names are also verbs and nouns there: commands only where one of their own options follows
EVERYDAY = (
    "chmod", "command", "cp", "crontab", "dd", "del", "exec", "find", "fly", "gem", "halt", "init", "install", "kill",
    "ln", "make", "mount", "mv", "parallel", "passwd", "reboot", "rm", "rmdir", "script", "sed", "shutdown", "tar",
    "touch", "truncate", "umount", "unlink", "watch",
)  # fmt: skip
# languages of which only the shell in them is read
SMALL = ("awk", "sed", "vim", "crontab", "gdb")


def open_invocation(invocation: Invocation, world: World) -> list[Inner] | None:
    """Every command and text that the invocation runs; None where it carries nothing.

    A program that carries something may be a call as well (`psql -c`): that is for the caller to read beside this.
    """
    if not invocation.argv:
        return None
    head = invocation.argv[0]
    if head.whole_unknown or (head.pieces and not any(last_component(head.pieces))):
        return nameless(invocation)
    names = head_names(head)
    found: list[Inner] = []
    if head.glob or not head.texts:
        found += likely(invocation, world)
    listed = False
    for name in names:
        wrappers = world.wrappers_for(name)
        tool = world.tool_for(name)
        listed = listed or tool is not None or bool(wrappers)
        found += opened_by_data(invocation, name, wrappers, world)
        if tool is not None and tool.carriers and name not in WHOLLY:
            found += open_carriers(invocation, tool, world)
        found += open_tasks(name, invocation, world)
    if not listed or is_local_script(invocation):
        found += opened_by_path(invocation, world)
    if not listed and len(invocation.argv) > 2:
        found += guesses(invocation, world)
    if invocation.input.source == "terminal":
        found += session(names, invocation)
    disk = getattr(invocation.state, "disk", None)
    if disk is not None and (disk.copies or disk.links or "PATH" in invocation.environment):
        from guardcmd.unwrap.stand_ins import stand_ins

        found += stand_ins(invocation, world)
    return unique([part for each in found for part in shell_of(each)]) or None


def session(names: tuple[str, ...], invocation: Invocation) -> list[Inner]:
    """A program of which no rule file says that it reads commands from its terminal: `terraform console`."""
    words = [word.text or "" for word in invocation.argv[1:]]
    program = next((name for name in names if reads_commands(name, words)), "")
    step = invocation.origin.via[-1] if invocation.origin.via else ""
    if program in EDITORS and (step.isupper() or step.split(" ")[0] == "git"):  # EDITOR=vim git commit
        return []
    return [opaque(enter(invocation, program), "terminal", TYPED)] if program else []


def nameless(invocation: Invocation) -> list[Inner]:
    """A command whose name nobody knows; the name may also be nothing: `sudo $flags rm x`."""
    head = invocation.argv[0]
    reason = "the name of the command cannot be known"
    found: list[Inner] = [opaque(enter(invocation, head.shown()), source_of(head.why), reason)]
    if len(invocation.argv) > 1:
        found.append(command(enter(invocation, f"{head.shown()} …", guessed=True), invocation.argv[1:]))
    return found


def likely(invocation: Invocation, world: World) -> list[Inner]:
    """The command with each listed program that a name with holes or pattern characters may stand for."""
    head, rest = invocation.argv[0], invocation.argv[1:]
    last = head.pieces[-1] if head.pieces else None
    if last is not None and "/" in last and not last.endswith("/"):
        return []  # a path to a file
    names = world.programs_like(head)
    found: list[Inner] = [command(invocation, (known(name), *rest)) for name in names[:MOST_ALIKE]]
    if len(names) > MOST_ALIKE:
        found.append(opaque(enter(invocation, head.shown()), "variable", "the name of the command cannot be known"))
    return found


def opened_by_data(invocation: Invocation, name: str, wrappers: tuple[Wrapper, ...], world: World) -> list[Inner]:
    """As the entries of the rule files say."""
    found: list[Inner] = []
    if name in SPECIAL:
        found += SPECIAL[name](invocation, world)
        if name in WHOLLY and found:
            return found
    for wrapper in wrappers:
        opener = open_interpreter if wrapper.runs == "script" else open_wrapper
        found += opener(invocation, wrapper, world)
    return found


def _git(invocation: Invocation, world: World) -> list[Inner]:
    from guardcmd.unwrap.git import open_git

    return open_git(invocation, world)


def _tmux(invocation: Invocation, world: World) -> list[Inner]:
    from guardcmd.unwrap.multiplexers import open_tmux

    return open_tmux(invocation, world)


def _screen(invocation: Invocation, world: World) -> list[Inner]:
    from guardcmd.unwrap.multiplexers import open_screen

    return open_screen(invocation, world)


def _ansible(invocation: Invocation, world: World) -> list[Inner]:
    from guardcmd.unwrap.ansible import open_ansible

    return open_ansible(invocation, world)


def _powershell(invocation: Invocation, world: World) -> list[Inner]:
    from guardcmd.unwrap.powershell import open_powershell

    return open_powershell(invocation, world)


def _cloud(cloud: str) -> Callable[[Invocation, World], list[Inner]]:
    def opener(invocation: Invocation, world: World) -> list[Inner]:
        from guardcmd.unwrap.cloud import open_cloud

        return open_cloud(invocation, cloud, world)

    return opener


def _patch(invocation: Invocation, world: World) -> list[Inner]:
    from guardcmd.unwrap.patches import open_patch

    return open_patch(invocation, world)


def _apply_patch(invocation: Invocation, world: World) -> list[Inner]:
    from guardcmd.unwrap.patches import open_apply_patch

    return open_apply_patch(invocation, world)


def _mcp(invocation: Invocation, world: World) -> list[Inner]:
    from guardcmd.unwrap.tool_servers import open_mcp

    return open_mcp(invocation)


def _cmd(invocation: Invocation, world: World) -> list[Inner]:
    from guardcmd.unwrap.windows import open_cmd

    return open_cmd(invocation)


SPECIAL: dict[str, Callable[[Invocation, World], list[Inner]]] = {  # words that need more than a wrapper's data
    "git": _git,
    "patch": _patch,
    "tmux": _tmux,
    "screen": _screen,
    "ansible": _ansible,
    "apply_patch": _apply_patch,
    "applypatch": _apply_patch,
    "mcp": _mcp,
    "mcporter": _mcp,
    "mcptools": _mcp,
    "cmd": _cmd,
    "pwsh": _powershell,
    "powershell": _powershell,
    "aws": _cloud("aws"),
    "awslocal": _cloud("aws"),
    "az": _cloud("az"),
    "gcloud": _cloud("gcloud"),
}


# what is found in code replaces what the data says: a chain's commands come one by one, prefixes are options
WHOLLY = ("tmux", "cmd", "pwsh", "powershell")


def is_local_script(invocation: Invocation) -> bool:
    """Whether the command word is a path beside the work: `./terraform` need not be Terraform."""
    start = certain_start(invocation.argv[0]) if invocation.argv else ""
    if "/" not in start or is_installed(start) or "node_modules/" in start:
        return False
    return start.lower().endswith(ENDINGS) or not start.startswith("/")


def opened_by_path(invocation: Invocation, world: World) -> list[Inner]:
    """A script that is run by its path."""
    head = invocation.argv[0] if invocation.argv else None
    pieces = [piece for piece in head.texts or head.pieces if piece] if head is not None else []
    if head is None or not any("/" in piece and not is_installed(piece) for piece in pieces):
        return []
    if (invocation.origin.remote or not head.texts) and not head.shown().endswith(SCRIPT_ENDINGS):
        return []  # a program of another machine, or of a folder that is not known
    return script_payload(head, enter(invocation, head.shown()), world, invocation.argv)


def guesses(invocation: Invocation, world: World) -> list[Inner]:
    """Commands among the operands of a program that nobody listed: `rtk git reset --hard`.

    The first word that a rule knows counts, and the next one where an option stands before it, whose value it may be.
    """
    found: list[Inner] = []
    words = invocation.argv
    step = enter(invocation, f"{words[0].shown()} …", guessed=True)
    for place in range(1, len(words) - 1):
        text = words[place].text
        if not text or text[0] in "-+=" or not any(world.listed(name) for name in head_names(words[place])):
            continue
        name = head_names(words[place])[0]
        if name in PLAIN or (name in EVERYDAY and not is_command_like(words, place, world)):
            continue
        found.append(command(step, words[place:]))
        if len(found) >= MOST_GUESSES or certain_start(words[place - 1])[:1] != "-" or place == 1:
            break
    return found


def is_command_like(words: tuple[Value, ...], place: int, world: World) -> bool:
    """Whether an everyday word stands as a command: `rtk rm -rf x`, not `bun unlink x`, `apx stacks rm --name x`."""
    if certain_start(words[place - 1])[:1] == "-":
        return False
    tool = world.tool_for(head_names(words[place])[0])
    if tool is not None and tool.style == "dd":
        return "=" in certain_start(words[place + 1])
    option, own = certain_start(words[place + 1]).partition("=")[0], options_of(words[place].text or "", world)
    if option[:1] != "-":
        return False
    if tool is not None and tool.style == "find":
        return True
    return not own or option in own or (option[:2] != "--" and option[:2] in own)


def options_of(program: str, world: World) -> set[str]:
    """Every spelling of every option that this program is known to have."""
    tool, lists = world.tool_for(program), []
    if tool is not None:
        lists += [tool.value_options, tool.optional_value_options, tool.flags]
        for below in (tool.subcommand_value_options, tool.subcommand_flags):
            lists += [below[word] for word in (program, "*") if word in below]
    for wrapper in world.wrappers_for(program):
        lists += [wrapper.value_options, wrapper.optional_value_options, wrapper.flags]
        lists += [wrapper.code_options, wrapper.file_options, wrapper.command_options, wrapper.no_command]
    spelled = [option.removesuffix("...") for options in lists for option in options]
    return {name.partition("=")[0] for option in spelled for name in option.split("/")}


def shell_of(part: Inner) -> list[Inner]:
    """The shell lines in a small language's text (awk, sed, vim) in place of the text itself."""
    if not isinstance(part, Payload) or part.language not in SMALL:
        return [part]
    from guardcmd.unwrap.embedded import shell_lines

    return shell_lines(part)
