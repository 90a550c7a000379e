"""Write cvkit/typeset/declarations.py: WeasyPrint's declarations of C functions, parsed."""

from __future__ import annotations

import hashlib
import io
import tempfile
from contextlib import redirect_stdout
from pathlib import Path

import cffi

TARGET = Path(__file__).parent.parent / "cvkit" / "typeset" / "declarations.py"
HEAD = '''\
"""The C functions that WeasyPrint uses. Written by tools/declarations.py: do not edit.

``digest`` is the SHA-256 of the text that ``ffi`` was made from.
"""

import _cffi_backend

digest = "{digest}"

'''


def declarations() -> str:
    """Return the module for the WeasyPrint that is installed."""
    text = _declared()
    parser = cffi.FFI()
    parser.cdef(text)
    parser.set_source("weasyprint", None)
    with tempfile.TemporaryDirectory() as folder, redirect_stdout(io.StringIO()):
        path = Path(folder) / "weasyprint.py"
        parser.emit_python_code(str(path))
        _, _, code = path.read_text("utf-8").partition("import _cffi_backend\n\n")
    return HEAD.format(digest=hashlib.sha256(text.encode()).hexdigest()) + code


def _declared() -> str:
    """Return what WeasyPrint gives to cffi when it is imported."""
    texts: list[str] = []
    plain = cffi.FFI.cdef

    def cdef(ffi: cffi.FFI, text: str) -> None:
        texts.append(text)
        plain(ffi, text)

    cffi.FFI.cdef = cdef
    try:
        import weasyprint  # noqa: F401
    finally:
        cffi.FFI.cdef = plain
    (text,) = texts
    return text


if __name__ == "__main__":
    TARGET.write_text(declarations(), "utf-8")
