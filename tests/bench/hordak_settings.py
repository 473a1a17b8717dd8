"""No more than django-hordak needs."""

import dj_database_url

from backend.settings.env import read_env

SECRET_KEY = "nothing-is-signed-with-it"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "mptt", "hordak"]
DATABASES = {"default": {**dj_database_url.parse(read_env().database_url), "CONN_MAX_AGE": None}}
DEFAULT_CURRENCY, CURRENCIES, HORDAK_CURRENCIES = "EUR", ["EUR"], ["EUR"]
