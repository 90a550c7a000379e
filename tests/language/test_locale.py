"""Locales: dates, ranges and words in the language of a CV."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from string import Formatter

import pytest

import cvkit
from cvkit.language import locale as locale_module
from cvkit.language.locale import catalogues, get_locale, missing_words
from cvkit.language.read_dates import find_period
from cvkit.model import KINDS, CvDate, parse_date

LOCALES = Path(cvkit.__file__).parent / "language" / "locales"
CATALOGUES = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in LOCALES.glob("*.toml")}
ENGLISH = CATALOGUES["en"]
REGIONAL = {"en-001", "pt-PT", "zh-Hant-HK"}
LANGUAGES = sorted(CATALOGUES.keys() - REGIONAL)
# Words that are the same in English and in another language.
SAME = {
    "ca": {"patents", "page", "pages"},
    "cs": {"email"},
    "da": {"curriculum_vitae", "email"},
    "de": {"winter", "website", "degree"},
    "es": {"page", "pages"},
    "fr": {"citations", "publications", "page", "signature"},
    "hu": {"email"},
    "id": {"postscript"},
    "it": {"postscript", "curriculum_vitae", "email", "degree", "page", "pages"},
    "ja": {"score", "page", "pages"},
    "nl": {
        "postscript",
        "curriculum_vitae",
        "winter",
        "email",
        "website",
        "degree",
        "page",
        "pages",
    },
    "no": {"curriculum_vitae"},
    "pl": {"email"},
    "pt": {"email", "page"},
    "pt-PT": {"curriculum_vitae", "pages"},
    "ro": {"postscript", "curriculum_vitae", "email", "page", "pages"},
    "zh": {"score"},
    "zh-Hant": {"score"},
}


def spaced(text):
    return text.replace("\xa0", " ").replace("\u2009", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("language", "style", "year", "month", "day"),
    [
        ("en", "medium", "2014", "Jun 2014", "Jun 5, 2014"),
        ("en", "long", "2014", "June 2014", "June 5, 2014"),
        ("en", "numeric", "2014", "6/2014", "6/5/2014"),
        ("en", "year", "2014", "2014", "2014"),
        ("en", "iso", "2014", "2014-06", "2014-06-05"),
        ("en-GB", "medium", "2014", "Jun 2014", "5 Jun 2014"),
        ("de", "medium", "2014", "Juni 2014", "5. Juni 2014"),
        ("de", "numeric", "2014", "6/2014", "5.6.2014"),
        ("de-CH", "long", "2014", "Juni 2014", "5. Juni 2014"),
        ("fr", "long", "2014", "juin 2014", "5 juin 2014"),
        ("zh", "medium", "2014年", "2014年6月", "2014年6月5日"),
        ("zh-Hans", "iso", "2014", "2014-06", "2014-06-05"),
        ("ja", "long", "2014年", "2014年6月", "2014年6月5日"),
    ],
)
def test_dates_follow_the_language_and_the_format(language, style, year, month, day):
    locale = get_locale(language, style)
    dates = [spaced(locale.date(parse_date(text))) for text in ("2014", "2014-06", "2014-06-05")]
    assert dates == [year, month, day]


@pytest.mark.parametrize(
    ("language", "season", "present"),
    [
        ("en", "Summer 2014", "present"),
        ("zh", "2014年夏", "至今"),
        ("xx", "Summer 2014", "present"),
    ],
)
def test_seasons_and_the_present_are_words(language, season, present):
    locale = get_locale(language)
    assert spaced(locale.date(parse_date("2014 summer"))) == season
    assert locale.date(parse_date("present")) == present


@pytest.mark.parametrize("style", ["medium", "long", "numeric"])
@pytest.mark.parametrize("language", ["en", "de", "fr", "zh", "cs"])
def test_a_date_does_not_break(language, style):
    for text in ("2014-06-05", "2014-06", "2014 summer"):
        assert " " not in get_locale(language, style).date(parse_date(text))


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2014", "2016", "2014–2016"),
        ("2014", "present", "2014 – present"),
        ("2014", None, "2014 – present"),
        ("2014-06", "2016-07", "Jun 2014 – Jul 2016"),
        ("2014-06", None, "Jun 2014 – present"),
        ("2014 summer", "2016", "Summer 2014 – 2016"),
        ("2014-06", "2014-06", "Jun 2014"),
        ("2014", "2014", "2014"),
        (None, "2016", "2016"),
        (None, "present", "present"),
        (None, None, ""),
    ],
)
def test_a_range_runs_from_start_to_end(start, end, expected):
    dates = [parse_date(text) if text else None for text in (start, end)]
    assert spaced(get_locale("en").period(*dates)) == expected


def test_a_range_within_what_is_printed_is_one_date():
    """June to July of one year is that year where years are printed only."""
    period = get_locale("en", "year").period(parse_date("2014-06"), parse_date("2014-07"))
    assert period == "2014"


@pytest.mark.parametrize(
    ("language", "range_", "years"),
    [
        ("de", "Juni 2014 – heute", "2014–2016"),
        ("da", "jun. 2014 – nu", "2014–2016"),
        ("el", "Ιουν 2014 – σήμερα", "2014–2016"),
        ("zh", "2014年6月 – 至今", "2014年–2016年"),
        ("ja", "2014年6月～現在", "2014年～2016年"),
        ("ko", "2014년 6월 ~ 현재", "2014년 ~ 2016년"),
        ("he", "יוני 2014 – כיום", "2014–2016"),
        ("ar", "يونيو 2014 – الآن", "2014–2016"),
        ("ar-EG", "يونيو ٢٠١٤ – الآن", "٢٠١٤–٢٠١٦"),
        ("fa", "ژوئن ۲۰۱۴ تا اکنون", "۲۰۱۴ تا ۲۰۱۶"),
    ],
)
def test_a_range_is_written_as_the_language_writes_it(language, range_, years):
    locale = get_locale(language)
    june, first, last, present = map(parse_date, ("2014-06", "2014", "2016", "present"))
    assert spaced(locale.period(june, present)) == range_
    assert spaced(locale.period(first, last)) == years


@pytest.mark.parametrize("language", ["en", "ja", "ko", "fa"])
def test_the_parts_of_a_range_make_up_the_whole(language):
    locale = get_locale(language)
    dates = parse_date("2014-06"), parse_date("2016-07")
    assert locale.parts_join.join(locale.period_parts(*dates)) == locale.period(*dates)
    assert len(locale.period_parts(*dates)) == 2


def test_years_are_not_parted():
    assert get_locale("en").period_parts(parse_date("2014"), parse_date("2016")) == ("2014–2016",)


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("en", ["3 months", "1 year", "2 years, 3 months"]),
        ("de", ["3 Monate", "1 Jahr", "2 Jahre, 3 Monate"]),
        ("fr", ["3 mois", "1 an", "2 ans et 3 mois"]),
        ("pl", ["3 miesiące", "1 rok", "2 lata i 3 miesiące"]),
        ("zh", ["3个月", "1年", "2年3个月"]),
        ("ko", ["3개월", "1년", "2년 3개월"]),
        ("ar", ["3 أشهر", "سنة", "سنتان و3 أشهر"]),
        ("fa", ["۳ ماه", "۱ سال", "۲ سال و ۳ ماه"]),
    ],
)
def test_a_duration_is_written_in_the_units_of_the_language(language, texts):
    locale = get_locale(language)
    written = [locale.duration(*lasted) for lasted in ((0, 3), (1, 0), (2, 3))]
    assert [spaced(text) for text in written] == texts
    assert not any(" " in text for text in written)


@pytest.mark.parametrize(
    ("language", "listed"),
    [
        ("en", ["A", "A and B", "A, B, and C"]),
        ("en-GB", ["A", "A and B", "A, B and C"]),
        ("de", ["A", "A und B", "A, B und C"]),
        ("ja", ["A", "A、B", "A、B、C"]),
        ("ar", ["A", "A وB", "A وB وC"]),
    ],
)
def test_lists_are_joined_as_the_language_joins_them(language, listed):
    locale = get_locale(language)
    assert [locale.listed("ABC"[:count]) for count in (1, 2, 3)] == listed


@pytest.mark.parametrize(
    ("language", "digits", "counter"),
    [
        ("en", "0123456789", "decimal"),
        ("ar", "0123456789", "decimal"),
        ("ar-EG", "٠١٢٣٤٥٦٧٨٩", "arabic-indic"),
        ("fa", "۰۱۲۳۴۵۶۷۸۹", "persian"),
        ("mr", "०१२३४५६७८९", "devanagari"),
        ("fa-u-nu-latn", "0123456789", "decimal"),
        ("ar-EG-u-ca-gregory-nu-latn", "0123456789", "decimal"),
        ("hi-u-nu-deva", "०१२३४५६७८९", "devanagari"),
        ("en-u-nu-olck", "0123456789", "decimal"),  # no counter of CSS has these
    ],
)
def test_digits_are_the_languages_own_unless_the_tag_says_otherwise(language, digits, counter):
    locale = get_locale(language)
    assert (locale.digits("0123456789"), locale.counter_style) == (digits, counter)


def test_dates_of_the_iso_format_keep_latin_digits():
    assert get_locale("fa", "iso").date(parse_date("2014-06")) == "2014-06"


# Catalogues


@pytest.mark.parametrize(
    ("language", "experience", "honors"),
    [
        ("en", "Experience", "Honors"),
        ("en_US", "Experience", "Honors"),
        ("en-GB", "Experience", "Honours"),
        ("en-AU", "Experience", "Honours"),
        ("zh", "工作经历", "荣誉"),
        ("ZH-Hans-CN", "工作经历", "荣誉"),
        ("zh-TW", "工作經歷", "榮譽"),
        ("zh-Hant", "工作經歷", "榮譽"),
        ("zh-Hant-HK", "工作經歷", "榮譽"),
        ("zh-unknown", "工作经历", "荣誉"),
        ("nb", "Arbeidserfaring", "Utmerkelser"),
        ("no", "Arbeidserfaring", "Utmerkelser"),
        ("iw", "ניסיון תעסוקתי", "הצטיינות"),
        ("de-CH", "Berufserfahrung", "Auszeichnungen"),
        ("fa-u-nu-latn", "سوابق شغلی", "افتخارات"),
        ("xx", "Experience", "Honors"),
        ("tlh-piqaD", "Experience", "Honors"),
    ],
)
def test_words_come_from_the_nearest_catalogue_and_else_are_english(language, experience, honors):
    locale = get_locale(language)
    assert (locale.sections["experience"], locale.words["honors"]) == (experience, honors)


def test_a_regional_catalogue_changes_what_differs_only():
    brazil, portugal, angola = map(get_locale, ("pt-BR", "pt-PT", "pt-AO"))
    assert (brazil.sections["awards"], portugal.sections["awards"]) == ("Prêmios", "Prémios")
    assert angola.sections == portugal.sections
    assert brazil.sections["skills"] == portugal.sections["skills"]


def test_a_language_without_a_catalogue_has_english_words_and_dates_of_its_own():
    assert not (LOCALES / "is.toml").exists()
    icelandic, english = get_locale("is"), get_locale("en")
    assert (icelandic.sections, icelandic.words) == (english.sections, english.words)
    assert spaced(icelandic.date(parse_date("2014-06"))) == "jún. 2014"
    assert spaced(icelandic.duration(2, 3)) == "2 ár og 3 mánuðir"


@pytest.mark.parametrize(
    ("language", "direction"), [("en", "ltr"), ("ar", "rtl"), ("he-IL", "rtl"), ("xx", "ltr")]
)
def test_the_direction_is_the_languages(language, direction):
    assert get_locale(language).direction == direction


def test_there_is_a_catalogue_for_each_of_many_languages():
    assert len(LANGUAGES) >= 29


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_the_keys_of_the_english_one_in_its_order(language):
    """It may lack some: "make locales" lists them, and English is printed."""
    catalogue = CATALOGUES[language]
    for table, texts in catalogue.items():
        assert list(texts) == [key for key in ENGLISH[table] if key in texts]


def test_a_word_that_a_catalogue_lacks_is_printed_in_english_and_reported(monkeypatch):
    whole = locale_module.catalogue
    partial = {**CATALOGUES["de"], "sections": {"experience": "Berufserfahrung"}}
    monkeypatch.setattr(
        locale_module, "catalogue", lambda tag: partial if tag == "de" else whole(tag)
    )
    get_locale.cache_clear()
    try:
        german = get_locale("de-CH").sections
        assert (german["experience"], german["talks"]) == ("Berufserfahrung", "Talks")
        assert missing_words("de-CH") == [
            f"sections.{key}" for key in ENGLISH["sections"] if key != "experience"
        ]
    finally:
        get_locale.cache_clear()


def test_a_regional_catalogue_lacks_nothing_that_its_language_has():
    assert missing_words("pt-PT") == missing_words("pt")


@pytest.mark.parametrize("name", sorted(CATALOGUES))
def test_a_catalogue_says_something_where_english_does_and_fills_the_same_places(name):
    for table, texts in CATALOGUES[name].items():
        for key, text in texts.items():
            english = ENGLISH[table][key]  # a KeyError is a key that no template knows
            assert bool(text) == bool(english), key
            assert sorted(places(text)) == sorted(places(english)), key


@pytest.mark.parametrize("name", sorted(set(CATALOGUES) - {"en", "en-001"}))
def test_no_word_of_a_catalogue_is_left_in_english(name):
    same = {
        key
        for table, texts in CATALOGUES[name].items()
        if table != "signs"
        for key, text in texts.items()
        if re.search(r"\w", re.sub(r"{.*?}", "", text)) and text == ENGLISH[table][key]
    }
    assert same == SAME.get(name, set())


@pytest.mark.parametrize("name", sorted(REGIONAL))
def test_a_regional_catalogue_repeats_nothing(name):
    parents = [parent for parent in CATALOGUES if name.startswith(f"{parent}-")]
    parent = CATALOGUES[max(parents, key=len)]
    for table, texts in CATALOGUES[name].items():
        assert not texts.items() & parent[table].items()


def test_every_catalogue_is_of_a_language_that_the_cldr_knows():
    for name in CATALOGUES:
        assert str(get_locale(name).babel).replace("_", "-") == name


def test_every_word_of_the_catalogue_is_used(root):
    sources = [*(root / "themes").rglob("*.j2"), *(root / "cvkit").rglob("*.py")]
    text = "\n".join(path.read_text("utf-8") for path in sources)
    seasons = {"spring", "summer", "autumn", "winter"}  # by the name of the season
    for word in ENGLISH["words"].keys() - seasons:
        assert re.search(rf"\bwords\.{word}\b|(\bwords\[|word\(|Fact\()\"{word}\"", text), word
    for phrase in ENGLISH["phrases"]:
        assert re.search(rf"phrase[^\n]*\"{phrase}\"", text), phrase


def places(text):
    return [name for _, name, _, _ in Formatter().parse(text) if name is not None]


def test_every_kind_of_section_has_a_title_to_be_printed(root):
    assert KINDS.keys() == get_locale("en").sections.keys()


def test_the_documentation_lists_every_language(root):
    text = (root / "docs" / "languages.md").read_text("utf-8")
    tags = re.findall(r"`([a-z]{2,3}(?:-[A-Z]\w+)?)`", text)
    found = {str(get_locale(tag).babel).replace("_", "-") for tag in tags}
    assert set(LANGUAGES) <= found


# Ranges within a year


@pytest.mark.parametrize(
    ("language", "form", "text"),
    [
        ("en", "medium", "Mar – Jun 2023"),
        ("en", "long", "March – June 2023"),
        ("de", "medium", "März–Juni 2023"),
        ("es", "long", "marzo–junio de 2023"),
        ("cs", "medium", "březen–červen 2023"),
        ("hu", "medium", "2023. márc.–jún."),
        ("fa", "medium", "مارس تا ژوئن ۲۰۲۳"),
        ("ja", "medium", "2023年3月～6月"),
        ("zh", "medium", "2023年3月至6月"),
        ("en", "numeric", "3/2023 – 6/2023"),
        ("pt-PT", "medium", "03/2023 – 06/2023"),
        ("en", "iso", "2023-03 – 2023-06"),
    ],
)
def test_months_of_one_year_name_it_once(language, form, text):
    period = get_locale(language, form).period(CvDate(2023, 3), CvDate(2023, 6))
    assert period.replace("\N{NO-BREAK SPACE}", " ") == text


@pytest.mark.parametrize("form", ["medium", "long"])
@pytest.mark.parametrize("language", catalogues())
def test_a_range_within_a_year_is_read_back(language, form):
    text = get_locale(language, form).period(CvDate(2023, 3), CvDate(2023, 6))
    period = find_period(text)
    assert period is not None
    assert (period.fields, period.end) == ({"start": "2023-03", "end": "2023-06"}, len(text))


def test_days_seasons_and_other_years_keep_both_years():
    locale = get_locale("en")
    assert locale.period(CvDate(2022, 3), CvDate(2023, 6)).count("202") == 2
    assert locale.period(CvDate(2023, 3, 1), CvDate(2023, 6, 2)).count("2023") == 2
    assert locale.period(CvDate(2023, 3), CvDate(2023, 3)).count("2023") == 1


def test_months_of_one_language_do_not_appear_in_another():
    for language in ("he", "ar", "pl", "uk"):
        get_locale.cache_clear()
        get_locale(language).date(CvDate(2023, 3))
    get_locale.cache_clear()
    assert get_locale("pl").date(CvDate(2023, 3)).startswith("mar")
