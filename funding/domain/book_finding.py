"""What an event names is found in a book, or the event is refused."""

from funding.domain.book_money import State
from funding.domain.book_records import CampaignRow, MatchRow, PledgeRow


class Refused(Exception):
    """An event that cannot be at this point. `code` is a stable word; the book is as it was before."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def refuse(condition: object, code: str) -> None:
    """Raise Refused with `code` if `condition` holds."""
    if condition:
        raise Refused(code)


def find_campaign(state: State, name: str) -> CampaignRow:
    """Return the campaign of this name. Raises Refused."""
    refuse(name not in state.campaigns, "unknown_campaign")
    return state.campaigns[name]


def find_pledge(state: State, name: str) -> PledgeRow:
    """Return the pledge of this name. Raises Refused."""
    refuse(name not in state.pledges, "unknown_pledge")
    return state.pledges[name]


def find_match(state: State, name: str) -> MatchRow:
    """Return the match of this name. Raises Refused."""
    refuse(name not in state.matches, "unknown_match")
    return state.matches[name]
