"""Packages of what is public of a sprint: for everybody once they are published."""

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.urls import path
from rest_framework import serializers

from backend.accounts.enums import Scope
from backend.api.operations import operation
from backend.api.shapes import Ref, Shape
from backend.api.views import ApiView
from programmes import access
from programmes.access.exchange import sprint_package_to_view
from programmes.enums_of_exchange import SprintPackageState
from programmes.selectors.sprint_packages import packages_published
from programmes.services.sprint_packages import sprint_package_request


class SprintPackageShape(Shape):
    id = serializers.CharField(source="public_id")
    sprint = Ref("sprint")
    state = serializers.ChoiceField(choices=SprintPackageState.choices)
    progress_percent = serializers.IntegerField()
    rows = serializers.IntegerField(help_text="Challenges and solutions.")
    size_bytes = serializers.IntegerField(help_text="Of the ZIP file.")
    sha256 = serializers.CharField(help_text="Of the ZIP file; empty until it is published.")
    created_at = serializers.DateTimeField()
    ready_at = serializers.DateTimeField(allow_null=True)
    url = serializers.SerializerMethodField(
        help_text="Where the latest package of the sprint is, as ZIP file of tables; empty until one is published. "
        "With `.json` instead of `.zip` it is one file that dribdat can read."
    )

    def get_url(self, package: Any) -> str:
        if package.state != SprintPackageState.READY:
            return ""
        return urljoin(f"{settings.SITE_URL}/", f"sprints/{package.sprint.slug}/daten/paket.zip")


class SprintPackages(ApiView):
    @operation(
        id="data_packages_list",
        summary="Packages of what is public of a sprint, the latest first",
        gives=SprintPackageShape,
        many=True,
        ordering=("-id",),
    )
    def get(self, sprint_id: str) -> Any:
        return packages_published(access.sprint_to_view(self.actor, sprint_id))

    @operation(
        id="data_packages_publish",
        summary="Publish the package of a sprint as of now",
        description="A worker writes it: challenges, solutions, and teams under pseudonyms. While one is written, a "
        "second request returns that one.",
        gives=SprintPackageShape,
        status=202,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def post(self, sprint_id: str) -> Any:
        return sprint_package_request(actor=self.person, sprint=access.sprint_to_manage(self.person, sprint_id))


class SprintPackage(ApiView):
    @operation(
        id="data_packages_read",
        summary="A package; one that is not published yet only for organisers",
        gives=SprintPackageShape,
    )
    def get(self, data_package_id: str) -> Any:
        return sprint_package_to_view(self.actor, data_package_id)


urlpatterns = [
    path("sprints/<pid:sprint_id>/data-packages/", SprintPackages.as_view(), name="sprint-data-packages"),
    path("data-packages/<pid:data_package_id>/", SprintPackage.as_view(), name="data-package"),
]
