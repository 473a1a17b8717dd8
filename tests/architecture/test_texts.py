"""What is written: no marks of unfinished work, nothing of one machine, and every text for people can be translated."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture.sources import Source, broken, calls, kept_files, nodes, python_sources, sees

HERE = "tests/architecture/test_texts.py"
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
MACHINE = re.compile(r"(?<![\w.~-])/(?:root|home|Users|work|mnt|srv|workspace)/[\w.-]+|[A-Z]:\\\\Users")
# Locks and docs hold for whatever registry a machine uses. In pieces, so that this module passes its own rule.
HOST_WORDS = ("py" + "pi", "python" + "hosted", "npm" + "js", "npm" + "mirror", "arti" + "factory")
HOSTS = re.compile(rf"(?i)\b(?:{'|'.join(HOST_WORDS)})\.(?:org|com|io)\b|--(?:extra-)?index[-]url")
# What a checker is told to overlook, with nothing said after it.
UNEXPLAINED = re.compile(r"#\s*(?:noqa: [A-Z]+[0-9]+(?:, [A-Z]+[0-9]+)*|type: ignore(?:\[[a-z, -]+\])?|noqa)\s*$")
# Paths and hosts that a reader needs: inside containers, and in what others have written.
MAY_NAME_PATHS = {"backend/Dockerfile", "docker-compose.yml", HERE}
OTHERS_WROTE = {"LICENSE.md", "package-lock.json"}
# Speaks to the operator on the console, in English as all commands do.
ON_THE_CONSOLE = "programmes/services/archive"
ERRORS = {"DomainError", "NotFound", "NotAllowed", "Invalid", "Conflict", "LimitReached", "SlowDown", "Unavailable"}
UMLAUT = re.compile(r"[äöüÄÖÜß]")
AT_ONCE = {"gettext", "ngettext", "pgettext", "npgettext"}
TRANSLATED = AT_ONCE | {f"{name}_lazy" for name in AT_ONCE} | {"gettext_noop"}
TEMPLATE_NOTES = re.compile(r"{#.*?#}|{% comment.*?endcomment %}", re.DOTALL)
# Shows samples of what people write, in their language; not linked and not for visitors.
SAMPLES = {"backend/web/templates/web/styleguide.html"}


def lines_with(pattern: re.Pattern[str], source: Source) -> Iterator[str]:
    for number, line in enumerate(source.text.splitlines(), 1):
        if found := pattern.search(line):
            yield f"{number}: {found.group()}"


def unfinished(source: Source) -> Iterator[str]:
    return lines_with(UNFINISHED, source)


def machine_paths(source: Source) -> Iterator[str]:
    return lines_with(MACHINE, source)


def package_hosts(source: Source) -> Iterator[str]:
    return lines_with(HOSTS, source)


def unexplained_ignores(source: Source) -> Iterator[str]:
    return lines_with(UNEXPLAINED, source)


def written(*, without: set[str]) -> tuple[Source, ...]:
    return tuple(source for source in kept_files() if source.path not in without | OTHERS_WROTE)


def test_nothing_is_left_unfinished() -> None:
    assert broken(unfinished, written(without={HERE, "pyproject.toml"})) == []


def test_nothing_is_true_of_one_machine_only() -> None:
    assert broken(machine_paths, written(without=MAY_NAME_PATHS)) == []


def test_no_host_of_packages_is_named() -> None:
    assert broken(package_hosts, written(without=set())) == []


def test_what_a_checker_overlooks_has_a_reason() -> None:
    assert broken(unexplained_ignores, tuple(one for one in kept_files() if one.path.endswith(".py"))) == []


@pytest.mark.parametrize(
    "mark", ["noqa", "noqa: " + "S105", "noqa: " + "S105, E402", "type: " + "ignore[misc, arg-type]"]
)
def test_an_ignore_without_a_reason_is_seen(mark: str) -> None:
    assert sees(unexplained_ignores, f"x = 1  # {mark}")
    assert not sees(unexplained_ignores, f"x = 1  # {mark}  a reason")


@pytest.mark.parametrize("word", ["TODO", "FIXME", "XXX", "HACK"])
def test_unfinished_work_is_seen(word: str) -> None:
    assert sees(unfinished, f"x = 1  # {word}: later")


@pytest.mark.parametrize("text", ["open('/root/x')", "cd /home/anna/gemeinwerk", "see /work/main", "/Users/anna/x"])
def test_a_path_of_one_machine_is_seen(text: str) -> None:
    assert sees(machine_paths, text)


@pytest.mark.parametrize("text", ["/sprints/work/", "https://example.org/home/page", "../shared/work/x", "a/root/b"])
def test_addresses_are_no_paths(text: str) -> None:
    assert not sees(machine_paths, text)


@pytest.mark.parametrize(
    "text", [f"https://files.{HOST_WORDS[1]}.org/a", f"registry.{HOST_WORDS[2]}.org", "--index" + "-url x"]
)
def test_a_host_of_packages_is_seen(text: str) -> None:
    assert sees(package_hosts, text)


# Texts for people.


def translators(source: Source) -> dict[str, str]:
    """Names under which the module has imported gettext, and what they stand for."""
    return {
        one.asname or one.name: one.name
        for node in nodes(source.tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for one in node.names
        if one.name in TRANSLATED
    }


def untranslatable(source: Source) -> Iterator[str]:
    """What is put together before it is looked up is never found; and sources are English."""
    known = translators(source)
    for name, call in calls(source.tree):
        if name in known:
            for text in call.args[: 2 if known[name].startswith(("n", "p")) else 1]:
                if not (isinstance(text, ast.Constant) and isinstance(text.value, str)):
                    yield f"{call.lineno}: {name}({ast.unparse(text)}) cannot be collected"
                elif UMLAUT.search(text.value):
                    yield f"{call.lineno}: {text.value!r} is not English"


def untranslated_errors(source: Source) -> Iterator[str]:
    """What a domain error says is read by people."""
    for name, call in calls(source.tree):
        if name.rsplit(".", 1)[-1] in ERRORS:
            keywords = [word.value for word in call.keywords if word.arg in {"message", "fields"}]
            for said in [*call.args, *keywords]:
                values = said.values if isinstance(said, ast.Dict) else [said]
                yield from (f"{call.lineno}: {ast.unparse(one)}" for one in values if _is_plain_text(one))


def _is_plain_text(node: ast.expr) -> bool:
    match node:
        case ast.Constant(value=str()) | ast.JoinedStr():
            return True
        case ast.List(elts=elements) | ast.Tuple(elts=elements):
            return any(_is_plain_text(one) for one in elements)
        case ast.BinOp(left=left):
            return _is_plain_text(left)
    return False


def frozen_language(source: Source) -> Iterator[str]:
    """Looked up while the module loads, a text is in one language for everybody."""
    known = {name for name, kind in translators(source).items() if kind in AT_ONCE}
    yield from _at_load(source.tree.body, known)


def _at_load(body: "list[ast.stmt]", known: set[str]) -> Iterator[str]:
    for node in body:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                loaded: list[ast.AST] = [*node.decorator_list, *node.args.defaults]
                loaded += [one for one in node.args.kw_defaults if one is not None]
            case ast.ClassDef():
                yield from _at_load(node.body, known)
                loaded = [*node.decorator_list]
            case _:
                loaded = [node]
        for part in loaded:
            late = {inner for one in ast.walk(part) if isinstance(one, ast.Lambda) for inner in ast.walk(one)}
            for one in ast.walk(part):
                if isinstance(one, ast.Call) and one not in late and ast.unparse(one.func) in known:
                    yield f"{one.lineno}: {ast.unparse(one)[:60]} is looked up while the module loads"


def domain_sources() -> tuple[Source, ...]:
    """The payment sandbox is a program of its own with texts of its own."""
    return tuple(source for source in python_sources() if not source.within("funding/sandbox"))


def test_texts_can_be_collected_and_are_english() -> None:
    assert broken(untranslatable, domain_sources()) == []


def test_errors_speak_the_language_of_who_reads_them() -> None:
    pages = tuple(source for source in domain_sources() if not source.within(ON_THE_CONSOLE))
    assert broken(untranslated_errors, pages) == []


def test_no_text_is_frozen_in_one_language() -> None:
    assert broken(frozen_language, domain_sources()) == []


def german(source: Source) -> Iterator[str]:
    return lines_with(UMLAUT, Source(source.path, TEMPLATE_NOTES.sub("", source.text)))


def test_templates_are_english() -> None:
    # Templates of sprints are data, whose words stand there in both languages.
    pages = (source for source in kept_files() if not source.path.startswith("programmes/domain/"))
    templates = (source for source in pages if "/templates/" in source.path and source.path not in SAMPLES)
    assert broken(german, tuple(templates)) == []


LAZY = "from django.utils.translation import gettext_lazy as _\n"
NOW = "from django.utils.translation import gettext as _, ngettext\n"


@pytest.mark.parametrize(
    "text",
    [
        LAZY + "x = _(f'Hello {name}')",
        LAZY + "x = _('Hello ' + name)",
        LAZY + "x = _('Hello %s' % name)",
        LAZY + "x = _(text)",
        LAZY + "x = _('Grüße')",
        NOW + "x = ngettext('one', more, count)",
    ],
)
def test_a_text_that_cannot_be_collected_is_seen(text: str) -> None:
    assert sees(untranslatable, text)


@pytest.mark.parametrize(
    "text",
    [
        "raise Conflict('Too late.')",
        "raise Invalid({'name': 'Too long.'})",
        "raise Invalid({'name': ['Too long.']})",
        "raise Invalid(fields={'name': f'Too long: {name}'})",
        "raise errors.LimitReached('Only %s' % most)",
        "raise NotAllowed(message='No.')",
    ],
)
def test_an_error_in_one_language_is_seen(text: str) -> None:
    assert sees(untranslated_errors, text)


@pytest.mark.parametrize(
    "text",
    [
        NOW + "TITLE = _('Title')",
        NOW + "class A:\n    title = _('Title')",
        NOW + "def f(title=_('Title')):\n    pass",
        NOW + "def f(*, title=_('Title')):\n    pass",
        NOW + "@named(_('Title'))\ndef f():\n    pass",
    ],
)
def test_a_frozen_text_is_seen(text: str) -> None:
    assert sees(frozen_language, text)


@pytest.mark.parametrize("text", [LAZY + "TITLE = _('Title')", NOW + "def f():\n    return _('Title')"])
def test_a_text_that_waits_is_fine(text: str) -> None:
    assert not sees(frozen_language, text)


def test_a_german_template_is_seen() -> None:
    assert sees(german, "<p>Für alle</p>", "backend/web/templates/web/x.html")
    assert not sees(german, "{# Für uns #}<p>For all</p>", "backend/web/templates/web/x.html")
