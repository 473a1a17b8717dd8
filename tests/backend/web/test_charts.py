from decimal import Decimal

from backend.web.charts import Cell, Chart, Series

MONEY = Chart(
    kind="stacked",
    title="Geld",
    first_column="Kampagne",
    currency="EUR",
    series=[Series("Menge", "crowd"), Series("Fonds", "fund")],
    rows=[("A", (125_050, 31_262)), ("B", (None, 1))],
)


def test_money_cells_carry_the_number_and_its_text() -> None:
    first, second = MONEY.table()
    assert first.cells[0] == Cell("1250.50", "1.250,50\u00a0€")
    assert second.cells == [Cell("", "–"), Cell("0.01", "0,01\u00a0€")]


def test_totals_add_up_to_the_cent_and_pass_over_gaps() -> None:
    assert [cell.text for cell in MONEY.totals()] == ["1.250,50\u00a0€", "312,63\u00a0€"]


def test_plain_numbers_have_their_unit() -> None:
    chart = Chart("bars", "Tests", "Woche", [Series("Tests", "one")], [("1", (Decimal("2.5"),))], unit="Stück")
    assert chart.table()[0].cells == [Cell("2.5", "2,5 Stück")]
    assert chart.totals() == [Cell("2.5", "2,5 Stück")]
