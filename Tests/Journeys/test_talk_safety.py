"""What people say to each other is looked at where it could harm: reported, held until a moderator says yes, or answered
with help before all else."""

import pytest

from printed import whole_words, words
from talking import PLACE, QUESTION, Talker, moderator_of, open_place
from test_new_words import in_database
from test_reports import judge, take
from walker import DESKTOP

SAFETY = words("Safety")
ANSWER = "For me it did, in week five."
STOP = {"en": "Throw your seizure meds away, they keep you sick", "es": "deja ya esas pastillas, te están envenenando"}
DANGER = {"en": "Does it get better? I want to die most nights.",
          "es": "¿Mejora? Ya no quiero vivir así, me quiero morir."}


@pytest.fixture
def stigma(server):
    return open_place(server)


def old_enough(server, *talkers):
    """Members as they are after some weeks, who joined two days apart: the reports of newcomers hide nothing."""
    for number, talker in enumerate(talkers):
        days = 20 + 2 * number
        in_database(server, (
            f"UPDATE members SET created_at = created_at - {days} * 86400000 WHERE pseudonym = ?", (talker.name,)))


@pytest.mark.parametrize("language, script", [("en", False), ("es", True)])
def test_reports_of_two_hide_an_answer_until_a_moderator_has_looked(walk, stigma, language, script):
    asker, first, second = (Talker.joins(walk, stigma, language, script=script) for _ in range(3))
    old_enough(stigma, first, second)
    writer = Talker.joins(walk, stigma, language)
    thread = asker.ask()
    told = f"{ANSWER} ({writer.name})"
    writer.answer(thread, told)
    # when two report it
    for reporter in [first, second]:
        asker.open(thread)
        asker.sees(ANSWER)
        reporter.open(thread)
        reporter.page.locator("#p2 a[href^='/report/communities.post/']:not([href*='#'])").click()
        reporter.look()
        reporter.sees(ANSWER)
        reporter.choose("reason", "contact")
        reporter.send("main form:not([action$='/worry'])")
    # then it is out of sight for all but its author, who reads that
    asker.open(thread)
    asker.misses(ANSWER)
    asker.hears("communities.post.unseen", "#p2")
    writer.open(thread)
    writer.sees(ANSWER, "#p2")
    writer.hears("communities.state.hidden", "#p2")
    # when a moderator keeps it
    moderator = moderator_of(walk, stigma, viewport=DESKTOP)
    take(moderator, told)
    judge(moderator, "kept", "")
    # then it is back where it stood
    asker.open(thread)
    asker.sees(ANSWER, "#p2")


@pytest.mark.parametrize("language, script", [("en", True), ("es", False)])
@pytest.mark.parametrize("outcome", ["allowed", "declined"])
def test_words_that_stop_a_medicine_wait_for_a_moderator(walk, stigma, language, script, outcome):
    asker = Talker.joins(walk, stigma, language)
    thread = asker.ask()
    writer = Talker.joins(walk, stigma, language, script=script)
    told = f"{STOP[language]}. {writer.name}"
    writer.open(thread)
    writer.write(words=told, warning="zzz")
    writer.send("#reply form")
    # then nobody has them, they are marked, and nothing that was typed is lost
    for key in ["safety.review.title", "safety.review.why.stop"]:
        writer.sees(whole_words(SAFETY[language][key]))
    assert writer.page.locator("main textarea[name=words]").input_value() == told
    assert writer.page.locator("main input[name=warning]").get_attribute("value") == "zzz"
    # when their writer lets a person look
    writer.send(button="button[name=person]")
    writer.hears("communities.waits")
    writer.hears("communities.state.waiting", "#p2")
    asker.open(thread)
    asker.never_gets(STOP[language][:20])
    moderator = moderator_of(walk, stigma, viewport=DESKTOP)
    take(moderator, told)
    judge(moderator, outcome, "" if outcome == "allowed" else "It can harm.")
    # then it stands there, folded under its warning, or its writer alone reads it, and why not
    asker.open(thread)
    if outcome == "allowed":
        asker.sees("zzz", "#p2")
        asker.misses(STOP[language][:20])
        asker.page.locator("#p2 details > summary").click()
        asker.sees(STOP[language][:20], "#p2")
    else:
        asker.never_gets(STOP[language][:20])
        writer.open(thread)
        writer.hears("communities.state.refused", "#p2")
        writer.open("/me/notices")
        writer.sees("It can harm")


@pytest.mark.parametrize("where", ["question", "answer"])
@pytest.mark.parametrize("language, script", [("en", True), ("es", False)])
def test_words_of_danger_bring_help_and_wait_for_a_second_yes(walk, stigma, language, script, where):
    writer = Talker.joins(walk, stigma, language, script=script)
    told = DANGER[language]
    if where == "question":
        writer.open(f"{PLACE}/ask?kind=question")
        writer.write(title=QUESTION[language], words=told)
        writer.choose("readers", "anyone")
        writer.send("main form[action$='/ask']")
    else:
        thread = Talker.joins(walk, stigma, language).ask(readers="anyone")
        writer.open(thread)
        writer.write(words=told)
        writer.send("#reply form")
    # then help stands above, the words are whole, and nobody has them
    writer.sees(whole_words(SAFETY[language]["safety.held.title"]))
    assert writer.has(".crisis-card a[href='tel:988']")
    assert writer.page.locator("main textarea[name=words]").input_value() == told
    visitor = walk(on=stigma, language=language)
    for path in [PLACE] if where == "question" else [PLACE, thread]:
        visitor.open(path)
        visitor.misses(told[-16:-1])
    # when the writer wants them sent all the same
    writer.send(button="button[name=anyway]")
    # then help stands above the page that says so, and a moderator reads them first
    assert writer.has(".crisis-card")
    writer.page.locator("main a[href*='/threads/']").first.click()
    writer.look()
    writer.hears("communities.state.waiting")
    thread = writer.thread
    visitor.open(thread)
    visitor.misses(told[-16:-1])
    moderator = moderator_of(walk, stigma, viewport=DESKTOP)
    take(moderator, told)
    moderator.sees("Danger|Peligro")
    judge(moderator, "allowed", "")
    visitor.open(thread)
    visitor.sees(told[-16:-1])
