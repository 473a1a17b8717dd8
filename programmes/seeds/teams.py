"""Stage `teams`: people register, teams form and look for people, solutions are written and handed in."""

from contextlib import suppress
from datetime import timedelta
from typing import Final

from backend.core import clock
from backend.core.errors import Conflict
from programmes.enums import PhaseKind, RegistrationState
from programmes.models import OpenRole, Sprint, Team
from programmes.seeds.announcements import announcements_seed
from programmes.seeds.connecting import connecting_seed
from programmes.seeds.content_past import MOBIL
from programmes.seeds.content_running import NACHBARSCHAFT
from programmes.seeds.mentoring import mentoring_seed
from programmes.seeds.people import CROWD, someone
from programmes.seeds.personas import persona
from programmes.seeds.pictures import picture
from programmes.seeds.placings import placings_seed
from programmes.seeds.questions import answers_of_number, questions_seed
from programmes.seeds.slides import slides
from programmes.seeds.sprint import SPRINTS
from programmes.seeds.story import Story
from programmes.seeds.team_logs import team_logs_seed
from programmes.seeds.words import SolutionText, SprintText, TeamText
from programmes.services.certificates import certificate_issue
from programmes.services.check_ins import check_in
from programmes.services.join_requests import join_request_accept, join_request_create
from programmes.services.nearness import nearness_refresh_due
from programmes.services.open_roles import open_role_add
from programmes.services.registrations import registration_cancel, registration_create
from programmes.services.solutions import solution_begin, solution_hand_in, solution_save_draft
from programmes.services.teams import team_create

CAME: Final = 7


def teams_seed(story: Story) -> None:
    if Team.objects.filter(sprint__slug__in=[text.slug for text in SPRINTS]).exists():
        return
    for text in SPRINTS:
        sprint = Sprint.objects.get(slug=text.slug)
        _registrations_seed(story, text, sprint)
        if text.next_in_line:
            _place_given_back(story, sprint)
        for number, team in enumerate(text.teams):
            _team_seed(story, text, sprint, team, number)
        if text is MOBIL:
            _certificate_seed(story, sprint)
        if text is NACHBARSCHAFT:
            _door_seed(story, sprint)
            placings_seed(story, sprint)
            announcements_seed(story, sprint)
            connecting_seed(story, sprint)
            mentoring_seed(story, sprint)
    team_logs_seed(story)
    nearness_refresh_due()


def _registrations_seed(story: Story, text: SprintText, sprint: Sprint) -> None:
    """Everybody in a team or asking for one, then some who are on their own."""
    named = [key for team in text.teams for key in (*team.people, *(who for who, _why in team.asking))]
    others = [somebody.key for somebody in CROWD if somebody.key not in named][: text.crowd]
    opening = text.days["registration"][0]
    if text.asks:
        with story.on(opening - 1):
            questions_seed(sprint)
    if text.next_in_line and text.capacity:
        others.insert(text.capacity - len(named), text.next_in_line)
    for number, key in enumerate(dict.fromkeys([*named, *others])):
        with story.on(min(opening + number // 4, -1), 9 + number % 10):
            answers = answers_of_number(number) if text.asks else None
            registration_create(actor=someone(key), sprint=sprint, answers=answers)


def _place_given_back(story: Story, sprint: Sprint) -> None:
    with story.on(-1, 20):
        leaving = sprint.registrations.filter(state=RegistrationState.REGISTERED).latest("sequence")
        registration_cancel(actor=leaving.user, registration=leaving)


def _door_seed(story: Story, sprint: Sprint) -> None:
    """In the running sprint the first have come."""
    came = sprint.registrations.filter(state=RegistrationState.REGISTERED).select_related("user", "sprint")
    for number, registration in enumerate(came.order_by("sequence")[:CAME]):
        with story.on(-1, 8 + number // 4):
            check_in(actor=persona("olivia"), registration=registration)


def _certificate_seed(story: Story, sprint: Sprint) -> None:
    tarik = persona("tarik")
    registration = sprint.registrations.select_related("sprint").get(user=tarik)
    with story.on(-30):
        certificate_issue(actor=tarik, registration=registration, name=tarik.display_name)


def _team_seed(story: Story, text: SprintText, sprint: Sprint, given: TeamText, number: int) -> None:
    founder, *others = (someone(key) for key in given.people)
    begin = text.days["teams"][0]
    with story.on(begin + 1, 9 + number):
        team = team_create(
            actor=founder,
            challenge=sprint.challenges.get(title=text.challenges[given.challenge].title),
            name=given.name,
            pitch=given.pitch,
            language=given.language,
            size_limit=given.size_limit,
            joining=given.joining,
        )
    for place, user in enumerate(others):
        with story.on(begin + 2 + place, 10 + number):
            request = join_request_create(actor=user, team=team, motivation="Da möchte ich mitmachen.")
            join_request_accept(actor=founder, join_request=request, answer="Schön, dass Sie dabei sind!")
    roles = _roles_seed(story, begin + 5, team, given)
    for place, (key, motivation) in enumerate(given.asking):
        with story.on(-1, 14 + place):
            role = roles[place] if place < len(roles) else None
            join_request_create(actor=someone(key), team=team, motivation=motivation, role=role)
    if given.solution:
        _solution_seed(story, text, team, given, given.solution)


def _roles_seed(story: Story, day: int, team: Team, given: TeamText) -> list[OpenRole]:
    founder = someone(given.people[0])
    with story.on(day):
        return [
            open_role_add(
                actor=founder,
                team=team,
                title=role.title,
                description=role.description,
                skills=role.skills,
                places=role.places,
            )
            for role in given.roles
        ]


def _solution_seed(story: Story, text: SprintText, team: Team, given: TeamText, words: SolutionText) -> None:
    """A first version, and where the time to hand in is over, a second one that counts."""
    founder = someone(given.people[0])
    start, end = text.days[PhaseKind.HAND_IN]
    with story.on(min(start + 1, -1)):
        solution = solution_save_draft(
            actor=founder,
            team=team,
            title=words.title,
            summary=words.summary,
            body=words.body.split("\n\n")[0],
            language=given.language,
            licence=words.licence,
            links=[{"label": label, "url": url} for label, url in words.links],
        )
        if given.further:
            more = given.further
            solution_begin(actor=founder, team=team, title=more.title, summary=more.summary, body=more.body)
    if end > 0:
        return
    with story.on(start + 2, 17):
        solution_hand_in(actor=founder, solution=solution)
    with story.on(end, 16):
        image = picture(team.name) if words.alt else None
        solution_save_draft(actor=founder, team=team, body=words.body, image=image, image_alt=words.alt)
        if words.slides:
            solution_save_draft(actor=founder, team=team, slides=slides(*words.slides), slides_title=words.slides[0])
        if not given.late_minutes or given.late_minutes >= text.grace_minutes:
            solution_hand_in(actor=founder, solution=solution)
    if given.late_minutes:
        with clock.at(story.moment(end, 18) + timedelta(minutes=given.late_minutes)), suppress(Conflict):
            solution_hand_in(actor=founder, solution=solution)
