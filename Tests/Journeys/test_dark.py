"""Asking in the dark: an 18-year-old who cannot ask his doctor, and a woman of 52 at night, in Spanish, on an old phone without
script. What they ask has no name on it, and they find it again."""

import pytest

from server import Server
from talking import PLACE, SAYS, Talker, open_place, said
from walker import DESKTOP, PHONE

WAYS = [("en", True), ("es", False)]
QUESTION = {
    "en": ("How do I tell somebody that I have seizures?", "We have met four times. I’m 18, at Hillside School. How did you do it?"),
    "es": ("¿Cómo duermen ustedes con este dolor?", "Llevo meses sin dormir. Tengo 52 años y ya no sé qué hacer."),
}
GENTLER = {"en": "I'm a teenager", "es": "Tengo más de 50 años"}
ASK = "main form[action$='/ask']"
DESK = "main form[action='/me/talk']"


@pytest.fixture(scope="module")
def dark(tmp_path_factory):
    """A site on which enough people could have asked, and the dark is on."""
    running = Server(
        tmp_path_factory.mktemp("dark"), members=2_500,
        settings={"WAYFELLOW_DARK": "on", "WAYFELLOW_RATE_LIMITS": "off"}).start()
    open_place(running)
    yield running
    running.stop()


def begin(talker):
    """Chooses the dark, before any field."""
    talker.open(f"{PLACE}/ask?kind=question")
    assert not talker.has("main textarea"), "there is a field before the choice"
    talker.page.locator(f"{ASK}:has(input[value=dark]) button").click()
    return talker.look()


def look_once_more(talker, **fields):
    talker.write(**fields)
    talker.choose("readers", "members")
    if talker.has("main [name=pace][type=radio]"):
        talker.choose("pace", "patient")
    talker.send(ASK, "button[value=look]")


def ask(talker):
    begin(talker)
    title, words = QUESTION[talker.language]
    look_once_more(talker, title=title, words=words)
    talker.choose("consent", "yes")
    talker.send(ASK, "button[value=send]")
    talker.hears("communities.dark.done")


def desk(talker):
    talker.open("/me/talk")
    talker.page.locator(f"{DESK} button").first.click()
    return talker.look()


@pytest.mark.parametrize("language, script", WAYS)
def test_what_it_is_can_be_read_before(walk, dark, language, script):
    reader = walk(on=dark, viewport=PHONE, language=language, script=script).open("/in-the-dark")
    for key in ["about.title", "see", "hidden", "when", "back", "tell", "who", "about.changed", "about.rules"]:
        reader.sees(said(language, f"communities.dark.{key}"), "main")
    # It is night whatever the reader's scheme is.
    ground = reader.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(20, 32, 26)"
    reader.follow(SAYS[language]["communities.dark.about.go"])
    assert reader.path == "/communities"


@pytest.mark.parametrize("language, script", WAYS)
def test_somebody_asks_without_a_name_and_finds_it_again(walk, dark, language, script):
    asker = Talker.joins(walk, dark, language, script=script)
    begin(asker)
    title, words = QUESTION[language]
    # when nothing is filled in, all of it is said at once
    asker.send(ASK, "button[value=look]")
    assert asker.document.status == 422 and asker.has("#error-summary a[href='#title']")
    look_once_more(asker, title=title, words=words)
    # then what could give them away is shown, and what others will see
    asker.hears("communities.dark.seen")
    assert asker.has("main .given mark")
    asker.send(ASK, "button[value='soften 0']")
    asker.sees(GENTLER[language].replace("?", r"\?"), "main .daylight")
    # and nothing is sent without a yes
    asker.send(ASK, "button[value=send]")
    assert asker.document.status == 422 and asker.has("#error-summary a[href='#consent']")
    asker.choose("consent", "yes")
    asker.send(ASK, "button[value=send]")
    asker.hears("communities.dark.done")
    # and it is nowhere yet, and on their desk
    asker.open(PLACE)
    asker.never_gets(title)
    desk(asker)
    asker.sees(title.replace("?", r"\?"), "main")
    asker.hears("communities.dark.waiting")
    # when they think of other words
    asker.page.locator("button[value=rewrite]").first.click()
    asker.look()
    asker.write(words=words + " …")
    asker.send(f"{DESK}:has(textarea)", "button[value=look]")
    asker.choose("consent", "yes")
    asker.send(f"{DESK}:has(textarea)", "button[value=send]")
    asker.hears("communities.dark.done.rewrite")
    # or take it back
    desk(asker)
    asker.page.locator("button[value=takeBack]").first.click()
    asker.look()
    asker.hears("communities.dark.done.takeBack")


@pytest.mark.parametrize("language, script", WAYS)
def test_the_third_question_has_its_day(walk, dark, language, script):
    asker = Talker.joins(walk, dark, language, script=script)
    ask(asker)
    ask(asker)
    begin(asker)
    assert not asker.has("main textarea")
    asker.hears("communities.dark.spent.more")


@pytest.mark.parametrize("language, script", WAYS)
def test_words_of_danger_are_told_the_truth_first(walk, dark, language, script):
    asker = Talker.joins(walk, dark, language, script=script)
    begin(asker)
    words = {"en": "I want to kill myself tonight", "es": "Quiero quitarme la vida esta noche"}[language]
    look_once_more(asker, title=QUESTION[language][0], words=words)
    assert asker.has(".crisis-card")
    asker.hears("communities.dark.danger.nobody")
    for button in ["anyway", "atOnce"]:
        assert asker.has(f"{ASK} button[value={button}]")
    assert asker.page.locator("main [name=words]:visible").input_value() == words
    # And in their own name the words come along.
    asker.page.locator(f"{ASK}:has(input[value=own]) button").click()
    asker.look()
    assert asker.page.locator("main [name=words]").input_value() == words


def test_it_is_looked_at_on_a_desk_and_in_the_dark_scheme(walk, dark):
    for viewport, scheme in [(DESKTOP, False), (PHONE, True)]:
        asker = Talker.joins(walk, dark, "en", viewport, script=True, dark=scheme)
        asker.open(f"{PLACE}/ask?kind=question")
        ask(asker)
        desk(asker)
