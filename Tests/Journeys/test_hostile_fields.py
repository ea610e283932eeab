"""Whatever is put into any field of any form: the server stands, says what is wrong, and loses nothing that was typed.

The forms are found by walking the pages, so a new form or field is tried without a line here.
"""

import uuid

import pytest

from attack import HOSTILE, attack_all, unhelpful, unsafe
from forms import Client, Page, read
from talking import PLACE, open_place

PUBLIC = ["/", "/conditions", "/conditions/depression", "/treatments/sertraline/for/depression", "/search?q=zzzz",
          "/sign-in", "/sign-up", "/recover"]
# Ends what the others need.
ENDING = {"/sign-out", "/me/account/sessions/end-others"}


def newcomer(server, album, language="en"):
    """A member with consent, two conditions, a course and an evaluation."""
    person = Client(server, album, language)
    form = next(form for form in person.get("/sign-up").forms() if form.action == "/sign-up")
    pairs = dict(form.pairs(""))
    person.name, person.passphrase = pairs["pseudonym"], pairs["offered"]
    assert person.send(form, list(pairs.items())).status == 200
    person.fill("/consent", "/consent", decision="yes")
    for words in ["depression", "insomnia"]:
        person.fill(f"/me/conditions?q={words}", "/me/conditions", step="add", condition=words)
    course = person.fill("/me/treatments/new?treatment=yoga&purpose=anxiety", "/me/treatments/new", purpose="anxiety")
    person.fill(course.path, "/evaluate", help="3")
    return person


def forms_of(client, starts):
    """Each different form, with the page where it was found."""
    found = {}
    for page in client.crawl(starts):
        for form in page.forms():
            if form.action not in ENDING:
                found.setdefault(form.key, (page.path, form))
    return found


def still_whole(client, starts):
    """After all that, every page is there and safe, with what was stored."""
    return [f"{page.path}: {page.status} {fault}" for page in client.crawl(starts) for fault in unsafe(page, client)]


def report(faults):
    assert not faults, f"{len(faults)} faults\n" + "\n".join(dict.fromkeys(faults))


def test_whatever_a_visitor_sends(empty_server, album):
    for language in ["en", "es"]:
        def somebody(_key=None):
            return Client(empty_server, album, language)
        found = forms_of(somebody(), PUBLIC)
        faults, fields = attack_all(found, somebody)
        assert {"pseudonym", "passphrase", "email", "phone", "code", "q"} <= {name for _, name in fields}
        report(faults + still_whole(somebody(), PUBLIC))


def test_whatever_a_member_sends(empty_server, album):
    member, asker = newcomer(empty_server, album, "es"), newcomer(empty_server, album)
    ask(member, asker)
    open_place(empty_server)
    threads = talk(member, asker)
    starts = ["/me", "/me/conditions?q=xyzzy", "/me/conditions?q=tinnitus", "/me/treatments/new?q=xyzzy", "/me/asks",
              "/me/questions", "/conditions/anxiety/ask?q=xyzzy", PLACE, *threads,
              "/me/treatments/new?treatment=yoga", "/ask/yoga/anxiety", "/search?q=xyzzy", "/me/account",
              "/consent?to=/me", "/me/account/contact", "/me/account/export"]
    # A question goes to somebody else as soon as one is not to be asked any more: its report form is tried in test_reports.
    # A picture comes with a file, and a thread has one poll: what is sent to them PictureTests and PollTests try.
    found = {
        key: form for key, form in forms_of(member, starts).items()
        if not key[1].startswith(("/report/evidence.question", "/communities/:/threads/:/poll"))
        and not key[1].endswith("/picture?")
    }
    lent, asked, count = {}, [], iter(range(1_000))

    def person_for(key):
        # Too many wrong passphrases lock one account for a while: each form that asks for it gets its own.
        if key[1].startswith("/me/asks/"):
            # Nobody is asked more than a few times a week: each question gets somebody of its own.
            (asked or [member])[-1].fill("/me/asks", "/me/asks/open", open="no")
            asked.append(newcomer(empty_server, album, "es"))
            ask(asked[-1], newcomer(empty_server, album))
            return asked[-1]
        return lent.setdefault(key, newcomer(empty_server, album, "es")) if "current" in key[2] else member

    def renew(client, key):
        if "word" in key[2]:
            return key[1].replace("/words", "/search").rstrip("?") + f"?q=xyzzy{next(count)}"
        elif key[1].startswith("/communities/:/threads/:/"):
            # What waits for a moderator takes no answers; the member has begun as many as one may in a day.
            sent = asker.fill(
                f"{PLACE}/ask?kind=question", "/ask", title=f"How did you go on then, {next(count)}?", words="Slow.",
                readers="members")
            return sent.path.partition("#")[0]
        elif key[1].startswith("/me/conditions"):
            client.fill("/me/conditions?q=depression", "/me/conditions", step="add", condition="depression")

    faults, fields = attack_all(found, person_for, renew)
    expected = {"advice", "dose", "started-year", "when-year", "question", "reply", "word", "current", "email", "other",
                "title", "words", "warning", "source", "answers"}
    assert expected <= {name for _, name in fields}, expected - {name for _, name in fields}
    report(faults + still_whole(member, starts))


