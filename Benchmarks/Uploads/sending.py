"""Forms with a file as bytes, and what watches the server meanwhile."""

import os
import re
import socket
import threading
import time
from pathlib import Path

import harness

BOUNDARY = "----bench4fQz"


class Sender:
    """An administrator who is signed in."""

    def __init__(self, browser):
        self.port = browser.port
        self.cookie = "; ".join(f"{k}={v}" for k, v in browser.cookies.items())
        self.token = browser.hidden(browser.get("/admin/picture")[1])["csrf"]
        self.browser = browser

    def parts(self, content, token=None, name="file", fields=None):
        fields = fields or {"csrf": token or self.token, "description-en": "A picture", "description-es": "Una imagen"}
        text = "".join(
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in fields.items())
        text += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        return text.encode() + b"Content-Type: image/png\r\n\r\n" + content + f"\r\n--{BOUNDARY}--\r\n".encode()

    def request(self, body, path="/admin/picture", site="same-origin", boundary=BOUNDARY, length=None):
        head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nCookie: {self.cookie}\r\nSec-Fetch-Site: {site}\r\n"
            f"Content-Type: multipart/form-data; boundary={boundary}\r\nContent-Length: {length or len(body)}\r\n"
            "Connection: close\r\n\r\n")
        return head.encode() + body

    def send(self, raw, timeout=180):
        """Status and text of the answer; 0 where there was none."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=timeout) as link:
                try:
                    link.sendall(raw)
                except OSError:
                    pass  # What was said before the line was closed is still to be read.
                answer = b""
                while piece := link.recv(65_536):
                    answer += piece
        except OSError:
            return 0, ""
        found = re.match(rb"HTTP/1\.1 (\d+)", answer)
        return (int(found[1]) if found else 0), answer.decode("utf-8", "replace")


class Watch(threading.Thread):
    """Looks at the server and at the processes of libvips every few milliseconds."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.isOver = pid, threading.Event()
        self.server = self.vips = self.together = 0

    def run(self):
        while not self.isOver.wait(0.02):
            self.server = max(self.server, harness.resident_mebibytes(self.pid))
            sizes = [size for size in map(self._size, self._children()) if size]
            self.vips = max([self.vips, *sizes])
            self.together = max(self.together, len(sizes))

    def _children(self):
        found = []
        for name in os.listdir("/proc"):
            if name.isdigit():
                try:
                    text = Path(f"/proc/{name}/stat").read_text()
                    if text.split("(", 1)[1].startswith(("vips", "prlimit", "nice")) and " Z " not in text:
                        found.append(name)
                except (OSError, IndexError):
                    pass
        return found

    @staticmethod
    def _size(pid):
        try:
            text = Path(f"/proc/{pid}/status").read_text()
            return int(re.search(r"VmRSS:\s+(\d+)", text)[1]) / 1024
        except (OSError, TypeError):
            return 0

    def end(self):
        self.isOver.set()
        self.join()


def left_behind(server, before):
    """Files that the uploads left: named ones, and nameless ones that the server still holds open."""
    names = set(os.listdir(server.folder)) | {f"/tmp/{name}" for name in os.listdir("/tmp")}
    new = [name for name in names - before if re.search(r"upload|vips|orcexec", name)]
    held = []
    for number in os.listdir(f"/proc/{server.pid}/fd"):
        try:
            held.append(os.readlink(f"/proc/{server.pid}/fd/{number}"))
        except OSError:
            pass
    return new + [path for path in held if path.startswith(str(server.folder)) and path.endswith("(deleted)")]


def files_before(server):
    return set(os.listdir(server.folder)) | {f"/tmp/{name}" for name in os.listdir("/tmp")}


def until(holds, within=600):
    end = time.monotonic() + within
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.2)
    return True
