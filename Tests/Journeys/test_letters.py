"""Messages between two members: one asks, the other says yes or no, they write, report and block, and nobody else reads
any of it.

Who asks reads one language on a phone without script, whoever is asked the other on a desk with one, and the other way
round.
"""

import pytest

from printed import whole_words, words
from talking import Talker, moderator_of, said
from test_profiles import show
from test_reports import judge, take
from walker import DESKTOP, PHONE

SAFETY = words("Safety")
HELLO = {"en": "We both wrote about the first month.", "es": "Las dos escribimos sobre el primer mes."}
ANSWER = "I began with ten minutes, sitting."
NUMBER = "Call me on 603 555 0123 and I tell you more."
THREAT = "Send me money or I tell everybody where you work."
FORM = "main form[action^='/me/letters/'], main form[action^='/people/']"


@pytest.fixture(params=[("en", "es"), ("es", "en")], ids=["asked in English", "asked in Spanish"])
def two(request, walk, place):
    """Somebody who asks, and somebody whose page members see and to whom they can write."""
    asker = Talker.joins(walk, place, request.param[0], PHONE, script=request.param[0] == "es")
    asked = Talker.joins(walk, place, request.param[1], DESKTOP, script=request.param[1] == "es")
    page = show(asked, name_shown="members")
    asked.open("/me/letters")
    asked.choose("first", "members")
    asked.send("main form[action='/me/letters']")
    asked.hears("communities.letters.wish.done")
    return asker, asked, page


def ask(asker, page):
    """By the link on a member's page; answers the address of what the two write."""
    asker.open(page)
    asker.page.locator(f"main a[href='{page}/letter']").click()
    asker.look()
    asker.fill("words", HELLO[asker.language])
    asker.send(FORM)
    asker.hears("communities.letters.asked")
    assert asker.path.startswith("/me/letters/")
    return asker.path


def write(talker, words):
    talker.fill("words", words)
    talker.send("#write form")


def open_newest(talker):
    """From the menu to the list, and from there to what is new."""
    talker.open("/me/letters")
    talker.page.locator("main article a").first.click()
    return talker.look()


def test_one_asks_the_other_says_yes_and_they_write(walk, place, two):
    asker, asked, page = two
    there = ask(asker, page)
    # given that nothing more can be sent before there is an answer
    assert not asker.has("main [name=words]")
    # when the other finds it
    asked.open("/communities")
    assert asked.has(".site-menu .badge")
    open_newest(asked)
    asked.sees(HELLO[asker.language], "main")
    asked.sees(asker.name)
    # then looking has changed nothing, and a yes lets both write
    asked.open("/me/letters")
    asked.hears("communities.letters.new", "main article")
    open_newest(asked)
    asked.send("main form[action$='/answer']", "button[value=yes]")
    asked.hears("communities.letters.answer.done")
    write(asked, ANSWER)
    asked.hears("communities.letters.sent")
    asker.open(there)
    asker.sees(ANSWER)
    asker.hears("communities.letters.new", ".new-since")
    asker.send("main form[action$='/read']")
    assert not asker.has(".new-since")
    # and a way to be reached is asked about once
    write(asker, NUMBER)
    asker.hears("communities.letters.sure")
    assert asker.page.locator("main textarea[name=words]").input_value() == NUMBER
    asker.send("#write form")
    asker.hears("communities.letters.sent")
    asked.open(there)
    asked.sees("603 555 0123")
    # and nobody else reads any of it
    other = Talker.joins(walk, place)
    assert other.open(there).document.status == 404
    # and what its author takes back is gone for both
    asker.page.locator("main article:has-text('603 555') a[href$='/delete']").click()
    asker.look()
    asker.send("main form[action$='/delete']")
    for talker in two[:2]:
        talker.open(there)
        talker.never_gets("603 555")


