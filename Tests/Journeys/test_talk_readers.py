"""Who reads what people said: as its author chose, as blocks have it, and nobody once it is taken back."""

import pytest

from people import until
from talking import PLACE, QUESTION, Talker, open_place, said
from test_new_words import in_database
from walker import DESKTOP, PHONE

ANSWER = "For me it did, in week five."
BACK = "Thank you. How did you go on?"


@pytest.fixture
def asker(walk, place):
    return Talker.joins(walk, place)


@pytest.mark.parametrize("script, language", [(True, "es"), (False, "en")], ids=["script-es", "no-script-en"])
def test_words_that_are_deleted_are_gone_from_every_page_at_once(walk, place, asker, script, language):
    # given an answer that somebody quoted, on a page that a visitor reads
    thread = asker.ask(readers="anyone")
    writer = Talker.joins(walk, place, language, script=script)
    writer.answer(thread, ANSWER)
    asker.answer_to(thread, 2, BACK)
    visitor = walk(on=place, viewport=DESKTOP, language=language)
    assert visitor.open(thread).text("main").count(ANSWER) == 2
    until(asker, "/me/talk", f"main a[href='{thread}#p2']")
    # when its author is told what goes, and deletes it
    writer.open(thread)
    writer.turn_to(2, "delete")
    writer.sees(ANSWER)
    writer.hears("communities.delete.post")
    writer.send("main form[action$='/delete']")
    writer.hears("communities.deleted")
    # then nobody reads it anywhere, not in the quote either, and its author no more
    for reader in [visitor, asker, writer]:
        for path in [thread, PLACE]:
            reader.open(path)
            reader.misses(ANSWER)
    writer.open(f"{thread}/reply?answers=2&quote=yes")
    writer.misses(ANSWER)
    visitor.open(thread)
    visitor.sees(said(language, "communities.post.gone"), "#p2")
    visitor.sees(said(language, "communities.quote.gone"), "#p3")
    asker.open("/me/talk")
    asker.misses(writer.name)
    for what in ["edit", "history", "delete"]:
        assert writer.open(f"{thread}/posts/2/{what}").document.status == 404


def test_a_question_without_answers_goes_whole_and_one_with_answers_leaves_them(walk, place, asker):
    thread = asker.ask()
    asker.delete(thread, 1)
    assert asker.path == PLACE
    assert asker.open(thread).document.status == 404
    # given a question that somebody answered, who follows it
    thread = asker.ask()
    writer = Talker.joins(walk, place, "es", DESKTOP, script=True)
    writer.answer(thread, ANSWER)
    third = Talker.joins(walk, place, "es", script=True)
    third.answer(thread, BACK)
    until(writer, "/me/talk", f"main a[href='{thread}#p3']")
    asker.delete(thread, 1)
    # then the answers stay, without the question, and every page of theirs can be used
    for talker in [writer, third]:
        talker.open(thread)
        talker.sees(ANSWER)
        talker.hears("communities.thread.gone", "h1")
        talker.misses(QUESTION["en"])
    # (Others ask the same in that place.)
    for path in ["/me/talk", f"{thread}/posts/2/edit", f"{thread}/posts/2/history"]:
        writer.open(path)
        writer.misses(QUESTION["en"])
    writer.delete(thread, 2)
    third.open(thread)
    third.misses(ANSWER)


def test_a_thread_is_read_by_those_whom_its_author_chose(walk, place, asker):
    asker.belong()
    threads = {}
    for readers in ["anyone", "members", "community"]:
        title = f"{QUESTION['en']} ({readers})"
        threads[readers] = (title, asker.ask(title, readers=readers))
    # given a visitor, a member, and one who belongs to the place
    visitor = walk(on=place, viewport=PHONE)
    member = Talker.joins(walk, place, "es", script=True)
    belonging = Talker.joins(walk, place, "es", script=True)
    belonging.belong()
    belonging.hears("communities.joined")
    reads = [(visitor, ["anyone"]), (member, ["anyone", "members"]), (belonging, ["anyone", "members", "community"])]
    # then each finds in the list, and at the address, what is for them
    for reader, mine in reads:
        for readers, (title, thread) in threads.items():
            reader.open(PLACE)
            assert (title in reader.text("main")) is (readers in mine), f"{readers} in the list"
            reader.open(thread)
            assert (reader.document.status, title in reader.text("main")) == (
                (200, True) if readers in mine else (404, False))
    # and what is not for somebody is told in the words of what never was
    never = f"{PLACE}/threads/018f0000-0000-7000-8000-000000000000"
    assert member.open(threads["community"][1]).text("main") == member.open(never).text("main")
    # when they leave the place
    belonging.open(PLACE)
    belonging.send("main form[action$='/leave']")
    belonging.hears("communities.left")
    # then it is as for any member, and nowhere it says who belongs
    assert belonging.open(threads["community"][1]).document.status == 404
    member.open(PLACE)
    member.misses(asker.name)


@pytest.mark.parametrize("blocker", ["asker", "answerer"])
def test_a_block_hides_two_from_each_other_in_every_thread(walk, server, blocker):
    stigma = open_place(server)
    asker, answerer, third = (Talker.joins(walk, stigma, language) for language in ["en", "es", "en"])
    theirs, common = asker.ask(), third.ask()
    answerer.answer(theirs, ANSWER)
    asker.answer(common, BACK)
    answerer.answer_to(common, 2, ANSWER)
    # when one blocks the other
    pair = (asker.name, answerer.name) if blocker == "asker" else (answerer.name, asker.name)
    mine = "(SELECT id FROM members WHERE pseudonym = ?)"
    in_database(stigma, (f"INSERT INTO blocks (blocker_id, blocked_id) VALUES ({mine}, {mine})", pair))
    # then the thread of one is not there for the other, and in a third's neither reads the other's words
    assert answerer.open(theirs).document.status == 404
    answerer.open(common)
    answerer.misses(BACK)
    answerer.hears("communities.post.unseen", "#p2")
    answerer.hears("communities.quote.gone", "#p3")
    asker.open(common)
    asker.misses(ANSWER)
    asker.hears("communities.post.unseen", "#p3")
    asker.open(theirs)
    asker.misses(ANSWER)
    # and a third reads both
    third.open(common)
    third.sees(ANSWER)
    third.sees(BACK.replace("?", r"\?"))
