"""The solver takes some 100 MB: who only shows pages must not load it."""

import subprocess
import sys

LOADED = "import sys; print(sorted(name for name in sys.modules if name.partition('.')[0] in ('ortools', 'pandas')))"


def loaded_by(*lines: str) -> str:
    script = "; ".join((*lines, LOADED))
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.strip()


def test_web_processes_do_not_load_the_solver() -> None:
    assert loaded_by("import backend.wsgi", "import backend.urls", "import worker.handlers") == "[]"


def test_solving_loads_it() -> None:
    asked = "place(Question(people=(Person(key='p'),), teams=(Team(key='t', free=1),)))"
    imports = (
        "from programmes.domain.placing.solving import place",
        "from programmes.domain.placing.kinds import Person, Question, Team",
    )
    assert loaded_by(*imports) == "[]"
    assert "ortools.graph.python" in loaded_by(*imports, asked)
