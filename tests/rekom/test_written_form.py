"""Letters about what is owed, in the written form of those who owe it."""

from datetime import timedelta

import polib
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from common import dates
from common.clock import oslo
from common.models import OutboxMail, PlanningRun, RefusedAddress
from common.outbox import deliver
from common.outbox.staff import resend
from networks.deadlines import Owed
from networks.models import DispensationRequest, Organisation, User, WrittenForm
from networks.queries import letter_language
from networks.roles import Role
from networks.services.dispensations import ask_dispensation, decline_request, withdraw_request
from networks.states import Duty
from rekom.local import nynorsk
from rekom.planning.refused import ask_for_addresses
from rekom.planning.reminders import catch_up
from rekom.planning.still_due import STILL_DUE
from tests import factories as f
from tests.networks import inquiries
from tests.rekom.mails import mail as mail_of
from tests.world import AUTUMN, World

pytestmark = pytest.mark.django_db

WEEK_BEFORE = oslo(2026, 11, 24, 8, 5)
WEEK_AFTER = oslo(2026, 12, 8, 8, 5)
IN_AUGUST = oslo(2026, 8, 15, 8, 5)


def write_nynorsk(*organisations: Organisation) -> None:
    for organisation in organisations:
        organisation.written_form = WrittenForm.NN
        organisation.save(update_fields=["written_form"])


def read_in(user: User, language: str) -> None:
    user.language = language
    user.save(update_fields=["language"])


def letter_to(email: str, kind: str = "duty_reminder", duty: str = Duty.NEEDS_REPORT) -> OutboxMail:
    return OutboxMail.objects.get(to=email, kind=f"rekom/{kind}", context__duty=duty)


def sent(mail: OutboxMail, now=WEEK_BEFORE) -> OutboxMail:
    deliver(now=now, still_due=STILL_DUE)
    mail.refresh_from_db()
    assert mail.status == "sent"
    return mail


# --- The rule ---------------------------------------------------------------------------------------------


def test_letter_about_bodies_that_all_write_nynorsk_is_in_nynorsk(world: World):
    write_nynorsk(world.owner, world.payee)
    bodies = [world.owner, world.kindergarten, world.network]
    assert letter_language(world.person("owner"), bodies) == "nn"


def test_one_body_that_writes_bokmål_makes_the_letter_bokmål(world: World):
    write_nynorsk(world.owner)
    assert letter_language(world.person("owner"), [world.owner, world.other_owner]) == "nb"


@pytest.mark.parametrize("bodies", [[], [None]])
def test_letter_about_no_body_is_in_the_reader_s_language(world: World, bodies):
    assert letter_language(world.person("case_officer"), bodies) == "nb"


def test_network_without_a_payee_is_written_to_in_bokmål(world: World):
    write_nynorsk(world.payee)
    world.network.payee = None
    assert letter_language(world.person("leader"), [world.network]) == "nb"


def test_who_reads_english_gets_english(world: World):
    write_nynorsk(world.owner)
    owner = world.person("owner")
    owner.language = "en"
    assert letter_language(owner, [world.owner]) == "en"


# --- The letters ------------------------------------------------------------------------------------------


def test_owner_that_writes_nynorsk_is_reminded_in_nynorsk(world: World):
    write_nynorsk(world.owner)
    catch_up(now=WEEK_BEFORE)
    mail = sent(letter_to("owner@example.no"))
    assert mail.language == "nn"
    assert mail.subject == "7 dagar att: Behovsmelding for 2027"
    assert "Fortel nettverket kva barnehagane dine treng." in mail.text
    assert "Fristen er 1. desember 2026 kl. 23.59. Etter det kan du ikkje lenger sende inn." in mail.text
    assert "Du får dette brevet fordi du har ei rolle i Rekom." in mail.text
    assert '<html lang="nn">' in mail.html


