"""Pages in many languages: no English word, no missing glyph, everything mirrored where due."""

from __future__ import annotations

import base64
import io
import itertools
import json
import re
from pathlib import Path

import pytest
from conftest import Page
from filler import KINDS, Filler, entry_of
from fontTools.ttLib import TTFont
from jobs import make_job
from pdf import Pdf, points
from sampling import sampled
from test_locale import CATALOGUES, ENGLISH, LANGUAGES

from cvkit.export.html import to_html
from cvkit.language.locale import get_locale, missing_words
from cvkit.model import parse_date
from cvkit.pipeline.prepare import build
from cvkit.pipeline.project import bundled_themes
from cvkit.pipeline.render import render
from cvkit.theme.theme import find_theme, list_themes
from cvkit.typeset.weasyprint import typeset

DATA = Path(__file__).parents[1] / "data"
ROOTS = (bundled_themes(),)
THEMES = [name for name in list_themes(ROOTS) if not find_theme(name, ROOTS).abstract]
# Sentences with the letters of a language, for its fonts.
LETTERS = {
    "ar": "نص حكيم له سر قاطع وذو شأن عظيم مكتوب على ثوب أخضر ومغلف بجلد أزرق، آية؟ إلى اليوم ٪",
    "ca": "Jove xef, porti whisky amb quinze glaçons d’hidrogen, coi! Àçèéíïòóúü col·laborar",
    "cs": "Příliš žluťoučký kůň úpěl ďábelské ódy ŇŘŠŤŮÝŽ",
    "da": "Quizdeltagerne spiste jordbær med fløde, mens cirkusklovnen spillede på xylofon Å",
    "de": "Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich ÄÖÜ „“",
    "el": "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία. Ταχίστη αλώπηξ ΆΈΉΊΌΎΏ ϊϋΐΰ",
    "es": "El pingüino Wenceslao hizo kilómetros bajo exhaustiva lluvia ¿añoraba? ¡ÁÉÍÓÚÑ!",
    "fa": "بر اثر چنین تلقین و شستشوی مغزی جامعه باید گژدم ظلم را پذیرفت ۰۱۲۳۴۵۶۷۸۹ ٪ می‌شود",
    "fi": "Törkylempijävongahdus ÅÄÖ šž",
    "fr": "Dès Noël où un zéphyr haï me vêt de glaçons würmiens ÀÂÇÉÈÊËÎÏÔŒÙÛÜŸ « »",
    "he": "עטלף אבק נס דרך מזגן שהתפוצץ כי חם ךםןףץ ״׳־",
    "hi": "ऋषियों को सताने वाले दुष्ट राक्षसों के राजा रावण का सर्वनाश करने वाले विष्णुवतार क्षत्रज्ञ फ़ोटो ०१२३।",
    "hu": "Árvíztűrő tükörfúrógép ÁÉÍÓÖŐÚÜŰ",
    "ja": "いろはにほへと、プログラミングと機械学習を専門とする研究者です。「々」〜",
    "ko": "키스의 고유조건은 입술끼리 만나야 하고 특별한 기술은 필요치 않다. 쀍뷁",
    "no": "Vår sære Zulu fra badeøya spilte jo whist og quickstep i minibøndene ÆØÅ",
    "pl": "Zażółć gęślą jaźń ŁĄĆĘŃÓŚŹŻ",
    "pt": "Luís argüia à Júlia que «brações, fé, chá, óxido, pôr, zângão» ÃÕÇ",
    "ro": "Muzicologă în bej vând whisky și tequila, preț fix ȘȚĂÂÎ",
    "ru": "Съешь же ещё этих мягких французских булок, да выпей чаю ЁЪЫЭ №",
    "sv": "Flygande bäckasiner söka hwila på mjuka tuvor ÅÄÖ",
    "tr": "Pijamalı hasta yağız şoföre çabucak güvendi İIıĞŞÖÜÇ",
    "uk": "Жебракують філософи при ґанку церкви в Гадячі, ще й шатро їхнє п’яне знаємо ЄІЇҐ",
    "vi": "Do bạch kim rất quý nên sẽ dùng để lắp vô xương ẶẴỖỮỢẨ đĐ",
    "zh": "天地玄黄，宇宙洪荒。日月盈昃，辰宿列张。",
    "zh-Hant": "天地玄黃，宇宙洪荒。日月盈昃，辰宿列張，寒來暑往，秋收冬藏。",
}
# English words that cvkit, its templates or the CLDR could put on a page.
MONTHS = "January February March April May June July August September October November December"
HARD = {
    *MONTHS.split(),
    "briefcase",
    "and",
    "in",
    "of",
    "page",
    "year",
    "years",
    "month",
    "months",
    "et",
    "al",
}


