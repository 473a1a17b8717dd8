"""What organisers ask at registration, and what people answer."""

from typing import Any

from django.urls import path
from rest_framework import serializers

from backend.accounts.enums import Scope
from backend.api.fields import Body, Language
from backend.api.operations import Data, operation
from backend.api.shapes import PersonName, Ref, Shape
from backend.api.views import ApiView
from backend.core.errors import NotFound
from programmes import access
from programmes.domain.forms.kinds import SECTIONS_MOST, Form
from programmes.selectors import registration_forms as reads
from programmes.services import registration_answers, registration_forms


class FormShape(Shape):
    id = serializers.CharField(source="public_id")
    sprint = Ref("sprint")
    version = serializers.IntegerField(source="number")
    sections = serializers.ListField(
        source="definition.sections",
        child=serializers.DictField(),
        help_text="Sections with their questions: key, kind, label, help, required, options, shown_if.",
    )


class FormBody(Body):
    sections = serializers.ListField(
        child=serializers.DictField(),
        min_length=1,
        max_length=SECTIONS_MOST,
        help_text=(
            "Each with `key`, `title` and `questions`; a question has `key`, `kind` (short, long, number, date, one_of,"
            " several_of, yes_no, email, phone, url, consent), `label`, `help`, `required`, `options` and `shown_if`"
            " (`question`, `value`). Texts are `{de, en}`."
        ),
    )


class ConsentShape(Shape):
    key = serializers.CharField()
    text = serializers.CharField(help_text="The sentence agreed to, as it was shown.")
    language = serializers.CharField()
    at = serializers.DateTimeField()


class AnswersShape(Shape):
    id = serializers.CharField(source="public_id")
    registration = Ref("registration")
    person = Ref("registration.user")
    name = PersonName("registration.user")
    form = Ref("form")
    version = serializers.IntegerField(source="form.number")
    answers = serializers.DictField(source="values", help_text="By key of the question, as that version asks.")
    consents = serializers.ListField(child=serializers.DictField())
    updated_at = serializers.DateTimeField()


class OwnAnswersShape(Shape):
    id = serializers.CharField(source="public_id")
    registration = Ref("registration")
    form = Ref("form")
    version = serializers.IntegerField(source="form.number")
    answers = serializers.DictField(source="values")
    consents = ConsentShape(many=True)
    updated_at = serializers.DateTimeField()


def answers_field(*, required: bool) -> serializers.DictField:
    child = serializers.JSONField(allow_null=True)
    return serializers.DictField(
        child=child,
        required=required,
        help_text="By key of the question: text, number, true, a key or a list of keys.",
    )


class AnswersBody(Body):
    answers = answers_field(required=True)
    language = Language(required=False, help_text="In which the consents were read; yours, if left out.")


class SprintForm(ApiView):
    @operation(id="registration_form_read", summary="What is asked at registration", gives=FormShape)
    def get(self, sprint_id: str) -> Any:
        version = reads.form_of(access.sprint_to_view(self.actor, sprint_id))
        if version is None:
            raise NotFound
        return version

    @operation(
        id="registration_form_set",
        summary="Set what is asked at registration",
        description="Once somebody has answered, a change makes a new version; answers stay readable by theirs.",
        example={
            "sections": [
                {
                    "key": "food",
                    "title": {"de": "Essen", "en": "Food"},
                    "questions": [{"key": "eats", "kind": "yes_no", "label": {"de": "Essen Sie mit?"}}],
                }
            ]
        },
        takes=FormBody,
        gives=FormShape,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def put(self, sprint_id: str, data: Data) -> Any:
        sprint = access.sprint_to_manage(self.person, sprint_id)
        return registration_forms.form_set(actor=self.person, sprint=sprint, definition=data)

    @operation(
        id="registration_form_remove",
        summary="Ask nothing at registration any more",
        status=204,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def delete(self, sprint_id: str) -> Any:
        sprint = access.sprint_to_manage(self.person, sprint_id)
        registration_forms.form_change(actor=self.person, sprint=sprint, change=lambda _before: Form())


class SprintAnswers(ApiView):
    @operation(
        id="registration_answers_list",
        summary="What people have answered, for organisers",
        gives=AnswersShape,
        many=True,
        ordering=("id",),
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def get(self, sprint_id: str) -> Any:
        return reads.answers_of_sprint(access.sprint_to_manage(self.person, sprint_id))


class Answers(ApiView):
    @operation(id="registration_answers_read", summary="My answers", gives=OwnAnswersShape, scope=Scope.READ)
    def get(self, registration_id: str) -> Any:
        answers = reads.answers_of(access.registration_to_answer(self.actor, registration_id))
        if answers is None:
            raise NotFound
        return answers

    @operation(
        id="registration_answers_change",
        summary="Answer anew",
        description="All answers, until the sprint begins. They are checked by the form as it is now.",
        takes=AnswersBody,
        gives=OwnAnswersShape,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def put(self, registration_id: str, data: Data) -> Any:
        row = access.registration_to_answer(self.person, registration_id)
        language = data.get("language", self.person.language)
        return registration_answers.answers_change(
            actor=self.person, registration=row, answers=data["answers"], language=language
        )


urlpatterns = [
    path("sprints/<pid:sprint_id>/registration-form/", SprintForm.as_view(), name="registration-form"),
    path("sprints/<pid:sprint_id>/registration-answers/", SprintAnswers.as_view(), name="sprint-answers"),
    path("registrations/<pid:registration_id>/answers/", Answers.as_view(), name="registration-answers"),
]
