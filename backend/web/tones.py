"""Which tone a state's badge has. The word itself is the label of the state; colour only repeats it."""

from typing import Final, Literal

Tone = Literal["neutral", "info", "success", "warning", "danger"]

ICONS: Final[dict[Tone, str]] = {
    "info": "info",
    "success": "success",
    "warning": "warning",
    "danger": "danger",
}
_GROUPS: Final[dict[Tone, str]] = {
    "neutral": "draft ended excluded closed withdrawn released expired planned open todo cancelled left"
    " superseded archived dropped not_selected closing discarded",
    "info": "submitted proposed requested pending running reserved processing review assigned active scheduled sending"
    " current in_progress started forming computing offered invited booked in_talks piloting",
    "success": "accepted counted approved paid confirmed succeeded published registered passed done settled"
    " member handed_in complete filled selected verified ready successful committed adopted sent",
    "warning": "waiting waitlisted needs_revision frozen due_soon on_hold unconfirmed consent"
    " disputed half_approved recused stopped onboarding restricted",
    "danger": "missed declined failed rejected overdue blocked refunded clawed_back dead removed",
}
TONES: Final[dict[str, Tone]] = {state: tone for tone, states in _GROUPS.items() for state in states.split()}


def tone_of(state: str) -> Tone:
    """Unknown states are neutral: a wrong colour would say more than we know."""
    return TONES.get(state, "neutral")
