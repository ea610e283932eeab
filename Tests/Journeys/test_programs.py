"""Programs with a key: what the description at /api/openapi.json promises is what every door does."""

import json
import os
import re
import subprocess
import urllib.error
import urllib.request
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator
from standardwebhooks import Webhook

from people import sign_in, sign_up
from server import Server
from walker import DESKTOP, PHONE

HERE = Path(__file__).parent
SCHEMATHESIS = Path(__file__).resolve().parents[2] / ".build" / "python" / "bin" / "schemathesis"


def make_key(person, passphrase, name="My spreadsheet", scopes=("profile", "export")):
    person.open("/me/account/keys")
    person.fill("name", name)
    for scope in scopes:
        person.page.locator(f"main input[name=scope][value={scope}]").check()
    person.fill("current", passphrase)
    person.send()
    return person.text("main code")


def call(server, path, key=None, method="GET"):
    """A program's call: status, header fields, JSON."""
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    request = urllib.request.Request(server.url + path, headers=headers, method=method)
    try:
        answer = urllib.request.urlopen(request, timeout=30)
    except urllib.error.HTTPError as error:
        answer = error
    return answer.status, answer.headers, json.loads(answer.read())


@pytest.mark.parametrize("viewport, script, language", [(PHONE, True, "en"), (DESKTOP, False, "es")],
                         ids=["phone-en", "desktop-plain-es"])
def test_somebody_makes_a_key_uses_it_and_revokes_it(walk, server, viewport, script, language):
    # given a member
    person = walk(viewport=viewport, script=script, language=language)
    name, passphrase = sign_up(person)
    # when they find the page from their account, and leave the form empty, they are told what is missing
    person.open("/me/account")
    person.page.locator("main a[href='/me/account/keys']").click()
    person.look()
    person.send()
    assert person.has("#error-summary a[href='#name']") and person.has("#error-summary a[href='#scope']")
    # when they fill it in, the key is shown, and a program reads with it
    key = make_key(person, passphrase)
    assert key.startswith("wfk_")
    status, _, me = call(server, "/api/me", key)
    assert status == 200 and me["pseudonym"] == name
    status, _, file = call(server, "/api/me/export", key)
    assert status == 200 and name in json.dumps(file, ensure_ascii=False) and key not in json.dumps(file)
    # then the page lists it by its name and first characters, and shows it no more
    person.open("/me/account/keys")
    assert "My spreadsheet" in person.text("main") and key not in person.page.content()
    assert key[:9] in person.page.content()
    # and it is revoked in two steps, after which it opens nothing
    person.page.locator("main table a[href$='/revoke']").click()
    person.look()
    person.send()
    assert person.path == "/me/account/keys" and not person.has("main table")
    status, headers, problem = call(server, "/api/me", key)
    assert status == 401 and 'error="invalid_token"' in headers["WWW-Authenticate"]
    assert problem == call(server, "/api/me")[2]


@pytest.fixture(scope="module")
def described(tmp_path_factory):
    """A server of its own, for thousands of calls are more than one address may make, with some figures."""
    running = Server(tmp_path_factory.mktemp("described"), members=400)
    running.settings = {"WAYFELLOW_RATE_LIMITS": "off", "WAYFELLOW_ADDRESS": running.url}
    running.start()
    yield running
    running.stop()


def test_a_webhook_signed_by_the_standards_own_library_is_believed(described):
    # given the address and the secret as the server's keeper reads them
    sender, address, secret = next(
        line.split("\t") for line in described.run("webhooks").splitlines() if line.startswith("post\t"))
    assert address == f"{described.url}/hooks/mail/bounces"
    now, body = datetime.now(timezone.utc), "To: nobody\r\n\r\nNo report at all.\r\n"

    def send(at=now, secret=secret, sent=body, path=""):
        headers = {
            "Content-Type": "message/rfc822", "webhook-id": "msg_1", "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": Webhook(secret).sign("msg_1", at, body)}
        request = urllib.request.Request(address + path, data=sent.encode(), headers=headers)
        try:
            answer = urllib.request.urlopen(request, timeout=30)
        except urllib.error.HTTPError as error:
            answer = error
        return answer.status, json.loads(answer.read())

    # when it is sent, once and once more, it is taken
    assert send() == (200, {"outcome": "notOurs"}) and send()[0] == 200
    # but not with other words, for another address, by somebody else, or after five minutes
    refused = [send(sent=body + "."), send(path="?again"), send(at=now - timedelta(minutes=6)),
               send(at=now + timedelta(minutes=6)), send(secret="whsec_" + "QUJD" * 8)]
    assert all(status == 403 for status, _ in refused)
    assert all(problem == refused[0][1] for _, problem in refused), "one answer, whatever is wrong"


def test_the_description_is_valid_openapi(described):
    document = call(described, "/api/openapi.json")[2]
    assert document["openapi"].startswith("3.1") and "/api/me" in document["paths"]
    faults = [error.message for error in OpenAPIV31SpecValidator(document).iter_errors()]
    assert faults == []


def test_schemathesis_finds_nothing(described, walk):
    """Hundreds of calls made from the description, right and wrong: no 5xx, nothing undescribed, every key asked for."""
    key = members_key(described, walk)
    done = schemathesis(described, f"{described.url}/api/openapi.json", key)
    assert done.returncode == 0, (done.stdout + done.stderr)[-8_000:]
    assert int(re.search(r"(\d+) generated", done.stdout)[1]) > 300, done.stdout


def test_schemathesis_would_find_something(described, walk):
    """The control: a description that says otherwise than the doors do."""
    document = call(described, "/api/openapi.json")[2]
    answer = document["paths"]["/api/me"]["get"]["responses"]["200"]["content"]["application/json"]
    answer["schema"]["properties"]["pseudonym"] = {"type": "integer"}
    wrong = described.folder / "wrong.json"
    wrong.write_text(json.dumps(document))
    done = schemathesis(described, str(wrong), members_key(described, walk), "--url", described.url)
    assert done.returncode == 1 and "pseudonym" not in done.stderr, done.stdout + done.stderr
    assert "GET /api/me" in done.stdout and "Response violates schema" in done.stdout, done.stdout[-4_000:]


def members_key(server, walk):
    account = server.sign_ins()["member"]
    return make_key(sign_in(walk(on=server, script=False), account), account[1])


def schemathesis(server, description, key, *more):
    return subprocess.run(
        [str(SCHEMATHESIS), "--config-file", str(HERE / "schemathesis.toml"), "run", description,
         "--header", f"Authorization: Bearer {key}", *more],
        capture_output=True, text=True, timeout=300, cwd=server.folder,
        env={**os.environ, "PYTHONPATH": str(HERE), "SCHEMATHESIS_HOOKS": "schemathesis_hooks"})
