from django.urls import path

from backend.web.views import (
    form_builder,
    organiser,
    organiser_announcements,
    organiser_jury,
    organiser_live,
    organiser_moderation,
    organiser_placing,
    organiser_setup,
    organiser_stacking,
    registration_answers,
)

RUN = "organisation/teamzuteilung/<str:public_id>"
ANNOUNCEMENT = "organisation/ankuendigungen/<str:public_id>"
SPRINT = "organisation/sprints/<slug:slug>"
FORM = f"{SPRINT}/anmeldung"
PROGRAMME = "organisation/programme/<slug:slug>"

urlpatterns = [
    path("organisation/", organiser.desk, name="organiser"),
    path(f"{PROGRAMME}/sprints/neu/", organiser_setup.sprint_create, name="organiser-sprint-create"),
    path(f"{PROGRAMME}/fonds/", organiser_stacking.stacking, name="organiser-stacking"),
    path(f"{PROGRAMME}/aufgaben/", organiser_setup.roles, name="organiser-roles"),
    path("organisation/aufgaben/<str:public_id>/entziehen/", organiser_setup.role_revoke, name="organiser-role-revoke"),
    path(f"{SPRINT}/", organiser.sprint, name="organiser-sprint"),
    path(f"{SPRINT}/sorgen/<slug:kind>/", organiser.worry, name="organiser-worry"),
    path(f"{SPRINT}/bearbeiten/", organiser_setup.sprint_edit, name="organiser-sprint-edit"),
    path(f"{SPRINT}/veroeffentlichen/", organiser_setup.sprint_publish, name="organiser-sprint-publish"),
    path(f"{SPRINT}/moderation/", organiser_moderation.queue, name="organiser-moderation"),
    path("organisation/herausforderungen/<str:public_id>/", organiser_moderation.challenge, name="challenge-moderate"),
    path(f"{SPRINT}/phasen/", organiser_setup.phases, name="organiser-phases"),
    path(f"{SPRINT}/phasen/<slug:kind>/", organiser_setup.phase, name="organiser-phase"),
    path("organisation/phasen/<str:public_id>/entfernen/", organiser_setup.phase_remove, name="organiser-phase-remove"),
    path(f"{FORM}/", form_builder.overview, name="organiser-form"),
    path(f"{FORM}/vorschau/", form_builder.preview, name="organiser-form-preview"),
    path(f"{FORM}/abschnitt/", form_builder.section, name="organiser-form-section-new"),
    path(f"{FORM}/abschnitt/<slug:key>/", form_builder.section, name="organiser-form-section"),
    path(f"{FORM}/frage/", form_builder.question, name="organiser-form-question-new"),
    path(f"{FORM}/frage/<slug:key>/", form_builder.question, name="organiser-form-question"),
    path(f"{FORM}/verschieben/<slug:key>/", form_builder.move, name="organiser-form-move"),
    path(f"{FORM}/entfernen/<slug:key>/", form_builder.remove, name="organiser-form-remove"),
    path(f"{FORM}/antworten/", registration_answers.answers, name="organiser-answers"),
    path(f"{FORM}/antworten.csv", registration_answers.table, name="organiser-answers-csv"),
    path(f"{SPRINT}/bewertungsbogen/", organiser_setup.rubric, name="organiser-rubric"),
    path(f"{SPRINT}/teamzuteilung/", organiser_placing.placings, name="organiser-placings"),
    path(f"{SPRINT}/teamzuteilung/menschen/", organiser_placing.people, name="organiser-placing-people"),
    path("organisation/wuensche/<str:public_id>/festlegen/", organiser_placing.pin, name="placing-wish-pin"),
    path(f"{RUN}/", organiser_placing.run, name="placing-run"),
    path(f"{RUN}/veroeffentlichen/", organiser_placing.publish, name="placing-run-publish"),
    path(f"{RUN}/verwerfen/", organiser_placing.discard, name="placing-run-discard"),
    path(f"{SPRINT}/lagebild/", organiser_live.live, name="organiser-live"),
    path(f"{SPRINT}/lagebild/<slug:kind>/tabelle/", organiser_live.table, name="organiser-live-table"),
    path(f"{SPRINT}/ankuendigungen/", organiser_announcements.announcements, name="organiser-announcements"),
    path(f"{SPRINT}/ankuendigungen/neu/", organiser_announcements.create, name="organiser-announcement-create"),
    path(f"{ANNOUNCEMENT}/", organiser_announcements.announcement, name="announcement"),
    path(f"{ANNOUNCEMENT}/bearbeiten/", organiser_announcements.edit, name="announcement-edit"),
    path(f"{ANNOUNCEMENT}/mail/<str:language>/", organiser_announcements.mail, name="announcement-mail"),
    path(f"{ANNOUNCEMENT}/probe/", organiser_announcements.test, name="announcement-test"),
    path(f"{ANNOUNCEMENT}/senden/", organiser_announcements.send, name="announcement-send"),
    path(f"{ANNOUNCEMENT}/anhalten/", organiser_announcements.stop, name="announcement-stop"),
    path(f"{ANNOUNCEMENT}/verwerfen/", organiser_announcements.discard, name="announcement-discard"),
    path(f"{SPRINT}/zuteilung/", organiser_jury.assign, name="organiser-assignment"),
    path(f"{SPRINT}/auswahl/", organiser_jury.selection, name="organiser-selection"),
    path(f"{SPRINT}/auswahl/bestaetigen/", organiser_jury.select, name="organiser-select"),
]
