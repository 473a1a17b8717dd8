from django.urls import URLPattern, URLResolver, path, re_path

from backend.api.docs import docs, schema
from backend.api.v1.urls import urlpatterns as v1
from backend.api.views import UnknownAddress

app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = [
    path("schema/", schema, name="schema"),
    path("docs/", docs, name="docs"),
    *v1,
    re_path(r"^.*\Z", UnknownAddress.as_view(), name="unknown"),
]
