"""The cache folder, for fontconfig's cache and compiled templates."""

from __future__ import annotations

import atexit
import getpass
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

from platformdirs import user_cache_path

__all__ = ["cache_folder", "is_kept"]


@cache
def cache_folder() -> Path:
    """Return a writable folder that belongs to the user.

    It is kept between runs if possible: without fontconfig's cache a run takes twice as long.
    """
    for folder in (_own_folder(), Path(tempfile.gettempdir()) / f"cvkit-{_user()}"):
        if _is_usable(folder):
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


def _is_usable(folder: Path) -> bool:
    """Create the folder; only the user may be able to write to it, since its content is trusted."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        status = folder.stat()
        on_windows = not hasattr(os, "getuid")
        owned = on_windows or (status.st_uid == os.getuid() and not status.st_mode & 0o022)
    except OSError:
        return False
    return owned and os.access(folder, os.W_OK)
