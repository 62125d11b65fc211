"""Writing a report: lines by kind, answers, files; what two write at once; what the portal fills in."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.attachments import checked
from common.drafts import Shown
from common.models import Attachment, Document
from common.moves import move
from common.refusals import MovedOn, NotAllowed, NotNow
from grants.models import CarryOver, GrantLine, LineKind, Payout
from grants.states import PAYOUT_MOVES
from reporting import queries, rules, services
from reporting.models import Report, ReportLine, ReportSpending
from reporting.queries.report_lines import KINDS, NOTE, line_values, lines_to_write
from reporting.queries.report_parts import answers_of, asked, files_of
from reporting.services.report_draft import spending_of, used_of
from reporting.states import SpendingKind
from tests.grants import payout_stage
from tests.reporting import stage
from tests.world import NEXT_SPRING

PDF = b"%PDF-1.7 liten fil"


def first_line(grant) -> ReportLine:
    return queries.lines_of(Report(grant=grant))[0]


def stored(line: int) -> ReportLine:
    return ReportLine.objects.get(line=line)


def test_save_line_adds_up_the_kinds(world):
    grant = stage.network_grant(world)
    line = first_line(grant).line_id
    stage.write_line(world, grant, line, kind_staff=1000, kind_travel=250, kind_other=50, note_other="Frukt")
    row = stored(line)
    assert row.used_nok == 1300
    assert [(part.kind, part.amount_nok, part.note) for part in row.by_kind] == [
        ("staff", 1000, ""),
        ("travel", 250, ""),
        ("other", 50, "Frukt"),
    ]
    report = Report.objects.get()
    assert (report.version, report.saved_by, report.saved_at) == (1, world.people["leader"], NEXT_SPRING)


def test_save_line_keeps_what_other_is_until_its_amount_is_written(world):
    grant = stage.network_grant(world)
    line = first_line(grant).line_id
    stage.write_line(world, grant, line, note_other="Frukt")
    assert (stored(line).note_of_other, stored(line).used_nok) == ("Frukt", None)
    stage.write_line(world, grant, line, kind_other=50)
    assert [(part.kind, part.amount_nok, part.note) for part in stored(line).by_kind] == [
        ("other", 50, "Frukt")
    ]


def test_save_line_counts_what_is_left_until_somebody_says_otherwise(world):
    grant = stage.network_grant(world)
    line = first_line(grant)
    stage.write_line(world, grant, line.line_id, kind_staff=1000)
    assert (stored(line.line_id).unspent_nok, stored(line.line_id).left_nok) == (None, line.budget_nok - 1000)
    stage.write_line(world, grant, line.line_id, unspent_nok=5)
    assert (stored(line.line_id).left_nok, stored(line.line_id).difference_nok) == (
        5,
        1005 - line.budget_nok,
    )


def test_nothing_used_is_said_with_a_kind_of_zero_or_with_what_is_unspent(world):
    grant = stage.network_grant(world)
    first, second = (row.line_id for row in queries.lines_of(Report(grant=grant))[:2])
    stage.write_line(world, grant, first, kind_staff=0)
    stage.write_line(world, grant, second, unspent_nok=10)
    assert (stored(first).used_nok, stored(second).used_nok) == (0, 0)
    assert not ReportSpending.objects.exists()


def test_a_line_in_which_only_a_text_is_written_says_nothing_of_money(world):
    grant = stage.network_grant(world)
    line = first_line(grant).line_id
    stage.write_line(world, grant, line, unspent_reason="Vi vet ikke ennå")
    assert stored(line).used_nok is None


def test_an_older_amount_without_kinds_stays_until_a_kind_is_written(world):
    grant = stage.network_grant(world)
    line = first_line(grant).line_id
    report = Report.objects.create(grant=grant)
    ReportLine.objects.create(report=report, line_id=line, used_nok=700)
    stage.write_line(world, grant, line, unspent_reason="Sykdom")
    assert stored(line).used_nok == 700
    stage.write_line(world, grant, line, kind_travel=40)
    assert stored(line).used_nok == 40


def test_two_who_write_in_different_fields_keep_both(world):
    grant = stage.network_grant(world)
    line = first_line(grant)
    shown = Shown.of(line_values(line), 0)
    stage.write_line(world, grant, line.line_id, kind_staff=100, shown=shown)
    saved = stage.write_line(world, grant, line.line_id, by="coordinator", kind_travel=20, shown=shown)
    assert saved.conflicts == []
    assert stored(line.line_id).used_nok == 120


def test_two_who_write_in_the_same_field_must_choose(world):
    grant = stage.network_grant(world)
    line = first_line(grant)
    shown = Shown.of(line_values(line), 0)
    stage.write_line(world, grant, line.line_id, kind_staff=100, shown=shown)
    saved = stage.write_line(world, grant, line.line_id, by="coordinator", kind_staff=200, shown=shown)
    assert [(one.key, one.mine, one.theirs) for one in saved.conflicts] == [("kind_staff", 200, 100)]
    assert stored(line.line_id).used_nok == 100


def test_save_line_refused_for_others_and_for_a_line_of_another_letter(world):
    grant = stage.network_grant(world)
    line = first_line(grant).line_id
    with pytest.raises(NotAllowed):
        stage.write_line(world, grant, line, by="uh", kind_staff=1)
    foreign = first_line(stage.university_grant(world)).line_id
    with pytest.raises(MovedOn):
        stage.write_line(world, grant, foreign, kind_staff=1)
    assert not ReportLine.objects.exists()


def test_a_sent_report_cannot_be_saved(world):
    report = stage.submitted(world)
    with pytest.raises(NotNow):
        stage.write_line(world, report.grant, report.lines.first().line_id, kind_staff=1)


def test_save_answers_keeps_summary_and_answers(world):
    grant = stage.network_grant(world)
    name = asked(grant)[0].name
    typed = {"summary": "Ánne og đđ: Sámi 🙂", name: "Begge"}
    services.save_answers(
        grant=grant, typed=typed, shown=stage.NOTHING, by=world.person("leader"), now=NEXT_SPRING
    )
    report = stage.fresh_of(grant)
    assert report.summary == "Ánne og đđ: Sámi 🙂"
    assert answers_of(report) == {asked(grant)[0].key: "Begge"}


def test_an_answer_to_a_question_that_is_not_asked_is_let_go(world):
    grant = stage.network_grant(world)
    saved = services.save_answers(
        grant=grant,
        typed={"answer_nobody": "?"},
        shown=stage.NOTHING,
        by=world.person("leader"),
        now=NEXT_SPRING,
    )
    assert "answer_nobody" not in saved.values
    assert answers_of(stage.fresh_of(grant)) == {}


def test_networks_and_universities_are_asked_their_own_questions(world):
    network = {one.key for one in asked(stage.network_grant(world))}
    university = {one.key for one in asked(stage.university_grant(world))}
    assert network - university
    assert university - network
    assert network & university


def test_a_file_is_added_and_removed_again(world):
    grant, leader = stage.network_grant(world), world.person("leader")
    (row,) = services.attach_to_report(
        grant=grant, uploads=[checked("Årsplan.pdf", PDF)], by=leader, now=NEXT_SPRING
    )
    assert [file.attachment.filename for file in files_of(row.report)] == ["Årsplan.pdf"]
    services.remove_file(grant=grant, pk=row.pk, by=leader, now=NEXT_SPRING)
    assert not Attachment.objects.exists()


def test_a_file_that_was_sent_stays_with_the_version(world):
    grant, leader = stage.network_grant(world), world.person("leader")
    (row,) = services.attach_to_report(
        grant=grant, uploads=[checked("Bilder.pdf", PDF)], by=leader, now=NEXT_SPRING
    )
    stage.returned(world)
    services.remove_file(grant=grant, pk=row.pk, by=leader, now=NEXT_SPRING)
    assert Attachment.objects.count() == 1


def test_more_files_than_a_report_can_have_are_refused(world):
    grant, uploads = stage.network_grant(world), [checked("Bilder.pdf", PDF)] * 11
    with pytest.raises(NotNow):
        services.attach_to_report(grant=grant, uploads=uploads, by=world.person("leader"), now=NEXT_SPRING)
    assert not Attachment.objects.exists()


def individual(world) -> ReportLine:
    rows = lines_to_write(Report(grant=queries.issued().get(network=world.network)))
    return next(row for row in rows if row.line.kind == LineKind.INDIVIDUAL)


def test_individual_money_begins_with_what_was_paid_on(world):
    payout_stage.planned(world)
    Payout.objects.update(amount_nok=15_000)
    move_payouts(world, "spring", "pay")
    move_payouts(world, "autumn", "stop")
    row = individual(world)
    assert (row.used_nok, row.left_nok, row.unspent_wish) == (15_000, row.budget_nok - 15_000, "return")
    assert [(part.kind, part.amount_nok) for part in row.by_kind] == [("paid_on", 15_000)]
    assert not rules.line_gaps(row)


def test_individual_money_that_still_waits_is_not_filled_in(world):
    payout_stage.planned(world)
    payout_stage.pay(world)
    assert individual(world).used_nok is None


def test_what_the_portal_filled_in_is_stored_with_the_first_save_and_when_it_is_sent(world):
    payout_stage.planned(world)
    move_payouts(world, "spring", "pay")
    move_payouts(world, "autumn", "pay")
    line = individual(world)
    stage.write_line(
        world, line.report.grant, line.line_id, unspent_reason="", shown=Shown.of(line_values(line), 0)
    )
    assert stored(line.line_id).used_nok == line.used_nok == line.budget_nok


def move_payouts(world, half: str, verb: str) -> None:
    """Let the payouts of a half be paid, or stopped, whoever may do that."""
    document = Document.objects.latest("pk")
    fields = {
        "pay": {"paid_on": NEXT_SPRING.date(), "letter": document},
        "stop": {"stopped_because": "Sluttet"},
    }[verb]
    for payout in Payout.objects.filter(half=half):
        if Payout.objects.filter(letter=document).exists():
            fields |= (
                {"letter": Document.objects.exclude(payout__isnull=False).first()} if verb == "pay" else {}
            )
        move(payout, verb, by=world.people["leader"], moves=PAYOUT_MOVES, now=NEXT_SPRING, fields=fields)


def test_money_carried_over_is_a_line_of_its_own(world):
    grant = stage.network_grant(world)
    source = GrantLine.objects.filter(grant=stage.university_grant(world)).first()
    carried = CarryOver.objects.create(
        line=source,
        to_grant=grant,
        amount_nok=5000,
        reason="Utsatt",
        recorded_by=world.people["case_officer"],
        recorded_at=NEXT_SPRING,
    )
    row = queries.lines_of(Report(grant=grant))[-1]
    assert (row.line, row.carry_over, row.budget_nok, row.tells_itself) == (source, carried, 5000, True)
    stage.write_line(world, grant, source.pk, kind_travel=5000, done="Reiser", attainment="fully")
    assert stored(source.pk).carry_over == carried


@pytest.mark.parametrize("count", [1, 3])
def test_the_lines_are_read_in_the_same_number_of_statements(world, count, django_assert_max_num_queries):
    grant = stage.network_grant(world)
    for row in queries.lines_of(Report(grant=grant))[:count]:
        stage.write_line(world, grant, row.line_id, kind_staff=1)
    report = stage.fresh_of(grant)
    with django_assert_max_num_queries(4):
        assert [row.by_kind for row in lines_to_write(report)]


AMOUNTS = st.fixed_dictionaries({name: st.one_of(st.none(), st.integers(0, 250_000_000)) for name in KINDS})


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(amounts=AMOUNTS, unspent=st.one_of(st.none(), st.integers(0, 10**9)))
def test_what_is_used_is_always_the_sum_of_its_kinds(amounts, unspent):
    values = {**amounts, NOTE: "", "unspent_nok": unspent}
    used = used_of(ReportLine(), values, set(values))
    assert (used or 0) == sum(part.amount_nok for part in spending_of(values))
    assert (used is None) == (unspent is None and set(amounts.values()) == {None})


def test_the_form_knows_every_kind():
    assert tuple(f"kind_{kind}" for kind in SpendingKind) == KINDS
