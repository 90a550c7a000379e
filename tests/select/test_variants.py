"""Variants, languages and shared parts: one file, and every version that is made of it."""

from __future__ import annotations

import pytest

from cvkit.errors import InputError, UsageError
from cvkit.load.load import load
from cvkit.model import CV, RichText
from cvkit.pipeline.plan import plan
from cvkit.pipeline.project import Project
from cvkit.pipeline.request import Request
from cvkit.select import Choice, choose, select


def cv_of(*sections, **fields):
    return CV.model_validate({"name": "Ada Lovelace", **fields, "sections": sections})


def talks(*entries, **fields):
    return {"kind": "talks", "entries": entries, **fields}


def titles(cv, number=0):
    return [entry.title for entry in cv.sections[number].entries]


def chosen(cv, variant="v", **choice):
    return select(cv, Choice(variant, **choice))


# Tags

TAGGED = talks(
    "plain",
    {"title": "short", "tags": "short"},
    {"title": "long", "tags": ["long"]},
    {"title": "both", "tags": ["short", "long"]},
)


@pytest.mark.parametrize(
    ("variant", "expected"),
    [
        ({}, ["plain", "short", "long", "both"]),
        ({"tags": "short"}, ["plain", "short", "both"]),
        ({"without": "long"}, ["plain", "short"]),
        ({"tags": "short", "without": "long"}, ["plain", "short"]),
        ({"tags": ["short", "long"]}, ["plain", "short", "long", "both"]),
        ({"without": ["short", "long"]}, ["plain"]),
    ],
)
def test_tags_choose_and_what_has_none_is_always_in(variant, expected):
    assert titles(chosen(cv_of(TAGGED, variants={"v": variant}))) == expected


def test_the_whole_cv_has_everything_whatever_its_variants():
    variants = {"v": {"without": ["short", "long"], "omit": ["talks"], "headline": "Other"}}
    assert select(cv_of(TAGGED, variants=variants)) == select(cv_of(TAGGED))


def test_nothing_downstream_can_see_that_there_were_variants():
    cv = chosen(cv_of(TAGGED, variants={"v": {"tags": "short"}}))
    assert cv.variants == {}
    assert all(entry.tags == () for entry in cv.sections[0].entries)


def test_sections_groups_bullets_and_single_texts_take_tags():
    entry = {
        "title": "T",
        "badges": ["kept", {"text": "gone", "tags": "x"}],
        "note": {"text": "gone", "tags": "x"},
        "highlights": [{"text": "gone", "tags": "x"}, "kept"],
        "extra": {"kept": "a", "gone": {"text": "b", "tags": "x"}},
    }
    cv = chosen(
        cv_of(
            talks(entry, groups=[{"title": "G", "tags": "x", "entries": ["gone"]}]),
            talks("gone", tags=["x"]),
            variants={"v": {"without": ["x"]}},
        )
    )
    (section,) = cv.sections
    (shown,) = section.entries
    assert (shown.badges, shown.note, section.groups) == (("kept",), None, ())
    assert [h.text for h in shown.highlights] == ["kept"]
    assert shown.extra == {"kept": ("a",)}


def test_what_tags_leave_empty_leaves_no_trace():
    bullet = {"keywords": [{"text": "a", "tags": "x"}]}
    gone = {"title": "Gone", "kind": "talks", "entries": [{"title": "T", "tags": "x"}]}
    cv = chosen(
        cv_of(gone, talks({"title": "T", "highlights": [bullet]}), variants={"v": {"without": "x"}})
    )
    assert titles(cv) == ["T"]
    assert cv.sections[0].entries[0].highlights == ()


def test_a_heading_goes_with_all_that_stood_below_it():
    job = {"organization": "O", "projects_title": "P", "projects": [{"name": "Q", "tags": "x"}]}
    cv = cv_of({"kind": "experience", "entries": [job]}, variants={"v": {"without": "x"}})
    assert chosen(cv).sections[0].entries[0].projects_title is None


def test_a_text_that_cannot_be_done_without_is_not_taken_away(write_cv):
    cv = cv_of(
        talks({"title": {"text": "T", "tags": "x"}, "event": "E"}), variants={"v": {"without": "x"}}
    )
    with pytest.raises(
        InputError, match="the tags remove title, which is required here; tag the whole entry"
    ):
        chosen(cv)


