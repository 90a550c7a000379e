"""What kinds of publications are called: here, in BibTeX and biblatex, in CSL and in RIS."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["BIBTEX_IN", "BIBTEX_OUT", "CSL_IN", "CSL_OUT", "MACHINE_FIELDS", "RIS_IN", "BibShape"]

PATENT = "patent"

BIBTEX_IN: dict[str, str] = {
    "article": "article", "suppperiodical": "article", "review": "article",
    "inproceedings": "paper", "conference": "paper",
    "book": "book", "mvbook": "book", "booklet": "book", "collection": "book",
    "mvcollection": "book", "proceedings": "book", "mvproceedings": "book",
    "reference": "book", "periodical": "book",
    "incollection": "chapter", "inbook": "chapter", "bookinbook": "chapter",
    "suppbook": "chapter", "suppcollection": "chapter", "inreference": "chapter",
    "phdthesis": "thesis", "mastersthesis": "thesis", "thesis": "thesis",
    "bachelorsthesis": "thesis",
    "techreport": "report", "report": "report", "manual": "report",
    "unpublished": "preprint", "preprint": "preprint",
    "software": "software", "dataset": "dataset", "patent": PATENT,
}  # fmt: skip
"""Types of entries; those that are missing here, such as ``misc``, say nothing."""

THESES = {
    "phdthesis": "PhD thesis",
    "mastersthesis": "Master’s thesis",
    "bachelorsthesis": "Bachelor’s thesis",
}


@dataclass(frozen=True)
class BibShape:
    """How a type is written in BibTeX, and which fields hold the venue and the publisher."""

    type: str
    venue: str = "howpublished"
    publisher: str = "publisher"
    issue: str = "number"


BIBTEX_OUT: dict[str | None, BibShape] = {
    "article": BibShape("article", "journal"),
    "paper": BibShape("inproceedings", "booktitle"),
    "chapter": BibShape("incollection", "booktitle"),
    "book": BibShape("book"),
    "thesis": BibShape("phdthesis", publisher="school"),
    "report": BibShape("techreport", publisher="institution"),
    "preprint": BibShape("unpublished"),
    "software": BibShape("software"),
    "dataset": BibShape("dataset"),
    None: BibShape("misc"),
}

CSL_IN: dict[str, str] = {
    "article-journal": "article", "article-magazine": "article", "article-newspaper": "article",
    "review": "article", "review-book": "article", "periodical": "book",
    "paper-conference": "paper",
    "book": "book", "collection": "book", "classic": "book",
    "chapter": "chapter", "entry": "chapter", "entry-dictionary": "chapter",
    "entry-encyclopedia": "chapter",
    "thesis": "thesis", "report": "report", "standard": "report",
    "article": "preprint", "manuscript": "preprint",
    "software": "software", "dataset": "dataset", "patent": PATENT,
}  # fmt: skip
"""Types of CSL 1.0.2, where ``article`` is a preprint."""

CSL_OUT: dict[str | None, str] = {
    "article": "article-journal",
    "paper": "paper-conference",
    "chapter": "chapter",
    "book": "book",
    "thesis": "thesis",
    "report": "report",
    "preprint": "article",
    "software": "software",
    "dataset": "dataset",
    None: "document",
}

RIS_IN: dict[str, str] = {
    "JOUR": "article", "MGZN": "article", "NEWS": "article", "EJOUR": "article", "JFULL": "article",
    "ABST": "article",
    "CONF": "paper", "CPAPER": "paper",
    "BOOK": "book", "EBOOK": "book", "EDBOOK": "book",
    "CHAP": "chapter", "ECHAP": "chapter", "ENCYC": "chapter",
    "THES": "thesis", "RPRT": "report", "GOVDOC": "report", "STAND": "report",
    "UNPB": "preprint", "INPR": "preprint", "MANSCPT": "preprint",
    "COMP": "software", "DATA": "dataset", "PAT": PATENT,
}  # fmt: skip

MACHINE_FIELDS = {
    "abstract", "file", "timestamp", "owner", "date-added", "date-modified", "biburl", "bibsource",
    "citeulike-article-id", "citeulike-linkout-0", "posted-at", "priority", "groups", "langid",
    "language", "urldate", "internal-note", "issn", "keywords-added", "read", "rating",
    "__markedentry", "lccn", "shorttitle", "shortjournal", "mendeley-groups", "mendeley-tags",
    "creationdate", "modificationdate", "qualityassured", "ranking", "readstatus", "added-at",
    "interhash", "intrahash", "sortkey", "sortname", "sorttitle", "presort", "ids", "label",
    "abbr", "bibtex_show", "selected", "preview", "copyright", "adsurl", "adsnote", "date-read",
    "isbn-a", "numpages", "articleno", "issue_date", "unique-id", "author_keywords",
    "document_type", "source", "coden", "affiliation", "correspondence_address1", "hal_id",
    "hal_version", "eissn", "doc-delivery-number", "researcherid-numbers", "orcid-numbers",
    "times-cited", "web-of-science-categories", "da", "cited-references", "funding",
}  # fmt: skip
"""Fields that serve programs and are not for print: they are left out, with a note."""
