"""See that a Chromium is there: the machine's own, else the system's package, else Playwright's."""

import os
import shutil
import subprocess
import sys

# The one without windows needs a fifth less time.
NAMES = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
PACKAGES = ["chromium-headless-shell", "chromium"]


def find() -> str | None:
    return os.environ.get("CHROMIUM") or next((path for name in NAMES if (path := shutil.which(name))), None)


def install_package() -> bool:
    if not shutil.which("apt-get"):
        return False
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}

    def done(*step: str) -> bool:
        try:
            ended = subprocess.run([*as_root, "apt-get", *step], env=environment, capture_output=True, check=False)
        except OSError:
            return False
        return ended.returncode == 0

    install = ("install", "-y", "-qq", "--no-install-recommends")
    return done("update", "-qq") and any(done(*install, name, "fonts-liberation") for name in PACKAGES)


def main() -> int:
    if find():
        return 0
    print("No Chromium found; installing the system's package …", flush=True)
    if install_package() and find():
        return 0
    print("That did not work; trying Playwright's …", flush=True)
    playwright = [sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"]
    return subprocess.run(playwright, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
