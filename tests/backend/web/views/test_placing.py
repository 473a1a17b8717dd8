"""A placement on the pages: asked for, computed, compared, published, objected to."""

from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from backend.web.placing_words import REASONS, UNMET, reason_words, unmet_words
from programmes.enums import PlacingRunState
from programmes.models import PlacingRun, PlacingSeat, PlacingWish
from programmes.services.placing_runs import placing_run_compute
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def signed_in(user: Any) -> Client:
    user.language = "en"
    user.save(update_fields=["language"])
    client = Client()
    client.force_login(user)
    return client


def test_from_the_wish_to_the_objection() -> None:
    team = make.TeamFactory.create(name="Brücke", size_limit=3)
    sprint = team.sprint
    organiser = make.ProgrammeRoleFactory.create(programme=sprint.programme).user
    person = make.RegistrationFactory.create(sprint=sprint).user
    citizen, desk = signed_in(person), signed_in(organiser)
    own = f"/sprints/{sprint.slug}/platz-im-team/"
    assert "Brücke" in citizen.get(own).text
    sent = citizen.post(own, {"wish_1": team.public_id, "skills": "Karten", "times": ["evening"], "group": ""})
    assert sent.status_code == 302
    wish = PlacingWish.objects.get()
    assert (wish.wishes, wish.skills, wish.times) == ([team.public_id], ["Karten"], ["evening"])
    assert "You wait to be placed." in citizen.get(own).text

    page = f"/organisation/sprints/{sprint.slug}/teamzuteilung/"
    people = desk.get(f"{page}menschen/").text
    assert "Karten" in people
    pin = f"/organisation/wuensche/{wish.public_id}/festlegen/"
    assert desk.post(pin, {"team": team.public_id}).status_code == 302
    for _ in range(2):
        assert desk.post(page, {"emphasis": "balanced", "least": 3, "seed": 1}).status_code == 302
        run = PlacingRun.objects.latest("id")
        address = f"/organisation/teamzuteilung/{run.public_id}/"
        assert 'hx-trigger="every 2s"' in desk.get(address).text
        placing_run_compute(run_id=run.pk)
        assert desk.get(address, headers={"hx-request": "true"})["HX-Refresh"] == "true"
    first = PlacingRun.objects.earliest("id")
    shown = desk.get(f"{address}?with={first.public_id}").text
    assert "wish no. 1 of 1" in shown
    assert "set by the organisers" in shown
    assert "has 2 people and should have 3" in shown
    assert "Both were computed from the same wishes and teams." in shown

    assert "Your team: Brücke" not in citizen.get(own).text
    assert desk.post(f"{address}veroeffentlichen/", {"hours": 24}).status_code == 302
    assert desk.post(f"/organisation/teamzuteilung/{first.public_id}/verwerfen/").status_code == 302
    told = citizen.get(own).text
    assert "Your team: Brücke" in told
    assert "wish no. 1 of 1" in told
    assert "Object to this team" in told
    assert "You wait to be placed." not in told
    assert 'name="wish_1"' not in told
    seat = PlacingSeat.objects.get(run=run)
    no = f"/plaetze-im-team/{seat.public_id}/widersprechen/"
    asked = citizen.get(no).text
    assert asked.count("– optional") == 1
    assert "Optional." not in asked
    assert citizen.post(no, {"objection": "Zu weit weg."}).status_code == 302
    objected = citizen.get(own).text
    assert "You have objected." in objected
    assert "You wait to be placed." in objected
    assert "Zu weit weg." in desk.get(address).text


def test_who_got_no_team_still_waits() -> None:
    seat = make.PlacingSeatFactory.create(run__state=PlacingRunState.PUBLISHED, team=None)
    sprint = seat.run.sprint
    make.RegistrationFactory.create(sprint=sprint, user=seat.user)
    make.PlacingWishFactory.create(sprint=sprint, user=seat.user)
    shown = signed_in(seat.user).get(f"/sprints/{sprint.slug}/platz-im-team/").text
    assert "No team was found for you" in shown
    assert "You wait to be placed." in shown
    assert "Object to this team" not in shown


