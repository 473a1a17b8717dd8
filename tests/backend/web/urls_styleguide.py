"""The platform's addresses with the style guide, which otherwise needs DEBUG."""

from django.urls import path

from backend.urls import urlpatterns as platform
from backend.web.views.styleguide import styleguide

urlpatterns = [path("styleguide/", styleguide), *platform]
