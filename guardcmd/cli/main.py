"""The command line: a table of sub-commands, each imported when it is called, and one handler of errors."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence

import click

from guardcmd import __version__
from guardcmd.errors import GuardError

COMMANDS = {
    "run": "run a command once a person has confirmed it",
    "approve": "let a refused command of an agent pass once",
    "stop": "from now on agents may only read",
    "resume": "let agents go on after a stop",
    "check": "judge commands without running them",
    "explain": "show how a command is read and judged",
    "hook": "answer an agent's hook call on standard input",
    "install": "put the guard into an agent's settings",
    "uninstall": "take the guard out of an agent's settings",
    "status": "show what is guarded, and where things are kept",
    "statusline": "print a short word on the guard for an agent's status line",
    "doctor": "prove that the guard works",
    "rules": "list, show, test, lint and draft rules",
    "log": "show recent decisions, verify the audit log",
    "completion": "print the shell's completion script",
}
USAGE, INTERRUPTED, FAULT = 64, 130, 70


class Lazy(click.Group):
    """A group that imports a sub-command when it is called or asked for help."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"guardcmd.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="guardcmd")
def cli() -> None:
    """Stands between a proposed shell command and its execution."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one sub-command; returns the exit status. Every error is one line, with a hint where there is a next step."""
    try:
        status = cli.main(args=arguments, prog_name="guardcmd", standalone_mode=False)
        sys.stdout.flush()
        return status if isinstance(status, int) else 0
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.UsageError as error:
        where = error.ctx.command_path if error.ctx else "guardcmd"
        return _fail(_lowered(error.format_message()), f"`{where} --help` shows the options", USAGE)
    except click.ClickException as error:
        return _fail(_lowered(error.format_message()), "", USAGE)
    except GuardError as error:
        return _fail(error.message, error.hint, error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        print(file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains when it flushes
        return 0
    except Exception as error:
        return _fault(error)


def _fail(message: str, hint: str, status: int) -> int:
    print(f"error: {message}", file=sys.stderr)
    if hint:
        print(f"hint: {hint}", file=sys.stderr)
    return status


def _fault(error: Exception) -> int:
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    place = f" at {frame.tb_frame.f_code.co_filename}:{frame.tb_lineno}" if frame else ""
    if os.environ.get("GUARDCMD_TRACEBACK"):
        raise error
    return _fail(
        f"guardcmd itself failed: {type(error).__name__}: {error}{place}",
        "set GUARDCMD_TRACEBACK=1 to see where, and please report it",
        FAULT,
    )


def _lowered(message: str) -> str:
    """click's messages in the manner of ours."""
    message = message.rstrip(".").replace("'", "`")
    return message[:1].lower() + message[1:]
