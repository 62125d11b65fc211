"""Writing, approving, sending and returning a decision basis."""

from datetime import timedelta
from hashlib import sha256
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from common.drafts import Saved, Shown
from common.history import history_of
from common.kept import versions_of
from common.models import OutboxMail
from common.refusals import MovedOn, NotAllowed, NotNow
from needs.basis_content import short_changes
from needs.models import BasisApproval, DecisionBasis, Need
from needs.queries import lost_approval, sides_missing, submitted_bases
from needs.queries.drafts import basis_values, measure_values, reason_values
from needs.queries.need_answers import with_answers
from needs.services import basis_draft
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


def texts_shown(world: World) -> Shown:
    standing = chain.basis(world)
    return Shown.of(basis_values(standing), standing.texts_version)


def save_texts(
    world: World, by: str, text: str, shown: Shown | None = None, now=WINTER, **more: str
) -> Saved:
    return basis_draft.save_decision_basis(
        round=world.fresh_round(),
        network=world.network,
        typed={"overview": text, **more},
        shown=texts_shown(world) if shown is None else shown,
        by=world.person(by),
        now=now,
    )


def change(world: World, by: str = "leader", now=WINTER, **typed: object) -> Saved:
    """Change some fields of the only measure, as somebody who has just opened its page."""
    measure = chain.basis(world).measures.get()
    measure = next(row for row in chain.basis(world).measures.all() if row.pk == measure.pk)
    keys = [criterion.key for criterion in world.round.scheme.criteria]
    values = measure_values(measure, universities=[world.university.pk], criteria=keys)
    return save_measure(
        round=world.fresh_round(),
        network=world.network,
        pk=measure.pk,
        typed=typed,
        shown=Shown.of(values, measure.version),
        by=world.person(by),
        now=now,
    )


@pytest.mark.parametrize("by", ["leader", "coordinator", "uh"])
def test_save_decision_basis_by_leader_and_partner_university_alike(world, by):
    save_texts(world, by, "Oversikt: Språk, lek og miljø – á đ ŋ š ŧ ž 🙂")

    basis = chain.basis(world)
    assert basis.overview == "Oversikt: Språk, lek og miljø – á đ ŋ š ŧ ž 🙂"
    assert (basis.version, basis.texts_version) == (1, 1)


@pytest.mark.parametrize(
    "by", ["member", "owner", "head", "other_leader", "other_uh", "case_officer", "forum"]
)
def test_save_decision_basis_refused_for_others(world, by):
    with pytest.raises(NotAllowed):
        save_texts(world, by, "Nei")

    assert not DecisionBasis.objects.exists()


@pytest.mark.parametrize("now", [AUTUMN, FEBRUARY])
def test_save_decision_basis_refused_before_opening_and_after_closing(world, now):
    with pytest.raises(NotNow):
        save_texts(world, "leader", "Nei", now=now)

    assert not DecisionBasis.objects.exists()


def test_the_same_field_changed_by_two_is_given_back_and_not_stored(world):
    shown = texts_shown(world)
    save_texts(world, "leader", "Lederens tekst", shown)

    saved = save_texts(world, "uh", "UH sin tekst", shown)

    assert [(c.key, c.mine, c.theirs) for c in saved.conflicts] == [
        ("overview", "UH sin tekst", "Lederens tekst")
    ]
    assert chain.basis(world).overview == "Lederens tekst"


def test_two_who_write_in_different_fields_never_meet(world):
    shown = texts_shown(world)
    save_texts(world, "leader", "Lederens tekst", shown)

    saved = save_texts(world, "uh", "", shown, sami_perspectives="UH sin tekst")

    basis = chain.basis(world)
    assert (saved.conflicts, basis.overview, basis.sami_perspectives) == (
        [],
        "Lederens tekst",
        "UH sin tekst",
    )


def test_texts_and_measures_are_written_at_the_same_time(world):
    shown = texts_shown(world)
    chain.saved_measure(world)

    saved = save_texts(world, "uh", "To", shown)

    assert (saved.conflicts, chain.basis(world).overview) == ([], "To")


# --- a change takes the approvals away -------------------------------------------------------------------


def change_texts(world: World) -> None:
    save_texts(world, "leader", "Ny oversikt")


