"""The language of a text, and that a doubt is reported as one."""

from __future__ import annotations

import pytest

from cvkit.language.detect import detect_language
from cvkit.language.locale import catalogues

TEXTS = {
    "en": "Built pipelines in Python and Kafka for the platform of the company, and led a team.",
    "de": "Aufbau der Plattform mit Python und Kafka. Leitung eines Teams für die Bank.",
    "fr": "Conception de la plateforme avec Python et Kafka pour une équipe de cinq personnes.",
    "es": "Desarrollé la plataforma con Python y Kafka para el equipo de datos de la empresa.",
    "it": "Ho sviluppato la piattaforma con Python e Kafka per il gruppo di analisi dei dati.",
    "pt": "Desenvolvi a plataforma com Python e Kafka para a equipa, com gestão de uma rede.",
    "nl": "Bouwde het platform met Python en Kafka voor een team van vijf bij de bank.",
    "sv": "Byggde plattformen med Python och Kafka för ett team och var ansvarig för den.",
    "da": "Byggede platformen og blev ansvarlig for drift af systemer efter et år hos X.",
    "no": "Bygget plattformen og ble ansvarlig for drift av systemer etter et år hos X.",
    "fi": "Kehitin alustan Pythonilla sekä johdin tiimiä, joka on myös vastuussa datasta.",
    "hu": "Python alapú rendszert építettem, valamint egy öt fős csapatot vezettem az év során.",
    "pl": "Budowa platformy w Pythonie oraz zarządzanie zespołem dla banku przez dwa lata.",
    "cs": "Vývoj platformy v Pythonu a řízení týmu pro banku, včetně provozu a údržby systémů.",
    "ro": "Am construit platforma cu Python și Kafka pentru echipa de date din cadrul băncii.",
    "ca": "Vaig construir la plataforma amb Python i Kafka amb els equips i una part dels socis.",
    "tr": "Python ile bir platform geliştirdim ve beş kişilik bir ekip için çözümler kurdum.",
    "id": "Membangun platform dengan Python dan Kafka untuk tim yang dipimpin oleh saya di bank.",
    "vi": "Xây dựng nền tảng bằng Python và Kafka cho nhóm phát triển của ngân hàng.",
    "ru": "Разработка платформы на Python и Kafka, управление командой, мы отвечали за данные.",
    "uk": "Розробка платформи на Python і Kafka, керівництво командою, її розвиток.",
    "el": "Ανάπτυξη πλατφόρμας με Python και Kafka.",
    "he": "פיתוח פלטפורמה בפייתון וקפקא עבור צוות הנתונים.",
    "ar": "تطوير منصة البيانات وإدارة فريق من خمسة مهندسين في الشركة.",
    "fa": "توسعه پلتفرم داده و مدیریت گروه پنج نفره در شرکت.",
    "hi": "पायथन और काफ्का के साथ मंच का विकास।",
    "ja": "Pythonによるデータ基盤の開発を担当し、チームを率いた。",
    "ko": "파이썬과 카프카로 데이터 플랫폼을 개발했습니다.",
    "zh": "负责数据平台的开发与维护，带领五人团队。",
    "zh-Hant": "負責資料平台的開發與維護，帶領五人團隊。",
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_language_is_detected(language):
    found = detect_language(TEXTS[language])
    assert (found.language, found.is_certain) == (language, True)


def test_every_language_of_the_catalogues_can_be_detected():
    regional = {"en-001", "pt-PT", "zh-Hant-HK"}
    assert set(catalogues()) - regional <= TEXTS.keys()


def test_names_of_products_do_not_hide_the_language():
    text = (
        "AWS, Kubernetes, PostgreSQL, Kafka, Terraform. " * 3
        + "数据平台的开发与维护，带领五人团队。" * 3
    )
    assert detect_language(text).language == "zh"


@pytest.mark.parametrize("text", ["", "Python, Kafka, AWS", "Acme Corp 2019", "1234", "de la"])
def test_too_little_text_is_not_certain(text):
    assert not detect_language(text).is_certain
