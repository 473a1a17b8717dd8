"""Two organisations and everybody in them, with one of each thing that an address may be asked about.

The things belong to organisation A: its programme, sprint, teams, project, campaign and fund. Of organisation B there
are an organiser and a fund manager, who must not be let in.
"""

from datetime import timedelta
from types import SimpleNamespace

from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client

from backend.accounts.enums import OrganisationRole, Scope
from backend.accounts.services.api_tokens import token_create
from backend.core import clock
from backend.core.storing import private_storage
from backend.notifications.enums import Category
from backend.notifications.models import Message
from funding.gateways import gateway_override
from programmes.domain.outline import Section, stored
from programmes.enums import ChallengeState, MemberRole, MilestoneState, ProgrammeRoleKind, ReportState, ReviewState
from programmes.selectors.consents import consent_token
from programmes.selectors.tickets import ticket_token
from programmes.services.certificates import certificate_issue
from programmes.services.registration_forms import form_set
from programmes.services.registrations import registration_create
from programmes.services.reshapings import challenges_merge
from tests.architecture.mentoring import mentoring_things
from tests.architecture.things import World
from tests.architecture.world_of_exchange import exchanged
from tests.architecture.world_of_funds import campaigns_and_funds, money_moved
from tests.backend.core.pdf_samples import pdf
from tests.factories import building, connecting
from tests.factories import programmes as made
from tests.factories.accounts import InvitationFactory, MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.announcements import AnnouncementFactory
from tests.factories.consents import GuardianConsentFactory
from tests.factories.ratings import CommentFactory, RatingFactory, SelectionPackageFactory
from tests.programmes.compared import compared_by

FORM = {
    "sections": [
        {"key": "food", "questions": [{"key": "eats", "kind": "yes_no", "label": {"de": "Essen Sie mit?"}}]},
        {"key": "later", "questions": [{"key": "about", "kind": "long", "label": {"de": "Noch etwas?"}}]},
    ]
}
OUTLINE = (
    Section(key="idea", title_de="Idee", title_en="Idea"),
    Section(key="gone", title_de="Früher", title_en="Before", is_asked=False),
)
PEOPLE = ("citi", "othr", "memb", "lead", "jury", "orga", "orgB", "cura", "fman", "fmaB", "spon")


def build_world() -> World:
    world = World()
    with gateway_override(world.gateway):
        _build(world)
    return world


def _build(world: World) -> None:
    world.people = {name: UserFactory.create(display_name=name, email=f"{name}@example.org") for name in PEOPLE}
    world["organisation"] = OrganisationFactory.create(name="Stadt A")
    world["organisation_b"] = OrganisationFactory.create(name="Stadt B")
    world["sponsor"] = OrganisationFactory.create(name="Stiftung")
    MembershipFactory.create(organisation=world["sponsor"], user=world.people["spon"])
    world["second_owner"] = UserFactory.create()
    world["owner_there"] = MembershipFactory.create(
        organisation=world["sponsor"], user=world["second_owner"], role=OrganisationRole.OWNER
    )
    # Has nothing but people: its owner, and a member who is nobody else. Of the sponsor, `spon` is but a manager.
    world["association"] = OrganisationFactory.create(name="Verein")
    world["ownership"] = MembershipFactory.create(
        organisation=world["association"], user=world.people["orga"], role=OrganisationRole.OWNER
    )
    world["colleague"] = UserFactory.create()
    world["membership"] = MembershipFactory.create(
        organisation=world["association"], user=world["colleague"], role=OrganisationRole.MEMBER
    )
    world["invitation"] = InvitationFactory.create(
        organisation=world["association"], user=world.people["citi"], invited_by=world.people["orga"]
    )
    world["owner_invitation"] = InvitationFactory.create(
        organisation=world["sponsor"],
        user=world["colleague"],
        role=OrganisationRole.OWNER,
        invited_by=world["second_owner"],
    )
    _programme(world)
    _team(world)
    _jury(world)
    _comparing(world)
    _project(world)
    campaigns_and_funds(world)
    money_moved(world)
    _own_things(world)
    world.things.update(exchanged(world["sprint"]))
    for name, person in world.people.items():
        world.tokens[name] = token_create(user=person, name="world", scopes=tuple(Scope))[1]
        client = Client()
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        world.sessions[name] = client.cookies[settings.SESSION_COOKIE_NAME].value


