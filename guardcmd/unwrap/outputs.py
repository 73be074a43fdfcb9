"""What a program writes to its standard output, where that follows from its command line and input.

Nothing is run. What cannot be computed says in its reason whether a network client or a decoder wrote it.
"""

from __future__ import annotations

from guardcmd.shell.value import Value, unknown
from guardcmd.unwrap.choices import NOTHING, Choice, worst
from guardcmd.unwrap.inputs import stdin
from guardcmd.unwrap.pathtext import base_name
from guardcmd.unwrap.provenance import decoded_by, fetched_by, output_of, source_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from guardcmd.unwrap.state import State
    from guardcmd.unwrap.walker import Walker

FETCHERS = frozenset(
    (
        "curl", "wget", "nc", "ncat", "netcat", "socat", "aria2c", "http", "https", "xh", "httpie", "lynx", "w3m",
        "links", "elinks", "ftp", "tftp", "telnet", "fetch", "axel", "ssh", "sshpass", "mosh", "rsh", "dig", "nslookup",
        "drill", "rclone", "gsutil", "s3cmd", "lwp-request", "GET",
    )
)  # fmt: skip
DECODERS = frozenset(
    (
        "base64", "gbase64", "base32", "basenc", "xxd", "openssl", "gunzip", "zcat", "gzip", "gzcat", "bzcat",
        "bunzip2", "xzcat", "unxz", "xz", "zstdcat", "unzstd", "zstd", "lz4", "uudecode", "gpg", "gpg2", "age", "tar",
        "unzip", "funzip", "7z", "uncompress", "hexdump", "od", "sops", "brotli",
    )
)  # fmt: skip
SILENT = frozenset(
    (
        "mkdir", "rm", "rmdir", "cp", "mv", "ln", "touch", "chmod", "chown", "chgrp", "sleep", "sync", "truncate",
        "kill", "pkill", "true", "false", "install", "cmp", "mkfifo", "tput", "clear", "stty",
    )
)  # fmt: skip


# those that writers.py knows
COMPUTED = frozenset(
    (
        "echo", "printf", "cat", "pwd", "basename", "dirname", "realpath", "readlink", "mktemp", "seq", "which",
        "whoami", "id", "git", "printenv", "nproc", "wc", "expr", "pgrep", "pidof", "date", "yes", "xargs", "tac",
        "head", "tail", "sort", "uniq", "grep", "egrep", "fgrep", "rg", "tee", "less", "more", "pv", "nl", "fold",
        "fmt", "column", "envsubst", "dos2unix", "iconv", "unbuffer", "shuf", "bat", "rev", "tr", "base64",
        "gbase64", "openssl", "xxd",
    )
)  # fmt: skip


COMPOSING = frozenset(
    (
        "sed", "gsed", "awk", "gawk", "mawk", "nawk", "python", "python2", "python3", "pypy3", "perl", "ruby", "node",
        "nodejs", "php", "bun",
    )
)  # fmt: skip


def output(argv: Sequence[Value], state: State, walker: Walker) -> Choice:
    """The standard output of a program that is no builtin."""
    program = base_name(argv[0].shown())
    if program in COMPUTED:
        from guardcmd.unwrap.writers import written

        found = written(program, argv[1:], state, walker)
        if found is not None:
            return found
    if program in SILENT:
        return NOTHING
    if program in COMPOSING:
        from guardcmd.unwrap.composed import composed

        found = composed(program, argv[1:], state)
        if found is not None:
            return found
    return (unknown(reason(program, argv, state)),)


def reason(program: str, argv: Sequence[Value], state: State) -> str:
    """Why an output is unknown: fetched, decoded (also: made out of known text), or a local program's own."""
    heads = [base_name(word.text or "") for word in argv[:12]]
    for head in heads:
        if head in FETCHERS:
            return fetched_by(head)
    given = [value for value in stdin(state) if not (value.texts and value.text == "")]
    source = source_of(worst(given)) if any(not value.texts for value in given) else ""
    if source == "network":
        return worst(given)
    if program in DECODERS or source == "decode" or any(value.texts for value in given):
        return decoded_by(program)
    return output_of(" ".join([word.shown() for word in argv]))
