"""Corrections: drafted by one, approved by another, carried out whole or not at all."""

from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from pypdf import PdfReader

from common.documents.issue import is_intact
from common.history import history_of
from common.models import Document, OutboxMail
from common.refusals import MovedOn, NotAllowed, NotNow
from grants.models import (
    BudgetAdjustment,
    Correction,
    CorrectionLetter,
    Grant,
    GrantLetter,
    GrantLine,
    Instalment,
    MoneyBack,
    Recusal,
)
from grants.services.correction import (
    approve_correction,
    begin_correction,
    cancel_correction,
    prepare_correction,
    save_correction,
    send_back_correction,
)
from needs.models import MeasureOutcome, NominationOutcome
from networks.roles import Role
from tests import factories as f
from tests.grants.access_decision import propose
from tests.grants.payment_stage import paid
from tests.grants.stage import approved, grant_of, issued
from tests.world import APRIL, NEXT_SPRING

WHY = "Tiltaket var regnet to ganger."


def line(world, kind: str = "collective") -> GrantLine:
    return grant_of(world.network).lines.filter(kind=kind).order_by("order").first()


def begin(
    world, amount: int = 380_000, *, kind: str = "collective", role="case_officer", **more
) -> Correction:
    return begin_correction(
        grant=grant_of(world.network),
        amounts={line(world, kind).pk: amount},
        reason=more.pop("reason", WHY),
        by=world.person(role),
        now=APRIL,
        **more,
    )


def prepare(world, amount: int = 380_000, **more) -> Correction:
    return prepare_correction(
        correction=begin(world, amount, **more), by=world.person("case_officer"), now=APRIL
    )


def approve(world, correction: Correction, **more) -> CorrectionLetter:
    return approve_correction(correction=correction, by=world.person("approver"), now=APRIL, **more)


