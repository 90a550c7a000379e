"""CVs that use what JSON Resume lacks, documents as others write them, and edits of both.

Every text is a word that occurs nowhere else, so that tests can tell what became of it.
"""

from __future__ import annotations

import collections
import random
import re

__all__ = ["Writer", "edit", "words_of"]

KINDS = (
    "experience", "education", "publications", "skills", "projects", "awards", "grants",
    "certificates", "languages", "interests", "volunteering", "teaching", "talks", "patents",
    "service", "references", "custom", "news",
)  # fmt: skip
SIMPLE = {
    "awards": ("title", "awarder", "date", "summary"),
    "grants": ("title", "funder", "date", "amount"),
    "certificates": ("name", "issuer", "date", "number"),
    "languages": ("language", "fluency", "note"),
    "interests": ("name", "summary"),
    "teaching": ("course", "institution", "position", "date", "code"),
    "talks": ("title", "event", "date"),
    "patents": ("title", "office", "number", "date"),
    "service": ("organization", "role", "acronym"),
    "references": ("name", "position", "reference", "relationship"),
    "custom": ("title", "summary", "date"),
    "news": ("text", "date"),
}
FOREIGN = {
    "work": "name|company position location description url|website startDate endDate summary "
    "highlights",
    "volunteer": "organization position startDate endDate summary highlights",
    "education": "institution area studyType startDate endDate score|gpa courses",
    "awards": "title date awarder summary",
    "publications": "name publisher releaseDate url summary authors",
    "skills": "name level keywords",
    "languages": "language fluency",
    "interests": "name keywords",
    "references": "name reference",
    "projects": "name description highlights keywords startDate endDate url roles entity",
    "certificates": "name date issuer url",
    "sideQuests": "name summary highlights",
}
LISTS = {"highlights", "keywords", "courses", "roles", "authors"}
WORD = re.compile(r"[qz][a-z]{4}\b|\b[12]\d{3}\b")
FIXED = {"$schema", "meta", "kind", "sort", "group_by", "network", "self", "origin"}


