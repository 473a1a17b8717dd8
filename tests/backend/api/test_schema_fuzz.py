"""What the schema promises, against requests made up from it: valid, nearly valid and absurd ones.

They are sent in turn by the lead of a team and by who organises, judges, manages the fund and speaks for its sponsor.
Addresses name things that are there, so that the requests reach the services. `FUZZ_EXAMPLES` makes up more of them.
"""

import os
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from zlib import crc32

import pytest
from django.core import signals
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation.meta import CoverageScenario
from schemathesis.specs.openapi import checks

from backend.accounts.enums import OrganisationRole
from backend.accounts.services.api_tokens import token_create
from backend.api.converters import PUBLIC_ID_PATTERN
from backend.core import clock
from funding.gateways import gateway_override
from programmes.enums import ProgrammeRoleKind
from programmes.models import RegistrationAnswers
from programmes.services.certificates import certificate_issue
from programmes.services.registration_forms import form_set
from tests.architecture.bodies import THINGS
from tests.architecture.play import remembered
from tests.architecture.things import World
from tests.architecture.world import FORM
from tests.backend.api.client import ALL_SCOPES
from tests.backend.api.made_up import ask, operations, operations_of_the_schema
from tests.factories import mentoring
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.connecting import PlaceHoldFactory
from tests.factories.funding import FundManagerFactory
from tests.factories.programmes import (
    PlacingSeatFactory,
    PlacingWishFactory,
    ProgrammeRoleFactory,
    RegistrationFactory,
    ReviewFactory,
)
from tests.factories.ratings import CommunityAwardFactory

pytestmark = pytest.mark.django_db
Case = Any  # generic in its transport, which is of no interest here
CHECKS: Any = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
    checks.unsupported_method,
]
FEW = 1
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", str(FEW)))
"""Besides those that the schema itself tells: each bound, each missing or misspelt field, each other method."""
REFUSED = {403, 404}
REACHED = {200, 201, 204, 403, 409, 422}
"""What a request that changes something is answered once its form is right, or the service looked at it."""
SEEN: dict[str, set[int]] = defaultdict(set)
SHARED = {"Idempotency-Key", "limit"}
ENOUGH: set[tuple[object, ...]] = set()


@pytest.fixture(scope="module")
def made_tokens(built_world: World, django_db_blocker: Any) -> list[str]:
    """Made in the transaction of the world, and undone with it."""
    with django_db_blocker.unblock(), gateway_override(built_world.gateway):
        people = (built_world.people["lead"], everything_but_the_team(built_world))
        built_world["token"] = token_create(user=people[0], name="spare", scopes=ALL_SCOPES)[0]
        return [token_create(user=person, name="fuzz", scopes=ALL_SCOPES)[1] for person in people]


@pytest.fixture
def tokens(world: World, made_tokens: list[str]) -> Iterator[list[str]]:
    SEEN.clear()
    # The requests share the test's connection and its transaction.
    for signal in (signals.request_started, signals.request_finished):
        signal.disconnect(close_old_connections)
    yield made_tokens
    for signal in (signals.request_started, signals.request_finished):
        signal.connect(close_old_connections)
    for name, statuses in SEEN.items():
        # Else it was only ever turned away at the door, and what it answers was compared with nothing.
        assert statuses & ({200} if name.startswith("GET ") else REACHED), f"{name}: {sorted(statuses)}"


def everything_but_the_team(world: World) -> Any:
    person = UserFactory.create()
    for role in ProgrammeRoleKind:
        ProgrammeRoleFactory.create(programme=world["programme"], user=person, role=role)
    FundManagerFactory.create(fund=world["fund"], user=person)
    MembershipFactory.create(organisation=world["sponsor"], user=person)
    MembershipFactory.create(organisation=world["association"], user=person, role=OrganisationRole.OWNER)
    world["review"] = ReviewFactory.create(solution=world["solution"], juror=person)
    PlacingWishFactory.create(sprint=world["sprint"], user=person)
    world["place_hold"] = PlaceHoldFactory.create(team=world["team"], user=person)
    _registered(world, person)
    CommunityAwardFactory.create(solution=world["solution"])
    _mentors(world, person)
    world["placing_seat"] = PlacingSeatFactory.create(run=world["placing_seat"].run, user=person, team=world["team"])
    return person


