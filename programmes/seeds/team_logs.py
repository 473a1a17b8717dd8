"""What two teams tell while they build, in the open and among themselves; and what a repository says."""

from typing import Final

from backend.core import clock
from programmes.domain.freezing import digest
from programmes.models import Readme, Team
from programmes.seeds.pictures import picture
from programmes.seeds.story import Story
from programmes.services.team_log import log_entry_add, log_entry_edit

RUNNING: Final = "Telefonkaffee"
REVIEWED: Final = "Schattenkarte"


README: Final = """# Schattenkarte

Rechnet für jede Stunde aus, wo in der Stadt Schatten ist.

## Ausprobieren

1. Höhendaten und Baumkataster in den Ordner `daten` legen
2. `schattenkarte rechnen --stadt auental`

- Daten: [kühle Orte](daten/orte.csv)
- Lizenz: MIT
"""


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
            _readme_seed(other)


def _readme_seed(team: Team) -> None:
    """As if it had been fetched: the story needs no net, and its sprint is one that is not asked for daily any more."""
    address = "https://example.org/schattenkarte/README.md"
    readme = Readme(team=team, address=address, named_by=team.created_by, text=README, source=address)
    readme.sha256, readme.fetched_at = digest(README.encode()), clock.now()
    readme.save()
