"""The folder for what can be made again: fontconfig's cache and compiled templates."""

from __future__ import annotations

import atexit
import getpass
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

__all__ = ["cache_folder"]


@cache
def cache_folder() -> Path:
    """Return a folder of the user's that can be written, whatever the machine is like.

    That it is kept from run to run matters: without fontconfig's cache a run takes twice
    as long.
    """
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser())
    for folder in (home / "cvkit", Path(tempfile.gettempdir()) / f"cvkit-{_user()}"):
        if _is_usable(folder):
            return folder
    lone = Path(tempfile.mkdtemp(prefix="cvkit-"))
    atexit.register(shutil.rmtree, lone, ignore_errors=True)
    return lone


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "user"


def _is_usable(folder: Path) -> bool:
    """Make the folder; it must be ours alone, since what stands in it is trusted."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        status = folder.stat()
        on_windows = not hasattr(os, "getuid")
        owned = on_windows or (status.st_uid == os.getuid() and not status.st_mode & 0o022)
    except OSError:
        return False
    return owned and os.access(folder, os.W_OK)
