from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from backend.notifications.selectors.inbox import inbox_items, inbox_messages, message_to_read, unread_count
from backend.notifications.services.messages import message_mark_read, messages_mark_all_read
from backend.web.answers import done
from backend.web.paging import page_of
from backend.web.signed_in import SignedInRequest, signed_in


@signed_in
def inbox(request: SignedInRequest) -> HttpResponse:
    found = page_of(request, inbox_messages(request.user), 20)
    context = {"page": found, "items": inbox_items(list(found)), "unread": unread_count(request.user)}
    return render(request, "web/inbox/inbox.html", context)


@signed_in
@require_POST
def open_message(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Note that it was read and lead to what it is about."""
    message = message_mark_read(message=message_to_read(request.user, public_id))
    known = url_has_allowed_host_and_scheme(message.url, allowed_hosts={request.get_host()})
    return redirect(message.url if message.url and known else "web:inbox")


@signed_in
@require_POST
def read_all(request: SignedInRequest) -> HttpResponse:
    messages_mark_all_read(user=request.user)
    return done(request, _("Everything is marked as read."), "web:inbox")
