from django.db.models import Count, Prefetch, Q, QuerySet

from programmes.enums import ChallengeState
from programmes.models import Challenge, DuplicateGroup, DuplicateMember, DuplicateRun, Sprint
from programmes.selectors.challenges import with_counts

OPEN_STATES = (ChallengeState.PROPOSED, ChallengeState.PUBLISHED)


def duplicate_runs_of(sprint: Sprint) -> QuerySet[DuplicateRun]:
    return DuplicateRun.objects.filter(sprint=sprint).select_related("sprint", "requested_by").order_by("-id")


def challenges_to_compare(sprint: Sprint) -> QuerySet[Challenge]:
    """What is public in a sprint, and what waits to become so."""
    return sprint.challenges.filter(state__in=OPEN_STATES).order_by("id")


def groups_of(run: DuplicateRun) -> QuerySet[DuplicateGroup]:
    """Groups of which at least two are still there, the most alike first, with `open_members` as lists."""
    challenges = with_counts(Challenge.objects.select_related("owner"))
    members = DuplicateMember.objects.filter(challenge__state__in=OPEN_STATES).order_by("id")
    members = members.prefetch_related(Prefetch("challenge", queryset=challenges))
    rows = run.groups.annotate(open_count=Count("members", filter=Q(members__challenge__state__in=OPEN_STATES)))
    rows = rows.filter(open_count__gte=2).order_by("place", "id")
    return rows.prefetch_related(Prefetch("members", queryset=members, to_attr="open_members"))
