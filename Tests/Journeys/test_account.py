"""The account: coming back, taking everything along, and being gone for good."""

import json

import pytest

from people import Publisher, evaluate, join, record, sign_in, sign_out, sign_up
from walker import DESKTOP, PHONE


@pytest.mark.parametrize("viewport, script", [(PHONE, True), (DESKTOP, False)], ids=["phone", "desktop-plain"])
def test_somebody_signs_out_and_comes_back(walk, viewport, script):
    person = walk(viewport=viewport, script=script)
    account = sign_up(person)
    person.open("/me/account")
    person.sees(account[0])
    # when they sign out, their pages ask to sign in, and lead on to where they wanted to go
    sign_out(person)
    person.sees("You are signed out")
    person.open("/me/account")
    assert person.path == "/sign-in?to=%2Fme%2Faccount"
    person.fill("pseudonym", account[0].lower())
    person.fill("passphrase", account[1])
    person.send()
    assert person.path == "/me/account"


@pytest.mark.parametrize("language, message", [
    ("en", "That name and passphrase do not go together"), ("es", "no van juntos|no coinciden")])
def test_a_wrong_passphrase_and_an_unknown_name_are_answered_alike(walk, language, message):
    person = walk(script=False, language=language)
    name, _ = sign_up(person)
    person.open("/me/account")
    sign_out(person)
    answers = []
    for given in [name, "Nobody Of This Name 7"]:
        person.open("/sign-in")
        person.fill("pseudonym", given)
        person.fill("passphrase", "not my five words at all")
        person.send()
        person.sees(message, "#error-summary")
        assert person.page.locator("input[name=pseudonym]").input_value() == given
        answers.append((person.document.status, person.text("main")))
    assert answers[0] == answers[1]


def test_signing_out_everywhere_else_ends_the_other_session_and_keeps_this_one(walk):
    here, there = walk(script=False), walk(script=False)
    account = sign_up(here)
    sign_in(there, account)
    there.open("/me/account")
    here.open("/me/account")
    here.send("form[action='/me/account/sessions/end-others']")
    assert here.path == "/me/account"
    there.open("/me/account")
    assert there.path.startswith("/sign-in")


def test_everything_can_be_taken_along_as_json(walk):
    # given a member who recorded and evaluated
    person = walk(viewport=PHONE)
    name, passphrase = join(person)
    course = record(person, "yoga", "anxiety")
    evaluate(person, course, "3", "Twenty minutes are enough. Ünïcode “too” 🎗️")
    # when they ask for a copy, with a wrong passphrase first
    person.open("/me/account/export")
    person.fill("current", "this is not the one I chose")
    person.send()
    assert person.has("#error-summary a[href='#current']")
    person.fill("current", passphrase)
    with person.page.expect_download() as waiting:
        person.page.locator("main button[formaction='/me/account/export']").click()
    # then it is a file, and what they wrote stands in it
    assert waiting.value.suggested_filename == "wayfellow-export.json"
    with open(waiting.value.path(), encoding="utf-8") as file:
        copy = json.load(file)
    text = json.dumps(copy, ensure_ascii=False)
    assert name in text and "Twenty minutes are enough. Ünïcode “too” 🎗️" in text
    assert passphrase not in text
    # and the use of their data left a receipt
    person.open("/me/account/receipts")
    assert person.page.locator("main table tbody tr").count() >= 1


def test_an_erased_account_is_gone_and_so_is_what_it_said(walk, server):
    publisher = Publisher(walk, server)
    evaluations = publisher.publish()
    # given somebody who has answered, and waits to be counted
    person = walk(viewport=PHONE)
    account = join(person)
    evaluate(person, record(person, "walking", "depression"), "4")
    assert publisher.publish() == evaluations
    # when they erase their account, having been told what goes
    person.open("/me/account/leave/erase")
    person.sees("erased at once")
    person.page.locator("main a[href='/me/account/leave/erase/confirm']").click()
    person.look()
    person.fill("current", account[1])
    person.send()
    # then they are told so with a reference, and are signed out
    person.sees("Your account is erased")
    assert person.has("main code")
    assert not person.has("form[action='/sign-out']")
    # and name and passphrase open nothing, and the next release is without them
    sign_in(person, account)
    assert person.has("#error-summary")
    assert publisher.publish() == evaluations


def test_the_passphrase_is_changed_and_recovered(walk):
    person = walk(script=False, language="es")
    name, passphrase = sign_up(person)
    code = person.text("main code")
    # when the passphrase is changed, the old one is of no use
    person.open("/me/account/passphrase")
    person.fill("current", passphrase)
    person.choose("words", "own")
    person.fill("passphrase", "a tin of blue buttons and thread")
    person.send()
    assert person.path == "/me/account"
    sign_out(person)
    sign_in(person, (name, passphrase))
    assert person.has("#error-summary")
    # when they forgot even that, the code written down on paper lets them in, once
    for use in ["first", "second"]:
        other = walk(script=False)
        other.open("/recover")
        other.fill("pseudonym", name)
        other.fill("code", code.lower())
        other.send()
        assert other.has("main code") is (use == "first"), "a new code is shown in place of the used one"
        other.open("/me/account")
        assert other.path.startswith("/me/account" if use == "first" else "/sign-in")
