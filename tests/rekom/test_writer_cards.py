"""The cards of those who are asked to write a needs report, and of municipal services."""

from common.moves import move
from needs.models import NeedsReport
from needs.queries.progress import networks_in_round
from needs.services.delegation import ask_to_write, begin_service_report
from needs.states import NEEDS_REPORT_MOVES
from networks.models import User
from rekom.duties import home_of
from rekom.planning.owing import needs_reports
from tests.needs.stage import draft_report, fresh
from tests.world import AUTUMN, World


def titles(user: User) -> list[str]:
    return [card.title for group in home_of(user, now=AUTUMN).groups for card in group.cards]


def test_a_colleague_has_the_owner_s_report_to_write_and_nothing_else(world: World):
    draft_report(world)
    ask_to_write(
        report=fresh(world),
        email="kollega@example.no",
        name="Prøve Kollega",
        message="",
        by=world.person("owner"),
        now=AUTUMN,
    )

    assert titles(User.objects.get(email="kollega@example.no")) == [
        "Behovsmelding for 2027 til Prøvenettverket"
    ]


def test_a_service_sees_its_report_once_it_is_begun_and_it_is_never_counted_as_an_owner_s(world: World):
    service = begin_service_report(
        round=world.fresh_round(),
        network=world.network,
        name="PPT for Prøvedal",
        by=world.person("member"),
        now=AUTUMN,
    )
    mine = "Behovsmelding for 2027 til Prøvenettverket"
    assert mine not in titles(world.person("member"))
    report = NeedsReport.objects.create(round=world.round, owner=service, network=world.network)
    assert mine in titles(world.person("member"))

    values = {"by": world.person("member"), "moves": NEEDS_REPORT_MOVES, "now": AUTUMN}
    move(report, "submit", fields={"submitted_at": AUTUMN}, **values)

    [row] = networks_in_round(world.fresh_round()).filter(pk=world.network.pk)
    assert (row.pairs, row.met) == (1, 0)


def test_who_is_asked_to_write_is_reminded_with_the_owner(world: World):
    ask_to_write(
        report=fresh(world),
        email="kollega@example.no",
        name="Prøve Kollega",
        message="",
        by=world.person("owner"),
        now=AUTUMN,
    )

    [debt] = [d for d in needs_reports(world.fresh_round(), now=AUTUMN) if d.organisation == world.owner]

    assert [user.email for user in debt.people] == ["owner@example.no", "kollega@example.no"]
