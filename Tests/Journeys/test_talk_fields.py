"""What stands beside words where people talk: a picture, a poll, and what readers asked to be warned of."""

import subprocess

import pytest

from talking import Talker, moderator_of, open_place
from test_reports import judge, take
from walker import DESKTOP

BOX = {"en": "A pill box with a note on its lid", "es": "Un pastillero con una nota en la tapa"}
NEEDLE = {"en": "The needle is the worst of it.", "es": "Lo peor es la aguja."}
WAYS = [("en", False), ("es", True)]


@pytest.fixture
def stigma(server):
    return open_place(server)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("beside-words")
    for command in ["gaussnoise n.v 90 60 --mean 128 --sigma 40", "cast n.v photo.jpg uchar"]:
        subprocess.run(["vips", *command.split()], cwd=folder, check=True, capture_output=True)
    lie = folder / "lie.jpg"
    lie.write_text('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
    return {"photo": folder / "photo.jpg", "lie": lie}


def put_up(talker, file, description):
    talker.fill("description", description)
    talker.page.locator("main input[type=file]").set_input_files(str(file))
    talker.send("main form[enctype]")


def let_through(walk, server, description):
    """A moderator takes it in hand, looks at it and says yes; answers how wide it was."""
    keeper = moderator_of(walk, server)
    take(keeper, description)
    keeper.page.locator("main details > summary").first.click()
    width = width_of(keeper.page.locator("main img.picture"))
    judge(keeper, "allowed", "")
    return width


def width_of(picture):
    picture.scroll_into_view_if_needed()
    return picture.evaluate("image => image.decode().then(() => image.naturalWidth)")


@pytest.mark.parametrize("language, script", WAYS)
def test_a_picture_stands_beside_words_when_a_person_has_looked_at_it(walk, stigma, files, language, script):
    # given somebody who asks, and wants to show something
    talker = Talker.joins(walk, stigma, language, script=script)
    talker.open("/communities/stigma/ask?kind=question")
    talker.write(title="How?", words=NEEDLE[language])
    talker.choose("readers", "members")
    talker.page.locator("main [name=picture]").check()
    talker.send("main form[action$='/ask']")
    thread = talker.thread
    assert talker.path.endswith("/picture"), talker.path
    # when the file lies, it is refused in words, and what they wrote of it stays
    put_up(talker, files["lie"], BOX[language])
    assert talker.document.status == 422
    talker.hears("communities.picture.file.kind", "#error-summary")
    assert talker.page.locator("main [name=description]").input_value() == BOX[language]
    # when it is a picture, they see it, and nobody else yet
    put_up(talker, files["photo"], BOX[language])
    talker.hears("communities.picture.state.waiting", "#p1")
    other = Talker.joins(walk, stigma, language)
    other.open(thread)
    assert not other.has("#p1 img")
    # when a moderator has looked at it, whoever reads the words sees it, or hears what it shows
    assert let_through(walk, stigma, BOX[language]) > 10
    other.open(thread)
    picture = other.page.locator("#p1 img")
    assert width_of(picture) > 10
    assert picture.get_attribute("alt") == BOX[language]
    # and it goes with the words
    address = picture.get_attribute("src")
    talker.delete(thread, 1)
    other.page.goto(other.server.url + address)
    assert other.page.locator("img").count() == 0


@pytest.mark.parametrize("language, script", WAYS)
def test_readers_vote_and_nobody_sees_what(walk, stigma, language, script):
    talker = Talker.joins(walk, stigma, language, script=script, viewport=DESKTOP)
    thread = talker.ask()
    talker.page.locator(f"main a[href='{thread}/poll']").click()
    talker.look()
    talker.write(options="One")
    talker.send("main form[action$='/poll']")
    talker.hears("communities.poll.few", "#error-summary")
    talker.write(options="Walking\nSleeping")
    talker.send("main form[action$='/poll']")
    talker.hears("communities.poll.noEvidence", "#poll")
    # Who joined today does not vote in it, and is told so.
    other = Talker.joins(walk, stigma, language, script=script)
    other.open(thread)
    other.choose("option", "2")
    other.send("#poll form")
    other.hears("communities.poll.tooNew")


@pytest.mark.parametrize("language, script", WAYS)
def test_what_a_reader_asked_to_be_warned_of_stays_folded_for_them_alone(walk, stigma, language, script):
    talker = Talker.joins(walk, stigma, language)
    thread = talker.ask(more=NEEDLE[language])
    other = Talker.joins(walk, stigma, language, script=script)
    other.open("/me/talk")
    other.page.locator("main a[href='/me/talk/filters']").click()
    other.look()
    other.page.locator("main [name=themes][value=needles]").check()
    other.send("main form[action='/me/talk/filters']")
    other.hears("communities.filters.saved")
    other.open(thread)
    assert not other.page.locator("#p1 .post-words").is_visible()
    other.hears("communities.filters.folded", "#p1")
    other.page.locator("#p1 summary").click()
    assert other.page.locator("#p1 .post-words").is_visible()
    talker.open(thread)
    assert talker.page.locator("#p1 .post-words").is_visible()
