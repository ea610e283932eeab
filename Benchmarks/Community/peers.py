"""Misago and Spirit, filled with the same posts."""

import json
from pathlib import Path

import seed
from peer import Missing, Peer

READER, PASSWORD = "Reader", "a passphrase of a bench"
PACKAGES = {
    "misago": ["misago==0.39.6", "gunicorn==27.0.1"],
    "spirit": ["django-spirit==0.14.3", "gunicorn==27.0.1", "psycopg2-binary==2.9.13", "redis==8.1.0"],
}
LABELS = {"misago": "Misago 0.39", "spirit": "Spirit 0.14"}


class Forum(Peer):
    """One of them."""

    recipes = Path(__file__).resolve().parent / "Peers"
    application = "django.core.wsgi:get_wsgi_application()"

    def __init__(self, name, folder, cluster, redis):
        super().__init__(name, LABELS[name], folder, cluster, redis)
        self.packages, self.fillers = PACKAGES[name], (f"{name}_fill.py", "posts.py")

    def environment(self, database):
        return {**super().environment(database), "DJANGO_SETTINGS_MODULE": f"{self.name}_settings"}

    def start(self, posts):
        """Installs, fills, serves and signs in."""
        self.install()
        database = f"{self.name}_{posts.stem.split('-')[1]}"
        self.fill(database, posts.name, str(posts))
        known = json.loads((self.folder / f"{database}.json").read_text())
        threads = [(path, seed.probe(first), seed.probe(last)) for path, first, last in known["thread"]]
        listing = [tuple(one) for one in known["list"]]
        self.serve(database, listing[0][0])
        cookie = self.sign_in()
        self.kinds = {
            "thread, visitor": (threads, None), "thread, member": (threads, cookie), "list, visitor": (listing, None),
            "list, member": (listing, cookie)}
        self.look()

    def sign_in(self):
        """As its own form does; answers the cookies."""
        browser = self.visitor()
        if self.name == "misago":
            browser.get("/")
            browser.request(
                "POST", "/api/auth/", json.dumps({"username": READER, "password": PASSWORD}),
                {"Content-Type": "application/json", "X-CSRFToken": browser.cookies["csrftoken"]})
        else:
            fields = browser.hidden(browser.get("/user/login/")[1])
            browser.request("POST", "/user/login/", {**fields, "username": READER, "password": PASSWORD})
        cookie = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
        if "sessionid" not in cookie:
            raise Missing("it lets nobody sign in")
        return cookie
