"""Mail about what is new where people talk, through a real mail server, and an answer that comes back through the webhook."""

import base64
import email
import email.policy
import hashlib
import hmac
import re
import subprocess
import sys
import time
import urllib.request
from email.message import EmailMessage

import pytest

from people import join
from server import ROOT, Server
from talking import MORE, QUESTION, Talker, open_place, said
from walker import DESKTOP, PHONE

SECRET = base64.b64encode(b"a secret of twenty-four bytes and more").decode()
ANSWER = "For me it did, in week five."
REPLY = "Thank you. How did you go on?"
DANGER = "I want to kill myself tonight."


class Post:
    """A mail server of the outside world, which keeps what it is given as files."""

    def __init__(self, folder):
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "Tests/Kit/Post/mail_server.py"), str(folder)], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True)
        self.port = self.process.stdout.readline().split()[0]

    def mails(self, count):
        """All that came, the newest first, when there are so many."""
        until = time.monotonic() + 30
        while len(files := list(self.folder.glob("*.eml"))) < count:
            assert time.monotonic() < until, f"{len(files)} mails came, not {count}"
            time.sleep(0.05)
        files.sort(key=lambda file: -int(file.name.split("-")[0]))
        return [email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in files]

    def stop(self):
        self.process.stdin.close()
        self.process.wait(10)


@pytest.fixture(scope="module")
def post(tmp_path_factory):
    running = Post(tmp_path_factory.mktemp("post"))
    yield running
    running.stop()


@pytest.fixture(scope="module")
def mailing(tmp_path_factory, post):
    """A server that sends real mail and takes replies."""
    server = Server(tmp_path_factory.mktemp("mailing"), members=0)
    server.settings = {
        "WAYFELLOW_SMTP_HOST": "127.0.0.1", "WAYFELLOW_SMTP_PORT": post.port, "WAYFELLOW_SMTP_USER": "post",
        "WAYFELLOW_SMTP_PASSWORD": "a secret", "WAYFELLOW_SMTP_AUTHORITIES": str(post.folder / "authority.pem"),
        "WAYFELLOW_MAIL_FROM": "post@wayfellow.test", "WAYFELLOW_MAIL_REPLIES": "reply@wayfellow.test",
        "WAYFELLOW_ADDRESS": server.url, "WAYFELLOW_WEBHOOK_SECRETS": f"post=whsec_{SECRET}",
        "WAYFELLOW_RATE_LIMITS": "off"}
    server.start()
    open_place(server)
    yield server
    server.stop()


def hand_on(server, message, name, secret=SECRET):
    """What a mail service does with a mail that came in: hands it on, signed. Answers the status."""
    stamp = str(int(time.time()))
    code = hmac.new(base64.b64decode(secret), f"{name}.{stamp}.".encode() + message, hashlib.sha256).digest()
    request = urllib.request.Request(
        f"{server.url}/hooks/mail/replies", data=message, method="POST",
        headers={
            "Content-Type": "message/rfc822", "webhook-id": name, "webhook-timestamp": stamp,
            "webhook-signature": "v1," + base64.b64encode(code).decode()})
    try:
        return urllib.request.urlopen(request).status
    except urllib.error.HTTPError as refused:
        return refused.code


def reply_to(mail, words, name):
    """As a mail program writes it: words above what they answer."""
    reply = EmailMessage(policy=email.policy.SMTP)
    reply["From"], reply["To"] = f"A Person <{mail['To']}>", str(mail["Reply-To"])
    reply["Subject"], reply["Message-ID"] = f"Re: {mail['Subject']}", f"<{name}@mail.example>"
    quoted = "\n".join(f"> {line}" for line in mail.get_content().splitlines())
    reply.set_content(f"{words}\n\nOn Tue, Nov 3, 2026 at 9:00 AM Wayfellow <post@wayfellow.test> wrote:\n{quoted}\n")
    return reply.as_bytes()


