"""Programs whose output follows from their command line, their input, and what this text wrote."""

from __future__ import annotations

from guardcmd.shell.value import MOST, Value, known, one_of, unknown
from guardcmd.unwrap.braces import integer, span
from guardcmd.unwrap.choices import NOTHING, Choice, concat, mapped, merge
from guardcmd.unwrap.filters import FILTERS, change_of
from guardcmd.unwrap.inputs import stdin
from guardcmd.unwrap.outputs import DECODERS
from guardcmd.unwrap.pathtext import absolute, base_name, directory_name, seen_from
from guardcmd.unwrap.printing import echoed, formatted, line_of
from guardcmd.unwrap.provenance import SCRATCH, content_of, contents_of, decoded_by, output_of, source_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from guardcmd.unwrap.state import State
    from guardcmd.unwrap.walker import Walker

    Writer = Callable[[Sequence[Value], State, Walker], Choice | None]


def written(program: str, words: Sequence[Value], state: State, walker: Walker) -> Choice | None:
    """The output of one of these programs, or None where it cannot be computed."""
    writer = WRITERS.get(program)
    found = writer(words, state, walker) if writer else None
    return found if found is not None or program not in FILTERS else through_filter(program, words, state)


def through_filter(program: str, words: Sequence[Value], state: State) -> Choice | None:
    """The input or the named files, changed as the filter does."""
    texts = [word.text for word in words]
    if any(text is None for text in texts):
        return None
    plain = [text or "" for text in texts]
    change = change_of(program, plain)
    if change is None:
        return None
    files = operand_files(program, plain)
    source = contents(files, state) if files else stdin(state)
    result: list[Value] = []
    for value in source:
        if value.texts:
            result += mapped((value,), change)
        elif program in UNCHANGED:
            result.append(value)
        else:
            result.append(unknown(decoded_by(program) if source_of(value.why) != "network" else value.why))
    if any(not value.texts and source_of(value.why) == "variable" for value in result) and program in DECODERS:
        return (unknown(decoded_by(program)),)
    return merge(result)


UNCHANGED = frozenset(name for name, maker in FILTERS.items() if maker is FILTERS["cat"])


def operand_files(program: str, words: Sequence[str]) -> list[str]:
    """The files that a filter reads instead of its input."""
    if program in ("tr", "tee", "pv", "unbuffer", "openssl", "shuf", "envsubst"):
        return []
    operands = [word for word in words if not word.startswith("-")]
    if program in ("head", "tail", "fold", "iconv", "column"):
        operands = [word for word in operands if not word.lstrip("+").isdigit()]
    return operands[1:] if program in ("grep", "egrep", "fgrep", "rg") else operands


def contents(paths: Sequence[str], state: State) -> Choice:
    return cat([known(path) for path in paths], state)


# --- single programs -------------------------------------------------------------------------


def cat(words: Sequence[Value], state: State, walker: Walker | None = None) -> Choice:
    """cat FILE...: what this text wrote to them; without FILE the input."""
    files = [word for word in words if not (word.text or "").startswith("-") or word.text == "-"]
    if not files:
        return stdin(state)
    result: Choice = NOTHING
    unknown_files: list[str] = []
    for word in files:
        made = stdin(state) if word.text == "-" else state.written(word)
        if made is None and word.texts:
            unknown_files += [name for text in seen_from(state.directory, word).texts for name in stood(text, state)]
        result = concat(result, made or (unknown(unread(word, files, state)),))
    if len(unknown_files) > 1:  # each of them is read
        return tuple([value.replace(why=contents_of(unknown_files)) if value.pieces else value for value in result])
    return result


def stood(path: str, state: State) -> list[str]:
    """Where the content of a file comes from: itself, or what the text copied there."""
    return state.disk.originals(path) or [path]


def unread(word: Value, files: Sequence[Value], state: State) -> str:
    """Why the content of a file is unknown; of one file alone the path is told, so that it can be read."""
    if not word.texts:
        return word.why
    if len(files) == 1:
        names = [name for text in seen_from(state.directory, word).texts for name in stood(text, state)]
        return contents_of(names) if names else content_of(word.shown())
    return output_of("cat " + " ".join([each.shown() for each in files]))


def pwd(words: Sequence[Value], state: State, walker: Walker) -> Choice:
    return (state.directory,)


def basename(words: Sequence[Value], state: State, walker: Walker) -> Choice | None:
    names = [word for word in words if not (word.text or "").startswith("-")]
    if not names:
        return None
    suffix = names[1].text or "" if len(names) > 1 else ""
    if names[0].texts:
        return mapped((names[0],), lambda text: without(base_name(text), suffix))
    last = names[0].pieces[-1] if names[0].pieces else None
    if last is not None and "/" in last.rstrip("/"):
        return (known(without(base_name(last), suffix)),)
    return None


def without(name: str, suffix: str) -> str:
    return name[: -len(suffix)] if suffix and name.endswith(suffix) and name != suffix else name


def dirname(words: Sequence[Value], state: State, walker: Walker) -> Choice | None:
    names = [word for word in words if not (word.text or "").startswith("-")]
    if not names or not names[0].texts:
        return None
    return mapped((names[0],), directory_name)


def real_path(words: Sequence[Value], state: State, walker: Walker) -> Choice | None:
    names = [word for word in words if not (word.text or "").startswith("-")]
    return (seen_from(state.directory, names[0]),) if len(names) == 1 else None


