"""What is the same wherever Gemeinwerk runs."""

import django_stubs_ext
from django.utils.translation import gettext_lazy as _

from backend.settings.env import BASE_DIR, LOCAL_DIR, read_env

django_stubs_ext.monkeypatch()
env = read_env()

SECRET_KEY = env.secret_key.get_secret_value()
ALLOWED_HOSTS = [host.strip() for host in env.allowed_hosts.split(",") if host.strip()]
SITE_URL = env.site_url.rstrip("/")
DEBUG = False

INSTALLED_APPS = [
    "backend.core",
    "backend.notifications",
    "backend.accounts",
    "programmes",
    "funding.ledger",
    "funding",
    "worker",
    "backend.api",
    "backend.web",
    "backend.webhooks",
    "backend.local",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "rest_framework",
    "rules.apps.AutodiscoverRulesConfig",
]

MIDDLEWARE = [
    "backend.core.middleware.RequestContextMiddleware",
    "backend.core.middleware.DatabaseDownMiddleware",
    "backend.core.middleware.ProbeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "backend.core.middleware.BodySizeMiddleware",
    "backend.web.middleware.FramedMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "backend.accounts.middleware.UserLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "backend.web.middleware.DomainErrorMiddleware",
]

ROOT_URLCONF = "backend.urls"
WSGI_APPLICATION = "backend.wsgi.application"
ASGI_APPLICATION = "backend.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "backend.web.context.site",
            ],
        },
    },
]
FORM_RENDERER = "backend.web.forms.rendering.KernRenderer"

LANGUAGE_CODE = "de"
LANGUAGES = [("de", _("German")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
EVENT_TIME_ZONE = "Europe/Berlin"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "web:next"
LOGOUT_REDIRECT_URL = "web:home"

STATIC_URL = "/static/"
STATIC_ROOT = LOCAL_DIR / "static"
STATICFILES_DIRS = [LOCAL_DIR / "assets"]
MEDIA_URL = "/media/"
MEDIA_ROOT = env.media_root
PRIVATE_STORAGE = {
    "BACKEND": "django.core.files.storage.FileSystemStorage",
    "OPTIONS": {"location": env.private_root, "base_url": None, "file_permissions_mode": 0o600},
}
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
# Middleware refuses larger bodies with 413 before they are read.
REQUEST_BODY_MAX_BYTES = 8 * 1024 * 1024
IMAGE_MAX_BYTES = 5 * 1024 * 1024
PDF_MAX_BYTES = 20 * 1024 * 1024
# The addresses that take a larger body: a PDF, and the form around it.
LARGER_BODIES = {r"/(teams|loesungen)/[^/]+/abgabe/folien/": PDF_MAX_BYTES + 1024 * 1024}
# Hosts, as "name:port", that are fetched from although they are inside, or at another port than 443: for a settings
# module of one's own, where the house has a code forge that its teams use.
OUTGOING_TRUSTED: frozenset[str] = frozenset()

SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "backend.web.views.errors.form_expired"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# What the legal pages say about whoever runs this site.
IMPRINT = env.imprint.replace("\\n", "\n")
CONTACT_EMAIL = env.contact_email
DEMO_SIGN_IN = env.demo_sign_in
FAILPOINT = env.failpoint
