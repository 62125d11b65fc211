"""What the database itself holds about money, at the end of each transaction and whatever program writes.

A grant is the sum of its lines; an issued letter says the grant's amount, and its plan of payments adds up to it; no
payment leaves its plan without a letter; each posting of the ledger adds up to zero.
"""

import pgtrigger

BROKEN = "USING ERRCODE = 'check_violation'"
"""The database answers as it does for a constraint: Django raises IntegrityError."""

_GRANT = f"""
    SELECT amount_nok INTO amount FROM grants_grant WHERE id = one;
    CONTINUE WHEN NOT FOUND;
    SELECT coalesce(sum(amount_nok), 0) INTO total FROM grants_grantline WHERE grant_id = one;
    IF total <> amount THEN
        RAISE EXCEPTION 'grant %: its lines add up to %, and it is %', one, total, amount {BROKEN};
    END IF;
    SELECT (letters.snapshot ->> 'amount_nok')::bigint, true INTO total, has_letter FROM (
        SELECT 0 AS turn, id, issued_at, snapshot FROM grants_grantletter WHERE grant_id = one
        UNION ALL
        SELECT 1, newer.id, newer.issued_at, newer.snapshot
        FROM grants_correctionletter newer JOIN grants_correction ON grants_correction.id = newer.correction_id
        WHERE grants_correction.grant_id = one
    ) letters ORDER BY turn DESC, issued_at DESC, id DESC LIMIT 1;
    IF has_letter IS NULL THEN
        IF EXISTS (SELECT 1 FROM grants_instalment WHERE grant_id = one AND state IN ('ordered', 'paid')) THEN
            RAISE EXCEPTION 'grant %: no payment without a letter', one {BROKEN};
        END IF;
        CONTINUE;
    END IF;
    IF total IS DISTINCT FROM amount THEN
        RAISE EXCEPTION 'grant %: its newest letter says %, and it is %', one, total, amount {BROKEN};
    END IF;
    SELECT coalesce(sum(amount_nok), 0) INTO total FROM grants_instalment
    WHERE grant_id = one AND state <> 'cancelled';
    SELECT total - coalesce(sum(amount_nok), 0) INTO total FROM grants_moneyback
    WHERE grant_id = one AND correction_id IS NOT NULL;
    IF total <> amount THEN
        RAISE EXCEPTION 'grant %: its instalments add up to %, and it is %', one, total, amount {BROKEN};
    END IF;
"""  # noqa: S608 -- fixed texts alone

_POSTING = f"""
    SELECT coalesce(sum(amount_nok), 0), count(*) INTO total, lines FROM grants_postingline
    WHERE posting_id = {{posting}};
    IF total <> 0 OR lines < 2 THEN
        RAISE EXCEPTION 'posting %: its lines add up to %', {{posting}}, total {BROKEN};
    END IF;
    RETURN NULL;
"""  # noqa: S608 -- fixed texts alone


def grant_adds_up(column: str = "grant_id") -> pgtrigger.Trigger:
    """Check the grants of changed rows when the transaction ends; `column` holds the grant's key."""
    both = f"ARRAY(SELECT DISTINCT unnest(ARRAY[OLD.{column}, NEW.{column}]))"
    return _grants_of(both)


def corrected_grant_adds_up() -> pgtrigger.Trigger:
    """The same for a correction's letter, which names its grant through the correction."""
    return _grants_of("ARRAY(SELECT grant_id FROM grants_correction WHERE id = NEW.correction_id)")


def posting_adds_up(column: str = "posting_id") -> pgtrigger.Trigger:
    """Check, when the transaction ends, that a posting has lines and that they add up to zero."""
    return pgtrigger.Trigger(
        name="posting_adds_up",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        timing=pgtrigger.Deferred,
        declare=[("total", "bigint"), ("lines", "bigint")],
        func=_POSTING.format(posting=f"NEW.{column}"),
    )


def _grants_of(keys: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="grant_adds_up",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        timing=pgtrigger.Deferred,
        declare=[("one", "bigint"), ("amount", "bigint"), ("total", "bigint"), ("has_letter", "boolean")],
        func=f"FOREACH one IN ARRAY {keys} LOOP {_GRANT} END LOOP; RETURN NULL;",
    )
