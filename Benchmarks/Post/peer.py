"""Python's smtplib at the same work: `peer.py PORT AUTHORITY COUNT SAMPLE` builds each mail as an EmailMessage and sends it
over one TLS connection that is kept. Prints microseconds of CPU a mail, and mails a second."""

import email
import email.policy
import smtplib
import ssl
import sys
import time
from email.message import EmailMessage

port, authority, count, sample = int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4]
with open(sample, "rb") as file:
    pattern = email.message_from_binary_file(file, policy=email.policy.default)
text = pattern.get_content()
fixed = [(name, str(pattern[name])) for name in (
    "From", "Subject", "Date", "Content-Language", "Auto-Submitted", "List-Unsubscribe-Post")]
unsubscribe = str(pattern["List-Unsubscribe"])

server = smtplib.SMTP_SSL("127.0.0.1", port, context=ssl.create_default_context(cafile=authority))
server.ehlo()
began, cpu = time.monotonic(), time.process_time()
for number in range(count):
    message = EmailMessage()
    for name, value in fixed:
        message[name] = value
    message["To"] = f"m{number}@example.org"
    message["Message-ID"] = f"<{number}@wayfellow.test>"
    message["List-Unsubscribe"] = unsubscribe
    message.set_content(text)
    server.send_message(message)
cpu, took = time.process_time() - cpu, time.monotonic() - began
server.quit()
print(cpu / count * 1e6, count / took)