class Writer:
    """Writes CVs and documents at random."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.count = 0

    def word(self, first="Q"):
        self.count += 1
        letters = (chr(97 + self.count // 26**power % 26) for power in (3, 2, 1, 0))
        return first + "".join(letters)

    def address(self):
        return f"https://{self.word().lower()}.example"

    def date(self):
        self.count += 1
        year = 1100 + self.count % 800
        return self.random.choice([f"{year}", f"{year}-05", f"{year}-11", f"{year} summer"])

    def words(self, most=3):
        return [self.word() for _ in range(self.random.randint(1, most))]

    def add(self, data, chance, **makers):
        for name, maker in makers.items():
            if self.random.random() < chance:
                data[name] = maker()

    def many(self, maker, most=3):
        return [maker() for _ in range(self.random.randint(1, most))]

    def bullet(self, depth=0):
        bullet = {"text": self.word()}
        self.add(bullet, 0.15, label=self.word, keywords=self.words)
        self.add(bullet, 0.1, links=lambda: [{"label": self.word(), "url": self.address()}])
        self.add(
            bullet,
            0.2 if depth < 2 else 0,
            highlights=lambda: self.many(lambda: self.bullet(depth + 1)),
        )
        return bullet

    def common(self, entry, *, dated=True):
        if dated and self.random.random() < 0.7:
            entry["start"] = self.date()
            self.add(entry, 0.7, end=self.date)
        elif dated:
            self.add(entry, 0.5, date=self.date)
        self.add(entry, 0.4, summary=self.word, highlights=lambda: self.many(self.bullet, 4))
        self.add(entry, 0.25, keywords=self.words, location=self.word, url=self.address)
        self.add(entry, 0.15, note=self.word, badges=lambda: [self.word()])
        self.add(entry, 0.15, extra=lambda: {self.word(): [self.word()]})
        return entry

    def project(self):
        project = {"name": self.word()}
        self.add(project, 0.3, role=self.word, organization=self.word)
        return self.common(project)

    def experience(self):
        job = {"organization": self.word()}
        if self.random.random() < 0.5:
            self.common(job, dated=False)
            job["positions"] = self.many(lambda: self.common({"position": self.word()}))
        else:
            self.add(job, 0.7, position=self.word, tagline=self.word, department=self.word)
            self.common(job)
        self.add(job, 0.25, projects=lambda: self.many(self.project, 2))
        return job

    def education(self):
        entry = {"institution": self.word()}
        self.add(entry, 0.5, degree=self.word, area=self.word, courses=self.words, thesis=self.word)
        return self.common(entry)

    def publications(self):
        entry = {"title": self.word()}
        self.add(entry, 0.5, authors=lambda: [{"name": self.word(), "self": "true"}, *self.words()])
        self.add(entry, 0.5, venue=self.word, publisher=self.word, date=self.date)
        self.add(entry, 0.3, pages=self.word, badges=lambda: [self.word()], note=self.word)
        return entry

    def skills(self, depth=0):
        skill = {"name": self.word()}
        self.add(skill, 0.2, text=self.word, level=self.word, badges=lambda: [self.word()])
        self.add(skill, 0.5, keywords=self.words)
        self.add(skill, 0.3 if depth < 2 else 0,
                 skills=lambda: self.many(lambda: self.skills(depth + 1)))  # fmt: skip
        return skill

    def entry(self, kind):
        if kind not in SIMPLE:
            return getattr(
                self, {"volunteering": "experience", "projects": "project"}.get(kind, kind)
            )()
        main, *others = SIMPLE[kind]
        entry = {main: self.word()}
        self.add(entry, 0.6, **{n: self.date if n == "date" else self.word for n in others})
        self.add(entry, 0.2, badges=lambda: [self.word()])
        return entry

    def entries(self, kind):
        return self.many(lambda: self.entry(kind), 4)

    def section(self, kind):
        section = {"kind": kind}
        self.add(section, 0.2, title=lambda: f"The {self.word()}", note=self.word)
        if kind in ("publications", "experience") and self.random.random() < 0.3:
            section["groups"] = [
                {"kind": kind, "title": f"The {self.word()}", "entries": self.entries(kind)}
                for _ in range(2)
            ]
        else:
            section["entries"] = self.entries(kind)
        return section

    def cv(self):
        cv = {"name": self.word(), "phone": ["+1 555"]}
        self.add(cv, 0.5, headline=self.word, location=self.word,
                 email=lambda: [f"{word}@x.example" for word in self.words(2)],
                 profiles=lambda: [{"network": "GitHub", "username": self.word()},
                                   {"url": self.address()}],
                 extra=lambda: {self.word(): [self.word()]})  # fmt: skip
        kinds = self.random.sample(KINDS, self.random.randint(2, 6))
        cv["sections"] = [{"kind": "summary", "text": self.word()}, *map(self.section, kinds)]
        return cv

    def document(self):
        """Return a document of JSON Resume with older names, identifiers and odd dates."""
        keys = self.random.sample(list(FOREIGN), self.random.randint(2, 6))
        place = {"address": self.word(), "city": self.word(), "countryCode": "US"}
        basics = {
            "name": self.word(),
            "bio": self.word(),
            "location": place,
            "website": self.address(),
        }
        lists = {key: self.many(lambda key=key: self.item(FOREIGN[key]), 4) for key in keys}
        return {"basics": basics, "meta": {"theme": "even"}, **lists}

    def odd_date(self):
        form = self.random.choice(["{}", "{}-05", "{}-05-01T00:00:00Z"])
        return form.format(self.date()[:4])

    def item(self, names):
        item = {}
        for number, choice in enumerate(names.split()):
            name = self.random.choice(choice.split("|"))
            maker = self.words if name in LISTS else self.word
            if "ate" in name and name != "location":
                maker = self.odd_date
            elif name in ("url", "website"):
                maker = self.address
            self.add(item, 0.6 if number else 1, **{name: maker})
        self.add(item, 0.3, id=lambda: self.random.randint(0, 999), team=self.word)
        self.add(item, 0.1, empty=lambda: None)
        return item

    def renewed(self, value):
        """Return a value of the same form with new words."""
        if isinstance(value, dict):
            return {k: v if k in FIXED else self.renewed(v) for k, v in value.items()}
        if isinstance(value, list):
            return [self.renewed(each) for each in value]
        if re.fullmatch(r"\d{4}(-\d\d.*)?( summer)?", str(value)):
            self.count += 1
            return f"2{self.count % 1000:03d}" + "-03" * (len(value) > 4)
        if "://" in str(value):
            return f"https://{self.word('z')}.example"
        return f"{self.word('Z')}@z.example" if "@" in str(value) else self.word("Z")


def edit(writer, data):
    """Make one edit somewhere in plain data; return what was done, or an empty text."""
    places = [place for place in _places(data) if not FIXED & set(map(str, place[1]))]
    lists = [place for place in places if isinstance(place[0], list)]
    what = writer.random.choice(["change", "delete", "append", "insert", "move"])
    if what == "change":
        node, path = writer.random.choice(
            [p for p in places if not isinstance(p[0][p[1][-1]], dict | list)]
        )
        node[path[-1]] = writer.renewed(node[path[-1]])
        return f"change {path}"
    known = {id(node): (node, path[:-1]) for node, path in lists if path[0] != "phone"}
    longer = [place for place in known.values() if len(place[0]) > 1 and place[1] != ("sections",)]
    if not longer:
        return ""
    items, path = writer.random.choice(longer)
    index = writer.random.randrange(len(items))
    if what == "delete":
        del items[index]
    elif what == "move":
        items.insert(writer.random.randrange(len(items)), items.pop(index))
    else:
        new = writer.renewed(items[index])
        items.insert(len(items) if what == "append" else index, new)
    return f"{what} {path}"


def _places(value, path=()):
    """Yield the container and the path of everything within a value."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in list(pairs):
        yield value, (*path, key)
        if isinstance(item, dict | list):
            yield from _places(item, (*path, key))


def words_of(value):
    """Return how often each word of a writer is in a value."""
    words = collections.Counter()
    if isinstance(value, dict):
        for key, item in value.items():
            words += words_of(key) + words_of(item)
    elif isinstance(value, list):
        for item in value:
            words += words_of(item)
    else:
        words.update(WORD.findall(str(value).lower()))
    return words
