"""Untrusted ZIP archives: reading single members, within limits of number and size."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from cvkit.errors import InputError, Problem

__all__ = ["MAX_MEMBERS", "Archive", "open_archive", "read_member"]

MAX_MEMBERS = 5_000
MAX_MEMBER = 20_000_000
MAX_TOTAL = 50_000_000


class Archive(zipfile.ZipFile):
    """An archive that counts the bytes unpacked from it."""

    unpacked = 0


@contextmanager
def open_archive(name: str, data: bytes) -> Iterator[Archive]:
    """Open an archive; raise :class:`InputError` if it is broken or has too many members."""
    try:
        archive = Archive(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        hint = "download it again"
        raise InputError(Problem(name, f"is not a ZIP archive: {error}", hint=hint)) from None
    with archive:
        if len(archive.namelist()) > MAX_MEMBERS:
            raise InputError(Problem(name, f"contains more than {MAX_MEMBERS} files"))
        yield archive


def read_member(name: str, archive: Archive, member: str, max_bytes: int = MAX_MEMBER) -> bytes:
    """Return the unpacked bytes of a member; raise :class:`InputError` if broken or too large.

    The sizes in the archive's directory are not trusted: at most ``max_bytes`` are unpacked.
    """
    inside = f"{name}:{member}"
    try:
        with archive.open(member) as stream:
            data = stream.read(max_bytes + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise InputError(Problem(inside, f"cannot be unpacked: {error}")) from None
    except RuntimeError:
        raise InputError(Problem(inside, "is protected by a password")) from None
    archive.unpacked += len(data)
    if archive.unpacked > MAX_TOTAL:
        raise InputError(Problem(name, f"is larger than {MAX_TOTAL // 1_000_000} MB unpacked"))
    if len(data) > max_bytes:
        raise InputError(Problem(inside, f"is larger than {max_bytes // 1_000_000} MB unpacked"))
    return data
