"""An organiser's day: worries that open, the picture of the phases, and setting a sprint up."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from backend.accounts.models import User
from backend.core import clock
from programmes.enums import SprintState
from programmes.models import Criterion, Phase, ProgrammeRole, Sprint
from tests.backend.web.visitors import queries_of, signed_in, text_of
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
PARTS = ("sprint", "moderation", "phases", "rubric", "assignment", "selection", "sprint-edit", "sprint-publish")


@pytest.fixture
def sprint() -> Sprint:
    return make.SprintFactory.create()


@pytest.fixture
def organiser(sprint: Sprint) -> User:
    return make.ProgrammeRoleFactory.create(programme=sprint.programme).user


@pytest.fixture
def browser(organiser: User) -> Client:
    return signed_in(organiser)


def page(name: str, *args: str) -> str:
    return reverse(f"web:organiser-{name}", args=args)


def test_every_part_is_for_organisers_alone(sprint: Sprint, browser: Client) -> None:
    elsewhere = signed_in(make.ProgrammeRoleFactory.create().user)
    for part in PARTS:
        assert browser.get(page(part, sprint.slug)).status_code == 200, part
        assert elsewhere.get(page(part, sprint.slug)).status_code == 403, part


def test_a_draft_is_not_found_by_others(sprint: Sprint, browser: Client) -> None:
    draft = make.SprintFactory.create(programme=sprint.programme, state=SprintState.DRAFT)
    assert browser.get(page("sprint", draft.slug)).status_code == 200
    assert signed_in().get(page("sprint", draft.slug)).status_code == 404


def test_the_four_worries_open_what_they_count(sprint: Sprint, browser: Client) -> None:
    alone = make.RegistrationFactory.create(sprint=sprint).user
    team = make.TeamFactory.create(challenge__sprint=sprint, size_limit=1)
    asking = make.JoinRequestFactory.create(team=team).user
    make.SolutionFactory.create(team=make.TeamFactory.create(challenge__sprint=sprint), handed_in=True)
    text = text_of(browser, page("sprint", sprint.slug))
    for kind, name in (("people", alone.shown_name), ("teams", team.name), ("requests", asking.shown_name)):
        assert page("worry", sprint.slug, kind) in text
        assert name in text_of(browser, page("worry", sprint.slug, kind))
    help_them = text_of(browser, page("worry", sprint.slug, "people"))
    assert all(page(name, sprint.slug) in help_them for name in ("placings", "announcement-create", "connectors"))
    assert "Diese Menschen" not in text_of(browser, page("worry", sprint.slug, "teams"))
    missing = text_of(browser, page("worry", sprint.slug, "hand-ins"))
    assert missing.count('href="/teams/') == 1
    assert browser.get(page("worry", sprint.slug, "nonsense")).status_code == 404


def test_each_sprint_says_whether_it_runs(sprint: Sprint, browser: Client) -> None:
    make.SprintFactory.create(programme=sprint.programme, state=SprintState.DRAFT)
    text = text_of(browser, reverse("web:organiser"))
    assert ("läuft" in text, "in Vorbereitung" in text, "veröffentlicht" in text) == (True, True, False)


def test_no_worry_is_no_link(sprint: Sprint, browser: Client) -> None:
    assert "/sorgen/" not in text_of(browser, page("sprint", sprint.slug))
    assert "gw-empty" in text_of(browser, page("worry", sprint.slug, "people"))


def test_the_phases_are_a_picture_and_a_table(sprint: Sprint, browser: Client) -> None:
    text = text_of(browser, page("sprint", sprint.slug))
    assert "gw-gantt__phase--now" in text
    assert "Als Tabelle zeigen" in text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow(sprint: Sprint, browser: Client, rows: int) -> None:
    for _ in range(rows):
        make.JoinRequestFactory.create(team__challenge__sprint=sprint)
    assert queries_of(browser, page("sprint", sprint.slug)) == 16
    assert queries_of(browser, page("worry", sprint.slug, "requests")) == 7
    assert queries_of(browser, reverse("web:organiser")) == 6


def sprint_form(**changes: str) -> dict[str, str]:
    return {
        "title": "Sprint im Mai",
        "slug": "sprint-im-mai",
        "summary": "Ein Wochenende.",
        "about": "",
        "language": "de",
        "timezone": "Europe/Berlin",
        "starts_at": "2027-05-07T18:00",
        "ends_at": "2027-05-09T18:00",
        "capacity": "",
        "team_size_max": "8",
        "team_joining": "on_request",
        "answer_days": "14",
        "accept_hours": "0",
        "certificates": "nobody",
        "reports_to_hide": "3",
        "grace_minutes": "0",
        "solutions_per_team": "1",
        "age_limit": "0",
        "age_proof": "statement",
        "hashtag": "",
        **changes,
    }


def test_a_sprint_is_made_with_times_of_its_own_zone(sprint: Sprint, browser: Client) -> None:
    address = page("sprint-create", sprint.programme.slug)
    browser.post(address, sprint_form(timezone="America/New_York"))
    made = Sprint.objects.get(slug="sprint-im-mai")
    assert made.state == SprintState.DRAFT
    assert made.starts_at.isoformat() == "2027-05-07T22:00:00+00:00"


@pytest.mark.parametrize(
    "change",
    [{"ends_at": "2027-05-01T18:00"}, {"timezone": "Europe/Nowhere"}, {"slug": "Größe"}, {"capacity": "0"}],
)
def test_a_wrong_sprint_is_refused_and_kept(sprint: Sprint, browser: Client, change: dict[str, str]) -> None:
    answer = browser.post(page("sprint-create", sprint.programme.slug), sprint_form(**change))
    assert answer.status_code == 422
    assert "Sprint im Mai" in answer.content.decode()
    assert not Sprint.objects.filter(title="Sprint im Mai").exists()


def test_publishing_asks_once_and_needs_a_phase(sprint: Sprint, browser: Client) -> None:
    draft = make.SprintFactory.create(programme=sprint.programme, state=SprintState.DRAFT, features=[])
    address = page("sprint-publish", draft.slug)
    assert browser.post(address).status_code == 422
    make.PhaseFactory.create(sprint=draft)
    browser.post(address)
    draft.refresh_from_db()
    assert draft.state == SprintState.PUBLISHED


def test_a_phase_is_set_and_removed(sprint: Sprint, browser: Client) -> None:
    start = (clock.now() + timedelta(days=1)).astimezone(sprint.zone)
    times = {"starts_at": f"{start:%Y-%m-%dT%H:%M}", "ends_at": f"{start + timedelta(hours=5):%Y-%m-%dT%H:%M}"}
    address = page("phase", sprint.slug, "review")
    assert 'value="review" ' in text_of(browser, address)
    browser.post(address, {"title": "Jurywoche", "features": ["review"], **times})
    phase = Phase.objects.get(kind="review")
    assert (phase.shown_title, phase.features) == ("Jurywoche", ["review"])
    assert "Jurywoche" in text_of(browser, page("phases", sprint.slug))
    remove = page("phase-remove", phase.public_id)
    assert "Jurywoche" in text_of(browser, remove)
    browser.post(remove)
    assert not Phase.objects.filter(kind="review").exists()
    assert browser.get(page("phase", sprint.slug, "party")).status_code == 404


def rubric_form(*criteria: tuple[str, str, str]) -> dict[str, str]:
    form = {"title": "Bogen", "form-TOTAL_FORMS": str(len(criteria)), "form-INITIAL_FORMS": "0"}
    for place, (title, weight, points) in enumerate(criteria):
        given = {"title": title, "description": "", "weight": weight, "max_points": points}
        form |= {f"form-{place}-{name}": value for name, value in given.items()}
    return form


def test_the_rubric_is_set_until_somebody_has_given_points(sprint: Sprint, browser: Client) -> None:
    address = page("rubric", sprint.slug)
    browser.post(address, rubric_form(("Nutzen", "2", "5"), ("Neuheit", "1", "5"), ("", "1", "5")))
    assert list(Criterion.objects.values_list("title", "weight")) == [("Nutzen", 2), ("Neuheit", 1)]
    assert "Nutzen" in text_of(browser, address)
    solution = make.SolutionFactory.create(team__challenge__sprint=sprint, handed_in=True)
    make.ScoreFactory.create(review__solution=solution, criterion=Criterion.objects.all()[0])
    answer = browser.post(address, rubric_form(("Anders", "1", "5")))
    assert answer.status_code == 422
    assert "Anders" in answer.content.decode()
    assert Criterion.objects.count() == 2


def test_a_rubric_says_where_jurors_may_abstain(sprint: Sprint, browser: Client) -> None:
    address = page("rubric", sprint.slug)
    browser.post(address, rubric_form(("Nutzen", "2", "5"), ("Technik", "1", "5")) | {"form-1-may_abstain": "on"})
    assert dict(Criterion.objects.values_list("title", "may_abstain")) == {"Nutzen": False, "Technik": True}
    assert text_of(browser, address).count(" checked") == 1


def test_a_rubric_with_a_wrong_weight_says_where(sprint: Sprint, browser: Client) -> None:
    answer = browser.post(page("rubric", sprint.slug), rubric_form(("Nutzen", "0", "5")))
    assert answer.status_code == 422
    assert "id_form-0-weight_error" in answer.content.decode()
    assert not Criterion.objects.exists()


def test_tasks_are_given_by_address_and_taken_after_one_question(sprint: Sprint, browser: Client) -> None:
    address = page("roles", sprint.programme.slug)
    person = UserFactory.create(email="neu@example.org", display_name="Nele Neu")
    unknown = browser.post(address, {"email": "niemand@example.org", "role": "juror"})
    assert unknown.status_code == 422
    assert "niemand@example.org" in unknown.content.decode()
    browser.post(address, {"email": "Neu@example.org", "role": "juror"})
    role = ProgrammeRole.objects.get(user=person)
    revoke = page("role-revoke", role.public_id)
    assert "Nele Neu" in text_of(browser, revoke)
    browser.post(revoke)
    assert not ProgrammeRole.objects.filter(user=person).exists()


def test_the_last_organiser_stays(organiser: User, browser: Client) -> None:
    role = ProgrammeRole.objects.get(user=organiser)
    assert browser.post(page("role-revoke", role.public_id)).status_code == 422
    assert ProgrammeRole.objects.filter(pk=role.pk).exists()
