"""Simulations of a fund: what rules would do, before one of them binds anybody."""

from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import path
from django.utils.translation import gettext as _
from rest_framework import serializers

from backend.accounts.enums import Scope
from backend.api.fields import Amount, Body, Integer, Text
from backend.api.operations import Data, operation
from backend.api.shapes import Ref, Shape
from backend.api.v1.proposals import ProposalShape, SigningBody, proposed
from backend.api.views import ApiView
from backend.core.errors import Invalid, NotFound
from backend.core.evidence.codec import Unreadable
from funding import access
from funding.domain.rule_set import RuleSet, from_data
from funding.domain.simulation import ORDERS_MAX
from funding.domain.simulation_csv import UnreadableTable, scene_from_csv
from funding.domain.simulation_scene import Preset, Scene
from funding.enums import ProposalKind, SimulationSource, SimulationState
from funding.selectors.simulations import simulations_of
from funding.services import simulations
from funding.services.simulations import NAME_MAX, NUMBERS, RULES_MAX, SEED_MAX, Asked

CSV_MAX = 500_000


class SimulationShape(Shape):
    id = serializers.CharField(source="public_id")
    fund = Ref("fund")
    name = serializers.CharField()
    over = serializers.ChoiceField(choices=SimulationSource.choices, source="source", help_text="Over which pledges.")
    rules = serializers.ListField(child=serializers.DictField(), help_text="Each with its `name` and its `rule` set.")
    inputs = serializers.DictField(help_text="What else was asked for: `pool_minor`, `orders`, `seed`, the scene.")
    state = serializers.ChoiceField(choices=SimulationState.choices)
    progress_percent = serializers.IntegerField()
    problem = serializers.CharField(help_text="Why it failed, as a stable word, or empty.")
    share_ends_at = serializers.DateTimeField(allow_null=True, help_text="Null where no address is shared.")
    created_at = serializers.DateTimeField()
    ready_at = serializers.DateTimeField(allow_null=True)


class SimulationResultShape(SimulationShape):
    about = serializers.DictField(help_text="The pledges at a glance: numbers, sum, first and last day.")
    outcomes = serializers.ListField(
        child=serializers.DictField(),
        help_text="One for each rule that has been run: the pool, each campaign with its match and its range over all"
        " orders, what is free day by day, and when the money runs out.",
    )


class SharedShape(Shape):
    secret = serializers.CharField(help_text="The last part of the address /simulation/{secret}/. Told only once.")
    share_ends_at = serializers.DateTimeField()


class SimulatedRuleBody(Body):
    name = Text(max_length=NAME_MAX)
    definition = serializers.DictField(help_text="A whole rule set, as `rules_list` shows it.")


class SimulationBody(Body):
    name = Text(max_length=NAME_MAX)
    over = serializers.ChoiceField(choices=SimulationSource.choices, help_text="Over which pledges.")
    rules = serializers.ListField(child=SimulatedRuleBody(), min_length=1, max_length=RULES_MAX)
    pool_minor = Amount()
    orders = Integer(min_value=0, max_value=ORDERS_MAX, required=False, help_text="Other orders of the same pledges.")
    seed = Integer(min_value=1, max_value=SEED_MAX, required=False, help_text="Whatever is drawn comes from it.")
    preset = serializers.ChoiceField(choices=[one.value for one in Preset], required=False)
    pledges = Integer(min_value=1, max_value=NUMBERS["pledges"][1], required=False)
    campaigns = Integer(min_value=1, max_value=NUMBERS["campaigns"][1], required=False)
    days = Integer(min_value=1, max_value=NUMBERS["days"][1], required=False)
    csv = Text(
        max_length=CSV_MAX,
        required=False,
        trim_whitespace=False,
        help_text="Where `over` is `table`: a table with date, amount and campaign; backer and goal if known."
        " Backers become numbers at once.",
    )


class SimulationProposalBody(SigningBody):
    rule = Integer(min_value=1, max_value=RULES_MAX, help_text="Which of its rules, from 1.")


class FundSimulations(ApiView):
    @operation(
        id="simulations_list",
        summary="Simulations of a fund, for its managers",
        gives=SimulationShape,
        many=True,
        scope=Scope.FUNDS_MANAGE,
    )
    def get(self, fund_id: str) -> Any:
        return simulations_of(access.fund_to_manage(self.person, fund_id))

    @operation(
        id="simulations_create",
        summary="Ask what rules would do",
        description="A worker runs one rule after the other; `simulations_read` says how far it is. Decides nothing.",
        takes=SimulationBody,
        gives=SimulationShape,
        status=202,
        scope=Scope.FUNDS_MANAGE,
    )
    def post(self, fund_id: str, data: Data) -> Any:
        fund = access.fund_to_manage(self.person, fund_id)
        name = data.pop("name")
        return simulations.simulation_create(fund=fund, actor=self.person, name=name, asked=_asked(data))


