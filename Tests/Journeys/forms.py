"""Pages without a browser: reads the forms that are on them, fills them in, sends them."""

import re
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from urllib.parse import urlencode, urljoin, urlsplit

import html5lib

from album import route

# What a person writes where the page leaves a field empty; any other stays empty.
USUAL = {"question": "How was the first month?", "reply": "Slow.", "word": "a word of mine", "started-year": "2024",
         "name_en": "A new word", "name_es": "Una palabra nueva", "code": "46XY-HRN5-B971-TF43-KX7M", "q": "tinnitus"}
CHOSEN = ("radio", "checkbox", "select")


@dataclass
class Field:
    name: str
    kind: str
    value: str = ""
    options: list = field(default_factory=list)
    is_optional: bool = False

    @property
    def is_typed(self):
        """What a person writes, and can see again."""
        return self.kind not in (*CHOSEN, "hidden", "password")


@dataclass
class Form:
    action: str
    method: str
    fields: list

    @property
    def key(self):
        """What makes it the same form on another page: fields named for one record are the same in another's form."""
        names = {re.sub(r"[0-9a-f-]{36}", ":", field.name) for field in self.fields}
        return self.method, route(self.action), tuple(sorted(names - {"offered", "asked"}))

    def pairs(self, passphrase):
        """What somebody sends who answers all that must be answered."""
        chooses_passphrase = any(field.name == "words" for field in self.fields)
        for field in self.fields:
            value = field.value
            if not value and field.kind in ("radio", "select") and not field.is_optional:
                value = next((option for option in field.options if option), "")
            elif not value and (field.name == "current" or (field.name == "passphrase" and not chooses_passphrase)):
                value = passphrase
            elif not value and field.kind != "hidden":
                value = USUAL.get(field.name, "")
            if value or field.kind not in ("checkbox", "radio"):
                yield field.name, value


class Page:
    def __init__(self, status, url, body):
        self.status, self.body = status, body
        self.path = re.sub(r"^https?://[^/]+", "", url)
        self.tree = html5lib.parse(body, namespaceHTMLElements=False)
        self.language = self.tree.get("lang")

    @property
    def links(self):
        return [urljoin(self.path, a.get("href", "")) for a in self.tree.iter("a")]

    def errors(self):
        """The lines of the error summary."""
        summary = self.tree.find(".//*[@id='error-summary']")
        return ["".join(a.itertext()) for a in summary.iter("a")] if summary is not None else []

    def forms(self):
        return [form for form in (read(element, self.path) for element in self.tree.iter("form")) if form.fields]

    def form(self, key):
        return next((form for form in self.forms() if form.key == key), None)


def read(element, path):
    """A form as a browser would send it, with the first of its buttons where each has a name."""
    fields, has_plain_button, button = {}, False, None
    for item in element.iter():
        name, value = item.get("name"), item.get("value", "")
        kind = item.get("type", "text") if item.tag == "input" else item.tag
        if kind == "button":
            has_plain_button |= not name
            button = button or (name and Field(name, "radio", value, [value]))
        elif kind in ("radio", "checkbox"):
            choice = fields.setdefault(name, Field(name, kind))
            choice.options.append(value)
            choice.value = value if item.get("checked") is not None else choice.value
        elif kind == "select":
            options = [(option.get("value"), option.get("selected") is not None) for option in item.iter("option")]
            chosen = next((value for value, is_chosen in options if is_chosen), "")
            fields[name] = Field(name, kind, chosen, [value for value, _ in options])
        elif name and kind in ("textarea", "text", "search", "email", "tel", "password", "hidden"):
            key = name if name not in fields else (name, len(fields))
            fields[key] = Field(name, kind, "".join(item.itertext()) if kind == "textarea" else value)
    if button and not has_plain_button:
        fields[button.name] = button
    for group in element.iter("fieldset"):
        if any(span.get("class") == "optional" for span in group.iter("span")):
            for item in [*group.iter("input"), *group.iter("select")]:
                fields[item.get("name")].is_optional = True
    action = urlsplit(urljoin(path, element.get("action", ""))).path
    return Form(action, element.get("method", "get"), list(fields.values()))


class Client:
    """A person with cookies and a language."""

    def __init__(self, server, album, language="en"):
        self.server, self.album, self.language = server, album, language
        self.name = self.passphrase = ""
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self.opener.addheaders = [("Accept-Language", language)]

    def get(self, path, pairs=()):
        return self._ask(path + ("?" + urlencode(pairs) if pairs else ""), None)

    def post(self, path, pairs):
        return self._ask(path, pairs if isinstance(pairs, bytes) else urlencode(pairs).encode())

    def send(self, form, pairs=None):
        pairs = list(form.pairs(self.passphrase)) if pairs is None else pairs
        return self.post(form.action, pairs) if form.method == "post" else self.get(form.action, pairs)

    def fill(self, path, action, **values):
        """Sends the form of a page that goes to an address that ends so, with these values in it."""
        form = next(f for f in self.get(path).forms() if f.method == "post" and f.action.endswith(action))
        pairs = [(name, values.pop(name, value)) for name, value in form.pairs(self.passphrase)]
        return self.send(form, pairs + list(values.items()))

    def _ask(self, path, data):
        try:
            answer = self.opener.open(urllib.request.Request(self.server.url + path, data=data), timeout=30)
        except urllib.error.HTTPError as error:
            answer = error
        body = answer.read()
        if "text/html" not in answer.headers.get("content-type", ""):
            return Page(answer.status, answer.url, b"")
        self.album.add(answer.url, answer.status, body)
        return Page(answer.status, answer.url, body)

    def crawl(self, starts):
        """Pages that links lead to, at most two of each route."""
        waiting, seen = list(starts), {}
        while waiting:
            path = waiting.pop(0).partition("#")[0]
            known = seen.setdefault(route(path), {})
            if path.startswith("/") and not path.startswith(("/language/", "/public/")) and path not in known \
                    and len(known) < 2:
                known[path] = self.get(path)
                waiting += known[path].links
        return [page for pages in seen.values() for page in pages.values()]
