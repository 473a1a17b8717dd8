"""Files go to the storage before the transaction that shows them: a storage may be far away, and locks must not wait.

A file of a transaction that failed is removed at once, one that is replaced after the commit.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.core.files.base import File
from django.db import DatabaseError, models


@contextmanager
def stored_before(model: type[models.Model], name: str, values: dict[str, Any]) -> Iterator[None]:
    """Store the new file in `values[name]`, if there is one, and put its path there. Enclose the transaction in it."""
    file = values.get(name)
    if not isinstance(file, File):
        yield
        return
    field = _file_field(model, name)
    path = field.storage.save(field.generate_filename(model(), str(file.name)), file, max_length=field.max_length)
    values[name] = path
    try:
        yield
    except BaseException:
        # A database that does not answer may have committed: better a file too many than a row without its file.
        with suppress(DatabaseError):
            unshown_forget(model, name, path)
        raise


def unshown_forget(model: type[models.Model], name: str, path: str) -> None:
    """Delete a file that no row of `model` shows (any more). Call it after the commit."""
    if path and not model._base_manager.filter(**{name: path}).exists():  # noqa: SLF001  Django's public underscore
        _file_field(model, name).storage.delete(path)


def _file_field(model: type[models.Model], name: str) -> models.FileField:
    field = model._meta.get_field(name)  # noqa: SLF001  as above
    if not isinstance(field, models.FileField):
        raise TypeError(f"{name} holds no files")
    return field
