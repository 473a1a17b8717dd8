"""What belongs to the person who has signed in: profile, inbox, settings."""

from django.urls import path

from backend.web.views import calendars, inbox, invitations, organisation_desk, profile, reporting, settings

urlpatterns = [
    path("profil/", profile.profile, name="profile"),
    path("menschen/<str:public_id>/", profile.person, name="person"),
    path("nachrichten/", inbox.inbox, name="inbox"),
    path("nachrichten/gelesen/", inbox.read_all, name="inbox-read-all"),
    path("nachrichten/<str:public_id>/", inbox.open_message, name="inbox-open"),
    path("meine-organisationen/", organisation_desk.own, name="own-organisations"),
    path("meine-organisationen/neu/", organisation_desk.create, name="organisation-create"),
    path("organisationen/<str:public_id>/verwaltung/", organisation_desk.desk, name="organisation-desk"),
    path("organisationen/<str:public_id>/bearbeiten/", organisation_desk.edit, name="organisation-edit"),
    path("organisationen/<str:public_id>/verlassen/", organisation_desk.leave, name="organisation-leave"),
    path("mitgliedschaften/<str:public_id>/rolle/", organisation_desk.role, name="membership-role"),
    path("mitgliedschaften/<str:public_id>/entfernen/", organisation_desk.remove, name="membership-remove"),
    path("einladungen/<str:public_id>/", invitations.invitation, name="invitation"),
    path("einladungen/<str:public_id>/zurueckziehen/", invitations.withdraw, name="invitation-withdraw"),
    path("meine-sperren/", reporting.own_blocks, name="own-blocks"),
    path("meine-sperren/<str:public_id>/einspruch/", reporting.appeal_block, name="block-appeal"),
    path("einstellungen/", settings.overview, name="settings"),
    path("einstellungen/mails/", settings.mails, name="settings-mails"),
    path("einstellungen/schluessel/", settings.tokens, name="settings-tokens"),
    path("einstellungen/schluessel/<str:public_id>/beenden/", settings.token_end, name="settings-token-end"),
    path("einstellungen/kalender/", calendars.addresses, name="settings-calendars"),
    path("einstellungen/kalender/<str:public_id>/beenden/", calendars.end, name="calendar-feed-end"),
    path("kalender/<str:token>.ics", calendars.feed, name="calendar-feed"),
    path("einstellungen/daten/", settings.export, name="settings-export"),
    path("einstellungen/daten/archiv/", settings.export_download, name="settings-export-download"),
    path("einstellungen/konto-loeschen/", settings.erase, name="settings-erase"),
]
