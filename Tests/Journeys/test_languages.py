"""Longer words: every page in the generated language, a third longer than the default, on the narrowest phone."""

import pytest

from people import evaluate, join, record, sign_in
from server import Server
from talking import PLACE, Talker, open_place
from walker import DESKTOP, PHONE

LONGER = "en-XA"
PUBLIC = ["/", "/conditions", "/treatments", "/conditions/depression", "/treatments/sertraline",
          "/treatments/sertraline/for/depression", "/search?q=pain", "/search?q=zzzzqqq", "/how-we-know", "/sign-in",
          "/sign-up", "/recover", "/styleguide", "/no-such-page"]
MINE = ["/me", "/me/conditions", "/me/treatments/new", "/me/treatments/new?treatment=sertraline", "/me/asks", "/me/questions",
        "/me/account", "/me/account/passphrase", "/me/account/recovery-code", "/me/account/own-key", "/me/account/contact",
        "/me/account/receipts", "/me/account/export", "/me/account/leave", "/consent", "/ask/yoga/anxiety"]
STAFF = {"administrator": ["/admin"], "leader": ["/steward/words", "/me/asks"]}

# Words that stand out of their box or of the screen, or that a box hides. What is hidden on purpose does not count, nor a
# person's own name in the menu, which is cut short.
CUT_OFF = """() => {
  const cut = [], words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const isOut = (word, box) => word.right > box.right + 1 || word.left < box.left - 1
  const isHidden = element => {
    if (!element.checkVisibility({visibilityProperty: true, contentVisibilityAuto: true})) return true
    if (element.closest('.skip, select, .account-menu bdi')) return true
    for (; element; element = element.parentElement) if (getComputedStyle(element).clipPath !== 'none') return true
    return false
  }
  const standsOut = (word, element) => {
    if (isOut(word, {left: 0, right: innerWidth})) return true
    if (element instanceof SVGElement) return false
    let isNearest = true
    for (; element !== document.body; element = element.parentElement) {
      const style = getComputedStyle(element), box = element.getBoundingClientRect()
      if (style.display === 'inline' || style.display === 'contents') continue
      if (isNearest || style.overflowX !== 'visible') if (isOut(word, box)) return true
      if (style.overflowY === 'hidden' || style.overflowY === 'clip') if (word.bottom > box.bottom + 2) return true
      isNearest = false
    }
    return false
  }
  while (words.nextNode()) {
    const text = words.currentNode, element = text.parentElement
    if (!text.data.trim() || isHidden(element)) continue
    const range = document.createRange()
    range.selectNodeContents(text)
    if ([...range.getClientRects()].some(word => word.width > 1 && standsOut(word, element)))
      cut.push(`${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''}: ${text.data.trim().slice(0, 60)}`)
  }
  return cut
}"""


@pytest.fixture(scope="module")
def longer(tmp_path_factory):
    running = Server(
        tmp_path_factory.mktemp("longer"), members=600,
        settings={"WAYFELLOW_PSEUDO_LANGUAGE": "on", "WAYFELLOW_RATE_LIMITS": "off"}).start()
    yield running
    running.stop()


def looks(person, paths):
    """Opens pages, all that is folded away unfolded, and answers what is cut off on them."""
    cut = []
    for path in paths:
        person.open(path)
        person.page.evaluate("document.querySelectorAll('main details').forEach(fold => { fold.open = true })")
        assert person.page.locator("html").get_attribute("lang") == LONGER, path
        person.look()
        cut += [f"{path}: {what}" for what in person.page.evaluate(CUT_OFF)]
    return cut


def choose_language(person):
    person.open("/language/en-XA?back=/")


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_longer_words_are_not_cut_off_for_a_visitor(walk, longer, viewport):
    person = walk(viewport=viewport, on=longer)
    choose_language(person)
    cut = looks(person, PUBLIC)
    assert not cut, "\n".join(cut)


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_longer_words_are_not_cut_off_for_a_member(walk, longer, viewport):
    person = walk(viewport=viewport, on=longer)
    choose_language(person)
    join(person)
    course = record(person, "yoga", "anxiety")
    evaluate(person, course, "3", "Twenty minutes are enough.")
    cut = looks(person, [*MINE, course, f"{course}/evaluate", f"{course}/delete"])
    # and a form that comes back says what is wrong
    person.open("/me/account/contact")
    person.fill("email", "no address")
    person.send("main form[action='/me/account/contact']")
    cut += person.page.evaluate(CUT_OFF)
    assert not cut, "\n".join(cut)


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_longer_words_are_not_cut_off_where_people_talk(walk, longer, viewport):
    open_place(longer)
    talker, other = (Talker.joins(walk, longer, viewport=viewport, script=True) for _ in range(2))
    thread = talker.ask(readers="anyone")
    other.answer(thread, "For me it did, in week five.")
    for person in [talker, other]:
        choose_language(person)
    visitor = walk(viewport=viewport, on=longer)
    choose_language(visitor)
    cut = looks(visitor, ["/communities", PLACE, thread])
    cut += looks(talker, [
        PLACE, thread, "/me/talk", *(f"{PLACE}/ask?kind={kind}" for kind in ["question", "experience", "claim"]),
        *(f"{thread}/posts/1/{what}" for what in ["edit", "history", "delete"])])
    cut += looks(other, [thread, f"{thread}/reply?answers=1&quote=yes"])
    assert not cut, "\n".join(cut)


@pytest.mark.parametrize("who", STAFF)
def test_longer_words_are_not_cut_off_for_staff(walk, longer, who):
    person = walk(viewport=PHONE, on=longer)
    sign_in(person, longer.sign_ins()[who])
    choose_language(person)
    cut = looks(person, STAFF[who])
    assert not cut, "\n".join(cut)


def test_several_languages_stand_in_a_list_in_the_row_of_the_crisis_line(walk, longer):
    # given a phone without script, and a page with a query
    person = walk(script=False, on=longer)
    person.open("/search?q=pain")
    row = person.page.locator(".crisis")
    assert row.bounding_box()["height"] < 48, "the crisis line is more than a row"
    # when they open the list and choose
    person.page.locator(".language-menu > summary").click()
    person.page.locator(".language-menu a[lang=es]").click()
    person.look()
    # then the same page is in that language, and the row is still one
    assert person.path == "/search?q=pain" and person.page.locator("html").get_attribute("lang") == "es"
    choose_language(person)
    assert row.bounding_box()["height"] < 48, "the crisis line is more than a row"


def test_the_check_would_notice(walk, longer):
    person = walk(on=longer)
    choose_language(person)
    person.page.locator("main h1").evaluate("it => { it.style.whiteSpace = 'nowrap' }")
    assert person.page.evaluate(CUT_OFF)
    person.page.locator("main h1").evaluate("it => { it.style.cssText = 'height: 10px; overflow: hidden' }")
    assert person.page.evaluate(CUT_OFF)
