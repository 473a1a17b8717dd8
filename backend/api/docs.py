"""The schema and its readable form, from our own server, under the same strict policy as every page."""

from functools import cache
from pathlib import Path

import yaml
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

SCHEMA_FILE = Path(__file__).with_name("schema.yml")
YAML_TYPE = "application/vnd.oai.openapi"


@cache
def schema_text() -> str:
    # The file is what `make check` holds equal to the code, so answering costs no generation.
    return SCHEMA_FILE.read_text(encoding="utf-8")


@cache
def schema_data() -> dict[str, object]:
    text = schema_text()
    # Written in C the loader takes a quarter of the time; not every machine has it.
    data: dict[str, object] = (
        yaml.load(text, Loader=yaml.CSafeLoader) if yaml.__with_libyaml__ else yaml.safe_load(text)
    )
    return data


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """YAML, or JSON for `?format=json` and for those who accept JSON and not everything."""
    asked = request.GET.get("format")
    accept = request.headers.get("Accept", "*/*")
    if asked == "json" or (asked is None and "json" in accept and "*/*" not in accept):
        return JsonResponse(schema_data())
    return HttpResponse(schema_text(), content_type=f"{YAML_TYPE}; charset=utf-8")


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    return render(request, "api/docs.html")
