"""Reminding now: one mail to each person, seen before it is sent, not twice by accident, and never to strangers."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.clock import oslo
from common.models import MailPriority, MailStatus, OutboxMail
from common.outbox import deliver
from common.refusals import NotAllowed, NotNow
from networks.models import Deadline
from networks.roles import Role
from networks.services import grant_dispensation
from networks.states import Duty
from networks.topics import topics
from rekom.follow_up.reminded_now import REMINDED_NOW_KIND
from rekom.follow_up.services import remind_now
from rekom.planning.dues import due_of
from rekom.planning.reasons import CLOSED, DONE, NEW_DEADLINE, NOT_IN_SEAT
from rekom.planning.reminders import catch_up
from rekom.planning.still_due import STILL_DUE
from tests import factories as f
from tests.junk import LONG, STRANGE
from tests.web_forms import forms_of
from tests.world import AUTUMN

DAY_AFTER = oslo(2026, 12, 2, 12)
REMIND = reverse("remind_now", kwargs={"year": 2027, "duty": "needs_report"})
LIST = reverse("follow_up", kwargs={"year": 2027, "duty": "needs_report"})


def the_owner(world):
    return f"{world.owner.pk}-{world.network.pk}-0"


def the_other_owner(world):
    return f"{world.other_owner.pk}-{world.other_network.pk}-0"


def remind(world, *bodies, by="case_officer", now=AUTUMN, duty=Duty.NEEDS_REPORT, **more):
    due = due_of(world.fresh_round(), duty)
    keys = bodies or (the_owner(world),)
    return remind_now(due=due, bodies=keys, by=world.person(by), now=now, **more)


def mails():
    return list(OutboxMail.objects.filter(kind=REMINDED_NOW_KIND).order_by("pk"))


def no_owner_kindergartens(world):
    for kindergarten in world.owner.kindergartens.all():
        f.as_always(kindergarten, owner=world.other_owner)


# --- The service ------------------------------------------------------------------------------------------


def test_remind_now_writes_one_mail_that_says_who_asked(world):
    made = remind(world, by="leader", line="Ring meg gjerne.")
    assert [user.email for user in made.told] == ["owner@example.no"]
    (mail,) = mails()
    assert (mail.to, mail.asked_by, mail.priority) == (
        "owner@example.no",
        world.people["leader"],
        MailPriority.PROMPT,
    )
    assert mail.topics == sorted(topics(world.round, Duty.NEEDS_REPORT, world.owner, world.network))
    assert (mail.context["line"], mail.context["sender"]) == ("Ring meg gjerne.", "Prøve Leader")
    assert mail.planned_at == AUTUMN


@pytest.mark.parametrize("by", ["other_leader", "approver", "owner", "foreign_officer", "nobody"])
def test_remind_now_refused_for_strangers(world, by):
    with pytest.raises(NotAllowed):
        remind(world, by=by)
    assert mails() == []


def test_remind_now_refused_when_one_of_the_bodies_is_another_network_s(world):
    with pytest.raises(NotAllowed):
        remind(world, the_owner(world), the_other_owner(world), by="leader")
    assert mails() == []


def test_remind_now_refused_before_the_opening(world):
    with pytest.raises(NotNow):
        remind(world, now=oslo(2026, 8, 20))
    assert mails() == []


def test_remind_now_refused_when_it_has_been_done_since(world):
    no_owner_kindergartens(world)
    with pytest.raises(NotNow):
        remind(world)
    assert mails() == []


def test_remind_now_refused_when_nobody_has_the_role(world):
    world.people["owner"].seats.update(valid_to="2026-10-01")
    with pytest.raises(NotNow):
        remind(world)
    assert mails() == []


def test_remind_now_leaves_out_what_has_been_done_since(world):
    no_owner_kindergartens(world)
    made = remind(world, the_owner(world), the_other_owner(world))
    assert [user.email for user in made.told] == ["other_owner@example.no"]


def test_person_with_five_bodies_gets_one_mail(world):
    for number in range(3):
        extra = f.KindergartenFactory(
            name=f"Stua {number}", owner=world.owner, municipality=world.municipality
        )
        f.seat(Role.HEAD, extra, world.people["head"])
    f.seat(Role.HEAD, world.sister, world.people["head"])
    due = due_of(world.fresh_round(), Duty.ASSESSMENT)
    keys = [debt.key for debt in due.debts(is_opening=False, now=oslo(2026, 10, 1))]
    mine = [key for key in keys if key != f"0-0-{world.other_kindergarten.pk}"]
    made = remind_now(due=due, bodies=mine, by=world.person("leader"), now=oslo(2026, 10, 1))
    assert [user.email for user in made.told] == ["head@example.no"]
    (mail,) = mails()
    assert len(mail.context["bodies"]) == 5


def test_double_click_sends_once(world):
    first = remind(world, token="abc")
    second = remind(world, token="abc", now=AUTUMN + timedelta(seconds=1))
    again = remind(world, token="abc", again=True, now=AUTUMN + timedelta(seconds=2))
    assert [user.pk for user in first.told] == [user.pk for user in second.told] == [u.pk for u in again.told]
    assert len(mails()) == 1


def test_not_twice_within_a_day_without_saying_so(world):
    remind(world, token="one")
    later = AUTUMN + timedelta(hours=20)
    with pytest.raises(NotNow):
        remind(world, token="two", now=later)
    made = remind(world, the_owner(world), the_other_owner(world), token="three", now=later)
    assert ([u.email for u in made.told], [u.email for u in made.left_out]) == (
        ["other_owner@example.no"],
        ["owner@example.no"],
    )
    remind(world, token="four", again=True, now=later)
    assert [mail.to for mail in mails()].count("owner@example.no") == 2
    remind(world, token="five", now=later + timedelta(hours=25))
    assert [mail.to for mail in mails()].count("owner@example.no") == 3


def test_the_portal_s_own_reminder_counts_as_told(world):
    catch_up(now=oslo(2026, 11, 24, 8, 5))
    with pytest.raises(NotNow):
        remind(world, now=oslo(2026, 11, 24, 12))
    OutboxMail.objects.update(status=MailStatus.FAILED)
    assert remind(world, now=oslo(2026, 11, 24, 12)).told


def test_the_portal_s_own_reminder_waits_for_the_next_morning(world):
    remind(world, now=oslo(2026, 11, 24, 7))
    catch_up(now=oslo(2026, 11, 24, 8, 5))
    own = OutboxMail.objects.get(kind="rekom/duty_reminder", to="owner@example.no")
    assert own.planned_at == oslo(2026, 11, 25, 8)


def test_after_the_closing_the_mail_leads_to_asking_for_a_new_deadline(world):
    remind(world, now=DAY_AFTER)
    (mail,) = mails()
    ask_path = mail.context["bodies"][0]["ask_path"]
    assert ask_path.startswith("/frist/")
    assert mail.context["decline_path"] == ""
    assert _settled(mail, DAY_AFTER) == (MailStatus.SENT, "")
    assert ask_path in mail.text
    assert ask_path in mail.html


def test_after_the_date_all_who_may_act_are_reminded(world):
    f.seat(Role.OWNER, world.owner, f.UserFactory(email="second@example.no"))
    assert {u.email for u in remind(world).told} == {"owner@example.no"}
    late = remind(world, now=DAY_AFTER)
    assert {u.email for u in late.told} == {"owner@example.no", "second@example.no"}


@pytest.mark.parametrize("language", ["nb", "en"])
def test_mail_is_written_in_the_reader_s_language_with_the_sender_s_words(world, language):
    world.people["owner"].language = language
    world.people["owner"].save(update_fields=["language"])
    remind(world, line=f"Hei & hopp\n{STRANGE}")
    (mail,) = mails()
    assert _settled(mail, AUTUMN) == (MailStatus.SENT, "")
    assert "Hei & hopp" in mail.text
    assert STRANGE in mail.text
    assert "&amp; hopp" in mail.html
    assert "<b>" not in mail.html
    assert "Lekestua Prøve SA – Prøvenettverket" in mail.text
    assert (
        reverse(
            "needs:needs_report_declare_no_needs",
            kwargs={"owner": world.owner.pk, "network": world.network.pk, "year": 2027},
        )
        in mail.text
    )


def _settled(mail, now):
    deliver(now=now, still_due=STILL_DUE)
    mail.refresh_from_db()
    return mail.status, mail.reason


def test_mail_is_asked_for_again_before_it_is_sent(world):
    remind(world)
    (mail,) = mails()
    no_owner_kindergartens(world)
    assert _settled(mail, AUTUMN) == (MailStatus.SKIPPED, DONE)


def test_mail_is_skipped_when_the_seat_has_ended(world):
    remind(world)
    (mail,) = mails()
    world.people["owner"].seats.update(valid_to="2026-11-01")
    assert _settled(mail, AUTUMN) == (MailStatus.SKIPPED, NOT_IN_SEAT)


def test_mail_is_skipped_when_it_has_closed_since(world):
    remind(world)
    (mail,) = mails()
    Deadline.objects.filter(duty=Duty.NEEDS_REPORT).update(due_at=AUTUMN - timedelta(minutes=1))
    assert _settled(mail, AUTUMN) == (MailStatus.SKIPPED, CLOSED)


def test_mail_after_the_date_is_skipped_when_there_is_a_new_one(world):
    remind(world, now=DAY_AFTER)
    (mail,) = mails()
    grant_dispensation(
        deadline=Deadline.objects.get(round=world.round, duty=Duty.NEEDS_REPORT),
        organisation=world.owner,
        network=world.network,
        due_at=oslo(2026, 12, 20),
        reason="Syk",
        by=world.person("leader"),
        now=DAY_AFTER,
    )
    assert _settled(mail, DAY_AFTER) == (MailStatus.SKIPPED, NEW_DEADLINE)


def test_remind_now_asks_as_much_for_many_as_for_few(world):
    with CaptureQueriesContext(connection) as few:
        remind(world, the_owner(world))
    keys = []
    for number in range(4):
        owner = f.OrganisationFactory(county=world.county)
        f.seat(Role.OWNER, owner, f.UserFactory(email=f"more{number}@example.no"))
        f.KindergartenFactory(owner=owner, municipality=world.municipality)
        keys.append(f"{owner.pk}-{world.network.pk}-0")
    with CaptureQueriesContext(connection) as many:
        assert len(remind(world, *keys).told) == 4
    assert len(many) == len(few)


# --- The page ---------------------------------------------------------------------------------------------


@pytest.fixture
def page(world, sign_in, at):
    at(AUTUMN)
    return sign_in("leader")


def test_page_shows_the_text_and_the_people_before_anything_is_sent(world, page):
    shown = page.get(REMIND, {"body": the_owner(world)})
    assert shown.status_code == 200
    preview = shown.context["preview"]
    assert [one.to.email for one in preview.recipients] == ["owner@example.no"]
    assert "Prøve Owner" in preview.letter.text
    assert mails() == []


def test_page_shows_the_sender_s_words_in_the_text(world, page):
    typed = {"body": the_owner(world), "line": "Ring meg gjerne.", "do": "preview", "token": "t"}
    shown = page.post(REMIND, typed)
    assert shown.status_code == 200
    assert "Ring meg gjerne." in shown.context["preview"].letter.text
    assert mails() == []


def test_page_sends_and_leads_back(world, page):
    sent = page.post(REMIND, {"body": the_owner(world), "line": "", "token": "t"}, follow=True)
    assert sent.redirect_chain == [(LIST, 302)]
    assert "ds-alert" in sent.content.decode()
    assert len(mails()) == 1
    page.post(REMIND, {"body": the_owner(world), "line": "", "token": "t"})
    assert len(mails()) == 1


def test_page_reminds_all_that_the_filter_shows(world, sign_in, at):
    at(AUTUMN)
    client = sign_in("case_officer")
    assert len(client.get(REMIND, {"all": "1"}).context["preview"].recipients) == 2
    one = client.get(REMIND, {"all": "1", "text": "lekestua"}).context["preview"]
    assert [person.to.email for person in one.recipients] == ["owner@example.no"]


def test_page_lists_those_told_lately_and_sends_again_only_when_ticked(world, page):
    remind(world, token="first")
    shown = page.get(REMIND, {"body": the_owner(world)})
    assert [one.to.email for one, _when in shown.context["preview"].lately] == ["owner@example.no"]
    assert 'name="again"' in shown.content.decode()
    refused = page.post(REMIND, {"body": the_owner(world), "token": "t", "line": "Husk!"})
    assert (refused.status_code, len(mails())) == (409, 1)
    assert "Husk!" in refused.content.decode()
    page.post(REMIND, {"body": the_owner(world), "token": "t", "again": "on"})
    assert len(mails()) == 2


def test_page_does_not_ask_about_again_where_nobody_was_told_lately(world, page):
    assert 'name="again"' not in page.get(REMIND, {"body": the_owner(world)}).content.decode()


def test_page_leads_back_when_nobody_is_chosen_or_nobody_has_the_role(world, page):
    assert page.get(REMIND).url == LIST
    world.people["owner"].seats.update(valid_to="2026-10-01")
    assert page.get(REMIND, {"body": the_owner(world)}).url == LIST


def test_page_sends_to_all_whom_it_showed(world, sign_in, at):
    at(AUTUMN)
    client = sign_in("case_officer")
    shown = client.get(REMIND, {"all": "1"}).content.decode()
    (form,) = [one for one in forms_of(shown) if any(field.name == "body" for field in one.fields)]
    assert client.post(REMIND, form.data()).url == LIST
    assert {mail.to for mail in mails()} == {"owner@example.no", "other_owner@example.no"}


@pytest.mark.parametrize("role", ["other_leader", "approver", "owner"])
def test_page_is_not_found_for_others(world, sign_in, at, role):
    at(AUTUMN)
    client = sign_in(role)
    typed = {"body": the_owner(world), "token": "t"}
    assert (client.get(REMIND, typed).status_code, client.post(REMIND, typed).status_code) == (404, 404)
    assert mails() == []


@pytest.mark.parametrize("body", ["", "1-2", "x", "9" * 4000, "-1--1--1", "1-1-1\x00", "0-0-0"])
def test_page_takes_any_junk_for_a_body(world, page, body):
    assert page.get(REMIND, {"body": body}).status_code == 302
    assert page.post(REMIND, {"body": body, "token": "t"}).status_code == 409
    assert mails() == []


@pytest.mark.parametrize("field", ["line", "token"])
@pytest.mark.parametrize("typed", [LONG, "Før\x00etter"])
def test_page_takes_any_junk_and_keeps_what_was_typed(world, page, field, typed):
    data = {"body": the_owner(world), "token": "t", field: typed}
    shown = page.post(REMIND, data)
    assert shown.status_code == 200
    assert "ds-error-summary" in shown.content.decode()
    assert mails() == []


def test_line_of_five_hundred_signs_is_sent_and_one_more_is_refused(world, page):
    typed = {"body": the_owner(world), "token": "t"}
    assert page.post(REMIND, typed | {"line": "å" * 501}).status_code == 200
    assert page.post(REMIND, typed | {"line": "å" * 500}).status_code == 302
    assert [mail.context["line"] for mail in mails()] == ["å" * 500]