def _programme(world: World) -> None:
    people = world.people
    world["programme"] = made.ProgrammeFactory.create(organisation=world["organisation"])
    world["programme_b"] = made.ProgrammeFactory.create(organisation=world["organisation_b"])
    roles = {
        "orga": ProgrammeRoleKind.ORGANISER,
        "jury": ProgrammeRoleKind.JUROR,
        "cura": ProgrammeRoleKind.CURATOR,
    }
    for name, role in roles.items():
        world[f"{role}_role"] = made.ProgrammeRoleFactory.create(
            programme=world["programme"], user=people[name], role=role
        )
    made.ProgrammeRoleFactory.create(programme=world["programme"], user=people["cura"], role=ProgrammeRoleKind.COACH)
    made.ProgrammeRoleFactory.create(programme=world["programme_b"], user=people["orgB"])
    world["category"] = made.CategoryFactory.create(programme=world["programme"])
    world["sprint"] = made.SprintFactory.create(programme=world["programme"], solutions_per_team=5)
    world["phase"] = world["sprint"].phases.get()
    world["draft_sprint"] = made.SprintFactory.create(programme=world["programme"], state="draft")
    world["sprint_b"] = made.SprintFactory.create(programme=world["programme_b"])
    world["challenge"] = made.ChallengeFactory.create(sprint=world["sprint"], owner=world["organisation"])
    world["idea"] = made.ChallengeFactory.create(sprint=world["sprint"], owner=None, proposed_by=people["citi"])
    world["proposed"] = made.ChallengeFactory.create(
        sprint=world["sprint"], owner=None, proposed_by=people["citi"], state=ChallengeState.PROPOSED
    )
    _moderation(world)
    world["registration"] = made.RegistrationFactory.create(
        sprint=world["sprint"], user=people["citi"], sequence=10_000, introducible_since=clock.now()
    )
    # Begins next week, so that what is asked at registration can still be answered anew.
    world["coming_sprint"] = made.SprintFactory.create(
        programme=world["programme"],
        starts_at=clock.now() + timedelta(days=7),
        ends_at=clock.now() + timedelta(days=9),
        sections=stored(OUTLINE),
    )
    form_set(actor=None, sprint=world["coming_sprint"], definition=FORM)
    world["coming_sprint"].refresh_from_db()
    world["coming_registration"] = registration_create(
        actor=people["citi"], sprint=world["coming_sprint"], answers={"eats": True}
    )
    world["past_sprint"] = made.SprintFactory.create(
        programme=world["programme"],
        starts_at=clock.now() - timedelta(days=9),
        ends_at=clock.now() - timedelta(days=7),
        certificates="checked_in",
    )
    world["rated"] = made.SolutionFactory.create(team__challenge__sprint=world["past_sprint"], handed_in=True)
    RatingFactory.create_batch(5, solution=world["rated"])
    world["past_sprint"].phases.update(ends_at=clock.now() - timedelta(minutes=1))
    world["past_registration"] = made.RegistrationFactory.create(
        sprint=world["past_sprint"], user=people["citi"], checked_in_at=clock.now()
    )
    world["certificate"] = certificate_issue(actor=people["citi"], registration=world["past_registration"], name="Citi")
    # Nobody needs this sprint for anything else: declining ends the registration in it.
    consent = GuardianConsentFactory.create(registration__sprint__programme=world["programme"])
    world["guardian"] = SimpleNamespace(token=consent_token(consent))
    world["ticket"] = SimpleNamespace(token=ticket_token(world["registration"]))


def _moderation(world: World) -> None:
    """What organisers have to decide about, and what they have decided."""
    people, sprint = world.people, world["sprint"]
    world["merged"] = made.ChallengeFactory.create(sprint=sprint, owner=None, proposed_by=people["citi"])
    challenges_merge(actor=people["orga"], into=world["idea"], challenges=[world["merged"]], reason="Dasselbe.")
    world["twin"] = made.ChallengeFactory.create(sprint=sprint, owner=None, proposed_by=people["citi"])
    world["declined"] = made.ChallengeFactory.create(
        sprint=sprint, owner=None, proposed_by=people["citi"], state="declined", decline_reason="Zu kurz."
    )
    reported = made.ChallengeFactory.create(sprint=sprint, owner=None)
    world["abuse_case"] = made.AbuseCaseFactory.create(challenge=reported)
    made.AbuseReportFactory.create(case=world["abuse_case"], reporter=people["othr"])
    world["block"] = made.SprintBlockFactory.create(
        sprint=made.SprintFactory.create(programme=world["programme"]), user=people["citi"]
    )
    other = made.SprintBlockFactory.create(sprint=sprint)
    world["appeal"] = made.AppealFactory.create(challenge=None, block=other, sprint=sprint)
    world["category"] = made.CategoryFactory.create(programme=world["programme"])
    world["call"] = made.CallFactory.create(category=world["category"])
    world["duplicate_run"] = made.DuplicateRunFactory.create(sprint=sprint)
    world["moderation_run"] = made.ModerationRunFactory.create(sprint=world["block"].sprint)


