import re

import pytest
from django.template import Context, Template

from backend.web.prose import excerpt, prose


def test_a_little_markdown_becomes_html() -> None:
    html = prose("**Eins**\n\n- zwei\n- drei\n\n> vier")
    assert "<strong>Eins</strong>" in html
    assert "<li>zwei</li>" in html
    assert "<blockquote>" in html


def test_links_vouch_for_nothing() -> None:
    assert prose("[dort](https://example.org/)") == (
        '<p><a href="https://example.org/" rel="nofollow noopener">dort</a></p>\n'
    )


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](https://example.org/pixel.png)",
        '<p style="position:fixed" onclick="x()">x</p>',
        "<svg onload=alert(1)>",
        '<https://example.org/"onmouseover=alert(1)>',
    ],
)
def test_nothing_that_runs_loads_or_styles_survives(text: str) -> None:
    tags = " ".join(re.findall(r"<[^>]*>", prose(text)))
    for forbidden in ("<script", "<img", "<svg", "style=", "javascript:", "data:", " on"):
        assert forbidden not in tags


def test_headings_do_not_disturb_those_of_the_page() -> None:
    assert prose("# Groß") == "<p><strong>Groß</strong></p>\n"
    assert "<h" not in prose("Groß\n===")


def test_single_line_breaks_stay() -> None:
    assert "<br>" in prose("eins\nzwei")


def test_excerpts_are_plain_and_end_at_a_word() -> None:
    assert excerpt("**Eins** zwei") == "Eins zwei"
    assert excerpt("Nachbarn helfen, wo sie können", 18) == "Nachbarn helfen …"
    assert excerpt("kurz", 4) == "kurz"


def test_an_excerpt_is_escaped_once_by_whoever_shows_it() -> None:
    assert excerpt("Fragen & Antworten: 1 < 2") == "Fragen & Antworten: 1 < 2"
    shown = Template("{% load gemeinwerk %}{{ text|excerpt }}").render(Context({"text": "Q&A <script>x</script>"}))
    assert shown == "Q&amp;A &lt;script&gt;x&lt;/script&gt;"
