"""What people do in groups, by names of fields and keys of texts, so that it is the same in every language."""

import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from people import join
from printed import whole_words, words
from walker import PHONE

SAYS = words("Groups")
# Of the demonstration: the account that leads there is its coordinator.
ORGANIZATION, ZONE = "la-clinica", "America/Los_Angeles"
TITLE = {"en": "Evenings with tea", "es": "Tardes con té"}
AGREEMENT = {"en": "What is said here stays here.", "es": "Lo que se dice aquí, aquí se queda."}


def said(language, key, **values):
    """A text of the room, as a pattern."""
    return whole_words(SAYS[language][key], **values)


def open_group(server, slug, seats=1, dates=3, within=timedelta(hours=20), agreement=True):
    """A group of the demonstration's clinic, open to everybody; its first date is so far ahead. Answers its address."""
    begins = datetime.now(ZoneInfo(ZONE)) + within
    program = {
        "record": "program", "organization": ORGANIZATION, "slug": f"about-{slug}", "topics": ["mindfulness"],
        "texts": {language: {"title": f"{title} {slug}", "summary": title} for language, title in TITLE.items()}}
    if agreement:
        program["agreement"] = AGREEMENT
    series = {
        "record": "series", "program": f"about-{slug}", "slug": slug, "kind": "cohort", "state": "open",
        "starts": f"{begins:%Y%m%dT%H}0000", "rule": f"FREQ=WEEKLY;COUNT={dates}", "minutes": 90, "mode": "video",
        "onlineURL": "https://video.example.org/tea", "capacity": seats, "minimum": 0, "languages": ["en", "es"],
        "allowsSingle": True}
    file = server.folder / f"{slug}.jsonl"
    file.write_text(json.dumps(program) + "\n" + json.dumps(series) + "\n")
    server.run("group", "import", str(file.resolve()))
    return f"/groups/{slug}"


@dataclass
class Guest:
    """A member with a browser, who knows their own language."""

    person: object
    account: tuple
    language: str

    @classmethod
    def joins(cls, walk, server, language="en", viewport=PHONE, script=False):
        person = walk(on=server, viewport=viewport, script=script, language=language)
        return cls(person, join(person), language)

    def __getattr__(self, what):
        return getattr(self.person, what)

    def hears(self, key, where="body", **values):
        """Reads a text of the room."""
        self.person.sees(said(self.language, key, **values), where)

    def never_hears(self, key, where="body", **values):
        self.person.misses(said(self.language, key, **values), where)

    def take_seat(self, group, once=False, **words):
        """Takes a seat, or a place in line, from the page of the group."""
        self.open(group)
        links = self.page.locator(f"main a[href^='{group}/join']")
        (links.last if once else links.first).click()
        self.look()
        self.sees(re.escape(AGREEMENT[self.language]))
        for kind, text in words.items():
            self.choose("need", kind)
            fold = self.page.locator(f"main details:has([name={kind}Words])")
            if fold.get_attribute("open") is None:
                fold.locator("summary").click()
            self.fill(f"{kind}Words", text)
        self.page.locator("main input[name=agreed]").check()
        self.send("main form[action$='/join']")
        assert self.path == "/me/groups", f"{self.path}\n{self.text('main')[:2000]}"

    def leave(self):
        self.open("/me/groups")
        self.send("main form[action$='/leave']")
        self.hears("groups.mine.left")
