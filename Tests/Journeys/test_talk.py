"""Where people talk: a question is asked, answered, quoted, changed and put back, and whoever follows it hears of it.

Each journey is walked on both databases, in both languages, with a script and without: the asker reads English on a
phone without script, whoever answers reads Spanish on a desk with one.
"""

import pytest

from people import sign_up, until
from talking import MORE, PLACE, QUESTION, SAYS, Talker, said
from walker import DESKTOP, PHONE

ANSWER = "For me it did, in week five."
BACK = "Thank you. How did you go on?"
ON = "I began with ten minutes, sitting."
CHANGED = "For me it did, in week nine."


@pytest.fixture
def asker(walk, place):
    return Talker.joins(walk, place)


@pytest.fixture
def answerer(walk, place):
    return Talker.joins(walk, place, "es", DESKTOP, script=True)


def test_a_question_is_asked_and_answered_and_its_asker_hears_of_it(walk, asker, answerer):
    # given somebody who finds the place by its name
    asker.open("/communities")
    asker.hears("communities.lead")
    asker.page.locator(f"main a[href='{PLACE}']").click()
    asker.look()
    asker.page.locator(f"main a[href='{PLACE}/ask?kind=question']").click()
    asker.look()
    # when they ask, and say who may read it
    asker.write(title=QUESTION["en"], words=MORE["en"])
    asker.choose("readers", "members")
    asker.send("main form[action$='/ask']")
    asker.hears("communities.sent")
    thread = asker.thread
    # then another finds it in the list, and answers
    answerer.open(PLACE)
    answerer.page.locator(f"main a[href='{thread}']").first.click()
    answerer.look()
    answerer.sees(asker.name)
    answerer.write(words=ANSWER)
    answerer.send("#reply form")
    assert answerer.number == 2
    answerer.hears("communities.sent")
    # and the asker sees on every page that there is something new, and on one what
    until(asker, "/learn", ".site-menu .badge")
    asker.open("/me/talk")
    asker.hears("communities.news.answer")
    asker.sees(answerer.name)
    asker.page.locator(f"main a[href='{thread}#p2']").click()
    asker.look()
    assert ANSWER in asker.post(2)
    # until they say that they have read it, and not because they opened it
    asker.open("/me/talk")
    asker.send("main form[action='/me/talk/read']")
    asker.hears("communities.own.quiet")
    assert not asker.has(".site-menu .badge")


def test_a_quote_shows_what_stands_there_now_and_a_change_can_be_put_back(asker, answerer):
    thread = asker.ask()
    assert answerer.answer(thread, ANSWER) == 2
    # when each quotes the other
    assert asker.answer_to(thread, 2, BACK) == 3
    assert answerer.answer_to(thread, 3, ON) == 4
    # then the beginning of what was quoted stands above, and no quote within it
    assert ANSWER in asker.open(thread).text("#p3 blockquote") and answerer.name in asker.text("#p3 blockquote")
    assert BACK in asker.text("#p4 blockquote") and ANSWER not in asker.text("#p4")
    # when what was quoted is changed
    answerer.open(thread)
    answerer.turn_to(2, "edit")
    assert answerer.page.locator("main [name=words]").input_value() == ANSWER
    answerer.write(words=CHANGED)
    answerer.send("main form[action$='/edit']")
    assert answerer.number == 2
    # then everybody reads the new words, also in the quote, and that they are new
    asker.open(thread)
    for number in ["#p2", "#p3 blockquote"]:
        assert CHANGED in asker.text(number) and ANSWER not in asker.text(number)
    asker.hears("communities.post.edited", "#p2")
    # and only who wrote it sees what it said before, and puts it back
    assert not asker.has("#p2 a[href$='/history']")
    assert asker.open(f"{thread}/posts/2/history").document.status == 404
    answerer.turn_to(2, "history")
    answerer.sees(ANSWER)
    answerer.page.locator("main a[href$='?version=1']").click()
    answerer.look()
    assert answerer.page.locator("main [name=words]").input_value() == ANSWER
    answerer.send("main form[action$='/edit']")
    asker.open(thread)
    assert ANSWER in asker.text("#p3 blockquote") and CHANGED not in asker.text("main")


