"""Beginning a report with last year's needs and with what the heads have shared; an owner's kindergartens."""

from typing import Any

import pytest
from django.urls import reverse

from common.moves import move
from common.refusals import MovedOn, NotAllowed, NotNow
from needs.models import DecisionBasis, Measure, MeasureOutcome, Need, NeedsReport, UnansweredNeed
from needs.queries.beginnings import earlier_needs, has_earlier_needs
from needs.queries.owner_kindergartens import kindergartens_of_owner, owner_seen_by
from needs.services.beginnings import carry_on, gather_need
from needs.states import BASIS_MOVES, NEEDS_REPORT_MOVES
from tests.needs.stage import draft_report, fresh, need, shared_assessment, submitted_report, themes
from tests.world import AUTUMN, World, make_round


@pytest.fixture
def last_year(world) -> Need:
    """A need that the owner sent in the year before, over two years, for two kindergartens."""
    before = make_round(world.county, 2026)
    report = NeedsReport.objects.create(round=before, owner=world.owner, network=world.network)
    row = Need.objects.create(
        report=report, theme=themes(world)[0], why="Ulik praksis", goal="Felles språk", years=2, priority=1
    )
    row.kindergartens.set([world.kindergarten, world.sister])
    submit(report, "owner", world)
    return row


def answered(world: World, row: Need) -> Measure:
    """A measure of last year's sent basis that answers the need."""
    basis = DecisionBasis.objects.create(round=row.report.round, network=world.network)
    measure = Measure.objects.create(basis=basis, title="Språkmiljø", priority=1)
    measure.needs.set([row])
    submit(basis, "leader", world)
    return measure


def submit(row: NeedsReport | DecisionBasis, role: str, world: World) -> None:
    """Sent last year, with nothing but the state."""
    moves = NEEDS_REPORT_MOVES if isinstance(row, NeedsReport) else BASIS_MOVES
    fields = {"submitted_at": AUTUMN}
    move(row, "submit", by=world.person(role), moves=moves, now=AUTUMN, fields=fields)


def carry(world: World, *chosen: Need, **changes: Any) -> list[Need]:
    values = {
        "report": fresh(world),
        "chosen": {row.pk for row in chosen},
        "kindergartens": [world.kindergarten],
        "by": world.person("owner"),
        "now": AUTUMN,
    }
    return carry_on(**{**values, **changes})


def test_carry_on_copies_the_need_with_a_year_less_and_the_kindergartens_that_are_left(world, last_year):
    [added] = carry(world, last_year)

    assert added.continues == last_year
    assert (added.why, added.goal, added.years) == ("Ulik praksis", "Felles språk", 1)
    assert list(added.kindergartens.all()) == [world.kindergarten]
    assert fresh(world).saved_by == world.person("owner")


def test_carry_on_twice_gives_one(world, last_year):
    carry(world, last_year)

    assert carry(world, last_year) == []
    assert Need.objects.filter(report=fresh(world)).count() == 1


def test_carry_on_refused_for_others_and_for_another_owner_s_needs(world, last_year):
    for role in ("head", "leader", "other_owner", "case_officer"):
        with pytest.raises(NotAllowed):
            carry(world, last_year, by=world.person(role))
    NeedsReport.objects.filter(pk=last_year.report_id).update(owner=world.other_owner)

    assert carry(world, last_year) == []


def test_carry_on_refused_after_sending(world, last_year):
    submitted_report(world)

    with pytest.raises(NotNow):
        carry(world, last_year)


def test_earlier_needs_say_what_came_of_them(world, last_year):
    [row] = earlier_needs(fresh(world))
    assert (row.answers, row.reason, row.is_carried_on) == ([], "", False)

    measure = answered(world, last_year)
    [row] = earlier_needs(fresh(world))
    assert [(a.title, a.granted_nok) for a in row.answers] == [("Språkmiljø", None)]

    MeasureOutcome.objects.create(measure=measure, network_nok=30_000, university_nok=20_000, told_at=AUTUMN)
    carry(world, last_year)
    [row] = earlier_needs(fresh(world))
    assert ([(a.granted_nok) for a in row.answers], row.is_carried_on) == ([50_000], True)


def test_earlier_needs_give_the_network_s_reason_once_its_basis_is_sent(world, last_year):
    basis = DecisionBasis.objects.create(round=last_year.report.round, network=world.network)
    UnansweredNeed.objects.create(basis=basis, need=last_year, reason="Vi tar det neste år.")
    assert earlier_needs(fresh(world))[0].reason == ""

    submit(basis, "leader", world)

    assert earlier_needs(fresh(world))[0].reason == "Vi tar det neste år."


def test_earlier_needs_read_the_same_number_of_times(world, last_year, django_assert_num_queries):
    answered(world, last_year)
    report = fresh(world)
    with django_assert_num_queries(5):
        earlier_needs(report)
    for n in range(2):
        Need.objects.create(report=last_year.report, theme=last_year.theme, priority=n + 2)
    with django_assert_num_queries(5):
        assert len(earlier_needs(report)) == 3


