"""What can be done to an inquiry: who may, when, what is told, and what is written down."""

from decimal import Decimal

import pytest

from common.clock import oslo
from common.history import history_of
from common.models import Attachment, MailPriority, OutboxMail
from common.outbox.rendering import render
from common.refusals import MovedOn, NotAllowed, NotNow
from networks.deadlines import answer_of_inquiry, was_late
from networks.models import Inquiry, InquiryAnswer
from networks.roles import Role
from networks.services import inquiries as services
from networks.states import InquiryAnswerState, InquiryState
from networks.topics import topics
from tests import factories as f
from tests.networks.inquiries import (
    BEFORE,
    DUE,
    LATE,
    PDF,
    answer,
    answered,
    asked_row,
    draft,
    sent,
    typed,
    upload,
)
from tests.world import AUTUMN

OTHERS = ("owner", "head", "leader", "uh", "forum", "approver", "foreign_officer", "nobody")


def mails(kind: str) -> list[OutboxMail]:
    return list(OutboxMail.objects.filter(kind=f"networks/{kind}").order_by("to"))


def told(kind: str) -> list[str]:
    return [mail.to.split("@")[0] for mail in mails(kind)]


@pytest.mark.parametrize("role", OTHERS)
def test_only_a_case_officer_of_the_county_asks(world, role):
    inquiry, by = draft(world), world.person(role)
    acts = [
        lambda: services.create_inquiry(round=world.fresh_round(), typed=typed(), by=by, now=AUTUMN),
        lambda: services.save_inquiry(inquiry=inquiry, typed=typed(), by=by, now=AUTUMN),
        lambda: services.choose_asked(
            inquiry=inquiry, group="owners", offered=[], chosen=[], by=by, now=AUTUMN
        ),
        lambda: services.send_inquiry(inquiry=inquiry, by=by, now=AUTUMN),
        lambda: services.cancel_inquiry(inquiry=inquiry, reason="x", by=by, now=AUTUMN),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    assert Inquiry.objects.get().state == InquiryState.DRAFT
    assert OutboxMail.objects.count() == 0


def test_a_draft_keeps_its_days_in_order_and_its_choices_once(world):
    inquiry = draft(world, answer_kind="choice", choices=["Ja", "Nei", "Ja"])
    inquiry.refresh_from_db()
    assert (inquiry.remind_before, inquiry.remind_after) == ([7, 1], [1, 7])
    assert (inquiry.choices, inquiry.reminds_at_opening) == (["Ja", "Nei"], False)


def test_save_inquiry_is_refused_when_it_has_been_sent(world):
    inquiry = sent(world)
    with pytest.raises(NotNow):
        services.save_inquiry(
            inquiry=inquiry, typed=typed(title="Ny"), by=world.person("case_officer"), now=AUTUMN
        )
    assert Inquiry.objects.get().title == "Ledige plasser"


def test_choose_asked_touches_only_what_was_offered(world):
    inquiry, officer = draft(world), world.person("case_officer")

    def choose(offered, chosen):
        services.choose_asked(
            inquiry=inquiry,
            group="kindergartens",
            offered=[body.pk for body in offered],
            chosen=[body.pk for body in chosen],
            by=officer,
            now=AUTUMN,
        )
        rows = InquiryAnswer.objects.filter(kindergarten__isnull=False)
        return set(rows.values_list("kindergarten__name", flat=True))

    assert choose([world.kindergarten, world.sister], [world.sister]) == {"Lillestua", "Annenstua"}
    assert choose([], [world.sister, world.kindergarten]) == {"Lekestua", "Lillestua", "Annenstua"}
    assert InquiryAnswer.objects.filter(organisation__isnull=False).count() == 2


def test_choose_asked_is_refused_for_bodies_of_another_county(world):
    inquiry, foreign = draft(world), f.OrganisationFactory()
    f.KindergartenFactory(owner=foreign)
    with pytest.raises(NotNow):
        services.choose_asked(
            inquiry=inquiry,
            group="owners",
            offered=[],
            chosen=[foreign.pk],
            by=world.person("case_officer"),
            now=AUTUMN,
        )
    assert inquiry.answers.count() == 5


def test_send_inquiry_writes_once_to_each_who_may_answer(world):
    inquiry = sent(world)
    assert (inquiry.state, inquiry.opens_at) == (InquiryState.OPEN, BEFORE)
    assert told("inquiry_sent") == ["coordinator", "head", "leader", "other_head", "owner", "uh"]
    assert {mail.priority for mail in mails("inquiry_sent")} == {MailPriority.BULK}
    (line,) = history_of(inquiry)
    assert (line.verb, line.by) == ("send", world.people["case_officer"])


def test_a_person_with_several_bodies_gets_one_mail_with_all_of_them(world):
    f.seat(Role.HEAD, world.sister, world.people["head"])
    inquiry = draft(world)
    officer = world.person("case_officer")
    services.choose_asked(
        inquiry=inquiry, group="kindergartens", offered=[], chosen=[world.sister.pk], by=officer, now=BEFORE
    )
    services.send_inquiry(inquiry=inquiry, by=officer, now=BEFORE)
    (mail,) = [mail for mail in mails("inquiry_sent") if mail.to.startswith("head@")]
    assert sorted(mail.context["bodies"]) == ["Lekestua", "Lillestua"]
    assert mail.context["path"] == f"/nettverk/sporringer/{inquiry.pk}/mine/"
    assert set(topics(world.round, world.kindergarten, world.sister)) <= set(mail.topics)


def test_the_owner_is_written_to_for_a_kindergarten_without_a_head(world):
    inquiry, officer = draft(world), world.person("case_officer")
    services.choose_asked(
        inquiry=inquiry, group="kindergartens", offered=[], chosen=[world.sister.pk], by=officer, now=BEFORE
    )
    services.send_inquiry(inquiry=inquiry, by=officer, now=BEFORE)
    (mail,) = [mail for mail in mails("inquiry_sent") if mail.to.startswith("owner@")]
    assert sorted(mail.context["bodies"]) == ["Lekestua Prøve SA", "Lillestua"]


def test_send_inquiry_is_refused_without_bodies_without_a_date_ahead_and_twice(world):
    officer = world.person("case_officer")
    empty = services.create_inquiry(round=world.fresh_round(), typed=typed(), by=officer, now=BEFORE)
    for inquiry, now in ((empty, AUTUMN), (draft(world), LATE), (sent(world), AUTUMN)):
        before = OutboxMail.objects.count()
        with pytest.raises(NotNow):
            services.send_inquiry(inquiry=inquiry, by=officer, now=now)
        assert OutboxMail.objects.count() == before


def test_cancel_inquiry_tells_those_who_were_asked_and_closes_it(world):
    inquiry, officer = sent(world), world.person("case_officer")
    row = asked_row(inquiry, world.kindergarten)
    services.cancel_inquiry(inquiry=inquiry, reason="Vi har tallene.", by=officer, now=AUTUMN)
    assert told("inquiry_cancelled") == told("inquiry_sent")
    assert history_of(inquiry).last().comment == "Vi har tallene."
    with pytest.raises(NotNow):
        answer(world, row, now=AUTUMN)
    with pytest.raises(NotNow):
        services.cancel_inquiry(inquiry=inquiry, reason="Igjen", by=officer, now=AUTUMN)


def test_a_draft_is_put_away_without_a_word(world):
    services.cancel_inquiry(inquiry=draft(world), reason="Nei", by=world.person("case_officer"), now=AUTUMN)
    assert (Inquiry.objects.get().state, OutboxMail.objects.count()) == (InquiryState.CANCELLED, 0)


def test_change_date_tells_only_those_who_have_not_answered(world):
    inquiry, officer = sent(world), world.person("case_officer")
    answer(world, asked_row(inquiry, world.kindergarten))
    later = oslo(2026, 12, 20, 23, 59, 59)
    services.change_date_of_inquiry(inquiry=inquiry, due_at=later, by=officer, now=AUTUMN)
    assert Inquiry.objects.get().due_at == later
    assert told("inquiry_date_changed") == ["coordinator", "leader", "other_head", "owner", "uh"]
    for wrong in (later, BEFORE):
        with pytest.raises(NotNow):
            services.change_date_of_inquiry(inquiry=inquiry, due_at=wrong, by=officer, now=AUTUMN)


def test_an_answer_is_kept_with_who_and_when_and_a_receipt(world):
    row = answered(world)
    row.refresh_from_db()
    assert (row.state, row.text, row.answered_at) == (InquiryAnswerState.ANSWERED, "Ja, to.", BEFORE)
    assert row.answered_by == world.people["head"]
    assert [line.verb for line in history_of(row)] == ["answer"]
    assert told("inquiry_answered") == ["head"]


@pytest.mark.parametrize("role", ["other_head", "leader", "case_officer", "uh", "nobody"])
def test_others_cannot_answer_for_a_body(world, role):
    row = asked_row(sent(world), world.kindergarten)
    with pytest.raises(NotAllowed):
        answer(world, row, role)
    assert InquiryAnswer.objects.get(pk=row.pk).state == InquiryAnswerState.ASKED


def test_nobody_answers_a_draft(world):
    with pytest.raises(NotAllowed):
        answer(world, asked_row(draft(world), world.kindergarten))


@pytest.mark.parametrize(
    ("body", "role"),
    [
        ("owner", "owner"),
        ("network", "coordinator"),
        ("university", "uh"),
        ("kindergarten", "owner"),
        ("other_kindergarten", "other_owner"),
    ],
)
def test_each_body_has_its_people(world, body, role):
    row = answer(world, asked_row(sent(world), getattr(world, body)), role)
    assert row.answered_by == world.people[role]


def test_an_answer_after_the_date_is_marked_late(world):
    row = answer(world, asked_row(sent(world), world.kindergarten), now=LATE)
    assert was_late(row.inquiry, row)
    assert mails("inquiry_answered")[0].context["is_late"] is True


def test_an_inquiry_that_closes_takes_nothing_after_its_date(world):
    row = asked_row(sent(world, closes=True), world.kindergarten)
    assert answer_of_inquiry(row.inquiry, now=DUE).is_open
    with pytest.raises(NotNow):
        answer(world, row, now=LATE)
    assert InquiryAnswer.objects.get(pk=row.pk).text == ""


def test_an_answer_can_be_changed_and_the_second_of_two_is_told(world):
    row = answered(world)
    changed = answer(world, row, text="Ja, tre.")
    assert (changed.text, [line.verb for line in history_of(changed)]) == ("Ja, tre.", ["answer", "change"])
    with pytest.raises(NotNow):
        answer(world, row, "owner", text="Fire")
    assert len(told("inquiry_answered")) == 2


@pytest.mark.parametrize(
    ("kind", "missing", "given"),
    [
        ("text", {"text": "  "}, {"text": "Ja"}),
        ("number", {"text": "Mange"}, {"number": Decimal("0")}),
        ("choice", {"choice": "Kanskje"}, {"choice": "Ja"}),
        ("file", {"text": "Se vedlegg"}, {"upload": upload()}),
    ],
)
def test_what_was_asked_for_must_be_there(world, kind, missing, given):
    choices = ["Ja", "Nei"] if kind == "choice" else []
    row = asked_row(sent(world, answer_kind=kind, choices=choices), world.kindergarten)
    with pytest.raises(NotNow):
        answer(world, row, **missing)
    assert answer(world, row, **given).state == InquiryAnswerState.ANSWERED


def test_a_new_file_takes_the_place_of_the_one_before(world):
    row = answered(world, kind="file")
    kept = answer(world, row, text="Bare en merknad")
    assert kept.file_id == row.file_id
    changed = answer(world, kept, upload=upload("ny.pdf", PDF + b"ny"))
    assert [file.filename for file in Attachment.objects.all()] == ["ny.pdf"]
    assert changed.file.uploaded_by == world.people["head"]


def test_a_returned_answer_is_asked_for_again_with_what_was_written(world):
    row = services.return_inquiry_answer(
        row=answered(world, closes=True), comment="Hvor mange?", by=world.person("case_officer"), now=LATE
    )
    row.refresh_from_db()
    assert (row.state, row.text, row.returned_because) == ("asked", "Ja, to.", "Hvor mange?")
    assert row.own_due_at == oslo(2026, 12, 19, 23, 59, 59)
    assert told("inquiry_answer_returned") == ["head"]
    assert history_of(row).last().comment == "Hvor mange?"
    again = answer(world, row, now=oslo(2026, 12, 18), text="Tre")
    assert not was_late(again.inquiry, again)


def test_only_answers_are_returned_and_by_a_case_officer(world):
    row = answered(world)
    with pytest.raises(NotAllowed):
        services.return_inquiry_answer(row=row, comment="x", by=world.person("leader"), now=AUTUMN)
    unanswered = asked_row(row.inquiry, world.owner)
    with pytest.raises(NotNow):
        services.return_inquiry_answer(
            row=unanswered, comment="x", by=world.person("case_officer"), now=AUTUMN
        )


def test_two_clicks_at_once_send_once(world, monkeypatch):
    inquiry = draft(world)
    stale = Inquiry.objects.select_related("round__county").get(pk=inquiry.pk)
    services.send_inquiry(inquiry=inquiry, by=world.person("case_officer"), now=AUTUMN)
    monkeypatch.setattr(services, "_locked", lambda _inquiry: stale)
    before = OutboxMail.objects.count()
    with pytest.raises(MovedOn):
        services.send_inquiry(inquiry=stale, by=world.person("case_officer"), now=AUTUMN)
    assert OutboxMail.objects.count() == before


def test_every_letter_reads_well_in_both_languages(world):
    inquiry, officer = sent(world, title="Lek & læring"), world.person("case_officer")
    row = answer(world, asked_row(inquiry, world.kindergarten))
    services.return_inquiry_answer(row=row, comment="Hva er <målet>?", by=officer, now=AUTUMN)
    services.change_date_of_inquiry(inquiry=inquiry, due_at=LATE, by=officer, now=AUTUMN)
    services.cancel_inquiry(inquiry=inquiry, reason="Vi har & vet nok.", by=officer, now=AUTUMN)
    kinds = {mail.kind for mail in OutboxMail.objects.all()}
    assert len(kinds) == 5
    for kind in kinds:
        mail = OutboxMail.objects.filter(kind=kind).first()
        for language in ("nb", "en"):
            mail.language = language
            letter = render(mail)
            assert "Lek & læring" in letter.subject
            assert "&amp;" not in letter.text
            assert "Lek &amp; læring" in letter.html
