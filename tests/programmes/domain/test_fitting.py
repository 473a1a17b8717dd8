from hypothesis import given
from hypothesis import strategies as st

from programmes.domain.fitting import Candidate, Wishes, folded, ranked, shared_words, worth

WORDS = st.frozensets(st.sampled_from("abcde"), max_size=4)
WISHES = st.builds(
    Wishes, WORDS, st.frozensets(st.integers(1, 3), max_size=2), st.sampled_from(["", "de", "en"]), own=WORDS
)
CANDIDATES = st.lists(
    st.builds(
        Candidate,
        st.integers(1, 99),
        WORDS,
        st.none() | st.integers(1, 3),
        st.sampled_from(["de", "en"]),
    ),
    unique_by=lambda one: one.key,
    max_size=8,
)


def test_words_are_shared_whatever_their_case() -> None:
    assert shared_words(["Python", "Design", "Recht"], ["design", "PYTHON"]) == ["Python", "Design"]
    assert shared_words(["Python"], []) == []
    assert folded(["ÖPNV", "Python"]) == {"öpnv", "python"}


def test_what_a_team_is_worth() -> None:
    team = Candidate(1, frozenset({"python", "recht"}), topic=7, language="de")
    assert worth(team, Wishes()) == 0
    assert worth(team, Wishes(skills=frozenset({"python", "recht", "film"}))) == 8
    assert worth(team, Wishes(topics=frozenset({7}))) == 4
    assert worth(team, Wishes(language="de")) == 3
    assert worth(team, Wishes(language="en")) == 0
    assert worth(team, Wishes(own=frozenset({"python"}))) == 1
    # What was chosen is not counted a second time because the profile says it, too.
    assert worth(team, Wishes(skills=frozenset({"python"}), own=frozenset({"python"}))) == 4
    assert worth(Candidate(1), Wishes(language="")) == 0


def test_a_long_profile_outweighs_no_choice() -> None:
    much = frozenset("abcdef")
    assert worth(Candidate(1, words=much), Wishes(own=much)) < worth(
        Candidate(2, words=frozenset("a")), Wishes(skills=frozenset("a"))
    )


def test_the_best_comes_first_and_equals_in_an_order_of_ones_own() -> None:
    wishes = Wishes(skills=frozenset({"film"}))
    rows = [*(Candidate(key) for key in range(1, 9)), Candidate(9, frozenset({"film"}))]
    orders = {reader: ranked(rows, wishes, reader) for reader in ("", "anna", "bert")}
    assert {order.keys[0] for order in orders.values()} == {9}
    assert {order.fitting for order in orders.values()} == {1}
    assert len({tuple(order.keys) for order in orders.values()}) == 3
    assert ranked(rows, wishes, "anna") == orders["anna"]
    assert ranked([], wishes).keys == []


@given(CANDIDATES, WISHES, st.randoms(use_true_random=False))
def test_the_order_hangs_on_the_question_alone(candidates: list[Candidate], wishes: Wishes, luck: object) -> None:
    found = ranked(candidates, wishes)
    mixed = list(candidates)
    luck.shuffle(mixed)  # type: ignore[attr-defined]  # hypothesis gives a Random
    assert ranked(mixed, wishes) == found
    assert sorted(found.keys) == sorted(one.key for one in candidates)
    values = [worth(next(one for one in candidates if one.key == key), wishes) for key in found.keys]
    assert values == sorted(values, reverse=True)
    assert found.fitting == sum(value > 0 for value in values)