def test_owner_that_writes_bokmål_is_reminded_in_bokmål_beside_it(world: World):
    write_nynorsk(world.owner)
    catch_up(now=WEEK_BEFORE)
    mail = sent(letter_to("other_owner@example.no"))
    assert (mail.language, mail.subject) == ("nb", "7 dager igjen: Behovsmelding for 2027")


def test_person_who_acts_for_one_of_each_is_reminded_in_bokmål(world: World):
    write_nynorsk(world.owner)
    f.seat(Role.OWNER, world.other_owner, world.person("owner"))
    world.people["other_owner"].seats.update(valid_to="2026-01-01")
    catch_up(now=WEEK_BEFORE)
    mail = letter_to("owner@example.no")
    assert (len(mail.context["bodies"]), mail.language) == (2, "nb")


def test_owner_who_reads_english_is_reminded_in_english(world: World):
    write_nynorsk(world.owner)
    read_in(world.person("owner"), "en")
    catch_up(now=WEEK_BEFORE)
    mail = sent(letter_to("owner@example.no"))
    assert (mail.language, mail.subject) == ("en", "7 days left: Needs report for 2027")


def test_head_is_written_to_in_the_owner_s_form(world: World):
    write_nynorsk(world.owner)
    catch_up(now=IN_AUGUST)
    mail = sent(letter_to("head@example.no", "duty_opens", Duty.ASSESSMENT), IN_AUGUST)
    assert mail.subject.startswith("Open no: Barnehagen si eiga vurdering for 2027.")


def test_leader_is_told_who_is_overdue_in_the_form_of_the_own_network(world: World):
    write_nynorsk(world.owner, world.other_owner)
    catch_up(now=WEEK_AFTER)
    assert letter_to("leader@example.no", "duty_overdue_above").language == "nb"
    OutboxMail.objects.all().delete()
    PlanningRun.objects.all().delete()
    write_nynorsk(world.payee)
    catch_up(now=WEEK_AFTER)
    mail = sent(letter_to("leader@example.no", "duty_overdue_above"), WEEK_AFTER)
    assert "og desse har ikkje svart" in mail.text


def test_leader_s_weekly_letter_is_in_the_form_of_the_network(world: World):
    write_nynorsk(world.payee)
    catch_up(now=oslo(2026, 11, 16, 8, 5))
    mail = OutboxMail.objects.get(to="leader@example.no", kind="rekom/week_digest")
    assert "kven som har svart" in sent(mail, oslo(2026, 11, 16, 8, 5)).subject


def test_leader_is_asked_for_an_address_in_the_form_of_the_network(world: World):
    write_nynorsk(world.payee)
    refused = mail_of(world, "failed", recipient=world.people["head"])
    RefusedAddress.objects.create(email="head@example.no", since=AUTUMN, answer="550", mail=refused)
    ask_for_addresses(now=AUTUMN)
    mail = OutboxMail.objects.get(to="leader@example.no")
    assert (mail.language, mail.context["roles"]) == ("nn", ["Styrar: Lekestua"])


def test_case_officer_is_written_to_in_the_own_language(world: World):
    write_nynorsk(world.owner, world.payee)
    catch_up(now=oslo(2027, 3, 16, 9))
    assert letter_to("case_officer@example.no", "duty_opens", Duty.DECISION).language == "nb"


def test_sent_again_it_keeps_its_written_form(world: World):
    write_nynorsk(world.owner)
    catch_up(now=WEEK_BEFORE)
    mail = letter_to("owner@example.no")
    OutboxMail.objects.filter(pk=mail.pk).update(status="failed")
    again = resend(mail=mail, by=world.person("case_officer"), because="Prøver på nytt", now=WEEK_BEFORE)
    assert again.language == "nn"


