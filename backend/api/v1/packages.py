"""Packages by which anybody can check a fund: public once they are published."""

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.urls import path
from rest_framework import serializers

from backend.accounts.enums import Scope
from backend.api.operations import operation
from backend.api.shapes import Ref, Shape
from backend.api.views import ApiView
from funding import access
from funding.enums import KitState
from funding.selectors.packages import packages_published
from funding.services.packages import package_request


class PackageShape(Shape):
    id = serializers.CharField(source="public_id")
    fund = Ref("fund")
    state = serializers.ChoiceField(choices=KitState.choices)
    progress_percent = serializers.IntegerField()
    events = serializers.IntegerField(help_text="How many events of the fund are in it.")
    matches = serializers.IntegerField()
    size_bytes = serializers.IntegerField()
    digest = serializers.CharField(help_text="What `verify --digest` takes; empty until it is published.")
    sha256 = serializers.CharField(help_text="Of the ZIP file.")
    failure = serializers.CharField(help_text="Why it was not published, as a stable word.")
    created_at = serializers.DateTimeField()
    ready_at = serializers.DateTimeField(allow_null=True)
    url = serializers.SerializerMethodField(help_text="Where the ZIP file is; empty until it is published.")

    def get_url(self, package: Any) -> str:
        if package.state != KitState.READY:
            return ""
        return urljoin(f"{settings.SITE_URL}/", f"fonds/{package.fund.slug}/pruefpakete/{package.public_id}.zip")


class FundPackages(ApiView):
    @operation(
        id="packages_list",
        summary="What a fund has published to be checked, the latest first",
        gives=PackageShape,
        many=True,
        ordering=("-id",),
    )
    def get(self, fund_id: str) -> Any:
        return packages_published(access.fund_to_view(self.actor, fund_id))

    @operation(
        id="packages_publish",
        summary="Publish the package of a fund as of now",
        description="A worker writes and checks it. What is published cannot be taken back.",
        gives=PackageShape,
        status=202,
        scope=Scope.FUNDS_MANAGE,
    )
    def post(self, fund_id: str) -> Any:
        return package_request(fund=access.fund_to_manage(self.person, fund_id), actor=self.person)


class Package(ApiView):
    @operation(
        id="packages_read", summary="A package; one that is not published yet only for managers", gives=PackageShape
    )
    def get(self, package_id: str) -> Any:
        return access.package_to_view(self.actor, package_id)


urlpatterns = [
    path("funds/<pid:fund_id>/packages/", FundPackages.as_view(), name="fund-packages"),
    path("packages/<pid:package_id>/", Package.as_view(), name="package"),
]
