"""Settings of the libraries and services that Gemeinwerk stands on."""

from typing import Any

import dj_database_url
import dj_email_url
from csp.constants import NONE, SELF

from backend.settings.env import Env, read_env

env = read_env()

# PostgreSQL. A pool per process keeps connections few; it needs CONN_MAX_AGE = 0 and closes what the server dropped.
DATABASES: dict[str, Any] = {"default": dict(dj_database_url.parse(env.database_url or "postgresql:///gemeinwerk"))}
DATABASES["default"] |= {
    "CONN_MAX_AGE": 0,
    "CONN_HEALTH_CHECKS": True,
    "DISABLE_SERVER_SIDE_CURSORS": env.database_pooler,
    "OPTIONS": {
        "connect_timeout": 5,
        # What the address itself asks for, such as `?sslmode=verify-full`.
        **DATABASES["default"].get("OPTIONS", {}),
        "pool": {"min_size": 1, "max_size": env.database_pool_max, "timeout": 5},
    },
}

# Redis protocol. Cache misses are harmless: with Redis down, pages and pledges still work.
REDIS_URL = env.redis_url
CACHES = {
    "default": {
        "BACKEND": "backend.core.cache.ForgivingRedisCache",
        "LOCATION": env.redis_url,
        "KEY_PREFIX": "gw",
        "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 0.5},
    },
}
# Visitors without a session share the answers of public pages for some seconds.
SHARED_PAGES = True
SESSION_ENGINE = "django.contrib.sessions.backends.db"

CELERY_BROKER_URL = env.redis_url
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 270
# Above the time limit, so that no running task is handed out a second time.
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 900, "socket_connect_timeout": 1, "socket_timeout": 5}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_DEFAULT_QUEUE = "bulk"
CELERY_TASK_CREATE_MISSING_QUEUES = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"

OUTBOX_LEASE_SECONDS = env.outbox_lease_seconds
OUTBOX_POLL_MS = env.outbox_poll_ms
OUTBOX_MAX_ATTEMPTS = env.outbox_max_attempts

_email = dj_email_url.parse(env.email_url)
EMAIL_BACKEND = _email["EMAIL_BACKEND"]
EMAIL_HOST = _email["EMAIL_HOST"]
EMAIL_PORT = _email["EMAIL_PORT"] or 25
EMAIL_HOST_USER = _email["EMAIL_HOST_USER"] or ""
EMAIL_HOST_PASSWORD = _email["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS = _email["EMAIL_USE_TLS"]
EMAIL_USE_SSL = _email["EMAIL_USE_SSL"]
EMAIL_FILE_PATH = _email["EMAIL_FILE_PATH"]
EMAIL_TIMEOUT = 10
MAIL_CLAIM_SECONDS = env.mail_claim_seconds
DEFAULT_FROM_EMAIL = env.email_from

STRIPE_SECRET_KEY = env.stripe_secret_key.get_secret_value()
STRIPE_WEBHOOK_SECRET = env.stripe_webhook_secret.get_secret_value()
STRIPE_API_BASE = env.stripe_api_base
PAYMENT_PAGE_MINUTES = env.payment_page_minutes
PLACE_HOLD_MINUTES = env.place_hold_minutes

# Sign-in: a code by mail; a password only for who wants one; passkeys; OpenID Connect.
ACCOUNT_ADAPTER = "backend.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 900
# A kick-off fills a hall whose people share one address: hundreds of them sign in within a minute. What slows down who
# guesses or floods a mailbox is counted by the account. A code ends after five tries, but what a session counts can be
# outrun by many requests at the same time: tries are counted once more, of one address for one account, and in all.
ACCOUNT_RATE_LIMITS = {
    "request_login_code": f"{env.sign_ins_a_minute}/m/ip,{env.sign_ins_an_hour}/h/ip,3/m/key,20/h/key",
    "try_login_code": "30/h/key",
    "try_login_code_from_anywhere": "100/h/key",
    "login": f"{env.sign_ins_a_minute}/m/ip",
    "login_failed": "60/m/ip,5/300s/key",
}
# As NUM_PROXIES below: else all of the platform would be one address, that of the proxy.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.trust_proxy else 0
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
# One address each: a new one takes the place of the old one, which is told.
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_FORMS = {
    "add_email": "backend.web.forms.account.AddressForm",
    "request_login_code": "backend.web.forms.account.SignInForm",
    "confirm_login_code": "backend.web.forms.account.CodeForm",
}
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
MFA_SUPPORTED_TYPES = ["webauthn", "recovery_codes"]
MFA_FORMS = {"add_webauthn": "backend.web.forms.account.PasskeyForm"}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
SOCIALACCOUNT_ADAPTER = "backend.accounts.adapters.SocialAccountAdapter"
# Whom an address may sign in, the provider says of itself, below; who came so once is known by the provider's own name.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True


def openid_apps(given: Env) -> list[dict[str, Any]]:
    """Return the identity provider that the environment names, if any."""
    if not given.oidc_server_url:
        return []
    return [
        {
            "provider_id": "oidc",
            "name": given.oidc_name,
            "client_id": given.oidc_client_id,
            "secret": given.oidc_client_secret.get_secret_value(),
            "settings": {
                "server_url": given.oidc_server_url,
                # PKCE: a code that is caught on its way is worth nothing to whoever has caught it.
                "oauth_pkce_enabled": True,
                # An address that it has checked opens the account of that address; see the adapter for why.
                "email_authentication": True,
            },
        }
    ]


SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": openid_apps(env)}}

REST_FRAMEWORK = {
    # What the API uses stands in backend.api.views.ApiView; a view that is none of ours lets nobody in.
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "EXCEPTION_HANDLER": "backend.api.problems.exception_handler",
    # JSON it is: `?format=…` is an unknown filter like any other.
    "URL_FORMAT_OVERRIDE": None,
    # Whom X-Forwarded-For names is believed from the own reverse proxy only.
    "NUM_PROXIES": 1 if env.trust_proxy else 0,
}
# Requests a minute for an address without a token, and for a token; 0 is no limit.
API_ADDRESS_REQUESTS_A_MINUTE = 300
API_TOKEN_REQUESTS_A_MINUTE = 1_200
# How much the public may say from one network, by seconds: a hall of 500 people rates one solution after the other
# within a minute each, and five of them, and changes its mind. Whoever stuffs a ballot comes from few networks.
RATINGS_OF_A_NETWORK = {60: env.ratings_a_minute, 3_600: env.ratings_an_hour}
COMMENTS_OF_A_NETWORK = {60: 120, 3_600: 1_200}
SPECTACULAR_SETTINGS = {
    "TITLE": "Gemeinwerk API",
    "DESCRIPTION": "One record from the challenge to its effect. Tokens, errors, repeats and pages: docs/api.md.",
    "VERSION": "1",
    "LICENSE": {"name": "EUPL-1.2"},
    # In 3.1 the scopes that an operation needs may stand beside the bearer token.
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "SCHEMA_COERCE_PATH_PK_SUFFIX": False,
    "PATH_CONVERTER_OVERRIDES": {
        "pid": {"type": "string", "pattern": "^[a-z]{3,4}_[0-9a-z]{20}$"},
        "phase": {"type": "string"},
    },
    "COMPONENT_SPLIT_PATCH": False,
    "POSTPROCESSING_HOOKS": ["backend.api.schema.refuse_unknown_fields", "backend.api.schema.share_problems"],
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    },
}
