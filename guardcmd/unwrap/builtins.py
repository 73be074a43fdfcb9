"""The shell's own commands, by name. Each changes the state, walks code, or is known to do neither."""

from __future__ import annotations

from guardcmd.unwrap import builtin_code as code
from guardcmd.unwrap import builtin_places as places
from guardcmd.unwrap import builtin_reading as reading
from guardcmd.unwrap import builtin_variables as variables
from guardcmd.unwrap.printing import echoed
from guardcmd.unwrap.walker import DONE, UNSURE, Outcome

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guardcmd.unwrap.builtin_variables import BuiltinCall

    Builtin = Callable[[BuiltinCall], Outcome]


def nothing(call: BuiltinCall) -> Outcome:
    return DONE


def failure(call: BuiltinCall) -> Outcome:
    return Outcome(False)


def unsure(call: BuiltinCall) -> Outcome:
    return UNSURE


def echo(call: BuiltinCall) -> Outcome:
    return Outcome(True, echoed(call.words, call.walker.dialect))


def pwd(call: BuiltinCall) -> Outcome:
    from guardcmd.shell.value import known
    from guardcmd.unwrap.choices import concat

    return Outcome(True, concat((call.state.directory,), (known("\n"),)))


BUILTINS: dict[str, Builtin] = {
    "cd": places.cd,
    "chdir": places.cd,
    "pushd": places.pushd,
    "popd": places.popd,
    "pwd": pwd,
    "echo": echo,
    "printf": variables.printf,
    "print": code.print_words,
    **dict.fromkeys(("declare", "typeset", "local", "export", "readonly", "integer", "float"), variables.declare),
    "read": reading.read,
    "mapfile": reading.mapfile,
    "readarray": reading.mapfile,
    "set": variables.set_options,
    "shopt": variables.shopt,
    "setopt": variables.shopt,
    "unsetopt": variables.shopt,
    "shift": variables.shift,
    "unset": variables.unset,
    "let": variables.let,
    "getopts": variables.getopts,
    "test": variables.test,
    "[": variables.test,
    "eval": code.evaluate_code,
    "source": code.source,
    ".": code.source,
    "trap": code.trap,
    "exit": code.leave,
    "logout": code.leave,
    "bye": code.leave,
    "alias": code.alias,
    "unalias": code.unalias,
    "exec": code.execute,
    "command": code.command,
    **dict.fromkeys(("builtin", "time", "noglob", "nocorrect", "-"), code.builtin),
    "repeat": code.repeat,
    "type": code.type_of,
    "whence": code.type_of,
    "hash": code.remember,
    "complete": code.complete,
    "compgen": code.complete,
    "compopt": nothing,
    "bind": code.bind,
    "emulate": code.emulate,
    "sched": code.schedule,
    "true": nothing,
    ":": nothing,
    "false": failure,
    **dict.fromkeys(("return", "break", "continue", "umask", "enable", "disown", "zmodload", "autoload"), nothing),
    **dict.fromkeys(("wait", "jobs", "fg", "bg", "times", "caller", "dirs", "ulimit", "suspend", "help"), unsure),
}

# in other shells than zsh these are no builtins, or words of another program
ZSH_ONLY = frozenset(
    (
        "print", "integer", "float", "setopt", "unsetopt", "bye", "noglob", "nocorrect", "-", "repeat", "whence",
        "emulate", "sched", "zmodload", "autoload",
    )
)  # fmt: skip
SPECIAL = frozenset(("eval", "source", ".", "export", "readonly", "set", "unset", "trap", "exec", "shift", ":"))


def builtin_for(name: str, dialect: str) -> Builtin | None:
    """The builtin of that name in the dialect."""
    if name in ZSH_ONLY and dialect not in ("zsh", "unknown"):
        return None
    return BUILTINS.get(name)
