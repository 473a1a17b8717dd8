import pytest

from programmes.domain.repositories import NAMES, readme_addresses

RAW = "https://raw.githubusercontent.com/team/karte"


@pytest.mark.parametrize(
    ("address", "first"),
    [
        ("https://github.com/team/karte", f"{RAW}/HEAD/README.md"),
        ("https://github.com/team/karte/", f"{RAW}/HEAD/README.md"),
        ("https://www.github.com/team/karte.git", f"{RAW}/HEAD/README.md"),
        ("https://github.com/team/karte/issues", f"{RAW}/HEAD/README.md"),
        ("https://github.com/team/karte/tree/main", f"{RAW}/main/README.md"),
        ("https://github.com/team/karte/tree/main/docs", f"{RAW}/main/docs/README.md"),
        ("https://github.com/team/karte/blob/main/docs/Lies.md", f"{RAW}/main/docs/Lies.md"),
        ("https://github.com/team/karte?tab=readme#install", f"{RAW}/HEAD/README.md"),
        ("https://gitlab.com/team/karte", "https://gitlab.com/team/karte/-/raw/HEAD/README.md"),
        ("https://gitlab.com/stadt/amt/karte", "https://gitlab.com/stadt/amt/karte/-/raw/HEAD/README.md"),
        ("https://gitlab.com/a/b/-/tree/dev/docs", "https://gitlab.com/a/b/-/raw/dev/docs/README.md"),
        ("https://gitlab.com/a/b/-/blob/dev/LIES.txt", "https://gitlab.com/a/b/-/raw/dev/LIES.txt"),
        ("https://gitlab.opencode.de/a/b/c", "https://gitlab.opencode.de/a/b/c/-/raw/HEAD/README.md"),
        ("https://code.example/a/b/-/tree/main", "https://code.example/a/b/-/raw/main/README.md"),
        ("https://codeberg.org/team/karte", "https://codeberg.org/api/v1/repos/team/karte/raw/README.md"),
        (
            "https://codeberg.org/team/karte/src/branch/main/docs",
            "https://codeberg.org/api/v1/repos/team/karte/raw/docs/README.md?ref=main",
        ),
        (
            "https://git.example/team/karte/src/branch/main/LIES.md",
            "https://git.example/api/v1/repos/team/karte/raw/LIES.md?ref=main",
        ),
        ("https://bitbucket.org/team/karte/src/main/", "https://bitbucket.org/team/karte/raw/main/README.md"),
    ],
)
def test_the_forms_of_known_forges(address: str, first: str) -> None:
    assert readme_addresses(address)[0] == first


def test_all_usual_names_are_tried_and_a_file_alone() -> None:
    assert [address.rpartition("/")[2] for address in readme_addresses("https://github.com/a/b")] == list(NAMES)
    assert len(readme_addresses("https://github.com/a/b/blob/main/README.md")) == 1


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/",
        "https://example.org/lies.md",
        "https://example.org/a/lies.txt",
        "https://example.org/a/b/c",
        "https://github.com/team",
        "",
    ],
)
def test_anything_else_is_asked_for_as_it_is(address: str) -> None:
    assert readme_addresses(address) == [address]


def test_a_forge_that_nobody_knows_may_be_either_kind_or_a_page() -> None:
    found = readme_addresses("https://git.example/team/karte")
    assert found[0].startswith("https://git.example/api/v1/")
    assert found[2] == "https://git.example/team/karte/-/raw/HEAD/README.md"
    assert found[-1] == "https://git.example/team/karte"
