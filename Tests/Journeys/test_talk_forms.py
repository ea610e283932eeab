"""Writing where people talk: nothing typed is lost, nothing is sent twice, and a phone, a keyboard or paper is enough."""

import pytest

from attack import HOSTILE, shown, unsafe
from forms import Client
from talking import MORE, PLACE, QUESTION, Talker, open_place
from test_hostile_fields import newcomer
from walker import DESKTOP, PHONE

ANSWER = "For me it did, in week five."
WAYS = [("en", False), ("es", True)]


@pytest.fixture
def stigma(server):
    return open_place(server)


@pytest.mark.parametrize("language, script", WAYS)
def test_a_form_that_comes_back_says_what_is_wrong_and_keeps_all_that_was_typed(walk, stigma, language, script):
    talker = Talker.joins(walk, stigma, language, script=script)
    long = "x" * 81
    for kind in ["question", "experience", "claim"]:
        # when the title and the readers are missing, and the warning is too long
        talker.open(f"{PLACE}/ask?kind={kind}")
        talker.write(words=MORE[language], warning=long)
        talker.send("main form[action$='/ask']")
        # then all of it is said at once, and what was typed is there
        assert talker.document.status == 422
        wrong = {"title", "readers", "warning"} | ({"source"} if kind == "claim" else set())
        links = [link.get_attribute("href") for link in talker.page.locator("#error-summary a").all()]
        assert set(links) == {f"#{name}" for name in wrong}
        assert talker.page.locator("main [name=words]").input_value() == MORE[language]
        assert talker.page.locator("main [name=warning]").input_value() == long
        assert talker.page.locator("main [name=warning]").is_visible(), "what is wrong is not folded away"
    # and what was chosen stays chosen
    talker.choose("readers", "community")
    talker.send("main form[action$='/ask']")
    assert talker.page.locator("main [name=readers][value=community]").is_checked()
    # and an empty answer comes back on a page of its own
    thread = talker.ask()
    talker.open(thread)
    talker.send("#reply form")
    assert talker.document.status == 422 and talker.has("#error-summary a[href='#words']")
    talker.hears("communities.post.empty")
    talker.open(thread)
    talker.turn_to(1, "edit")
    talker.write(title="", words=ANSWER)
    talker.send("main form[action$='/edit']")
    assert talker.document.status == 422
    assert talker.page.locator("main [name=words]").input_value() == ANSWER


def test_a_form_that_is_sent_twice_is_one_post(walk, place):
    talker = Talker.joins(walk, place, "es", script=True)
    thread = talker.ask()
    # when its writer goes back and sends again what the browser shows there
    talker.page.go_back()
    talker.look()
    talker.send("main form[action$='/ask']")
    # then there is one question
    talker.open("/me/talk")
    assert talker.page.locator(f"main a[href*='{PLACE}/threads/']").count() == 1
    # and an answer whose button was pressed twice is one, and both presses lead to it
    other = Talker.joins(walk, place, "en")
    other.open(thread)
    token, mark = (
        other.page.locator(f"#reply input[name={name}]").get_attribute("value") for name in ["csrf", "form"])
    for _ in range(2):
        sent = other.page.request.post(
            f"{other.server.url}{thread}/reply", form={"csrf": token, "form": mark, "words": ANSWER}, max_redirects=0)
        assert sent.status == 303 and sent.headers["location"] == f"{thread}#p2"
    other.open(thread)
    assert other.page.locator("article.post").count() == 2


@pytest.mark.parametrize("language, script", WAYS)
def test_back_from_a_thread_shows_the_list_and_from_a_form_what_was_typed(walk, stigma, language, script):
    talker = Talker.joins(walk, stigma, language, script=script)
    thread = talker.ask()
    talker.open(PLACE)
    talker.page.locator(f"main a[href='{thread}']").first.click()
    talker.look()
    talker.page.go_back()
    talker.look()
    assert talker.path == PLACE and talker.has(f"main a[href='{thread}']")
    # given an answer with a number in it, and a page that marks it
    talker.open(thread)
    talker.write(words="It helped me, call me on 603 555 0123 and I tell you more.")
    talker.send("#reply form")
    assert talker.has("main mark")
    # when its writer does not wish to go on there
    talker.page.locator(f"main a[href='{thread}']").last.click()
    talker.look()
    assert not talker.has("#p2")


