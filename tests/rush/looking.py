"""What a rush has left in the database and the mailbox."""

import json
from collections.abc import Sequence

from backend.core.models import OutboxMessage
from backend.notifications.models import Message as StoredMessage
from programmes.models import Registration, Team, TeamMember
from tests.rush.acts import REGISTER, Acts
from tests.rush.invariants import Message, Place, Seen, Told
from tests.rush.lines import Asked
from worker.notify import CATALOGUE


def look(acts: Acts, log: Sequence[Asked], killed: int) -> Seen:
    sprint = acts.crowd.sprint
    registering = [asked for asked in log if asked.kind == REGISTER]
    places = Registration.objects.filter(sprint=sprint).order_by("sequence")
    members = TeamMember.objects.filter(team__sprint=sprint, left_at=None)
    return Seen(
        capacity=acts.plan.capacity,
        places=[Place(*row) for row in places.values_list("pk", "user_id", "state", "sequence", "created_at")],
        registering=registering,
        came=frozenset(who.key for who in acts.crowd.people),
        caps=dict(Team.objects.filter(sprint=sprint).values_list("pk", "size_limit")),
        members=list(members.values_list("team_id", "user_id")),
        outbox=[
            Told(key, topic, json.dumps(payload, sort_keys=True), handled_at is not None)
            for key, topic, payload, handled_at in OutboxMessage.objects.values_list(
                "pk", "topic", "payload", "handled_at"
            )
        ],
        spoken_of=frozenset(CATALOGUE),
        messages=_messages(),
        mails=[one.partition("@")[0] for one in acts.mailbox.message_ids],
        killed=killed,
        answers=list(log),
        locked_out=acts.locked_out,
        hall=frozenset(who.key for who in acts.crowd.people if who.in_hall),
    )


def _messages() -> list[Message]:
    rows = StoredMessage.objects.values_list(
        "dedupe_key", "recipient_id", "address", "template", "public_id", "mail_state"
    )
    return [
        Message(key.partition(":")[0] if recipient else key, str(recipient or address), template, public_id, mail)
        for key, recipient, address, template, public_id, mail in rows
    ]