def _registered(world: World, person: Any) -> None:
    """Somebody who was asked, has answered, came, and had a certificate made out."""
    form_set(actor=None, sprint=world["sprint"], definition=FORM)
    row = world["registration"] = RegistrationFactory.create(
        sprint=world["past_sprint"], user=person, sequence=20_000, checked_in_at=clock.now()
    )
    RegistrationAnswers.objects.create(registration=row, form=world["coming_sprint"].form)
    world["certificate"] = certificate_issue(actor=person, registration=row, name="Kim")


def _mentors(world: World, person: Any) -> None:
    """Somebody whose slots are booked, and were."""
    mentor = mentoring.MentorFactory.create(sprint=world["sprint"], user=person)
    world["hours"] = mentoring.OfficeHoursFactory.create(mentor=mentor, slot_minutes=15)
    slot = world["hours"].slots.all()[0]
    world["booking"] = mentoring.over(
        mentoring.BookingFactory.create(slot=slot, team=world["team"], booked_by=world.people["lead"])
    )


@pytest.mark.parametrize("operation", operations())
def test_no_request_breaks_what_the_schema_says(operation: str, world: World, tokens: list[str]) -> None:
    @settings(
        max_examples=EXAMPLES, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    def one(case: Case) -> None:
        if not is_one_more_of_its_kind(case):
            name_things(case, world)
            send(case, tokens)

    with remembered(world):
        ask(operation, one)


def send(case: Case, tokens: list[str]) -> None:
    # The same request is always sent by the same person first, else a finding could not be repeated.
    turn = crc32(repr((case.method, case.path_parameters, case.query, case.body)).encode()) % len(tokens)
    for token in (tokens[turn], tokens[1 - turn]):
        response = case.call(headers={"Authorization": f"Bearer {token}"})
        SEEN[case.operation.label].add(response.status_code)
        case.validate_response(response, checks=CHECKS)
        if response.status_code not in REFUSED:
            break


def test_no_operation_of_the_schema_is_left_out() -> None:
    assert operations() == operations_of_the_schema()


def is_one_more_of_its_kind(case: Case) -> bool:
    """One wrong type of a value tells what four others would tell again; a long run sends them all."""
    kind = kind_of(case)
    if EXAMPLES > FEW or kind is None:
        return False
    if kind in ENOUGH:
        return True
    ENOUGH.add(kind)
    return False


def kind_of(case: Case) -> tuple[object, ...] | None:
    """What a made-up request asks: of an address, other methods; of a field, each bound, and one wrong type.

    What many operations share is read in one place: one good and one bad value for each of them. None if drawn.
    """
    data, label = case.meta.phase.data, case.operation.label
    match getattr(data, "scenario", None):
        case None:
            return None
        case CoverageScenario.UNSPECIFIED_HTTP_METHOD:
            return case.operation.path, case.method
        case scenario if data.parameter in SHARED:
            return label, data.parameter, case.meta.components[data.parameter_location].mode
        case scenario:
            told = data.description if data.parameter_location is ParameterLocation.BODY else ""
            return label, scenario, data.parameter_location, data.parameter, told


def name_things(case: Case, world: World) -> None:
    for name, value in (case.path_parameters or {}).items():
        if name == "kind":
            case.path_parameters[name] = world["phase"].kind
        elif name == "code":
            case.path_parameters[name] = world["certificate"].code
        elif re.fullmatch(PUBLIC_ID_PATTERN, str(value)):
            case.path_parameters[name] = world[THINGS.get(name, name.removesuffix("_id"))].public_id
