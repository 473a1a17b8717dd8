"""Campaigns and funds for tests: by default a running campaign and an open fund that has money and a rule of 25 %.

Pledges with matches, payments and payouts come from the services (see `tests/funding/scenes.py`): a row without its
ledger entries would be a lie.
"""

from datetime import timedelta
from typing import Any

from django.db import transaction
from factory.django import DjangoModelFactory

from backend.core import clock
from backend.core.money import Money
from funding.domain.rule_axes import Base, Caps, Percentage, Reversal
from funding.domain.rule_set import RuleSet, digest, to_data
from funding.enums import CampaignState, DepositState, FundState, PayeeState, PositionState
from funding.ledger.enums import AccountKind, PostingKind
from funding.ledger.posting import AccountName, Move, ledger_post
from funding.models import (
    Campaign,
    CampaignUpdate,
    Deposit,
    Fund,
    FundCampaign,
    FundManager,
    MatchingRule,
    PayeeAccount,
    Payment,
    Pledge,
)
from funding.services.deposits import deposited
from funding.services.journal import journal_add, position_tell
from funding.services.rule_sets import published
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.declarations import at_call, of_row, sequence, sub
from tests.factories.programmes import ProjectFactory


class CampaignFactory(DjangoModelFactory[Campaign]):
    class Meta:
        model = Campaign

    project = sub(ProjectFactory)
    slug = sequence(lambda n: f"kampagne-{n}")
    title = sequence(lambda n: f"Kampagne {n}")
    summary = "Wir bauen eine Karte der Hilfe."
    story = "So fing es an."
    use_of_money = "Für Server und Druck."
    goal1_minor = 500_000
    goal2_minor = 1_000_000
    starts_at = at_call(lambda: clock.now() - timedelta(days=5))
    ends_at = at_call(lambda: clock.now() + timedelta(days=20))
    state = CampaignState.RUNNING


class CampaignUpdateFactory(DjangoModelFactory[CampaignUpdate]):
    class Meta:
        model = CampaignUpdate

    campaign = sub(CampaignFactory)
    title = "Neues"
    body = "Es geht voran."


class FundFactory(DjangoModelFactory[Fund]):
    """`FundFactory(pool_minor=10_000)` has that much free money, `rate_bp=0` no rule, `caps={...}` its caps."""

    class Meta:
        model = Fund

    slug = sequence(lambda n: f"fonds-{n}")
    name = sequence(lambda n: f"Fonds {n}")
    summary = "Legt 25 % dazu."
    organisation = sub(OrganisationFactory)
    state = FundState.OPEN

    @classmethod
    def _create(cls, model_class: type[Fund], *args: Any, **kwargs: Any) -> Fund:
        pool_minor: int = kwargs.pop("pool_minor", 1_000_000)
        rate_bp: int = kwargs.pop("rate_bp", 2_500)
        caps: dict[str, Any] = kwargs.pop("caps", {})
        fund: Fund = model_class.objects.create(**kwargs)
        if rate_bp:
            MatchingRuleFactory.create(fund=fund, rate_bp=rate_bp, **caps)
        if pool_minor:
            DepositFactory.create(fund=fund, amount_minor=pool_minor)
        return fund


class FundManagerFactory(DjangoModelFactory[FundManager]):
    class Meta:
        model = FundManager

    fund = sub(FundFactory)
    user = sub(UserFactory)


class DepositFactory(DjangoModelFactory[Deposit]):
    """Received by default, with its ledger entry."""

    class Meta:
        model = Deposit

    fund = sub(FundFactory, pool_minor=0)
    sponsor = sub(OrganisationFactory)
    amount_minor = 100_000
    reference = sequence(lambda n: f"Überweisung {n}")
    state = DepositState.RECEIVED

    @classmethod
    def _create(cls, model_class: type[Deposit], *args: Any, **kwargs: Any) -> Deposit:
        deposit: Deposit = model_class.objects.create(**kwargs)
        if deposit.state == DepositState.RECEIVED:
            owner = deposit.fund.public_id
            move = Move(
                debit=AccountName(AccountKind.FUND_SOURCE, owner),
                credit=AccountName(AccountKind.FUND_POOL, owner),
                money=Money(deposit.amount_minor, deposit.currency),
            )
            journal_add(fund=deposit.fund, event=deposited(deposit))
            key = f"deposit:{deposit.public_id}:received"
            ledger_post(kind=PostingKind.DEPOSIT_RECEIVED, key=key, reference=deposit.public_id, entries=[move])
        return deposit


class MatchingRuleFactory(DjangoModelFactory[MatchingRule]):
    """A percentage by default; `known=RuleSet(...)` is any other rule."""

    class Meta:
        model = MatchingRule

    fund = sub(FundFactory, rate_bp=0)

    @classmethod
    def _create(cls, model_class: type[MatchingRule], *args: Any, **kwargs: Any) -> MatchingRule:
        fund: Fund = kwargs.pop("fund")
        caps = {
            "campaign_minor": kwargs.pop("cap_campaign_minor", None),
            "pledge_match_minor": kwargs.pop("cap_pledge_minor", None),
        }
        percentage = Percentage(kwargs.pop("rate_bp", 2_500))
        known = kwargs.pop("known", None) or RuleSet(
            base=Base.PLEDGE, function=percentage, caps=Caps(**caps), reversal=Reversal.BEAR
        )
        with transaction.atomic():
            sequence = journal_add(fund=fund, event=published(known))
        return model_class.objects.create(
            fund=fund,
            version=fund.rules.count() + 1,
            definition=to_data(known),
            digest=digest(known),
            valid_from_sequence=sequence,
            **kwargs,
        )


class PositionFactory(DjangoModelFactory[FundCampaign]):
    """A campaign that a fund has accepted."""

    class Meta:
        model = FundCampaign

    fund = sub(FundFactory)
    campaign = sub(CampaignFactory)
    state = PositionState.ACCEPTED

    @classmethod
    def _create(cls, model_class: type[FundCampaign], *args: Any, **kwargs: Any) -> FundCampaign:
        position: FundCampaign = model_class.objects.create(**kwargs)
        if position.state == PositionState.ACCEPTED:
            with transaction.atomic():
                position_tell(position)
        return position


class PayeeAccountFactory(DjangoModelFactory[PayeeAccount]):
    class Meta:
        model = PayeeAccount

    project = sub(ProjectFactory)
    gateway_account_id = sequence(lambda n: f"acct_{n}")
    state = PayeeState.VERIFIED


class PledgeFactory(DjangoModelFactory[Pledge]):
    """A bare pending pledge with its payment, without a match: for pages and permissions."""

    class Meta:
        model = Pledge

    campaign = sub(CampaignFactory)
    sequence = of_row(lambda pledge: pledge.campaign.pledges.count() + 1)
    person = of_row(lambda pledge: pledge.sequence)
    backer = sub(UserFactory)
    amount_minor = 2_000
    expires_at = at_call(lambda: clock.now() + timedelta(minutes=30))

    @classmethod
    def _create(cls, model_class: type[Pledge], *args: Any, **kwargs: Any) -> Pledge:
        pledge: Pledge = model_class.objects.create(**kwargs)
        PaymentFactory.create(pledge=pledge)
        return pledge


class PaymentFactory(DjangoModelFactory[Payment]):
    class Meta:
        model = Payment