def read_link(words: Sequence[Value], state: State, walker: Walker) -> Choice | None:
    follows = any((word.text or "")[:2] in ("-f", "-e", "-m", "-n") for word in words)
    return real_path(words, state, walker) if follows else None


def make_temporary(words: Sequence[Value], state: State, walker: Walker) -> Choice:
    """mktemp: a new name below the temporary folder, or of the template."""
    folder, template, here = "", "", True
    texts = [word.text or "" for word in words]
    for i, text in enumerate(texts):
        if text.startswith("--tmpdir"):
            folder, here = text.partition("=")[2] or "/tmp", False
        elif text in ("-p", "--tmpdir") and i + 1 < len(texts):
            folder, here = texts[i + 1], False
        elif text == "-t" or (text.startswith("-") and not text.startswith("--") and text.endswith("t")):
            here = False
        elif not text.startswith("-") and (not i or texts[i - 1] not in ("-p", "--suffix")):
            template = text
    if not template:
        return (unknown(SCRATCH, ((folder or "/tmp").rstrip("/") + "/", None)),)
    stem = template.partition("XXX")[0]
    start = stem if here else f"{(folder or '/tmp').rstrip('/')}/{stem}"
    return (unknown(SCRATCH if not here or start.startswith("/tmp/") else "a new name", (start, None)),)


def sequence(words: Sequence[Value], state: State, walker: Walker) -> Choice | None:
    """seq LAST, seq FIRST LAST, seq FIRST STEP LAST."""
    numbers = [integer(word.text or "") for word in words]
    if not numbers or len(numbers) > 3 or None in numbers:
        return None
    first, step, last = {1: (1, 1, numbers[0]), 2: (numbers[0], 1, numbers[-1])}.get(len(numbers), tuple(numbers))
    row = span(first or 0, last or 0, step or 1) if (last or 0) >= (first or 0) or (step or 1) < 0 else []
    if len(row) > MOST:
        return None
    return (known("".join([f"{number}\n" for number in row])),)


def which(words: Sequence[Value], state: State, walker: Walker) -> Choice | None:
    """which NAME: some path that ends in the name, so that it stands for the program."""
    names = [text for word in words for text in word.texts if not text.startswith("-")]
    if not names or any(not word.texts for word in words):
        return None
    return line_of([known(name if "/" in name else f"/usr/bin/{name}") for name in names])


def who_am_i(words: Sequence[Value], state: State, walker: Walker) -> Choice | None:
    user = walker.world.proposal.user
    return (known(user),) if user else None


def identity(words: Sequence[Value], state: State, walker: Walker) -> Choice | None:
    flags = "".join([word.text or "" for word in words])
    return who_am_i(words, state, walker) if flags in ("-un", "-nu", "-u-n") else (unknown("a number"),)


def git(words: Sequence[Value], state: State, walker: Walker) -> Choice | None:
    """git rev-parse --show-toplevel in the project, git show REV:FILE."""
    project = walker.world.project
    last = words[-1].text or "" if words else ""
    if words and words[0].text in ("show", "cat-file") and ":" in last and project:  # as it may stand in the work tree
        path = last.partition(":")[2]
        return (unknown(content_of(absolute(state.directory.text or project if path[:1] == "." else project, path))),)
    if [word.text for word in words] != ["rev-parse", "--show-toplevel"] or not project:
        return None
    inside = all(text == project or text.startswith(project + "/") for text in state.directory.texts or ("",))
    return (known(project),) if inside else None


def print_environment(words: Sequence[Value], state: State, walker: Walker) -> Choice | None:
    return state.variable(words[0].text or "").scalar() if len(words) == 1 and words[0].text else None


def number(words: Sequence[Value], state: State, walker: Walker) -> Choice:
    return (unknown("a number"),)


def processes(program: str) -> Writer:
    """pgrep, pidof: numbers, of which only the search is known."""

    def found(words: Sequence[Value], state: State, walker: Walker) -> Choice:
        return (unknown(f"a number, {output_of(' '.join([program, *[word.shown() for word in words]]))}"),)

    return found


def date(words: Sequence[Value], state: State, walker: Walker) -> Choice:
    return (unknown("a date"),)


def yes(words: Sequence[Value], state: State, walker: Walker) -> Choice:
    return line_of([one_of(tuple([word.text or "" for word in words]))] if words else [known("y")])


def xargs(words: Sequence[Value], state: State, walker: Walker) -> Choice | None:
    """xargs without a command echoes its input in one line."""
    if words:
        return None
    return mapped(stdin(state), lambda text: " ".join(text.split()))


WRITERS: dict[str, Writer] = {
    "echo": lambda words, state, walker: echoed(words, walker.dialect),
    "printf": lambda words, state, walker: formatted(words),
    "cat": cat,
    "pwd": pwd,
    "basename": basename,
    "dirname": dirname,
    "realpath": real_path,
    "readlink": read_link,
    "mktemp": make_temporary,
    "seq": sequence,
    "which": which,
    "whoami": who_am_i,
    "id": identity,
    "git": git,
    "printenv": print_environment,
    "nproc": number,
    "wc": number,
    "expr": number,
    "pgrep": processes("pgrep"),
    "pidof": processes("pidof"),
    "date": date,
    "yes": yes,
    "xargs": xargs,
}
