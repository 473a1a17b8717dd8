"""Stage `review`: the jury judges; last year's is done, this summer's is half done, and one compares."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any, Final

from programmes.models import Review, Rubric, Sprint
from programmes.seeds.content_pairs import NAECHTE
from programmes.seeds.content_past import MOBIL
from programmes.seeds.content_review import HITZE
from programmes.seeds.personas import persona
from programmes.seeds.rating import rating_seed
from programmes.seeds.story import Story
from programmes.seeds.words import SprintText
from programmes.selectors.reviews import criteria_of
from programmes.selectors.solutions import solutions_to_judge
from programmes.services.comparisons import comparison_decide
from programmes.services.jury_runs import jury_run_ask, jury_run_carry_out
from programmes.services.reviews import review_save_scores, review_submit
from programmes.services.rubrics import NewCriterion, rubric_set
from programmes.services.selection_method import selection_method_set

CRITERIA: Final = (
    NewCriterion(title="Nutzen", description="Wem hilft es, und wie sehr?", weight=4, max_points=5),
    NewCriterion(
        title="Umsetzbarkeit", description="Kann das Team es in sechs Monaten schaffen?", weight=3, max_points=5
    ),
    NewCriterion(title="Teilhabe", description="Können alle mitmachen, auch ohne Smartphone?", weight=2, max_points=5),
    NewCriterion(title="Neuheit", description="Was ist daran anders als bisher?", weight=1, max_points=5),
)
# In this summer's sprint not everybody on the jury can say what it takes to build something.
ABSTAINING: Final = tuple(replace(one, may_abstain=one.title == "Umsetzbarkeit") for one in CRITERIA)
ABSTAINED_AT: Final = 2
# Points by place of the solution, the same for both jurors up to one point, so that the ranking has a tie and a winner.
POINTS: Final = ((5, 5, 4, 4), (5, 4, 4, 3), (4, 4, 4, 3), (4, 4, 4, 3), (3, 4, 3, 3), (2, 3, 4, 1))
CHOICES: Final = ("first", "second", "tie", "first", "skip")
COMMENTS: Final = (
    "Überzeugend, weil es mit dem auskommt, was da ist. Die Zahlen aus dem Test sprechen für sich.",
    "Gute Idee, sauber gebaut. Wer kümmert sich nach dem Sprint darum?",
    "Die Zielgruppe kommt zu Wort. Ich wünsche mir einen Plan für den Winter.",
)


def review_seed(story: Story) -> None:
    rating_seed(story)
    if Rubric.objects.filter(sprint__slug=MOBIL.slug).exists():
        return
    _jury_seed(story, MOBIL, day=-186, submitted=6, places=5)
    _jury_seed(story, HITZE, day=-3, submitted=3, places=3, criteria=ABSTAINING)
    _comparing_seed(story)
    olivia, coming = persona("olivia"), Sprint.objects.get(slug="nachbarschaft-die-traegt")
    rubric_set(actor=olivia, sprint=coming, title="Bewertungsbogen „Nachbarschaft, die trägt“", criteria=CRITERIA)
    for stage, title, measure, quorum, places in ((1, "Vorauswahl", "standard", 3, 8), (2, "Endrunde", "pairs", 4, 3)):
        named: dict[str, Any] = {"title": title, "measure": measure, "quorum": quorum, "places": places}
        selection_method_set(actor=olivia, sprint=coming, stage=stage, tie_rule="lot", **named)


def _jury_seed(
    story: Story,
    text: SprintText,
    *,
    day: int,
    submitted: int,
    places: int,
    criteria: Sequence[NewCriterion] = CRITERIA,
) -> None:
    """Give all out that may be given out, and let both jurors do the first `submitted` of them."""
    sprint, olivia = Sprint.objects.get(slug=text.slug), persona("olivia")
    with story.on(day - 1):
        rubric_set(actor=olivia, sprint=sprint, title=f"Bewertungsbogen „{text.title}“", criteria=criteria)
        selection_method_set(actor=olivia, sprint=sprint, measure="mean", quorum=1, places=places, tie_rule="all")
        solutions = list(solutions_to_judge(sprint).order_by("id"))
        run = jury_run_ask(actor=olivia, sprint=sprint, per_solution=2, most_each=20)
        jury_run_carry_out(run_id=run.pk)
    for place, solution in enumerate(solutions):
        for review in solution.reviews.order_by("id"):
            _review_seed(story, review, day, place, submitted)


def _comparing_seed(story: Story) -> None:
    """Both jurors compare all five; one has just begun, the other has seen the half of the pairs."""
    sprint, olivia = Sprint.objects.get(slug=NAECHTE.slug), persona("olivia")
    with story.on(-6):
        rubric_set(actor=olivia, sprint=sprint, title=f"Bewertungsbogen „{NAECHTE.title}“", criteria=CRITERIA)
        selection_method_set(actor=olivia, sprint=sprint, measure="pairs", quorum=2, places=2, tie_rule="lot")
        run = jury_run_ask(actor=olivia, sprint=sprint, per_solution=2, most_each=20)
        jury_run_carry_out(run_id=run.pk)
    solutions = list(solutions_to_judge(sprint).order_by("id"))
    for juror, count in (("judith", 5), ("jonas", 2)):
        for number, (first, second) in enumerate(list(combinations(solutions, 2))[:count]):
            with story.on(-2, 18 + number % 4):
                choice = CHOICES[number % len(CHOICES)]
                comparison_decide(actor=persona(juror), first=first, second=second, choice=choice)


def _review_seed(story: Story, review: Review, day: int, place: int, submitted: int) -> None:
    if place > submitted:
        return
    criteria = criteria_of(review.solution.sprint)
    points = dict(zip((criterion.public_id for criterion in criteria), POINTS[place], strict=True))
    abstains = place == ABSTAINED_AT and review.juror == persona("judith")
    abstained = [one.public_id for one in criteria if one.may_abstain and abstains]
    points = {key: given for key, given in points.items() if key not in abstained}
    with story.on(day, 10 + place):
        if place < submitted:
            comment = COMMENTS[place % len(COMMENTS)]
            review_submit(actor=review.juror, review=review, points=points, abstained=abstained, comment=comment)
        else:
            first = criteria[0].public_id
            review_save_scores(actor=review.juror, review=review, points={first: points[first]})
