"""Giving out what was handed in to the whole jury at once: asked for here, computed by a worker."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backend.web.answers import Question, Sheet, ask_once, carried_out, done, fill_in, page, sent
from backend.web.forms.jury_run import ConflictForm, JuryRunForm, ReleaseForm
from backend.web.partial import render_run
from backend.web.signed_in import SignedInRequest, signed_in
from programmes import access
from programmes.enums import JuryRunState
from programmes.selectors.conflicts import conflicts_declared
from programmes.selectors.jury_runs import jury_runs_of, solutions_short
from programmes.selectors.reviews import juror_loads
from programmes.services.conflicts import conflict_declare
from programmes.services.jury_runs import juror_release, jury_run_ask


@signed_in
def ask(request: SignedInRequest, slug: str) -> HttpResponse:
    """The form; while a run is being computed, that one."""
    sprint = access.sprint_to_manage(request.user, slug)
    latest = jury_runs_of(sprint).first()
    if request.method != "POST" and latest is not None and latest.state == JuryRunState.COMPUTING:
        return redirect("web:jury-run", latest.public_id)

    def act(clean: dict[str, Any]) -> str:
        run = jury_run_ask(actor=request.user, sprint=sprint, **clean)
        return reverse("web:jury-run", args=[run.public_id])

    return fill_in(request, _sheet(sprint), JuryRunForm(**sent(request)), act)


def _sheet(sprint: Any) -> Sheet:
    return Sheet(
        title=_("Give all solutions out to the jury"),
        lead=_(
            "Everybody gets about the same number, nobody what they are close to, and if possible in a language"
            " that they read. What is assigned already stays."
        ),
        button=_("Give out"),
        back=reverse("web:organiser-assignment", args=[sprint.slug]),
        done="",
        above=[
            (_("Organisation"), reverse("web:organiser")),
            (sprint.title, reverse("web:organiser-sprint", args=[sprint.slug])),
            (_("Jury"), reverse("web:organiser-assignment", args=[sprint.slug])),
        ],
    )


@signed_in
def run(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.jury_run_to_manage(request.user, public_id)
    context = {"run": row, "sprint": row.sprint, "here": "assignment"}
    names = "web/organiser/jury_run.html", "web/organiser/jury_run_progress.html"
    is_running = row.state == JuryRunState.COMPUTING
    return render_run(request, *names, context, is_running=is_running, whole=lambda: {"short": solutions_short(row)})


@signed_in
def conflict(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Note that a juror is not impartial about one solution; what is noted already stands above."""
    row = access.solution_to_manage(request.user, public_id)
    sprint = row.sprint
    form = ConflictForm(
        **sent(request), jurors=[(one.juror.public_id, one.juror.shown_name) for one in juror_loads(sprint)]
    )
    if request.method == "POST" and carried_out(form, lambda: _declare(request, row, form)):
        return done(request, _("It is noted, and the person is told."), "web:organiser-assignment", sprint.slug)
    context = {"solution": row, "sprint": sprint, "form": form, "rows": conflicts_declared(row), "here": "assignment"}
    return page(request, "web/organiser/conflict.html", context, form)


def _declare(request: SignedInRequest, row: Any, form: ConflictForm) -> None:
    juror = access.juror_of(row.sprint, form.cleaned_data["juror"])
    conflict_declare(actor=request.user, solution=row, juror=juror, reason=form.cleaned_data["reason"])


@signed_in
def release(request: SignedInRequest, slug: str, public_id: str) -> HttpResponse:
    sprint = access.sprint_to_manage(request.user, slug)
    juror = access.juror_of(sprint, public_id)
    question = Question(
        title=_("Does %(name)s drop out of the jury's work?") % {"name": juror.shown_name},
        text=_(
            "What this person has not submitted is taken back, what was submitted stays. Then give all solutions out"
            " again: the gaps are filled evenly."
        ),
        button=_("Take the open reviews back"),
        stay=_("Leave it as it is"),
        back=reverse("web:organiser-assignment", args=[slug]),
        done="",
    )

    def act(clean: dict[str, Any]) -> None:
        count = juror_release(actor=request.user, sprint=sprint, juror=juror, reason=clean["reason"])
        said = ngettext("%(count)s review is taken back.", "%(count)s reviews are taken back.", count)
        messages.success(request, said % {"count": count})

    return ask_once(request, question, act, ReleaseForm(**sent(request)))
