"""A juror's evening on a tablet: thirty solutions, by the keyboard alone, with a connection that is lost."""

from dataclasses import dataclass

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Page, ViewportSize, expect

from programmes.models import Comparison, Programme, Review, Solution
from programmes.seeds.story import PROGRAMME
from programmes.selectors.reviews import points_of
from programmes.services.reviews import review_assign, review_save_scores
from tests.browser.platform import Platform
from tests.factories import programmes as make

pytestmark = [pytest.mark.browser, pytest.mark.processes]
TABLET: ViewportSize = {"width": 820, "height": 1180}
MANY, CRITERIA = 30, 3


@dataclass(frozen=True)
class Words:
    progress: str
    saved: str
    waiting: str
    offline: str
    comment: str
    submitted: str
    keys: str
    changeable: str
    question: str
    compared: str


GERMAN = Words(
    progress="{} von {}",
    saved="Entwurf gespeichert",
    waiting="Noch nicht gespeichert.",
    offline="Keine Verbindung.",
    comment="Was Sie dazu sagen",
    submitted="Die Bewertung ist eingereicht.",
    keys="Mit einzelnen Tasten bewegen",
    changeable="Sie können die Bewertung wieder ändern.",
    question="Welche überzeugt Sie mehr?",
    compared="Sie haben {} Vergleiche gemacht.",
)
ENGLISH = Words(
    progress="{} of {}",
    saved="Draft saved",
    waiting="Not saved yet.",
    offline="No connection.",
    comment="What you say about it",
    submitted="The review is submitted.",
    keys="Move by single keys",
    changeable="You can change the review again.",
    question="Which one convinces you more?",
    compared="You have made {} comparisons.",
)


def evening() -> list[Review]:
    """Thirty solutions for Jonas, in a sprint that began last, so that it stands on top."""
    juror = get_user_model().objects.get(email="jonas@example.org")
    sprint = make.SprintFactory.create(programme=Programme.objects.get(slug=PROGRAMME), title="Ein langer Abend")
    rubric = make.RubricFactory.create(sprint=sprint)
    make.CriterionFactory.create_batch(CRITERIA - 1, rubric=rubric)
    make.CriterionFactory.create(rubric=rubric, may_abstain=True)
    make.CriterionFactory.create(rubric=rubric, max_points=40, may_abstain=True)
    challenge = make.ChallengeFactory.create(sprint=sprint)
    solutions: list[Solution] = make.SolutionFactory.create_batch(MANY, team__challenge=challenge, handed_in=True)
    return review_assign(actor=None, sprint=sprint, solutions=solutions, jurors=[juror])


def give(page: Page, *points: int) -> None:
    """From the key that leads to the rubric on: one digit a criterion, and on with the tabulator."""
    page.keyboard.press("r")
    expect(page.locator("#sheet")).to_be_focused()
    for value in points:
        page.keyboard.press("Tab")
        page.keyboard.press(str(value))
        expect(page.locator(":focus")).to_be_checked()
        expect(page.locator(":focus")).to_have_value(str(value))


def give_many(page: Page) -> None:
    """Of a criterion with many points they are typed; the box beside them takes their place, and they take its."""
    page.keyboard.press("Tab")
    page.keyboard.type("30")
    page.keyboard.press("s")
    box = page.locator("input[type=checkbox][data-excludes]")
    expect(box).to_be_checked()
    expect(page.locator("input[type=number]")).to_have_value("")
    page.keyboard.type("25")
    expect(box).not_to_be_checked()
    page.keyboard.press("Tab")
    expect(box).to_be_focused()


def say(page: Page, text: str) -> None:
    page.keyboard.press("Tab")
    page.keyboard.type(text)


def stored(review: Review) -> tuple[list[int | None], str, str]:
    review.refresh_from_db()
    return list(points_of(review).values()), review.comment, review.state


def review_one(platform: Platform, page: Page, words: Words, reviews: list[Review]) -> None:
    page.goto("/bewerten/")
    expect(page.get_by_text(words.progress.format(0, MANY))).to_be_visible()
    platform.check(page)
    page.keyboard.press("n")
    page.wait_for_url(f"**/bewerten/{reviews[0].public_id}/")
    platform.check(page)
    give(page, 4, 5, 3)
    give_many(page)
    say(page, "n, p, r und z sind hier nur Buchstaben.")
    expect(page.locator("[data-saved][data-state=unsaved]")).to_have_text(words.waiting)
    expect(page.locator("[data-saved][data-state=said]")).to_contain_text(words.saved)
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"**/bewerten/{reviews[1].public_id}/")
    expect(page.get_by_text(words.submitted)).to_be_visible()
    expect(page.get_by_text(words.progress.format(1, MANY))).to_be_visible()
    assert stored(reviews[0]) == ([4, 5, 3, 25], "n, p, r und z sind hier nur Buchstaben.", "submitted")


