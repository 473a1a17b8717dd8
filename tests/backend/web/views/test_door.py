"""The ticket in the hand, the desk at the door, the certificate afterwards."""

import re
from datetime import timedelta
from time import perf_counter

import pytest
from django.test import Client
from django.utils import translation

from backend.accounts.models import User
from backend.core import clock
from backend.web.certificate_pdf import certificate_data, certificate_pdf
from programmes.models import Certificate, Registration
from programmes.selectors.certificates import code_shown
from programmes.selectors.tickets import ticket_token
from tests.backend.web.visitors import queries_of, signed_in, text_of
from tests.factories.accounts import UserFactory
from tests.factories.programmes import ProgrammeRoleFactory, RegistrationFactory, SprintFactory

pytestmark = pytest.mark.django_db
DESK_QUERIES, SEARCH_QUERIES, SCAN_QUERIES = 8, 9, 6


@pytest.fixture
def row() -> Registration:
    return RegistrationFactory.create(user__display_name="Kim Meyer")


@pytest.fixture
def helper(row: Registration) -> Client:
    return signed_in(ProgrammeRoleFactory.create(programme=row.sprint.programme, role="helper").user)


def test_the_ticket_holds_an_address_that_only_helpers_can_use(row: Registration, helper: Client) -> None:
    own = signed_in(row.user)
    page = text_of(own, f"/sprints/{row.sprint.slug}/eintrittskarte/")
    assert '<svg class="gw-qr"' in page
    assert "/eintrittskarte/" in text_of(own, f"/sprints/{row.sprint.slug}/")
    address = f"/einlass/{ticket_token(row)}/"
    assert own.get(address)["Location"] == f"/sprints/{row.sprint.slug}/eintrittskarte/"
    own.post(address)
    assert not Registration.objects.filter(checked_in_at__isnull=False).exists()
    assert signed_in().get(address).status_code == 404
    assert helper.get(f"/einlass/{row.public_id}.{'x' * 43}/").status_code == 404
    assert "Kim Meyer" in text_of(helper, address)
    assert queries_of(helper, address) == SCAN_QUERIES
    for _ in range(2):
        assert "Kim Meyer ist eingecheckt." in helper.post(address, follow=True).content.decode()
    row.refresh_from_db()
    assert row.checked_in_at is not None
    assert "Zur nächsten Person" in text_of(helper, address)
    assert "Sie sind eingecheckt" in text_of(own, f"/sprints/{row.sprint.slug}/eintrittskarte/")


@pytest.mark.parametrize("state", ["waiting", "cancelled"])
def test_without_a_place_there_is_no_ticket(state: str) -> None:
    row = RegistrationFactory.create(state=state)
    assert signed_in(row.user).get(f"/sprints/{row.sprint.slug}/eintrittskarte/").status_code == 404


@pytest.mark.parametrize("many", [1, 3])
def test_the_desk_asks_the_same_for_one_and_for_many(row: Registration, helper: Client, many: int) -> None:
    RegistrationFactory.create_batch(many, sprint=row.sprint, user__display_name="Kim", checked_in_at=clock.now())
    base = f"/einlass/sprints/{row.sprint.slug}/"
    assert queries_of(helper, base) == DESK_QUERIES
    assert queries_of(helper, f"{base}?q=kim") == SEARCH_QUERIES


def test_somebody_without_a_phone_is_found_and_checked_in(row: Registration, helper: Client) -> None:
    base = f"/einlass/sprints/{row.sprint.slug}/"
    assert "Kim Meyer" not in text_of(helper, base)
    found = text_of(helper, f"{base}?q=meyer")
    [action] = re.findall(r'action="(/einlass/anmeldungen/[^"]+)"', found)
    helper.post(action)
    assert "Kim Meyer" in text_of(helper, base)
    part = helper.get(f"{base}zahlen/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert re.sub(r"\s+", "", re.sub("<[^>]+>", "", part)).startswith("1eingecheckt")
    assert helper.get(f"{base}zahlen/").status_code == 302
    assert helper.post(f"{action}zuruecknehmen/").status_code == 302
    row.refresh_from_db()
    assert row.checked_in_at is None
    assert base in text_of(helper, "/fuer-mich/")


def test_somebody_from_the_street_is_registered_at_the_door(row: Registration, helper: Client) -> None:
    address = f"/einlass/sprints/{row.sprint.slug}/ohne-anmeldung/"
    assert helper.post(address, {"name": "Neu", "email": "neu@example.org"}).status_code == 302
    new = User.objects.get(email="neu@example.org")
    assert Registration.objects.get(user=new).checked_in_at is not None


def test_before_and_after_the_sprint_the_door_is_closed(row: Registration, helper: Client) -> None:
    with clock.at(row.sprint.ends_at):
        answer = helper.post(f"/einlass/anmeldungen/{row.public_id}/", follow=True)
    assert "bis zu seinem Ende" in answer.content.decode()


def test_a_certificate_is_made_out_downloaded_and_checked(client: Client) -> None:
    now = clock.now()
    sprint = SprintFactory.create(
        certificates="checked_in", starts_at=now - timedelta(days=3), ends_at=now - timedelta(days=1)
    )
    row = RegistrationFactory.create(sprint=sprint, checked_in_at=now - timedelta(days=2))
    own, address = signed_in(row.user), f"/sprints/{sprint.slug}/bescheinigung/"
    assert address in text_of(own, f"/sprints/{sprint.slug}/")
    assert own.get(f"{address}datei/").status_code == 404
    assert own.post(address, {"name": ""}).status_code == 422
    assert own.post(address, {"name": "Kim Meyer"}).status_code == 302
    certificate = Certificate.objects.get()
    code = code_shown(certificate.code)
    assert code in text_of(own, address)
    answer = own.get(f"{address}datei/")
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    page = text_of(client, f"/bescheinigung/{code}/")
    assert "Kim Meyer" in page
    assert sprint.title in page
    assert row.user.email not in page
    unknown = client.get(f"/bescheinigung/{'0' * 16}/")
    assert (unknown.status_code, unknown["X-Robots-Tag"]) == (404, "noindex, nofollow")
    assert signed_in(UserFactory.create()).get(address).status_code == 404


@pytest.mark.parametrize(("language", "title"), [("de", "Teilnahmebescheinigung"), ("en", "Certificate of attendance")])
def test_the_file_speaks_both_languages_and_is_quick(language: str, title: str) -> None:
    row = RegistrationFactory.create(checked_in_at=clock.now())
    certificate = Certificate.objects.create(registration=row, code="0123456789abcdef", name='#let x = "Kim" $a$')
    with translation.override(language):
        assert certificate_data(certificate)["title"] == title
        certificate_pdf(certificate)
        begun = perf_counter()
        pdf = certificate_pdf(certificate)
    print(f"{perf_counter() - begun:.3f} s, {len(pdf)} bytes")  # noqa: T201  shown by `pytest -s`
    assert f"/Lang({language}".encode() in pdf
