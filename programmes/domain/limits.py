"""Limits that no sprint may set aside."""

from typing import Final

# The largest team that was seen to work on one thing had 40 people and should have been four.
TEAM_SIZE_LIMIT: Final = 50
