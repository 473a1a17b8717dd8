"""What the kernel holds about a person."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount

from backend.accounts.models import ApiToken, Invitation, Membership, PastMembership, User
from backend.accounts.personal import PersonalData, Rows, rows
from backend.core.audit import audit_reasons
from backend.core.models import AuditEntry
from backend.notifications.models import Message, Preference


def account_personal_data(user: User) -> PersonalData:
    own = User.objects.filter(pk=user.pk)
    return PersonalData(
        {
            "account": rows(own, "public_id", "email", "display_name", "language", "created_at", "last_login"),
            "email_addresses": rows(EmailAddress.objects.filter(user=user), "email", "verified", "primary"),
            # Of a passkey the kind and the times; its public half says nothing about the person.
            "sign_in_keys": rows(Authenticator.objects.filter(user=user), "type", "created_at", "last_used_at"),
            "sign_in_providers": rows(
                SocialAccount.objects.filter(user=user), "provider", "uid", "extra_data", "date_joined", "last_login"
            ),
            "memberships": rows(
                Membership.objects.filter(user=user), "public_id", "organisation__name", "role", "created_at"
            ),
            "past_memberships": rows(PastMembership.objects.filter(user=user), "organisation__name", "left_at"),
            "invitations": rows(
                Invitation.objects.filter(user=user), "public_id", "organisation__name", "role", "state", "created_at"
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
                *(
                    "public_id",
                    "category",
                    "template",
                    "context",
                    "circular__context",
                    "url",
                    "created_at",
                    "read_at",
                    "mail_sent_at",
                ),
            ),
            "message_preferences": rows(Preference.objects.filter(user=user), "category", "frequency"),
            "audit_log": _audit_log(user),
        }
    )


def _audit_log(user: User) -> Rows:
    """What the person has done, with the reasons given."""
    entries = list(AuditEntry.objects.filter(actor_ref=str(user.public_id)).order_by("pk"))
    reasons = audit_reasons(entries)
    return [
        {
            "at": entry.at,
            "action": entry.action,
            # Rows without a public id are known by an integer key, which does not leave the server.
            "object": "" if entry.object_ref.isdigit() else entry.object_ref,
            "reason": reasons[entry.pk],
        }
        for entry in entries
    ]
