"""The money of one network and of one round: nothing of another network, another year, or a draft."""

import pytest
from django.urls import reverse

from common.moves import move
from grants.models import Decision, Grant, GrantLine, LineKind
from grants.services.decision import approve_decision, prepare_decision
from grants.services.letter import issue_letters
from needs.models import Measure, Need, NeedsReport, Nomination
from needs.states import NEEDS_REPORT_MOVES
from networks.models import Round
from reporting.queries.trace import chain_of_network, chain_of_round, follows_network
from tests.grants.carry_stage import year_after
from tests.grants.payout_stage import second_nomination
from tests.grants.stage import APRIL, built
from tests.reporting.trace_stage import read, returned
from tests.world import AUTUMN, NEXT_SPRING

THEIRS = 5_000
"""Kroner of the other network's only line."""


@pytest.fixture
def two(world, at) -> Decision:
    """A round in which two networks and a university have letters."""
    at(NEXT_SPRING)
    decision = built(world)
    grant = Grant.objects.create(decision=decision, network=world.other_network, amount_nok=THEIRS)
    GrantLine.objects.create(
        grant=grant, kind=LineKind.FIXED, label="Leder", order=1, amount_nok=THEIRS, budget_nok=THEIRS
    )
    officer, approver = world.person("case_officer"), world.person("approver")
    prepare_decision(decision=decision, by=officer, now=APRIL)
    approve_decision(decision=Decision.objects.get(pk=decision.pk), by=approver, now=APRIL)
    issue_letters(decision=Decision.objects.get(pk=decision.pk), by=officer, now=APRIL)
    return Decision.objects.get(pk=decision.pk)


def lines_about(round: Round, network) -> set[int]:
    """What the network's letter gives, and what universities have for work in it."""
    rows = GrantLine.objects.select_related("grant__decision")
    return {
        row.pk
        for row in rows
        if row.grant.decision.round_id == round.pk and network.pk in (row.grant.network_id, row.network_id)
    }


def address(network, year: int) -> str:
    return reverse("reporting:trace_network", kwargs={"network": network.pk, "year": year})


def test_a_network_s_chain_holds_its_own_lines_and_its_universities_in_it(world, two):
    year_after(world)
    officer, round = world.person("case_officer"), world.fresh_round()
    for network in (world.network, world.other_network):
        found = chain_of_network(officer, round, network.pk, now=NEXT_SPRING)
        assert {line.pk for line in found.lines} == lines_about(round, network)
        assert {row.network for row in found.measures.values()} <= {network.pk}
        assert set(found.measures) == {line.measure for line in found.lines if line.measure}
    own = chain_of_network(officer, round, world.network.pk, now=NEXT_SPRING)
    of_university = {line.pk for line in own.lines if own.grants[line.grant].network is None}
    posts = GrantLine.objects.filter(grant__university=world.university, network__isnull=True)
    assert of_university
    assert posts.exists()
    assert not of_university & set(posts.values_list("pk", flat=True))


def test_a_round_s_chain_holds_its_own_lines_alone(world, two):
    later = year_after(world)
    officer = world.person("case_officer")
    for round in (world.fresh_round(), later.fresh_round()):
        found = chain_of_round(officer, round, now=NEXT_SPRING)
        wanted = GrantLine.objects.filter(grant__decision__round=round)
        assert {line.pk for line in found.lines} == set(wanted.values_list("pk", flat=True))
        assert {row.network for row in found.measures.values()} == {world.network.pk}
        assert set(found.measures) == {line.measure for line in found.lines if line.measure}


@pytest.mark.parametrize(
    ("role", "own", "other"),
    [
        ("leader", True, False),
        ("member", True, False),
        ("uh", True, False),
        ("other_leader", False, True),
        ("other_uh", False, False),
        ("owner", False, False),
        ("forum", False, False),
        ("case_officer", True, True),
    ],
)
def test_a_network_s_money_is_followed_by_those_who_read_its_letters(world, two, sign_in, role, own, other):
    client, year = sign_in(role), world.round.grant_year
    answers = [client.get(address(network, year)) for network in (world.network, world.other_network)]
    assert [answer.status_code for answer in answers] == [200 if sees else 404 for sees in (own, other)]