# What else a variant says

FULL = (
    {"kind": "summary", "text": "Old words."},
    talks("A"),
    {"kind": "awards", "id": "prizes", "title": "Prizes & honours", "entries": ["P"]},
    {"kind": "projects", "entries": ["Q"]},
)


def kinds(cv):
    return [section.kind for section in cv.sections]


@pytest.mark.parametrize(
    ("variant", "expected"),
    [
        ({"sections": ["projects"]}, ["projects", "summary", "talks", "awards"]),
        ({"sections": ["prizes", "talks"]}, ["awards", "talks", "summary", "projects"]),
        ({"sections": ["Prizes & honours"]}, ["awards", "summary", "talks", "projects"]),
        ({"omit": ["prizes", "summary"]}, ["talks", "projects"]),
        ({"omit": "talks", "sections": ["talks", "awards"]}, ["awards", "summary", "projects"]),
    ],
)
def test_sections_come_in_the_order_of_the_variant(variant, expected):
    assert kinds(chosen(cv_of(*FULL, variants={"v": variant}))) == expected


def test_a_variant_has_its_own_words():
    variant = {
        "headline": "Engineer",
        "summary": "New words.",
        "sections": [{"section": "talks", "title": "Lectures"}],
        "options": {"accent": "#aa0000"},
    }
    cv = chosen(cv_of(*FULL, headline="Countess", options={"icons": "no"}, variants={"v": variant}))
    assert cv.headline == "Engineer"
    assert [s.text for s in cv.sections if s.kind == "summary"] == ["New words."]
    assert cv.sections[0].title == "Lectures"
    assert cv.options == {"icons": "no", "accent": "#aa0000"}


def test_a_summary_comes_first_where_there_was_none():
    cv = chosen(cv_of(talks("A"), variants={"v": {"summary": "New.", "sections": ["talks"]}}))
    assert kinds(cv) == ["summary", "talks"]


DATED = (
    {"title": "2019", "date": "2019"},
    {"title": "2023", "date": "2023-04"},
    {"title": "undated"},
    {"title": "2021", "date": "2021"},
)


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        ({"first": 2}, ["2019", "2023"]),
        ({"newest": 2}, ["2023", "2021"]),
        ({"newest": 3}, ["2019", "2023", "2021"]),
        ({"newest": 9}, ["2019", "2023", "undated", "2021"]),
        ({"first": 0}, []),
        ({"sort": "newest", "first": 3}, ["2023", "2021", "2019"]),
        ({"sort": "oldest"}, ["2019", "2021", "2023", "undated"]),
    ],
)
def test_a_section_is_cut_to_a_number(limit, expected):
    variants = {"v": {"sections": [{"section": "talks", **limit}]}}
    assert titles(chosen(cv_of(talks(*DATED), variants=variants))) == expected


def test_a_limit_counts_across_groups_and_leaves_no_empty_one():
    groups = [{"title": "G", "entries": DATED[:2]}, {"title": "H", "entries": DATED[2:]}]
    variants = {"v": {"sections": [{"section": "talks", "newest": 1}]}}
    (section,) = chosen(cv_of({"kind": "talks", "groups": groups}, variants=variants)).sections
    assert [(g.title, [e.title for e in g.entries]) for g in section.groups] == [("G", ["2023"])]


def test_bullets_are_cut_in_entries_positions_and_projects():
    part = {"highlights": ["a", "b", "c"]}
    job = {
        "organization": "O",
        **part,
        "positions": [{"position": "P", **part}],
        "projects": [{"name": "Q", **part}],
    }
    variants = {"v": {"sections": [{"section": "experience", "highlights": 1}]}}
    selected = choose(
        cv_of({"kind": "experience", "entries": [job]}, variants=variants), Choice("v")
    )
    (entry,) = selected.cv.sections[0].entries
    for each in (entry, *entry.positions, *entry.projects):
        assert [h.text for h in each.highlights] == ["a"]
    assert len(selected.removed) == 6


