"""What the kernel holds about a person."""

from allauth.account.models import EmailAddress

from backend.accounts.models import ApiToken, Membership, User
from backend.accounts.personal import PersonalData, rows
from backend.notifications.models import Message, Preference


def account_personal_data(user: User) -> PersonalData:
    own = User.objects.filter(pk=user.pk)
    return PersonalData(
        {
            "account": rows(own, "public_id", "email", "display_name", "language", "created_at", "last_login"),
            "email_addresses": rows(EmailAddress.objects.filter(user=user), "email", "verified", "primary"),
            "memberships": rows(
                Membership.objects.filter(user=user), "public_id", "organisation__name", "role", "created_at"
            ),
            "api_tokens": rows(
                ApiToken.objects.filter(user=user),
                "public_id",
                "name",
                "scopes",
                "created_at",
                "expires_at",
                "last_used_at",
            ),
            "messages": rows(
                Message.objects.filter(recipient=user),
                *("public_id", "category", "template", "context", "url", "created_at", "read_at", "mail_sent_at"),
            ),
            "message_preferences": rows(Preference.objects.filter(user=user), "category", "frequency"),
        }
    )
