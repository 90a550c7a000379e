"""Attachments: the files within a PDF, such as the source that cvkit embeds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from cvkit.document import Attachment
from cvkit.errors import InputError, InvalidValueError, Problem
from cvkit.load.load import decode_source, parse
from cvkit.system.files import FileTooLargeError, NotRegularError, read
from cvkit.system.images import MAX_BYTES as MAX_PHOTO_BYTES
from cvkit.system.images import check_picture
from cvkit.system.isolated import EndedError, run_isolated
from cvkit.system.limits import TooLongError

__all__ = ["SOURCE_NAME", "extract", "logo_name", "read_pdf"]

SOURCE_NAME = "cv.yaml"
MAX_PDF_BYTES = 100_000_000
MAX_SOURCE_BYTES = 2_000_000
MAX_ATTACHMENTS = 100
SECONDS = 30.0
MEGABYTES = 2048
MAX_NAME = 200
_PICTURES = {".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"}


def extract(path: Path) -> list[Attachment]:
    """Return the source of the CV in a PDF, and then the photograph and logos that it names.

    The name of a picture is the path that the source gives, which is always below the folder of
    the source. All other attachments are ignored. Raises :class:`InputError` if the
    file is not a PDF, has no source of a CV, or exceeds a limit.
    """
    name, data = str(path), read_pdf(path)
    try:
        return run_isolated(
            _extract, name, data, what="reading the PDF", seconds=SECONDS, megabytes=MEGABYTES
        )
    except (TooLongError, EndedError, MemoryError) as error:
        message = str(error) or "reading the PDF needs too much memory"
        raise InputError(Problem(name, message, hint="was it made by cvkit?")) from None


def _extract(name: str, data: bytes) -> list[Attachment]:
    with _opened(name, data) as document:
        count = document.count_attachments()
        if count > MAX_ATTACHMENTS:
            raise InputError(Problem(name, f"has more than {MAX_ATTACHMENTS} attached files"))
        attached = [document.get_attachment(number) for number in range(count)]
        found = {each.get_name(): each for each in reversed(attached)}
        if SOURCE_NAME not in found:
            hint = "cvkit render --embed-source embeds it"
            raise InputError(Problem(name, "has no embedded CV source", hint=hint))
        content = _content(name, found[SOURCE_NAME], MAX_SOURCE_BYTES)
        files = [Attachment(SOURCE_NAME, content)]
        for attached_as, path in _pictures_of(name, content):
            if attached_as in found:
                picture = _content(name, found[attached_as], MAX_PHOTO_BYTES)
                files.append(Attachment(_checked(name, path, picture), picture))
        return files


def _content(name: str, attachment: Any, limit: int) -> bytes:
    content = bytes(attachment.get_data())
    if len(content) > limit:
        message = f"has an attached file that is larger than {limit // 1_000_000} MB"
        raise InputError(Problem(name, message))
    return content


def _pictures_of(name: str, content: bytes) -> Iterator[tuple[str, PurePosixPath]]:
    """Yield the photograph and the logos that a source names: names of attachments, and paths."""
    root, _ = parse(decode_source(f"{name}:{SOURCE_NAME}", content))
    data = root.plain()
    photo = data.get("photo") if isinstance(data, dict) else None
    if isinstance(photo, str):
        yield PurePosixPath(photo).name, PurePosixPath(photo)
    for logo in dict.fromkeys(_logos_in(data)):
        yield logo_name(logo), PurePosixPath(logo)


def _logos_in(data: Any) -> Iterator[str]:
    """Yield the logos of entries, wherever they are."""
    if isinstance(data, dict):
        if isinstance(data.get("logo"), str):
            yield data["logo"]
        data = list(data.values())
    for item in data if isinstance(data, list) else ():
        yield from _logos_in(item)


def logo_name(path: str) -> str:
    """Return the name under which a logo is attached, another one for each path."""
    return f"logo-{path.replace('/', '-')}"


def _checked(name: str, photo: PurePosixPath, content: bytes) -> str:
    """Return the path of a picture; raise :class:`InputError` if it may not be written."""
    hidden = any(part.startswith(".") for part in photo.parts)
    shown = str(photo)[:80]
    if hidden or photo.is_absolute() or "\\" in str(photo) or len(str(photo)) > MAX_NAME:
        message = f'names a picture that cannot be written, "{shown}"'
        raise InputError(Problem(name, message))
    try:
        check_picture(content)
    except InvalidValueError as error:
        message = f'has a picture, "{shown}", that {error.message}'
        raise InputError(Problem(name, message, hint=error.hint)) from None
    if photo.suffix.lower() not in _PICTURES:
        message = f'has a picture, "{shown}", whose name is not that of a picture'
        raise InputError(Problem(name, message))
    return str(photo)


def read_pdf(path: Path) -> bytes:
    """Return the bytes of a PDF of reasonable size; raise :class:`InputError`."""
    try:
        return read(path, MAX_PDF_BYTES)
    except (NotRegularError, FileTooLargeError) as error:
        raise InputError(Problem(str(path), error.strerror)) from None
    except OSError as error:
        raise InputError(Problem(str(path), f"cannot be read: {error.strerror}")) from None


@contextmanager
def _opened(name: str, data: bytes) -> Iterator[Any]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        raise InputError(Problem(name, "is not a readable PDF")) from None
    try:
        yield document
    except pypdfium2.PdfiumError as error:
        raise InputError(Problem(name, f"is a broken PDF: {error}")) from None
    finally:
        document.close()
