"""Two funds: one with plenty, one that is nearly used up."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from backend.accounts.enums import OrganisationKind
from backend.accounts.models import Organisation, User
from backend.core import clock
from funding.enums import FundState, ProposalKind
from funding.models import Fund
from funding.seeds import people
from funding.services.deposits import deposit_receive, deposit_record
from funding.services.deputies import deputy_name
from funding.services.funds import fund_create, fund_manager_add
from funding.services.proposals import proposal_approve, proposal_make
from funding.services.rule_sets import rule_set
from programmes.models import Programme


def joint_fund(programme: Programme | None, at: datetime) -> Fund:
    """25 %, at most 10,000 euros a campaign, two sponsors."""
    sponsors = ((people.FOUNDATION, 1_500_000, "SEPA 4711"), ("Stadtwerke Musterstadt", 500_000, "SEPA 4712"))
    fields = {
        "slug": "gemeinsam-fonds",
        "name": "Gemeinsam-Fonds",
        "summary": "Stiftung und Stadtwerke legen 25\u00a0% auf jede Unterstützung, bis zu 10.000\u00a0€ je Kampagne.",
        "programme": programme,
    }
    return fund_made(fields, {"rate_bp": 2_500, "cap_campaign_minor": 1_000_000}, sponsors, at)


def village_fund(programme: Programme | None, at: datetime) -> Fund:
    """50 %, and nearly nothing left."""
    fields = {
        "slug": "dorf-fonds",
        "name": "Dorf-Fonds",
        "summary": "Für Ideen auf dem Land: Der Fonds legt die Hälfte dazu, höchstens 100\u00a0€ je Unterstützung.",
        "programme": programme,
    }
    rule = {"rate_bp": 5_000, "cap_campaign_minor": 150_000, "cap_pledge_minor": 10_000}
    return fund_made(fields, rule, ((people.FOUNDATION, 37_000, "SEPA 4720"),), at)


def winter_fund(programme: Programme | None, at: datetime) -> Fund:
    """Is being closed: nothing is promised any more, and the rest waits to be decided about."""
    fields = {
        "slug": "winterhilfe-fonds",
        "name": "Winterhilfe-Fonds",
        "summary": "Hat im Winter geholfen und wird jetzt geschlossen.",
        "programme": programme,
    }
    sponsors = ((people.FOUNDATION, 60_000, "SEPA 4731"), ("Stadtwerke Musterstadt", 20_000, "SEPA 4732"))
    fund = fund_made(fields, {"rate_bp": 2_500, "cap_campaign_minor": 20_000}, sponsors, at)
    if fund.state == FundState.OPEN:
        frieda, felix = people.person("frieda"), people.person("felix")
        with clock.at(at + timedelta(days=30)):
            closing = proposal_make(fund=fund, kind=ProposalKind.CLOSE, actor=felix, note="Der Winter ist vorbei.")
            proposal_approve(proposal=closing, actor=frieda)
        fund.refresh_from_db()
    return fund


def waiting_decisions(fund: Fund) -> None:
    """A new rule waits for the second manager, and one of them is away next week."""
    if fund.proposals.filter(kind=ProposalKind.RULE).exists():
        return
    frieda, felix = people.person("frieda"), people.person("felix")
    terms = {"rate_bp": 3_000, "cap_campaign_minor": 1_000_000}
    note = "Es ist noch viel da, und die Kampagnen laufen bald aus."
    proposal_make(fund=fund, kind=ProposalKind.RULE, actor=felix, data=terms, note=note)
    first = clock.today() + timedelta(days=7)
    deputy_name(fund=fund, actor=felix, deputy=frieda, starts_on=first, ends_on=first + timedelta(days=13))


def fund_made(
    fields: Mapping[str, object], rule: Mapping[str, object], sponsors: tuple[tuple[str, int, str], ...], at: datetime
) -> Fund:
    found = Fund.objects.filter(slug=fields["slug"]).first()
    if found is not None:
        return found
    frieda, felix = people.person("frieda"), people.person("felix")
    host = people.organisation(people.FUND_HOST, OrganisationKind.ASSOCIATION, frieda)
    with clock.at(at):
        fund = fund_create(organisation=host, actor=frieda, fields=fields)
        fund_manager_add(fund=fund, user=felix, actor=frieda)
        rule_set(fund=fund, actor=frieda, fields=rule)
        for name, amount_minor, reference in sponsors:
            _pay_in(fund, _sponsor(name), amount_minor, reference, frieda)
        opening = proposal_make(fund=fund, kind=ProposalKind.OPEN, actor=frieda, note="Regel und Geld sind da.")
        proposal_approve(proposal=opening, actor=felix)
    fund.refresh_from_db()
    return fund


def _sponsor(name: str) -> Organisation:
    if name == people.FOUNDATION:
        return people.organisation(name, OrganisationKind.FOUNDATION, people.person("sabine"))
    return people.organisation(name, OrganisationKind.COMPANY)


def _pay_in(fund: Fund, sponsor: Organisation, amount_minor: int, reference: str, actor: User) -> None:
    deposit = deposit_record(fund=fund, sponsor=sponsor, amount_minor=amount_minor, actor=actor, reference=reference)
    deposit_receive(deposit=deposit, actor=actor)
