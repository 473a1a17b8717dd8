from django.urls import path

from backend.web.views import challenge_desk, reporting

DESK = "meine-herausforderungen"

urlpatterns = [
    path(f"{DESK}/", challenge_desk.desk, name="challenge-desk"),
    path(f"{DESK}/<str:public_id>/bearbeiten/", challenge_desk.edit, name="challenge-edit"),
    path(f"{DESK}/<str:public_id>/zurueckziehen/", challenge_desk.withdraw, name="challenge-withdraw"),
    path(f"{DESK}/<str:public_id>/erneut-vorschlagen/", challenge_desk.resubmit, name="challenge-resubmit"),
    path(f"{DESK}/<str:public_id>/einspruch/", reporting.appeal_challenge, name="challenge-appeal"),
]
