"""The files of LinkedIn's data export and their columns.

As in exports since 2016; names of columns are compared without case and punctuation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = [
    "ALIASES",
    "COLUMNS",
    "CONTACT",
    "KNOWN_ELSEWHERE",
    "PRIVATE",
    "PROFILE_COLUMNS",
    "TABLES",
    "Table",
]


@dataclass(frozen=True)
class Table:
    """A file that becomes a section: its kind, its columns as fields, and its title.

    A field of ``*`` is prose that may contain bullets; ``""`` is read elsewhere; ``-`` is not
    imported, with a note. A field in ``plain`` is a name without markup.
    """

    kind: str
    columns: Mapping[str, str]
    title: str = ""
    plain: frozenset[str] = field(default=frozenset({"number"}))


_PERIOD = {"startedon": "start", "finishedon": "end", "startdate": "start", "enddate": "end"}

TABLES: Mapping[str, Table] = {
    "positions": Table("experience", {
        "companyname": "organization", "company": "organization", "title": "position",
        "description": "*", "location": "location", "companyurl": "url", "jobtitle": "position",
        **_PERIOD,
    }),
    "education": Table("education", {
        "schoolname": "institution", "degreename": "degree", "degree": "degree",
        "fieldofstudy": "area", "notes": "*", "grade": "score", **_PERIOD,
    }),
    "projects": Table("projects", {
        "title": "name", "name": "name", "description": "*", "url": "url", **_PERIOD,
    }),
    "publications": Table("publications", {
        "name": "title", "title": "title", "publishedon": "date", "description": "*",
        "publisher": "publisher", "url": "url", "date": "date",
    }),
    "patents": Table("patents", {
        "title": "title", "description": "*", "url": "url", "patentnumber": "number",
        "applicationnumber": "number", "number": "number", "issuer": "office",
        "patentoffice": "office", "issuedon": "date", "filedon": "date", "filingdate": "date",
        "issuedate": "date", "date": "date",
    }),
    "certifications": Table("certificates", {
        "name": "name", "url": "url", "authority": "issuer", "licensenumber": "number",
        "timeperiod": "date", **_PERIOD,
    }),
    "honors": Table("awards", {
        "title": "title", "description": "*", "issuedon": "date", "issuer": "awarder",
        "date": "date",
    }),
    "languages": Table("languages", {
        "name": "language", "language": "language", "proficiency": "fluency",
    }),
    "volunteering": Table("volunteering", {
        "companyname": "organization", "organization": "organization", "role": "position",
        "cause": "tagline", "description": "*", **_PERIOD,
    }),
    "organizations": Table("service", {
        "name": "organization", "position": "role", "description": "*", **_PERIOD,
    }),
    "courses": Table("custom", {"name": "title", "number": "subtitle"}, "Courses"),
    "testscores": Table("custom", {
        "name": "title", "score": "subtitle", "description": "*", "date": "date",
        "testdate": "date",
    }, "Test scores"),
    "recommendationsreceived": Table("references", {
        "firstname": "", "lastname": "", "company": "organization", "jobtitle": "position",
        "text": "reference", "creationdate": "-", "status": "",
    }),
}  # fmt: skip
"""Files by their names in lowercase without punctuation, in the order of the sections."""

ALIASES = {
    "honorsandawards": "honors", "certificates": "certifications", "recommendations":
    "recommendationsreceived", "volunteeringexperiences": "volunteering",
    "volunteerexperience": "volunteering", "causes": "volunteering",
}  # fmt: skip

CONTACT = {"profile", "profilesummary", "emailaddresses", "phonenumbers", "phonenumber", "skills"}
"""Files that the header, the summary and the skills are read from."""

KNOWN_ELSEWHERE = {*TABLES, *ALIASES, *CONTACT}

PRIVATE = {
    "maidenname": "Maiden Name", "birthdate": "Birth Date", "address": "Address",
    "zipcode": "Zip Code", "instantmessengers": "Instant Messengers",
}  # fmt: skip
"""Columns of the profile that do not belong in a CV; they are reported, not copied."""

PROFILE_COLUMNS = {"firstname", "lastname", "headline", "summary", "geolocation", "websites",
                    "twitterhandles"}  # fmt: skip
COLUMNS = {
    "profile": {"firstname", "lastname", "headline"},
    "profilesummary": {"profilesummary"},
    "emailaddresses": {"emailaddress"},
    "phonenumbers": {"number"},
    "phonenumber": {"number"},
    "skills": {"name"},
}
"""Columns that identify the headings of the files in :data:`CONTACT`."""