def test_written_forms_cost_no_reads_that_grow_with_the_bodies(world: World):
    write_nynorsk(world.owner, world.payee)
    moments = [IN_AUGUST, WEEK_BEFORE, WEEK_AFTER, oslo(2027, 2, 2, 9)]

    def reads() -> int:
        OutboxMail.objects.all().delete()
        PlanningRun.objects.all().delete()
        with CaptureQueriesContext(connection) as seen:
            for now in moments:
                catch_up(now=now)
        return len(seen)

    reads()  # the duties are marked as open and closed once
    few = reads()
    for number in range(4):
        payee = f.OrganisationFactory(county=world.county, written_form=WrittenForm.NN)
        network = f.NetworkFactory(county=world.county, name=f"Flere {number}", payee=payee)
        f.seat(Role.NETWORK_LEADER, network, f.UserFactory(email=f"leads{number}@example.no"))
        owner = f.OrganisationFactory(county=world.county, written_form=WrittenForm.NN)
        f.seat(Role.OWNER, owner, f.UserFactory(email=f"more{number}@example.no"))
        f.KindergartenFactory(owner=owner, municipality=world.municipality)
    assert reads() == few


# --- Later dates ------------------------------------------------------------------------------------------


def owed(world: World) -> Owed:
    return Owed(Duty.NEEDS_REPORT, world.round, organisation=world.owner, network=world.network)


def ask(world: World) -> DispensationRequest:
    by = world.person("owner")
    return ask_dispensation(owed=owed(world), reason="Sjuk", by=by, now=WEEK_BEFORE, is_done=False)


def test_request_is_read_in_the_form_of_the_network_that_answers(world: World):
    write_nynorsk(world.payee)
    request = ask(world)
    mail = OutboxMail.objects.get(to="leader@example.no", kind="networks/dispensation_asked")
    assert "Fristen er no 1. desember 2026 kl. 23.59." in sent(mail).text
    withdraw_request(asked=request, owed=owed(world), by=world.person("owner"), now=WEEK_BEFORE)
    mail = OutboxMail.objects.get(to="leader@example.no", kind="networks/dispensation_withdrawn")
    assert mail.language == "nn"


def test_answer_is_read_in_the_form_of_the_body_that_asked(world: World):
    write_nynorsk(world.owner)
    request, leader = ask(world), world.person("leader")
    decline_request(asked=request, owed=owed(world), answer="For seint", by=leader, now=WEEK_BEFORE)
    mail = OutboxMail.objects.get(to="owner@example.no", kind="networks/dispensation_declined")
    assert sent(mail).subject.startswith("Ikkje ny frist for")


# --- Inquiries --------------------------------------------------------------------------------------------


def test_each_is_asked_in_the_own_written_form(world: World):
    write_nynorsk(world.owner, world.payee)
    inquiry = inquiries.sent(world)
    mails = OutboxMail.objects.filter(kind="networks/inquiry_sent")
    languages = dict(mails.values_list("to", "language"))
    assert {languages[f"{who}@example.no"] for who in ("owner", "head", "leader")} == {"nn"}
    assert languages["uh@example.no"] == "nb"
    inquiries.answer(world, inquiries.asked_row(inquiry, world.kindergarten))
    receipt = OutboxMail.objects.get(kind="networks/inquiry_answered")
    assert sent(receipt, inquiries.BEFORE).subject == "Vi har fått svaret ditt: Ledige plasser"


def test_inquiry_is_reminded_of_in_the_own_written_form(world: World):
    write_nynorsk(world.owner)
    inquiries.sent(world)
    catch_up(now=inquiries.DUE - timedelta(days=1))
    mails = OutboxMail.objects.filter(kind="rekom/duty_reminder", context__title="Ledige plasser")
    languages = dict(mails.values_list("to", "language"))
    assert (languages["head@example.no"], languages["leader@example.no"]) == ("nn", "nb")


# --- Pages and texts --------------------------------------------------------------------------------------


def test_pages_are_never_in_nynorsk(client, world: World, settings):
    write_nynorsk(world.owner)
    assert [code for code, _name in settings.LANGUAGES] == ["nb", "en"]
    assert client.post("/sprak/", {"language": "nn"}).status_code == 404
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "nn"
    client.force_login(world.person("owner"))
    page = client.get("/")
    assert page["Content-Language"] == "nb"
    assert 'value="nn"' not in page.content.decode()


