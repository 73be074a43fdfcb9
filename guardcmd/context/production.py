"""Whether text or context says production: in what is named, in variables, in the directory, in the workspace."""

from __future__ import annotations

from guardcmd.context.environment import variable
from guardcmd.context.locality import Url, is_url
from guardcmd.context.switches import CLUSTER_TOOLS, switching
from guardcmd.policy.verdict import Evidence
from guardcmd.targets.names import segments_of
from guardcmd.targets.paths import normal
from guardcmd.unwrap.patterns import matches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guardcmd.calls import Call
    from guardcmd.proposal import Files, Proposal
    from guardcmd.ruleset.model import Finding

NEGATIONS = ("non", "not", "no", "pre", "post", "anti", "off", "sub")  # pre-prod is no production
# options whose value names an environment, beside those that a tool lists as its targets
NAMING = (
    "env", "environment", "stage", "profile", "context", "namespace", "cluster", "workspace", "stack", "project",
    "target", "account", "subscription", "org", "app", "scope", "remote", "database", "host", "url", "endpoint",
    "var-file", "values", "inventory", "limit", "config", "site", "tenant", "configuration", "resource-group",
)  # fmt: skip
SHORT_NAMING = {"-e": "environment", "-n": "namespace", "-i": "inventory", "-a": "app", "-g": "resource group"}
# set in the same text: whatever the tool
TEXT_VARIABLES = (
    "TF_WORKSPACE", "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "RAILS_ENV", "RACK_ENV", "NODE_ENV", "APP_ENV", "MIX_ENV",
    "ENV", "ENVIRONMENT", "STAGE", "DEPLOY_ENV", "DJANGO_SETTINGS_MODULE", "FLASK_ENV", "ASPNETCORE_ENVIRONMENT",
    "DOTNET_ENVIRONMENT", "PULUMI_STACK", "HELM_KUBECONTEXT", "HELM_NAMESPACE", "KUBECONFIG", "PGHOST", "PGDATABASE",
    "PGSERVICE", "MYSQL_HOST", "DATABASE_URL", "REDIS_URL", "MONGODB_URI", "CLOUDSDK_CORE_PROJECT",
    "CLOUDSDK_ACTIVE_CONFIG_NAME", "GOOGLE_CLOUD_PROJECT", "GCLOUD_PROJECT", "DOCKER_HOST", "DOCKER_CONTEXT",
    "HEROKU_APP", "FLY_APP", "ARGOCD_SERVER", "VAULT_ADDR", "VAULT_NAMESPACE", "CONSUL_HTTP_ADDR",
    "HELMFILE_ENVIRONMENT",
    "ANSIBLE_INVENTORY", "CLOUDFLARE_ENV", "ELASTICSEARCH_URL", "COMPOSE_PROJECT_NAME", "RESTIC_REPOSITORY",
)  # fmt: skip
# set in the session: only where the program reads them
SESSION_VARIABLES = {
    **dict.fromkeys(("terraform", "tofu", "terragrunt"), ("TF_WORKSPACE", "AWS_PROFILE", "CLOUDSDK_CORE_PROJECT")),
    **dict.fromkeys(("aws", "sam", "cdk", "eksctl", "copilot", "eb"), ("AWS_PROFILE", "AWS_DEFAULT_PROFILE")),
    **dict.fromkeys(("gcloud", "gsutil", "bq"), ("CLOUDSDK_CORE_PROJECT", "CLOUDSDK_ACTIVE_CONFIG_NAME")),
    **dict.fromkeys(("psql", "dropdb", "pg_restore", "createdb"), ("PGHOST", "PGDATABASE", "PGSERVICE")),
    **dict.fromkeys(("mysql", "mariadb", "mysqladmin"), ("MYSQL_HOST",)),
    **dict.fromkeys(("rails", "rake", "bundle"), ("RAILS_ENV", "RACK_ENV", "DATABASE_URL")),
    **dict.fromkeys(("prisma", "dbmate", "drizzle-kit", "knex", "sequelize", "typeorm"), ("DATABASE_URL", "NODE_ENV")),
    **dict.fromkeys(("helm", "helmfile"), ("HELM_KUBECONTEXT", "HELM_NAMESPACE", "HELMFILE_ENVIRONMENT")),
    "pulumi": ("PULUMI_STACK",),
    "docker": ("DOCKER_HOST", "DOCKER_CONTEXT"),
    "vault": ("VAULT_ADDR", "VAULT_NAMESPACE"),
    "consul": ("CONSUL_HTTP_ADDR",),
    "heroku": ("HEROKU_APP",),
    "fly": ("FLY_APP",),
    "argocd": ("ARGOCD_SERVER",),
    "ansible-playbook": ("ANSIBLE_INVENTORY",),
    "mix": ("MIX_ENV",),
    "php": ("APP_ENV",),
    "artisan": ("APP_ENV",),
    "restic": ("RESTIC_REPOSITORY",),
}
FREE_KINDS = ("path", "process", "url", "statement", "table", "column", "commit")  # names that are no environment's
LONGEST = 200


