"""Every wrong input is refused with the path of the field that is wrong, on one line."""

import json
from copy import deepcopy
from decimal import Decimal

import pytest

from grants.allocation import AllocationError, allocate, from_json
from tests.grants.allocation_inputs import fixed, network, problem, request


def valid():
    return problem(
        14_500_000,
        [
            network("fosen", 900_000, universities={"nord": 317_500}, staff=480),
            network("namdal", 500_000, universities={"nord": 100_000, "dmmh": 50_000}, staff="12.5"),
        ],
        fixed=[fixed("leder", 100_000), fixed("forum", 300_000, None)],
        committed=[fixed("ablu", 1_040_000, "nord")],
        requests=[request("n1", 40_000, 1), request("n2", 40_000, 2)],
        flat_percent=40,
        weights={"children": 1, "staff": 2},
    )


MISSING = object()


def changed(path, value):
    """The valid input with one value replaced, or taken away."""
    data = deepcopy(valid())
    *road, last = path
    place = data
    for step in road:
        place = place[step]
    if value is MISSING:
        del place[last]
    else:
        place[last] = value
    return data


def refusal(data):
    with pytest.raises(AllocationError) as caught:
        allocate(data)
    assert "\n" not in str(caught.value)
    return str(caught.value)


FIELDS = [
    ("frame",),
    ("fixed",),
    ("fixed", 1, "id"),
    ("fixed", 1, "recipient"),
    ("fixed", 1, "label"),
    ("fixed", 1, "amount"),
    ("individual",),
    ("individual", "cap_percent"),
    ("individual", "committed"),
    ("individual", "committed", 0, "recipient"),
    ("individual", "committed", 0, "label"),
    ("individual", "requests"),
    ("individual", "requests", 1, "id"),
    ("individual", "requests", 1, "recipient"),
    ("individual", "requests", 1, "amount"),
    ("individual", "requests", 1, "rank"),
    ("collective",),
    ("collective", "flat_percent"),
    ("collective", "weights"),
    ("collective", "round_to"),
    ("collective", "cap_at_requested"),
    ("collective", "networks"),
    ("collective", "networks", 1, "id"),
    ("collective", "networks", 1, "children"),
    ("collective", "networks", 1, "staff"),
    ("collective", "networks", 1, "requested"),
    ("collective", "networks", 1, "universities"),
    ("collective", "networks", 1, "universities", 1, "id"),
    ("collective", "networks", 1, "universities", 1, "requested"),
]


