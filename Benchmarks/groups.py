"""What people of a bench do in groups, through the pages: a group is taken in from a file, people take seats, say what they
need, and leave."""

import html
import json
import re
import sys
from datetime import datetime, timedelta, timezone

ORGANIZATION = "bench-clinic"
ZONE = "America/New_York"


def open_group(server, slug, seats=12, dates=3, agreement=None, kind="cohort"):
    """Takes a group in that begins in eight days and meets weekly; before the server starts. Answers its address."""
    begins = datetime.now(timezone.utc) + timedelta(days=8)
    program = {
        "record": "program", "organization": ORGANIZATION, "slug": f"about-{slug}", "topics": ["mindfulness"],
        "texts": {"en": {"title": f"Group {slug}", "summary": "Ten people and two who lead."}}}
    if agreement:
        program["agreement"] = {"en": agreement}
    lines = [
        {"record": "organization", "slug": ORGANIZATION, "name": "Bench Clinic", "zone": ZONE},
        {"record": "place", "organization": ORGANIZATION, "name": "Room 1", "street": "1 Main Street", "city": "Dover",
         "region": "NH", "zip": "03820"},
        program,
        {"record": "series", "program": f"about-{slug}", "slug": slug, "kind": kind, "state": "open",
         "starts": f"{begins:%Y%m%d}T183000", "rule": f"FREQ=WEEKLY;COUNT={dates}", "minutes": 90, "mode": "room",
         "place": "Room 1", "capacity": seats, "minimum": 0, "languages": ["en"], "allowsSingle": True}]
    server.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = server.folder / f"{slug}.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    server.run("group", "import", str(file.resolve()))
    file.unlink()
    return f"/groups/{slug}"


def take(browser, group, **fields):
    """Takes a seat, or a place in line, by the form of the page."""
    page = f"{group}/join"
    status, text, headers = browser.request("POST", page, {**browser.hidden(browser.get(page)[1]), **fields})
    if status != 303 or headers.get("Location") != "/me/groups":
        said = re.sub(r"<[^>]+>|\s+", " ", text.split("<main")[-1])
        sys.exit(f"{page} answered {status}\n{said[:1500]}")


def own(browser):
    """The page of own groups, as words."""
    return html.unescape(re.sub(r"<[^>]+>|\s+", " ", browser.get("/me/groups")[1].split("<main")[-1]))


def standing(browser):
    """0 for a seat, else the place in line; None for neither."""
    words = own(browser)
    if "You have a seat on all dates" in words:
        return 0
    found = re.search(r"You are number ([\d,]+) in line", words)
    return int(found[1].replace(",", "")) if found else None


def enrolment(browser):
    """The identifier of the seat or place that stands first on the page of own groups."""
    return re.search(r"/me/groups/([0-9a-f-]{36})/", browser.get("/me/groups")[1])[1]
