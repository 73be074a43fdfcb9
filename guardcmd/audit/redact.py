"""Take secrets out of a command before it is written down. Pure, linear in the text.

It errs on the side of hiding: the log needs the command's shape, not its values.
"""

from __future__ import annotations

HIDDEN = "…"
BLANKS = " \t\n"
ENDS = frozenset(" \t\n'\"`;&|()<>,{}\\")
SECRET_NAMES = (
    "passw",
    "passphrase",
    "secret",
    "token",
    "apikey",
    "accesskey",
    "privatekey",
    "credential",
    "authorization",
)
PREFIXES = (
    ("AKIA", 20), ("ASIA", 20), ("ghp_", 20), ("gho_", 20), ("ghu_", 20), ("ghs_", 20), ("ghr_", 20),
    ("github_pat_", 20), ("glpat-", 16), ("xoxb-", 16), ("xoxp-", 16), ("xoxa-", 16), ("xoxs-", 16), ("xapp-", 16),
    ("sk-", 20), ("sk_live_", 16), ("rk_live_", 16), ("AIza", 30), ("ya29.", 20), ("eyJ", 30), ("npm_", 20),
    ("pypi-", 20), ("hf_", 20), ("dop_v1_", 20), ("SG.", 20), ("hvs.", 20), ("AGE-SECRET-KEY-", 20),
)  # fmt: skip
SCHEMES = ("bearer", "basic", "token", "digest", "apikey")
SPOKEN_NAMES = ("aws_secret_access_key", "aws_session_token")  # aws configure set NAME value
NEXT_IS_SECRET = {
    "sshpass": ("-p",),
    "redis-cli": ("-a",),
    "login": ("-p",),  # docker login, az login, oc login
    "mongo": ("-p",), "mongosh": ("-p",), "mongodump": ("-p",), "mongorestore": ("-p",),
    "ldapsearch": ("-w",), "ldapmodify": ("-w",), "ldapdelete": ("-w",),
    "zip": ("-P",), "unzip": ("-P",),
}  # fmt: skip
ATTACHED = ("mysql", "mysqldump", "mysqladmin", "mysqlimport", "mariadb", "mariadb-dump", "mariadb-admin", "7z", "7za")


def redact(text: str) -> str:
    """The text with passwords, tokens and keys replaced by `…`."""
    return _Reading(text).read()


