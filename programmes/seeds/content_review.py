"""The sprint whose solutions are being judged."""

from typing import Final

from programmes.seeds.words import ChallengeText, SolutionText, SprintText, TeamText

HITZE: Final = SprintText(
    slug="kuehl-durch-den-sommer",
    title="Kühl durch den Sommer",
    summary="Fünf Wochen für Ideen, die Menschen in heißen Wochen schützen.",
    about="Im letzten Sommer war es im Auental an 31 Tagen heißer als 30 Grad. Sechs Teams haben ihre Lösungen "
    "abgegeben; die Jury bewertet sie gerade.",
    hashtag="#KühlDurchDenSommer",
    grace_minutes=15,
    days={
        "registration": (-60, -40),
        "proposals": (-60, -45),
        "teams": (-42, -12),
        "build": (-42, -6),
        "hand_in": (-12, -6),
        "review": (-6, 21),
        "rating": (-2, 28),
        "announcement": (29, 30),
    },
    challenges=(
        ChallengeText(
            title="Wie erreichen wir alte Menschen, bevor die Hitze kommt?",
            summary="Hitzewarnungen stehen im Internet. Wer allein lebt, liest sie dort nicht.",
            body="Der Pflegedienst kennt viele, aber nicht alle. Gesucht sind Wege, die ohne neues Gerät auskommen.",
            category="gesundheit",
            owner="stadt",
        ),
        ChallengeText(
            title="Wo ist es in der Stadt noch kühl?",
            summary="Es gibt kühle Orte, aber keine Karte davon und wenig Bänke.",
            body="Kirchen, Bibliotheken, Parks: Wann sind sie offen, wie kommt man hin, gibt es Wasser?",
            category="klima",
            owner="stadt",
        ),
        ChallengeText(
            title="How do we keep classrooms below 26 degrees?",
            summary="Old school buildings heat up fast and air conditioning is no option.",
            body="Shading, airing at night, measuring: what works with what a school can pay?",
            category="bildung",
            owner="werke",
            language="en",
        ),
        ChallengeText(
            title="Wie überlebt der Stadtbaum den August?",
            summary="4.200 Bäume, drei Gießwagen. Viele würden helfen, wenn sie wüssten, wo.",
            body="Wir suchen etwas, das Gießen zu einer Sache der Nachbarschaft macht.",
            category="klima",
        ),
    ),
    teams=(
        TeamText(
            name="Klingelkette",
            pitch="Bei Hitze klingelt es: eine Kette von Nachbarinnen und Nachbarn.",
            challenge=0,
            people=("birgit", "xenia", "rosa"),
            late_minutes=20,
            solution=SolutionText(
                title="Die Klingelkette",
                summary="Wer warnen will, ruft drei Menschen an, die je drei anrufen. Wer nicht abnimmt, bekommt "
                "Besuch.",
                body="Wir haben in zwei Straßen geübt: 84 von 90 Menschen waren in 40 Minuten erreicht. Ein Zettel am "
                "Kühlschrank ersetzt die App.",
                alt="Häuser in einer Reihe, darüber eine große Sonne",
            ),
        ),
        TeamText(
            name="Schattenkarte",
            pitch="Die kühlsten Wege durch die Stadt, auf Papier und auf dem Handy.",
            challenge=1,
            people=("jakub", "paula", "mai", "bastian"),
            solution=SolutionText(
                title="Schattenkarte Auental",
                summary="Eine Karte kühler Orte und schattiger Wege, mit Öffnungszeiten und Trinkwasser.",
                body="Aus Höhendaten und Bäumen rechnen wir den Schatten für jede Stunde aus. 63 kühle Orte sind "
                "geprüft, 11 davon haben ihre Zeiten für uns verlängert.",
                licence="MIT",
                links=(("Karte", "https://example.org/schatten"), ("Daten", "https://example.org/schatten/daten")),
                alt="Grüne Hügel mit Häusern und einer gelben Sonne",
                slides=("Schattenkarte in drei Minuten", "63 kühle Orte sind geprüft", "Drei Städte fragen schon"),
            ),
        ),
        TeamText(
            name="Cool School",
            pitch="Sensors, shades and a routine that pupils run themselves.",
            challenge=2,
            people=("finn", "daniel", "dorte"),
            language="en",
            late_minutes=6,
            solution=SolutionText(
                title="Cool School Kit",
                summary="Twelve sensors, white awnings and a class duty roster: 3.1 degrees less at noon.",
                body="We measured two schools for three weeks. Airing at six in the morning matters more than any "
                "device. The kit costs 480 euros a floor.",
                licence="CC-BY-SA-4.0",
                alt="A school-like row of houses under a hot sun",
            ),
        ),
        TeamText(
            name="Gießpaten",
            pitch="Jeder Baum bekommt jemanden, der ihn kennt.",
            challenge=3,
            people=("hannes", "gustav", "fatou"),
            solution=SolutionText(
                title="Baum sucht Kanne",
                summary="Am Stamm hängt ein Schild mit Durst: grün, gelb, rot. Wer gießt, dreht es um.",
                body="Ohne Strom, ohne Anmeldung. In der Probe wurden 130 von 150 Bäumen regelmäßig gegossen.",
                alt="Zwei Hügel und eine Sonne in warmen Farben",
            ),
        ),
        TeamText(
            name="Eiskalt kalkuliert",
            pitch="Was kostet ein Hitzetag, und was spart Schatten?",
            challenge=1,
            people=("samuel", "cem"),
            solution=SolutionText(
                title="Rechner für Hitzetage",
                summary="Die Verwaltung sieht, welcher Schatten sich lohnt, und darf ihn beantragen.",
                body="Der Rechner nutzt offene Daten und legt jede Annahme offen.",
                licence="EUPL-1.2",
            ),
        ),
        TeamText(
            name="Wasser marsch",
            pitch="Trinkbrunnen, die man findet und die funktionieren.",
            challenge=1,
            people=("ines", "omar", "emil"),
            solution=SolutionText(
                title="Brunnenwache",
                summary="Wer einen Brunnen sieht, meldet mit einem Foto, ob er läuft.",
                body="28 Brunnen, 9 davon kaputt: Nach vier Wochen liefen 27.",
                alt="Blaue Hügel mit hellem Himmel",
            ),
        ),
    ),
)
