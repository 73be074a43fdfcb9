"""The few errors that reach a person, each with an exit code and a next step."""

from __future__ import annotations


class GuardError(Exception):
    """Something that a person must mend. `exit_code` follows sysexits(3): 64 and above."""

    exit_code = 70

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(GuardError):
    """The command line of guardcmd itself is wrong."""

    exit_code = 64


class InputError(GuardError):
    """What was handed in cannot be read as a proposal."""

    exit_code = 65


class RuleError(GuardError):
    """A rule or policy file is wrong. The message names file, rule and key."""

    exit_code = 78


class StateError(GuardError):
    """The state directory cannot be used."""

    exit_code = 74
