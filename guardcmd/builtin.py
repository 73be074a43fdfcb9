"""The built-in rules in their compiled form: beside the package in a wheel, made at first use in a checkout."""

from __future__ import annotations

import posix

HERE = __file__.rpartition("/")[0] or "."
COMPILED = f"{HERE}/_compiled"
CHECKOUT = f"{HERE}/../rules"  # only a checkout has it; a wheel has guardcmd/_rules
PIECE = 1 << 18
COMPILING = 7.0  # seconds that a checkout may take to compile its rules; clients wait for ten
looked_at: list[bool] = []  # whether this process has seen to it that the compiled form is fresh


def load_index() -> str:
    """The text of ruleset.index for the built-in rules. Raises OSError where there is none."""
    return unit("index")


def unit(name: str) -> str:
    """The text of one compiled unit; empty where the built-in rules have none of that name."""
    if not looked_at:
        looked_at.append(True)
        if in_checkout() and is_stale():
            remake()
    try:
        return read(f"{COMPILED}/{name}.json" if name != "index" else f"{COMPILED}/index")
    except FileNotFoundError:
        if name == "index":
            raise
        return ""


def read(path: str) -> str:
    descriptor = posix.open(path, posix.O_RDONLY)
    try:
        parts = []
        while part := posix.read(descriptor, PIECE):
            parts.append(part)
    finally:
        posix.close(descriptor)
    return b"".join(parts).decode("utf-8")


def in_checkout() -> bool:
    try:
        posix.stat(f"{CHECKOUT}/policy.toml")
    except OSError:
        return False
    return True


def is_stale() -> bool:
    """Whether a rule file, or the code that compiles them, is newer than the index."""
    try:
        made = posix.stat(f"{COMPILED}/index").st_mtime_ns
        return max(newest(CHECKOUT), newest(f"{HERE}/ruleset")) >= made
    except OSError:
        return True


def stamp() -> int:
    """When the built-in rules were compiled, in nanoseconds since the epoch; 0 where they are missing."""
    try:
        return posix.stat(f"{COMPILED}/index").st_mtime_ns
    except OSError:
        return 0


def newest(folder: str) -> int:
    """When the folder or a file in it was last changed, in nanoseconds since the epoch."""
    with posix.scandir(folder) as entries:
        times = [entry.stat().st_mtime_ns for entry in entries if entry.name.endswith((".toml", ".py"))]
    return max(times, default=posix.stat(folder).st_mtime_ns)


def remake() -> None:
    """Compile the checkout's rules again. A rule file with a mistake leaves the last good compile as it is.

    A hook's deadline is for judging: while it is set, this once it is moved, so that the next call finds them compiled.
    """
    import _signal  # type: ignore[import-not-found]

    from guardcmd.errors import RuleError
    from guardcmd.store.rulefiles import compile_into

    left = _signal.getitimer(_signal.ITIMER_REAL)[0]
    if left:
        _signal.setitimer(_signal.ITIMER_REAL, COMPILING)
    try:
        compile_into(CHECKOUT, COMPILED)
    except RuleError:
        posix.stat(f"{COMPILED}/index")
    finally:
        if left:
            _signal.setitimer(_signal.ITIMER_REAL, left)
