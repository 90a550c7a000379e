"""Traces: every written form of a secret is hidden or reported, and nothing else is."""

from __future__ import annotations

import re
import unicodedata

import pytest

from cvkit.select.traces import HIDDEN, Secret, Traces

NFD = unicodedata.normalize("NFD", "Jürgen Müller")

# A kind of secret, the secret, and texts in which nothing of it may be left.
HIDES = [
    # Telephone numbers: national and international, extensions, separators, digits of any script.
    ("phone", "+44 (0)20 7946 0958", ["+44 20 7946 0958", "020 7946 0958", "0044 20-7946-0958",
                                      "(020) 7946.0958", "tel:+442079460958", "02079460958"]),
    ("phone", "+44 20 7946 0958", ["+44 (0)20 7946 0958", "+44(0)2079460958", "020/79460958",
                                   "+44%2020%207946%200958"]),
    ("phone", "+1 415 555 0100", ["(415) 555-0100", "1-415-555-0100", "415.555.0100",
                                  "(1) 415.555.0100", "4155550100"]),
    ("phone", "(415) 555-0100", ["+1 415 555 0100", "001 415 555 0100", "+14155550100"]),
    ("phone", "020 7946 0958", ["+44 20 7946 0958", "+44 (0)20 7946 0958", "00442079460958"]),
    ("phone", "+86 138 0013 8000", ["13800138000", "138-0013-8000", "86 13800138000"]),
    ("phone", "13800138000", ["+86 138 0013 8000"]),
    ("phone", "+7 495 123-45-67", ["8 (495) 123-45-67", "8-10-7 495 1234567"]),
    ("phone", "8 (495) 123-45-67", ["+7 495 1234567"]),
    ("phone", "+54 9 11 2345-6789", ["011 15-2345-6789", "+54 9 11 2345 6789"]),
    ("phone", "011 15-2345-6789", ["+54/9 11 2345-6789"]),
    ("phone", "+44 20 7946 0958 ext. 5", ["+44 20 7946 0958", "020 7946 0958 x5",
                                          "02079460958 ext 5"]),
    ("phone", "Tel. +44 20 7946 0958", ["020 7946 0958", "+442079460958"]),
    ("phone", "+966 50 123 4567", ["٠٥٠١٢٣٤٥٦٧", "+٩٦٦ ٥٠ ١٢٣ ٤٥٦٧"]),
    ("phone", "٠٥٠١٢٣٤٥٦٧", ["0501234567"]),
    ("phone", "+91 98765 43210", ["९८७६५ ४३२१०", "098765 43210", "+91\u00a098765\u202f43210"]),
    ("phone", "1-800-FLOWERS", ["1-800-FLOWERS", "1 800 356 9377"]),
    ("phone", "+41 44 668 18 00", ["+41 (0) 44 668 18 00", "044 668 18 00",
                                   "044\u2011668\u201118\u201100"]),
    ("phone", "555-0100", ["5550100", "555 0100"]),
    # E-mail addresses: escapes, emphasis, percent-encoding, words for the signs.
    ("email", "zoe_q@mail.example", [r"zoe\_q@mail.example", "zoe_q@mail.example",
                                     "ZOE_Q@MAIL.EXAMPLE", "zoe_q (at) mail (dot) example"]),
    ("email", "zoe@mail.example", [r"zoe\@mail.example",

                                   "zoe&#64;mail.example",
                                   "zoe [at] mail.example", "zoe arroba mail punto example",
                                   "zo\u00ade@mail.ex\u200bample",
                                   "ｚｏｅ＠ｍａｉｌ．ｅｘａｍｐｌｅ",
                                   "zoe @ mail . example"]),
    ("email", "zoe.q+cv@mail.example", [r"zoe.q\+cv@mail.example", "zoe.q%2Bcv@mail.example"]),
    # Addresses: spaces, escapes, the street with its number in either order.
    ("address", "12 Quill Street, London N1 2AB", ["12  Quill\u00a0Street", "12 Quill St",
                                                   "Quill Street 12", "N1 2AB", "N12AB",
                                                   "12 Quill Street,\nLondon N1 2AB"]),
    ("address", "Apt #4, 9 Rue d'Été, 75011 Paris", [r"Apt \#4, 9 Rue d'Été", "9, rue d’été",
                                                     "9 rue d'Ete", "75011 Paris"]),
    ("address", "Quill House, London", ["Quill House, London", "at {Quill House} in London"]),
    ("address", "Quillstraße 7, 10115 Berlin", ["Quillstrasse 7", "Quillstr. 7", "10115 Berlin"]),
    ("address", "北京市海淀区中关村大街27号", ["住在{中关村大街27号}",
                                                "北京市海淀区中关村大街27号"]),
    ("address", "東京都千代田区丸の内1-2-3", ["丸の内1-2-3", "丸の内１−２−３"]),
    ("address", "مدينة الخيال، شارع الورد ١٢", ["شارع الورد 12"]),
    ("address", "ул. Ленина, д. 5, Москва", ["ул. Ленина, д. 5", "улица Ленина"]),
    # Names: normal forms, transliterations, order, initials, hashtags, user names.
    ("name", "Jürgen Müller", [NFD, "Mueller", "MÜLLER", "Muller", "Juergen Mueller", "J. Müller",
                               "Müller, J.", "jürgen müller", "jmueller", "juergen.mueller",
                               "Jür\u00adgen", "https://x.example/m%C3%BCller", "{Müller}’s",
                               "https://mueller.example/"]),
    ("name", "Juergen Mueller", ["Jürgen Müller", NFD]),
    ("name", "Zoe Quillfeather", [r"Quill\*feather", "#{Quillfeather}Lab", "Quillfeather, Zoe",
                                  "Quillfeather Z.", "zquillfeather", "zoequillfeather",
                                  "Zoe*Quill*feather", "{Quillfeather}'s",
                                  "Q&#117;illfeather", "[Zoe](https://a.example) Quillfeather",
                                  "zoe_quillfeather", "ＺＯＥ"]),
    ("name", "Søren Ångström", ["Soeren Aangstroem", "Soren Angstrom", "S. Ångström"]),
    ("name", "Анна Кузнецова", ["Anna Kuznetsova", "А. Кузнецова", "Кузнецова А."]),
    ("name", "Γιώργος Παππάς", ["Παππάς", "ΠΑΠΠΆΣ", "Γ. Παππάς"]),
    ("name", "李雅达", ["由{李雅达}完成", "https://x.example/{%E6%9D%8E%E9%9B%85%E8%BE%BE}"]),
    ("name", "김철수", ["{김철수}는", "김 철수"]),
    ("name", "محمد الأحمد", ["محمد", "الأحمد", "مُحَمَّد"]),
    ("name", "Straße, Käthe", ["Kaethe Strasse", "Käthe Straße", "KÄTHE STRASSE"]),
    ("name", "Ben al-Quill, Jr.", ["Ben", "Quill, B.", "al-{Quill}"]),
    ("name", "Dr. Zoe Quill, PhD", ["Quill, Zoe", "Z. Quill", "Zoe Quill"]),
    ("name", "Łukasz Żak", ["Lukasz Zak", "ŁUKASZ ŻAK"]),
    ("name", "Jean-Luc O'Neill", ["J.-L. O’Neill", "ONeill", "jean luc oneill", "Jean Luc"]),
    ("name", "Nguyễn Văn An", ["Nguyen Van An", "NGUYỄN VĂN AN"]),
    # Pages and accounts: with and without scheme, www and path; in every form of the network.
    ("url", "https://lab77.example/me", ["lab77.example/me", "http://www.lab77.example/me/",
                                         "see {lab77.example/me/papers}."]),
    ("url", "https://zoe-lab.example", ["zoe-lab.example/papers", "www.zoe-lab.example",
                                        "https://blog.zoe-lab.example/1"]),
    ("url", "https://uni.example/p?id=7788&lang=en", ["https://uni.example/p?lang=en&id=7788"]),
    ("url", "https://uni.example/~zq", ["uni.example/~zq", "https://uni.example/%7Ezq/cv"]),
    ("ORCID", "0000-0002-1825-0097", ["https://orcid.org/0000-0002-1825-0097",
                                      "orcid.org/0000-0002-1825-0097", "0000000218250097",
                                      "ORCID 0000-0002-1825-0097",
                                      "0000\u20110002\u20111825\u20110097"]),
    ("LinkedIn", "zoeq", ["linkedin.com/in/zoeq", "https://uk.linkedin.com/in/zoeq/de",
                          "LinkedIn: zoeq", "zoeq on LinkedIn".replace(" on", ",")]),
    ("GitHub", "zq", ["github.com/zq", "https://github.com/zq/engine", "gist.github.com/zq",
                      "zq.github.io", "GitHub: zq", "GitHub @zq"]),
    ("Mastodon", "@zoeq@social.example", ["https://social.example/@zoeq", "@zoeq@social.example",
                                          "social.example/users/zoeq", "zoeq@social.example"]),
    ("X", "zquill", ["twitter.com/zquill", "https://x.com/zquill?s=1", "@zquill"]),
    ("Google Scholar", "AbC123dEf", ["https://scholar.google.com/citations?hl=en&user=AbC123dEf"]),
    ("fact", "Ruritanian", ["A {Ruritanian} engineer."]),
    ("words", "Chief Contraptionist", ["the {chief  contraptionist}", "Chief *Contrap*tionist"]),
]  # fmt: skip
# What may be something else: kept, and reported.
DOUBTS = [
    ("phone", "+44 20 7946 0958", "dial 7946 0958 from London"),
    ("email", "zoe@mail.example", "zoe+cv@mail.example"),
    ("address", "12 Quill Street, London", "Quill Street has a market"),
    ("address", "9 Quill Lane, 10115 Berlin", "postcode 10115"),
    ("address", "Old Mill, Durrow", "in the Old Mill, Durrow"),
    ("name", "Ada Lovelace", "Lovelaces Maschine"),
    ("name", "Ada Lovelace", "the lovelace engine"),
    ("name", "Анна Кузнецова", "работа Кузнецовой"),
    ("name", "Анна Кузнецова", "с Анной"),
    ("name", "Aino Virtanen", "Virtasen työ"),
    ("name", "Jana Nováková", "s Novákovou"),
    ("name", "Ada Quillfeather", "the quillfeatherlab"),
    ("name", "محمد الأحمد", "ومحمد"),
    ("GitHub", "zquill", "known as zquill there"),
    ("url", "https://lab77.example/me", "https://lab77.example/others"),
    ("words", "Strelsau", "lives in Strelsau"),
    ("person", "Rudolf Rassendyll", "with Rudolf Rassendyll"),
]
# What is something else.
KEEPS = [
    ("phone", "+44 20 7946 0958", "In 2020, 79 of 460 people; 0958 others"),
    ("email", "zoe@mail.example", "zoe and mail, or an example"),
    ("address", "London", "London"),
    ("address", "London, UK", "London, UK"),
    ("address", "Trondheim, Norway", "Trondheim, Norway"),
    ("address", "São Paulo, Brasil", "São Paulo, Brasil"),
    ("address", "Silver Spring, MD", "Silver Spring, MD"),
    ("address", "St Andrews, UK", "St Andrews, UK"),
    ("name", "May Long", "may runs be long"),
    ("name", "Ada", "Adam"),
    ("name", "Xiangru Lian", "Italian"),
    ("name", "Ludwig van Beethoven", "Van Gogh"),
    ("name", "Mark Baker", "mark the baker"),
    ("name", "Dr. Zoe Quill, PhD", "PhD in Physics, Dr. Grey"),
    ("GitHub", "zq", "the zq curve"),
    ("url", "https://github.com/zquill", "https://github.com/torvalds/linux"),
    ("fact", "5", "5 people"),
]


