import re
from collections.abc import Callable

import pytest
from django.template import Context, Template

from backend.web.prose import FOREIGN_MOST, excerpt, foreign_prose, is_cut, prose


def test_a_little_markdown_becomes_html() -> None:
    html = prose("**Eins**\n\n- zwei\n- drei\n\n> vier")
    assert "<strong>Eins</strong>" in html
    assert "<li>zwei</li>" in html
    assert "<blockquote>" in html


def test_links_vouch_for_nothing() -> None:
    assert prose("[dort](https://example.org/)") == (
        '<p><a href="https://example.org/" rel="nofollow noopener">dort</a></p>\n'
    )


SOURCE = "https://forge.example/team/karte/raw/README.md"
HARMFUL = [
    "<script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "![x](https://example.org/pixel.png)",
    '<p style="position:fixed" onclick="x()">x</p>',
    "<svg onload=alert(1)>",
    '<https://example.org/"onmouseover=alert(1)>',
    '<a href="  java\nscript:alert(1)">x</a>',
    '<picture><source srcset="//x.example/a.png"><img src="//x.example/a.png" alt="x"></picture>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<form action="/konto/"><button name="x">x</button></form>',
    '<base href="//x.example/"><link rel="stylesheet" href="//x.example/a.css"><meta http-equiv="refresh">',
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    '![a"><script>alert(1)</script>](x)',
    "| a |\n| --- |\n| <img src=x onerror=alert(1)> |",
]


@pytest.mark.parametrize("text", HARMFUL)
@pytest.mark.parametrize("shown", [prose, lambda text: foreign_prose(text, SOURCE)])
def test_nothing_that_runs_loads_or_styles_survives(text: str, shown: Callable[[str], str]) -> None:
    tags = " ".join(re.findall(r"<[^>]*>", shown(text)))
    for forbidden in ("<form", "<iframe", "<base", "<link", "<meta", "<button", "<source", "srcset", "<style"):
        assert forbidden not in tags
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


def test_a_readme_is_read_without_its_pictures_and_tags() -> None:
    shown = foreign_prose(
        '<h1 align="center">Karte</h1>\n\n[![Tests](a.svg)](b)\n\n# Los\n\n| A |\n|---|\n| 1 |', SOURCE
    )
    assert "Karte" in shown
    assert "<h1" not in shown
    assert '<a href="https://forge.example/team/karte/raw/b" rel="nofollow noopener">Tests</a>' in shown
    assert "<td>1</td>" in shown


@pytest.mark.parametrize("link", ["/konto/", "//konto.example/", "../konto/", "#los", "konto"])
def test_no_link_of_a_readme_leads_into_our_pages(link: str) -> None:
    assert 'href="https://' in foreign_prose(f"[x]({link})", SOURCE)


def test_a_long_readme_is_cut_at_a_line() -> None:
    text = "Zeile **eins**\n" * 3_000
    assert is_cut(text)
    assert not is_cut("x" * FOREIGN_MOST)
    assert foreign_prose(text, SOURCE).rstrip().endswith("<strong>eins</strong></p>")
