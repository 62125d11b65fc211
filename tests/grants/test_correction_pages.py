"""The pages of corrections and complaints, as officers and recipients meet them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.models import OutboxMail
from common.outbox.rendering import render
from grants.models import Complaint, Correction, CorrectionLetter
from tests.grants.access_complaints import MAY, TODAY, forwarded, individual, prepared, recorded
from tests.grants.stage import grant_of, issued

ODD = "Sámi á đ ŋ š ŧ ž ï ö, عربى, 😀 <b>&"


def url(name: str, world, **kwargs) -> str:
    return reverse(f"grants:{name}", kwargs={"year": world.round.grant_year, **kwargs})


def amounts(world, **changed: str) -> dict[str, str]:
    lines = grant_of(world.network).lines.all()
    return {f"amount_{line.pk}": changed.get(line.kind, str(line.amount_nok)) for line in lines}


def test_a_complaint_becomes_a_correction_and_a_new_letter_in_the_browser(world, sign_in, at):
    at(MAY)
    issued(world)
    officer, approver, leader = sign_in("case_officer"), sign_in("approver"), sign_in("leader")
    grant = grant_of(world.network)
    file = SimpleUploadedFile("klage.pdf", b"%PDF-1.7 klage", content_type="application/pdf")
    said = {"grant": grant.pk, "complainant": ODD, "received_on": "2027-04-20", "about": ODD, "upload": file}

    officer.post(url("complaint_record", world), said)
    complaint = Complaint.objects.get()
    officer.post(
        url("complaint_uphold", world, complaint=complaint.pk), {"outcome": ODD, "decided_on": TODAY}
    )
    begin = url("correction_begin", world, grant=grant.pk)
    assert officer.get(begin, {"klage": complaint.pk}).context["form"].initial["reason"] == ODD
    data = amounts(world, individual="30 000 kr") | {"reason": ODD, "klage": complaint.pk}
    officer.post(begin, data)
    correction = Correction.objects.get()
    place = {"correction": correction.pk}
    officer.post(url("correction_prepare", world, **place))
    version = Correction.objects.get().version
    answer = approver.post(url("correction_approve", world, **place), {"version": version})

    assert answer.status_code == 302
    letter = CorrectionLetter.objects.get()
    assert (letter.correction.complaint, grant_of(world.network).amount_nok) == (complaint, 662_500)
    got = leader.get(reverse("grants:correction_letter_download", kwargs={"letter": letter.pk}))
    assert got.content == bytes(letter.document.content)
    seen = leader.get(url("complaint_detail", world, complaint=complaint.pk))
    assert "may_uphold" not in seen.context
    assert "&lt;b&gt;" in seen.content.decode()
    assert officer.get(url("correction_detail", world, **place)).status_code == 200
    assert officer.get(url("complaint_detail", world, complaint=complaint.pk)).status_code == 200


@pytest.mark.parametrize(("amount", "status"), [("-1", 200), ("mye", 200), ("900 000", 409)])
def test_a_correction_that_cannot_be_is_refused_and_stays_on_the_page(world, sign_in, at, amount, status):
    at(MAY)
    issued(world)
    begin = url("correction_begin", world, grant=grant_of(world.network).pk)

    answer = sign_in("case_officer").post(begin, amounts(world, individual=amount) | {"reason": ODD})

    assert answer.status_code == status
    assert "Sámi" in answer.content.decode()
    assert not Correction.objects.exists()


def test_a_correction_is_changed_sent_back_and_cancelled_in_the_browser(world, sign_in, at):
    at(MAY)
    correction = prepared(world)
    officer, approver = sign_in("case_officer"), sign_in("approver")
    place = {"correction": correction.pk}

    approver.post(url("correction_send_back", world, **place), {"comment": ODD})
    correction = Correction.objects.get()
    typed = amounts(world, individual="35 000") | {"reason": ODD, "version": correction.version}
    officer.post(url("correction_edit", world, **place), typed)
    stale = officer.post(url("correction_edit", world, **place), typed)
    assert stale.status_code == 409
    correction = Correction.objects.get()
    assert correction.lines == {str(individual(world).pk): 35_000}
    officer.post(url("correction_cancel", world, **place))
    assert Correction.objects.get().state == "cancelled"


@pytest.mark.parametrize(
    "change",
    [
        {"received_on": "2027-04-09"},
        {"received_on": "2030-01-01"},
        {"complainant": ""},
        {"about": ""},
        {"grant": "999999"},
        {"upload": "nothing"},
    ],
)
def test_a_complaint_that_cannot_be_is_refused_and_nobody_is_told(world, sign_in, at, change):
    at(MAY)
    issued(world)
    said = {
        "grant": grant_of(world.network).pk,
        "complainant": "Kari",
        "received_on": "2027-04-20",
        "about": "x",
        **change,
    }
    if "upload" in change:
        said["upload"] = SimpleUploadedFile("klage.exe", b"MZ", content_type="application/pdf")

    answer = sign_in("case_officer").post(url("complaint_record", world), said)

    assert answer.status_code in (200, 409)
    assert not Complaint.objects.exists()
    assert not OutboxMail.objects.filter(kind="grants/complaint_received").exists()


def test_the_appeal_body_is_written_by_the_officer_and_not_by_the_portal(world, sign_in, at):
    at(MAY)
    complaint = recorded(world)

    page = sign_in("case_officer").get(url("complaint_forward", world, complaint=complaint.pk))

    assert page.context["form"]["forwarded_to"].value() in (None, "")


@pytest.mark.parametrize(
    ("query", "count"),
    [({}, 1), ({"state": "received"}, 0), ({"is_in_time": "yes"}, 1), ({"name": "Prøve"}, 1)],
)
def test_the_register_is_filtered(world, sign_in, at, query, count):
    at(MAY)
    forwarded(world)

    answer = sign_in("case_officer").get(url("complaint_list", world), query)

    assert len(answer.context["table"].rows) == count


def test_the_lists_cost_the_same_for_one_row_and_for_three(world, sign_in, at):
    at(MAY)
    complaint = recorded(world)
    client = sign_in("case_officer")
    for name in ("complaint_list", "correction_list"):
        client.get(url(name, world))
    counts = {}
    for name in ("complaint_list", "correction_list"):
        for round in (1, 2):
            if round == 2:
                _two_more(world, complaint, name)
            with CaptureQueriesContext(connection) as found:
                assert client.get(url(name, world)).status_code == 200
            counts.setdefault(name, []).append(len(found))
    assert counts["complaint_list"][0] == counts["complaint_list"][1]
    assert counts["correction_list"][1] <= counts["correction_list"][0] + 1


def _two_more(world, complaint: Complaint, name: str) -> None:
    officer = world.people["case_officer"]
    for n in (1, 2):
        if name == "complaint_list":
            Complaint.objects.create(
                grant=complaint.grant,
                complainant=f"Nr. {n}",
                received_on=complaint.received_on,
                due_at=complaint.due_at,
                is_in_time=True,
                about="x",
                recorded_by=officer,
                recorded_at=MAY,
            )
        else:
            body = world.network if n == 1 else world.university
            Correction.objects.create(
                grant=grant_of(body), before_nok=1, after_nok=1, created_by=officer, created_at=MAY
            )


def test_every_letter_about_corrections_and_complaints_can_be_written_in_both_languages(world, sign_in, at):
    at(MAY)
    prepared(world)
    sign_in("approver").post(url("correction_approve", world, correction=Correction.objects.get().pk))
    grant = grant_of(world.network)
    said = {"grant": grant.pk, "complainant": ODD, "received_on": "2027-05-20", "about": ODD}
    officer = sign_in("case_officer")
    officer.post(url("complaint_record", world), said)
    place = {"complaint": Complaint.objects.get().pk}
    sent = {"forwarded_to": ODD, "forwarded_on": TODAY}
    officer.post(url("complaint_forward", world, **place), sent)
    ended = {"outcome": ODD, "decided_on": TODAY, "is_granted": "nei"}
    officer.post(url("complaint_settle", world, **place), ended)

    mails = OutboxMail.objects.filter(kind__startswith="grants/co")

    assert {mail.kind.removeprefix("grants/") for mail in mails} == {
        "correction_prepared",
        "correction_issued",
        "complaint_received",
        "complaint_forwarded",
        "complaint_settled",
    }
    for mail in mails:
        for language in ("nb", "en"):
            mail.language = language
            written = render(mail)
            assert written.subject
            assert "http" in written.text
            assert "{" not in written.text