def test_staff_see_in_nynorsk_the_letters_that_are_written_in_it(world: World, at, sign_in):
    at(AUTUMN)
    client = sign_in("case_officer")
    page = client.get("/utboks/brev/rekom/duty_reminder/").content.decode()
    assert "/utboks/brev/rekom/duty_reminder/nn/" in page
    assert 'lang="nn"' in client.get("/utboks/brev/rekom/duty_reminder/nn/").content.decode()
    assert client.get("/utboks/brev/needs/needs_report_returned/nn/").status_code == 404


def test_what_nynorsk_lacks_comes_in_bokmål():
    with translation.override("nn"):
        assert translation.gettext("Nynorsk") == "Nynorsk"
        assert translation.gettext("Written form") == "Målform"
        assert dates.instant(oslo(2026, 12, 1, 23, 59)) == "1. desember 2026 kl. 23.59"


PLACE = ("templates/emails/rekom/duty_reminder.txt", "3")
TEXT = "The deadline is %(due)s."


@pytest.fixture
def base(tmp_path):
    """A folder with the classes whose labels go into the letters."""
    for path, name in nynorsk.LABELS.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(f'class {name}:\n    A = _("A label")\n\n\nclass Other:\n    B = 1\n')
    scheme = 'S = Scheme(\n    name=_("A name"),\n    purpose=_(\n        "A purpose"\n    ),\n)\n'
    (tmp_path / nynorsk.SCHEMES).write_text(scheme)
    return tmp_path


def one(msgid: str, place: tuple[str, str] = PLACE, **parts) -> polib.POFile:
    po = polib.POFile()
    po.append(polib.POEntry(msgid=msgid, occurrences=[place], **parts))
    return po


@pytest.mark.parametrize(
    ("there", "problem"),
    [
        (polib.POFile(), "missing"),
        (one(TEXT), "not translated"),
        (one(TEXT, msgstr="Fristen er %(due)s.", flags=["fuzzy"]), "fuzzy"),
        (one(TEXT, msgstr="Fristen er %(date)s."), "other placeholders"),
    ],
)
def test_text_of_a_letter_must_be_whole_in_nynorsk(base, there, problem):
    (found,) = nynorsk.find_problems(one(TEXT), there, base)
    assert found.startswith(problem)


def test_whole_text_is_no_problem(base):
    assert nynorsk.find_problems(one(TEXT), one(TEXT, msgstr="Fristen er %(due)s."), base) == []


def test_label_of_a_duty_must_be_there_and_that_of_another_class_not(base):
    wanted = one("A label", ("networks/states.py", "2"))
    wanted.append(polib.POEntry(msgid="Another", occurrences=[("networks/states.py", "6")]))
    assert nynorsk.find_problems(wanted, polib.POFile(), base) == ["missing in nynorsk: 'A label'"]


def test_what_a_scheme_says_in_its_letters_must_be_there_and_its_name_not(base):
    wanted = one("A purpose", (nynorsk.SCHEMES, "4"))
    wanted.append(polib.POEntry(msgid="A name", occurrences=[(nynorsk.SCHEMES, "2")]))
    assert nynorsk.find_problems(wanted, polib.POFile(), base) == ["missing in nynorsk: 'A purpose'"]


def test_text_of_a_page_need_not_be_there(base):
    assert nynorsk.find_problems(one(TEXT, ("templates/rekom/home.html", "1")), polib.POFile(), base) == []


def test_text_that_no_letter_says_any_more_is_named(base):
    (found,) = nynorsk.find_problems(polib.POFile(), one(TEXT, msgstr="Fristen er %(due)s."), base)
    assert found.startswith("no letter says this")


def test_every_form_of_a_plural_must_agree(base):
    wanted = one("%(days)s day", msgid_plural="%(days)s days")
    half = one("%(days)s day", msgid_plural="%(days)s days", msgstr_plural={0: "%(days)s dag", 1: "dagar"})
    (found,) = nynorsk.find_problems(wanted, half, base)
    assert found.startswith("other placeholders")
