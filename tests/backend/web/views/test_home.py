from datetime import timedelta

import pytest
from django.test import Client

from backend.core import clock
from programmes.enums import Feature
from tests.backend.web.visitors import queries_of, text_of
from tests.factories.funding import CampaignFactory
from tests.factories.programmes import PhaseFactory, ProjectFactory, SprintFactory

pytestmark = pytest.mark.django_db
QUERIES = 15


def test_it_stands_without_any_content(client: Client) -> None:
    page = text_of(client, "/")
    assert "Was uns fehlt, bauen wir zusammen." in page
    assert "/sprints/sprint-" not in page


@pytest.mark.parametrize("many", [1, 3])
def test_its_queries_do_not_depend_on_how_much_there_is(client: Client, many: int) -> None:
    for _ in range(many):
        CampaignFactory.create()
        ProjectFactory.create()
        SprintFactory.create()
    assert queries_of(client, "/") == QUERIES


def test_it_prefers_a_sprint_that_can_still_be_joined(client: Client) -> None:
    day = timedelta(days=1)
    SprintFactory.create(title="Läuft schon", features=[Feature.BUILD], starts_at=clock.now() - 3 * day)
    SprintFactory.create(title="Noch offen", features=[Feature.REGISTER], starts_at=clock.now() - day)
    page = text_of(client, "/")
    assert "Noch offen" in page
    assert "Läuft schon" not in page
    assert "Beim Sprint mitmachen" in page


def test_it_offers_no_joining_before_registration_opens(client: Client) -> None:
    sprint = SprintFactory.create(features=[])
    soon = clock.now() + timedelta(hours=3)
    PhaseFactory.create(sprint=sprint, starts_at=soon, ends_at=soon + timedelta(hours=3), features=[Feature.REGISTER])
    page = text_of(client, "/")
    assert "Beim Sprint mitmachen" not in page
    assert "Mitmachen ab" in page
