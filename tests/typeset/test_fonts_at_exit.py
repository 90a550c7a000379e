"""The end of a process that has typeset."""

from __future__ import annotations

from weakref import WeakSet

from cvkit.document import Fonts
from cvkit.typeset import weasyprint


def test_fonts_are_released_before_the_standard_library_is(monkeypatch, tmp_path):
    """WeasyPrint's finalizer would do it too late, and print a traceback."""
    monkeypatch.setattr(weasyprint, "_configurations", WeakSet())
    configuration = weasyprint._font_configuration.__wrapped__(Fonts((), ()))
    folder = tmp_path / "fonts"
    folder.mkdir()
    configuration._folder = str(folder)
    weasyprint._release_fonts()
    assert not folder.exists()
    monkeypatch.setattr("weasyprint.text.fonts.rmtree", None)  # as at the end of a process
    configuration.__del__()
