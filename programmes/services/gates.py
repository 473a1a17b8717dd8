"""What the time and the place of a person allow; asked again by every service, since pages grow old."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core import clock
from backend.core.errors import Conflict, Text
from programmes.domain import phases
from programmes.enums import BlockKind, Feature, RegistrationState, SprintState
from programmes.models import Challenge, Sprint
from programmes.selectors.abuse import block_active
from programmes.selectors.people import registration_for_update

CLOSED: Final[dict[str, Text]] = {
    Feature.REGISTER: _("Registration is not open right now."),
    Feature.PROPOSE_CHALLENGE: _("Challenges cannot be proposed right now."),
    Feature.FORM_TEAM: _("Teams cannot be founded right now."),
    Feature.JOIN_TEAM: _("Teams cannot be joined right now."),
    Feature.BUILD: _("Solutions cannot be changed right now."),
    Feature.HAND_IN: _("Solutions cannot be handed in right now."),
    Feature.REVIEW: _("Reviews cannot be written right now."),
    Feature.SELECT: _("The selection cannot be made right now."),
    Feature.RATE: _("Solutions cannot be rated right now."),
    Feature.COMMENT: _("Comments cannot be written right now."),
}


BLOCKED: Final[dict[str, Text]] = {
    BlockKind.TAKING_PART: _("The organisers have blocked you in this sprint. Your blocks say why."),
    BlockKind.REPORTING: _("The organisers do not take reports from you in this sprint. Your blocks say why."),
}


def require_feature(sprint: Sprint, *features: Feature) -> None:
    """Raise Conflict (`phase_closed`) unless one of `features` is open now; the first one words the refusal."""
    at = clock.now()
    windows = list(sprint.phases.all())
    if sprint.state == SprintState.PUBLISHED and any(phases.accepts(windows, feature, at) for feature in features):
        return
    opens_at = phases.next_opening(windows, features[0], at)
    raise Conflict(CLOSED[features[0]], code="phase_closed", opens_at=opens_at and opens_at.isoformat())


def require_unblocked(user: User, sprint: Sprint, *kinds: BlockKind) -> None:
    """Raise Conflict (`blocked`) if organisers keep `user` from taking part in `sprint`, or from one of `kinds`."""
    block = block_active(user, sprint, [BlockKind.TAKING_PART, *kinds])
    if block is not None:
        raise Conflict(BLOCKED[block.kind], code="blocked", block=str(block.public_id))


def require_unmerged(challenge: Challenge) -> None:
    """Raise Conflict (`merged`) with where it is now."""
    if challenge.merged_into is not None:
        text = _("This challenge has been merged into “%(title)s”. Please go on there.")
        facts = {"title": challenge.merged_into.title}
        raise Conflict(text % facts, code="merged", merged_into=str(challenge.merged_into.public_id))


def require_place(user: User, sprint: Sprint) -> None:
    """Raise Conflict (`not_registered`) unless `user` has a place in `sprint`, and keep it from being given back."""
    registration = registration_for_update(sprint, user)
    if registration is None or registration.state != RegistrationState.REGISTERED:
        raise Conflict(_("Please register for the sprint first."), code="not_registered")
