"""In which of the languages of the catalogues a text is.

A script that only one language uses decides. Languages that share a script are told apart by
their most frequent words and by letters of their own: CVs are too short and too full of foreign
names for less evident features.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["Detected", "detect_language"]

MAX_CHARACTERS = 20_000
# Fewer words than these, each weighed by how few languages have it, may be a coincidence.
_ENOUGH = 3.0
# The best language must be better than the second one by this factor.
_CLEAR = 1.25

_SCRIPTS = {
    "HIRAGANA": "kana", "KATAKANA": "kana", "HANGUL": "ko", "CJK": "han", "HEBREW": "he",
    "ARABIC": "arabic", "DEVANAGARI": "hi", "GREEK": "el", "CYRILLIC": "cyrillic",
    "LATIN": "latin",
}  # fmt: skip
_PERSIAN = frozenset("پچژگ")
_ARABIC = frozenset("ةإأؤ")
_UKRAINIAN = frozenset("іїєґ")
_RUSSIAN = frozenset("ыэъё")
_SIMPLIFIED = frozenset(
    "业东个为书会们传从优体关兴写军农决创别务动华协单卖发变启员团国图场报学实导将师应开张录总户护拟择数断时"
    "术机来构标样检树欢气测济现电画监础种积称类线练组经绩网职联节营获见规视计认议讲设访证评试语说课调质资进"
    "连选邮采银长门问间队项顾领题风验"
)
_TRADITIONAL = frozenset(
    "業東個為書會們傳從優體關興寫軍農決創別務動華協單賣發變啟員團國圖場報學實導將師應開張錄總戶護擬擇數斷時"
    "術機來構標樣檢樹歡氣測濟現電畫監礎種積稱類線練組經績網職聯節營獲見規視計認議講設訪證評試語說課調質資進"
    "連選郵採銀長門問間隊項顧領題風驗"
)
_WORDS: Mapping[str, str] = {
    "en": "the and of to in for with on at by from as was is an that which using",
    "de": "und der die das mit für von bei im den zur zum des als auf eine einer sowie durch",
    "fr": "le la les des et du une pour dans avec sur au aux en par est sein chez ainsi",
    "es": "el la los las y de del en con para por una como al desde más sobre entre",
    "it": "il la di e del della per con nel gli dei alla che presso delle una dal nella",
    "pt": "o a os as e de do da em com para na no uma dos das pela ao não",
    "nl": "de het een en van voor met bij op in te aan als naar tot door bij zijn",
    "sv": "och att för med en ett av på som i till inom samt från hos vid är var",
    "da": "og at for med en et af på som i til ved inden samt fra hos blev efter er",
    "no": "og å for med en et av på som i til ved innen samt fra hos ble etter er jeg",
    "fi": "ja sekä on oli olen että kanssa kuin myös mukaan osana joka aikana",
    "hu": "és a az egy hogy volt valamint vagy nem mint során több is",
    "pl": "i w z na do oraz się dla przez od we jako po przy",
    "cs": "a v na s z pro od do jako při ve se k za včetně",
    "ro": "și de la în cu pentru pe din al ale unei o prin sau",
    "ca": "i el la els les de del amb per a en una dels com al des",
    "tr": "ve bir ile için olarak bu da de olan üzerinde kadar",
    "id": "dan di yang untuk dengan pada dari ke sebagai dalam oleh tim",
    "vi": "và của các cho trong với là tại một được đã",
}
_LETTERS: Mapping[str, str] = {
    "de": "ßüäö", "fr": "çœèêûàé", "es": "ñ¿áóí", "it": "òàùè", "pt": "ãõçâ", "sv": "åäö",
    "da": "æøå", "no": "æøå", "fi": "äö", "hu": "őűáé", "pl": "łąęśżźćń", "cs": "řěůčšžý",
    "ro": "șțăîşţâ", "ca": "çŀïèà", "tr": "ğışçö",
    "vi": "ơưđạảấầẩẫậắằẳẵặẹẻẽếềểễệịọỏốồổỗộớờởỡợụủứừửữự",
}  # fmt: skip


@dataclass(frozen=True)
class Detected:
    """The most likely language of a text, empty if there is none, and whether it is certain."""

    language: str
    is_certain: bool


def detect_language(text: str) -> Detected:
    """Return the language of a text as a tag of the catalogues, such as ``de`` or ``zh-Hant``."""
    text = unicodedata.normalize("NFC", text[:MAX_CHARACTERS])
    scripts = Counter(_script(character) for character in text if character.isalpha())
    # A Chinese character says as much as a short word.
    weights = Counter(
        {name: count * (3 if name in ("han", "kana") else 1) for name, count in scripts.items()}
    )
    script = max(weights, key=weights.__getitem__, default="")
    # Names of products and places are in Latin letters everywhere.
    others = {s: number for s, number in weights.items() if s not in ("latin", "")}
    if script == "latin" and others and 2 * max(others.values()) > weights["latin"]:
        script = max(others, key=others.__getitem__)
    match script:
        case "han" | "kana":
            is_japanese = scripts["kana"] * 20 > scripts["han"]
            if is_japanese:
                return Detected("ja", True)
            letters = {"zh": _SIMPLIFIED - _TRADITIONAL, "zh-Hant": _TRADITIONAL - _SIMPLIFIED}
            return _of_letters(text, letters)
        case "arabic":
            return _of_letters(text, {"ar": _ARABIC, "fa": _PERSIAN})
        case "cyrillic":
            return _of_letters(text.lower(), {"ru": _RUSSIAN, "uk": _UKRAINIAN})
        case "latin":
            return _latin(text)
    return Detected(script, bool(script))


def _script(character: str) -> str:
    name = unicodedata.name(character, "").partition(" ")[0]
    return _SCRIPTS.get(name, "")


def _of_letters(text: str, letters: Mapping[str, frozenset[str]]) -> Detected:
    """Tell two languages apart by the letters that only one of them has."""
    counts = {name: sum(letter in own for letter in text) for name, own in letters.items()}
    best, other = sorted(counts, key=counts.__getitem__, reverse=True)
    return Detected(best, counts[best] > 2 * counts[other])


def _latin(text: str) -> Detected:
    scores = _scores(text.lower())
    ranked = sorted(scores, key=scores.__getitem__, reverse=True)
    best, second = (*ranked, "", "")[:2]
    top = scores.get(best, 0.0)
    return Detected(best, top >= _ENOUGH and top >= _CLEAR * scores.get(second, 0.0))


def _scores(text: str) -> dict[str, float]:
    """Return how much speaks for each language; what many languages have says little."""
    words, letters = Counter(re.findall(r"[^\W\d_]+", text)), Counter(text)
    scores: defaultdict[str, float] = defaultdict(float)
    for features, found, weight in ((_WORDS, words, 1.0), (_LETTERS, letters, 0.5)):
        lists = {
            language: set(listed.split()) if features is _WORDS else set(listed)
            for language, listed in features.items()
        }
        shared = Counter(feature for listed in lists.values() for feature in listed)
        for language, listed in lists.items():
            scores[language] += sum(weight * found[each] / shared[each] for each in listed)
    return {language: score for language, score in scores.items() if score}
