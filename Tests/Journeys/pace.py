"""How long somebody takes with a form, counted and not waited for: typing, choosing, and reading what is on the way."""

import time

CHARACTERS_A_SECOND = 5
SECONDS_A_CHOICE = 1.5
WORDS_A_MINUTE = 200

# What stands open on a page between its heading and its last button, without the lines of menus, which open when one chooses.
SHOWN = """() => {
    const main = document.querySelector('main').cloneNode(true)
    for (const fold of main.querySelectorAll('details:not([open])'))
        fold.replaceChildren(...fold.querySelectorAll(':scope > summary'))
    for (const unread of main.querySelectorAll('select, option, script, .breadcrumb')) unread.remove()
    return main.textContent.trim().split(/\\s+/).length
}"""


class Hand:
    """Somebody at the keys of a walker: each thing done is done by the browser, and counted at the speed of a person."""

    def __init__(self, walker):
        self.page, self.walker = walker.page, walker
        self.typed = self.chosen = self.words = 0
        self.began = time.monotonic()

    def reads(self):
        """All that stands open on the page."""
        self.words += self.page.evaluate(SHOWN)

    def unfolds(self, name):
        """What is folded over a field, unless it stands open, and reads what is in it."""
        fold = self.page.locator(f"main details:has([name='{name}'])").first
        if fold.get_attribute("open") is None:
            fold.locator("summary").first.click()
            self.chosen += 1
            self.words += len(fold.inner_text().split())

    def types(self, name, text):
        """With the key that leads to the next field."""
        self.page.locator(f"main [name='{name}']").fill(text)
        self.typed += len(text) + 1

    def picks(self, name, value):
        self.page.locator(f"main select[name='{name}']").select_option(value)
        self.chosen += 1

    def ticks(self, name, value):
        self.page.locator(f"main input[name='{name}'][value='{value}']").check()
        self.chosen += 1

    def presses(self, selector):
        self.page.locator(selector).first.click()
        self.chosen += 1
        self.page.wait_for_load_state()

    @property
    def seconds(self):
        """With what the server and the browser took."""
        return (self.typed / CHARACTERS_A_SECOND + self.chosen * SECONDS_A_CHOICE
                + self.words / WORDS_A_MINUTE * 60 + time.monotonic() - self.began)

    def said(self, what):
        return (f"{what}: {self.seconds:.0f} s at a person's speed: {self.typed} keys, {self.chosen} choices, "
                f"{self.words} words read, {time.monotonic() - self.began:.1f} s of waiting")
