"""From the first page to what became of the solutions."""

from django.urls import path

from backend.web.shared_pages import shared_page
from backend.web.views import (
    challenges,
    home,
    media,
    organisations,
    placing,
    programmes,
    projects,
    registration_answers,
    search,
    solutions,
    sprint_calendar,
    sprints,
    team_find,
    teams,
)

urlpatterns = [
    path("", shared_page(home.home), name="home"),
    path("programme/<str:slug>/", shared_page(programmes.programme), name="programme"),
    path("sprints/", shared_page(sprints.sprint_list), name="sprints"),
    path("sprints/<str:slug>/", shared_page(sprints.sprint), name="sprint"),
    path("sprints/<str:slug>/zahlen/", shared_page(sprints.figures), name="sprint-figures"),
    path("sprints/<str:slug>/termine.ics", sprint_calendar.calendar, name="sprint-calendar"),
    path("sprints/<str:slug>/anmelden/", sprints.register, name="sprint-register"),
    path("sprints/<str:slug>/abmelden/", sprints.cancel, name="sprint-cancel"),
    path("sprints/<str:slug>/platz-annehmen/", sprints.accept, name="place-accept"),
    path("sprints/<str:slug>/meine-angaben/", registration_answers.own, name="registration-answers"),
    path("sprints/<str:slug>/team-finden/", team_find.find, name="team-find"),
    path("sprints/<str:slug>/platz-im-team/", placing.place_me, name="placing"),
    path("sprints/<str:slug>/platz-im-team/zurueckziehen/", placing.withdraw, name="placing-withdraw"),
    path("plaetze-im-team/<str:public_id>/widersprechen/", placing.object_to, name="placing-seat-object"),
    path("sprints/<str:slug>/herausforderung-vorschlagen/", challenges.propose, name="challenge-propose"),
    path("herausforderungen/", shared_page(challenges.challenge_list), name="challenges"),
    path("herausforderungen/<str:public_id>/", shared_page(challenges.challenge), name="challenge"),
    path("herausforderungen/<str:public_id>/team-gruenden/", challenges.team_found, name="team-create"),
    path("teams/", shared_page(teams.team_list), name="teams"),
    path("teams/<str:public_id>/", shared_page(teams.team), name="team"),
    path("teams/<str:public_id>/anfragen/", teams.join, name="team-join"),
    path("beitrittsanfragen/<str:public_id>/zurueckziehen/", teams.join_withdraw, name="join-withdraw"),
    path("loesungen/", shared_page(solutions.solution_list), name="solutions"),
    path("loesungen/<str:public_id>/", shared_page(solutions.solution), name="solution"),
    path("projekte/", shared_page(projects.project_list), name="projects"),
    path("projekte/<str:public_id>/", shared_page(projects.project), name="project"),
    path("organisationen/<str:public_id>/", shared_page(organisations.organisation), name="organisation"),
    path("media/<path:path>", media.picture, name="media"),
    path("suche/", search.search, name="search"),
]
