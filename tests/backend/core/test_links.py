import pytest

from backend.core.errors import Invalid
from backend.core.links import clean_links, clean_url


@pytest.mark.parametrize(
    "url",
    ["https://example.org", "http://example.org:8080/a?b=c#d", "https://münchen.example/straße", "https://[::1]/"],
)
def test_what_a_browser_may_open(url: str) -> None:
    assert clean_url("website", f" {url} ") == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.org",
        "//example.org",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "ftp://example.org",
        "https://",
        "https://user:secret@example.org",
        "https://example.org/a b",
        'https://example.org/"onclick=',
        "https://example.org/<script>",
        "https://example.org:99999",
        "https://[::1",
        "https://example.org/\x00",
        "https://example.org/" + "x" * 500,
        7,
    ],
)
def test_what_it_may_not(url: object) -> None:
    with pytest.raises(Invalid) as error:
        clean_url("website", url)
    assert list(error.value.fields) == ["website"]


def test_links_have_a_label() -> None:
    given = [{"label": " Karte ", "url": "https://example.org/k"}, {"url": "https://example.org/l", "label": ""}]
    assert clean_links("links", given) == [
        {"label": "Karte", "url": "https://example.org/k"},
        {"label": "example.org", "url": "https://example.org/l"},
    ]
    assert clean_links("links", []) == []


@pytest.mark.parametrize(
    "links",
    [
        "https://example.org",
        None,
        [1],
        [{"href": "https://example.org"}],
        [{"url": "https://example.org", "label": "x" * 81}],
        [{"url": "https://example.org", "onclick": "x"}],
        [{"url": "https://example.org"}] * 11,
    ],
)
def test_other_shapes_are_refused(links: object) -> None:
    with pytest.raises(Invalid) as error:
        clean_links("links", links)
    assert list(error.value.fields) == ["links"]
