"""The words of dates in every language of the catalogues: months, seasons, "present", "since".

Months come from the CLDR and the main word of each language from its catalogue; the tables here
hold what else people write.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from cvkit.model.dates import SEASONS

from .locale import catalogues, get_locale

__all__ = [
    "ALSO_ENGLISH",
    "EXPECTED",
    "JOINERS",
    "SINCE",
    "SINCE_AFTER",
    "either",
    "key",
    "months",
    "present",
    "seasons",
]

# Regional names of months that the languages of the catalogues do not have in common.
_REGIONS = ("ar-LB", "ar-DZ", "ar-MA", "de-AT", "nn")

_PRESENT = """
present|now|until now|till now|today|to date|date|current|currently|ongoing|to present|nowadays
till date|till today|until today|until present
heute|jetzt|laufend|aktuell|bis heute|gegenwärtig|dato
aujourd’hui|présent|à présent|actuel|actuellement|en cours|à ce jour|ce jour|maintenant
actualidad|la actualidad|actualmente|presente|el presente|hoy|actual|en curso|la fecha
actualitat|l’actualitat|actualment|avui|en curs
atual|atualmente|hoje|o presente|o momento|em curso|actualidade|presentemente
oggi|attuale|attualmente|in corso|ad oggi
heden|nu|vandaag|tot heden
nuvarande|pågående|idag|i dag|tills vidare
nuværende|nå|nåværende|dags dato|notid|nåtid
nykyinen|nyt|nykyhetki|nykyään|jatkuu|toistaiseksi
obecnie|dziś|do dziś|teraz|nadal|do teraz|dzisiaj
současnost|do současnosti|současnosti|dosud|nyní|dnes|doposud
jelenleg|jelen|most|napjainkig|folyamatban|mai napig|máig
prezent|în prezent|acum|azi
günümüz|halen|hâlen|devam ediyor|şimdi|bugün|şu an|günümüze kadar
σήμερα|παρόν|το παρόν|τώρα
настоящее время|по настоящее время|наст. время|наст. вр.|н.в.|н. в.|сейчас|сегодня|текущее время
теперішній час|дотепер|зараз|сьогодні|донині|нині|теп. час
الآن|حتى الآن|الحاضر|حاليًا|حالياً|حاليا|الوقت الحاضر|الوقت الحالي|اليوم
اکنون|تاکنون|تا کنون|حال|امروز|حال حاضر|کنون
היום|הווה|כיום|כעת|עכשיו
वर्तमान|अब|अब तक|आज
sekarang|saat ini|kini
現在|今|継続中|在職中
현재|재직중|재직 중|지금
hiện tại|hiện nay|nay|bây giờ
至今|现在|现今|今|目前|迄今|現今
"""
_SEASONS: Mapping[str, str] = {
    "spring": "frühjahr|lente|forår|vår|printemps",
    "summer": "semestre d’été|sommersemester",
    "autumn": "fall|otoño|syksy|höst|herfst|efterår|høst",
    "winter": "wintersemester|inverno|invierno|hiver",
}
SINCE = (
    "since|from|as of|starting|seit|ab|depuis|dès|à partir de|desde|a partir de|des de|dal|dalla|"
    "sinds|vanaf|sedan|från|siden|fra|od|începând cu|από|с|со|з|від|منذ|من|از|מאז|sejak|dari|từ|"
    "自|从|從"
)
"""Words in front of the start of a period."""
SINCE_AFTER = "から|より|부터|起|óta|alkaen|lähtien|से|itibaren|beri"
"""Words behind the start of a period."""
JOINERS = (
    "to|until|till|through|up to|bis|jusqu’à|jusqu'à|à|au|al|hasta|fins a|até|a|tot|til|till|do|"
    "până în|până la|la|έως|μέχρι|ως|по|до|إلى|الى|حتى|تا|עד|से|sampai|hingga|s/d|から|부터|đến|"
    "tới|至|到"
)
"""Words between the start and the end of a period."""
EXPECTED = (
    "expected|anticipated|planned|voraussichtlich|geplant|prévue?|esperad[oa]|previst[oa]|verwacht|"
    "forventet|förväntad|ожидается|очікується|beklenen|预计|預計|预期"
)
"""Words that say that a date is in the future."""


ALSO_ENGLISH = frozenset({"pro", "out", "set", "led", "dub", "ag"})
"""Abbreviated months of other languages that are English words: months only with a sign behind."""


def key(word: str) -> str:
    """Return a word as the tables of this module have it: without case and abbreviation signs."""
    folded = unicodedata.normalize("NFC", " ".join(word.split())).lower()
    folded = folded.replace("'", "’").replace("i\u0307", "i")  # the capital İ of Turkish
    return re.sub(r"^(?:de |d’)", "", folded).strip(" .,;׳॰’")


@cache
def present() -> frozenset[str]:
    """Return the words for an end that is not reached yet."""
    written = {key(word) for line in _PRESENT.split("\n") for word in line.split("|")}
    own = {key(get_locale(language).words.get("present", "")) for language in catalogues()}
    return frozenset((written | own) - {""})


@cache
def seasons() -> Mapping[str, str]:
    """Return the names of the seasons with those of the model."""
    found = {key(word): season for season, words in _SEASONS.items() for word in words.split("|")}
    for language in ("en", *catalogues()):
        for season in SEASONS:
            if name := key(get_locale(language).words.get(season, "")):
                found.setdefault(name, season)
    return found


@cache
def months() -> Mapping[str, int]:
    """Return the names of the months, long and short, with their numbers from 1.

    A name that means different months in two languages is left out, unless it is English.
    """
    found: dict[str, int] = {"sept": 9}
    clashes: set[str] = set()
    for language in ("en", *catalogues(), *_REGIONS):
        for word, number in _names_of_months(language):
            if found.setdefault(word, number) != number:
                clashes.add(word)
    english = {word for word, _ in _names_of_months("en")}
    return {word: number for word, number in found.items() if word not in clashes - english}


def _names_of_months(language: str) -> Iterator[tuple[str, int]]:
    names = get_locale(language).babel.months
    for form in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in names[form][width].items():
                word = key(name)
                # Numbers are read as such; two letters are a word of some other language.
                is_short = len(word) < (3 if word.isascii() else 2)
                if re.search(r"\d", word) or (is_short and word not in ALSO_ENGLISH):
                    continue
                yield word, number
                if len(bare := _unaccented(word)) > 3:
                    yield bare, number


def _unaccented(word: str) -> str:
    """Return a word without the accents of Latin and Greek letters, as it is often typed."""
    bare = re.sub(r"[\u0300-\u036f]", "", unicodedata.normalize("NFD", word))
    return unicodedata.normalize("NFC", bare)


def either(words: Iterable[str]) -> str:
    """Return a pattern that matches any of some words, the longest first."""
    patterns = (re.escape(word) for word in sorted(words, key=len, reverse=True))
    return "|".join(word.replace(r"\ ", r"\s+").replace("’", "[’']") for word in patterns)
