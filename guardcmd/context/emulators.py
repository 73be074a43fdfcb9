"""Whether a cloud call talks to an emulator on this machine: by its endpoint, or by a program that only does so.

Sources: AWS CLI "Service-specific endpoints" (AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_S3, --endpoint-url), localstack's
wrappers, Firebase "demo projects", wrangler(1) --local, supabase CLI --linked and --db-url.
"""

from __future__ import annotations

from guardcmd.context.environment import variable
from guardcmd.context.locality import is_local_url
from guardcmd.policy.verdict import Evidence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.calls import Call, Option
    from guardcmd.proposal import Proposal

ONLY_LOCAL = ("awslocal", "tflocal", "tofulocal", "cdklocal", "samlocal", "pulumilocal", "chalicelocal")
AWS = ("aws", "s5cmd", "s3cmd")
ENDPOINTS = ("--endpoint-url", "--endpoint", "--endpoints")


def evidence(call: Call, proposal: Proposal) -> Evidence | None:
    about = emulated(call, proposal)
    return Evidence("emulator", about, lowers=1) if about else None


def emulated(call: Call, proposal: Proposal) -> str:
    """Why it is an emulator, or empty."""
    if call.program in ONLY_LOCAL or any(step.split(" ")[0] in ONLY_LOCAL for step in call.origin.via):
        return f"`{call.program if call.program in ONLY_LOCAL else 'localstack'}` only talks to this machine"
    if any(not option.name for option in call.options):
        return ""  # `-$x` may be any option
    if call.tool in AWS or call.program in AWS:
        return aws(call, proposal)
    options = {option.name: option for option in call.options}
    if call.program == "wrangler" and "--local" in options and "--remote" not in options:
        return "`--local` works on this machine's copy"
    if call.program == "firebase":
        return firebase(options)
    if call.program == "supabase":
        return supabase(call, options)
    return ""


def aws(call: Call, proposal: Proposal) -> str:
    """--endpoint-url wins over the service's variable, that over the general one."""
    given = [option.value for option in call.options if option.name in ENDPOINTS and option.value is not None]
    service = call.words[0].text if call.words else None
    if service is None:
        return ""
    name = "AWS_ENDPOINT_URL_" + {"s3": "S3", "s3api": "S3"}.get(service, service).upper().replace("-", "_")
    endpoint = given[-1].text if given else variable(call, proposal, name, "AWS_ENDPOINT_URL")
    ignored = variable(call, proposal, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")
    if not endpoint or not is_local_url(endpoint) or (not given and ignored != ""):
        return ""
    return f"the endpoint `{endpoint}` is on this machine"


def firebase(options: dict[str, Option]) -> str:
    project = options.get("--project") or options.get("-P")
    name = (project.value.text or "") if project is not None and project.value is not None else ""
    return f"`{name}` is a demo project, which has no real data" if name.startswith("demo-") else ""


def supabase(call: Call, options: dict[str, Option]) -> str:
    """`supabase db reset` and `stop` work on the local stack unless told otherwise."""
    words = [word.text for word in call.words[:2]]
    elsewhere = any(name in options for name in ("--linked", "--db-url", "--project-ref", "--experimental"))
    local = words[:1] in (["stop"], ["db"], ["migration"])
    return "without `--linked` it works on this machine's stack" if local and not elsewhere else ""
