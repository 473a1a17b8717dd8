"""Who is meant: people by their relation to a row. Who has left or was erased is nobody's receiver."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from backend.accounts.enums import OrganisationRole
from backend.accounts.models import Organisation, User
from funding.models import Campaign, Fund
from programmes.enums import MemberRole, ProgrammeRoleKind
from programmes.models import Challenge, Offer, Programme, Team

People = QuerySet[User]


def _active() -> People:
    return User.objects.filter(is_active=True).order_by("id")


def people(*ids: int | None) -> People:
    return _active().filter(pk__in=[key for key in ids if key is not None])


def either(one: People, other: People) -> People:
    return _active().filter(Q(pk__in=one.values("pk")) | Q(pk__in=other.values("pk")))


def team_members(team: Team) -> People:
    return _active().filter(team_memberships__team=team, team_memberships__left_at=None).distinct()


def active_members_of(teams: "QuerySet[Team]") -> People:
    return _active().filter(team_memberships__team__in=teams, team_memberships__left_at=None).distinct()


def team_leads(team: Team) -> People:
    membership = Q(team_memberships__team=team, team_memberships__left_at=None, team_memberships__role=MemberRole.LEAD)
    return _active().filter(membership).distinct()


def with_role(programme: Programme, *kinds: ProgrammeRoleKind) -> People:
    return _active().filter(programme_roles__programme=programme, programme_roles__role__in=kinds).distinct()


def organisers(programme: Programme) -> People:
    return with_role(programme, ProgrammeRoleKind.ORGANISER)


def coaches(programme: Programme) -> People:
    """Who looks at what projects report: coaches, or the organisers where there are none."""
    found = with_role(programme, ProgrammeRoleKind.COACH)
    return found if found.exists() else organisers(programme)


def speakers(organisation: Organisation | None) -> People:
    """Who answers for an organisation."""
    roles = [OrganisationRole.OWNER, OrganisationRole.MANAGER]
    membership = Q(memberships__organisation=organisation, memberships__role__in=roles)
    return _active().none() if organisation is None else _active().filter(membership).distinct()


def answering(offer: Offer) -> People:
    """The contact of the challenge while in the organisation; without one, who speaks for the organisation."""
    contact = people(offer.challenge.contact_id).filter(memberships__organisation=offer.organisation)
    return contact if contact.exists() else speakers(offer.organisation)


def supporters(challenge: Challenge) -> People:
    return _active().filter(supported_challenges__challenge=challenge)


def fund_managers(*funds: Fund) -> People:
    return _active().filter(managed_funds__fund__in=funds).distinct()


def managers_of_funds_with(campaign: Campaign) -> People:
    """Managers of the funds that top a campaign up; where there are none, the programme's organisers."""
    funds = Fund.objects.filter(positions__campaign=campaign)
    found = _active().filter(managed_funds__fund__in=funds).distinct()
    return found if found.exists() else organisers(campaign.project.cohort.programme)


def sponsors(fund: Fund) -> People:
    """Who answers for the organisations whose money is in a fund."""
    organisations = Organisation.objects.filter(deposits__fund=fund, deposits__state="received")
    roles = [OrganisationRole.OWNER, OrganisationRole.MANAGER]
    return _active().filter(memberships__organisation__in=organisations, memberships__role__in=roles).distinct()


def named(user: User | None) -> dict[str, str]:
    """A person's name for a context, and whose it is, so that it can be forgotten with the person."""
    return {"name": "", "by": ""} if user is None else {"name": user.shown_name, "by": str(user.public_id)}


def without(receivers: People, *users: User | None) -> Sequence[User]:
    """Nobody is told what they did themselves."""
    actors = {user.pk for user in users if user is not None}
    return [user for user in receivers if user.pk not in actors]
