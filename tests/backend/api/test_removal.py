"""Who is removed from a team reads why."""

import pytest

from backend.core.models import OutboxMessage
from backend.notifications.models import Message
from backend.notifications.texts import text_of
from programmes.events import TeamMemberRemoved
from tests.backend.api.client import ApiClient, problem_of
from tests.factories import programmes as make
from worker.notify import notify

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("reason", ["Wir haben uns verabredet.", ""])
def test_the_person_reads_the_reason(reason: str) -> None:
    member = make.TeamMemberFactory.create()
    lead, address = ApiClient(make.lead_of(member.team)), f"team-members/{member.public_id}/"
    answer = lead.post(f"{address}remove/", {"reason": reason}) if reason else lead.delete(address)
    assert answer.status_code == 204
    payload = OutboxMessage.objects.get(topic=TeamMemberRemoved.topic).payload
    notify(TeamMemberRemoved.from_payload(payload), "1")
    message = Message.objects.get()
    assert message.recipient == member.user
    assert [value for _name, value in text_of(message, "de").facts][2:] == ([reason] if reason else [])


def test_a_reason_that_is_none_is_refused_by_its_field() -> None:
    member = make.TeamMemberFactory.create()
    lead = ApiClient(make.lead_of(member.team))
    for body in ({}, {"reason": ""}, {"reason": "x" * 1_001}):
        answer = lead.post(f"team-members/{member.public_id}/remove/", body)
        assert (answer.status_code, list(problem_of(answer)["errors"])) == (422, ["reason"])
