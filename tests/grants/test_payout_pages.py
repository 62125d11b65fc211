"""The pages of payouts: who reads a name, the way from choosing to paid, and what stands in the file."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from grants.models import Half, Payout, StudyConfirmation
from grants.services.payout_forget import forget_payout_words
from grants.services.payout_stop import stop_payout
from grants.states import PayoutState
from needs.models import Nomination
from networks.models import Network, Organisation
from networks.roles import Role
from tests import factories as f
from tests.grants.payout_stage import MAY, SEPTEMBER, asked, of, pay, planned, second_nomination
from tests.world import WINTER

NAME = "Hemmelig"


@pytest.fixture
def stage(world, at):
    at(MAY)
    return planned(world)


def page(world, name, **more):
    return reverse(f"grants:{name}", kwargs={"year": 2027, "network": world.network.pk, **more})


def read(client, url) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_networks_leader_and_staff_read_names_and_the_payee_does_not(world, stage, sign_in):
    payee = f.UserFactory()
    f.seat(Role.OWNER, world.payee, payee)
    for role in ("leader", "coordinator", "case_officer", "approver"):
        assert NAME in read(sign_in(role), page(world, "payout_list"))
    client = sign_in("leader")
    client.force_login(payee, backend="allauth.account.auth_backends.AuthenticationBackend")
    detail = reverse("grants:payout_detail", kwargs={"pk": stage.spring.pk})
    for url in (page(world, "payout_list"), detail):
        text = read(client, url)
        assert NAME not in text
        assert str(stage.spring.nomination_id) in text
    assert client.get(page(world, "payout_pay", half="var")).status_code == 404


@pytest.mark.parametrize("role", ["forum", "member", "uh", "other_leader", "foreign_officer", "nobody"])
def test_others_do_not_find_the_page(world, stage, sign_in, role):
    assert sign_in(role).get(page(world, "payout_list")).status_code == 404


def test_head_and_owner_read_their_own_with_the_name(world, stage, sign_in):
    for role in ("head", "owner"):
        assert NAME in read(sign_in(role), reverse("grants:payout_own"))
    assert NAME not in read(sign_in("other_owner"), reverse("grants:payout_own"))


def test_the_file_for_the_accounts_has_numbers_and_no_name(world, stage, sign_in):
    answer = sign_in("leader").get(page(world, "payout_list_download"))
    book = load_workbook(BytesIO(answer.getvalue()))
    rows = [list(row) for row in book.active.iter_rows(values_only=True)]
    text = str(rows)
    for fact in (stage.spring.reference, world.owner.name, world.owner.org_number, "12345678911", "20000"):
        assert fact in text
    assert NAME not in text
    assert "example.no" not in text


def test_the_leader_chooses_looks_over_and_pays(world, stage, sign_in):
    client = sign_in("leader")
    row = stage.spring
    chosen = read(client, page(world, "payout_pay", half="var"))
    assert f'value="{row.pk}" ' in chosen
    confirm = page(world, "payout_confirm_pay", half="var")
    shown = read(client, f"{confirm}?valgt={row.pk}")
    assert f'value="{row.pk}:{row.version}"' in shown
    assert "Prøve Head" in shown
    assert "Prøve Owner" in shown
    data = {"shown": f"{row.pk}:{row.version}", "paid_on": "2027-05-10"}
    assert client.post(confirm, data).status_code == 302
    assert of(Half.SPRING).state == PayoutState.PAID
    letter = client.get(reverse("grants:payout_letter_download", kwargs={"pk": row.pk}))
    assert letter.content.startswith(b"%PDF")


@pytest.mark.parametrize(
    "typed", [{"paid_on": ""}, {"paid_on": "2028-01-01"}, {"shown": "x:1"}, {"shown": "1"}]
)
def test_a_page_that_is_not_right_pays_nothing(world, stage, sign_in, typed):
    row = stage.spring
    data = {"shown": f"{row.pk}:{row.version}", "paid_on": "2027-05-10", **typed}
    answer = sign_in("leader").post(page(world, "payout_confirm_pay", half="var"), data)
    assert answer.status_code in (200, 409)
    assert of(Half.SPRING).state == PayoutState.PLANNED


def test_a_bad_account_is_named_before_and_after(world, stage, sign_in):
    Organisation.objects.filter(pk=world.owner.pk).update(account_number="1")
    row, client = stage.spring, sign_in("leader")
    confirm = page(world, "payout_confirm_pay", half="var")
    assert world.owner.name in read(client, f"{confirm}?valgt={row.pk}")
    data = {"shown": f"{row.pk}:{row.version}", "paid_on": "2027-05-10"}
    assert client.post(confirm, data).status_code == 409
    assert of(Half.SPRING).state == PayoutState.PLANNED


def test_autumn_is_not_paid_in_may(world, stage, sign_in):
    assert sign_in("leader").get(page(world, "payout_pay", half="host")).status_code == 302


def test_the_head_answers_in_the_portal(world, at, sign_in):
    payout = asked(world)
    at(SEPTEMBER)
    client = sign_in("head")
    url = reverse("grants:study_answer", kwargs={"pk": payout.pk})
    assert url in read(client, reverse("grants:payout_own"))
    assert client.post(url, {"answer": "goes_on"}).status_code == 302
    said = StudyConfirmation.objects.get()
    assert (said.head_says, said.head) == ("goes_on", world.people["head"])


def test_each_list_asks_as_many_questions_for_three_as_for_one(world, stage, sign_in):
    urls = {"leader": page(world, "payout_list"), "owner": reverse("grants:payout_own")}
    few = {role: questions(sign_in(role), url) for role, url in urls.items()}
    for number in range(2):
        other = second_nomination(world)
        Payout.objects.create(
            line=stage.spring.line,
            nomination=other,
            round=stage.spring.round,
            network=world.network,
            owner=world.owner,
            half=Half.SPRING,
            amount_nok=5_000,
            reference=f"x-{number}",
        )
    assert {role: questions(sign_in(role), url) for role, url in urls.items()} == few


def questions(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as asked_of_it:
        read(client, url)
    return len(asked_of_it)


def test_the_words_about_a_payout_are_forgotten_with_the_student(world):
    stage = planned(world)
    stop_payout(payout=stage.autumn, reason=f"{NAME} har sluttet", by=world.person("leader"), now=SEPTEMBER)
    assert forget_payout_words() == 0
    Nomination.objects.update(anonymised_at=WINTER, student_name="", student_email="")
    assert forget_payout_words() == 1
    assert forget_payout_words() == 0
    with connection.cursor() as cursor:
        for table in ("payout", "payoutevent", "studyconfirmation", "studyconfirmationevent"):
            cursor.execute(f"SELECT count(*) FROM grants_{table} row WHERE row::text LIKE %s", [f"%{NAME}%"])  # noqa: S608 -- four names from this test
            assert cursor.fetchone() == (0,), table
        cursor.execute("SELECT count(*) FROM common_statechange row WHERE row::text LIKE %s", [f"%{NAME}%"])
        assert cursor.fetchone() == (0,)
    assert pay(world, now=SEPTEMBER)
    assert Network.objects.filter(payouts__state=PayoutState.STOPPED).exists()
