"""A small fund of the first days: what it gave by an early rule, one claim of that, and a division that waits.

Its first rule added to each pledge, and claims back what loses its pledge after the payout. Its second one divides what
is left at the close; that division is computed and proposed, and waits for the other manager.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from fractions import Fraction

from backend.core import clock
from funding.domain.rule_axes import Allocation, Base, Caps, Factor, Percentage, Reversal, Settlement
from funding.domain.rule_set import RuleSet, to_data
from funding.enums import AllocationState, FundState, ProposalKind
from funding.models import AllocationRun, Fund
from funding.seeds import funds, people, texts
from funding.seeds.backers import Till
from funding.seeds.giving import approve, gifts, give
from funding.seeds.launching import lead, pay_out, payee, running
from funding.seeds.texts import Words
from funding.selectors.approvals import Wanted
from funding.services.allocation_runs import allocation_run
from funding.services.allocations import allocation_ask
from funding.services.approval_runs import approvals_piece, approvals_start
from funding.services.campaigns import campaign_end
from funding.services.proposals import proposal_approve, proposal_make
from funding.services.refunds import refund_request, refund_submit
from funding.services.rule_sets import DEFINITION
from programmes.models import Programme, Project

DAY = timedelta(days=1)
SLUG = "anschub-fonds"
EACH = RuleSet(
    base=Base.PLEDGE, function=Percentage(2_500), caps=Caps(campaign_minor=20_000), reversal=Reversal.CLAW_BACK
)
SHARED = RuleSet(
    base=Base.CAMPAIGN,
    function=Factor(Fraction(1)),
    allocation=Allocation.PRO_RATA,
    settlement=Settlement.AT_CLOSE,
    reversal=Reversal.CLAW_BACK,
)


def fund(programme: Programme | None, at: datetime) -> Fund:
    fields = {
        "slug": SLUG,
        "name": "Anschub-Fonds",
        "summary": "Hat den ersten Versuchen geholfen. Was übrig ist, wird am Ende unter allen geteilt.",
        "programme": programme,
    }
    return funds.fund_made(fields, {DEFINITION: to_data(EACH)}, ((people.FOUNDATION, 40_000, "SEPA 4740"),), at)


def seed(projects: Mapping[str, Project], made: Fund, till: Till, now: datetime) -> None:
    """What happened before the campaigns of today; nothing where it has happened already."""
    if made.state != FundState.OPEN or not {words.slug for words in FOLLOWED_BY.values()} <= projects.keys():
        return
    _first_maps(projects[FOLLOWED_BY[texts.FIRST_MAPS.slug].slug], made, till, since=now - 88 * DAY)
    with clock.at(now - 75 * DAY):
        _decided(made, ProposalKind.RULE, {DEFINITION: to_data(SHARED)}, "Wenig Geld: lieber am Ende teilen.")
    for words in (texts.FIRST_DOOR, texts.FIRST_RIDES):
        _campaign(words, projects[FOLLOWED_BY[words.slug].slug], made, till, since=now - 74 * DAY)
    with clock.at(now - 4 * DAY):
        _decided(made, ProposalKind.CLOSE, {}, "Die Versuche sind vorbei.")


def _campaign(words: Words, project: Project, made: Fund, till: Till, *, since: datetime) -> None:
    until = since + 10 * DAY
    campaign = running(project, words, made, since=since, until=until)
    if campaign is None:
        return
    for gift in gifts(campaign, 3, since=since, until=until):
        give(campaign, gift, till)
    with clock.at(until):
        campaign_end(campaign=campaign, actor=lead(project))


def _first_maps(project: Project, made: Fund, till: Till, *, since: datetime) -> None:
    """Two gifts are paid out with their matches; then comes a third, and of the first the money goes back."""
    until = since + 10 * DAY
    campaign = running(project, texts.FIRST_MAPS, made, since=since, until=until)
    if campaign is None:
        return
    first, second, third = gifts(campaign, 3, since=since, until=until, scale=2)
    returned = give(campaign, first, till)
    give(campaign, second, till)
    payee(project, till)
    for name in ("frieda", "felix"):
        _approve_all(made, name, second.at + DAY)
    pay_out(campaign, till, second.at + DAY)
    give(campaign, third, till)
    approve(campaign, (people.person("frieda"), people.person("felix")), up_to=3, at=third.at + DAY)
    with clock.at(until):
        campaign_end(campaign=campaign, actor=lead(project))
    refund = refund_request(
        payment=returned.payment,
        amount_minor=returned.amount_minor,
        reason="Wohnt inzwischen anderswo und hat um das Geld gebeten.",
        actor=people.person("frieda"),
    )
    refund_submit(refund_id=refund.pk)


def _approve_all(made: Fund, name: str, at: datetime) -> None:
    """As the worker does it."""
    with clock.at(at):
        run = approvals_start(fund=made, actor=people.person(name), wanted=Wanted(), note="Beide geprüft.")
        approvals_piece(run_id=run.pk, piece=run.pieces)


def _decided(made: Fund, kind: ProposalKind, data: Mapping[str, object], note: str) -> None:
    proposal = proposal_make(fund=made, kind=kind, actor=people.person("felix"), data=data, note=note)
    proposal_approve(proposal=proposal, actor=people.person("frieda"))


def division() -> None:
    """Computed as a worker does it, and proposed by one manager."""
    made = Fund.objects.filter(slug=SLUG, state=FundState.CLOSING).first()
    if made is None or AllocationRun.objects.filter(fund=made).exists():
        return
    felix = people.person("felix")
    run = allocation_ask(fund=made, actor=felix)
    allocation_run(run_id=run.pk)
    run.refresh_from_db()
    if run.state == AllocationState.READY:
        data = {"allocation": run.public_id}
        proposal_make(fund=made, kind=ProposalKind.ALLOCATION, actor=felix, data=data, note="Bitte nachrechnen.")


FOLLOWED_BY = {
    texts.FIRST_MAPS.slug: texts.SCHOOL_MAP,
    texts.FIRST_DOOR.slug: texts.VILLAGE_SHOP,
    texts.FIRST_RIDES.slug: texts.CALL_BUS,
}
