"""The sprint that is coming: small, already full, with a waiting list."""

from typing import Final

from programmes.seeds.words import ChallengeText, SprintText

ENERGIE: Final = SprintText(
    slug="energie-im-quartier",
    title="Energie im Quartier",
    summary="Eine Werkstatt für zwölf Menschen: gemeinsam heizen, teilen, sparen.",
    about="Die Stadtwerke öffnen ihre Zahlen für drei Straßen. **Zwölf Plätze**, weil wir in echten Heizungskellern "
    "arbeiten. Wer keinen Platz bekommt, rückt von der Warteliste nach.",
    hashtag="#EnergieImQuartier",
    capacity=12,
    accept_hours=48,
    asks=True,
    next_in_line="zoe",
    days={
        "registration": (-3, 45),
        "proposals": (-3, 35),
        "teams": (45, 60),
        "build": (45, 80),
        "hand_in": (75, 80),
        "review": (80, 90),
        "rating": (90, 95),
        "announcement": (96, 97),
    },
    challenges=(
        ChallengeText(
            title="Wie teilen sich Nachbarn eine Wärmepumpe?",
            summary="Technisch geht es. Aber wer zahlt was, und wer ruft den Handwerker?",
            body="Drei Reihenhäuser, ein Gerät. Wir suchen Vertrag, Abrechnung und Alltag.",
            category="energie",
            owner="werke",
        ),
        ChallengeText(
            title="Wie senken Mieterinnen ihre Nebenkosten, ohne zu frieren?",
            summary="Wer zur Miete wohnt, kann die Heizung nicht tauschen. Was geht trotzdem?",
            body="Messen, verstehen, verabreden: Kleine Schritte, die eine Hausgemeinschaft gehen kann.",
            category="energie",
        ),
        ChallengeText(
            title="Was macht der Balkonstrom, wenn niemand zu Hause ist?",
            summary="Mittags ist Strom da und keiner braucht ihn.",
            body="Speichern, teilen, verschieben?",
            category="energie",
            state="proposed",
        ),
    ),
    crowd=15,
)
