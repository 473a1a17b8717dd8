"""Registering below the age limit, and what the guardian reads and answers."""

import pytest
from django.test import Client

from programmes.models import GuardianConsent, Registration
from programmes.selectors.consents import consent_token
from tests.backend.web.visitors import queries_of, signed_in, text_of
from tests.factories.consents import GuardianConsentFactory
from tests.factories.programmes import SprintFactory

pytestmark = pytest.mark.django_db
PAGE_QUERIES = 1


def test_who_is_younger_names_a_guardian() -> None:
    sprint = SprintFactory.create(age_limit=16)
    browser, address = signed_in(), f"/sprints/{sprint.slug}/anmelden/"
    assert "jünger als 16" in text_of(browser, address)
    sent = {"display_name": "Kim", "of_age": "no"}
    answer = browser.post(address, sent)
    assert answer.status_code == 422
    assert 'href="#id_guardian_name"' in answer.content.decode()
    sent |= {"guardian_name": "Gabi", "guardian_email": "gabi@example.org"}
    assert browser.post(address, sent).status_code == 302
    assert Registration.objects.get().state == "consent"
    assert "Ihr Platz ist für Sie freigehalten" in text_of(browser, f"/sprints/{sprint.slug}/")


def test_a_date_of_birth_is_enough() -> None:
    sprint = SprintFactory.create(age_limit=16, age_proof="birth_date")
    sent = {"display_name": "Kim", "birth_date": "1990-05-05"}
    assert signed_in().post(f"/sprints/{sprint.slug}/anmelden/", sent).status_code == 302
    assert Registration.objects.get().state == "registered"


@pytest.mark.parametrize(
    ("answer", "after", "words"),
    [("yes", "registered", "Sie haben eingewilligt"), ("no", "cancelled", "Sie haben abgelehnt")],
)
def test_the_guardian_answers_without_an_account(client: Client, answer: str, after: str, words: str) -> None:
    consent = GuardianConsentFactory.create(registration__user__display_name="Kim Meyer")
    address = f"/einwilligung/{consent_token(consent)}/"
    page = text_of(client, address)
    assert "Darf Kim Meyer teilnehmen?" in page
    assert consent.registration.user.email not in page
    assert queries_of(client, address) == PAGE_QUERIES
    for _ in range(2):
        assert words in client.post(address, {"answer": answer}).content.decode()
    assert Registration.objects.get().state == after
    assert words in text_of(client, address)


def test_an_address_that_is_not_ours_answers_nothing(client: Client) -> None:
    consent = GuardianConsentFactory.create()
    assert client.post(f"/einwilligung/{consent.public_id}.{'x' * 43}/", {"answer": "yes"}).status_code == 404
    assert GuardianConsent.objects.get().state == "asked"
