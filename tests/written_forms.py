"""Random secrets of many countries, and random ways to write them.

The forms are made without the matcher that is tested: from what people and programs do with
telephone numbers, addresses, accounts and names.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

import phonenumbers

__all__ = ["SECRETS", "Written", "decorated", "is_left", "written"]

GIVEN = (
    "Zoë",
    "Jürgen",
    "Søren",
    "Ines",
    "Ødön",
    "Łukasz",
    "Zainab",
    "Nguyễn",
    "Ksenija",
    "Björk",
    "Jean-Luc",
    "Анна",
    "Дмитрий",
    "Γιώργος",
    "محمد",
    "דוד",
    "किरण",
    "雅达",
    "철수",
    "Aino",
)
FAMILY = (
    "Müller",
    "Quillfeather",
    "Ångström",
    "Nováková",
    "O'Grady",
    "Żakowicz",
    "Virtanen",
    "Çelikkol",
    "Großmann",
    "Kjærgaard",
    "Кузнецова",
    "Щербаков",
    "Παππάς",
    "الأحمد",
    "גולדשטיין",
    "शर्मा",
    "欧阳",
    "남궁",
    "Lovelaceson",
    "Ibarrondo",
)
HOSTS = ("mail.example", "post.uni-strelsau.example", "müller-lab.example", "x77.example")
STREETS = (
    ("{n} Quillfeather Street", "{t} N1 2AB"),
    ("Quillstraße {n}", "10115 {t}"),
    ("{n} rue des Plumes", "75011 {t}"),
    ("Plumgatan {n}", "{t}"),
    ("ul. Piórkowa {n}", "00-950 {t}"),
    ("Via delle Penne {n}", "{t}"),
    ("улица Перьевая {n}", "{t}"),
    ("Calle Pluma {n}", "{t}"),
    ("羽毛路{n}号", "{t}"),
    ("{n} Featherstonehaugh House", "{t}"),
)
TOWNS = ("Strelsau", "Zenda", "Hentzau", "Ruritania")
USERS = ("zq", "zquill", "zoe-quillfeather-77", "quill_feather", "penna99", "f3ather")
NETWORKS = {
    "GitHub": "https://github.com/{}", "LinkedIn": "https://www.linkedin.com/in/{}",
    "X": "https://twitter.com/{}", "GitLab": "https://gitlab.com/{}",
    "Kaggle": "https://www.kaggle.com/{}", "YouTube": "https://www.youtube.com/@{}",
    "Bluesky": "https://bsky.app/profile/{}", "Stack Overflow": "https://stackoverflow.com/users/{}",
    "ResearchGate": "https://www.researchgate.net/profile/{}", "Medium": "https://medium.com/@{}",
}  # fmt: skip
DIGITS = ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९", "０１２３４５６７８９", "০১২৩৪৫৬৭৮৯")


@dataclass(frozen=True)
class Written:
    """A secret in the field of a CV, one of its written forms, and its core.

    The core is a part that gives it away, in letters and digits as :func:`bare` makes them.
    """

    field: str
    value: object
    form: str
    core: str


def bare(text: str) -> str:
    """Return letters and digits in lower case without accents, digits of any script in ASCII."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text)).casefold()
    return "".join(
        str(unicodedata.decimal(c)) if c.isdecimal() else c for c in decomposed if c.isalnum()
    )


def _phone(chance: random.Random) -> Written:
    region = chance.choice(sorted(phonenumbers.SUPPORTED_REGIONS))
    number = phonenumbers.example_number_for_type(
        region, chance.choice((phonenumbers.PhoneNumberType.MOBILE,
                               phonenumbers.PhoneNumberType.FIXED_LINE)),
    )  # fmt: skip
    if number is None or len(phonenumbers.national_significant_number(number)) < 7:
        return _phone(chance)
    formats = phonenumbers.PhoneNumberFormat
    every = [phonenumbers.format_number(number, each)
             for each in (formats.E164, formats.INTERNATIONAL, formats.NATIONAL)]  # fmt: skip
    value = chance.choice(every[1:2] * 3 + every)
    form = chance.choice(every)
    form = chance.choice((
        form, re.sub(r"\D", "", form), re.sub(r"[ -]", ".", form), re.sub(r" ", "-", form),
        form.replace(" ", "\u00a0"), form.replace(f"+{number.country_code} ",
                                                  f"00{number.country_code} "),
        form.translate(str.maketrans("0123456789", chance.choice(DIGITS))),
        form.replace(" ", "/", 1),
    ))  # fmt: skip
    return Written("phone", value, form, phonenumbers.national_significant_number(number)[-6:])


