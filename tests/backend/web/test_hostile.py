"""What somebody means harm with: texts on every public page that shows them, and files at each door that takes some."""

import json
import re
import struct
import zipfile
import zlib
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from backend.core import clock
from programmes.enums import SolutionState
from programmes.models import DataImport, Project, Solution, SolutionVersion
from programmes.selectors.exchange import package_write
from tests.backend.core.pdf_samples import HOSTILE as SLIDES
from tests.backend.core.pdf_samples import pdf
from tests.backend.web.visitors import bytes_of, signed_in, text_of
from tests.factories import programmes as make

pytestmark = pytest.mark.django_db
MARK = "hostile4711"
HOSTILE = {
    "script": f"<script>{MARK}()</script>",
    "handler": f'"><img src=x onerror="{MARK}()">',
    "style": f"<style>*{{background:url(//{MARK}.example)}}</style>",
    "attribute": f'<p style="position:fixed;inset:0" class="{MARK}">x</p>',
    "svg": f"<svg onload={MARK}()><animate attributeName=href values=javascript:{MARK}()>",
    "frame": f"<iframe srcdoc='<script>{MARK}()</script>'></iframe>",
    "template": "{{ 7|add:MARK }}{% include 'x' %}".replace("MARK", MARK),
    "markdown": f"[{MARK}](javascript:{MARK}()) ![x](//{MARK}.example/x.png) <//{MARK}.example>",
    "close": f"</title></textarea></script><script>{MARK}()</script>",
    "data": f"[x](data:text/html;base64,{MARK}) <object data='data:text/html,{MARK}'>",
}
EMBEDDING = {"script", "style", "iframe", "object", "embed", "svg", "animate", "base", "form"}
LEADING = {"href", "src", "action", "data", "srcdoc", "formaction", "poster"}


