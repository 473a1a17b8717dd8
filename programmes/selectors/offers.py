"""What organisations answer to the solutions that were offered to them. Nobody in them is named."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Aggregate, Count, DurationField, Exists, ExpressionWrapper, F, Max, OuterRef, Q, QuerySet

from backend.accounts.models import Membership, Organisation, User
from backend.accounts.rules import SPEAKERS
from backend.accounts.selectors.organisations import ids_spoken_for
from backend.accounts.viewers import Viewer, person_of
from backend.core import clock
from backend.core.db import require_transaction
from programmes.enums import ChallengeState, OfferState, SprintState
from programmes.models import Challenge, Offer, ReshapingPart, Solution, TeamMember
from programmes.models.offer import ANSWERS
from programmes.models.solution import AFTER_HAND_IN
from programmes.selectors.counting import count_of
from programmes.selectors.sprints import programmes_organised_by

SHOWN = (
    "organisation",
    "challenge",
    "solution",
    "solution__current_version",
    "solution__team",
    "solution__sprint",
)
PUBLIC = (
    Q(solution__state__in=AFTER_HAND_IN)
    & Q(solution__hidden_at=None, solution__team__hidden_at=None)
    & Q(solution__challenge__hidden_at=None, challenge__hidden_at=None)
    & ~Q(solution__sprint__state=SprintState.DRAFT)
    & ~Q(state=OfferState.WITHDRAWN)
)
"""What everybody sees; what was taken back or is hidden is gone."""
ASKED = (ChallengeState.PROPOSED, ChallengeState.PUBLISHED, ChallengeState.DECLINED, ChallengeState.MERGED)


class Median(Aggregate):
    """The middle one; PostgreSQL has it as an ordered-set aggregate."""

    template = "PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"


@dataclass(frozen=True, slots=True)
class AnswerFigures:
    """How well those who asked keep their word."""

    offered: int
    answered: int
    overdue: int
    oldest_due_days: int
    """Whole days that the longest overdue answer is late."""
    median_days: float | None
    """From the offer to the first answer; None without one."""


def overdue() -> Q:
    return Q(state=OfferState.OFFERED, answer_due_at__lte=clock.now())


def offers_public() -> QuerySet[Offer]:
    """Offers of solutions that everybody sees, the newest first; those that were taken back are gone."""
    return Offer.objects.filter(PUBLIC).select_related(*SHOWN)


def offers_visible_to(viewer: Viewer) -> QuerySet[Offer]:
    """What everybody sees; all for the team, for those who answer, and for the organisers."""
    rows = Offer.objects.select_related(*SHOWN)
    person = person_of(viewer)
    if person is None:
        return rows.filter(PUBLIC)
    own = TeamMember.objects.filter(user=person, left_at=None).values("team_id")
    return rows.filter(
        PUBLIC
        | Q(solution__team_id__in=own)
        | Q(organisation_id__in=ids_spoken_for(person))
        | Q(challenge__contact=person)
        | Q(solution__sprint__programme_id__in=programmes_organised_by(person))
    )


def answers_possible(offer: Offer) -> list[str]:
    """What may be answered now; the present answer too, since its words can be changed. None once it was taken back."""
    if offer.state == OfferState.WITHDRAWN:
        return []
    return [state for state in ANSWERS if state == offer.state or state in Offer.TRANSITIONS[offer.state]]


def offers_of_solution(solution: Solution) -> QuerySet[Offer]:
    """Who was offered a solution and what they answered, who was asked first on top."""
    rows = solution.offers.filter(challenge__hidden_at=None).exclude(state=OfferState.WITHDRAWN)
    return rows.select_related(*SHOWN).order_by("offered_at", "id")


def offers_of_organisation(organisation: Organisation, states: Sequence[str] = ()) -> QuerySet[Offer]:
    """All that touches an organisation, the newest first; `states` chooses."""
    rows = offers_public().filter(organisation=organisation)
    return rows.filter(state__in=states) if states else rows


def answers_of_organisation(organisation: Organisation) -> QuerySet[Offer]:
    """What an organisation has answered, the latest answer first."""
    return offers_of_organisation(organisation, ANSWERS).order_by("-state_since", "-id")


def offers_to_answer(organisation: Organisation) -> QuerySet[Offer]:
    """What waits for an answer, by the date that it is due: what is overdue stands on top."""
    return offers_of_organisation(organisation, (OfferState.OFFERED,)).order_by("answer_due_at", "id")


def answer_figures(rows: QuerySet[Offer]) -> AnswerFigures:
    """Of `rows`, in one query."""
    took = ExpressionWrapper(F("answered_at") - F("offered_at"), output_field=DurationField())
    late = overdue()
    found = rows.order_by().aggregate(
        offered=Count("id"),
        answered=Count("id", filter=~Q(answered_at=None)),
        overdue=Count("id", filter=late),
        oldest=Max(clock.now() - F("answer_due_at"), filter=late, output_field=DurationField()),
        median=Median(took, filter=~Q(answered_at=None), output_field=DurationField()),
    )
    median, oldest = found["median"], found["oldest"]
    return AnswerFigures(
        offered=found["offered"],
        answered=found["answered"],
        overdue=found["overdue"],
        oldest_due_days=oldest.days if oldest else 0,
        median_days=None if median is None else median / timedelta(days=1),
    )


def figures_of_challenge(challenge: Challenge) -> AnswerFigures:
    return answer_figures(offers_public().filter(challenge=challenge))


def figures_of_organisation(organisation: Organisation) -> AnswerFigures:
    return answer_figures(offers_of_organisation(organisation))


def challenges_asking(sprint_id: int) -> QuerySet[Challenge]:
    """Published challenges of a sprint that organisations have posed, by organisation."""
    rows = Challenge.objects.filter(
        sprint_id=sprint_id, state=ChallengeState.PUBLISHED, owner__isnull=False, hidden_at=None
    )
    return rows.select_related("owner").order_by("owner__name", "title", "id")


def challenges_to_offer_to(solution: Solution) -> QuerySet[Challenge]:
    """Those whose organisations were not offered the solution yet."""
    asked = solution.offers.values("organisation_id")
    return challenges_asking(solution.sprint_id).exclude(owner_id__in=asked)


def offer_for_update(offer_id: int) -> Offer:
    """Lock an offer; who needs its solution too locks that first. Its challenge may be another one after waiting."""
    require_transaction()
    return Offer.objects.select_for_update(no_key=True).get(pk=offer_id)


def offers_for_update(challenge: Challenge, solutions: Collection[Solution] | None = None) -> list[Offer]:
    """Lock what was offered for a challenge (of these solutions), by id; the caller holds challenge and solutions."""
    require_transaction()
    rows = Offer.objects.select_for_update(no_key=True).filter(challenge=challenge)
    if solutions is not None:
        rows = rows.filter(solution__in=solutions)
    return list(rows.order_by("id"))


def offers_waiting_for(user: User) -> QuerySet[Offer]:
    """What a person has to answer, as a speaker or as the contact, by the date that it is due."""
    member = Membership.objects.filter(user=user).values("organisation_id")
    mine = Q(organisation_id__in=ids_spoken_for(user)) | Q(challenge__contact=user, organisation_id__in=member)
    return offers_public().filter(mine, state=OfferState.OFFERED).order_by("answer_due_at", "id")


def offers_answerable(viewer: Viewer, offers: Sequence[Offer]) -> set[int]:
    """Keys of those that the viewer may answer, in one query for all."""
    person = person_of(viewer)
    if person is None or not offers:
        return set()
    roles = dict(Membership.objects.filter(user=person).values_list("organisation_id", "role"))
    return {
        offer.pk
        for offer in offers
        if offer.organisation_id in roles
        and (roles[offer.organisation_id] in SPEAKERS or offer.challenge.contact_id == person.pk)
    }


def needs_of(organisation: Organisation) -> QuerySet[Challenge]:
    """What an organisation has asked for, the latest first, with `offer_count`, `waiting_count` and `is_reshaped`.

    Also what is not public: what waits, was declined or is hidden, and what has become part of another one.
    """
    rows = Challenge.objects.filter(owner=organisation, state__in=ASKED)
    offers = Offer.objects.filter(PUBLIC)
    parts = ReshapingPart.objects.filter(Q(source=OuterRef("pk")) | Q(target=OuterRef("pk")))
    return (
        rows.select_related("sprint", "merged_into", "appeal")
        .annotate(
            is_reshaped=Exists(parts),
            offer_count=count_of(offers, "challenge_id"),
            waiting_count=count_of(offers.filter(state=OfferState.OFFERED), "challenge_id"),
        )
        .order_by("-created_at", "-id")
    )
