"""A match explained to programs: the same sum as on its page, in the language that they ask for."""

import pytest

from tests.backend.api.client import ApiClient
from tests.funding.conftest import gateway, scene
from tests.funding.scenes import Scene

__all__ = ["gateway", "scene"]
pytestmark = pytest.mark.django_db


def test_matches_are_listed_with_the_rate_of_their_rule(scene: Scene) -> None:
    match = scene.match(scene.paid(1_010))
    (row,) = ApiClient().get(f"funds/{scene.fund.public_id}/matches/").json()["results"]
    assert (row["id"], row["rate_bp"], row["amount_minor"]) == (match.public_id, 2_500, 252)
    (waiting,) = ApiClient(scene.managers[0]).get("me/approvals/").json()["results"]
    assert (waiting["id"], waiting["rate_bp"], waiting["approvals_given"]) == (match.public_id, 2_500, 0)


def test_a_match_is_explained_in_both_languages(scene: Scene) -> None:
    match = scene.match(scene.approved(1_010))
    address = f"matches/{match.public_id}/explanation/"
    english, german = (ApiClient(language=language).get(address).json() for language in ("en", "de"))
    assert english["match"]["amount_minor"] == 252
    assert (english["rule"], english["rule_digest"]) == (match.rule.definition, match.rule.digest)
    lines = {line["code"]: line for line in english["lines"]}
    assert lines["match"] == {"code": "match", "amount_minor": 252, "sentence": "The match"}
    assert [line["amount_minor"] for line in german["lines"]] == [line["amount_minor"] for line in english["lines"]]
    assert {line["sentence"] for line in german["lines"]}.isdisjoint(line["sentence"] for line in english["lines"])
    assert [change["kind"] for change in english["changes"]] == ["payment", "approval"]


def test_who_approved_is_told_to_those_who_work_with_the_fund_alone(scene: Scene) -> None:
    address = f"matches/{scene.match(scene.approved(1_010)).public_id}/explanation/"
    for reader, names in ((None, ["", ""]), (scene.managers[0], [one.shown_name for one in scene.managers])):
        assert [one["by"] for one in ApiClient(reader).get(address).json()["approvals"]] == names
