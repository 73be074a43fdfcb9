"""Whether a host, an address or a URL is this machine. Pure text: no name is looked up."""

from __future__ import annotations

LOCAL_NAMES = ("localhost", "localhost.localdomain", "ip6-localhost", "::1", "0.0.0.0")


class Url:
    """The parts of `scheme://user@host:port,host2/path?query` that say where it leads."""

    def __init__(self, text: str) -> None:
        self.scheme, _, rest = text.partition("://")
        rest, _, self.query = rest.partition("#")[0].partition("?")
        authority, _, self.path = rest.partition("/")
        self.hosts = tuple([host_of(part) for part in authority.rpartition("@")[2].split(",")])

    def parameter(self, name: str) -> str:
        for part in self.query.split("&"):
            key, _, value = part.partition("=")
            if key == name:
                return value
        return ""


def host_of(text: str) -> str:
    """`[::1]:5432` and `localhost:5432` without their port."""
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text if text.count(":") > 1 else text.partition(":")[0]


def is_url(text: str) -> bool:
    return "://" in text


def is_loopback(host: str) -> bool:
    """A loopback name or address. An IPv4 address must be written in full."""
    host = host.strip("[]").lower().rstrip(".")
    if host in LOCAL_NAMES:
        return True
    parts = host.split(".")
    return len(parts) == 4 and parts[0] == "127" and all(part.isdigit() and int(part) < 256 for part in parts)


def is_local_url(text: str) -> bool:
    """Whether every host of the URL is this machine; a URL without a host may be anything."""
    return is_url(text) and all(is_loopback(host) for host in Url(text).hosts)
