"""At the door: tickets, who has come, and certificates of attendance."""

from typing import Any

from django.urls import path
from rest_framework import serializers

from backend.accounts.enums import Scope
from backend.api.fields import Body, Text
from backend.api.operations import Data, operation
from backend.api.shapes import PersonName, Ref, Shape
from backend.api.views import ApiView
from backend.core.errors import NotFound
from programmes import access
from programmes.enums import RegistrationState
from programmes.selectors import certificates as certificate_reads
from programmes.selectors import door, tickets
from programmes.services import certificates, check_ins


class TicketShape(Shape):
    ticket = serializers.CharField(help_text="Checks in whom it belongs to; show it to nobody else.")
    url = serializers.URLField(help_text="What the code holds: a helper's camera opens it.")


class CheckInShape(Shape):
    registration = serializers.CharField(source="public_id")
    person = Ref("user")
    name = PersonName("user")
    state = serializers.ChoiceField(choices=RegistrationState.choices)
    checked_in_at = serializers.DateTimeField(allow_null=True)
    beyond = serializers.BooleanField(help_text="Let in at the door beyond the places.")


class DoorShape(Shape):
    registered = serializers.IntegerField()
    checked_in = serializers.IntegerField()


class TicketBody(Body):
    ticket = Text(max_length=200)


class WalkInBody(Body):
    name = Text(max_length=80)
    email = serializers.EmailField(max_length=254)


class CertificateShape(Shape):
    id = serializers.CharField(source="public_id")
    registration = Ref("registration")
    name = serializers.CharField()
    code = serializers.CharField()
    created_at = serializers.DateTimeField()


class CheckedCertificateShape(Shape):
    name = serializers.CharField()
    sprint = Ref("registration.sprint")
    title = serializers.CharField(source="registration.sprint.title")
    starts_at = serializers.DateTimeField(source="registration.sprint.starts_at")
    ends_at = serializers.DateTimeField(source="registration.sprint.ends_at")


class CertificateBody(Body):
    name = Text(max_length=120, help_text="As it is to be printed; it does not change afterwards.")


class Ticket(ApiView):
    @operation(id="tickets_read", summary="My ticket", gives=TicketShape, scope=Scope.READ)
    def get(self, registration_id: str) -> Any:
        row = access.registration_to_answer(self.actor, registration_id)
        if row.state != RegistrationState.REGISTERED:
            raise NotFound
        return {"ticket": tickets.ticket_token(row), "url": tickets.ticket_url(row)}


class Door(ApiView):
    @operation(id="check_ins_count", summary="How many have come", gives=DoorShape, scope=Scope.PROGRAMMES_MANAGE)
    def get(self, sprint_id: str) -> Any:
        return door.door_counts(access.sprint_to_check_in(self.person, sprint_id))


class TicketCheckIn(ApiView):
    @operation(
        id="check_ins_scan",
        summary="Check somebody in by the ticket",
        description="For organisers and helpers at the door. Repeating it changes nothing.",
        takes=TicketBody,
        gives=CheckInShape,
        errors=(404,),
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def post(self, data: Data) -> Any:
        row = access.ticket_to_check_in(self.person, data["ticket"])
        return check_ins.check_in(actor=self.person, registration=row)


class CheckIn(ApiView):
    @operation(
        id="check_ins_create",
        summary="Check somebody in",
        description="For organisers and helpers at the door. Repeating it changes nothing.",
        gives=CheckInShape,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def post(self, registration_id: str) -> Any:
        row = access.registration_to_check_in(self.person, registration_id)
        return check_ins.check_in(actor=self.person, registration=row)

    @operation(id="check_ins_undo", summary="Take a check-in back", status=204, scope=Scope.PROGRAMMES_MANAGE)
    def delete(self, registration_id: str) -> Any:
        row = access.registration_to_check_in(self.person, registration_id)
        check_ins.check_in_undo(actor=self.person, registration=row)


class WalkIns(ApiView):
    @operation(
        id="walk_ins_create",
        summary="Register and check in somebody at the door",
        description="They get an account of their address, without a password, and a mail.",
        takes=WalkInBody,
        gives=CheckInShape,
        status=201,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def post(self, sprint_id: str, data: Data) -> Any:
        sprint = access.sprint_to_check_in(self.person, sprint_id)
        return check_ins.walk_in(actor=self.person, sprint=sprint, **data)


class OwnCertificate(ApiView):
    @operation(id="certificates_read", summary="My certificate", gives=CertificateShape, scope=Scope.READ)
    def get(self, registration_id: str) -> Any:
        found = certificate_reads.certificate_of(access.registration_to_certify(self.actor, registration_id))
        if found is None:
            raise NotFound
        return found

    @operation(
        id="certificates_issue",
        summary="Have my certificate made out",
        description="Once the sprint is over. Repeating it returns the one there is.",
        takes=CertificateBody,
        gives=CertificateShape,
        status=201,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, registration_id: str, data: Data) -> Any:
        row = access.registration_to_certify(self.person, registration_id)
        return certificates.certificate_issue(actor=self.person, registration=row, **data)


class CertificateCheck(ApiView):
    @operation(id="certificates_check", summary="Whether a certificate is ours", gives=CheckedCertificateShape)
    def get(self, code: str) -> Any:
        return access.certificate_to_check(self.actor, code)


urlpatterns = [
    path("registrations/<pid:registration_id>/ticket/", Ticket.as_view(), name="ticket"),
    path("registrations/<pid:registration_id>/check-in/", CheckIn.as_view(), name="check-in"),
    path("check-ins/", TicketCheckIn.as_view(), name="ticket-check-in"),
    path("sprints/<pid:sprint_id>/check-ins/", Door.as_view(), name="door"),
    path("sprints/<pid:sprint_id>/walk-ins/", WalkIns.as_view(), name="walk-ins"),
    path("registrations/<pid:registration_id>/certificate/", OwnCertificate.as_view(), name="own-certificate"),
    path("certificates/<slug:code>/", CertificateCheck.as_view(), name="certificate"),
]
