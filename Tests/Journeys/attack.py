"""Hostile values for every field, and what the answers to them must be like."""

import json
import re
import unicodedata

from forms import CHOSEN
from server import ROOT

LONG = "Ñandú and on. " * 100
HOSTILE = {
    "nothing": "", "too long": LONG.strip(), "a wrong number": "-99999999999999999999.5", "emoji": "👩🏽‍⚕️ 🎗️",
    "right to left": "مرحبا \u200fשלום", "turned around": "abc\u202egnp.exe", "a NUL": "be\0fore",
    "HTML": "\"'></textarea></title><i hostile>x</i><script hostile>alert(1)</script>&amp;",
    "SQL": "'); DROP TABLE members; --", "a combining mark": "\"\u0301><i\u0301 hostile>'\u0301><i hostile>",
    "a formula": "=1+1", "two lines": "one\r\ntwo",
}
# Who may only choose cannot type: three are enough there.
CRAFTED = ["a wrong number", "a NUL", "HTML"]


def sentences(language):
    """All that the product says in a language, as one pattern."""
    texts = []
    for file in ROOT.glob(f"Sources/*/*/Text/{language}.json"):
        for value in json.loads(file.read_text()).values():
            texts += value.values() if isinstance(value, dict) else [value]
    # One that is little else than what is put into it would match anything.
    spoken = [text for text in texts if len(re.sub(r"\{\w+\}|\W", "", text)) >= 10]
    return re.compile("|".join(re.sub(r"\\\{\w+\\\}", ".*", re.escape(text)) for text in spoken), re.S)


SENTENCES = {language: sentences(language) for language in ["en", "es"]}


def shown(value):
    """A value as a page shows it again: without controls and what turns words around, its newlines plain."""
    value = unicodedata.normalize("NFC", value.replace("\r\n", "\n"))
    value = re.sub("[\u202a-\u202e\u2066-\u2069]", "", value)
    return "".join(c for c in value if c == "\n" or not unicodedata.category(c) == "Cc").strip()


def attack(client, form, name, kind, what):
    """Sends a form with one hostile value; answers what is wrong with the answer, and whether the form was refused."""
    value = HOSTILE[what]
    pairs = [(key, value if key == name else usual) for key, usual in form.pairs(client.passphrase)]
    if name not in dict(pairs):
        pairs.append((name, value))
    page = client.send(form, pairs)
    where = f"{form.method} {form.action}: {what} in {name}: {page.status}"
    faults = [f"{where}: {fault}" for fault in unsafe(page, client)]
    if kind in CHOSEN or kind == "hidden":
        if page.status not in (200, 404, 409, 422):
            faults.append(f"{where}: a crafted choice is answered so")
    elif page.status not in (200, 422, 429):
        faults.append(f"{where}: not answered as a form")
    if page.status == 422:
        faults += [f"{where}: {fault}" for fault in unhelpful(page, form, dict(pairs), client.language)]
    return faults, page.status in (422, 429)


def unsafe(page, client):
    """A server's error, another language, or markup that somebody typed."""
    if page.status >= 500:
        yield "the server failed"
    if page.body and page.language != client.language:
        yield f"the page is in {page.language}"
    if any("hostile" in element.attrib for element in page.tree.iter()):
        yield "markup was let through"


def unhelpful(page, sent, values, language):
    """A form that comes back must say what is wrong, in the person's language, and hold what they typed."""
    errors = page.errors()
    if not errors:
        yield "nothing says what is wrong"
    for error in errors:
        if not SENTENCES[language].fullmatch(error):
            yield f"not in {language}: {error}"
    back = [field for form in page.forms() if form.action == sent.action for field in form.fields]
    # A refused word stands in the search field that it came from.
    kept = {shown(field.value) for field in back if field.kind != "password"}
    kept |= {shown(field.value) for form in page.forms() for field in form.fields if field.name == "q"}
    for field in sent.fields:
        if field.is_typed and shown(values.get(field.name, "")) not in kept | {""}:
            yield f"what was typed into {field.name} is lost"


def attack_all(found, person_for, renew=lambda client, key: None):
    """Every field of every form found. `person_for` says who sends a form; `renew` makes one that is used up anew and
    answers its page."""
    faults, fields, tries = [], set(), 0
    for key, (path, first) in sorted(found.items(), key=lambda item: item[0]):
        names = [(field.name, field.kind) for field in first.fields if field.name != "csrf"]
        form = None
        # Wrong passphrases make the next ones wait.
        for name, kind in sorted(names, key=lambda name: name[0] == "current"):
            for what in CRAFTED if kind in CHOSEN or kind == "hidden" else HOSTILE:
                # A refused form can be sent again; one that was taken has changed something.
                if form is None:
                    client = person_for(key)
                    form = client.get(path).form(key)
                if form is None:
                    path = renew(client, key) or path
                    form = client.get(path).form(key)
                if form is None:
                    faults.append(f"{key} is no longer on {path} before {what} in {name}")
                    break
                # The field of another record has another name.
                name = next((field.name for field in form.fields if alike(field.name, name)), name)
                wrong, is_refused = attack(client, form, name, kind, what)
                form = form if is_refused else None
                faults += wrong
                fields.add((key, name))
                tries += 1
    print(f"{len(found)} forms, {len(fields)} fields, {tries} tries")
    return faults, fields


def alike(one, other):
    return re.sub(r"[0-9a-f-]{36}", ":", one) == re.sub(r"[0-9a-f-]{36}", ":", other)
