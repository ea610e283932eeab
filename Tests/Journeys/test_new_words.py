"""The words about health data have changed: who agreed to the earlier ones is asked again, in calm, and loses nothing."""

import sqlite3
from contextlib import closing

import pytest

from people import evaluate, join, record
from walker import DESKTOP, PHONE

WORDS = {
    "en": {"changed": "The words about health data have changed", "thanks": "Thank you", "kept": "Keep it as it is",
           "stay": "made smaller by your share", "wait": "14 days after you joined",
           "counted": "Answers that the figures have counted stay in them",
           "advice": "Twenty minutes in the morning are enough.", "withdrawn": "Your yes is taken back"},
    "es": {"changed": "El texto sobre los datos de salud ha cambiado", "thanks": "Gracias", "kept": "Dejarlo como está",
           "stay": "reducidas en tu parte", "wait": "14 días después de que te uniste",
           "counted": "Las respuestas que las cifras ya contaron se quedan en ellas",
           "advice": "Veinte minutos por la mañana bastan.", "withdrawn": "Tu sí está retirado"},
}
NOTICE = "#new-words"


def in_database(server, *statements):
    with closing(sqlite3.connect(server.folder / "wayfellow.sqlite", timeout=30)) as database, database:
        return [database.execute(statement, values).fetchall() for statement, values in statements]


def agreed_earlier(server, name):
    """Makes the yes of a member one to the words before these, as those have it who joined earlier."""
    mine = "(SELECT id FROM members WHERE pseudonym = ?)"
    in_database(
        server, ("UPDATE members SET figures_consent = FALSE WHERE pseudonym = ?", (name,)),
        (f"UPDATE consents SET version = 1 WHERE member_id = {mine}", (name,)))


def marks(server, name):
    """Whether the record is kept, and whether it may enter figures."""
    ask = "SELECT health_consent, figures_consent FROM members WHERE pseudonym = ?"
    return tuple(map(bool, in_database(server, (ask, (name,)))[0][0]))


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_who_agreed_to_earlier_words_is_asked_again_and_loses_nothing(walk, empty_server, viewport, language):
    words = WORDS[language]
    person = walk(viewport=viewport, script=False, language=language, on=empty_server)
    # given somebody who agreed today: nobody asks them anything
    name, _ = join(person)
    course = record(person, "yoga", "anxiety")
    person.open("/me")
    assert not person.has(NOTICE)
    # when the words change, their own pages say so, and they go on writing
    agreed_earlier(empty_server, name)
    evaluate(person, course, "3", words["advice"])
    for path in ["/me/account", "/me"]:
        person.open(path)
        person.sees(words["changed"], NOTICE)
    person.sees(words["advice"])
    # then the page says what changed, and leaving it as it is changes nothing
    person.page.locator(f"{NOTICE} a").click()
    person.look()
    assert person.path.startswith("/consent?to=")
    person.sees(words["changed"])
    person.sees(words["stay"])
    person.sees(words["wait"])
    person.page.get_by_role("link", name=words["kept"]).click()
    person.look()
    assert person.path == "/me"
    assert marks(empty_server, name) == (True, False)
    # when they agree, they are thanked and asked no more
    person.page.locator(f"{NOTICE} a").click()
    person.look()
    person.send(button="button[name=decision][value=yes]")
    assert person.path == "/me"
    person.sees(words["thanks"])
    assert not person.has(NOTICE)
    assert marks(empty_server, name) == (True, True)
    # and the account tells both decisions
    person.open("/me/account")
    assert not person.has(NOTICE)


@pytest.mark.parametrize("language", ["en", "es"])
def test_who_does_not_like_the_new_words_takes_their_yes_back(walk, empty_server, language):
    words = WORDS[language]
    person = walk(viewport=PHONE, script=False, language=language, on=empty_server)
    name, _ = join(person)
    evaluate(person, record(person, "yoga", "anxiety"), "3", words["advice"])
    agreed_earlier(empty_server, name)
    person.open("/consent")
    person.send(button="button[name=decision][value=no]")
    assert person.path == "/me"
    person.sees(words["withdrawn"])
    person.sees(words["stay"])
    person.sees(words["advice"])
    assert not person.has(NOTICE)
    assert marks(empty_server, name) == (False, False)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("way", ["erase", "anonymise"])
def test_the_page_of_leaving_says_what_stays_of_the_sums(walk, empty_server, language, way):
    person = walk(viewport=PHONE, script=False, language=language, on=empty_server)
    join(person)
    evaluate(person, record(person, "yoga", "anxiety"), "3")
    person.open(f"/me/account/leave/{way}")
    person.sees(WORDS[language]["stay" if way == "erase" else "counted"])
