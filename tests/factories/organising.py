"""What organisers decide about and have computed; `tests.factories.programmes` has all of it."""

from datetime import timedelta

from factory.django import DjangoModelFactory

from backend.core import clock
from programmes.enums import JuryRunState, PlacingRunState
from programmes.models import (
    AbuseCase,
    AbuseReport,
    Appeal,
    Call,
    DuplicateRun,
    JuryRun,
    ModerationRun,
    PlacingRun,
    PlacingSeat,
    PlacingWish,
    SelectionMethod,
    SprintBlock,
)
from tests.factories.accounts import UserFactory
from tests.factories.declarations import at_call, same_as, sub

# By name: that module imports this one.
MADE = "tests.factories.programmes"


class AbuseCaseFactory(DjangoModelFactory[AbuseCase]):
    """Of a challenge, unless told otherwise; `AbuseCaseFactory(challenge=None, team=team, sprint=team.sprint)`."""

    class Meta:
        model = AbuseCase

    challenge = sub(f"{MADE}.ChallengeFactory")
    sprint = same_as("challenge.sprint")
    opened_at = at_call(clock.now)


class AbuseReportFactory(DjangoModelFactory[AbuseReport]):
    class Meta:
        model = AbuseReport

    case = sub(AbuseCaseFactory)
    reporter = sub(UserFactory)
    kind = "offensive"


class SprintBlockFactory(DjangoModelFactory[SprintBlock]):
    class Meta:
        model = SprintBlock

    sprint = sub(f"{MADE}.SprintFactory")
    user = sub(UserFactory)
    kind = "taking_part"
    reason = "Beleidigt andere."
    blocked_by = sub(UserFactory)


class AppealFactory(DjangoModelFactory[Appeal]):
    """Against a challenge being declined; `AppealFactory(challenge=None, block=block, sprint=block.sprint)`."""

    class Meta:
        model = Appeal

    challenge = sub(f"{MADE}.ChallengeFactory", state="declined", decline_reason="Zu allgemein.")
    sprint = same_as("challenge.sprint")
    made_by = sub(UserFactory)
    words = "Das ist ein echtes Problem."


class ModerationRunFactory(DjangoModelFactory[ModerationRun]):
    class Meta:
        model = ModerationRun

    sprint = sub(f"{MADE}.SprintFactory")
    requested_by = sub(UserFactory)
    act = "publish"
    total = 2


class DuplicateRunFactory(DjangoModelFactory[DuplicateRun]):
    class Meta:
        model = DuplicateRun

    sprint = sub(f"{MADE}.SprintFactory")
    state = "ready"
    ready_at = at_call(clock.now)


class PlacingWishFactory(DjangoModelFactory[PlacingWish]):
    class Meta:
        model = PlacingWish

    sprint = sub(f"{MADE}.SprintFactory")
    user = sub(UserFactory)


class PlacingRunFactory(DjangoModelFactory[PlacingRun]):
    """Computed, nobody told yet: `state` published has a day to object."""

    class Meta:
        model = PlacingRun

    sprint = sub(f"{MADE}.SprintFactory")
    state = PlacingRunState.READY
    ready_at = at_call(clock.now)
    published_at = at_call(clock.now)
    objections_until = at_call(lambda: clock.now() + timedelta(hours=24))


class PlacingSeatFactory(DjangoModelFactory[PlacingSeat]):
    class Meta:
        model = PlacingSeat

    run = sub(PlacingRunFactory)
    user = sub(UserFactory)
    reasons = at_call(lambda: [{"code": "wish", "rank": 1, "of": 2}])


class SelectionMethodFactory(DjangoModelFactory[SelectionMethod]):
    class Meta:
        model = SelectionMethod

    sprint = sub(f"{MADE}.SprintFactory")
    places = 10


class JuryRunFactory(DjangoModelFactory[JuryRun]):
    """Over and done with."""

    class Meta:
        model = JuryRun

    sprint = sub(f"{MADE}.SprintFactory")
    per_solution = 2
    most_each = 10
    state = JuryRunState.READY
    ready_at = at_call(clock.now)


class CallFactory(DjangoModelFactory[Call]):
    class Meta:
        model = Call

    category = sub(f"{MADE}.CategoryFactory")
    text = "Wir suchen Herausforderungen."
    closes_at = at_call(lambda: clock.now() + timedelta(hours=24))