def test_variants_build_on_one_another():
    variants = {
        "base": {
            "without": ["long"],
            "options": {"accent": "#111111", "icons": "no"},
            "sections": [{"section": "talks", "first": 1}, "awards"],
            "headline": "One",
        },
        "v": {
            "extends": "base",
            "omit": ["projects"],
            "options": {"accent": "#222222"},
            "sections": ["awards", {"section": "talks", "title": "Lectures"}],
        },
    }
    cv = chosen(cv_of(*FULL[:3], TAGGED, FULL[3], variants=variants))
    assert kinds(cv) == ["awards", "talks", "talks", "summary"]
    assert titles(cv, 2) == ["plain"]
    assert cv.headline == "One"
    assert cv.options == {"accent": "#222222", "icons": "no"}


def test_what_is_left_out_is_told_with_its_place_and_reason():
    variants = {"v": {"without": "long", "omit": "awards"}}
    removed = choose(cv_of(TAGGED, FULL[2], variants=variants), Choice("v")).removed
    assert [(r.path, r.text) for r in removed] == [
        ("sections[0].entries[2]", "long"),
        ("sections[0].entries[3]", "both"),
        ("sections[1]", "Prizes & honours"),
    ]
    assert removed[0].why == "tagged long, which is unwanted"


# Faults, each at its line


@pytest.mark.parametrize(
    ("content", "place", "message", "hint"),
    [
        ("variants:\n  v:\n    tags: [shrot]\n", "3:12", 'unknown tag "shrot"', '"short"'),
        ("variants:\n  v:\n    without: lnog\n", "3:5", 'unknown tag "lnog"', '"long"'),
        ("variants:\n  v:\n    omit: [tlaks]\n", "3:12", 'unknown section "tlaks"', '"talks"'),
        ("variants:\n  v:\n    sections:\n      - section: tlaks\n        first: 1\n", "4:9",
         'unknown section "tlaks"', '"talks"'),
        ("variants:\n  v:\n    extends: w\n", "3:5", 'unknown variant "w"', "known variants: v"),
        ("variants:\n  v: {extends: w}\n  w: {extends: v}\n", "2:7", "in a circle", ""),
        ("variants:\n  v:\n    redact: blnid\n", "3:5", 'unknown redaction "blnid"', '"blind"'),
        ("variants:\n  v:\n    pages: two\n", "3:5", "is not a number of pages", "auto"),
        ("variants:\n  all: {}\n", "2:3", '"all" is not a valid name for a variant', "is reserved"),
        ("variants:\n  a/b: {}\n", "2:3", '"a/b" is not a valid name for a variant', "file name"),
        ("variants:\n  v: {first: 1}\n", "2:7", 'unknown field "first"', "known fields"),
        ("variants:\n  v: {sections: [{section: talks, first: x}]}\n", "2:42",
         "must be a whole number", "such as 5"),
        ("redactions:\n  mine: {remove: [phnoe]}\n", "2:19", 'unknown field "phnoe"', '"phone"'),
        ("redactions:\n  mine: {remove: [talks.title]}\n", "2:19", "unknown field", ""),
        ("redactions:\n  blind: {remove: [phone]}\n", "2:3", "is built in", "another name"),
        ("headline: {en: A, xx: B}\n", "1:19", "not a language", "like en"),
        ("headline: {text: A, tgas: B}\n", "1:21", "unknown field beside a text", "text, tags"),
        ("headline: {en: A, de: [B]}\n", "1:23", "expected text, found a list", ""),
    ],
)  # fmt: skip
def test_a_fault_is_told_at_its_place(problems_of, content, place, message, hint):
    sections = "sections:\n  - kind: talks\n    entries:\n      - {title: A, tags: [short, long]}\n"
    problem, *_ = problems_of(content + sections)
    assert f"{problem.line}:{problem.column}" == place
    assert message in problem.message
    assert hint in problem.hint


@pytest.mark.parametrize("choice", [Choice("indsutry"), Choice(redact="bilnd")])
def test_what_does_not_exist_is_told_with_the_nearest(choice):
    cv = cv_of(variants={"industry": {}})
    with pytest.raises(UsageError, match=r'did you mean "(industry|blind)"'):
        choose(cv, choice)


# Languages


def test_a_text_in_several_languages_is_the_one_that_is_asked_for():
    cv = cv_of(
        talks({"en": "Engines", "zh": "机器", "de-CH": "Maschinen"}),
        headline={"en": "Countess", "de": "Gräfin"},
        name={"en": "Ada", "zh": "阿达"},
    )
    german = choose(cv, Choice(language="de"))
    assert (german.cv.language, german.cv.headline) == ("de", "Gräfin")
    assert titles(german.cv) == ["Maschinen"]
    chinese = choose(cv, Choice(language="zh-Hans"))
    assert (chinese.cv.name, chinese.cv.headline, titles(chinese.cv)) == (
        "阿达", "Countess", ["机器"],
    )  # fmt: skip
    assert [lack.path for lack in chinese.lacking] == ["headline"]


