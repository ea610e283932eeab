"""A person with a browser: walks, looks, and checks each page seen."""

import hashlib
import re

from axe_playwright_python.sync_playwright import Axe

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}


class Walker:
    """Every page it looks at fits the screen, carries the crisis line, calls no other origin, raises no error, is clean
    for axe-core where a script runs, and is kept for the validator of `test_markup.py`."""

    axe = Axe()
    clean = set()

    def __init__(self, context, server, script, album):
        self.server = server
        self.script = script
        self.album = album
        self.foreign = []
        self.errors = []
        self.document = None
        self.page = context.new_page()
        self.page.on("request", self._request)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("response", self._response)

    def _request(self, request):
        if not request.url.startswith((self.server.url, "data:", "about:")):
            self.foreign.append(request.url)

    def _response(self, response):
        if response.status >= 500:
            self.errors.append(f"{response.status} {response.url}")
        if response.request.is_navigation_request() and response.frame == self.page.main_frame:
            self.document = response

    # What a person does.

    def open(self, path):
        self.page.goto(self.server.url + path)
        return self.look()

    def press(self, name, role="button", exact=False):
        self.page.get_by_role(role, name=name, exact=exact).first.click()
        return self.look()

    def follow(self, name, exact=False):
        return self.press(name, role="link", exact=exact)

    def send(self, form="main form[method=post]", button="button[type=submit]"):
        """Presses a button of a form."""
        self.page.locator(form).first.locator(button).first.click()
        return self.look()

    def fill(self, name, text):
        field = self.page.locator(f"main [name='{name}']:visible").first
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(text)
        else:
            field.fill(text)

    def choose(self, name, value):
        self.page.locator(f"main input[name='{name}'][value='{value}']").first.check()

    def unfold(self, *names):
        """Opens what is folded away, by its id or its words."""
        for name in names:
            fold = self.page.locator(f"main details#{name}") if re.fullmatch(r"[a-z-]+", name) else \
                self.page.locator("main details", has=self.page.locator("summary", has_text=name))
            if fold.first.get_attribute("open") is None:
                fold.first.locator("summary").first.click()

    def unfold_all(self):
        """Opens everything that is folded away on the page."""
        self.page.evaluate("for (const fold of document.querySelectorAll('main details')) fold.open = true")

    # What a person sees.

    @property
    def path(self):
        return self.page.url.removeprefix(self.server.url)

    def text(self, where="body"):
        return self.page.locator(where).first.inner_text()

    def has(self, selector):
        return self.page.locator(selector).count() > 0

    def sees(self, text, where="body"):
        assert re.search(text, self.text(where), re.I), f"{text!r} is not on {self.path}:\n{self.text(where)[:3000]}"

    def misses(self, text, where="body"):
        assert not re.search(text, self.text(where), re.I), f"{text!r} is on {self.path}"

    def look(self):
        """Checks what must hold on every page."""
        page = self.page
        page.wait_for_load_state()
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= page.viewport_size["width"], f"{page.url} is {width} px wide"
        # A page that looks again by itself may be between two when it is asked.
        page.locator("a[href^='tel:988']").first.wait_for(state="attached")
        assert not self.foreign, f"requests to other origins: {self.foreign}"
        assert not self.errors, self.errors
        self.album.keep(self.document)
        if self.script:
            self._listen()
        return self

    def _listen(self):
        """What axe-core hears. A page that it found clean, the same but for tokens, is not read to it again."""
        state = self.page.evaluate(
            "() => [innerWidth, matchMedia('(prefers-color-scheme: dark)').matches, document.body.outerHTML]")
        seen = hashlib.sha256(re.sub(r"[0-9a-f-]{20,}", "", str(state)).encode()).digest()
        if seen in self.clean:
            return
        found = self.axe.run(self.page).response["violations"]
        assert not found, self.page.url + "\n" + "\n".join(
            f"{v['id']}: {v['help']}: {[n['html'][:200] for n in v['nodes']][:3]}" for v in found)
        self.clean.add(seen)
