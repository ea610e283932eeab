"""A Redis of the bench's own, on a socket, that writes nothing to the disk; without a process where there is none to be had."""

import shutil
import subprocess
import time


class Redis:
    def __init__(self, folder):
        self.folder = folder
        self.socket = folder / "redis.sock"

    def __enter__(self):
        self.process, program = None, self.program()
        self.socket.unlink(missing_ok=True)
        if program:
            self.process = subprocess.Popen(
                [program, "--port", "0", "--unixsocket", str(self.socket), "--save", "", "--appendonly", "no",
                 "--loglevel", "warning"], cwd=self.folder, stdout=subprocess.DEVNULL)
        while self.process and not self.socket.exists() and self.process.poll() is None:
            time.sleep(0.02)
        return self

    def program(self):
        """Debian's package redis-tools has the server as well: it is what it is called as."""
        found, checker = shutil.which("redis-server"), shutil.which("redis-check-rdb")
        if found or not checker:
            return found
        link = self.folder / "redis-server"
        link.unlink(missing_ok=True)
        link.symlink_to(checker)
        return str(link)

    def __exit__(self, *_):
        if self.process:
            self.process.terminate()
            self.process.wait()
        self.socket.unlink(missing_ok=True)
