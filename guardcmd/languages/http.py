"""The requests that curl, wget, HTTPie and xh send: one call of the tool `http` for each URL.

Sources: curl(1), wget(1), httpie.io/docs/cli, xh --help. The text is what carried them: the invocation's own argv.
Clients with a way of their own stand in http_clients.
"""

from __future__ import annotations

from guardcmd.languages.http_call import http_call
from guardcmd.languages.http_options import ARGUMENT, CURL, CURL_SHORT, HTTPIE, HTTPIE_SHORT, WGET, WGET_SHORT
from guardcmd.languages.reading import HOLE, Reading, base_name, texts, unique
from guardcmd.proposal import Missing
from guardcmd.shell.value import Value, known, unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from guardcmd.calls import Payload
    from guardcmd.languages.reading import Found

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PURGE", "TRACE", "CONNECT", "LINK", "UNLINK")
LONGEST_BODY_FILE = 65_536
MOST_URLS = 64


def read(payload: Payload, world: Any) -> list[Found]:
    """The requests of a payload's client. Files that it writes are calls of the tool `redirect`."""
    reading = Reading(payload, world)
    if payload.client is None or not payload.client.argv:
        reading.opaque("variable", "a request is not known")
        return reading.found
    argv = payload.client.argv
    program = base_name(argv[0].shown()).removesuffix(".exe")
    reader = PROGRAMS.get(program.rstrip("0123456789.-"))
    if reader is None:
        from guardcmd.languages.http_clients import CLIENTS

        reader = CLIENTS.get(program, _curl)
    reader(argv[1:], reading)
    return unique(reading.found)


class Request:
    """One request while its options are read."""

    def __init__(self) -> None:
        self.method: Value | None = None
        self.urls: list[Value] = []
        self.body: list[Value] = []
        self.implied = ""  # POST of -d, PUT of -T, HEAD of -I
        self.get = False  # -G: the data go into the URL
        self.outputs: list[Value] = []
        self.folder: Value | None = None  # where files go that are named as on the server
        self.kept = False  # they are written at all: curl -O, wget
        self.facts: dict[str, str] = {}
        self.uploads: list[Value] = []
        self.target: Value | None = None  # --request-target: the path that is really asked for

    def send(self, reading: Reading) -> None:
        method = self.method.shown().upper() if self.method is not None and self.method.known else ""
        if self.method is not None and not self.method.known:
            method = HOLE
        method = method or ("GET" if self.get else self.implied or "GET")
        body = self.body[0] if len(self.body) == 1 else None
        if len(self.body) > 1:
            body = known(" ".join([texts(part)[0] for part in self.body]).replace(HOLE, "…"))
        if method == "PUT" and self._empties(reading):
            self.facts["empties"] = "yes"
        for url in self.urls[:MOST_URLS]:
            http_call(reading, method, self._aimed(url), body, known_facts=self.facts)
        for path in self.outputs:
            if path.text not in ("-", "/dev/null", "/dev/stdout"):
                reading.write(path, ">", f"{reading.program} -o {path.shown()}")
        for url in self.urls[:MOST_URLS] if self.kept and not self.outputs else ():
            name = texts(url)[0].partition("://")[2].partition("?")[0].rstrip("/").partition("/")[2].rpartition("/")[2]
            if name and HOLE not in name and (self.folder is None or self.folder.text):
                place = name if self.folder is None else f"{self.folder.text}/{name}"
                reading.write(known(place), ">>", f"{reading.program} {place}")

    def _aimed(self, url: Value) -> Value:
        """The URL with the path that `--request-target` puts in its place."""
        if self.target is None or not self.target.known:
            return url
        start = texts(url)[0]
        scheme, mark, rest = start.rpartition("://")
        return known(f"{scheme}{mark}{rest.partition('/')[0]}/{self.target.texts[0].lstrip('/')}")

    def _empties(self, reading: Reading) -> bool:
        """What is put there is nothing: /dev/null, an empty file, an empty body."""
        return any(_is_empty(path, reading) for path in self.uploads) or (
            len(self.body) == 1 and self.body[0].text == "" and not self.uploads
        )


def _is_empty(path: Value, reading: Reading) -> bool:
    text = path.text
    if text is None or text in ("-", "."):
        return False
    if text == "/dev/null":
        return True
    written = getattr(reading.payload.state, "written", None)
    contents = written(text) if written is not None else None
    if contents:
        return any(content.text == "" for content in contents)
    place = reading.absolute(path)
    content = reading.world.files.read(place, 1) if place is not None else None
    if isinstance(content, Missing):
        return base_name(text).partition(".")[0].lower() in ("empty", "blank", "null", "nothing")
    return content == b""


Taken = tuple[str, Value | None]  # an option's long name with its value, or "" with an operand


def options(argv: Sequence[Value], long: dict[str, str], short: dict[str, str]) -> list[Taken]:
    """The words as getopt_long reads them: prefixes, `--x=v`, `-xv`, grouped letters; the tables say what takes one."""
    found: list[Taken] = []
    place, ended = 0, False
    while place < len(argv):
        word = argv[place]
        place += 1
        start = _start(word)
        if ended or not start.startswith("-") or word.text == "-":
            found.append(("", word))
        elif word.text == "--":
            ended = True
        elif start.startswith("--"):
            place = _long(word, start, argv, place, long, found)
        else:
            place = _short(word, start, argv, place, short, found)
    return found


