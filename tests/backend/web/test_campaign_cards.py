from types import SimpleNamespace
from typing import Any

import pytest

from backend.web.campaign_cards import picture_of


def image(name: str) -> Any:
    return SimpleNamespace(url=f"/media/{name}") if name else None


@pytest.mark.parametrize(
    ("own", "version", "shown"),
    [
        ("own.png", SimpleNamespace(image=image("s.png")), "/media/own.png"),
        ("", SimpleNamespace(image=image("s.png")), "/media/s.png"),
        ("", SimpleNamespace(image=image("")), ""),
        ("", None, ""),
    ],
)
def test_the_picture_of_the_solution_stands_in(own: str, version: Any, shown: str) -> None:
    project = SimpleNamespace(solution=SimpleNamespace(current_version=version))
    campaign = SimpleNamespace(image=image(own), project=project)
    assert picture_of(campaign) == shown
    assert picture_of(campaign, names_project=False) == (f"/media/{own}" if own else "")
