"""The page of a place that is offered: take it, decline it, or read that it is gone."""

from datetime import timedelta

import pytest

from backend.core import clock
from programmes.enums import RegistrationState
from tests.backend.web.visitors import queries_of, signed_in, text_of
from tests.factories.programmes import RegistrationFactory, SprintFactory

pytestmark = pytest.mark.django_db
PAGE_QUERIES = 5


def test_the_sprint_leads_to_the_offer_and_the_offer_to_the_place() -> None:
    row = RegistrationFactory.create(state="offered")
    browser, address = signed_in(row.user), f"/sprints/{row.sprint.slug}/platz-annehmen/"
    page = text_of(browser, f"/sprints/{row.sprint.slug}/")
    assert address in page
    assert "Ein Platz ist für Sie frei" in page
    assert "Platz annehmen" in text_of(browser, "/fuer-mich/")
    assert "Antwort bis" in text_of(browser, address)
    assert queries_of(browser, address) == PAGE_QUERIES
    assert browser.post(address).status_code == 302
    row.refresh_from_db()
    assert row.state == RegistrationState.REGISTERED
    assert "Ihnen ist gerade kein Platz angeboten" in text_of(browser, address)


def test_who_comes_too_late_reads_that_it_is_gone() -> None:
    row = RegistrationFactory.create(state="offered")
    browser, address = signed_in(row.user), f"/sprints/{row.sprint.slug}/platz-annehmen/"
    with clock.at(clock.now() + timedelta(hours=25)):
        answer = browser.post(address)
    assert answer.status_code == 422
    assert "nicht mehr angeboten" in answer.content.decode()


def test_an_offered_place_can_be_declined() -> None:
    row = RegistrationFactory.create(state="offered")
    signed_in(row.user).post(f"/sprints/{row.sprint.slug}/abmelden/")
    row.refresh_from_db()
    assert row.state == RegistrationState.CANCELLED


def test_strangers_have_nothing_to_accept() -> None:
    sprint = SprintFactory.create()
    assert signed_in().get(f"/sprints/{sprint.slug}/platz-annehmen/").status_code == 404
