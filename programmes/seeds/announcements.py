"""What the organiser of the running sprint has told people, is about to tell them, and still thinks about."""

from programmes.enums import AnnouncementState, Segment
from programmes.models import Announcement, Sprint
from programmes.seeds.personas import persona
from programmes.seeds.story import Story
from programmes.services.announcement_sending import announcement_piece
from programmes.services.announcements import announcement_create, announcement_send


def announcements_seed(story: Story, sprint: Sprint) -> None:
    olivia = persona("olivia")
    with story.on(-2, 9):
        welcome = announcement_create(
            actor=olivia,
            sprint=sprint,
            segments=[Segment.WITH_PLACE],
            subject_de="Schön, dass Sie dabei sind",
            body_de="Wir beginnen am Abend um 18 Uhr.\n\nSuchen Sie sich am besten jetzt schon ein Team: Auf der Seite "
            "des Sprints steht, welche Teams noch jemanden suchen.",
            subject_en="Good to have you with us",
            body_en="We begin at 6 pm.\n\nIt is best to look for a team now: the page of the sprint says which teams "
            "still look for somebody.",
        )
        _send(announcement_send(actor=olivia, announcement=welcome))
    with story.on(-1, 19):
        reminder = announcement_create(
            actor=olivia,
            sprint=sprint,
            segments=[Segment.LEADS, Segment.NOT_HANDED_IN],
            subject_de="Denken Sie an die Abgabe",
            body_de="Eine kurze Fassung genügt fürs Erste: Bis zum Ende der Phase können Sie sie ändern.",
            subject_en="Remember to hand in",
            body_en="A short version will do for now: you can change it until the end of the phase.",
        )
        announcement_send(actor=olivia, announcement=reminder, send_at=story.moment(1, 8))
        announcement_create(
            actor=olivia,
            sprint=sprint,
            segments=[Segment.WITHOUT_TEAM],
            subject_de="Noch kein Team?",
            body_de="Heute um 17 Uhr stellen sich Teams vor, die noch Menschen suchen.",
        )


def _send(announcement: Announcement) -> None:
    """As workers do it."""
    while announcement.state == AnnouncementState.SENDING:
        announcement_piece(announcement_id=announcement.pk, piece=announcement.pieces)
        announcement.refresh_from_db()
