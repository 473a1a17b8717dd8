from typing import Any

import pytest
from django.utils import translation

from backend.web.forms.pledges import AmountForm, PledgeForm

GUEST: dict[str, Any] = {
    "choice": "2000",
    "backer_name": "Gesine Gast",
    "backer_email": "gesine@example.org",
    "language": "de",
    "request_key": "k",
}


@pytest.mark.parametrize(
    ("given", "minor"),
    [
        ({"choice": "1000"}, 1_000),
        ({"choice": "own", "amount": "1"}, 100),
        ({"choice": "own", "amount": "12,50"}, 1_250),
        ({"choice": "own", "amount": "50.000"}, 5_000_000),
        ({"choice": "5000", "amount": "what was here before"}, 5_000),
        ({"choice": "5000", "amount": "-3"}, 5_000),
    ],
)
def test_amounts(given: dict[str, str], minor: int) -> None:
    form = AmountForm(given)
    assert form.is_valid(), form.errors
    assert form.amount_minor == minor


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "choice"),
        ({"choice": "77"}, "choice"),
        ({"choice": "own"}, "amount"),
        ({"choice": "own", "amount": "0,99"}, "amount"),
        ({"choice": "own", "amount": "50.000,01"}, "amount"),
        ({"choice": "own", "amount": "-20"}, "amount"),
        ({"choice": "own", "amount": "zwanzig"}, "amount"),
        ({"choice": "own", "amount": "9" * 400}, "amount"),
    ],
)
def test_what_is_no_amount_is_said_beside_its_field(given: dict[str, str], field: str) -> None:
    form = AmountForm(given)
    assert not form.is_valid()
    assert list(form.errors) == [field]


def test_the_browser_does_not_ask_for_an_amount_that_is_not_shown() -> None:
    assert "required" not in str(AmountForm()["amount"])


@pytest.mark.parametrize("missing", ["backer_name", "backer_email", "language", "request_key"])
def test_guests_leave_name_and_address(missing: str) -> None:
    assert PledgeForm(GUEST, person=None).is_valid()
    assert list(PledgeForm(GUEST | {missing: ""}, person=None).errors) == [missing]


@pytest.mark.parametrize(
    ("field", "text"), [("backer_name", "x" * 81), ("backer_email", "kein-at"), ("message", "x" * 281)]
)
def test_limits_of_texts(field: str, text: str) -> None:
    assert list(PledgeForm(GUEST | {field: text}, person=None).errors) == [field]


@pytest.mark.parametrize("language", ["de", "en"])
def test_mails_come_in_the_language_that_is_read(language: str) -> None:
    with translation.override(language):
        assert PledgeForm(person=None)["language"].initial == language


def test_each_form_has_a_key_of_its_own() -> None:
    assert PledgeForm(person=None)["request_key"].initial != PledgeForm(person=None)["request_key"].initial
