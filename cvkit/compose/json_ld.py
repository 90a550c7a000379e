"""What a search engine may read of a CV: schema.org's Person as JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from cvkit.markup import plain
from cvkit.model import CV, EducationEntry, Entry, LanguageEntry, Section, href
from cvkit.model.links import profile_url

__all__ = ["person"]


def person(cv: CV) -> Markup:
    """Return schema.org's Person (https://schema.org/Person) as the content of a script."""
    places = [entry for section in cv.sections for entry in _entries(section)]
    schools = [plain(entry.institution) for entry in places if isinstance(entry, EducationEntry)]
    languages = [plain(entry.language) for entry in places if isinstance(entry, LanguageEntry)]
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Person",
        "name": cv.name,
        "alternateName": list(cv.name_variants),
        "jobTitle": plain(cv.headline) if cv.headline else None,
        "address": plain(cv.location) if cv.location else None,
        "email": list(cv.email),
        "telephone": list(cv.phone),
        "url": href(cv.url) if cv.url else None,
        "sameAs": [url for profile in cv.profiles if (url := profile_url(profile))],
        "alumniOf": [
            {"@type": "EducationalOrganization", "name": n} for n in dict.fromkeys(schools)
        ],
        "knowsLanguage": languages,
    }
    text = json.dumps({k: v for k, v in data.items() if v}, ensure_ascii=False)
    # Inside a script only the end tag has a meaning.
    return Markup(text.replace("<", r"\u003c"))  # noqa: S704


def _entries(section: Section) -> Iterator[Entry]:
    """Yield the entries of a section and of the groups within it."""
    yield from getattr(section, "entries", ())
    for group in section.groups:
        yield from _entries(group)
