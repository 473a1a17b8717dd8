"""Composing a form: each step takes one and returns another. Whether that can be asked is `checking`'s say."""

from dataclasses import replace

from programmes.domain.forms.kinds import Form, Question, Section, Words
from programmes.domain.row_order import moved


def section_put(form: Form, key: str, title: Words) -> Form:
    """Name the section `key` anew, or add it at the end."""
    if form.section(key) is None:
        return Form(sections=(*form.sections, Section(key=key, title=title)))
    return Form(sections=tuple(replace(one, title=title) if one.key == key else one for one in form.sections))


def question_put(form: Form, section: str, question: Question) -> Form:
    """Set a question in its place; a new one, or one that changes the section, comes last in `section`."""
    stays = any(section == one.key and question.key in _keys(one) for one in form.sections)
    if stays:
        return Form(sections=tuple(_with(one, question) for one in form.sections))
    without = part_removed(form, question.key)
    return Form(
        sections=tuple(
            replace(one, questions=(*one.questions, question)) if one.key == section else one
            for one in without.sections
        )
    )


def part_removed(form: Form, key: str) -> Form:
    """Without the question, or without the section and all in it, that has this key."""
    kept = tuple(one for one in form.sections if one.key != key)
    return Form(
        sections=tuple(replace(one, questions=tuple(each for each in one.questions if each.key != key)) for one in kept)
    )


def part_moved(form: Form, key: str, step: int) -> Form:
    """One place up (-1) or down (1); at the end of its row nothing changes."""
    sections = moved(form.sections, key, step)
    return Form(sections=tuple(replace(one, questions=moved(one.questions, key, step)) for one in sections))


def _keys(section: Section) -> list[str]:
    return [question.key for question in section.questions]


def _with(section: Section, question: Question) -> Section:
    return replace(section, questions=tuple(question if one.key == question.key else one for one in section.questions))
