"""Every kind of letter has a sample that fills all it says, in both languages: what is missing fails here first."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template import Context, engines
from django.utils import translation

from common.models import OutboxMail
from common.outbox.rendering import render
from rekom.letter_samples import LETTERS, previews, sample_of
from tests.needs.test_emails import make_them_all
from tests.world import AUTUMN

FOLDER = Path(settings.BASE_DIR) / "templates" / "emails"
GIVEN = {"portal_url": "https://rekom.example.no", "recipient_name": "Prøve Person"}
OPTIONAL = {"recipient_name", "block", "forloop"}
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def kinds() -> list[str]:
    """Every kind that has a subject, as `app/name`."""
    return sorted(
        str(path.relative_to(FOLDER)).removesuffix(".subject.txt") for path in FOLDER.rglob("*.subject.txt")
    )


def test_every_kind_of_letter_has_a_sample():
    assert sorted(set(kinds()) - set(LETTERS)) == []


def test_every_sample_is_a_kind_of_letter():
    assert sorted(set(LETTERS) - set(kinds())) == []


@pytest.mark.parametrize("kind", kinds())
def test_every_kind_has_a_subject_a_text_and_html(kind):
    for ending in (".subject.txt", ".txt", ".html"):
        assert (FOLDER / f"{kind}{ending}").is_file()


WITHOUT_A_WAY_IN = ("needs/student_address_changed", "needs/student_withdrawn", "grants/payout_paid_student")
"""To people without a user: their personal link is over, or there is nothing to do."""


@pytest.mark.parametrize("kind", sorted(LETTERS))
def test_every_letter_can_be_read_in_every_language(kind):
    for code, _language, letter in previews(kind):
        assert letter.subject
        assert letter.html
        assert ("http" in letter.text) == (kind not in WITHOUT_A_WAY_IN)
        assert "&amp;" not in letter.text
        assert f'lang="{code}"' in letter.html


class Asked(Context):
    """Remembers what was asked for in vain, also by `{% if %}` and `{% blocktranslate %}`, which let it pass."""

    def __init__(self, values: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(values, **kwargs)
        self.missing: set[str] = set()

    def __getitem__(self, name: str) -> Any:
        if not super().__contains__(name):
            self.missing.add(name)
        return super().__getitem__(name)

    def __contains__(self, name: object) -> bool:
        found = super().__contains__(name)  # type: ignore[operator]  # -- the stubs want a text
        if not found:
            self.missing.add(str(name))
        return found


def missing_in(kind: str, context: dict[str, Any]) -> set[str]:
    """What the letter's templates ask of the context that it does not have."""
    missing = set()
    for engine, ending in _parts():
        asked = Asked({**context, **GIVEN}, autoescape=engine == "django")
        engines[engine].get_template(f"emails/{kind}{ending}").template.render(asked)
        missing |= asked.missing
    return missing - OPTIONAL


def _parts() -> Iterator[tuple[str, str]]:
    yield from (("text", ".subject.txt"), ("text", ".txt"), ("django", ".html"))


@pytest.mark.parametrize("kind", sorted(LETTERS))
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_letter_asks_for_what_its_sample_lacks(kind, language):
    with translation.override(language):
        assert missing_in(kind, dict(sample_of(kind, language).context)) == set()


@pytest.mark.parametrize(
    ("kind", "name"),
    [("needs/needs_report_returned", "network"), ("needs/needs_report_received", "is_no_needs")],
)
def test_a_variable_that_a_sample_lacks_is_seen(kind, name):
    context = dict(sample_of(kind, "nb").context)
    del context[name]
    assert missing_in(kind, context) == {name}


def test_real_letters_have_what_their_samples_have(world):
    make_them_all(world)
    for mail in OutboxMail.objects.select_related("recipient"):
        assert set(mail.context) == set(sample_of(mail.kind, "nb").context), mail.kind
        assert render(mail).subject


def test_previews_store_and_send_nothing(world, at, sign_in):
    at(AUTUMN)
    client = sign_in("case_officer")
    page = client.get("/utboks/brev/needs/needs_report_returned/").content.decode()
    assert 'lang="nb"' in page
    assert 'lang="en"' in page
    assert "/utboks/brev/needs/needs_report_returned/en/" in page
    assert OutboxMail.objects.count() == 0


@pytest.mark.parametrize(
    "path", ["needs/nothing/", "needs/needs_report_returned/sv/", "../settings/", "rekom/duty_opens/html/"]
)
def test_a_letter_that_does_not_exist_is_not_found(world, at, sign_in, path):
    at(AUTUMN)
    assert sign_in("case_officer").get(f"/utboks/brev/{path}").status_code == 404
