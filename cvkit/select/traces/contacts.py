"""The forms of contact data: telephone numbers, e-mail addresses, web pages and accounts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from cvkit.model.networks import NETWORKS, Network, find_network

from .forms import Form, Rule, Secret
from .reading import letters_of, read
from .words import words

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

__all__ = ["forms_of_email", "forms_of_phone", "forms_of_profile", "forms_of_url", "handles"]

_NUMBER = re.compile(r"\+?[(\d][\d\s().\-/·]*\d")
_EXTENSION = re.compile(
    r"(?i)[\s,;(]*(?:;ext=|ext(?:ension|n)?|x|#|доб|int|poste|durchwahl|dw|apparat|anexo|toestel)"
    r"[\s.:=]*(\d{1,7})\)?"
)
# Prefixes within a country (ITU-T E.123), and of international calls where there is no plus.
_TRUNKS = ("0", "8", "1", "06", "80")
_INTERNATIONAL = ("", "00", "011", "010", "0011", "810")
_LEAST_DIGITS = 5
_TELLING_DIGITS = 8
_LOCAL_DIGITS = 6
_LONG = 6  # signs of a user name
_NATIONAL_DIGITS = 9  # of numbers from which a prefix may be taken


def forms_of_phone(secret: Secret) -> Iterator[Form]:
    """Yield a number as it is dialled from anywhere, with and without its extension."""
    shown = read(secret.text).text
    for spelt in dict.fromkeys((shown, _without_letters(shown))):
        extensions = [match[1] for match in _EXTENSION.finditer(spelt)]
        for match in _NUMBER.finditer(_EXTENSION.sub(" ; ", spelt)):
            yield from _forms_of_number(match[0], extensions)
    if re.search(r"[A-Za-z]{3,}", shown) and re.search(r"\d{3}", shown):
        for letters in letters_of(shown):
            yield Form(letters)


def _without_letters(number: str) -> str:
    """Return a number such as ``1-800-FLOWERS`` in digits."""
    if not re.fullmatch(r"[+\d(][\d\s().-]{2,}[A-Z]{3,}[A-Z\d-]*", number):
        return number
    import phonenumbers  # only where a number is redacted

    return str(phonenumbers.convert_alpha_characters_in_number(number))


def _forms_of_number(number: str, extensions: list[str]) -> Iterator[Form]:
    dialled = dict.fromkeys(_dialled(number))
    for digits, sure in dialled:
        certain = sure and len(digits) >= _LEAST_DIGITS
        yield Form(digits, certain, Rule.NUMBER)
        for extension in extensions:
            for word in ("", "ext", "x", "extension", "durchwahl"):
                yield Form(f"{digits}{word}{extension}", sure)
    telling = (digits for digits, _ in dialled if len(digits) >= _TELLING_DIGITS)
    if shortest := min(telling, key=len, default=""):
        yield Form(shortest, sure=False, rule=Rule.INSIDE)  # the others contain it


def _dialled(number: str) -> Iterator[tuple[str, bool]]:
    """Yield the digits with which a number is dialled, and whether they are certain.

    Without the code of its country, a number may be of any.
    """
    digits = re.sub(r"\D", "", number)
    yield digits, True
    bare = re.sub(r"\D", "", number.replace("(0)", ""))
    yield bare, True
    parsed = _parsed(f"+{bare}") if number.startswith("+") else None
    if number.startswith("00"):
        parsed = _parsed(f"+{bare[2:]}")
    if parsed is not None:
        yield from _of_country(parsed)
    elif len(bare) >= _LEAST_DIGITS + 1:
        yield from _of_any_country(bare)


def _of_country(number: PhoneNumber) -> Iterator[tuple[str, bool]]:
    import phonenumbers

    national = phonenumbers.national_significant_number(number)
    formats = phonenumbers.PhoneNumberFormat
    yield re.sub(r"\D", "", phonenumbers.format_number(number, formats.NATIONAL)), True
    for prefix in ("", *_TRUNKS):
        yield prefix + national, True
        for code in _INTERNATIONAL:
            yield f"{code}{number.country_code}{prefix}{national}", True
    area = phonenumbers.length_of_national_destination_code(number)
    if area and len(national) - area >= _LOCAL_DIGITS:
        yield national[area:], False


def _of_any_country(digits: str) -> Iterator[tuple[str, bool]]:
    """Yield a national number as that of each country in which it is valid, and of all others."""
    import phonenumbers

    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        parsed = _parsed(digits, region)
        if parsed and phonenumbers.is_valid_number_for_region(parsed, region):
            yield from _of_country(parsed)
    nationals = {digits}
    for trunk in _TRUNKS:
        if digits.startswith(trunk) and len(digits) - len(trunk) >= _NATIONAL_DIGITS:
            nationals.add(digits.removeprefix(trunk))
    nationals.add(digits.lstrip("0"))
    for national in nationals:
        yield national, True
        if len(national) < _LEAST_DIGITS + 2:
            continue
        for trunk in _TRUNKS:
            yield trunk + national, True
        for country in phonenumbers.COUNTRY_CODE_TO_REGION_CODE:
            for code, trunk in product(("", "00", "011"), ("", "0")):
                yield f"{code}{country}{trunk}{national}", True


def _parsed(number: str, region: str | None = None) -> PhoneNumber | None:
    import phonenumbers

    try:
        parsed: Any = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return None
    return parsed if phonenumbers.is_possible_number(parsed) else None


_AT = ("", *words("at"))
_DOT = ("", *words("dot"))
_EMAIL = re.compile(r"([^\s@<>]+)@([^\s@<>]+\.[^\s@<>.,;]+)")


def forms_of_email(secret: Secret) -> Iterator[Form]:
    """Yield an address with its signs as such, or in words; of its mailbox with other tags."""
    for local, domain in _EMAIL.findall(read(secret.text).text):
        base, _, tag = local.partition("+")
        for at, dot in product(_AT, _DOT):
            parts = (f" {dot} ".join(part.split(".")) for part in (local, domain))
            for letters in letters_of(f" {at} ".join(parts)):
                yield Form(letters)
        for letters in letters_of(base + domain) if tag else ():
            yield Form(letters, sure=False)


_SEGMENTS = frozenset(words("segments"))
_HOSTS = frozenset(
    host.removeprefix("www.")
    for network in NETWORKS.values()
    for host in (urlsplit(network.address).netloc, network.former_host)
    if host
)
_ORDINARY = frozenset(words("ordinary"))
_LEAST_HANDLE = 3
_LEAST_VALUE = 4


def forms_of_url(secret: Secret) -> Iterator[Form]:
    """Yield an address without its scheme; if it is within a site, the site is doubtful."""
    host, path = _address(secret.text)
    if not host:
        return
    for letters in letters_of(host + path):
        yield Form(letters, sure=len(letters) > _LEAST_VALUE)
    if path and host not in _HOSTS:
        for letters in letters_of(host):
            yield Form(letters, sure=False)


def _address(url: str) -> tuple[str, str]:
    """Return the host without ``www``, and the path without a slash at its end."""
    shown = read(url).text.strip().strip("<>")
    parts = urlsplit(shown if "//" in shown else f"//{shown}")
    host = parts.netloc.rpartition("@")[2].partition(":")[0].casefold()
    if "." not in host:
        return "", ""
    return re.sub(r"^(www|m)\.", "", host), parts.path.rstrip("/")


def handles(kind: str, text: str) -> Iterator[str]:
    """Yield the parts of an address or an account by which other addresses are recognized."""
    shown = read(text).text.strip()
    if kind == "email" or ("@" in shown and "/" not in shown):
        found: Iterable[str] = [shown.strip("@").partition("@")[0]]
    elif re.search(r"[./]", shown):
        found = _in_address(shown)
    else:
        found = [shown.lstrip("@~")]
    for handle in found:
        if len(handle) >= _LEAST_HANDLE and handle.casefold() not in _SEGMENTS:
            yield from letters_of(handle)


def _in_address(url: str) -> Iterator[str]:
    host, path = _address(url)
    segments = [segment for segment in path.split("/") if segment]
    own = [segment for segment in segments if segment[0] in "~@"] or segments[-1:]
    yield from (segment.strip("~@").removesuffix(".html") for segment in own)
    if not segments and host not in _HOSTS and host:
        yield host.split(".")[0]
    query = urlsplit(url if "//" in url else f"//{url}").query
    yield from (value for _, value in parse_qsl(query) if len(value) >= _LEAST_VALUE)


def forms_of_profile(secret: Secret) -> Iterator[Form]:
    """Yield an account as user name and network, as address, and as the user name alone."""
    user = read(secret.text).text.strip().strip("@~")
    network = find_network(secret.context)
    if not user:
        return
    telling = len(user) >= _LONG and bool(re.search(r"\d", user))
    for letters in letters_of(user):
        if len(letters) >= _LEAST_HANDLE and letters not in _ORDINARY:
            yield Form(letters, sure=telling)
    for around in _accounts(user, network, secret.context):
        for letters in letters_of(around):
            yield Form(letters)


def _accounts(user: str, network: Network | None, name: str) -> Iterator[str]:
    name = network.name if network else name
    yield from (f"{name} {user}", f"{user} {name}") if name else ()
    if "@" in user:  # Mastodon and Matrix
        local, _, server = user.partition("@")
        yield from (f"{server} {folder} {local}" for folder in ("", "users", "web"))
    if network and network.address:
        parts = urlsplit(network.url(user))
        query = f" {parts.query}" if parts.query else ""
        for host in filter(None, (parts.netloc, network.former_host)):
            bare = host.removeprefix("www.")
            yield f"{bare}{parts.path}{query}"
            yield from (f"{bare} {user}", f"{user} {bare}")
        yield from (f"{user} {_site(parts.netloc)} {end}" for end in ("io", "com"))


@cache
def _site(host: str) -> str:
    return host.removeprefix("www.").rpartition(".")[0]
