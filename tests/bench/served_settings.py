"""The demo's settings, with a view that does nothing; who measures asks more often than one may."""

from backend.settings.dev import *  # noqa: F403  settings are layers

ROOT_URLCONF = "tests.bench.bare"
API_ADDRESS_REQUESTS_A_MINUTE = API_TOKEN_REQUESTS_A_MINUTE = 0