def _start(word: Value) -> str:
    return texts(word)[0]


def _tail(word: Value, start: str, length: int) -> Value:
    """What stands behind the first characters of a word."""
    from guardcmd.languages.reading import value_of

    return known(start[length:]) if word.known else value_of(start[length:])


def _long(word: Value, start: str, argv: Sequence[Value], place: int, long: dict[str, str], found: list[Taken]) -> int:
    given, equals, _ = start.partition("=")
    name = _full_name(given, long)
    if equals:
        found.append((name, _tail(word, start, len(given) + 1)))
    elif long.get(name) == ARGUMENT and place < len(argv):
        found.append((name, argv[place]))
        place += 1
    else:
        found.append((name, None))
    return place


def _full_name(given: str, long: dict[str, str]) -> str:
    if given in long:
        return given
    matches = sorted([name for name in long if name.startswith(given)], key=len)
    certain = matches and all(name.startswith(matches[0]) for name in matches)
    return matches[0] if certain else given


def _short(
    word: Value, start: str, argv: Sequence[Value], place: int, short: dict[str, str], found: list[Taken]
) -> int:
    for index in range(1, len(start)):
        name = short.get(start[index], "")
        if name and not name.startswith("!"):
            if index + 1 < len(start):
                found.append((name, _tail(word, start, index + 1)))
            elif place < len(argv):
                found.append((name, argv[place]))
                place += 1
            return place
        found.append((name[1:] or "-" + start[index], None))
    return place


# --- curl --------------------------------------------------------------------------------


def _curl(argv: Sequence[Value], reading: Reading) -> None:
    request = Request()
    for name, value in options(argv, CURL, CURL_SHORT):
        if name == "--next":
            request.send(reading)
            request = Request()
        else:
            _curl_option(name, value, request, reading)
    request.send(reading)


def _curlie(argv: Sequence[Value], reading: Reading) -> None:
    """`curlie DELETE URL a=b`: HTTPie's operands with curl's options."""
    request = Request()
    operands: list[Value] = []
    for name, value in options(argv, CURL, CURL_SHORT):
        if name == "" and value is not None:
            operands.append(value)
        else:
            _curl_option(name, value, request, reading)
    _operands(operands, request)
    request.send(reading)


def _curl_option(name: str, value: Value | None, request: Request, reading: Reading) -> None:
    if name.startswith("--expand-"):
        name, value = (
            "--" + name[9:],
            unknown("a variable of curl") if value is None or "{{" in _start(value) else value,
        )
    if name in ("", "--url") and value is not None:
        request.urls.append(value)
    elif name == "--request":
        request.method = value
    elif name in CURL_BODIES and value is not None:
        request.implied = request.implied or "POST"
        request.body.append(_content(value, reading, name))
    elif name == "--upload-file":
        request.implied = "PUT"
        if value is not None:
            request.uploads.append(value)
    elif name == "--header" and value is not None:
        _header(value, request)
    elif name == "--unix-socket" and value is not None:
        request.facts.update(socket_facts(value.shown()))
    elif name in FORWARDING:
        request.facts["forwarded"] = "yes"
    elif name == "--request-target":
        request.target = value
    elif name == "--head":
        request.implied = "HEAD"
    elif name == "--get":
        request.get = True
    elif name == "--output" and value is not None:
        request.outputs.append(value)
    elif name == "--output-dir":
        request.folder = value
    elif name in ("--remote-name", "--remote-name-all"):
        request.kept = True
    elif name == "--config" and value is not None:
        _config(value, request, reading)
    elif name in ("--quote", "--postquote", "--prequote") and value is not None and _removes(value):
        request.method = known("DELETE")  # curl -Q 'DELE x' ftp://host/


FORWARDING = ("--proxy", "--preproxy", "--socks4", "--socks4a", "--socks5", "--socks5-hostname", "--connect-to",
              "--resolve")  # fmt: skip
ENGINES = ("docker", "podman", "containerd", "buildkit")


def socket_facts(path: str) -> dict[str, str]:
    """What listens on a socket of this machine: an engine of containers, or a service like any other here."""
    return {"engine": "docker"} if any(name in path for name in ENGINES) else {}


def _header(value: Value, request: Request) -> None:
    """A header that makes the service take a POST for what it says."""
    name, _, said = _start(value).partition(":")
    if name.strip().lower() in ("x-http-method-override", "x-http-method", "x-method-override"):
        method = said.strip()
        if method.upper() not in ("GET", "HEAD", "OPTIONS"):
            request.method = known(method) if HOLE not in method else unknown("a method that is not known")


def _removes(quoted: Value) -> bool:
    return _start(quoted).lstrip("-*+").split(" ")[0].upper() in ("DELE", "RMD", "RM", "RMDIR")


