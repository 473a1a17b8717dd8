"""What people answer to the organisers' questions."""

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core import clock
from backend.core.audit import audit_add
from backend.core.db import require_transaction
from backend.core.errors import Conflict, Invalid, Text
from backend.core.text import TextRule, clean_text
from programmes.domain.forms.answering import answers_check, questions_asked
from programmes.domain.forms.kinds import LONG_LONGEST, Form, Kind, Question
from programmes.enums import RegistrationState
from programmes.models import Registration, RegistrationAnswers, RegistrationForm
from programmes.selectors.people import registration_for_update
from programmes.selectors.registration_forms import answers_for_update, form_of
from programmes.selectors.sprints import sprint_for_update

Given = Mapping[str, Any]
LANGUAGES: Final = ("de", "en")
FAULTS: Final[dict[str, Text]] = {
    "required": _("Please fill this in."),
    "unknown": _("There is no such question."),
    "type": _("This is not the kind of answer that is asked for."),
    "long": _("Please shorten this."),
    "lines": _("Please write this in one line."),
    "form": _("This does not look right."),
    "range": _("Please enter a smaller number."),
    "choice": _("Please choose one of the offered values."),
}
FORMS: Final[dict[Kind, Text]] = {
    Kind.EMAIL: _("Please enter a valid e-mail address."),
    Kind.PHONE: _("Please enter a telephone number, for example +49 30 123456."),
    Kind.URL: _("Please enter an address that begins with https://."),
    Kind.DATE: _("Please enter a valid date."),
}
CONSENT_MISSING: Final = _("Without this consent you cannot take part.")


def answers_keep(*, registration: Registration, version: RegistrationForm, answers: Given, language: str) -> None:
    """Keep what somebody answers at registration; the caller holds the lock of the sprint. Raises Invalid."""
    require_transaction()
    values = _checked(version.form, answers)
    kept = answers_for_update(registration)
    row = kept or RegistrationAnswers(registration=registration)
    before = row.consents if kept else []
    row.form, row.values = version, values
    row.consents = _consents(version.form, values, language, before)
    row.save()
    withdrawn = {one["key"] for one in before} - {one["key"] for one in row.consents}
    facts = {"version": version.number, "consents_withdrawn": sorted(withdrawn)}
    audit_add(actor=registration.user, action="programmes.registration_answered", row=registration, facts=facts)


@transaction.atomic
def answers_change(*, actor: User, registration: Registration, answers: Given, language: str) -> RegistrationAnswers:
    """Answer anew, all of it, until the sprint begins; what is asked then is the form as it is now.

    Locks the sprint, so that the form does not change meanwhile. Raises Conflict (`answers_closed`, `no_form`,
    `not_registered`), Invalid.
    """
    sprint = sprint_for_update(registration.sprint_id)
    row = registration_for_update(sprint, actor)
    if row is None or row.state == RegistrationState.CANCELLED:
        raise Conflict(_("Please register for the sprint first."), code="not_registered")
    if sprint.starts_at <= clock.now():
        raise Conflict(_("The sprint has begun; your answers stay as they are."), code="answers_closed")
    version = form_of(sprint)
    if version is None:
        raise Conflict(_("Nothing is asked at registration."), code="no_form")
    answers_keep(registration=row, version=version, answers=answers, language=language)
    return row.answers


def _checked(form: Form, answers: Given) -> dict[str, Any]:
    values, wrong = answers_check(form, _readable(answers))
    if wrong:
        raise Invalid({f"answers.{key}": _fault(form.question(key), code) for key, code in wrong.items()})
    return values


def _fault(question: Question | None, code: str) -> Text:
    if question is not None and code == "form":
        return FORMS[question.kind]
    if question is not None and (question.kind, code) == (Kind.CONSENT, "required"):
        return CONSENT_MISSING
    return FAULTS[code]


def _readable(answers: Given) -> dict[str, Any]:
    rule = TextRule(LONG_LONGEST, lines=True)
    return {
        key: clean_text(f"answers.{key}", value, rule) if isinstance(value, str) else value
        for key, value in answers.items()
    }


def _consents(form: Form, values: Given, language: str, before: list[dict[str, str]]) -> list[dict[str, str]]:
    """The sentences agreed to; who has agreed to the very same before did so then, not now."""
    shown = language if language in LANGUAGES else LANGUAGES[0]
    since = {(one["key"], one["text"]): one for one in before}
    agreed = [one for one in questions_asked(form, values) if one.kind == Kind.CONSENT and values.get(one.key)]
    now = clock.now().isoformat()
    found = []
    for question in agreed:
        texts = [question.label.said(each) for each in (shown, *LANGUAGES)]
        old = next((since[question.key, text] for text in texts if (question.key, text) in since), None)
        found.append(old or {"key": question.key, "text": texts[0], "language": shown, "at": now})
    return found