def _asked(data: Data) -> Asked:
    rules = [(row["name"], _rule(place, row["definition"])) for place, row in enumerate(data.pop("rules"))]
    numbers = {name: data.pop(name) for name in NUMBERS if name in data}
    text = data.pop("csv", None)
    preset = Preset(data.pop("preset", Preset.QUIET))
    source = SimulationSource(data.pop("over"))
    table = None if text is None else _table(text)
    return Asked(source=source, rules=rules, preset=preset, numbers=numbers or None, table=table, **data)


def _rule(place: int, definition: Any) -> RuleSet:
    try:
        return from_data(definition)
    except Unreadable as error:
        text = _("This part of the rule cannot be read.")
        where = f"rules.{place}.definition.{error.where}".rstrip(".")
        raise Invalid({where: text}, code="rule_unreadable", reason=error.code) from error


def _table(text: str) -> Scene:
    try:
        return scene_from_csv(text.encode(), ZoneInfo(settings.EVENT_TIME_ZONE))
    except UnreadableTable as error:
        said = _("This table cannot be read.")
        found = [one._asdict() for one in error.problems]
        raise Invalid({"csv": said}, code="table_unreadable", problems=found) from error


class Simulation(ApiView):
    @operation(
        id="simulations_read",
        summary="How far a simulation is, and what came of it",
        gives=SimulationResultShape,
        scope=Scope.FUNDS_MANAGE,
    )
    def get(self, simulation_id: str) -> Any:
        return access.simulation_to_view(self.person, simulation_id)

    @operation(id="simulations_delete", summary="Forget a simulation", status=204, scope=Scope.FUNDS_MANAGE)
    def delete(self, simulation_id: str) -> Any:
        row = access.simulation_to_view(self.person, simulation_id)
        simulations.simulation_delete(simulation=row, actor=self.person)


class SimulationCancel(ApiView):
    @operation(id="simulations_cancel", summary="Stop it", gives=SimulationShape, scope=Scope.FUNDS_MANAGE)
    def post(self, simulation_id: str) -> Any:
        row = access.simulation_to_view(self.person, simulation_id)
        return simulations.simulation_cancel(simulation=row, actor=self.person)


class SimulationShare(ApiView):
    @operation(
        id="simulations_share",
        summary="Share it by an address that nobody can guess",
        description="Good for 90 days, without an account and without personal data. An earlier address ends.",
        gives=SharedShape,
        scope=Scope.FUNDS_MANAGE,
    )
    def post(self, simulation_id: str) -> Any:
        row = access.simulation_to_view(self.person, simulation_id)
        shared, secret = simulations.simulation_share(simulation=row, actor=self.person)
        return {"secret": secret, "share_ends_at": shared.share_ends_at}

    @operation(id="simulations_unshare", summary="Let the shared address end", status=204, scope=Scope.FUNDS_MANAGE)
    def delete(self, simulation_id: str) -> Any:
        row = access.simulation_to_view(self.person, simulation_id)
        simulations.simulation_unshare(simulation=row, actor=self.person)


class SimulationPropose(ApiView):
    @operation(
        id="simulations_propose",
        summary="Propose one of its rules as the fund's",
        description="It holds as soon as another manager agrees; in a draft at once.",
        takes=SimulationProposalBody,
        gives=ProposalShape,
        status=201,
        scope=Scope.FUNDS_MANAGE,
    )
    def post(self, simulation_id: str, data: Data) -> Any:
        row = access.simulation_to_view(self.person, simulation_id)
        number = data.pop("rule")
        if number > len(row.rules):
            raise NotFound
        return proposed(self, row.fund, ProposalKind.RULE, {"definition": row.rules[number - 1]["rule"], **data})


urlpatterns = [
    path("funds/<pid:fund_id>/simulations/", FundSimulations.as_view(), name="fund-simulations"),
    path("simulations/<pid:simulation_id>/", Simulation.as_view(), name="simulation"),
    path("simulations/<pid:simulation_id>/cancel/", SimulationCancel.as_view(), name="simulation-cancel"),
    path("simulations/<pid:simulation_id>/share/", SimulationShare.as_view(), name="simulation-share"),
    path("simulations/<pid:simulation_id>/propose/", SimulationPropose.as_view(), name="simulation-propose"),
]
