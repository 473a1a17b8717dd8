"""Stage `exchange`: what last year's sprint published for others."""

from programmes.models import Sprint, SprintPackage
from programmes.seeds.content_past import MOBIL
from programmes.seeds.personas import persona
from programmes.seeds.story import Story
from programmes.services.sprint_packages import sprint_package_carry_out, sprint_package_request


def exchange_seed(story: Story) -> None:
    sprint = Sprint.objects.get(slug=MOBIL.slug)
    if SprintPackage.objects.filter(sprint=sprint).exists():
        return
    with story.on(-180):
        package = sprint_package_request(actor=persona("olivia"), sprint=sprint)
        sprint_package_carry_out(package_id=package.pk)
