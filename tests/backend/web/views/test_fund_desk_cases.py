"""The case desk: what it shows and hides, who decides there, and what the campaign and the backer read of it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from backend.accounts.models import User
from funding.enums import CaseState, MatchBound, MatchState
from funding.models import Pledge, PledgeCase
from funding.selectors.links import pledge_token
from funding.services.pledges import Backer
from tests.backend.web.visitors import queries_of, signed_in, text_of
from tests.factories.accounts import UserFactory
from tests.factories.programmes import TeamMemberFactory
from tests.funding.scenes import Scene, backer

pytestmark = pytest.mark.django_db
FORM = {"verdict": "excluded", "reason": "second_account", "note": "Gleiche Karte.", "answer_de": "", "answer_en": ""}


def page(name: str, *args: Any) -> str:
    return reverse(f"web:{name}", args=args)


def manager(scene: Scene) -> Client:
    return signed_in(scene.managers[0])


def opened(scene: Scene, pledge: Pledge, note: str = "Kommt mir seltsam vor.") -> PledgeCase:
    answer = manager(scene).post(page("pledge-question", pledge.public_id), {"note": note})
    case = PledgeCase.objects.get(pledge=pledge)
    assert answer["Location"] == page("case", case.public_id)
    return case


def test_a_manager_opens_a_case_and_decides_it(scene: Scene) -> None:
    pledge = scene.paid(2_000)
    browser, case = manager(scene), opened(scene, pledge)
    assert scene.match(pledge).state == MatchState.FROZEN
    assert "Kommt mir seltsam vor." in text_of(browser, page("case", case.public_id))
    assert browser.post(page("case", case.public_id), FORM).status_code == 302
    case.refresh_from_db()
    assert case.state == CaseState.EXCLUDED
    assert scene.match(pledge).bound == MatchBound.SECOND_ACCOUNT
    said = text_of(browser, page("case", case.public_id))
    assert "Gleiche Karte." in said
    assert "zweites Konto" in said
    assert "one person" not in said


@pytest.mark.parametrize("missing", ["verdict", "note", "reason"])
def test_what_is_missing_is_said(scene: Scene, missing: str) -> None:
    case = opened(scene, scene.paid(2_000))
    answer = manager(scene).post(page("case", case.public_id), {**FORM, missing: ""})
    assert answer.status_code == 422
    case.refresh_from_db()
    assert case.state == CaseState.OPEN


def test_a_question_needs_words_and_a_match(scene: Scene) -> None:
    browser = manager(scene)
    assert browser.post(page("pledge-question", scene.paid(2_000).public_id), {"note": ""}).status_code == 422
    own = scene.paid(2_000, backer=Backer(user=scene.lead))
    assert browser.post(page("pledge-question", own.public_id), {"note": "?"}).status_code == 422
    assert not PledgeCase.objects.exists()


def test_who_belongs_to_the_project_reads_and_does_not_decide(scene: Scene) -> None:
    case = opened(scene, scene.paid(2_000))
    person = scene.managers[1]
    TeamMemberFactory.create(team=scene.campaign.project.team, user=person)
    browser = signed_in(person)
    said = text_of(browser, page("case", case.public_id))
    assert "können Sie nicht entscheiden" in said
    assert "<form" not in said.split("<main")[1].split("</main")[0]
    assert browser.post(page("case", case.public_id), FORM).status_code == 422
    case.refresh_from_db()
    assert case.state == CaseState.OPEN


def test_nothing_of_a_backer_is_shown(scene: Scene) -> None:
    scene.paid(1_000, backer=backer(name="Anna Albers", email="anna@example.org"), card="one-card")
    pledge = scene.paid(1_000, backer=backer(name="Bert Braun", email="bert@example.org"), card="one-card")
    case = opened(scene, pledge)
    for address in (page("case", case.public_id), page("fund-cases", scene.fund.slug)):
        said = text_of(manager(scene), address)
        assert not [word for word in ("Anna", "Bert", "anna@", "bert@", "one-card") if word in said]
    assert "Unterstützung Nummer 1" in text_of(manager(scene), page("case", case.public_id))


def test_the_list_is_filtered_and_asks_the_same_number_of_queries(scene: Scene) -> None:
    browser, address = manager(scene), page("fund-cases", scene.fund.slug)
    first = opened(scene, scene.paid(1_000))
    few = queries_of(browser, address)
    for _ in range(2):
        opened(scene, scene.paid(1_000))
    assert queries_of(browser, address) == few
    browser.post(page("case", first.public_id), FORM)
    for query, count in (
        ("", 2),
        ("?state=all", 3),
        ("?state=excluded", 1),
        ("?kind=burst", 0),
        ("?state=nonsense", 3),
    ):
        said = text_of(browser, f"{address}{query}")
        assert said.count("fondsverwaltung/fall/") == count, query


def test_the_campaign_reads_numbers_with_reasons(scene: Scene) -> None:
    scene.paid(1_000, backer=Backer(user=scene.lead), card="lead")
    scene.paid(1_000, backer=backer(email="olaf@example.org"), card="lead")
    decided = opened(scene, scene.paid(1_000, backer=backer(email="b@example.org")))
    manager(scene).post(page("case", decided.public_id), FORM)
    opened(scene, scene.paid(1_000, backer=backer(email="c@example.org")))
    scene.paid(1_000, backer=backer(email="d@example.org"))
    said = text_of(signed_in(scene.lead), page("campaign-desk", scene.campaign.slug))
    assert "4 Menschen haben gegeben. 1 davon zählt für die Aufstockung." in said
    assert (
        "3 Unterstützungen zählen nicht für die Aufstockung: 1 aus dem eigenen Team, "
        "1 mit einer Karte oder einem Konto des eigenen Teams bezahlt, 1 von einem zweiten Konto."
    ) in said
    assert "1 Unterstützung prüft der Fonds gerade" in said
    assert "4 Menschen" in text_of(Client(), page("campaign", scene.campaign.slug))


def test_where_all_count_only_people_are_said(scene: Scene) -> None:
    scene.paid(1_000)
    said = text_of(signed_in(scene.lead), page("campaign-desk", scene.campaign.slug))
    assert "1 Mensch hat gegeben." in said
    assert "davon" not in said


def test_a_backer_reads_the_own_reason(scene: Scene) -> None:
    person: User = UserFactory.create()
    pledge = scene.paid(1_000, backer=Backer(user=person))
    own = page("pledge", pledge.public_id)
    case = opened(scene, pledge)
    assert "angehalten, bis eine Frage geklärt ist" in text_of(signed_in(person), own)
    manager(scene).post(page("case", case.public_id), FORM)
    assert "ein zweites Konto derselben Person zählt nicht" in text_of(signed_in(person), own)
    assert "ein zweites Konto" in text_of(Client(), page("pledge", pledge_token(pledge)))
