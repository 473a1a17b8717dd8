"""What libraries say to people, collected here so that our own translations take their place.

Their German is on first-name terms with everybody; ours says "Sie".
"""

from django.utils.translation import gettext_noop as _

WORDS = (
    # Django REST framework; Django's forms share the shorter ones.
    _("Ensure that there are no more than {max_decimal_places} decimal places."),
    _("Ensure that there are no more than {max_digits} digits in total."),
    _("Ensure that there are no more than {max_whole_digits} digits before the decimal point."),
    _("Ensure this field has at least {min_length} characters."),
    _("Ensure this field has no more than {max_length} characters."),
    _("Ensure this filename has at most {max_length} characters (it has {length})."),
    _("Ensure this value is greater than or equal to {min_value}."),
    _("Ensure this value is less than or equal to {max_value}."),
    _('Enter a valid "slug" consisting of Unicode letters, numbers, underscores, or hyphens.'),
    _('Enter a valid "slug" consisting of letters, numbers, underscores or hyphens.'),
    _("Enter a valid URL."),
    _("Enter a valid email address."),
    _("Upload a valid image. The file you uploaded was either not an image or a corrupted image."),
    # django-allauth
    _("Be patient, you are sending too many requests."),
    _("Please type your current password."),
    _("You have confirmed %(email)s."),
    _("You must type the same password each time."),
    _("Your account has no password set up."),
    _("Your account has no verified email address."),
)
