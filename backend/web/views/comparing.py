"""The juror's evening where solutions are compared: two side by side, which one convinces more, undo."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_POST

from backend.web.answers import REFUSALS, carried_out, page, refused, sent
from backend.web.forms.juror import ComparisonForm
from backend.web.partial import is_partial
from backend.web.signed_in import SignedInRequest, signed_in
from programmes import access
from programmes.selectors.comparisons import comparing
from programmes.services.comparisons import comparison_decide, comparison_take_back


@signed_in
def compare(request: SignedInRequest, slug: str) -> HttpResponse:
    """The next pair; for htmx without the page around it. `again` names one that was taken back."""
    sprint = access.sprint_to_compare(request.user, slug)
    form = ComparisonForm(**sent(request))
    if request.method == "POST" and carried_out(form, lambda: _decide(request, form)):
        return redirect("web:compare", sprint.slug)
    seen = comparing(request.user, sprint, again=request.GET.get("again", ""))
    context = {"sprint": sprint, "seen": seen, "form": form}
    response = page(request, f"web/juror/{'pair' if is_partial(request) else 'compare'}.html", context, form)
    patch_vary_headers(response, ("HX-Request",))
    return response


def _decide(request: SignedInRequest, form: ComparisonForm) -> None:
    clean = form.cleaned_data
    first, second = access.solutions_to_compare(request.user, clean["first"], clean["second"])
    comparison_decide(actor=request.user, first=first, second=second, choice=clean["choice"])


@require_POST
@signed_in
def take_back(request: SignedInRequest, public_id: str) -> HttpResponse:
    """The pair comes again, to be decided anew."""
    row = access.comparison_to_take_back(request.user, public_id)
    try:
        comparison_take_back(actor=request.user, comparison=row)
    except REFUSALS as error:
        return refused(request, error, "web:compare", row.first.sprint.slug)
    return HttpResponseRedirect(f"{reverse('web:compare', args=[row.first.sprint.slug])}?again={public_id}")