def _email(chance: random.Random) -> Written:
    local = chance.choice(("zoe_q", "z.quill", "quillfeather", "zq77", "z.q+cv"))
    value = f"{local}@{chance.choice(HOSTS)}"
    form = chance.choice((
        value, value.upper(), re.sub(r"([_.+@])", r"\\\1", value),
        f"**{local}**{value[len(local):]}",
        f"[write](mailto:{quote(value)})", f"<{value}>", value.replace("@", " (at) "),
        value.replace("@", " [at] ").replace(".", " [dot] "), value.replace("@", "&#64;"),
        value.replace("@", "\u200b@\u00ad"), quote(value, safe=""), f"mailto:{value}",
    ))  # fmt: skip
    return Written("email", value, form, bare(value))


def _address(chance: random.Random) -> Written:
    street, place = chance.choice(STREETS)
    number = chance.randrange(2, 99)
    street = street.format(n=number)
    value = f"{street}, {place.format(t=chance.choice(TOWNS))}"
    form = chance.choice((
        value, street, street.replace(" ", "  "), street.replace(" ", "\u00a0"), street.upper(),
        street.replace("Street", "St").replace("straße", "strasse").replace("улица", "ул."),
        unicodedata.normalize("NFD", street), value.replace(", ", "\n"), f"*{street}*",
    ))  # fmt: skip
    return Written("location", value, form, bare(street))


def _url(chance: random.Random) -> Written:
    host = chance.choice(
        ("quillfeather-lab.example", "zq77.example", "people.strelsau.example/~zqu")
    )
    value = f"https://{host}" + chance.choice(("", "/", "/quillhome"))
    form = chance.choice((
        value, host, f"www.{host}", value.replace("https", "http"), f"[page]({value}/papers)",
        f"{value.rstrip('/')}/papers?x=1", value.upper().replace("HTTPS", "https"),
        value.replace("~", "%7E"), value.replace("-", "\u2011").replace("https://", ""),
    ))  # fmt: skip
    return Written("url", value, form, bare(host))


def _profile(chance: random.Random) -> Written:
    if chance.random() < 0.2:
        middle, last = chance.randrange(1000, 9999), chance.randrange(100, 999)
        number = f"0000-000{chance.randrange(10)}-{middle}-{last}X"
        form = chance.choice((number, number.replace("-", ""), f"https://orcid.org/{number}",
                              f"orcid.org/{number}", f"ORCID iD: {number}",
                              number.replace("-", "\u2013")))  # fmt: skip
        value = {"network": "ORCID", "username": number}
        return Written("profiles", [value], form, bare(number))
    if chance.random() < 0.2:
        user, server = chance.choice(USERS), "social.example"
        form = chance.choice((f"@{user}@{server}", f"https://{server}/@{user}",
                              f"{server}/users/{user}"))  # fmt: skip
        value = {"network": "Mastodon", "username": f"@{user}@{server}"}
        return Written("profiles", [value], form, bare(user))
    network, address = chance.choice(sorted(NETWORKS.items()))
    user = chance.choice(USERS)
    url = address.format(user)
    form = chance.choice((
        url, url.replace("https://", ""), url.replace("https://www.", "https://m."), f"{url}/more",
        f"[{network}]({url})", f"{network}: {user}", f"{network} @{user}", f"{url}?tab=x#y",
    ))  # fmt: skip
    return Written("profiles", [{"network": network, "username": user}], form, bare(user))