@pytest.mark.parametrize("language, script", WAYS)
def test_what_was_begun_is_kept_under_the_writers_own_key_and_goes_on(walk, stigma, language, script):
    talker = Talker.joins(walk, stigma, language, script=script)
    talker.open(f"{PLACE}/ask?kind=question")
    talker.write(title=QUESTION[language], words=MORE[language])
    # when they keep it for later
    talker.send("main form[action$='/ask']", "button[name=keep]")
    talker.hears("communities.draft.kept")
    # then it waits for them, where it was and among their own things
    talker.open("/me/talk")
    talker.hears("communities.draft.title")
    talker.page.locator(f"main a[href='{PLACE}/ask?kind=question']").click()
    talker.look()
    talker.hears("communities.draft.here")
    assert talker.page.locator("main [name=words]").input_value() == MORE[language]
    talker.choose("readers", "members")
    talker.send("main form[action$='/ask']")
    # and once it is sent nothing of it is left
    talker.open(f"{PLACE}/ask?kind=question")
    assert talker.page.locator("main [name=words]").input_value() == ""


def test_what_is_pressed_can_be_pressed_with_the_keyboard(walk, stigma):
    asker, reader = Talker.joins(walk, stigma), Talker.joins(walk, stigma, "es", DESKTOP, script=True)
    thread = asker.ask()
    reader.open(thread)
    button = reader.page.locator("#p1 button[value^='1 hope']")
    button.focus()
    with reader.page.expect_navigation():
        reader.page.keyboard.press("Enter")
    reader.look()
    assert button.get_attribute("aria-pressed") == "true"
    # and the next stops are the other buttons and links of the same post
    button.focus()
    reader.page.keyboard.press("Tab")
    assert reader.page.evaluate("() => document.querySelector('#p1').contains(document.activeElement)")


@pytest.mark.parametrize("language, script", WAYS)
def test_a_printed_thread_has_what_was_said_and_nothing_to_press(walk, stigma, language, script):
    asker = Talker.joins(walk, stigma, language, DESKTOP, script=script)
    thread = asker.ask()
    asker.answer(thread, ANSWER)
    asker.page.emulate_media(media="print")
    asker.sees(ANSWER, "#p2")
    asker.sees(QUESTION[language].replace("?", r"\?"), "h1")
    for what in ["main .button", "main .pill", "#reply", "main textarea", ".post-actions a"]:
        assert not any(found.is_visible() for found in asker.page.locator(what).all()), f"{what} is printed"
    asker.page.emulate_media(media="screen")
    assert asker.page.locator("#reply textarea").is_visible(), "a control: on the screen it is there"


@pytest.mark.parametrize("language", ["en", "es"])
def test_hostile_words_are_shown_as_they_were_typed(empty_server, album, language):
    open_place(empty_server)
    reader, wrong = Client(empty_server, album, language), []
    for what, value in HOSTILE.items():
        # Nobody begins more than a few threads a day.
        writer = newcomer(empty_server, album, language)
        for field in ["title", "words", "warning"]:
            usual = {"title": QUESTION[language], "words": MORE[language], "warning": "", "readers": "anyone"}
            page = writer.fill(f"{PLACE}/ask?kind=question", "/ask", **usual | {field: value})
            where = f"{what} in {field}: {page.status}"
            if page.status == 422:
                kept = {shown(one.value) for form in page.forms() for one in form.fields}
                wrong += [] if shown(value) in kept | {""} else [f"{where}: what was typed is lost"]
            elif page.status == 200 and "/threads/" in page.path:
                seen = [page, reader.get(page.path.partition("#")[0]), reader.get(PLACE), writer.get("/me/talk")]
                wrong += [f"{where}: {fault}" for one in seen for fault in unsafe(one, writer)]
            elif page.status != 200:
                wrong.append(where)
    assert not wrong, "\n".join(wrong)
