"""How the jury has judged: what organisers look at before they decide."""

from django.http import HttpResponse
from django.shortcuts import render

from backend.core.errors import NotFound
from backend.web.chart_table import chart_table
from backend.web.jury_charts import charts
from backend.web.signed_in import SignedInRequest, signed_in
from backend.web.stages import stage_asked
from programmes import access
from programmes.selectors.jury_picture import jury_picture


@signed_in
def pictures(request: SignedInRequest, slug: str) -> HttpResponse:
    sprint = access.sprint_to_manage(request.user, slug)
    stage = stage_asked(request, sprint.jury_stage)
    seen = jury_picture(sprint, stage)
    context = {"sprint": sprint, "seen": seen, "pictures": charts(seen), "stage": stage, "here": "selection"}
    return render(request, "web/organiser/jury_pictures.html", context)


@signed_in
def table(request: SignedInRequest, slug: str, kind: str) -> HttpResponse:
    sprint = access.sprint_to_manage(request.user, slug)
    found = dict(charts(jury_picture(sprint, stage_asked(request, sprint.jury_stage))))
    if kind not in found:
        raise NotFound
    disposition = {"Content-Disposition": f'attachment; filename="{sprint.slug}-{kind}.csv"'}
    return HttpResponse(chart_table(found[kind]), content_type="text/csv; charset=utf-8", headers=disposition)
