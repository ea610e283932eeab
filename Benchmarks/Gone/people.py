"""Members of the bench: they join, write sentences that are quoted, talk to others, and take it away."""

import http.client
import random
import re
import string
import sys

import groups
import talk
from browser import Browser, record

# A word that is in no sentence but one.
WORD = re.compile(r"\bqv[a-z]{10}vq\b")
# The large sentence of a page; without a number it says that there are too few.
FIGURE = re.compile(r'<p class="evidence">(?:(?!</p>).)*\d')


def letters(dice, count):
    return "".join(dice.choice(string.ascii_lowercase) for _ in range(count))


def word(dice):
    return f"qv{letters(dice, 10)}vq"


def words_in(html):
    return set(WORD.findall(html or ""))


def pairs(server, count):
    """Treatments and purposes whose page has a figure of its own and quotes."""
    found, visitor = [], Member.visitor(server)
    conditions = sorted(set(re.findall(r'href="(/conditions/[a-z0-9-]+)"', visitor.get("/conditions")[1])))
    for condition in conditions:
        for link in sorted(set(re.findall(r'href="(/treatments/[a-z0-9-]+/for/[a-z0-9-]+)"', visitor.get(condition)[1]))):
            if FIGURE.search(visitor.get(link)[1]):
                found.append(re.fullmatch(r"/treatments/([\w-]+)/for/([\w-]+)", link).groups())
            if len(found) == count:
                return found
    sys.exit(f"only {len(found)} pairs have figures")


class From(Browser):
    """A browser at an address of its own: of one address not so many may join."""

    def __init__(self, server, address):
        super().__init__(server)
        self.address = address

    def request(self, method, path, fields=None, headers=None):
        if self.connection is None:
            self.connection = http.client.HTTPConnection(
                "127.0.0.1", self.port, timeout=60, source_address=(self.address, 0))
        try:
            return super().request(method, path, fields, headers)
        except http.client.RemoteDisconnected:
            # Idle for too long: a browser opens another connection.
            if method != "GET":
                raise
            return self.request(method, path, fields, headers)


class Member:
    """Who joined at one process and may go on at another: the cookie is good at both."""

    def __init__(self, server, number):
        dice = random.Random(f"member {number}")
        self.number = number
        # In their advice, in their posts, in their messages, and in what they need to come to a group.
        self.word = word(dice)
        self.called = letters(dice, 14)
        self.name = f"Bench {self.called}"
        self.said, self.told, self.needed = word(dice), word(dice), word(dice)
        self.answered, self.began, self.written_to, self.seat = None, None, None, None
        self.server = server
        self.browser = From(server, f"127.0.{1 + number // 200}.{1 + number % 200}")
        self.passphrase = None
        self.course = None

    @staticmethod
    def visitor(server):
        return From(server, "127.0.0.1")

    def on(self, server):
        """The same person at another process."""
        there = From(server, self.browser.address)
        there.cookies = dict(self.browser.cookies)
        return there

    def join(self):
        browser = self.browser
        fields = browser.hidden(browser.get("/sign-up")[1])
        self.passphrase = fields["offered"]
        self.send(browser, "/sign-up", {**fields, "pseudonym": self.name, "age": "yes", "words": "offered"}, (200, 303))
        self.form(browser, "/consent", "/consent", {"decision": "yes"})

    def write(self, treatment, purpose):
        """Joins and says how a treatment goes, with a sentence for others."""
        self.join()
        form = record(self.browser, treatment, purpose)
        self.course = form.removesuffix("/evaluate")
        self.form(
            self.browser, form, form,
            {"help": "3", "advice": f"I keep a small notebook called {self.word} beside my bed and it helps me remember."})

    def begin(self, title):
        """Begins a thread that everybody may read; answers its address."""
        return talk.begin(self.browser, title, "How was it for you? It took me a while.", readers="anyone")

    def talk(self, thread, host):
        """Answers in a thread, where somebody who stays quotes them and speaks to them; begins one, some of them; writes to
        who stays and is answered, and wishes for mail about all of it."""
        browser, host = self.browser, host.on(self.server)
        self.form(
            browser, "/me/account/contact", "/me/account/contact",
            {"email": f"{self.called}@example.org", "news": "yes", "current": self.passphrase})
        number = talk.answer(
            browser, thread, f"I keep a small notebook called {self.said} beside my bed and it helps me remember.")
        self.answered = f"{thread}/posts/{number}"
        talk.answer(host, thread, f"@{self.name}, that is how it went for me, too.", answers=number, quote="yes")
        if self.number % 3 == 0:
            self.began = self.begin(f"A small notebook called {self.said}")
            talk.answer(host, self.began, f"@{self.name}, that is how it went for me as well.", answers=1, quote="yes")
        self.written_to = talk.correspond(browser, host, f"I have one called {self.told} as well.")
        talk.sent(host, self.written_to, self.written_to, {"words": "Thank you, I write it down too."})

    def take_seat(self, group):
        """Takes a seat, or a place in line, and says what they need; cannot come to the first date; has a calendar."""
        groups.take(self.browser, group, need="other", otherWords=f"A chair called {self.needed}")
        mine = self.browser.get("/me/groups")[1]
        self.seat = groups.enrolment(self.browser)
        self.send(self.browser, "/me/groups/calendar", self.browser.hidden(mine), (200,))
        date = re.search(r'name="date" value="(\d{8}T\d{6})"', mine)
        if date:
            self.form(self.browser, "/me/groups", f"{group}/answer", {"date": date[1], "coming": "no"})

    def gone(self, way):
        """What nobody may read any more after they left so. Advice comes back without a name in a later release; posts of
        whoever leaves without a name stay."""
        return [self.word, self.said] if way in ("delete", "erase") else [self.word]

    def leave(self, way, server):
        browser = self.on(server)
        if way == "withdraw":
            self.form(browser, "/consent", "/consent", {"decision": "no"})
        elif way == "delete":
            link = re.search(r'href="([^"]+/evaluations/[^"]+/delete)"', browser.get(self.course)[1])[1]
            self.form(browser, link, link, {})
            for post in filter(None, [self.answered, self.began and f"{self.began}/posts/1"]):
                self.form(browser, f"{post}/delete", f"{post}/delete", {})
        else:
            path = f"/me/account/leave/{way}/confirm"
            self.form(browser, path, path, {"current": self.passphrase})

    def form(self, browser, page, action, fields):
        self.send(browser, action, {**browser.hidden(browser.get(page)[1]), **fields})

    def send(self, browser, path, fields, expected=(303,)):
        status, html, _ = browser.request("POST", path, fields)
        if status not in expected:
            text = re.sub(r"<[^>]+>|\s+", " ", html.split("<main")[-1])
            raise SystemExit(f"{self.name}: {path} answered {status}\n{text[:1500]}")
