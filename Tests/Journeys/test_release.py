"""The heart of it: one person's answer is theirs at once, and everybody's with the next release, no earlier.

Nobody else is at work on the server meanwhile, so the numbers can be exact.
"""

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


def test_an_answer_is_counted_by_one_with_the_next_release_and_not_before(walk, published):
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
    author.sees("You said highly on", "#yours")
    author.sees("Highly", "#yours [aria-current=true]")
    author.sees("With yours, the range is", "#yours")
    author.sees("Only you see this", "#yours")
    author.sees("It joins the published figures with the next release", "#yours")
    low, high = own_range(author)
    assert before.range[0] <= low <= before.range[0] + 2 and before.range[1] <= high <= before.range[1] + 2
    # and nothing that is published has moved by a letter, for them, for a visitor, or in the list of releases
    assert Figure(author, pair).html == before.html
    assert Figure(visitor, pair).html == before.html
    assert publisher.newest()[1] == evaluations
    # when the administrator presses the button for a release
    after_evaluations = publisher.publish()
    # then exactly one evaluation more is in it, and in this figure
    assert after_evaluations == evaluations + 1
    after = Figure(visitor, pair)
    assert (after.n, after.tab) == (before.n + 1, before.n + 1)
    assert after.share >= before.share
    visitor.unfold("How we know")
    assert number(r"Made from\s+(\d+) evaluations", visitor.text("#evidence")) == before.n + 1
    # and the range is the one that the author was told, as far as the others left it where it was
    assert abs(after.range[0] - low) <= 1 and abs(after.range[1] - high) <= 1
    # and they are told that theirs is in it
    author.open(pair)
    author.sees("Your answer is in the published figures", "#yours")
    author.misses("With yours", "#yours")
    assert own_range(author) == after.range


def test_saying_it_again_is_still_one_person(walk, published):
    publisher, visitor, (pair, treatment, purpose), evaluations = published
    n = Figure(visitor, pair).n
    author = walk(script=False)
    join(author)
    course = record(author, treatment, purpose)
    for step in ["4", "3", "0"]:
        evaluate(author, course, step)
    author.sees("You said not at all on", "#yours")
    assert publisher.publish() == evaluations + 1
    assert Figure(visitor, pair).n == n + 1


def test_consent_taken_back_takes_the_answer_out_of_the_next_release(walk, published):
    publisher, visitor, (pair, treatment, purpose), evaluations = published
    n = Figure(visitor, pair).n
    # given somebody who is counted
    author = walk(script=False)
    join(author)
    evaluate(author, record(author, treatment, purpose), "4", "A sentence that only I would write, about violet socks.")
    assert publisher.publish() == evaluations + 1
    assert Figure(visitor, pair).n == n + 1
    # when they take their consent back
    decide(author, "no")
    # then the release that is out stays as it is, and the page tells them that theirs no longer counts
    assert Figure(visitor, pair).n == n + 1
    author.open(pair)
    author.sees("Your answers are not counted", "#yours")
    # and the next one is without them
    assert publisher.publish() == evaluations
    assert Figure(visitor, pair).n == n
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