def _team(world: World) -> None:
    people = world.people
    world["team"] = made.TeamFactory.create(challenge=world["challenge"], lead=people["lead"])
    world["team_member"] = made.TeamMemberFactory.create(team=world["team"], user=people["memb"])
    world["other_team"] = made.TeamFactory.create(challenge=world["challenge"], lead=people["othr"])
    world["open_role"] = made.OpenRoleFactory.create(team=world["team"])
    world["join_request"] = made.JoinRequestFactory.create(team=world["team"], user=people["citi"])
    world["open_team"] = made.TeamFactory.create(challenge=world["challenge"], joining="at_once")
    world["place_hold"] = connecting.PlaceHoldFactory.create(team=world["team"], user=people["citi"])
    world["full"] = made.ChallengeFactory.create(sprint=world["sprint"])
    made.TeamFactory.create(challenge=world["full"], size_limit=1)
    world["connector"] = connecting.ConnectorFactory.create(sprint=world["sprint"], user=people["jury"])
    world["introduction"] = connecting.IntroductionFactory.create(
        team=world["team"], user=people["citi"], sent_by=people["jury"]
    )
    world.things |= mentoring_things(world.people, world["team"])
    world["placing_wish"] = made.PlacingWishFactory.create(sprint=world["sprint"], user=people["citi"])
    world["placing_run"] = made.PlacingRunFactory.create(sprint=world["sprint"])
    told = made.PlacingRunFactory.create(sprint=world["sprint"], state="published")
    world["placing_seat"] = made.PlacingSeatFactory.create(run=told, user=people["citi"], team=world["team"])
    world["announcement"] = AnnouncementFactory.create(sprint=world["sprint"])
    world["scheduled_announcement"] = AnnouncementFactory.create(sprint=world["sprint"], scheduled=True)
    world["solution"] = made.SolutionFactory.create(team=world["team"], handed_in=True)
    slides = {"slides_sha256": "a" * 64, "slides_bytes": len(pdf()), "slides_title": "Folien"}
    slides |= {"slides": private_storage().save("slides/world.pdf", ContentFile(pdf()))}
    made.SolutionVersionFactory.create(solution=world["solution"], number=2, handed_in_at=None, **slides)
    world["draft_solution"] = made.SolutionFactory.create(team=world["team"])
    world["comment"] = CommentFactory.create(solution=world["solution"], author=people["citi"])
    # Nobody of the programme speaks for the sponsor.
    world["asking"] = made.ChallengeFactory.create(sprint=world["sprint"], owner=world["sponsor"])
    world["readme"] = building.ReadmeFactory.create(team=world["team"])
    world["log_entry"] = building.LogEntryFactory.create(team=world["team"])
    world["offer"] = made.OfferFactory.create(solution=world["solution"], challenge=world["asking"])


def _jury(world: World) -> None:
    rubric = made.RubricFactory.create(sprint=world["sprint"])
    world["juror"] = world.people["jury"]
    # Named before the first review, and never changed here: where it still can be stands in the earlier sprint.
    made.SelectionMethodFactory.create(sprint=world["sprint"])
    world["jury_run"] = made.JuryRunFactory.create(sprint=world["sprint"])
    world["criterion"] = made.CriterionFactory.create(rubric=rubric)
    world["review"] = made.ReviewFactory.create(solution=world["solution"], juror=world.people["jury"])
    made.ScoreFactory.create(review=world["review"], criterion=world["criterion"])
    second = world["judged"] = made.SolutionFactory.create(team=world["other_team"], handed_in=True)
    world["submitted_review"] = made.ReviewFactory.create(
        solution=second, juror=world.people["jury"], state=ReviewState.SUBMITTED, submitted_at=clock.now()
    )
    made.ScoreFactory.create(review=world["submitted_review"], criterion=world["criterion"])


def _comparing(world: World) -> None:
    made_of_two = world["comparison"] = compared_by(world.people["jury"], world["programme"])
    world["pair_first"], world["pair_second"] = made_of_two.first, made_of_two.second
    world["pairs_sprint"] = made_of_two.first.sprint
    made.SelectionMethodFactory.create(sprint=world["pairs_sprint"], stage=2)


def _project(world: World) -> None:
    people = world.people
    earlier = world["earlier_sprint"] = made.SprintFactory.create(programme=world["programme"])
    # In the one that is being reviewed it could not be changed any more.
    world["selection_package"] = SelectionPackageFactory.create(
        cohort__programme=world["programme"], cohort__sprint=earlier
    )
    world["selection_method"] = made.SelectionMethodFactory.create(sprint=earlier)
    challenge = made.ChallengeFactory.create(sprint=earlier)
    team = made.TeamFactory.create(challenge=challenge, lead=people["lead"])
    made.TeamMemberFactory.create(team=team, user=people["memb"], role=MemberRole.MEMBER)
    world["project"] = made.ProjectFactory.create(solution__team=team)
    world["milestone"] = made.MilestoneFactory.create(project=world["project"])
    world["submitted_milestone"] = made.MilestoneFactory.create(
        project=world["project"], state=MilestoneState.SUBMITTED, evidence="Es läuft."
    )
    world["report"] = made.ProgressReportFactory.create(project=world["project"], author=people["lead"])
    world["submitted_report"] = made.ProgressReportFactory.create(
        project=world["project"], author=people["lead"], state=ReportState.SUBMITTED
    )
    later = made.TeamFactory.create(challenge=challenge, lead=people["lead"])
    made.TeamMemberFactory.create(team=later, user=people["memb"])
    world["second_project"] = made.ProjectFactory.create(solution__team=later)


def _own_things(world: World) -> None:
    citizen = world.people["citi"]
    world["token"], _clear = token_create(user=citizen, name="mine", scopes=["read"])
    world["message"] = Message.objects.create(
        recipient=citizen,
        category=Category.TEAM,
        template="account/note",
        context={},
        dedupe_key="world",
    )