def change_measure(world: World) -> None:
    change(world, network_amount_nok=1)


def add_measure(world: World) -> None:
    chain.saved_measure(world, title="Nytt tiltak")


def remove(world: World) -> None:
    pk = chain.basis(world).measures.get().pk
    remove_measure(
        round=world.fresh_round(), network=world.network, pk=pk, by=world.person("leader"), now=WINTER
    )


@pytest.mark.parametrize("changed", [change_texts, change_measure, add_measure, remove])
def test_a_change_takes_every_approval_away_and_tells_once(world, changed):
    approved_by_all(world)
    version = chain.basis(world).version

    changed(world)

    assert BasisApproval.objects.filter(withdrawn_at__isnull=True).count() == 0
    assert chain.basis(world).version == version + 1
    assert mails("approval_lost") == ["coordinator@example.no", "uh@example.no"]


@pytest.mark.parametrize(
    ("field", "value", "because"),
    [
        ("network_amount_nok", 120_000, "Tiltak 1, beløp til nettverket: 300 000 kr → 120 000 kr"),
        ("title", "Lek", "Tiltak 1, tittel: Lek for alle → Lek"),
        ("goal", "Et annet mål", "Tiltak 1, mål: Alle barn er med i leken. → Et annet mål"),
        ("goal", "x" * 200, "Tiltak 1, mål: skrevet om"),
        ("years", 3, "Tiltak 1, varer: 2 år → 3 år"),
        ("kindergartens", [], "Tiltak 1, starter i år: fjernet Lekestua"),
        ("contributors", ["ppt"], None),
        ("participants", "Styrerne", None),
        ("faculty_", "Kari", None),
        ("days_", 1, None),
        ("university_", 1, "Tiltak 1, beløp til Prøve høgskole: 200 000 kr → 1 kr"),
    ],
)
def test_each_part_of_a_measure_is_what_was_approved_and_the_change_is_named(world, field, value, because):
    approved_by_all(world)

    change(world, **{f"{field}{world.university.pk}" if field.endswith("_") else field: value})

    fallen = BasisApproval.objects.filter(withdrawn_at__isnull=False)
    found = {row.withdrawn_because.replace("\xa0", " ") for row in fallen}
    assert (fallen.count(), len(found), "" in found) == (2, 1, False)
    assert because is None or found == {because}


def test_a_fallen_approval_names_all_that_differs_from_what_was_approved(world):
    approved_by_all(world)
    change(world, goal="A")
    change(world, goal="AB", years=3)
    chain.saved_measure(world, title="Nytt")

    because = BasisApproval.objects.filter(university=world.university).get().withdrawn_because.split("\n")

    assert len(because) == 3
    assert because[0].endswith("→ AB")
    change(world_with_one(world), goal="Alle barn er med i leken.", years=2)
    assert len(BasisApproval.objects.get(university=world.university).withdrawn_because.split("\n")) == 1


def world_with_one(world: World) -> World:
    """The measure that came last is removed again."""
    pk = chain.basis(world).measures.order_by("-priority")[0].pk
    remove_measure(
        round=world.fresh_round(), network=world.network, pk=pk, by=world.person("leader"), now=WINTER
    )
    return world


def test_the_letter_about_a_lost_approval_waits_until_the_writing_has_settled(world):
    approved_by_all(world)

    change(world, goal="A")
    change(world, goal="AB")

    letters = OutboxMail.objects.filter(kind="needs/approval_lost")
    assert {letter.planned_at for letter in letters} == {WINTER + timedelta(minutes=15)}
    lost = lost_approval(letters[0].context["approval"])
    assert lost is not None
    assert lost.withdrawn_because.endswith("→ AB")


def test_a_side_that_has_approved_again_gets_no_letter_about_what_it_lost(world):
    approved_by_all(world)
    change(world, goal="A")
    lost = BasisApproval.objects.get(university=None)

    chain.approve(world, "leader")

    assert lost_approval(lost.pk) is None


