from datetime import UTC, datetime
from typing import Any

import pytest
from django import forms
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from backend.core.money import Money
from backend.web.forms.fields import DateField, LocalDateTimeField, MoneyField, parse_minor
from backend.web.forms.rendering import KernBoundField


class Example(forms.Form):
    name = forms.CharField(label="Name", help_text="As <others> see it")
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea(attrs={"class": "own"}))
    topic = forms.ChoiceField(label="Topic", choices=[("a", "A")])
    role = forms.ChoiceField(label="Role", choices=[("x", "X"), ("y", "Y")], widget=forms.RadioSelect)
    days = forms.MultipleChoiceField(label="Days", choices=[("m", "Mon")], widget=forms.CheckboxSelectMultiple)
    picture = forms.FileField(label="Picture", required=False)
    agree = forms.BooleanField(label="Agree")
    token = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2)

    def clean(self) -> dict[str, Any] | None:
        if self.data.get("general"):
            raise forms.ValidationError("Nothing fits")
        return super().clean()


def html_of(**data: str) -> str:
    with translation.override("en"):
        return str(Example(data or None))


def test_a_fresh_form_has_labels_hints_and_no_errors() -> None:
    html = html_of()
    assert '<label class="kern-label" for="id_name">Name</label>' in html
    assert 'id="id_name_helptext">As &lt;others&gt; see it</div>' in html
    assert 'aria-describedby="id_name_helptext"' in html
    assert "kern-error" not in html
    assert "aria-invalid" not in html


def test_each_kind_of_field_gets_its_kern_class() -> None:
    html = html_of()
    assert 'class="kern-form-input__input own"' in html
    assert '<div class="kern-form-input__select-wrapper"><select name="topic" class="kern-form-input__select"' in html
    assert html.count('type="radio"') == html.count('class="kern-form-check__radio"') == 2
    assert html.count('type="checkbox"') == html.count('class="kern-form-check__checkbox"') == 2
    assert html.count("<fieldset") == html.count("<legend") == 2
    assert 'type="hidden"' in html


def test_only_what_may_stay_empty_is_marked() -> None:
    html = html_of()
    assert html.count("kern-label__optional") == 2


def test_errors_stand_at_their_field_and_on_top() -> None:
    html = html_of(name="")
    assert 'id="id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert "kern-form-input__input--error" in html
    assert "kern-fieldset--error" in html
    assert '<a href="#id_name">Name – This field is required.</a>' in html
    assert "data-focus" in html


def test_links_of_the_summary_lead_to_what_can_be_focused() -> None:
    html = html_of(name="")
    for anchor in ("id_name", "id_topic", "id_role_0", "id_days_0", "id_agree"):
        assert f'href="#{anchor}"' in html
        assert f'id="{anchor}"' in html


def test_general_and_hidden_errors_are_told_too() -> None:
    html = html_of(name="x", general="1", token="too long")
    assert "<li>Nothing fits</li>" in html
    assert "at most 2 characters" in html


def test_what_was_typed_is_kept_and_escaped() -> None:
    assert 'value="&lt;b&gt;"' in html_of(name="<b>")


def test_bound_fields_are_ours() -> None:
    assert isinstance(Example()["name"], KernBoundField)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20", 2_000),
        ("12,5", 1_250),
        ("12.50", 1_250),
        ("1.250", 125_000),
        ("1,250", 125_000),
        ("1.250,5", 125_050),
        ("1,250.00", 125_000),
        ("1 250,00 €", 125_000),
        ("1.250.000,01", 125_000_001),
        ("0,01", 1),
        (" 5 ", 500),
        ("", None),
        ("-5", None),
        ("5,001,2", None),
        ("1.2.3", None),
        ("12,345,67", None),
        ("1e3", None),
        ("٣", None),
        ("fünf", None),
        ("12,", None),
    ],
)
def test_amounts_are_read_as_people_write_them(text: str, expected: int | None) -> None:
    assert parse_minor(text, 2) == expected


@given(st.integers(1, 10**9))
def test_what_is_shown_is_read_back(minor: int) -> None:
    field = MoneyField()
    for language in ("de", "en"):
        with translation.override(language):
            assert field.clean(field.prepare_value(Money(minor))) == Money(minor)


LIMITED = MoneyField(min_minor=100, max_minor=5_000)


@pytest.mark.parametrize(("text", "minor"), [("1", 100), ("50", 5_000)])
def test_limits_of_amounts_are_included(text: str, minor: int) -> None:
    assert LIMITED.clean(text) == Money(minor)


@pytest.mark.parametrize("text", ["0,99", "50,01", "9" * 40])
def test_amounts_beyond_the_limits_are_refused(text: str) -> None:
    with pytest.raises(forms.ValidationError):
        LIMITED.clean(text)


def test_an_amount_may_be_optional() -> None:
    assert MoneyField(required=False).clean("") is None


def test_currencies_without_cents_take_none() -> None:
    assert MoneyField(currency="JPY").clean("1250") == Money(1_250, "JPY")
    with pytest.raises(forms.ValidationError):
        MoneyField(currency="JPY").clean("12,5")


class Times(forms.Form):
    at = LocalDateTimeField(zone="Europe/Berlin")
    day = DateField()


def test_times_are_those_of_the_events_wall_clock() -> None:
    field = LocalDateTimeField(zone="Europe/Berlin")
    at = datetime(2026, 7, 4, 16, 30, tzinfo=UTC)
    assert field.clean("2026-07-04T18:30") == at
    assert field.clean("04.07.2026 18:30") == at
    assert 'value="2026-07-04T18:30"' in str(Times(initial={"at": at}))


def test_a_time_that_the_clock_change_skips_is_refused() -> None:
    with pytest.raises(forms.ValidationError):
        LocalDateTimeField(zone="Europe/Berlin").clean("2026-03-29T02:30")


def test_dates_are_read_in_both_ways() -> None:
    assert DateField().clean("2026-11-21") == DateField().clean("21.11.2026")
    assert 'type="date" name="day"' in str(Times())
