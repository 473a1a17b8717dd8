"""Bringing people and teams together: appointing connectors, agreeing to be introduced, introducing, answering.

Locks the team, then the registration, then the introduction, as all who join do.
"""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core import clock
from backend.core.audit import audit_add
from backend.core.errors import Conflict
from backend.core.outbox import outbox_add
from backend.core.text import clean_for
from backend.core.transitions import transition
from programmes.enums import Feature, IntroductionState, RegistrationState
from programmes.events import ConnectorAppointed, IntroductionAccepted, IntroductionDeclined, IntroductionSent
from programmes.models import Connector, Introduction, Sprint, Team
from programmes.selectors.connecting import introduction_for_update
from programmes.selectors.people import registration_for_update
from programmes.selectors.teams import in_teams, team_for_update
from programmes.services.gates import require_feature, require_place
from programmes.services.teams import require_free_place, require_living, team_member_add


@transaction.atomic
def connector_appoint(*, actor: User | None, sprint: Sprint, user: User) -> Connector:
    """Let `user` introduce people in `sprint`, and tell them; repeating it changes nothing."""
    row, is_new = Connector.objects.get_or_create(sprint=sprint, user=user, defaults={"appointed_by": actor})
    if is_new:
        facts = {"sprint": sprint.public_id, "user": user.public_id}
        audit_add(actor=actor, action="programmes.connector_appointed", row=row, facts=facts)
        outbox_add(ConnectorAppointed(connector_id=row.pk))
    return row


@transaction.atomic
def connector_dismiss(*, actor: User | None, connector: Connector) -> None:
    """Take the task away; repeating it changes nothing. What they have sent stays to be answered."""
    facts = {"sprint": connector.sprint.public_id, "user": connector.user.public_id}
    if Connector.objects.filter(pk=connector.pk).delete()[0]:
        audit_add(actor=actor, action="programmes.connector_dismissed", row=connector, facts=facts)


@transaction.atomic
def introducing_allow(*, actor: User, sprint: Sprint) -> None:
    """Let connectors see one's name and profile, and introduce one to teams; repeating it changes nothing.

    Locks the registration. Raises Conflict (`not_registered`, `in_team`).
    """
    require_place(actor, sprint)
    if in_teams(sprint).filter(user_id=actor.pk).exists():
        raise Conflict(_("You are in a team already."), code="in_team")
    row = sprint.registrations.get(user=actor)
    if row.introducible_since is None:
        row.introducible_since = clock.now()
        row.save(update_fields=["introducible_since", "updated_at"])
        audit_add(actor=actor, action="programmes.introducing_allowed", row=row)


@transaction.atomic
def introducing_forbid(*, actor: User, sprint: Sprint) -> None:
    """Take that back from now on; what waits for an answer is withdrawn. Repeating it changes nothing."""
    row = registration_for_update(sprint, actor)
    if row is None or row.introducible_since is None:
        return
    row.introducible_since = None
    row.save(update_fields=["introducible_since", "updated_at"])
    audit_add(actor=actor, action="programmes.introducing_forbidden", row=row)
    for one in Introduction.objects.filter(user=actor, team__sprint=sprint, state=IntroductionState.SENT):
        transition(one, to=IntroductionState.WITHDRAWN, actor=actor)


@transaction.atomic
def introduction_send(*, actor: User, team: Team, user: User, message: str) -> Introduction:
    """Introduce somebody who has agreed to it to a team with a free place; both are told, neither reads an address.

    Once for a person and a team: repeating it returns the first. Locks the team, the registration. Raises Conflict
    (`phase_closed`, `wrong_state`, `not_registered`, `not_introducible`, `in_team`), LimitReached (`team_full`,
    `place_held`), Invalid.
    """
    team = team_for_update(team.pk)
    found = Introduction.objects.filter(team=team, user=user).first()
    if found is not None:
        return found
    require_feature(team.sprint, Feature.JOIN_TEAM)
    require_living(team)
    registration = registration_for_update(team.sprint, user)
    if registration is None or registration.state != RegistrationState.REGISTERED:
        raise Conflict(_("This person does not take part any more."), code="not_registered")
    if registration.introducible_since is None:
        raise Conflict(_("This person does not want to be introduced."), code="not_introducible")
    _require_no_team(user, team)
    require_free_place(team, user)
    values = clean_for(Introduction, {"message": message})
    made = Introduction.objects.create(team=team, user=user, sent_by=actor, **values)
    audit_add(actor=actor, action="programmes.introduction.sent", row=made, subject=user)
    outbox_add(IntroductionSent(introduction_id=made.pk))
    return made


@transaction.atomic
def introduction_agree(*, actor: User, introduction: Introduction) -> Introduction:
    """Agree, as the person or for the team; when both have, the person is in the team and all three are told.

    Repeating it changes nothing. Locks the team, the registration, the introduction. Raises Conflict (`phase_closed`,
    `wrong_state`, `not_registered`, `in_team`), LimitReached (`team_full`, `place_held`).
    """
    team = team_for_update(introduction.team_id)
    registration_for_update(team.sprint, introduction.user)
    row = introduction_for_update(introduction.pk)
    if row.state == IntroductionState.ACCEPTED:
        return row
    if row.state != IntroductionState.SENT:
        raise Conflict(_("This introduction is over."), code="wrong_state")
    require_feature(team.sprint, Feature.JOIN_TEAM)
    _require_no_team(row.user, team)
    side = "person_agreed_at" if actor.pk == row.user_id else "team_agreed_at"
    if getattr(row, side) is None:
        setattr(row, side, clock.now())
        row.save(update_fields=[side, "updated_at"])
        audit_add(actor=actor, action="programmes.introduction_agreed", row=row)
    if row.person_agreed_at and row.team_agreed_at:
        # Before joining, which ends whatever else is open for the person.
        transition(row, to=IntroductionState.ACCEPTED, actor=actor)
        team_member_add(team=team, user=row.user)
        outbox_add(IntroductionAccepted(introduction_id=row.pk))
    return row


@transaction.atomic
def introduction_decline(*, actor: User, introduction: Introduction) -> Introduction:
    """Decline, as the person or for the team; the others are told that it did not fit, not by whom.

    Repeating it changes nothing. Raises Conflict once both have agreed.
    """
    team_for_update(introduction.team_id)
    row = introduction_for_update(introduction.pk)
    if row.state != IntroductionState.DECLINED:
        transition(row, to=IntroductionState.DECLINED, actor=actor)
        outbox_add(IntroductionDeclined(introduction_id=row.pk))
    return row


def _require_no_team(user: User, team: Team) -> None:
    if in_teams(team.sprint).filter(user_id=user.pk).exists():
        raise Conflict(_("This person has found a team meanwhile."), code="in_team")