def test_labels_of_the_persons_own_are_listed_as_not_translated():
    cv = cv_of(
        talks(
            {
                "title": {"en": "Engines", "es": "Motores"},
                "extra": {"Audience": {"en": "All", "es": "Todos"}},
            }
        ),
        extra={"Driving licence": {"en": "Car", "es": "Coche"}, "2": {"en": "x", "es": "y"}},
    )
    spanish = choose(cv, Choice(language="es"))
    assert [(lack.path, lack.text) for lack in spanish.lacking] == [
        ("extra.Driving licence", "Driving licence"),
        ("sections[0].entries[0].extra.Audience", "Audience"),
    ]
    assert choose(cv, Choice(language="en")).lacking == ()


def test_without_a_locale_the_language_of_the_file_counts():
    cv = cv_of(talks({"zh": "机器", "en": "Engines"}), language="zh")
    assert titles(select(cv)) == ["机器"]
    assert choose(cv).lacking == ()


def test_a_title_in_several_languages_names_its_section_in_each():
    section = talks("A", title={"en": "Lectures", "zh": "报告"})
    cv = cv_of(section, FULL[3], variants={"v": {"omit": ["Lectures"], "locale": "zh"}})
    assert kinds(chosen(cv)) == ["projects"]


def test_an_author_of_another_script_is_still_oneself():
    cv = select(cv_of(name={"en": "Ada", "zh": "阿达"}), Choice(language="zh"))
    assert set(cv.name_variants) == {"Ada", "阿达"}


def test_a_variant_and_tags_may_have_languages():
    cv = cv_of(
        headline={"text": {"en": "A", "zh": "甲"}, "tags": "x"},
        variants={"v": {"headline": {"en": "B", "zh": "乙"}, "locale": "zh"}, "w": {"tags": "x"}},
    )
    assert isinstance(cv.headline, RichText)
    assert chosen(cv).headline == "乙"
    assert chosen(cv, "w", language="zh").headline == "甲"


# Parts in other files


@pytest.fixture
def folder(tmp_path, write_cv):
    def write(main, **others):
        for name, content in others.items():
            path = tmp_path / f"{name}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, "utf-8")
        return write_cv(main)

    return write


def test_an_included_list_takes_the_place_of_its_mapping_or_joins_in(folder):
    path = folder(
        "sections:\n"
        "  - kind: talks\n    entries: {include: talks.yaml}\n"
        "  - kind: awards\n    entries:\n      - A\n      - include: talks.yaml\n      - B\n"
        "  - include: section.yaml\n    title: Mine\n",
        talks="- title: One\n- title: Two\n",
        section="kind: projects\ntitle: Theirs\nentries: [P]\n",
    )
    talked, awards, projects = load(path).sections
    assert [entry.title for entry in talked.entries] == ["One", "Two"]
    assert [entry.title for entry in awards.entries] == ["A", "One", "Two", "B"]
    assert (projects.title, projects.entries[0].name) == ("Mine", "P")


def test_included_fields_fill_in_and_own_ones_win(folder):
    path = folder(
        "include: [lab.yaml, more.yaml]\nheadline: Mine\n",
        lab="headline: Theirs\nlocation: Zürich\n",
        more="location: Bern\nphone: 1\n",
    )
    cv = load(path)
    assert (cv.headline, cv.location, cv.phone) == ("Mine", "Zürich", ("1",))


def test_a_fault_in_an_included_file_is_told_there(folder):
    path = folder(
        "nmae: Ada\nsections:\n  - kind: talks\n    entries: {include: talks.yaml}\n",
        talks="- title: One\n- titel: Two\n",
    )
    with pytest.raises(InputError) as caught:
        load(path)
    first, second = caught.value.problems
    assert (first.file, first.line) == (str(path), 1)
    assert (second.file, second.line, second.column) == (str(path.parent / "talks.yaml"), 2, 3)
    assert second.hint == 'did you mean "title"?'


