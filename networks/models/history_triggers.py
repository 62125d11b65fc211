"""What the database itself holds about kindergartens and their periods, whatever program writes.

A kindergarten is born with a first period, and at the end of each transaction it is called, owned and placed as its
newest period says.
"""

import pgtrigger

BROKEN = "USING ERRCODE = 'check_violation'"
"""The database answers as it does for a constraint: Django raises IntegrityError."""
FIRST_DAY = "2018-01-01"
"""From when a kindergarten is taken to be registered as it is, where nobody says otherwise."""

_AGREES = f"""
    FOREACH one IN ARRAY {{keys}} LOOP
        SELECT k.id INTO wrong FROM networks_kindergarten k
        LEFT JOIN LATERAL (
            SELECT p.name, p.owner_id, p.municipality_id FROM networks_kindergartenperiod p
            WHERE p.kindergarten_id = k.id ORDER BY p.valid_from DESC LIMIT 1
        ) newest ON true
        WHERE k.id = one AND (k.name, k.owner_id, k.municipality_id)
            IS DISTINCT FROM (newest.name, newest.owner_id, newest.municipality_id);
        IF FOUND THEN
            RAISE EXCEPTION 'kindergarten %: it is not as its newest period says', one {BROKEN};
        END IF;
    END LOOP;
    RETURN NULL;
"""  # noqa: S608 -- fixed texts alone


def born_with_period() -> pgtrigger.Trigger:
    """A new kindergarten gets its first period; `networks.services.register_kindergartens` says since when."""
    return pgtrigger.Trigger(
        name="born_with_period",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        func=f"""
            INSERT INTO networks_kindergartenperiod (kindergarten_id, name, owner_id, municipality_id, valid_from)
            VALUES (NEW.id, NEW.name, NEW.owner_id, NEW.municipality_id, DATE '{FIRST_DAY}');
            RETURN NULL;
        """,  # noqa: S608 -- a fixed text alone
    )


def is_as_newest_period() -> pgtrigger.Trigger:
    """Check, when the transaction ends, that a changed kindergarten is as its newest period says."""
    return _agrees("ARRAY[NEW.id]", pgtrigger.UpdateOf("name", "owner_id", "municipality_id"))


def newest_is_as_kindergarten() -> pgtrigger.Trigger:
    """The same when a period is written, changed or deleted."""
    keys = "ARRAY(SELECT DISTINCT unnest(ARRAY[OLD.kindergarten_id, NEW.kindergarten_id]))"
    return _agrees(keys, pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete)


def _agrees(keys: str, operation: pgtrigger.Operation) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="newest_period_agrees",
        when=pgtrigger.After,
        operation=operation,
        timing=pgtrigger.Deferred,
        declare=[("one", "bigint"), ("wrong", "bigint")],
        func=_AGREES.format(keys=keys),
    )
