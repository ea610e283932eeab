"""What people do on the pages, by the names of the fields, so that it is the same in every language."""

import re

OWN_PASSPHRASE = "the heron stands in cold water"


def sign_up(person, own=None, age="yes"):
    """Joins with the offered words, or with one's own; answers the pseudonym and the passphrase."""
    person.open("/sign-up")
    name = person.page.locator("main input[name=pseudonym]").input_value()
    offered = person.page.locator("main input[name=offered]").get_attribute("value")
    person.choose("age", age)
    if own:
        person.choose("words", "own")
        person.fill("passphrase", own)
    person.send()
    return name, own or offered


def decide(person, answer):
    """Answers the question whether health data may be kept."""
    if not person.path.startswith("/consent"):
        person.open("/consent")
    person.send(button=f"button[name=decision][value={answer}]")


def join(person, own=None):
    """Signs up and agrees."""
    account = sign_up(person, own)
    decide(person, "yes")
    return account


def sign_in(person, account):
    person.open("/sign-in")
    person.fill("pseudonym", account[0])
    person.fill("passphrase", account[1])
    person.send()
    return person


def sign_out(person):
    """By the header; on a phone its menu is opened first."""
    menu = person.page.locator("details.site-menu:not([open]) > summary")
    if menu.count() and menu.is_visible():
        menu.click()
    person.page.locator("details.account-menu > summary").click()
    person.page.locator("form[action='/sign-out'] button").click()
    person.look()


def record(person, treatment, purpose):
    """Begins a course and answers its address."""
    person.open(f"/me/treatments/new?treatment={treatment}&purpose={purpose}")
    person.choose("purpose", purpose)
    person.send()
    assert person.path.endswith("/evaluate"), person.text("main")
    return person.path.removesuffix("/evaluate")


def evaluate(person, course, step, advice=""):
    """Says how it goes: 0 not at all … 4 highly."""
    person.open(f"{course}/evaluate")
    person.choose("help", step)
    if advice:
        person.fill("advice", advice)
    person.send()


def until(person, path, selector):
    """Looks at a page again and again until something is on it: another worker of the server puts it there."""
    for _ in range(2_000):
        person.page.goto(person.server.url + path)
        if person.has(selector):
            return person.look()
    raise AssertionError(f"{selector} did not come to {path}")


class Publisher:
    """An administrator who presses the button on /admin."""

    def __init__(self, walk, server):
        self.person = sign_in(walk(on=server, script=False), server.sign_ins()["administrator"])

    def newest(self):
        """Number of the newest release and how many evaluations are in it."""
        self.person.open("/admin")
        cells = self.person.page.locator("main table tbody tr").first.locator("th, td").all_inner_texts()
        return whole(cells[0]), whole(cells[2])

    def publish(self):
        """Makes a release and waits until it is there; answers how many evaluations are in it."""
        before, _ = self.newest()
        self.person.send("main form[action='/admin/releases']")
        for _ in range(2_000):
            number, evaluations = self.newest()
            if number > before:
                assert number == before + 1, "somebody else made a release"
                return evaluations
        raise AssertionError("the release was not made")


class Figure:
    """What a treatment's page publishes of a pair."""

    def __init__(self, person, pair):
        person.open(pair)
        self.said = person.text("#evidence")
        self.html = person.page.locator("#evidence").inner_html()
        self.n = number(r"“These” are (\d+) people", self.said)
        low, high = re.search(r"Likely between (\d+) and (\d+)", self.said).groups()
        self.range = (int(low), int(high))
        self.share = number(r"about (\d+) found it helped a lot", self.said)
        # Where there are several purposes, each with its number, this one's says the same.
        here = person.page.locator("main nav a[aria-current]")
        self.tab = number(r"· (\d+)$", here.first.inner_text()) if here.count() else self.n


def example(person):
    """The pair that the front page shows: /treatments/…/for/…, with its two slugs."""
    person.open("/")
    link = person.page.locator(".hero-beside a[href*='/for/']").get_attribute("href")
    return (link, *re.fullmatch(r"/treatments/([\w-]+)/for/([\w-]+)", link).groups())


def number(pattern, text):
    found = re.search(pattern, text, re.M)
    assert found, f"{pattern!r} is not in:\n{text}"
    return whole(found[1])


def whole(text):
    return int(re.sub(r"\D", "", text))
