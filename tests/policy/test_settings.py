from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from guardcmd.errors import RuleError
from guardcmd.policy.settings import AgentSettings, Allowance, Throwaway, ToolDecision
from tests.policy.samples import BUILT_IN, settings

SCHEMA = json.loads((Path(__file__).parents[2] / "schema" / "policy.schema.json").read_text())
USER: dict[str, Any] = {
    "throwaway": {
        "contexts": ["kind-*"],
        "databases": ["scratch_*"],
        "hosts": ["ci-box"],
        "paths": ["~/scratch"],
    },
    "production": {"patterns": ["acme-eu-*"]},
    "allow": [{"rule": "git.reset-hard", "directory": "~/trial", "reason": "nothing of worth"}],
    "wrappers": ["rtk"],
    "mcp": {"github.delete_repository": "confirm", "notes.delete_note": "allow", "prod-db.*": "ask"},
    "agents": {"claude-code": {"headless": "defer"}, "codex": {"attended": "never", "notices": "show"}},
    "mode": "observe",
    "until": "2030-01-31",
    "audit": "required",
    "approval": {"quorum": 2},
}


def test_the_built_in_policy() -> None:
    assert settings().production == ("prod", "production", "prd", "live")
    assert (settings().quorum, settings().refusals, settings().refusal_minutes) == (1, 2, 10)
    assert not settings().observes("2000-01-01")


def test_the_users_policy() -> None:
    policy = settings(USER)
    assert policy.throwaway == Throwaway(("kind-*",), ("scratch_*",), ("ci-box",), ("~/scratch",))
    assert policy.production[-1] == "acme-eu-*"
    assert policy.production[0] == "prod"
    assert policy.allow == (Allowance("git.reset-hard", "~/trial", "nothing of worth"),)
    assert policy.wrappers == ("rtk",)
    assert policy.agent("claude-code") == AgentSettings("auto", "defer")
    assert policy.agent("codex") == AgentSettings("never", "refuse", "show")
    assert policy.agent("pi") == AgentSettings("auto", "refuse")
    assert policy.observes("2030-01-31")
    assert not policy.observes("2030-02-01")
    assert policy.audit_required
    assert policy.quorum == 2


def test_a_date_may_be_tomls_own() -> None:
    assert settings({"mode": "observe", "until": datetime.date(2030, 1, 31)}).observe_until == "2030-01-31"


def test_the_value_survives_json() -> None:
    assert settings(json.loads(json.dumps(USER))) == settings(USER)


@pytest.mark.parametrize("content", [BUILT_IN, USER], ids=["built-in", "user"])
def test_the_schema_takes_what_the_reader_takes(content: dict[str, Any]) -> None:
    jsonschema.validate(content, SCHEMA)


def test_cells_and_floors_are_raised() -> None:
    given = {
        "matrix": {"agent": {"reversible": ["ask", "notify", "ask", "block"]}},
        "floors": {"outage": "confirm", "exposure": "confirm", "data": "notify"},
    }
    for policy in (settings(given), settings(None, given)):
        assert policy.matrix("agent")["reversible"] == ("ask", "notify", "ask", "block")
        assert policy.matrix("agent")["irreversible"] == settings().matrix("agent")["irreversible"]
        assert (policy.floors["outage"], policy.floors["exposure"], policy.floors["data"]) == (
            "confirm",
            "confirm",
            "notify",
        )


def test_a_project_only_tightens() -> None:
    project = {"refusals": {"count": 1}, "approval": {"quorum": 3}, "production": {"patterns": ["blue"]}}
    policy = settings(USER, project, {"refusals": {"minutes": 30}, "approval": {"quorum": 1}})
    assert (policy.refusals, policy.refusal_minutes, policy.quorum) == (1, 30, 3)
    assert policy.production == ("prod", "production", "prd", "live", "acme-eu-*", "blue")
    assert policy.throwaway.contexts == ("kind-*",)
    assert policy.observe_until == "2030-01-31"


def test_of_several_layers_the_stricter_counts() -> None:
    strict = {"matrix": {"agent": {"reversible": ["ask", "ask", "ask", "confirm"]}}, "floors": {"data": "ask"}}
    mild = {
        "matrix": {"agent": {"reversible": ["notify", "notify", "confirm", "confirm"]}},
        "floors": {"data": "notify"},
    }
    for policy in (settings(strict, mild), settings(mild, strict), settings(None, strict, mild)):
        assert policy.matrix("agent")["reversible"] == ("ask", "ask", "confirm", "confirm")
        assert policy.floors["data"] == "ask"


def test_the_table_of_tools() -> None:
    policy = settings(USER, {"mcp": {"notes.*": "ask"}}, {"mcp": {"notes.x": "block"}})
    assert policy.mcp[1] == ToolDecision("notes.delete_note", "allow")
    assert policy.mcp_raised == (ToolDecision("notes.*", "ask"), ToolDecision("notes.x", "block"))


@pytest.mark.parametrize("decision", ["allow", "notify"])
def test_a_project_cannot_excuse_a_tool(decision: str) -> None:
    with pytest.raises(RuleError, match=r'a project\'s policy can only tighten, `mcp."a.b"`'):
        settings(None, {"mcp": {"a.b": decision}})


