import pytest
from django.test import Client

from tests.factories.programmes import SprintFactory

pytestmark = pytest.mark.django_db
LISTS = ("sprints", "herausforderungen", "teams", "loesungen", "projekte", "kampagnen", "fonds", "suche")


@pytest.mark.parametrize("name", LISTS)
def test_the_same_address_gives_a_page_or_its_results(client: Client, name: str) -> None:
    whole = client.get(f"/{name}/?q=haus")
    part = client.get(f"/{name}/?q=haus", headers={"HX-Request": "true"})
    back = client.get(f"/{name}/?q=haus", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert "<html" in whole.content.decode()
    assert "<html" not in part.content.decode()
    assert "<html" in back.content.decode()
    assert all("HX-Request" in answer["Vary"] for answer in (whole, part, back))


def test_the_page_of_a_sprint_does_so_too(client: Client) -> None:
    address = f"/sprints/{SprintFactory.create().slug}/"
    part = client.get(address, headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert "HX-Request" in part["Vary"]
    assert "HX-Request" in client.get(address)["Vary"]
