import json
from pathlib import Path

from backend.local.demo import only_one
from backend.local.running import SETTINGS, settings_keep, settings_of_running

TOLD = {"DATABASE_URL": "postgresql://postgres:secret@127.0.0.1:5/gemeinwerk"}


def test_a_command_beside_a_running_demo_means_it(tmp_path: Path) -> None:
    with only_one(tmp_path):
        assert settings_of_running(tmp_path) == {}
        settings_keep(tmp_path, TOLD)
        settings_keep(tmp_path, TOLD)
        assert settings_of_running(tmp_path) == TOLD
    assert (tmp_path / SETTINGS).stat().st_mode & 0o077 == 0


def test_what_a_killed_demo_left_is_nobodys(tmp_path: Path) -> None:
    assert settings_of_running(tmp_path / "never") == {}
    with only_one(tmp_path):
        settings_keep(tmp_path, TOLD)
    assert settings_of_running(tmp_path) == {}
    # Nor does that look keep the next demo from starting, or a broken file a command.
    with only_one(tmp_path):
        (tmp_path / SETTINGS).write_text(json.dumps(TOLD)[:-1])
        assert settings_of_running(tmp_path) == {}
