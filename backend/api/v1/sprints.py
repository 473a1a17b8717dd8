"""Sprints: time-boxed events with dated phases, and the places in them."""

from typing import Any

from django.urls import path
from rest_framework import serializers

from backend.accounts.enums import Scope
from backend.api.fields import Body, Changes, Day, Flag, Integer, Language, Moment, SearchText, Slug, Text
from backend.api.filters import ChoiceFilter, FilterSet, IdFilter
from backend.api.operations import Data, operation
from backend.api.shapes import PersonName, Ref, Shape
from backend.api.v1.outlines import SectionShape
from backend.api.v1.registration_forms import answers_field
from backend.api.views import ApiView
from programmes import access
from programmes.enums import AgeProof, CertificateRule, Feature, Joining, PhaseKind, RegistrationState, SprintState
from programmes.selectors import people
from programmes.selectors import sprints as reads
from programmes.services import places, registrations, sprints
from programmes.services.consents import Age

AGE = ("birth_date", "of_age", "guardian_name", "guardian_email")


class SprintShape(Shape):
    id = serializers.CharField(source="public_id")
    programme = Ref("programme")
    slug = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField()
    language = serializers.CharField()
    state = serializers.ChoiceField(choices=SprintState.choices)
    timezone = serializers.CharField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    capacity = serializers.IntegerField(allow_null=True, help_text="Null: there is room for everybody.")
    team_size_max = serializers.IntegerField()
    team_joining = serializers.ChoiceField(choices=Joining.choices, help_text="How people come into new teams.")
    jury_stage = serializers.IntegerField(help_text="In which stage of the selection the jury is.")
    answer_days = serializers.IntegerField(help_text="In which organisations answer what is offered to them.")
    accept_hours = serializers.IntegerField(
        help_text="In which a place that became free is to be accepted; 0: it is given at once."
    )
    age_limit = serializers.IntegerField(help_text="Below it somebody else must agree; 0: nobody is asked.")
    age_proof = serializers.ChoiceField(choices=AgeProof.choices)
    walk_ins_beyond = serializers.BooleanField(help_text="Whether people at the door may be more than the places.")
    certificates = serializers.ChoiceField(
        choices=CertificateRule.choices, help_text="Who gets a certificate of attendance."
    )
    reports_to_hide = serializers.IntegerField(help_text="Reports that hide a text until organisers decide.")
    grace_minutes = serializers.IntegerField(
        help_text="After the deadline, in which a solution is still taken, and marked late."
    )
    solutions_per_team = serializers.IntegerField(help_text="Solutions that a team may hand in.")
    hashtag = serializers.CharField()
    sections = SectionShape(
        many=True,
        source="outline",
        help_text="What the body of a solution consists of, as headings (`## …`) in the language of the solution.",
    )


class PhaseShape(Shape):
    id = serializers.CharField(source="phase.public_id")
    kind = serializers.ChoiceField(source="phase.kind", choices=PhaseKind.choices)
    title = serializers.CharField(source="phase.shown_title")
    starts_at = serializers.DateTimeField(source="phase.starts_at")
    ends_at = serializers.DateTimeField(source="phase.ends_at")
    features = serializers.ListField(source="phase.features", child=serializers.ChoiceField(choices=Feature.choices))
    is_open = serializers.BooleanField()
    is_past = serializers.BooleanField()


class SetPhaseShape(Shape):
    id = serializers.CharField(source="public_id")
    kind = serializers.ChoiceField(choices=PhaseKind.choices)
    title = serializers.CharField(source="shown_title")
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    features = serializers.ListField(child=serializers.ChoiceField(choices=Feature.choices))


class RegistrationShape(Shape):
    id = serializers.CharField(source="public_id")
    sprint = Ref("sprint")
    state = serializers.ChoiceField(choices=RegistrationState.choices)
    held_until = serializers.DateTimeField(allow_null=True, help_text="Until when a place is kept for you.")


class RegistrationDetailShape(RegistrationShape):
    waiting_position = serializers.SerializerMethodField(help_text="1 is next; null for who has a place.")

    def get_waiting_position(self, registration: Any) -> int | None:
        return people.waiting_position(registration)


class AttendeeShape(Shape):
    id = serializers.CharField(source="public_id")
    person = Ref("user")
    name = PersonName("user")
    state = serializers.ChoiceField(choices=RegistrationState.choices)
    checked_in_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()


