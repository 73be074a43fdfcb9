"""Python calls on files: removing, writing, overwriting, changing modes; and the methods of path objects."""

from __future__ import annotations

from guardcmd.languages.python_arguments import given, idle
from guardcmd.languages.python_fold import canonical
from guardcmd.languages.things import Constant, Ref, Text, value_in
from guardcmd.shell.value import Value, known, unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guardcmd.languages.python_values import Values as Walk
    from guardcmd.languages.things import Thing

    Args = list[Thing]
    Named = dict[str, Thing]


def remove(walk: Walk, function: Ref, args: Args, named: Named) -> None:
    thing = given(args, named, "path")
    report_removal(walk, canonical(function.path), thing)


def report_removal(walk: Walk, name: str, thing: Thing | None) -> None:
    """One call of the tool `python` with the path. A file out of many is told by the fact `each`."""
    value = value_in(thing)
    if idle(walk, value) or walk.has_made(thing):
        return
    each = (isinstance(thing, Text) and thing.each) or value.glob
    if name not in TREES and not each and value.pieces and value.pieces[0] is None and not walk.looping:
        value = unknown(value.why)  # one file below an unknown folder is one unknown file
    walk.reading.call("python", (name, value), {"each": "yes"} if each else None, (), f"{name}({value.shown()})")


TREES = ("shutil.rmtree", "os.removedirs")


def make_folder(walk: Walk, function: Ref, args: Args, named: Named) -> None:
    """os.mkdir(path) and os.makedirs(path), which fail where something stands."""
    if "exist_ok" not in named and len(args) < 3:
        walk.note_made(given(args, named, "path", "name"), folder=True)


def _path_make_folder(walk: Walk, base: Text, args: Args, named: Named) -> None:
    make_folder(walk, Ref("Path.mkdir"), [base, *args], named)


def change_folder(walk: Walk, function: Ref, args: Args, named: Named) -> None:
    """os.chdir(path): a relative name is another file from here on."""
    walk.forget_made()


def fetch(walk: Walk, function: Ref, args: Args, named: Named) -> None:
    """urllib.request.urlretrieve(url, path)."""
    if len(args) > 1 or "filename" in named:
        _written(walk, given(args, named, "filename", place=1), ">", function.path)


def saved(walk: Walk, function: Ref, args: Args, named: Named) -> None:
    """df.to_csv(path), figure.savefig(path)."""
    target = given(args, named, "path_or_buf", "path", "excel_writer", "fname")
    if isinstance(target, Text):
        _written(walk, target, ">", function.path)


def write(walk: Walk, function: Ref, args: Args, named: Named) -> None:
    """open(path, "w")."""
    opened = value_in(given(args, named, "mode", place=1)).text if len(args) > 1 or "mode" in named else "r"
    if opened is None or any(letter in opened for letter in "wx"):
        _written(walk, given(args, named, "file"), ">", function.path)
    elif "a" in opened or "+" in opened:
        _written(walk, given(args, named, "file"), ">>", function.path)


def os_open(walk: Walk, function: Ref, args: Args, named: Named) -> None:
    flags = given(args, named, "flags", place=1)
    if isinstance(flags, Ref) and flags.path == "os.O_RDONLY":
        return
    _written(walk, given(args, named, "path"), ">>", function.path)


def _written(walk: Walk, thing: Thing | None, operator: str, path: str) -> None:
    value = value_in(thing)
    if isinstance(thing, Constant) or idle(walk, value):
        return
    walk.reading.write(value, operator, f"{path}({value.shown()})")
    if operator == ">" and thing is not None and value.text is None:
        walk.note_made(thing)


def onto(walk: Walk, function: Ref, args: Args, named: Named) -> None:
    """shutil.copy(a, b): what stands at the destination is overwritten."""
    _written(walk, given(args, named, "dst", place=1), ">", function.path)


def link(walk: Walk, function: Ref, args: Args, named: Named) -> None:
    """os.symlink(a, b), os.link(a, b): what b leads to is another thing from now on."""
    source, destination = value_in(given(args, named, "src")), value_in(given(args, named, "dst", place=1))
    if not idle(walk, destination):
        symbolic = () if function.path.endswith((".link", ".hardlink_to")) else (known("-s"),)
        walk.reading.run([known("ln"), *symbolic, source, destination], f"python {function.path}")


def unpack(walk: Walk, function: Ref, args: Args, named: Named) -> None:
    """shutil.unpack_archive(file, folder), archive.extractall(folder): as tar does it."""
    whole = function.path.endswith("unpack_archive")
    folder = given(args, named, "extract_dir", place=1) if whole else given(args, named, "path")
    if folder is not None and not idle(walk, value_in(folder)):
        walk.reading.run(["tar", "-x", "-f", "archive", "-C", value_in(folder)], f"python {function.path}")


