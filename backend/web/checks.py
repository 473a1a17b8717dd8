"""What a team has done for a solution and what is still open, line by line, in the room and beside the hand-in."""

from dataclasses import dataclass

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from programmes.domain.outline import asked, missing, sections_of
from programmes.selectors.team_room import TeamRoom


@dataclass(frozen=True)
class Check:
    """One line of what is still to be done before the hand-in."""

    label: str
    done: bool
    note: str = ""


def checks(room: TeamRoom) -> list[Check]:
    here, latest = len(room.members), room.latest
    people = ngettext("%(here)s person", "%(here)s people", here) % {"here": here}
    return [
        Check(_("Find your people"), here > 1 or not room.roles, people),
        Check(_("Write what your solution is"), bool(latest and latest.summary and latest.body)),
        *_sections_open(room),
        Check(_("Add a picture"), bool(latest and latest.image), _("optional")),
        Check(_("Put slides for the pitch to it"), bool(latest and latest.slides), _("optional")),
        Check(_("Choose a licence"), bool(latest and latest.licence)),
        Check(_("Add a link where one can try or see it"), bool(latest and latest.links), _("optional")),
        Check(_("Tell in the log how it goes"), bool(room.log), _("optional")),
        Check(_("Hand in"), room.handed_in, _("there is a newer draft") if room.has_newer_draft else ""),
    ]


def _sections_open(room: TeamRoom) -> list[Check]:
    """What the organisers want to read, as far as a team has to fill it in."""
    sections = sections_of(room.team.sprint.sections)
    if not asked(sections):
        return []
    open_ones = missing(sections, room.latest.body if room.latest else "")
    names = ", ".join(section.title(get_language() or "de") for section in open_ones)
    return [Check(_("Fill in all sections that are asked for"), not open_ones, names)]
