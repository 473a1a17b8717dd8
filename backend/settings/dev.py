"""A developer's machine and the demo."""

from backend.settings.base import *
from backend.settings.integrations import *
from backend.settings.logs import logging_config

SECRET_KEY = SECRET_KEY or "insecure-key-of-a-local-demo-that-holds-no-real-data"
DEBUG = env.debug
LOGGING = logging_config(env.log_format, env.log_level)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": PRIVATE_STORAGE,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if DEBUG:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    WHITENOISE_USE_FINDERS = True
    WHITENOISE_AUTOREFRESH = True
