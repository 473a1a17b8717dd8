"""Packages to check: written from a book, then opened, changed and sealed again as a manipulator would."""

from collections.abc import Iterable
from pathlib import Path

from funding.domain.book_events import (
    Deposited,
    Event,
    Outcome,
    PaidOut,
    PledgeDecided,
    Refunded,
    RulePublished,
    Verdict,
)
from funding.domain.rule_axes import Allocation, Base, Caps, Percentage, Reversal, Settlement
from funding.domain.rule_set import RuleSet
from funding.proof.layout import About
from funding.proof.verifying import verify
from funding.proof.writing import Written, write_package
from tests.funding.domain.rules import NOON, QUARTER
from tests.funding.domain.scenes import Scene

ABOUT = About("demo", "EUR", "The demo fund", "https://example.org/funds/demo/")


def eventful(last: int = 30_000) -> list[Event]:
    """A fund in which everything happens once: two sponsors, two versions, caps that bind, money that goes back."""
    capped = Caps(pledge_match_minor=4_000, campaign_minor=9_000)
    scene = Scene(RuleSet(QUARTER.base, Percentage(2_500), caps=capped), pool=9_000, campaigns="cd")
    scene.do(Deposited, pot="t", amount_minor=6_001)
    scene.pledge(10_010, backer="ann")
    scene.pledge(20_000, backer="bob")
    scene.pledge(1_333, "d", backer="ann")
    scene.pledge(8_000, "d", backer="eve", excluded="team")
    scene.later(days=1)
    rule = RuleSet(QUARTER.base, Percentage(5_000), reversal=Reversal.CLAW_BACK)
    scene.do(RulePublished, rule=rule)
    scene.pledge(3_000, "d", backer="bob")
    scene.pledge(last, "d", backer="dan")
    scene.pledge(999, backer="fay", paid=False)
    scene.expire("p7")
    scene.pay_out("p1")
    scene.do(Refunded, pledge="p2", amount_minor=5_000)
    scene.do(Refunded, pledge="p1", amount_minor=10)
    scene.do(PledgeDecided, pledge="p5", verdict=Verdict.EXCLUDE)
    scene.end(Outcome.SUCCESSFUL, "c")
    scene.pay_out("p6")
    scene.close()
    assert scene.events[-1] is not None
    assert any(isinstance(one, PaidOut) for one in scene.events)
    return scene.events


def divided() -> list[Event]:
    """A fund that shares what it has at the close: three claims, one of them capped, and a refund afterwards."""
    rule = RuleSet(
        Base.CAMPAIGN,
        Percentage(10_000),
        caps=Caps(campaign_minor=3_000),
        allocation=Allocation.PRO_RATA,
        settlement=Settlement.AT_CLOSE,
        reversal=Reversal.BEAR,
    )
    scene = Scene(rule, pool=6_000, campaigns="abc", told=True)
    for campaign, amount in (("a", 5_000), ("b", 2_000), ("c", 3_000)):
        scene.pledge(amount, campaign)
    scene.close()
    scene.allocate()
    scene.do(Refunded, pledge="p2", amount_minor=1_000)
    return scene.events


def package(folder: Path, events: Iterable[Event], about: About = ABOUT) -> Written:
    return write_package(folder, about, events, created=NOON)


def said(folder: Path, digest: str = "") -> str:
    """Everything that a check says, one finding a line."""
    return "\n".join(finding.sentence("en") for finding in verify(folder, digest=digest).findings.rows)
