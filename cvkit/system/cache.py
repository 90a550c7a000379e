"""The cache folder, for fontconfig's cache and compiled templates."""

from __future__ import annotations

import atexit
import getpass
import os
import shutil
import stat
import tempfile
from functools import cache
from pathlib import Path

from platformdirs import user_cache_path

__all__ = ["cache_folder", "is_kept", "is_private"]


@cache
def cache_folder() -> Path:
    """Return a writable folder that belongs to the user.

    It is kept between runs if possible: without fontconfig's cache a run takes twice as long.
    """
    for folder in (_own_folder(), Path(tempfile.gettempdir()) / f"cvkit-{_user()}"):
        if is_private(folder):
            return folder
    temporary = Path(tempfile.mkdtemp(prefix="cvkit-"))
    atexit.register(shutil.rmtree, temporary, ignore_errors=True)
    return temporary


def is_kept(folder: Path) -> bool:
    """Whether this is the user's own cache folder, and not one for temporary files."""
    return folder == _own_folder()


def _own_folder() -> Path:
    return user_cache_path("cvkit", appauthor=False)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "user"


def is_private(folder: Path) -> bool:
    """Create a folder if necessary; return whether its content can be trusted.

    It must be a folder itself, not a link to one, and belong to the user, and nobody else may
    write to it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        status = folder.lstat()
    except OSError:
        return False
    on_windows = not hasattr(os, "getuid")
    owned = on_windows or (status.st_uid == os.getuid() and not status.st_mode & 0o022)
    return stat.S_ISDIR(status.st_mode) and owned and os.access(folder, os.W_OK)
