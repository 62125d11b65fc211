"""The workbench of a decision basis in the browser: measures out of needs, order, approvals, sending, returning."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from needs.models import DecisionBasis, Measure, Need
from needs.queries import sides_missing
from needs.services.expected import Expected, publish_expected_amounts
from tests.needs import chain
from tests.world import FEBRUARY, WINTER, World

MOST_QUERIES = 13
STRANGE = "áđŋšŧžïö 🙂 שלום مرحبا <b>&"


@pytest.fixture
def winter(world, at) -> World:
    """The world in January, when bases are open."""
    at(WINTER)
    return world


def address(world: World, name: str = "decision_basis_detail", **more: Any) -> str:
    place = {"network": world.network.pk, "year": world.round.grant_year}
    return reverse(f"needs:{name}", kwargs={**place, **more})


def typed(world: World, **changes: Any) -> dict[str, Any]:
    """What the browser sends for a whole measure."""
    whole = {
        "version": "0",
        "title": "Lek for alle",
        "theme": str(chain.theme(world).pk),
        "goal": "Alle er med",
        "way_of_working": "Sammen",
        "kindergartens": [str(world.kindergarten.pk)],
        "start_on": "2027-08-01",
        "years": "2",
        "network_amount_nok": "300 000",
        f"university_{world.university.pk}": "200 000 kr",
        **{f"criterion_{criterion.key}": "Slik" for criterion in world.round.scheme.criteria},
    }
    return {**whole, **changes}


# --- measures out of needs -------------------------------------------------------------------------------


def test_a_new_measure_starts_with_what_the_ticked_needs_say(winter, sign_in):
    need = chain.submitted_need(winter)

    page = sign_in("leader").get(
        address(winter, "measure_create"), {"behov": [str(need.pk), "x", "99999999999999999999"]}
    )

    form = page.context["form"]
    assert form["title"].value() == str(chain.theme(winter))
    assert form["needs"].value() == [need.pk]
    assert form["kindergartens"].value() == [winter.kindergarten.pk]


@pytest.mark.parametrize("role", ["leader", "uh"])
def test_a_measure_is_saved_with_its_needs_and_amounts(winter, sign_in, role):
    need = chain.submitted_need(winter)

    answer = sign_in(role).post(address(winter, "measure_create"), typed(winter, needs=[str(need.pk)]))

    measure = Measure.objects.get()
    assert (answer.status_code, answer.url) == (302, address(winter))
    assert list(measure.needs.all()) == [need]
    assert (measure.network_amount_nok, measure.requested_nok) == (300_000, 500_000)


def test_a_measure_can_be_saved_with_a_title_alone(winter, sign_in):
    answer = sign_in("leader").post(address(winter, "measure_create"), {"title": "Bare en tittel"})

    assert answer.status_code == 302
    assert "Bare en tittel" in sign_in("leader").get(address(winter)).text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "x" * 201),
        ("title", "nul\x00"),
        ("goal", "x" * 20_001),
        ("goal", "nul\x00"),
        ("needs", ["123456"]),
        ("needs", ["x"]),
        ("kindergartens", ["99999999999999999999"]),
        ("theme", "\x00"),
        ("years", "9"),
        ("start_on", "i morgen"),
        ("network_amount_nok", "-1"),
        ("network_amount_nok", "99999999999999"),
        ("network_amount_nok", "ti tusen"),
    ],
)
def test_what_cannot_be_stored_is_refused_and_the_rest_stays(winter, sign_in, field, value):
    answer = sign_in("leader").post(
        address(winter, "measure_create"), typed(winter, way_of_working=STRANGE, **{field: value})
    )

    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {field}
    assert answer.context["form"]["way_of_working"].value() == STRANGE
    assert not Measure.objects.exists()


def test_emoji_sami_letters_and_right_to_left_text_are_stored(winter, sign_in):
    text = STRANGE * 600

    sign_in("leader").post(address(winter, "measure_create"), typed(winter, goal=text))

    assert Measure.objects.get().goal == text


def test_a_need_of_another_network_cannot_be_taken(winter, sign_in):
    foreign = chain.submitted_need(
        winter,
        owner=winter.other_owner,
        network=winter.other_network,
        kindergarten=winter.other_kindergarten,
        by="other_owner",
    )

    answer = sign_in("leader").post(address(winter, "measure_create"), typed(winter, needs=[str(foreign.pk)]))

    assert answer.context["form"].errors.keys() == {"needs"}


def test_the_second_of_two_who_save_keeps_what_they_typed_and_can_save_again(winter, sign_in):
    measure = chain.saved_measure(winter)
    page = address(winter, "measure_edit", pk=measure.pk)
    sign_in("uh").post(page, typed(winter, version=measure.version, goal="Fra UH"))

    answer = sign_in("leader").post(page, typed(winter, version=measure.version, goal="Fra leder"))

    assert (answer.status_code, answer.context["form"]["goal"].value()) == (409, "Fra leder")
    assert Measure.objects.get().goal == "Fra UH"
    again = sign_in("leader").post(page, typed(winter, version=answer.context["version"], goal="Fra leder"))
    assert (again.status_code, Measure.objects.get().goal) == (302, "Fra leder")


def test_a_measure_that_is_gone_or_elsewhere_is_not_found(winter, sign_in):
    client = sign_in("leader")
    measure = chain.saved_measure(winter)

    client.post(address(winter, "measure_remove", pk=measure.pk))

    assert client.get(address(winter, "measure_edit", pk=measure.pk)).status_code == 404
    assert client.get(address(winter, "measure_edit", pk=10**18)).status_code == 404


def test_what_is_missing_links_to_its_field(winter, sign_in):
    measure = chain.saved_measure(winter, goal="")

    page = sign_in("leader").get(address(winter))
    links = [link for link, _sentence in page.context["gaps"]]

    edit = address(winter, "measure_edit", pk=measure.pk)
    assert links == [
        f"{address(winter, 'decision_basis_edit')}?mangler=1#id_overview",
        f"{edit}?mangler=1#id_needs",
        f"{edit}?mangler=1#id_goal",
    ]
    assert sign_in("leader").get(edit, {"mangler": "1"}).context["form"].errors.keys() == {"needs", "goal"}


def test_the_needs_can_be_filtered(winter, sign_in):
    need = chain.submitted_need(winter)
    chain.saved_measure(winter, need)
    client = sign_in("leader")

    def shown(**query: str) -> int:
        return len(client.get(address(winter), query).context["needs"])

    assert (shown(), shown(ledige="1")) == (1, 0)
    assert (shown(eier=str(winter.owner.pk)), shown(eier="0"), shown(tema="\x00")) == (1, 0, 0)


# --- order -----------------------------------------------------------------------------------------------


def three(world: World) -> list[int]:
    return [chain.saved_measure(world, title=title).pk for title in "ABC"]


def titles() -> str:
    return "".join(Measure.objects.order_by("priority").values_list("title", flat=True))


@pytest.mark.parametrize(
    ("typed_numbers", "order"),
    [
        (("1", "2", "3"), "ABC"),
        (("1", "2", "1"), "CAB"),
        (("3", "2", "3"), "BCA"),
        (("3", "2", "1"), "CBA"),
        (("2", "2", "3"), "BAC"),
        (("", "x", "0"), "CAB"),
        (("9", "2", "3"), "BCA"),
    ],
)
def test_the_order_follows_the_numbers_typed(winter, sign_in, typed_numbers, order):
    keys = three(winter)
    data = {f"priority_{key}": number for key, number in zip(keys, typed_numbers, strict=True)}

    sign_in("leader").post(address(winter, "measure_order"), {**data, "version": chain.basis(winter).version})

    assert titles() == order


@pytest.mark.parametrize(
    ("move", "order"), [("up:2", "ACB"), ("down:0", "BAC"), ("up:0", "ABC"), ("down:2", "ABC")]
)
def test_a_button_moves_a_measure_one_step(winter, sign_in, move, order):
    keys = three(winter)
    way, place = move.split(":")
    data = {"move": f"{way}:{keys[int(place)]}", "version": chain.basis(winter).version}

    sign_in("uh").post(address(winter, "measure_order"), data)

    assert titles() == order


@pytest.mark.parametrize("move", ["up:0", "sideways:1", "up:\x00", "up"])
def test_a_step_that_names_nothing_is_not_found(winter, sign_in, move):
    three(winter)

    assert sign_in("leader").post(address(winter, "measure_order"), {"move": move}).status_code == 404


def test_a_stale_order_changes_nothing_and_says_so(winter, sign_in):
    keys = three(winter)

    answer = sign_in("leader").post(
        address(winter, "measure_order"), {"move": f"down:{keys[0]}", "version": "1"}, follow=True
    )

    assert titles() == "ABC"
    assert len(list(answer.context["messages"])) == 1


# --- approve, send, return -------------------------------------------------------------------------------


def test_from_approval_to_sent_with_a_silent_university(winter, sign_in):
    basis = chain.whole_basis(winter)
    client = sign_in("leader")

    client.post(address(winter, "decision_basis_approve"), {"version": basis.version})
    refused = client.post(address(winter, "decision_basis_submit"), {"version": basis.version})
    sent = client.post(
        address(winter, "decision_basis_submit"),
        {"version": basis.version, "silent_reason": "De svarer ikke."},
    )

    assert (refused.status_code, sent.status_code) == (409, 302)
    page = client.get(address(winter))
    assert "De svarer ikke." in page.text
    assert not page.context["may_save"]


def test_a_university_approves_its_own_side_also_after_it_was_sent(winter, sign_in, at):
    basis = chain.whole_basis(winter)
    chain.approve(winter, "leader")
    sign_in("leader").post(
        address(winter, "decision_basis_submit"), {"version": basis.version, "silent_reason": "Ferie"}
    )
    at(FEBRUARY)

    sign_in("uh").post(
        address(winter, "decision_basis_approve"), {"version": basis.version, "side": winter.university.pk}
    )

    assert sides_missing(chain.basis(winter)) == []


def test_an_approval_of_something_else_than_was_read_is_refused(winter, sign_in):
    basis = chain.whole_basis(winter)
    chain.saved_measure(winter, title="Lagt til")

    sign_in("leader").post(address(winter, "decision_basis_approve"), {"version": basis.version})

    assert len(sides_missing(chain.basis(winter))) == 2


@pytest.mark.parametrize("side", ["\x00", "-1", "x", "99999999999999999999999"])
def test_a_side_that_is_none_is_not_found(winter, sign_in, side):
    chain.whole_basis(winter)

    answer = sign_in("leader").post(address(winter, "decision_basis_approve"), {"side": side})

    assert answer.status_code == 404


def test_a_returned_basis_shows_the_comment_and_the_new_instant(winter, sign_in, at):
    chain.submitted_basis(winter)
    at(FEBRUARY)

    sign_in("case_officer").post(
        address(winter, "decision_basis_return"), {"comment": "Se på beløpene.", "until": "2027-02-20"}
    )

    page = sign_in("leader").get(address(winter))
    assert "Se på beløpene." in page.text
    assert page.context["may_save"]


def test_a_return_without_comment_or_into_the_past_keeps_what_was_typed(winter, sign_in, at):
    chain.submitted_basis(winter)
    at(FEBRUARY)
    client, page = sign_in("case_officer"), address(winter, "decision_basis_return")

    assert client.post(page, {"comment": "", "until": "2027-02-20"}).status_code == 200
    late = client.post(page, {"comment": "Rett", "until": "2027-02-01"})
    assert (late.status_code, late.context["form"]["comment"].value()) == (409, "Rett")
    assert DecisionBasis.objects.get().state == "submitted"


def test_a_stale_form_after_it_was_sent_goes_back_with_a_sentence(winter, sign_in):
    basis = chain.submitted_basis(winter)

    answer = sign_in("leader").post(
        address(winter, "decision_basis_edit"), {"version": basis.texts_version, "overview": "For sent"}
    )

    assert (answer.status_code, answer.context["form"]["overview"].value()) == (409, "For sent")


# --- sums and queries ------------------------------------------------------------------------------------


def test_the_sums_stand_against_what_can_be_expected(winter, sign_in):
    chain.saved_measure(winter)
    publish_expected_amounts(
        round=winter.fresh_round(),
        amounts=[
            Expected(network=winter.network, amount_nok=250_000),
            Expected(network=winter.network, university=winter.university, amount_nok=200_000),
        ],
        by=winter.person("case_officer"),
        now=WINTER,
    )

    sums = sign_in("leader").get(address(winter)).context["sums"]

    assert [(row.asked_nok, row.expected_nok, row.difference_nok) for row in sums] == [
        (300_000, 250_000, 50_000),
        (200_000, 200_000, 0),
        (500_000, 450_000, 50_000),
    ]


def count(client: Any, page: str) -> int:
    client.get(page)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page).status_code == 200
    return len(queries)


@pytest.mark.parametrize("role", ["leader", "uh", "member"])
def test_the_workbench_takes_the_same_few_queries_with_many_measures(winter, sign_in, role):
    need = chain.submitted_need(winter)
    chain.saved_measure(winter, need)
    client = sign_in(role)
    one = count(client, address(winter))
    for title in "BC":
        chain.saved_measure(winter, need, title=title)
        Need.objects.create(report=need.report, theme=need.theme, why="x")

    assert count(client, address(winter)) == one
    assert one <= MOST_QUERIES


@pytest.mark.parametrize(
    ("role", "name"),
    [
        ("leader", "measure_create"),
        ("uh", "measure_edit"),
        ("leader", "decision_basis_edit"),
        ("leader", "decision_basis_submit"),
    ],
)
def test_each_page_keeps_to_few_queries(winter, sign_in, role, name):
    chain.whole_basis(winter)
    more = {"pk": Measure.objects.get().pk} if name == "measure_edit" else {}

    assert count(sign_in(role), address(winter, name, **more)) <= MOST_QUERIES


@pytest.mark.parametrize("role", ["leader", "case_officer", "forum"])
def test_a_sent_basis_and_the_list_keep_to_few_queries(winter, sign_in, role):
    chain.submitted_basis(winter)

    assert count(sign_in(role), address(winter)) <= MOST_QUERIES
    assert count(sign_in(role), reverse("needs:decision_basis_list")) <= MOST_QUERIES


def test_the_list_hides_the_sums_of_drafts_from_the_county(winter, sign_in):
    chain.saved_measure(winter)

    assert "300" not in sign_in("case_officer").get(reverse("needs:decision_basis_list")).text
