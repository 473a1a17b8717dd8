"""Stage `programme`: last year's sprint has become a cohort whose projects are at different stages."""

from dataclasses import dataclass
from typing import Final

from programmes.models import Cohort, Project, Sprint
from programmes.seeds.content_past import MOBIL
from programmes.seeds.personas import persona
from programmes.seeds.story import Story
from programmes.selectors.ranking import ranking
from programmes.selectors.teams import leads_in_order
from programmes.services.milestones import milestone_accept, milestone_add, milestone_start, milestone_submit
from programmes.services.projects import stage_advance
from programmes.services.reports import report_accept, report_request_revision, report_save, report_submit
from programmes.services.selection import selection_decide

CHOSEN: Final = 5


@dataclass(frozen=True, slots=True)
class Step:
    title: str
    due: int
    state: str
    evidence: str = ""
    description: str = ""


STEPS: Final[dict[str, tuple[Step, ...]]] = {
    "Mitfahrbank Auental": (
        Step(
            "Drei Bänke gebaut",
            -120,
            "accepted",
            "Fotos und Abnahmeprotokoll vom Bauhof",
            "In Oberau, Nordwiese und am Bahnhof.",
        ),
        Step("Test mit 50 Menschen", -60, "accepted", "58 Fahrten in vier Wochen, Auswertung liegt bei"),
        Step(
            "Knopf und Anzeige laufen im Winter", -4, "submitted", "Seit zwei Wochen ohne Ausfall, Protokoll liegt bei"
        ),
        Step("Neun weitere Bänke", 40, "in_progress", description="Material kommt aus der Kampagne."),
        Step("Übergabe an die Feuerwehrjugend", 110, "planned"),
    ),
    "Schulwegkarte": (
        Step("Vier Klassen kartieren", -130, "accepted", "312 markierte Stellen"),
        Step("Die Verwaltung antwortet auf jede Stelle", -40, "accepted", "312 von 312 beantwortet"),
        Step("Zwölf weitere Schulen", 25, "in_progress"),
    ),
    "Dorfladen mit Schlüssel": (
        Step("Genossenschaft gegründet", -90, "accepted", "Registerauszug"),
        Step("Schloss eingebaut", -2, "in_progress"),
        Step("300 Mitglieder", 60, "planned"),
    ),
    "Auental by Bus and Bike": (
        Step("Planner for all stations", -70, "accepted", "https://example.org/valley"),
        Step("Printed cards in ten hotels", 15, "in_progress"),
    ),
    "Rufbus zur Praxis": (Step("Zwei weitere Praxen", 12, "planned"), Step("Buchung auch am Telefon", 30, "planned")),
}
STAGES: Final[dict[str, tuple[tuple[int, str], ...]]] = {
    "Mitfahrbank Auental": ((-55, "58 Fahrten im Test, niemand wartete länger als 25 Minuten."),),
    "Schulwegkarte": (
        (-100, "Vier Klassen haben die Karte benutzt, ohne Hilfe von außen."),
        (-35, "Die Verwaltung arbeitet damit; zwölf Schulen haben zugesagt."),
    ),
    "Auental by Bus and Bike": ((-65, "Two hotels use it every day."),),
}


def programme_seed(story: Story) -> None:
    sprint = Sprint.objects.get(slug=MOBIL.slug)
    if Cohort.objects.filter(sprint=sprint).exists():
        return
    with story.on(MOBIL.days["rating"][0] + 3, 15):
        best = [ranked.solution for ranked in ranking(sprint)[:CHOSEN]]
        projects = selection_decide(
            actor=persona("olivia"),
            sprint=sprint,
            solutions=best,
            cohort_name=f"Jahrgang {story.day(MOBIL.days['rating'][0]).year}",
        )
    for project in projects:
        _milestones_seed(story, project)
        for day, evidence in STAGES.get(project.title, ()):
            with story.on(day):
                stage_advance(actor=persona("karim"), project=project, evidence=evidence)
    _reports_seed(story, {project.title: project for project in projects})


def _milestones_seed(story: Story, project: Project) -> None:
    lead = leads_in_order(project.team)[0].user
    for step in STEPS.get(project.title, ()):
        with story.on(-160):
            milestone = milestone_add(
                actor=lead,
                project=project,
                title=step.title,
                description=step.description,
                due_on=story.day(step.due),
                owner=lead,
            )
        with story.on(min(step.due - 3, -2), 16):
            if step.state == "in_progress":
                milestone_start(actor=lead, milestone=milestone)
            if step.state in {"submitted", "accepted"}:
                milestone_submit(actor=lead, milestone=milestone, evidence=step.evidence)
        if step.state == "accepted":
            with story.on(step.due + 2):
                milestone_accept(actor=persona("karim"), milestone=milestone)


def _reports_seed(story: Story, projects: dict[str, Project]) -> None:
    karim, tarik = persona("karim"), persona("tarik")
    bench, map_ = projects["Mitfahrbank Auental"], projects["Schulwegkarte"]
    with story.on(-88):
        first = report_save(
            actor=tarik,
            project=bench,
            title="Die ersten drei Monate",
            period_start=story.day(-175),
            period_end=story.day(-90),
            body="Drei Bänke stehen. **Was gut ging:** der Bauhof hat mitgemacht, ohne dass wir betteln mussten.\n\n"
            "**Was nicht:** Der Knopf mochte keinen Regen. Er sitzt jetzt unter dem Dach.",
        )
        report_submit(actor=tarik, report=first)
    with story.on(-84):
        report_accept(actor=karim, report=first, note="Danke, offen und genau.")
    with story.on(-5):
        second = report_save(
            actor=tarik,
            project=bench,
            title="Herbst",
            period_start=story.day(-89),
            period_end=story.day(-6),
            body="58 Fahrten im Test. Im Winter zählt, ob die Anzeige hält.",
        )
        report_submit(actor=tarik, report=second)
    with story.on(-3):
        report_request_revision(
            actor=karim, report=second, note="Bitte ergänzen Sie, wie viele Menschen gewartet haben und nicht mitkamen."
        )
    amira = leads_in_order(map_.team)[0].user
    with story.on(-2):
        third = report_save(
            actor=amira,
            project=map_,
            title="Zwölf Schulen",
            period_start=story.day(-60),
            period_end=story.day(-3),
            body="Fünf Schulen haben begonnen, sieben folgen nach den Ferien.",
        )
        report_submit(actor=amira, report=third)
