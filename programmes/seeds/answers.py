"""Stage `answers`: solutions are offered to those who asked, who answer; one is late. Citizens' ideas find support."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from programmes.enums import ChallengeState
from programmes.models import Challenge, Offer, Solution
from programmes.seeds.content_past import MOBIL
from programmes.seeds.content_review import HITZE
from programmes.seeds.people import CROWD, someone
from programmes.seeds.personas import persona
from programmes.seeds.sprint import SPEAKERS
from programmes.seeds.story import Story, organisation
from programmes.selectors.teams import leads_in_order
from programmes.services.challenges import challenge_update
from programmes.services.ideas import support_give
from programmes.services.offers import offer_answer, offer_create, offers_follow


@dataclass(frozen=True, slots=True)
class Answer:
    day: int
    to: str
    reason: str = ""
    note: str = ""


# Team → what the organisation that asked has answered. Who is not here waits for an answer.
ANSWERS: Final[dict[str, Answer]] = {
    "Mitfahrbank": Answer(
        -187, "piloting", note="Der Bauhof baut drei Bänke. Im Frühjahr sehen wir, ob sie genutzt werden."
    ),
    "Wegweiser": Answer(-180, "in_talks", note="Wir treffen uns mit den zwölf Schulen und dem Team."),
    "Arztbus": Answer(
        -184,
        "declined",
        reason="Einen zweiten Bus können wir nicht bezahlen. Den Fahrplan des Rufbusses ändern wir nach Ihren Zahlen.",
    ),
    "Radelrudel": Answer(-182, "declined", reason="Begleitete Wege gibt es schon; der Elternverein führt sie weiter."),
    "Valley Hoppers": Answer(-178, "piloting", note="Die Karte hängt probeweise in zwei Bussen."),
    "Klingelkette": Answer(-3, "in_talks", note="Der Pflegedienst und das Team treffen sich nächste Woche."),
}
CONTACTS: Final = {"stadt": ("Clemens Vogt", "Stabsstelle Bürgerideen"), "werke": ("Frieda Lange", "Kundenbüro")}
ASKS_AGAIN, ASKED_ON = "Radelrudel", -19
LOVED: Final = "Rosis Sitzbank"


def answers_seed(story: Story) -> None:
    if Offer.objects.exists():
        return
    for key, (name, role) in CONTACTS.items():
        _contacts_seed(key, name, role)
    rows = Solution.objects.filter(sprint__slug__in=[MOBIL.slug, HITZE.slug], current_version__isnull=False)
    for solution in rows.select_related("team", "current_version").order_by("id"):
        _offer_seed(story, solution)
    asking = rows.get(team__name=ASKS_AGAIN)
    with story.on(ASKED_ON, 0):
        offer_create(
            actor=leads_in_order(asking.team)[0].user,
            solution=asking,
            challenge=Challenge.objects.get(sprint=asking.sprint, owner=organisation("werke")),
        )
    _supports_seed(story)
    bank = Offer.objects.get(solution__team__name="Mitfahrbank")
    with story.on(-90):
        note = "Sieben Bänke stehen, der Bauhof pflegt sie. Danke an alle, die mitgebaut haben."
        offer_answer(actor=persona("clemens"), offer=bank, to="adopted", note=note)


def _supports_seed(story: Story) -> None:
    """The most loved idea has half the crowd, the others less and less."""
    ideas = Challenge.objects.filter(owner=None, state=ChallengeState.PUBLISHED).order_by("id")
    for place, idea in enumerate(sorted(ideas, key=lambda idea: not idea.title.startswith(LOVED))):
        with story.on(-1):
            for somebody in CROWD[place : place + max(18 - 5 * place, 2)]:
                support_give(actor=someone(somebody.key), challenge=idea)


def _contacts_seed(key: str, name: str, role: str) -> None:
    speaker = persona(SPEAKERS[key])
    for challenge in Challenge.objects.filter(owner=organisation(key)).order_by("id"):
        challenge_update(actor=speaker, challenge=challenge, contact=speaker, contact_name=name, contact_role=role)


def _offer_seed(story: Story, solution: Solution) -> None:
    handed_in_at = solution.current_version and solution.current_version.handed_in_at
    days = (handed_in_at - story.moment(0)) // timedelta(days=1) if handed_in_at else 0
    answer = ANSWERS.get(solution.team.name)
    with story.on(days, 23):
        made = offers_follow(solution_id=solution.pk)
    if answer is None:
        return
    for offer in made:
        key = next(key for key in CONTACTS if organisation(key) == offer.organisation)
        with story.on(answer.day):
            offer_answer(
                actor=persona(SPEAKERS[key]), offer=offer, to=answer.to, reason=answer.reason, note=answer.note
            )
