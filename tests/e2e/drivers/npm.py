"""Clients from npm, each installed once into a folder of its own outside the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

import platformdirs


def folder(name: str, version: str) -> Path:
    """Where a client of this version is kept. GUARDCMD_E2E_CLIENTS names another place for all of them."""
    return Path(
        os.environ.get("GUARDCMD_E2E_CLIENTS", platformdirs.user_cache_dir("guardcmd-e2e")), f"{name}-{version}"
    )


@cache
def installed(name: str, package: str, version: str, binary: str) -> Path | str:
    """The client's program, or why there is none."""
    place = folder(name, version)
    program = place / "node_modules" / ".bin" / binary
    if not program.exists():
        npm = shutil.which("npm")
        if npm is None:
            return f"npm is not in the PATH, so {package}@{version} cannot be installed"
        place.mkdir(parents=True, exist_ok=True)
        command = [npm, "install", "--prefix", str(place), "--no-audit", "--no-fund", f"{package}@{version}"]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
        except subprocess.TimeoutExpired:
            return f"npm did not install {package}@{version} within 600 s"
        if done.returncode:
            return f"npm cannot install {package}@{version}: {done.stderr.strip()[-300:]}"
    return program
