"""Where allauth asks us."""

from functools import partial
from http import HTTPStatus
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.accounts.services.sign_in import address_vouched, sign_in_mail_request
from backend.core.errors import Unavailable

TOLD = {"account/email/email_changed"}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        known = {**context, "email": email, "site_url": settings.SITE_URL}
        subject = render_to_string(f"{template_prefix}_subject.txt", known)
        body = render_to_string(f"{template_prefix}_message.txt", known)
        sign_in_mail_request(
            address=email, subject=" ".join(subject.split()), body=body.strip(), code=str(context.get("code") or "")
        )

    def send_notification_mail(self, template_prefix: str, *args: Any, **kwargs: Any) -> None:
        """What was changed is told where we have words for it."""
        if template_prefix in TOLD:
            super().send_notification_mail(template_prefix, *args, **kwargs)


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # as above
    """Sign-in through the identity provider that the operator has named, and only that one.

    It may open an account by its address alone, if it says that it has checked the address. That gives it no more than
    whoever reads the mails of that address has anyway: a code by mail opens the same account. The operator answers for
    both. From then on the provider's own name for the person counts, not the address.
    """

    def authenticate_by_email(self, sociallogin: Any) -> tuple[User, str] | None:
        for address in sociallogin.email_addresses:
            # Some providers send words: "false" is not empty, and would count as yes.
            address.verified = str(address.verified).lower() == "true"
        found: tuple[User, str] | None = super().authenticate_by_email(sociallogin)
        # An address that somebody has only noted beside the own one opens nothing.
        if found is None or found[0].email != found[1].lower():
            return None
        address_vouched(user=found[0])
        return found

    def get_requests_session(self) -> Any:
        """Let a provider that does not answer be no error of ours."""
        session = super().get_requests_session()
        session.request = partial(_ask, session.request)
        return session


def _ask(request: Any, method: str, *args: Any, **options: Any) -> Any:
    try:
        answer = request(method, *args, **options)
    except OSError as error:  # what `requests` raises is one
        raise _silent() from error
    # A code that was refused is an answer (of a POST); a page that is missing is a provider that is not there.
    worst = HTTPStatus.BAD_REQUEST if method.upper() == "GET" else HTTPStatus.INTERNAL_SERVER_ERROR
    if answer.status_code >= worst:
        raise _silent()
    return answer


def _silent() -> Unavailable:
    return Unavailable(
        _(
            "The service that you sign in with does not answer right now. "
            "Try again, or let us send you a code by e-mail."
        ),
        code="identity_provider_silent",
    )