def wish(asker, passphrase, address):
    """Asks for mail at once, with titles and words in it, at every hour."""
    asker.open("/me/account/contact")
    asker.page.locator("main input[name=news]").check()
    asker.fill("email", address)
    asker.fill("current", passphrase)
    asker.send()
    asker.open("/me/account/mail")
    assert not asker.page.locator("main input[name=words]").is_checked(), "by itself a mail tells nothing"
    asker.choose("pace", "atOnce")
    asker.page.locator("main input[name=words]").check()
    for name in ["from", "to"]:
        asker.fill(name, "0")
    asker.send()
    assert asker.page.locator("main input[name=words]").is_checked()


def test_an_answer_comes_by_mail_and_is_answered_by_mail(walk, post, mailing):
    person = walk(on=mailing, viewport=PHONE, script=False)
    name, passphrase = join(person)
    asker = Talker(person, name, "en")
    answerer = Talker.joins(walk, mailing, "es", DESKTOP, script=True)
    wish(asker, passphrase, "asker@mail.example")
    # when somebody answers what they asked
    thread = asker.ask()
    answerer.answer(thread, ANSWER)
    # then a mail comes that tells so to who opens it, and not on its envelope
    mail = post.mails(1)[0]
    assert mail["To"] == "asker@mail.example" and mail["Subject"] == "Wayfellow: something new"
    body = mail.get_content()
    assert QUESTION["en"] in body and ANSWER in body and MORE["en"] not in body
    for word in ["stigma", "Stigma", QUESTION["en"], answerer.name]:
        assert word not in "".join(f"{key}: {value}\n" for key, value in mail.items())
    # when it is answered, and the mail service sends that twice
    message = reply_to(mail, REPLY, "one")
    assert hand_on(mailing, message, "m0", secret=base64.b64encode(b"x" * 32).decode()) == 403
    assert [hand_on(mailing, message, name) for name in ["m1", "m2"]] == [200, 200]
    # then the answer stands there once, under the name that the asker has there
    answerer.open(thread)
    assert REPLY in answerer.post(3) and asker.name in answerer.post(3) and ANSWER not in answerer.post(3)
    assert not answerer.has("#p4")
    # when they write of danger
    assert hand_on(mailing, reply_to(mail, DANGER, "two"), "m3") == 200
    # then they are told where to call, nobody else reads it, and it waits for them
    told = post.mails(2)[0].get_content()
    assert "988" in told and "kill" not in told
    answerer.open(thread)
    answerer.misses("kill myself")
    asker.open("/me/talk")
    asker.hears("communities.mailed.title")
    asker.sees("kill myself")
    asker.page.locator("main a[href*='mailed=']").click()
    asker.look()
    assert asker.page.locator("main [name=words]").input_value() == DANGER
    # and they throw it away
    asker.open("/me/talk")
    asker.unfold_all()
    asker.send("main form[action='/me/talk/mailed/drop']")
    asker.misses(said("en", "communities.mailed.title"))
    # when they end the mails with one press of their mail program
    stop = re.search(r"<(http[^>]+)>", str(mail["List-Unsubscribe"] or ""))
    path = re.search(r"/mail/stop/[\w-]+", stop[1] if stop else body)[0]
    ended = urllib.request.Request(
        mailing.url + path, data=b"List-Unsubscribe=One-Click",
        headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert urllib.request.urlopen(ended).status == 200
    # then nothing that they send by mail is taken any more
    assert hand_on(mailing, reply_to(mail, REPLY + " Again.", "three"), "m4") == 200
    answerer.open(thread)
    assert not answerer.has("#p4")
    assert len(post.mails(2)) == 2


def test_the_page_of_habits_is_read_by_everybody(walk, mailing):
    """In both languages, with axe-core's ears, at both widths."""
    for language, viewport in [("en", PHONE), ("es", DESKTOP)]:
        person = walk(on=mailing, viewport=viewport, script=True, language=language)
        _, passphrase = join(person)
        person.open("/me/account/mail")
        assert person.has("main a[href='/me/account/contact']")
        wish(person, passphrase, f"reader-{language}@mail.example")
