"""How several funds stand to each other on the campaigns of a programme."""

from typing import Any

from django.urls import path
from rest_framework import serializers

from backend.accounts.enums import Scope
from backend.api.fields import Body, Integer
from backend.api.operations import Data, operation
from backend.api.shapes import Shape
from backend.api.views import ApiView
from funding.domain.stacking import CEILING_MAX_BP
from funding.enums import Stacking
from funding.selectors.stacking import stacking_of
from funding.services.stacking import stacking_declare
from programmes import access


class StackingShape(Shape):
    policy = serializers.ChoiceField(choices=Stacking.choices)
    ceiling_bp = serializers.IntegerField(
        allow_null=True, help_text="The largest share of public money in crowd and public money together."
    )


class ProgrammeStackingShape(Shape):
    stacking = StackingShape(allow_null=True, help_text="Null: one fund at most tops a campaign up.")


class StackingBody(Body):
    policy = serializers.ChoiceField(choices=Stacking.choices)
    ceiling_bp = Integer(
        min_value=1, max_value=CEILING_MAX_BP, required=False, allow_null=True, help_text="Basis points: 7500 is 75 %."
    )


class ProgrammeStacking(ApiView):
    @operation(
        id="stacking_read", summary="How several funds add to one campaign of a programme", gives=ProgrammeStackingShape
    )
    def get(self, programme_id: str) -> Any:
        return {"stacking": stacking_of(access.programme_to_view(self.actor, programme_id))}

    @operation(
        id="stacking_declare",
        summary="Declare how several funds add to one campaign",
        description="For all campaigns of the programme, for pledges from now on. It can be changed, not taken back.",
        takes=StackingBody,
        gives=ProgrammeStackingShape,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def put(self, programme_id: str, data: Data) -> Any:
        programme = access.programme_to_manage(self.person, programme_id)
        return {"stacking": stacking_declare(programme=programme, actor=self.person, **data)}


urlpatterns = [path("programmes/<pid:programme_id>/stacking/", ProgrammeStacking.as_view(), name="programme-stacking")]
