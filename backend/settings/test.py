"""Tests: the same parts, quicker and quieter."""

from backend.settings.base import *
from backend.settings.integrations import *
from backend.settings.logs import logging_config

SECRET_KEY = "only-for-tests-and-long-enough-for-every-signer-that-asks"  # noqa: S105  no secret: tests hold no real data
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
LOGGING = logging_config("console", "WARNING")
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend" if env.email_url == "console://" else EMAIL_BACKEND
MEDIA_ROOT = env.media_root
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": PRIVATE_STORAGE,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
# Else each test client reads all static files when it is made, which took four fifths of the time of many tests.
WHITENOISE_AUTOREFRESH = True
# Threads of a live server take connections of their own; a pool would hold them past the end of a test database.
DATABASES["default"]["OPTIONS"].pop("pool")
# Each thread and each process keeps its own instead: to open one for each request took a third of it.
DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
# What a test has just changed it wants to see; the tests of shared pages switch it on.
SHARED_PAGES = False
OUTBOX_POLL_MS = 50
