"""The root of a person's file."""

from __future__ import annotations

from typing import ClassVar, Self

from pydantic import Field, ValidationInfo, field_validator, model_validator

from .base import Item, Model
from .dates import Date
from .invalid import invalid
from .networks import Network, find_network, misspelt_network
from .rich import changed
from .sections import AnySection
from .text import Emails, LabelledTexts, Name, Names, Phones, Text, Url, Word, Words
from .variants import OUTPUT, LanguageTag, Redaction, Variant

__all__ = ["CV", "Ignore", "Profile", "Settings"]


WORDS = (
    "[Words that cvkit adds](languages.md#words-of-your-own), by their names, with the texts to "
    "print instead: `score: Final grade`."
)


class Profile(Item):
    """An account with a network, such as GitHub, LinkedIn or ORCID."""

    shorthand: ClassVar[str] = "url"

    network: Name | None = Field(None, description="Name of the network.")
    username: Name | None = Field(
        None, description="Your name or number there; an address that is pasted is shortened."
    )
    url: Url | None = Field(
        None, description="Link; for [known networks](#networks) it is made from the user name."
    )

    @field_validator("username", mode="after")
    @classmethod
    def _shorten_address(cls, typed: str | None, info: ValidationInfo) -> str | None:
        network = find_network(info.data.get("network") or "")
        if typed is None or network is None:
            return typed
        return changed(typed, lambda text: _username(text, network))

    @model_validator(mode="after")
    def _leads_somewhere(self) -> Self:
        if self.url or (self.network and self.username and not self._is_misspelt()):
            return self
        raise invalid(*self._lack())

    def _is_misspelt(self) -> bool:
        name = self.network or ""
        return find_network(name) is None and bool(misspelt_network(name))

    def _lack(self) -> tuple[str, str, str]:
        """Return the code, message and hint for a profile without an address."""
        if self.network and self.username:
            hint = f'did you mean "{misspelt_network(self.network)}"? For another network add a url'
            return "unknown-network", f'unknown network "{self.network}"', hint
        if self.network:
            message = f'the profile "{self.network}" has neither a username nor a url'
            return "empty-item", message, 'add "username: …" or "url: …"'
        if self.username:
            message = f'the profile "{self.username}" has no network'
            return "empty-item", message, 'add "network: …", or write the address as "url: …"'
        return "empty-item", "this profile needs a network and a username, or a url", ""


def _username(typed: str, network: Network) -> str:
    found = network.username(typed)
    if found is None:
        message = f'"{typed}" is not the address of an account on {network.name}'
        raise invalid(
            "invalid-username", message, 'write the user name, or the address as "url: …"'
        )
    return found


class Ignore(Model):
    """A finding of `cvkit check` to ignore."""

    code: Name = Field(description="Code of the finding, such as `CV503`.")
    reason: Name = Field(description="Why it can be ignored.")
    path: Name | None = Field(
        None, description="Only in this part of the file, such as `sections[2].entries[0]`."
    )
    text: Name | None = Field(None, description="Only where the finding is about this text.")


class CV(Model):
    """A person's curriculum vitae."""

    name: Name | None = Field(None, description="Your name, as printed.")
    headline: Text | None = Field(
        None, description="Your profession or role, in one line below the name."
    )
    name_variants: Names = Field(
        (), description="Other spellings of your name in lists of authors."
    )
    pronouns: Name | None = Field(None, description="Your pronouns.")
    photo: Name | None = Field(None, description="Picture, as a path from this file's folder.")
    email: Emails = Field((), description="E-mail address or addresses.")
    phone: Phones = Field((), description="Telephone number or numbers, as printed.")
    url: Url | None = Field(
        None, description="Your home page; further websites belong to `profiles`, as addresses."
    )
    location: Text | None = Field(None, description="City, or the whole address.")
    profiles: tuple[Profile, ...] = Field((), description="Accounts with networks.")
    extra: dict[Word, LabelledTexts] = Field(
        default_factory=dict,
        description="Fields of your own for the header, each a label with its text, or with a "
        "`label` in several languages and a `text`.",
    )
    emphasis: Names = Field(
        (),
        description="Words that are set in bold wherever they occur in a text, such as the skills "
        "that a position asks for.",
    )
    language: LanguageTag = Field(
        "en", description="Language of the file as a BCP 47 tag: `en`, `de-CH`, `zh-Hans`."
    )
    updated: Date | None = Field(None, description="Date of the last update, for the footer.")
    theme: Words = Field((), description="Theme or themes; `--theme` overrides them.")
    formats: Words = Field((), description="Formats, such as `pdf`, `docx`; by default `pdf`.")
    output: Word | None = Field(None, description=OUTPUT)
    options: dict[Word, Word] = Field(
        default_factory=dict, description='Options of the theme, such as `accent: "#a40000"`.'
    )
    words: dict[Word, Name] = Field(default_factory=dict, description=WORDS)
    variants: dict[Word, Variant] = Field(
        default_factory=dict, description="Versions of this CV by name, for `--variant`."
    )
    redactions: dict[Word, Redaction] = Field(
        default_factory=dict, description="Redactions of your own by name, for `--redact`."
    )
    ignore: tuple[Ignore, ...] = Field(
        (), description="Findings of `cvkit check` to ignore, each with a reason."
    )
    sections: tuple[AnySection, ...] = Field((), description="The sections, in your order.")
    origin: dict[Name, Names] = Field(
        default_factory=dict,
        description="Data of an imported file that is not printed; an export writes it back. "
        "You may delete it.",
    )


class Settings(Model):
    """What a project sets for all people, in `cvkit.yaml` beside the folder `people/`."""

    theme: Words = Field((), description="Theme or themes of files that name none.")
    formats: Words = Field((), description="Formats of files that name none.")
    output: Word | None = Field(None, description=OUTPUT)
    words: dict[Word, Name] = Field(default_factory=dict, description=WORDS)
