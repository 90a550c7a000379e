"""Read regular files only; write results, and edit the files of people, atomically.

All files of people and themes are read here, which notes them in :mod:`cvkit.system.trace`.
"""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import BinaryIO
from unicodedata import normalize

from cvkit.errors import Problem, RenderError

from .trace import MISSING, Seen, digest, note, stamp_of

__all__ = [
    "FileTooLargeError",
    "NotRegularError",
    "caseless",
    "delete",
    "edit",
    "is_file",
    "note_names",
    "open_regular",
    "overlaid",
    "read",
    "resolve",
    "see_file",
    "see_link",
    "see_names",
    "stamp_of_file",
    "write",
]

_MAX_SEEN = 50_000_000  # bytes; the content of larger files is not compared


def caseless(name: str) -> str:
    """Return a name as file systems that ignore case and Unicode normalization compare it.

    This is the canonical caseless match of Unicode (chapter 3, D145).
    """
    return normalize("NFD", normalize("NFD", name).casefold())


class NotRegularError(OSError):
    """A path names a folder, a pipe, a socket or a device, which may never end."""

    strerror: str


class FileTooLargeError(OSError):
    """A file is larger than is allowed."""

    strerror: str


def open_regular(path: Path) -> BinaryIO:
    """Open a file for reading, without waiting for anything.

    Every file that a person, a theme or another tool provides is opened here. Raises
    :class:`NotRegularError` if it is not a regular file, and :class:`OSError` if it cannot be
    opened.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(path, flags)
    except ValueError:  # a NUL or half a surrogate pair in the name
        raise OSError(errno.EINVAL, "Invalid file name", str(path)) from None
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise NotRegularError(errno.EINVAL, "is not a regular file", str(path))
    return os.fdopen(handle, "rb")


def read(path: Path, limit: int) -> bytes:
    """Return the content of a regular file of at most ``limit`` bytes.

    Raises :class:`FileTooLargeError`, :class:`NotRegularError` or another :class:`OSError`.
    """
    try:
        data, seen = _read(path, limit)
    except OSError:
        note("file", path, see_file(path))
        raise
    note("file", path, seen)
    return data


def _read(path: Path, limit: int) -> tuple[bytes, Seen]:
    given = _unsaved(path)
    if given is None:
        with open_regular(path) as file:
            stamp = stamp_of(os.fstat(file.fileno()))
            data = file.read(limit + 1)
    else:
        stamp, data = "", given
    if len(data) > limit:
        message = f"is larger than {limit / 1_000_000:g} MB"
        raise FileTooLargeError(errno.EFBIG, message, str(path))
    return data, Seen(stamp, digest(data))


def is_file(path: Path) -> bool:
    """Whether there is a regular file, or a link to one. Noted if there is none."""
    found = _unsaved(path) is not None or path.is_file()
    if not found:
        note("file", path, see_file(path))
    return found


def resolve(path: Path) -> Path:
    """Return a path without symbolic links, which are noted."""
    found = path.resolve()
    if str(found) != os.path.abspath(path):  # noqa: PTH100 - links are kept
        note("link", path, see_link(str(path)))
    return found


def see_file(name: str | Path) -> Seen:
    """Return how a file is now."""
    path = Path(name)
    try:
        return _read(path, _MAX_SEEN)[1]
    except FileTooLargeError:
        status = path.stat()
        return Seen(stamp_of(status), f"large {status.st_size} {status.st_mtime_ns}")
    except FileNotFoundError:
        return MISSING
    except OSError as error:
        return Seen("", f"error {error.errno}")


def note_names(folder: Path) -> None:
    """Note the names of the files in a folder."""
    note("names", folder, see_names(str(folder)))


def see_names(name: str) -> Seen:
    """Return the names of the files that are in a folder now."""
    try:
        names = sorted(os.listdir(name))  # noqa: PTH208 - faster
    except OSError:
        names = []
    return Seen("", digest("\n".join(names).encode("utf-8", "surrogateescape")))


def stamp_of_file(name: str) -> str:
    """Return the stamp that a file has now."""
    if _unsaved(Path(name)) is not None:
        return ""
    try:
        return stamp_of(os.stat(name))  # noqa: PTH116 - called for every file: no Path
    except (OSError, ValueError):
        return MISSING.stamp


def see_link(name: str) -> Seen:
    """Return where a path leads now."""
    return Seen("", os.path.realpath(name))


_overlay: ContextVar[Mapping[str, bytes] | None] = ContextVar("_overlay", default=None)


@contextmanager
def overlaid(texts: Mapping[Path, bytes]) -> Iterator[None]:
    """Read these contents instead of those of the files, such as text that is not saved yet."""
    token = _overlay.set({os.path.realpath(path): data for path, data in texts.items()})
    try:
        yield
    finally:
        _overlay.reset(token)


def _unsaved(path: Path) -> bytes | None:
    texts = _overlay.get()
    return texts.get(os.path.realpath(path)) if texts else None


def write(path: Path, data: bytes) -> None:
    """Write a result atomically: to a temporary file in the same folder, which is then renamed.

    A link in its place is replaced, not followed. Raises :class:`RenderError` if it cannot be
    written.
    """
    _replace(path, data, None)


def edit(path: Path, data: bytes) -> None:
    """Write a file that belongs to a person atomically, as an editor saves it.

    A link is followed, and permissions, owner and extended attributes are kept; a file that is
    read-only is an error. A file that does not exist is written as :func:`write` does. Raises
    :class:`RenderError` if it cannot be written.
    """
    try:
        existing = path.resolve(strict=True) if os.path.lexists(path) else None
    except (OSError, RuntimeError):  # the latter for links in a circle, before Python 3.13
        raise _unwritable(path, "the link leads nowhere") from None
    if existing and not os.access(existing, os.W_OK):
        raise _unwritable(path, "the file is read-only")
    _replace(existing or path, data, existing)


def _replace(path: Path, data: bytes, like: Path | None) -> None:
    """Replace a file; with ``like``, its permissions are those of another file."""
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        temporary = Path(name)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        if like:
            _keep_permissions(like, temporary)
        else:
            temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except OSError as error:
        raise _unwritable(path, error.strerror or str(error)) from None
    finally:
        if temporary:
            temporary.unlink(missing_ok=True)


def _unwritable(path: Path, why: str) -> RenderError:
    hint = f"check the permissions and the free space of {path.parent}"
    return RenderError(Problem(str(path), f"cannot be written: {why}", hint=hint))


def _keep_permissions(old: Path, new: Path) -> None:
    """Give a file the owner, the permissions and the attributes (with ACLs) of another one."""
    state = old.stat()
    if hasattr(os, "chown"):
        with suppress(OSError):  # only root may give files away
            os.chown(new, state.st_uid, state.st_gid)
    new.chmod(stat.S_IMODE(state.st_mode))
    if hasattr(os, "listxattr"):
        with suppress(OSError):  # a file system without attributes
            for name in os.listxattr(old):
                os.setxattr(new, name, os.getxattr(old, name))


def delete(path: Path) -> None:
    """Remove a file that is out of date; raise :class:`RenderError` if that fails."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        problem = Problem(str(path), f"is out of date and cannot be removed: {error.strerror}")
        raise RenderError(problem) from None


@cache
def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