def words_in(text):
    """Return the words of a text, without case; places of phrases are none."""
    return set(re.findall(r"[^\W\d_]{2,}", re.sub(r"{.*?}", " ", text).casefold()))


def own_words(language):
    """Return every word that a catalogue, and the CLDR, have in a language."""
    said = [text for table in CATALOGUES[language].values() for text in table.values()]
    said += [ENGLISH[table][key] for table, key in (k.split(".") for k in missing_words(language))]
    for style in ("medium", "long"):
        locale = get_locale(language, style)
        said += [locale.date(parse_date(f"2014-{month:02}")) for month in range(1, 13)]
    said += [locale.duration(years, months) for years in range(3) for months in range(12)]
    return words_in(" ".join([*said, locale.listed("ABC")]))


ENGLISH_WORDS = {word.casefold() for word in HARD} | words_in(
    " ".join(text for table in ENGLISH.values() for text in table.values())
)


def everything(language):
    """Return a CV that uses every field of every kind, in words that are of no language."""
    filler = Filler()
    sections = []
    for kind in KINDS:
        section = {"kind": kind, "icon": "briefcase", "text": filler.word(kind)}
        if entry_of(kind):
            entry = {**filler.fill(entry_of(kind)), "start": "2019-05", "end": "present"}
            section["entries"] = [entry]
        sections.append(section)
    sections += [
        {"kind": "publications", "entries": [
            {"title": "Xq", "volume": "3", "pages": "7–9", "editors": ["Xa Xb", "Xc"]},
            {"title": "Xq", "issue": "3", "pages": "7", "authors": ["Xa Xb", "Xc Xd", "Xe Xf"]},
        ]},
        {"kind": "awards", "group_by": "year", "entries": [{"title": "Xq", "date": "2014 summer"}]},
        {"kind": "education", "entries": [{"institution": "Xq", "score": "3.7", "rank": "1/28"}]},
    ]  # fmt: skip
    return {
        "name": "Xo Xp",
        "language": language,
        "updated": "2024-05-06",
        "photo": "photo.png",
        "location": "Xq",
        "email": "x@xq.example",
        "phone": "+000 555 0100",
        "url": "https://xq.example",
        "profiles": [{"url": "https://xq.example/xq"}],
        "extra": {"Xq": "Xr"},
        "sections": sections,
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    from PIL import Image

    folder = tmp_path_factory.mktemp("languages")
    Image.new("RGB", (40, 40), "grey").save(folder / "photo.png")
    return folder


def job(folder, cv, theme="modern", **options):
    source = folder / f"{len(list(folder.iterdir()))}.yaml"  # a new one: files are read once
    source.write_text(json.dumps(cv, ensure_ascii=False), "utf-8")
    return make_job(source, theme, ROOTS, tuple(options.items()), ())


def heard(html):
    """Return what a reader of the HTML sees or hears: texts, titles and alternatives."""
    for element in Page(html).root.iter():
        tag = str(element.tag).rpartition("}")[2]
        if tag not in ("script", "style"):
            yield element.text or ""
        yield element.tail or ""
        yield from (element.get(name, "") for name in ("alt", "title", "aria-label"))


ALL = {"durations": "true", "authors_and": "true", "numbering": "ascending"}
OTHERS = [tag for tag in LANGUAGES if tag != "en"]


def left_in_english(language, texts):
    """Return the English words in some texts, but for those that the language has, too."""
    allowed = own_words(language) | {"arxiv", "doi", "isbn", "xq", "example"}
    return words_in(" ".join(texts)) & ENGLISH_WORDS - allowed


@pytest.mark.parametrize("language", sampled(OTHERS, 10))
def test_no_english_word_is_seen_or_heard(folder, language):
    html = build(job(folder, everything(language), **ALL)).html
    assert left_in_english(language, heard(html)) == set()


@pytest.mark.parametrize(
    "language",
    [pytest.param(tag, marks=[] if tag in ("ar", "de") else pytest.mark.slow) for tag in OTHERS],
)
def test_no_english_word_and_no_empty_box_is_on_the_paper(folder, language):
    done = typeset(build(job(folder, everything(language), **ALL)))
    pdf = Pdf(done.pdf)
    assert done.warnings == ()
    assert left_in_english(language, [pdf.text, *pdf.feet]) == set()


def test_the_search_for_english_words_would_find_some(folder):
    """In a language without a catalogue."""
    document = build(job(folder, everything("is"), durations="true"))
    shown = words_in(" ".join(heard(document.html)))
    assert {"experience", "vitae", "editors", "advisor", "last", "vol"} <= shown & ENGLISH_WORDS


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", "Jun 2020 – May 2024 (4 years)"),
        ("de", "Juni 2020 – Mai 2024 (4 Jahre)"),
        ("fa", "ژوئن ۲۰۲۰ تا مه ۲۰۲۴ (۴ سال)"),
        ("zh", "2020年6月 – 2024年5月 (4年)"),
    ],
)
def test_how_long_something_lasted_is_said_on_request(page_of, language, shown):
    entry = {"organization": "O", "position": "P", "start": "2020-06", "end": "2024-05"}
    data = {"language": language, "sections": [{"kind": "experience", "entries": [entry]}]}
    assert page_of(data, durations="true").texts("p[@class='side when']") == [shown]
    assert page_of(data).texts("p[@class='side when']") == [shown.partition(" (")[0]]


