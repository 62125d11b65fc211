"""Every kind of letter the portal sends: what it is called, and how it looks with made-up data."""

from collections.abc import Mapping

from django.conf import settings
from django.utils import translation

from common.models import OutboxMail
from common.outbox.rendering import Rendered, render
from networks.models import User, WrittenForm
from rekom.letter_samples import facts, grants, needs, networks, payouts, portal
from rekom.letter_samples.letter import PERSON, Letter

LETTERS: Mapping[str, Letter] = {
    **portal.LETTERS,
    **networks.LETTERS,
    **needs.LETTERS,
    **grants.LETTERS,
    **payouts.LETTERS,
    **facts.LETTERS,
}


IN_NYNORSK = ("rekom/", "networks/dispensation_", "networks/inquiry_", "grants/money_carried_over")
"""The beginnings of the kinds that follow the written form of the body that they are about."""


def label_of(kind: str) -> str:
    """What the kind of letter is called in the active language; the kind itself when nobody has named it."""
    return str(LETTERS[kind].label) if kind in LETTERS else kind


def kind_choices() -> list[tuple[str, str]]:
    """The kinds of letters to choose among, by what they are called."""
    return sorted(((kind, str(letter.label)) for kind, letter in LETTERS.items()), key=lambda pair: pair[1])


def languages_of(kind: str) -> list[tuple[str, str]]:
    """The languages that the kind of letter is written in, as codes and names."""
    nynorsk = [(WrittenForm.NN.value, str(WrittenForm.NN.label))] if kind.startswith(IN_NYNORSK) else []
    return [(code, str(name)) for code, name in settings.LANGUAGES] + nynorsk


def sample_of(kind: str, language: str) -> OutboxMail:
    """A mail of the kind, never stored or sent. Raises KeyError for a kind that has no sample."""
    with translation.override(language):
        context = dict(LETTERS[kind].sample())
    person = User(name=PERSON, email="prove.person@example.no", language=language)
    return OutboxMail(kind=kind, to=person.email, recipient=person, language=language, context=context)


def previews(kind: str) -> list[tuple[str, str, Rendered]]:
    """The letter in each language: the language's code, its name, and what the recipient reads."""
    return [(code, name, render(sample_of(kind, code))) for code, name in languages_of(kind)]
