from django import forms
from django.utils.translation import gettext_lazy as _


class PackageForm(forms.Form):
    file = forms.FileField(
        label=_("Package"),
        help_text=_("A ZIP file or a datapackage.json of Gemeinwerk or dribdat; at most 7 MB."),
    )


class DevpostForm(forms.Form):
    file = forms.FileField(
        label=_("Table of the projects"),
        help_text=_("The CSV file that Devpost exports for your hackathon, in any of its layouts; at most 7 MB."),
    )
