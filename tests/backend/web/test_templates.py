"""What the Content-Security-Policy would refuse is not written in the first place."""

import re
from pathlib import Path

import pytest

TEMPLATES = sorted((Path(__file__).resolve().parents[3] / "backend").rglob("templates/web/**/*.html"))
FORBIDDEN = {
    "style attribute": re.compile(r"\sstyle="),
    "style element": re.compile(r"<style"),
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)"),
    "event handler": re.compile(r"\s(hx-)?on[a-z:-]+="),
    "htmx script": re.compile(r"hx-(vals|headers)=[\"']js:"),
    "address outside": re.compile(r"(src|href)=\"(https?:)?//"),
}


@pytest.mark.parametrize("name", FORBIDDEN)
def test_no_page_needs_what_the_policy_refuses(name: str) -> None:
    found = [path.name for path in TEMPLATES if FORBIDDEN[name].search(path.read_text())]
    assert found == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("style attribute", '<p style="x">'),
        ("style element", "<style>"),
        ("inline script", "<script>x"),
        ("event handler", '<a onclick="x">'),
        ("event handler", '<a hx-on:click="x">'),
        ("htmx script", "<a hx-vals='js:{}'>"),
        ("address outside", '<img src="//example.org">'),
    ],
)
def test_the_search_would_find_it(name: str, text: str) -> None:
    assert TEMPLATES
    assert FORBIDDEN[name].search(text)
