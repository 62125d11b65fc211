"""Asking a colleague to write, telling that it is ready, and municipal services that report."""

import pytest

from common.drafts import Shown
from common.models import OutboxMail
from common.moves import move
from common.refusals import MovedOn, NotAllowed, NotNow
from needs import queries
from needs.models import NeedsReport
from needs.queries.needs_report import needs_report_of, service_reports
from needs.rules import needs_report as report_rules
from needs.services.delegation import ask_to_write, begin_service_report, end_writing, tell_ready
from needs.services.report_draft import add_need, save_report_texts
from needs.states import NEEDS_REPORT_MOVES
from networks.models import Organisation, OrganisationKind, Seat, User
from networks.roles import Interest, Role
from tests import factories as f
from tests.needs.stage import draft_report, fresh, themes
from tests.world import AUTUMN, WINTER, World

COLLEAGUE = "kollega@example.no"


def ask(world: World, **changes):
    values = {
        "report": fresh(world),
        "email": COLLEAGUE,
        "name": "Prøve Kollega",
        "message": "Kan du skrive om språk?",
        "by": world.person("owner"),
        "now": AUTUMN,
    }
    return ask_to_write(**{**values, **changes})


def colleague() -> User:
    return User.objects.get(email=COLLEAGUE)


def write(world: World, by: User, *, now=AUTUMN):
    return save_report_texts(
        round=world.fresh_round(),
        owner=world.owner,
        network=world.network,
        typed={"heads_involvement": "Møte med alle styrerne."},
        shown=Shown.of({"heads_involvement": fresh(world).heads_involvement}, fresh(world).version),
        by=by,
        now=now,
    )


def test_ask_to_write_gives_a_seat_for_the_task_and_tells_by_mail(world):
    seat = ask(world)

    assert (seat.role, seat.organisation, seat.user.email) == (Role.REPORT_WRITER, world.owner, COLLEAGUE)
    assert str(seat.valid_to) == "2027-02-02"  # the day after the network's basis is due
    mail = OutboxMail.objects.get(kind="needs/asked_to_write")
    assert (mail.to, mail.context["message"]) == (COLLEAGUE, "Kan du skrive om språk?")


def test_a_colleague_writes_and_reads_the_draft_but_cannot_send_or_do_anything_else(world):
    draft_report(world)
    ask(world)

    write(world, colleague())

    assert fresh(world).heads_involvement == "Møte med alle styrerne."
    assert fresh(world).saved_by == colleague()
    assert queries.is_readable(colleague(), fresh(world), now=AUTUMN)
    with pytest.raises(NotAllowed):
        report_rules.check_may_submit_needs_report(colleague(), fresh(world), [], now=AUTUMN)
    with pytest.raises(NotAllowed):
        report_rules.check_may_declare_no_needs(colleague(), fresh(world), now=AUTUMN)
    assert list(queries.kindergartens_written_by(colleague(), world.fresh_round(), now=AUTUMN)) == []


def test_the_seat_is_over_when_the_task_is(world):
    ask(world)

    with pytest.raises(NotAllowed):
        write(world, colleague(), now=WINTER.replace(month=2, day=20))


@pytest.mark.parametrize("role", ["head", "leader", "member", "other_owner", "case_officer"])
def test_ask_to_write_refused_for_others(world, role):
    with pytest.raises(NotAllowed):
        ask(world, by=world.person(role))

    assert not User.objects.filter(email=COLLEAGUE).exists()


def test_a_colleague_cannot_ask_others(world):
    ask(world)

    with pytest.raises(NotAllowed):
        ask(world, by=colleague(), email="en.til@example.no")


def test_ask_to_write_refused_after_the_deadline_and_for_who_can_write_already(world):
    with pytest.raises(NotNow):
        ask(world, now=WINTER)
    with pytest.raises(NotNow):
        ask(world, email=world.people["owner"].email)
    ask(world)
    with pytest.raises(NotNow):
        ask(world)

    assert Seat.objects.filter(role=Role.REPORT_WRITER).count() == 1


def test_end_writing_takes_the_task_and_keeps_what_was_written(world):
    draft_report(world)
    seat = ask(world)
    write(world, colleague())

    end_writing(report=fresh(world), seat=seat, by=world.person("owner"), now=AUTUMN)

    assert not Seat.objects.filter(role=Role.REPORT_WRITER).exists()
    assert fresh(world).heads_involvement == "Møte med alle styrerne."
    with pytest.raises(NotAllowed):
        write(world, colleague())


