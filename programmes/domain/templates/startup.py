"""Social startup days: three days from an idea to a business model."""

from typing import Final

from programmes.domain.outline import Section
from programmes.domain.templates.kinds import (
    AnnouncementTemplate,
    CriterionTemplate,
    PhaseTemplate,
    SprintTemplate,
    Words,
    at,
)

CANVAS: Final = (
    Section(
        key="segments",
        title_de="Zielgruppen",
        title_en="Customer segments",
        hint_de="Für wen ist es da? Wer hat etwas davon, und wer bezahlt?",
        hint_en="Whom is it for? Who benefits, and who pays?",
    ),
    Section(
        key="value",
        title_de="Nutzen",
        title_en="Value propositions",
        hint_de="Welches Problem wird gelöst? Was ist danach besser?",
        hint_en="Which problem is solved? What is better afterwards?",
    ),
    Section(
        key="channels",
        title_de="Wege zu den Menschen",
        title_en="Channels",
        hint_de="Wie erfahren Menschen davon, und wie kommt es zu ihnen?",
        hint_en="How do people hear of it, and how does it reach them?",
    ),
    Section(
        key="relationships",
        title_de="Beziehungen",
        title_en="Customer relationships",
        hint_de="Wie bleiben Sie mit ihnen in Kontakt?",
        hint_en="How do you stay in touch with them?",
    ),
    Section(
        key="revenue",
        title_de="Einnahmen",
        title_en="Revenue streams",
        hint_de="Wofür bezahlt wer wie viel? Was kommt aus Förderung?",
        hint_en="Who pays how much for what? What comes from grants?",
    ),
    Section(
        key="resources",
        title_de="Mittel",
        title_en="Key resources",
        hint_de="Was brauchen Sie unbedingt: Menschen, Räume, Wissen, Technik?",
        hint_en="What do you need by all means: people, rooms, knowledge, technology?",
    ),
    Section(
        key="activities",
        title_de="Tätigkeiten",
        title_en="Key activities",
        hint_de="Was müssen Sie immer wieder tun, damit es läuft?",
        hint_en="What must you do again and again to keep it running?",
    ),
    Section(
        key="partners",
        title_de="Partner",
        title_en="Key partners",
        hint_de="Ohne wen geht es nicht?",
        hint_en="Without whom will it not work?",
    ),
    Section(
        key="costs",
        title_de="Kosten",
        title_en="Cost structure",
        hint_de="Was kostet am meisten, einmal und jeden Monat?",
        hint_en="What costs most, once and every month?",
    ),
)

STARTUP: Final = SprintTemplate(
    key="startup",
    name=Words("Gründungstage mit Geschäftsmodell", "Social startup days with a business model canvas"),
    purpose=Words(
        "Drei Tage von der Idee zum tragfähigen Vorhaben: Teams füllen die neun Felder eines Geschäftsmodells.",
        "Three days from an idea to something that lasts: teams fill in the nine fields of a business model together.",
    ),
    weekday=4,
    hour=16,
    length=at(24),
    summary=Words(
        "Drei Tage für soziale Gründungen: vom Problem zum Geschäftsmodell, mit Menschen, die es schon getan haben.",
        "Three days for social startups: from the problem to the business model, with people who have done it before.",
    ),
    about=Words(
        "Sie bringen ein Problem mit, das Ihnen wichtig ist, oder schließen sich einem Team an.\n\nAm Ende der drei "
        "Tage beschreibt jedes Team sein Vorhaben in **neun Feldern**: für wen es da ist, was es nützt, was es kostet "
        "und wovon es lebt.",
        "You bring a problem that matters to you, or join a team.\n\nAt the end of the three days each team describes "
        "its venture in **nine fields**: whom it is for, what it is good for, what it costs and what it lives on.",
    ),
    phases=(
        PhaseTemplate(kind="registration", begins=at(-42), ends=at(0, 4), features=("register",)),
        PhaseTemplate(kind="proposals", begins=at(-42), ends=at(-3), features=("propose_challenge",)),
        PhaseTemplate(kind="teams", begins=at(0), ends=at(0, 20), features=("form_team", "join_team")),
        PhaseTemplate(kind="build", begins=at(0), ends=at(2, 2), features=("build",)),
        PhaseTemplate(kind="hand_in", begins=at(1), ends=at(2, 2), features=("build", "hand_in")),
        PhaseTemplate(kind="review", begins=at(2, 4), ends=at(16), features=("review",)),
        PhaseTemplate(kind="public", begins=at(2, 4), ends=at(14), features=("rate", "comment")),
        PhaseTemplate(kind="rating", begins=at(16), ends=at(21), features=("select",)),
        PhaseTemplate(kind="announcement", begins=at(21), ends=at(24)),
    ),
    rubric=Words("Wie wir Vorhaben bewerten", "How we review ventures"),
    criteria=(
        CriterionTemplate(
            title=Words("Gesellschaftliche Wirkung", "Effect on society"),
            description=Words("Was ändert sich für wen?", "What changes for whom?"),
            weight=3,
        ),
        CriterionTemplate(
            title=Words("Tragfähigkeit", "Sustainability"),
            description=Words("Passen Einnahmen und Kosten zusammen?", "Do revenue and costs fit together?"),
            weight=3,
        ),
        CriterionTemplate(
            title=Words("Team", "Team"),
            description=Words("Können und wollen diese Menschen es tun?", "Can and will these people do it?"),
            weight=2,
        ),
        CriterionTemplate(
            title=Words("Belege", "Evidence"),
            description=Words("Mit wie vielen Betroffenen wurde gesprochen?", "How many people concerned were asked?"),
        ),
    ),
    announcements=(
        AnnouncementTemplate(
            segments=("with_place",),
            at=at(-3),
            subject=Words("So bereiten Sie sich vor", "How to prepare"),
            body=Words(
                "Sprechen Sie vorher mit drei Menschen, die das Problem haben.\n\n"
                "Schreiben Sie auf, was sie heute tun, um es zu lösen.",
                "Talk to three people who have the problem before we begin.\n\n"
                "Write down what they do today to solve it.",
            ),
        ),
        AnnouncementTemplate(
            segments=("leads",),
            at=at(0, 20),
            subject=Words("Halbzeit: Welche Felder sind noch leer?", "Half-time: which fields are still empty?"),
            body=Words(
                "Füllen Sie heute alle neun Felder, auch wenn manches noch eine Vermutung ist. "
                "Morgen prüfen Sie die wichtigsten.",
                "Fill in all nine fields today, even if some are guesses. Tomorrow you check the most important ones.",
            ),
        ),
        AnnouncementTemplate(
            segments=("not_handed_in",),
            at=at(1, 22),
            subject=Words("Heute ist Abgabe", "Hand in today"),
            body=Words(
                "Abgeben können Sie, sobald alle neun Felder gefüllt sind.",
                "You can hand in as soon as all nine fields are filled in.",
            ),
        ),
    ),
    sections=CANVAS,
    capacity=120,
    team_size_max=5,
)