def talk(*people):
    """Each begins a thread; answers where there are forms for them."""
    threads = []
    for person in people:
        sent = person.fill(
            f"{PLACE}/ask?kind=question", "/ask", title="How did you go on?", words="Slow.", readers="members")
        threads.append(sent.path.partition("#")[0])
    return [*threads, f"{threads[0]}/reply?answers=1&quote=yes", f"{threads[0]}/posts/1/edit", f"{PLACE}/ask?kind=claim"]


def ask(addressee, asker):
    addressee.fill("/me/asks", "/me/asks/open", open="yes")
    asker.fill("/ask/yoga/anxiety", "/ask/yoga/anxiety", question=HOSTILE["HTML"])
    # A worker of the server brings it.
    for _ in range(1_000):
        if any("/answer" in form.action for form in addressee.get("/me/asks").forms()):
            return
    raise AssertionError("the question did not come")


def test_whatever_a_steward_or_an_administrator_sends(empty_server, album):
    accounts = empty_server.sign_ins()
    steward, administrator = Client(empty_server, album), Client(empty_server, album)
    for client, who in [(steward, "leader"), (administrator, "administrator")]:
        client.fill("/sign-in", "/sign-in", pseudonym=accounts[who][0], passphrase=accounts[who][1])

    def waiting():
        return [link for link in steward.get("/steward/words").links if link.startswith("/steward/words/")]

    def tell(kind):
        """Another word for the queue, by somebody new."""
        word = f"{uuid.uuid4().hex[:12]} {HOSTILE['HTML'][:40]}"
        newcomer(empty_server, album).fill(f"/search?q={word[:12]}", "/words", word=word, kind=kind)

    def renew(client, key):
        tell("condition" if "kind" not in key[2] and "parent" in key[2] else "treatment")
        return next((link for link in reversed(waiting()) if client.get(link).form(key)), None)

    for kind in ["condition", "treatment", "symptom"]:
        tell(kind)
    starts = ["/steward/words", *waiting()]
    # A member's forms are tried above.
    theirs = {key: found for key, found in forms_of(steward, starts).items() if key[1].startswith("/steward/")}
    faults, fields = attack_all(theirs, lambda key: steward, renew)
    assert {"name_en", "name_es", "entry", "parent", "kind", "q"} <= {name for _, name in fields}, fields
    report(faults + still_whole(steward, starts) + still_whole(administrator, ["/admin"]))


@pytest.mark.parametrize("body", [b"csrf=%ff%fe", b"pseudonym=%zz", b"%00=%00", b"&&&===", b"a=1&" * 5_000, b""],
                         ids=["no UTF-8", "bad percent", "NUL name", "only marks", "many fields", "nothing"])
def test_a_form_that_no_browser_sends_is_refused_in_words(empty_server, album, body):
    person = Client(empty_server, album, "es")
    person.get("/sign-up")
    page = person.post("/sign-up", body)
    assert 400 <= page.status < 500
    assert page.language == "es" and page.tree.find(".//h1") is not None


def test_the_watchers_would_notice():
    """The control: pages that fail, let markup through, speak another language, or lose a word are found."""
    page = Page(200, "/x", b"<form action=/x method=post><input name=a><input name=b value=kept></form>")
    form = read(page.tree.find(".//form"), "/x")
    person = Client(None, None, "es")
    bad = Page(500, "/x", b"<html lang=en><main><i hostile>x</i></main></html>")
    assert len(list(unsafe(bad, person))) == 3
    lossy = Page(422, "/x", b"""<html lang=es><div id=error-summary><a>Nobody says this</a></div>
        <form action=/x method=post><input name=a><input name=b value=kept></form></html>""")
    assert list(unhelpful(lossy, form, {"a": "typed", "b": "kept"}, "es")) == [
        "not in es: Nobody says this", "what was typed into a is lost"]
    assert list(unhelpful(bad, form, {}, "es")) == ["nothing says what is wrong"]
