"""Addresses that people send: only what a browser may safely open."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from backend.core.errors import Invalid
from backend.core.text import TextRule, clean_text

URL_LENGTH = 500
LABEL_LENGTH = 80
LINKS_MAX = 10


def clean_url(field: str, value: object, *, max_length: int = URL_LENGTH) -> str:
    """Return an http or https address with a host and without a password in it. Raises Invalid that names `field`."""
    text = clean_text(field, value, TextRule(max_length, required=True))
    fault = Invalid({field: _("Please enter an address that begins with https:// or http://.")})
    if any(sign.isspace() or sign in '"<>\\^`{|}' for sign in text):
        raise fault
    try:
        parts = urlsplit(text)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.username is None
        _port = parts.port
    except ValueError:
        raise fault from None
    if not good:
        raise fault
    return text


def clean_links(field: str, links: object, *, most: int = LINKS_MAX) -> list[dict[str, str]]:
    """Return links as `[{"label": …, "url": …}]`; one without a label is labelled by its host. Raises Invalid."""
    if not isinstance(links, Sequence) or isinstance(links, str | bytes):
        raise Invalid({field: _("Please send a list of links.")})
    if len(links) > most:
        raise Invalid({field: _("Please name at most %(most)s.") % {"most": most}})
    return [_clean_link(field, link) for link in links]


def _clean_link(field: str, link: object) -> dict[str, str]:
    if not isinstance(link, dict) or not set(link) <= {"label", "url"}:
        raise Invalid({field: _("Each link has a label and an address.")})
    url = clean_url(field, link.get("url", ""))
    label = clean_text(field, link.get("label") or "", TextRule(LABEL_LENGTH))
    return {"label": label or str(urlsplit(url).hostname)[:LABEL_LENGTH], "url": url}
