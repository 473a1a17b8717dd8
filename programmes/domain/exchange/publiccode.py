"""`publiccode.yml` 0.4: by which catalogues of public administrations find software that they may reuse.

What the standard wants and nobody here can know is said as carefully as it allows: the keys of `REQUIRED` are always
there, and whoever puts the file into the repository completes it. It wants a person as contact; none is told from here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from urllib.parse import urlsplit

import yaml

from programmes.domain.exchange.lines import tidy

VERSION: Final = "0.4"
SHORT_MOST: Final = 150
LONG_LEAST, LONG_MOST = 150, 10_000
FEATURES_MOST: Final = 20
OPEN_SOURCE: Final = frozenset({"EUPL-1.2", "MIT", "Apache-2.0", "AGPL-3.0-or-later"})
"""Licences for software; those of Creative Commons are for texts."""
FORGES: Final = ("github.com", "gitlab.com", "codeberg.org", "opencode.de", "gitlab.opencode.de", "git.sr.ht")
STATUSES: Final = frozenset({"concept", "development", "beta", "stable", "obsolete"})
REQUIRED: Final[Mapping[str, type[Any]]] = {
    "publiccodeYmlVersion": str,
    "name": str,
    "url": str,
    "platforms": list,
    "categories": list,
    "developmentStatus": str,
    "softwareType": str,
    "description": dict,
    "legal": dict,
    "maintenance": dict,
    "localisation": dict,
}
INTRODUCTION: Final = """\
# publiccode.yml of a solution on Gemeinwerk: {address}
# Please complete it in your repository: platforms, categories, softwareType and features are a beginning, and whoever
# maintains the software stands under maintenance (type: community or internal, contacts: a person's name).
"""


class Unfit(ValueError):
    """Why there is no publiccode.yml, as a stable word: no_licence, no_repository or too_short."""


@dataclass(frozen=True, slots=True)
class Software:
    name: str
    summary: str
    text: str
    language: str
    licence: str
    links: Sequence[str]
    address: str
    status: str
    released_on: date | None


def repository_of(links: Sequence[str]) -> str:
    """Return the first link to a repository on a known forge: owner and name at least, over https."""
    for link in links:
        try:
            parts = urlsplit(link)
            host = parts.hostname
        except ValueError:
            continue
        path = [part for part in parts.path.split("/") if part]
        if parts.scheme == "https" and host in FORGES and len(path) > 1:
            return link
    return ""


def publiccode(software: Software) -> dict[str, Any]:
    """Return the content of the file. Raises Unfit."""
    software = replace(software, name=tidy(software.name), summary=tidy(software.summary), text=tidy(software.text))
    if software.licence not in OPEN_SOURCE:
        raise Unfit("no_licence")
    repository = repository_of(software.links)
    if not repository:
        raise Unfit("no_repository")
    text = "\n\n".join(part for part in (software.summary, software.text) if part)[:LONG_MOST]
    if len(text) < LONG_LEAST:
        raise Unfit("too_short")
    found: dict[str, Any] = {
        "publiccodeYmlVersion": VERSION,
        "name": software.name,
        "url": repository,
        "landingURL": software.address,
        "platforms": ["web"],
        "categories": ["digital-citizenship"],
        "developmentStatus": software.status,
        "softwareType": "standalone/other",
        "description": {
            software.language: {
                "shortDescription": _short(software.summary or software.name),
                "longDescription": text,
                "features": _features(software),
            }
        },
        "legal": {"license": software.licence},
        "maintenance": {"type": "none"},
        "localisation": {"localisationReady": False, "availableLanguages": [software.language]},
    }
    if software.released_on:
        found["releaseDate"] = software.released_on.isoformat()
    return found


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHORT_MOST else f"{line[: SHORT_MOST - 2].rsplit(' ', 1)[0]} …"


def _features(software: Software) -> list[str]:
    """The points of the first lists in the text; without any what it is in short."""
    lines = [line.strip() for line in software.text.splitlines()]
    points = [line[2:].strip() for line in lines if line.startswith(("- ", "* "))]
    return [point for point in points if point][:FEATURES_MOST] or [_short(software.summary or software.name)]


def faults_of(data: Any) -> list[str]:
    """Return which required keys are missing in the content of such a file, or hold what they must not."""
    if not isinstance(data, dict):
        return ["the file"]
    faults = [name for name, kind in REQUIRED.items() if not isinstance(data.get(name), kind) or not data[name]]
    if faults:
        return faults
    told = {
        "developmentStatus": data["developmentStatus"] in STATUSES,
        "url": bool(urlsplit(data["url"]).hostname),
        "legal/license": bool(data["legal"].get("license")),
        "maintenance/type": data["maintenance"].get("type") in {"internal", "contract", "community", "none"},
        "maintenance/contacts": data["maintenance"].get("type") not in {"internal", "community"}
        or bool(data["maintenance"].get("contacts")),
        "localisation/localisationReady": isinstance(data["localisation"].get("localisationReady"), bool),
        "localisation/availableLanguages": bool(data["localisation"].get("availableLanguages")),
    }
    for language, texts in data["description"].items():
        told[f"description/{language}/shortDescription"] = 0 < len(texts.get("shortDescription", "")) <= SHORT_MOST
        told[f"description/{language}/longDescription"] = (
            LONG_LEAST <= len(texts.get("longDescription", "")) <= LONG_MOST
        )
        told[f"description/{language}/features"] = isinstance(texts.get("features"), list)
    return [name for name, is_good in told.items() if not is_good]


def publiccode_yml(software: Software) -> str:
    """Return the file. Raises Unfit."""
    text = yaml.safe_dump(publiccode(software), allow_unicode=True, sort_keys=False, width=120)
    return f"{INTRODUCTION.format(address=software.address)}{text}"