@pytest.mark.parametrize(
    ("named", "message"),
    [
        ("/etc/passwd", "is outside of the folder"),
        ("../other.yaml", "is outside of the folder"),
        ("sub/../../other.yaml", "is outside of the folder"),
        ("link.yaml", "is outside of the folder"),
        ("notes.txt", "is not a YAML file"),
        ("tlaks.yaml", "not found; files there: "),
        ("ada.yaml", "in a circle: ada.yaml → ada.yaml"),
        ("loop.yaml", "in a circle: ada.yaml → loop.yaml → ada.yaml"),
        ("[[a]]", "the value of include must be a file name"),
    ],
)
def test_what_cannot_be_included_is_told(folder, tmp_path, named, message):
    (tmp_path / "other.yaml").write_text("phone: 1\n")
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "loop.yaml").write_text("include: ada.yaml\n")
    (inner / "notes.txt").write_text("phone: 1\n")
    (inner / "link.yaml").symlink_to(tmp_path / "other.yaml")
    path = inner / "ada.yaml"
    path.write_text(f"name: Ada\ninclude: {named}\n")
    with pytest.raises(InputError) as caught:
        load(path)
    assert message in str(caught.value)
    assert "other.yaml:1" not in str(caught.value)


def test_files_that_include_each_other_many_times_are_refused(folder):
    line = "- include: {}.yaml\n"
    parts = {f"p{n}": line.format(f"p{n + 1}") * 20 for n in range(9)}
    path = folder("sections:\n  - include: p0.yaml\n", **parts, p9="- kind: talks\n")
    with pytest.raises(InputError, match="included files have more than"):
        load(path)


def test_a_label_of_ones_own_may_be_called_include(folder):
    cv = load(folder("include: lab.yaml\nextra: {include: me}\n", lab="phone: 1\n"))
    assert cv.extra == {"include": ("me",)}


# Jobs


@pytest.fixture
def project(tmp_path):
    people = tmp_path / "people"
    people.mkdir()
    (people / "ada.yaml").write_text(
        "name: Ada\nvariants:\n  short: {theme: plain, formats: [html, pdf]}\n  long: {}\n"
    )
    (people / "bob.yaml").write_text("name: Bob\n")
    return Project(tmp_path)


def outputs(project, *people, **fields):
    sources = [project.people_folder / f"{name}.yaml" for name in people]
    sources = sources or list(project.people())
    jobs = plan(project, Request(sources, project.build_folder, everybody=not people, **fields))
    return [path.name for job in jobs for _, path in job.outputs]


def test_files_are_named_after_all_that_was_asked_for(project):
    assert outputs(project) == ["ada-modern.pdf", "bob-modern.pdf"]
    assert outputs(project, "ada", variants=["short"]) == [
        "ada-plain-short.html", "ada-plain-short.pdf",
    ]  # fmt: skip
    assert outputs(
        project,
        "ada",
        variants=["long"],
        redact="blind",
        languages=["de", "zh"],
        themes=["classic"],
    ) == ["ada-classic-long-blind-de.pdf", "ada-classic-long-blind-zh.pdf"]


def test_all_variants_and_the_whole_cv(project):
    assert outputs(project, variants=["all", "full"], formats=["pdf"]) == [
        "ada-modern.pdf", "ada-plain-short.pdf", "ada-modern-long.pdf", "bob-modern.pdf",
    ]  # fmt: skip


def test_a_variant_is_made_of_whoever_has_it(project):
    assert outputs(project, variants=["long"]) == ["ada-modern-long.pdf"]
    with pytest.raises(UsageError, match=r'no variant "long" in .*bob.yaml'):
        outputs(project, "bob", variants=["long"])
    with pytest.raises(
        UsageError, match=r'no file defines the variant "lnog"; did you mean "long"'
    ):
        outputs(project, variants=["lnog"])


def test_two_results_never_share_a_file(project):
    (project.people_folder / "ada.yml").write_text("name: Other\n")
    with pytest.raises(UsageError, match=r"ada-modern.pdf would be written twice"):
        outputs(project)


def test_a_language_that_nobody_speaks_is_told(project):
    with pytest.raises(UsageError, match=r'there is no language "qaa"; use a BCP 47 tag'):
        outputs(project, "ada", languages=["qaa"])
    assert outputs(project, "ada", languages=["gsw"]) == ["ada-modern-gsw.pdf"]
