"""The pages of the decision, the letters, the needs' outcome and the budget, as people meet them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.models import OutboxMail
from common.outbox.rendering import render
from grants import queries
from grants.models import BudgetAdjustment, Decision, GrantLetter, LetterBatch
from grants.services.letter import issue_letters
from grants.services.letter_jobs import make_next_letters
from networks.models import County, Network, Organisation
from tests.grants.access_decision import propose
from tests.grants.stage import approved, built, grant_of, issued, prepared, set_stage
from tests.world import APRIL

MOST_QUERIES = 13
ODD = "Sámi á đ ŋ š ŧ ž ï ö, عربى, 😀 <b>&"


def post(client, name: str, world, data=None, **kwargs):
    return client.post(
        reverse(f"grants:{name}", kwargs={"year": world.round.grant_year, **kwargs}), data or {}
    )


def get(client, name: str, **kwargs):
    return client.get(reverse(f"grants:{name}", kwargs=kwargs))


def test_the_decision_goes_from_recommendation_to_letters_in_the_browser(world, sign_in, at):
    at(APRIL)
    set_stage(world)
    officer, approver = sign_in("case_officer"), sign_in("approver")

    post(officer, "decision_build", world)
    version = Decision.objects.get().version
    post(officer, "decision_edit", world, {"reasons": ODD, "version": version})
    post(officer, "decision_prepare", world)
    post(approver, "decision_send_back", world, {"comment": "Se på summen."})
    post(officer, "decision_prepare", world)
    post(approver, "decision_approve", world)
    answer = post(officer, "letters_issue", world)
    while make_next_letters(batch=LetterBatch.objects.get(), seconds=60, now=APRIL):
        pass  # as the worker does

    assert answer.status_code == 302
    decision = Decision.objects.get()
    assert (decision.state, decision.reasons) == ("issued", ODD)
    letter = GrantLetter.objects.get(grant__network=world.network)
    download = get(sign_in("leader"), "letter_download", letter=letter.pk)
    assert download.content == bytes(letter.document.content)
    assert download["Content-Disposition"] == f'attachment; filename="tilsagnsbrev-{letter.number}.pdf"'


def test_a_stale_save_keeps_what_was_typed(world, sign_in, at):
    at(APRIL)
    decision, officer = built(world), sign_in("case_officer")
    post(officer, "decision_edit", world, {"reasons": "Den andre", "version": decision.version})

    answer = post(officer, "decision_edit", world, {"reasons": "Min tekst", "version": decision.version})

    assert answer.status_code == 409
    assert "Min tekst" in answer.content.decode()
    assert Decision.objects.get().reasons == "Den andre"


@pytest.mark.parametrize("text", ["x" * 20_001, "nul\x00"])
def test_reasons_that_cannot_be_stored_are_refused_and_kept_on_the_page(world, sign_in, at, text):
    at(APRIL)
    decision = built(world)

    answer = post(
        sign_in("case_officer"), "decision_edit", world, {"reasons": text, "version": decision.version}
    )

    assert answer.status_code == 200
    assert text[:3] in answer.content.decode()
    assert Decision.objects.get().version == decision.version


def test_twenty_thousand_characters_are_stored(world, sign_in, at):
    at(APRIL)
    decision = built(world)

    post(
        sign_in("case_officer"),
        "decision_edit",
        world,
        {"reasons": "å" * 20_000, "version": decision.version},
    )

    assert Decision.objects.get().reasons == "å" * 20_000


def test_a_stale_step_says_so_and_changes_nothing(world, sign_in, at):
    at(APRIL)
    approved(world)

    answer = post(sign_in("case_officer"), "decision_prepare", world)

    assert answer.status_code == 302
    assert Decision.objects.get().state == "approved"


def test_issuing_with_something_missing_names_it_on_the_page(world, sign_in, at):
    at(APRIL)
    approved(world)
    Organisation.objects.filter(pk=world.payee.pk).update(account_number="")

    answer = post(sign_in("case_officer"), "letters_issue", world)

    assert answer.status_code == 409
    assert "Prøvenettverket:" in answer.content.decode()
    assert not GrantLetter.objects.exists()


def test_a_draft_letter_is_shown_before_approval(world, sign_in, at):
    at(APRIL)
    prepared(world)

    answer = get(sign_in("approver"), "letter_preview", year=2027, grant=grant_of(world.network).pk)

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")


@pytest.mark.parametrize(
    ("name", "role"), [("decision_detail", "case_officer"), ("decision_detail", "approver")]
)
def test_the_decision_page_stays_within_the_queries(world, sign_in, at, name, role):
    at(APRIL)
    prepared(world)
    client = sign_in(role)
    get(client, name, year=2027)

    with CaptureQueriesContext(connection) as found:
        assert get(client, name, year=2027).status_code == 200

    assert len(found) <= MOST_QUERIES


@pytest.mark.parametrize(
    ("name", "role"),
    [("letter_list", "case_officer"), ("outcome_list", "owner"), ("outcome_list", "case_officer")],
)
def test_the_lists_stay_within_the_queries(world, sign_in, at, name, role):
    at(APRIL)
    issued(world)
    client = sign_in(role)
    get(client, name)

    with CaptureQueriesContext(connection) as found:
        assert get(client, name).status_code == 200

    assert len(found) <= MOST_QUERIES


def test_need_outcomes_cost_the_same_for_one_need_and_for_three(world):
    stage = set_stage(world)
    round = world.fresh_round()
    with CaptureQueriesContext(connection) as three:
        assert len(queries.need_outcomes(world.person("owner"), round, now=APRIL)) == 3
    for need in stage.needs[1:]:
        need.measures.clear()
        need.delete()
    with CaptureQueriesContext(connection) as one:
        assert len(queries.need_outcomes(world.person("owner"), round, now=APRIL)) == 1

    assert len(one) == len(three)


def test_an_owner_sees_what_became_of_each_need(world):
    issued(world)

    outcomes = queries.need_outcomes(world.person("owner"), world.fresh_round(), now=APRIL)

    assert [(o.status, o.amount_nok, [m.letters for m in o.measures]) for o in outcomes] == [
        ("granted", 550_000, [["2027-50-01", "2027-50-02"]]),
        ("granted", 160_000, [["2027-50-01", "2027-50-02"]]),
        ("left_out", 0, []),
    ]


def test_an_owner_reads_why_a_measure_got_less_than_was_asked_for(world, sign_in, at):
    at(APRIL)
    issued(world)

    outcomes = queries.need_outcomes(world.person("owner"), world.fresh_round(), now=APRIL)

    no_money = next(ground for ground in world.round.scheme.grounds if ground.key == "no_money")
    assert [[m.reasons for m in o.measures] for o in outcomes] == [[[]], [[str(no_money.text)]], []]
    assert str(no_money.text) in get(sign_in("owner"), "outcome_list").content.decode()


def test_no_amount_is_shown_before_the_letters_are_issued(world):
    approved(world)

    outcomes = queries.need_outcomes(world.person("owner"), world.fresh_round(), now=APRIL)

    assert [o.status for o in outcomes] == ["prioritised", "prioritised", "left_out"]
    assert all(m.amount_nok is None for o in outcomes for m in o.measures)


def test_others_see_no_needs_of_this_owner(world):
    issued(world)

    for role in ("other_owner", "other_leader", "uh", "nobody", "foreign_officer"):
        assert queries.need_outcomes(world.person(role), world.fresh_round(), now=APRIL) == []


def test_recipients_see_their_grants_from_when_the_letter_is_issued(world):
    decision = approved(world)
    for role in ("leader", "uh"):
        assert not queries.grants_visible_to(world.person(role), now=APRIL).exists()
    assert queries.grants_visible_to(world.person("approver"), now=APRIL).count() == 2

    issue_letters(decision=decision, by=world.person("approver"), now=APRIL)

    for role in ("leader", "coordinator", "member", "uh"):
        assert queries.grants_visible_to(world.person(role), now=APRIL).count() == 1
    for role in ("owner", "other_leader", "other_uh", "foreign_officer", "forum"):
        assert not queries.grants_visible_to(world.person(role), now=APRIL).exists()


def test_a_budget_is_proposed_and_agreed_in_the_browser(world, sign_in, at):
    at(APRIL)
    issued(world)
    first, second = grant_of(world.network).lines.filter(kind="collective")
    others = grant_of(world.university).lines.filter(kind="collective")
    data = {f"line_{line.pk}": line.budget_nok for line in others}
    data |= {f"line_{first.pk}": "390 000", f"line_{second.pk}": "142 500 kr", "reason": ODD}

    answer = post(sign_in("leader"), "adjustment_propose", world, data, network=world.network.pk)
    assert answer.status_code == 302
    found = BudgetAdjustment.objects.get()
    page = get(sign_in("uh"), "adjustment_detail", year=2027, network=world.network.pk).content.decode()
    assert "Sámi" in page
    post(sign_in("uh"), "adjustment_agree", world, network=world.network.pk, adjustment=found.pk)

    assert [line.budget_nok for line in grant_of(world.network).lines.filter(kind="collective")] == [
        390_000,
        142_500,
    ]


def test_an_unbalanced_budget_is_refused_and_kept_on_the_page(world, sign_in, at):
    at(APRIL)
    issued(world)
    lines = queries.budget_lines(world.network, world.fresh_round())
    data = {f"line_{line.pk}": line.budget_nok + 1 for line in lines} | {"reason": "Mer til alle"}

    answer = post(sign_in("leader"), "adjustment_propose", world, data, network=world.network.pk)

    assert answer.status_code == 409
    assert "Mer til alle" in answer.content.decode()
    assert not BudgetAdjustment.objects.exists()


def test_the_budget_page_stays_within_the_queries(world, sign_in, at):
    at(APRIL)
    issued(world)
    propose(world)
    client = sign_in("uh")
    get(client, "adjustment_detail", year=2027, network=world.network.pk)

    with CaptureQueriesContext(connection) as found:
        assert get(client, "adjustment_detail", year=2027, network=world.network.pk).status_code == 200

    assert len(found) <= MOST_QUERIES


def test_every_letter_by_mail_can_be_written_in_both_languages(world, sign_in, at):
    at(APRIL)
    issued(world)
    adjustment = propose(world)
    post(sign_in("uh"), "adjustment_decline", world, {"comment": ODD}, network=world.network.pk)
    assert BudgetAdjustment.objects.get(pk=adjustment.pk).state == "declined"

    mails = OutboxMail.objects.filter(kind__startswith="grants/")

    assert {mail.kind for mail in mails} == {
        "grants/decision_prepared",
        "grants/decision_approved",
        "grants/letters_issued",
        "grants/adjustment_proposed",
        "grants/adjustment_answered",
    }
    for mail in mails:
        for language in ("nb", "en"):
            mail.language = language
            written = render(mail)
            assert written.subject
            assert "http" in written.text
            assert written.html
            assert "{" not in written.text


@pytest.mark.parametrize(("role", "verb"), [("case_officer", "edit"), ("approver", "detail")])
def test_what_letters_lack_is_said_once_for_each_body_with_the_way_there(world, sign_in, at, role, verb):
    at(APRIL)
    prepared(world)
    Organisation.objects.filter(pk=world.university.pk).update(account_number="", postal_address="")
    Network.objects.filter(pk=world.other_network.pk).update(payee=None)
    County.objects.filter(pk=world.county.pk).update(phone="")

    answer = get(sign_in(role), "decision_detail", year=2027)

    rows = {row.url: row.what for row in answer.context["missing_facts"]}
    assert rows[reverse(f"networks:organisation_{verb}", kwargs={"pk": world.university.pk})] == [
        "mottakerens kontonummer",
        "mottakerens postadresse",
    ]
    assert rows[reverse(f"networks:office_{verb}")] == ["embetets telefonnummer"]
    assert all(f'href="{url}"' in answer.content.decode() for url in rows)
