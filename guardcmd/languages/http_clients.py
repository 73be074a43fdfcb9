"""Requests of clients that read their command line in a way of their own: gRPC, Hurl files, WebSocket, load tools.

Sources: grpcurl -help, `grpc_cli help`, evans --help, hurl.dev/docs/manual.html, websocat --help, hey and oha --help.
A gRPC call is a POST to `/package.Service/Method`, as it is on the wire.
"""

from __future__ import annotations

from guardcmd.languages.http import METHODS, Request, options
from guardcmd.languages.http_call import http_call
from guardcmd.languages.http_options import (
    EVANS,
    EVANS_SHORT,
    GRPC_CLI,
    GRPCURL,
    HURL,
    LOADERS,
    LOADERS_SHORT,
    REST,
    REST_SHORT,
    WEBSOCAT,
    WEBSOCAT_SHORT,
)
from guardcmd.languages.reading import HOLE, Reading, texts
from guardcmd.shell.value import Value, known, unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LONGEST_HURL = 262_144
MOST_REQUESTS = 500


def _stdin(reading: Reading) -> Value | None:
    client = reading.payload.client
    return client.input.text if client is not None else None


def _method_path(symbol: Value) -> Value:
    """`/acme.v1.Users/DeleteUser` of `acme.v1.Users.DeleteUser` or with the stroke."""
    text = symbol.text
    if text is None:
        return symbol
    return known(text if "/" in text else "/".join(text.rsplit(".", 1)))


def _grpc(reading: Reading, address: Value | None, symbol: Value, body: Value | None) -> None:
    host = texts(address)[0] if address is not None else "localhost"
    method = texts(_method_path(symbol))[0]
    http_call(
        reading, "POST", known(f"grpc://{host}/{method.lstrip('/')}") if HOLE not in host + method else symbol, body
    )


def _grpcurl(argv: Sequence[Value], reading: Reading) -> None:
    """grpcurl [flags] ADDRESS [list|describe] SYMBOL. Go's flags: one stroke or two, and the operands end them."""
    words = [_two_strokes(word) for word in argv]
    operands: list[Value] = []
    body: Value | None = None
    for name, value in options(words, GRPCURL, {}):
        if name == "" and value is not None:
            operands.append(value)
        elif name == "--d":
            body = _stdin(reading) if value is not None and value.text == "@" else value
    if len(operands) == 2 and operands[0].text not in ("list", "describe") and operands[1].text not in ("list",):
        _grpc(reading, operands[0], operands[1], body)


def _two_strokes(word: Value) -> Value:
    text = word.text
    return known("-" + text) if text is not None and text.startswith("-") and not text.startswith("--") else word


def _grpc_cli(argv: Sequence[Value], reading: Reading) -> None:
    """grpc_cli call ADDRESS METHOD [REQUEST]."""
    operands = [value for name, value in options(argv, GRPC_CLI, {}) if name == "" and value is not None]
    if len(operands) > 2 and operands[0].text == "call":
        _grpc(reading, operands[1], operands[2], operands[3] if len(operands) > 3 else _stdin(reading))


def _evans(argv: Sequence[Value], reading: Reading) -> None:
    """evans [options] cli call METHOD; in the old form `evans --call METHOD`."""
    host, called = known("127.0.0.1"), None
    operands: list[Value] = []
    for name, value in options(argv, EVANS, EVANS_SHORT):
        if name == "" and value is not None:
            operands.append(value)
        elif name == "--host" and value is not None:
            host = value
        elif name == "--call":
            called = value
    if len(operands) > 2 and [word.text for word in operands[:2]] == ["cli", "call"]:
        called = operands[2]
    if called is not None:
        _grpc(reading, host, called, _stdin(reading))


