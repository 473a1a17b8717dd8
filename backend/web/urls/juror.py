from django.urls import path

from backend.web.views import comparing, juror

urlpatterns = [
    path("bewerten/", juror.desk, name="juror"),
    path("bewerten/vergleichen/<slug:slug>/", comparing.compare, name="compare"),
    path("bewerten/vergleiche/<str:public_id>/zuruecknehmen/", comparing.take_back, name="comparison-take-back"),
    path("bewerten/<str:public_id>/", juror.review, name="review"),
    path("bewerten/<str:public_id>/entwurf/", juror.draft, name="review-draft"),
    path("bewerten/<str:public_id>/befangen/", juror.recuse, name="review-recuse"),
    path("bewerten/<str:public_id>/wieder-oeffnen/", juror.reopen, name="review-reopen"),
]
