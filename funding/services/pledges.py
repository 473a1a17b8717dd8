"""Pledges: begun with the match already reserved, paid on the provider's page, ended when that page ends."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.accounts.viewers import Viewer, person_of
from backend.core import clock
from backend.core.audit import audit_add
from backend.core.errors import Conflict, Invalid, Text, Unavailable
from backend.core.failpoints import declare, failpoint
from backend.core.outbox import outbox_add
from funding.domain.limits import PLEDGE_MAX_MINOR, PLEDGE_MIN_MINOR
from funding.domain.texts import plain_line
from funding.enums import CampaignState
from funding.events import PledgeCreated
from funding.models import Campaign, Payment, Pledge
from funding.selectors.locks import campaign_for_update, positions_for_update
from funding.selectors.persons import digests_of_pledge
from funding.selectors.quotes import PledgeQuote, pledge_quote
from funding.services.matches import match_reserve
from funding.services.payments import payment_submit
from funding.services.persons import people_tell, person_link

__all__ = ["Backer", "PledgeQuote", "pledge_create", "pledge_quote", "pledge_start"]

NAME_MAX, MESSAGE_MAX, KEY_MAX = 80, 280, 80
CREATED = declare("funding.pledge_created")


@dataclass(frozen=True, slots=True, kw_only=True)
class Backer:
    """Who gives: someone with an account (`user`), or a guest with name and address."""

    user: Viewer = None
    name: str = ""
    email: str = ""
    language: str = "de"


def pledge_start(
    *,
    campaign: Campaign,
    amount_minor: int,
    backer: Backer,
    currency: str = "EUR",
    is_anonymous: bool = False,
    message: str = "",
    request_key: str = "",
) -> Pledge:
    """Create a pledge and ask for its payment page; the doors' call. `pledge.payment.page_url` is where to send the
    backer.

    If the provider does not answer, the pledge stands and its address is still empty: the worker asks again with the
    same key, and the backer's page shows it. Raises what `pledge_create` raises.
    """
    pledge = pledge_create(
        campaign=campaign,
        amount_minor=amount_minor,
        backer=backer,
        currency=currency,
        is_anonymous=is_anonymous,
        message=message,
        request_key=request_key,
    )
    failpoint(CREATED)
    try:
        return payment_submit(payment_id=pledge.payment.pk).pledge
    except Unavailable:
        return pledge


def pledge_create(
    *,
    campaign: Campaign,
    amount_minor: int,
    backer: Backer,
    currency: str = "EUR",
    is_anonymous: bool = False,
    message: str = "",
    request_key: str = "",
) -> Pledge:
    """Write pledge, payment and the reserved match in one transaction; tell `funding.pledge_created`.

    The same `request_key` (a form's hidden field) returns the pledge that it made before: a double click gives once.
    Locks campaign and positions, the books of its funds and the pools last. Raises Invalid by field, or if the
    key was used for another amount, Conflict if the campaign does not run, or if somebody else used the key.
    """
    person = person_of(backer.user)
    name, email = plain_line(backer.name), backer.email.strip()
    _check(
        amount_minor=amount_minor, currency=currency, campaign=campaign, person=person, name=name, email=email,
        message=message,
    )  # fmt: skip
    with transaction.atomic():
        locked = campaign_for_update(campaign.pk)
        before = _made_before(locked, request_key, person, email)
        if before:
            _require_same(before, amount_minor)
            return before
        campaign_check_open(locked)
        positions = positions_for_update(locked.pk)
        locked.last_pledge_sequence += 1
        locked.save(update_fields=["last_pledge_sequence"])
        moment = clock.now()
        pledge = Pledge.objects.create(
            campaign=locked,
            sequence=locked.last_pledge_sequence,
            person=locked.last_pledge_sequence,
            backer=person,
            backer_name="" if person else name,
            backer_email="" if person else email.lower(),
            language=backer.language if backer.language in {"de", "en"} else "de",
            is_anonymous=is_anonymous,
            message=plain_line(message),
            amount_minor=amount_minor,
            currency=currency,
            # The page's own end replaces this as soon as there is a page.
            expires_at=moment + timedelta(minutes=settings.PAYMENT_PAGE_MINUTES),
            request_key=request_key[:KEY_MAX],
        )
        payment = Payment.objects.create(pledge=pledge)
        audit_add(actor=person, action="funding.pledge_created", row=pledge, facts={"amount_minor": amount_minor})
        outbox_add(PledgeCreated(payment_id=payment.pk))
        merged = person_link(pledge, digests_of_pledge(pledge))
        people_tell(pledge, positions, {*merged} - {pledge.sequence})
        match_reserve(pledge=pledge, positions=positions)
    return pledge


def _made_before(campaign: Campaign, request_key: str, person: User | None, email: str) -> Pledge | None:
    """A key belongs to whoever used it first: nobody else is led to that pledge and its payment page."""
    if not request_key:
        return None
    made = Pledge.objects.select_related("payment").filter(campaign=campaign, request_key=request_key[:KEY_MAX]).first()
    if made is None:
        return None
    is_theirs = made.backer_id == person.pk if person else made.backer_id is None and made.backer_email == email.lower()
    if not is_theirs:
        raise Conflict(_("This form was sent by somebody else already. Please open it anew."), code="request_key_taken")
    return made


def _require_same(made: Pledge, amount_minor: int) -> None:
    """Doors forget their keys after a while; who then uses one again must not take an old pledge for the new one."""
    if made.amount_minor != amount_minor:
        raise Invalid({}, _("This key was used for another request."), code="idempotency_mismatch")


def campaign_check_open(campaign: Campaign) -> None:
    moment = clock.now()
    if campaign.state != CampaignState.RUNNING or not campaign.starts_at <= moment < campaign.ends_at:
        raise Conflict(_("This campaign does not take money at the moment."), code="campaign_not_running")


def amount_problem(amount_minor: int) -> Text | None:
    if amount_minor < PLEDGE_MIN_MINOR:
        return _("Please give at least 1 euro.")
    if amount_minor > PLEDGE_MAX_MINOR:
        return _("Please give at most 50,000 euros at once; for more, please write to us.")
    return None


def _check(
    *, amount_minor: int, currency: str, campaign: Campaign, person: User | None, name: str, email: str, message: str
) -> None:
    problems: dict[str, Text] = {}
    if wrong := amount_problem(amount_minor):
        problems["amount_minor"] = wrong
    if currency != campaign.currency:
        problems["currency"] = _("This campaign collects in another currency.")
    if len(message) > MESSAGE_MAX:
        problems["message"] = _("Please write at most 280 characters.")
    if person is None:
        problems |= _guest_problems(name, email)
    if problems:
        raise Invalid(problems)


def _guest_problems(name: str, email: str) -> dict[str, Text]:
    problems: dict[str, Text] = {}
    if not name:
        problems["backer_name"] = _("Please tell us your name.")
    elif len(name) > NAME_MAX:
        problems["backer_name"] = _("Please use at most 80 characters.")
    try:
        validate_email(email)
    except ValidationError:
        problems["backer_email"] = _("Please enter a valid e-mail address.")
    return problems
