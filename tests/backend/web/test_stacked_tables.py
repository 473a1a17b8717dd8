"""Tables that become lists on a phone: each part says what it is, each value bears its name."""

import re
from pathlib import Path

import pytest

TEMPLATES = sorted((Path(__file__).resolve().parents[3] / "backend").rglob("templates/web/**/*.html"))
TABLE = re.compile(r"<table [^>]*gw-stacked.*?</table>", re.DOTALL)
ROLES = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tfoot": "rowgroup", "tr": "row", "td": "cell"}
PART = re.compile(r"<(table|thead|tbody|tfoot|tr|th|td)(\s[^>]*)?>")
NAMELESS = re.compile("<input|kern-btn")
TABLES = [(path.name, table) for path in TEMPLATES for table in TABLE.findall(path.read_text())]


def faults(table: str) -> list[str]:
    found = []
    for name, attributes in PART.findall(table):
        role = ROLES.get(name) or ("rowheader" if 'scope="row"' in attributes else "columnheader")
        if f'role="{role}"' not in attributes:
            found.append(f"{name} without role {role}")
    # A cell without a name holds what needs none: a box to tick, buttons, nothing.
    cells = re.findall(r"<td(\s[^>]*)>(.+?)</td>", table, re.DOTALL)
    bare = (text for attributes, text in cells if "data-label=" not in attributes and not NAMELESS.search(text))
    return found + [f"value without a name: {text[:40]}" for text in bare]


def test_every_one_can_be_read_on_a_phone_and_aloud() -> None:
    assert len(TABLES) >= 9
    assert [(name, fault) for name, table in TABLES for fault in faults(table)] == []


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        ('<table class="gw-stacked"></table>', "table without role table"),
        ('<table role="table" class="gw-stacked"><tr><th scope="row" role="rowheader">', "tr without role row"),
        ('<table role="table"><th scope="row">', "th without role rowheader"),
        ('<table role="table"><th scope="col">', "th without role columnheader"),
        ('<table role="table"><td role="cell">5</td>', "value without a name: 5"),
    ],
)
def test_the_search_would_find_it(table: str, fault: str) -> None:
    assert fault in faults(table)
