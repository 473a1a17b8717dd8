"""What was handed in can be written down again by anybody."""

import dataclasses
import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone

from programmes.domain.freezing import Frozen, canonical, digest, moment

AT = datetime(2026, 11, 28, 17, 59, 59, 120, tzinfo=UTC)
VERSION = Frozen(
    solution="sol_1",
    number=2,
    handed_in_at=AT,
    title="Straße „A“",
    summary="",
    body="Eins\nzwei\t\\ \u2028 \x7f",
    language="de",
    licence="MIT",
    links=[{"url": "https://example.org/ä", "label": "Probe"}],
    image_sha256="",
    image_alt="",
)
WRITTEN = (
    r'{"body":"Eins\nzwei\t\\ ' + "\u2028 \x7f" + r'","format":"gemeinwerk-solution-1",'
    r'"handed_in_at":"2026-11-28T17:59:59.000120Z","image_alt":"","image_sha256":"","language":"de","licence":"MIT",'
    r'"links":[{"label":"Probe","url":"https://example.org/ä"}],"number":2,"solution":"sol_1","summary":"",'
    r'"title":"Straße „A“"}'
)


def test_the_form_is_the_same_whoever_writes_it() -> None:
    assert canonical(VERSION).decode() == WRITTEN
    assert json.loads(canonical(VERSION))["body"] == VERSION.body


def test_slides_are_in_it_only_where_there_are_some() -> None:
    """What was handed in before there could be slides keeps the hash that stands in receipts."""
    with_slides = dataclasses.replace(VERSION, slides_sha256="a" * 64, slides_title="Folien")
    assert canonical(with_slides).decode() == WRITTEN.replace(
        '"solution":', f'"slides_sha256":"{"a" * 64}","slides_title":"Folien","solution":'
    )


def test_the_hash_is_that_of_the_bytes() -> None:
    assert digest(canonical(VERSION)) == hashlib.sha256(WRITTEN.encode()).hexdigest()


def test_a_moment_is_written_in_one_way_in_every_zone() -> None:
    assert moment(AT.astimezone(timezone(timedelta(hours=5, minutes=30)))) == moment(AT)
