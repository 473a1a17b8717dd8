"""Production. Whatever is missing or unsafe stops the start."""

from django.core.exceptions import ImproperlyConfigured

from backend.settings.base import *
from backend.settings.integrations import *
from backend.settings.logs import logging_config

SECRET_KEY_CHARACTERS = 50

defaults = {name: field.default for name, field in type(env).model_fields.items()}

for name, given in {
    "SECRET_KEY": len(SECRET_KEY) >= SECRET_KEY_CHARACTERS,
    "DATABASE_URL": bool(env.database_url),
    "SITE_URL": SITE_URL.startswith("https://"),
    "STRIPE_SECRET_KEY": env.stripe_secret_key != defaults["stripe_secret_key"],
    "STRIPE_WEBHOOK_SECRET": env.stripe_webhook_secret != defaults["stripe_webhook_secret"],
    # The default writes mails to the log, and with them the codes that sign people in.
    "EMAIL_URL": env.email_url != defaults["email_url"],
    "DEMO_SIGN_IN": not DEMO_SIGN_IN,
    "FAILPOINT": not FAILPOINT,
}.items():
    if not given:
        raise ImproperlyConfigured(f"{name} is missing or not fit for production; see docs/deploy.md")

LOGGING = logging_config(env.log_format, env.log_level)
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
if env.trust_proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": PRIVATE_STORAGE,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