def traces_of(kind, text):
    if kind[0].isupper():
        return Traces([Secret("profile", text, kind)])
    return Traces([Secret(kind, text)])


@pytest.mark.parametrize(
    ("kind", "secret", "text"),
    [(kind, secret, text) for kind, secret, texts in HIDES for text in texts],
)
def test_every_written_form_is_hidden(kind, secret, text):
    """What is in braces, or else the whole text, is what is hidden."""
    marked = text if "{" in text else f"{{{text}}}"
    traces = traces_of(kind, secret)
    shown = traces.hide(f"See {marked.replace('{', '').replace('}', '')} there")
    assert shown == f"See {re.sub('{.*}', HIDDEN, marked, flags=re.DOTALL)} there"
    assert not [match for match in traces.find(shown) if match.sure]


@pytest.mark.parametrize(
    ("kind", "secret", "text", "expected"),
    [
        ("phone", "+44 20 7946 0958", "[call](tel:+442079460958) me", "call me"),
        ("email", "zoe@mail.example", "[write](mailto:zoe%40mail.example)", "write"),
        ("url", "https://lab77.example/me", "[x](//lab77.example/me)", "x"),
        ("url", "https://lab77.example/me", "[a [b]](//lab77.example/me)", "[a [b]]"),
        ("name", "Zoe Quill", '[page](https://a.example "by Zoe")', "page"),
        ("name", "Zoe Quill", "[Zoe](https://a.example) Quill", HIDDEN),
        ("name", "Zoe Quill", "[Zoe](https://a.example) is", f"[{HIDDEN}](https://a.example) is"),
        ("email", "zoe@mail.example", "**write zoe**@mail.example", f"**write {HIDDEN}**"),
        ("email", "zoe@mail.example", "**zoe**@mail.example", f"**{HIDDEN}**"),
        ("email", "zoe@mail.example", "*zoe*@**mail**.example", f"*{HIDDEN}*"),
        ("email", "zoe@mail.example", "<zoe@mail.example>", f"<{HIDDEN}>"),
        ("email", "zoe@mail.example", "`zoe@mail.example`", f"`{HIDDEN}`"),
        ("name", "Zoe Quill", "**Zoe** Quill", f"**{HIDDEN}**"),
        ("name", "Zoe Quill", "Zoe(a.example)", f"{HIDDEN}\u2060(a.example)"),
        ("fact", "Ruritanian", "*Ruri*tanian", f"*{HIDDEN}*"),
        ("phone", "+1 415 555 0100", "+1 **415** 555 0100", HIDDEN),
    ],
)
def test_links_and_emphasis_stay_whole(kind, secret, text, expected):
    assert traces_of(kind, secret).hide(text) == expected


@pytest.mark.parametrize(("kind", "secret", "text"), DOUBTS)
def test_a_doubtful_form_is_kept_and_reported(kind, secret, text):
    traces = traces_of(kind, secret)
    assert traces.hide(text) == text
    assert traces.doubts(text)


@pytest.mark.parametrize(("kind", "secret", "text"), KEEPS)
def test_nothing_else_is_found(kind, secret, text):
    assert traces_of(kind, secret).find(text) == []
