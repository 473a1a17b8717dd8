"""A person leaves for good. What the law requires about money stays, without a name."""

from functools import partial

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from backend.accounts.events import AccountErased
from backend.accounts.models import ApiToken, DataExport, User
from backend.accounts.services.invitations import invitations_end
from backend.accounts.services.memberships import memberships_end
from backend.core import clock
from backend.core.audit import audit_add, audit_erase
from backend.core.outbox import outbox_add
from backend.notifications.enums import Category
from backend.notifications.models import Message, Preference
from backend.notifications.services.messages import message_create


@transaction.atomic
def account_erase(*, user: User) -> User:
    """Forget a person: name, address, sign-in, messages, tokens, memberships, invitations, and the words in the audit
    log.

    Sessions end with their next request, since nobody is signed in as an inactive user. The other packages are told by
    an outbox row and forget what they hold. An organisation whose only owner leaves gets another one if anybody is
    left in it. A last mail goes to the old address. Locks the person, then the organisations. Repeating it changes
    nothing.
    """
    user.refresh_from_db(from_queryset=User.objects.select_for_update())
    if user.erased_at is not None:
        return user
    invitations_end(user=user, deserted=memberships_end(user=user))
    _forget_belongings(user)
    _say_goodbye(user)
    user.email = f"{user.public_id}@erased.invalid"
    user.display_name = ""
    user.is_active = False
    user.is_staff = False
    user.erased_at = clock.now()
    user.set_unusable_password()
    user.save(update_fields=["email", "display_name", "is_active", "is_staff", "erased_at", "password", "updated_at"])
    audit_erase(str(user.public_id))
    audit_add(actor=None, action="accounts.account_erased", row=user)
    outbox_add(AccountErased(user_id=user.pk), dedupe_key=str(user.pk))
    return user


def _say_goodbye(user: User) -> None:
    message_create(
        recipient=None,
        address=user.email,
        language=user.language,
        category=Category.ACCOUNT,
        template="account/erased",
        url="/",
        dedupe_key=f"erased:{user.public_id}",
    )


def _forget_belongings(user: User) -> None:
    archives = [(export.archive.storage, export.archive.name) for export in DataExport.objects.filter(user=user)]
    for model in (ApiToken, DataExport, EmailAddress, Authenticator, SocialAccount, Preference):
        model.objects.filter(user=user).delete()
    Message.objects.filter(recipient=user).delete()
    # Codes went to the address and into no inbox. What else went there, a guest's receipt, is forgotten after a month.
    Message.objects.filter(recipient=None, address=user.email, category=Category.ACCOUNT).delete()
    for storage, name in archives:
        if name:
            # After commit: a file that is gone cannot be rolled back.
            transaction.on_commit(partial(storage.delete, name))
