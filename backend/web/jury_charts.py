"""The pictures of a jury's work, each with its table."""

from decimal import Decimal

from django.utils.translation import gettext as _

from backend.web import formats
from backend.web.charts import Chart, Series
from programmes.selectors.jury_picture import TENTHS, JuryPicture


def charts(seen: JuryPicture) -> list[tuple[str, Chart]]:
    found = [("spread", _spread(seen)), ("severity", _severity(seen))] if seen.mean is not None else []
    return [*found, ("border", _border(seen))] if seen.near else found


def _spread(seen: JuryPicture) -> Chart:
    step = 100 // TENTHS
    return Chart(
        kind="bars",
        title=_("How the points spread"),
        first_column=_("Mean in percent"),
        series=[Series(_("Solutions"), "one")],
        rows=[(f"{place * step}–{(place + 1) * step}", [count]) for place, count in enumerate(seen.tenths)],
        note=_("Where nearly all solutions have the same points, the rubric or the jury tells them apart badly."),
    )


def _severity(seen: JuryPicture) -> Chart:
    note = _("Mean of what each person gave, from the most severe to the mildest. The adjusted rank evens this out.")
    if len(seen.jurors) < seen.jurors_in_all:
        note += " " + _("Of %(n)s people the first and the last are shown.") % {"n": seen.jurors_in_all}
    return Chart(
        kind="bars",
        title=_("How severe the jury is"),
        first_column=_("Juror"),
        series=[Series(_("Mean in percent"), "two")],
        rows=[(one.name, [_percent(one.mean)]) for one in seen.jurors],
        unit="%",
        note=note,
        horizontal=True,
    )


def _border(seen: JuryPicture) -> Chart:
    """Standard scores are about 0 and have no percent; both are shown as a hundred times what they are."""
    return Chart(
        kind="lines",
        title=_("How sure the ranking is around the last place"),
        first_column=_("Rank and solution"),
        series=[Series(_("At least"), "three"), Series(_("Score"), "one"), Series(_("At most"), "four")],
        rows=[
            (
                f"{formats.number(one.rank)}. {one.title}",
                [_percent(one.least), _percent(one.score), _percent(one.most)],
            )
            for one in seen.near
        ],
        note=_said_of_the_border(by_pairs=seen.by_pairs),
    )


def _said_of_the_border(*, by_pairs: bool) -> str:
    if by_pairs:
        return _(
            "In percent: how often a solution would be preferred to an average one. After as many other comparisons it"
            " would lie between both lines 9 of 10 times."
        )
    return _("Score in hundredths. Other jurors of the same kind would have come out between both lines 9 of 10 times.")


def _percent(share: float) -> Decimal:
    return Decimal(str(round(100 * share, 1)))
