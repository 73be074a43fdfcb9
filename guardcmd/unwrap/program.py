"""Which program a command word names, wherever it is installed and whichever version it is."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.shell.value import Value


def words(text: str) -> tuple[str, ...]:
    """A table of words, written as one text."""
    return tuple(text.split())


ENDINGS = (".exe", ".cmd", ".bat", ".com", ".sh", ".bash")
FAMILIES = ("mkfs", "fsck", "newfs", "mount", "umount", "vim", "nc", "netcat", "mailx", "nano")  # mkfs.ext4
# names whose digits are a version; in others (sqlite3, base64, mke2fs) they belong to the name
VERSIONED = words(
    "python pip pypy perl ruby gem irb php node nodejs lua luajit java helm tclsh wish expect bash zsh ksh dash fish "
    "mysql mariadb psql kubectl terraform tofu ansible ipython bpython guile erl elixir julia clang gcc make"
)
DIGITS = "0123456789"
ELSEWHERE = frozenset(  # variables that make other programs run code: environment.py
    (
        "NODE_OPTIONS", "PYTHONSTARTUP", "RUBYOPT", "PERL5OPT", "PERL5DB", "LD_PRELOAD", "LD_AUDIT", "TAR_OPTIONS",
        "DYLD_INSERT_LIBRARIES", "npm_config_script_shell", "NPM_CONFIG_SCRIPT_SHELL",
    )
)  # fmt: skip


def program_name(text: str) -> str:
    """`/usr/bin/python3.11` -> `python`, `psql-16` -> `psql`, `kafka-topics.sh` -> `kafka-topics`.

    A dotted family name (`mkfs.ext4`) and a script's name (`manage.py`) stay whole.
    """
    folder, _, name = text.rstrip("/").rpartition("/")
    name = name or text
    if folder.endswith("/versions") and not name.strip(DIGITS + "."):
        name = folder.removesuffix("/versions").rpartition("/")[2]  # ~/.local/share/claude/versions/2.1.300
    lower = name.lower()
    if lower.endswith(ENDINGS) and lower not in ENDINGS:
        name = name[: lower.rindex(".")].rpartition("\\")[2]
    return _without_version(name)


def program_names(text: str) -> tuple[str, ...]:
    """Every name that tools may know the program by: `mkfs.ext4` is `mkfs` too, and `RM` is `rm` on some disks."""
    name = program_name(text)
    names = [name]
    stem, dot, _ = name.partition(".")
    if dot and stem in FAMILIES:
        names.append(_without_version(stem))
    names += [each.lower() for each in names]
    return tuple(dict.fromkeys(names))


def head_names(head: Value) -> tuple[str, ...]:
    """The programs that a command's first word may name. A hole in it is tried as nothing: `r${z}m`."""
    texts = head.texts or ("".join([piece for piece in head.pieces if piece]),)
    names: dict[str, None] = {}
    for text in texts:
        if text:
            names.update(dict.fromkeys(program_names(text)))
    return tuple(names)


def _without_version(name: str) -> str:
    stem = name.rstrip(DIGITS + ".")
    if stem == name or not stem or name[-1] == ".":
        return name
    if (stem[-1] == "-" or (stem[-1] == "_" and "." in name[len(stem) :])) and len(stem) > 1:
        return _without_version(stem[:-1])  # psql-16, python3-3.11, terraform_1.5.7, but not x86_64
    if stem[-1] == "v" and stem[-2:-1] in ("-", "_") and len(stem) > 2:
        return stem[:-2]  # terraform-v1.5.7
    return stem if stem in VERSIONED else name
