"""The public rates: last year's award is given, this summer's solutions are being rated."""

from typing import Final

from programmes.enums import Feature, PhaseKind
from programmes.models import Rating, Solution, Sprint
from programmes.seeds.content_past import MOBIL
from programmes.seeds.content_review import HITZE
from programmes.seeds.personas import persona
from programmes.seeds.story import Story
from programmes.selectors.ratings import standings_of, was_in_team
from programmes.services.comments import comment_create
from programmes.services.ratings import community_award_give, rating_give
from programmes.services.sprints import phase_set

STARS: Final = (5, 4, 4, 5, 3, 4, 2, 5)
COMMENTS: Final = (
    ("clara", "Das würde meiner Mutter sehr helfen. Gibt es das auch auf Papier?"),
    ("clemens", "Gut erklärt. Mir fehlt noch, wer es im Winter pflegt."),
)


def rating_seed(story: Story) -> None:
    """Who takes part rates, each a little differently; two of them say something."""
    if Rating.objects.filter(solution__sprint__slug=HITZE.slug).exists():
        return
    for text, begin, end in ((MOBIL, -190, -180), (HITZE, -4, 6)):
        sprint = Sprint.objects.get(slug=text.slug)
        with story.on(begin - 1):
            phase_set(
                actor=persona("olivia"),
                sprint=sprint,
                kind=PhaseKind.PUBLIC,
                starts_at=story.moment(begin),
                ends_at=story.moment(end, 18),
                features=[Feature.RATE, Feature.COMMENT],
            )
        _rate(story, sprint, begin)
    past = Sprint.objects.get(slug=MOBIL.slug)
    best = Solution.objects.get(public_id=standings_of(past)[0].solution)
    with story.on(-179):
        community_award_give(actor=persona("olivia"), sprint=past, solution=best)


def _rate(story: Story, sprint: Sprint, day: int) -> None:
    sprint = Sprint.objects.prefetch_related("phases").get(pk=sprint.pk)
    solutions = list(Solution.objects.filter(sprint=sprint).select_related("sprint").order_by("id"))
    for number, registration in enumerate(sprint.registrations.select_related("user").order_by("id")):
        for place, solution in enumerate(solutions):
            if (number + place) % 3 and not was_in_team(registration.user, solution):
                with story.on(day + number % 3, 10 + place):
                    stars = STARS[(number + 3 * place) % len(STARS)]
                    rating_give(actor=registration.user, solution=solution, stars=stars)
    for who, words in COMMENTS:
        with story.on(day + 2, 18):
            comment_create(actor=persona(who), solution=solutions[0], body=words, language="de")
