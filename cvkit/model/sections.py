"""Sections: a title with entries or prose below it, and ``KINDS``, the table of all kinds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, GetCoreSchemaHandler, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import core_schema

from cvkit.markup import plain

from . import entries as e
from .base import Item, kind_of, models_in
from .kinds import JsonResume, Kind
from .parts import Entry
from .rich import RichText
from .text import IconName, Label, LabelledTexts, Prose, Text, Title, Word

__all__ = ["KINDS", "AnySection", "Section"]


KIND: Any = Field(description="Kind of the section.")
ENTRIES: Any = Field((), description="The entries, in your order.")


class Section(Item):
    """The fields that every kind of section has."""

    if TYPE_CHECKING:  # every kind of section has both
        kind: str
        entries: tuple[Entry, ...]

    id: Word | None = Field(None, description="Name by which variants refer to it.")
    title: Title | None = Field(
        None,
        description='Its title; the default is the title of the kind, `""` prints none.',
    )
    icon: IconName | None = Field(None, description="Name of one of the theme's icons.")
    note: Text | None = Field(None, description="A remark in small print below the title.")
    text: Prose | None = Field(None, description="Paragraphs before the entries.")
    group_by: Literal["year"] | None = Field(
        None, description="`year` groups the entries under the number of their year."
    )
    sort: Literal["newest", "oldest"] | None = Field(
        None, description="Order of the entries by date; the default is the order of the file."
    )
    page_break: Literal["before"] | None = Field(
        None, description="`before` starts a new page in print."
    )
    groups: tuple[AnySection, ...] = Field(
        (), description="Sections within this one; their default kind is that of this section."
    )

    def walk(self) -> Iterator[Section]:
        """Yield the section and all groups within it, from top to bottom."""
        yield self
        for group in self.groups:
            yield from group.walk()

    @property
    def names(self) -> tuple[str, ...]:
        """The names by which variants may refer to it: id, title in each language, kind."""
        titles: Iterable[str] = (self.title,) if self.title else ()
        if isinstance(self.title, RichText):
            titles = self.title.languages.values() or titles
        return tuple(name for name in (self.id, *map(plain, titles), self.kind) if name)

    @model_validator(mode="before")
    @classmethod
    def _pass_kind_on(cls, data: Any) -> Any:
        if not isinstance(data, Mapping) or not isinstance(data.get("groups"), list | tuple):
            return data
        groups = [
            {"kind": data.get("kind"), **group} if isinstance(group, Mapping) else group
            for group in data["groups"]
        ]
        return {**data, "groups": groups}


class SummarySection(Section):
    """Prose: who you are. It has `text` and no entries."""

    kind: Literal["summary"] = KIND

    @property  # type: ignore[misc]
    def entries(self) -> tuple[Entry, ...]:  # type: ignore[override]
        """No entries: the section is prose."""
        return ()


class ExperienceSection(Section):
    """Jobs."""

    kind: Literal["experience"] = KIND
    entries: tuple[e.ExperienceEntry, ...] = ENTRIES


class EducationSection(Section):
    """Degrees and schools."""

    kind: Literal["education"] = KIND
    entries: tuple[e.EducationEntry, ...] = ENTRIES


class ProjectsSection(Section):
    """Projects."""

    kind: Literal["projects"] = KIND
    entries: tuple[e.ProjectEntry, ...] = ENTRIES


class PublicationsSection(Section):
    """Papers, books, preprints."""

    kind: Literal["publications"] = KIND
    metrics: dict[Label, LabelledTexts] = Field(
        default_factory=dict,
        description="Numbers below the title, each with its label, such as `h-index: 12`.",
    )
    entries: tuple[e.PublicationEntry, ...] = ENTRIES


class SkillsSection(Section):
    """Skills, in groups as deep as needed."""

    kind: Literal["skills"] = KIND
    entries: tuple[e.SkillEntry, ...] = ENTRIES


class AwardsSection(Section):
    """Prizes, scholarships, honours."""

    kind: Literal["awards"] = KIND
    entries: tuple[e.AwardEntry, ...] = ENTRIES


class CertificatesSection(Section):
    """Certificates and licences."""

    kind: Literal["certificates"] = KIND
    entries: tuple[e.CertificateEntry, ...] = ENTRIES


class LanguagesSection(Section):
    """Languages."""

    kind: Literal["languages"] = KIND
    entries: tuple[e.LanguageEntry, ...] = ENTRIES


class InterestsSection(Section):
    """Interests, of research or others."""

    kind: Literal["interests"] = KIND
    entries: tuple[e.InterestEntry, ...] = ENTRIES


class VolunteeringSection(Section):
    """Unpaid work, written as jobs are."""

    kind: Literal["volunteering"] = KIND
    entries: tuple[e.ExperienceEntry, ...] = ENTRIES


class TeachingSection(Section):
    """Courses."""

    kind: Literal["teaching"] = KIND
    entries: tuple[e.TeachingEntry, ...] = ENTRIES


class TalksSection(Section):
    """Talks."""

    kind: Literal["talks"] = KIND
    entries: tuple[e.TalkEntry, ...] = ENTRIES


class ServiceSection(Section):
    """Reviewing, committees, organizing."""

    kind: Literal["service"] = KIND
    entries: tuple[e.ServiceEntry, ...] = ENTRIES


class NewsSection(Section):
    """Recent news."""

    kind: Literal["news"] = KIND
    entries: tuple[e.NewsEntry, ...] = ENTRIES


class PatentsSection(Section):
    """Patents."""

    kind: Literal["patents"] = KIND
    entries: tuple[e.PatentEntry, ...] = ENTRIES


class GrantsSection(Section):
    """Research grants."""

    kind: Literal["grants"] = KIND
    entries: tuple[e.GrantEntry, ...] = ENTRIES


class ReferencesSection(Section):
    """People who can recommend you."""

    kind: Literal["references"] = KIND
    entries: tuple[e.ReferenceEntry, ...] = ENTRIES


class CustomSection(Section):
    """Anything that fits no other kind: prose, entries, or both."""

    kind: Literal["custom"] = KIND
    entries: tuple[e.CustomEntry, ...] = ENTRIES


class _ByKind:
    """Reads a section by its kind, whose model is built when a file has such a section.

    Few files have all kinds, and building their models takes longer than anything else there.
    The JSON Schema refers to all of them; see :func:`cvkit.model.reference.json_schema`.
    """

    def __get_pydantic_core_schema__(
        self, source: Any, _handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        choices: dict[Any, core_schema.CoreSchema] = {
            kind_of(model): core_schema.no_info_plain_validator_function(model.model_validate)
            for model in models_in(source)
        }
        return core_schema.tagged_union_schema(choices, discriminator="kind")

    def __get_pydantic_json_schema__(
        self, _schema: core_schema.CoreSchema, _handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"$comment": "section"}


AnySection = Annotated[
    SummarySection
    | ExperienceSection
    | EducationSection
    | ProjectsSection
    | PublicationsSection
    | SkillsSection
    | AwardsSection
    | CertificatesSection
    | LanguagesSection
    | InterestsSection
    | VolunteeringSection
    | TeachingSection
    | TalksSection
    | ServiceSection
    | NewsSection
    | PatentsSection
    | GrantsSection
    | ReferencesSection
    | CustomSection,
    _ByKind(),
]

KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            SummarySection,
            headings=(
                "summary, about, about me, profile, objective, career objective, bio, biography, "
                "introduction, overview, personal statement, professional summary, "
                "executive summary, profil, über mich, zur person, à propos, résumé, perfil, "
                "sobre mí, sobre mim, resumen, profilo, chi sono, profiel, 个人总结, 自我评价, "
                "关于我, 简介"
            ),
        ),
        Kind(
            ExperienceSection,
            headings=(
                "experience, experiences, work, work experience, work experiences, "
                "professional experience, employment, employment history, work history, career, "
                "positions, appointments, academic appointments, internships, "
                "industry experience, research experience, professional background, jobs, "
                "berufserfahrung, werdegang, beruflicher werdegang, praktika, expérience, "
                "expériences professionnelles, expérience professionnelle, experiencia, "
                "experiencia laboral, experiencia profesional, experiência, "
                "experiência profissional, esperienza, esperienze lavorative, "
                "esperienza lavorativa, werkervaring, 工作经验, 实习经历, 工作, 职业经历, "
                "職務経歴, 職歴"
            ),
            words=r"experience|employment|internship|appointment|erfahrung|expérience|工作",
            rank=5,
            json_resume=JsonResume("work"),
        ),
        Kind(
            EducationSection,
            headings=(
                "education, academic background, studies, degrees, education and training, "
                "ausbildung, studium, bildungsweg, formation, études, educación, formación, "
                "formación académica, estudios, formação, educação, istruzione, formazione, "
                "opleiding, opleidingen, 教育, 教育经历, 学历, 学歴"
            ),
            words=r"educat|academic background|教育",
            rank=4,
            json_resume=JsonResume("education"),
        ),
        Kind(
            ProjectsSection,
            headings=(
                "projects, selected projects, personal projects, side projects, open source, "
                "open source projects, portfolio, projekte, projets, proyectos, projetos, "
                "progetti, projecten, 项目经历, 项目经验, 开源项目"
            ),
            words=r"projects?\b|projekt|项目",
            rank=5,
            json_resume=JsonResume("projects"),
        ),
        Kind(
            PublicationsSection,
            one_liners=True,
            headings=(
                "publications, selected publications, papers, preprints, articles, books, "
                "journal articles, conference papers, publikationen, veröffentlichungen, "
                "publicaciones, publicações, pubblicazioni, publicaties, 论文, 发表论文, 出版物"
            ),
            words=r"publication|papers?\b|preprint|manuscript|论文",
            json_resume=JsonResume("publications"),
        ),
        Kind(
            SkillsSection,
            headings=(
                "skills, technical skills, core skills, key skills, technologies, competencies, "
                "core competencies, expertise, tools, programming, programming languages, "
                "technical expertise, skills and interests, kenntnisse, fähigkeiten, kompetenzen, "
                "edv-kenntnisse, compétences, competencias, habilidades, competências, "
                "competenze, vaardigheden, 技能, 专业技能, 技术栈, スキル"
            ),
            words=r"skills?\b|technolog|competenc|kenntnis|compétence|技能",
            rank=5,
            json_resume=JsonResume("skills"),
        ),
        Kind(
            AwardsSection,
            head=("title", "awarder"),
            one_liners=True,
            headings=(
                "awards, honors, honours, selected honors, honors and awards, awards and honors, "
                "scholarships, fellowships, prizes, achievements, accomplishments, auszeichnungen, "
                "preise, stipendien, prix, distinctions, premios, reconocimientos, prêmios, premi, "
                "prijzen, 获奖情况, 荣誉, 荣誉奖项, 奖学金, 受賞歴"
            ),
            words=r"award|honou?r|scholarship|fellowship|prize|auszeichnung|奖",
            rank=3,
            json_resume=JsonResume("awards"),
        ),
        Kind(
            CertificatesSection,
            head=("name", "issuer"),
            one_liners=True,
            headings=(
                "certificates, certifications, licenses, licenses and certifications, "
                "zertifikate, certificats, certificaciones, certificações, certificazioni, 证书, "
                "資格"
            ),
            words=r"certif|licen[sc]es?\b|证书",
            rank=2,
            json_resume=JsonResume("certificates"),
        ),
        Kind(
            LanguagesSection,
            headings=(
                "languages, language skills, sprachen, sprachkenntnisse, langues, idiomas, "
                "lenguas, línguas, lingue, talen, 语言能力, 語学"
            ),
            words=r"languages?\b|sprachen|langues|语言",
            rank=5,
            json_resume=JsonResume("languages"),
        ),
        Kind(
            InterestsSection,
            headings=(
                "interests, research interests, hobbies, interessen, hobbys, "
                "forschungsinteressen, centres d’intérêt, centres d'intérêt, loisirs, intereses, "
                "interesses, interessi, hobby's, 兴趣爱好, 研究兴趣, 研究方向, 趣味"
            ),
            words=r"interests?\b|hobb|兴趣",
            rank=5,
            json_resume=JsonResume("interests"),
        ),
        Kind(
            VolunteeringSection,
            headings=(
                "volunteering, volunteer experience, volunteer work, community service, ehrenamt, "
                "bénévolat, voluntariado, volontariato, vrijwilligerswerk, 志愿者经历"
            ),
            words=r"volunteer",
            rank=3,
            json_resume=JsonResume("volunteer"),
        ),
        Kind(
            TeachingSection,
            head=("course", "institution"),
            one_liners=True,
            headings=(
                "teaching, teaching experience, courses taught, lehre, lehrtätigkeit, "
                "enseignement, docencia, ensino, docenza, onderwijs, 教学经历"
            ),
            words=r"teaching|lehr",
            rank=1,
            json_resume=JsonResume("work", {"name": "institution", "description": "course"}),
        ),
        Kind(
            TalksSection,
            head=("title", "event"),
            one_liners=True,
            headings=(
                "talks, invited talks, presentations, conference presentations, lectures, "
                "vorträge, conférences, ponencias, charlas, palestras, conferenze, 演讲"
            ),
            words=r"\btalks?\b|presentation|vorträge",
            rank=4,
            json_resume=JsonResume("publications", {"publisher": "event"}),
        ),
        Kind(
            ServiceSection,
            head=("organization", "role"),
            one_liners=True,
            headings=(
                "service, academic service, professional service, services, reviewing, "
                "professional activities, memberships, committees, 学术活动"
            ),
            words=r"\breview|committee|\bservices?\b",
            rank=1,
            json_resume=JsonResume("volunteer", {"position": "role"}),
        ),
        Kind(
            NewsSection,
            one_liners=True,
            headings="news, recent news, updates, aktuelles, actualités, noticias, 最新动态",
        ),
        Kind(
            PatentsSection,
            one_liners=True,
            headings="patents, patente, brevets, patentes, brevetti, octrooien",
            words=r"patent|专利",
            json_resume=JsonResume("publications", {"publisher": "office", "authors": "inventors"}),
        ),
        Kind(
            GrantsSection,
            head=("title", "funder"),
            one_liners=True,
            headings="grants, funding, drittmittel, subventions, becas, 科研项目",
            words=r"\bgrants?\b|funding",
            rank=4,
            json_resume=JsonResume("awards", {"awarder": "funder"}),
        ),
        Kind(
            ReferencesSection,
            head=("name", "position", "organization"),
            one_liners=True,
            headings=(
                "references, referees, recommendations, referenzen, références, referencias, "
                "referências, referenze, referenties"
            ),
            words=r"referees?\b",
            rank=5,
            json_resume=JsonResume("references"),
        ),
        Kind(
            CustomSection,
            head=("title", "subtitle"),
            json_resume=JsonResume("projects", {"name": "title"}),
        ),
    )
}
"""Every kind of section by its name, in the order of the reference."""
