"""The sprint of last year, whose projects are being carried out."""

from typing import Final

from programmes.seeds.words import ChallengeText, SolutionText, SprintText, TeamText

MOBIL: Final = SprintText(
    slug="mobil-auf-dem-land",
    title="Mobil auf dem Land",
    summary="Vierzig Tage für bessere Wege zwischen Dorf, Arzt, Schule und Bahnhof.",
    about="Wer im Auental kein Auto hat, plant den Tag um den Bus. **Das wollten wir ändern.** In diesem Sprint haben "
    "sechs Teams Lösungen gebaut; fünf davon werden jetzt umgesetzt.",
    hashtag="#MobilAufDemLand",
    certificates="handed_in",
    days={
        "registration": (-240, -216),
        "proposals": (-240, -220),
        "teams": (-215, -198),
        "build": (-215, -190),
        "hand_in": (-196, -190),
        "review": (-190, -181),
        "rating": (-181, -176),
        "announcement": (-176, -175),
    },
    challenges=(
        ChallengeText(
            title="Wie kommen Menschen ohne Auto zum Arzt?",
            summary="In neun Ortsteilen fährt nach 17 Uhr kein Bus mehr.",
            body="Die Praxen liegen in der Stadt, die Patientinnen und Patienten in den Dörfern. Fahrdienste gibt es, "
            "aber niemand weiß, wann welcher fährt.",
            category="verkehr",
            owner="stadt",
        ),
        ChallengeText(
            title="Wie werden Schulwege sicher?",
            summary="Eltern fahren ihre Kinder, weil der Weg zu Fuß gefährlich scheint.",
            body="Wo sind die gefährlichen Stellen wirklich? Wir suchen Wege, das mit Kindern gemeinsam "
            "herauszufinden.",
            category="verkehr",
            owner="stadt",
        ),
        ChallengeText(
            title="Wie bleibt der Dorfladen am Leben?",
            summary="Der letzte Laden im Umkreis schließt, wenn nicht mehr Leute dort einkaufen.",
            body="Öffnungszeiten, Lieferung, Treffpunkt: Was würde helfen?",
            category="nachbarschaft",
        ),
        ChallengeText(
            title="How can visitors explore the valley without a car?",
            summary="Tourists arrive by train and then rent cars, because nobody tells them how to go on.",
            body="Buses, bikes and footpaths exist. What is missing is one answer to the question: how do I get there?",
            category="klima",
            owner="werke",
            language="en",
        ),
    ),
    teams=(
        TeamText(
            name="Mitfahrbank",
            pitch="Wir stellen Bänke auf, an denen man mitgenommen wird, und zeigen, wer wohin fährt.",
            challenge=0,
            people=("tarik", "mira", "bastian", "uwe"),
            solution=SolutionText(
                title="Mitfahrbank Auental",
                summary="Bänke mit Schildern und einer einfachen Anzeige: Wer sitzt, wird mitgenommen.",
                body="## Das Problem\nNach 17 Uhr fährt kein Bus. Viele fahren trotzdem, mit leeren Sitzen.\n\n"
                "## Die Lösung\nAn zwölf Orten stehen Bänke mit Klappschildern. Ein kleiner Knopf meldet den Wunsch, "
                "und wer angemeldet ist, sieht ihn auf dem Handy.\n\n## So geht es weiter\n- drei Bänke im Frühjahr\n"
                "- Test mit dem Seniorenrat\n- Wartung durch die Feuerwehrjugend",
                links=(("Bauplan der Bank", "https://example.org/mitfahrbank/bauplan"),),
                alt="Eine Häuserreihe vor grünen Hügeln, darüber eine gelbe Sonne",
            ),
        ),
        TeamText(
            name="Wegweiser",
            pitch="Kinder kartieren ihre Schulwege, die Stadt bekommt eine Liste, was zu tun ist.",
            challenge=1,
            people=("amira", "lars", "dorte", "yusuf"),
            solution=SolutionText(
                title="Schulwegkarte",
                summary="Kinder markieren gefährliche Stellen, die Verwaltung antwortet auf jede einzelne.",
                body="Vier Schulklassen haben 312 Stellen markiert. Jede hat einen Stand: *gesehen*, *geplant*, "
                "*erledigt*. Eltern sehen, dass sich etwas tut.",
                licence="MIT",
                links=(("Quelltext", "https://codeberg.org/auental-beispiel/schulwegkarte"),),
                alt="Eine stilisierte Straße mit bunten Häusern",
            ),
        ),
        TeamText(
            name="Ladenhüter",
            pitch="Der Dorfladen bleibt, wenn er mehr ist als ein Laden.",
            challenge=2,
            people=("samuel", "anton", "helin"),
            solution=SolutionText(
                title="Dorfladen mit Schlüssel",
                summary="Mitglieder kaufen auch nach Ladenschluss ein, mit einem Schlüssel auf dem Handy.",
                body="Der Laden ist vier Stunden am Tag besetzt und zwölf Stunden offen. Wir haben das Schloss gebaut, "
                "die Satzung geschrieben und sechs Wochen getestet.",
                alt="Ein kleines Haus mit spitzem Dach zwischen zwei Hügeln",
            ),
        ),
        TeamText(
            name="Valley Hoppers",
            pitch="One page that answers how to get anywhere in the valley without a car.",
            challenge=3,
            people=("zoe", "daniel", "vera", "judith"),
            language="en",
            solution=SolutionText(
                title="Auental by Bus and Bike",
                summary="A trip planner for visitors that also works on paper, at every station.",
                body="We joined timetables, bike stations and footpaths. The planner prints a card that works without "
                "a phone. Two hotels hand it out already.",
                licence="EUPL-1.2",
                links=(("Live planner", "https://example.org/valley"),),
                alt="Blue hills under a pale sky, small houses in front",
            ),
        ),
        TeamText(
            name="Arztbus",
            pitch="Ein Bus, der nur fährt, wenn ihn jemand braucht.",
            challenge=0,
            people=("katja", "ivo", "chiara"),
            solution=SolutionText(
                title="Rufbus zur Praxis",
                summary="Wer einen Termin macht, bucht den Bus gleich mit.",
                body="Die Praxis fragt beim Termin: Brauchen Sie eine Fahrt? Daraus entsteht die Route des Busses. Im "
                "Test kamen 41 Menschen pünktlich an.",
                alt="Ein Dorf am Abend mit großer Sonne",
            ),
        ),
        TeamText(
            name="Radelrudel",
            pitch="Gemeinsam zur Schule radeln, jeden Tag.",
            challenge=1,
            people=("nele", "wanja"),
            solution=SolutionText(
                title="Radelrudel",
                summary="Kinder fahren in Gruppen zur Schule, Erwachsene wechseln sich ab.",
                body="Eine Absprache, ein Plan, eine Weste. Mehr braucht es nicht.",
            ),
        ),
    ),
)
