"""One round in the browser, from the kindergarten's assessment to the approved report; seven people, real mail."""

import pytest

from tests.journeys import autumn, spring, summer, winter, year_after
from tests.journeys.company import Company

pytestmark = [pytest.mark.journey, pytest.mark.browser]


def test_seven_people_take_a_round_from_assessment_to_approved_report(portal, browser, tmp_path):
    company = Company(portal, browser)

    autumn.the_head_shares_the_assessment(company)
    autumn.the_owner_sends_the_needs_report(company)
    autumn.the_leader_reads_the_needs_report(company)
    autumn.the_head_nominates_an_employee(company)

    winter.the_leader_builds_a_measure(company)
    winter.the_leader_says_why_other_needs_wait(company)
    winter.the_leader_writes_about_the_network(company)
    winter.the_officer_records_frame_and_key(company)
    winter.both_sides_approve_and_the_leader_sends(company)
    winter.the_leader_ranks_the_nominations(company)
    winter.the_officer_calls_the_forum(company)
    winter.the_officer_runs_the_allocation(company)
    winter.the_officer_writes_the_recommendation(company)
    winter.the_forum_ranks_and_adopts(company)

    spring.the_officer_prepares_the_decision(company)
    spring.the_approver_sends_it_back(company)
    spring.the_officer_prepares_again(company)
    spring.the_approver_approves(company)
    spring.the_letters_are_issued(company)
    spring.the_recipients_read_their_letters(company, tmp_path)
    spring.the_owner_sees_what_became_of_the_need(company)

    summer.the_officer_pays_the_recipients(company)
    summer.the_leader_pays_the_spring_half(company)
    summer.student_and_head_say_that_the_study_goes_on(company)
    summer.the_leader_pays_the_autumn_half(company)

    year_after.network_and_university_report(company)
    year_after.the_officer_approves_the_reports(company)
    year_after.the_officer_follows_the_money(company)
    year_after.a_passer_by_reads_where_the_money_went(company)
    company.leave()
