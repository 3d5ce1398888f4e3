#!/usr/bin/env python3
"""A fast SMTP sink that accepts everything and records which task tokens arrived, and when.

    python sink.py --port 2525 --log sink.log [--uvloop] [--no-pipelining] [--chunking]
                   [--tempfail-every N] [--lose-reply-every N] [--delay-ms D]

Each accepted message appends one line per distinct token to the log, *before* the 250 is
written, so a line exists for every message the client was told is accepted:

    <CLOCK_MONOTONIC ns> <token or -> <message number> <bytes> <C complete | T truncated>

"Complete" means the end marker of the task body (EOT<hex> for token DTK<hex>) was there.
Fault knobs: --tempfail-every N answers every Nth message 451 (not logged);
--lose-reply-every N logs the message and then drops the connection without the 250.
SIGTERM closes the listener and every connection (RST) at once: "the server is down".
"""

from __future__ import annotations

import argparse
import asyncio
import binascii
import os
import re
import signal
import socket
import struct
import time

TOKEN = re.compile(rb"DTK([0-9a-f]{12})")
END = re.compile(rb"EOT([0-9a-f]{12})")
B64 = re.compile(rb"(?:^[A-Za-z0-9+/]{40,76}\r\n)+(?:[A-Za-z0-9+/]+={0,2}\r\n)?", re.M)


class Sink:
    def __init__(
        self, log: str, *, pipelining=True, chunking=False, tempfail_every=0, lose_reply_every=0, delay_ms=0.0
    ):
        self.fd = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        self.count = 0
        self.tempfail_every, self.lose_reply_every = tempfail_every, lose_reply_every
        self.delay = delay_ms / 1000
        ext = ["8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES", "SIZE 52428800", "AUTH PLAIN LOGIN"]
        ext += ["PIPELINING"] * pipelining + ["CHUNKING"] * chunking
        lines = ["sink"] + ext
        self.ehlo = b"".join(
            b"250" + (b" " if i == len(lines) - 1 else b"-") + s.encode() + b"\r\n" for i, s in enumerate(lines)
        )
        self.sessions: set[Session] = set()

    def accept(self, msg: bytes) -> bytes | None:
        """Record one message; the reply, or None for 'drop the connection now'."""
        self.count += 1
        if self.tempfail_every and self.count % self.tempfail_every == 0:
            return b"451 4.3.0 try again\r\n"
        now = time.monotonic_ns()
        tokens, ends = set(TOKEN.findall(msg)), set(END.findall(msg))
        if (
            not tokens or tokens - ends
        ):  # quoted-printable folds, base64 bodies (the email package costs 2 ms a message)
            bodies = [binascii.a2b_qp(msg)] if b"quoted-printable" in msg else []
            for block in B64.findall(msg):
                try:
                    bodies.append(binascii.a2b_base64(block))
                except binascii.Error:
                    pass
            for body in bodies:
                tokens.update(TOKEN.findall(body))
                ends.update(END.findall(body))
        rows = b"".join(
            b"%d DTK%s %d %d %s\n" % (now, t, self.count, len(msg), b"C" if t in ends else b"T") for t in tokens
        ) or b"%d - %d %d T\n" % (now, self.count, len(msg))
        os.write(self.fd, rows)
        if self.lose_reply_every and self.count % self.lose_reply_every == 0:
            return None
        return b"250 2.0.0 ok\r\n"


