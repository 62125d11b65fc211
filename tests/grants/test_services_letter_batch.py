"""Letters in batch: begun together, made by whoever comes, issued together or not at all, exactly once."""

import threading

import pytest
from django.db import connection, connections
from kombu.exceptions import OperationalError

from common.clock import oslo
from common.documents.issue import is_intact
from common.history import history_of
from common.models import Document, OutboxMail
from common.refusals import NotAllowed, NotNow
from grants.models import Decision, GrantLetter, LetterBatch, LetterJob
from grants.queries.letter_batch import progress_of, unfinished_batches
from grants.services import letter_jobs
from grants.services.letter_batch import BELL, begin_letters, finish_letters, ring_for_letters
from grants.services.letter_jobs import LOCKS, make_next_letters
from networks.models import Organisation
from rekom import tasks
from tests.grants.stage import approved, prepared
from tests.world import APRIL

ISSUED = {"kind": "grants/letters_issued"}


@pytest.fixture
def quick(monkeypatch):
    """Files that cost nothing; the real ones have tests of their own."""
    monkeypatch.setattr(letter_jobs, "letter_pdf", lambda content: b"%PDF " + content["number"].encode())


@pytest.fixture
def bells(monkeypatch):
    rung: list[str] = []
    monkeypatch.setattr(
        "grants.services.letter_batch.current_app.send_task", lambda name, **words: rung.append(name)
    )
    return rung


def begun(world) -> LetterBatch:
    return begin_letters(decision=approved(world), by=world.person("case_officer"), now=APRIL)