def test_what_one_begins_to_write_waits_for_them(two):
    asker, asked, page = two
    there = ask(asker, page)
    open_newest(asked)
    asked.send("main form[action$='/answer']", "button[value=yes]")
    # when they keep it for later
    asked.fill("words", ANSWER)
    asked.send("#write form", "button[name=keep]")
    asked.hears("communities.draft.kept")
    # then it waits among their own things, without a word of it, and where they write
    asked.open("/me/talk")
    asked.never_gets(ANSWER)
    asked.page.locator(f"main a[href='{there}']").click()
    asked.look()
    asked.hears("communities.draft.here")
    assert asked.page.locator("main textarea[name=words]").input_value() == ANSWER
    # and the other has got nothing of it before it is sent
    asker.open(there)
    asker.never_gets(ANSWER)
    asked.send("#write form")
    asked.hears("communities.letters.sent")
    assert asked.page.locator("main textarea[name=words]").input_value() == ""


def test_a_no_is_told_to_nobody(two):
    asker, asked, page = two
    there = ask(asker, page)
    open_newest(asked)
    asked.send("main form[action$='/answer']", "button[value=no]")
    asked.hears("communities.letters.answer.declined")
    assert asked.open(there).document.status == 404
    asker.open(there)
    asker.sees(said(asker.language, "communities.letters.lead.asking"))
    # and the way to ask leads back to the one letter
    asker.open(f"{page}/letter")
    assert asker.path == there


def test_a_message_is_reported_and_its_writer_blocked(walk, place, two):
    asker, asked, page = two
    there = ask(asker, page)
    open_newest(asked)
    asked.send("main form[action$='/answer']", "button[value=yes]")
    told = f"{THREAT} {asker.name}"
    asker.open(there)
    write(asker, told)
    if asker.has("main input[name=sure]"):
        asker.send("#write form")
    # when the other reports it
    asked.open(there)
    asked.page.locator("#l2 a[href^='/report/communities.letters/']:not([href*='#'])").first.click()
    asked.look()
    asked.sees(THREAT)
    asked.choose("reason", "contact")
    asked.send("main form:not([action$='/worry'])")
    # and blocks who wrote it
    asked.open(there)
    asked.page.locator("main details > summary").last.click()
    asked.send("main form[action$='/block']")
    asked.hears("communities.letters.blocked")
    # then each is left with their own words
    asked.open(there)
    asked.never_gets(THREAT)
    asker.open(there)
    asker.sees(THREAT)
    asker.hears("communities.letters.lead.closed")
    asker.never_gets(asked.name)
    assert asker.open(f"{page}/letter").document.status == 404
    # and a moderator reads the one message, not what was written before it
    moderator = moderator_of(walk, place, viewport=DESKTOP)
    take(moderator, told)
    moderator.misses(HELLO[asker.language])
    judge(moderator, "hidden", "No threats.")
    asker.open(there)
    asker.hears("communities.state.hidden")


@pytest.mark.parametrize("language, script", [("en", True), ("es", False)])
def test_a_first_message_with_a_number_waits_for_a_moderator(walk, place, language, script):
    asker = Talker.joins(walk, place, language, script=script)
    asked = Talker.joins(walk, place, language)
    page = show(asked, name_shown="members")
    # given that nobody may write to them who does not follow them and is followed
    assert not asker.open(page).has(f"main a[href='{page}/letter']")
    asked.open("/me/letters")
    asked.choose("first", "members")
    asked.send("main form[action='/me/letters']")
    asker.open(f"{page}/letter")
    told = f"{NUMBER} {asker.name}"
    asker.fill("words", told)
    asker.send(FORM)
    asker.sees(whole_words(SAFETY[language]["safety.review.title"]))
    asker.send(button="button[name=person]")
    asker.hears("communities.waits")
    there = asker.path
    asked.open("/me/letters")
    asked.never_gets(asker.name)
    moderator = moderator_of(walk, place, viewport=DESKTOP)
    take(moderator, told)
    judge(moderator, "allowed", "")
    open_newest(asked)
    assert asked.path == there
    asked.sees("603 555 0123")
