"""Finding a mentor among as many as there were once: 2,900. Each filter has an index that is used."""

import pytest
from django.db import connection
from django.db.models import QuerySet

from backend.accounts.models import User
from programmes.models import Mentor, Sprint
from programmes.selectors.mentoring import mentors_of
from tests.factories.programmes import SprintFactory

pytestmark = pytest.mark.django_db
MANY = 2_900


@pytest.fixture
def crowded() -> Sprint:
    sprint: Sprint = SprintFactory.create()
    people = User.objects.bulk_create(User(email=f"m{number}@example.org") for number in range(MANY))
    Mentor.objects.bulk_create(
        Mentor(
            sprint=sprint,
            user=person,
            state="active",
            headline=f"Hilfe mit Thema {number % 400}",
            skills=[f"Fach{number % 300}"],
            languages=["de" if number % 3 else "en"],
        )
        for number, person in enumerate(people)
    )
    with connection.cursor() as cursor:
        # What waits to be sorted into an index makes it look dear.
        for index in ("mentor_search", "mentor_words"):
            cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [index])
        cursor.execute("ANALYZE programmes_mentor, accounts_user")
    return sprint


def plan_of(rows: "QuerySet[Mentor]") -> str:
    return str(rows.explain())


def test_each_filter_uses_its_index(crowded: Sprint) -> None:
    by_need, by_skill = mentors_of(crowded, query="Thema 123"), mentors_of(crowded, skill="fach77")
    assert (by_need.count(), by_skill.count()) == (7, 10)
    assert "mentor_search" in plan_of(by_need)
    assert "mentor_words" in plan_of(by_skill)
