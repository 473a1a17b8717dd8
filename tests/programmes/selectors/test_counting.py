from typing import Any

import pytest

from programmes.models import Challenge
from programmes.selectors.challenges import with_counts
from tests.factories import programmes as make

pytestmark = pytest.mark.django_db


def test_a_count_that_was_written_once_is_written_anew_inside_another_query() -> None:
    two, none = make.ChallengeFactory.create(), make.ChallengeFactory.create()
    make.TeamFactory.create_batch(2, challenge=two, sprint=two.sprint)
    rows: Any = with_counts(Challenge.objects.all())
    for _ in range(2):
        assert dict(rows.values_list("pk", "team_count")) == {two.pk: 2, none.pk: 0}
    inside = Challenge.objects.filter(pk__in=rows.filter(team_count=2).values("pk"))
    assert list(inside) == [two]
    # By its own name there, not by that of the query around it.
    assert 'challenge_id" = (V0."id")' in str(inside.query) or 'challenge_id" = (U0."id")' in str(inside.query)
