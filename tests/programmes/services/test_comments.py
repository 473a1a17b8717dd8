"""Comments: public, with a name, deleted with their words, reported and hidden as all other texts."""

import pytest

from backend.core import clock
from backend.core.errors import Conflict, Invalid, LimitReached
from backend.core.models import AuditEntry, OutboxMessage
from programmes.enums import AbuseCaseState, Feature
from programmes.models import Comment, Solution
from programmes.selectors.abuse import title_of
from programmes.selectors.comments import comments_of
from programmes.services.abuse import abuse_case_decide, abuse_report_create
from programmes.services.comments import COMMENTS_AN_HOUR, comment_create, comment_withdraw
from programmes.services.forgetting import person_forget
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory
from tests.factories.ratings import CommentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def solution() -> Solution:
    return make.SolutionFactory.create(handed_in=True)


def test_everybody_reads_it_and_the_team_is_told(solution: Solution) -> None:
    person = UserFactory.create()
    row = comment_create(actor=person, solution=solution, body="  Das hilft.  ", language="de")
    assert comment_create(actor=person, solution=solution, body="Das hilft.", language="de") == row
    assert (row.body, list(comments_of(solution, None))) == ("Das hilft.", [row])
    assert OutboxMessage.objects.get().payload == {"comment_id": row.pk}


def test_what_is_refused(solution: Solution) -> None:
    person = UserFactory.create()
    for body, language, field in (("\x00 ", "de", "body"), ("x" * 2_001, "de", "body"), ("Gut.", "xx", "language")):
        with pytest.raises(Invalid) as fault:
            comment_create(actor=person, solution=solution, body=body, language=language)
        assert field in fault.value.fields
    CommentFactory.create_batch(COMMENTS_AN_HOUR, author=person)
    with pytest.raises(LimitReached):
        comment_create(actor=person, solution=solution, body="Noch einer.", language="de")
    make.SprintBlockFactory.create(sprint=solution.sprint, user=person)
    draft = make.SolutionFactory.create(sprint=solution.sprint)
    for actor, thing, code in ((person, solution, "blocked"), (UserFactory.create(), draft, "wrong_state")):
        with pytest.raises(Conflict) as refusal:
            comment_create(actor=actor, solution=thing, body="Gut.", language="de")
        assert refusal.value.code == code
    solution.sprint.phases.update(features=[Feature.RATE])
    with pytest.raises(Conflict) as refusal:
        comment_create(actor=person, solution=Solution.objects.get(pk=solution.pk), body="Gut.", language="de")
    assert refusal.value.code == "phase_closed"


def test_deleted_its_words_are_gone(solution: Solution) -> None:
    row = CommentFactory.create(solution=solution)
    for _ in range(2):
        comment_withdraw(actor=row.author, comment=row)
    row.refresh_from_db()
    assert (row.body, row.withdrawn_at is not None) == ("", True)
    assert not comments_of(solution, row.author).exists()
    assert AuditEntry.objects.filter(action="programmes.comment_withdrawn").count() == 1


def test_reported_it_is_hidden_from_all_but_its_author(solution: Solution) -> None:
    row = CommentFactory.create(solution=solution, body="Sie sind alle dumm und faul.")
    with pytest.raises(Conflict) as refusal:
        abuse_report_create(actor=row.author, thing=row, kind="offensive")
    assert refusal.value.code == "own"
    reports = [abuse_report_create(actor=UserFactory.create(), thing=row, kind="offensive") for _ in range(3)]
    assert not comments_of(solution, None).exists()
    assert list(comments_of(solution, row.author)) == [row]
    case = reports[0].case
    assert title_of(case) == "Sie sind alle dumm und faul."
    decided = abuse_case_decide(actor=UserFactory.create(), case=case, remove=True, reason="Beleidigt.")
    assert decided.state == AbuseCaseState.REMOVED
    row.refresh_from_db()
    assert (row.is_removed, row.hidden_why) == (True, "Beleidigt.")


def test_who_leaves_takes_the_words_along(solution: Solution) -> None:
    row = CommentFactory.create(solution=solution)
    gone = CommentFactory.create(solution=solution, author=row.author, body="", withdrawn_at=clock.now())
    person_forget(user=row.author)
    assert not Comment.objects.exclude(body="").exists()
    assert Comment.objects.filter(withdrawn_at=None).count() == 0
    gone.refresh_from_db()
