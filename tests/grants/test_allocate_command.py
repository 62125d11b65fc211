"""`manage.py allocate` answers with the contract's JSON, or with one line, status 1 and no file."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from common.money import NBSP
from tests.grants.allocation_inputs import network, problem
from tests.grants.slow_allocation import slow_allocation

ROOT = Path(__file__).parents[2]


@pytest.fixture
def source(tmp_path):
    data = problem(
        14_500_000,
        [network("fosen", 900_000, universities={"nord": 317_500}), network("sør", 90_000_000)],
        cap_at_requested=True,
    )
    path = tmp_path / "input.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def run(*arguments, **environment):
    """The command in a process of its own."""
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "allocate", *map(str, arguments)],
        env=os.environ | environment,
        capture_output=True,
        timeout=60,
        check=False,
    )


def refused(*arguments):
    errors = io.StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("allocate", *map(str, arguments), stderr=errors)
    assert stopped.value.code == 1
    assert errors.getvalue().count("\n") == 1
    return errors.getvalue().strip()


def answered(*arguments):
    answer = io.StringIO()
    call_command("allocate", *map(str, arguments), stdout=answer)
    return answer.getvalue()


def test_the_answer_has_the_fields_of_the_contract_in_their_order(source):
    answer = json.loads(answered(source))

    assert list(answer) == ["fixed_total", "held", "individual", "collective", "recipients", "unallocated"]
    assert list(answer["individual"]) == ["cap", "committed", "total", "granted", "declined"]
    assert list(answer["collective"]) == ["total", "networks", "unallocated"]
    for row in answer["collective"]["networks"]:
        assert row.pop("explanation")
    assert answer == slow_allocation(json.loads(source.read_text()))


def test_explanations_are_norwegian_whatever_the_language(source):
    first, second = json.loads(answered(source))["collective"]["networks"]

    assert first["explanation"].startswith(f"Nettverket får alt det søkte om, 900{NBSP}000{NBSP}kr")
    assert second["explanation"].startswith(f"Nettverket søkte om 90{NBSP}000{NBSP}000{NBSP}kr og får ")


def test_output_goes_to_the_file_and_nowhere_else(source, tmp_path):
    target = tmp_path / "ut.json"

    assert answered(source, "--output", target) == ""

    assert target.read_text(encoding="utf-8") == answered(source)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["input.json", "ut.json"]


def test_a_wrong_input_leaves_the_target_alone(source, tmp_path):
    target = tmp_path / "ut.json"
    source.write_text(source.read_text().replace('"round_to": 1', '"round_to": 0'))

    assert refused(source, "--output", target) == "collective.round_to: must be 1 or more"
    assert not target.exists()


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    missing = tmp_path / "none.json"

    assert refused(missing) == f"input: '{str(missing)[:60]}…' cannot be read (No such file or directory)"
    assert refused(tmp_path).endswith("cannot be read (Is a directory)")


def test_a_target_that_cannot_be_written_is_named(source, tmp_path):
    missing = tmp_path / "none" / "ut.json"

    assert refused(source, "--output", missing).endswith("cannot be written (No such file or directory)")
    assert refused(source, "--output", tmp_path).endswith("cannot be written (Is a directory)")
    assert [path.name for path in tmp_path.iterdir()] == ["input.json"]


def test_it_needs_no_database_and_no_particular_encoding(source):
    nowhere = "postgresql://nobody@nowhere.invalid:1/none"

    done = run(source, DATABASE_URL=nowhere, LC_ALL="C", PYTHONIOENCODING="ascii")

    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout.decode("utf-8"))["collective"]["networks"][1]["id"] == "sør"


def test_an_error_is_one_line_and_status_1_without_a_traceback(source, tmp_path):
    target = tmp_path / "ut.json"
    source.write_text(source.read_text().replace('"children": 100', '"barn": 100', 1))

    done = run(source, "--output", target, DATABASE_URL="postgresql://nobody@nowhere.invalid:1/none")

    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr == b"collective.networks[0].barn: is an unknown field\n"
    assert not target.exists()
