"""The shell's own commands by name, each with the module and function that knows it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from guardcmd.unwrap.builtin_call import BuiltinCall
    from guardcmd.unwrap.walker import Outcome

    Builtin = Callable[[BuiltinCall], Outcome]

BUILTINS: dict[str, str] = {
    "cd": "places.cd",
    "chdir": "places.cd",
    "pushd": "places.pushd",
    "popd": "places.popd",
    "pwd": "plain.pwd",
    "echo": "plain.echo",
    "printf": "variables.printf",
    "print": "code.print_words",
    **dict.fromkeys(("declare", "typeset", "local", "export", "readonly", "integer", "float"), "variables.declare"),
    "read": "reading.read",
    "mapfile": "reading.mapfile",
    "readarray": "reading.mapfile",
    "set": "variables.set_options",
    "shopt": "variables.shopt",
    "setopt": "variables.shopt",
    "unsetopt": "variables.shopt",
    "shift": "variables.shift",
    "unset": "variables.unset",
    "let": "variables.let",
    "getopts": "variables.getopts",
    "test": "variables.test",
    "[": "variables.test",
    "eval": "code.evaluate_code",
    "source": "code.source",
    ".": "code.source",
    "trap": "code.trap",
    "exit": "code.leave",
    "logout": "code.leave",
    "bye": "code.leave",
    "alias": "code.alias",
    "unalias": "code.unalias",
    "exec": "code.execute",
    "command": "code.command",
    **dict.fromkeys(("builtin", "time", "noglob", "nocorrect", "-"), "code.builtin"),
    "repeat": "code.repeat",
    "type": "code.type_of",
    "whence": "code.type_of",
    "hash": "code.remember",
    "complete": "code.complete",
    "compgen": "code.complete",
    "compopt": "plain.nothing",
    "bind": "code.bind",
    "emulate": "code.emulate",
    "sched": "code.schedule",
    "true": "plain.nothing",
    ":": "plain.nothing",
    "false": "plain.failure",
    "return": "plain.leave_function",
    "break": "plain.leave_loop",
    "continue": "plain.leave_loop",
    **dict.fromkeys(("umask", "enable"), "plain.nothing"),
    **dict.fromkeys(("disown", "zmodload", "autoload"), "plain.nothing"),
    **dict.fromkeys(("wait", "jobs", "fg", "bg", "times", "caller"), "plain.unsure"),
    **dict.fromkeys(("dirs", "ulimit", "suspend", "help"), "plain.unsure"),
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
    """The builtin of that name in the dialect; its module is loaded now."""
    place = BUILTINS.get(name)
    if place is None or (name in ZSH_ONLY and dialect not in ("zsh", "unknown")):
        return None
    module, _, function = place.partition(".")
    found: Builtin = getattr(loaded(module), function)
    return found


def loaded(module: str) -> ModuleType:
    if module == "plain":
        from guardcmd.unwrap import builtin_plain

        return builtin_plain
    if module == "places":
        from guardcmd.unwrap import builtin_places

        return builtin_places
    if module == "variables":
        from guardcmd.unwrap import builtin_variables

        return builtin_variables
    if module == "reading":
        from guardcmd.unwrap import builtin_reading

        return builtin_reading
    from guardcmd.unwrap import builtin_code

    return builtin_code
