"""What people wrote is found by its words, and a question that was asked before shows itself while one writes it again."""

import pytest

from talking import MORE, PLACE, Talker
from walker import DESKTOP, PHONE

TITLE = "Do quince trees bother anybody at night?"
AGAIN = "Has anybody a quince tree that bothers at night?"
ANSWER = "Mine did, until the plums came."


@pytest.fixture
def asked(walk, place):
    """A question that was answered, and its address."""
    asker, answerer = Talker.joins(walk, place), Talker.joins(walk, place)
    thread = asker.ask(TITLE)
    assert answerer.answer(thread, ANSWER) == 2
    return thread


@pytest.mark.parametrize("language, script, viewport", [("en", False, PHONE), ("es", True, DESKTOP)])
def test_what_people_wrote_is_found_by_its_words(walk, place, asked, language, script, viewport):
    reader = Talker.joins(walk, place, language, viewport, script)
    # when somebody searches the place from its page
    reader.open(PLACE)
    reader.page.locator("main input[name=q]").fill("PLUM")
    reader.send("main form[action$='/search']")
    # then they find the answer, and open it where it stands
    assert ANSWER in reader.text("main")
    reader.page.locator(f"main a[href='{asked}#p2']").first.click()
    reader.look()
    assert ANSWER in reader.post(2)
    # and the search of the whole site knows it too
    reader.open("/search?q=plums")
    reader.hears("communities.found")
    # and what nobody wrote leads to asking
    reader.open(f"{PLACE}/search?q=zwetschge")
    reader.hears("communities.search.nothing")
    assert reader.has(f"main a[href='{PLACE}/ask?kind=question']")
    # and a visitor finds nothing that is for members
    visitor = walk(on=place, viewport=viewport, script=script, language=language)
    visitor.open(f"{PLACE}/search?q=plums")
    assert ANSWER not in visitor.page.content() and TITLE not in visitor.page.content()


def test_a_question_that_was_asked_before_shows_itself_by_a_button(walk, place, asked):
    asker = Talker.joins(walk, place, "es")
    asker.open(f"{PLACE}/ask?kind=question")
    asker.write(title=AGAIN, words=MORE["es"])
    asker.send("main form[action$='/ask']", "input[name=look]")
    # then it is there, and so is all that was typed
    assert asker.page.locator(f"main a[href='{asked}'][target=_blank]").is_visible()
    asker.hears("communities.similar")
    assert asker.page.locator("main [name=title]").input_value() == AGAIN
    assert asker.page.locator("main [name=words]").input_value() == MORE["es"]
    # and it can be asked all the same
    asker.choose("readers", "members")
    asker.send("main form[action$='/ask']")
    asker.hears("communities.sent")


def test_with_a_script_it_shows_itself_as_the_title_grows(walk, place, asked):
    asker = Talker.joins(walk, place, script=True)
    asker.open(f"{PLACE}/ask?kind=question")
    assert not asker.has("main input[name=look]")
    addresses = []
    asker.page.on("request", lambda request: addresses.append(request.url))
    asker.write(title=AGAIN)
    asker.page.locator(f"main a[href='{asked}']").wait_for()
    asker.look()
    assert not any("quince" in address for address in addresses)
    # and nothing of it stays when the title is of something else
    asker.write(title="Whom did you tell?")
    asker.page.locator(f"main a[href='{asked}']").wait_for(state="detached")
