"""Where the README of a code repository is found, by the address that people see in their browser."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

NAMES: Final = ("README.md", "readme.md", "README.txt", "README.rst", "README")
TEXTS: Final = (".md", ".markdown", ".txt", ".rst")
OWNER_AND_NAME: Final = 2
TRIED_OF_UNKNOWN: Final = 2
"""Names that are tried at a host of which nobody knows what it runs."""


@dataclass(frozen=True, slots=True)
class Place:
    site: str
    project: tuple[str, ...]
    branch: str = ""
    """Empty: the one that the repository shows first."""
    inside: tuple[str, ...] = ()
    """A folder of it, or a file."""

    def files(self) -> list[str]:
        """What to look for, as a path in the repository."""
        if self.inside and self.inside[-1].lower().endswith(TEXTS):
            return ["/".join(self.inside)]
        return ["/".join((*self.inside, name)) for name in NAMES]

    @property
    def path(self) -> str:
        return "/".join(self.project).removesuffix(".git")


def readme_addresses(address: str) -> list[str]:
    """Return addresses of plain text to try one after the other; without a known form it is the address itself."""
    parts = urlsplit(address.strip())
    path = [part for part in parts.path.split("/") if part]
    host, site = (parts.hostname or "").removeprefix("www."), f"https://{parts.netloc}"
    if len(path) >= OWNER_AND_NAME:
        if host in FORGES:
            return FORGES[host](site, path)
        if "-" in path[OWNER_AND_NAME:] or (host.startswith("gitlab.") and not path[-1].lower().endswith(TEXTS)):
            return _gitlab(site, path)
        if path[2:4] == ["src", "branch"]:
            return _gitea(site, path)
        if len(path) == OWNER_AND_NAME and not path[-1].lower().endswith(TEXTS):
            known = [*_gitea(site, path)[:TRIED_OF_UNKNOWN], *_gitlab(site, path)[:TRIED_OF_UNKNOWN]]
            return [*known, address.strip()]
    return [address.strip()]


def _place(site: str, project: Sequence[str], rest: Sequence[str], *marks: tuple[str, ...]) -> Place:
    """Read `rest`, which follows the project: …/tree/main/docs, where one of `marks` says that a branch comes."""
    for mark in marks:
        if tuple(rest[: len(mark)]) == mark and len(rest) > len(mark):
            return Place(site, tuple(project), rest[len(mark)], tuple(rest[len(mark) + 1 :]))
    return Place(site, tuple(project))


def _github(site: str, path: list[str]) -> list[str]:
    place = _place(site, path[:2], path[2:], ("tree",), ("blob",))
    base = f"https://raw.githubusercontent.com/{place.path}/{place.branch or 'HEAD'}"
    return [f"{base}/{file}" for file in place.files()]


def _gitlab(site: str, path: list[str]) -> list[str]:
    cut = path.index("-") if "-" in path else len(path)
    place = _place(site, path[:cut], path[cut + 1 :], ("tree",), ("blob",), ("raw",))
    return [f"{site}/{place.path}/-/raw/{place.branch or 'HEAD'}/{file}" for file in place.files()]


def _gitea(site: str, path: list[str]) -> list[str]:
    place = _place(site, path[:2], path[2:], ("src", "branch"))
    branch = f"?ref={place.branch}" if place.branch else ""
    return [f"{site}/api/v1/repos/{place.path}/raw/{file}{branch}" for file in place.files()]


def _bitbucket(site: str, path: list[str]) -> list[str]:
    place = _place(site, path[:2], path[2:], ("src",))
    return [f"{site}/{place.path}/raw/{place.branch or 'HEAD'}/{file}" for file in place.files()]


FORGES: Final[dict[str, Callable[[str, list[str]], list[str]]]] = {
    "github.com": _github,
    "gitlab.com": _gitlab,
    "codeberg.org": _gitea,
    "bitbucket.org": _bitbucket,
}