class SprintDetailShape(Shape):
    """What the sprint says at this moment of the server's clock."""

    sprint = SprintShape()
    about = serializers.CharField(source="sprint.about")
    at = serializers.DateTimeField()
    phases = PhaseShape(many=True)
    features = serializers.ListField(
        child=serializers.ChoiceField(choices=Feature.choices), help_text="What may be done right now."
    )
    registered = serializers.IntegerField()
    offered = serializers.IntegerField(help_text="Places that somebody from the waiting list may still accept.")
    waiting = serializers.IntegerField()
    places_left = serializers.IntegerField(allow_null=True)
    challenges = serializers.IntegerField()
    teams = serializers.IntegerField()
    solutions = serializers.IntegerField()
    registration = RegistrationDetailShape(allow_null=True, help_text="Your own, if your token may read.")


class SprintBody(Body):
    slug = Slug(max_length=80)
    title = Text(max_length=160)
    summary = Text(max_length=500)
    about = Text(max_length=20_000, required=False, allow_blank=True, help_text="Markdown.")
    language = Language(default="de")
    timezone = Text(max_length=50, default="Europe/Berlin", help_text="IANA name.")
    capacity = Integer(min_value=1, max_value=1_000_000, required=False, allow_null=True)
    team_size_max = Integer(min_value=1, max_value=50, default=8)
    team_joining = serializers.ChoiceField(choices=Joining.choices, default=Joining.ON_REQUEST)
    answer_days = Integer(min_value=1, max_value=180, default=14)
    accept_hours = Integer(min_value=0, max_value=336, default=0)
    age_limit = Integer(min_value=0, max_value=21, default=0)
    age_proof = serializers.ChoiceField(choices=AgeProof.choices, default=AgeProof.STATEMENT)
    walk_ins_beyond = Flag(default=False)
    certificates = serializers.ChoiceField(choices=CertificateRule.choices, default=CertificateRule.NOBODY)
    reports_to_hide = Integer(min_value=1, max_value=50, default=3)
    grace_minutes = Integer(min_value=0, max_value=720, default=0)
    solutions_per_team = Integer(min_value=1, max_value=5, default=1)
    starts_at = Moment()
    ends_at = Moment()
    hashtag = Text(max_length=60, required=False, allow_blank=True)


class SprintChangesBody(SprintBody, Changes):
    left_out = ("slug",)


class RegistrationBody(Body):
    answers = answers_field(required=False)
    language = Language(required=False, help_text="In which consents were read; yours, if left out.")
    birth_date = Day(required=False, help_text="Where the sprint asks for it; it is compared and not kept.")
    of_age = Flag(required=False, help_text="Whether I am as old as the sprint's `age_limit`, where it asks so.")
    guardian_name = Text(max_length=120, required=False, allow_blank=True)
    guardian_email = Text(max_length=254, required=False, allow_blank=True, help_text="They are asked by mail.")


class PhaseBody(Body):
    title = Text(max_length=80, required=False, allow_blank=True, help_text="Empty: the usual name of its kind.")
    starts_at = Moment()
    ends_at = Moment()
    features = serializers.ListField(child=serializers.ChoiceField(choices=Feature.choices), max_length=20)


class SprintFilter(FilterSet):
    programme = IdFilter("programme")
    state = ChoiceFilter(choices=[pair for pair in SprintState.choices if pair[0] != SprintState.DRAFT])


class Sprints(ApiView):
    @operation(
        id="sprints_list",
        summary="Sprints, the latest first",
        asks=SearchText,
        gives=SprintShape,
        many=True,
        ordering=("-starts_at", "-id"),
        filters=SprintFilter,
    )
    def get(self, asked: Data) -> Any:
        return reads.sprints_public(query=asked.get("q", ""))