def wait_for(job: LetterJob) -> None:
    """Go on when nobody has the letter in hand."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [LOCKS, job.pk])
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCKS, job.pk])


def nothing_is_issued() -> bool:
    return (
        Decision.objects.get().state == "approved"
        and not GrantLetter.objects.exists()
        and not Document.objects.filter(kind="grant_letter").exists()
        and not OutboxMail.objects.filter(**ISSUED).exists()
    )


def test_begin_letters_freezes_each_letter_and_rings(world, bells, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        batch = begun(world)

    assert batch.state == "making"
    assert [job.number for job in LetterJob.objects.all()] == ["2027-50-01", "2027-50-02"]
    assert all(job.content["number"] == job.number for job in LetterJob.objects.all())
    assert set(bells) == {BELL}
    assert tasks.make_letters.name == BELL
    assert nothing_is_issued()


def test_begin_letters_twice_is_one_batch(world):
    batch = begun(world)

    again = begin_letters(decision=Decision.objects.get(), by=world.person("approver"), now=APRIL)

    assert again == batch
    assert LetterJob.objects.count() == 2


def test_begin_letters_refused_with_all_that_is_missing(world):
    decision = approved(world)
    Organisation.objects.filter(pk=world.university.pk).update(account_number="12345678901")
    Organisation.objects.filter(pk=world.payee.pk).update(postal_address="")

    with pytest.raises(NotNow) as refusal:
        begin_letters(decision=decision, by=world.person("case_officer"), now=APRIL)

    assert "Prøve høgskole:" in refusal.value.sentence
    assert "Prøvenettverket:" in refusal.value.sentence
    assert not LetterBatch.objects.exists()


def test_begin_letters_refused_before_approval(world):
    with pytest.raises(NotNow):
        begin_letters(decision=prepared(world), by=world.person("case_officer"), now=APRIL)


def test_begin_letters_refused_for_others_than_the_staff(world):
    decision = approved(world)
    for role in ("leader", "uh", "forum", "owner", "foreign_officer"):
        with pytest.raises(NotAllowed):
            begin_letters(decision=decision, by=world.person(role), now=APRIL)


def test_letters_are_issued_together_when_the_last_is_made(world, quick):
    batch = begun(world)

    assert make_next_letters(batch=batch, seconds=0, now=APRIL) is True
    assert (progress_of(batch).done, progress_of(batch).total) == (1, 2)
    assert nothing_is_issued()
    make_next_letters(batch=batch, seconds=60, now=APRIL)

    batch.refresh_from_db()
    assert batch.state == "issued"
    assert Decision.objects.get().state == "issued"
    assert [line.verb for line in history_of(batch)] == ["finish"]
    assert all(is_intact(document) for document in Document.objects.filter(kind="grant_letter"))
    assert [bytes(row.document.content) for row in GrantLetter.objects.order_by("number")] == [
        b"%PDF 2027-50-01",
        b"%PDF 2027-50-02",
    ]
    assert OutboxMail.objects.filter(**ISSUED).count() == 3
    assert not LetterJob.objects.exists()
    assert (progress_of(batch).done, progress_of(batch).total) == (2, 2)


def test_letters_are_finished_once_whoever_asks_again(world, quick):
    batch = begun(world)
    make_next_letters(batch=batch, seconds=60, now=APRIL)

    again = finish_letters(batch=batch, now=APRIL)
    make_next_letters(batch=batch, seconds=60, now=APRIL)

    assert [letter.number for letter in again] == ["2027-50-01", "2027-50-02"]
    assert OutboxMail.objects.filter(**ISSUED).count() == 3
    assert Document.objects.filter(kind="grant_letter").count() == 2


def test_finish_letters_refused_while_one_waits(world, quick):
    batch = begun(world)
    make_next_letters(batch=batch, seconds=0, now=APRIL)

    with pytest.raises(NotNow):
        finish_letters(batch=batch, now=APRIL)

    assert nothing_is_issued()


def test_a_broken_letter_is_tried_three_times_then_nothing_is_issued(world, monkeypatch):
    tries = []

    def breaks_for_the_first(content):
        if content["number"].endswith("01"):
            tries.append(content["number"])
            raise ValueError("broken")
        return b"%PDF"

    monkeypatch.setattr(letter_jobs, "letter_pdf", breaks_for_the_first)
    batch = begun(world)

    assert make_next_letters(batch=batch, seconds=60, now=APRIL) is False

    batch.refresh_from_db()
    assert len(tries) == 3
    assert batch.state == "failed"
    assert "2027-50-01" in batch.fault
    assert "broken" in batch.fault
    assert [job.number for job in progress_of(batch).troubled] == ["2027-50-01"]
    assert nothing_is_issued()


def test_after_a_stopped_batch_one_begins_again_with_the_same_numbers(world, monkeypatch):
    monkeypatch.setattr(letter_jobs, "letter_pdf", lambda content: 1 / 0)
    make_next_letters(batch=begun(world), seconds=60, now=APRIL)
    monkeypatch.setattr(letter_jobs, "letter_pdf", lambda content: b"%PDF")

    batch = begin_letters(decision=Decision.objects.get(), by=world.person("approver"), now=APRIL)
    make_next_letters(batch=batch, seconds=60, now=APRIL)

    assert [row.state for row in LetterBatch.objects.order_by("pk")] == ["failed", "issued"]
    assert sorted(GrantLetter.objects.values_list("number", flat=True)) == ["2027-50-01", "2027-50-02"]


def test_an_account_number_corrected_meanwhile_stops_the_batch(world, quick):
    batch = begun(world)
    Organisation.objects.filter(pk=world.university.pk).update(account_number="86011117947")

    make_next_letters(batch=batch, seconds=60, now=APRIL)

    batch.refresh_from_db()
    assert batch.state == "failed"
    assert "Prøve høgskole" in batch.fault
    assert "Prøvedal kommune" not in batch.fault
    assert nothing_is_issued()


def test_something_that_goes_wrong_when_issuing_stops_the_batch_and_issues_nothing(world, quick, monkeypatch):
    def breaks(**words):
        raise RuntimeError("planned badly")

    monkeypatch.setattr("grants.services.letter_batch.after_issue", breaks)
    batch = begun(world)

    make_next_letters(batch=batch, seconds=60, now=APRIL)

    batch.refresh_from_db()
    assert batch.state == "failed"
    assert nothing_is_issued()


def test_a_letter_in_another_worker_s_hands_is_left_alone(world, quick):
    batch = begun(world)
    first = LetterJob.objects.earliest("pk")
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [LOCKS, first.pk])
    try:
        assert make_next_letters(batch=batch, seconds=60, now=APRIL) is False
    finally:
        other.close()  # the worker dies: its letter is free, as soon as the database has seen it
    wait_for(first)
    assert list(LetterJob.objects.filter(made_at__isnull=True)) == [first]

    make_next_letters(batch=batch, seconds=60, now=APRIL)

    batch.refresh_from_db()
    assert batch.state == "issued"


def test_a_letter_that_kills_its_worker_each_time_stops_the_batch(world, quick):
    batch = begun(world)
    LetterJob.objects.filter(number="2027-50-02").update(attempts=3)

    make_next_letters(batch=batch, seconds=60, now=APRIL)

    batch.refresh_from_db()
    assert batch.state == "failed"
    assert "2027-50-02" in batch.fault


def test_the_tick_rings_for_letters_that_wait(world, at, bells, quick):
    at(APRIL)
    batch = begun(world)

    tasks.tick()

    assert set(bells) == {BELL}
    assert list(unfinished_batches()) == [batch]
    tasks.make_letters()
    assert Decision.objects.get().state == "issued"
    bells.clear()
    tasks.make_letters()
    tasks.tick()
    assert bells == []


def test_a_worker_that_stops_early_rings_once_more(world, at, bells, quick, monkeypatch):
    at(APRIL)
    begun(world)
    monkeypatch.setattr(tasks, "LETTER_SECONDS", 0)

    tasks.make_letters()

    assert bells == [BELL]


def test_a_silent_broker_does_not_stop_who_issues(monkeypatch, caplog):
    def silent(name):
        raise OperationalError("no broker")

    monkeypatch.setattr("grants.services.letter_batch.current_app.send_task", silent)
    ring_for_letters()
    assert "broker" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_two_who_begin_at_once_get_one_batch(world, bells):
    decision = approved(world)
    officers = [world.person("case_officer"), world.person("approver")]
    found = _at_once(
        lambda by: begin_letters(decision=decision, by=by, now=APRIL), [(officer,) for officer in officers]
    )

    assert len({batch.pk for batch in found}) == 1
    assert LetterJob.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_letters_and_issue_them_once(world, bells, monkeypatch):
    made = []

    def slow(content):
        made.append(content["number"])
        return b"%PDF " + content["number"].encode()

    monkeypatch.setattr(letter_jobs, "letter_pdf", slow)
    batch = begin_letters(decision=approved(world), by=world.person("case_officer"), now=APRIL)

    _at_once(lambda: make_next_letters(batch=batch, seconds=60, now=APRIL), [(), ()])

    assert sorted(made) == ["2027-50-01", "2027-50-02"]
    assert GrantLetter.objects.count() == 2
    assert OutboxMail.objects.filter(**ISSUED).count() == 3


def _at_once(call, arguments):
    """The call in as many threads as there are arguments, begun together; their answers."""
    found, faults = [], []
    start = threading.Barrier(len(arguments))

    def run(words):
        try:
            start.wait()
            found.append(call(*words))
        except Exception as trouble:
            faults.append(trouble)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(words,)) for words in arguments]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    return found


def test_the_time_of_the_letter_is_when_the_batch_began(world, quick):
    batch = begun(world)
    later = oslo(2027, 4, 10, 18)

    make_next_letters(batch=batch, seconds=60, now=later)

    letter = GrantLetter.objects.first()
    assert letter is not None
    assert letter.issued_at == later
    assert letter.snapshot["issued_on"] == "10. april 2027"
