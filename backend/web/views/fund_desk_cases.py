"""The case desk: pledges about which somebody is to decide whether they count."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from backend.core.errors import NotAllowed
from backend.web.answers import Question, Sheet, ask_once, fill_in, sent
from backend.web.forms.fund_desk import CaseDecisionForm, QuestionForm
from backend.web.paging import page_of
from backend.web.signed_in import SignedInRequest, signed_in
from funding import access
from funding.enums import CaseKind, CaseState, MatchBound
from funding.selectors.cases import case_facts, cases_of_fund
from funding.services.cases import case_decide, case_open
from funding.services.reviews import RULE_NOTE

PER_PAGE = 50
CHOICES = {"state": CaseState, "kind": CaseKind}


@signed_in
def cases(request: SignedInRequest, slug: str) -> HttpResponse:
    """Those that wait for a decision, unless others are asked for."""
    fund = access.fund_to_manage(request.user, slug)
    asked = {"state": request.GET.get("state", CaseState.OPEN), "kind": request.GET.get("kind", "")}
    chosen = {name: value if value in CHOICES[name].values else "" for name, value in asked.items()}
    rows = page_of(request, cases_of_fund(fund, **chosen), per_page=PER_PAGE)
    states = [("all", _("All cases")), *CaseState.choices]
    context = {"fund": fund, "page": rows, "here": "cases", "states": states, "kinds": CaseKind.choices, **chosen}
    return render(request, "web/fund_desk/cases.html", context)


@signed_in
def case(request: SignedInRequest, public_id: str) -> HttpResponse:
    """One case: what is known, what was decided, and the decision where it is the viewer's to make."""
    row = access.case_to_view(request.user, public_id)
    form = CaseDecisionForm(**sent(request))
    context = {"case": row, "may_decide": _may_decide(request, public_id), **_known(row)}
    return ask_once(
        request,
        _question(row),
        lambda clean: _decide(request, public_id, clean),
        form,
        template="web/fund_desk/case.html",
        context=context,
    )


def _question(row: Any) -> Question:
    return Question(
        title=_("Does pledge number %(number)s count?") % {"number": row.pledge.sequence},
        button=_("Decide and answer the backer"),
        stay=_("Back to the cases"),
        back=reverse("web:fund-cases", args=[row.position.fund.slug]),
        done=_("Decided. The backer is told."),
    )


def _decide(request: SignedInRequest, public_id: str, clean: dict[str, Any]) -> None:
    case_decide(
        case=access.case_to_decide(request.user, public_id),
        actor=request.user,
        verdict=CaseState(clean["verdict"]),
        reason=MatchBound(clean["reason"]),
        note=clean["note"],
        answer_de=clean["answer_de"],
        answer_en=clean["answer_en"],
    )


def _known(row: Any) -> dict[str, Any]:
    """The note of a decision that the rule made is no person's words."""
    facts = case_facts(row)
    return {
        "facts": facts,
        "decisions": [(one, "" if one.note == RULE_NOTE else one.note) for one in facts.decisions],
    }


def _may_decide(request: SignedInRequest, public_id: str) -> bool:
    try:
        access.case_to_decide(request.user, public_id)
    except NotAllowed:
        return False
    return True


@signed_in
def question(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Open a case by hand."""
    pledge, position = access.pledge_to_question(request.user, public_id)
    sheet = Sheet(
        title=_("Ask whether a pledge counts"),
        lead=_("Pledge number %(number)s for “%(campaign)s”. Until somebody has decided, its match is on hold.")
        % {"number": pledge.sequence, "campaign": pledge.campaign.title},
        button=_("Open a case"),
        back=reverse("web:fund-pledges", args=[position.fund.slug]),
        done=_("The case is open, and the match is on hold."),
    )

    def act(clean: dict[str, Any]) -> str:
        made = case_open(pledge=pledge, position=position, actor=request.user, note=clean["note"])
        return reverse("web:case", args=[made.public_id])

    return fill_in(request, sheet, QuestionForm(**sent(request)), act)
