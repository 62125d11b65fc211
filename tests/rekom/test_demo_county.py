"""The demo county, in a small edition: as far as the calendar says on any day, through the services, mailing nobody.

The whole county is made for the journeys.
"""

import sys
from dataclasses import replace

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import transaction
from stdnum.no import kontonr, orgnr

from common.clock import oslo
from common.documents import pdf
from common.models import Document, MailStatus, OutboxMail, StateChange
from grants.models import Decision, Grant, Payout
from grants.states import PayoutState
from needs.models import NeedsReport
from needs.states import NeedsReportState
from networks.models import (
    Completion,
    Inquiry,
    InquiryAnswer,
    Kindergarten,
    Network,
    Organisation,
    Round,
    Seat,
    User,
)
from networks.rules import DONE_OUTSIDE
from networks.states import Duty
from rekom.demo_county import making, tables
from rekom.demo_county.play.years import grant_years
from rekom.demo_roles import DEMO_ROLES
from reporting.models import Report

OURS = ("common.", "networks.", "needs.", "grants.", "reporting.", "rekom.")
PLANS = ("Gauldalsregionen", "Indre Namdal (demo)")


@pytest.fixture
def small(monkeypatch, db):
    """The known networks and a demo one; only two have kindergartens, and each municipality two at most."""
    plans = tuple(
        replace(
            plan,
            kindergartens={key: min(2, n) for key, n in plan.kindergartens.items() if plan.name in PLANS},
        )
        for plan in tables.NETWORKS
        if plan.name in PLANS or "(demo)" not in plan.name
    )
    # The documents' bytes have tests of their own, and the journeys' county has the real ones.
    real = pdf.make_pdf
    for module in [module for name, module in sys.modules.items() if name.startswith(OURS)]:
        if getattr(module, "make_pdf", None) is real:
            monkeypatch.setattr(module, "make_pdf", lambda *args, **kwargs: b"%PDF-1.7")
    monkeypatch.setattr(tables, "NETWORKS", plans)
    monkeypatch.setattr(tables, "SINGLE_OWNERS", 3)
    monkeypatch.setattr(tables, "CHAINS", tables.CHAINS[:2])


@pytest.mark.parametrize(
    ("now", "years"),
    [
        (oslo(2026, 11, 22, 12), [2025, 2026, 2027]),
        (oslo(2027, 1, 20), [2025, 2026, 2027]),
        (oslo(2027, 6, 15, 23), [2025, 2026, 2027]),
        (oslo(2027, 6, 16), [2026, 2027]),
        (oslo(2027, 8, 14, 23), [2026, 2027]),
        (oslo(2027, 8, 15), [2026, 2027, 2028]),
    ],
)
def test_the_rounds_of_a_day_reach_from_the_newest_complete_to_the_newest_begun(now, years):
    assert list(grant_years(now)) == years


def decided(year: int) -> list[str]:
    return list(Decision.objects.filter(round__grant_year=year).values_list("state", flat=True))


def reports(year: int) -> set[str]:
    return set(Report.objects.filter(grant__decision__round__grant_year=year).values_list("state", flat=True))


def test_in_november_one_round_is_complete_one_has_letters_and_one_collects_needs(small):
    now = oslo(2026, 11, 22, 12)
    making.make(now=now)

    assert list(Round.objects.values_list("grant_year", flat=True)) == [2027, 2026, 2025]
    assert (decided(2025), reports(2025)) == (["issued"], {"approved"})
    assert (decided(2026), reports(2026)) == (["issued"], set())
    assert (decided(2027), reports(2027)) == ([], set())
    states = set(NeedsReport.objects.filter(round__grant_year=2027).values_list("state", flat=True))
    assert {NeedsReportState.DRAFT, NeedsReportState.SUBMITTED} <= states
    grants = Grant.objects.filter(decision__round__grant_year=2026)
    assert grants.exclude(letter=None).count() == grants.count() > 4
    _what_is_done_outside_is_marked((2025, 2026))
    _what_is_paid_out(2025, {"spring", "autumn"})
    _what_is_paid_out(2026, {"spring", "autumn"})
    assert not Payout.objects.filter(round__grant_year=2025, state=PayoutState.PLANNED).exists()
    _one_inquiry_is_sent_and_one_is_a_draft(2027)
    _nothing_is_mailed_or_happens_after(now)
    _each_button_has_somebody_with_a_seat()