class Session(asyncio.Protocol):
    def __init__(self, sink: Sink):
        self.sink, self.buf, self.data, self.bdat, self.auth = sink, bytearray(), False, None, 0

    def connection_made(self, tr):
        self.tr = tr
        self.sink.sessions.add(self)
        tr.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        tr.write(b"220 sink ESMTP\r\n")

    def connection_lost(self, exc):
        self.sink.sessions.discard(self)

    def send(self, out, close=False):
        def go():
            self.tr.write(b"".join(out))
            if close:
                self.tr.close()

        if out or close:
            if self.sink.delay:
                asyncio.get_running_loop().call_later(self.sink.delay, go)
            else:
                go()

    def data_received(self, chunk):
        buf, out = self.buf, []
        scan = max(0, len(buf) - 4)  # only look for the end where it can be new
        buf += chunk
        while buf:
            if self.data:
                if buf.startswith(b".\r\n"):
                    end, skip = 0, 3
                else:
                    end, skip = buf.find(b"\r\n.\r\n", scan), 5
                if end < 0:
                    break
                msg = bytes(buf[:end])
                del buf[: end + skip]
                scan, self.data = 0, False
            elif self.bdat is not None:
                size, last, head = self.bdat
                if len(buf) < size:
                    break
                msg = head + bytes(buf[:size])
                del buf[:size]
                scan, self.bdat = 0, None
                if not last:
                    self.pending = msg
                    out.append(b"250 2.0.0 chunk\r\n")
                    continue
                self.pending = b""
            else:
                end = buf.find(b"\r\n")
                if end < 0:
                    break
                line = bytes(buf[:end])
                del buf[: end + 2]
                scan = 0
                if self.command(line, out):
                    self.send(out, close=True)
                    return
                continue
            reply = self.sink.accept(msg)
            if reply is None:
                self.tr.abort()
                return
            out.append(reply)
        self.send(out)

    pending = b""

    def command(self, line, out) -> bool:
        verb = line[:4].upper()
        if self.auth:
            self.auth -= 1
            out.append(b"334 UGFzc3dvcmQ6\r\n" if self.auth else b"235 2.7.0 ok\r\n")
        elif verb in (b"MAIL", b"RCPT", b"RSET", b"NOOP"):
            out.append(b"250 2.1.0 ok\r\n")
        elif verb == b"DATA":
            self.data = True
            out.append(b"354 go\r\n")
        elif verb == b"BDAT":
            f = line.split()
            self.bdat = (int(f[1]), len(f) > 2 and f[2].upper() == b"LAST", self.pending)
        elif verb == b"EHLO":
            out.append(self.sink.ehlo)
        elif verb == b"HELO":
            out.append(b"250 sink\r\n")
        elif verb == b"AUTH":
            f = line.split()
            if f[1].upper() == b"LOGIN":
                self.auth = 2 if len(f) == 2 else 1
                out.append(b"334 VXNlcm5hbWU6\r\n")
            elif len(f) == 2:
                self.auth = 1
                out.append(b"334 \r\n")
            else:
                out.append(b"235 2.7.0 ok\r\n")
        elif verb == b"QUIT":
            out.append(b"221 2.0.0 bye\r\n")
            return True
        else:
            out.append(b"500 5.5.2 what\r\n")
        return False


async def serve(a):
    sink = Sink(
        a.log,
        pipelining=not a.no_pipelining,
        chunking=a.chunking,
        tempfail_every=a.tempfail_every,
        lose_reply_every=a.lose_reply_every,
        delay_ms=a.delay_ms,
    )
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Session(sink), "127.0.0.1", a.port, backlog=4096)
    stop = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    loop.add_signal_handler(signal.SIGINT, stop.set)
    await stop.wait()
    server.close()
    for s in list(sink.sessions):
        try:
            s.tr.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        except OSError:
            pass
        s.tr.abort()
    await asyncio.sleep(0)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--port", type=int, default=2525)
    ap.add_argument("--log", required=True)
    ap.add_argument("--uvloop", action="store_true")
    ap.add_argument("--no-pipelining", action="store_true")
    ap.add_argument("--chunking", action="store_true")
    ap.add_argument("--tempfail-every", type=int, default=0)
    ap.add_argument("--lose-reply-every", type=int, default=0)
    ap.add_argument("--delay-ms", type=float, default=0)
    a = ap.parse_args()
    factory = None
    if a.uvloop:
        import uvloop

        factory = uvloop.new_event_loop
    with asyncio.Runner(loop_factory=factory) as r:
        r.run(serve(a))


if __name__ == "__main__":
    main()
