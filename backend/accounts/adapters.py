"""Where allauth asks us."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.template.loader import render_to_string

from backend.accounts.services.sign_in import sign_in_mail_request


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        known = {**context, "email": email, "site_url": settings.SITE_URL}
        subject = render_to_string(f"{template_prefix}_subject.txt", known)
        body = render_to_string(f"{template_prefix}_message.txt", known)
        sign_in_mail_request(
            address=email, subject=" ".join(subject.split()), body=body.strip(), code=str(context.get("code") or "")
        )
