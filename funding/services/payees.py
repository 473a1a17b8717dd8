"""A project's account at the provider: made once, completed by the team on the provider's pages, watched by us."""

import structlog
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.core import clock
from backend.core.audit import audit_add
from backend.core.errors import Conflict, Unavailable
from backend.core.outbox import outbox_add
from backend.core.predicates import require
from backend.core.transitions import transition
from funding.domain.book_events import PayeeVerified as Verified
from funding.enums import CauseKind, PayeeState
from funding.events import PayeeRestricted, PayeeVerified
from funding.gateways import current_gateway
from funding.gateways.protocol import AccountFacts, GatewayRefused, GatewayUnknown
from funding.models import Campaign, PayeeAccount
from funding.rules import can_onboard_payee
from funding.selectors.locks import books_for_update, campaign_for_update, positions_for_update
from funding.selectors.persons import digests_of_payee
from funding.services.book_matches import Cause
from funding.services.journal import campaign_tell
from programmes.models import Project

log = structlog.get_logger(__name__)


def payee_onboard(*, project: Project, actor: User, return_url: str = "", refresh_url: str = "") -> str:
    """Return the address of the provider's page where the team completes its account, making the account if needed.

    Raises NotAllowed, Conflict (the provider refuses), Unavailable.
    """
    require(can_onboard_payee, actor, project)
    payee = _begin(project, actor)
    gateway = current_gateway()
    page = return_url or f"{settings.SITE_URL}/projekte/{project.public_id}/"
    try:
        if not payee.gateway_account_id:
            made = gateway.create_account(
                reference=payee.public_id,
                title=project.title,
                email=actor.email,
                key=f"payee:{payee.public_id}:account",
            )
            _record(payee.pk, made, actor)
            payee.refresh_from_db()
        return gateway.account_link(payee.gateway_account_id, return_url=page, refresh_url=refresh_url or page)
    except GatewayRefused as error:
        log.warning("payee_refused", payee=payee.public_id, code=error.code, reason=error.message)
        raise Conflict(
            _("The payment provider does not accept this account at the moment. Please write to us."),
            code="payee_refused",
        ) from error
    except GatewayUnknown as error:
        raise Unavailable(code="payee_unknown") from error


@transaction.atomic
def _begin(project: Project, actor: User) -> PayeeAccount:
    payee, made = PayeeAccount.objects.get_or_create(project=project)
    if made:
        audit_add(actor=actor, action="funding.payee_created", row=payee)
    return payee


@transaction.atomic
def _record(payee_id: int, facts: AccountFacts, actor: User) -> None:
    payee = PayeeAccount.objects.select_for_update(no_key=True).get(pk=payee_id)
    if not payee.gateway_account_id:
        transition(payee, to=PayeeState.ONBOARDING, actor=actor, changes={"gateway_account_id": facts.gateway_id})


def payee_refresh(*, payee: PayeeAccount) -> PayeeAccount:
    """Fetch the account's present state and follow it; tell when it can be paid, and when it no longer can."""
    if not payee.gateway_account_id:
        return payee
    try:
        facts = current_gateway().account_state(payee.gateway_account_id)
    except (GatewayRefused, GatewayUnknown) as error:
        raise Unavailable(code="payee_unknown") from error
    with transaction.atomic():
        locked = PayeeAccount.objects.select_for_update(no_key=True).get(pk=payee.pk)
        if _follow(locked, facts):
            _tell_verified(locked)
    return locked


def _follow(payee: PayeeAccount, facts: AccountFacts) -> bool:
    """Return whether it can be paid from now on."""
    means = digests_of_payee(facts)
    if payee.means != means:
        payee.means = means
        payee.save(update_fields=["means", "updated_at"])
    if facts.can_be_paid:
        if payee.state != PayeeState.VERIFIED:
            transition(payee, to=PayeeState.VERIFIED, actor=None)
            outbox_add(PayeeVerified(payee_id=payee.pk))
            return True
    elif payee.state == PayeeState.VERIFIED or (payee.state == PayeeState.ONBOARDING and facts.details_submitted):
        transition(payee, to=PayeeState.RESTRICTED, actor=None)
        outbox_add(PayeeRestricted(payee_id=payee.pk))
    return False


def _tell_verified(payee: PayeeAccount) -> None:
    moment, cause = clock.now(), Cause(CauseKind.DECISION, payee.public_id)
    campaigns = list(Campaign.objects.filter(project=payee.project_id).order_by("id"))
    positions = [positions_for_update(campaign_for_update(campaign.pk).pk) for campaign in campaigns]
    books_for_update(row.fund_id for rows in positions for row in rows if row.book is not None)
    for campaign, rows in zip(campaigns, positions, strict=True):
        campaign_tell(rows, Verified(at=moment, campaign=campaign.public_id), cause)