def test_a_network_s_money_is_followed_in_the_years_of_its_letters(world, two):
    later = year_after(world)
    asked = [
        follows_network(world.person("other_leader"), round, world.other_network.pk, now=NEXT_SPRING)
        for round in (world.fresh_round(), later.fresh_round())
    ]
    assert asked == [True, False]


@pytest.mark.parametrize("kind", ["need", "measure", "nomination", "letter", "payment", "payout", "report"])
def test_a_key_that_nothing_has_is_not_found(world, two, sign_in, kind):
    for role in ("owner", "leader", "case_officer"):
        path = reverse("reporting:trace_detail", kwargs={"kind": kind, "pk": 987_654_321})
        assert (role, sign_in(role).get(path).status_code) == (role, 404)


def sent_need(world, owner, network) -> Need:
    report = NeedsReport.objects.create(round=world.round, owner=owner, network=network)
    need = Need.objects.create(report=report, why="Fordi", goal="Mål", priority=1)
    fields = {"submitted_at": AUTUMN}
    move(
        report,
        "submit",
        by=world.people["other_owner"],
        moves=NEEDS_REPORT_MOVES,
        now=AUTUMN,
        fields=fields,
    )
    return need


def test_a_need_is_followed_by_those_who_read_it_and_not_by_those_who_read_others(world, two, sign_in):
    theirs = sent_need(world, world.other_owner, world.other_network)
    ours = Need.objects.get(measures__title="Lek & læring")
    for role, own, other in (
        ("owner", 200, 404),
        ("leader", 200, 404),
        ("member", 200, 404),
        ("other_owner", 404, 200),
        ("other_leader", 404, 200),
        ("case_officer", 200, 200),
    ):
        client = sign_in(role)
        paths = [
            reverse("reporting:trace_detail", kwargs={"kind": "need", "pk": need.pk})
            for need in (ours, theirs)
        ]
        assert (role, *(client.get(path).status_code for path in paths)) == (role, own, other)


def test_a_nomination_is_followed_by_its_own_people_and_not_by_those_of_others(world, two, sign_in):
    ours = Nomination.objects.get()
    theirs = second_nomination(world)
    Nomination.objects.filter(pk=theirs.pk).update(kindergarten=world.other_kindergarten)
    for role, own, other in (
        ("head", 200, 404),
        ("owner", 200, 404),
        ("leader", 200, 404),
        ("member", 404, 404),
        ("other_head", 404, 200),
        ("other_owner", 404, 200),
        ("other_leader", 404, 200),
        ("case_officer", 200, 200),
    ):
        client = sign_in(role)
        answers = [
            client.get(reverse("reporting:trace_detail", kwargs={"kind": "nomination", "pk": row.pk}))
            for row in (ours, theirs)
        ]
        assert (role, *(answer.status_code for answer in answers)) == (role, own, other)


def test_an_owner_follows_a_measure_while_its_needs_report_is_sent(world, two, sign_in):
    need = Need.objects.get(measures__title="Lek & læring")
    path = reverse("reporting:trace_detail", kwargs={"kind": "measure", "pk": need.measures.get().pk})
    assert sign_in("owner").get(path).status_code == 200
    returned(world, need)
    assert sign_in("owner").get(path).status_code == 404


def test_a_need_s_chain_holds_the_measures_that_answer_it_alone(world, two):
    need = Need.objects.get(measures__title="Lek & læring")
    found = read(world, "case_officer", "need", need.pk)
    assert set(found.measures) == set(need.measures.values_list("pk", flat=True))
    assert {line.measure for line in found.lines} == set(found.measures)
    assert Measure.objects.count() > len(found.measures)


def test_nobody_follows_the_money_of_a_draft(world, at):
    built(world)
    officer = world.person("case_officer")
    assert not follows_network(officer, world.fresh_round(), world.network.pk, now=NEXT_SPRING)
    assert chain_of_round(officer, world.fresh_round(), now=NEXT_SPRING).lines == []
