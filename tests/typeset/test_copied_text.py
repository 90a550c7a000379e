"""What is copied from a PDF in scripts that join, reorder or run from right to left."""

import shutil
import subprocess
import unicodedata

import pypdfium2
import pytest
import yaml
from jobs import make_job

from cvkit.check.pdf.pdfminer_reader import Mine
from cvkit.pipeline.prepare import build
from cvkit.typeset.weasyprint import typeset

SENTENCES = {
    "ar": "مهندسة برمجيات في شركة الأمل لا تكل الخبرات والخيال",
    "fa": "کاهش زمان اجرا برای پژوهش گروه نمونه",
    "he": "מהנדסת תוכנה בכירה בחברת הדוגמה",
    "hi": "विश्वविद्यालय में हिन्दी क्षेत्र की किताब कि प्रौद्योगिकी",
}
# XCharter is a serif face and Source Sans is none: they go with other faces of each script.
THEMES = ("classic", "modern")


def pdf_of(folder, language, text, theme="modern", **more):
    cv = {"name": "A", "language": language, **more}
    cv["sections"] = [{"kind": "summary", "title": "-", "text": text}, *more.get("sections", [])]
    source = folder / f"{language}-{theme}.yaml"
    source.write_text(yaml.safe_dump(cv, allow_unicode=True), "utf-8")
    done = typeset(build(make_job(source, theme)))
    assert done.warnings == ()
    return done.pdf


def words_in(text):
    """Return the words, as they are compared when somebody searches; without direction marks."""
    kept = (c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    return "".join(kept).split()


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("language", SENTENCES)
def test_words_are_copied_by_pdfium_as_they_were_typed(tmp_path, language, theme):
    pdf = pdf_of(tmp_path, language, SENTENCES[language], theme)
    copied = words_in(pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range())
    assert " ".join(SENTENCES[language].split()) in " ".join(copied)


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is not installed")
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("language", SENTENCES)
def test_words_are_copied_by_poppler_as_they_were_typed(tmp_path, language, theme):
    file = tmp_path / "cv.pdf"
    file.write_bytes(pdf_of(tmp_path, language, SENTENCES[language], theme))
    run = subprocess.run(["pdftotext", file, "-"], capture_output=True, check=True)
    assert " ".join(SENTENCES[language].split()) in " ".join(words_in(run.stdout.decode()))


@pytest.mark.parametrize("language", ["ar", "fa", "he"])
def test_each_glyph_has_the_letters_that_it_shows(tmp_path, language):
    """Painted from left to right, and so in the order of the page."""
    (text,) = Mine(pdf_of(tmp_path, language, SENTENCES[language])).texts()
    assert SENTENCES[language][::-1] in "".join(words_in(text.replace(" ", "\u2423"))).replace(
        "\u2423", " "
    )


def test_signs_at_the_edge_of_a_latin_word_stay_on_their_side(tmp_path):
    """``C++`` is set with its signs at the right, ``.NET`` with its full stop at the left."""
    skills = {"kind": "skills", "entries": [{"name": "لغات", "keywords": ["C++", ".NET", "A*"]}]}
    pdf = pdf_of(tmp_path, "ar", "أعمل بلغة C++ ثم C#، وكذلك C++17.", sections=[skills])
    (painted,) = Mine(pdf).texts()
    for word in ("C++17", "C#", ".NET", "A*"):
        assert word in painted
    assert painted.count("C++") == 3
    assert "++C" not in painted


def test_a_text_from_right_to_left_keeps_its_full_stop_on_a_page_from_left_to_right(tmp_path):
    pdf = pdf_of(tmp_path, "en", "In English.\n\nכתוב בעברית.\n")
    (painted,) = Mine(pdf).texts()
    assert ".תירבעב בותכ" in painted  # as painted from left to right: the stop comes first
