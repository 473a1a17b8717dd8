"""Who may not judge what, for the whole jury at once; and what organisers have noted."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain

from django.db.models import Q, QuerySet

from backend.accounts.models import Membership, User
from programmes.closeness import jurors_in_teams, past_memberships
from programmes.models import DeclaredConflict, Solution, Sprint, TeamMember
from programmes.selectors.solutions import solutions_to_judge

Pairs = dict[int, set[int]]


def conflicts_declared(solution: Solution) -> "QuerySet[DeclaredConflict]":
    return DeclaredConflict.objects.filter(solution=solution).select_related("juror", "declared_by")


def solutions_barred(sprint: Sprint, jurors: Sequence[User]) -> Pairs:
    """Keys of the solutions that `closeness.is_too_close_to_judge` would find, by key of the juror: seven queries."""
    keys = {juror.pk for juror in jurors}
    organisations = _organisations(keys)
    # Few of the many who have handed in are close to a juror.
    judged = solutions_to_judge(sprint).order_by()
    found: Pairs = defaultdict(set)
    for pairs in (
        _of_people(judged, keys, organisations),
        _posed(judged, keys, organisations),
        _mutual(sprint, judged, keys),
        _declared(judged, keys),
    ):
        for key, solutions in pairs.items():
            found[key] |= solutions
    return found


def _organisations(keys: set[int]) -> Pairs:
    """Who is or was in the organisations of the jurors, by key of the organisation."""
    tables = (Membership.objects.all(), past_memberships())
    theirs = Q()
    for table in tables:
        theirs |= Q(organisation_id__in=table.filter(user_id__in=keys).values("organisation_id"))
    found: Pairs = defaultdict(set)
    rows = (table.filter(theirs).order_by().values_list("organisation_id", "user_id") for table in tables)
    for organisation_id, user_id in chain.from_iterable(rows):
        found[organisation_id].add(user_id)
    return found


def _of_people(judged: "QuerySet[Solution]", keys: set[int], organisations: Mapping[int, set[int]]) -> Pairs:
    close = {key: {key}.union(*(members for members in organisations.values() if key in members)) for key in keys}
    rows = TeamMember.objects.filter(user_id__in=set().union(*close.values()), team__solutions__in=judged.values("pk"))
    people: Pairs = defaultdict(set)
    for user_id, solution_id in rows.order_by().values_list("user_id", "team__solutions"):
        people[user_id].add(solution_id)
    return {key: set().union(*(people[user_id] for user_id in users)) for key, users in close.items()}


def _posed(judged: "QuerySet[Solution]", keys: set[int], organisations: Mapping[int, set[int]]) -> Pairs:
    """Solutions to challenges of their own."""
    columns = ("challenge__proposed_by_id", "challenge__contact_id", "challenge__owner_id")
    theirs = Q(challenge__proposed_by__in=keys) | Q(challenge__contact__in=keys)
    rows = judged.filter(theirs | Q(challenge__owner__in=organisations.keys()))
    found: Pairs = defaultdict(set)
    for solution_id, proposed_by, contact, owner in rows.values_list("pk", *columns):
        for key in keys & {proposed_by, contact, *organisations.get(owner, ())}:
            found[key].add(solution_id)
    return found


def _mutual(sprint: Sprint, judged: "QuerySet[Solution]", keys: set[int]) -> Pairs:
    """Of teams with a juror, for jurors who have a team in the sprint themselves."""
    taking_part = TeamMember.objects.filter(team__sprint=sprint, user_id__in=keys).order_by()
    ours = set(taking_part.values_list("user_id", flat=True))
    theirs = set(judged.filter(team_id__in=jurors_in_teams().values("team_id")).values_list("pk", flat=True))
    return dict.fromkeys(ours, theirs)


def _declared(judged: "QuerySet[Solution]", keys: set[int]) -> Pairs:
    rows = DeclaredConflict.objects.filter(juror_id__in=keys, solution__in=judged.values("pk")).order_by()
    found: Pairs = defaultdict(set)
    for key, solution_id in rows.values_list("juror_id", "solution_id"):
        found[key].add(solution_id)
    return found
