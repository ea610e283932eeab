"""A mail server that takes everything over TLS and notes what came, as cheaply as Python can: `sink.py FOLDER`.

Makes an authority of its own (FOLDER/authority.pem), prints its port, answers a line on standard input with the mails
that came since the last: FOLDER/ledger, a message id a line, in order; and ends with its standard input.
"""

import asyncio
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "Tests" / "Kit" / "Post"))
from mail_server import encryption  # noqa: E402

came = []


class Sink(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport, self.rest, self.is_data = transport, b"", False
        transport.write(b"220 sink ESMTP\r\n")

    def data_received(self, data):
        self.rest += data
        while True:
            if self.is_data:
                end = self.rest.find(b"\r\n.\r\n")
                if end < 0:
                    return
                self.take(self.rest[:end])
                self.rest, self.is_data = self.rest[end + 5:], False
                self.transport.write(b"250 2.0.0 taken\r\n")
            line, found, rest = self.rest.partition(b"\r\n")
            if not found:
                return
            self.rest = rest
            verb = line[:4].upper()
            self.is_data = verb == b"DATA"
            self.transport.write(
                b"354 go on\r\n" if self.is_data
                else b"250-sink\r\n250 8BITMIME\r\n" if verb == b"EHLO"
                else b"221 bye\r\n" if verb == b"QUIT" else b"250 2.1.0 yes\r\n")

    @staticmethod
    def take(mail):
        at = mail.find(b"\r\nMessage-ID: ") + 14
        end = mail.find(b"\r\n", at)
        value = mail[at:end].strip()
        came.append(value if value else mail[end:mail.find(b"\r\n", end + 2)].strip())


async def main(folder):
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Sink, "127.0.0.1", 0, ssl=encryption(folder))
    print(server.sockets[0].getsockname()[1], flush=True)
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while await reader.readline():
        (folder / "ledger").write_bytes(b"\n".join(came))
        count = len(came)
        came.clear()
        print(count, flush=True)


asyncio.run(main(Path(sys.argv[1])))
