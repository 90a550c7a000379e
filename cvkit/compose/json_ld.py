"""JSON-LD for search engines: the CV as schema.org's Person."""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from cvkit.markup import plain
from cvkit.model import CV, EducationEntry, LanguageEntry, href
from cvkit.model.links import profile_url
from cvkit.model.walk import entries_of

__all__ = ["person"]


def person(cv: CV) -> Markup:
    """Return schema.org's Person (https://schema.org/Person) as the content of a script."""
    places = list(entries_of(cv.sections))
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
    # Within a script element only its end tag has a meaning.
    return Markup(text.replace("<", r"\u003c"))  # noqa: S704