@pytest.mark.parametrize("theme", THEMES)
def test_every_theme_says_how_long_something_lasted(page_of, theme):
    entry = {"organization": "O", "start": "2020-06", "end": "2022-08"}
    data = {"sections": [{"kind": "experience", "entries": [entry]}]}
    assert page_of(data, theme, durations="true").texts("span[@class='duration']") == [
        "(2 years, 3 months)"
    ]


def test_what_goes_on_lasts_to_the_last_update_or_to_the_given_time(folder, monkeypatch):
    entry = {"organization": "O", "start": "2020-01"}
    cv = {"language": "en", "sections": [{"kind": "experience", "entries": [entry]}]}
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")  # November 2023

    def lasted(**fields):
        page = Page(build(job(folder, {**cv, **fields}, durations="true")).html)
        return page.texts("span[@class='duration']")

    assert lasted() == ["(3 years, 11 months)"]
    assert lasted(updated="2021-06") == ["(1 year, 6 months)"]
    assert lasted(updated="2020") == []


def test_typesetting_leaves_the_clock_to_others(folder, monkeypatch):
    """It keeps time out of fonts, but "present" is not 1970 afterwards."""
    import os

    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    typeset(build(job(folder, {"language": "en", "name": "Ada"})))
    assert "SOURCE_DATE_EPOCH" not in os.environ


@pytest.mark.parametrize(
    ("language", "foot"), [("en", "2 / 2"), ("fa", "۲ / ۲"), ("he", "2 / 2"), ("ar-EG", "٢ / ٢")]
)
def test_pages_are_counted_in_the_digits_of_the_language(folder, language, foot):
    text = "\n\n".join(["Xq."] * 70)
    cv = {"name": "Xo", "language": language, "sections": [{"kind": "summary", "text": text}]}
    done = typeset(build(job(folder, cv)))
    assert done.pages == 2
    first, second = Pdf(done.pdf).feet
    assert (first, second.replace("Xo", "").strip()) == ("", foot)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "theme", "family", "weight"),
    [
        ("ar", "modern", "Almarai", "400"),
        ("he", "modern", "Noto Sans Hebrew", "100 900"),
        ("vi", "sidebar", "Noto Sans", "700"),
        ("ja", "modern", "Noto Sans JP", "400"),
    ],
)
def test_the_html_brings_the_letters_of_the_language(folder, language, theme, family, weight):
    cv = {
        "name": "Xo",
        "language": language,
        "sections": [{"kind": "summary", "text": LETTERS[language]}],
    }
    html = to_html(build(job(folder, cv, theme))).decode()
    face = rf'font-family: "{family}"; font-weight: {weight};[^}}]*?base64,([^"]+)'
    found = [TTFont(io.BytesIO(base64.b64decode(data))) for data in re.findall(face, html)]
    letters = {ord(letter) for letter in LETTERS[language] if letter.isalpha()}
    latin = set(map(ord, "Xo")) if family == "Noto Sans" else set()
    assert any(letters | latin <= font.getBestCmap().keys() for font in found)


