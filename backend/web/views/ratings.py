"""For everybody: stars for solutions, and what people say about them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from backend.accounts.networks import network_of
from backend.web.answers import Question, Sheet, ask_once, carried_out, fill_in, page, sent
from backend.web.forms.ratings import CommentForm, RatingForm
from backend.web.paging import page_of
from backend.web.signed_in import SignedInRequest, signed_in
from backend.web.views.reporting import report
from programmes import access
from programmes.enums import Feature
from programmes.selectors.comments import comments_of
from programmes.selectors.ratings import is_discussed, next_to_rate, own_stars
from programmes.selectors.windows import window_of
from programmes.services.comments import comment_create, comment_withdraw
from programmes.services.ratings import rating_give, rating_withdraw

PER_PAGE = 20


@signed_in
def rate(request: SignedInRequest, public_id: str) -> HttpResponse:
    """The stars; what comes next is offered when they are given."""
    row = access.solution_to_discuss(request.user, public_id)
    form = RatingForm(**sent(request), initial={"stars": own_stars(request.user, row)})
    if request.method == "POST" and carried_out(form, lambda: _give(request, row, form)):
        messages.success(request, _("Thank you! Your rating counts."))
        return redirect("web:solution-rated", public_id)
    return page(request, "web/solutions/rate.html", {"solution": row, "form": form}, form)


def _give(request: SignedInRequest, row: Any, form: RatingForm) -> None:
    rating_give(actor=request.user, solution=row, network=network_of(request), stars=form.cleaned_data["stars"])


@signed_in
def rated(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.solution_to_discuss(request.user, public_id)
    context = {
        "solution": row,
        "own": own_stars(request.user, row),
        "following": next_to_rate(request.user, row.sprint),
    }
    return render(request, "web/solutions/rated.html", context)


@signed_in
def unrate(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.solution_to_discuss(request.user, public_id)
    question = Question(
        title=_("Take your rating back?"),
        text=_("Your stars for “%(title)s” do not count any more then.") % {"title": row.shown_title},
        button=_("Take my rating back"),
        stay=_("Keep it"),
        back=reverse("web:solution", args=[public_id]),
        done=_("Your rating is taken back."),
    )
    return ask_once(request, question, lambda _clean: rating_withdraw(actor=request.user, solution=row))


def comments(request: HttpRequest, public_id: str) -> HttpResponse:
    row = access.solution_to_view(request.user, public_id)
    context = {
        "solution": row,
        "page": page_of(request, comments_of(row, request.user), PER_PAGE),
        "can_comment": is_discussed(row) and window_of(row.sprint, Feature.COMMENT).is_open,
    }
    return render(request, "web/solutions/comments.html", context)


@signed_in
def comment(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.solution_to_discuss(request.user, public_id)
    back = reverse("web:solution-comments", args=[public_id])
    sheet = Sheet(
        title=_("Comment on “%(title)s”") % {"title": row.shown_title},
        lead=_("Say what you like, what you miss, or what you know about it. The team reads it, too."),
        button=_("Publish the comment"),
        back=back,
        done=_("Your comment is public."),
        above=[(row.shown_title, reverse("web:solution", args=[public_id])), (_("Comments"), back)],
    )
    language = get_language() or "de"

    def act(clean: dict[str, Any]) -> None:
        given = {"language": language[:2], "network": network_of(request), **clean}
        comment_create(actor=request.user, solution=row, **given)

    return fill_in(request, sheet, CommentForm(**sent(request)), act)


@signed_in
def withdraw(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.comment_to_withdraw(request.user, public_id)
    question = Question(
        title=_("Delete your comment?"),
        text=_("Its words are gone for good."),
        button=_("Delete the comment"),
        stay=_("Keep it"),
        back=reverse("web:solution-comments", args=[row.solution.public_id]),
        done=_("Your comment is deleted."),
    )
    return ask_once(request, question, lambda _clean: comment_withdraw(actor=request.user, comment=row))


@signed_in
def report_comment(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.comment_to_report(request.user, public_id)
    back = reverse("web:solution-comments", args=[row.solution.public_id])
    title = _("comment by %(name)s") % {"name": row.author.shown_name}
    return report(request, row, title, back)
