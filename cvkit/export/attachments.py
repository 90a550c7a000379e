"""Attachments: the files within a PDF, such as the source that cvkit embeds."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from cvkit.document import Attachment
from cvkit.errors import InputError, Problem
from cvkit.system.files import FileTooLargeError, NotRegularError, read

__all__ = ["SOURCE_NAME", "extract", "read_pdf"]

SOURCE_NAME = "cv.yaml"
MAX_PDF_BYTES = 100_000_000
MAX_BYTES = 50_000_000


def extract(path: Path) -> list[Attachment]:
    """Return the files attached to a PDF, the source of the CV first.

    Raises :class:`InputError` if it is not a PDF or has no source of a CV.
    """
    data = read_pdf(path)
    attachments = sorted(_attachments(path, data), key=lambda each: each.name != SOURCE_NAME)
    if not attachments or attachments[0].name != SOURCE_NAME:
        hint = "cvkit render --embed-source embeds it"
        raise InputError(Problem(str(path), "has no embedded CV source", hint=hint))
    return attachments


def read_pdf(path: Path) -> bytes:
    """Return the bytes of a PDF of reasonable size; raise :class:`InputError`."""
    try:
        return read(path, MAX_PDF_BYTES)
    except (NotRegularError, FileTooLargeError) as error:
        raise InputError(Problem(str(path), error.strerror)) from None
    except OSError as error:
        raise InputError(Problem(str(path), f"cannot be read: {error.strerror}")) from None


def _attachments(path: Path, data: bytes) -> list[Attachment]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        raise InputError(Problem(str(path), "is not a readable PDF")) from None
    try:
        found = []
        for number in range(document.count_attachments()):
            attachment = document.get_attachment(number)
            content = bytes(attachment.get_data())
            if len(content) > MAX_BYTES:
                raise InputError(Problem(str(path), "has an attached file that is too large"))
            # The name is untrusted: folders in it are dropped.
            name = PurePosixPath(attachment.get_name().replace("\\", "/")).name
            if name not in ("", ".", ".."):
                found.append(Attachment(name, content))
        return found
    finally:
        document.close()
