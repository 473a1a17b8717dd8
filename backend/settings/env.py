"""The only reader of the process environment: typed, and it fails at start instead of at use."""

import os
from functools import cache
from pathlib import Path
from typing import Literal

import dj_email_url
from django.core.exceptions import ImproperlyConfigured
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

BASE_DIR = Path(__file__).resolve().parent.parent.parent
LOCAL_DIR = BASE_DIR / ".local"
# A test run must neither depend on what somebody keeps in this file nor reach the mail server that it names.
ENV_FILE = None if os.environ.get("DJANGO_SETTINGS_MODULE") == "backend.settings.test" else BASE_DIR / ".env"


class Env(BaseSettings):
    """Each field is one environment variable of the same name in capitals."""

    # An empty line of a copied .env.example means the default.
    model_config = SettingsConfigDict(env_file=ENV_FILE, extra="ignore", env_ignore_empty=True)

    debug: bool = False
    secret_key: SecretStr = SecretStr("")
    allowed_hosts: str = "localhost,127.0.0.1,[::1]"
    site_url: str = Field(default="http://localhost:8000", description="Public address, without a slash at its end.")
    trust_proxy: bool = Field(default=False, description="Believe X-Forwarded-* of the reverse proxy in front.")

    database_url: str = ""
    database_pool_max: int = Field(default=4, ge=1, le=64, description="Connections a process keeps at most.")
    database_pooler: bool = Field(default=False, description="A pooler in transaction mode is in front: no cursors.")
    redis_url: str = "redis://localhost:6379/0"
    email_url: str = "console://"
    email_from: str = "Gemeinwerk <noreply@localhost>"
    imprint: str = Field(default="", description="Who answers for this site: name, address, contact; lines with \\n.")
    contact_email: str = Field(default="", description="Whom people write to about data, access and everything else.")

    media_root: Path = LOCAL_DIR / "media"
    private_root: Path = Field(
        default=LOCAL_DIR / "private", description="Files for one person; never served as they are."
    )
    log_format: Literal["json", "console"] = "console"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    stripe_secret_key: SecretStr = SecretStr("sk_test_gemeinwerk")
    stripe_webhook_secret: SecretStr = SecretStr("whsec_gemeinwerk")
    stripe_api_base: str = Field(default="", description="Set to use the payment sandbox; empty is Stripe itself.")
    payment_page_minutes: int = Field(
        default=30, ge=30, le=24 * 60, description="Stripe's shortest page is 30 minutes."
    )

    oidc_server_url: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    oidc_name: str = "OpenID Connect"

    demo_sign_in: bool = Field(default=False, description="Personas' sign-in links of the demo. Refused in production.")
    failpoint: str = Field(default="", description="Ends the process at the named place. Refused in production.")
    place_hold_minutes: int = Field(default=15, ge=1, le=120, description="How long a team holds a place for somebody.")
    sign_ins_a_minute: int = Field(default=600, ge=1, description="Sign-in codes an address on the net may ask for.")
    sign_ins_an_hour: int = Field(default=2_000, ge=1, description="The same, within an hour.")
    ratings_a_minute: int = Field(default=600, ge=1, description="Ratings that may come from one network.")
    ratings_an_hour: int = Field(default=6_000, ge=1, description="The same, within an hour.")
    outbox_lease_seconds: int = Field(default=60, ge=1)
    outbox_poll_ms: int = Field(default=200, ge=10)
    mail_claim_seconds: int = Field(
        default=120, ge=1, description="Longer than a mail may take: a dozen answers of a server, each within 10 s."
    )
    outbox_max_attempts: int = Field(default=12, ge=1)

    @field_validator("database_url")
    @classmethod
    def is_postgresql(cls, value: str) -> str:
        if value and not value.startswith(("postgresql://", "postgres://")):
            raise ValueError("must begin with postgresql://")
        return value

    @field_validator("email_url")
    @classmethod
    def names_a_way_to_send(cls, value: str) -> str:
        if "EMAIL_BACKEND" not in dj_email_url.parse(value):
            raise ValueError("must begin with smtp://, submission:// (with TLS), file:// or console://")
        return value


@cache
def read_env() -> Env:
    """Return the settings of this process. Raises ImproperlyConfigured, which names each variable that does not fit."""
    try:
        return Env()
    except ValidationError as error:
        faults = [f"{str(fault['loc'][0]).upper()}: {fault['msg']}" for fault in error.errors(include_input=False)]
        # Without its cause, which quotes the values: some are secret.
        raise ImproperlyConfigured(f"{'; '.join(faults)}; see docs/deploy.md") from None
