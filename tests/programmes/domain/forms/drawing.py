"""Forms and answers as they may come: the forms can be asked, the answers may be anything."""

from hypothesis import strategies as st

from programmes.domain.forms.kinds import (
    CHOICES,
    DECIDING,
    Condition,
    Form,
    Kind,
    Option,
    Question,
    Section,
    Words,
)

WORDS = st.builds(Words, de=st.text(min_size=1, max_size=20), en=st.text(max_size=20))
OPTIONS = tuple(Option(key=key, label=Words(de=key)) for key in ("a", "b", "c"))


@st.composite
def forms(draw: st.DrawFn) -> Form:
    kinds = draw(st.lists(st.sampled_from(Kind), max_size=8))
    asked: list[Question] = []
    for number, kind in enumerate(kinds):
        deciding = [one for one in asked if one.kind in DECIDING]
        on = draw(st.sampled_from([None, *deciding]))
        asked.append(
            Question(
                key=f"q{number}",
                kind=kind,
                label=draw(WORDS),
                required=draw(st.booleans()),
                options=OPTIONS if kind in CHOICES else (),
                shown_if=Condition(question=on.key, value=draw(st.sampled_from(on.answers))) if on else None,
            )
        )
    cut = draw(st.integers(0, len(asked)))
    parts = (tuple(asked[:cut]), tuple(asked[cut:]))
    return Form(sections=tuple(Section(key=f"s{number}", questions=part) for number, part in enumerate(parts)))


FITTING = {
    Kind.SHORT: st.text(max_size=20),
    Kind.LONG: st.text(max_size=20),
    Kind.NUMBER: st.integers(-100, 100) | st.floats(-100, 100),
    Kind.DATE: st.dates().map(lambda day: day.isoformat()),
    Kind.ONE_OF: st.sampled_from("abc"),
    Kind.SEVERAL_OF: st.lists(st.sampled_from("abc")),
    Kind.YES_NO: st.booleans(),
    Kind.EMAIL: st.just("kim@example.org"),
    Kind.PHONE: st.just("+49 30 1234567"),
    Kind.URL: st.just("https://example.org/a"),
    Kind.CONSENT: st.booleans(),
}
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | st.sampled_from("abc"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)


def answers(form: Form) -> st.SearchStrategy[dict[str, object]]:
    """Mostly what fits, sometimes anything."""
    return st.fixed_dictionaries(
        {}, optional={one.key: FITTING[one.kind] | FITTING[one.kind] | ANYTHING for one in form.questions()}
    )
