"""What the database itself refuses about votes, so that no page, job or hand-written statement can."""

import pgtrigger

FORUM_SEAT = "s.role = 'forum_member' AND s.forum_id = its_forum"
VALID = "s.valid_from <= its_day AND (s.valid_to IS NULL OR s.valid_to > its_day)"

# The case is held before the ballot, as the services hold them: nobody closes, recuses or settles meanwhile.
VOTE_IS_ENTITLED = f"""
    IF TG_OP = 'UPDATE' THEN
        IF OLD.ballot_id <> NEW.ballot_id OR OLD.person_id <> NEW.person_id THEN
            RAISE EXCEPTION 'a vote stays with its ballot and its person';
        END IF;
    END IF;
    SELECT b.item_id, b.line INTO its_item, its_line FROM networks_ballot b WHERE b.id = NEW.ballot_id;
    SELECT i.meeting_id INTO its_meeting FROM networks_agendaitem i
        WHERE i.id = its_item AND i.state = 'divided' FOR SHARE;
    SELECT m.forum_id, f.county_id INTO its_forum, its_county
        FROM networks_meeting m JOIN networks_forum f ON f.id = m.forum_id
        WHERE m.id = its_meeting AND m.state = 'held';
    IF its_forum IS NULL THEN
        RAISE EXCEPTION 'votes belong to a case without consensus, in a meeting of the forum that is being held';
    END IF;
    PERFORM 1 FROM networks_ballot b WHERE b.id = NEW.ballot_id AND b.closed_at IS NULL FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the ballot is closed';
    END IF;
    its_day := (NEW.cast_at AT TIME ZONE 'Europe/Oslo')::date;
    IF NOT EXISTS (SELECT 1 FROM networks_seat s WHERE s.id = NEW.seat_id AND s.user_id = NEW.person_id
                   AND {FORUM_SEAT} AND s.interest <> 'governor' AND {VALID}) THEN
        RAISE EXCEPTION 'the seat has no vote in this forum';
    END IF;
    IF EXISTS (SELECT 1 FROM networks_seat s WHERE s.user_id = NEW.person_id AND {VALID}
               AND ({FORUM_SEAT} AND s.interest = 'governor'
                    OR s.role IN ('case_officer', 'approver') AND s.county_id = its_county)) THEN
        RAISE EXCEPTION 'the county governor never votes';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM networks_attendance a WHERE a.meeting_id = its_meeting
                   AND a.person_id = NEW.person_id AND a.is_called AND a.is_present) THEN
        RAISE EXCEPTION 'only those who are called and present vote';
    END IF;
    IF EXISTS (SELECT 1 FROM networks_declaration d WHERE d.item_id = its_item
               AND d.person_id = NEW.person_id AND d.line IN ('', its_line)
               AND d.state IN ('declared', 'recused')) THEN
        RAISE EXCEPTION 'whoever is disqualified, or waits for the meeting to decide on it, has no vote';
    END IF;
    IF EXISTS (SELECT 1 FROM networks_seat s JOIN networks_seat p ON p.id = s.substitute_for_id
               JOIN networks_attendance a ON a.meeting_id = its_meeting AND a.person_id = p.user_id
               WHERE s.id = NEW.seat_id AND a.is_present
               AND NOT EXISTS (SELECT 1 FROM networks_declaration d WHERE d.item_id = its_item
                               AND d.person_id = p.user_id AND d.line IN ('', its_line)
                               AND d.state = 'recused')) THEN
        RAISE EXCEPTION 'a substitute leaves the vote to the member who is present';
    END IF;
    IF EXISTS (SELECT 1 FROM networks_vote v JOIN networks_seat s ON s.id = v.seat_id
               JOIN networks_seat mine ON mine.id = NEW.seat_id
               WHERE v.ballot_id = NEW.ballot_id AND v.person_id <> NEW.person_id
               AND COALESCE(s.substitute_for_id, s.id) = COALESCE(mine.substitute_for_id, mine.id)) THEN
        RAISE EXCEPTION 'a member and the substitute have one vote together';
    END IF;
    RETURN NEW;
"""  # noqa: S608 -- made of constants of this file alone

BALLOT_OPENS_RIGHT = """
    PERFORM 1 FROM networks_agendaitem i JOIN networks_meeting m ON m.id = i.meeting_id
        WHERE i.id = NEW.item_id AND i.state = 'divided' AND m.state = 'held' AND m.forum_id IS NOT NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'a vote is opened where the chair has recorded that there is no consensus';
    END IF;
    RETURN NEW;
"""

VOTE_TRIGGERS = [
    pgtrigger.Trigger(
        name="vote_is_entitled",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        declare=[
            ("its_item", "bigint"),
            ("its_line", "text"),
            ("its_meeting", "bigint"),
            ("its_forum", "bigint"),
            ("its_county", "bigint"),
            ("its_day", "date"),
        ],
        func=VOTE_IS_ENTITLED,
    ),
    pgtrigger.Trigger(
        name="vote_of_closed_ballot_stays",
        when=pgtrigger.Before,
        operation=pgtrigger.Delete,
        func=(
            "IF EXISTS (SELECT 1 FROM networks_ballot b WHERE b.id = OLD.ballot_id AND b.closed_at IS NOT NULL) "
            "THEN RAISE EXCEPTION 'the ballot is closed'; END IF; RETURN OLD;"
        ),
    ),
]

BALLOT_TRIGGERS = [
    pgtrigger.Trigger(
        name="ballot_opens_right",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=BALLOT_OPENS_RIGHT,
    ),
    pgtrigger.Protect(
        name="ballot_asks_one_thing",
        operation=pgtrigger.UpdateOf(
            "item_id", "question", "line", "line_label", "opened_by_id", "opened_at"
        ),
    ),
    pgtrigger.Protect(
        name="ballot_is_closed_for_good",
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(old__closed_at__isnull=False),
    ),
    pgtrigger.Protect(name="ballot_is_kept", operation=pgtrigger.Delete),
]

OPEN_BALLOT_HOLDS_CASE = pgtrigger.Trigger(
    name="open_ballot_holds_case",
    when=pgtrigger.Before,
    operation=pgtrigger.UpdateOf("state"),
    func=(
        "IF EXISTS (SELECT 1 FROM networks_ballot b WHERE b.item_id = NEW.id AND b.closed_at IS NULL) THEN "
        "RAISE EXCEPTION 'close the vote before the case goes on'; END IF; RETURN NEW;"
    ),
)
