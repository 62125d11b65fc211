"""Taking part is voluntary: one click in the reminder ends the reminders, and thinking again brings them back."""

import pytest
from django.urls import reverse

from common.clock import oslo
from common.models import OutboxMail
from needs.models import NeedsReport
from needs.states import NeedsReportState
from networks.states import Duty
from rekom.planning.reminders import catch_up
from tests.web_forms import forms_of

WEEK_BEFORE = oslo(2026, 11, 24, 8, 5)
DAY_BEFORE = oslo(2026, 11, 30, 8, 5)
DAY_AFTER = oslo(2026, 12, 2, 8, 5)


def told(world):
    rows = OutboxMail.objects.filter(to="owner@example.no", context__duty=Duty.NEEDS_REPORT)
    return [mail.context["offset"] for mail in rows.order_by("planned_at")]


@pytest.fixture
def decline_path(world):
    catch_up(now=WEEK_BEFORE)
    mail = OutboxMail.objects.get(to="owner@example.no", context__duty=Duty.NEEDS_REPORT)
    return mail.context["decline_path"]


def test_reminder_leads_to_a_page_with_one_button(world, sign_in, at, decline_path):
    at(WEEK_BEFORE)
    page = sign_in("owner").get(decline_path).content.decode()
    (form,) = [form for form in forms_of(page) if form.method == "post" and form.action in ("", decline_path)]
    assert (form.has_plain_button, form.buttons) == (True, [])
    assert form.fields == []  # nothing to fill in
    assert "width=device-width" in page


def test_one_click_ends_the_reminders(world, sign_in, at, decline_path):
    at(WEEK_BEFORE)
    answer = sign_in("owner").post(decline_path)
    assert answer.status_code == 302
    assert NeedsReport.objects.get(owner=world.owner).state == NeedsReportState.NO_NEEDS
    catch_up(now=DAY_BEFORE)
    catch_up(now=DAY_AFTER)
    assert told(world) == ["-7"]


def test_thinking_again_brings_the_reminders_back(world, sign_in, at, decline_path):
    at(WEEK_BEFORE)
    client = sign_in("owner")
    client.post(decline_path)
    place = {"owner": world.owner.pk, "network": world.network.pk, "year": 2027}
    assert client.post(reverse("needs:needs_report_resume", kwargs=place)).status_code == 302
    catch_up(now=DAY_BEFORE)
    catch_up(now=DAY_AFTER)
    assert told(world) == ["-7", "-1", "+1"]


def test_a_draft_that_was_begun_is_kept(world, sign_in, at, decline_path):
    at(WEEK_BEFORE)
    report = NeedsReport.objects.create(
        round=world.round,
        owner=world.owner,
        network=world.network,
        staff_involvement="Vi har snakket om det.",
    )
    sign_in("owner").post(decline_path)
    report.refresh_from_db()
    assert (report.state, report.staff_involvement) == (NeedsReportState.NO_NEEDS, "Vi har snakket om det.")
