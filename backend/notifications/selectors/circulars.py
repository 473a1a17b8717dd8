"""What became of the mails of circulars."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db.models import Count

from backend.notifications.enums import MailState
from backend.notifications.models import Message


def mails_not_sent(circular_ids: Sequence[int]) -> Mapping[int, Mapping[str, int]]:
    """By circular: how many of its messages were not mailed, by the state of the mail. One query for all of them.

    Those whose mail is sent are all the others: they are not read, so that this is quick once nearly all are.
    """
    rows = Message.objects.filter(circular_id__in=circular_ids).exclude(mail_state=MailState.SENT)
    found: dict[int, dict[str, int]] = defaultdict(dict)
    counted = rows.order_by().values_list("circular_id", "mail_state").annotate(n=Count("pk"))
    for circular_id, state, count in counted:
        if circular_id is not None:
            found[circular_id][state] = count
    return found