def written(path):
    """("fixed", 1, "id") as the refusal writes it: fixed[1].id."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")


@pytest.mark.parametrize("path", FIELDS, ids=written)
def test_a_missing_field_is_named(path):
    assert refusal(changed(path, MISSING)) == f"{written(path)}: is missing"


@pytest.mark.parametrize("path", FIELDS, ids=written)
@pytest.mark.parametrize("value", [True, 1.5, 7.0, [1], {"a": 1}, "", -1], ids=repr)
def test_a_value_of_the_wrong_kind_is_named(path, value):
    is_meant = (path[-1], value) in [("cap_at_requested", True), ("label", "")]
    data = changed(path, value)

    if is_meant:
        allocate(data)
    else:
        assert refusal(data).startswith(written(path))


@pytest.mark.parametrize("path", [path for path in FIELDS if path != ("fixed", 1, "recipient")], ids=written)
def test_null_is_no_value(path):
    assert refusal(changed(path, None)).startswith(f"{written(path)}: must be ")


PLACES = [
    (),
    ("fixed", 0),
    ("individual",),
    ("individual", "committed", 0),
    ("individual", "requests", 0),
    ("collective",),
    ("collective", "weights"),
    ("collective", "networks", 1),
    ("collective", "networks", 1, "universities", 0),
]


@pytest.mark.parametrize("path", PLACES, ids=written)
def test_an_unknown_field_is_named(path):
    assert refusal(changed((*path, "colour"), 1)) == f"{written((*path, 'colour'))}: is an unknown field"


@pytest.mark.parametrize("path", PLACES[1:], ids=written)
def test_a_row_that_is_no_object_is_named(path):
    assert refusal(changed(path, "text")) == f"{written(path)}: must be an object"


@pytest.mark.parametrize("data", [None, [], "text", 3])
def test_an_input_that_is_no_object_is_refused(data):
    assert refusal(data) == "input: must be an object"


WHOLE = "must be a whole number, without decimals or quotes"
EXACT = 'must be a number such as 40, 37.5 or "37.5", with at most 30 digits on each side'
NETWORKS = ("collective", "networks")


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("frame",), -1, "frame: must not be negative"),
        (("frame",), "100", f"frame: {WHOLE}"),
        (("frame",), Decimal("14500000.0"), f"frame: {WHOLE}"),
        (("frame",), Decimal("NaN"), f"frame: {WHOLE}"),
        (("fixed", 0, "amount"), -5, "fixed[0].amount: must not be negative"),
        (("fixed", 0, "recipient"), "", "fixed[0].recipient: must not be empty"),
        (("fixed", 0, "recipient"), 3, "fixed[0].recipient: must be a text"),
        (
            ("fixed", 0, "id"),
            "\ud800",
            "fixed[0].id: holds half a character that cannot be written as UTF-8",
        ),
        (("individual", "cap_percent"), 101, "individual.cap_percent: must be from 0 to 100"),
        (("individual", "cap_percent"), "100.1", "individual.cap_percent: must be from 0 to 100"),
        (("individual", "cap_percent"), "-0.1", "individual.cap_percent: must not be negative"),
        (("individual", "cap_percent"), "37,5", f"individual.cap_percent: {EXACT}"),
        (("individual", "cap_percent"), " 40", f"individual.cap_percent: {EXACT}"),
        (("individual", "cap_percent"), "1e1", f"individual.cap_percent: {EXACT}"),
        (("individual", "cap_percent"), "1/3", f"individual.cap_percent: {EXACT}"),
        (("individual", "cap_percent"), "٤٠", f"individual.cap_percent: {EXACT}"),
        (("individual", "cap_percent"), "NaN", f"individual.cap_percent: {EXACT}"),
        (("individual", "requests", 0, "rank"), "1", f"individual.requests[0].rank: {WHOLE}"),
        (("individual", "requests", 0, "rank"), -1, "individual.requests[0].rank: must not be negative"),
        (("collective", "flat_percent"), 100.5, f"collective.flat_percent: {EXACT}"),
        (("collective", "flat_percent"), Decimal("100.5"), "collective.flat_percent: must be from 0 to 100"),
        (("collective", "round_to"), 0, "collective.round_to: must be 1 or more"),
        (("collective", "round_to"), "1", f"collective.round_to: {WHOLE}"),
        (("collective", "cap_at_requested"), 1, "collective.cap_at_requested: must be true or false"),
        (("collective", "weights", "staff"), -1, "collective.weights.staff: must not be negative"),
        (("collective", "weights", "staff"), Decimal("1e999"), f"collective.weights.staff: {EXACT}"),
        (("collective", "weights", "staff"), Decimal("1e-999"), f"collective.weights.staff: {EXACT}"),
        (("collective", "weights", "staff"), Decimal("Infinity"), f"collective.weights.staff: {EXACT}"),
        (("collective", "weights", "staff"), 10**30, f"collective.weights.staff: {EXACT}"),
        ((*NETWORKS, 1, "children"), -1, "collective.networks[1].children: must not be negative"),
        ((*NETWORKS, 1, "kindergartens"), "x", f"collective.networks[1].kindergartens: {EXACT}"),
        ((*NETWORKS, 1, "requested"), 1.0, f"collective.networks[1].requested: {WHOLE}"),
    ],
)
def test_a_value_that_cannot_be_meant_is_named(path, value, message):
    assert refusal(changed(path, value)) == message


@pytest.mark.parametrize(
    ("path", "twin", "message"),
    [
        (("fixed",), fixed("leder", 1), "fixed[2].id: 'leder' is used twice"),
        (("individual", "committed"), fixed("ablu", 1), "individual.committed[1].id: 'ablu' is used twice"),
        (("individual", "requests"), request("n1", 1, 9), "individual.requests[2].id: 'n1' is used twice"),
        (NETWORKS, network("fosen", 1, staff=1), "collective.networks[2].id: 'fosen' is used twice"),
        (
            (*NETWORKS, 0, "universities"),
            {"id": "nord", "requested": 1},
            "collective.networks[0].universities[1].id: 'nord' is used twice",
        ),
    ],
)
def test_an_id_used_twice_is_named(path, twin, message):
    place = valid()
    data = place
    for step in path:
        place = place[step]
    place.append(twin)

    assert refusal(data) == message


def test_the_same_id_in_two_lists_is_no_fault():
    allocate(problem(1000, fixed=[fixed("a", 1)], committed=[fixed("a", 1)], requests=[request("a", 1, 1)]))


def test_a_frame_smaller_than_its_posts_is_refused():
    data = problem(99, fixed=[fixed("leder", 90)], committed=[fixed("ablu", 10)], cap_percent=100)

    assert refusal(data) == "frame: 99 is less than the fixed and committed posts, 100"


def test_a_frame_that_just_holds_its_posts_is_enough():
    data = problem(100, fixed=[fixed("leder", 90)], committed=[fixed("ablu", 10)])

    assert allocate(data)["unallocated"] == 0


def test_committed_posts_above_the_cap_are_refused():
    data = problem(1000, committed=[fixed("a", 200), fixed("b", 101)])

    assert refusal(data) == "individual.committed: 301 together is above the cap for individual measures, 300"


def test_universities_asking_for_more_than_their_network_are_refused():
    data = problem(1000, [network("a", 5), network("fosen", 99, universities={"nord": 60, "dmmh": 40})])

    expected = "collective.networks[1].universities: 100 together is more than the network's requested, 99"
    assert refusal(data) == expected


@pytest.mark.parametrize("flat", [0, 40, 100])
@pytest.mark.parametrize("weight", [0, 1])
def test_a_weight_whose_figures_sum_to_zero_is_refused(flat, weight):
    networks = [network("a", 0, staff=0), network("b", 0, staff="0.00")]
    data = problem(1000, networks, flat_percent=flat, weights={"children": 1, "staff": weight})

    assert refusal(data) == "collective.weights.staff: the networks' figures for it sum to 0"


@pytest.mark.parametrize("weights", [{}, {"children": 0}, {"children": "0.0", "staff": 0}])
def test_no_weights_are_refused_unless_all_is_flat(weights):
    networks = [network("a", 0, staff=1)]
    message = "collective.weights: must hold a weight above 0 unless flat_percent is 100"

    assert refusal(problem(1000, networks, flat_percent="99.9", weights=weights)) == message
    assert allocate(problem(1000, networks, flat_percent=100, weights=weights))["unallocated"] == 0


def test_figures_the_key_does_not_weigh_may_be_left_out():
    row = {"id": "a", "requested": 0, "universities": []}

    assert allocate(problem(1000, [row]))["unallocated"] == 0


@pytest.mark.parametrize("name", ["two\nlines", "", " ", "x" * 500, "\u2028", "\ud800"])
def test_a_strange_field_name_stays_on_one_short_line(name):
    message = refusal(changed((name,), 1))

    assert message.isprintable()
    assert len(message) < 120


# --- The bytes of a file -----------------------------------------------------------------------------------


def refused_bytes(content):
    with pytest.raises(AllocationError) as caught:
        allocate(from_json(content))
    assert str(caught.value).isprintable()
    return str(caught.value)


def with_frame(literal):
    return json.dumps(valid()).replace("14500000", literal, 1).encode()


def test_decimals_in_a_file_are_exact():
    assert from_json(b'{"a": 0.1, "b": 1e2}') == {"a": Decimal("0.1"), "b": Decimal(100)}


def test_a_decimal_and_the_same_as_text_give_the_same_result():
    text = json.dumps(valid())

    number = text.replace('"flat_percent": 40', '"flat_percent": 33.3')
    words = text.replace('"flat_percent": 40', '"flat_percent": "33.3"')

    assert allocate(from_json(number.encode())) == allocate(from_json(words.encode()))
    assert number != words


@pytest.mark.parametrize(
    "literal",
    [
        "NaN",
        "Infinity",
        "-Infinity",
        "1e999",
        "1e99999999999999999999",
        "100.0",
        "1" + "0" * 5000,
        "1.5",
        "1e3",
    ],
    ids=lambda literal: literal[:12],
)
def test_numbers_that_are_no_kroner_are_refused(literal):
    assert refused_bytes(with_frame(literal)) == f"frame: {WHOLE}"


@pytest.mark.parametrize("literal", ["NaN", "1e999", "1e-999", "1e99999999999999999999", "1" + "0" * 5000])
def test_numbers_without_a_usable_size_are_refused(literal):
    content = json.dumps(valid()).replace('"staff": 2', f'"staff": {literal}', 1).encode()

    assert refused_bytes(content) == f"collective.weights.staff: {EXACT}"


def test_a_name_given_twice_is_refused():
    text = json.dumps(valid())

    assert refused_bytes(text.replace("{", '{"frame": 1, ', 1).encode()) == "frame: is given twice"
    content = text.replace('"rank": 2', '"rank": 2, "rank": 2').encode()
    assert refused_bytes(content) == "individual.requests[1].rank: is given twice"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "input: is not valid JSON (Expecting value, line 1, column 1)"),
        (b"{", "input: is not valid JSON"),
        (b"{} {}", "input: is not valid JSON (Extra data, line 1, column 4)"),
        (b'{"frame": "\xff"}', "input: is not UTF-8 text (byte 11)"),
        (b"[" * 100_000, "input: is nested too deeply"),
        (b'{"frame":' * 100_000, "input: is nested too deeply"),
        (b"null", "input: must be an object"),
    ],
)
def test_a_file_that_is_no_json_object_is_refused(content, message):
    assert refused_bytes(content).startswith(message)


def test_a_byte_order_mark_does_no_harm():
    assert from_json(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}
