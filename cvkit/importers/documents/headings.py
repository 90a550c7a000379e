"""What the heading of a section says: its kind, in the languages of the catalogues and beyond."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from cvkit.language.locale import catalogues, get_locale
from cvkit.model.names import fold

__all__ = ["CONTACT", "bare_heading", "kind_of_heading", "standard_title"]

CONTACT = "contact"
"""The kind of a heading above addresses and numbers, which belong to the head of a CV."""

# Whole headings, beside the catalogues' own titles.
_TITLES: Mapping[str, tuple[str, ...]] = {
    CONTACT: (
        "contact", "contacts", "contact information", "contact info", "contact details",
        "personal information", "personal data", "personal details", "personalia", "kontakt",
        "kontaktdaten", "persönliche daten", "persönliche angaben", "coordonnées", "contacto",
        "datos personales", "contato", "dados pessoais", "contatti", "dati personali", "联系方式",
        "个人信息", "基本信息",
    ),
    "summary": (
        "summary", "about", "about me", "profile", "objective", "career objective", "bio",
        "biography", "introduction", "overview", "personal statement", "professional summary",
        "executive summary", "profil", "über mich", "zur person", "à propos", "résumé", "perfil",
        "sobre mí", "sobre mim", "resumen", "profilo", "chi sono", "profiel", "个人总结",
        "自我评价", "关于我", "简介",
    ),
    "experience": (
        "experience", "experiences", "work", "work experience", "work experiences",
        "professional experience", "employment", "employment history", "work history", "career",
        "positions", "appointments", "academic appointments", "internships", "industry experience",
        "research experience", "professional background", "jobs", "berufserfahrung", "werdegang",
        "beruflicher werdegang", "praktika", "expérience", "expériences professionnelles",
        "expérience professionnelle", "experiencia", "experiencia laboral",
        "experiencia profesional", "experiência", "experiência profissional", "esperienza",
        "esperienze lavorative", "esperienza lavorativa", "werkervaring", "工作经验", "实习经历",
        "工作",
        "职业经历", "職務経歴", "職歴",
    ),
    "education": (
        "education", "academic background", "studies", "degrees", "education and training",
        "ausbildung", "studium", "bildungsweg", "formation", "études", "educación", "formación",
        "formación académica", "estudios", "formação", "educação", "istruzione", "formazione",
        "opleiding", "opleidingen", "教育", "教育经历", "学历", "学歴",
    ),
    "projects": (
        "projects", "selected projects", "personal projects", "side projects", "open source",
        "open source projects", "portfolio", "projekte", "projets", "proyectos", "projetos",
        "progetti", "projecten", "项目经历", "项目经验", "开源项目",
    ),
    "publications": (
        "publications", "selected publications", "papers", "preprints", "articles", "books",
        "journal articles", "conference papers", "publikationen", "veröffentlichungen",
        "publicaciones", "publicações", "pubblicazioni", "publicaties", "论文", "发表论文",
        "出版物",
    ),
    "skills": (
        "skills", "technical skills", "core skills", "key skills", "technologies", "competencies",
        "core competencies", "expertise", "tools", "programming", "programming languages",
        "technical expertise", "skills and interests", "kenntnisse", "fähigkeiten", "kompetenzen",
        "edv-kenntnisse", "compétences", "competencias", "habilidades", "competências",
        "competenze", "vaardigheden", "技能", "专业技能",
        "技术栈", "スキル",
    ),
    "awards": (
        "awards", "honors", "honours", "honors and awards", "awards and honors", "scholarships",
        "fellowships", "prizes", "achievements", "accomplishments", "auszeichnungen", "preise",
        "stipendien", "prix", "distinctions", "premios", "reconocimientos", "prêmios", "premi",
        "prijzen", "获奖情况", "荣誉",
        "荣誉奖项", "奖学金", "受賞歴",
    ),
    "certificates": (
        "certificates", "certifications", "licenses", "licenses and certifications", "zertifikate",
        "certificats", "certificaciones", "certificações", "certificazioni", "证书", "資格",
    ),
    "languages": (
        "languages", "language skills", "sprachen", "sprachkenntnisse", "langues", "idiomas",
        "lenguas", "línguas", "lingue", "talen", "语言能力", "語学",
    ),
    "interests": (
        "interests", "research interests", "hobbies", "interessen", "hobbys",
        "forschungsinteressen",
        "centres d’intérêt", "centres d'intérêt", "loisirs", "intereses", "interesses",
        "interessi", "hobby's", "兴趣爱好",
        "研究兴趣", "研究方向", "趣味",
    ),
    "volunteering": (
        "volunteering", "volunteer experience", "volunteer work", "community service", "ehrenamt",
        "bénévolat", "voluntariado", "volontariato", "vrijwilligerswerk", "志愿者经历",
    ),
    "teaching": (
        "teaching", "teaching experience", "courses taught", "lehre", "lehrtätigkeit",
        "enseignement", "docencia", "ensino", "docenza", "onderwijs", "教学经历",
    ),
    "talks": (
        "talks", "invited talks", "presentations", "conference presentations", "lectures",
        "vorträge", "conférences", "ponencias", "charlas", "palestras", "conferenze", "演讲",
    ),
    "service": (
        "service", "academic service", "professional service", "services", "reviewing",
        "professional activities", "memberships", "committees", "学术活动",
    ),
    "news": ("news", "recent news", "updates", "aktuelles", "actualités", "noticias", "最新动态"),
    "patents": ("patents", "patente", "brevets", "patentes", "brevetti", "octrooien"),
    "grants": ("grants", "funding", "drittmittel", "subventions", "becas", "科研项目"),
    "references": ("references", "referees", "recommendations", "referenzen", "références",
                   "referencias", "referências", "referenze", "referenties"),
}  # fmt: skip

# Words that decide where a heading says more than one of the titles above; the first wins.
_WORDS: tuple[tuple[str, str], ...] = (
    ("publications", r"publication|papers?\b|preprint|manuscript|论文"),
    ("patents", r"patent|专利"),
    ("teaching", r"teaching|lehr"),
    ("service", r"\breview|committee|\bservices?\b"),
    ("certificates", r"certif|licen[sc]es?\b|证书"),
    ("awards", r"award|honou?r|scholarship|fellowship|prize|auszeichnung|奖"),
    ("volunteering", r"volunteer"),
    ("education", r"educat|academic background|教育"),
    ("talks", r"\btalks?\b|presentation|vorträge"),
    ("grants", r"\bgrants?\b|funding"),
    ("experience", r"experience|employment|internship|appointment|erfahrung|expérience|工作"),
    ("projects", r"projects?\b|projekt|项目"),
    ("skills", r"skills?\b|technolog|competenc|kenntnis|compétence|技能"),
    ("languages", r"languages?\b|sprachen|langues|语言"),
    ("interests", r"interests?\b|hobb|兴趣"),
    ("references", r"referees?\b"),
)
_EMOJI = re.compile(
    r":[a-z0-9_+-]+:|[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\ufe0f\u200d]|[\ue000-\uf8ff]"
)
MAX_WORDS = 6


def bare_heading(text: str) -> str:
    """Return a heading without emphasis, pictures, numbering and the colon at its end."""
    text = _EMOJI.sub("", text)
    text = re.sub(r"(?:\\?[*_`#])+", "", text)
    text = re.sub(r"^\s*(?:\d+|[IVX]+)[.)]\s+", "", text)
    return " ".join(text.split()).strip(" :：|-–—•■")


def kind_of_heading(text: str, *, whole: bool = False) -> str:
    """Return the kind that a heading names, or an empty text.

    With ``whole`` only a heading counts that consists of a known title.
    """
    bare = _key(bare_heading(text))
    if not bare:
        return ""
    if bare in _known():
        return _known()[bare]
    if whole or len(bare.split()) > MAX_WORDS:
        return ""
    return next((kind for kind, pattern in _WORDS if re.search(pattern, bare)), "")


def standard_title(kind: str, language: str = "en") -> str:
    """Return the title that a section of a kind has by itself."""
    return get_locale(language).sections.get(kind, "")


def _key(text: str) -> str:
    return " ".join(re.sub(r"[&+/,]", " and ", fold(text)).split())


@cache
def _known() -> Mapping[str, str]:
    titles = {_key(title): kind for kind, names in _TITLES.items() for title in names}
    for language in catalogues():
        for kind, title in get_locale(language).sections.items():
            if title:
                titles.setdefault(_key(title), kind)
    return titles
