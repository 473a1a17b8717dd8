"""What curators and coaches write to a team is the team's to read, even when what it is about becomes public."""

import pytest

from tests.backend.api.client import ApiClient
from tests.factories import funding as money
from tests.factories import programmes as made

pytestmark = pytest.mark.django_db


def test_the_note_of_the_curator() -> None:
    declined = money.CampaignFactory.create(state="declined", curator_note="Bitte genauer.")
    lead = ApiClient(declined.project.team.created_by)
    path = f"campaigns/{declined.public_id}/"
    assert lead.get(path).json()["campaign"]["curator_note"] == "Bitte genauer."
    running = money.CampaignFactory.create(state="running", curator_note="Unter uns.")
    assert b"Unter uns" not in ApiClient().get(f"campaigns/{running.public_id}/").content


def test_the_note_of_the_coach() -> None:
    sent_back = made.ProgressReportFactory.create(state="needs_revision", review_note="Bitte Zahlen.")
    lead = ApiClient(sent_back.project.team.created_by)
    assert lead.get(f"reports/{sent_back.public_id}/").json()["review_note"] == "Bitte Zahlen."
    accepted = made.ProgressReportFactory.create(state="accepted", review_note="Unter uns.")
    for path in (f"reports/{accepted.public_id}/", f"projects/{accepted.project.public_id}/reports/"):
        assert b"Unter uns" not in ApiClient().get(path).content