def test_a_draft_or_another_year_is_nothing_to_carry_on(world, last_year):
    assert has_earlier_needs(fresh(world))

    round = last_year.report.round
    round.grant_year = 2025
    round.save(update_fields=["grant_year"])

    assert not has_earlier_needs(fresh(world))


def gather(world: World, **changes: Any) -> Need:
    values = {
        "report": fresh(world),
        "theme": themes(world)[0],
        "kindergartens": [world.kindergarten, world.sister],
        "by": world.person("owner"),
        "now": AUTUMN,
    }
    return gather_need(**{**values, **changes})


def test_gather_need_names_those_who_shared_and_holds_their_texts(world):
    shared_assessment(world)

    added = gather(world)

    assert added.theme == themes(world)[0]
    assert added.why == "Lekestua: Vi trenger et felles språk."
    assert list(added.kindergartens.all()) == [world.kindergarten]


def test_gather_need_refused_for_others_and_where_nothing_is_shared(world):
    with pytest.raises(MovedOn):
        gather(world)
    shared_assessment(world)
    for role in ("head", "leader", "other_owner"):
        with pytest.raises(NotAllowed):
            gather(world, by=world.person(role))
    with pytest.raises(MovedOn):
        gather(world, theme=themes(world)[1])
    assert not Need.objects.exists()


def page(world: World, name: str, **more: Any) -> str:
    return reverse(
        f"needs:{name}",
        kwargs={"owner": world.owner.pk, "network": world.network.pk, "year": 2027, **more},
    )


def test_the_page_of_last_year_carries_on_what_is_ticked(world, last_year, sign_in, at):
    at(AUTUMN)
    client = sign_in("owner")

    shown = client.get(page(world, "needs_from_last_year"))
    assert "Ulik praksis" in shown.content.decode()

    nothing = client.post(page(world, "needs_from_last_year"), {"needs": ["x", "9" * 40]})
    assert nothing.url == page(world, "needs_from_last_year")
    answer = client.post(page(world, "needs_from_last_year"), {"needs": [str(last_year.pk)]})
    assert answer.url == page(world, "needs_report_edit")
    assert Need.objects.get(report=fresh(world)).continues == last_year


def test_the_page_of_assessments_makes_one_need_of_what_is_ticked(world, sign_in, at):
    at(AUTUMN)
    shared_assessment(world)
    client = sign_in("owner")

    assert "Vi trenger et felles språk." in client.get(page(world, "needs_from_assessments")).content.decode()
    empty = client.post(page(world, "needs_from_assessments"), {"theme": str(themes(world)[0].pk)})
    assert empty.status_code == 200
    assert not Need.objects.exists()

    client.post(
        page(world, "needs_from_assessments"),
        {"theme": str(themes(world)[0].pk), "kindergartens": [str(world.kindergarten.pk)]},
    )
    assert Need.objects.get().why == "Lekestua: Vi trenger et felles språk."


def test_both_pages_turn_away_when_nothing_can_be_written(world, last_year, sign_in, at):
    at(AUTUMN)
    submitted_report(world)
    for name in ("needs_from_last_year", "needs_from_assessments"):
        answer = sign_in("owner").get(page(world, name))
        assert answer.url == page(world, "needs_report_detail")


def test_kindergartens_of_owner_say_how_far_each_has_come(world):
    shared_assessment(world)
    draft_report(world, needs=[need(world), need(world, kindergartens=[world.kindergarten])])

    rows = {row.name: row for row in kindergartens_of_owner(world.owner, world.fresh_round(), now=AUTUMN)}

    assert list(rows) == ["Lekestua", "Lillestua"]
    first, second = rows.values()
    assert (first.assessment_state, first.head_name, first.needs_count) == ("shared", "Prøve Head", 2)
    assert (second.assessment_state, second.head_name, second.needs_count) == (None, None, 0)
    assert first.network_name == "Prøvenettverket"


def test_owner_seen_by_its_contacts_alone(world):
    def seen(role: str) -> Any:
        return owner_seen_by(world.person(role), world.owner.pk, world.fresh_round(), now=AUTUMN)

    assert seen("owner") == world.owner
    assert [seen(role) for role in ("head", "leader", "other_owner", "case_officer")] == [None] * 4


def test_the_list_of_kindergartens_filters(world, sign_in, at):
    at(AUTUMN)
    shared_assessment(world)
    url = reverse("needs:owner_kindergartens", kwargs={"owner": world.owner.pk, "year": 2027})
    client = sign_in("owner")

    def names(**wanted: str) -> set[str]:
        text = client.get(url, wanted).content.decode()
        return {name for name in ("Lekestua", "Lillestua") if f">{name}</a>" in text}

    assert names() == {"Lekestua", "Lillestua"}
    assert names(state="shared") == {"Lekestua"}
    assert names(state="owed") == {"Lillestua"}
    assert names(needs="some") == set()
    assert names(name="lille") == {"Lillestua"}
