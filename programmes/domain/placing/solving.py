"""From the question to the answer.

Single people are a flow, which is solved exactly and bounds every other placement. Groups and least sizes are no flow:
groups are put into teams at the prices that the flow names, teams that stay too small give up, and the flow is solved
again around them. Where people and teams are few, CP-SAT then solves the whole exactly.
"""

from collections import Counter
from collections.abc import Callable
from typing import Final

from programmes.domain.placing import telling, together, whole
from programmes.domain.placing.kinds import NOWHERE, Answer, Figures, Question
from programmes.domain.placing.network import Flow, flow_of
from programmes.domain.placing.scene import Scene, Seating, scene_of
from programmes.domain.placing.together import Chances

ROUNDS: Final = 3
FLOW, PRICES, WHOLE = "flow", "flow_with_groups", "whole"


def place(question: Question, told: Callable[[int], None] = lambda _percent: None) -> Answer:
    """Place everybody who has not opted out; there always is an answer, and the same one for the same question.

    `told` hears how far it is, in percent.
    """
    scene = scene_of(question)
    if not scene.people:
        return _answer(question, scene, [], 0, FLOW)
    relaxed = flow_of(scene, scene.forced)
    first = together.chances(scene, relaxed)
    bound = relaxed.worth + first.most_won
    told(30)
    best, method = relaxed.seating, FLOW
    if scene.worth(best) < bound:
        best, method = max(
            (best, FLOW), (_by_prices(scene, relaxed, first, told), PRICES), key=lambda one: scene.worth(one[0])
        )
    if scene.worth(best) < bound and whole.is_small(scene):
        best, method = max((best, method), (whole.improved(scene, best), WHOLE), key=lambda one: scene.worth(one[0]))
    told(100)
    return _answer(question, scene, best, bound, method)


def _by_prices(scene: Scene, flow: Flow, found: Chances, told: Callable[[int], None]) -> Seating:
    """Seat groups, let the flow seat the others, look at the prices again; the best of all rounds."""
    best, given_up = flow.seating, set[int]()
    for number in range(ROUNDS):
        flow = flow_of(scene, together.groups_seated(scene, found), given_up)
        found = together.chances(scene, flow)
        best = max(best, flow.seating, key=scene.worth)
        given_up |= _too_small(scene, flow.seating)
        told(30 + 60 * (number + 1) // ROUNDS)
    return best


def _too_small(scene: Scene, seating: Seating) -> set[int]:
    """The half of the teams below their least size that miss it by most: their people may complete the others."""
    sizes = Counter(seat.team for seat in seating)
    short = [(team.short_of - sizes[number], number) for number, team in enumerate(scene.teams)]
    missing = sorted((-lack, number) for lack, number in short if lack > 0)
    return {number for _lack, number in missing[: -(-len(missing) // 2)]}


def _answer(question: Question, scene: Scene, seating: Seating, bound: int, method: str) -> Answer:
    ranks = [
        scene.rank(person, scene.teams[seat.team])
        for person, seat in zip(scene.people, seating, strict=True)
        if seat.team != NOWHERE
    ]
    figures = Figures(
        people=len(scene.people),
        seats=sum(team.free for team in scene.teams),
        placed=len(ranks),
        first_wish=ranks.count(0),
        any_wish=len(ranks) - ranks.count(None),
        objective=scene.worth(seating),
        bound=bound,
        method=method,
    )
    return Answer(
        placements=telling.placements(question, scene, seating), unmet=telling.unmet(scene, seating), figures=figures
    )
