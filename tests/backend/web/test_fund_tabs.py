import re

import pytest
from django.urls import reverse
from django.utils import translation

from backend.web.fund_tabs import GROUPS, tabs_at

TABS = [tab for group in GROUPS for tab in group.tabs]


@pytest.mark.parametrize("tab", TABS, ids=lambda tab: tab.here)
def test_each_page_is_one_place_in_one_group(tab: object) -> None:
    groups, pages = tabs_at(getattr(tab, "here", ""))
    current = [one for one in groups if one.current]
    assert len(current) == 1
    if pages:
        assert [one.route for one in pages if one.current == "page"] == [f"web:{getattr(tab, 'route', '')}"]
        assert current[0].current == "true"
    else:
        assert current[0].current == "page"


def test_there_are_few_enough_groups_for_one_line_and_every_page_is_reached() -> None:
    assert len(GROUPS) <= 7
    assert len({tab.here for tab in TABS}) == len(TABS)
    for tab in TABS:
        assert reverse(f"web:{tab.route}", args=["fonds"])
    with translation.override("de"):
        assert not any(re.search(r"Approvals|Overview", str(group.label)) for group in GROUPS)


def test_a_page_outside_all_groups_marks_nothing() -> None:
    groups, pages = tabs_at("elsewhere")
    assert not any(one.current for one in groups)
    assert pages == []
