import ast
import re
from pathlib import Path

import pytest
from django.utils import translation

from backend.web.rule_problem_words import problem_words
from funding.domain import rule_problems
from funding.domain.rule_problems import Problem, problems
from tests.backend.web.test_rule_sentences import CODE
from tests.funding.domain.test_rule_problems import LUMP, WRONG

# A pool of one cent is smaller than any promise.
CASES = [found for rule, _code, _field in WRONG for found in problems(rule)] + problems(LUMP, 1)


def codes_in_source() -> set[str]:
    tree = ast.parse(Path(rule_problems.__file__).read_text())
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name))
    made = (node for node in calls if isinstance(node.func, ast.Name) and node.func.id == "Problem")
    return {str(node.args[0].value) for node in made if isinstance(node.args[0], ast.Constant)}


def test_every_problem_that_can_be_found_is_among_the_cases() -> None:
    assert {found.code for found in CASES} == codes_in_source()


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("found", CASES, ids=[f"{n}-{found.code}" for n, found in enumerate(CASES)])
def test_every_problem_has_a_sentence_with_its_facts(found: Problem, language: str) -> None:
    with translation.override(language):
        said = problem_words(found)
    assert re.fullmatch(r"(?s)[A-ZÄÖÜ€\d].*\.", said), said
    assert not CODE.search(said), said


def test_german_and_english_differ_for_every_problem() -> None:
    for found in CASES:
        with translation.override("en"):
            english = problem_words(found)
        with translation.override("de"):
            assert problem_words(found) != english


@pytest.mark.parametrize(
    ("field", "most", "said"),
    [
        ("caps.campaign_minor", 100_000, "von 0,01 € bis 1.000 €"),
        ("function.rate_bp", 100_000, "von 0,01 % bis 1.000 %"),
        ("caps.backer_pledges", 1_000, "von 1 bis 1.000"),
        ("function.factor", 10, "höchstens 10:1"),
    ],
)
def test_a_range_is_said_in_the_unit_of_its_field(field: str, most: int, said: str) -> None:
    with translation.override("de"):
        text = problem_words(Problem("out_of_range", field, {"value": 0, "least": 1, "most": most}))
    assert said in text.replace("\xa0", " ")