def _what_is_done_outside_is_marked(years):
    for year in years:
        marked = Completion.objects.filter(deadline__round__grant_year=year)
        assert Duty.PLAN_REVISION in set(marked.values_list("deadline__duty", flat=True)) <= set(DONE_OUTSIDE)


def _what_is_paid_out(year, halves):
    paid = Payout.objects.filter(round__grant_year=year, state=PayoutState.PAID)
    assert set(paid.values_list("half", flat=True)) == halves
    assert paid.count() == Document.objects.filter(payout__in=paid).count()


def _one_inquiry_is_sent_and_one_is_a_draft(year):
    inquiries = Inquiry.objects.filter(round__grant_year=year)
    assert sorted(inquiries.values_list("state", flat=True)) == ["draft", "open"]
    answers = InquiryAnswer.objects.filter(inquiry__state="open", inquiry__round__grant_year=year)
    assert set(answers.values_list("state", flat=True)) == {"asked", "answered"}


def _nothing_is_mailed_or_happens_after(now):
    assert mail.outbox == []
    assert set(OutboxMail.objects.values_list("status", flat=True)) == {MailStatus.SENT}
    assert not StateChange.objects.filter(at__gt=now).exists()


def _each_button_has_somebody_with_a_seat():
    seated = set(Seat.objects.values_list("user__email", flat=True))
    assert {role.email for role in DEMO_ROLES} <= seated


@pytest.mark.journey
@pytest.mark.parametrize(
    "now",
    [
        oslo(2027, 1, 20, 12),
        oslo(2027, 3, 10, 12),
        oslo(2027, 5, 10, 12),
        oslo(2027, 6, 20, 12),
        oslo(2028, 2, 29),
    ],
    ids=lambda now: f"{now:%Y-%m-%d}",
)
def test_the_county_can_be_made_on_any_day(small, now):
    making.make(now=now)

    complete = grant_years(now)[0]
    assert (decided(complete), reports(complete)) == (["issued"], {"approved"})
    _nothing_is_mailed_or_happens_after(now)


@pytest.fixture
def places(db):
    """The whole county's places and people, before anything has happened."""
    making.prepare(range(2025, 2028))


def test_the_county_has_ten_networks_about_250_kindergartens_and_110_owners(places):
    assert Network.objects.count() == 10
    assert Network.objects.filter(is_demo=True).count() == 6
    assert Kindergarten.objects.count() == 254
    assert Kindergarten.objects.values("owner").distinct().count() == 110
    assert User.objects.count() > 60


def test_the_numbers_are_synthetic_and_right(places):
    for organisation in Organisation.objects.all():
        assert orgnr.is_valid(organisation.org_number)
        assert organisation.org_number.startswith("31")
        assert kontonr.is_valid(organisation.account_number)
        assert organisation.account_number.startswith("9999")
        assert organisation.is_demo
    assert not User.objects.exclude(email__endswith="@example.no").exists()


def test_the_same_seed_gives_the_same_county(db):
    def picture() -> list[object]:
        with transaction.atomic():
            making.prepare(range(2025, 2028))
            found = [
                list(Kindergarten.objects.order_by("name").values_list("name", "org_number", "owner__name")),
                list(User.objects.order_by("email").values_list("email", "name")),
                list(Seat.objects.order_by("pk").values_list("user__email", "role", "interest")),
            ]
            transaction.set_rollback(True)
        return found

    assert picture() == picture()


def test_a_database_with_rounds_is_left_alone(world, capsys):
    before = Kindergarten.objects.count()
    call_command("make_demo")
    assert "already" in capsys.readouterr().out
    assert (Round.objects.count(), Kindergarten.objects.count()) == (1, before)


def test_there_is_no_demo_in_production(db, settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="not for production"):
        call_command("make_demo")
    assert not Round.objects.exists()
