"""What TeX writes as commands, as tables that are read in both directions."""

from __future__ import annotations

__all__ = ["ACCENTS", "LETTERS", "MARKUP", "PLAIN", "SIGNS", "SILENT"]

ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306",
    ".": "\u0307", '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323",
    "c": "\u0327", "k": "\u0328", "b": "\u0331", "h": "\u0309", "G": "\u030f", "U": "\u030e",
}  # fmt: skip
"""Commands that put an accent on the next letter, as Unicode's combining characters."""

LETTERS = {
    "ss": "ß", "SS": "ẞ", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å",
    "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð",
    "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ",
}  # fmt: skip
"""Commands that are letters."""

SIGNS = {
    "textendash": "–", "textemdash": "—", "textquoteleft": "‘", "textquoteright": "’",
    "textquotedblleft": "“", "textquotedblright": "”", "lq": "‘", "rq": "’",
    "textquotesingle": "'", "quotesinglbase": "‚", "quotedblbase": "„", "guillemotleft": "«",
    "guillemotright": "»", "textbackslash": "\\", "textasciitilde": "~",
    "textasciicircum": "^", "textasteriskcentered": "*", "textunderscore": "_",
    "textbraceleft": "{", "textbraceright": "}", "textdollar": "$", "textless": "<",
    "textgreater": ">", "textbar": "|", "textbullet": "•", "textdegree": "°",
    "textperiodcentered": "·", "textregistered": "®", "texttrademark": "™",
    "textcopyright": "©", "copyright": "©", "textmu": "µ", "texteuro": "€", "euro": "€",
    "pounds": "£", "textsterling": "£", "textyen": "¥", "S": "§", "P": "¶", "dag": "†",
    "ddag": "‡", "textdagger": "†", "textdaggerdbl": "‡", "ldots": "…", "dots": "…",
    "textellipsis": "…", "textordfeminine": "ª", "textordmasculine": "º", "textminus": "−",
    "textexclamdown": "¡", "textquestiondown": "¿", "texttimes": "×", "textpm": "±",
    "slash": "/", "space": " ", "quad": " ", "qquad": " ", "newline": " ", "par": " ",
    "textquotedbl": '"', "textasciigrave": "`", "textvisiblespace": "␣", "textonehalf": "½",
    "textonequarter": "¼", "textthreequarters": "¾", "hyphen": "-", "textnumero": "№",
    "nobreakspace": "\u00a0", "textsection": "§", "textparagraph": "¶", "checkmark": "✓",
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "lambda": "λ",
    "mu": "µ", "pi": "π", "sigma": "σ", "omega": "ω", "times": "×", "rightarrow": "→",
}  # fmt: skip
"""Commands that are signs; the last two lines are seen outside of formulas, too."""

MARKUP = {
    "emph": "*", "textit": "*", "textsl": "*", "em": "*", "it": "*", "itshape": "*", "sl": "*",
    "slshape": "*", "textbf": "**", "bf": "**", "bfseries": "**", "texttt": "`", "tt": "`",
    "ttfamily": "`", "textsuperscript": "^", "textsubscript": "~", "enquote": "“",
}  # fmt: skip
"""Commands that are marks around the words that they set."""

PLAIN = {
    "textrm", "textsf", "textsc", "textup", "textmd", "textnormal", "text", "mbox", "hbox",
    "uppercase", "MakeUppercase", "lowercase", "MakeLowercase", "mathrm", "path", "nolinkurl",
    "rm", "sf", "sc", "rmfamily", "sffamily", "scshape", "upshape", "normalfont", "ensuremath",
    "underline", "bibinfo@text", "protect", "relax", "large", "small", "footnotesize", "normalsize",
}  # fmt: skip
"""Commands that have no meaning here beyond the words that they set."""

SILENT = {"noopsort", "sortkey", "label", "SortNoop", "switchargs"}
"""Commands whose argument is not printed: well-known tricks to sort by."""
