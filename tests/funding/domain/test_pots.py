from datetime import timedelta

from funding.domain.allocation import Earmark
from funding.domain.pots import ANYTHING, earmark_tidy, pot_name, pot_owner
from tests.funding.domain.rules import NOON

HEALTH = Earmark(topics=("health",))


def test_money_for_anything_is_in_the_pot_of_the_sponsor() -> None:
    assert pot_name("org_1", earmark=ANYTHING, priority=0) == "org_1"


def test_each_purpose_has_a_pot_of_its_own() -> None:
    purposes = [
        (ANYTHING, 1),
        (HEALTH, 0),
        (HEALTH, 1),
        (Earmark(regions=("DE-BE",)), 0),
        (Earmark(starts_at=NOON), 0),
        (Earmark(ends_at=NOON), 0),
    ]
    names = {pot_name("org_1", earmark=earmark, priority=priority) for earmark, priority in purposes}
    assert len(names) == len(purposes)
    assert {pot_owner(name) for name in names} == {"org_1"}


def test_one_purpose_is_one_pot_however_it_is_said() -> None:
    said = Earmark(topics=("water", "health", "water"), regions=("DE-BE", "DE-BB"), ends_at=NOON + timedelta(days=1))
    other = Earmark(topics=("health", "water"), regions=("DE-BB", "DE-BE"), ends_at=NOON + timedelta(days=1))
    assert earmark_tidy(said) == other
    assert pot_name("org_1", earmark=earmark_tidy(said), priority=0) == pot_name("org_1", earmark=other, priority=0)
