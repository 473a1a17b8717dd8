"""What organisers ask at registration. All of it under the lock of the sprint, as registering is."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core.audit import audit_add
from backend.core.errors import Invalid, Text
from backend.core.text import TextRule, clean_text
from programmes.domain.forms.checking import Fault, form_faults
from programmes.domain.forms.codec import Unreadable, form_read, form_write
from programmes.domain.forms.kinds import HELP_LONGEST, Form
from programmes.models import RegistrationForm, Sprint
from programmes.selectors.registration_forms import form_of
from programmes.selectors.sprints import sprint_for_update

FAULTS: Final[dict[str, Text]] = {
    "many_sections": _("Please use at most 20 sections."),
    "many_questions": _("Please ask at most 100 questions."),
    "key_twice": _("This key stands here twice."),
    "key": _("Keys have up to 20 small letters, digits and underscores."),
    "no_label": _("Please write the question in at least one language."),
    "long": _("This text is too long."),
    "options": _("Please offer 2 to 50 answers, each with a text."),
    "condition": _(
        "A question can only depend on one that stands before it, by an answer that is offered there. Please change the"
        " question that depends on it first."
    ),
}
ANY_TEXT: Final = TextRule(HELP_LONGEST, lines=True)


@transaction.atomic
def form_change(*, actor: User | None, sprint: Sprint, change: Callable[[Form], Form]) -> RegistrationForm | None:
    """Set what `change` makes of the form as it is; None if nothing is asked any more.

    Locks the sprint, so that two who compose it together do not undo each other. A version that somebody has answered
    stays as it is. Raises Invalid.
    """
    sprint = sprint_for_update(sprint.pk)
    before = form_of(sprint)
    after = change(before.form if before else Form())
    _refuse(form_faults(after))
    definition = _clean(form_write(after), "")
    if before is not None and before.definition == definition:
        return before
    if not after.sections:
        sprint.form = None
    elif before is not None and not before.answers.exists():
        before.definition = definition
        before.save(update_fields=["definition", "updated_at"])
        before.__dict__.pop("form", None)
        sprint.form = before
    else:
        number = sprint.forms.count() + 1
        sprint.form = RegistrationForm.objects.create(sprint=sprint, number=number, definition=definition)
    sprint.save(update_fields=["form", "updated_at"])
    version = sprint.form.number if sprint.form else 0
    audit_add(actor=actor, action="programmes.registration_form_set", row=sprint, facts={"version": version})
    return sprint.form


def form_set(*, actor: User | None, sprint: Sprint, definition: Mapping[str, Any]) -> RegistrationForm | None:
    """Set the whole form at once, as programs do. Raises Invalid, which names the place."""
    try:
        form = form_read(definition)
    except Unreadable as error:
        raise Invalid({str(error): _("This cannot be read as a part of a form.")}) from error
    return form_change(actor=actor, sprint=sprint, change=lambda _before: form)


def _refuse(faults: list[Fault]) -> None:
    if faults:
        raise Invalid({fault.place: FAULTS[fault.code] for fault in reversed(faults)})


def _clean(value: Any, place: str) -> Any:
    """All texts in it stripped and without signs that cannot be shown."""
    match value:
        case str():
            return clean_text(place, value, ANY_TEXT)
        case dict():
            return {name: _clean(part, f"{place}.{name}".lstrip(".")) for name, part in value.items()}
        case list():
            return [_clean(part, f"{place}.{number}") for number, part in enumerate(value)]
    return value
