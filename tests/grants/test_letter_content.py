"""What a grant letter says: in its recipient's written form, with the governor's words; refusals and why."""

import pytest

from common.refusals import NotNow
from grants.letter_content import letter_content
from grants.letter_lacks import lacks_of
from grants.letter_wording import (
    ClauseWords,
    LetterWords,
    filled,
    lacks_clause,
    scheme_words,
    unknown_places,
)
from grants.models import Grant, GrantLine
from grants.queries.decision import grants_for_letters
from networks.models import Network, Organisation
from networks.schemes import REKOM_2021
from tests.grants.stage import approved
from tests.world import APRIL


def grant_for(world, **place) -> Grant:
    return grants_for_letters(world.fresh_round()).get(**place)


def content_for(world, words=None, **place):
    grant = grant_for(world, **place)
    return letter_content(grant, world.fresh_round(), number="2027-50-01", now=APRIL, words=words)


def texts_of(content) -> str:
    return " ".join(
        text for section in content["sections"] for text in [section["title"], *section["paragraphs"]]
    )


def write_nynorsk(world) -> None:
    Organisation.objects.filter(pk=world.payee.pk).update(written_form="nn")


def test_a_recipient_who_writes_nynorsk_gets_a_nynorsk_letter(world):
    approved(world)
    write_nynorsk(world)

    content = content_for(world, network=world.network)

    assert content["language"] == "nn"
    assert content["title"].startswith("Tilskot til")
    assert "tek imot pengane" in content["lead"]
    assert "Grunngiving for vedtaket" in texts_of(content)
    assert "tre veker" in texts_of(content)
    assert "Lek & læring" in {line["label"] for line in content["lines"]}


def test_the_others_get_theirs_in_bokmål(world):
    approved(world)
    write_nynorsk(world)

    assert content_for(world, university=world.university)["title"].startswith("Tilskudd til")


@pytest.mark.parametrize(
    ("stored", "said"),
    [
        ("Leder/koordinator", "Leiar/koordinator"),
        ("Universitet eller høgskole som partner: Prøve", "Universitet eller høgskule som partnar: Prøve"),
        ("Leder/koordinatorens kurs", "Leder/koordinatorens kurs"),
        ("Samling på Røros", "Samling på Røros"),
    ],
)  # fmt: skip
def test_labels_that_the_portal_made_are_said_in_nynorsk(world, stored, said):
    approved(world)
    write_nynorsk(world)
    GrantLine.objects.filter(kind="fixed", grant__network=world.network).update(label=stored)

    assert content_for(world, network=world.network)["lines"][0]["label"] == said


def test_a_numbered_individual_measure_is_said_in_nynorsk(world):
    approved(world)
    write_nynorsk(world)
    line = GrantLine.objects.get(kind="individual")

    labels = [row["label"] for row in content_for(world, network=world.network)["lines"]]

    assert f"Individuelt tiltak nr. {line.nomination_id}: ABLU" in labels


def test_what_is_cut_stands_with_what_was_asked_for_and_why(world):
    approved(world)
    GrantLine.objects.filter(grant__network=world.network, label__startswith="Språk").update(
        ground="not_criteria", ground_text="Målet er uklart.", deviation_reason="Forumet ville gi mer."
    )

    (cut,) = content_for(world, network=world.network)["cuts"]

    assert cut["label"] == "Språk i Snåase, gïele"
    assert (cut["requested"].replace("\xa0", " "), cut["amount"].replace("\xa0", " ")) == (
        "200 000 kr",
        "132 500 kr",
    )
    assert cut["reasons"] == [
        str(ground.text) for ground in REKOM_2021.grounds if ground.key == "not_criteria"
    ] + ["Målet er uklart.", "Forumet ville gi mer."]


def refuse_all(world) -> None:
    """The network gets nothing (past the rules: what the letter says is asked here)."""
    GrantLine.objects.filter(grant__network=world.network).update(amount_nok=0, ground="no_money")
    Grant.objects.filter(network=world.network).update(amount_nok=0)


def test_a_refusal_has_reasons_and_the_right_to_complain_but_no_money(world):
    approved(world)
    refuse_all(world)
    Organisation.objects.filter(pk=world.payee.pk).update(account_number="")

    content = content_for(world, network=world.network)

    assert content["is_refusal"]
    assert content["lines"] == []
    assert {cut["label"] for cut in content["cuts"]} >= {"Lek & læring", "Språk i Snåase, gïele"}
    titles = [section["title"] for section in content["sections"]]
    assert "Klage" in titles
    assert "Rapportering" not in titles
    assert "Tidsramme" not in titles
    assert lacks_of(grant_for(world, network=world.network), world.fresh_round()) == []


def test_an_account_number_that_fails_its_check_is_named(world):
    approved(world)
    Organisation.objects.filter(pk=world.university.pk).update(account_number="86011117948")

    (lack,) = lacks_of(grant_for(world, university=world.university), world.fresh_round())

    assert "86011117948" in lack.what
    assert lack.kept_by == world.university


def test_the_governor_s_words_are_used_and_filled(world):
    approved(world)
    own = ClauseWords("", "Samling i {år}", "{mottaker} stiller.\n\n{kontor} leder, og {navn} får {beløp}.")
    words = LetterWords("nb", "Kjære {navn}.", (*scheme_words(REKOM_2021, "nb").clauses, own), version=4)

    content = content_for(world, words, network=world.network)

    assert content["lead"] == "Kjære Prøvenettverket."
    assert content["template"] == {"kind": "network", "version": 4}
    section = next(row for row in content["sections"] if row["title"] == "Samling i 2027")
    assert [text.replace("\xa0", " ") for text in section["paragraphs"]] == [
        "Prøvedal kommune stiller.",
        "Statsforvalteren i Prøvefylket leder, og Prøvenettverket får 672 500 kr.",
    ]


def test_the_scheme_s_own_words_are_filled(world):
    approved(world)

    text = texts_of(content_for(world, network=world.network))

    assert "innen 15. juni 2028" in text
    assert "Send klagen til Statsforvalteren i Prøvefylket" in text
    assert "{" not in text


def test_a_letter_to_nobody_is_refused(world):
    approved(world)
    Network.objects.filter(pk=world.network.pk).update(payee=None)
    with pytest.raises(NotNow):
        content_for(world, network=world.network)


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("Innen {rapportfrist}, { kontor }.", []),
        ("Innen {frist}.", ["{frist}"]),
        ("Innen {rapportfrist.", ["{"]),
        ("100 % til {beløp} og {}", ["{}"]),
    ],
)
def test_what_is_not_known_in_brackets_is_named(text, unknown):
    assert unknown_places(text) == unknown


def test_an_unknown_bracket_stays_as_it_is():
    assert filled("{år} og {x}", {"år": "2027"}) == "2027 og {x}"


def test_words_without_an_obligatory_clause_lack_it():
    words = scheme_words(REKOM_2021, "nb")
    assert not lacks_clause(words)
    assert lacks_clause(LetterWords("nb", "", words.clauses[1:]))