def test_two_who_write_in_different_fields_of_a_measure_never_meet(world):
    chain.saved_measure(world)
    measure = next(iter(chain.basis(world).measures.all()))
    shown = Shown.of(measure_values(measure, universities=[world.university.pk]), measure.version)
    where = {"round": world.fresh_round(), "network": world.network, "pk": measure.pk, "now": WINTER}

    save_measure(**where, typed={"goal": "Leder"}, shown=shown, by=world.person("leader"))
    key = f"days_{world.university.pk}"
    other = save_measure(**where, typed={key: 9, "goal": measure.goal}, shown=shown, by=world.person("uh"))
    third = save_measure(**where, typed={"goal": "UH"}, shown=shown, by=world.person("uh"))

    assert (other.conflicts, other.values["goal"], other.values[key]) == ([], "Leder", 9)
    assert [(c.mine, c.theirs) for c in third.conflicts] == [("UH", "Leder")]


def test_a_university_that_gives_days_takes_part_if_need_be_for_nothing(world):
    chain.saved_measure(
        world, **{f"university_{world.university.pk}": None, f"days_{world.university.pk}": 3}
    )

    assert [(p["amount"], p["days"]) for p in next(iter(chain.basis(world).measures.all())).parts] == [(0, 3)]
    key = world.university.pk
    change(world, **{f"university_{key}": None, f"days_{key}": None, f"faculty_{key}": ""})
    assert next(iter(chain.basis(world).measures.all())).parts == []


def test_a_university_is_told_once_that_it_has_a_part(world):
    key = f"university_{world.university.pk}"
    chain.saved_measure(
        world, **{key: None, f"days_{world.university.pk}": None, f"faculty_{world.university.pk}": ""}
    )
    assert mails("university_joined") == []

    for amount in (1, None, 2):
        change(world, **{key: amount})

    assert mails("university_joined") == ["uh@example.no"]


# --- needs without a measure ------------------------------------------------------------------------------


def say_why(world: World, reason: str, by: str = "leader", now=WINTER) -> Saved:
    standing = chain.basis(world)
    key = f"reason_{standing.free_needs[0]['pk']}" if standing.free_needs else "reason_0"
    return basis_draft.save_reasons(
        round=world.fresh_round(),
        network=world.network,
        typed={key: reason},
        shown=Shown.of(reason_values(standing), standing.version),
        by=world.person(by),
        now=now,
    )


@pytest.fixture
def with_a_free_need(world) -> World:
    need = chain.submitted_need(world)
    Need.objects.create(report=need.report, theme=need.theme, why="Vi vil også dette.")
    chain.whole_basis(world, need)
    return world


def test_a_need_without_measure_stops_approval_until_a_reason_is_given(with_a_free_need):
    world = with_a_free_need
    with pytest.raises(NotNow):
        chain.approve(world, "leader")

    say_why(world, " Neste år. ")
    chain.approve(world, "leader")

    assert [row["reason"] for row in chain.basis(world).free_needs] == ["Neste år."]
    assert missing(world) == ["Prøve høgskole"]


def test_a_new_reason_takes_the_approvals_away(with_a_free_need):
    world = with_a_free_need
    say_why(world, "Neste år.")
    chain.approve(world, "leader")

    say_why(world, "Ikke i år.", by="uh")

    assert missing(world) == ["Prøvenettverket", "Prøve høgskole"]
    assert "Ikke i år." in BasisApproval.objects.get().withdrawn_because


@pytest.mark.parametrize("by", ["member", "owner", "other_leader", "case_officer"])
def test_reasons_refused_for_others(with_a_free_need, by):
    with pytest.raises(NotAllowed):
        say_why(with_a_free_need, "Nei", by=by)


def test_reasons_refused_after_the_closing(with_a_free_need):
    with pytest.raises(NotNow):
        say_why(with_a_free_need, "Nei", now=FEBRUARY)


def test_the_owner_sees_the_reason_when_the_basis_is_sent_and_not_before(with_a_free_need):
    world = with_a_free_need
    say_why(world, "Neste år.")
    before = with_answers(Need.objects.order_by("pk"))
    assert {need.answer_state for need in before} == {""}

    chain.approve(world, "leader")
    chain.approve(world, "uh", world.university)
    submit(world)

    answered, free = with_answers(Need.objects.order_by("pk"))
    assert (answered.answer_state, list(answered.answer_measures)) == ("submitted", ["Lek for alle"])
    assert (free.answer_measures, free.answer_reason) == ([], "Neste år.")


