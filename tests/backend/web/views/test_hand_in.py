"""The hand-in: drafts that are never lost, handing in within the window, an honest word after it."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from backend.core import clock
from programmes.enums import SolutionState
from programmes.models import Solution, SolutionVersion, Team
from tests.backend.web.visitors import queries_of, signed_in, text_of
from tests.factories import programmes as make

pytestmark = pytest.mark.django_db
TEXT = {
    "title": "Die Karte",
    "summary": "Sie zeigt, wo es Hilfe gibt.",
    "body": "Mit **allen** Angeboten.",
    "language": "de",
    "licence": "CC-BY-4.0",
    "image_alt": "",
    "link_label_0": "Probe",
    "link_url_0": "https://example.org/karte",
}


@pytest.fixture
def team() -> Team:
    return make.TeamFactory.create()


@pytest.fixture
def browser(team: Team) -> Client:
    return signed_in(team.created_by)


def page(team: Team, name: str = "hand-in") -> str:
    return reverse(f"web:{name}", args=[team.public_id])


def test_a_draft_may_have_gaps(team: Team, browser: Client) -> None:
    answer = browser.post(page(team), {**TEXT, "summary": "", "body": "", "do": "save"})
    assert answer["Location"] == page(team)
    assert SolutionVersion.objects.get().title == "Die Karte"
    assert "Die Karte" in text_of(browser, page(team))


def test_the_background_keeps_what_is_typed(team: Team, browser: Client) -> None:
    answer = browser.post(page(team, "hand-in-draft"), {**TEXT, "base": ""})
    assert answer.status_code == 200
    assert answer.json()["said"].startswith("Entwurf gespeichert: ")
    assert SolutionVersion.objects.get().links == [{"label": "Probe", "url": "https://example.org/karte"}]
    assert browser.post(page(team, "hand-in-draft"), {**TEXT, "title": ""}).status_code == 422
    assert SolutionVersion.objects.get().title == "Die Karte"
    assert browser.get(page(team, "hand-in-draft")).status_code == 405


def test_the_preview_shows_what_everybody_will_see(team: Team, browser: Client) -> None:
    assert browser.get(page(team, "hand-in-preview"))["Location"] == page(team)
    assert browser.post(page(team), {**TEXT, "do": "preview"})["Location"] == page(team, "hand-in-preview")
    text = text_of(browser, page(team, "hand-in-preview"))
    assert "<strong>allen</strong>" in text
    assert "https://example.org/karte" in text


def test_handing_in_asks_for_all_of_it_and_then_it_counts(team: Team, browser: Client) -> None:
    answer = browser.post(page(team), {**TEXT, "body": "", "do": "hand_in"})
    assert answer.status_code == 422
    assert "Sie zeigt, wo es Hilfe gibt." in answer.content.decode()
    assert not Solution.objects.exists()
    browser.post(page(team), {**TEXT, "do": "hand_in"})
    solution = Solution.objects.get()
    assert solution.state == SolutionState.HANDED_IN
    assert solution.current_version is not None


def test_after_the_deadline_nothing_is_handed_in_and_the_text_stays(team: Team, browser: Client) -> None:
    with clock.at(clock.now() + timedelta(hours=13)):
        answer = browser.post(page(team), {**TEXT, "do": "hand_in"})
        assert answer.status_code == 422
        assert "Mit **allen** Angeboten." in answer.content.decode()
        text = text_of(browser, page(team))
        assert "data-countdown" not in text
        assert 'value="hand_in"' not in text
    assert not Solution.objects.filter(state=SolutionState.HANDED_IN).exists()


def picture(kind: str) -> SimpleUploadedFile:
    file = BytesIO()
    Image.new("RGB", (8, 8), "teal").save(file, kind)
    return SimpleUploadedFile("bild.png", file.getvalue(), content_type="image/png")


def test_a_picture_is_taken_by_what_it_is(team: Team, browser: Client) -> None:
    script = SimpleUploadedFile("bild.png", b"<svg onload='alert(1)'/>", content_type="image/png")
    refused = browser.post(page(team), {**TEXT, "do": "save", "image": script})
    assert refused.status_code == 422
    assert not SolutionVersion.objects.exists()
    browser.post(page(team), {**TEXT, "do": "save", "image": picture("PNG"), "image_alt": "Eine Fläche"})
    version = SolutionVersion.objects.get()
    assert str(version.image.name).endswith(".webp")
    browser.post(page(team), {**TEXT, "do": "save"})
    version.refresh_from_db()
    assert version.image, "saving without a new picture keeps the old one"


def test_all_links_stay_even_if_there_are_many(team: Team, browser: Client) -> None:
    links = [{"label": f"Link {n}", "url": f"https://example.org/{n}"} for n in range(5)]
    solution = make.SolutionFactory.create(team=team)
    version = solution.versions.get()
    version.links = links
    version.save()
    text = text_of(browser, page(team))
    assert all(link["url"] in text for link in links)
    assert 'name="link_url_5"' in text


def test_a_solution_is_taken_back_after_one_question(team: Team, browser: Client) -> None:
    browser.post(page(team), {**TEXT, "do": "hand_in"})
    assert team.name in text_of(browser, page(team, "solution-withdraw"))
    browser.post(page(team, "solution-withdraw"))
    assert Solution.objects.get().state == SolutionState.WITHDRAWN


def test_strangers_do_not_write_for_a_team(team: Team) -> None:
    stranger = signed_in()
    for name in ("hand-in", "hand-in-preview", "solution-withdraw"):
        assert stranger.get(page(team, name)).status_code == 403
    assert stranger.post(page(team), {**TEXT, "do": "save"}).status_code == 403
    assert not Solution.objects.exists()


@pytest.mark.parametrize("versions", [1, 3])
def test_the_number_of_queries_does_not_grow(team: Team, browser: Client, versions: int) -> None:
    solution = make.SolutionFactory.create(team=team, handed_in=True)
    for _ in range(versions - 1):
        make.SolutionVersionFactory.create(solution=solution, handed_in_at=clock.now())
    assert queries_of(browser, page(team)) == 16
