"""Where a message leads. Written out, so that workers need not load every page; a test follows each of them."""

import programmes.models as programmes
from backend.accounts.models import Invitation, Organisation
from funding.models import ApprovalRun, Campaign, Fund, FundProposal, Payout
from programmes.models.moderation import Reportable
from programmes.selectors.consents import consent_token
from programmes.selectors.mentoring import guest_token

EXPORT = "/einstellungen/daten/"
OWN_BLOCKS = "/meine-sperren/"
REVIEWS = "/bewerten/"
OWN_ORGANISATIONS = "/meine-organisationen/"


def organisation(row: Organisation) -> str:
    return f"/organisationen/{row.public_id}/"


def invitation(row: Invitation) -> str:
    return f"/einladungen/{row.public_id}/"


def sprint(row: programmes.Sprint) -> str:
    return f"/sprints/{row.slug}/"


def place_accept(row: programmes.Sprint) -> str:
    return f"/sprints/{row.slug}/platz-annehmen/"


def guardian(row: programmes.GuardianConsent) -> str:
    return f"/einwilligung/{consent_token(row)}/"


def placing(row: programmes.Sprint) -> str:
    return f"/sprints/{row.slug}/platz-im-team/"


def assignment(row: programmes.Sprint) -> str:
    return f"/organisation/sprints/{row.slug}/zuteilung/"


def challenge(row: programmes.Challenge) -> str:
    return f"/herausforderungen/{row.public_id}/"


def challenge_trace(row: programmes.Challenge) -> str:
    return f"/herausforderungen/{row.public_id}/werdegang/"


def abuse_case(row: programmes.AbuseCase) -> str:
    return f"/organisation/meldungen/{row.public_id}/"


def appeal(row: programmes.Appeal) -> str:
    return f"/organisation/einsprueche/{row.public_id}/"


def thing(row: Reportable) -> str:
    """The page of what was reported."""
    if isinstance(row, programmes.Comment):
        return comments(row.solution)
    if isinstance(row, programmes.Challenge):
        return challenge(row)
    return team(row) if isinstance(row, programmes.Team) else solution(row)


def moderation(row: programmes.Challenge) -> str:
    return f"/organisation/herausforderungen/{row.public_id}/"


def team(row: programmes.Team) -> str:
    return f"/teams/{row.public_id}/"


def team_log(row: programmes.Team) -> str:
    return f"/teams/{row.public_id}/log/"


def team_room(row: programmes.Team) -> str:
    return f"/teams/{row.public_id}/raum/"


def join_request(row: programmes.JoinRequest) -> str:
    return f"/beitrittsanfragen/{row.public_id}/"


def connecting(row: programmes.Sprint) -> str:
    return f"/sprints/{row.slug}/vermitteln/"


def introduction(row: programmes.Introduction) -> str:
    return f"/vorstellungen/{row.public_id}/"


def solution(row: programmes.Solution) -> str:
    return f"/loesungen/{row.public_id}/"


def offer_answer(row: programmes.Offer) -> str:
    return f"/angebote/{row.public_id}/antworten/"


def project(row: programmes.Project) -> str:
    return f"/projekte/{row.public_id}/"


def project_desk(row: programmes.Project) -> str:
    return f"/projekte/{row.public_id}/arbeit/"


def payee(row: programmes.Project) -> str:
    return f"/projekte/{row.public_id}/auszahlungskonto/"


def milestone(row: programmes.Milestone) -> str:
    return f"/meilensteine/{row.public_id}/"


def report(row: programmes.ProgressReport) -> str:
    return f"/berichte/{row.public_id}/"


def campaign(row: Campaign) -> str:
    return f"/kampagnen/{row.slug}/"


def campaign_desk(row: Campaign) -> str:
    return f"/kampagnen/{row.slug}/verwaltung/"


def curation(row: Campaign) -> str:
    return f"/kampagnen/{row.slug}/verwaltung/entscheiden/"


def fund(row: Fund) -> str:
    return f"/fonds/{row.slug}/"


def fund_desk(row: Fund, page: str = "") -> str:
    """A page of the fund managers: freigaben, kampagnen, faelle, einzahlungen; empty is the first one."""
    return f"/fondsverwaltung/{row.slug}/{page}{'/' if page else ''}"


def packages(row: Fund) -> str:
    return f"/fonds/{row.slug}/pruefpakete/"


def proposal(row: FundProposal) -> str:
    return f"/fondsverwaltung/entscheidung/{row.public_id}/"


def approval_run(row: ApprovalRun) -> str:
    return f"/fondsverwaltung/freigabe/{row.public_id}/"


def payout(row: Payout) -> str:
    return f"/fondsverwaltung/auszahlung/{row.public_id}/"


def comments(row: programmes.Solution) -> str:
    return f"/loesungen/{row.public_id}/kommentare/"


def mentor_desk(row: programmes.Sprint) -> str:
    return f"/sprints/{row.slug}/sprechstunden/"


def mentors_organised(row: programmes.Sprint) -> str:
    return f"/organisation/sprints/{row.slug}/mentoren/"


def booking(row: programmes.Booking) -> str:
    return f"/gebuchte-termine/{row.public_id}/"


def booking_of_guest(row: programmes.Booking) -> str:
    return f"/termin/{guest_token(row)}/"
