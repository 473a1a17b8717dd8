"""Limits that no sprint may set aside."""

from typing import Final

# The largest team that was seen to work on one thing had 40 people and should have been four.
TEAM_SIZE_LIMIT: Final = 50
# Days in which an organisation answers what is offered to it, where the organisers say nothing else.
ANSWER_DAYS: Final = 14
ANSWER_DAYS_MOST: Final = 180
# Hours in which somebody from the waiting list accepts a place. Two weeks, so that a list never stands still for long.
ACCEPT_HOURS_MOST: Final = 336
