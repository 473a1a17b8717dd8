from django.urls import path

from backend.web.views import juror

urlpatterns = [
    path("bewerten/", juror.desk, name="juror"),
    path("bewerten/<str:public_id>/", juror.review, name="review"),
    path("bewerten/<str:public_id>/entwurf/", juror.draft, name="review-draft"),
    path("bewerten/<str:public_id>/befangen/", juror.recuse, name="review-recuse"),
    path("bewerten/<str:public_id>/wieder-oeffnen/", juror.reopen, name="review-reopen"),
]
