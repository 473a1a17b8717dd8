"""The pages that belong to mails: ending them, and the demo's mailbox and sign-in links."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from backend.accounts.demo_sign_in import demo_sign_in_url, demo_sign_in_user
from backend.accounts.models import User
from backend.core.errors import NotFound
from backend.notifications.enums import Category, Frequency
from backend.notifications.mails import message_mail
from backend.notifications.models import Message
from backend.notifications.selectors.preferences import preference_of
from backend.notifications.services.messages import message_create
from backend.notifications.unsubscribing import unsubscribe_url
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def clara() -> User:
    return UserFactory.create(email="clara@example.org")


def path_of(url: str) -> str:
    return url.split("8000", 1)[1]


def test_a_mail_program_ends_mails_with_one_post(clara: User) -> None:
    # As RFC 8058 sends it: no cookie, no CSRF token, a fixed body.
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(path_of(unsubscribe_url(clara, Category.TEAM)), {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    assert preference_of(clara, Category.TEAM) == Frequency.OFF


def test_opening_the_link_changes_nothing(client: Client, clara: User) -> None:
    response = client.get(path_of(unsubscribe_url(clara, Category.TEAM)))
    assert response.status_code == 200
    assert preference_of(clara, Category.TEAM) == Frequency.AT_ONCE


def test_a_forged_link_is_not_found(client: Client) -> None:
    assert client.post("/abmelden/forged/").status_code == 404


@pytest.mark.parametrize("is_demo", [True, False])
def test_sign_in_links_work_in_the_demo_alone(
    client: Client, clara: User, settings: LazySettings, *, is_demo: bool
) -> None:
    settings.DEMO_SIGN_IN = is_demo
    response = client.get(path_of(demo_sign_in_url(clara)))
    assert response.status_code == (302 if is_demo else 404)
    assert ("_auth_user_id" in client.session) == is_demo


def test_a_sign_in_link_is_for_one_living_person(clara: User, settings: LazySettings) -> None:
    settings.DEMO_SIGN_IN = True
    token = demo_sign_in_url(clara).rstrip("/").rsplit("/", 1)[1]
    assert demo_sign_in_user(token) == clara
    User.objects.update(is_active=False)
    for refused in (token, "forged"):
        with pytest.raises(NotFound):
            demo_sign_in_user(refused)


@pytest.fixture
def _written(clara: User, settings: LazySettings, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    message = message_create(
        recipient=clara, category=Category.TEAM, template="account/note", context={"subject": "Hallo"}, dedupe_key="1"
    )
    message_mail(message).send()


@pytest.mark.usefixtures("_written")
def test_the_demo_shows_its_mails(client: Client, settings: LazySettings, tmp_path: Path) -> None:
    settings.DEMO_SIGN_IN = True
    (name,) = [path.stem for path in tmp_path.glob("*.log")]
    assert "Hallo" in client.get("/demo/mails/").text
    assert "Hallo" in client.get(f"/demo/mails/{name}/").text
    html = client.get(f"/demo/mails/{name}/html/")
    assert "Hallo" in html.text
    assert "style-src 'unsafe-inline'" in html["Content-Security-Policy"]
    assert client.get("/demo/mails/other/").status_code == 404


@pytest.mark.usefixtures("_written")
@pytest.mark.parametrize("path", ["/demo/mails/", "/demo/mails/x/", "/demo/mails/x/html/"])
def test_elsewhere_there_is_no_such_page(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_sign_in_code_leaves_by_the_outbox_and_is_kept_apart(client: Client, clara: User) -> None:
    client.post("/konto/login/code/", {"email": clara.email})
    mail = Message.objects.get(template="account/sign_in")
    assert (mail.recipient, mail.address) == (None, clara.email)
    assert mail.secrets["code"] in str(message_mail(mail).body)
    assert mail.secrets["code"] not in str(mail.context)
