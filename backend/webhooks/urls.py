from django.urls import URLPattern, URLResolver, path

from backend.webhooks.stripe import stripe

urlpatterns: list[URLPattern | URLResolver] = [path("stripe/", stripe, name="webhooks-stripe")]