def _path_touch(walk: Walk, base: Text, args: Args, named: Named) -> None:
    _written(walk, base, ">>", "Path.touch")


def _path_link(walk: Walk, base: Text, args: Args, named: Named) -> None:
    link(walk, Ref("Path.symlink_to"), [*args[:1], base], named)


def _path_hard_link(walk: Walk, base: Text, args: Args, named: Named) -> None:
    link(walk, Ref("Path.hardlink_to"), [*args[:1], base], named)


def rename(walk: Walk, function: Ref, args: Args, named: Named) -> None:
    """os.rename(a, b): the first is gone from where it was, the second overwritten."""
    walk.forget_made()
    source, destination = given(args, named, "src"), given(args, named, "dst", place=1)
    _moved(walk, value_in(source), value_in(destination), function.path)


def _moved(walk: Walk, source: Value, destination: Value, path: str) -> None:
    if not (idle(walk, source) and idle(walk, destination)):
        walk.reading.move(source, destination, f"python {path}")


def content(walk: Walk, function: Ref, args: Args, named: Named) -> None:
    """f.write(text) of `f = open(path, "w")`."""
    opened = function.base
    if isinstance(opened, Ref) and opened.path in ("open()", "io.open()", "codecs.open()") and opened.args and args:
        text, path = value_in(args[0]), value_in(opened.args[0])
        appended = opened in walk.filled or "a" in (value_in(given(opened.args, {}, "mode", place=1)).text or "")
        walk.filled.append(opened)
        walk.reading.content(path, text, appended, whole=False)


def mode(walk: Walk, function: Ref, args: Args, named: Named) -> None:
    """os.chmod(path, 0o777), as the program of that name."""
    path = value_in(given(args, named, "path"))
    bits = given(args, named, "mode", place=1)
    number = bits.value if isinstance(bits, Constant) else None
    if not idle(walk, path):
        digits = known(f"{number:o}") if isinstance(number, int) and 0 <= number < 0o10000 else unknown("a mode")
        walk.reading.run(["chmod", digits, path], f"python {function.path}")


def owner(walk: Walk, function: Ref, args: Args, named: Named) -> None:
    path = value_in(given(args, named, "path"))
    owner = value_in(given(args, named, "uid", "user", place=1))
    if not idle(walk, path):
        walk.reading.run(["chown", owner, path], f"python {function.path}")


def kill(walk: Walk, function: Ref, args: Args, named: Named) -> None:
    process = value_in(given(args, named, "pid"))
    if not idle(walk, process):
        prefix = "-" if function.path.endswith("killpg") else ""
        walk.reading.run(
            ["kill", "-9", process.replace(texts=tuple(prefix + one for one in process.texts))], "python os"
        )


def _path_remove(walk: Walk, base: Text, args: Args, named: Named) -> None:
    report_removal(walk, "pathlib.Path.unlink", base)


def _path_remove_folder(walk: Walk, base: Text, args: Args, named: Named) -> None:
    report_removal(walk, "pathlib.Path.rmdir", base)


def _path_write(walk: Walk, base: Text, args: Args, named: Named) -> None:
    _written(walk, base, ">", "Path.write_text")
    walk.reading.content(base.value, value_in(given(args, named, "data")))


def _path_open(walk: Walk, base: Text, args: Args, named: Named) -> None:
    write(walk, Ref("Path.open"), [base, *args], named)


def _path_rename(walk: Walk, base: Text, args: Args, named: Named) -> None:
    walk.forget_made()
    _moved(walk, base.value, value_in(given(args, named, "target")), "Path.rename")


def _path_mode(walk: Walk, base: Text, args: Args, named: Named) -> None:
    mode(walk, Ref("Path.chmod"), [base, *args], named)


PATH_METHODS: dict[str, Callable[[Walk, Text, Args, Named], None]] = {
    "unlink": _path_remove,
    "remove": _path_remove,
    "rmdir": _path_remove_folder,
    "rmtree": lambda walk, base, args, named: report_removal(walk, "shutil.rmtree", base),
    "write_text": _path_write,
    "write_bytes": _path_write,
    "open": _path_open,
    "mkdir": _path_make_folder,
    "touch": _path_touch,
    "symlink_to": _path_link,
    "hardlink_to": _path_hard_link,
    "rename": _path_rename,
    "replace": _path_rename,
    "chmod": _path_mode,
}


def loose_remove(walk: Walk, function: Ref, args: Args, named: Named) -> None:
    """p.unlink() of something that is not known to be a path, but has no other meaning."""
    if not args and isinstance(function.base, Ref) and {"pathlib", "os", "shutil"} & walk.imports:
        each = function.base.path.endswith("[]")
        report_removal(walk, "pathlib.Path.unlink", Text(unknown("a path"), True, each))