def test_a_new_order_takes_every_approval_away(world):
    chain.whole_basis(world)
    first = chain.basis(world).measures.get()
    second = chain.saved_measure(world, first.needs.get(), title="Nummer to")
    chain.approve(world, "leader")
    basis = chain.basis(world)

    basis_draft.order_measures(
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
        basis_draft.order_measures(
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

    save_texts(world, "uh", "To eiere har meldt behov.\r\n")
    change(world, "uh", **chain.measure_input(world, need))

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


@pytest.mark.parametrize("changed", [change_texts, change_measure, add_measure, remove])
def test_nothing_is_changed_after_it_was_sent(world, changed):
    chain.submitted_basis(world)

    with pytest.raises(NotNow):
        changed(world)

    assert missing(world) == []


def test_submit_issues_a_pdf_and_a_workbook_and_keeps_the_version(world):
    chain.submitted_basis(world)

    basis = DecisionBasis.objects.get()
    assert bytes(basis.document.content).startswith(b"%PDF-")
    assert basis.document.sha256 == sha256(bytes(basis.document.content)).hexdigest()
    assert basis.workbook.content_type.endswith("spreadsheetml.sheet")
    book = load_workbook(BytesIO(bytes(basis.workbook.content)))
    cells = {str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
    assert {"Lek for alle", "300000", "Seksjon for pedagogikk"} <= cells
    assert [(version.number, version.verb) for version in versions_of(basis)] == [(1, "submit")]


def test_what_is_sent_again_replaces_the_documents_and_keeps_the_old(world):
    chain.submitted_basis(world)
    first = DecisionBasis.objects.get()
    give_back(world)
    change(world, now=FEBRUARY, goal="Nytt mål")
    for by, university in (("leader", None), ("uh", world.university)):
        chain.approve(world, by, university, now=FEBRUARY)
    submit(world, now=FEBRUARY)

    second = DecisionBasis.objects.get()
    assert (second.document.replaces_id, second.workbook.replaces_id) == (
        first.document_id,
        first.workbook_id,
    )
    one, two = versions_of(second)
    assert short_changes(one.content, two.content) == ["Tiltak 1, mål: Alle barn er med i leken. → Nytt mål"]


# --- accept -----------------------------------------------------------------------------------------------


def accept(world: World, by: str = "case_officer", comment: str = "") -> DecisionBasis:
    return services.accept_decision_basis(
        basis=chain.basis(world), by=world.person(by), now=FEBRUARY, comment=comment
    )


def test_an_accepted_basis_is_told_of_and_can_no_more_be_returned_or_changed(world):
    chain.submitted_basis(world)

    basis = accept(world, comment="Fint.")

    assert (basis.state, [line.comment for line in history_of(basis)]) == ("accepted", ["", "Fint."])
    assert mails("decision_basis_accepted") == [
        "coordinator@example.no",
        "leader@example.no",
        "uh@example.no",
    ]
    with pytest.raises(NotNow):
        give_back(world)
    with pytest.raises(NotNow):
        change(world, now=FEBRUARY, goal="Nytt")
    assert list(submitted_bases(world.fresh_round())) == [basis]


@pytest.mark.parametrize("by", ["leader", "uh", "approver", "forum", "foreign_officer"])
def test_accept_refused_for_others(world, by):
    chain.submitted_basis(world)

    with pytest.raises(NotAllowed):
        accept(world, by)

    assert chain.basis(world).state == "submitted"


def test_accept_refused_when_it_is_not_sent_or_already_accepted(world):
    chain.whole_basis(world)
    with pytest.raises(MovedOn):
        accept(world)
    chain.approve(world, "leader")
    submit(world, silent_reason="Ferie")
    accept(world)

    with pytest.raises(MovedOn):
        accept(world)

    assert len(mails("decision_basis_accepted")) == 3


# --- return ----------------------------------------------------------------------------------------------


def give_back(world: World, by: str = "case_officer", comment: str = "Beløpene mangler.", due_at=UNTIL):
    return services.return_decision_basis(
        basis=chain.basis(world), comment=comment, due_at=due_at, by=world.person(by), now=FEBRUARY
    )


def test_return_opens_the_basis_again_also_after_the_closing(world):
    chain.submitted_basis(world)

    basis = give_back(world)
    save_texts(world, "uh", "Rettet", now=FEBRUARY)

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
