"""One headless session of the clients that take another model by options or variables, in the user's own settings.

Each is allowed to run what it likes: the scripted model asks for two commands that do no harm. Variables that hold keys
are not passed on; what the user's settings name (servers, a proxy) stays as it is.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from guardcmd.agents.e2e.driven import Driven
from guardcmd.agents.wiring.change import read
from guardcmd.agents.wiring.json_edit import loads
from guardcmd.errors import InputError

SECRETS = ("_API_KEY", "_TOKEN", "_ACCESS_KEY")
NO_KEY = "none"
CODEX_MODEL = "gpt-5.5"  # one that the client offers its shell tool to
PI_MODEL = {
    "id": "scripted", "name": "Scripted", "reasoning": False, "input": ["text"], "contextWindow": 128_000,
    "maxTokens": 4096, "cost": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0},
}  # fmt: skip


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
    found = started("gemini", ["-m", "gemini-2.5-flash", "--yolo", "-p", "go"], environment, own)
    return found and replace(found, other="with a copy of your settings")


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


def pi(url: str, environment: Mapping[str, str], folder: str) -> Driven | None:
    """An extension for this session alone brings the model; the user's own extensions are loaded beside it."""
    own = {"baseUrl": f"{url}/v1", "apiKey": NO_KEY, "api": "openai-completions", "models": [PI_MODEL]}
    extension = Path(folder, "scripted.js")
    text = f'export default (pi) => pi.registerProvider("scripted", {json.dumps(own)})\n'
    extension.write_text(text, encoding="utf-8")
    options = ["-p", "-e", str(extension), "--provider", "scripted", "--model", "scripted", "--no-session", "go"]
    return started("pi", options, environment, {"PI_OFFLINE": "1", "PI_TELEMETRY": "0"})


def cline(url: str, environment: Mapping[str, str], folder: str) -> Driven | None:
    """A variable names another file of providers; sessions and logs are kept beside it. The rest is the user's."""
    provider = "openai-compatible"
    settings = {"provider": provider, "apiKey": NO_KEY, "model": "scripted", "baseUrl": f"{url}/v1"}
    entry = {"settings": settings, "updatedAt": "2026-01-01T00:00:00.000Z", "tokenSource": "manual"}
    scratch = Path(folder, "data-of-cline")
    scratch.mkdir()
    (scratch / "providers.json").write_text(
        json.dumps({"version": 1, "lastUsedProvider": provider, "modes": {}, "providers": {provider: entry}}),
        encoding="utf-8",
    )
    own = {
        "CLINE_PROVIDER_SETTINGS_PATH": str(scratch / "providers.json"), "CLINE_SESSION_DATA_DIR": str(scratch),
        "CLINE_DB_DATA_DIR": str(scratch), "CLINE_LOG_PATH": str(scratch / "log"),
        "CLINE_SESSION_BACKEND_MODE": "local", "CLINE_NO_AUTO_UPDATE": "1",
    }  # fmt: skip
    options = ["--provider", provider, "--retries", "20", "--auto-approve", "true", "go on with it"]
    return started("cline", options, environment, own)


def started(
    program: str, options: Sequence[str], environment: Mapping[str, str], own: Mapping[str, str]
) -> Driven | None:
    """The client of the user's PATH with these options and variables; None without the client."""
    found = shutil.which(program, path=environment.get("PATH"))
    if found is None:
        return None
    kept = {name: value for name, value in environment.items() if not name.endswith(SECRETS)}
    return Driven([found, *options], {**kept, **own})
