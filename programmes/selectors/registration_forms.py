"""What is asked at registration, and what was answered."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from backend.core.db import require_transaction
from programmes.domain.forms.kinds import Question
from programmes.enums import RegistrationState
from programmes.models import Registration, RegistrationAnswers, RegistrationForm, Sprint


def form_of(sprint: Sprint) -> RegistrationForm | None:
    """The version that is asked now; costs nothing where there is none."""
    return sprint.form if sprint.form_id else None


def answers_of(registration: Registration) -> RegistrationAnswers | None:
    return RegistrationAnswers.objects.select_related("form").filter(registration=registration).first()


def answers_for_update(registration: Registration) -> RegistrationAnswers | None:
    require_transaction()
    rows = RegistrationAnswers.objects.select_for_update(no_key=True, of=("self",))
    return rows.filter(registration=registration).first()


def registrations_with_answers(sprint: Sprint) -> QuerySet[Registration]:
    """Whoever has registered and not left again, with what they have answered, in the order in which they came."""
    rows = sprint.registrations.exclude(state=RegistrationState.CANCELLED)
    return rows.select_related("user", "answers__form").order_by("sequence", "id")


def answers_of_sprint(sprint: Sprint) -> QuerySet[RegistrationAnswers]:
    rows = RegistrationAnswers.objects.filter(registration__sprint=sprint)
    return rows.exclude(registration__state=RegistrationState.CANCELLED).select_related("form", "registration__user")


@dataclass(frozen=True, slots=True)
class Column:
    """A question as a column of all answers, in the words of the last version that asks it."""

    question: Question
    is_asked: bool
    """Whether it still is."""


def columns_of(sprint: Sprint) -> list[Column]:
    """The questions of today in their order, then those of earlier versions that are asked no more."""
    versions = list(sprint.forms.order_by("-number"))
    now = next((one for one in versions if one.pk == sprint.form_id), None)
    columns = {one.key: Column(one, is_asked=True) for one in (now.form.questions() if now else ())}
    for question in _questions(versions):
        columns.setdefault(question.key, Column(question, is_asked=False))
    return list(columns.values())


def _questions(versions: Iterable[RegistrationForm]) -> Iterable[Question]:
    return (question for version in versions for question in version.form.questions())
