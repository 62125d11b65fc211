"""The workbench of a decision basis in the browser: measures out of needs, order, approvals, sending, returning."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from needs.models import DecisionBasis, Measure, MeasureOutcome, MeasureUniversity, Need
from needs.queries import sides_missing
from needs.services.expected import Expected, publish_expected_amounts
from needs.services.measure import add_measure
from tests import factories as f
from tests.needs import chain
from tests.world import FEBRUARY, WINTER, World, make_round

MOST_QUERIES = 15
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
        "title": "Lek for alle",
        "theme": str(chain.theme(world).pk),
        "goal": "Alle er med",
        "way_of_working": "Sammen",
        "participants": "Hele personalet",
        "kindergartens": [str(world.kindergarten.pk)],
        "start_on": "2027-08-01",
        "years": "2",
        "network_amount_nok": "300 000",
        f"university_{world.university.pk}": "200 000 kr",
        f"days_{world.university.pk}": "6",
        f"faculty_{world.university.pk}": "Seksjon for pedagogikk",
        **{f"criterion_{criterion.key}": "Slik" for criterion in world.round.scheme.criteria},
    }
    return {**whole, **changes}


# --- measures out of needs -------------------------------------------------------------------------------


def write(client: Any, page: str, data: dict[str, Any]) -> Any:
    """Send the page as a browser does that has just opened it."""
    return client.post(page, {"shown": client.get(page).context["shown"], **data})


def begun(world: World) -> str:
    """The address of a measure that has only a title."""
    made = add_measure(
        round=world.fresh_round(),
        network=world.network,
        typed={"title": "Begynt"},
        by=world.person("leader"),
        now=WINTER,
    )
    return address(world, "measure_edit", pk=made.pk)


def test_the_page_of_a_new_measure_knows_the_ticked_needs(winter, sign_in):
    need = chain.submitted_need(winter)

    page = sign_in("leader").get(
        address(winter, "measure_create"), {"behov": [str(need.pk), "x", "99999999999999999999"]}
    )

    assert page.context["form"]["behov"].value() == [need.pk]


@pytest.mark.parametrize("role", ["leader", "uh"])
def test_a_new_measure_begins_with_what_the_ticked_needs_say(winter, sign_in, role):
    need = chain.submitted_need(winter)

    answer = sign_in(role).post(address(winter, "measure_create"), {"behov": [str(need.pk)]})

    measure = Measure.objects.get()
    assert (answer.status_code, answer.url) == (302, address(winter, "measure_edit", pk=measure.pk))
    assert (measure.title, measure.theme, measure.goal) == (str(need.theme), need.theme, need.goal)
    assert (list(measure.needs.all()), list(measure.kindergartens.all())) == ([need], [winter.kindergarten])


def test_a_new_measure_needs_a_title_or_a_need(winter, sign_in):
    answer = sign_in("leader").post(address(winter, "measure_create"), {})

    assert answer.context["form"].errors.keys() == {"title"}
    assert not Measure.objects.exists()


@pytest.mark.parametrize("role", ["leader", "uh"])
def test_a_measure_is_saved_with_its_needs_and_amounts(winter, sign_in, role):
    need = chain.submitted_need(winter)

    answer = write(sign_in(role), begun(winter), typed(winter, needs=[str(need.pk)]))

    measure = Measure.objects.get()
    assert (answer.status_code, answer.url) == (302, address(winter))
    assert list(measure.needs.all()) == [need]
    assert (measure.network_amount_nok, measure.requested_nok) == (300_000, 500_000)
    assert measure.universities.get().days == 6


def test_a_measure_can_be_made_with_a_title_alone(winter, sign_in):
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
        ("contributors", ["ingen"]),
        ("network_amount_nok", "-1"),
        ("network_amount_nok", "99999999999999"),
        ("network_amount_nok", "ti tusen"),
    ],
)
def test_what_cannot_be_stored_is_refused_and_the_rest_is_saved(winter, sign_in, field, value):
    answer = write(sign_in("leader"), begun(winter), typed(winter, way_of_working=STRANGE, **{field: value}))

    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {field}
    assert answer.context["form"]["way_of_working"].value() == STRANGE
    assert Measure.objects.get().way_of_working == STRANGE


def test_emoji_sami_letters_and_right_to_left_text_are_stored(winter, sign_in):
    text = STRANGE * 600

    write(sign_in("leader"), begun(winter), typed(winter, goal=text))

    assert Measure.objects.get().goal == text


def test_a_need_of_another_network_cannot_be_taken(winter, sign_in):
    foreign = chain.submitted_need(
        winter,
        owner=winter.other_owner,
        network=winter.other_network,
        kindergarten=winter.other_kindergarten,
        by="other_owner",
    )

    answer = write(sign_in("leader"), begun(winter), typed(winter, needs=[str(foreign.pk)]))

    assert answer.context["form"].errors.keys() == {"needs"}


@pytest.mark.parametrize(("name", "field"), [("", "contributors"), ("Fagskolen", "other_institution")])
def test_another_institution_never_stands_without_a_university(winter, sign_in, name, field):
    key = winter.university.pk
    alone = {f"university_{key}": "", f"days_{key}": "", f"faculty_{key}": ""}
    other = {"contributors": ["other_institution"], "other_institution": name}
    page = begun(winter)

    refused = write(sign_in("leader"), page, typed(winter, **other, **alone))
    together = write(sign_in("leader"), page, typed(winter, **other))

    assert refused.context["form"].errors.keys() == {field}
    assert together.status_code == 302
    assert Measure.objects.get().contributors == ["other_institution"]


def test_what_is_typed_is_saved_meanwhile(winter, sign_in):
    page = begun(winter)

    answer = sign_in("uh").post(
        page, {"do": "autosave", "title": "Begynt", "goal": "Underveis", "years": "9"}
    )

    assert (answer.status_code, answer["Rekom-Draft"], answer["Rekom-Open-Fields"]) == (200, "saved", "years")
    assert Measure.objects.get().goal == "Underveis"


def test_two_who_change_the_same_field_see_both_texts_and_one_chooses(winter, sign_in):
    measure = chain.saved_measure(winter)
    page = address(winter, "measure_edit", pk=measure.pk)
    shown = sign_in("leader").get(page).context["shown"]
    sign_in("uh").post(page, typed(winter, shown=shown, goal="Fra UH"))

    answer = sign_in("leader").post(page, typed(winter, shown=shown, goal="Fra leder"))

    assert (answer.status_code, answer.context["form"]["goal"].value()) == (409, "Fra leder")
    assert [(row["mine"], row["theirs"]) for row in answer.context["conflicts"]] == [("Fra leder", "Fra UH")]
    assert Measure.objects.get().goal == "Fra UH"
    choice = answer.context["conflicts"][0]["choice"]
    again = sign_in("leader").post(
        page, typed(winter, shown=answer.context["shown"], goal="Fra leder", keep=choice)
    )
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
    ("sent", "order"),
    [
        ({"order": "2,0,1"}, "CAB"),
        ({"order": "2"}, "CAB"),
        ({"order": "9,\x00,x"}, "ABC"),
        ({}, "ABC"),
        ({"order": "0,1,2", "move": "2:up"}, "ACB"),
        ({"order": "0,1,2", "move": "0:down"}, "BAC"),
        ({"order": "0,1,2", "move": "0:up"}, "ABC"),
        ({"order": "0,1,2", "move": "2:to", "place": "1"}, "CAB"),
        ({"order": "0,1,2", "move": "sideways:1"}, "ABC"),
    ],
)
def test_the_order_follows_the_cards(winter, sign_in, sent, order):
    keys = three(winter)
    data = {"version": chain.basis(winter).version}
    data["order"] = ",".join(
        str(keys[int(part)]) if part in {"0", "1", "2"} else part for part in sent.get("order", "").split(",")
    )
    if "move" in sent:
        place, _colon, how = sent["move"].partition(":")
        key = str(keys[int(place)]) if place.isdigit() else place
        data |= {"move": f"{key}:{how}", f"place_{key}": sent.get("place", "")}

    sign_in("uh").post(address(winter, "measure_order"), data)

    assert titles() == order


def test_a_stale_order_changes_nothing_and_says_so(winter, sign_in):
    keys = three(winter)

    answer = sign_in("leader").post(
        address(winter, "measure_order"), {"move": f"{keys[0]}:down", "version": "1"}, follow=True
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


# --- needs without a measure, what changed, what was sent ---------------------------------------------------


def free_needs(world: World) -> list[Need]:
    """Three needs of an owner that no measure answers, beside one that a measure answers."""
    need = chain.submitted_need(world)
    chain.whole_basis(world, need)
    theme = need.theme
    return [Need.objects.create(report=need.report, theme=theme, why=f"Grunn {n}") for n in range(3)]


def test_one_reason_is_given_to_several_at_once(winter, sign_in):
    first, second, third = free_needs(winter)
    page = address(winter, "unanswered_needs")
    client = sign_in("leader")

    data = {"same": [first.pk, second.pk], "same_reason": "Neste år.", f"reason_{third.pk}": "Ikke vårt."}
    answer = client.post(page, {**data, "do": "same"})

    assert (answer.status_code, answer.url) == (302, page)
    reasons = [row["reason"] for row in chain.basis(winter).free_needs]
    assert reasons == ["Neste år.", "Neste år.", "Ikke vårt."]
    shown = client.get(page)
    again = {f"reason_{first.pk}": "Neste år.", f"reason_{second.pk}": "Neste år.", "same": [third.pk]}
    client.post(
        page,
        {**again, f"reason_{third.pk}": "Ikke vårt.", "earlier": "Neste år.", "do": "same"}
        | {"shown": shown.context["shown"]},
    )
    assert {row["reason"] for row in chain.basis(winter).free_needs} == {"Neste år."}


def test_a_missing_reason_links_to_its_field(winter, sign_in):
    first, *_others = free_needs(winter)

    page = sign_in("leader").get(address(winter))

    assert [link for link, _sentence in page.context["gaps"]] == [
        f"{address(winter, 'unanswered_needs')}#id_reason_{first.pk}"
    ]


def test_the_owner_reads_what_came_of_each_need_when_the_basis_is_sent(winter, sign_in):
    first, *others = free_needs(winter)
    Need.objects.filter(pk__in=[other.pk for other in others]).delete()
    page = reverse(
        "needs:needs_report_detail",
        kwargs={
            "owner": winter.owner.pk,
            "network": winter.network.pk,
            "year": winter.round.grant_year,
        },
    )
    reason = {f"reason_{first.pk}": "Nettverket tar dette neste år."}
    sign_in("leader").post(address(winter, "unanswered_needs"), reason)
    assert "neste år" not in sign_in("owner").get(page).text

    chain.approve(winter, "leader")
    chain.approve(winter, "uh", winter.university)
    basis = chain.basis(winter)
    sign_in("leader").post(address(winter, "decision_basis_submit"), {"version": basis.version})

    text = sign_in("owner").get(page).text
    assert "Nettverket tar dette neste år." in text
    assert "Lek for alle" in text


def test_the_page_says_what_took_the_approval_away(winter, sign_in):
    chain.whole_basis(winter)
    chain.approve(winter, "uh", winter.university)
    measure = Measure.objects.get()
    client = sign_in("leader")
    page = address(winter, "measure_edit", pk=measure.pk)
    needs = [str(row.pk) for row in measure.needs.all()]
    shown = client.get(page).context["shown"]

    client.post(page, typed(winter, needs=needs, shown=shown, network_amount_nok="120 000"))

    row = sign_in("uh").get(address(winter)).context["sides"][1]
    assert row.approval is None
    assert any("300\xa0000\xa0kr → 120\xa0000\xa0kr" in change for change in row.changes)


def test_what_was_sent_is_read_by_all_who_may_read_the_basis(winter, sign_in):
    chain.submitted_basis(winter)
    client = sign_in("forum")

    document = client.get(address(winter, "decision_basis_document_download"))
    workbook = client.get(address(winter, "decision_basis_workbook_download"))

    assert document["Content-Type"] == "application/pdf"
    assert document["Content-Disposition"].startswith("attachment")
    assert workbook.content.startswith(b"PK")
    assert "Lek for alle" in client.get(address(winter, "decision_basis_versions")).text


def test_there_is_nothing_to_fetch_before_it_is_sent(winter, sign_in):
    chain.whole_basis(winter)

    for name in ("document_download", "workbook_download", "versions"):
        assert sign_in("leader").get(address(winter, f"decision_basis_{name}")).status_code == 404


def test_an_accepted_basis_says_so_and_leaves_nothing_to_press(winter, sign_in, at):
    chain.submitted_basis(winter)
    at(FEBRUARY)
    officer = sign_in("case_officer")

    officer.post(address(winter, "decision_basis_accept"), {"comment": "Fint."})

    assert DecisionBasis.objects.get().state == "accepted"
    page = officer.get(address(winter))
    assert (page.context["may_accept"], page.context["may_return"]) == (False, False)


# --- the university's own page -----------------------------------------------------------------------------


def of_university(world: World, university: Any = None) -> str:
    key = (university or world.university).pk
    return reverse("needs:university_bases", kwargs={"university": key, "year": world.round.grant_year})


def test_a_university_sees_what_each_network_asks_of_it(winter, sign_in):
    chain.whole_basis(winter)

    page = sign_in("uh").get(of_university(winter))

    (row,) = page.context["rows"]
    assert (row["basis"].amount_nok, row["basis"].days, row["basis"].faculty) == (
        200_000,
        6,
        ["Seksjon for pedagogikk"],
    )
    assert [waiting.network for waiting in page.context["waiting"]] == [winter.network]
    chain.approve(winter, "uh", winter.university)
    assert sign_in("uh").get(of_university(winter)).context["waiting"] == []


def test_a_university_takes_as_many_queries_with_three_networks_as_with_one(winter, sign_in):
    chain.whole_basis(winter)
    client = sign_in("uh")
    one = count(client, of_university(winter))
    for number in range(2):
        network = f.NetworkFactory(county=winter.county, name=f"Nettverk {number}", payee=winter.payee)
        f.PartnershipFactory(network=network, university=winter.university, is_first_partner=True)

    assert count(client, of_university(winter)) == one
    assert len(client.get(of_university(winter)).context["rows"]) == 3


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


def test_the_sums_stand_against_what_was_granted_last_year(winter, sign_in):
    last_year = make_round(winter.county, winter.round.grant_year - 1)
    basis = DecisionBasis.objects.create(round=last_year, network=winter.network)
    old = Measure.objects.create(basis=basis, title="I fjor", priority=1)
    MeasureUniversity.objects.create(measure=old, university=winter.university, amount_nok=90_000)
    MeasureOutcome.objects.create(measure=old, network_nok=100_000, university_nok=80_000, told_at=WINTER)
    chain.saved_measure(winter)

    sums = sign_in("leader").get(address(winter)).context["sums"]

    assert [(row.granted_nok, row.since_nok) for row in sums] == [
        (100_000, 200_000),
        (80_000, 120_000),
        (180_000, 320_000),
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
        ("leader", "unanswered_needs"),
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
