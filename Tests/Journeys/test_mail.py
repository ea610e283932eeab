"""Told by mail that something is new: only who wishes it, never what, and ended from the mail itself."""

import re

from people import join, record
from test_asking import let_ask
from walker import DESKTOP, PHONE

# A pair for each, so that nobody else is asked in their place.
PURPOSE = "back-pain"
TREATMENTS = {"en": "tai-chi", "es": "yoga"}
QUESTION = "Did the stiff mornings get better?"
WORDS = {
    "en": {
        "wish": "Write me a mail when something new is there", "needs": "Enter an e-mail address to get mail",
        "new": "There is something new for you", "end": "End the mails", "done": "Done: no more mail",
        "broken": "This link cannot be read"},
    "es": {
        "wish": "Envíame un correo cuando haya algo nuevo", "needs": "Escribe un correo electrónico para recibir",
        "new": "Hay algo nuevo para ti", "end": "No recibir más correos", "done": "Listo: no más correos",
        "broken": "Este enlace no se puede leer"},
}


def wish_for_mail(person, account, address, words):
    """Asks for mail, at first without an address."""
    person.open("/me/account/contact")
    person.sees(words["wish"])
    box = person.page.locator("main input[name=news]")
    assert not box.is_checked(), "nobody is written to who did not ask"
    box.check()
    person.fill("current", account[1])
    person.send()
    person.sees(words["needs"])
    assert person.page.locator("main input[name=news]").is_checked()
    person.fill("email", address)
    person.fill("current", account[1])
    person.send()
    assert person.path == "/me/account"


def mails_to(person, address):
    """The cards of the demonstration's mailbox for an address; the worker may need a moment."""
    for _ in range(50):
        person.open("/demo/mail")
        cards = person.page.locator("main .card", has_text=address)
        if cards.count():
            break
        person.page.wait_for_timeout(100)
    return cards


def ask(walk, viewport, treatment):
    asker = walk(viewport=viewport, script=False)
    join(asker)
    asker.open(f"/ask/{treatment}/{PURPOSE}")
    asker.fill("question", QUESTION)
    asker.send()
    assert asker.path == "/me/questions"
    return asker


def story(walk, language, viewport):
    words, address = WORDS[language], f"reader-{language}@wayfellow.example"
    # given a member who may be asked and wishes for mail
    person = walk(viewport=viewport, script=False, language=language)
    account = join(person)
    record(person, TREATMENTS[language], PURPOSE)
    person.open("/me/asks")
    let_ask(person)
    wish_for_mail(person, account, address, words)
    # when somebody asks them
    ask(walk, viewport, TREATMENTS[language])
    # then a mail comes, in their language, that tells neither what nor who
    anybody = walk(viewport=viewport, script=True, language=language)
    card = mails_to(anybody, address).first
    mail = card.inner_text()
    assert words["new"] in mail and "988" in mail
    # A token of forty letters can hold three of any word.
    mail = re.sub(r"https?://\S+", "", mail)
    for word in [QUESTION, "Tai", "Yoga", "ack pain", "espalda", account[0]]:
        assert word not in mail
    links = [link.get_attribute("href") for link in card.locator("a").all()]
    assert links[0] == "/me" and re.fullmatch(r"/mail/stop/[\w-]{70}", links[1]) and len(links) == 2
    # when its link is opened without signing in, nothing ends yet
    stranger = walk(viewport=viewport, script=False, language=language)
    stranger.open(links[1])
    person.open("/me/account/contact")
    assert person.page.locator("main input[name=news]").is_checked()
    # and by the button it does, as often as it is pressed
    for _ in range(2):
        stranger.open(links[1])
        stranger.press(words["end"])
        stranger.sees(words["done"])
    person.open("/me/account/contact")
    assert not person.page.locator("main input[name=news]").is_checked()
    # and a link that was cut off is said to be
    stranger.open(links[1][:-3])
    stranger.sees(words["broken"])
    # and axe-core has seen each of these pages
    anybody.open(links[1])
    anybody.press(words["end"])


def test_a_member_who_wishes_it_is_told_on_a_phone(walk):
    story(walk, "en", PHONE)


def test_a_member_who_wishes_it_is_told_in_spanish(walk):
    story(walk, "es", DESKTOP)
