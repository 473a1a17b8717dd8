from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.domain.scoring import Points
from programmes.domain.votes import AFTER, Impossible, Vote, VoteKind, counted, last_votes

POINTS: dict[str, int | None] = {"a": 3, "b": 0, "c": None}
"""Nothing for the second, and no judgement on the third."""


def vote(kind: VoteKind, review: str = "r", points: Points | None = None) -> Vote:
    return Vote(review, kind, (POINTS if points is None else points) if kind is VoteKind.SUBMITTED else points or {})


@st.composite
def logs(draw: st.DrawFn) -> list[Vote]:
    """What could have been done with three reviews, one of them after another."""
    log: list[Vote] = []
    last: dict[str, VoteKind | None] = dict.fromkeys("xyz")
    for review in draw(st.lists(st.sampled_from("xyz"), max_size=12)):
        following = sorted(AFTER[last[review]])
        if following:
            last[review] = kind = draw(st.sampled_from(following))
            given = {"a": draw(st.integers(0, 5)), "b": draw(st.none() | st.integers(0, 5))}
            log.append(vote(kind, review, given if kind is VoteKind.SUBMITTED else None))
    return log


def test_what_was_submitted_counts() -> None:
    assert counted([vote(VoteKind.ASSIGNED), vote(VoteKind.SUBMITTED)]) == {"r": POINTS}


@pytest.mark.parametrize("undo", [VoteKind.REOPENED, VoteKind.RECUSED])
def test_what_was_taken_back_does_not_count(undo: VoteKind) -> None:
    assert counted([vote(VoteKind.ASSIGNED), vote(VoteKind.SUBMITTED), vote(undo)]) == {}


def test_the_last_submission_counts() -> None:
    first, again = vote(VoteKind.SUBMITTED), vote(VoteKind.SUBMITTED, points={"a": 1})
    assert counted([vote(VoteKind.ASSIGNED), first, vote(VoteKind.REOPENED), again]) == {"r": {"a": 1}}


@pytest.mark.parametrize("kind", sorted(set(VoteKind) - {VoteKind.ASSIGNED}))
def test_nothing_comes_before_the_assignment(kind: VoteKind) -> None:
    with pytest.raises(Impossible) as error:
        counted([vote(kind)])
    assert (error.value.number, error.value.code) == (1, "out_of_order")


@pytest.mark.parametrize("kind", list(VoteKind))
def test_nothing_comes_after_a_conflict_of_interest(kind: VoteKind) -> None:
    with pytest.raises(Impossible) as error:
        counted([vote(VoteKind.ASSIGNED), vote(VoteKind.RECUSED), vote(kind)])
    assert error.value.number == 3


@pytest.mark.parametrize(
    "wrong",
    [
        Vote("r", VoteKind.SUBMITTED, {}),
        Vote("r", VoteKind.SUBMITTED, {"a": None, "b": None}),
        Vote("r", VoteKind.RECUSED, POINTS),
        Vote("r", VoteKind.RECUSED, {"a": None}),
    ],
    ids=["none", "abstains from all", "some", "an abstention"],
)
def test_points_belong_to_what_is_submitted(wrong: Vote) -> None:
    with pytest.raises(Impossible) as error:
        counted([vote(VoteKind.ASSIGNED), wrong])
    assert (error.value.number, error.value.code) == (2, "points")


@given(logs())
def test_reviews_do_not_depend_on_each_other(log: list[Vote]) -> None:
    alone: dict[str, Vote] = {}
    for name in "xyz":
        alone |= last_votes([one for one in log if one.review == name])
    assert last_votes(log) == alone


@given(logs())
def test_every_beginning_of_a_log_is_one(log: list[Vote]) -> None:
    for shorter, longer in pairwise(range(len(log) + 1)):
        before, after = last_votes(log[:shorter]), last_votes(log[:longer])
        assert {name for name in after if after.get(name) is not before.get(name)} == {log[shorter].review}
