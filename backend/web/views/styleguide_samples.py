"""What the style guide shows. German only: it is never seen outside development."""

from datetime import datetime, timedelta
from typing import Any

from django import forms

from backend.web.charts import Chart, Colour, Series
from backend.web.forms.fields import DateField, LocalDateTimeField, MoneyField
from backend.web.pictures import CampaignBar, Layer, Waterline

TEXT = """**So geht es:** Nachbarn melden, was sie brauchen, und wer helfen kann, sagt es.

- ohne Anmeldung
- in drei Schritten
- [mit Anleitung](https://example.org/anleitung)

> Wir haben das an einem Wochenende gebaut.

<script>alert(1)</script>
"""


class StyleguideForm(forms.Form):
    name = forms.CharField(label="Name des Teams", max_length=80, help_text="So sehen Sie andere in der Liste.")
    motivation = forms.CharField(label="Warum möchten Sie mitmachen?", widget=forms.Textarea)
    amount = MoneyField(label="Betrag in Euro", min_minor=100, help_text="Zum Beispiel 20 oder 12,50.")
    category = forms.ChoiceField(label="Kategorie", choices=[("", "Bitte wählen"), ("health", "Gesundheit")])
    role = forms.ChoiceField(
        label="Welche Rolle passt zu Ihnen?",
        choices=[("dev", "Entwicklung"), ("design", "Gestaltung"), ("research", "Recherche")],
        widget=forms.RadioSelect,
    )
    days = forms.MultipleChoiceField(
        label="Wann haben Sie Zeit?",
        choices=[("fri", "Freitag"), ("sat", "Samstag"), ("sun", "Sonntag")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    birthday = DateField(label="Datum")
    starts_at = LocalDateTimeField(label="Beginn", zone="Europe/Berlin", required=False)
    image = forms.FileField(label="Bild", required=False, help_text="JPG oder PNG, höchstens 5 MB.")
    agree = forms.BooleanField(label="Ich habe die Regeln gelesen und halte mich daran.")


PHASES = {"Anmelden": "done", "Herausforderungen": "done", "Teams bilden": "now", "Bauen": "next", "Bewerten": "next"}
STEPS = (
    {"label": "Prototyp", "state": "done", "note": "bestanden am 3. Mai"},
    {"label": "Test", "state": "done"},
    {"label": "Verbreitung", "state": "now", "note": "2 von 3 Nachweisen"},
    {"label": "Wirkung", "state": "next"},
)
PARTS: tuple[tuple[str, Colour, int], ...] = (
    ("Ausgezahlt", "paid", 4_182_050),
    ("Freigegeben", "approved", 1_260_000),
    ("Vorgemerkt", "reserved", 905_025),
    ("Frei", "free", 3_652_925),
)
WEEKS = (
    (0, 0, 50_000, 9_950_000),
    (0, 210_000, 640_000, 9_150_000),
    (900_000, 700_000, 800_000, 7_600_000),
    (2_400_000, 1_100_000, 1_000_000, 5_500_000),
    tuple(amount for _, _, amount in PARTS),
)
AREA = Chart(
    kind="area",
    title="Wo das Geld des Fonds war",
    first_column="Woche",
    currency="EUR",
    series=[Series(label, colour) for label, colour, _ in PARTS],
    rows=[(f"KW {week}", amounts) for week, amounts in enumerate(WEEKS, start=40)],
)
BARS = Chart(
    kind="stacked",
    title="Aus der Menge und aus dem Fonds",
    first_column="Kampagne",
    currency="EUR",
    total=True,
    series=[Series("Menge", "crowd"), Series("Fonds", "fund")],
    rows=[
        ("Nachbarschaftshilfe", (312_000, 78_000)),
        ("Lernen daheim", (840_000, 210_000)),
        ("Maskennetz", (125_000, 31_250)),
    ],
)
LINES = Chart(
    kind="lines",
    title="Anmeldungen je Tag",
    first_column="Tag",
    now="Mi",
    series=[Series("Sprint 2026", "one"), Series("Sprint 2025", "two")],
    rows=[("Mo", (120, 80)), ("Di", (340, 150)), ("Mi", (910, 420)), ("Do", (1400, 700)), ("Fr", (1620, None))],
)


def times(now: datetime) -> dict[str, Any]:
    return {
        "deadline": now + timedelta(days=3, hours=4, minutes=30),
        "soon": now + timedelta(hours=5),
        "over": now - timedelta(days=1),
        "phases": [
            {
                "name": name,
                "state": state,
                "starts_at": now + timedelta(days=2 * order - 5),
                "ends_at": now + timedelta(days=2 * order - 3),
            }
            for order, (name, state) in enumerate(PHASES.items())
        ],
    }


def money() -> dict[str, Any]:
    layers = tuple(Layer(colour, label, amount, f"#{colour}") for label, colour, amount in PARTS)
    return {
        "bar": CampaignBar(crowd=3_120_00, fund=780_00, goal_1=5_000_00, goal_2=8_000_00),
        "full_bar": CampaignBar(crowd=9_420_50, fund=2_355_12, goal_1=8_000_00),
        "waterline": Waterline(layers),
        "area": AREA,
        "bars": BARS,
        "lines": LINES,
    }