def test_end_writing_refused_for_others(world):
    seat = ask(world)

    for by in (colleague(), world.person("leader"), world.person("other_owner")):
        with pytest.raises(NotAllowed):
            end_writing(report=fresh(world), seat=seat, by=by, now=AUTUMN)


def test_tell_ready_tells_the_owner_once_for_each_version(world):
    draft_report(world)
    ask(world)

    tell_ready(report=fresh(world), by=colleague(), now=AUTUMN)
    tell_ready(report=fresh(world), by=colleague(), now=AUTUMN)

    mails = OutboxMail.objects.filter(kind="needs/needs_report_ready")
    assert [mail.to for mail in mails] == [world.people["owner"].email]


def test_tell_ready_refused_for_the_owner_others_and_before_anything_is_written(world):
    ask(world)
    with pytest.raises(NotNow):
        tell_ready(report=fresh(world), by=colleague(), now=AUTUMN)
    draft_report(world)
    with pytest.raises(NotNow):
        tell_ready(report=fresh(world), by=world.person("owner"), now=AUTUMN)
    with pytest.raises(NotAllowed):
        tell_ready(report=fresh(world), by=world.person("leader"), now=AUTUMN)


def begin(world: World, role: str = "member", name: str = "PPT for Prøvedal") -> Organisation:
    return begin_service_report(
        round=world.fresh_round(), network=world.network, name=name, by=world.person(role), now=AUTUMN
    )


def test_a_member_of_ppt_reports_a_need_without_kindergartens(world):
    service = begin(world)
    add_need(
        round=world.fresh_round(),
        owner=service,
        network=world.network,
        typed={"theme": themes(world)[0], "why": "Vi ser det i mange barnehager.", "goal": "Tidlig hjelp"},
        by=world.person("member"),
        now=AUTUMN,
    )

    assert service.kind == OrganisationKind.SERVICE
    report = needs_report_of(service, world.network, world.fresh_round())
    assert [need.why for need in report.needs.all()] == ["Vi ser det i mange barnehager."]
    known = queries.known_report(
        world.person("member"), world.fresh_round(), owner=service.pk, network=world.network.pk, now=AUTUMN
    )
    assert known is not None
    assert known.kindergartens == []


def test_a_service_owes_nothing(world):
    before = queries.needs_reports_owed(world.fresh_round())

    begin(world)

    assert queries.needs_reports_owed(world.fresh_round()) == before


def test_a_service_is_one_organisation_whoever_names_it(world):
    first = begin(world)

    assert begin(world, name=" ppt FOR prøvedal ") == first
    assert Seat.objects.filter(role=Role.REPORT_WRITER, organisation=first).count() == 1


def test_nobody_takes_over_a_service_by_its_name(world):
    begin(world)
    other = f.seat(Role.NETWORK_MEMBER, world.network, interest=Interest.PPT).user

    with pytest.raises(MovedOn):
        begin_service_report(
            round=world.fresh_round(), network=world.network, name="PPT for Prøvedal", by=other, now=AUTUMN
        )


def test_a_leader_makes_a_service_known_without_writing_as_it(world):
    service = begin(world, role="leader")

    assert not Seat.objects.filter(organisation=service).exists()


@pytest.mark.parametrize("role", ["head", "owner", "uh", "forum", "other_leader", "case_officer"])
def test_begin_service_report_refused_for_others(world, role):
    with pytest.raises(NotAllowed):
        begin(world, role=role)

    assert not Organisation.objects.filter(kind=OrganisationKind.SERVICE).exists()


@pytest.mark.parametrize(
    ("role", "drafts", "sent"),
    [
        ("member", 1, 1),
        ("leader", 1, 1),
        ("case_officer", 1, 1),
        ("uh", 0, 1),
        ("other_leader", 0, 0),
        ("other_uh", 0, 0),
        ("owner", 0, 0),
    ],
)
def test_who_knows_of_a_service_s_report(world, role, drafts, sent):
    service = begin(world)
    report = NeedsReport.objects.create(round=world.round, owner=service, network=world.network)
    assert service_reports(world.person(role), world.fresh_round(), now=AUTUMN).count() == drafts

    move(
        report,
        "submit",
        by=world.person("member"),
        moves=NEEDS_REPORT_MOVES,
        now=AUTUMN,
        fields={"submitted_at": AUTUMN},
    )

    assert service_reports(world.person(role), world.fresh_round(), now=AUTUMN).count() == sent
