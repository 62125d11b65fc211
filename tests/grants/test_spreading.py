"""Each letter's lines follow from the run and the priority order, and add up to the krone."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grants.allocation import allocate
from grants.spreading import Ask, LineDraft, Words, lines_of_run, spread
from tests.grants.allocation_inputs import fixed, network, problem, problems, request

WORDS = Words(rest="Til fordeling", requests={f"{n}": f"Nr. {n}" for n in range(1, 4)})


class AllWords(dict):
    def __missing__(self, key):
        return f"Nr. {key}"


@given(st.integers(0, 10_000), st.lists(st.integers(0, 3_000)))
def test_nobody_gets_more_than_asked_and_every_krone_is_placed(amount, asked):
    parts, left = spread(amount, asked)

    assert sum(parts) + left == amount
    assert all(0 <= part <= wanted for part, wanted in zip(parts, asked, strict=True))


@given(st.integers(0, 10_000), st.lists(st.integers(1, 3_000), min_size=2))
def test_a_measure_gets_nothing_before_all_above_it_have_what_they_asked_for(amount, asked):
    parts, _left = spread(amount, asked)

    first_short = next((n for n, part in enumerate(parts) if part < asked[n]), len(asked))
    assert parts[first_short + 1 :] == [0] * (len(asked) - first_short - 1 if first_short < len(asked) else 0)


@st.composite
def runs(draw):
    """An allocation with measures for each network: more, less or just as much as was requested."""
    data = draw(problems())
    asks = {}
    for row in data["collective"]["networks"]:
        keys = [university["id"] for university in row["universities"]]
        asks[row["id"]] = [
            Ask(
                measure=number,
                title=f"Tiltak {number}",
                network_nok=draw(st.integers(0, 500_000)),
                universities={
                    key: draw(st.integers(0, 200_000)) for key in draw(st.sets(st.sampled_from(keys)))
                }
                if keys
                else {},
            )
            for number in range(draw(st.integers(0, 3)))
        ]
    return data, asks


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(runs())
def test_the_lines_of_every_recipient_add_up_to_the_run(run):
    data, asks = run
    outcome = allocate(data)

    lines = lines_of_run(data, outcome, asks, Words(rest="Rest", requests=AllWords()))

    sums = {recipient: sum(line.amount_nok for line in rows) for recipient, rows in lines.items()}
    assert {key: amount for key, amount in sums.items() if amount} == {
        row["id"]: row["amount"] for row in outcome["recipients"] if row["amount"]
    }


def test_lines_say_what_they_are_for_in_the_order_of_the_letter():
    data = problem(
        1_000,
        fixed=[fixed("leder", 100, "fosen"), fixed("forum", 50, None)],
        requests=[request("1", 40, 1, "fosen")],
        networks=[network("fosen", requested=900, universities={"nord": 300})],
    )
    outcome = allocate(data)
    asks = {"fosen": [Ask(7, "Lek", 500, {"nord": 250}), Ask(8, "Språk", 100, {"nord": 50})]}

    lines = lines_of_run(data, outcome, asks, WORDS)

    assert lines["fosen"] == [
        LineDraft("fixed", "Fast post", 100),
        LineDraft("individual", "Nr. 1", 40, 40, request="1"),
        LineDraft("collective", "Lek", 500, 500, measure=7, network="fosen"),
        LineDraft("collective", "Språk", 40, 100, measure=8, network="fosen"),
    ]
    assert lines["nord"] == [
        LineDraft("collective", "Lek", 250, 250, measure=7, network="fosen"),
        LineDraft("collective", "Språk", 20, 50, measure=8, network="fosen"),
    ]


def test_what_no_measure_asked_for_is_one_line_for_the_partners_to_share():
    data = problem(1_000, networks=[network("fosen", requested=1_000)])

    lines = lines_of_run(data, allocate(data), {"fosen": [Ask(7, "Lek", 600)]}, WORDS)

    assert [(line.label, line.amount_nok, line.requested_nok) for line in lines["fosen"]] == [
        ("Lek", 600, 600),
        ("Til fordeling", 400, None),
    ]


def test_a_measure_that_the_money_did_not_reach_keeps_a_line_of_nothing():
    data = problem(500, networks=[network("fosen", requested=1_000)])

    lines = lines_of_run(data, allocate(data), {"fosen": [Ask(7, "Lek", 600), Ask(8, "Språk", 400)]}, WORDS)

    assert [(line.measure, line.amount_nok) for line in lines["fosen"]] == [(7, 500), (8, 0)]


def test_an_individual_measure_that_is_declined_keeps_a_line_of_nothing():
    data = problem(
        100, requests=[request("1", 40, 1, "fosen"), request("2", 80, 2, "fosen")], cap_percent=100
    )

    lines = lines_of_run(data, allocate(data), {}, WORDS)

    assert [(line.request, line.amount_nok, line.requested_nok) for line in lines["fosen"]] == [
        ("1", 40, 40),
        ("2", 0, 80),
    ]


def test_whoever_asked_and_is_not_in_the_run_gets_lines_of_nothing():
    data = problem(500, networks=[network("fosen", requested=500)])
    asks = {"fosen": [Ask(7, "Lek", 500, {"nord": 10})], "helgeland": [Ask(8, "Språk", 100, {"nord": 50})]}

    lines = lines_of_run(data, allocate(data), asks, WORDS)

    assert [(line.measure, line.amount_nok, line.requested_nok) for line in lines["helgeland"]] == [
        (8, 0, 100)
    ]
    assert [(line.measure, line.amount_nok, line.network) for line in lines["nord"]] == [
        (7, 0, "fosen"),
        (8, 0, "helgeland"),
    ]


def test_money_for_local_use_is_a_line_of_the_network():
    words = Words(rest="Rest", requests={}, local="Individuelle tiltak lokalt")
    run_input = {"fixed": [], "individual": {"committed": [], "requests": []}}
    output = {
        "individual": {"granted": [], "local": [{"id": "fosen", "amount": 70}, {"id": "nord", "amount": 0}]},
        "collective": {"networks": []},
    }

    assert lines_of_run(run_input, output, {}, words) == {
        "fosen": [LineDraft("committed", "Individuelle tiltak lokalt", 70)]
    }
