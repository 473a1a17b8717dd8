"""What tests of the API speak through: Django's client with a token, JSON in and out."""

import json
from typing import Any

from django.test import Client

from backend.accounts.enums import Scope
from backend.accounts.models import User
from backend.accounts.services.api_tokens import token_create

ALL_SCOPES = tuple(Scope)


class ApiClient:
    """`ApiClient(user)` holds a token with all scopes, `ApiClient()` none. Paths are below `/api/v1/`."""

    def __init__(self, user: User | None = None, *, scopes: tuple[str, ...] = ALL_SCOPES, language: str = "en") -> None:
        self.client = Client()
        self.headers = {"Accept-Language": language}
        if user is not None:
            _row, clear = token_create(user=user, name="test", scopes=scopes)
            self.headers["Authorization"] = f"Bearer {clear}"

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"/api/v1/{path}", query, headers=self.headers)

    def post(self, path: str, body: Any = None, *, key: str | None = None) -> Any:
        return self.send("POST", path, body, key=key)

    def patch(self, path: str, body: Any) -> Any:
        return self.send("PATCH", path, body)

    def put(self, path: str, body: Any) -> Any:
        return self.send("PUT", path, body)

    def delete(self, path: str) -> Any:
        return self.send("DELETE", path, None)

    def send(self, method: str, path: str, body: Any, *, key: str | None = None) -> Any:
        headers = self.headers | ({"Idempotency-Key": key} if key is not None else {})
        content = "" if body is None else body if isinstance(body, str | bytes) else json.dumps(body)
        return self.client.generic(method, f"/api/v1/{path}", content, "application/json", headers=headers)


def problem_of(response: Any) -> dict[str, Any]:
    """Return the problem that a response holds, after checking that it is one."""
    assert response["Content-Type"] == "application/problem+json", (response.status_code, response.content[:300])
    body: dict[str, Any] = json.loads(response.content)
    assert body["status"] == response.status_code
    assert body["code"]
    assert body["title"]
    assert body["request_id"] == response["X-Request-Id"]
    return body
