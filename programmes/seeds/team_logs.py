"""What two teams tell while they build: one in the open, one also among themselves, one entry corrected."""

from typing import Final

from programmes.models import Team
from programmes.seeds.pictures import picture
from programmes.seeds.story import Story
from programmes.services.team_log import log_entry_add, log_entry_edit

RUNNING: Final = "Telefonkaffee"
REVIEWED: Final = "Schattenkarte"


def team_logs_seed(story: Story) -> None:
    team = Team.objects.select_related("created_by", "sprint").get(
        name=RUNNING, sprint__slug="nachbarschaft-die-traegt"
    )
    author = team.created_by
    if author is None:
        return
    with story.on(-3, 18):
        log_entry_add(
            actor=author,
            team=team,
            text="Die Nummer läuft im Test. **Acht Paare** haben dreimal telefoniert.\n\n"
            "- Dienstag ist besser als Montag.\n- Wer zuerst anruft, fragt nicht „Wie geht es?“, sondern erzählt.",
            image=picture("Telefonkaffee am Dienstag"),
            image_alt="Zwei Häuser, zwischen denen ein Weg verläuft",
        )
    with story.on(-2, 9):
        entry = log_entry_add(
            actor=author, team=team, text="Das Seniorenbüro macht mit.", link="https://example.org/seniorenbuero"
        )
    with story.on(-2, 17):
        log_entry_edit(actor=author, entry=entry, text="Das Seniorenbüro macht mit, ab dem 1. des Monats.")
    with story.on(-1, 19):
        log_entry_add(actor=author, team=team, text="Wer ruft morgen die Zeitung an?", is_public=False)
    other = Team.objects.select_related("created_by", "sprint").get(name=REVIEWED)
    if other.created_by is not None:
        with story.on(-10, 18):
            log_entry_add(actor=other.created_by, team=other, text="63 kühle Orte sind geprüft. Drei waren zu.")