def text_of(document: Document) -> str:
    pages = PdfReader(BytesIO(bytes(document.content))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\xa0", " ").split())


def test_an_approved_correction_changes_amounts_and_replaces_the_letter(world):
    issued(world)

    letter = approve(world, prepare(world))

    changed, grant = line(world), grant_of(world.network)
    assert (changed.amount_nok, changed.budget_nok, changed.deviation_reason) == (380_000, 380_000, WHY)
    assert (changed.ground, changed.ground_text) == ("other", WHY)
    assert grant.amount_nok == 652_500
    old = GrantLetter.objects.get(grant=grant)
    assert (letter.number, letter.document.replaces) == (f"{old.number}-K1", old.document)
    assert is_intact(letter.document)
    text = text_of(letter.document)
    for fact in (old.number, letter.number, "400 000 kr", "380 000 kr", "672 500 kr", "652 500 kr", WHY):
        assert fact in text, fact
    correction = Correction.objects.get()
    assert (correction.state, correction.approved_by) == ("issued", world.people["approver"])
    assert [row.verb for row in history_of(correction)] == ["prepare", "approve"]


def test_readers_of_the_letter_are_mailed_once(world):
    issued(world)

    approve(world, prepare(world))

    mails = OutboxMail.objects.filter(kind="grants/correction_issued")
    assert sorted(mail.to for mail in mails) == ["coordinator@example.no", "leader@example.no"]
    assert mails.first().context["after"].replace("\xa0", " ") == "652 500 kr"
    assert [mail.to for mail in OutboxMail.objects.filter(kind="grants/correction_prepared")] == [
        "approver@example.no"
    ]


def test_the_plan_of_payments_follows(world):
    issued(world)

    approve(world, prepare(world))

    plan = Instalment.objects.filter(grant=grant_of(world.network)).exclude(state="cancelled")
    assert sum(row.amount_nok for row in plan) == 652_500


def test_a_measure_is_told_anew_and_those_who_nominated_only_about_what_is_theirs(world):
    issued(world)
    before = OutboxMail.objects.filter(kind__startswith="needs/").count()

    approve(world, prepare(world))

    assert MeasureOutcome.objects.get(measure__title="Lek & læring").network_nok == 380_000
    assert OutboxMail.objects.filter(kind__startswith="needs/").count() == before


def test_a_nomination_that_is_cut_is_told_anew_once_and_the_student_when_yes_becomes_no(world):
    issued(world)
    approve(world, prepare(world, 30_000, kind="individual"))
    outcome = NominationOutcome.objects.get()
    assert (outcome.granted_nok, outcome.reason) == (30_000, WHY)
    to_owner = OutboxMail.objects.filter(kind="needs/nominations_decided", to="owner@example.no")
    to_student = OutboxMail.objects.filter(kind="needs/student_decided")
    assert (to_owner.count(), to_student.count()) == (2, 1)
    assert to_owner.latest("pk").context["is_corrected"]

    approve(world, prepare(world, 0, kind="individual"))

    assert NominationOutcome.objects.get().granted_nok == 0
    assert (to_owner.count(), to_student.count()) == (3, 2)


def test_a_second_correction_replaces_the_first_ones_letter(world):
    issued(world)
    first = approve(world, prepare(world))

    second = approve(world, prepare(world, 390_000))

    assert second.number == first.number.replace("-K1", "-K2")
    assert second.document.replaces == first.document


def test_a_grant_has_one_correction_at_a_time(world):
    issued(world)
    begin(world)

    with pytest.raises(NotNow):
        begin(world, 390_000)
    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.create(
            grant=grant_of(world.network),
            before_nok=1,
            after_nok=1,
            created_by=world.people["case_officer"],
            created_at=APRIL,
        )
    assert Correction.objects.count() == 1


def test_of_two_approvals_one_wins(world):
    issued(world)
    correction = prepare(world)
    approve(world, correction)

    with pytest.raises(MovedOn):
        approve(world, correction)
    assert CorrectionLetter.objects.count() == 1


def test_whoever_prepared_does_not_approve_and_the_database_agrees(world):
    issued(world)
    f.seat(Role.APPROVER, world.county, world.people["case_officer"])
    correction = prepare(world)

    with pytest.raises(NotAllowed):
        approve_correction(correction=correction, by=world.person("case_officer"), now=APRIL)
    with pytest.raises(IntegrityError, match="correction_four_eyes"), transaction.atomic():
        Correction.objects.update(approved_by=world.people["case_officer"])
    assert grant_of(world.network).amount_nok == 672_500


@pytest.mark.parametrize("role", ["case_officer", "forum", "leader", "foreign_officer"])
def test_others_than_approvers_do_not_approve(world, role):
    issued(world)
    correction = prepare(world)

    with pytest.raises(NotAllowed):
        approve_correction(correction=correction, by=world.person(role), now=APRIL)


@pytest.mark.parametrize("role", ["approver", "leader", "foreign_officer"])
def test_others_than_case_officers_begin_nothing(world, role):
    issued(world)

    with pytest.raises(NotAllowed):
        begin(world, role=role)


@pytest.mark.parametrize(("who", "counts"), [("network", True), ("university", False)])
def test_the_recused_take_no_part_in_their_own_recipients_correction(world, who, counts):
    issued(world)
    correction = prepare(world)
    Recusal.objects.create(
        round=world.round,
        user=world.people["approver"],
        reason="Svoger",
        recorded_by=world.people["approver"],
        recorded_at=APRIL,
        **{who: getattr(world, who)},
    )

    if counts:
        with pytest.raises(NotNow):
            approve(world, correction)
        assert not CorrectionLetter.objects.exists()
    else:
        assert approve(world, correction)


def test_before_the_letters_the_decision_is_changed_instead(world):

    approved(world)

    with pytest.raises(NotNow):
        begin(world)


@pytest.mark.parametrize("amount", [-1, 400_001])
def test_a_sum_below_zero_or_beyond_the_frame_is_refused(world, amount):
    issued(world)

    with pytest.raises(NotNow):
        begin(world, amount)
    assert not Correction.objects.exists()


@pytest.mark.parametrize(("amount", "reason"), [(400_000, WHY), (380_000, " ")])
def test_a_correction_without_change_or_reason_is_not_prepared(world, amount, reason):
    issued(world)

    with pytest.raises(NotNow):
        prepare(world, amount, reason=reason)


def test_two_officers_at_the_same_draft_lose_nothing(world):
    issued(world)
    correction, officer = begin(world), world.person("case_officer")
    typed = {"correction": correction, "amounts": {line(world).pk: 370_000}, "by": officer, "now": APRIL}
    save_correction(reason="Først", version=correction.version, **typed)

    with pytest.raises(NotNow):
        save_correction(reason="Så", version=correction.version, **typed)
    assert Correction.objects.get().reason == "Først"


def test_a_correction_is_sent_back_changed_and_approved_as_it_was_read(world):
    issued(world)
    correction = prepare(world)
    read = correction.version
    approver, officer = world.person("approver"), world.person("case_officer")
    send_back_correction(correction=correction, comment="Se på summen.", by=approver, now=APRIL)
    assert OutboxMail.objects.get(kind="grants/correction_sent_back").to == "case_officer@example.no"
    correction = Correction.objects.get()
    save_correction(
        correction=correction,
        amounts={line(world).pk: 360_000},
        reason=WHY,
        version=correction.version,
        by=officer,
        now=APRIL,
    )
    correction = prepare_correction(correction=correction, by=officer, now=APRIL)

    with pytest.raises(MovedOn):
        approve(world, correction, version=read)
    approve(world, correction, version=correction.version)
    assert line(world).amount_nok == 360_000


def test_a_cancelled_correction_changes_nothing_and_makes_room_for_another(world):
    issued(world)

    cancel_correction(correction=begin(world), by=world.person("case_officer"), now=APRIL)

    assert grant_of(world.network).amount_nok == 672_500
    assert begin(world, 390_000).state == "draft"


def test_less_than_is_paid_needs_a_word_that_the_money_comes_back(world):
    paid(world)
    correction = prepare(world)

    with pytest.raises(NotNow) as refusal:
        approve(world, correction)
    assert "20 000 kr" in refusal.value.sentence.replace("\xa0", " ")
    assert grant_of(world.network).amount_nok == 672_500
    assert not CorrectionLetter.objects.exists()

    approve(world, correction, claims_back=True)
    assert MoneyBack.objects.get(correction=correction).amount_nok == 20_000


def test_a_budget_proposal_that_waits_is_declined_and_its_partners_told(world):
    issued(world)
    proposal = propose(world)

    approve(world, prepare(world))

    assert BudgetAdjustment.objects.get(pk=proposal.pk).state == "declined"
    assert OutboxMail.objects.filter(kind="grants/adjustment_answered").exists()


def test_a_corrected_grant_is_read_with_its_new_amounts_by_the_report(world):
    issued(world)
    approve(world, prepare(world))

    grant = Grant.objects.get(network=world.network)
    assert sum(row.budget_nok for row in grant.lines.all()) == 652_500
    assert NEXT_SPRING > APRIL
