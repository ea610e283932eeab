"""What people of a bench do where they talk, through the pages: threads, answers, messages between two."""

import html
import re
import sys

PLACE = "stigma"


def sent(browser, page, action, fields, expected=303):
    """Fills in the form of a page and sends it; answers where it leads, without what only a browser looks at."""
    status, text, headers = browser.request("POST", action, {**browser.hidden(browser.get(page)[1]), **fields})
    if status != expected:
        said = re.sub(r"<[^>]+>|\s+", " ", text.split("<main")[-1])
        sys.exit(f"{action} answered {status}\n{said[:1500]}")
    return html.unescape(headers.get("Location") or "")


def begin(browser, title, words, readers="members", place=PLACE):
    """Tells something; answers the address of the thread."""
    form = f"/communities/{place}/ask"
    where = sent(browser, f"{form}?kind=experience", form, {"title": title, "words": words, "readers": readers})
    return re.split("[?#]", where)[0]


def answer(browser, thread, words, **fields):
    """Answers in a thread; answers the number of the post."""
    where = sent(browser, f"{thread}/reply", f"{thread}/reply", {"words": words, **fields})
    return int(re.search(r"#p(\d+)$", where)[1])


def correspond(asker, asked, words):
    """Has two members write to each other, as their pages would; answers the address of what they write."""
    sent(asked, "/me/profile", "/me/profile", {"name-shown": "members"})
    sent(asked, "/me/letters", "/me/letters", {"first": "members"})
    page = re.search(r'href="(/people/[0-9a-f-]{36})"', asked.get("/me/profile")[1])[1]
    there = re.split("[?#]", sent(asker, f"{page}/letter", f"{page}/letter", {"words": words}))[0]
    sent(asked, there, f"{there}/answer", {"answer": "yes"})
    return there


def read_thread(browser, thread):
    """All that stands on the pages of a thread."""
    found, page = [], 1
    while True:
        status, text, _ = browser.get(f"{thread}?page={page}")
        if status != 200 or not re.search(r'id="p\d+"', text):
            return "\n".join(found)
        found.append(text)
        page += 1


def read_letters(browser, there):
    """All that two wrote to each other, as one of them reads it."""
    found, before = [], ""
    while True:
        status, text, _ = browser.get(there + before)
        numbers = [int(number) for number in re.findall(r'id="l(\d+)"', text)]
        if status != 200 or not numbers:
            return "\n".join(found)
        found.append(text)
        before = f"?before={min(numbers)}"
