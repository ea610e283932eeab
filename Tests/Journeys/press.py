"""A server whose pages are all read: a plugin, so that every journey that names it shares the one server."""

import http.client
import json

import pytest

from printed import Reader
from server import Server

# As many as browsers meet.
MEMBERS = 2_500


class Press:
    """Prints pages of a server, over one connection."""

    def __init__(self, server):
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        self.looked_at = 0

    def raw(self, path, language="en"):
        try:
            answer = self._answer(path, language)
        except http.client.RemoteDisconnected:
            # Nobody asked for a while, so the server hung up.
            self.connection.close()
            answer = self._answer(path, language)
        text = answer.read().decode()
        assert answer.status == 200, f"{answer.status} {path}"
        return text

    def _answer(self, path, language):
        self.connection.request("GET", path, headers={"Accept-Language": language})
        return self.connection.getresponse()

    def main(self, path, language="en"):
        """What stands between the header and the footer, in the language."""
        text = self.raw(path, language)
        self.looked_at += 1
        assert f'<html lang="{language}"' in text, f"{path} is not in {language}"
        return text[text.index("<main"):text.index("</main>") + len("</main>")]

    def page(self, path, language="en"):
        return Reader(self.main(path, language)).open[0].inside[0]

    def figures(self):
        """The newest release for programs."""
        number = json.loads(self.raw("/api/releases"))["releases"][0]["number"]
        return json.loads(self.raw(f"/api/releases/{number}/figures"))["figures"]


@pytest.fixture(scope="session")
def press(tmp_path_factory):
    """Of a server with a simulated community that lets one visitor read thousands of pages. Nothing changes on it."""
    running = Server(
        tmp_path_factory.mktemp("press"), members=MEMBERS, settings={"WAYFELLOW_RATE_LIMITS": "off"}).start()
    yield Press(running)
    running.stop()
