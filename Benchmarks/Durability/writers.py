"""Sixteen people who write evaluations, posts and messages, take seats and say when they cannot come, through HTTP, and remember
what was acknowledged."""

import http.client
import itertools
import random
import re
import sqlite3
import string
import sys
import threading
import time
import uuid
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import groups  # noqa: E402
import harness  # noqa: E402
import talk  # noqa: E402
from browser import Browser, record  # noqa: E402

WRITERS = 16
THREADS = 4
# Of a dozen writes one is a post and one a message (of both nobody may write more than some hundred a day), one takes a seat on
# a date, and one says that they cannot come to a date.
TURN = ["post", "message", "seat", "answer", *["evaluation"] * 8]
KINDS = ("evaluation", "post", "message", "seat", "answer")
# Of a group that takes single dates half of the writers get a seat on each, and half wait; in the other all have one.
DATES, SEATS = 520, WRITERS // 2
WORDS = "I keep a small notebook beside my bed and it helps me remember."
MARK = re.compile(r"\bqv[a-z]{14}vq\b")


def marker():
    """A word that is in no text but one; of letters, for digits could be somebody's telephone."""
    return "qv" + "".join(random.choices(string.ascii_lowercase, k=14)) + "vq"


class Writer:
    """Where one of them writes what. They know the forms by heart, and fetch one anew where its identifier matters."""

    def __init__(self, browser, name, course, thread, letters, single, whole):
        self.browser, self.name, self.thread, self.letters = browser, name, thread, letters
        self.groups, self.dates = {"seat": single, "answer": whole}, {"seat": [], "answer": []}
        self.pages = {"evaluation": (course, course), "post": (f"{thread}/reply",) * 2, "message": (letters, letters)}
        self.fields = None
        # Of which the day's allowance is used up.
        self.spent = set()

    def fill(self, kind, word):
        """The form and what is typed into it, and by what the database knows it."""
        if kind in self.dates:
            return self.fill_date(kind)
        page, action = self.pages[kind]
        if kind != "evaluation":
            fields = self.browser.hidden(self.browser.get(page)[1])
            if "form" not in fields:
                # The server is about to go down, and said so.
                raise http.client.HTTPException(f"{page} has no form")
            mark = word if kind == "post" else str(uuid.UUID(fields["form"].split(".")[0]))
            return action, {**fields, "words": f"{WORDS} {word}"}, mark
        if self.fields is None:
            self.fields = self.browser.hidden(self.browser.get(page)[1])
        # The page's form identifier would make one evaluation of all.
        self.fields.pop("form", None)
        return action, {**self.fields, "help": "3", "advice": word}, word


    def fill_date(self, kind):
        """The next date to take a seat on, or to stay away from; each is a row of its own."""
        group = self.groups[kind]
        if not self.dates[kind]:
            self.spent.add(kind)
            raise http.client.HTTPException("no date is left")
        date = self.dates[kind].pop(0)
        page = "/me/groups" if kind == "answer" else f"{group}/join?scope={date}"
        fields = self.browser.hidden(self.browser.get(page)[1])
        if "csrf" not in fields:
            raise http.client.HTTPException(f"{page} has no form")
        fields = {"csrf": fields["csrf"]}
        if kind == "seat":
            return f"{group}/join", {**fields, "scope": date}, f"{self.name} {date}"
        return f"{group}/answer", {**fields, "date": date, "coming": "no"}, f"{self.name} {date}"


def prepare(server):
    """Makes one account a writer, with a course to evaluate, a thread to answer in and somebody to write to."""
    accounts = [server.add_account(f"Writer {number}", "--consent") for number in range(WRITERS)]
    server.run("community", "open", talk.PLACE)
    single = groups.open_group(server, "single", seats=SEATS, dates=DATES)
    whole = groups.open_group(server, "whole", seats=WRITERS, dates=DATES)
    server.start()
    browsers = [Browser(server).sign_in(account) for account in accounts]
    threads = [
        talk.begin(browser, f"What helps, {name}", WORDS)
        for browser, name in zip(browsers, ["mornings", "noons", "evenings", "nights"][:THREADS])]
    writers = []
    for one, other in zip(browsers[::2], browsers[1::2]):
        letters = talk.correspond(one, other, WORDS)
        for browser in (one, other):
            course = record(browser, "yoga", "low-back-pain")
            groups.take(browser, whole)
            writers.append(
                Writer(
                    browser, accounts[len(writers)].name, course, threads[len(writers) % THREADS], letters, single, whole))
    with sqlite3.connect(f"file:{server.folder / 'wayfellow.sqlite'}?mode=ro", uri=True) as link:
        for writer in writers:
            for kind, slug in [("seat", "single"), ("answer", "whole")]:
                writer.dates[kind] = [row[0] for row in link.execute(
                    "SELECT recurrence_id FROM group_sessions AS sessions JOIN series ON series.id = series_id WHERE slug = ?"
                    " ORDER BY starts_at", (slug,))]
    return writers


