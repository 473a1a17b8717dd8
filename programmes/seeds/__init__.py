"""An invented programme, told through the services that people use, dated from today. A second run changes nothing."""

from collections.abc import Callable
from typing import Final

from django.db import transaction

from programmes.seeds.answers import answers_seed
from programmes.seeds.exchange import exchange_seed
from programmes.seeds.moderation import moderation_seed
from programmes.seeds.programme import programme_seed
from programmes.seeds.review import review_seed
from programmes.seeds.sprint import sprint_seed
from programmes.seeds.story import Story, begun
from programmes.seeds.teams import teams_seed

STAGES: Final[dict[str, Callable[[Story], None]]] = {
    "sprint": sprint_seed,
    "teams": teams_seed,
    "review": review_seed,
    "programme": programme_seed,
    "answers": answers_seed,
    "moderation": moderation_seed,
    "exchange": exchange_seed,
}


def seed(stage: str) -> None:
    """Fill in one stage; the ones before it must be there. All of it or nothing."""
    with transaction.atomic():
        STAGES[stage](begun())
