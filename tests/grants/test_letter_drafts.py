"""The letters of a year in one list, and each beside last year's."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.documents.issue import issue
from grants.letter_comparing import AmountRow, amount_rows, differences
from grants.models import Decision, Grant, GrantLetter, GrantLine, Instalment, LetterBatch
from grants.queries.letter_before import amounts_before, letter_before
from grants.services.letter_batch import begin_letters
from grants.services.letter_jobs import make_next_letters
from networks.models import Organisation
from tests.grants.stage import approved, grant_of, issued
from tests.world import APRIL, make_round


def last_years_letter(world) -> None:
    """The network got a letter of 600 000 kr the year before (copied from this year's stage, past the rules)."""
    decision = Decision.objects.get()
    before = make_round(world.county, world.round.grant_year - 1)
    old = Decision.objects.create(round=before, recommendation=decision.recommendation, run=decision.run)
    grant = Grant.objects.create(decision=old, network=world.network, amount_nok=600_000)
    GrantLine.objects.create(
        grant=grant, kind="fixed", label="Leder eller koordinator", amount_nok=600_000, budget_nok=600_000
    )
    Instalment.objects.create(
        grant=grant, number=1, due_on=APRIL.date(), amount_nok=600_000, reference="2026-50-01-1"
    )
    content = {
        **GRANT_LETTER,
        "lines": [{"label": "Leder eller koordinator", "amount_nok": 600_000}],
        "amount_nok": 600_000,
    }
    document = issue(
        kind="grant_letter", number="2026-50-01", title="x", filename="x.pdf", content=b"x", now=APRIL
    )
    GrantLetter.objects.create(
        grant=grant, document=document, number="2026-50-01", issued_at=APRIL, snapshot=content
    )


GRANT_LETTER = {
    "title": "Tilskudd 2026",
    "lead": "Nettverket får 600 000 kr.",
    "recipient": {"name": "Prøvedal kommune", "account_number": "1234.56.78911", "address": ["Prøveveien 1"]},
    "purpose": "Formål",
    "sections": [{"title": "Klage", "paragraphs": ["Innen to uker."]}],
}


def page(client, name: str, **place):
    return client.get(reverse(f"grants:{name}", kwargs={"year": 2027, **place}))


def test_the_list_shows_amounts_and_what_stops_each_letter(world, sign_in, at):
    at(APRIL)
    approved(world)
    Organisation.objects.filter(pk=world.university.pk).update(account_number="86011117948")

    rows = {row["name"]: row for row in page(sign_in("case_officer"), "letter_drafts").context["rows"]}

    assert rows["Prøvenettverket"]["stops"] == []
    (stop,) = rows["Prøve høgskole"]["stops"]
    assert "86011117948" in stop
    assert rows["Prøvenettverket"]["before_nok"] is None


def test_after_the_issue_the_list_leads_to_the_letters(world, sign_in, at):
    at(APRIL)
    issued(world)

    answer = page(sign_in("approver"), "letter_drafts")

    assert {row["letter"].number for row in answer.context["rows"]} == {"2027-50-01", "2027-50-02"}
    assert reverse("grants:letters_download", args=[2027]) in answer.content.decode()


def test_the_list_asks_as_much_for_two_letters_as_for_one(world, sign_in, at):
    at(APRIL)
    approved(world)
    client = sign_in("case_officer")
    page(client, "letter_drafts")
    with CaptureQueriesContext(connection) as two:
        page(client, "letter_drafts")
    other = grant_of(world.university)
    GrantLine.objects.filter(grant=other).delete()
    other.delete()
    with CaptureQueriesContext(connection) as one:
        page(client, "letter_drafts")
    assert len(one) == len(two)


def test_a_letter_is_compared_with_the_year_before(world, sign_in, at):
    at(APRIL)
    approved(world)
    last_years_letter(world)

    answer = page(sign_in("case_officer"), "letter_difference", grant=_this_years(world).pk)

    assert answer.context["number_before"] == "2026-50-01"
    leader = next(row for row in answer.context["amounts"] if row.label == "Leder eller koordinator")
    assert (leader.before_nok, leader.after_nok, leader.difference_nok) == (600_000, 100_000, -500_000)
    assert {"Klage", "Rapportering"} <= {section.title for section in answer.context["differences"]}
    assert amounts_before(world.fresh_round()) == {(world.network.pk, None): 600_000}


def _this_years(world) -> Grant:
    return Grant.objects.get(network=world.network, decision__round=world.round)


def test_a_first_letter_has_nothing_to_be_compared_with(world, sign_in, at):
    at(APRIL)
    approved(world)
    grant = grant_of(world.network)

    answer = page(sign_in("case_officer"), "letter_difference", grant=grant.pk)

    assert letter_before(grant, world.fresh_round()) is None
    assert answer.context["differences"] == []
    assert len(answer.context["amounts"]) == grant.lines.exclude(amount_nok=0).count()


def test_a_letter_to_nobody_says_so(world, sign_in, at):
    at(APRIL)
    approved(world)
    type(world.network).objects.filter(pk=world.network.pk).update(payee=None)
    answer = page(sign_in("case_officer"), "letter_difference", grant=grant_of(world.network).pk)
    assert answer.status_code == 200
    assert answer.context["is_nobody"]


def test_same_words_have_no_differences():
    assert differences(GRANT_LETTER, dict(GRANT_LETTER)) == []


def test_lines_of_the_same_name_are_added_up():
    before = {"lines": [{"label": "A", "amount_nok": 1}, {"label": "B", "amount_nok": 5}]}
    after = {"lines": [{"label": "A", "amount_nok": 2}, {"label": "A", "amount_nok": 3}]}
    assert amount_rows(before, after) == [AmountRow("A", 1, 5), AmountRow("B", 5, None)]


def post(client):
    return client.post(reverse("grants:letters_issue", args=[2027]))


def test_issuing_leads_to_the_progress_which_survives_a_reload(world, sign_in, at):
    at(APRIL)
    approved(world)
    client = sign_in("case_officer")

    answer = post(client)

    progress = reverse("grants:letters_progress", args=[2027])
    assert (answer.status_code, answer["Location"]) == (302, progress)
    for _turn in range(2):
        shown = client.get(progress)
        assert shown.status_code == 200
        assert "hx-get" in shown.content.decode()
    assert client.get(reverse("grants:letters_issue", args=[2027]))["Location"] == progress


def test_the_second_to_press_is_led_to_the_first_one_s_progress(world, sign_in, at):
    at(APRIL)
    approved(world)
    post(sign_in("case_officer"))

    answer = post(sign_in("approver"))

    assert answer["Location"] == reverse("grants:letters_progress", args=[2027])


def test_the_progress_is_a_fragment_for_the_page_that_asks_again(world, sign_in, at):
    at(APRIL)
    approved(world)
    batch = begin_letters(decision=Decision.objects.get(), by=world.person("case_officer"), now=APRIL)
    client = sign_in("case_officer")
    address = reverse("grants:letters_progress", args=[2027])

    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert 'hx-trigger="every 2s"' in part
    make_next_letters(batch=batch, seconds=60, now=APRIL)
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()

    assert "hx-trigger" not in part
    assert reverse("grants:letter_list") in part


def test_a_stopped_batch_says_why_and_can_be_begun_again(world, sign_in, at):
    at(APRIL)
    approved(world)
    client = sign_in("case_officer")
    post(client)
    Organisation.objects.filter(pk=world.university.pk).update(name="Nytt navn")
    make_next_letters(batch=LetterBatch.objects.get(), seconds=60, now=APRIL)

    text = client.get(reverse("grants:letters_progress", args=[2027])).content.decode()

    assert "Prøve høgskole" in text
    assert reverse("grants:letters_issue", args=[2027]) in text
    assert not GrantLetter.objects.exists()
    assert post(client).status_code == 302
