"""48 hours: many people, many challenges, one weekend."""

from typing import Final

from programmes.domain.templates.kinds import (
    AnnouncementTemplate,
    CriterionTemplate,
    PhaseTemplate,
    SprintTemplate,
    Words,
    at,
)

HACKATHON: Final = SprintTemplate(
    key="hackathon",
    name=Words("Hackathon in 48 Stunden", "48-hour hackathon"),
    purpose=Words(
        "Ein Wochenende, viele Herausforderungen: Teams finden sich zu Beginn und geben zwei Tage später ab.",
        "One weekend, many challenges: teams meet at the beginning and hand in two days later.",
    ),
    weekday=4,
    hour=18,
    length=at(22),
    summary=Words(
        "48 Stunden lang suchen wir gemeinsam Lösungen. Alle sind willkommen, auch ohne Vorkenntnisse.",
        "For 48 hours we look for solutions together. Everybody is welcome, whatever they know already.",
    ),
    about=Words(
        "Zu Beginn finden Sie ein Team oder gründen eines. Dann arbeiten Sie an einer Herausforderung.\n\n"
        "**48 Stunden** nach dem Beginn endet die Abgabe. Danach bewertet eine Jury.",
        "At the beginning you find a team or found one. Then you work on a challenge.\n\n"
        "Solutions are handed in until **48 hours** after the beginning. Then a jury reviews them.",
    ),
    phases=(
        PhaseTemplate(kind="registration", begins=at(-28), ends=at(1), features=("register",)),
        PhaseTemplate(kind="proposals", begins=at(-28), ends=at(-2), features=("propose_challenge",)),
        PhaseTemplate(kind="teams", begins=at(0), ends=at(1, 18), features=("form_team", "join_team")),
        PhaseTemplate(kind="build", begins=at(0), ends=at(2), features=("build",)),
        PhaseTemplate(kind="hand_in", begins=at(1), ends=at(2), features=("build", "hand_in")),
        PhaseTemplate(kind="review", begins=at(2, 2), ends=at(14), features=("review",)),
        PhaseTemplate(kind="public", begins=at(2, 2), ends=at(12), features=("rate", "comment")),
        PhaseTemplate(kind="rating", begins=at(14), ends=at(20), features=("select",)),
        PhaseTemplate(kind="announcement", begins=at(20), ends=at(22)),
    ),
    rubric=Words("Wie wir bewerten", "How we review"),
    criteria=(
        CriterionTemplate(
            title=Words("Wirkung", "Effect"),
            description=Words("Wem hilft es, und wie sehr?", "Whom does it help, and how much?"),
            weight=3,
        ),
        CriterionTemplate(
            title=Words("Neuheit", "Novelty"),
            description=Words("Was daran gibt es noch nicht?", "What about it does not exist yet?"),
        ),
        CriterionTemplate(
            title=Words("Machbarkeit", "Feasibility"),
            description=Words("Kann es in einem halben Jahr laufen?", "Can it run in half a year?"),
            weight=2,
        ),
        CriterionTemplate(
            title=Words("Stand nach 48 Stunden", "State after 48 hours"),
            description=Words("Was lässt sich schon ausprobieren?", "What can be tried already?"),
        ),
    ),
    announcements=(
        AnnouncementTemplate(
            segments=("with_place",),
            at=at(-1),
            subject=Words("Morgen geht es los", "We begin tomorrow"),
            body=Words(
                "Morgen beginnen wir. Schauen Sie sich vorher die Herausforderungen an.\n\n"
                "Ein Team finden Sie am ersten Abend; Sie brauchen noch keines.",
                "We begin tomorrow. Have a look at the challenges before.\n\n"
                "You will find a team on the first evening; you need none yet.",
            ),
        ),
        AnnouncementTemplate(
            segments=("without_team",),
            at=at(0, 4),
            subject=Words("Noch kein Team?", "No team yet?"),
            body=Words(
                "Viele Teams suchen noch Menschen. Auf der Seite des Sprints finden Sie die, die zu Ihnen passen.",
                "Many teams still look for people. The page of the sprint shows those that fit you.",
            ),
        ),
        AnnouncementTemplate(
            segments=("not_handed_in",),
            at=at(1, 20),
            subject=Words("Noch vier Stunden bis zur Abgabe", "Four hours left to hand in"),
            body=Words(
                "Geben Sie lieber früh eine kurze Fassung ab: Bis zum Ende können Sie sie ändern.",
                "Better hand in a short version early: you can change it until the end.",
            ),
        ),
    ),
    team_size_max=8,
)
