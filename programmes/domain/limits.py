"""Limits that no sprint may set aside."""

from typing import Final

# The largest team that was seen to work on one thing had 40 people and should have been four.
TEAM_SIZE_LIMIT: Final = 50
# Days in which an organisation answers what is offered to it, where the organisers say nothing else.
ANSWER_DAYS: Final = 14
ANSWER_DAYS_MOST: Final = 180
# Hours in which somebody from the waiting list accepts a place. Two weeks, so that a list never stands still for long.
ACCEPT_HOURS_MOST: Final = 336

# How many people must report a text before it is hidden until somebody decides.
REPORTS_TO_HIDE: Final = 3
REPORTS_TO_HIDE_MOST: Final = 50
# Reports in bad faith after which somebody can be kept from reporting.
BAD_FAITH_TO_BLOCK: Final = 2
# Nobody needs a guardian beyond the age at which the last country lets people decide for themselves.
AGE_LIMIT_MOST: Final = 21
# Hours in which a guardian answers while the place is kept.
CONSENT_HOURS: Final = 72
# Minutes after the deadline in which a solution is still taken, and marked late: at most half a day.
GRACE_MINUTES_MOST: Final = 720
# Solutions that a team may hand in. Each one takes as much of the jury's time as one of another team.
SOLUTIONS_PER_TEAM_MOST: Final = 5
# Stages of a selection. Each one takes a jury's evenings and keeps teams waiting.
STAGES_MOST: Final = 3
