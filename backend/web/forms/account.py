"""The one form for signing in and signing up, the code that follows, and passkeys."""

from typing import Any

from allauth.account.forms import AddEmailForm, ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.account.internal.stagekit import get_pending_stage
from allauth.core import context, ratelimit
from allauth.core.internal.ratelimit import get_ip
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from backend.accounts.services.admission import person_admit


class SignInForm(RequestLoginCodeForm):  # type: ignore[misc]  # allauth ships no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = forms.EmailField(
            label=_("Your e-mail address"),
            max_length=254,
            widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        )

    def clean_email(self) -> str:
        """Give an unknown address its account, so that the answer is the same for everybody."""
        email: str = super().clean_email()
        person = person_admit(address=email)
        # Who was switched off stays out, and gets the mail that says so.
        self._user = person if person.is_active else None
        return email


class CodeForm(ConfirmLoginCodeForm):  # type: ignore[misc]  # allauth ships no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        code.label = _("Code from the mail")
        code.widget.attrs.pop("placeholder", None)
        code.widget.attrs |= {"autocapitalize": "characters", "spellcheck": "false", "maxlength": 20, "autofocus": True}

    def clean_code(self) -> str:
        """Count the try before looking at it: whoever is over the limit learns nothing of the code."""
        request = context.request
        stage = get_pending_stage(request)
        account = str(stage.state.get("email", "")).lower() if stage else ""
        tries = {"try_login_code": f"{get_ip(request)} {account}", "try_login_code_from_anywhere": account}
        if not all(ratelimit.consume(request, action=action, key=key) for action, key in tries.items()):
            raise forms.ValidationError(_("Too many tries. Please wait an hour, then let us send you a new code."))
        code: str = super().clean_code()
        return code


class AddressForm(AddEmailForm):  # type: ignore[misc]  # allauth ships no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = forms.EmailField(
            label=_("Your new e-mail address"),
            help_text=_("We send a code there. Your account keeps its present address until you have entered it."),
            max_length=254,
            widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        )


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    """A key that signs in by itself is what people come for; one that only adds to the code is the exception."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the passkey")
        self.fields["name"].widget.attrs["maxlength"] = 100
        passwordless = self.fields["passwordless"]
        passwordless.initial = True
        passwordless.label = _("Sign in with it alone, without a code")
        passwordless.help_text = _("Your device asks for your fingerprint, your face or its PIN.")