class ProgrammeSprints(ApiView):
    @operation(
        id="sprints_create",
        summary="Prepare a sprint",
        description="A draft, which only organisers of the programme see until it is published.",
        takes=SprintBody,
        gives=SprintShape,
        status=201,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def post(self, programme_id: str, data: Data) -> Any:
        programme = access.programme_to_manage(self.person, programme_id)
        return sprints.sprint_create(actor=self.person, programme=programme, **data)


class Sprint(ApiView):
    @operation(id="sprints_read", summary="A sprint with its phases and figures", gives=SprintDetailShape)
    def get(self, sprint_id: str) -> Any:
        return reads.sprint_overview(access.sprint_to_view(self.actor, sprint_id), self.actor)

    @operation(
        id="sprints_update",
        summary="Change a sprint",
        takes=SprintChangesBody,
        gives=SprintShape,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def patch(self, sprint_id: str, data: Data) -> Any:
        return sprints.sprint_update(actor=self.person, sprint=access.sprint_to_manage(self.person, sprint_id), **data)


class SprintPublish(ApiView):
    @operation(
        id="sprints_publish",
        summary="Show a sprint to everybody",
        gives=SprintShape,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def post(self, sprint_id: str) -> Any:
        return sprints.sprint_publish(actor=self.person, sprint=access.sprint_to_manage(self.person, sprint_id))


class Phase(ApiView):
    @operation(
        id="phases_set",
        example={
            "starts_at": "2027-03-20T18:00:00+01:00",
            "ends_at": "2027-03-22T18:00:00+01:00",
            "features": ["build", "hand_in"],
        },
        summary="Set the phase of a kind",
        description="Its dates and what may be done in it. Phases may overlap.",
        takes=PhaseBody,
        gives=SetPhaseShape,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def put(self, sprint_id: str, kind: str, data: Data) -> Any:
        sprint = access.sprint_to_manage(self.person, sprint_id)
        return sprints.phase_set(actor=self.person, sprint=sprint, kind=kind, **data)


class SprintRegistrations(ApiView):
    @operation(
        id="registrations_list_of_sprint",
        summary="Who has registered, for organisers",
        gives=AttendeeShape,
        many=True,
        ordering=("sequence", "id"),
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def get(self, sprint_id: str) -> Any:
        return people.registrations_of_sprint(access.sprint_to_manage(self.person, sprint_id))

    @operation(
        id="registrations_create",
        summary="Register for a sprint",
        description=(
            "Gives a place, or the next number on the waiting list. Repeating it returns what is there. Where the"
            " sprint has a registration form, `answers` go with it."
        ),
        takes=RegistrationBody,
        gives=RegistrationDetailShape,
        status=201,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, sprint_id: str, data: Data) -> Any:
        sprint = access.sprint_to_join(self.person, sprint_id)
        age = Age(**{name: data.pop(name) for name in AGE if name in data})
        return registrations.registration_create(actor=self.person, sprint=sprint, age=age, **data)


class Registration(ApiView):
    @operation(id="registrations_read", summary="A registration", gives=RegistrationDetailShape, scope=Scope.READ)
    def get(self, registration_id: str) -> Any:
        return access.registration_to_view(self.actor, registration_id)

    @operation(
        id="registrations_cancel",
        summary="Give a place back",
        description="Your own, or as an organiser. The freed place goes to who waits longest.",
        status=204,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def delete(self, registration_id: str) -> Any:
        registration = access.registration_to_cancel(self.person, registration_id)
        registrations.registration_cancel(actor=self.person, registration=registration)


class RegistrationAccept(ApiView):
    @operation(
        id="registrations_accept",
        summary="Take the place that is offered to me",
        description="Repeating it returns the place. To decline it, give it back.",
        gives=RegistrationDetailShape,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, registration_id: str) -> Any:
        registration = access.registration_to_accept(self.person, registration_id)
        return places.place_accept(actor=self.person, registration=registration)


class OwnRegistrations(ApiView):
    @operation(
        id="registrations_list",
        summary="My registrations",
        gives=RegistrationShape,
        many=True,
        scope=Scope.READ,
    )
    def get(self) -> Any:
        return people.registrations_of(self.person)


urlpatterns = [
    path("sprints/", Sprints.as_view(), name="sprints"),
    path("programmes/<pid:programme_id>/sprints/", ProgrammeSprints.as_view(), name="programme-sprints"),
    path("sprints/<pid:sprint_id>/", Sprint.as_view(), name="sprint"),
    path("sprints/<pid:sprint_id>/publish/", SprintPublish.as_view(), name="sprint-publish"),
    path("sprints/<pid:sprint_id>/phases/<phase:kind>/", Phase.as_view(), name="phase"),
    path("sprints/<pid:sprint_id>/registrations/", SprintRegistrations.as_view(), name="sprint-registrations"),
    path("registrations/<pid:registration_id>/", Registration.as_view(), name="registration"),
    path("registrations/<pid:registration_id>/accept/", RegistrationAccept.as_view(), name="registration-accept"),
    path("me/registrations/", OwnRegistrations.as_view(), name="registrations"),
]