def _websocat(argv: Sequence[Value], reading: Reading) -> None:
    """What is sent stands on standard input: a JSON-RPC message or a command."""
    operands = [value for name, value in options(argv, WEBSOCAT, WEBSOCAT_SHORT) if name == "" and value is not None]
    body = _stdin(reading)
    if operands and body is not None:
        http_call(reading, "POST", operands[-1], body)


def _load(argv: Sequence[Value], reading: Reading) -> None:
    """hey -m DELETE URL: the same request many times."""
    request = Request()
    for name, value in options(argv, LOADERS, LOADERS_SHORT):
        if name == "" and value is not None:
            request.urls.append(value)
        elif name == "--method":
            request.method = value
        elif name == "--body" and value is not None:
            request.implied = "POST"
            request.body.append(value)
    request.send(reading)


def _rest(argv: Sequence[Value], reading: Reading) -> None:
    """restish delete URL, DELETE URL of libwww-perl, lwp-request -m DELETE URL."""
    request = Request()
    operands: list[Value] = []
    for name, value in options(argv, REST, REST_SHORT):
        if name == "" and value is not None:
            operands.append(value)
        elif name == "--method":
            request.method = value
    if len(operands) > 1 and (operands[0].text or "").upper() in METHODS:
        request.method = operands.pop(0)
    elif reading.program in METHODS:
        request.method = known(reading.program)
    request.urls = operands[:1]
    request.send(reading)


# --- Hurl --------------------------------------------------------------------------------


def _hurl(argv: Sequence[Value], reading: Reading) -> None:
    """The requests of Hurl's files, with the variables that the command line sets."""
    variables: dict[str, str] = {}
    files: list[Value] = []
    for name, value in options(argv, HURL, {}):
        if name == "" and value is not None:
            files.append(value)
        elif name == "--variable" and value is not None and value.text is not None:
            variables.__setitem__(*value.text.partition("=")[::2])
    for file in files[:20]:
        written = getattr(reading.payload.state, "written", None)
        for made in (written(file.text) if written is not None and file.text is not None else None) or ():
            _hurl_text(texts(made)[0], variables, reading)
        place = reading.absolute(file)
        content = reading.world.files.read(place, LONGEST_HURL) if place is not None else None
        if isinstance(content, bytes):
            _hurl_text(content.decode("utf-8", "replace"), variables, reading)
    text = _stdin(reading)
    if not files and text is not None and text.text is not None:
        _hurl_text(text.text, variables, reading)


def _hurl_text(text: str, variables: dict[str, str], reading: Reading) -> None:
    """A request begins with `METHOD URL`; its body is what follows, up to the answer that is expected."""
    sent: list[tuple[str, str, list[str]]] = []
    answered = False
    for line in text.splitlines():
        word, _, rest = line.strip().partition(" ")
        if word.isupper() and word.isalpha() and word != "HTTP" and "/" in rest + "/":
            sent.append((word, rest.strip(), []))
            answered = False
        elif word.startswith("HTTP"):
            answered = True
        elif sent and not answered:
            sent[-1][2].append(line)
    for method, url, body in sent[:MOST_REQUESTS]:
        address = _filled(url, variables)
        http_call(reading, method, address, known("\n".join(body)))


def _filled(url: str, variables: dict[str, str]) -> Value:
    for name, value in variables.items():
        url = url.replace("{{" + name + "}}", value).replace("{{ " + name + " }}", value)
    if "{{" not in url:
        return known(url)
    start, _, rest = url.partition("{{")
    return unknown("a variable of the Hurl file", (start or None, None, rest.partition("}}")[2]))


CLIENTS: dict[str, Callable[[Sequence[Value], Reading], None]] = {
    "grpcurl": _grpcurl,
    "grpc_cli": _grpc_cli,
    "evans": _evans,
    "websocat": _websocat,
    "hurl": _hurl,
    "hey": _load,
    "oha": _load,
    "bombardier": _load,
    "ab": _load,
    "restish": _rest,
    "lwp-request": _rest,
    "DELETE": _rest,
    "POST": _rest,
}
