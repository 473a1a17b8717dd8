"""The sprint whose solutions are being compared, two at a time."""

from typing import Final

from programmes.seeds.words import ChallengeText, SolutionText, SprintText, TeamText

NAECHTE: Final = SprintText(
    slug="leise-naechte",
    title="Leise Nächte",
    summary="Drei Wochen für Ideen gegen Lärm, damit alle schlafen können.",
    about="Jede vierte Beschwerde im Auental handelt von Lärm in der Nacht. Fünf Teams haben ihre Lösungen abgegeben; "
    "die Jury vergleicht je zwei davon.",
    hashtag="#LeiseNächte",
    days={
        "registration": (-50, -34),
        "proposals": (-50, -38),
        "teams": (-36, -14),
        "build": (-36, -8),
        "hand_in": (-14, -8),
        "review": (-7, 20),
        "rating": (-3, 27),
        "announcement": (28, 29),
    },
    challenges=(
        ChallengeText(
            title="Wie wird die Lieferzone am Markt leiser?",
            summary="Zwischen vier und sechs Uhr rollen dort 300 Kisten über Pflaster.",
            body="Händler, Anwohnerinnen und die Stadt sitzen an einem Tisch. Gesucht ist, was ab morgen hilft.",
            category="verkehr",
            owner="stadt",
        ),
        ChallengeText(
            title="Feiern und schlafen in derselben Straße: Geht das?",
            summary="Die Hafengasse lebt von ihren Gärten und hat 400 Nachbarn.",
            body="Verbote haben nichts gebracht. Wir suchen Absprachen, die halten.",
            category="nachbarschaft",
        ),
    ),
    teams=(
        TeamText(
            name="Gummirolle",
            pitch="Leise Räder für alle, die früh liefern.",
            challenge=0,
            people=("hannes", "gustav"),
            solution=SolutionText(
                title="Leihräder für Rollcontainer",
                summary="Ein Satz weicher Rollen, den Lieferdienste am Abend leihen und am Morgen zurückgeben.",
                body="Gemessen: 14 Dezibel weniger auf Pflaster. Ein Satz kostet 60 Euro und hält zwei Jahre. Vier "
                "Händler haben drei Wochen lang mitgemacht.",
            ),
        ),
        TeamText(
            name="Teppich",
            pitch="Ein Weg aus Matten, der jeden Morgen wieder verschwindet.",
            challenge=0,
            people=("samuel", "cem"),
            solution=SolutionText(
                title="Der Mattenweg",
                summary="Gummimatten auf den lautesten 80 Metern, ausgelegt vom ersten, eingerollt vom letzten Wagen.",
                body="Die Matten sind aus alten Reifen. Der Bauhof hat sie zugeschnitten; ausgelegt sind sie in sechs "
                "Minuten.",
            ),
        ),
        TeamText(
            name="Zehn nach zehn",
            pitch="Eine Uhr, die alle sehen, und eine Nummer, die alle kennen.",
            challenge=1,
            people=("ines", "omar"),
            solution=SolutionText(
                title="Das leise Telefon der Hafengasse",
                summary="Wer nicht schlafen kann, ruft nicht die Polizei, sondern den Garten an.",
                body="Jeder Garten hat eine Nummer und jemanden, der abnimmt. In vier Wochen: 61 Anrufe, 57 davon in "
                "zehn Minuten erledigt, keine Anzeige.",
            ),
        ),
        TeamText(
            name="Quiet hours",
            pitch="A sound meter that shows smiles instead of numbers.",
            challenge=1,
            people=("finn", "daniel"),
            language="en",
            solution=SolutionText(
                title="The smiling meter",
                summary="A lamp above each garden: green, yellow, red. Guests notice before neighbours do.",
                body="Built from parts for 38 euros, with no recording at all: it only knows how loud it is right now. "
                "Evenings above the limit fell from 21 to 9 a month.",
            ),
        ),
        TeamText(
            name="Fensterbrief",
            pitch="Nachbarn, die sich kennen, beschweren sich anders.",
            challenge=1,
            people=("jakub", "paula"),
            solution=SolutionText(
                title="Der Abend der offenen Fenster",
                summary="Einmal im Jahr hören die Gäste, wie laut es oben ist: in den Wohnungen.",
                body="Zwölf Wohnungen haben geöffnet. Danach haben drei Gärten ihre Boxen umgehängt.",
            ),
        ),
    ),
)
