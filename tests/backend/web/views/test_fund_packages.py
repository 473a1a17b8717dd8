"""The package for checking: asked for on the desk, shown and fetched by anybody once it is published."""

import pytest
from django.test import Client
from django.urls import reverse

from funding.events_of_funds import PackageRequested
from funding.models import FundPackage
from tests.backend.api.client import ApiClient
from tests.backend.web.visitors import signed_in, text_of
from tests.funding.scenes import Scene
from worker.fund_package import fund_package_build

pytestmark = pytest.mark.django_db


def test_from_the_desk_to_everybody(scene: Scene) -> None:
    scene.paid(2_000)
    manager, anybody, slug = signed_in(scene.managers[0]), Client(), scene.fund.slug
    desk, public = reverse("web:fund-packages-desk", args=[slug]), reverse("web:fund-packages", args=[slug])
    assert "noch kein Prüfpaket" in text_of(anybody, public)
    assert manager.post(desk).status_code == 302
    package = FundPackage.objects.get()
    file = reverse("web:fund-package", args=[slug, package.public_id])
    assert (anybody.get(file).status_code, "0 % fertig" in text_of(manager, desk)) == (404, True)
    fund_package_build(PackageRequested(package_id=package.pk))
    package.refresh_from_db()
    for page in (public, reverse("web:fund", args=[slug])):
        assert package.digest in text_of(anybody, page)
    assert package.sha256 in text_of(anybody, public)
    answer = anybody.get(file)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    assert len(b"".join(answer)) == package.size_bytes
    # Nothing has happened since.
    manager.post(desk)
    assert FundPackage.objects.count() == 1
    (listed,) = ApiClient().get(f"funds/{scene.fund.public_id}/packages/").json()["results"]
    assert (listed["digest"], listed["url"].endswith(file)) == (package.digest, True)


def test_a_package_that_is_being_written_is_for_managers_alone(scene: Scene) -> None:
    made = ApiClient(scene.managers[0]).post(f"funds/{scene.fund.public_id}/packages/")
    assert (made.status_code, made.json()["state"], made.json()["url"]) == (202, "requested", "")
    assert ApiClient().get(f"packages/{made.json()['id']}/").status_code == 404
    assert ApiClient(scene.managers[1]).get(f"packages/{made.json()['id']}/").status_code == 200
    assert ApiClient(scene.lead).post(f"funds/{scene.fund.public_id}/packages/").status_code == 403
