"""What people do where they talk, by names of fields and keys of texts, so that it is the same in every language."""

import re
from dataclasses import dataclass

from people import join, sign_in
from printed import whole_words, words
from walker import PHONE

SAYS = words("Communities")
QUESTION = {"en": "Whom did you tell first?", "es": "¿A quién se lo contaste primero?"}
MORE = {"en": "Does it get easier after the first month?", "es": "Empecé con diez minutos al día, sentada."}
PLACE = "/communities/stigma"


def said(language, key, **values):
    """A text of the room, as a pattern."""
    return whole_words(SAYS[language][key], **values)


def open_place(server, slug="stigma"):
    """Whoever runs the server opens a community; one that is open stays so."""
    opened = server.__dict__.setdefault("communities", set())
    if slug not in opened:
        server.run("community", "open", slug)
        opened.add(slug)
    return server


@dataclass
class Talker:
    """A member with a browser, who knows their own name and language."""

    person: object
    name: str
    language: str

    @classmethod
    def joins(cls, walk, place, language="en", viewport=PHONE, script=False, **how):
        person = walk(on=place, viewport=viewport, script=script, language=language, **how)
        return cls(person, join(person)[0], language)

    def __getattr__(self, what):
        return getattr(self.person, what)

    def hears(self, key, where="body", **values):
        """Reads a text of the room."""
        self.person.sees(said(self.language, key, **values), where)

    def never_gets(self, words):
        """Words are nowhere on the page, folded away or hidden either."""
        assert words not in self.page.content(), f"{words!r} is on {self.path}"

    # What they write.

    def write(self, **fields):
        for name, value in fields.items():
            if name == "warning":
                fold = self.page.locator("main details:has([name=warning])")
                if fold.get_attribute("open") is None:
                    fold.locator("summary").click()
            self.person.fill(name, value)

    def ask(self, title=None, more=None, readers="members", kind="question", place=PLACE, **fields):
        """Asks or tells something; answers the address of the thread."""
        self.open(f"{place}/ask?kind={kind}")
        self.write(title=title or QUESTION[self.language], words=more or MORE[self.language], **fields)
        self.choose("readers", readers)
        self.send("main form[action$='/ask']")
        return self.thread

    @property
    def thread(self):
        """The address of the thread that they stand in."""
        assert "/threads/" in self.path, f"{self.path}\n{self.text('main')[:2000]}"
        return re.match(r"[^?#]+/threads/[^/?#]+", self.path)[0]

    def answer(self, thread, words, **fields):
        """Answers in the form below a thread; answers the number of the post."""
        self.open(thread)
        self.write(words=words, **fields)
        self.send("#reply form")
        return self.number

    def answer_to(self, thread, number, words, quote=True):
        """Answers one post, with its beginning above the words or without."""
        self.open(thread)
        links = f"#p{number} a[href*='answers={number}']"
        self.page.locator(links + ("[href*='quote=yes']" if quote else ":not([href*='quote'])")).click()
        self.look()
        assert self.has("main blockquote.post-quote") is quote
        self.write(words=words)
        self.send("main form[action$='/reply']")
        return self.number

    @property
    def number(self):
        """The number of the post that the address leads to."""
        return int(re.search(r"#p(\d+)$", self.path)[1])

    def turn_to(self, number, what):
        """Opens a page of one's own post by its link: edit, history, delete."""
        self.page.locator(f"#p{number} a[href$='/posts/{number}/{what}']").click()
        self.look()

    def delete(self, thread, number):
        self.open(thread)
        self.turn_to(number, "delete")
        self.send("main form[action$='/delete']")

    # What they press and read.

    def react(self, number, kind):
        """Presses what stands under a post; answers whether it is pressed now."""
        button = f"#p{number} button[value^='{number} {kind}']"
        self.page.locator(button).click()
        self.look()
        return self.page.locator(button).get_attribute("aria-pressed") == "true"

    def belong(self, place=PLACE):
        self.open(place)
        self.send("main form[action$='/join']")

    def post(self, number):
        """The words of a post, or what stands in their place."""
        return self.text(f"#p{number}")


def moderator_of(walk, server, **how):
    return sign_in(walk(on=server, script=False, **how), server.sign_ins()["moderator"])
