"""The money is followed on pages: each reader sees the chain as far as the reader may, and the rest summed."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.money import kroner
from common.moves import move
from grants.models import Payout
from grants.services.payout_stop import move_payout, stop_payout
from needs.models import Need, Nomination, UnansweredNeed
from networks.models import Seat
from networks.roles import Role
from reporting.models import MeasureReport, Report
from reporting.queries.facts import facts_in, facts_visible, read_by
from reporting.states import MOVES
from tests.factories import LONG_AGO
from tests.grants.payout_stage import SEPTEMBER, second_nomination
from tests.needs.chain import draft_nomination
from tests.reporting import trace_stage
from tests.world import NEXT_SPRING

pytestmark = pytest.mark.django_db
OK, NOT_FOUND = 200, 404
STUDENT = "Hemmelig"


@pytest.fixture
def chain(world, at):
    at(NEXT_SPRING)
    return trace_stage.chain(world)


def trace(kind: str, pk: int) -> str:
    return reverse("reporting:trace_detail", kwargs={"kind": kind, "pk": pk})


def page(sign_in, role: str, address: str) -> str:
    answer = sign_in(role).get(address)
    assert answer.status_code == OK, address
    return answer.content.decode()


def says(text: str, amount: int) -> bool:
    """Whether exactly this amount stands on the page."""
    return re.search(rf"(?<![\d\xa0]){kroner(amount)}", text) is not None


def links(text: str) -> set[str]:
    return {href.split("#")[0] for href in re.findall(r'href="([^"]+)"', text)}


def own_pages(world, chain) -> dict[str, str]:
    """The own page of each link of the chain, for the case officer."""
    year = world.round.grant_year
    return {
        "need": reverse("needs:need_read", kwargs={"pk": chain.need.pk}),
        "measure": reverse("needs:decision_basis_detail", kwargs={"network": world.network.pk, "year": year}),
        "letter": reverse("grants:letter_detail", kwargs={"letter": chain.network.letter.pk}),
        "payment": reverse("grants:payment_grant", kwargs={"year": year, "grant": chain.network.pk}),
        "report": reverse("reporting:report_detail", kwargs={"pk": chain.network.pk}),
    }


def within_two_clicks(sign_in, start: str) -> set[str]:
    """What is reached from a page by following the money, and one more link."""
    found = links(page(sign_in, "case_officer", start))
    return found | {
        href for way in found if "/rapport/spor/" in way for href in links(page(sign_in, "case_officer", way))
    }


def test_every_link_of_a_chain_is_two_clicks_from_every_other(world, chain, sign_in):
    pages = own_pages(world, chain)
    for kind, start in pages.items():
        reached = within_two_clicks(sign_in, start)
        assert set(pages.values()) - {start} - reached == set(), kind


def test_payout_letter_payment_and_report_are_two_clicks_apart(world, chain, sign_in):
    pages = {key: own_pages(world, chain)[key] for key in ("letter", "payment", "report")}
    pages["payout"] = reverse("grants:payout_detail", kwargs={"pk": chain.payout.pk})
    for kind, start in pages.items():
        reached = within_two_clicks(sign_in, start)
        assert set(pages.values()) - {start} - reached == set(), kind


def test_the_links_of_a_nomination_are_two_clicks_from_its_own_page(world, chain, sign_in):
    start = reverse("needs:nomination_detail", kwargs={"pk": chain.payout.nomination_id})
    assert trace("nomination", chain.payout.nomination_id) in links(page(sign_in, "case_officer", start))
    reached = within_two_clicks(sign_in, start)
    pages = {key: own_pages(world, chain)[key] for key in ("letter", "payment", "report")}
    pages["payout"] = reverse("grants:payout_detail", kwargs={"pk": chain.payout.pk})
    assert set(pages.values()) - reached == set()
    for kind, pk in (("letter", chain.network.pk), ("payout", chain.payout.pk)):
        way = trace("nomination", chain.payout.nomination_id)
        assert way in links(page(sign_in, "case_officer", trace(kind, pk))), kind


def test_the_chain_of_a_nomination_is_its_lines_and_its_payouts(world, chain):
    student = chain.payout.nomination_id
    for role in ("case_officer", "leader", "owner"):
        found = trace_stage.read(world, role, "nomination", student)
        assert {line.nomination for line in found.lines} == {student}
        assert sum(row.amount_nok for row in found.payouts) == found.budget_nok > 0
        assert all(row.is_seen for row in found.payouts)


@pytest.mark.parametrize("role", ["head", "owner", "leader", "case_officer"])
def test_the_chain_of_a_nomination_names_nobody(chain, sign_in, role):
    student = chain.payout.nomination
    Nomination.objects.filter(pk=student.pk).update(student_name=STUDENT)
    text = page(sign_in, role, trace("nomination", student.pk))
    assert f"nr. {student.pk}" in text
    assert STUDENT not in text


def test_money_that_is_moved_on_is_found_from_both_nominations(world, chain):
    other = second_nomination(world)
    leader = world.person("leader")
    row = Payout.objects.get(half="autumn")
    stop_payout(payout=row, reason="Sluttet.", by=leader, now=SEPTEMBER)
    moved = move_payout(
        payout=Payout.objects.get(pk=row.pk), to=other, reason="Neste.", by=leader, now=SEPTEMBER
    )
    for student in (row.nomination_id, other.pk):
        found = trace_stage.read(world, "case_officer", "nomination", student)
        assert moved.pk in {payout.pk for payout in found.payouts}
        assert student in found.students


def test_a_nomination_without_money_stands_alone_and_a_draft_is_not_found(world, chain, sign_in):
    other, draft = second_nomination(world), draft_nomination(world)
    text = page(sign_in, "case_officer", trace("nomination", other.pk))
    assert "Står ikke i noe tilsagnsbrev" in text
    assert sign_in("head").get(trace("nomination", draft.pk)).status_code == NOT_FOUND


def test_need_and_payout_meet_in_the_letter(world, chain):
    """A payout is for a nomination, which is no need (ADR 39)."""
    of_need = trace_stage.read(world, "case_officer", "need", chain.need.pk)
    of_payout = trace_stage.read(world, "case_officer", "payout", chain.payout.pk)
    assert (of_need.payouts, of_payout.needs) == ([], {})
    letter = trace_stage.read(world, "case_officer", "letter", chain.network.pk)
    assert chain.need.pk in letter.needs
    assert chain.payout.pk in {row.pk for row in letter.payouts}
    assert set(of_need.grants) & set(of_payout.grants) == {chain.network.pk}


def test_case_officer_sees_the_whole_chain_of_a_need(chain, sign_in):
    text = page(sign_in, "case_officer", trace("need", chain.need.pk))
    for said in (
        "Lekestua Prøve SA",
        "Lek &amp; læring",
        "Prøvenettverket",
        "Prøve høgskole",
        kroner(10_000),
    ):
        assert said in text
    assert "trace-others" not in text


@pytest.mark.parametrize("role", ["head", "owner", "leader", "coordinator", "case_officer"])
def test_no_name_of_a_student_stands_in_a_trace(role, chain, sign_in):
    assert STUDENT not in page(sign_in, role, trace("payout", chain.payout.pk))


def test_owner_sees_its_need_and_measure_and_the_letters_as_a_sum(world, chain, sign_in):
    text = page(sign_in, "owner", trace("need", chain.need.pk))
    assert "Lek &amp; læring" in text
    assert "Prøve høgskole" not in text
    assert trace("letter", chain.network.pk) not in text
    assert "trace-others" in text


def test_university_sees_its_own_letter_and_the_networks_as_a_sum(chain, sign_in):
    text = page(sign_in, "uh", trace("measure", chain.measure.pk))
    assert trace("letter", chain.university.pk) in text
    assert trace("letter", chain.network.pk) not in text


def test_payee_sees_the_networks_letter_and_its_payouts(world, chain, sign_in):
    Seat.objects.filter(user=world.people["nobody"]).delete()
    Seat.objects.create(
        user=world.people["nobody"], role=Role.OWNER, organisation=world.payee, valid_from=LONG_AGO
    )
    text = page(sign_in, "nobody", trace("letter", chain.network.pk))
    assert trace("payout", chain.payout.pk) in text
    assert "ABLU" not in text[text.index("trace-needs") : text.index("trace-measures")]
    assert STUDENT not in text


def test_forum_member_sees_measures_and_sums_alone(chain, sign_in):
    text = page(sign_in, "forum", trace("measure", chain.measure.pk))
    assert "Lek &amp; læring" in text
    assert "Lekestua Prøve SA" not in text
    assert trace("letter", chain.network.pk) not in text


@pytest.mark.parametrize(
    ("role", "reads"),
    [
        ("leader", True),
        ("member", True),
        ("uh", True),
        ("case_officer", True),
        ("forum", False),
        ("owner", False),
    ],
)
def test_what_came_of_a_measure_is_told_to_those_who_read_it_elsewhere(world, chain, role, reads):
    found = trace_stage.read(world, role, "measure", chain.measure.pk)
    assert found.measures[chain.measure.pk].is_seen
    assert [row.staff for row in found.facts.values()] == ([12] if reads else [])


@pytest.mark.parametrize(("staff", "told"), [(4, None), (5, 5)])
def test_others_are_told_of_it_what_is_public(world, chain, staff, told):
    MeasureReport.objects.filter(pk=chain.facts.pk).update(staff_reached=staff)
    report = Report.objects.get(grant=chain.network)
    fields = {"approved_at": NEXT_SPRING, "approved_by": world.person("case_officer")}
    move(report, "approve", by=world.person("case_officer"), moves=MOVES, now=NEXT_SPRING, fields=fields)
    for role, number in (("forum", told), ("owner", told), ("leader", staff)):
        (row,) = trace_stage.read(world, role, "measure", chain.measure.pk).facts.values()
        assert (row.carried_out, row.attainment, row.kindergartens, row.staff) == (
            "fully",
            "mostly",
            2,
            number,
        )


def test_facts_may_be_read_by_the_same_persons_by_either_way_of_asking(world, chain):
    """As a filter of facts (`read_by`), and one by one (`facts_visible`)."""
    (facts,) = facts_in(world.network, world.fresh_round())[:1]
    for role, person in world.people.items():
        one_by_one = facts_visible(person, [facts], now=NEXT_SPRING)
        found = MeasureReport.objects.filter(read_by(person, now=NEXT_SPRING))
        assert (role, [row.pk for row in found]) == (role, [row.pk for row in one_by_one])


def test_member_is_not_told_the_amount_for_fewer_than_five_persons(chain, sign_in):
    text = page(sign_in, "member", trace("letter", chain.network.pk))
    assert not says(text, 40_000)
    assert "ABLU" not in text
    assert trace("payout", chain.payout.pk) not in text


def test_member_is_not_told_it_in_the_picture_of_the_network_either(world, chain, sign_in):
    address = reverse(
        "reporting:trace_network", kwargs={"network": world.network.pk, "year": world.round.grant_year}
    )
    assert not says(page(sign_in, "member", address), 40_000)
    assert says(page(sign_in, "leader", address), 40_000)


def test_a_draft_report_is_in_nobody_elses_trace(world, at, sign_in):
    at(NEXT_SPRING)
    made = trace_stage.payment_stage.paid(world)
    grant = made[0].grant
    trace_stage.drafted(world, grant)
    assert kroner(123_456) not in page(sign_in, "case_officer", trace("report", grant.pk))


def test_need_of_a_returned_report_is_not_followed(world, chain, sign_in):
    need = Need.objects.create(report=chain.need.report)
    trace_stage.returned(world, need)
    assert sign_in("owner").get(trace("need", need.pk)).status_code == 404


def test_unknown_kinds_are_not_found(chain, sign_in):
    assert sign_in("case_officer").get(trace("person", 1)).status_code == 404


def test_links_are_shown_only_where_the_trace_answers(world, chain, sign_in):
    year = world.round.grant_year
    seen = {
        "owner": [reverse("grants:outcome_list"), reverse("needs:need_read", kwargs={"pk": chain.need.pk})],
        "head": [reverse("grants:payout_detail", kwargs={"pk": chain.payout.pk})],
        "leader": [reverse("grants:payment_own"), reverse("grants:outcome_list")],
        "member": [reverse("grants:letter_detail", kwargs={"letter": chain.network.letter.pk})],
        "uh": [reverse("grants:payment_own")],
        "forum": [reverse("needs:decision_basis_detail", kwargs={"network": world.network.pk, "year": year})],
    }
    for role, addresses in seen.items():
        for address in addresses:
            ways = [way for way in links(page(sign_in, role, address)) if "/rapport/spor/" in way]
            assert ways, (role, address)
            assert {sign_in(role).get(way).status_code for way in ways} == {OK}, (role, address)


def test_all_links_of_every_trace_answer_for_the_reader(chain, sign_in):
    starts = {
        "owner": trace("need", chain.need.pk),
        "head": trace("payout", chain.payout.pk),
        "leader": trace("letter", chain.network.pk),
        "member": trace("report", chain.network.pk),
        "uh": trace("measure", chain.measure.pk),
        "forum": trace("measure", chain.measure.pk),
        "case_officer": trace("payment", chain.payment.pk),
    }
    for role, start in starts.items():
        text = page(sign_in, role, start)
        body = text[text.index('<ol class="trace') : text.index("</ol>", text.index('<ol class="trace'))]
        answers = {href: sign_in(role).get(href).status_code for href in links(body)}
        assert {href: status for href, status in answers.items() if status != OK} == {}, role


@pytest.mark.parametrize("kind", ["need", "measure", "network"])
def test_a_trace_asks_the_same_number_of_times_with_one_need_and_with_four(kind, chain, sign_in):
    centre = getattr(chain, kind)
    address = trace("letter" if kind == "network" else kind, centre.pk)
    client = sign_in("case_officer")
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for _turn in range(3):
        more = Need.objects.create(report=chain.need.report, theme=chain.need.theme)
        more.kindergartens.add(*chain.measure.kindergartens.all())
        chain.measure.needs.add(more)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)


def test_needs_of_one_measure_share_it_to_the_krone(world, chain, sign_in):
    more = [Need.objects.create(report=chain.need.report, theme=chain.need.theme) for _turn in range(2)]
    chain.measure.needs.add(*more)
    found = trace_stage.read(world, "case_officer", "measure", chain.measure.pk)
    shares = [found.share_of(key) for key in found.needs]
    assert sum(shares) == found.budget_nok
    assert max(shares) - min(shares) <= len(found.lines)


def test_owner_reads_why_no_measure_answers_the_need(world, chain, sign_in):
    need = Need.objects.create(report=chain.need.report)
    UnansweredNeed.objects.create(basis=chain.measure.basis, need=need, reason="Andre temaer <i>i år</i>.")
    text = page(sign_in, "owner", trace("need", need.pk))
    assert "Nettverket skriver: Andre temaer &lt;i&gt;i år&lt;/i&gt;." in text
