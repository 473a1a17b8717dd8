"""The closing kit says what the public page says, to the cent, in both languages; the report has tags."""

import csv
import io
import zlib
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from funding.enums import ProposalKind, RemainderUse
from funding.gateways import gateway_override
from funding.gateways.memory_gateway import MemoryGateway
from funding.selectors.funds import fund_page
from funding.selectors.use_of_funds import use_of_funds
from tests.factories.funding import DepositFactory
from tests.funding.deciding import decided
from tests.funding.scenes import Scene, scene_make
from worker.closing_kit import awards_csv, parts_of
from worker.use_of_funds import report_data, report_pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def gateway() -> Iterator[MemoryGateway]:
    made = MemoryGateway()
    with gateway_override(made):
        yield made


@pytest.fixture
def scene(gateway: MemoryGateway) -> Scene:
    made = scene_make(gateway)
    DepositFactory.create(fund=made.fund, amount_minor=333)
    first = made.approved(4_000)
    made.approved(10_101)
    made.payee()
    made.paid_out()
    made.lost(first)
    return made


def closed(scene: Scene) -> Scene:
    decided(scene.fund, ProposalKind.CLOSE)
    decided(scene.fund, ProposalKind.REMAINDER, use=RemainderUse.RETURNED)
    return scene


@pytest.mark.parametrize("language", ["de", "en"])
def test_its_sums_are_those_of_the_public_page(scene: Scene, language: str) -> None:
    closed(scene)
    page, figures = fund_page(scene.fund), use_of_funds(scene.fund)
    assert figures.waterline == page.waterline
    assert sum(award.paid_minor for award in figures.awards) == page.waterline.paid
    assert sum(award.approved_minor for award in figures.awards) == page.waterline.approved
    assert sum(award.reserved_minor for award in figures.awards) == page.waterline.reserved
    assert sum(row.given_minor for row in figures.sponsors) == page.waterline.paid_in
    assert sum(row.returned_minor for row in figures.sponsors) == page.waterline.returned
    lines = {line.position.public_id: line.paid_minor for line in page.positions}
    assert {award.position.public_id: award.paid_minor for award in figures.awards} == lines
    with translation.override(language):
        text = awards_csv(figures).lstrip("\ufeff")
    table = list(csv.reader(io.StringIO(text), delimiter=";" if language == "de" else ","))
    cents = [[int(cell.replace(",", "").replace(".", "")) for cell in row[2:5]] for row in table[1:]]
    assert [sum(column) for column in zip(*cents[:-1], strict=True)] == cents[-1]
    assert cents[-1][0] == page.waterline.paid


@pytest.mark.parametrize(("language", "word"), [("de", "Verwendung der Mittel"), ("en", "Use of funds")])
def test_the_report_is_in_its_language_and_names_every_part(scene: Scene, language: str, word: str) -> None:
    with translation.override(language):
        data = report_data(use_of_funds(closed(scene).fund))
    assert data["title"].startswith(word)
    money, sponsors, awards, decisions = data["tables"]
    assert len(money["rows"]) == 5
    assert len(sponsors["rows"]) == 2
    assert [row[0] for row in awards["rows"]] == [scene.campaign.title]
    assert len(decisions["rows"]) == 2
    assert money["note"]


def test_the_report_is_a_tagged_file_whatever_people_wrote(scene: Scene) -> None:
    scene.campaign.title = '#panic("markup") $x$ *fett* [[ \\ "'
    scene.campaign.save()
    pdf = report_pdf(use_of_funds(scene.fund))
    assert pdf.startswith(b"%PDF-")
    assert b"StructTreeRoot" in opened(pdf)
    assert b"pdfuaid" in opened(pdf)


def opened(pdf: bytes) -> bytes:
    """The file with its compressed parts beside it."""
    parts = [pdf]
    for piece in pdf.split(b"stream\n")[1:]:
        try:
            parts.append(zlib.decompressobj().decompress(piece))
        except zlib.error:
            continue
    return b"".join(parts)


def test_a_fund_that_still_runs_has_a_report_too(scene: Scene) -> None:
    parts: dict[str, Any] = dict(parts_of(use_of_funds(scene.fund)))
    assert len(parts) == 6
    assert all(make() for make in parts.values())
