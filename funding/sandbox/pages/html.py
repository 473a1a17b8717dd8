"""HTML from values, escaped without exception, and the headers that every page carries."""

from html import escape
from importlib import resources
from urllib.parse import urlsplit

from starlette.responses import HTMLResponse, RedirectResponse

_SEE_OTHER = 303


class Markup(str):
    """Text that is HTML already; everything else is escaped when it enters a page."""

    __slots__ = ()


def tag(element: str, /, *content: str, **attributes: str | bool | None) -> Markup:
    """An element; ``class_`` and ``for_`` lose their underscore, others become hyphens, ``True`` is a bare name."""
    written = "".join(
        f" {key.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{escape(str(value))}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    if element in {"input", "link", "meta"}:
        return Markup(f"<{element}{written}>")
    return Markup(f"<{element}{written}>{join(*content)}</{element}>")


def join(*parts: str) -> Markup:
    return Markup("".join(part if isinstance(part, Markup) else escape(part) for part in parts))


def document(*body: str, title: str, language: str, banner: str, look: str = "narrow") -> str:
    head = join(
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="robots", content="noindex"),
        tag("title", title),
        tag("link", rel="stylesheet", href="/c/style.css"),
    )
    whole = join(tag("header", banner, class_="banner"), tag("main", *body, class_=look))
    return "<!doctype html>" + tag("html", tag("head", head), tag("body", whole), lang=language)


def page(html: str, *, status: int = 200, leads_to: tuple[str, ...] = ()) -> HTMLResponse:
    """A page that may load its own style and post to itself; ``leads_to`` are addresses that a post may redirect to."""
    targets = " ".join(["'self'", *sorted({_origin(url) for url in leads_to if url})])
    policy = f"default-src 'none'; style-src 'self'; form-action {targets}; base-uri 'none'; frame-ancestors 'none'"
    headers = {
        "Content-Security-Policy": policy,
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }
    return HTMLResponse(html, status_code=status, headers=headers)


def redirect(url: str) -> RedirectResponse:
    return RedirectResponse(
        url, status_code=_SEE_OTHER, headers={"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    )


def stylesheet() -> str:
    return resources.files("funding.sandbox.pages").joinpath("style.css").read_text(encoding="utf-8")


def _origin(url: str) -> str:
    parts = urlsplit(url)
    host = parts.netloc if parts.netloc.isascii() else (parts.hostname or "").encode("idna").decode()
    return f"{parts.scheme}://{host}"