# From right to left


MANY = "\n\n".join(["שלום עולם."] * 70)


def test_the_foot_is_mirrored(folder):
    cv = {
        "name": "נועה",
        "language": "he",
        "updated": "2024",
        "sections": [{"kind": "summary", "text": MANY}],
    }
    pdf = Pdf(typeset(build(job(folder, cv))).pdf)
    width = pdf.sizes[1][0]
    foot = [c for c in pdf.chars[1] if c.box and c.box.bottom < points("18mm") and c.text.strip()]
    left = "".join(c.text for c in foot if c.box.right < width / 3)
    right = "".join(c.text for c in foot if c.box.left > 2 * width / 3)
    assert left == "2/2"
    assert "2024" in right
    first = [c for c in pdf.chars[0] if c.box and c.box.bottom < points("18mm") and c.text.strip()]
    assert min(c.box.left for c in first) > width / 2


def test_without_page_numbers_the_date_of_the_update_stays(folder):
    cv = {
        "name": "נועה",
        "language": "he",
        "updated": "2024",
        "sections": [{"kind": "summary", "text": MANY}],
    }
    feet = Pdf(typeset(build(job(folder, cv, page_numbers="false"))).pdf).feet
    assert all("2024" in foot for foot in feet)
    assert not any("/" in foot or "נועה" in foot for foot in feet)


@pytest.fixture(scope="module", params=[pytest.param(t, marks=pytest.mark.slow) for t in THEMES])
def mirrored(request, tmp_path_factory):
    """Render the three people who write from right to left in a theme."""
    folder = tmp_path_factory.mktemp("rtl")
    jobs = [
        make_job(
            source,
            request.param,
            ROOTS,
            (("durations", "true"),),
            (("pdf", folder / f"{source.stem}.pdf"),),
        )
        for source in sorted(DATA.glob("rtl-*.yaml"))
    ]
    return request.param, list(render(jobs))


@pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")
def test_lines_begin_at_the_right_in_every_theme(mirrored):
    """The name and the titles of the sections: at the right edge, or in the middle."""
    theme, done = mirrored
    for result in done:
        assert result.error is None
        assert result.typeset.warnings == ()
        pdf = Pdf(result.typeset.pdf)
        width = pdf.sizes[0][0]
        boxes = [c.box for c in pdf.chars[0] if c.box and c.text.strip()]
        assert min(b.left for b in boxes) > 10, theme
        assert max(b.right for b in boxes) < width - 10, theme
        name = [c.box for c in pdf.chars[0] if c.box and c.text.strip()][:8]
        middle = (min(b.left for b in name) + max(b.right for b in name)) / 2
        assert middle > width / 2 - 5, theme


@pytest.mark.slow
@pytest.mark.parametrize("theme", THEMES)
def test_every_word_of_every_language_is_set_in_one_face(folder, theme):
    """Every letter has a glyph, and no word has letters of two families."""
    told = {}
    families = sorted(find_theme(theme, ROOTS).fonts, key=len, reverse=True)
    for language, letters in LETTERS.items():
        cv = {
            "name": letters[:20],
            "language": language,
            "sections": [{"kind": "summary", "title": letters, "text": f"{letters} **{letters}**"}],
        }
        done = typeset(build(job(folder, cv, theme)))
        mixed = list(mixed_words(Pdf(done.pdf), families))
        if done.warnings or mixed:
            told[language] = (done.warnings, mixed)
    assert told == {}


def mixed_words(pdf, families):
    """Yield the words that are set in several families of fonts."""
    for chars in pdf.chars:
        for is_word, word in itertools.groupby(chars, key=lambda c: c.text.isalpha()):
            letters = list(word)
            used = {family_of(c.font, families) for c in letters if is_word}
            if len(used) > 1:
                yield "".join(c.text for c in letters), used


def family_of(font, families):
    """Return the family of a font that is named ``ABCDEF+Noto-Sans-JP-Bold``."""
    name = font.rpartition("+")[2]
    return next((f for f in families if name.startswith(f.replace(" ", "-"))), name)


def test_there_are_letters_for_nearly_every_language():
    assert set(LANGUAGES) - LETTERS.keys() <= {"en", "nl", "it", "id"}  # ASCII, or nearly
