"""A certificate of attendance as a PDF with tags (PDF/UA-1), in the language of the moment.

What people wrote reaches the layout as data, never as markup.
"""

import json
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from backend.core import clock
from backend.web import formats
from programmes.selectors.certificates import code_shown

LAYOUT = Path(__file__).with_name("certificate.typ")


def certificate_pdf(certificate: Any) -> bytes:
    data = json.dumps(certificate_data(certificate), ensure_ascii=False)
    pdf = typst.compile(LAYOUT, format="pdf", sys_inputs={"certificate": data}, pdf_standards=["ua-1"])
    if not isinstance(pdf, bytes):
        raise TypeError("a certificate is one file")
    return pdf


def certificate_data(certificate: Any) -> dict[str, Any]:
    """All that it says, in words of the language of the moment."""
    sprint = certificate.registration.sprint
    code = code_shown(certificate.code)
    organisation = sprint.programme.organisation
    first, last = (moment.astimezone(sprint.zone).date() for moment in (sprint.starts_at, sprint.ends_at))
    return {
        "language": get_language() or "de",
        "title": _("Certificate of attendance"),
        "name": certificate.name,
        "took_part": _("took part in"),
        "sprint": sprint.title,
        "days": _("from %(first)s to %(last)s") % {"first": formats.day(first), "last": formats.day(last)},
        "programme": sprint.programme.name,
        "organisation": organisation.name if organisation else "",
        "issued": _("Issued on %(day)s") % {"day": formats.day(clock.day_of(certificate.created_at))},
        "check": _("Whether this certificate is genuine can be checked here:"),
        "address": f"{settings.SITE_URL}{reverse('web:certificate', args=[code])}",
        "code": _("Code: %(code)s") % {"code": code},
    }
