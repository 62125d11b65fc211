"""Writing, approving, sending and returning a decision basis."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.history import history_of
from common.models import OutboxMail
from common.refusals import MovedOn, NotAllowed, NotNow
from needs.models import BasisApproval, DecisionBasis
from needs.queries import sides_missing
from needs.services import decision_basis as services
from needs.services.measure import remove_measure, save_measure
from networks.deadlines import end_of_day
from networks.models import Network
from tests.needs import chain
from tests.world import AUTUMN, FEBRUARY, WINTER, World

UNTIL = end_of_day(FEBRUARY.date().replace(day=20))


def missing(world: World) -> list[str]:
    return [side.name for side in sides_missing(chain.basis(world))]


def mails(kind: str) -> list[str]:
    return sorted(OutboxMail.objects.filter(kind=f"needs/{kind}").values_list("to", flat=True))


def submit(world: World, by: str = "leader", now=WINTER, **fields):
    standing = chain.basis(world)
    return services.submit_decision_basis(
        basis=standing, version=standing.version, by=world.person(by), now=now, **fields
    )


def approved_by_all(world: World) -> None:
    chain.whole_basis(world)
    chain.approve(world, "leader")
    chain.approve(world, "uh", world.university)


# --- texts ------------------------------------------------------------------------------------------------


def save_texts(world: World, by: str, text: str, version: int, now=WINTER):
    return services.save_decision_basis(
        round=world.fresh_round(),
        network=world.network,
        texts={"overview": text},
        version=version,
        by=world.person(by),
        now=now,
    )


@pytest.mark.parametrize("by", ["leader", "coordinator", "uh"])
def test_save_decision_basis_by_leader_and_partner_university_alike(world, by):
    basis = save_texts(world, by, "Oversikt: Språk, lek og miljø – á đ ŋ š ŧ ž 🙂", 0)

    assert basis.overview == "Oversikt: Språk, lek og miljø – á đ ŋ š ŧ ž 🙂"
    assert (basis.version, basis.texts_version) == (1, 1)


@pytest.mark.parametrize(
    "by", ["member", "owner", "head", "other_leader", "other_uh", "case_officer", "forum"]
)
def test_save_decision_basis_refused_for_others(world, by):
    with pytest.raises(NotAllowed):
        save_texts(world, by, "Nei", 0)

    assert not DecisionBasis.objects.exists()


@pytest.mark.parametrize("now", [AUTUMN, FEBRUARY])
def test_save_decision_basis_refused_before_opening_and_after_closing(world, now):
    with pytest.raises(NotNow):
        save_texts(world, "leader", "Nei", 0, now=now)

    assert not DecisionBasis.objects.exists()


def test_save_decision_basis_refused_when_somebody_else_saved_since(world):
    save_texts(world, "leader", "Lederens tekst", 0)

    with pytest.raises(NotNow, match="Somebody else|Noen andre"):
        save_texts(world, "uh", "UH sin tekst", 0)

    assert chain.basis(world).overview == "Lederens tekst"


def test_saving_texts_does_not_refuse_because_a_measure_changed(world):
    save_texts(world, "leader", "En", 0)
    chain.saved_measure(world)

    basis = save_texts(world, "uh", "To", 1)

    assert basis.overview == "To"


# --- a change takes the approvals away -------------------------------------------------------------------


def change_texts(world: World) -> None:
    save_texts(world, "leader", "Ny oversikt", 1)


def change_measure(world: World) -> None:
    measure = chain.basis(world).measures.get()
    save_measure(
        round=world.fresh_round(),
        network=world.network,
        typed=chain.measure_input(world, network_amount_nok=1, needs=[row.pk for row in measure.needs.all()]),
        by=world.person("leader"),
        now=WINTER,
        pk=measure.pk,
        version=measure.version,
    )


def add_measure(world: World) -> None:
    chain.saved_measure(world, title="Nytt tiltak")


def remove(world: World) -> None:
    pk = chain.basis(world).measures.get().pk
    remove_measure(
        round=world.fresh_round(), network=world.network, pk=pk, by=world.person("leader"), now=WINTER
    )


@pytest.mark.parametrize("change", [change_texts, change_measure, add_measure, remove])
def test_a_change_takes_every_approval_away_and_tells_once(world, change):
    approved_by_all(world)
    version = chain.basis(world).version

    change(world)

    assert BasisApproval.objects.filter(withdrawn_at__isnull=True).count() == 0
    assert chain.basis(world).version == version + 1
    assert mails("approval_lost") == ["coordinator@example.no", "uh@example.no"]


@pytest.mark.parametrize("part", ["universities", "criteria", "kindergartens", "needs", "goal"])
def test_each_part_of_a_measure_is_what_was_approved(world, part):
    approved_by_all(world)
    measure = chain.basis(world).measures.get()
    whole = chain.measure_input(world, measure.needs.get())
    first = next(iter(whole.criteria))
    changed = {
        "universities": {world.university.pk: 1},
        "criteria": {**whole.criteria, first: "Noe annet"},
        "kindergartens": [],
        "needs": [],
        "goal": "Et annet mål",
    }

    save_measure(
        round=world.fresh_round(),
        network=world.network,
        typed=replace(whole, **{part: changed[part]}),
        by=world.person("leader"),
        now=WINTER,
        pk=measure.pk,
        version=measure.version,
    )

    assert not BasisApproval.objects.filter(withdrawn_at__isnull=True).exists()


def test_a_new_order_takes_every_approval_away(world):
    chain.whole_basis(world)
    first = chain.basis(world).measures.get()
    second = chain.saved_measure(world, first.needs.get(), title="Nummer to")
    chain.approve(world, "leader")
    basis = chain.basis(world)

    services.order_measures(
        basis=basis, order=[second.pk, first.pk], version=basis.version, by=world.person("uh"), now=WINTER
    )

    assert [measure.title for measure in chain.basis(world).measures.all()] == ["Nummer to", "Lek for alle"]
    assert missing(world) == ["Prøvenettverket", "Prøve høgskole"]
    assert mails("approval_lost") == ["coordinator@example.no", "leader@example.no"]


@pytest.mark.parametrize("order", [[], ["first"], ["first", "first"], ["first", "second", "third"]])
def test_order_measures_refused_when_not_every_measure_has_one_place(world, order):
    first, second = chain.saved_measure(world), chain.saved_measure(world, title="To")
    keys = {"first": first.pk, "second": second.pk, "third": 0}
    basis = chain.basis(world)

    with pytest.raises(NotNow):
        services.order_measures(
            basis=basis,
            order=[keys[name] for name in order],
            version=basis.version,
            by=world.person("leader"),
            now=WINTER,
        )


def test_saving_without_a_change_keeps_the_approvals(world):
    need = chain.submitted_need(world)
    chain.whole_basis(world, need)
    chain.approve(world, "leader")
    measure = chain.basis(world).measures.get()

    save_texts(world, "uh", "To eiere har meldt behov.", 1)
    save_measure(
        round=world.fresh_round(),
        network=world.network,
        typed=chain.measure_input(world, need),
        by=world.person("uh"),
        now=WINTER,
        pk=measure.pk,
        version=measure.version,
    )

    assert missing(world) == ["Prøve høgskole"]
    assert mails("approval_lost") == []


# --- approve, withdraw -----------------------------------------------------------------------------------


def test_approve_tells_the_other_sides_and_who_is_left(world):
    chain.whole_basis(world)

    chain.approve(world, "leader")

    assert missing(world) == ["Prøve høgskole"]
    assert mails("decision_basis_approved") == ["coordinator@example.no", "uh@example.no"]
    letter = OutboxMail.objects.filter(kind="needs/decision_basis_approved").first()
    assert letter.context["left"] == ["Prøve høgskole"]


@pytest.mark.parametrize(("by", "side"), [("uh", "network"), ("leader", "university"), ("member", "network")])
def test_approve_refused_for_another_side(world, by, side):
    chain.whole_basis(world)

    with pytest.raises(NotAllowed):
        chain.approve(world, by, world.university if side == "university" else None)

    assert not BasisApproval.objects.exists()


def test_approve_refused_for_a_university_without_a_part(world):
    chain.whole_basis(world)

    with pytest.raises(NotNow):
        chain.approve(world, "other_uh", world.other_university)


def test_approve_refused_while_something_is_missing(world):
    chain.saved_measure(world)

    with pytest.raises(NotNow):
        chain.approve(world, "leader")


def test_approve_refused_when_the_content_changed_since_it_was_read(world):
    read = chain.whole_basis(world)
    chain.saved_measure(world, title="Lagt til")

    with pytest.raises(NotNow):
        services.approve_decision_basis(
            basis=read, university_id=None, version=read.version, by=world.person("leader"), now=WINTER
        )


def test_approve_twice_is_refused(world):
    chain.whole_basis(world)
    chain.approve(world, "leader")

    with pytest.raises(MovedOn):
        chain.approve(world, "coordinator")


def test_approve_a_draft_refused_after_closing(world):
    chain.whole_basis(world)

    with pytest.raises(NotNow):
        chain.approve(world, "leader", now=FEBRUARY)


def test_withdraw_approval_by_its_own_side_only(world):
    approved_by_all(world)
    basis = chain.basis(world)

    with pytest.raises(NotAllowed):
        services.withdraw_approval(basis=basis, university_id=None, by=world.person("uh"), now=WINTER)
    services.withdraw_approval(basis=basis, university_id=None, by=world.person("leader"), now=WINTER)

    assert missing(world) == ["Prøvenettverket"]


def test_withdraw_approval_refused_when_there_is_none_or_it_is_sent(world):
    chain.whole_basis(world)
    with pytest.raises(MovedOn):
        services.withdraw_approval(
            basis=chain.basis(world), university_id=None, by=world.person("leader"), now=WINTER
        )
    chain.approve(world, "leader")
    submit(world, silent_reason="Ferie")

    with pytest.raises(NotNow):
        services.withdraw_approval(
            basis=chain.basis(world), university_id=None, by=world.person("leader"), now=WINTER
        )


# --- submit ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["leader", "uh"])
def test_submit_decision_basis_when_every_side_has_approved(world, by):
    approved_by_all(world)

    basis = submit(world, by)

    assert (basis.state, basis.submitted_at, basis.silent_reason) == ("submitted", WINTER, "")
    assert [(line.verb, line.comment) for line in history_of(basis)] == [("submit", "")]
    assert mails("decision_basis_submitted") == [
        "coordinator@example.no",
        "leader@example.no",
        "uh@example.no",
    ]
    assert mails("decision_basis_received") == ["case_officer@example.no"]


def test_submit_keeps_no_reason_when_nobody_is_silent(world):
    approved_by_all(world)

    assert submit(world, silent_reason="Unødvendig").silent_reason == ""


def test_submit_refused_without_a_reason_for_the_silent_side(world):
    chain.whole_basis(world)
    chain.approve(world, "leader")

    with pytest.raises(NotNow, match="Prøve høgskole"):
        submit(world)

    assert chain.basis(world).state == "draft"
    assert not OutboxMail.objects.filter(kind="needs/decision_basis_submitted").exists()


def test_submit_with_a_silent_side_is_marked_and_the_approval_may_follow(world):
    chain.whole_basis(world)
    chain.approve(world, "leader")

    basis = submit(world, silent_reason="  Vi får ikke svar.  ")
    chain.approve(world, "uh", world.university, now=FEBRUARY)

    assert basis.silent_reason == "Vi får ikke svar."
    assert "Prøve høgskole" in history_of(basis).get().comment
    assert missing(world) == []
    assert chain.basis(world).silent_reason == "Vi får ikke svar."


def test_submit_refused_for_the_side_that_has_not_approved_itself(world):
    chain.whole_basis(world)

    with pytest.raises(NotNow):
        submit(world, silent_reason="Lederen selv har ikke godkjent")


def test_submit_refused_when_something_is_missing(world):
    approved_by_all(world)
    Network.objects.get(pk=world.network.pk).decision_bases.update(overview="")

    with pytest.raises(NotNow):
        submit(world)


def test_submit_refused_after_closing_and_nothing_is_lost(world):
    approved_by_all(world)

    with pytest.raises(NotNow):
        submit(world, now=FEBRUARY)

    assert chain.basis(world).overview == "To eiere har meldt behov."


@pytest.mark.parametrize("by", ["member", "other_leader", "other_uh", "case_officer"])
def test_submit_refused_for_others(world, by):
    approved_by_all(world)

    with pytest.raises(NotAllowed):
        submit(world, by)


def test_two_who_submit_at_once_one_wins(world):
    approved_by_all(world)
    standing = chain.basis(world)
    submit(world)

    with pytest.raises(NotNow):
        services.submit_decision_basis(
            basis=standing, version=standing.version, by=world.person("uh"), now=WINTER
        )

    assert history_of(standing).count() == 1


@pytest.mark.parametrize("change", [change_texts, change_measure, add_measure, remove])
def test_nothing_is_changed_after_it_was_sent(world, change):
    chain.submitted_basis(world)

    with pytest.raises(NotNow):
        change(world)

    assert missing(world) == []


# --- return ----------------------------------------------------------------------------------------------


def give_back(world: World, by: str = "case_officer", comment: str = "Beløpene mangler.", due_at=UNTIL):
    return services.return_decision_basis(
        basis=chain.basis(world), comment=comment, due_at=due_at, by=world.person(by), now=FEBRUARY
    )


def test_return_opens_the_basis_again_also_after_the_closing(world):
    chain.submitted_basis(world)

    basis = give_back(world)
    save_texts(world, "uh", "Rettet", 1, now=FEBRUARY)

    assert (basis.state, basis.submitted_at) == ("returned", None)
    assert [line.verb for line in history_of(basis)] == ["submit", "return"]
    assert mails("decision_basis_returned") == [
        "coordinator@example.no",
        "leader@example.no",
        "uh@example.no",
    ]
    assert missing(world) == ["Prøvenettverket", "Prøve høgskole"]


def test_a_returned_basis_can_be_sent_again(world):
    chain.submitted_basis(world)
    give_back(world)

    basis = submit(world, now=FEBRUARY)

    assert basis.state == "submitted"


@pytest.mark.parametrize("by", ["leader", "uh", "approver", "forum", "foreign_officer"])
def test_return_refused_for_others(world, by):
    chain.submitted_basis(world)

    with pytest.raises(NotAllowed):
        give_back(world, by)

    assert chain.basis(world).state == "submitted"


def test_return_refused_without_a_comment_or_with_an_instant_that_has_passed(world):
    chain.submitted_basis(world)

    with pytest.raises(NotNow):
        give_back(world, comment=" ")
    with pytest.raises(NotNow):
        give_back(world, due_at=FEBRUARY)


def test_return_refused_when_it_is_not_sent(world):
    chain.whole_basis(world)

    with pytest.raises(MovedOn):
        give_back(world)


# --- queries ---------------------------------------------------------------------------------------------


def test_a_basis_takes_as_many_queries_with_three_measures_as_with_one(world):
    chain.whole_basis(world)
    with CaptureQueriesContext(connection) as one:
        missing(world)
    for number in range(2):
        chain.saved_measure(world, title=f"Tiltak {number}")
    with CaptureQueriesContext(connection) as three:
        missing(world)

    assert len(three) == len(one)
