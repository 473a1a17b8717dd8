from django import forms
from django.utils.translation import gettext_lazy as _


class DevpostForm(forms.Form):
    file = forms.FileField(
        label=_("Table of the projects"),
        help_text=_("The CSV file that Devpost exports for your hackathon, in any of its layouts; at most 7 MB."),
    )
