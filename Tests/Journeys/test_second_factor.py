"""The second step at sign-in: an app's codes without script, a passkey with one, and spare codes for when both are lost."""

import base64
import hashlib
import hmac
import struct
import time
from types import SimpleNamespace

import pytest

from people import sign_in, sign_out, sign_up
from walker import DESKTOP, PHONE

SECOND_FACTOR = "/me/account/second-factor"


def codes(typed, steps=(0, 1)):
    """What an authenticator app shows now and next: RFC 6238, by this test's own hands."""
    key = base64.b32decode(typed.replace(" ", ""))
    now = int(time.time()) // 30
    for step in steps:
        digest = hmac.new(key, struct.pack(">Q", now + step), hashlib.sha1).digest()
        number = struct.unpack_from(">I", digest, digest[-1] & 15)[0] & 0x7FFFFFFF
        yield f"{number % 1_000_000:06}"


@pytest.mark.parametrize("viewport, script, language", [(PHONE, False, "es"), (DESKTOP, True, "en")])
def test_an_app_is_set_up_and_asked_for(walk, viewport, script, language):
    person = walk(viewport=viewport, script=script, language=language)
    account = sign_up(person)
    # given an app, set up by the letters under the picture
    person.open(SECOND_FACTOR)
    person.page.locator(f"main a[href='{SECOND_FACTOR}/app']").click()
    person.look()
    person.fill("current", account[1])
    person.send()
    assert person.has("main svg[role=img]") and person.has("main a[href^='otpauth://totp/']")
    typed = person.text("main code")
    person.fill("code", "12345")
    person.send()
    assert person.has("#error-summary a[href='#code']")
    first, following = codes(typed)
    person.fill("code", first)
    person.send()
    spare = person.page.locator("main ol code").all_inner_texts()
    assert len(spare) == 8
    sign_out(person)
    # when they come back, the passphrase is not enough, and a code counts once
    sign_in(person, account)
    assert person.page.locator("input[name=code]").get_attribute("autocomplete") == "one-time-code"
    for code in [first, "000000"]:
        person.fill("code", code)
        person.send()
        assert person.has("#error-summary a[href='#code']")
    person.open("/me/account")
    assert person.path.startswith("/sign-in")
    sign_in(person, account)
    person.fill("code", following)
    person.send()
    person.open(SECOND_FACTOR)
    assert person.path == SECOND_FACTOR
    # and without the telephone a spare code opens
    sign_out(person)
    sign_in(person, account)
    person.page.locator("main details summary").first.click()
    person.fill("spare", spare[2].lower().replace("-", " "))
    person.send()
    person.open(SECOND_FACTOR)
    person.sees(r"\b7\b")


def test_a_passkey_is_made_and_used(walk, server):
    # Browsers bind passkeys to names, so this server is called by one.
    named = SimpleNamespace(url=server.url.replace("127.0.0.1", "localhost"))
    person = walk(viewport=PHONE, on=named)
    account = sign_up(person)
    devices = person.page.context.new_cdp_session(person.page)
    devices.send("WebAuthn.enable")
    device = devices.send("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "internal", "hasUserVerification": True, "hasResidentKey": True,
        "isUserVerified": True, "automaticPresenceSimulation": True}})["authenticatorId"]

    def touch():
        with person.page.expect_navigation():
            person.page.locator("[data-passkey] button").click()
        person.look()

    # given a passkey
    person.open(SECOND_FACTOR + "/passkey")
    person.fill("name", "my phone")
    person.fill("current", account[1])
    person.send()
    touch()
    spare = person.page.locator("main ol code").all_inner_texts()
    assert len(spare) == 8
    assert len(devices.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]) == 1
    # when they come back, a touch is the second step
    sign_out(person)
    sign_in(person, account)
    assert not person.has("input[name=code]")
    touch()
    person.open(SECOND_FACTOR)
    person.sees("my phone")
    # where nobody is verified nothing comes of it, in plain words, and a spare code opens
    sign_out(person)
    sign_in(person, account)
    devices.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    person.page.locator("[data-passkey] button").click()
    person.page.locator("[data-passkey-failed]").wait_for(state="visible")
    person.fill("spare", spare[0])
    person.send()
    # then the passkey is removed with another spare code, and the passphrase is enough again
    person.open(SECOND_FACTOR)
    person.page.locator("main a[href$='/remove']").click()
    person.look()
    person.fill("current", account[1])
    person.fill("spare", spare[1])
    person.send()
    assert person.path == SECOND_FACTOR
    sign_out(person)
    sign_in(person, account)
    assert not person.path.startswith("/sign-in")