@pytest.mark.parametrize("key", ["throwaway", "allow", "wrappers", "agents", "mode", "until"])
def test_a_project_cannot_excuse(key: str) -> None:
    with pytest.raises(RuleError, match=rf"\.guardcmd/policy\.toml: a project's policy can only tighten, `{key}`"):
        settings(None, {key: USER[key]})


@pytest.mark.parametrize(
    ("user", "message", "hint"),
    [
        ({"trowaway": {}}, "unknown key `trowaway`", "did you mean `throwaway`?"),
        ({"throwaway": {"context": []}}, "unknown key `throwaway.context`", "did you mean `throwaway.contexts`?"),
        ({"matrix": {"agents": {}}}, "unknown key `matrix.agents`", "did you mean `matrix.agent`?"),
        (
            {"matrix": {"agent": {"reversable": []}}},
            "unknown key `matrix.agent.reversable`",
            "did you mean `matrix.agent.reversible`?",
        ),
        ({"floors": {"outtage": "ask"}}, "unknown key `floors.outtage`", "did you mean `floors.outage`?"),
        ({"allow": [{"rules": "a.b"}]}, "unknown key `allow.rules`", "did you mean `allow.rule`?"),
        ({"mode": "obsrve"}, "`mode` is `obsrve`, not one of `enforce`, `observe`", "did you mean `observe`?"),
        ({"floors": {"outage": "block"}}, "`floors.outage` is `block`, not one of", ""),
        ({"matrix": {"agent": {"reversible": ["ask"]}}}, "`matrix.agent.reversible` must have 4 cells", ""),
        ({"matrix": {"agent": {"reversible": ["ask", "ask", "ask", "no"]}}}, "`matrix.agent.reversible` is `no`", ""),
        ({"mode": "observe"}, "`until` must be a date", ""),
        ({"mode": "observe", "until": "soon"}, "`until` must be a date", ""),
        ({"allow": [{"rule": "a.b", "directory": "/x"}]}, "`allow.reason` must be text and not empty", ""),
        ({"allow": [{"rule": "a.b", "directory": "/x", "reason": " "}]}, "`allow.reason` must be text", ""),
        ({"allow": [{"rule": "a.b", "directory": "~/", "reason": "r"}]}, "`allow.directory` is `~/`", ""),
        ({"allow": [{"rule": "a.b", "directory": "x", "reason": "r"}]}, "`allow.directory` is `x`", ""),
        ({"allow": {"a.b": {}}}, "`allow` must be a list of tables", ""),
        ({"throwaway": {"paths": "~/x"}}, "`throwaway.paths` must be a list of texts", ""),
        ({"production": []}, "`production` must be a table", ""),
        (
            {"matrix": {"agent": {"irreversible": ["ask", "ask", "quorum", "block"]}}},
            "`matrix.agent.irreversible` for `collection` is `ask`, gentler than the built-in `confirm`",
            "",
        ),
        ({"floors": {"exposure": "ask"}}, "`floors.exposure` is `ask`, gentler than the built-in `confirm`", ""),
        ({"refusals": {"count": 5}}, "`refusals.count` must not be above 2", ""),
        ({"refusals": {"minutes": 1}}, "`refusals.minutes` must not be below 10", ""),
        ({"mcp": {"delete_note": "ask"}}, '`mcp."delete_note"` does not name a tool as "SERVER.TOOL"', ""),
        ({"mcp": {"notes.x": "alow"}}, '`mcp."notes.x"` is `alow`, not one of', "did you mean `allow`?"),
        ({"mcp": {"notes": {"x": "ask"}}}, "`mcp.notes` is a table; a name with a dot needs quotes", ""),
        ({"mcp": {"*.*": "allow"}}, '`mcp."*.*"` is `allow` for every server; name the server', ""),
        ({"mcp": []}, "`mcp` must be a table", ""),
        ({"agents": []}, "`agents` must be a table of tables", ""),
        ({"agents": {"codex": 1}}, "`agents.codex` must be a table", ""),
        (
            {"agents": {"codex": {"atended": "never"}}},
            "unknown key `agents.codex.atended`",
            "did you mean `agents.codex.attended`?",
        ),
        ({"agents": {"codex": {"notices": "loud"}}}, "`agents.codex.notices` is `loud`, not one of", ""),
        ({"agents": {"codex": {"headless": "ask"}}}, "`agents.codex.headless` is `ask`, not one of", ""),
        ({"approval": {"quorum": 0}}, "`approval.quorum` must be a whole number above 0", ""),
        ({"approval": {"quorum": True}}, "`approval.quorum` must be a whole number above 0", ""),
    ],
)
def test_mistakes_are_named(user: dict[str, Any], message: str, hint: str) -> None:
    with pytest.raises(RuleError) as caught:
        settings(user)
    assert caught.value.message.startswith("policy.toml: ")
    assert message in caught.value.message
    assert caught.value.hint == hint


@pytest.mark.parametrize(
    ("directory", "covered"),
    [
        ("/home/dev/trial", True),
        ("/home/dev/trial/deep", True),
        ("/home/dev/trial2", False),
        ("/home/dev", False),
        ("/home/dev/trial/../shop", False),
        (None, False),
    ],
)
def test_what_an_allowance_covers(directory: str | None, covered: bool) -> None:
    allowance = Allowance("a.b", "~/trial/", "r")
    assert allowance.covers("a.b", directory, "/home/dev") is covered
    assert not allowance.covers("a.c", directory, "/home/dev")
