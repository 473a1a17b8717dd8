"""Stage `sprint`: programme, people in charge, five sprints with their phases and challenges."""

from typing import Final

from programmes.enums import Feature, PhaseKind, ProgrammeRoleKind
from programmes.models import Category, Programme, Sprint
from programmes.seeds.content_coming import ENERGIE
from programmes.seeds.content_pairs import NAECHTE
from programmes.seeds.content_past import MOBIL
from programmes.seeds.content_review import HITZE
from programmes.seeds.content_running import NACHBARSCHAFT
from programmes.seeds.people import profiles_seed
from programmes.seeds.personas import persona, personas_seed
from programmes.seeds.story import PROGRAMME, Story, organisation, organisations_seed, programme
from programmes.seeds.words import ChallengeText, SprintText
from programmes.services.challenges import challenge_accept, challenge_decline, challenge_propose
from programmes.services.programmes import category_create, programme_create, role_grant
from programmes.services.sprints import phase_set, sprint_create, sprint_publish

SPRINTS: Final = (MOBIL, HITZE, NAECHTE, NACHBARSCHAFT, ENERGIE)
CATEGORIES: Final = (
    ("nachbarschaft", "Nachbarschaft", "Neighbourhood"),
    ("verkehr", "Verkehr", "Mobility"),
    ("klima", "Klima", "Climate"),
    ("gesundheit", "Gesundheit", "Health"),
    ("bildung", "Bildung", "Education"),
    ("teilhabe", "Teilhabe", "Inclusion"),
    ("verwaltung", "Verwaltung", "Public services"),
    ("energie", "Energie", "Energy"),
)
FEATURES: Final[dict[str, tuple[str, ...]]] = {
    PhaseKind.REGISTRATION: (Feature.REGISTER,),
    PhaseKind.PROPOSALS: (Feature.PROPOSE_CHALLENGE,),
    PhaseKind.TEAMS: (Feature.FORM_TEAM, Feature.JOIN_TEAM),
    PhaseKind.BUILD: (Feature.BUILD,),
    PhaseKind.HAND_IN: (Feature.HAND_IN,),
    PhaseKind.REVIEW: (Feature.REVIEW,),
    PhaseKind.RATING: (Feature.SELECT,),
    PhaseKind.ANNOUNCEMENT: (),
}
# Who proposes for whom; citizens' own ideas come from Clara.
SPEAKERS: Final = {"stadt": "clemens", "werke": "frieda", "buergerwerkstatt": "olivia", "": "clara"}
ROLES: Final = (
    ("jonas", ProgrammeRoleKind.JUROR),
    ("judith", ProgrammeRoleKind.JUROR),
    ("karim", ProgrammeRoleKind.CURATOR),
    ("karim", ProgrammeRoleKind.COACH),
    ("clara", ProgrammeRoleKind.HELPER),
)


def sprint_seed(story: Story) -> None:
    if Programme.objects.filter(slug=PROGRAMME).exists():
        return
    personas_seed()
    profiles_seed()
    organisations_seed()
    with story.on(-250):
        _programme_seed()
    for text in SPRINTS:
        sprint = _sprint_seed(story, text)
        for number, challenge in enumerate(text.challenges):
            _challenge_seed(story, sprint, text, challenge, number)


def _programme_seed() -> None:
    olivia = persona("olivia")
    made = programme_create(
        actor=olivia,
        slug=PROGRAMME,
        name="Auental packt an",
        summary="Menschen, Vereine und Verwaltung lösen Probleme ihrer Region gemeinsam und bleiben dran, bis es "
        "wirkt.",
        about="Das Programm der **Stadt Auental** und der **Bürgerwerkstatt**: offene Sprints, eine faire Jury, "
        "Begleitung für die Umsetzung und ein Fonds, der jede Unterstützung aufstockt.",
        organisation=organisation("buergerwerkstatt"),
    )
    for slug, german, english in CATEGORIES:
        category_create(actor=olivia, programme=made, slug=slug, name_de=german, name_en=english)
    for who, role in ROLES:
        role_grant(actor=olivia, programme=made, user=persona(who), role=role)


def _sprint_seed(story: Story, text: SprintText) -> Sprint:
    olivia, days = persona("olivia"), text.days
    with story.on(days["registration"][0] - 7):
        sprint = sprint_create(
            actor=olivia,
            programme=programme(),
            slug=text.slug,
            title=text.title,
            summary=text.summary,
            about=text.about,
            hashtag=text.hashtag,
            capacity=text.capacity,
            accept_hours=text.accept_hours,
            certificates=text.certificates,
            grace_minutes=text.grace_minutes,
            solutions_per_team=text.solutions_per_team,
            starts_at=story.moment(days["teams"][0]),
            ends_at=story.moment(days["announcement"][1], 18),
        )
        for kind, (start, end) in days.items():
            phase_set(
                actor=olivia,
                sprint=sprint,
                kind=kind,
                starts_at=story.moment(start),
                ends_at=story.moment(end, 18),
                features=FEATURES[kind],
            )
        return sprint_publish(actor=olivia, sprint=sprint)


def _challenge_seed(story: Story, sprint: Sprint, text: SprintText, given: ChallengeText, number: int) -> None:
    last = min(-1, text.days["proposals"][1] - 1)
    # Those that still wait came in yesterday; the others soon after the sprint was announced.
    proposed_on = last if given.state == "proposed" else text.days["proposals"][0] + min(number, 2)
    with story.on(proposed_on, 10 + number % 8):
        challenge = challenge_propose(
            actor=persona(SPEAKERS[given.owner]),
            sprint=sprint,
            title=given.title,
            summary=given.summary,
            body=given.body,
            language=given.language,
            category=Category.objects.get(programme=sprint.programme, slug=given.category),
            owner=organisation(given.owner) if given.owner else None,
            answer_due_at=story.moment(text.days["announcement"][1] + 14, 18) if given.owner else None,
        )
    with story.on(proposed_on + 1, 9):
        if given.state == "published":
            challenge_accept(actor=persona("olivia"), challenge=challenge)
        elif given.state == "declined":
            challenge_decline(actor=persona("olivia"), challenge=challenge, reason=given.reason)
