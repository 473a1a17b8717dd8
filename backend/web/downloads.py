"""Files that are published for good."""

from django.db.models.fields.files import FieldFile
from django.http import FileResponse


def published_file(file: FieldFile, *, name: str, sha256: str, size_bytes: int) -> FileResponse:
    """A ZIP file that never changes: its digest is its ETag."""
    answer = FileResponse(file.open("rb"), as_attachment=True, filename=name, content_type="application/zip")
    answer["ETag"] = f'"{sha256}"'
    answer["Content-Length"] = str(size_bytes)
    return answer
