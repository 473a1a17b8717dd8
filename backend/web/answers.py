"""How pages answer what was sent: errors beside the fields, a redirect after success, one question before an end."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render

from backend.core.errors import Conflict, DomainError, Invalid, LimitReached, NotAllowed, SlowDown, Unavailable

REFUSALS = (Invalid, Conflict, LimitReached, NotAllowed, SlowDown, Unavailable)


def carried_out(form: forms.BaseForm, act: Callable[[], object]) -> bool:
    """Do what a valid form asks; what the domain refuses is written into the form, so that nothing typed is lost."""
    if not form.is_valid():
        return False
    try:
        act()
    except REFUSALS as error:
        write_refusal(form, error)
        return False
    return True


def write_refusal(form: forms.BaseForm, error: DomainError) -> None:
    """Put each message beside its field; what has no field here stands on top."""
    fields = error.fields if isinstance(error, Invalid) else {}
    for name, texts in fields.items():
        for text in texts:
            form.add_error(name if name in form.fields else None, str(text))
    if isinstance(error, SlowDown):
        form.add_error(None, _Wait(error))
    elif not fields:
        form.add_error(None, str(error.message))


class _Wait(forms.ValidationError):
    """Nothing is wrong with what was entered: it came too fast."""

    def __init__(self, error: SlowDown) -> None:
        super().__init__(str(error.message), code=error.code)
        self.retry_after = error.retry_after


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any], *forms_shown: forms.BaseForm | None
) -> HttpResponse:
    """Render a page; 422 where one of its forms has errors, so that htmx and programs see that nothing was done.

    429 where that is because it came too fast.
    """
    failed = [form for form in forms_shown if form is not None and form.is_bound and form.errors]
    response = render(request, template, dict(context), status=422 if failed else 200)
    for form in failed:
        for error in form.non_field_errors().as_data():
            if isinstance(error, _Wait):
                response.status_code = SlowDown.status
                response["Retry-After"] = str(error.retry_after)
    return response


def done(request: HttpRequest, text: str, to: str, *args: Any) -> HttpResponseRedirect:
    """Say what has happened and go on: reloading the next page sends nothing twice."""
    messages.success(request, text)
    return redirect(to, *args)


def refused(request: HttpRequest, error: DomainError, to: str, *args: Any) -> HttpResponseRedirect:
    messages.error(request, str(error.message))
    return redirect(to, *args)


def sent(request: HttpRequest) -> dict[str, Any]:
    """What a form is built from: `TeamForm(**sent(request), initial=…)`; nothing on a first look."""
    return {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A page with one form."""

    title: str
    button: str
    back: str
    """Address of the page that it was opened from."""
    done: str
    """What is said afterwards."""
    lead: str = ""
    above: Sequence[tuple[str, str]] = ()
    """Label and address of what stands above it in the breadcrumb."""


Act = Callable[[dict[str, Any]], object]
"""Gets the clean data and does it; a string that it returns is the address to go to."""


def fill_in(
    request: HttpRequest, sheet: Sheet, form: forms.Form, act: Act, template: str = "web/desk/form.html"
) -> HttpResponse:
    """GET shows the form; POST does what it asks and goes on, or shows it again with what is wrong."""
    return _asked(request, form, act, sheet.done, sheet.back) or page(
        request, template, {"sheet": sheet, "form": form}, form
    )


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked once before something that cannot simply be undone; all of it names the thing."""

    title: str
    button: str
    back: str
    """Address of the page that the question came from."""
    stay: str
    """The other button: what happens if nothing is done."""
    done: str
    """What is said afterwards."""
    text: str = ""
    to: str = ""
    """Address to go to afterwards; `back` if empty."""


def ask_once(
    request: HttpRequest,
    question: Question,
    act: Act,
    form: forms.Form | None = None,
    *,
    template: str = "web/desk/question.html",
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """GET asks, POST does it. A form of its own may ask for a reason, a template may show what it is about."""
    asked = form if form is not None else forms.Form(**sent(request))
    shown = {**(context or {}), "question": question, "form": asked}
    return _asked(request, asked, act, question.done, question.to or question.back) or page(
        request, template, shown, asked
    )


def _asked(request: HttpRequest, form: forms.Form, act: Act, said: str, to: str) -> HttpResponse | None:
    """Return the redirect after success, None if there is still something to ask."""
    led_to: list[object] = []
    if request.method != "POST" or not carried_out(form, lambda: led_to.append(act(form.cleaned_data))):
        return None
    if said:
        messages.success(request, said)
    return HttpResponseRedirect(led_to[0] if isinstance(led_to[0], str) else to)
