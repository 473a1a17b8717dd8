"""What guardians answer."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.core import clock
from backend.core.errors import Conflict
from backend.core.outbox import outbox_add
from backend.core.transitions import transition
from programmes.enums import ConsentState, RegistrationState
from programmes.events import ConsentDeclined, RegistrationConfirmed
from programmes.models import GuardianConsent, TeamMember
from programmes.selectors.consents import consent_for_update
from programmes.selectors.people import registration_for_update
from programmes.selectors.sprints import sprint_for_update
from programmes.services.registrations import registration_cancel
from programmes.services.teams import team_leave


@transaction.atomic
def consent_agree(*, consent: GuardianConsent) -> GuardianConsent:
    """Let the person take part: a place that is kept is theirs from now on. Repeating it changes nothing.

    Locks the sprint, the registration, the consent. Raises Conflict (`consent_over`, `wrong_state`).
    """
    sprint = sprint_for_update(consent.registration.sprint_id)
    row = registration_for_update(sprint, consent.registration.user)
    locked = consent_for_update(consent.pk)
    if locked.state == ConsentState.AGREED:
        return locked
    held_until = row.held_until if row else None
    if row is None or row.state == RegistrationState.CANCELLED or (held_until and held_until <= clock.now()):
        raise Conflict(_("The place was kept until a deadline that has passed."), code="consent_over")
    agreed = transition(locked, to=ConsentState.AGREED, actor=None, changes={"answered_at": clock.now()})
    if row.state == RegistrationState.CONSENT:
        transition(row, to=RegistrationState.REGISTERED, actor=None, changes={"held_until": None})
        outbox_add(RegistrationConfirmed(registration_id=row.pk))
    return agreed


@transaction.atomic
def consent_decline(*, consent: GuardianConsent) -> GuardianConsent:
    """Do not let the person take part, also afterwards: a team is left; name and address of the guardian are deleted.

    Locks the sprint, the consent, the team, the registration. Raises Conflict (`has_solution`) where the person is the
    last one of a team that has handed in.
    """
    person = consent.registration.user
    sprint = sprint_for_update(consent.registration.sprint_id)
    locked = consent_for_update(consent.pk)
    if locked.state == ConsentState.DECLINED:
        return locked
    for membership in TeamMember.objects.filter(user=person, team__sprint=sprint, left_at=None).select_related("team"):
        team_leave(actor=person, team=membership.team)
    row = registration_for_update(sprint, person)
    changes = {"answered_at": clock.now(), "name": "", "email": ""}
    declined = transition(locked, to=ConsentState.DECLINED, actor=None, changes=changes)
    if row is not None and row.state != RegistrationState.CANCELLED:
        registration_cancel(actor=None, registration=row)
        outbox_add(ConsentDeclined(consent_id=declined.pk))
    return declined
