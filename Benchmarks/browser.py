"""A person of a bench: an account, a browser that keeps cookies, and what is done with it."""

import http.client
import http.cookies
import re
import sys
import urllib.parse


class Account:
    """A name and the passphrase that belongs to it now."""

    def __init__(self, name, passphrase):
        self.name = name
        self.passphrase = passphrase


class Browser:
    """A person's connection: keeps cookies and the form token; follows nothing by itself."""

    def __init__(self, server):
        self.port = server.port
        self.cookies = {}
        self.connection = None

    def request(self, method, path, fields=None, headers=None):
        """`fields`: of a form, or a body as it is to be sent."""
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        body = urllib.parse.urlencode(fields) if fields is not None and not isinstance(fields, str) else fields
        send = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), "Sec-Fetch-Site": "same-origin"}
        if body is not None:
            send["Content-Type"] = "application/x-www-form-urlencoded"
        send.update(headers or {})
        try:
            self.connection.request(method, path, body, send)
            response = self.connection.getresponse()
            text = response.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException):
            self.connection.close()
            self.connection = None
            raise
        for value in response.headers.get_all("Set-Cookie") or []:
            for name, morsel in http.cookies.SimpleCookie(value).items():
                self.cookies[name] = morsel.value
        return response.status, text, response.headers

    def get(self, path):
        try:
            return self.request("GET", path)
        except ConnectionResetError:
            # The server closes connections that were idle for 15 s; a browser opens another, and so does this one.
            return self.request("GET", path)

    def hidden(self, html):
        """The hidden fields of a page's forms."""
        found = {}
        for tag in re.findall(r"<input\b[^>]*>", html):
            values = dict(re.findall(r'(\w+)="([^"]*)"', tag))
            if values.get("type") == "hidden" and "name" in values:
                found[values["name"]] = values.get("value", "")
        return found

    def sign_in(self, account):
        """Signs in; a passphrase that the command printed is changed first, as the site asks."""
        _, html, _ = self.get("/sign-in")
        status, html, headers = self.request(
            "POST", "/sign-in", {**self.hidden(html), "pseudonym": account.name, "passphrase": account.passphrase})
        if status not in (200, 303) or "wayfellow" not in self.cookies:
            sys.exit(f"could not sign in as {account.name}: {status}\n{html[:500]}")
        if (self.get("/me")[2].get("Location") or "").startswith("/me/account/passphrase"):
            self.change_passphrase(account)
        return self

    def change_passphrase(self, account):
        fields = self.hidden(self.get("/me/account/passphrase")[1])
        status, html, _ = self.request(
            "POST", "/me/account/passphrase", {**fields, "words": "offered", "current": account.passphrase})
        # The page with the recovery code, which nobody has seen before.
        if status != 200:
            sys.exit(f"could not change the passphrase of {account.name}: {status}\n{html[:500]}")
        account.passphrase = fields["offered"]


def record(browser, treatment, purpose):
    """Puts a treatment into the record of who is signed in; answers the path of the form that evaluates it."""
    where = f"/me/treatments/new?treatment={treatment}&purpose={purpose}"
    _, html, _ = browser.get(where)
    chosen = re.search(r'name="purpose" value="([^"]+)"[^>]*checked', html) or re.search(r'name="purpose" value="([^"]+)"', html)
    if not chosen:
        sys.exit(f"{where} offers no purpose:\n{html[:2000]}")
    status, html, headers = browser.request(
        "POST", "/me/treatments/new",
        {"treatment": treatment, **browser.hidden(html), "purpose": chosen[1], "started-year": "2024"})
    if status != 303:
        sys.exit(f"no course of {treatment}: {status}\n{html[:2000]}")
    return headers["Location"]


def key_of(browser, account):
    """A key that opens the member's file, made on the page where members make them."""
    _, html, _ = browser.get("/me/account/keys")
    status, html, _ = browser.request(
        "POST", "/me/account/keys",
        {**browser.hidden(html), "name": "bench", "scope": "export", "days": "7", "current": account.passphrase})
    found = re.search(r"wfk_\w+", html)
    if status != 200 or not found:
        sys.exit(f"no key: {status} {html[:1500]}")
    return found[0]
