from typing import Any

import pytest

from backend.accounts.models import User
from backend.core import clock
from programmes.models import Connector, Introduction, Registration
from tests.backend.web.visitors import queries_of, signed_in, text_of
from tests.factories.accounts import UserFactory
from tests.factories.connecting import ConnectorFactory, IntroductionFactory, TeamWaitFactory
from tests.factories.programmes import (
    ProfileFactory,
    ProgrammeRoleFactory,
    RegistrationFactory,
    TeamFactory,
    lead_of,
)

pytestmark = pytest.mark.django_db
DESK_QUERIES = 9


@pytest.fixture
def connector() -> Connector:
    row: Connector = ConnectorFactory.create()
    return row


def seeker(sprint: Any, name: str = "Sina Sucht") -> Registration:
    row: Registration = RegistrationFactory.create(
        sprint=sprint, user__display_name=name, introducible_since=clock.now()
    )
    ProfileFactory.create(user=row.user, skills=["Figma"], is_public=False)
    return row


def desk_of(connector: Connector) -> str:
    return f"/sprints/{connector.sprint.slug}/vermitteln/"


def test_a_connector_brings_two_together(connector: Connector) -> None:
    row = seeker(connector.sprint)
    team = TeamFactory.create(challenge__sprint=connector.sprint, name="Die Suchenden")
    browser = signed_in(connector.user)
    page = text_of(browser, desk_of(connector))
    assert "Sina Sucht" in page
    assert "Figma" in page
    assert row.user.email not in page
    address = f"/anmeldungen/{row.public_id}/vorstellen/"
    assert "Die Suchenden: 1 von 8 sind da" in text_of(browser, address)
    sent = browser.post(address, {"team": team.public_id, "message": "Das passt."})
    assert sent["Location"] == desk_of(connector)
    made = Introduction.objects.get()
    answer = f"/vorstellungen/{made.public_id}/"
    for user, word in ((row.user, "Sie und das Team"), (lead_of(team), "und Ihr Team")):
        page = text_of(signed_in(user), answer)
        assert word in page
        assert "Das passt." in page
        assert connector.user.email not in page
        signed_in(user).post(answer, {"do": "agree"})
    assert team.members.filter(user=row.user, left_at=None).exists()
    assert "im Team" in text_of(browser, desk_of(connector))
    assert browser.get(answer).status_code == 404


def test_declining_ends_it(connector: Connector) -> None:
    made = IntroductionFactory.create()
    browser = signed_in(made.user)
    browser.post(f"/vorstellungen/{made.public_id}/", {"do": "decline"})
    assert "hat nicht gepasst" in text_of(browser, f"/vorstellungen/{made.public_id}/")


def test_agreeing_is_asked_and_taken_back() -> None:
    person = RegistrationFactory.create()
    browser, address = signed_in(person.user), f"/sprints/{person.sprint.slug}/vorstellen-lassen/"
    for answer, agreed in (("Ja, stellen Sie mich vor", True), ("Nicht mehr vorstellen", False)):
        assert answer in text_of(browser, address)
        assert browser.post(address).status_code == 302
        assert Registration.objects.exclude(introducible_since=None).exists() == agreed


def test_the_desk_is_for_connectors_and_organisers_of_this_sprint(connector: Connector) -> None:
    row = seeker(connector.sprint)
    addresses = desk_of(connector), f"/anmeldungen/{row.public_id}/vorstellen/"
    others: list[User] = [UserFactory.create(), ConnectorFactory.create().user]
    for other in others:
        assert [signed_in(other).get(one).status_code for one in addresses] == [403, 404]
    organiser = ProgrammeRoleFactory.create(programme=connector.sprint.programme).user
    assert [signed_in(organiser).get(one).status_code for one in addresses] == [200, 200]
    unasked = RegistrationFactory.create(sprint=connector.sprint)
    assert signed_in(connector.user).get(f"/anmeldungen/{unasked.public_id}/vorstellen/").status_code == 404


@pytest.mark.parametrize("many", [1, 3])
def test_the_desk_asks_the_same_for_one_and_for_many(connector: Connector, many: int) -> None:
    for number in range(many):
        seeker(connector.sprint, f"Person {number}")
        team = TeamFactory.create(challenge__sprint=connector.sprint, size_limit=1)
        TeamWaitFactory.create(challenge=team.challenge)
        IntroductionFactory.create(team=team, sent_by=connector.user)
    assert queries_of(signed_in(connector.user), desk_of(connector)) == DESK_QUERIES


def test_organisers_appoint_and_dismiss(connector: Connector) -> None:
    browser = signed_in(ProgrammeRoleFactory.create(programme=connector.sprint.programme).user)
    address, person = f"/organisation/sprints/{connector.sprint.slug}/vermittlung/", UserFactory.create()
    assert browser.post(address, {"email": "niemand@example.org"}).status_code == 422
    assert browser.post(address, {"email": person.email}).status_code == 302
    assert connector.sprint.connectors.count() == 2
    row = connector.sprint.connectors.get(user=person)
    browser.post(f"/organisation/vermittlung/{row.public_id}/entziehen/")
    assert connector.sprint.connectors.get() == connector


def test_organisers_see_full_challenges(connector: Connector) -> None:
    team = TeamFactory.create(challenge__sprint=connector.sprint, challenge__title="Sehr beliebt", size_limit=1)
    TeamWaitFactory.create(challenge=team.challenge)
    browser = signed_in(ProgrammeRoleFactory.create(programme=connector.sprint.programme).user)
    page = text_of(browser, f"/organisation/sprints/{connector.sprint.slug}/sorgen/challenges/")
    assert "Sehr beliebt" in page
    assert "1 wartet" in page
