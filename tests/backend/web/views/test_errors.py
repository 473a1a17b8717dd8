import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory

from backend.web.views import errors
from tests.backend.web.visitors import signed_in, text_of
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_what_is_not_there_offers_the_search(client: Client) -> None:
    page = text_of(client, "/gibt/es/nicht/", 404)
    assert "nicht gefunden" in page
    assert 'action="/suche/"' in page


def test_programs_get_a_problem_document(client: Client) -> None:
    answer = client.get("/api/v1/gibt-es-nicht/")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


def test_a_foreign_id_is_the_same_as_none(client: Client) -> None:
    for address in ("/teams/tea_00000000000000000000/", "/herausforderungen/1/", "/sprints/../../etc/passwd/"):
        assert client.get(address).status_code == 404


def test_a_form_that_is_too_old_says_what_to_do() -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(UserFactory.create())
    answer = browser.post("/sprache/", {"language": "en"})
    assert answer.status_code == 403
    assert "zu alt" in answer.content.decode()


def test_ten_megabytes_are_refused_before_they_are_read(client: Client) -> None:
    answer = client.post("/sprache/", b"x", content_type="text/plain", CONTENT_LENGTH=str(10 * 1024 * 1024))
    assert answer.status_code == 413
    assert "höchstens" in answer.content.decode()


def test_broken_pages_stand_alone() -> None:
    request = RequestFactory().get("/")
    for view, status in ((errors.server_error, 500), (lambda it: errors.bad_request(it, ValueError()), 400)):
        answer = view(request)
        assert answer.status_code == status
        assert "Zur Startseite" in answer.content.decode()


def test_who_may_not_is_told_so_and_strangers_can_sign_in() -> None:
    request = RequestFactory().get("/geheim/?a=1")
    request.user = AnonymousUser()
    page = errors.forbidden(request, PermissionError()).content.decode()
    assert "/konto/login/?next=/geheim/%3Fa%3D1" in page


@pytest.mark.parametrize("address", ["/impressum/", "/datenschutz/", "/barrierefreiheit/"])
def test_legal_pages_say_who_answers(client: Client, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "IMPRINT", "Bürgerwerk e. V.\nHauptstraße 1")
    monkeypatch.setattr(settings, "CONTACT_EMAIL", "hallo@example.org")
    page = text_of(client, address)
    assert "Bürgerwerk e. V." in page if address == "/impressum/" else "hallo@example.org" in page


def test_every_public_page_carries_the_strict_policy(client: Client) -> None:
    policy = client.get("/")["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def test_a_stranger_who_asks_for_an_own_page_signs_in_first(client: Client) -> None:
    assert client.get("/nachrichten/")["Location"] == "/konto/login/?next=/nachrichten/"
    assert signed_in().get("/nachrichten/").status_code == 200
