"""The letters about bases, nominations and lists can be made, in both languages, and name no student."""

import pytest

from common.models import OutboxMail
from common.outbox.rendering import render
from needs.services import decision_basis as services
from needs.services.measure import remove_measure
from networks.deadlines import returned_until
from rekom.planning.still_due import STILL_DUE
from tests.needs import chain
from tests.world import FEBRUARY, WINTER, World

KINDS = {
    "approval_lost",
    "decision_basis_accepted",
    "decision_basis_approved",
    "decision_basis_received",
    "decision_basis_returned",
    "decision_basis_submitted",
    "nomination_list_submitted",
    "nomination_submitted",
    "university_joined",
}


def a_winter_of_letters(world: World) -> list[OutboxMail]:
    """Approve, change, approve, send without a side, return, send, accept; nominate, rank, send."""
    nomination = chain.submitted_nomination(world)
    chain.whole_basis(world)
    chain.approve(world, "leader")
    need = chain.basis(world).measures.get().needs.get()
    chain.saved_measure(world, need, by="uh", title="Lek & læring")
    chain.approve(world, "leader")
    basis = chain.basis(world)
    leader = world.person("leader")
    services.submit_decision_basis(
        basis=basis, version=basis.version, silent_reason="Ferie & reise", by=leader, now=WINTER
    )
    chain.submitted_list(world, nomination)
    services.return_decision_basis(
        basis=chain.basis(world),
        comment="Se på beløpene <nå>",
        due_at=returned_until(now=FEBRUARY),
        by=world.person("case_officer"),
        now=FEBRUARY,
    )
    basis = chain.basis(world)
    services.submit_decision_basis(
        basis=basis, version=basis.version, silent_reason="Ferie & reise", by=leader, now=FEBRUARY
    )
    services.accept_decision_basis(
        basis=chain.basis(world), by=world.person("case_officer"), comment="Fint & klart", now=FEBRUARY
    )
    return list(OutboxMail.objects.filter(kind__in=[f"needs/{kind}" for kind in KINDS]))


@pytest.mark.parametrize("language", ["nb", "en"])
def test_every_letter_has_subject_text_html_and_a_link(world, language):
    mails = a_winter_of_letters(world)

    assert {mail.kind.removeprefix("needs/") for mail in mails} == KINDS
    for mail in mails:
        mail.language = language
        letter = render(mail)
        assert letter.subject
        assert mail.context["path"] in letter.text
        assert mail.context["path"] in letter.html
        assert "Studentprøve" not in letter.subject + letter.text + letter.html


def test_text_parts_are_not_escaped_and_html_parts_are(world):
    mails = {mail.kind: render(mail) for mail in a_winter_of_letters(world)}

    assert "Lek & læring" in mails["needs/decision_basis_submitted"].text
    assert "Ferie & reise" in mails["needs/decision_basis_submitted"].text
    assert "Se på beløpene <nå>" in mails["needs/decision_basis_returned"].text
    assert "Se på beløpene &lt;nå&gt;" in mails["needs/decision_basis_returned"].html


def test_the_letter_about_a_lost_approval_tells_the_whole_change_when_it_is_sent(world):
    chain.whole_basis(world)
    chain.approve(world, "leader")
    chain.saved_measure(world, by="uh", title="Først")
    chain.saved_measure(world, by="uh", title="Så")
    mail = OutboxMail.objects.filter(kind="needs/approval_lost").first()
    still_due = STILL_DUE["needs/approval_lost"]
    assert len(mail.context["changes"]) == 1

    assert still_due(mail, WINTER, {}) == ""
    assert ["Først" in mail.context["changes"][0], "Så" in mail.context["changes"][1]] == [True, True]
    basis = chain.basis(world)
    for measure in basis.measures.filter(title__in=["Først", "Så"]):
        remove_measure(
            round=basis.round, network=basis.network, pk=measure.pk, by=world.person("uh"), now=WINTER
        )
    chain.approve(world, "leader")

    assert still_due(mail, WINTER, {}) != ""