def test_what_is_looked_for_narrows_the_offer_and_keeps_the_wish() -> None:
    team = make.TeamFactory.create(name="Brücke")
    other = make.TeamFactory.create(name="Garten", challenge=team.challenge)
    person = make.RegistrationFactory.create(sprint=team.sprint).user
    make.PlacingWishFactory.create(sprint=team.sprint, user=person, wishes=[other.public_id])
    shown = signed_in(person).get(f"/sprints/{team.sprint.slug}/platz-im-team/?q=Br%C3%BCcke").text
    assert team.public_id in shown
    assert f'value="{other.public_id}" selected' in shown
    assert team.public_id not in signed_in(person).get(f"/sprints/{team.sprint.slug}/platz-im-team/?q=Nichts").text


def test_withdrawing_and_who_may_not_ask() -> None:
    sprint = make.SprintFactory.create()
    stranger = signed_in(UserFactory.create())
    own = f"/sprints/{sprint.slug}/platz-im-team/"
    assert "Please register for the sprint first." in stranger.get(own).text
    assert stranger.post(own, {}).status_code == 422
    assert stranger.get(f"{own}zurueckziehen/").status_code == 404
    person = make.RegistrationFactory.create(sprint=sprint).user
    client = signed_in(person)
    client.post(own, {})
    assert client.post(f"{own}zurueckziehen/").status_code == 302
    assert "You wait to be placed." not in client.get(own).text


def test_a_place_is_nobody_elses_and_nobodys_before_it_is_published() -> None:
    seat = make.PlacingSeatFactory.create(run__state=PlacingRunState.PUBLISHED)
    early = make.PlacingSeatFactory.create(user=seat.user)
    for user, row in ((UserFactory.create(), seat), (seat.user, early)):
        assert signed_in(user).get(f"/plaetze-im-team/{row.public_id}/widersprechen/").status_code == 404


def test_every_reason_and_all_that_is_not_met_has_words() -> None:
    facts = {
        "rank": 1,
        "of": 2,
        "wishes": 2,
        "full": 1,
        "skill": "Recht",
        "language": "de",
        "times": "evening",
        "group": "Vier",
        "size": 4,
        "team": "tea_1",
        "person": "usr_1",
        "teams": 2,
        "parts": 2,
        "missing": 1,
        "people": 3,
        "seats": 1,
        "without": 2,
        "least": 3,
    }
    said = [reason_words({"code": code, **facts}) for code in REASONS]
    said += [unmet_words({"code": code, **facts}, {"tea_1": "Brücke", "usr_1": "Clara"}) for code in UNMET]
    assert all(said)
    assert len(set(said)) == len(REASONS) + len(UNMET)


def test_a_single_wish_is_not_counted() -> None:
    one, two = ({"code": "beyond_wishes", "full": 1, "wishes": wishes} for wishes in (1, 2))
    with translation.override("en"):
        said = reason_words(one), reason_words(two)
    assert said == ("the only wish had no place left", "1 of 2 wishes had no place left")


@pytest.mark.parametrize(
    ("gap", "said"),
    [(0, "no other placement is better"), (0.000_001, "at most 0.01% could be won"), (0.0125, "at most 1.25% could")],
)
def test_how_much_better_a_placement_could_be(gap: float, said: str) -> None:
    run = make.PlacingRunFactory.create(unmet=[], figures={"objective": 10, "bound": 10, "gap": gap})
    organiser = make.ProgrammeRoleFactory.create(programme=run.sprint.programme).user
    assert said in signed_in(organiser).get(f"/organisation/teamzuteilung/{run.public_id}/").text


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_run_takes_the_same_queries(count: int, django_assert_num_queries: Any) -> None:
    run = make.PlacingRunFactory.create(unmet=[], figures={"placed": count, "people": count})
    organiser = make.ProgrammeRoleFactory.create(programme=run.sprint.programme).user
    for _ in range(count):
        team = make.TeamFactory.create(challenge__sprint=run.sprint)
        make.PlacingSeatFactory.create(run=run, team=team)
    client = signed_in(organiser)
    client.get("/organisation/")
    with django_assert_num_queries(8):
        client.get(f"/organisation/teamzuteilung/{run.public_id}/")
