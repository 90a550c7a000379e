"""Write results atomically."""

from __future__ import annotations

import os
import tempfile
from functools import cache
from pathlib import Path

from cvkit.errors import Problem, RenderError

__all__ = ["write"]


def write(path: Path, data: bytes) -> None:
    """Write a file atomically: to a temporary file in the same folder, which is then renamed.

    Raises :class:`RenderError` if it cannot be written.
    """
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        temporary = Path(name)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except OSError as error:
        hint = "choose another folder with --output-dir"
        problem = Problem(str(path), f"cannot be written: {error.strerror}", hint=hint)
        raise RenderError(problem) from None
    finally:
        if temporary:
            temporary.unlink(missing_ok=True)


@cache
def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
