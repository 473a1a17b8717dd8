"""What the managers of a fund have tried out before they propose a new rule."""

from funding.domain.rule_templates import TEMPLATES
from funding.domain.simulation_scene import Preset
from funding.enums import SimulationSource
from funding.models import Fund, Simulation
from funding.seeds import people
from funding.selectors.rules import rule_now
from funding.services.simulation_runs import simulation_run
from funding.services.simulations import Asked, simulation_create

NAME = "Wenn alle am ersten Tag kommen"
POOL_MINOR = 800_000


def first_day(fund: Fund) -> None:
    """The present rule and two others under a rush, computed and kept."""
    present = rule_now(fund)
    if present is None or Simulation.objects.filter(fund=fund).exists():
        return
    rules = [("Wie jetzt", present.rule_set), ("1:1 bis 250 €", TEMPLATES["double"])]
    rules.append(("50 %, am Ende geteilt", TEMPLATES["shared_at_close"]))
    asked = Asked(
        source=SimulationSource.DRAWN,
        rules=rules,
        pool_minor=POOL_MINOR,
        orders=8,
        preset=Preset.RUSH,
        numbers={"pledges": 600, "campaigns": 12},
    )
    made = simulation_create(fund=fund, actor=people.person("felix"), name=NAME, asked=asked)
    for step in range(len(rules)):
        simulation_run(simulation_id=made.pk, step=step)
