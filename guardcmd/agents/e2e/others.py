"""One headless session of the clients that take another model by options or variables, in the user's own settings.

Each is allowed to run what it likes: the scripted model asks for two commands that do no harm. No key of the user's is
passed on, so that no other model can be asked.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from guardcmd.agents.e2e.driven import Driven
from guardcmd.agents.wiring.change import read
from guardcmd.agents.wiring.json_edit import loads
from guardcmd.errors import InputError

SECRETS = ("_API_KEY", "_TOKEN", "_ACCESS_KEY")
NO_KEY = "none"
CODEX_MODEL = "gpt-5.5"  # one that the client offers its shell tool to


def codex(url: str, environment: Mapping[str, str]) -> Driven | None:
    own = {"name": "scripted", "base_url": f"{url}/v1", "wire_api": "responses", "env_key": "OPENAI_API_KEY"}
    table = ", ".join(f"{key} = {json.dumps(value)}" for key, value in own.items())
    provider = ["-c", f"model_providers.scripted={{{table}}}", "-c", "model_provider=scripted", "-m", CODEX_MODEL]
    free = ["--skip-git-repo-check", "--dangerously-bypass-approvals-and-sandbox"]
    return started("codex", ["exec", *free, *provider, "go"], environment, {"OPENAI_API_KEY": NO_KEY})


def copilot(url: str, environment: Mapping[str, str]) -> Driven | None:
    own = {
        "COPILOT_PROVIDER_BASE_URL": f"{url}/v1", "COPILOT_MODEL": "scripted", "COPILOT_OFFLINE": "true",
        "COPILOT_AUTO_UPDATE": "false",
    }  # fmt: skip
    return started("copilot", ["-p", "go", "--allow-all"], environment, own)


def gemini(url: str, environment: Mapping[str, str], folder: str) -> Driven | None:
    """Its way to log in stands in its settings alone: it gets a copy of them with another one."""
    own = {
        "GOOGLE_GEMINI_BASE_URL": url, "GEMINI_API_KEY": NO_KEY, "GEMINI_CLI_TRUST_WORKSPACE": "true",
        "GEMINI_CLI_NO_RELAUNCH": "true", "GEMINI_CLI_HOME": gemini_home(environment, Path(folder, "home-of-gemini")),
    }  # fmt: skip
    return started("gemini", ["-m", "gemini-2.5-flash", "--yolo", "-p", "go"], environment, own)


def gemini_home(environment: Mapping[str, str], copy: Path) -> str:
    """The user's settings and extensions in another home, with a key as the way to log in."""
    real = Path(environment.get("GEMINI_CLI_HOME") or environment.get("HOME", ""), ".gemini")
    try:
        settings = loads(read(str(real / "settings.json")) or "{}", comments=True)
    except (ValueError, InputError):
        settings = {}
    settings = settings if isinstance(settings, dict) else {}
    security = settings.get("security")
    auth = {"auth": {"selectedType": "gemini-api-key"}}
    settings["security"] = {**(security if isinstance(security, dict) else {}), **auth}
    (copy / ".gemini").mkdir(parents=True)
    (copy / ".gemini" / "settings.json").write_text(json.dumps(settings), encoding="utf-8")
    if (real / "extensions").is_dir():
        (copy / ".gemini" / "extensions").symlink_to(real / "extensions")
    return str(copy)


def qwen(url: str, environment: Mapping[str, str]) -> Driven | None:
    own = {
        "OPENAI_BASE_URL": f"{url}/v1", "OPENAI_API_KEY": NO_KEY, "OPENAI_MODEL": "scripted", "CI": "1",
        "QWEN_CODE_NO_RELAUNCH": "true",
    }  # fmt: skip
    return started("qwen", ["--auth-type", "openai", "--yolo", "-p", "go"], environment, own)


def opencode(url: str, environment: Mapping[str, str]) -> Driven | None:
    provider = {
        "npm": "@ai-sdk/openai-compatible",
        "name": "Scripted",
        "options": {"baseURL": f"{url}/v1", "apiKey": NO_KEY},
        "models": {"scripted": {"name": "Scripted"}},
    }
    model = "scripted/scripted"
    config = {"provider": {"scripted": provider}, "model": model, "small_model": model, "share": "disabled"}
    own = {
        "OPENCODE_CONFIG_CONTENT": json.dumps(config), "OPENCODE_DISABLE_AUTOUPDATE": "1",
        "OPENCODE_DISABLE_MODELS_FETCH": "1", "OPENCODE_DISABLE_LSP_DOWNLOAD": "1",
    }  # fmt: skip
    return started("opencode", ["run", "go", "--auto"], environment, own)


def started(
    program: str, options: Sequence[str], environment: Mapping[str, str], own: Mapping[str, str]
) -> Driven | None:
    """The client of the user's PATH with these options and variables; None without the client."""
    found = shutil.which(program, path=environment.get("PATH"))
    if found is None:
        return None
    kept = {name: value for name, value in environment.items() if not name.endswith(SECRETS)}
    return Driven([found, *options], {**kept, **own})
