"""Places that are held, people who wait for one, and who brings people and teams together."""

from typing import Any

from factory.django import DjangoModelFactory

from backend.core import clock
from programmes.enums import IntroductionState
from programmes.models import Connector, Introduction, PlaceHold, Registration, TeamWait
from tests.factories.accounts import UserFactory
from tests.factories.declarations import at_call, same_as, sub
from tests.factories.programmes import (
    ChallengeFactory,
    RegistrationFactory,
    SprintFactory,
    TeamFactory,
    moment_from_now,
)


class PlaceHoldFactory(DjangoModelFactory[PlaceHold]):
    """For a quarter of an hour from now on, of somebody who is registered."""

    class Meta:
        model = PlaceHold

    team = sub(TeamFactory)
    sprint = same_as("team.sprint")
    user = sub(UserFactory)
    joining = same_as("team.joining")
    held_at = at_call(clock.now)
    until = at_call(lambda: moment_from_now(0.25))

    @classmethod
    def _create(cls, model_class: type[PlaceHold], *args: Any, **kwargs: Any) -> PlaceHold:
        if not Registration.objects.filter(sprint=kwargs["sprint"], user=kwargs["user"]).exists():
            RegistrationFactory.create(sprint=kwargs["sprint"], user=kwargs["user"])
        return model_class.objects.create(**kwargs)


class TeamWaitFactory(DjangoModelFactory[TeamWait]):
    class Meta:
        model = TeamWait

    challenge = sub(ChallengeFactory)
    user = sub(UserFactory)


class ConnectorFactory(DjangoModelFactory[Connector]):
    class Meta:
        model = Connector

    sprint = sub(SprintFactory)
    user = sub(UserFactory)


class IntroductionFactory(DjangoModelFactory[Introduction]):
    """Of somebody who is registered and has agreed to it; accepted, both have agreed."""

    class Meta:
        model = Introduction

    team = sub(TeamFactory)
    user = sub(UserFactory)
    sent_by = sub(UserFactory)
    message = "Sie zeichnet, und das Team sucht genau das."

    @classmethod
    def _create(cls, model_class: type[Introduction], *args: Any, **kwargs: Any) -> Introduction:
        sprint, user = kwargs["team"].sprint, kwargs["user"]
        if not Registration.objects.filter(sprint=sprint, user=user).exists():
            RegistrationFactory.create(sprint=sprint, user=user, introducible_since=clock.now())
        if kwargs.get("state") == IntroductionState.ACCEPTED:
            kwargs = {"person_agreed_at": clock.now(), "team_agreed_at": clock.now(), **kwargs}
        return model_class.objects.create(**kwargs)
