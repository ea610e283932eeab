"""The heart of it: one person's answer is theirs at once, and everybody's with the others that came meanwhile, no earlier.

Nobody else is at work on the server meanwhile, so the numbers can be exact.
"""

import sqlite3
import uuid

import pytest

from people import Figure, Publisher, decide, evaluate, example, join, number, record, sign_in
from walker import DESKTOP, PHONE


@pytest.fixture
def published(walk, server):
    """An administrator, a visitor, the front page's pair, and a release that holds all that was said so far."""
    publisher = Publisher(walk, server)
    visitor = walk(viewport=DESKTOP, script=False)
    pair = example(visitor)
    return publisher, visitor, pair, publisher.publish()


def test_an_answer_is_counted_with_others_after_two_weeks_and_not_before(walk, published, server):
    publisher, visitor, (pair, treatment, purpose), evaluations = published
    # given a figure from a known number of people
    before = Figure(visitor, pair)
    assert before.n >= 11 and before.tab == before.n
    # when a newcomer records the same treatment and says that it helps highly
    author = walk(viewport=PHONE)
    join(author)
    course = record(author, treatment, purpose)
    evaluate(author, course, "4")
    # then they see at once where their answer falls, and the figure with theirs included
    assert author.path == pair
    author.sees(": highly.", "#yours")
    author.sees("Highly", "#yours [aria-current=true]")
    author.sees("With yours, the range is", "#yours")
    author.sees("Only you see this", "#yours")
    author.sees("New accounts wait 14 days", "#yours")
    low, high = own_range(author)
    assert before.range[0] <= low <= before.range[0] + 2 and before.range[1] <= high <= before.range[1] + 2
    # and nothing that is published moves by a letter, with the next release neither
    assert Figure(author, pair).html == before.html
    assert publisher.publish() == evaluations
    assert (Figure(visitor, pair).n, Figure(visitor, pair).range) == (before.n, before.range)
    # when two weeks have passed and a quarter more have answered
    others = answers_of_others(server, before.n // 4 + 5)
    assert publisher.publish() == evaluations + 1 + others
    # then all of them are in this figure
    after = Figure(visitor, pair)
    assert (after.n, after.tab) == (before.n + 1 + others, before.n + 1 + others)
    visitor.unfold("How we know")
    assert number(r"Made from\s+(\d+) evaluations", visitor.text("#evidence")) == after.n
    # and they are told that theirs is in it
    author.open(pair)
    author.sees("Your answer is in the published figures", "#yours")
    author.misses("With yours", "#yours")
    assert own_range(author) == after.range


def test_saying_it_again_is_still_one_person(walk, published, server):
    publisher, visitor, (pair, treatment, purpose), evaluations = published
    n = Figure(visitor, pair).n
    author = walk(script=False)
    join(author)
    course = record(author, treatment, purpose)
    for step in ["4", "3", "0"]:
        evaluate(author, course, step)
    author.sees(": not at all.", "#yours")
    others = answers_of_others(server, n // 4 + 5)
    assert publisher.publish() == evaluations + 1 + others
    assert Figure(visitor, pair).n == n + 1 + others


def test_consent_taken_back_takes_the_answer_out_of_the_next_release(walk, published, server):
    publisher, visitor, (pair, treatment, purpose), evaluations = published
    n = Figure(visitor, pair).n
    # given somebody who is counted
    author = walk(script=False)
    join(author)
    evaluate(author, record(author, treatment, purpose), "4", "A sentence that only I would write, about violet socks.")
    others = answers_of_others(server, n // 4 + 5)
    assert publisher.publish() == evaluations + 1 + others
    assert Figure(visitor, pair).n == n + 1 + others
    # when they take their consent back
    decide(author, "no")
    # then the release that is out stays as it is, and the page tells them that theirs no longer counts
    assert Figure(visitor, pair).n == n + 1 + others
    author.open(pair)
    author.sees("Your answers are not counted", "#yours")
    # and the next one is without them
    assert publisher.publish() == evaluations + others
    assert Figure(visitor, pair).n == n + others
    visitor.misses("violet socks")
    # and their account says what was decided, and when
    author.open("/me/account")
    author.sees("You did not agree to the keeping of health data")
    author.unfold("Every decision so far")
    assert author.page.locator("table", has_text="Health data").first.locator("tbody tr").count() >= 3


def test_only_an_administrator_is_let_near_the_button(walk, server):
    visitor, member = walk(script=False), walk(script=False)
    visitor.open("/admin")
    assert visitor.path == "/sign-in?to=%2Fadmin"
    join(member)
    steward = sign_in(walk(script=False), server.sign_ins()["leader"])
    for person in [member, steward]:
        person.open("/admin")
        assert person.document.status == 404
        assert not person.has("form[action='/admin/releases']")


def own_range(person):
    text = person.text("#yours")
    if "With yours" in text:
        return number(r"range is (\d+) to", text), number(r"range is \d+ to (\d+) of", text)
    return number(r"between (\d+) and", text), number(r"between \d+ and (\d+) of", text)


def answers_of_others(server, count):
    """Lets two weeks pass for who recorded last, and so many simulated members say how the same went; answers how many there were."""
    with sqlite3.connect(server.folder / "wayfellow.sqlite", timeout=20) as database:
        course, member, treatment, purpose = database.execute(
            "SELECT id, member_id, treatment_id, purpose_id FROM courses ORDER BY created_at DESC LIMIT 1").fetchone()
        database.execute("UPDATE members SET created_at = created_at - 15 * 86400000 WHERE id = ?", (member,))
        members = database.execute(
            """
            SELECT id FROM members m WHERE is_synthetic AND figures_consent AND NOT EXISTS
                (SELECT 1 FROM courses c WHERE c.member_id = m.id AND c.treatment_id = ? AND c.purpose_id = ?) LIMIT ?
            """, (treatment, purpose, count)).fetchall()
        for (member,) in members:
            new = uuid.uuid4().bytes
            database.execute(
                """
                INSERT INTO courses (id, member_id, treatment_id, purpose_id, purpose_kind, created_at, last_seen_at)
                SELECT ?, ?, treatment_id, purpose_id, purpose_kind, 0, last_seen_at FROM courses WHERE id = ?
                """, (new, member, course))
            database.execute(
                """
                INSERT INTO evaluations (id, course_id, treatment_id, purpose_id, evaluated_at, effectiveness, is_current)
                SELECT ?, ?, treatment_id, purpose_id, last_seen_at, 2, TRUE FROM courses WHERE id = ?
                """, (uuid.uuid4().bytes, new, new))
    database.close()
    return len(members)
