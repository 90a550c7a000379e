"""Languages that exist, those that cvkit has no words in, and those that do not exist."""

from __future__ import annotations

import pytest

from cvkit.errors import InputError, UsageError
from cvkit.language.locale import catalogues
from cvkit.language.tags import check_language, name_without_words
from cvkit.load.load import load, load_letter_tree
from cvkit.pipeline.plan import check_languages
from cvkit.pipeline.project import Project
from cvkit.pipeline.validate import validate

WRONG = {
    "xx": "use a BCP 47 tag such as de, zh or pt-BR",
    "zz-ZZ": "use a BCP 47 tag",
    "deu": 'did you mean "de"?',
    "spa": 'did you mean "es"?',
    "cz": 'did you mean "cs"?',
}
KNOWN = (*catalogues(), "cy", "tlh", "de-1996", "en-XX", "de_CH", "ar-EG-u-nu-latn", "gsw", "DE")


@pytest.mark.parametrize("tag", KNOWN)
def test_a_language_that_exists_is_accepted(tag):
    check_language(tag)
    check_languages([tag])


@pytest.mark.parametrize("tag", WRONG)
@pytest.mark.parametrize("field", ["language", "variants.a.language"])
def test_a_language_that_does_not_exist_is_an_error_with_its_line(write_cv, tag, field):
    own = f"language: {tag}"
    text = own if field == "language" else f"variants: {{a: {{{own}}}}}"
    with pytest.raises(InputError) as caught:
        load(write_cv(f"name: Ada\n{text}"))
    (problem,) = caught.value.problems
    assert (problem.code, problem.path, problem.line) == ("unknown-language", field, 2)
    assert WRONG[tag] in problem.hint


def test_letters_and_the_command_line_accept_the_same(write_cv):
    with pytest.raises(InputError, match=r'ada.acme.yaml:2:1: there is no language "xx"'):
        load_letter_tree(write_cv("kind: letter\nlanguage: xx\nbody: Hello\n", "ada.acme.yaml"))
    with pytest.raises(UsageError, match='there is no language "deu"; did you mean "de"'):
        check_languages(["deu"])


@pytest.mark.parametrize(
    ("tag", "name"), [("cy", "Welsh"), ("tlh", "Klingon"), ("de-1996", ""), ("zh-HK", "")]
)
def test_a_language_without_words_of_its_own_is_reported(write_cv, tmp_path, tag, name):
    assert name_without_words(tag) == name
    (result,) = validate(Project(tmp_path), write_cv(f"name: Ada\nlanguage: {tag}\n"))
    assert result.errors == ()
    found = [(problem.line, problem.message) for problem in result.warnings]
    message = f"cvkit has no words in {name}: headings and labels are printed in English"
    assert found == ([(2, message)] if name else [])
