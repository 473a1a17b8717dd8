from django import forms
from django.utils.translation import gettext_lazy as _


class WalkInForm(forms.Form):
    """Somebody at the door who has not registered."""

    name = forms.CharField(label=_("Name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("We write to it once; with it the person can sign in, find a team and get a certificate."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class CertificateForm(forms.Form):
    name = forms.CharField(
        label=_("Your name, as it is to stand on the certificate"),
        help_text=_("It cannot be changed afterwards. Whoever has the code of the certificate reads it, too."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
