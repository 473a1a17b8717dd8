"""What organisers watch while a sprint runs: its pictures, their tables, and where it stands now."""

from typing import Any

from django.http import HttpResponse

from backend.core.errors import NotFound
from backend.web.chart_table import chart_table
from backend.web.live_charts import CHARTS
from backend.web.partial import render_list
from backend.web.signed_in import SignedInRequest, signed_in
from programmes import access
from programmes.selectors.dashboard import dashboard


@signed_in
def live(request: SignedInRequest, slug: str) -> HttpResponse:
    """The pictures. htmx asks for them again as long as they may change: not once the sprint is archived."""
    sprint = access.sprint_to_manage(request.user, slug)
    return render_list(request, "web/organiser/live.html", _shown(sprint), "web/organiser/live_pictures.html")


def _shown(sprint: Any) -> dict[str, Any]:
    seen = dashboard(sprint)
    pictures = [(name, chart(seen, sprint.zone)) for name, chart in CHARTS.items()]
    return {"sprint": sprint, "seen": seen, "pictures": pictures, "here": "live"}


@signed_in
def table(request: SignedInRequest, slug: str, kind: str) -> HttpResponse:
    sprint = access.sprint_to_manage(request.user, slug)
    if kind not in CHARTS:
        raise NotFound
    text = chart_table(CHARTS[kind](dashboard(sprint), sprint.zone))
    disposition = {"Content-Disposition": f'attachment; filename="{sprint.slug}-{kind}.csv"'}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=disposition)
