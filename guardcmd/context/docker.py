"""Whether a docker call reaches only this machine's daemon, and touches one named thing that is not data.

Sources: docker(1) (DOCKER_HOST, DOCKER_CONTEXT, --context, -H), "Docker contexts": the order is -H, DOCKER_HOST,
--context, DOCKER_CONTEXT, `currentContext` in config.json.
"""

from __future__ import annotations

from guardcmd.context.environment import variable
from guardcmd.jsontext import JsonError, loads
from guardcmd.policy.verdict import Evidence

try:
    from _sha2 import sha256  # since 3.12
except ImportError:
    from _sha256 import sha256  # type: ignore[import-not-found,no-redef]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.calls import Call
    from guardcmd.proposal import Files, Proposal
    from guardcmd.ruleset.model import Finding

PROGRAMS = ("docker", "docker-compose")
# contexts that the local installations make; others are looked up
LOCAL_CONTEXTS = ("", "default", "desktop-linux", "orbstack", "rancher-desktop", "colima")
KINDS = ("container", "image", "network", "cache", "builder")
NEVER = ("volume", "volumes", "prune", "all")


def is_docker(call: Call) -> bool:
    return call.program in PROGRAMS


def evidence(finding: Finding, proposal: Proposal, files: Files) -> Evidence | None:
    """Lowers one named container, image, network or cache; never volumes, never `all`."""
    if not is_one_named_thing(finding) or not is_local(finding.call, proposal, files):
        return None
    return Evidence("local-docker", "the daemon is on this machine", lowers=1)


def is_one_named_thing(finding: Finding) -> bool:
    words = finding.rule.id.replace("-", ".").split(".")
    options = [option.name for option in finding.call.options]
    if any(word in NEVER for word in words) or any(name in ("-v", "--volumes", "-a", "--all") for name in options):
        return False
    lost = [target for target in finding.targets if target.kind in KINDS]
    return len(lost) == 1 and bool(lost[0].name.text)


def is_local(call: Call, proposal: Proposal, files: Files) -> bool:
    """Whether the daemon is certainly this machine's."""
    given = {option.name: option.value.text if option.value else "" for option in call.options}
    if any(not option.name for option in call.options):
        return False  # `-$x` may be any option
    host = given.get("--host", given.get("-H", "")) if call.program == "docker" else given.get("--host", "")
    host = variable(call, proposal, "DOCKER_HOST") if host == "" else host
    if host is None:
        return False
    if host:
        return host.startswith(("unix://", "npipe://", "fd://"))
    context = variable(call, proposal, "DOCKER_CONTEXT") if given.get("--context", "") == "" else given["--context"]
    folder = variable(call, proposal, "DOCKER_CONFIG")
    if context is None or folder is None:
        return False
    folder = folder or f"{proposal.home}/.docker"
    context = context or current_context(f"{folder}/config.json", files)
    return context is not None and (context in LOCAL_CONTEXTS or leads_to_a_socket(folder, context, files))


def current_context(path: str, files: Files) -> str | None:
    """`currentContext`, empty for the default; None where the file cannot be understood."""
    content = read_json(path, files)
    if content is None:
        return "" if files.kind(path) == "missing" else None
    name = content.get("currentContext", "")
    return name if isinstance(name, str) else None


def leads_to_a_socket(folder: str, context: str, files: Files) -> bool:
    """~/.docker/contexts/meta/SHA256-OF-NAME/meta.json"""
    digest = sha256(context.encode()).hexdigest()
    node: object = read_json(f"{folder}/contexts/meta/{digest}/meta.json", files)
    for key in ("Endpoints", "docker", "Host"):
        node = node.get(key) if isinstance(node, dict) else None
    return isinstance(node, str) and node.startswith("unix://")


def read_json(path: str, files: Files) -> dict[str, object] | None:
    content = files.read(path, 65_536)
    if not isinstance(content, bytes):
        return None
    try:
        value = loads(content.decode("utf-8", "replace"))
    except JsonError:
        return None
    return value if isinstance(value, dict) else None
