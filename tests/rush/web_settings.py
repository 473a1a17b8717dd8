"""The demo's settings; nobody asks for a static file here, so none is collected."""

import os

from backend.settings.dev import *  # noqa: F403  settings are layers

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405  as above
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = int(os.environ["RUSH_CODE_SECONDS"])
