"""A new sprint from a template, on its pages and by its command; and the hand-in that it asks for."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from programmes.domain.outline import stored
from programmes.domain.templates.startup import CANVAS
from programmes.enums import SolutionState
from programmes.models import Programme, Solution, Sprint
from tests.backend.api.client import ApiClient, problem_of
from tests.factories import programmes as make

pytestmark = pytest.mark.django_db
FILLED = {
    "starts_at": "2027-03-26T18:00",
    "timezone": "Europe/Berlin",
    "title": "Ein Wochenende",
    "slug": "ein-wochenende",
    "language": "de",
}


@pytest.fixture
def programme() -> Programme:
    return make.ProgrammeFactory.create()


def signed_in(user: Any, language: str = "en") -> Client:
    user.language = language
    user.save(update_fields=["language"])
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def desk(programme: Programme) -> Client:
    return signed_in(make.ProgrammeRoleFactory.create(programme=programme).user)


def address(programme: Programme, more: str = "") -> str:
    return f"/organisation/programme/{programme.slug}/sprints/vorlagen/{more}"


def test_choose_look_and_create(programme: Programme, desk: Client) -> None:
    listed = desk.get(address(programme)).text
    for key in ("hackathon", "startup", "lab"):
        assert address(programme, f"{key}/") in listed
        assert desk.get(address(programme, f"{key}/")).status_code == 200
    assert desk.get(address(programme, "party/")).status_code == 404

    only_dates = {"starts_at": "2027-05-07T10:00", "timezone": "Europe/Lisbon", "do": "look"}
    looked = desk.post(address(programme, "hackathon/"), only_dates)
    assert looked.status_code == 200
    assert "Friday, 7 May 2027, 10:00" in looked.text
    assert "Sunday, 9 May 2027, 10:00" in looked.text
    assert 'value="2027-05-07T10:00"' in looked.text
    assert not Sprint.objects.exists()

    made = desk.post(address(programme, "hackathon/"), {**FILLED, "do": "create"})
    sprint = Sprint.objects.get()
    assert made["Location"] == f"/organisation/sprints/{sprint.slug}/"
    assert (sprint.title, sprint.phases.count(), sprint.announcements.count()) == ("Ein Wochenende", 9, 3)


@pytest.mark.parametrize(
    "change", [{"slug": ""}, {"starts_at": "2020-01-01T10:00"}, {"timezone": "Mars"}, {"starts_at": "bald"}]
)
def test_what_was_typed_stays_where_something_is_wrong(
    change: dict[str, str], programme: Programme, desk: Client
) -> None:
    refused = desk.post(address(programme, "lab/"), {**FILLED, **change, "do": "create"})
    assert refused.status_code == 422
    assert "Ein Wochenende" in refused.text
    assert not Sprint.objects.exists()


def test_a_date_that_is_none_is_said_also_while_looking(programme: Programme, desk: Client) -> None:
    assert desk.post(address(programme, "lab/"), {**FILLED, "starts_at": "bald", "do": "look"}).status_code == 422


def test_the_command_shows_the_dates_and_creates_it(programme: Programme) -> None:
    out = StringIO()
    call_command("sprint", "templates", stdout=out)
    assert "hackathon: 48-hour hackathon." in out.getvalue()
    options = ["--programme", programme.slug, "--title", "Neu", "--slug", "neu", "--starts-at", "2027-03-26T18:00"]
    call_command("sprint", "create", "--template", "hackathon", *options, "--dry-run", stdout=out)
    assert "2027-03-28 18:00" in out.getvalue()
    assert not Sprint.objects.exists()
    call_command("sprint", "create", "--template", "hackathon", *options, stdout=out)
    assert Sprint.objects.get().slug == "neu"
    with pytest.raises(CommandError, match="slug"):
        call_command("sprint", "create", "--template", "lab", *options, stdout=out)


@pytest.mark.parametrize(
    ("name", "value"), [("--programme", "keines"), ("--starts-at", "bald"), ("--timezone", "Mars"), ("--title", "")]
)
def test_the_command_says_what_is_wrong(name: str, value: str, programme: Programme) -> None:
    options = {"--programme": programme.slug, "--title": "Neu", "--slug": "neu", "--starts-at": "2027-03-26T18:00"}
    words = [word for pair in {**options, name: value}.items() for word in pair]
    with pytest.raises(CommandError):
        call_command("sprint", "create", "--template", "hackathon", *words, stdout=StringIO())
    assert not Sprint.objects.exists()


def test_the_api_creates_all_of_it_or_nothing(programme: Programme) -> None:
    organiser = ApiClient(make.ProgrammeRoleFactory.create(programme=programme).user)
    [first, *_others] = ApiClient().get("sprint-templates/").json()["templates"]
    assert (first["key"], first["name"]["en"]) == ("hackathon", "48-hour hackathon")
    body = {"template": "startup", "slug": "neu", "title": "Neu", "starts_at": "2027-03-26T16:00:00+01:00"}
    new = f"programmes/{programme.public_id}/sprints/from-template/"
    made = organiser.post(new, body)
    assert (made.status_code, made.json()["state"], len(made.json()["sections"])) == (201, "draft", 9)
    assert problem_of(organiser.post(new, body))["code"] == "invalid"
    assert problem_of(organiser.post(new, {**body, "slug": "alt", "starts_at": "2020-01-01T00:00:00Z"}))["errors"]
    assert Sprint.objects.count() == 1


def test_a_team_fills_the_nine_fields_and_hands_them_in() -> None:
    team = make.TeamFactory.create(challenge__sprint=make.SprintFactory.create(sections=stored(CANVAS)))
    client = signed_in(make.lead_of(team), "de")
    page = f"/teams/{team.public_id}/abgabe/"
    shown = client.get(page).text
    assert shown.count('name="section_') == 9
    assert 'name="body"' not in shown
    fields: dict[str, Any] = {f"section_{section.key}": f"Zu {section.title_de}." for section in CANVAS}
    written = {"title": "Wir", "summary": "Kurz.", "language": "de", "licence": "CC-BY-4.0", **fields}
    refused = client.post(page, {**written, "section_costs": "", "do": "hand_in"})
    assert refused.status_code == 422
    assert 'href="#id_section_costs"' in refused.text
    assert client.post(page, {**written, "section_costs": "", "do": "save"}).status_code == 302
    assert "Zu Partner." in client.get(page).text
    assert client.post(page, {**written, "do": "hand_in"}).status_code == 302
    solution = Solution.objects.get()
    assert solution.state == SolutionState.HANDED_IN
    assert solution.current_version
    assert "## Kosten\n\nZu Kosten." in solution.current_version.body