SPELLINGS = {"ü": "ue", "ö": "oe", "ä": "ae", "ø": "oe", "å": "aa", "ß": "ss", "æ": "ae", "Ø": "Oe",
             "Å": "Aa", "Ö": "Oe"}  # fmt: skip


def _name(chance: random.Random) -> Written:
    script = chance.randrange(len(GIVEN))
    given = GIVEN[script]
    same = [each for each in FAMILY if _script(each) == _script(given)]
    family = chance.choice(same or ["Quillfeather"])
    value = f"{given} {family}"
    spelt = "".join(SPELLINGS.get(c, c) for c in value)
    form = chance.choice((
        value, f"{family}, {given}", f"{given[0]}. {family}", f"{family}, {given[0]}.", family,
        value.upper(), unicodedata.normalize("NFD", value), spelt, value.replace(" ", "\u00a0"),
        f"{given}&nbsp;{family}", f"**{given}** {family}", f"{family}’s", f"#{family}Lab",
        f"https://x.example/{quote(value)}", family[:2] + "\u00ad" + family[2:],
        f"[{given}](https://x.example) {family}", value.replace(" ", "\u2002"), f"({family})",
        f"{family}s", f"{family}in",
    ))  # fmt: skip
    return Written("name", value, form, bare(family))


def _script(word: str) -> str:
    return unicodedata.name(word[0]).split()[0]


def _fact(chance: random.Random) -> Written:
    value = chance.choice(("Ruritanian", "Born in Strelsau Castle", "Holder of a B2 permit"))
    form = chance.choice(
        (value, value.lower(), value.replace(" ", "  "), f"*{value[:4]}*{value[4:]}")
    )
    return Written("extra", {"Fact": value}, form, bare(value))


SECRETS: Mapping[str, Callable[[random.Random], Written]] = {
    "phone": _phone,
    "email": _email,
    "location": _address,
    "url": _url,
    "profiles": _profile,
    "name": _name,
    "extra": _fact,
}


def written(kind: str, chance: random.Random) -> Written:
    """Return a random secret of a kind in a random written form."""
    return SECRETS[kind](chance)


def _at_one(form: str, chance: random.Random, change: Callable[[str], str]) -> str:
    place = chance.randrange(len(form))
    return form[:place] + change(form[place]) + form[place + 1 :]


DISGUISES: tuple[Callable[[str, random.Random], str], ...] = (
    lambda form, _: unicodedata.normalize("NFD", form),
    lambda form, _: form.replace(" ", "\u00a0"),
    lambda form, _: "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalnum() else c
                            for c in form),
    lambda form, chance: _at_one(form, chance, lambda c: f"&#{ord(c)};"),
    lambda form, chance: _at_one(form, chance, lambda c: f"&#x{ord(c):x};"),
    lambda form, chance: _at_one(form, chance, lambda c: quote(c, safe="")),
    lambda form, chance: _at_one(
        form, chance, lambda c: c + chance.choice("\u00ad\u200b\u200d\u2060\ufeff")),
    lambda form, chance: _at_one(
        form, chance, lambda c: f"\\{c}" if c in "!#$*+-.:=@_~()" else c),
    lambda form, chance: _at_one(form, chance, lambda c: f"*{c}*" if c.isalnum() else c),
    lambda form, _: form.replace("-", "\u2011"),
)  # fmt: skip


def decorated(form: str, chance: random.Random) -> str:
    """Return a sentence with a form in it, which may be disguised."""
    if not set(form) & set("&%\\[*"):
        form = chance.choice(DISGUISES)(form, chance) if chance.random() < 0.6 else form
    before = chance.choice(("See ", "about ", "Call or read (", "x: ", "- ", "**NB** ", "“"))
    after = chance.choice((" today", ", or so", ".", "; the end", ") too", " — yes", "”"))
    return f"{before}{form}{after}"


def is_left(core: str, shown: str) -> bool:
    """Whether the core of a secret can still be read in a text."""
    spelt = "".join(SPELLINGS.get(c, c) for c in unicodedata.normalize("NFC", shown))
    plain = unicodedata.normalize("NFC", core)
    return any(plain in bare(text) for text in (shown, spelt)) or core in bare(shown)
