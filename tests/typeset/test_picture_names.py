"""The names of pictures within a PDF."""

from __future__ import annotations

import shutil

from cvkit.document import Document, Fonts
from cvkit.typeset.weasyprint import typeset


def test_the_folder_of_a_picture_leaves_no_trace(tmp_path, root):
    photo = root / "docs" / "example" / "noor-castellane.jpg"
    pdfs = []
    for name in ("here", "there"):
        folder = tmp_path / name
        folder.mkdir()
        shutil.copy(photo, folder / "photo.jpg")
        html = "<html lang=en><title>Ada</title><img src=photo.jpg alt=Ada>"
        pdfs.append(typeset(Document(html, (), Fonts((), ()), folder, (folder,))).pdf)
    assert b"/Image" in pdfs[0]
    assert pdfs[0] == pdfs[1]
