"""A lab: six weeks on one question, with dialogues in between."""

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

LAB: Final = SprintTemplate(
    key="lab",
    name=Words("Labor zu einer Frage", "Lab on one question"),
    purpose=Words(
        "Sechs Wochen für eine Frage, auf die niemand allein eine Antwort hat: drei Dialoge, dazwischen Arbeit in "
        "kleinen Teams.",
        "Six weeks for a question that nobody can answer alone: three dialogues, with work in small teams in between.",
    ),
    weekday=2,
    hour=17,
    length=at(56),
    summary=Words(
        "Sechs Wochen, eine Frage, drei Dialoge: Verwaltung, Fachleute und Betroffene suchen gemeinsam Antworten.",
        "Six weeks, one question, three dialogues: administration, experts and people concerned look for answers.",
    ),
    about=Words(
        "- **Erster Dialog** zu Beginn: die Frage verstehen\n"
        "- **Zweiter Dialog** nach zwei Wochen: Entwürfe zeigen\n"
        "- **Dritter Dialog** nach vier Wochen: mit Betroffenen prüfen\n\n"
        "Dazwischen arbeiten kleine Teams. Nach sechs Wochen liegen Antworten vor, die sich erproben lassen.",
        "- **First dialogue** at the beginning: understand the question\n"
        "- **Second dialogue** after two weeks: show drafts\n"
        "- **Third dialogue** after four weeks: check them with people concerned\n\n"
        "Small teams work in between. After six weeks there are answers that can be tried.",
    ),
    phases=(
        PhaseTemplate(kind="registration", begins=at(-28), ends=at(14), features=("register",)),
        PhaseTemplate(
            kind="proposals",
            begins=at(-28),
            ends=at(7),
            features=("propose_challenge",),
            title=Words("Teilfragen vorschlagen", "Propose parts of the question"),
        ),
        PhaseTemplate(
            kind="teams",
            begins=at(0),
            ends=at(14),
            features=("form_team", "join_team"),
            title=Words("Erster Dialog und Teams", "First dialogue and teams"),
        ),
        PhaseTemplate(
            kind="build",
            begins=at(0),
            ends=at(42),
            features=("build",),
            title=Words("Arbeit in Teams, zwei Dialoge", "Work in teams, two dialogues"),
        ),
        PhaseTemplate(kind="hand_in", begins=at(28), ends=at(42), features=("build", "hand_in")),
        PhaseTemplate(kind="review", begins=at(42), ends=at(49), features=("review",)),
        PhaseTemplate(kind="public", begins=at(42), ends=at(49), features=("rate", "comment")),
        PhaseTemplate(kind="rating", begins=at(49), ends=at(53), features=("select",)),
        PhaseTemplate(kind="announcement", begins=at(53), ends=at(56)),
    ),
    rubric=Words("Wie wir Antworten bewerten", "How we review answers"),
    criteria=(
        CriterionTemplate(
            title=Words("Antwort auf die Frage", "Answer to the question"),
            description=Words("Trifft sie den Kern?", "Does it meet the core?"),
            weight=3,
        ),
        CriterionTemplate(
            title=Words("Mit Betroffenen geprüft", "Checked with people concerned"),
            description=Words("Was haben sie gesagt, und was folgte daraus?", "What did they say, and what followed?"),
            weight=2,
        ),
        CriterionTemplate(
            title=Words("Erprobbar", "Can be tried"),
            description=Words(
                "Was wäre der erste Schritt, und wer geht ihn?", "What is the first step, and who takes it?"
            ),
            weight=2,
        ),
    ),
    announcements=(
        AnnouncementTemplate(
            segments=("with_place",),
            at=at(-2),
            subject=Words("Einladung zum ersten Dialog", "Invitation to the first dialogue"),
            body=Words(
                "Übermorgen klären wir gemeinsam, was die Frage meint und was nicht.\n\n"
                "Bringen Sie ein Beispiel aus Ihrem Alltag mit.",
                "The day after tomorrow we find out together what the question means and what it does not.\n\n"
                "Bring an example from your everyday life.",
            ),
        ),
        AnnouncementTemplate(
            segments=("with_place", "owners"),
            at=at(12),
            subject=Words("Zweiter Dialog: Entwürfe zeigen", "Second dialogue: show drafts"),
            body=Words(
                "In zwei Tagen zeigt jedes Team in fünf Minuten, woran es arbeitet.",
                "In two days each team shows in five minutes what it works on.",
            ),
        ),
        AnnouncementTemplate(
            segments=("with_place", "owners"),
            at=at(26),
            subject=Words("Dritter Dialog: mit Betroffenen prüfen", "Third dialogue: check with people concerned"),
            body=Words(
                "In zwei Tagen prüfen wir die Entwürfe mit Menschen, die es betrifft.",
                "In two days we check the drafts with the people they concern.",
            ),
        ),
        AnnouncementTemplate(
            segments=("not_handed_in",),
            at=at(39),
            subject=Words("Noch drei Tage bis zur Abgabe", "Three days left to hand in"),
            body=Words(
                "Schreiben Sie auch auf, was Sie verworfen haben und warum: Andere lernen daraus.",
                "Also write down what you gave up and why: others learn from it.",
            ),
        ),
    ),
    sections=(
        Section(
            key="understanding",
            title_de="Wie wir die Frage verstehen",
            title_en="How we understand the question",
            hint_de="Für wen stellt sie sich, und woran merkt man es?",
            hint_en="For whom does it arise, and how does one notice?",
        ),
        Section(
            key="answer",
            title_de="Unsere Antwort",
            title_en="Our answer",
            hint_de="Was schlagen Sie vor?",
            hint_en="What do you propose?",
        ),
        Section(
            key="learned",
            title_de="Was wir in den Dialogen gelernt haben",
            title_en="What we learned in the dialogues",
            hint_de="Was haben Betroffene gesagt, und was haben Sie geändert?",
            hint_en="What did people concerned say, and what did you change?",
        ),
        Section(
            key="next",
            title_de="Der erste Schritt",
            title_en="The first step",
            hint_de="Wer kann es wo und ab wann erproben?",
            hint_en="Who can try it, where, and from when on?",
        ),
    ),
    capacity=60,
    team_size_max=6,
    answer_days=28,
)
