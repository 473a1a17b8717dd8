"""Reading forms, and refusing what Stripe's own types do not allow."""

import pytest

from funding.sandbox.errors import ApiError
from funding.sandbox.forms import form_decode
from funding.sandbox.shapes import parameters_checked

ITEM = "line_items[0][price_data][currency]=eur&line_items[0][price_data][unit_amount]=1"


def test_nested_names_become_nested_objects() -> None:
    assert form_decode("a[b][0][c]=1&a[b][1][c]=2&d=x%26y") == {
        "a": {"b": {"0": {"c": "1"}, "1": {"c": "2"}}},
        "d": "x&y",
    }


def test_empty_brackets_append() -> None:
    assert form_decode("expand[]=a&expand[]=b") == {"expand": {"0": "a", "1": "b"}}


@pytest.mark.parametrize("body", ["a[b=1", "[a]=1", "a=1&a[b]=2", "&".join(f"a{n}=1" for n in range(1_001)), "a=%ff"])
def test_broken_forms_are_refused(body: str) -> None:
    with pytest.raises(ApiError):
        form_decode(body)


def test_values_take_the_types_that_the_library_declares() -> None:
    body = ITEM + "&mode=payment&expand[]=payment_intent&metadata[a]=1&allow_promotion_codes=true"
    assert parameters_checked("checkout.SessionCreateParams", form_decode(body)) == {
        "line_items": [{"price_data": {"currency": "eur", "unit_amount": 1}}],
        "mode": "payment",
        "expand": ["payment_intent"],
        "metadata": {"a": "1"},
        "allow_promotion_codes": True,
    }


def test_an_emptiable_field_may_be_empty() -> None:
    assert parameters_checked("RefundUpdateParams", form_decode("metadata=")) == {"metadata": ""}


@pytest.mark.parametrize(
    ("name", "body", "code", "param"),
    [
        ("RefundCreateParams", "color=red", "parameter_unknown", "color"),
        ("checkout.SessionCreateParams", "line_items[0][color]=red", "parameter_unknown", "line_items[0][color]"),
        ("checkout.SessionCreateParams", "payment_method_types[]=card", "parameter_unknown", "payment_method_types"),
        ("TransferCreateParams", "amount=1&currency=eur", "parameter_missing", "destination"),
        (
            "checkout.SessionCreateParams", "line_items[0][price_data][unit_amount]=1",
            "parameter_missing", "line_items[0][price_data][currency]",
        ),
        ("RefundCreateParams", "amount=1.5", "parameter_invalid_integer", "amount"),
        ("RefundCreateParams", "amount=", "parameter_invalid_empty", "amount"),
        ("RefundCreateParams", "amount=99999999999999999999", "parameter_invalid_integer", "amount"),
        ("checkout.SessionCreateParams", "mode=gift", None, "mode"),
        ("checkout.SessionCreateParams", "allow_promotion_codes=yes", None, "allow_promotion_codes"),
        ("checkout.SessionCreateParams", "line_items=text", None, "line_items"),
        ("checkout.SessionCreateParams", "line_items[a]=text", None, "line_items"),
        ("checkout.SessionCreateParams", "expand[%C2%B2]=text", None, "expand"),
        ("checkout.SessionCreateParams", f"expand[{'9' * 5_000}]=text", None, "expand"),
        ("checkout.SessionCreateParams", "mode[a]=text", None, "mode"),
        ("checkout.SessionCreateParams", "automatic_tax=text", None, "automatic_tax"),
        ("RefundCreateParams", "charge=" + "x" * 5_001, None, "charge"),
    ],
)  # fmt: skip
def test_what_the_types_do_not_allow_is_refused(name: str, body: str, code: str | None, param: str) -> None:
    with pytest.raises(ApiError) as caught:
        parameters_checked(name, form_decode(body))
    assert (caught.value.code, caught.value.param) == (code, param)


def test_decimal_texts_stay_exact() -> None:
    body = ITEM.replace("unit_amount", "unit_amount_decimal")
    checked = parameters_checked("checkout.SessionCreateParams", form_decode(body))
    assert checked["line_items"][0]["price_data"]["unit_amount_decimal"] == "1"
    for wrong in ("one", "NaN", "Infinity"):
        with pytest.raises(ApiError):
            parameters_checked("checkout.SessionCreateParams", form_decode(body.replace("=1", f"={wrong}")))


def test_choices_are_named_in_the_refusal() -> None:
    with pytest.raises(ApiError, match="must be one of payment, setup, or subscription"):
        parameters_checked("checkout.SessionCreateParams", form_decode("mode=gift"))