def test_the_asker_says_which_answer_was_best(walk, place, asker, answerer):
    thread = asker.ask()
    answerer.answer(thread, ANSWER)
    third = Talker.joins(walk, place, "es")
    third.answer(thread, ON)
    # given a thread on which only its asker can choose
    assert not third.has("button[name=best]") and not answerer.open(thread).has("button[name=best]")
    asker.open(thread)
    assert not asker.has("#p1 button[name=best]")
    # when they choose the later answer
    asker.page.locator("#p3 button[name=best]").click()
    asker.look()
    # then it stands first and says so to everybody
    for talker in [asker, answerer]:
        talker.open(thread)
        posts = [post.get_attribute("id") for post in talker.page.locator("article.post").all()]
        assert posts == ["p1", "p3", "p2"]
        talker.hears("communities.best.is", "#p3")
    # and whoever wrote it hears of it
    until(third, "/", ".site-menu .badge")
    third.open("/me/talk")
    third.hears("communities.news.best")
    # when the asker thinks again
    asker.page.locator("#p3 button[name=best][value='0']").click()
    asker.look()
    assert not asker.has(".post-best")


def test_what_is_pressed_is_a_number_for_all_and_is_taken_back(asker, answerer):
    thread = asker.ask()
    answerer.open(thread)
    thanks = SAYS["es"]["communities.react.thanks"]
    # when somebody presses, and presses again
    assert answerer.react(1, "thanks") and answerer.react(1, "meToo")
    assert answerer.post(1).count(f"{thanks} 1") == 1
    # then the writer sees how many, and nothing to press under their own words
    asker.open(thread)
    asker.sees(said("en", "communities.react.thanks") + " 1", "#p1")
    assert not asker.has("#p1 button")
    asker.misses(answerer.name)
    assert not answerer.react(1, "thanks") and answerer.react(1, "hope")
    asker.open(thread)
    asker.misses(said("en", "communities.react.thanks"), "#p1")


def test_whoever_follows_a_thread_hears_of_it_until_they_do_not_wish_to(walk, place, asker, answerer):
    thread = asker.ask()
    # given a reader who follows it
    reader = Talker.joins(walk, place, "es", script=True)
    reader.open(thread)
    reader.hears("communities.watch.isOff")
    reader.send("main form[action$='/watch']")
    reader.hears("communities.watch.on")
    answerer.answer(thread, ANSWER)
    until(reader, "/me/talk", f"main a[href='{thread}#p2']")
    reader.send("main form[action='/me/talk/read']")
    # when they stop
    reader.open(thread)
    reader.send("main form[action$='/watch']")
    reader.hears("communities.watch.isOff")
    answerer.answer(thread, ON)
    # then those who still follow hear of the next answer, and they do not
    until(asker, "/me/talk", f"main a[href='{thread}#p3']")
    reader.open("/me/talk")
    reader.hears("communities.own.quiet")


def test_what_came_since_the_last_visit_is_marked(asker, answerer):
    thread = asker.ask()
    asker.open(thread)
    answerer.answer(thread, ANSWER)
    # when the asker comes back
    asker.open(thread)
    asker.hears("communities.new.since", ".posts")
    # then it is new once, and not for who wrote it
    asker.open(thread)
    asker.misses(said("en", "communities.new.since"))
    answerer.open(thread)
    answerer.misses(said("es", "communities.new.since"))


def test_a_story_and_a_claim_are_told_and_a_claim_names_its_page(asker, answerer):
    # given a claim without a page that says so too
    asker.open(f"{PLACE}/ask?kind=claim")
    asker.write(title="It passes", words=MORE["en"], source="example")
    asker.choose("readers", "anyone")
    asker.send("main form[action$='/ask']")
    assert asker.has("#error-summary a[href='#source']")
    asker.write(source="https://example.org/study")
    asker.send("main form[action$='/ask']")
    # then the page is one link away, marked as a member's
    link = asker.page.locator("main a[href='https://example.org/study']")
    assert "ugc" in link.get_attribute("rel") and "nofollow" in link.get_attribute("rel")
    # and a story has answers and none that is best
    story = answerer.ask(kind="experience", readers="anyone")
    asker.answer(story, ANSWER)
    assert not answerer.open(story).has("button[name=best]")


def test_who_has_not_agreed_is_asked_first_and_comes_back(walk, place):
    person = walk(on=place, viewport=PHONE, language="es", script=False)
    sign_up(person)
    person.open(f"{PLACE}/ask?kind=question")
    assert person.path.startswith("/consent")
    person.send(button="button[name=decision][value=yes]")
    assert person.path == f"{PLACE}/ask?kind=question"
    # and a visitor is led to the door, and back
    visitor = walk(on=place, script=False)
    visitor.open(PLACE)
    visitor.page.locator("main a[href^='/sign-in']").first.click()
    visitor.look()
    assert visitor.path == "/sign-in?to=%2Fcommunities%2Fstigma"
