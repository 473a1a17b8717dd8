"""Invented backers give through the real services, on days that have passed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from backend.accounts.models import User
from backend.core import clock
from funding.enums import PledgeState
from funding.models import Campaign, Match, Pledge
from funding.seeds.backers import Till
from funding.seeds.people import GUESTS
from funding.services.approvals import match_approve
from funding.services.payments import payment_refresh, payment_submit
from funding.services.pledges import Backer, pledge_create

AMOUNTS = (1_000, 1_500, 2_000, 2_000, 2_500, 2_500, 3_000, 5_000, 5_000, 7_500, 10_000, 20_000)
MESSAGES = (
    "Macht weiter so!",
    "",
    "",
    "Aus der Nachbarschaft, mit Dank.",
    "",
    "Für meine Großmutter.",
    "",
    "Super Idee!",
)
TO_PAY = timedelta(minutes=3)


@dataclass(frozen=True, kw_only=True)
class Gift:
    """One pledge to be: `key` makes a second run find it again. `card` is the giver's own if empty."""

    key: str
    amount_minor: int
    at: datetime
    backer: Backer
    is_anonymous: bool = False
    message: str = ""
    card: str = ""


def gifts(campaign: Campaign, count: int, *, since: datetime, until: datetime, scale: int = 1) -> list[Gift]:
    """`count` gifts spread over the days, the same in every run."""
    chance = Random(campaign.slug)  # noqa: S311  invented data, nothing secret
    step = (until - since) / (count + 1)
    made = []
    for number in range(count):
        name = chance.choice(GUESTS)
        email = f"{name.split()[0].lower()}.{number}@example.org".encode("ascii", "ignore").decode()
        made.append(
            Gift(
                key=f"seed:{campaign.slug}:{number}",
                amount_minor=chance.choice(AMOUNTS) * scale,
                at=since + step * (number + 1),
                backer=Backer(name=name, email=email),
                is_anonymous=chance.random() < 0.2,  # noqa: PLR2004  one in five
                message=chance.choice(MESSAGES),
            )
        )
    return made


def give(campaign: Campaign, gift: Gift, till: Till, *, pay: bool = True) -> Pledge:
    """Pledge on that day; the payment page is asked for today, since providers do not open pages in the past."""
    with clock.at(gift.at):
        pledge = pledge_create(
            campaign=campaign,
            amount_minor=gift.amount_minor,
            backer=gift.backer,
            is_anonymous=gift.is_anonymous,
            message=gift.message,
            request_key=gift.key,
        )
    payment = payment_submit(payment_id=pledge.payment.pk)
    pledge.refresh_from_db()
    if pay and pledge.state == PledgeState.PENDING:
        till.pay(payment.checkout_session_id, card=gift.card or gift.backer.email or gift.key)
        with clock.at(gift.at + TO_PAY):
            payment_refresh(payment_id=payment.pk)
    return pledge


def approve(campaign: Campaign, managers: tuple[User, ...], *, up_to: int, at: datetime) -> None:
    """Let managers approve the first `up_to` matches of a campaign."""
    waiting = Match.objects.filter(position__campaign=campaign, amount_minor__gt=0).order_by("sequence")
    with clock.at(at):
        for match in waiting[:up_to]:
            if match.state == "confirmed":
                for manager in managers:
                    match_approve(match=match, actor=manager)
