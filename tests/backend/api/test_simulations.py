"""Simulations over the API: asked for, read, shared, proposed; what is wrong is named."""

from typing import Any

import pytest
from django.test import Client

from funding.domain.rule_axes import Reversal
from funding.domain.rule_set import RuleSet, to_data
from funding.models import FundProposal, Simulation
from tests.architecture.things import World
from tests.funding.domain.rules import QUARTER
from tests.funding.services.test_simulations import run_all

pytestmark = pytest.mark.django_db
RULE = RuleSet(QUARTER.base, QUARTER.function, reversal=Reversal.BEAR)
TABLE = "Datum;Betrag;Kampagne;Unterstützer\n20.03.2026;200;A;Erika\n"


class Api:
    def __init__(self, world: World) -> None:
        self.fund = world["fund"]
        self.headers = {"Authorization": f"Bearer {world.tokens['fman']}"}

    def __call__(self, method: str, path: str, body: Any = None) -> Any:
        given = {"content_type": "application/json", "headers": self.headers}
        return getattr(Client(), method)(f"/api/v1/{path}", body, **given)

    def create(self, **changes: Any) -> Any:
        rules = [{"name": "A", "definition": to_data(RULE)}]
        body = {"name": "Neu", "over": "table", "csv": TABLE, "rules": rules, "pool_minor": 3_000, **changes}
        body = {name: value for name, value in body.items() if value is not None}
        return self("post", f"funds/{self.fund.public_id}/simulations/", body)


@pytest.fixture
def api(world: World) -> Api:
    return Api(world)


def test_from_the_question_to_the_proposal(api: Api) -> None:
    answer = api.create(orders=0)
    assert answer.status_code == 202, answer.json()
    asked = answer.json()
    where = f"simulations/{asked['id']}/"
    assert (asked["state"], asked["inputs"]) == ("running", {"pool_minor": 3_000, "orders": 0, "seed": 1})
    assert "Erika" not in str(asked)
    run_all(Simulation.objects.get(public_id=asked["id"]))
    done = api("get", where).json()
    assert (done["state"], done["about"]["pledges"]) == ("ready", 1)
    assert done["outcomes"][0]["campaigns"][0]["match_minor"] == 3_000
    shared = api("post", f"{where}share/").json()
    assert Client().get(f"/simulation/{shared['secret']}/").status_code == 200
    assert api("delete", f"{where}share/").status_code == 204
    assert Client().get(f"/simulation/{shared['secret']}/").status_code == 404
    proposal = api("post", f"{where}propose/", {"rule": 1, "note": "Bewährt"}).json()
    assert proposal["payload"] == {"definition": to_data(RULE)}
    assert FundProposal.objects.get(public_id=proposal["id"]).note == "Bewährt"
    assert api("post", f"{where}propose/", {"rule": 2}).status_code == 404
    assert api("delete", where).status_code == 204
    assert api("get", where).status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"csv": None}, "table"),
        ({"csv": "Datum;Betrag\n"}, "csv"),
        ({"rules": []}, "rules"),
        ({"rules": [{"name": "A", "definition": {"format": 9}}]}, "rules.0.definition.format"),
        ({"pool_minor": 0}, "pool_minor"),
        ({"over": "drawn", "csv": None, "pledges": 200_001}, "pledges"),
        ({"over": "past"}, "table"),
        ({"weeks": 3}, "weeks"),
    ],
)
def test_what_is_wrong_is_named(api: Api, changes: dict[str, Any], field: str) -> None:
    answer = api.create(**changes)
    assert answer.status_code == 422
    assert field in str(answer.json())
    assert api.fund.simulations.count() == 2
