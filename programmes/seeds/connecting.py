"""Karim brings people together in the running sprint: some have agreed to it, one has been introduced, one waits."""

from programmes.models import Sprint, Team
from programmes.seeds.people import someone
from programmes.seeds.personas import KEYS, persona
from programmes.seeds.story import Story
from programmes.selectors.organiser_desk import people_without_team
from programmes.services.connecting import connector_appoint, introducing_allow, introduction_send
from programmes.services.overflow import team_wait_start

WILLING = 4


def connecting_seed(story: Story, sprint: Sprint) -> None:
    own = {persona(key).pk for key in KEYS}
    seekers = [row.user for row in people_without_team(sprint) if row.user_id not in own]
    with story.on(-3, 9):
        connector_appoint(actor=persona("olivia"), sprint=sprint, user=persona("karim"))
    with story.on(-1, 11):
        for user in dict.fromkeys([someone("emil"), *seekers[:WILLING]]):
            introducing_allow(actor=user, sprint=sprint)
        introduction_send(
            actor=persona("karim"),
            team=Team.objects.get(sprint=sprint, name="Bank und Tisch"),
            user=someone("emil"),
            message="Emil gestaltet gern, und die Genehmigung soll so aussehen, dass man sie ausfüllen möchte.",
        )
        full = Team.objects.get(sprint=sprint, name="Halber Weg").challenge
        team_wait_start(actor=someone("emil"), challenge=full)
