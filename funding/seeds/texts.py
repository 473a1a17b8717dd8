# ruff: noqa: E501  prose is not broken into lines
"""What the invented campaigns say about themselves."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Words:
    """`project` is the title of the project that it is for."""

    project: str
    slug: str
    title: str
    summary: str
    story: str
    use_of_money: str
    goal1_minor: int
    goal2_minor: int
    language: str = "de"
    updates: tuple[tuple[str, str], ...] = ()


RIDE_BENCH = Words(
    project="Mitfahrbank Auental",
    slug="mitfahrbank-auental",
    title="Zwölf Mitfahrbänke für das Auental",
    summary="Nach 17 Uhr fährt kein Bus, aber viele Autos mit leeren Sitzen. Auf unseren Bänken wird man mitgenommen.",
    story=(
        "Drei Bänke stehen schon, und sie werden benutzt: Im Frühjahr sind 412 Menschen mitgefahren, im Schnitt nach sieben Minuten.\n\n"
        "**Was fehlt:** Neun Orte warten noch auf ihre Bank. Jede bekommt ein Dach, Klappschilder und einen Knopf, der den Wunsch meldet, "
        "auch für Menschen ohne Smartphone.\n\n- neun Bänke mit Dach und Licht\n- Schilder und Knöpfe, gebaut in der Lehrwerkstatt\n"
        "- Wartung durch die Feuerwehrjugend"
    ),
    use_of_money="3.600 € Holz und Dächer, 1.900 € Schilder und Knöpfe, 1.500 € Aufbau und Wartung im ersten Jahr.",
    goal1_minor=350_000,
    goal2_minor=700_000,
    updates=(
        (
            "Die ersten 1.000 Euro sind da!",
            "Danke! Das Holz für die vierte Bank ist bestellt, am Samstag bauen wir in Niederau.",
        ),
        (
            "Niederau hat eine Bank",
            "Vierzehn Leute haben mitgebaut, und schon auf dem Heimweg wurde die erste Person mitgenommen.",
        ),
    ),
)
SCHOOL_MAP = Words(
    project="Schulwegkarte",
    slug="schulwegkarte",
    title="Die Schulwegkarte für alle Grundschulen",
    summary="Kinder markieren gefährliche Stellen, die Verwaltung antwortet auf jede einzelne. Jetzt kommen sechs Schulen dazu.",
    story=(
        "Vier Klassen haben 312 Stellen markiert. 57 davon sind inzwischen sicherer: ein Zebrastreifen, ein versetztes Schild, eine Ampel, "
        "die länger Grün zeigt.\n\nMit Ihrer Hilfe gehen wir in sechs weitere Schulen."
    ),
    use_of_money="1.500 € Projekttage in sechs Schulen, 600 € Druck der Karten, 400 € Technik.",
    goal1_minor=150_000,
    goal2_minor=250_000,
    updates=(("Ziel erreicht: Danke!", "Im neuen Schuljahr geht es los. Wir melden uns mit den ersten Karten."),),
)
VILLAGE_SHOP = Words(
    project="Dorfladen mit Schlüssel",
    slug="dorfladen-mit-schluessel",
    title="Ein Schlüssel für den Dorfladen",
    summary="Der Laden bleibt, wenn er zwölf statt vier Stunden offen ist. Dafür brauchen wir ein Schloss, das mitdenkt.",
    story=(
        "Sechs Wochen haben wir getestet: Der Umsatz stieg um ein Drittel, verschwunden ist ein einziges Glas Honig, und das lag im falschen "
        "Regal.\n\nJetzt soll der Schlüssel bleiben."
    ),
    use_of_money="2.800 € Schloss und Kasse, 1.700 € Kühltheke, 1.500 € Umbau des Eingangs.",
    goal1_minor=300_000,
    goal2_minor=600_000,
    updates=(("Das Schloss ist da", "Es hängt schon im Schaufenster. Wer mag, darf den Testschlüssel ausprobieren."),),
)
CALL_BUS = Words(
    project="Rufbus zur Praxis",
    slug="rufbus-zur-praxis",
    title="Rufbus zur Praxis: der zweite Bus",
    summary="Wer einen Termin macht, bucht die Fahrt gleich mit. Der erste Bus ist voll, wir brauchen einen zweiten.",
    story="41 Menschen kamen im Test pünktlich zum Arzt. Seit drei Monaten müssen wir Fahrten ablehnen, weil der Bus schon unterwegs ist.",
    use_of_money="3.400 € Umbau mit Rampe, 1.000 € Versicherung, 600 € Schulung der Fahrerinnen und Fahrer.",
    goal1_minor=250_000,
    goal2_minor=500_000,
)
VALLEY_CARD = Words(
    project="Auental by Bus and Bike",
    slug="auental-by-bus-and-bike",
    title="A valley card for every station",
    summary="The trip planner that also works on paper: one card a station, in four languages.",
    story="Two hotels hand out our card already. Next we want it at all eleven stations, in German, English, Polish and Turkish.",
    use_of_money="2,000 € for translation and layout, 1,500 € for print.",
    goal1_minor=200_000,
    goal2_minor=350_000,
    language="en",
)
# Small campaigns of earlier days, for the same projects.
FIRST_MAPS = Words(
    project=SCHOOL_MAP.project,
    slug="schulwegkarte-probelauf",
    title="Schulwegkarte: der Probelauf",
    summary="Eine Klasse, ein Schulweg, eine Karte: Wir wollen wissen, ob Kinder sie gern benutzen.",
    story="Die 3b der Grundschule am Markt probiert es aus. Wir brauchen Papier, Stifte und zwei Nachmittage.",
    use_of_money="250 € Material, 150 € Druck.",
    goal1_minor=40_000,
    goal2_minor=60_000,
)
FIRST_DOOR = Words(
    project=VILLAGE_SHOP.project,
    slug="dorfladen-testschluessel",
    title="Dorfladen: der Testschlüssel",
    summary="Sechs Wochen lang darf, wer im Dorf wohnt, auch abends einkaufen. Dafür leihen wir ein Schloss.",
    story="Erst leihen, dann kaufen: So sehen wir, ob die offene Tür dem Laden hilft.",
    use_of_money="450 € Leihgebühr für Schloss und Kamera.",
    goal1_minor=45_000,
    goal2_minor=70_000,
)
FIRST_RIDES = Words(
    project=CALL_BUS.project,
    slug="rufbus-probefahrten",
    title="Rufbus zur Praxis: die Probefahrten",
    summary="Drei Wochen, ein geliehener Bus, eine Praxis: Kommen die Menschen pünktlich an?",
    story="Wir fahren vierzig Mal und schreiben jede Fahrt auf.",
    use_of_money="400 € Leihbus, 200 € Diesel.",
    goal1_minor=60_000,
    goal2_minor=90_000,
)
