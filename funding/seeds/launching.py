"""From a draft to a running campaign, and what it gets to its account, on days that have passed."""

from datetime import datetime

from backend.accounts.models import User
from backend.core import clock
from funding.enums import FundState, PayeeState
from funding.models import Campaign, Fund, PayeeAccount
from funding.seeds import people
from funding.seeds.backers import Till
from funding.seeds.texts import Words
from funding.services.campaigns import campaign_approve, campaign_save_draft, campaign_submit
from funding.services.funds import fund_campaign_accept, fund_campaign_apply
from funding.services.payees import payee_onboard, payee_refresh
from funding.services.payouts import payout_apply, payout_approve, payout_request, payout_submit
from programmes.enums import MemberRole
from programmes.models import Programme, ProgrammeRole, Project, TeamMember


def lead(project: Project) -> User:
    return TeamMember.objects.select_related("user").get(team=project.team, left_at=None, role=MemberRole.LEAD).user


def draft_of(project: Project, words: Words, *, since: datetime, until: datetime) -> Campaign:
    fields = {
        name: getattr(words, name)
        for name in ("slug", "title", "summary", "story", "use_of_money", "goal1_minor", "goal2_minor", "language")
    }
    return campaign_save_draft(
        project=project, actor=lead(project), fields={**fields, "starts_at": since, "ends_at": until}
    )


def running(project: Project, words: Words, fund: Fund, *, since: datetime, until: datetime) -> Campaign | None:
    """From the draft to the fund's acceptance; None if it is there already."""
    if Campaign.objects.filter(slug=words.slug).exists() or fund.state != FundState.OPEN:
        return None
    person = lead(project)
    with clock.at(since):
        campaign = draft_of(project, words, since=since, until=until)
        campaign_submit(campaign=campaign, actor=person)
        campaign = campaign_approve(campaign=campaign, actor=_curator(project.cohort.programme))
        position = fund_campaign_apply(fund=fund, campaign=campaign, actor=person)
        fund_campaign_accept(position=position, actor=people.person("frieda"))
    return campaign


def _curator(programme: Programme) -> User:
    karim = people.person("karim")
    ProgrammeRole.objects.get_or_create(programme=programme, user=karim, role="curator")
    return karim


def payee(project: Project, till: Till) -> None:
    """The lead has filled in the provider's pages, once."""
    if PayeeAccount.objects.filter(project=project, state=PayeeState.VERIFIED).exists():
        return
    payee_onboard(project=project, actor=lead(project))
    account = PayeeAccount.objects.get(project=project)
    till.verify(account.gateway_account_id)
    payee_refresh(payee=account)


def pay_out(campaign: Campaign, till: Till, at: datetime) -> None:
    """Asked for by one manager on that day and approved by another; sent today."""
    with clock.at(at):
        payouts = payout_request(campaign=campaign, actor=people.person("frieda"))
        for payout in payouts:
            payout_approve(payout=payout, actor=people.person("felix"))
    till.top_up(sum(payout.amount_minor for payout in payouts))
    for payout in payouts:
        payout_submit(payout_id=payout.pk)
        payout_apply(payout_id=payout.pk)
