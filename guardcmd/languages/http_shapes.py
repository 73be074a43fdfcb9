"""Requests that harm without deleting, by the shape of their path: what stops a service, lets somebody in, removes a
way back, shows something to everybody, or cannot be withdrawn.

Sources: the Elasticsearch, Vault, Consul, Kubernetes, Jenkins, Prometheus, Docker Engine, GitHub, GitLab, Stripe,
SendGrid, Mailgun, Twilio and Amazon S3 API references.
"""

from __future__ import annotations

from guardcmd.languages.http_paths import query_of, route_of, words_of

ANY = "POST PUT PATCH DELETE"
# effect, methods, end of the host's name, parts of the path, words of which the body holds one ("" for none).
# Parts follow each other anywhere in the path; `*` is any part; `^` stands before the first, `$` behind the last.
SHAPES: tuple[tuple[str, str, str, str, tuple[str, ...]], ...] = (
    ("outage", "PUT POST", "", "_cluster/settings$", ()),
    ("outage", "POST", "", "_cluster/reroute$", ()),
    ("outage", "POST", "", "_close$", ()),
    ("outage", "PUT", "", "_settings$", ("blocks", "number_of_replicas", "routing.allocation", "read_only")),
    ("outage", "PUT POST", "", "v1/sys/seal$", ()),
    ("outage", "PUT POST", "", "v1/sys/step-down$", ()),
    ("outage", "PUT POST", "", "v1/sys/leases/revoke-prefix", ()),
    ("outage", "PUT POST", "", "v1/sys/leases/revoke-force", ()),
    ("outage", "PUT POST", "", "v1/agent/leave$", ()),
    ("outage", "PUT POST", "", "v1/agent/force-leave", ()),
    ("outage", "PUT POST", "", "v1/agent/maintenance$", ()),
    ("outage", "PUT POST", "", "v1/agent/service/maintenance", ()),
    ("outage", "PUT POST", "", "-/quit$", ()),
    ("outage", "POST", "", "^/exit$", ()),
    ("outage", "POST", "", "safeExit$", ()),
    ("outage", "POST", "", "quietDown$", ()),
    ("outage", "POST", "", "safeRestart$", ()),
    ("outage", "POST", "", "^/restart$", ()),
    ("outage", "POST PUT", "", "instances/*/stop$", ()),
    ("outage", "POST PUT", "", "servers/*/stop$", ()),
    ("outage", "POST PUT", "", "machines/*/stop$", ()),
    ("outage", "POST", "", "droplets/*/actions$", ("power_off", "shutdown", "rebuild", "restore", "power_cycle")),
    ("outage", "POST PUT PATCH", "api.heroku.com", "apps/*$", ("maintenance",)),
    ("outage", "POST GET", "", "jobs/*/yarn-cancel$", ()),
    ("outage", "POST GET", "", "jobs/*/yarn-stop$", ()),
    ("commitment", "POST", "api.segment.io", "regulations", ("Delete", "DELETE", "Suppress")),
    ("code", "POST", "", "scriptText$", ()),
    ("code", "POST", "", "^/script$", ()),
    ("access", ANY, "", "_security", ()),
    ("access", ANY, "", "_xpack/security", ()),
    ("access", ANY, "", "apis/rbac.authorization.k8s.io", ()),
    ("access", "PUT POST", "", "v1/sys/polic*", ()),
    ("access", "PUT POST DELETE", "", "v1/sys/auth", ()),
    ("access", "PUT POST", "", "v1/auth/token/create", ()),
    ("access", "PUT POST", "", "v1/sys/generate-root", ()),
    ("access", "PUT POST", "", "v1/sys/rekey", ()),
    ("access", "PUT POST DELETE", "", "v1/acl", ()),
    ("access", ANY, "api.github.com", "collaborators", ()),
    ("access", ANY, "api.github.com", "memberships", ()),
    ("access", ANY, "api.github.com", "protection", ()),
    ("access", ANY, "api.github.com", "rulesets", ()),
    ("access", ANY, "api.github.com", "repos/*/*/keys", ()),
    ("access", ANY, "api.github.com", "repos/*/*/hooks", ()),
    ("access", ANY, "gitlab.", "protected_branches", ()),
    ("access", ANY, "gitlab.", "members", ()),
    ("access", ANY, "gitlab.", "deploy_keys", ()),
    ("access", "PUT POST", "", "role-mappings", ()),
    ("recovery", "DELETE", "", "snapshots/*$", ()),
    ("recovery", "DELETE", "", "backups/*$", ()),
    ("recovery", "DELETE", "", "_snapshot", ()),
    ("recovery", "DELETE", "", "_slm/policy", ()),
    ("exposure", "PATCH PUT POST", "api.github.com", "repos/*/*$", ('"private":false', '"visibility":"public"')),
    ("exposure", "PUT POST", "gitlab.", "projects/*$", ("visibility=public", '"visibility":"public"')),
    ("exposure", "PUT POST PATCH", "", "b/*/acl$", ("allUsers", "allAuthenticatedUsers")),
    ("exposure", "PUT POST PATCH", "", "b/*/iam$", ("allUsers", "allAuthenticatedUsers")),
    ("commitment", "POST", "api.stripe.com", "v1/refunds$", ()),
    ("commitment", "POST", "api.stripe.com", "v1/charges$", ()),
    ("commitment", "POST", "api.stripe.com", "charges/*/capture$", ()),
    ("commitment", "POST", "api.stripe.com", "charges/*/refund$", ()),
    ("commitment", "POST", "api.stripe.com", "v1/payouts$", ()),
    ("commitment", "POST", "api.stripe.com", "v1/transfers$", ()),
    ("commitment", "POST", "api.stripe.com", "v1/topups$", ()),
    ("commitment", "POST", "api.stripe.com", "payment_intents/*/confirm$", ()),
    ("commitment", "POST", "api.stripe.com", "payment_intents/*/capture$", ()),
    ("commitment", "POST", "api.stripe.com", "payment_intents/*/cancel$", ()),
    ("commitment", "POST", "api.stripe.com", "invoices/*/pay$", ()),
    ("commitment", "POST", "api.stripe.com", "invoices/*/send$", ()),
    ("commitment", "POST", "api.stripe.com", "invoices/*/void$", ()),
    ("commitment", "POST", "api.stripe.com", "disputes/*/close$", ()),
    ("commitment", "POST", "paypal.com", "payments/captures/*/refund$", ()),
    ("commitment", "POST", "paypal.com", "payments/payouts$", ()),
    ("commitment", "POST", "api.sendgrid.com", "mail/send$", ()),
    ("commitment", "POST", "api.mailgun.net", "messages$", ()),
    ("commitment", "POST", "api.eu.mailgun.net", "messages$", ()),
    ("commitment", "POST", "api.postmarkapp.com", "email", ()),
    ("commitment", "POST", "api.postmarkapp.com", "email/batch$", ()),
    ("commitment", "POST", "api.resend.com", "emails", ()),
    ("commitment", "POST", "api.brevo.com", "smtp/email$", ()),
    ("commitment", "POST", "api.mailchimp.com", "campaigns/*/actions/send$", ()),
    ("commitment", "POST", "mandrillapp.com", "messages/send*", ()),
    ("commitment", "POST", "api.twilio.com", "Messages.json$", ()),
    ("commitment", "POST", "api.twilio.com", "Calls.json$", ()),
    ("commitment", "PUT", "api.github.com", "pulls/*/merge$", ()),
    ("commitment", "PUT", "gitlab.", "merge_requests/*/merge$", ()),
    ("commitment", "POST", "api.github.com", "repos/*/*/releases$", ()),
    ("commitment", "POST", "upload.pypi.org", "legacy$", ()),
    ("commitment", "PUT", "registry.npmjs.org", "*$", ()),
)  # fmt: skip
STOPPING = frozenset(("shutdown", "poweroff", "shutoff", "reboot", "halt", "suspend", "seal", "deactivate"))
# parameters of S3 whose change takes a way back, or lets others in
BUCKET = {
    "lifecycle": "recovery", "object-lock": "recovery", "replication": "recovery", "acl": "access", "policy": "access",
    "publicAccessBlock": "exposure",
}  # fmt: skip
TEST_KEYS = ("sk_test_", "rk_test_")


