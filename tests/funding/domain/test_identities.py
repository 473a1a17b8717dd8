import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.checks import InvariantViolation
from funding.domain.identities import Identity, digest, email_normal


@pytest.mark.parametrize(
    ("address", "normal"),
    [
        ("max@example.org", "max@example.org"),
        ("  Max@EXAMPLE.org ", "max@example.org"),
        ("max+fonds@example.org", "max@example.org"),
        ("max+a+b@example.org", "max@example.org"),
        ("+max@example.org", "+max@example.org"),
        ("straße@example.org", "strasse@example.org"),
        ("ｍａｘ@example.org", "max@example.org"),
        ("max@müll.example", "max@xn--mll-hoa.example"),
        ("max@xn--mll-hoa.example", "max@xn--mll-hoa.example"),
        ('"a@b"@example.org', '"a@b"@example.org'),
        ("max@" + "a" * 64 + ".example", "max@" + "a" * 64 + ".example"),
        ("max", ""),
        ("@example.org", ""),
        ("max@", ""),
        ("", ""),
    ],
)
def test_addresses_that_reach_the_same_person_are_one(address: str, normal: str) -> None:
    assert email_normal(address) == normal


@given(st.text(max_size=60))
def test_what_is_normal_stays_as_it_is(address: str) -> None:
    once = email_normal(address)
    assert email_normal(once) == once


def test_a_digest_depends_on_kind_value_and_key() -> None:
    one = digest(Identity.CARD, "4242", key="k")
    assert len(one) == 64
    assert one == digest(Identity.CARD, "4242", key="k")
    others = {
        digest(Identity.IBAN, "4242", key="k"),
        digest(Identity.CARD, "4243", key="k"),
        digest(Identity.CARD, "4242", key="K"),
    }
    assert len(others | {one}) == 4


@pytest.mark.parametrize(("value", "key"), [("", "k"), ("4242", "")])
def test_nothing_is_no_identity(value: str, key: str) -> None:
    with pytest.raises(InvariantViolation):
        digest(Identity.CARD, value, key=key)
