"""Mentors, office hours, and what is booked in them."""

from django.urls import path

from backend.web.views import guest_booking, mentor_desk, mentoring

DESK = "sprints/<slug:slug>/sprechstunden"

urlpatterns = [
    path("sprints/<slug:slug>/mentoren/", mentoring.mentors, name="mentors"),
    path("mentoren/<str:public_id>/", mentoring.mentor, name="mentor"),
    path("slots/<str:public_id>/buchen/", mentoring.book, name="slot-book"),
    path("gebuchte-termine/<str:public_id>/", mentoring.booking, name="booking"),
    path("gebuchte-termine/<str:public_id>/absagen/", mentoring.cancel, name="booking-cancel"),
    path("gebuchte-termine/<str:public_id>/nicht-erschienen/", mentoring.missed, name="booking-missed"),
    path("teams/<str:public_id>/raum/sprechstunden/", mentoring.team_bookings, name="team-bookings"),
    path(f"{DESK}/", mentor_desk.desk, name="mentor-desk"),
    path(f"{DESK}/angebot/", mentor_desk.offer, name="mentor-offer"),
    path(f"{DESK}/ablehnen/", mentor_desk.decline, name="mentor-decline"),
    path(f"{DESK}/oeffnen/", mentor_desk.hours_open, name="office-hours-open"),
    path("sprechstunden/<str:public_id>/absagen/", mentor_desk.hours_withdraw, name="office-hours-withdraw"),
    path("mentoren/<str:public_id>/beenden/", mentor_desk.end, name="mentor-end"),
    path("mentoren/<str:public_id>/link/", mentor_desk.link_make, name="booking-link-make"),
    path("buchungslinks/<str:public_id>/beenden/", mentor_desk.link_end, name="booking-link-end"),
    path("organisation/sprints/<slug:slug>/mentoren/", mentor_desk.organiser, name="organiser-mentors"),
    path("organisation/mentoren/<str:public_id>/", mentor_desk.organiser_mentor, name="organiser-mentor"),
    path("sprechstunde/<str:token>/", guest_booking.book, name="guest-book"),
    path("termin/<str:token>/", guest_booking.booking, name="guest-booking"),
]