def effect_of(method: str, host: str, path: str, body: str) -> str:
    """`outage`, `access`, `recovery`, `exposure`, `commitment` or `code`; empty where the method alone says it."""
    name = host.partition(":")[0]
    parts = route_of(path)
    packed = body.replace(" ", "")
    for effect, methods, ending, shape, words in SHAPES:
        if method not in methods.split(" ") or not _is_host(name, ending) or not follows(parts, shape):
            continue
        if not words or any(word in packed for word in words):
            return effect
    if method in ("POST", "PUT", "PATCH") and parts and _stops(parts[-1]):
        return "outage"
    return _bucket(method, name, path, packed)


def _is_host(name: str, ending: str) -> bool:
    return not ending or name.endswith(ending) or (ending.endswith(".") and f".{name}".find(f".{ending}") >= 0)


def _stops(part: str) -> bool:
    words = words_of(part.rpartition(":")[2])
    return bool(words) and words[0] in STOPPING and len(words) < 3


def _bucket(method: str, host: str, path: str, body: str) -> str:
    if method not in ("PUT", "DELETE") or not ("s3" in host or "storage.googleapis" in host):
        return ""
    query = query_of(path)
    if "versioning" in query and "Suspended" in body:
        return "recovery"
    return next((effect for name, effect in BUCKET.items() if name in query), "")


def follows(parts: list[str], shape: str) -> bool:
    """Whether the parts of a shape follow each other in a path."""
    first, last = shape.startswith("^"), shape.endswith("$")
    wanted = [part for part in shape.strip("^$").split("/") if part]
    length = len(wanted)
    for start in range(len(parts) - length + 1):
        if (first and start) or (last and start + length != len(parts)):
            continue
        if all(_is_part(wish, part) for wish, part in zip(wanted, parts[start : start + length], strict=True)):
            return True
    return False


def _is_part(wish: str, part: str) -> bool:
    if wish.endswith("*"):
        return part.startswith(wish[:-1])
    return part == wish