CURL_BODIES = (
    "--data", "--data-raw", "--data-ascii", "--data-binary", "--data-urlencode", "--json", "--form", "--form-string",
)  # fmt: skip


def _content(value: Value, reading: Reading, name: str = "") -> Value:
    """The body, of `@file` the file's text as far as it can be read."""
    text = value.text
    if text is None or not text.startswith("@") or name in ("--data-raw", "--form-string"):
        return value
    path = reading.absolute(known(text[1:]))
    content = reading.world.files.read(path, LONGEST_BODY_FILE) if path is not None and text != "@-" else None
    if isinstance(content, bytes):
        return known(content.decode("utf-8", "replace"))
    stdin = reading.payload.client.input.text if reading.payload.client is not None else None
    return stdin if text == "@-" and stdin is not None else unknown(f"`{text[1:]}`, which nobody has read")


def _config(value: Value, request: Request, reading: Reading) -> None:
    """`-K file`: options one a line. What cannot be read hides the request."""
    stdin = reading.payload.client.input.text if reading.payload.client is not None else None
    text: str | None = None
    if value.text == "-" and stdin is not None:
        text = stdin.text
    elif value.text is not None:
        path = reading.absolute(value)
        content = reading.world.files.read(path, LONGEST_BODY_FILE) if path is not None else None
        text = content.decode("utf-8", "replace") if isinstance(content, bytes) else None
    if text is None:
        reading.opaque("file", f"curl takes its options from `{value.shown()}`, which nobody has read")
        return
    for line in text.splitlines():
        words = line.strip().lstrip("-").replace("=", " ", 1).replace(":", " ", 1).split(None, 1)
        if words and not words[0].startswith("#"):
            argument = known(words[1].strip().strip('"')) if len(words) > 1 else None
            name = "--" + words[0] if len(words[0]) > 1 else CURL_SHORT.get(words[0], "").lstrip("!")
            _curl_option(name, argument, request, reading)


# --- wget --------------------------------------------------------------------------------


def _wget(argv: Sequence[Value], reading: Reading) -> None:
    request = Request()
    request.kept = True
    for name, value in options(argv, WGET, WGET_SHORT):
        if name == "" and value is not None:
            request.urls.append(value)
        elif name == "--method":
            request.method = value
        elif name in ("--post-data", "--body-data") and value is not None:
            request.implied = "POST"
            request.body.append(value)
        elif name in ("--post-file", "--body-file"):
            request.implied = "POST"
            request.body.append(_content(known(f"@{value.text}"), reading) if value and value.text else known(""))
        elif name == "--output-document" and value is not None:
            request.outputs.append(value)
        elif name == "--directory-prefix":
            request.folder = value
        elif name == "--spider":
            request.kept = False
        elif name == "--input-file" and value is not None:
            request.urls.append(unknown(f"an address in `{value.shown()}`"))
        elif name == "--header" and value is not None:
            _header(value, request)
        elif name == "--use-askpass" and value is not None:
            reading.run([value], "wget --use-askpass")
    request.send(reading)


# --- HTTPie and xh -----------------------------------------------------------------------


def _httpie(argv: Sequence[Value], reading: Reading) -> None:
    request = Request()
    operands: list[Value] = []
    for name, value in options(argv, HTTPIE, HTTPIE_SHORT):
        if name == "":
            operands.append(value or known(""))
        elif name == "--offline":
            return
        elif name == "--raw" and value is not None:
            request.body.append(value)
            request.implied = "POST"
        elif name == "--output" and value is not None:
            request.outputs.append(value)
        elif name == "--unix-socket" and value is not None:
            request.facts.update(socket_facts(value.shown()))
        elif name == "--proxy":
            request.facts["forwarded"] = "yes"
    _operands(operands, request)
    request.send(reading)


def _operands(operands: list[Value], request: Request) -> None:
    """METHOD, URL and items of HTTPie."""
    if operands and _is_method(operands[0]) and len(operands) > 1:
        request.method = operands.pop(0)
    if operands:
        url = _shorthand(operands.pop(0))
        if _start(url).startswith("http+unix:"):
            request.facts.update(socket_facts(_start(url)))
        request.urls.append(url)
    for item in operands:
        text = _start(item)
        if "=" in text.replace("==", "") or ":=" in text or "@" in text:
            request.implied = "POST"
            request.body.append(known(text.replace(HOLE, "…")))
        else:
            _header(item, request)


def _is_method(word: Value) -> bool:
    if not word.known:
        return word.whole_unknown
    return all(text.upper() in METHODS or (text.isalpha() and text.isupper()) for text in word.texts)


def _shorthand(url: Value) -> Value:
    """`:3000/x` and `/x` are on this machine."""
    text = url.text
    if text is None or not text.startswith((":", "/")):
        return url
    return known("localhost" + text)


PROGRAMS: dict[str, Callable[[Sequence[Value], Reading], None]] = {
    "curl": _curl,
    "curlie": _curlie,
    "wget": _wget,
    "wget2": _wget,
    "http": _httpie,
    "https": _httpie,
    "xh": _httpie,
    "xhs": _httpie,
}
