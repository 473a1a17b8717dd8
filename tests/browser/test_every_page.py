"""Every page that `make screenshots` visits: nobody is shut out, nothing breaks the policy, nothing is cut off."""

import pytest

from tests.browser.crawl import find_pages
from tests.browser.platform import DESK, PHONE, Platform, violations

pytestmark = [pytest.mark.browser, pytest.mark.processes]


@pytest.mark.parametrize(("size", "language"), [(PHONE, "de"), (DESK, "en")])
def test_everybody_can_use_every_page(platform: Platform, size: dict[str, int], language: str) -> None:
    found: list[str] = []
    visits = find_pages()
    for persona in sorted({visit.persona for visit in visits}):
        page = platform.open(persona, size=size, language=language)
        for visit in (visit for visit in visits if visit.persona == persona):
            answer = page.goto(visit.path)
            assert answer is not None
            if answer.status >= 500:
                found.append(f"{visit.name}: {answer.status}")
            found += violations(page)
            if page.evaluate("document.documentElement.scrollWidth") > size["width"]:
                found.append(f"{visit.name} is wider than the screen")
        page.context.close()
    assert found == []
    assert platform.complaints == []
