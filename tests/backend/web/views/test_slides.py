"""Slides for the pitch: put to the draft, frozen with it, handed out safely to whoever may see that version."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from backend.core import clock
from programmes.models import Solution, SolutionVersion, Team
from programmes.services.solutions import solution_hand_in, solution_save_draft
from tests.backend.core.pdf_samples import HOSTILE, pdf
from tests.backend.web.visitors import bytes_of, signed_in, text_of
from tests.factories import programmes as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return make.TeamFactory.create()


@pytest.fixture
def browser(team: Team) -> Client:
    return signed_in(team.created_by)


def page(team: Team, name: str = "hand-in-slides") -> str:
    return reverse(f"web:{name}", args=[team.public_id])


def upload(content: bytes = pdf(), name: str = "folien.pdf", kind: str = "application/pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type=kind)


def put(browser: Client, team: Team, **fields: object) -> int:
    return browser.post(page(team), {"slides": upload(), "slides_title": "Unser Pitch", **fields}).status_code


def handed_in(team: Team) -> Solution:
    lead = make.lead_of(team)
    solution = solution_save_draft(
        actor=lead,
        team=team,
        title="Karte",
        summary="Kurz.",
        body="Lang.",
        licence="MIT",
        slides=upload(),
        slides_title="Unser Pitch",
    )
    return solution_hand_in(actor=lead, solution=solution)


def test_slides_are_uploaded_renamed_exchanged_and_removed(team: Team, browser: Client) -> None:
    assert put(browser, team) == 302
    version = SolutionVersion.objects.get()
    assert version.slides_title == "Unser Pitch"
    text = text_of(browser, page(team, "hand-in"))
    assert "Unser Pitch" in text
    assert reverse("web:solution-slides", args=[version.solution.public_id, 1]) in text
    assert browser.post(page(team), {"slides_title": "Anders"}).status_code == 302
    renamed = SolutionVersion.objects.get()
    assert (renamed.slides_title, str(renamed.slides)) == ("Anders", str(version.slides))
    assert put(browser, team, slides=upload(pdf(b"neu"))) == 302
    assert SolutionVersion.objects.get().slides_sha256 != version.slides_sha256
    assert "Unser Pitch" in text_of(browser, page(team, "hand-in-slides-remove"))
    assert browser.post(page(team, "hand-in-slides-remove")).status_code == 302
    assert not SolutionVersion.objects.get().slides
    assert browser.get(page(team, "hand-in-slides-remove")).status_code == 404


@pytest.mark.parametrize("fields", [{"slides": ""}, {"slides_title": ""}, {"slides": upload(HOSTILE["a script"])}])
def test_what_is_missing_or_wrong_is_said_and_nothing_is_kept(
    team: Team, browser: Client, fields: dict[str, object]
) -> None:
    assert put(browser, team, **fields) == 422
    assert not SolutionVersion.objects.exists()


def test_where_the_jury_sees_no_names_the_team_is_told_so(team: Team, browser: Client) -> None:
    method = make.SelectionMethodFactory.create(sprint=team.sprint)
    hint = "Namen"
    assert hint not in text_of(browser, page(team))
    method.is_blind = True
    method.save()
    assert hint in text_of(browser, page(team))


def test_what_was_handed_in_is_shown_with_its_size_and_served_safely(team: Team) -> None:
    solution = handed_in(team)
    text = text_of(Client(), reverse("web:solution", args=[solution.public_id]))
    address = reverse("web:solution-slides", args=[solution.public_id, 1])
    assert address in text
    assert "Bytes" in text
    answer = Client().get(address)
    assert bytes_of(answer) == pdf()
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'inline; filename="unser-pitch.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    policy = answer["Content-Security-Policy"]
    assert policy.startswith("sandbox")
    assert "allow-same-origin" not in policy
    assert "public" not in answer["Cache-Control"]


def test_the_jury_finds_them_beside_the_solution(team: Team) -> None:
    solution = handed_in(team)
    review = make.ReviewFactory.create(solution=solution)
    text = text_of(signed_in(review.juror), reverse("web:review", args=[review.public_id]))
    assert reverse("web:solution-slides", args=[solution.public_id, 1]) in text


def test_those_of_a_draft_are_the_teams_alone(team: Team, browser: Client) -> None:
    solution = handed_in(team)
    put(browser, team, slides=upload(pdf(b"neu")))
    for number, client, status in ((1, Client(), 200), (2, Client(), 404), (2, signed_in(), 404), (2, browser, 200)):
        assert client.get(reverse("web:solution-slides", args=[solution.public_id, number])).status_code == status
    assert Client().get(reverse("web:solution-slides", args=[solution.public_id, 3])).status_code == 404
    Solution.objects.update(hidden_at=clock.now())
    assert Client().get(reverse("web:solution-slides", args=[solution.public_id, 1])).status_code == 404


def test_no_address_of_media_leads_to_them(team: Team) -> None:
    version = handed_in(team).current_version
    assert version
    assert Client().get(f"/media/{version.slides.name}").status_code == 404
