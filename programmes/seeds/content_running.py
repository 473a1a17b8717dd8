"""The sprint that is running: teams look for people, solutions are being written."""

from typing import Final

from programmes.seeds.words import ChallengeText, RoleText, SolutionText, SprintText, TeamText

CHALLENGES: Final = (
    ChallengeText(
        title="Wie erreichen wir Menschen, bei denen niemand anruft?",
        summary="Jeder vierte Mensch über 75 im Auental spricht an manchen Tagen mit niemandem.",
        body="Besuchsdienste gibt es, aber sie finden ihre Leute nicht. **Wir suchen Wege zueinander**, die ohne "
        "Smartphone gehen und niemanden beschämen.\n\nEin gutes Ergebnis: Bis zum Winter haben 100 Menschen jemanden, "
        "der sich meldet.",
        category="nachbarschaft",
        owner="stadt",
    ),
    ChallengeText(
        title="Wie finden Ehrenamtliche und Vereine zusammen?",
        summary="Vereine suchen Hilfe, Menschen möchten helfen, und beide suchen aneinander vorbei.",
        body="Es gibt drei Listen, zwei davon sind veraltet. Was müsste passieren, damit eine gepflegt wird?",
        category="nachbarschaft",
        owner="buergerwerkstatt",
    ),
    ChallengeText(
        title="Wie wird ein Antrag verständlich?",
        summary="Den Antrag auf Wohngeld füllen drei von zehn Menschen falsch aus.",
        body="Die Vorschriften ändern wir nicht, aber die Fragen dürfen wir anders stellen. Wir geben Einblick in "
        "echte, anonyme Rückfragen.",
        category="verwaltung",
        owner="stadt",
    ),
    ChallengeText(
        title="How do newcomers learn what everybody else just knows?",
        summary="Bins, doctors, deposits, quiet hours: the rules nobody writes down.",
        body="Every year 900 people move to the valley. The city sends a brochure of 64 pages. What would really help "
        "in the first four weeks?",
        category="teilhabe",
        owner="stadt",
        language="en",
    ),
    ChallengeText(
        title="Wie werden Werkzeuge geteilt statt gekauft?",
        summary="Eine Bohrmaschine läuft in ihrem Leben dreizehn Minuten.",
        body="Im Quartier Nordwiese wollen 40 Haushalte teilen. Was fehlt, ist die Ordnung dazu.",
        category="nachbarschaft",
    ),
    ChallengeText(
        title="Wie bleibt die Bibliothek am Sonntag offen?",
        summary="Am Sonntag hätten alle Zeit. Personal gibt es nicht.",
        body="Offene Bibliotheken ohne Personal gibt es anderswo. Was davon passt zu uns?",
        category="bildung",
        owner="stadt",
    ),
    ChallengeText(
        title="Rosis Sitzbank: Wo kann man auf halbem Weg zum Friedhof ausruhen?",
        summary="Der Weg ist 900 Meter lang und hat keine Bank. Rosi, 84, geht ihn jeden Tag.",
        body="Früher stand an der Linde eine Bank. Sie wurde morsch und kam nicht wieder. Wer stellt eine auf, und wer "
        "kümmert sich darum?",
        category="nachbarschaft",
    ),
    ChallengeText(
        title="Wie reden Eltern und Schulen miteinander, wenn die Sprache fehlt?",
        summary="In der Grundschule Süd werden 23 Sprachen gesprochen.",
        body="Übersetzungsprogramme gibt es. Vertrauen übersetzen sie nicht.",
        category="bildung",
        state="proposed",
    ),
    ChallengeText(
        title="Parken abschaffen?",
        summary="Mehr Platz für Menschen in der Innenstadt.",
        body="Wie könnte das gehen?",
        category="verkehr",
        state="proposed",
    ),
    ChallengeText(
        title="Eine App für alles",
        summary="Die Stadt braucht endlich eine App.",
        body="Eine App, in der alles drin ist.",
        category="verwaltung",
        state="declined",
        reason="Bitte beschreiben Sie ein Problem, das Menschen haben. Eine App kann eine Antwort darauf sein. "
        "Wir helfen Ihnen gern beim Umschreiben.",
    ),
)
TEAMS: Final = (
    TeamText(
        name="Telefonkaffee",
        pitch="Einmal in der Woche ein Anruf mit Kaffee an beiden Enden. Wir bauen die Vermittlung, die ohne "
        "Internet geht.",
        challenge=0,
        people=("tarik", "mira", "birgit"),
        roles=(
            RoleText(
                title="Gestaltung",
                description="Sie machen aus unserem Ablauf ein Faltblatt, das man auch mit 85 gern liest.",
                skills=("Gestaltung", "Illustration"),
            ),
            RoleText(
                title="Telefonanlage",
                description="Sie kennen sich mit Telefonie aus oder haben Lust, es zu lernen.",
                skills=("Hardware", "Python"),
                places=2,
            ),
        ),
        asking=(
            ("emil", "Ich habe schon ein Heft für den Seniorenrat gesetzt und hätte sofort Zeit."),
            ("vera", "I built a phone menu for our choir last year. I would love to do it for something that matters."),
        ),
        solution=SolutionText(
            title="Telefonkaffee",
            summary="Zwei Menschen, ein Anruf, jede Woche. Vermittelt von einer Nummer, die man sich merken kann.",
            body="## Stand\nDie Nummer läuft im Test. Acht Paare haben dreimal telefoniert.\n\n## Es fehlt\n- "
            "Faltblatt\n"
            "- Ablauf, wenn jemand nicht abnimmt",
            alt="Häuser unter einer Abendsonne",
        ),
        further=SolutionText(
            title="Kaffee am Gartenzaun",
            summary="Wer sich am Telefon gefunden hat, trifft sich einmal im Monat am nächsten Zaun.",
            body="Erst eine Idee: Thermoskanne, zwei Becher, zwanzig Minuten.",
        ),
    ),
    TeamText(
        name="Bank und Tisch",
        pitch="Lange Tische auf kurzen Straßen: Wir machen die Genehmigung so leicht, dass es jede Woche passiert.",
        challenge=0,
        people=("rosa", "nele", "lars"),
        roles=(RoleText(title="Recht", description="Sondernutzung ohne Tränen.", skills=("Recht", "Verwaltung")),),
    ),
    TeamText(
        name="Ehrensache",
        pitch="Ein Abgleich zwischen dem, was Vereine brauchen, und dem, was Menschen gern tun.",
        challenge=1,
        people=("elif", "omar"),
        roles=(
            RoleText(title="Daten", description="Drei Listen werden eine.", skills=("Daten", "Python")),
            RoleText(title="Interviews", description="Wir wollen 20 Vereine fragen.", skills=("Interviews",), places=2),
        ),
        asking=(("paula", "Ich räume gern Daten auf und kenne fünf der Vereine."),),
    ),
    TeamText(
        name="Klartext Wohngeld",
        pitch="Wir schreiben den Antrag neu, Frage für Frage, und testen ihn im Wartezimmer.",
        challenge=2,
        people=("greta", "chiara", "jana", "helin"),
        roles=(
            RoleText(title="Programmierung", description="Ein Formular, das mitdenkt.", skills=("JavaScript",)),
            RoleText(title="Gebärdensprache", description="Der Antrag als Video.", skills=("Gebärdensprache", "Video")),
        ),
        solution=SolutionText(
            title="Wohngeld in zwölf Fragen",
            summary="Aus 47 Feldern werden zwölf Fragen; den Rest weiß das Amt schon.",
            body="Im Test mit neun Menschen waren acht Anträge vollständig.",
        ),
    ),
    TeamText(
        name="First Four Weeks",
        pitch="A deck of cards instead of a brochure: one card a day for the first four weeks.",
        challenge=3,
        people=("zoe", "ines", "daniel"),
        language="en",
        roles=(
            RoleText(title="Illustrator", description="Twenty-eight small drawings.", skills=("Illustration",)),
            RoleText(
                title="Arabic or Ukrainian",
                description="Please help us get it right.",
                skills=("Übersetzung",),
                places=2,
            ),
        ),
    ),
    TeamText(
        name="Werkzeugwand",
        pitch="Ein Schrank, ein Schlüssel, vierzig Haushalte.",
        challenge=4,
        people=("gustav", "ivo"),
        joining="at_once",
        roles=(
            RoleText(
                title="Buchhaltung", description="Wer zahlt, wenn etwas bricht?", skills=("Buchhaltung", "Finanzen")
            ),
        ),
    ),
    TeamText(
        name="Sonntagslesen",
        pitch="Die Bibliothek öffnet sich selbst, und Nachbarn schauen nach dem Rechten.",
        challenge=5,
        people=("dorte", "wanja", "anton"),
        roles=(
            RoleText(title="Hardware", description="Tür, Licht, Ausleihe: alles ohne Personal.", skills=("Hardware",)),
            RoleText(title="Moderation", description="Mit Anwohnern und Personal sprechen.", skills=("Moderation",)),
        ),
    ),
    TeamText(
        name="Lesebank",
        pitch="Bücher, die draußen wohnen.",
        challenge=5,
        people=("mai", "samuel"),
        joining="at_once",
        roles=(RoleText(title="Holzbau", description="Wetterfest und schön.", skills=("Handwerk",)),),
    ),
    TeamText(
        name="Halber Weg",
        pitch="Zu zweit, zu Fuß, mit einem Stuhl unter dem Arm: Wir suchen die Stellen, an denen eine Bank fehlt.",
        challenge=6,
        people=("thea", "uwe"),
        size_limit=2,
    ),
    TeamText(
        name="Dreizehn Minuten",
        pitch="Ein Schrank, ein Schlüssel, dreizehn Haushalte: Wir messen, was gebraucht wird.",
        challenge=4,
        people=("paula", "cem"),
        size_limit=3,
        roles=(RoleText(title="Befragung", description="40 Haushalte, 5 Fragen.", skills=("Interviews", "Statistik")),),
    ),
)
NACHBARSCHAFT: Final = SprintText(
    slug="nachbarschaft-die-traegt",
    title="Nachbarschaft, die trägt",
    summary="Sechs Wochen für Ideen, mit denen im Auental niemand allein bleibt.",
    about="Alle können mitmachen: ohne Vorwissen, ohne Bewerbung. **Suchen Sie sich eine Herausforderung, finden Sie "
    "ein Team, bauen Sie etwas.** Die besten Lösungen setzen wir danach gemeinsam um, mit Begleitung und Geld aus dem "
    "Auental-Fonds.",
    hashtag="#NachbarschaftDieTrägt",
    grace_minutes=30,
    solutions_per_team=3,
    capacity=200,
    days={
        "registration": (-21, 24),
        "proposals": (-21, 9),
        "teams": (-9, 24),
        "build": (-9, 30),
        "hand_in": (-1, 30),
        "review": (30, 44),
        "rating": (44, 51),
        "announcement": (52, 53),
    },
    challenges=CHALLENGES,
    teams=TEAMS,
    crowd=8,
)