def lose_the_connection(platform: Platform, page: Page, words: Words, review: Review) -> Page:
    """What is typed then is kept, even if the browser is closed, and sent when the juror is back."""
    context = page.context
    give(page, 2)
    expect(page.locator("[data-saved][data-state=said]")).to_be_visible()
    context.set_offline(offline=True)
    page.keyboard.press("Tab")
    page.keyboard.press("1")
    page.keyboard.press("s")
    expect(page.locator(":focus")).to_have_value("1")
    page.keyboard.press("Tab")
    page.keyboard.press("s")
    expect(page.locator(":focus")).to_have_value("abstain")
    page.keyboard.press("Tab")
    page.keyboard.press("s")
    expect(page.locator("[data-saved][data-state=offline]")).to_contain_text(words.offline)
    page.get_by_label(words.comment).focus()
    page.keyboard.type("Im Zug geschrieben.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-said]")).to_contain_text(words.offline)
    assert page.url.endswith(f"/bewerten/{review.public_id}/#sheet")
    platform.check(page)
    assert stored(review) == ([2], "", "started")
    page.close()

    context.set_offline(offline=False)
    page = context.new_page()
    page.goto(f"/bewerten/{review.public_id}/")
    expect(page.get_by_label(words.comment)).to_have_value("Im Zug geschrieben.")
    expect(page.locator("[data-saved][data-state=said]")).to_contain_text(words.saved)
    expect(page.locator("input[value=abstain]")).to_be_checked()
    expect(page.locator("input[type=checkbox][data-excludes]")).to_be_checked()
    assert stored(review) == ([2, 1, None, None], "Im Zug geschrieben.", "started")
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('gw-draft'))") == []
    return page


def come_back_by_itself(page: Page, words: Words, review: Review) -> None:
    """Without a new page: as soon as the connection is there again."""
    page.context.set_offline(offline=True)
    page.get_by_label(words.comment).focus()
    page.keyboard.press("End")
    page.keyboard.type(" Und weiter.")
    expect(page.locator("[data-saved][data-state=offline]")).to_be_visible()
    page.context.set_offline(offline=False)
    expect(page.locator("[data-saved][data-state=said]")).to_be_visible()
    assert stored(review)[1] == "Im Zug geschrieben. Und weiter."


def choose_between_two_versions(page: Page, words: Words, review: Review) -> None:
    """Where the review was changed elsewhere meanwhile, nobody decides but the juror."""
    page.context.set_offline(offline=True)
    page.get_by_label(words.comment).fill("Auf diesem Gerät.")
    expect(page.locator("[data-saved][data-state=offline]")).to_be_visible()
    page.goto("about:blank")
    review_save_scores(actor=review.juror, review=review, points={}, comment="Auf dem anderen.")
    page.context.set_offline(offline=False)
    page.goto(f"/bewerten/{review.public_id}/")
    expect(page.get_by_label(words.comment)).to_have_value("Auf dem anderen.")
    page.locator("[data-take=here]").press("Enter")
    expect(page.locator("[data-saved][data-state=said]")).to_be_visible()
    assert stored(review)[1] == "Auf diesem Gerät."


def undo(platform: Platform, page: Page, words: Words, review: Review) -> None:
    page.keyboard.press("p")
    page.wait_for_url(f"**/bewerten/{review.public_id}/")
    platform.check(page)
    page.keyboard.press("z")
    expect(page.get_by_text(words.changeable)).to_be_visible()
    assert stored(review)[2] == "started"


def switch_off(page: Page, words: Words) -> None:
    """Whoever speaks to the tablet would otherwise be carried away by a word."""
    url = page.url
    page.get_by_label(words.keys).press("Space")
    page.reload()
    expect(page.get_by_label(words.keys)).not_to_be_checked()
    page.keyboard.press("n")
    assert page.url == url
    page.get_by_label(words.keys).press("Space")
    page.locator("h1").click()


def compare(platform: Platform, page: Page, words: Words) -> None:
    own = Comparison.objects.filter(juror__email="jonas@example.org")
    page.goto("/bewerten/vergleichen/leise-naechte/")
    expect(page.get_by_role("heading", name=words.question)).to_be_visible()
    platform.check(page)
    left = page.locator("input[name=first]").get_attribute("value")
    right = page.locator("input[name=second]").get_attribute("value")
    answer(page, "ArrowRight", words.compared.format(3))
    made = own.latest("created_at")
    better = made.first if made.choice == "first" else made.second
    assert (better.public_id, {made.first.public_id, made.second.public_id}) == (right, {left, right})
    platform.check(page)
    answer(page, "=", words.compared.format(4))
    answer(page, "z", words.compared.format(3))
    assert own.get(choice="").first.public_id in set(
        page.locator(".gw-choices input").evaluate_all("all => all.map(one => one.value)")
    )
    answer(page, "s", words.compared.format(3))
    assert own.filter(choice="skip").count() == 1


def answer(page: Page, key: str, said: str) -> None:
    """By one key; the next pair comes without a new page, and takes the focus."""
    with page.expect_response(lambda got: got.request.method == "GET" and "/vergleichen/" in got.url):
        page.keyboard.press(key)
    expect(page.get_by_text(said)).to_be_visible()
    expect(page.locator("#comparing h2")).to_be_focused()


def test_a_juror_has_thirty_solutions_and_an_evening(platform: Platform) -> None:
    reviews = evening()
    page = platform.open("jonas", size=TABLET)
    review_one(platform, page, GERMAN, reviews)
    page = lose_the_connection(platform, page, GERMAN, reviews[1])
    come_back_by_itself(page, GERMAN, reviews[1])
    choose_between_two_versions(page, GERMAN, reviews[1])
    page.locator("h1").click()
    undo(platform, page, GERMAN, reviews[0])
    switch_off(page, GERMAN)
    compare(platform, page, GERMAN)


def test_the_same_evening_in_english(platform: Platform) -> None:
    reviews = evening()
    page = platform.open("jonas", size=TABLET, language="en")
    review_one(platform, page, ENGLISH, reviews)
    page = lose_the_connection(platform, page, ENGLISH, reviews[1])
    compare(platform, page, ENGLISH)
