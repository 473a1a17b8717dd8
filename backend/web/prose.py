"""Texts that people write: a little Markdown in, safe HTML out."""

from html import escape, unescape
from typing import Any

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "blockquote", "code", "pre", "hr"}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
SCHEMES = {"https", "http", "mailto"}


def _heading_open(_self: RendererHTML, _tokens: list[Token], _index: int, _options: OptionsDict, _env: EnvType) -> str:
    return "<p><strong>"


def _heading_close(_self: RendererHTML, _tokens: list[Token], _index: int, _options: OptionsDict, _env: EnvType) -> str:
    return "</strong></p>\n"


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(["image", "html_block", "html_inline"])
    # Headings in someone's text would break the order of the page's own.
    parser.add_render_rule("heading_open", _heading_open)
    parser.add_render_rule("heading_close", _heading_close)
    return parser


def _image(self: RendererHTML, tokens: list[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    """What it shows, in words."""
    return escape(self.renderInlineAsText(tokens[index].children, options, env))


def _foreign_parser() -> MarkdownIt:
    """Raw HTML is let through to be cleaned away: READMEs are full of it, and nobody wants to read its signs."""
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    parser.add_render_rule("heading_open", _heading_open)
    parser.add_render_rule("heading_close", _heading_close)
    parser.add_render_rule("image", _image)
    return parser


PARSER = _parser()
FOREIGN_PARSER = _foreign_parser()
FOREIGN_TAGS = TAGS | {"table", "thead", "tbody", "tr", "th", "td", "del", "kbd"}
# So much of a text from elsewhere is shown: a page must not take its time from all others.
FOREIGN_MOST = 20_000


def prose(text: str) -> SafeString:
    """No images, scripts, styles or raw HTML; links say that nobody here vouches for them."""
    return _cleaned(PARSER.render(text), tags=TAGS, attributes=ATTRIBUTES)


def foreign_prose(text: str, source: str) -> SafeString:
    """Markdown of another site: as above, and where a link says no host it leads to that site, never into ours."""
    return _cleaned(
        FOREIGN_PARSER.render(_cut(text)),
        tags=FOREIGN_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_relative=("rewrite_with_base", source),
    )


def _cleaned(html: str, **allowed: Any) -> SafeString:
    clean = nh3.clean(html, url_schemes=SCHEMES, link_rel="nofollow noopener", **allowed)
    return mark_safe(clean)  # noqa: S308 - nh3 has just cleaned it


def is_cut(text: str) -> bool:
    return len(text) > FOREIGN_MOST


def _cut(text: str) -> str:
    """At a line, if there is one: half a line of Markdown may be anything."""
    return text if not is_cut(text) else text[:FOREIGN_MOST].rsplit("\n", 1)[0]


def excerpt(text: str, length: int = 160) -> str:
    """The beginning as plain text, cut at a word: for cards and descriptions, whose templates escape it."""
    plain = " ".join(unescape(nh3.clean(PARSER.render(text), tags=set())).split())
    if len(plain) <= length:
        return plain
    return plain[:length].rsplit(" ", 1)[0].rstrip(",.;:–- ") + " …"
