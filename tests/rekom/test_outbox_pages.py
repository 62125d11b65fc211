"""The outbox's pages: who sees what, the filters, sending again, holding back, and a network's own letters."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.models import OutboxMail, SendingPause
from common.outbox.message import message_id
from networks.states import Duty
from networks.topics import topics
from rekom.outbox import reads
from rekom.outbox.services import pause_sending
from tests import factories as f
from tests.rekom.mails import mail
from tests.world import AUTUMN

LIST = "/utboks/"


@pytest.fixture
def officer(at, sign_in):
    at(AUTUMN + timedelta(days=1))
    return sign_in("case_officer")


def shown(client, **filters) -> set[int]:
    answer = client.get(LIST, filters)
    assert answer.status_code == 200
    return {row.record.pk for row in answer.context["table"].page.object_list}


def test_the_newest_mail_stands_first(world, officer):
    old, new = mail(world), mail(world, planned_at=AUTUMN + timedelta(hours=1))
    rows = officer.get(LIST).context["table"].page.object_list
    assert [row.record for row in rows] == [new, old]


def test_staff_see_the_mail_of_their_county_alone(world, officer):
    own = mail(world)
    mail(world, about=[])
    mail(world, about=["county:0", f"round:{world.round.pk}"])
    assert shown(officer) == {own.pk}


def test_mail_is_found_by_what_it_is_about(world, officer):
    report = mail(world)
    basis = mail(world, about=topics(world.round, Duty.DECISION_BASIS, world.other_network))
    one = mail(world, about=topics(Duty.ASSESSMENT, world.owner, world.kindergarten))
    assert shown(officer, duty="decision_basis") == {basis.pk}
    assert shown(officer, round=f"round:{world.round.pk}") == {report.pk, basis.pk}
    assert shown(officer, body="annet nett") == {basis.pk}
    assert shown(officer, body=world.kindergarten.name) == {report.pk, one.pk}  # the owner's name has it too
    assert shown(officer, body=world.kindergarten.name, which=f"kindergarten:{world.kindergarten.pk}") == {
        one.pk
    }
    assert shown(officer, body="finnes ikke") == set()


def test_mail_is_found_by_person_letter_and_day(world, officer):
    first = mail(world)
    other = mail(
        world,
        recipient=world.people["uh"],
        kind="needs/decision_basis_approved",
        planned_at=AUTUMN - timedelta(days=3),
    )
    assert shown(officer, person=world.people["uh"].name.upper()) == {other.pk}
    assert shown(officer, person=world.people["owner"].email) == {first.pk}
    assert shown(officer, kind="needs/decision_basis_approved") == {other.pk}
    assert shown(officer, since="2026-11-20") == {first.pk}
    assert shown(officer, until="2026-11-17") == {other.pk}
    assert shown(officer, since="2026-11-17", until="2026-11-20") == {first.pk, other.pk}


@pytest.mark.parametrize("year", ["0001", "9999"])
def test_a_day_that_no_calendar_shows_is_refused(world, officer, year):
    mail(world)
    answer = officer.get(LIST, {"since": f"{year}-01-01"})
    assert (answer.status_code, bool(answer.context["filter"].form.errors)) == (200, True)


def test_mail_is_found_by_state_as_people_see_it(world, officer):
    kept = {status: mail(world, status).pk for status in ("planned", "sent", "failed", "in_doubt", "skipped")}
    for status, key in kept.items():
        assert shown(officer, state=status) == {key}
    assert shown(officer, state="paused") == set()
    pause_sending(county=world.county, reason="Feil", by=world.person("approver"), now=AUTUMN)
    assert shown(officer, state="paused") == {kept["planned"]}
    assert shown(officer, state="planned") == set()


def test_the_numbers_stand_on_top(world, officer):
    for status in ("failed", "failed", "in_doubt", "sent"):
        mail(world, status)
    counts = {count.status: count.number for count in reads.numbers(world.county)}
    assert (counts["failed"], counts["in_doubt"], counts["sent"], counts["planned"]) == (2, 1, 1, 0)
    assert "?state=failed" in officer.get(LIST).content.decode()


def test_the_list_counts_no_further_than_it_leafs(world, officer, monkeypatch):
    monkeypatch.setattr(reads, "MOST_COUNTED", 2)
    for _turn in range(4):
        mail(world)
    paginator = officer.get(LIST).context["table"].page.paginator
    assert (paginator.count, paginator.has_more) == (2, True)


def test_the_list_takes_as_many_statements_with_three_mails_as_with_one(world, officer):
    def statements() -> int:
        with CaptureQueriesContext(connection) as queries:
            officer.get(LIST)
        return len(queries)

    mail(world, "failed")
    one = statements()
    for owner in (world.other_owner, world.owner):
        mail(world, "failed", about=topics(world.round, Duty.NEEDS_REPORT, owner, world.other_network))
    assert statements() == one


# --- One mail ---------------------------------------------------------------------------------------------


def test_a_sent_mail_is_shown_as_it_was_sent(world, officer):
    sent = mail(world, "sent")
    page = officer.get(f"{LIST}{sent.pk}/").content.decode()
    assert "Teksten som ble sendt" in page
    assert sent.to in page
    assert message_id(sent).strip("<>") in page
    assert f'src="{LIST}{sent.pk}/html/"' in page


def test_a_mail_that_waits_is_shown_as_it_would_be_sent_now(world, officer):
    waiting = mail(world, "planned", text="", html="", subject="")
    page = officer.get(f"{LIST}{waiting.pk}/").content.decode()
    assert "Skriv mer &amp; bedre" in page
    assert OutboxMail.objects.get(pk=waiting.pk).text == ""


def test_a_mail_that_cannot_be_made_has_a_page_all_the_same(world, officer):
    broken = mail(
        world, "failed", kind="needs/nothing_like_it", text="", html="", reason="Noe\n550 No such user"
    )
    page = officer.get(f"{LIST}{broken.pk}/").content.decode()
    assert "550 No such user" in page


def test_the_html_can_run_and_load_nothing(world, officer):
    sent = mail(world, "sent")
    answer = officer.get(f"{LIST}{sent.pk}/html/")
    assert answer.content.decode() == sent.html
    policy = answer["Content-Security-Policy"]
    assert all(part in policy for part in ("default-src 'none'", "sandbox", "frame-ancestors 'self'"))
    assert "script" not in policy
    assert "frame-src 'self'" in officer.get(f"{LIST}{sent.pk}/")["Content-Security-Policy"]


def test_mails_sent_again_are_linked_both_ways(world, officer):
    old = mail(world, "failed")
    new = mail(world, "sent", resends=old, asked_by=world.people["approver"], asked_because="Rettet adresse")
    for one, other in ((old, new), (new, old)):
        page = officer.get(f"{LIST}{one.pk}/").content.decode()
        assert f"{LIST}{other.pk}/" in page
        assert "Rettet adresse" in page


# --- Sending again, holding back --------------------------------------------------------------------------


def test_several_are_sent_again_with_one_reason(world, officer):
    mails = [mail(world, "failed"), mail(world, "in_doubt")]
    chosen = [str(one.pk) for one in mails]
    page = officer.get(f"{LIST}send-igjen/", {"mail": chosen}).content.decode()
    assert 'data-color="warning"' in page  # the one in doubt may arrive twice
    answer = officer.post(f"{LIST}send-igjen/", {"mail": chosen, "reason": "Adressene er rettet"})
    assert answer.status_code == 302
    again = OutboxMail.objects.filter(resends__in=mails)
    assert {one.asked_because for one in again} == {"Adressene er rettet"}
    assert again.count() == 2


def test_all_that_failed_are_sent_again(world, officer):
    failed, _sent = mail(world, "failed"), mail(world, "sent")
    page = officer.get(f"{LIST}send-igjen/", {"all": "failed"})
    assert [one for one, _label, _tag in page.context["mails"]] == [failed]


def test_a_reason_is_required(world, officer):
    failed = mail(world, "failed")
    answer = officer.post(f"{LIST}send-igjen/", {"mail": [failed.pk], "reason": ""})
    assert (answer.status_code, answer.context["form"].errors.keys()) == (200, {"reason"})
    assert OutboxMail.objects.count() == 1


def test_nothing_chosen_leads_back(officer):
    assert LIST in officer.get(f"{LIST}send-igjen/").content.decode()
    assert officer.post(f"{LIST}send-igjen/", {"reason": "x"}).status_code == 302


def test_mail_of_another_county_is_not_sent_again(world, officer):
    foreign = mail(world, "failed", about=["county:0"])
    assert officer.post(f"{LIST}send-igjen/", {"mail": [foreign.pk], "reason": "x"}).status_code == 404


def test_mail_is_held_back_and_let_go(world, officer):
    officer.post(f"{LIST}pause/", {"reason": "Feil i brevet"})
    assert "Feil i brevet" in officer.get(LIST).content.decode()
    assert officer.get(f"{LIST}pause/").status_code == 302
    officer.post(f"{LIST}fortsett/")
    assert SendingPause.objects.filter(ended_at__isnull=False).count() == 1
    assert "Feil i brevet" in officer.get(f"{LIST}pauser/").content.decode()


def test_staff_of_another_county_do_not_see_the_pause(world, officer, sign_in):
    officer.post(f"{LIST}pause/", {"reason": "Feil i brevet"})
    assert "Feil i brevet" not in sign_in("foreign_officer").get(LIST).content.decode()


def test_the_status_page_names_what_is_missing_and_what_waits(world, officer):
    mail(world, "planned", planned_at=AUTUMN)
    page = officer.get("/status/")
    assert [part["is_there"] for part in page.context["parts"]][0] is True
    assert [part["is_there"] for part in page.context["parts"]][-2:] == [False, False]
    assert page.context["mail"][0]["value"] == 1


# --- A network's own --------------------------------------------------------------------------------------


def in_network(client, world) -> list[OutboxMail]:
    rows = client.get(f"/nettverk/{world.network.pk}/brev/").context["table"].page.object_list
    return [row.record for row in rows]


def test_a_leader_sees_the_letters_of_the_networks_bodies(world, at, sign_in):
    at(AUTUMN)
    own = [
        mail(world),
        mail(world, about=topics(world.round, Duty.ASSESSMENT, world.owner, world.kindergarten)),
        mail(world, about=topics(world.round, world.owner)),
    ]
    mail(world, about=topics(world.round, Duty.NEEDS_REPORT, world.other_owner, world.other_network))
    mail(world, about=topics(world.round, Duty.NEEDS_REPORT, world.owner, world.other_network))
    elsewhere = f.KindergartenFactory(owner=world.owner, municipality=world.other_municipality)
    mail(world, about=topics(world.round, Duty.ASSESSMENT, world.owner, elsewhere))
    assert {one.pk for one in in_network(sign_in("leader"), world)} == {one.pk for one in own}


def test_a_leader_sees_neither_text_nor_address_nor_other_bodies(world, at, sign_in):
    at(AUTUMN)
    mail(world, about=topics(world.round, Duty.NEEDS_REPORT, world.owner, world.network, world.other_network))
    page = sign_in("leader").get(f"/nettverk/{world.network.pk}/brev/").content.decode()
    assert world.people["owner"].name in page
    assert world.people["owner"].email not in page
    assert "Teksten som ble sendt" not in page
    assert world.network.name in page
    assert world.other_network.name not in page


def test_the_networks_list_takes_as_many_statements_with_three_mails(world, at, sign_in):
    at(AUTUMN)
    client, address = sign_in("leader"), f"/nettverk/{world.network.pk}/brev/"

    def statements() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    mail(world, about=topics(world.round, Duty.ASSESSMENT, world.owner, world.kindergarten))
    one = statements()
    mail(world, about=topics(world.round, Duty.ASSESSMENT, world.owner, world.sister))
    mail(world, about=topics(world.round, Duty.ASSESSMENT, world.owner, world.kindergarten))
    assert statements() == one
