"""A person with a browser: walks, looks, and checks each page seen."""

import hashlib
import re

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import TimeoutError as BrowserTimeout

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}

# Width, colours, the page, and the kinds of element on it: what an element and all that it stands in are called, what the
# stylesheet looks at, and whether it has words, as one number.
SEEN = r"""() => {
    const styled = /^(class|style|type|open|hidden|lang|tabindex|checked|disabled|aria-(current|pressed|invalid|disabled))$/
    const kinds = new Map([[document.body, 0]])
    for (const one of document.body.querySelectorAll('*')) {
        const words = [
            kinds.get(one.parentElement), one.localName,
            ...[...one.attributes].filter(({ name }) => styled.test(name)).map(({ name, value }) => name + value),
            [...one.childNodes].some(child => child.nodeType === Node.TEXT_NODE && child.data.trim())].join(' ')
        let kind = 17
        for (let at = 0; at < words.length; at++) kind = (kind * 33 + words.charCodeAt(at)) % 0x3fffffffffff
        kinds.set(one, kind)
    }
    return [innerWidth, matchMedia('(prefers-color-scheme: dark)').matches, document.body.outerHTML, [...new Set(kinds.values())]]
}"""


class Walker:
    """Every page it looks at fits the screen, carries the crisis line, calls no other origin, raises no error, is clean
    for axe-core where a script runs, and is kept for the validator of `test_markup.py`."""

    clean, measured = set(), set()

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
        try:
            return self.page.locator(where).first.inner_text()
        except BrowserTimeout as error:
            raise AssertionError(f"{where} is not on {self.path}:\n{self.page.content()[-6000:]}") from error

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
        """What axe-core hears. A page that it found clean, the same but for tokens, is not read to it again; nor are colours
        measured again, which is half of its work, where every kind of element was measured before at this width."""
        width, dark, body, kinds = self.page.evaluate(SEEN)
        seen = hashlib.sha256(f"{width} {dark} {re.sub(r'[0-9a-f-]{20,}', '', body)}".encode()).digest()
        if seen in self.clean:
            return
        fresh = {(width, dark, kind) for kind in kinds} - self.measured
        options = {"resultTypes": ["violations"], "rules": {"color-contrast": {"enabled": bool(fresh)}}}
        self.page.evaluate(AXE_SCRIPT)
        # The whole answer names all that is well, too.
        found = self.page.evaluate("options => axe.run(options).then(found => found.violations)", options)
        assert not found, self.page.url + "\n" + "\n".join(
            f"{v['id']}: {v['help']}: {[n['html'][:200] for n in v['nodes']][:3]}" for v in found)
        self.clean.add(seen)
        self.measured |= fresh
