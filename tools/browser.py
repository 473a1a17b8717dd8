"""See that a Chromium is there: the machine's own, else the system's package, else Playwright's."""

import os
import shutil
import subprocess
import sys

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]


def find() -> str | None:
    return os.environ.get("CHROMIUM") or next((path for name in NAMES if (path := shutil.which(name))), None)


def install_package() -> bool:
    if not shutil.which("apt-get"):
        return False
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for step in (
        ["update", "-qq"],
        ["install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-liberation"],
    ):
        try:
            done = subprocess.run([*as_root, "apt-get", *step], env=environment, capture_output=True, check=False)
        except OSError:
            return False
        if done.returncode:
            return False
    return find() is not None


def main() -> int:
    if find():
        return 0
    print("No Chromium found; installing the system's package …", flush=True)
    if install_package():
        return 0
    print("That did not work; trying Playwright's …", flush=True)
    return subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
