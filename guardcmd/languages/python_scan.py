"""Python text that this Python cannot compile: what its words name, since another version might run it.

Nothing is understood of how it is put together. Where no word can do harm, or every one that can is a program run with
all its words written out, the text is told as not looked at; else it stays unread code.
"""

from __future__ import annotations

import unicodedata

from guardcmd.languages.reading import HOLE
from guardcmd.languages.script_tokens import Grammar, scan

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.languages.reading import Reading
    from guardcmd.languages.script_tokens import Token

PYTHON = Grammar(name="python", backquotes=False)
MODES = frozenset("rwaxbtU+")
RUNNING = ("run", "call", "check_call", "check_output", "Popen")  # of subprocess, with a list


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


# words that remove, run, send, reach a service, or find any of these by a name that is put together
HARMFUL = _listed(
    """
    remove unlink rmtree rmdir removedirs remove_tree rm rmd trash send2trash truncate ftruncate rename renames move
    copyfile copytree copy2 copyfileobj write_text write_bytes symlink link hardlink_to symlink_to chmod lchmod chown
    lchown kill killpg terminate shutdown reboot umount mount
    system popen popen2 popen3 popen4 spawn fork forkpty posix_spawn posix_spawnp startfile getoutput getstatusoutput
    create_subprocess_shell create_subprocess_exec run_process shell pty pexpect plumbum sarge delegator invoke fabric
    paramiko ansible winrm asyncssh
    exec execfile eval compile __import__ importlib import_module imp runpy run_path run_module getattr setattr
    __getattribute__ attrgetter methodcaller globals locals vars __dict__ __builtins__ __builtin__ builtins modules
    ctypes cffi cdll windll get_ipython input raw_input reload marshal b64decode fromhex unhexlify codecs
    execute executemany executescript raw rawsql cursor drop delete purge erase wipe destroy flush flushall flushdb
    alter grant revoke update_many delete_many delete_one drop_all post put patch request
    boto3 botocore boto kubernetes docker googleapiclient azure openstack digitalocean heroku hcloud cloudflare stripe
    pulumi psycopg2 psycopg pymysql mysqldb mysql pymongo redis cassandra elasticsearch opensearchpy sqlalchemy peewee
    smtplib ftplib telnetlib
    shutil executable asyncio xonsh sh shred dd mkfs wipefs fdisk parted git terraform kubectl helm aws gcloud az psql
    """
)
BEGINNINGS = ("delete_", "drop_", "remove_", "destroy_", "terminate_", "purge_", "wipe_", "erase_", "exec", "spawn")
MODULES_BEFORE = ("urllib", "import")  # `urllib.request` is a module, and sends nothing by itself


def harmless(text: str, reading: Reading) -> bool:
    """Whether no word of the text can do harm. The files that it writes and the programs that it runs are reported."""
    if HOLE in text or not reading.program.startswith(("python", "pypy")) or _has_magic(text):
        return False
    text = unicodedata.normalize("NFKC", text)  # as the compiler reads names
    words = _words(text)
    if any(_is_harmful(word, before, words) for before, word in zip(["", *words], words)):
        return False
    tokens = scan(text, PYTHON)
    runs = [argv for place in range(len(tokens)) if (argv := _program(tokens, place))]
    imports = sum(1 for at in range(1, len(words)) if words[at - 1 : at + 1] == ["import", "subprocess"])
    if runs and any(f"\\{one}" in text for one in "xuUN01234567"):
        return False  # a program's name may be written in codes
    if words.count("subprocess") != imports + len(runs) or _is_renamed(words):
        return False
    opened = [_opened(tokens, place) for place in range(len(tokens)) if tokens[place].text == "open"]
    close = text.replace(" ", "")
    if any(f"=open{end}" in f"{close}\n" for end in "\n;,)#"):
        return False  # another name for it
    if None in opened or close.count("open(") - close.count("urlopen(") != len(opened):
        return False
    for argv in runs:
        reading.run(argv, "python subprocess")
    for path in filter(None, opened):
        reading.write(path)
    return True


def _has_magic(text: str) -> bool:
    """Lines that a notebook hands to a shell: `!rm x`, `%sh`, `out = !ls`."""
    return any(line.lstrip().startswith(("!", "%")) or "=!" in line.replace(" ", "") for line in text.splitlines())


def _words(text: str) -> list[str]:
    return "".join([one if one.isalnum() or one == "_" else " " for one in text]).split()


def _is_renamed(words: list[str]) -> bool:
    """import subprocess as sp"""
    return any(words[at - 1 : at + 1] == ["subprocess", "as"] for at in range(1, len(words)))


def _is_harmful(word: str, before: str, words: list[str]) -> bool:
    lower = word.lower()
    if lower == "request":
        return before not in MODULES_BEFORE and not (before == "request" and "method" not in words)
    if lower == "replace":
        return before == "os" or "pathlib" in words
    return lower in HARMFUL or lower.startswith(BEGINNINGS)


def _program(tokens: list[Token], place: int) -> list[str]:
    """The words of `subprocess.run(["ffprobe", "-v"]`; empty where there is none, or where one is no plain text."""
    texts = [token.text for token in tokens[place : place + 5]]
    if texts[:2] != ["subprocess", "."] or texts[3:] != ["(", "["] or texts[2] not in RUNNING:
        return []
    argv: list[str] = []
    expected = True  # a comma stands between two texts
    for token in tokens[place + 5 :]:
        text = _plain(token) if token.kind == "string" else None
        if text is not None and expected:
            argv.append(text)
            expected = False
        elif token.text == "]" and token.kind == "op":
            return argv
        elif token.text == "," and token.kind == "op" and not expected:
            expected = True
        elif token.kind != "newline":
            return []
    return []


def _opened(tokens: list[Token], place: int) -> str | None:
    """The path that `open("x", "w")` writes; empty where it only reads, None where that is not clear."""
    arguments = tokens[place + 2 : place + 10]
    closing = next((at for at, token in enumerate(arguments) if token.text == ")" and token.kind == "op"), 0)
    method = bool(place) and tokens[place - 1].text == "."  # the path stands before it, or it is os.open
    if not closing or method or tokens[place + 1].text != "(" or any(one.text == "(" for one in arguments[:closing]):
        return None
    strings = [_plain(token) for token in arguments[1:closing] if token.kind == "string"]
    if any(text is None for text in strings) or (closing > 1 and not strings):
        return None
    if not any(set(text) & set("wax+") for text in strings if text and set(text) <= MODES):
        return ""
    return _plain(arguments[0]) if arguments[0].kind == "string" else None


def _plain(token: Token) -> str | None:
    """The text of a string in which nothing is filled in or escaped."""
    text = "".join([part for _, part in token.parts])
    return None if "\\" in text or any(kind != "text" for kind, _ in token.parts) else text
