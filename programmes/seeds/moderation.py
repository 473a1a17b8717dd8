"""Stage `moderation`: what organisers have to decide: doubles, reported texts, blocks and appeals."""

from typing import Final

from programmes.enums import AbuseKind, ProgrammeRoleKind
from programmes.models import Category, Challenge, Reshaping, Sprint
from programmes.seeds.content_running import NACHBARSCHAFT
from programmes.seeds.people import someone
from programmes.seeds.personas import persona
from programmes.seeds.story import Story, programme
from programmes.selectors.moderation import Wanted
from programmes.services.abuse import abuse_report_create
from programmes.services.appeals import block_appeal
from programmes.services.blocks import block_create
from programmes.services.calls import call_open
from programmes.services.challenges import challenge_accept, challenge_propose
from programmes.services.duplicates import duplicates_ask, duplicates_compute
from programmes.services.ideas import support_give
from programmes.services.moderation_runs import moderation_piece, moderation_start
from programmes.services.programmes import role_grant
from programmes.services.reshapings import challenges_merge

LOVED: Final = "Rosis Sitzbank"
SAME: Final = ("Bank auf dem Weg zum Friedhof", "Auf dem Weg zum Friedhof fehlt eine Bank zum Ausruhen.")
ALIKE: Final = (
    ("Wie werden Werkzeuge geteilt und nicht gekauft?", "Eine Bohrmaschine läuft in ihrem Leben nur dreizehn Minuten."),
    ("Werkzeuge teilen statt kaufen", "Eine Bohrmaschine läuft dreizehn Minuten. In ihrem ganzen Leben."),
)
ADVERTISING: Final = ("Solarmodule zum halben Preis", "Nur diese Woche: Rufen Sie gleich an!")
EMPTY: Final = (("Test", "Nur ein Versuch."), ("Noch ein Test", "Bitte nicht beachten."))


def moderation_seed(story: Story) -> None:
    if Reshaping.objects.exists():
        return
    sprint = Sprint.objects.get(slug=NACHBARSCHAFT.slug)
    with story.on(-1, 8):
        role_grant(
            actor=persona("olivia"), programme=programme(), user=someone("rosa"), role=ProgrammeRoleKind.ORGANISER
        )
        _merge_seed(sprint)
        _alike_seed(sprint)
        _call_seed(story)
    with story.on(-1, 19):
        _many_seed(sprint)
        _reports_seed(sprint)
        block = block_create(
            actor=someone("rosa"),
            sprint=sprint,
            user=someone("anton"),
            reason="Sie haben in drei Teams dieselbe Werbung hinterlassen.",
        )
        block_appeal(actor=someone("anton"), block=block, words="Das war mein Sohn. Es kommt nicht wieder vor.")


def _proposed(sprint: Sprint, who: str, text: tuple[str, str]) -> Challenge:
    title, summary = text
    return challenge_propose(actor=someone(who), sprint=sprint, title=title, summary=summary)


def _merge_seed(sprint: Sprint) -> None:
    """Two people want the same bench; who was for both is counted once."""
    bench = Challenge.objects.get(sprint=sprint, title__startswith=LOVED)
    double = _proposed(sprint, "birgit", SAME)
    challenge_accept(actor=persona("olivia"), challenge=double)
    for key in ("amira", "katja", "uwe"):
        support_give(actor=someone(key), challenge=double)
    reason = "Beide wünschen sich dieselbe Bank. Zusammen finden sie schneller jemanden."
    challenges_merge(actor=persona("olivia"), into=bench, challenges=[double], reason=reason)


def _alike_seed(sprint: Sprint) -> None:
    for who, text in zip(("uwe", "gustav"), ALIKE, strict=True):
        _proposed(sprint, who, text)
    duplicates_compute(run_id=duplicates_ask(actor=persona("olivia"), sprint=sprint).pk)


def _call_seed(story: Story) -> None:
    call_open(
        actor=persona("olivia"),
        category=Category.objects.get(programme=programme(), slug="nachbarschaft"),
        text="Wo fehlt in Ihrer Straße ein Platz, eine Bank, ein Treffpunkt? **Ein Satz genügt.**",
        closes_at=story.moment(20, 18),
    )


def _many_seed(sprint: Sprint) -> None:
    for who, text in zip(("xenia", "ivo"), EMPTY, strict=True):
        _proposed(sprint, who, text)
    run = moderation_start(
        actor=persona("olivia"),
        sprint=sprint,
        wanted=Wanted(query="Test"),
        act="decline",
        reason="Bitte beschreiben Sie ein Problem, das Menschen haben.",
    )
    moderation_piece(run_id=run.pk, piece=run.pieces)


def _reports_seed(sprint: Sprint) -> None:
    """Advertising that so many have reported that nobody sees it; and an opinion that one did not like."""
    spam = _proposed(sprint, "hannes", ADVERTISING)
    challenge_accept(actor=persona("olivia"), challenge=spam)
    for who in ("finn", "greta", "helin"):
        abuse_report_create(actor=someone(who), thing=spam, kind=AbuseKind.ADVERTISING)
    library = Challenge.objects.get(sprint=sprint, title__startswith="Wie bleibt die Bibliothek")
    words = "Das ist doch alles schon beschlossen."
    abuse_report_create(actor=someone("jakub"), thing=library, kind=AbuseKind.OTHER, words=words)
