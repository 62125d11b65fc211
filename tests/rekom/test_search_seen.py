"""What reports say and what was paid is found by those who may read it, in each state, and by nobody else."""

import pytest

from grants.models import GrantLetter, Instalment, Payout
from networks.models import Seat
from networks.roles import Role
from rekom.search import Asked, search, words_of
from reporting.models import Report, ReportAnswer
from tests.factories import LONG_AGO
from tests.grants import payment_stage
from tests.reporting import stage
from tests.reporting.control_stage import approve, note_all
from tests.world import NEXT_SPRING, ROLES

WRITERS = ("leader", "coordinator")
READERS = (*WRITERS, "member", "case_officer", "approver")
SAID = "Sandkassen ble et verksted."


def approved(world) -> Report:
    report = stage.submitted(world)
    note_all(world, report)
    return approve(world, report)


def finds(world, role: str, typed: str, kind: str) -> bool:
    asked = Asked(world.person(role), words_of(typed), NEXT_SPRING, limit=20)
    among_all = {group.kind.key for group in search(asked).groups}
    alone = {group.kind.key for group in search(asked, kind).groups}
    assert (kind in among_all) == (kind in alone)
    return kind in alone


def finders(world, typed: str, kind: str) -> set[str]:
    return {role for role in ROLES if finds(world, role, typed, kind)}


@pytest.mark.parametrize(
    ("make", "seen_by"),
    [(stage.draft, WRITERS), (stage.submitted, READERS), (stage.returned, WRITERS), (approved, READERS)],
    ids=["draft", "submitted", "returned", "approved"],
)
def test_what_a_network_s_report_says_is_found_by_those_who_read_the_report(world, make, seen_by):
    report = make(world)
    assert ReportAnswer.objects.filter(report=report).update(text=SAID)
    assert finders(world, "sandkassen verksted", "rapporttekst") == set(seen_by)
    assert finders(world, str(world.network), "rapporter") == set(seen_by)


def test_what_a_university_s_report_says_is_found_by_its_own(world):
    report = stage.draft(world, stage.university_grant(world), by="uh")
    assert ReportAnswer.objects.filter(report=report).update(text=SAID)
    assert finders(world, "sandkassen verksted", "rapporttekst") == {"uh"}


def test_a_hit_in_a_report_names_its_recipient_and_leads_to_it(world):
    network = stage.draft(world)
    university = stage.draft(world, stage.university_grant(world), by="uh")
    ReportAnswer.objects.filter(report__in=[network, university]).update(text=SAID)
    for role, report, body in (("leader", network, world.network), ("uh", university, world.university)):
        asked = Asked(world.person(role), words_of("sandkassen"), NEXT_SPRING, limit=20)
        (group,) = search(asked, "rapporttekst").groups
        assert {hit.url for hit in group.found.hits} == {f"/rapport/{report.grant_id}/"}
        assert all(str(body) in hit.title for hit in group.found.hits)


def test_the_payee_finds_the_network_s_report_letter_and_payments(world):
    Seat.objects.filter(user=world.people["nobody"]).delete()
    user, payee = world.people["nobody"], world.payee
    Seat.objects.create(user=user, role=Role.OWNER, organisation=payee, valid_from=LONG_AGO)
    report = stage.draft(world)
    ReportAnswer.objects.filter(report=report).update(text=SAID)
    letter = GrantLetter.objects.get(grant=report.grant)
    assert finds(world, "nobody", "sandkassen", "rapporttekst")
    assert finds(world, "nobody", letter.number, "brev")
    of_university = GrantLetter.objects.get(grant__university=world.university)
    assert not finds(world, "nobody", of_university.number, "brev")


def test_letters_and_payments_are_found_by_their_recipients_and_the_office(world):
    payment_stage.paid(world)
    network = {"leader", "coordinator", "member", "case_officer", "approver"}
    for body, seen_by in (
        ("network", network),
        ("university", {"uh", "case_officer", "approver"}),
    ):
        row = Instalment.objects.get(**{f"grant__{body}__isnull": False})
        assert finders(world, row.reference, "betalinger") == seen_by
        assert finders(world, row.grant.letter.number, "brev") == seen_by


def test_payouts_are_found_by_employer_network_and_office(world):
    payment_stage.paid(world)
    row = Payout.objects.get(half="spring")
    seen_by = {"head", "owner", "leader", "coordinator", "case_officer", "approver"}
    assert row.reference
    assert finders(world, row.reference, "utbetalinger") == seen_by


def test_a_forum_member_finds_those_who_sit_in_the_forum_and_nobody_else(world):
    for person, is_found in (("forum", True), ("leader", False), ("case_officer", False)):
        name = world.people[person].name
        assert finds(world, "forum", name, "personer") == is_found, person
