"""Offers on the pages: who reads what, who answers where, and how many questions a page asks."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from backend.accounts.models import User
from backend.core import clock
from backend.web.offer_words import days_words, late_words, overdue_sentence
from programmes.models import Challenge, Offer
from programmes.selectors.offers import AnswerFigures
from tests.backend.web.visitors import queries_of, signed_in, text_of
from tests.factories import programmes as make
from tests.factories.accounts import MembershipFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
DESK_QUERIES, CHALLENGE_QUERIES, ORGANISATION_QUERIES = 11, 10, 8
SOLUTION_QUERIES, SOLUTION_QUERIES_SIGNED_IN = 11, 19


@pytest.fixture
def offer() -> Offer:
    return make.OfferFactory.create()


@pytest.fixture
def speaker(offer: Offer) -> User:
    return MembershipFactory.create(organisation=offer.organisation).user


@pytest.fixture
def contact(offer: Offer) -> User:
    person = MembershipFactory.create(organisation=offer.organisation, role="member").user
    Challenge.objects.update(contact=person, contact_name="Kim Amt", contact_role="Grünflächen")
    return person


def answer_page(offer: Offer) -> str:
    return reverse("web:offer-answer", args=[offer.public_id])


def desk(offer: Offer) -> str:
    return reverse("web:organisation-offers", args=[offer.organisation.public_id])


def solution_page(offer: Offer) -> str:
    return reverse("web:solution", args=[offer.solution.public_id])


def overdue(offer: Offer, days: int) -> None:
    due_at = clock.now() - days * DAY
    Offer.objects.filter(pk=offer.pk).update(offered_at=due_at - 14 * DAY, answer_due_at=due_at)


# Words.


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "Antwort seit heute überfällig"),
        (1, "Antwort seit 1 Tag überfällig"),
        (5, "Antwort seit 5 Tagen überfällig"),
    ],
)
def test_a_delay_is_said_in_days(offer: Offer, days: int, words: str) -> None:
    overdue(offer, days)
    offer.refresh_from_db()
    assert late_words(offer) == words
    offer.state = "in_talks"
    assert late_words(offer) == ""


@pytest.mark.parametrize(
    ("missing", "days", "words"),
    [
        (0, 0, ""),
        (1, 5, "Antwort seit 5 Tagen überfällig"),
        (2, 0, "2 Antworten seit heute überfällig"),
        (2, 1, "2 Antworten überfällig, bis zu 1 Tag"),
        (3, 5, "3 Antworten überfällig, bis zu 5 Tage"),
    ],
)
def test_many_delays_are_one_sentence(missing: int, days: int, words: str) -> None:
    assert overdue_sentence(AnswerFigures(9, 1, missing, days, None)) == words


@pytest.mark.parametrize(("days", "words"), [(None, ""), (0.4, "weniger als 1 Tag"), (1.2, "1 Tag"), (8.6, "9 Tage")])
def test_a_median_is_said_in_days(days: float | None, words: str) -> None:
    assert days_words(days) == words


# What everybody reads.


def test_the_solution_says_who_answers_what(client: Client, offer: Offer) -> None:
    assert "angeboten" in text_of(client, solution_page(offer))
    overdue(offer, 5)
    text = text_of(client, solution_page(offer))
    assert "Antwort seit 5 Tagen überfällig" in text
    assert offer.organisation.name in text
    assert answer_page(offer) not in text
    Offer.objects.update(state="declined", answered_at=clock.now(), reason="Zu teuer.", note="Fragen Sie 2027 wieder.")
    text = text_of(client, solution_page(offer))
    for shown in ("abgelehnt", "Zu teuer.", "Fragen Sie 2027 wieder."):
        assert shown in text
    assert "überfällig" not in text


def test_the_challenge_names_the_contact_the_duty_and_the_delays(client: Client, offer: Offer, contact: User) -> None:
    overdue(offer, 2)
    text = text_of(client, reverse("web:challenge", args=[offer.challenge.public_id]))
    for shown in ("Kim Amt", "Grünflächen", "innerhalb von 14 Tagen", "Antwort seit 2 Tagen überfällig"):
        assert shown in text
    assert contact.display_name not in text
    assert contact.email not in text


def test_a_citizen_s_challenge_promises_nothing(client: Client) -> None:
    row = make.ChallengeFactory.create(owner=None, proposed_by=UserFactory.create())
    assert "innerhalb von 14 Tagen" not in text_of(client, reverse("web:challenge", args=[row.public_id]))


def test_the_organisation_lists_its_answers_with_the_usual_time(client: Client, offer: Offer) -> None:
    address = reverse("web:organisation", args=[offer.organisation.public_id])
    assert "(Median)" not in text_of(client, address)
    now = clock.now()
    Offer.objects.update(state="piloting", offered_at=now - 6 * DAY, answered_at=now - 2 * DAY, note="Seit Mai.")
    text = text_of(client, address)
    for shown in ("4 Tage (Median)", "in Erprobung", "Seit Mai."):
        assert shown in text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow(client: Client, rows: int) -> None:
    organisation = OrganisationFactory.create()
    challenge = make.ChallengeFactory.create(owner=organisation)
    speaker = MembershipFactory.create(organisation=organisation).user
    for _ in range(rows):
        solution = make.SolutionFactory.create(team__challenge=challenge, handed_in=True)
        make.OfferFactory.create(solution=solution)
        make.OfferFactory.create(
            solution=solution, organisation=OrganisationFactory.create(), state="adopted", answered_at=clock.now()
        )
        other = make.SolutionFactory.create(team__challenge=challenge, handed_in=True)
        make.OfferFactory.create(solution=other, state="in_talks", answered_at=clock.now())
    reader = signed_in(speaker)
    assert queries_of(reader, reverse("web:organisation-offers", args=[organisation.public_id])) == DESK_QUERIES
    assert queries_of(client, reverse("web:challenge", args=[challenge.public_id])) == CHALLENGE_QUERIES
    assert queries_of(client, reverse("web:organisation", args=[organisation.public_id])) == ORGANISATION_QUERIES


@pytest.mark.parametrize("rows", [1, 3])
def test_a_solution_that_many_were_offered_asks_no_more(offer: Offer, speaker: User, rows: int) -> None:
    for _ in range(rows):
        make.OfferFactory.create(solution=offer.solution, challenge=make.ChallengeFactory.create())
    assert queries_of(Client(), solution_page(offer)) == SOLUTION_QUERIES
    assert queries_of(signed_in(speaker), solution_page(offer)) == SOLUTION_QUERIES_SIGNED_IN


# The desk.


def test_the_desk_shows_what_waits_the_needs_and_everything_by_state(
    offer: Offer, speaker: User, contact: User
) -> None:
    overdue(offer, 3)
    later = make.OfferFactory.create(
        solution=make.SolutionFactory.create(team__challenge=offer.challenge, handed_in=True)
    )
    done = make.OfferFactory.create(
        solution=make.SolutionFactory.create(team__challenge=offer.challenge, handed_in=True),
        state="adopted",
        answered_at=clock.now(),
    )
    titles = [row.solution.current_version.title for row in (offer, later, done) if row.solution.current_version]
    for person in (speaker, contact):
        text = text_of(signed_in(person), desk(offer))
        waiting, rest = text.split('id="needs"')
        assert waiting.index("Antwort seit 3 Tagen überfällig") < waiting.index(titles[1])
        assert titles[2] not in waiting
        assert "Kim Amt" in rest
        chosen = text_of(signed_in(person), desk(offer) + "?state=adopted").split('id="all"')[1]
        assert titles[2] in chosen
        assert titles[0] not in chosen
    assert reverse("web:challenge-edit", args=[offer.challenge.public_id]) in text_of(signed_in(speaker), desk(offer))
    assert reverse("web:challenge-edit", args=[offer.challenge.public_id]) not in text_of(
        signed_in(contact), desk(offer)
    )


def test_the_desk_is_for_those_who_answer(client: Client, offer: Offer) -> None:
    member = MembershipFactory.create(organisation=offer.organisation, role="member").user
    for person in (member, make.lead_of(offer.solution.team)):
        assert signed_in(person).get(desk(offer)).status_code == 403
    assert client.get(desk(offer)).status_code == 302
    assert signed_in(member).get("/organisationen/org_none/antworten/").status_code == 404


def test_what_waits_stands_on_the_own_page(offer: Offer, speaker: User, contact: User) -> None:
    for person in (speaker, contact):
        assert answer_page(offer) in text_of(signed_in(person), "/fuer-mich/")
    assert answer_page(offer) not in text_of(signed_in(make.lead_of(offer.solution.team)), "/fuer-mich/")


# Answering.


def test_an_answer_is_given_by_one_form(offer: Offer, speaker: User) -> None:
    browser = signed_in(speaker)
    assert answer_page(offer) in text_of(browser, solution_page(offer))
    wrong = browser.post(answer_page(offer), {"state": "declined", "reason": "", "note": "Schade."})
    assert wrong.status_code == 422
    assert "Schade." in wrong.content.decode()
    done = browser.post(answer_page(offer), {"state": "declined", "reason": "Zu teuer.", "note": "Schade."})
    assert done["Location"] == desk(offer)
    offer.refresh_from_db()
    assert (offer.state, offer.reason, offer.note) == ("declined", "Zu teuer.", "Schade.")
    assert "Zu teuer." in text_of(browser, answer_page(offer))


def test_a_decided_answer_offers_no_step_back(offer: Offer, speaker: User) -> None:
    Offer.objects.update(state="adopted", answered_at=clock.now())
    assert 'value="declined"' not in text_of(signed_in(speaker), answer_page(offer))
    Offer.objects.update(state="withdrawn")
    assert "<textarea" not in text_of(signed_in(speaker), answer_page(offer))


# Offering.


def test_the_team_offers_its_solution_to_another_organisation(offer: Offer) -> None:
    lead = make.lead_of(offer.solution.team)
    address = reverse("web:offer-create", args=[offer.solution.public_id])
    assert address not in text_of(signed_in(lead), solution_page(offer))
    assert signed_in(lead).get(address).status_code == 409
    other = make.ChallengeFactory.create(sprint=offer.solution.sprint)
    assert address in text_of(signed_in(lead), solution_page(offer))
    assert address not in text_of(signed_in(), solution_page(offer))
    assert signed_in().get(address).status_code == 403
    assert signed_in(lead).post(address, {"challenge": offer.challenge.public_id}).status_code == 422
    assert signed_in(lead).post(address, {"challenge": other.public_id})["Location"] == solution_page(offer)
    assert set(offer.solution.offers.values_list("organisation", flat=True)) == {
        offer.organisation_id,
        other.owner_id,
    }


# The contact.


def test_a_speaker_names_the_contact(offer: Offer, speaker: User) -> None:
    colleague = MembershipFactory.create(organisation=offer.organisation, role="member").user
    address = reverse("web:challenge-edit", args=[offer.challenge.public_id])
    texts = {"title": "Wie?", "summary": "So.", "body": "", "language": "de", "category": "", "answer_due_at": ""}
    given = {**texts, "contact_name": "Kim Amt", "contact_role": "Grün", "contact": colleague.public_id}
    assert colleague.display_name in text_of(signed_in(speaker), address)
    assert signed_in(speaker).post(address, given).status_code == 302
    row = Challenge.objects.get(pk=offer.challenge_id)
    assert (row.contact, row.contact_name, row.contact_role) == (colleague, "Kim Amt", "Grün")
    stranger = UserFactory.create()
    assert signed_in(speaker).post(address, {**given, "contact": stranger.public_id}).status_code == 422


def test_organisers_do_not_learn_who_is_in_an_organisation(offer: Offer, speaker: User) -> None:
    organiser = make.ProgrammeRoleFactory.create(programme=offer.solution.sprint.programme).user
    text = text_of(signed_in(organiser), reverse("web:challenge-edit", args=[offer.challenge.public_id]))
    assert "contact_name" in text
    assert speaker.display_name not in text