class Reader(HTMLParser):
    """Reads a page as a browser does, and notes what of somebody's text would do something."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.dangers: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            said = (value or "").strip().lower()
            # People may link to wherever they like; but nothing is loaded from there.
            loads = ("//", "<") if name != "href" else ()
            leads = name in LEADING and said.startswith(("javascript:", "data:", *loads))
            if name.startswith("on") or name == "style" or leads or (tag in EMBEDDING and MARK in said):
                self.dangers.append(f"{tag} {name}={value}")

    def handle_data(self, data: str) -> None:
        if self.cdata_elem and MARK in data:
            self.dangers.append(f"{self.cdata_elem}: {data}")


def dangers(page: str) -> list[str]:
    reader = Reader()
    reader.feed(page)
    return reader.dangers


def a_project(text: str) -> Project:
    """Everything that people write in it says the same."""
    challenge = make.ChallengeFactory.create(title=text[:160], summary=text, body=text)
    team = make.TeamFactory.create(challenge=challenge, name=text[:80], pitch=text)
    solution = make.SolutionFactory.create(team=team)
    solution.versions.all().delete()
    version = make.SolutionVersionFactory.create(
        solution=solution, title=text[:160], summary=text, body=text, image_alt=text[:200], handed_in_at=clock.now()
    )
    Solution.objects.filter(pk=solution.pk).update(current_version=version, state=SolutionState.SELECTED)
    solution.refresh_from_db()
    project: Project = make.ProjectFactory.create(solution=solution, team=team, title=text[:160], summary=text)
    return project


def pages_of(project: Project) -> list[str]:
    solution = project.solution
    names = {
        "sprint": solution.sprint.slug,
        "sprint-data": solution.sprint.slug,
        "sprint-results": solution.sprint.slug,
        "challenge": solution.challenge.public_id,
        "team": project.team.public_id,
        "solution": solution.public_id,
        "project": project.public_id,
        "solution-embedding": solution.public_id,
        "project-embedding": project.public_id,
    }
    found = [reverse(f"web:{name}", args=[arg]) for name, arg in names.items()]
    found += [reverse(f"web:{name}") for name in ("challenges", "teams", "solutions", "projects")]
    found += [f"{reverse('web:search')}?q={MARK}"]
    cards = {"sprint": solution.sprint.slug, "solution": solution.public_id, "project": project.public_id}
    return [*found, *(reverse(f"web:embed-{kind}", args=["de", name]) for kind, name in cards.items())]


@pytest.mark.parametrize("name", list(HOSTILE))
def test_no_public_page_runs_loads_or_styles_what_somebody_wrote(name: str) -> None:
    project = a_project(HOSTILE[name])
    seen = 0
    for address in pages_of(project):
        page = text_of(Client(), address)
        assert dangers(page) == [], address
        seen += MARK in page
    assert seen > 5, "the text is on these pages at all"


def test_what_would_be_dangerous_is_seen() -> None:
    for name, text in HOSTILE.items():
        if name not in {"template", "markdown", "data"}:
            assert dangers(text), name
    assert dangers(f'<a href="javascript:{MARK}()">')
    assert dangers(f'<a href="data:text/html;base64,{MARK}">')


@pytest.mark.parametrize("name", list(HOSTILE))
def test_machines_get_it_as_text(name: str, tmp_path: Path) -> None:
    project, text = a_project(HOSTILE[name]), HOSTILE[name]
    answer = Client().get(reverse("web:sprint-hackathon", args=[project.solution.sprint.slug]))
    assert answer["Content-Type"] == "application/ld+json"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert text in {one["description"] for one in json.loads(answer.content)["workFeatured"]}
    package_write(project.solution.sprint, tmp_path / "a.zip", address="https://example.org", created=clock.now())
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert MARK in archive.read("projects.csv").decode()


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t=", "\r="])
def test_no_cell_of_a_package_is_a_formula(begin: str, tmp_path: Path) -> None:
    project = a_project(f"{begin}HYPERLINK({MARK})")
    package_write(project.solution.sprint, tmp_path / "a.zip", address="https://example.org", created=clock.now())
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        tables = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".csv"))
    assert MARK in tables
    assert not re.search(rf'(?:^|,)"?{re.escape(begin.strip())}HYPERLINK', tables, re.MULTILINE)


def image(kind: str, size: tuple[int, int] = (8, 8)) -> bytes:
    file = BytesIO()
    Image.new("RGB", size, "teal").save(file, kind)
    return file.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0" * 1_000)) + chunk(b"IEND", b"")


FILES = {
    "a script in an SVG": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "an SVG with a declaration": b"<?xml version='1.0'?><!DOCTYPE svg><svg xmlns='http://www.w3.org/2000/svg'/>",
    "a page": b"<!doctype html><script>alert(1)</script>",
    "another kind of picture": image("GIF"),
    "a picture for Windows": image("BMP"),
    "a program": b"MZ\x90\x00" + b"\0" * 100,
    "an archive": b"PK\x05\x06" + b"\0" * 18,
    "a document": b"%PDF-1.7\n",
    "a head without a body": b"\x89PNG\r\n\x1a\n",
    "one that unpacks to gigabytes": png_that_claims(60_000, 60_000),
    "nothing": b"",
}


@pytest.mark.parametrize("name", list(FILES))
@pytest.mark.parametrize("claimed", ["image/png", "image/svg+xml"])
def test_a_picture_is_refused_by_what_it_is_and_nothing_is_kept(name: str, claimed: str) -> None:
    team = make.TeamFactory.create()
    file = SimpleUploadedFile("bild.png", FILES[name], content_type=claimed)
    fields = {"title": "T", "summary": "S", "body": "B", "language": "de", "do": "save", "image": file}
    browser = signed_in(make.lead_of(team))
    assert browser.post(reverse("web:hand-in", args=[team.public_id]), fields).status_code == 422
    assert not SolutionVersion.objects.exclude(image="").exists()


@pytest.mark.parametrize(
    "name", ["../../evil.png", "a.php", "a.svg", "a.html", "a\x00.png", "." * 200 + ".png", "é.png"]
)
def test_a_name_says_nothing_about_where_or_as_what_a_picture_is_kept(name: str) -> None:
    team = make.TeamFactory.create()
    content = image("PNG") + b"<script>alert(1)</script>"
    file = SimpleUploadedFile("x.png", content, content_type="text/html")
    file.name = name
    fields = {"title": "T", "summary": "S", "body": "B", "language": "de", "do": "save", "image": file}
    signed_in(make.lead_of(team)).post(reverse("web:hand-in", args=[team.public_id]), fields)
    for version in SolutionVersion.objects.exclude(image=""):
        assert re.fullmatch(r"solutions/[0-9a-f]{32}\.webp", str(version.image.name))
        served = Client().get(f"{settings.MEDIA_URL}{version.image.name}")
        kept = bytes_of(served)
        assert b"script" not in kept
        assert "sandbox" in served["Content-Security-Policy"]
        assert served["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", list(SLIDES))
@pytest.mark.parametrize("claimed", ["application/pdf", "text/html"])
def test_slides_are_refused_by_what_they_are_and_nothing_is_kept(name: str, claimed: str) -> None:
    team = make.TeamFactory.create()
    file = SimpleUploadedFile("../../folien.pdf", SLIDES[name], content_type=claimed)
    browser = signed_in(make.lead_of(team))
    fields = {"slides": file, "slides_title": "Pitch"}
    assert browser.post(reverse("web:hand-in-slides", args=[team.public_id]), fields).status_code == 422
    assert not SolutionVersion.objects.exists()


@pytest.mark.parametrize("name", ["../../evil.pdf", "a.html", "a.php", "é.svg"])
def test_a_name_says_nothing_about_where_or_as_what_slides_are_kept(name: str) -> None:
    team = make.TeamFactory.create()
    file = SimpleUploadedFile("x.pdf", pdf(), content_type="text/html")
    file.name = name
    fields = {"slides": file, "slides_title": '"><script>/../../x.html'}
    signed_in(make.lead_of(team)).post(reverse("web:hand-in-slides", args=[team.public_id]), fields)
    version = SolutionVersion.objects.get()
    assert re.fullmatch(r"slides/[0-9a-f]{32}\.pdf", str(version.slides.name))
    address = reverse("web:solution-slides", args=[version.solution.public_id, 1])
    served = signed_in(make.lead_of(team)).get(address)
    assert served["Content-Type"] == "application/pdf"
    assert re.fullmatch(r'inline; filename="[a-z0-9-]+\.pdf"', served["Content-Disposition"])


@pytest.mark.parametrize("name", ["a program", "an archive", "a page", "another kind of picture", "nothing"])
def test_a_table_is_refused_by_what_it_is(name: str) -> None:
    role = make.ProgrammeRoleFactory.create()
    sprint = make.SprintFactory.create(programme=role.programme)
    file = SimpleUploadedFile("projects.csv", FILES[name], content_type="text/csv")
    answer = signed_in(role.user).post(reverse("web:organiser-devpost", args=[sprint.slug]), {"file": file})
    assert answer.status_code == 422
    assert not DataImport.objects.exists()


def test_a_table_full_of_harm_is_shown_and_taken_as_text() -> None:
    role = make.ProgrammeRoleFactory.create()
    sprint = make.SprintFactory.create(programme=role.programme)
    rows = ["Project Title,Submission Url,About The Project,Own <script>"]
    for number, text in enumerate(HOSTILE.values()):
        cell = text.replace('"', '""')
        rows.append(f'"{cell}",https://a.devpost.com/{number},"{cell}",x')
    file = SimpleUploadedFile("projects.csv", "\n".join(rows).encode(), content_type="text/csv")
    browser = signed_in(role.user)
    answer = browser.post(reverse("web:organiser-devpost", args=[sprint.slug]), {"file": file})
    page: Any = browser.get(answer["Location"])
    assert MARK in page.content.decode()
    assert dangers(page.content.decode()) == []
    assert "<script>" not in page.content.decode()
