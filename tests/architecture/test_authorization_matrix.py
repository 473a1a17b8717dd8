"""Who may do what: every route × method × role, against things of two organisations.

The roles: nobody signed in (anon), a citizen who is registered (citi), the lead of another team (othr), a member and
the lead of the team in question (memb, lead), a juror (jury), the organiser of this programme and of another one (orga,
orgB), its curator and coach (cura), a manager of this fund and of another one (fman, fmaB), a sponsor's speaker (spon).

A new route needs a line in `authorization_*.txt`; `matrix.py` says how it is written. 404 is the answer to who may not
even know.
"""

from pathlib import Path

import pytest

from tests.architecture.draft import draft
from tests.architecture.matrix import ROLES, Line, read_table
from tests.architecture.play import answers
from tests.architecture.routes import NO_OPERATIONS, all_routes, api_operations
from tests.architecture.things import World

pytestmark = pytest.mark.django_db
TABLES = sorted(Path(__file__).parent.glob("authorization_*.txt"))
LINES = [line for table in TABLES for line in read_table(table.read_text())]
# No thing behind them that could be somebody's.
APART = NO_OPERATIONS | {"healthz", "readyz", "webhooks-stripe", "set_language"}
# Pages of the sign-in library: each shows the own account and nothing else.
OF_LIBRARIES = ("account_", "mfa_", "socialaccount_", "openid_connect_", "konto/social/")


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.name)
def test_everybody_gets_the_answer_of_the_table(line: Line, world: World) -> None:
    found = answers(line, world)
    assert found == {role: line.expected[role] for role in found}


def test_no_route_of_the_api_is_missing() -> None:
    declared = {(method.upper(), route.name) for method, route in api_operations()}
    assert declared - {(line.method, line.route) for line in LINES} == set()


def test_no_page_is_missing(world: World) -> None:
    listed = {line.route for line in LINES}
    missing = [
        route
        for route in all_routes()
        if not route.name.startswith(("api:", *OF_LIBRARIES)) and route.name not in listed | APART
    ]
    assert not missing, f"Compare with what should be, and add to authorization_web.txt:\n{draft(missing, world)}"


def test_no_line_is_for_a_route_that_is_gone() -> None:
    known = {route.name for route in all_routes()}
    assert [line.name for line in LINES if line.route not in known] == []


def test_a_wrong_expectation_is_seen(world: World) -> None:
    [line] = read_table("POST api:fund-close " + " ".join(["ok"] * (len(ROLES) - 1) + ["403"]))
    found = answers(line, world)
    assert [role for role in ROLES if found[role] == "ok"] == ["fman"]


def test_every_role_is_let_in_somewhere_and_kept_out_somewhere() -> None:
    for role in ROLES[1:]:
        assert {"ok", "403", "404"} <= {line.expected[role] for line in LINES}