class _Reading:
    """One pass over the text: words are looked at, what stands between them is copied."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.out: list[str] = []
        self.at = 0
        self.hide_options: tuple[str, ...] = ()
        self.hide_attached = False

    def read(self) -> str:
        while self.at < len(self.text):
            if self.text[self.at] in ENDS:
                self.copy(1)
            else:
                self.word()
        return "".join(self.out)

    def copy(self, length: int) -> None:
        self.out.append(self.text[self.at : self.at + length])
        self.at += length

    def take(self) -> str:
        """The word that starts here."""
        start = self.at
        while self.at < len(self.text) and self.text[self.at] not in ENDS:
            self.at += 1
        return self.text[start : self.at]

    def word(self) -> None:
        if self.text.startswith("-----BEGIN", self.at):
            return self.key_block()
        word = self.take()
        self.note_program(word)
        name, sign, value = split(word)
        if value and is_secret_name(name):
            return self.out.append(word if is_variable(value) else f"{name}{sign}{HIDDEN}")
        self.out.append(plain(word) if not self.attached(word) else word[:2] + HIDDEN)
        if word.lower() == "bearer" or word in SPOKEN_NAMES:
            return self.hide_value(blank_needed=True)
        if sign and not value.strip("$"):
            return self.hide_value() if is_secret_name(name) else None
        if is_secret_name(word):
            return self.after_name(word)
        if word in self.hide_options:
            return self.hide_value(blank_needed=True)
        return self.hide_login() if word in ("-u", "--user", "-U") else None

    def note_program(self, word: str) -> None:
        program = word.rpartition("/")[2]
        self.hide_options = NEXT_IS_SECRET.get(program, self.hide_options)
        self.hide_attached = self.hide_attached or program in ATTACHED

    def attached(self, word: str) -> bool:
        return self.hide_attached and word.startswith("-p") and len(word) > 2 and not is_variable(word[2:])

    def after_name(self, word: str) -> None:
        """Behind a bare name: `--password x`, `"password": "x"`, `PASSWORD 'x'`."""
        if word.startswith("-"):
            return self.hide_value(blank_needed=True)
        place = self.at
        while place < len(self.text) and self.text[place] in "'\"\\":
            place += 1
        if place < len(self.text) and self.text[place] in ":=":
            self.copy(place + 1 - self.at)
            return self.hide_value()
        while place < len(self.text) and self.text[place] in BLANKS:
            place += 1
        return self.hide_value() if place > self.at and self.text[place : place + 1] in ("'", '"') else None

    def hide_value(self, blank_needed: bool = False) -> None:
        """Hide the next value, quoted or not, on the same line."""
        start = self.at
        while self.at < len(self.text) and self.text[self.at] in " \t":
            self.copy(1)
        if blank_needed and self.at == start:
            return None
        if self.text.startswith("\\", self.at):
            self.copy(1)
        quote = self.text[self.at : self.at + 1]
        if quote in ("'", '"'):
            end = self.text.find(quote, self.at + 1)
            end = len(self.text) if end < 0 else end
            inside = self.text[self.at + 1 : end].lstrip()
            scheme = inside.partition(" ")[0]
            shown = scheme + " " if scheme.lower() in SCHEMES else ""
            self.out.append(quote + (inside if is_variable(inside) else shown + HIDDEN))
            self.at = end
            return None
        word = self.take()
        if word.lower() in SCHEMES:
            self.out.append(word)
            return self.hide_value()
        self.out.append(word if not word or is_variable(word) else HIDDEN)
        return None

    def hide_login(self) -> None:
        """Behind `-u`: `name:password` or `name%password`."""
        while self.at < len(self.text) and self.text[self.at] in " \t'\"":
            self.copy(1)
        word = self.take()
        for sign in ":%":
            name, found, value = word.partition(sign)
            if found and value and not is_variable(value):
                return self.out.append(f"{name}{sign}{HIDDEN}")
        return self.out.append(plain(word))

    def key_block(self) -> None:
        end = self.text.find("-----END", self.at)
        self.out.append("-----BEGIN " + HIDDEN)
        self.at = len(self.text) if end < 0 else end
        self.copy(len("-----END"))


def split(word: str) -> tuple[str, str, str]:
    """`NAME=value`, `--name=value`, `name:value` in their parts; no sign if it is none of these."""
    for place, character in enumerate(word):
        if character in "=:":
            return word[:place], character, word[place + 1 :]
    return word, "", ""


def is_secret_name(name: str) -> bool:
    plain_name = name.lower().replace("_", "").replace("-", "")
    if plain_name.endswith(("pwd", "pass")):
        return plain_name not in ("pwd", "oldpwd", "bypass", "compass")
    return any(part in plain_name for part in SECRET_NAMES)


def is_variable(value: str) -> bool:
    """`$NAME`, `${NAME}`, `$(command)`: the log may hold these."""
    return value[:1] == "$" and (value[1:2].isalnum() or value[1:2] in ("_", "{", "("))


def plain(word: str) -> str:
    """A word without the password of an address and without what looks like a key."""
    scheme = word.find("://")
    at = word.rfind("@")
    if 0 <= scheme < at:
        name, colon, value = word[scheme + 3 : at].partition(":")
        if colon and not is_variable(value):
            word = f"{word[: scheme + 3]}{name}:{HIDDEN}{word[at:]}"
        elif not colon and len(name) >= 20:
            word = f"{word[: scheme + 3]}{HIDDEN}{word[at:]}"
    for prefix, least in PREFIXES:
        place = word.find(prefix)
        if place >= 0 and len(word) - place >= least and not word[place - 1 : place].isalnum():
            return word[:place] + prefix + HIDDEN
    return "pass:" + HIDDEN if word.startswith("pass:") else word
