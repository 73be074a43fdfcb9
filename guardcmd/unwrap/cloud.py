"""What a cloud's command line runs on a machine: `aws ssm send-command`, `az vm run-command`, `gcloud compute ssh`.

The text is judged as another machine's. Its operation is no finding of its own where the text could be read; the
tables and rules of the clouds say so (class `carried`, and what `exec` rules excuse).
"""

from __future__ import annotations

from guardcmd.jsontext import JsonError, loads
from guardcmd.shell.value import known
from guardcmd.tools.read_call import read_call
from guardcmd.unwrap.cloud_bodies import with_bodies
from guardcmd.unwrap.compose import certain_start, cut
from guardcmd.unwrap.inner import code, command, enter, unique
from guardcmd.unwrap.scripts import from_input

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from guardcmd.calls import Call, Invocation
    from guardcmd.shell.value import Value
    from guardcmd.unwrap.openers import Inner
    from guardcmd.world import World

TRACKS = ("alpha", "beta", "preview")
# leading words -> option, where the code stands in its value ("": it is the value), language ("argv": words to run)
AWS = {
    "ssm send-command": ("--parameters", "commands", "shell"),
    "ssm start-session": ("--parameters", "command", "shell"),
    "ecs execute-command": ("--command", "", "shell"),
    "ecs run-task": ("--overrides", "command", "argv"),
    "ecs start-task": ("--overrides", "command", "argv"),
    "batch submit-job": ("--container-overrides", "command", "argv"),
    "emr ssh": ("--command", "", "shell"),
    "glue run-statement": ("--code", "", "python"),
}
AZ = {
    "vm run-command invoke": ("--scripts", "", "shell"),
    "vm run-command create": ("--script", "", "shell"),
    "vm run-command update": ("--script", "", "shell"),
    "vmss run-command invoke": ("--scripts", "", "shell"),
    "vmss run-command create": ("--script", "", "shell"),
    "vmss run-command update": ("--script", "", "shell"),
    "aks command invoke": ("--command", "", "shell"),
    "container exec": ("--exec-command", "", "shell"),
    "containerapp exec": ("--command", "", "shell"),
    "vm extension set": ("--settings", "commandToExecute", "shell"),
    "vmss extension set": ("--settings", "commandToExecute", "shell"),
}
GCLOUD = {
    "compute ssh": ("--command", "", "shell"),
    "compute tpus tpu-vm ssh": ("--command", "", "shell"),
    "compute tpus queued-resources ssh": ("--command", "", "shell"),
    "app instances ssh": ("--command", "", "shell"),
    "cloud-shell ssh": ("--command", "", "shell"),
    "workstations ssh": ("--command", "", "shell"),
    "compute instances add-metadata": ("--metadata", "startup-script", "shell"),
}
RUNS = {"aws": AWS, "az": AZ, "gcloud": GCLOUD}
POWERSHELL = ("AWS-RunPowerShellScript", "RunPowerShellScript")
DEEPEST = 8  # levels of a body that are searched


def open_cloud(invocation: Invocation, cloud: str, world: World) -> list[Inner]:
    """What the command runs elsewhere, and the command with the bodies that it takes from files."""
    tool = world.tool_for(cloud)
    if tool is None:
        return []
    found: list[Inner] = []
    read = with_bodies(invocation, cloud, world)
    if read is not None:
        found.append(command(invocation, read))
    for call in read_call(invocation, tool):
        found += run_elsewhere(invocation, call, cloud, world)
    return unique(found)


def run_elsewhere(invocation: Invocation, call: Call, cloud: str, world: World) -> list[Inner]:
    words = [word.text or "" for word in call.words[:6]]
    while words and words[0] in TRACKS:
        words.pop(0)
    lead = next((lead for lead in leads(words) if lead in RUNS[cloud]), "")
    if not lead:
        return []
    name, within, language = RUNS[cloud][lead]
    step = enter(invocation, f"{cloud} {lead}", remote=True)
    values = [option.value for option in call.options if option.name == name and option.value is not None]
    if any(option.value is not None and option.value.text in POWERSHELL for option in call.options):
        language = "powershell"
    found: list[Inner] = []
    for value in values:
        if within:
            found += inside(step, value, within, language)
        elif not certain_start(value).startswith("@"):
            found.append(code(step, value, language))
    if cloud == "gcloud" and lead.endswith(" ssh") and not values:
        found += behind_dashes(step, invocation, world)
    return found


def leads(words: list[str]) -> list[str]:
    return [" ".join(words[:length]) for length in range(len(words), 1, -1)]


def behind_dashes(step: Invocation, invocation: Invocation, world: World) -> list[Inner]:
    """`gcloud compute ssh vm -- sudo rm x`, or what standard input says."""
    argv = invocation.argv
    place = next((place for place, word in enumerate(argv) if word.text == "--"), len(argv))
    behind = [word for word in argv[place + 1 :] if certain_start(word)[:1] != "-"]
    if not behind:
        return from_input(step, world, "shell")
    return [command(step, argv[argv.index(behind[0], place) :])]


def inside(step: Invocation, value: Value, key: str, language: str) -> list[Inner]:
    """The code in a structure: JSON, or the short form `commands=a,b`."""
    start = certain_start(value)
    if start.startswith(("file://", "@")):
        return []  # read again with its content
    if not value.texts:
        place = start.find(f"{key}=")
        return [code(step, cut(value, place + len(key) + 1) if place >= 0 else value, shell_like(language))]
    found: list[Inner] = []
    for text in value.texts:
        for each in listed(text, key):
            if language == "argv":
                found.append(command(step, tuple([known(word) for word in each])))
            else:
                found.append(code(step, known("\n".join(each)), language))
    return found


def shell_like(language: str) -> str:
    return "shell" if language == "argv" else language


def listed(text: str, key: str) -> list[list[str]]:
    """Every list of texts that stands under this key."""
    try:
        return under(loads(text), key, 0)
    except JsonError:
        pass
    place = text.find(f"{key}=")
    if place < 0:
        return []
    rest = text[place + len(key) + 1 :].strip()
    if rest.startswith("["):
        rest = rest[: rest.rfind("]") + 1] or rest
        try:
            return [texts_of(loads(rest))]
        except JsonError:
            rest = rest.strip("[]")
    rest = rest.strip("\"'")
    return [[rest], rest.split(",")] if "," in rest else [[rest]]  # a comma parts a list, where no quotes keep it


def under(value: Any, key: str, depth: int) -> list[list[str]]:
    found: list[list[str]] = []
    if depth > DEEPEST:
        return found
    if isinstance(value, dict):
        for name, each in value.items():
            found += [texts_of(each)] if name.lower() == key.lower() else under(each, key, depth + 1)
    elif isinstance(value, list):
        for each in value:
            found += under(each, key, depth + 1)
    return [each for each in found if each]


def texts_of(value: Any) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else [str(value)]
