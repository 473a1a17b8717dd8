"""Two mentors of the running sprint: Karim with slots to come and one that is over, Judith in English by video.

Tarik's team has booked one, a guest another by a link; a third one has been asked and not answered yet.
"""

from programmes.enums_of_mentoring import Side
from programmes.models import Sprint, Team
from programmes.seeds.people import someone
from programmes.seeds.personas import persona
from programmes.seeds.story import Story
from programmes.services.bookings import feedback_give, slot_book, slot_book_as_guest
from programmes.services.mentors import mentor_invite, mentor_offer
from programmes.services.office_hours import hours_open, link_make


def mentoring_seed(story: Story, sprint: Sprint) -> None:
    karim, judith = persona("karim"), persona("judith")
    with story.on(-6, 9):
        for user in (karim, judith, someone("greta")):
            mentor_invite(actor=persona("olivia"), sprint=sprint, user=user)
    with story.on(-5, 9):
        mentor = mentor_offer(
            actor=karim,
            sprint=sprint,
            headline="Anträge, Datenschutz und wie man im Rathaus Gehör findet",
            about="Zwölf Jahre Verwaltung. Bringen Sie Ihre Fragen mit, gern auch unfertige.",
            skills=["Verwaltung", "Datenschutz", "Anträge"],
            languages=["de", "ar"],
        )
        english = mentor_offer(
            actor=judith,
            sprint=sprint,
            headline="Testing a first prototype with real people",
            skills=["Prototypes", "Interviews"],
            languages=["en"],
        )
        past = hours_open(
            actor=karim,
            mentor=mentor,
            starts_at=story.moment(-2, 14),
            ends_at=story.moment(-2, 15),
            slot_minutes=20,
            place="Rathaus, Raum 2",
        )
        coming = hours_open(
            actor=karim,
            mentor=mentor,
            starts_at=story.moment(3, 14),
            ends_at=story.moment(3, 16),
            slot_minutes=20,
            place="Rathaus, Raum 2",
        )
        hours_open(
            actor=judith,
            mentor=english,
            starts_at=story.moment(4, 17),
            ends_at=story.moment(4, 19),
            slot_minutes=30,
            video_url="https://meet.example.org/judith",
        )
        link = link_make(actor=karim, mentor=mentor, note="Verein der Nachbarn", days=30)
    lead = persona("tarik")
    team = Team.objects.get(sprint=sprint, members__user=lead, members__left_at=None)
    first = past.slots.order_by("starts_at")[0]
    with story.on(-4, 10):
        held = slot_book(actor=lead, slot=first, team=team, topic="Brauchen wir für eine Bank eine Genehmigung?")
    with story.on(-2, 18):
        feedback_give(actor=lead, booking=held, by=Side.BOOKER, stars=5, words="Jetzt wissen wir, wen wir fragen.")
    slots = list(coming.slots.all())
    with story.on(-1, 10):
        slot_book(actor=lead, slot=slots[1], team=team, topic="Unser Antrag an das Grünflächenamt")
        slot_book_as_guest(
            link=link,
            slot=slots[3],
            name="Gerda Gast",
            email="gerda.gast@example.org",
            topic="Ein Fest auf dem Marktplatz",
            language="de",
        )
