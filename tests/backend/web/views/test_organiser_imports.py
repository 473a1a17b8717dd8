"""What comes from elsewhere on the organiser's desk, a Devpost table or a package: read, looked at, taken over."""

import json
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from backend.web.finding_words import finding_words
from programmes.enums_of_exchange import DataImportState
from programmes.events_of_exchange import DataImportRead, DataImportTaken
from programmes.models import DataImport, Sprint
from tests.backend.web.visitors import queries_of, signed_in, text_of
from tests.factories import programmes as make
from tests.programmes.domain.exchange.test_reading import DRIBDAT
from worker.exchange import data_take_over, data_try_out

pytestmark = pytest.mark.django_db
PEOPLE = Path(__file__).parents[3] / "programmes" / "domain" / "exchange" / "devpost" / "people.csv"


@pytest.fixture
def sprint() -> Sprint:
    return make.SprintFactory.create()


@pytest.fixture
def browser(sprint: Sprint) -> Client:
    return signed_in(make.ProgrammeRoleFactory.create(programme=sprint.programme).user)


def page(name: str, *args: str) -> str:
    return reverse(f"web:{name}", args=args)


def upload(browser: Client, sprint: Sprint, content: bytes) -> int:
    file = SimpleUploadedFile("projects.csv", content, content_type="image/png")
    return browser.post(page("organiser-devpost", sprint.slug), {"file": file}).status_code


def test_a_table_is_looked_at_row_by_row_and_then_taken_over(sprint: Sprint, browser: Client) -> None:
    assert upload(browser, sprint, PEOPLE.read_bytes()) == 302
    found = DataImport.objects.get()
    address = page("data-import", found.public_id)
    shown = text_of(browser, address)
    for words in (
        "3 Lösungen würden übernommen",
        "Heat Map",
        "nicht in der Galerie zu sehen",
        "Mitglieder ab Spalte 20",
    ):
        assert words in shown
    assert "ada@example.org" not in shown.casefold()
    assert not sprint.solutions.exists()
    assert browser.post(address).status_code == 302
    assert "every 2s" in text_of(browser, address)
    data_take_over(DataImportTaken(import_id=found.pk))
    assert browser.get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert "3 Lösungen sind übernommen" in text_of(browser, address)
    assert "3 Lösungen" in text_of(browser, page("organiser-data", sprint.slug))
    assert upload(browser, sprint, PEOPLE.read_bytes()) == 302
    again = DataImport.objects.first()
    assert again is not None
    assert "schon da" in text_of(browser, page("data-import", again.public_id))


def test_what_is_no_table_is_said_beside_the_field(sprint: Sprint, browser: Client) -> None:
    assert upload(browser, sprint, b"\x89PNG\r\n\x1a\n") == 422
    assert upload(browser, sprint, b"a,b\n1,2\n") == 422
    assert not DataImport.objects.exists()


def test_a_table_is_put_aside(sprint: Sprint, browser: Client) -> None:
    upload(browser, sprint, PEOPLE.read_bytes())
    found = DataImport.objects.get()
    assert "Diese Tabelle beiseitelegen?" in text_of(browser, page("data-import-discard", found.public_id))
    assert browser.post(page("data-import-discard", found.public_id)).status_code == 302
    found.refresh_from_db()
    assert found.state == DataImportState.DISCARDED
    assert "beiseitegelegt" in text_of(browser, page("data-import", found.public_id))
    assert browser.post(page("data-import", found.public_id), follow=True).status_code == 200
    assert not sprint.solutions.exists()


def test_the_page_asks_as_often_for_three_rows_as_for_one(sprint: Sprint, browser: Client) -> None:
    head, row = "Project Title,Submission Url\n", "P,https://a.devpost.com/{}\n"
    counts = []
    for rows in (1, 3):
        upload(browser, sprint, (head + "".join(row.format(number) for number in range(rows))).encode())
        newest = DataImport.objects.first()
        assert newest is not None
        counts.append(queries_of(browser, page("data-import", newest.public_id)))
    assert counts[0] == counts[1]


def test_a_package_is_looked_at_table_by_table_and_then_taken_over(sprint: Sprint, browser: Client) -> None:
    file = SimpleUploadedFile("datapackage.json", json.dumps(DRIBDAT).encode(), content_type="text/csv")
    answer = browser.post(page("organiser-package", sprint.slug), {"file": file})
    found = DataImport.objects.get()
    address = page("data-import", found.public_id)
    assert answer["Location"] == address
    assert "Das Paket wird ausprobiert." in text_of(browser, address)
    data_try_out(DataImportRead(import_id=found.pk))
    assert browser.get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    shown = text_of(browser, address)
    for words in (
        "ein neuer Sprint dieses Programms, „Hackday Bern“",
        "Wer in welchem Team ist",
        "ein Name ist durch ein Pseudonym ersetzt",
        "ist neu",
    ):
        assert words in shown
    assert Sprint.objects.get() == sprint
    assert "Dieses Paket beiseitelegen?" in text_of(browser, page("data-import-discard", found.public_id))
    assert browser.post(address).status_code == 302
    assert "Das Paket wird übernommen." in text_of(browser, address)
    data_take_over(DataImportTaken(import_id=found.pk))
    after = text_of(browser, address)
    assert "Das Paket ist übernommen" in after
    assert page("organiser-sprint", Sprint.objects.exclude(pk=sprint.pk).get().slug) in after
    assert address in text_of(browser, page("organiser-data", sprint.slug))


def test_what_is_no_package_is_said_beside_the_field(sprint: Sprint, browser: Client) -> None:
    for content in (b"\x89PNG\r\n\x1a\n", PEOPLE.read_bytes()):
        file = SimpleUploadedFile("package.zip", content, content_type="application/zip")
        assert browser.post(page("organiser-package", sprint.slug), {"file": file}).status_code == 422
    assert not DataImport.objects.exists()


def test_every_sentence_is_said_in_both_languages() -> None:
    with translation.override("de"):
        assert finding_words("the same project as in row 7") == "dasselbe Projekt wie in Zeile 7"
        assert finding_words("columns that are not taken: {x}") == "Spalten, die nicht übernommen werden: {x}"
        assert finding_words("?") == "etwas anderes: ?"
    with translation.override("en"):
        assert finding_words("a draft") == "a draft"
