"""A real sshd on the loopback, with keys and settings of its own, for whoever runs the tests."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

SEPARATION = Path("/run/sshd")  # where sshd, as root, wants an empty folder
SETTINGS = """
ListenAddress 127.0.0.1
HostKey {folder}/host
AuthorizedKeysFile {folder}/user.pub
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
"""


@pytest.fixture(scope="session")
def ssh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    """The beginning of a command line that gives what follows a terminal on the other side."""
    server = shutil.which("sshd", path="/usr/sbin:/usr/local/sbin:/sbin:" + os.environ["PATH"])
    if server is None or not shutil.which("ssh") or not shutil.which("ssh-keygen"):
        pytest.skip("there is no sshd")
    if os.geteuid() == 0 and not SEPARATION.is_dir():
        pytest.skip(f"sshd was never started here: there is no {SEPARATION}")
    folder = tmp_path_factory.mktemp("ssh")
    for name in ("host", "user"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True)
    port = free_port()
    (folder / "settings").write_text(f"Port {port}\n{SETTINGS.format(folder=folder)}")
    with (folder / "log").open("w") as log:
        process = subprocess.Popen([server, "-D", "-e", "-f", str(folder / "settings")], stderr=log)
    options = ("UserKnownHostsFile=/dev/null", "StrictHostKeyChecking=no", "IdentitiesOnly=yes", "LogLevel=ERROR")
    client = ["ssh", "-F", os.devnull, *[word for option in options for word in ("-o", option)]]
    client += ["-i", str(folder / "user"), "-p", str(port), f"{getpass.getuser()}@127.0.0.1"]
    try:
        wait(client, folder / "log")
        yield [client[0], "-tt", *client[1:]]
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def wait(client: list[str], log: Path) -> None:
    """Until somebody can log in."""
    until = time.monotonic() + 20
    while subprocess.run([*client, "true"], stdin=subprocess.DEVNULL, capture_output=True, check=False).returncode:
        if time.monotonic() > until:
            pytest.skip(f"nobody can log in to sshd here: {log.read_text()[-300:]}")
        time.sleep(0.2)
