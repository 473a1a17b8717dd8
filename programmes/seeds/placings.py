"""People of the running sprint who would rather be placed: one placement is published, one is being looked at."""

from typing import Final

from programmes.enums import TimeSlot
from programmes.models import PlacingRun, Sprint
from programmes.seeds.personas import KEYS, persona
from programmes.seeds.story import Story
from programmes.selectors.organiser_desk import people_without_team
from programmes.selectors.people import profile_of
from programmes.selectors.placings import teams_to_wish
from programmes.services.placing_runs import placing_run_compute
from programmes.services.placings import placing_ask, placing_run_ask, placing_run_publish

GROUP: Final = "Nordwiese"
TIMES: Final[tuple[list[TimeSlot], ...]] = ([TimeSlot.EVENING], [], [TimeSlot.MORNING, TimeSlot.AFTERNOON])
HOURS: Final = 96


def placings_seed(story: Story, sprint: Sprint) -> None:
    own = {persona(key).pk for key in KEYS}
    seekers = [row.user for row in people_without_team(sprint) if row.user_id not in own]
    teams = [team.public_id for team in teams_to_wish(sprint)]
    for number, user in enumerate(seekers):
        wishes = [teams[(number + step) % len(teams)] for step in range(number % 3)] if teams else []
        with story.on(-1, 10):
            placing_ask(
                actor=user,
                sprint=sprint,
                wishes=wishes,
                skills=list(profile_of(user).skills),
                times=[str(slot) for slot in TIMES[number % len(TIMES)]],
                group=GROUP if number in (1, 2) else "",
            )
    with story.on(-1, 16):
        placing_run_publish(actor=persona("olivia"), run=_computed(sprint, "balanced"), hours=HOURS)
    with story.on(-1, 18):
        _computed(sprint, "skills")


def _computed(sprint: Sprint, emphasis: str) -> PlacingRun:
    run = placing_run_ask(actor=persona("olivia"), sprint=sprint, emphasis=emphasis, least=3)
    placing_run_compute(run_id=run.pk)
    run.refresh_from_db()
    return run
