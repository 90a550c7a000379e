"""The heads of entries: which part is the employer, the position, the location, the date."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from cvkit.importers.kit.urls import valid_url
from cvkit.language.read_dates import Period, find_period
from cvkit.markup import plain
from cvkit.model import KINDS
from cvkit.model.names import is_et_al

from .blocks import safe

__all__ = ["Head", "authors_in", "bare", "first_of", "read_head"]

_POSITION = re.compile(
    r"\b(?:engineer|developer|programmer|manager|intern|internship|researcher|scientist|assistant|"
    r"professor|lecturer|director|lead|leader|head|consultant|analyst|designer|student|fellow|"
    r"founder|co-founder|officer|president|architect|teacher|tutor|instructor|postdoc|associate|"
    r"specialist|administrator|technician|coordinator|editor|writer|journalist|nurse|physician|"
    r"accountant|trainee|apprentice|volunteer|member|chair|reviewer|owner|partner|freelance|"
    r"freelancer|ceo|cto|cfo|vp|sde|swe|barista|supervisor|advisor|mentor|"
    r"entwickler(?:in)?|ingenieur(?:in)?|leiter(?:in)?|mitarbeiter(?:in)?|praktikant(?:in)?|"
    r"werkstudent(?:in)?|berater(?:in)?|ingénieur|développeur|développeuse|stagiaire|chef|"
    r"chargée?|ingeniero|ingeniera|desarrollador|desarrolladora|gerente|profesora?|becario)\b"
    r"|工程师|研究员|实习|经理|教授|总监|主管|助理",
    re.IGNORECASE,
)
_DEGREE = re.compile(
    r"\bph\.?\s?d\b|\b[bm]\.?\s?(?:sc|a|s|eng|ed|phil|tech|ba|fa)\b\.?|\bmba\b|bachelor|master|"
    r"\bdoctor|\bdiplom|\bdegree|\babitur|licence|licenciatura|\blaurea|magister|\bminor in|"
    r"\bm\.?d\.?\b|associate of|high school diploma|博士|硕士|学士|本科|研究生",
    re.IGNORECASE,
)
_SCHOOL = re.compile(
    r"universi|institut|college|school|école|ecole|academy|polytechn|hochschule|gymnasium|lycée|"
    r"faculty|\beth\b|\bmit\b|\bepfl\b|\bucl[a]?\b|大学|学院|中学",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"(?:remote|hybrid|online|[A-ZÀ-Þ][\w.’' -]{1,30},\s*(?:[A-Z]{2}|[A-ZÀ-Þ][\w.’' -]{2,30}\.?)"
    r"(?:,\s*[A-ZÀ-Þ][\w.’' -]{1,30}\.?)?)",
    re.IGNORECASE,
)
_AROUND = (("(", ")"), ("[", "]"), ("`", "`"), ("**", "**"), ("__", "__"), ("*", "*"), ("_", "_"))
_DATES = {"start", "end", "date"}
_PLACE_NAME = re.compile(r"[A-ZÀ-Þ][\w.’'-]+(?: [A-ZÀ-Þ][\w.’'-]+)?")
_LINK = re.compile(r"!?\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^()\s]*(?:\([^()\s]*\)[^()\s]*)?)\)")
_ONLY_LINK = re.compile(rf"{_LINK.pattern}[\s.,;]*")
_SEPARATOR = re.compile(
    r"\t+|\s*\|\s*|\s+(?:[•·‖]|–|—|-{1,3})\s+|\s{3,}|(?<=\S(?:\*\*|__)),?\s+(?=\S)|(?<=\S),?\s+(?=(?:\*\*|__)\S)"
)
_AT = re.compile(r"\s*@\s*(?=\w)|\s+(?:at|bei|chez)\s+(?=[A-ZÀ-Þ])")
_EMPHASIS = re.compile(r"(\*{1,3}|_{1,3}|`)(?=\S)(.+?)(?<=\S)\1")


@dataclass
class Head:
    """The fields of a head, and the parts that no field was found for."""

    fields: dict[str, Any] = field(default_factory=dict)
    rest: list[str] = field(default_factory=list)


def read_head(kind: str, lines: list[str], first: str = "") -> Head:
    """Read the lines above an entry's bullets.

    ``first`` is what heads of jobs begin with in this document, ``position`` or
    ``organization``, for heads in which no word tells.
    """
    head = Head()
    parts: list[str] = []
    for line in lines:
        parts += _parts(line, head)
    if kind in ("experience", "volunteering"):
        _work(parts, head, first or "organization")
    elif kind == "education":
        _study(parts, head)
    else:
        _in_turn(kind, parts, head)
    return head


def _parts(line: str, head: Head) -> list[str]:
    """Take dates and labelled links out of a line; return its other parts."""
    text = line
    period = find_period(text)
    if period and _is_apart(text, period) and not head.fields.keys() & _DATES:
        head.fields |= period.fields
        text = _cut(text, period)
    text = _take_links(text, head)
    parts = []
    for part in _SEPARATOR.split(text):
        bare = part.strip(" ,;:|–—\t")
        if re.search(r"\w", bare):
            parts.append(_without_emphasis(_unpaired(bare), head))
    return [part for part in parts if part]


def _cut(text: str, period: Period) -> str:
    """Return a text with a tab in place of a date and of the marks around it."""
    before, after = text[: period.start], text[period.end :]
    for opening, closing in (*_AROUND, *_AROUND):
        if before.endswith(opening) and after.startswith(closing):
            before, after = before.removesuffix(opening), after.removeprefix(closing)
    return f"{before}\t{after}"


def _is_apart(text: str, period: Period) -> bool:
    """Whether a date is at an end of a text or between marks, not within a sentence."""
    before = text[: period.start].rstrip(" *_`")
    after = text[period.end :].lstrip(" *_`")
    if not re.search(r"\w", before) or not re.search(r"\w", after):
        return True
    is_range = "start" in period.fields
    return is_range or before[-1] in "([|,;:–—-\t" or after[0] in ")]|:–—\t"


def _take_links(text: str, head: Head) -> str:
    """Take links such as ``[[paper](…)]`` after other words out of a text."""
    for match in list(_LINK.finditer(text)):
        before = re.sub(r"[\s\[(|,]", "", text[: match.start()])
        label, url = match[1].strip(), match[2]
        if match[0][0] != "!" and before and label and valid_url(url) and len(label) <= 30:
            head.fields.setdefault("links", []).append({"label": safe(label), "url": url})
            text = text.replace(match[0], "\t", 1)
    return re.sub(r"\[\s*\t\s*\]|\(\s*\t\s*\)", "\t", text)


def _without_emphasis(part: str, head: Head) -> str:
    """Return a part without the marks around all of it; a link becomes the URL of the entry."""
    while match := _EMPHASIS.fullmatch(part):
        part = match[2].strip(" ,;:")
    link = _ONLY_LINK.fullmatch(part)
    if link and valid_url(link[2]) and "url" not in head.fields and part[0] != "!":
        head.fields["url"] = link[2]
        return _without_emphasis(link[1].strip(), head) if link[1].strip() else ""
    return part


def _put(head: Head, name: str, part: str) -> None:
    if name in head.fields:
        head.rest.append(part)
    else:
        head.fields[name] = safe(part)


def first_of(lines: list[str]) -> str:
    """Return what the head of a job begins with, if the word of a profession tells it."""
    head = Head()
    parts = [half for line in lines for part in _parts(line, head) for half in _halves(part)]
    roles = [bool(_POSITION.search(plain(safe(part)))) for part in parts]
    if len(parts) < 2 or not any(roles):
        return ""
    return "position" if roles[0] else "organization"


def _by_order(parts: list[str], head: Head, first: str) -> None:
    """Read the head of a job in which no word tells what is what."""
    names = ["organization", "position"]
    place = _place_among(parts)
    others = [part for part in parts if part is not place]
    if first == "position" and len(others) > 1:
        names.reverse()
    if place is not None:
        head.fields["location"] = safe(place)
    for part in others:
        if names:
            head.fields[names.pop(0)] = safe(part)
        elif "location" not in head.fields and _PLACE_NAME.fullmatch(part):
            head.fields["location"] = safe(part)
        else:
            head.rest.append(part)


def _place_among(parts: list[str]) -> str | None:
    """Return the part of a head that is a place, if there are enough for all: not the first."""
    if len(parts) < 3:
        return None
    certain = [part for part in parts[1:] if _is_place(part)]
    likely = [part for part in parts[1:] if _PLACE_NAME.fullmatch(part)]
    return next(iter(certain or likely[-1:]), None)


def _work(parts: list[str], head: Head, first: str) -> None:
    is_before_at = bool(parts) and "@" in parts[0]
    parts = [half for part in parts for half in _halves(part)]
    roles = [part for part in parts if _POSITION.search(plain(safe(part)))]
    position = next(iter(roles), parts[0] if is_before_at else None)
    if position is None:
        _by_order(parts, head, first)
        return
    others = [part for part in parts if part is not position]
    if position is not None:
        head.fields["position"] = safe(position)
    for part in others:
        if "organization" not in head.fields and not (len(others) > 1 and _is_place(part)):
            head.fields["organization"] = safe(part)
        elif "location" not in head.fields and (_is_place(part) or _PLACE_NAME.fullmatch(part)):
            head.fields["location"] = safe(part)
        else:
            head.rest.append(part)


def _halves(part: str) -> list[str]:
    """Split ``Engineer at Acme`` and ``Engineer, Acme``."""
    at = _AT.split(part, maxsplit=1)
    if len(at) == 2 and all(at) and ("@" in part or _POSITION.search(at[0])):
        return [_unpaired(half) for half in at]
    left, comma, right = part.partition(", ")
    if comma and _POSITION.search(left) and not _POSITION.search(right):
        return [_unpaired(left), _unpaired(right)]
    return [part]


def bare(part: str) -> str:
    """Return a part without the emphasis around all of it."""
    while match := _EMPHASIS.fullmatch(part):
        part = match[2].strip()
    return part


def _unpaired(part: str) -> str:
    """Return a part without emphasis, and without an unpaired mark."""
    part = bare(part)
    for mark in ("**", "__", "*", "_"):
        if part.count(mark) == 1:
            part = part.removeprefix(mark).removesuffix(mark)
    return part.strip()


def _is_place(part: str) -> bool:
    return bool(_PLACE.fullmatch(plain(safe(part)))) and not _POSITION.search(part)


def _study(parts: list[str], head: Head) -> None:
    parts = [half for part in parts for half in _degree_and_school(part)]
    for part in parts:
        bare = plain(safe(part))
        if _SCHOOL.search(bare) and "institution" not in head.fields:
            head.fields["institution"] = safe(part)
        elif _DEGREE.search(bare) and "degree" not in head.fields:
            head.fields["degree"] = safe(part)
        elif _is_place(part) and "location" not in head.fields:
            head.fields["location"] = safe(part)
        else:
            head.rest.append(part)
    if "institution" not in head.fields and head.rest:
        head.fields["institution"] = safe(head.rest.pop(0))
    elif "institution" not in head.fields and "degree" in head.fields:
        head.fields["institution"] = head.fields.pop("degree")
    if "degree" in head.fields and head.rest and "area" not in head.fields:
        area = head.rest[0]
        if len(area.split()) <= 6 and not re.search(r"\d|[:.]", area):
            head.fields["area"] = safe(head.rest.pop(0))


def _degree_and_school(part: str) -> list[str]:
    """Split ``BSc in Physics, University of X``."""
    left, comma, right = part.partition(", ")
    if comma and _DEGREE.search(left) and not _SCHOOL.search(left) and _SCHOOL.search(right):
        return [_unpaired(left), _unpaired(right)]
    if comma and _SCHOOL.search(left) and _DEGREE.search(right) and not _SCHOOL.search(right):
        return [_unpaired(left), _unpaired(right)]
    return [part]


def _in_turn(kind: str, parts: list[str], head: Head) -> None:
    names = list(KINDS[kind].head or (KINDS[kind].main,))
    for part in parts:
        if kind == "teaching" and _POSITION.search(part) and "course" in head.fields:
            _put(head, "position", part)
        elif names:
            head.fields[names.pop(0)] = safe(part)
        elif _is_place(part) and "location" not in head.fields:
            head.fields["location"] = safe(part)
        else:
            head.rest.append(part)


def authors_in(text: str) -> list[str]:
    """Return the names in a list of authors; an empty list if a text is not one."""
    bare = re.sub(r"(?<!\\)\*+|_{2,}", "", text).replace("\\*", "*").strip(" .,;")
    bare = plain(safe(re.sub(r"\*", r"\\*", bare)))
    names = [name.strip() for name in re.split(r"\s*[,;]\s*(?:and\s+|&\s*)?|\s+(?:and|&)\s+", bare)]
    names = [name for name in names if name]
    good = [name for name in names if _looks_like_a_name(name)]
    if len(names) < 2 or len(good) != len(names):
        return []
    return ["et al." if is_et_al(name) else name for name in names]


def _looks_like_a_name(name: str) -> bool:
    if is_et_al(name):
        return True
    words = name.rstrip("*†‡").split()
    return 0 < len(words) <= 5 and not re.search(r"[\d:?!“”\"()]", name) and all(
        word[0].isupper() or not word[0].isascii() or len(word) <= 3 for word in words
    )  # fmt: skip
