"""The fields of JSON Resume beside ours, one table for both directions.

The names are those of version 1.0.0 of the schema
(https://github.com/jsonresume/resume-schema); ``legacy`` are those of the versions before it and
of tools that never followed it, which are read and not written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["SHAPES", "Field", "Shape", "shape_of_key"]


@dataclass(frozen=True)
class Field:
    """A field of JSON Resume and ours.

    ``form`` says how its value is read and written. ``also`` are further fields of ours that
    are written where ours is not set. One that is not ``written`` is read beside another.
    """

    name: str
    ours: str
    form: str
    legacy: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    written: bool = True


@dataclass(frozen=True)
class Shape:
    """A list of JSON Resume and the kind of section it stands for.

    Where ``kind`` is not the first with its ``key``, it is written there, but what is read is of
    the first: JSON Resume knows no grants, and shows them among the awards.
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
_BODY = (
    _SUMMARY,
    Field("highlights", "highlights", "bullets"),
    Field("keywords", "keywords", "texts"),
)
_LOCATION = Field("location", "location", "text")
_PUBLISHED = Field(
    "releaseDate", "date", "date", ("date", "publishedDate", "published"), ("end", "start")
)
_DATE = Field("date", "date", "date", ("issueDate", "issued"), ("end", "start"))

_WORK = (
    Field("name", "organization", "text", ("company", "organization", "employer")),
    Field("position", "position", "text", ("title", "role")),
    _LOCATION,
    Field("description", "tagline", "line"),
    _URL,
    *_PERIOD,
    *_BODY,
)
_AWARD = (
    Field("title", "title", "text", ("name",)),
    _DATE,
    Field("awarder", "awarder", "text", ("issuer",)),
    _URL,
    _SUMMARY,
)
_PUBLICATION = (
    Field("name", "title", "text", ("title",)),
    Field("authors", "authors", "names"),
    Field("publisher", "venue", "text", ("journal",), ("publisher", "series")),
    _PUBLISHED,
    _URL,
    Field("doi", "doi", "name"),
    _SUMMARY,
    Field("highlights", "highlights", "bullets"),
    Field("keywords", "keywords", "texts"),
)


def _renamed(fields: tuple[Field, ...], **ours: str) -> tuple[Field, ...]:
    """Return fields with others of ours behind their names; those without any are left out."""
    known = {**{field.name: field.ours for field in fields}, **ours}
    return tuple(
        Field(f.name, known[f.name], f.form, f.legacy, f.also) for f in fields if known[f.name]
    )


SHAPES: Mapping[str, Shape] = {
    shape.kind: shape
    for shape in (
        Shape("experience", "work", _WORK),
        Shape("teaching", "work", _renamed(_WORK, name="institution", description="course")),
        Shape(
            "volunteering",
            "volunteer",
            (
                Field("organization", "organization", "text", ("company", "name")),
                Field("position", "position", "text", ("title", "role")),
                _LOCATION,
                _URL,
                *_PERIOD,
                *_BODY,
            ),
        ),
        Shape(
            "service",
            "volunteer",
            (
                Field("organization", "organization", "text"),
                Field("position", "role", "text"),
                _LOCATION,
                _URL,
                *_PERIOD,
                *_BODY,
            ),
        ),
        Shape(
            "education",
            "education",
            (
                Field("institution", "institution", "text", ("school", "name")),
                _URL,
                Field("area", "area", "text"),
                Field("studyType", "degree", "text", ("degree",)),
                _LOCATION,
                *_PERIOD,
                Field("score", "score", "text", ("gpa",)),
                Field("courses", "courses", "texts"),
                *_BODY,
            ),
        ),
        Shape("awards", "awards", _AWARD),
        Shape("grants", "awards", _renamed(_AWARD, awarder="funder")),
        Shape(
            "certificates",
            "certificates",
            (
                Field("name", "name", "text", ("title",)),
                _DATE,
                _URL,
                Field("issuer", "issuer", "text"),
                _SUMMARY,
            ),
        ),
        Shape("publications", "publications", _PUBLICATION),
        Shape(
            "talks",
            "publications",
            _renamed(_PUBLICATION, publisher="event", authors="", doi=""),
        ),
        Shape(
            "patents",
            "publications",
            _renamed(_PUBLICATION, publisher="office", authors="inventors", doi=""),
        ),
        Shape(
            "skills",
            "skills",
            (
                Field("name", "name", "text"),
                Field("level", "level", "text"),
                Field("keywords", "keywords", "texts"),
            ),
        ),
        Shape(
            "languages",
            "languages",
            (
                Field("language", "language", "text", ("name",)),
                Field("fluency", "fluency", "text", ("level",)),
                Field("keywords", "keywords", "texts"),
            ),
        ),
        Shape(
            "interests",
            "interests",
            (
                Field("name", "name", "text"),
                Field("keywords", "keywords", "texts"),
                _SUMMARY,
            ),
        ),
        Shape(
            "references",
            "references",
            (
                Field("name", "name", "text"),
                Field("position", "position", "text", ("role", "title")),
                Field("organization", "organization", "text", ("company",)),
                Field("relationship", "relationship", "text"),
                Field("email", "email", "name"),
                Field("phone", "phone", "name"),
                Field("reference", "reference", "prose", ("summary",)),
            ),
        ),
        Shape(
            "projects",
            "projects",
            (
                Field("name", "name", "text", ("title",)),
                Field("description", "summary", "prose"),
                Field("summary", "summary", "prose", written=False),
                Field("highlights", "highlights", "bullets"),
                Field("keywords", "keywords", "texts"),
                *_PERIOD,
                Field("date", "date", "date", written=False),
                _URL,
                Field("roles", "role", "words", ("role",)),
                Field("entity", "organization", "text"),
            ),
        ),
        Shape(
            "custom",
            "projects",
            (
                Field("name", "title", "text", ("title", "label"), ("subtitle",)),
                Field("description", "summary", "prose"),
                Field("highlights", "highlights", "bullets"),
                Field("keywords", "keywords", "texts"),
                *_PERIOD,
                Field("date", "date", "date", written=False),
                Field("summary", "summary", "prose", written=False),
                _LOCATION,
                _URL,
            ),
        ),
    )
}  # fmt: skip


def shape_of_key(key: str) -> Shape | None:
    """Return the shape of what is read from one of JSON Resume's lists."""
    return next((shape for shape in SHAPES.values() if shape.key == key), None)