def evidence(
    finding: Finding, proposal: Proposal, files: Files, patterns: tuple[str, ...], calls: Sequence[Call] = ()
) -> Evidence | None:
    """The first sign of production, in words. `calls` are all of the text."""
    for about, name in (*signs(finding, proposal, files), *of_switches(finding, calls)):
        if says_production(name, patterns):
            return Evidence("production", f"{about} `{name}` is production", raises=1)
    return None


def says_production(name: str, patterns: tuple[str, ...]) -> bool:
    """Whether a whole segment, or the whole name for a pattern with `*`, is one of the patterns."""
    name = name.lower()[:LONGEST]
    segments = segments_of(name)
    for pattern in patterns:
        wanted = pattern.lower()
        if "*" in wanted:
            if matches(wanted, name):
                return True
            continue
        parts = segments_of(wanted)
        for at in range(len(segments) - len(parts) + 1 if parts else 0):
            if segments[at : at + len(parts)] == parts and (at == 0 or segments[at - 1] not in NEGATIONS):
                return True
    return False


def signs(finding: Finding, proposal: Proposal, files: Files) -> Iterator[tuple[str, str]]:
    """(what it is, its name) of everything that may name an environment."""
    call = finding.call
    if call.origin.host:
        yield "the host", call.origin.host
    for target in (*finding.targets, *call.targets):
        for text in target.name.texts:
            if target.kind == "path" or target.kind == "directory":
                yield from parts(f"the {target.kind}", text)
            elif target.kind not in FREE_KINDS:
                yield f"the {target.kind}", plain(text)
    if is_about_files(finding):
        return
    yield from of_options(call)
    yield from of_variables(call, proposal)
    yield from of_connection(call, proposal, files)
    if not call.origin.remote:
        yield from of_place(call, proposal, files)


def of_switches(finding: Finding, calls: Sequence[Call]) -> Iterator[tuple[str, str]]:
    """`terraform workspace select prod && terraform destroy`"""
    for other in switching(finding.call, calls):
        for word in other.words:
            for text in word.texts:
                yield "what was selected before,", text


def is_about_files(finding: Finding) -> bool:
    """A file is what it is; in which environment's name a shell stands says nothing of it."""
    return any(target.kind == "path" for target in finding.targets)


def of_options(call: Call) -> Iterator[tuple[str, str]]:
    for option in call.options:
        name = option.name.lstrip("-")
        about = SHORT_NAMING.get(option.name) or (name if any(part in name for part in NAMING) else "")
        if about and option.value is not None:
            for text in option.value.texts:
                yield f"the {about}", plain(text)
        elif name in ("prod", "production"):
            yield "the option", option.name


def of_variables(call: Call, proposal: Proposal) -> Iterator[tuple[str, str]]:
    for name in TEXT_VARIABLES:
        value = call.environment.get(name)
        for text in value.texts if value is not None else ():
            yield name, plain(text)
    for name in SESSION_VARIABLES.get(call.program, ()) or SESSION_VARIABLES.get(call.tool, ()):
        known = variable(call, proposal, name)
        if known and not call.origin.remote:
            yield name, plain(known)


def of_connection(call: Call, proposal: Proposal, files: Files) -> Iterator[tuple[str, str]]:
    """What a database client connects to, where a statement does not say so itself."""
    from guardcmd.context.database import connection_of

    connection = connection_of(call, proposal, files)
    if connection is not None:
        for host in connection.hosts:
            yield "the host", host
        yield "the database", connection.database


def of_place(call: Call, proposal: Proposal, files: Files) -> Iterator[tuple[str, str]]:
    """The directory below the project, the cluster that is current, the workspace that is selected."""
    directory = call.directory.text
    if directory is not None:
        for above in (proposal.project or "", proposal.home):
            if above and directory.startswith(above + "/"):
                yield from parts("the directory", directory[len(above) :])
                break
        if call.tool in ("terraform", "tofu", "terragrunt"):
            yield from of_workspace(call, directory, files)
    if call.tool in CLUSTER_TOOLS or call.program in CLUSTER_TOOLS:
        from guardcmd.context.kube import cluster_of

        cluster = cluster_of(call, proposal, files)
        if cluster is not None:
            yield "the context", cluster.context
            yield "the namespace", cluster.namespace
            yield "the server", plain(cluster.server)


def of_workspace(call: Call, directory: str, files: Files) -> Iterator[tuple[str, str]]:
    """Terraform keeps the selected workspace in .terraform/environment."""
    moved = [target.name.text for target in call.targets if target.kind == "directory"]
    if None in moved or "TF_WORKSPACE" in call.environment:
        return
    place = normal(moved[-1] or "", directory) if moved else directory
    content = files.read(f"{place}/.terraform/environment", 1_024)
    if isinstance(content, bytes):
        yield "the workspace", content.decode("utf-8", "replace").strip()


def parts(about: str, path: str) -> Iterator[tuple[str, str]]:
    """`envs/prod/eu`: only whole names of folders count. By Terragrunt's custom `live` holds all environments."""
    for name in path.split("/"):
        if name.isalnum() and name.lower() != "live":
            yield about, name


def plain(text: str) -> str:
    """A URL's hosts and path, without user and password."""
    if not is_url(text):
        return text
    url = Url(text)
    return " ".join([*url.hosts, url.path])
