"""From a run to the lines of each letter: their order, what they ask for, and who gets a letter of nothing."""

from common.moves import move
from grants.models import Grant, GrantLine
from grants.services.decision import build_decision
from grants.services.lines import _by_number
from grants.spreading import LineDraft
from needs.models import DecisionBasis, Measure, MeasureUniversity
from needs.states import BASIS_MOVES
from reporting.queries import reportable_by, reports_owed
from tests.grants.stage import built, grant_of, issued, set_stage
from tests.world import APRIL, WINTER


def ask_in_vain(world) -> DecisionBasis:
    """The other network sends a basis; the run of the recommendation knows nothing of it."""
    basis = DecisionBasis.objects.create(round=world.round, network=world.other_network)
    measure = Measure.objects.create(
        basis=basis, title="Uteliv", goal="Mål", priority=1, network_amount_nok=70_000
    )
    MeasureUniversity.objects.create(measure=measure, university=world.other_university, amount_nok=30_000)
    fields = {"submitted_at": WINTER}
    move(basis, "submit", by=world.people["other_leader"], moves=BASIS_MOVES, now=WINTER, fields=fields)
    return basis


def test_individual_measures_stand_by_number_and_the_rest_where_it_stood():
    rows = [
        LineDraft("fixed", "Leder", 1),
        LineDraft("individual", "nr. 101", 1, request="nomination-101"),
        LineDraft("individual", "nr. 82", 1, request="nomination-82"),
        LineDraft("collective", "Lek", 1),
    ]
    assert [row.label for row in _by_number(rows)] == ["Leder", "nr. 82", "nr. 101", "Lek"]


def test_each_line_keeps_what_was_asked_for_and_what_the_recommendation_gives(world):
    built(world)

    rows = GrantLine.objects.filter(grant=grant_of(world.network))
    assert list(rows.values_list("requested_nok", "recommended_nok", "amount_nok", "budget_nok")) == [
        (None, 100_000, 100_000, 100_000),
        (40_000, 40_000, 40_000, 40_000),
        (400_000, 400_000, 400_000, 400_000),
        (200_000, 132_500, 132_500, 132_500),
    ]


def test_whoever_asked_in_vain_has_a_grant_of_nothing_with_its_lines(world):
    set_stage(world)
    ask_in_vain(world)

    build_decision(round=world.fresh_round(), by=world.person("case_officer"), now=APRIL)

    for body, asked in ((world.other_network, 70_000), (world.other_university, 30_000)):
        grant = grant_of(body)
        line = grant.lines.get()
        assert (grant.amount_nok, line.requested_nok, line.recommended_nok, line.amount_nok) == (
            0,
            asked,
            0,
            0,
        )


def test_whoever_got_nothing_owes_no_report(world):
    decision = issued(world)
    Grant.objects.create(decision=decision, network=world.other_network, amount_nok=0)

    assert {grant.amount_nok for grant in reports_owed(world.fresh_round())} == {672_500, 277_500}
    assert not reportable_by(world.person("other_leader"), now=APRIL).exists()
