"""JSON Resume: a document for other tools, with everything the schema lacks under ``meta``."""

from __future__ import annotations

import json

from cvkit.importers.resumes.jsonresume import complemented, normal, recalled, with_photo
from cvkit.model import CV

__all__ = ["to_json"]


def to_json(whole: CV) -> bytes:
    """Return a CV as a document of JSON Resume 1.0.0.

    What came from such a document comes back as it was (``origin``). What JSON Resume has no
    field for travels under ``meta.cvkit``, so that importing the document gives the same CV,
    with its variants and texts in several languages.
    """
    tree = with_photo(normal(whole))
    document = complemented(recalled(tree), tree)
    return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode()
