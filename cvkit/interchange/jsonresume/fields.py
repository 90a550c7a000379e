"""The fields of JSON Resume and ours: one table for both directions.

The names are those of version 1.0.0 of the schema
(https://github.com/jsonresume/resume-schema); ``legacy`` names of older versions and of tools
that deviate from it are read, but not written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cvkit.model import KINDS, JsonResume, Kind

__all__ = ["SHAPES", "Field", "Shape", "shape_of_key"]


@dataclass(frozen=True)
class Field:
    """A field of JSON Resume and ours.

    ``form`` says how its value is read and written. ``also`` are further fields of ours that are
    written if ours is not set. A field that is not ``written`` is only read.
    """

    name: str
    ours: str
    form: str
    legacy: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    written: bool = True


@dataclass(frozen=True)
class Shape:
    """A kind of section and the list of JSON Resume that shows it.

    Several kinds may be in one list: JSON Resume knows no grants, and shows them among the awards.
    """

    kind: str
    key: str
    fields: tuple[Field, ...]


_URL = Field("url", "url", "url", ("website", "link"))
_PERIOD = (
    Field("startDate", "start", "date", ("start_date", "start", "from"), ("date",)),
    Field("endDate", "end", "date", ("end_date", "end", "to"), ("date",)),
)
_SUMMARY = Field("summary", "summary", "prose", ("description",))
_HIGHLIGHTS = Field("highlights", "highlights", "bullets")
_KEYWORDS = Field("keywords", "keywords", "texts")
_BODY = (_SUMMARY, _HIGHLIGHTS, _KEYWORDS)
_LOCATION = Field("location", "location", "text")
_DATE = Field("date", "date", "date", ("issueDate", "issued"), ("end", "start"))

LISTS: Mapping[str, tuple[str, tuple[Field, ...]]] = {
    "work": ("experience", (
        Field("name", "organization", "text", ("company", "organization", "employer")),
        Field("position", "position", "text", ("title", "role")),
        _LOCATION,
        Field("description", "tagline", "line"),
        _URL,
        *_PERIOD,
        *_BODY,
    )),
    "volunteer": ("volunteering", (
        Field("organization", "organization", "text", ("company", "name")),
        Field("position", "position", "text", ("title", "role")),
        _LOCATION,
        _URL,
        *_PERIOD,
        *_BODY,
    )),
    "education": ("education", (
        Field("institution", "institution", "text", ("school", "name")),
        _URL,
        Field("area", "area", "text"),
        Field("studyType", "degree", "text", ("degree",)),
        _LOCATION,
        *_PERIOD,
        Field("score", "score", "text", ("gpa",)),
        Field("courses", "courses", "texts"),
        *_BODY,
    )),
    "awards": ("awards", (
        Field("title", "title", "text", ("name",)),
        _DATE,
        Field("awarder", "awarder", "text", ("issuer",)),
        _URL,
        _SUMMARY,
    )),
    "certificates": ("certificates", (
        Field("name", "name", "text", ("title",)),
        _DATE,
        _URL,
        Field("issuer", "issuer", "text"),
        _SUMMARY,
    )),
    "publications": ("publications", (
        Field("name", "title", "text", ("title",)),
        Field("authors", "authors", "names"),
        Field("publisher", "venue", "text", ("journal",), ("publisher", "series")),
        Field(
            "releaseDate", "date", "date", ("date", "publishedDate", "published"), ("end", "start")
        ),
        _URL,
        Field("doi", "doi", "name"),
        *_BODY,
    )),
    "skills": ("skills", (
        Field("name", "name", "text"),
        Field("level", "level", "text"),
        _KEYWORDS,
    )),
    "languages": ("languages", (
        Field("language", "language", "text", ("name",)),
        Field("fluency", "fluency", "text", ("level",)),
        _KEYWORDS,
    )),
    "interests": ("interests", (
        Field("name", "name", "text"),
        _KEYWORDS,
        _SUMMARY,
    )),
    "references": ("references", (
        Field("name", "name", "text"),
        Field("position", "position", "text", ("role", "title")),
        Field("organization", "organization", "text", ("company",)),
        Field("relationship", "relationship", "text"),
        Field("email", "email", "name"),
        Field("phone", "phone", "name"),
        Field("reference", "reference", "prose", ("summary",)),
    )),
    "projects": ("projects", (
        Field("name", "name", "text", ("title",)),
        Field("type", "tagline", "line"),
        Field("description", "summary", "prose"),
        Field("summary", "summary", "prose", written=False),
        _HIGHLIGHTS,
        _KEYWORDS,
        *_PERIOD,
        Field("date", "date", "date", written=False),
        _URL,
        Field("roles", "role", "words", ("role",)),
        Field("entity", "organization", "text"),
    )),
}  # fmt: skip
"""The lists of JSON Resume: the kind of section that each is read as, and its fields."""

# Shown among the projects, but read from lists that JSON Resume does not know.
_CUSTOM = (
    Field("name", "title", "text", ("title", "label"), ("subtitle",)),
    Field("type", "tagline", "line"),
    Field("description", "summary", "prose"),
    _HIGHLIGHTS,
    _KEYWORDS,
    *_PERIOD,
    Field("date", "date", "date", written=False),
    Field("summary", "summary", "prose", written=False),
    _LOCATION,
    _URL,
)


def _shape(kind: Kind, place: JsonResume) -> Shape:
    """Return the fields of a list in terms of a kind; what its entries lack is left out."""
    assert kind.entry is not None
    ours = kind.entry.model_fields
    fields = (
        replace(
            field,
            ours=place.fields.get(field.name, field.ours),
            also=tuple(name for name in field.also if name in ours),
        )
        for field in LISTS[place.key][1]
    )
    return Shape(kind.name, place.key, tuple(field for field in fields if field.ours in ours))


SHAPES: Mapping[str, Shape] = {
    **{kind.name: _shape(kind, kind.json_resume) for kind in KINDS.values() if kind.json_resume},
    "custom": Shape("custom", "projects", _CUSTOM),
}
"""Where each kind of section is written."""


def shape_of_key(key: str) -> Shape | None:
    """Return the shape of what is read from one of JSON Resume's lists."""
    return SHAPES[LISTS[key][0]] if key in LISTS else None
