from django.urls import path

from backend.web.views import ideas

urlpatterns = [
    path("ideen/", ideas.idea_list, name="ideas"),
    path("herausforderungen/<str:public_id>/dafuer/", ideas.support, name="challenge-support"),
    path("herausforderungen/<str:public_id>/uebernehmen/", ideas.adopt, name="challenge-adopt"),
]