class Ledger:
    """What was acknowledged: of each its kind, by what the database knows it, and the word that its readers see."""

    def __init__(self):
        self.acknowledged = set()
        self.lock = threading.Lock()
        self.stopping = False

    def add(self, kind, mark, word):
        with self.lock:
            self.acknowledged.add((kind, mark, word))

    def snapshot(self):
        with self.lock:
            return set(self.acknowledged)

    def counts(self):
        """How many of each kind."""
        counts = Counter(kind for kind, _, _ in self.snapshot())
        return {f"{kind}s": counts[kind] for kind in KINDS}


def write_on(ledger, writer, number):
    """Writes until told to stop; a broken connection is tried again with something new."""
    for kind in itertools.cycle(TURN[number % len(TURN):] + TURN[:number % len(TURN)]):
        if ledger.stopping:
            return
        if kind in writer.spent:
            continue
        word = marker()
        try:
            action, fields, mark = writer.fill(kind, word)
            status, _, _ = writer.browser.request("POST", action, fields)
            if status == 303:
                ledger.add(kind, mark, word)
            elif status == 422 and kind != "evaluation":
                writer.spent.add(kind)
            elif status != 503:
                writer.fields = None
        except (OSError, http.client.HTTPException):
            writer.fields = writer.fields if random.random() < 0.9 else None
            time.sleep(0.01)


def begin(writers):
    ledger = Ledger()
    threads = [
        threading.Thread(target=write_on, args=(ledger, writer, number), daemon=True)
        for number, writer in enumerate(writers)]
    for thread in threads:
        thread.start()
    return ledger, threads


# Rows of which one was written without the other: a course without one current evaluation, a thread or a correspondence
# that counts otherwise than it has, a post that search does not find, more seats on a date than it has chairs. Nobody deletes
# anything here.
HALF = [
    "SELECT COUNT(*) FROM (SELECT series_id, recurrence_id FROM enrolments WHERE recurrence_id <> ''"
    f" AND state IN ('seated', 'offered') GROUP BY series_id, recurrence_id HAVING COUNT(*) > {SEATS})",
    "SELECT COUNT(*) FROM (SELECT course_id FROM evaluations GROUP BY course_id HAVING SUM(is_current) <> 1)",
    "SELECT COUNT(*) FROM threads JOIN (SELECT thread_id, COUNT(*) AS n, MAX(number) AS last FROM posts"
    " WHERE state = 'shown' GROUP BY thread_id) AS there ON there.thread_id = threads.id"
    " WHERE replies <> n - 1 OR last_number <> last",
    "SELECT COUNT(*) FROM correspondences WHERE last_number <>"
    " (SELECT MAX(number) FROM letters WHERE correspondence_id = correspondences.id)",
    "SELECT COUNT(*) FROM posts WHERE state = 'shown' AND (document IS NULL OR document NOT IN"
    " (SELECT id FROM post_words_content))",
]


def check(database, acknowledged):
    """Opens a database file; answers (lost, integrity, half): acknowledged but absent; SQLite's check; broken rows."""
    link = sqlite3.connect(database)
    integrity = link.execute("PRAGMA integrity_check").fetchone()[0]
    found = {("evaluation", row[0]) for row in link.execute("SELECT advice FROM evaluations WHERE advice LIKE 'qv%'")}
    for (words,) in link.execute("SELECT words FROM posts"):
        found |= {("post", word) for word in MARK.findall(words)}
    # Messages are sealed: each is known by the form that brought it.
    found |= {("message", str(uuid.UUID(bytes=form))) for (form,) in link.execute("SELECT form_id FROM letters")}
    found |= {("seat", f"{name} {date}") for name, date in link.execute(
        "SELECT pseudonym, recurrence_id FROM enrolments JOIN members ON members.id = member_id WHERE recurrence_id <> ''")}
    found |= {("answer", f"{name} {date}") for name, date in link.execute(
        "SELECT pseudonym, attendance.recurrence_id FROM attendance JOIN enrolments ON enrolments.id = enrolment_id"
        " JOIN members ON members.id = member_id WHERE answer = 'declined'")}
    half = sum(link.execute(statement).fetchone()[0] for statement in HALF)
    link.close()
    return sum((kind, mark) not in found for kind, mark, _ in acknowledged), integrity, half


def unread(writers, acknowledged):
    """Of the acknowledged posts and messages, how many their readers do not find on the pages."""
    shown = set()
    for writer in {writer.thread: writer for writer in writers}.values():
        shown |= set(MARK.findall(talk.read_thread(writer.browser, writer.thread)))
    for writer in {writer.letters: writer for writer in writers}.values():
        shown |= set(MARK.findall(talk.read_letters(writer.browser, writer.letters)))
    return sum(kind in ("post", "message") and word not in shown for kind, _, word in acknowledged)
