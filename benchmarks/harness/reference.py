#!/usr/bin/env python3
"""A reference pipeline of the same job, to give the daemon a physical limit and an "obvious stack" anchor.

Not a product: no configuration, no retries beyond reconnecting, one recipient per rule. It is durable in the sense
that counts here: a task and its finished message are committed (WAL, synchronous=FULL) before the message is sent,
"sent" is committed afterwards, and at start the inbox and the unsent rows are picked up again (at least once).

    python reference.py --home DIR --inbox DIR --smtp-port N
        [--watch raw|watchdog] [--yaml rust|c] [--mime hand|stdlib] [--commit group|each] [--smtp pipeline|lockstep|sendmail|connect]
        [--conns 1] [--sync FULL|NORMAL]
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import ctypes
import importlib.util
import os
import re
import secrets
import signal
import sqlite3
import struct
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate

import jinja2

TEXT = jinja2.Environment().from_string(
    "Hello {{ who }},\n\n{{ t.title }}\n\n{% for k, v in t.items() %}{{ k }}: {{ v }}\n{% endfor %}\n{{ body }}\n"
)
HTML = jinja2.Environment(autoescape=True).from_string(
    '<!doctype html><html><body style="margin:0"><table width=600><tr><td><h1>{{ t.title }}</h1><table>'
    '{% for k, v in t.items() %}<tr><th align=left style="font:14px sans-serif">{{ k }}</th><td>{{ v }}</td></tr>{% endfor %}</table>'
    "{% for p in body.split('\n') if p %}<p style=\"margin:0 0 12px;font:16px/1.5 sans-serif\">{{ p }}</p>\n{% endfor %}</td></tr></table></body></html>"
)
RULES = [
    ("sam", lambda t: "finance" in t.get("tags", ())),
    ("kim", lambda t: "legal" in t.get("tags", ()) and t.get("stakes") != "high"),
    ("robin", lambda t: True),
]


class Daemon:
    def __init__(self, a):
        self.a, self.loop = a, asyncio.get_running_loop()
        self.new, self.out, self.known = asyncio.Queue(), asyncio.Queue(), set()
        self.db = sqlite3.connect(f"{a.home}/state.db", isolation_level=None, check_same_thread=False)
        self.db.execute("pragma journal_mode=wal")
        self.db.execute(f"pragma synchronous={a.sync}")
        self.db.execute(
            "create table if not exists task(name text primary key, who text, state text, msg blob) without rowid"
        )
        self.lock = asyncio.Lock()
        if a.yaml == "rust":
            import yaml_rs

            self.yaml = yaml_rs.loads
        else:
            import yaml

            self.yaml = lambda s: yaml.load(s, yaml.CSafeLoader)

    # -- intake ----------------------------------------------------------------------------
    def seen(self, name):
        if name.endswith(".md") and name not in self.known:
            self.known.add(name)
            self.new.put_nowait(name)

    def watch(self):
        if self.a.watch == "watchdog":
            from watchdog.events import FileSystemEventHandler
            from watchdog.observers import Observer

            d = self

            class H(FileSystemEventHandler):
                def on_closed(self, ev):
                    d.loop.call_soon_threadsafe(d.seen, os.path.basename(ev.src_path))

                def on_created(self, ev):  # a rename from outside shows as "created"; a slow writer does too
                    if os.path.getsize(ev.src_path):
                        d.loop.call_soon_threadsafe(d.seen, os.path.basename(ev.src_path))

            self.obs = Observer()
            self.obs.schedule(H(), self.a.inbox)
            self.obs.start()
            return
        libc = ctypes.CDLL(None, use_errno=True)
        fd = libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        libc.inotify_add_watch(fd, os.fsencode(self.a.inbox), 0x88)  # IN_CLOSE_WRITE | IN_MOVED_TO

        def read():
            buf, off = os.read(fd, 1 << 16), 0
            while off < len(buf):
                mask, ln = struct.unpack_from("I", buf, off + 4)[0], struct.unpack_from("I", buf, off + 12)[0]
                if mask & 0x4000:  # queue overflow: look at the folder itself
                    self.scan()
                self.seen(buf[off + 16 : off + 16 + ln].rstrip(b"\0").decode())
                off += 16 + ln

        self.loop.add_reader(fd, read)

    def scan(self):
        for e in os.scandir(self.a.inbox):
            self.seen(e.name)

    def brief(self, name):
        with open(f"{self.a.inbox}/{name}") as f:
            _, fm, body = f.read().split("---\n", 2)
        t = self.yaml(fm)
        who = next(w for w, rule in RULES if rule(t))
        text, page = TEXT.render(who=who, t=t, body=body), HTML.render(who=who, t=t, body=body)
        mid = f"<{name}@delegated.example.test>"
        if self.a.mime == "stdlib":
            m = EmailMessage(policy=SMTP)
            m["From"], m["To"], m["Subject"], m["Message-ID"], m["Date"] = (
                "delegated@example.test",
                f"{who}@example.test",
                t["title"],
                mid,
                formatdate(),
            )
            m.set_content(text)
            m.add_alternative(page, subtype="html")
            return name, who, m.as_bytes()
        b = secrets.token_hex(12)
        subject = (
            t["title"]
            if re.fullmatch(r"[ -~]{0,200}", t["title"])
            else "=?utf-8?b?" + base64.b64encode(t["title"].encode()).decode() + "?="
        )
        part = "--%s\r\nContent-Type: text/%s; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        return (
            name,
            who,
            b"".join(
                (
                    (
                        f"From: delegated@example.test\r\nTo: {who}@example.test\r\nSubject: {subject}\r\nMessage-ID: {mid}\r\nDate: {formatdate()}\r\n"
                        f'MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary="{b}"\r\n\r\n'
                        + part
                        % (b, "plain")
                    ).encode(),
                    base64.encodebytes(text.encode()).replace(b"\n", b"\r\n"),
                    (part % (b, "html")).encode(),
                    base64.encodebytes(page.encode()).replace(b"\n", b"\r\n"),
                    f"--{b}--\r\n".encode(),
                )
            ),
        )

    async def commit(self, sql, rows):
        def go():
            self.db.execute("begin immediate")
            self.db.executemany(sql, rows)
            self.db.execute("commit")

        async with self.lock:
            await asyncio.to_thread(go)

    @staticmethod
    async def drain(q, most):
        batch = [await q.get()]
        while len(batch) < most and not q.empty():
            batch.append(q.get_nowait())
        return batch

    async def intake(self):
        while True:
            names = await self.drain(self.new, 64 if self.a.commit == "group" else 1)
            rows = []
            for n in names:
                try:
                    rows.append(self.brief(n))
                except Exception:  # half a file: its close will be reported
                    self.known.discard(n)
            if not rows:
                continue
            await self.commit("insert or ignore into task values(?,?,'ready',?)", rows)
            for r in rows:
                self.out.put_nowait(r)

    # -- sending ---------------------------------------------------------------------------
    async def sent(self, names):
        await self.commit("update task set state='sent', msg=null where name=?", [(n,) for n in names])

    async def sender(self):
        batch = []
        while True:
            try:
                if self.a.smtp in ("pipeline", "lockstep"):
                    r, w = await asyncio.open_connection("127.0.0.1", self.a.smtp_port)
                    await self.reply(r)
                    w.write(b"EHLO ref\r\n")
                    await self.reply(r)
                elif self.a.smtp == "sendmail":
                    import aiosmtplib

                    c = aiosmtplib.SMTP(hostname="127.0.0.1", port=self.a.smtp_port, start_tls=False)
                    await c.connect()
                while True:
                    batch = batch or await self.drain(self.out, 32 if self.a.commit == "group" else 1)
                    done = []
                    try:
                        if self.a.smtp == "pipeline":
                            head = [
                                b"MAIL FROM:<d@example.test>\r\nRCPT TO:<%s@example.test>\r\nDATA\r\n" % who.encode()
                                for _, who, _ in batch
                            ]
                            w.write(head[0])
                            for i, (name, _, msg) in enumerate(batch):
                                for _ in range(3):
                                    await self.reply(r)
                                w.write(
                                    msg.replace(b"\r\n.", b"\r\n..")
                                    + b".\r\n"
                                    + (head[i + 1] if i + 1 < len(batch) else b"")
                                )
                                await self.reply(r)
                                done.append(name)
                        elif self.a.smtp == "lockstep":
                            for name, who, msg in batch:
                                for line in (
                                    b"MAIL FROM:<d@example.test>\r\n",
                                    b"RCPT TO:<%s@example.test>\r\n" % who.encode(),
                                    b"DATA\r\n",
                                    msg.replace(b"\r\n.", b"\r\n..") + b".\r\n",
                                ):
                                    w.write(line)
                                    await self.reply(r)
                                done.append(name)
                        else:
                            import aiosmtplib

                            for name, who, msg in batch:
                                if self.a.smtp == "sendmail":
                                    await c.sendmail("d@example.test", [f"{who}@example.test"], msg)
                                else:
                                    await aiosmtplib.send(
                                        msg,
                                        sender="d@example.test",
                                        recipients=[f"{who}@example.test"],
                                        hostname="127.0.0.1",
                                        port=self.a.smtp_port,
                                        start_tls=False,
                                    )
                                done.append(name)
                    finally:
                        batch = batch[len(done) :]
                        if done:
                            await self.sent(done)
            except Exception as e:  # refused, dropped, 4xx: everything unsent stays queued
                if isinstance(e, asyncio.CancelledError):
                    raise
                await asyncio.sleep(0.25)

    @staticmethod
    async def reply(r):
        while True:
            line = await r.readline()
            if not line:
                raise ConnectionError("closed")
            if line[3:4] != b"-":
                if line[0] > 0x33:
                    raise ConnectionError(line.decode())
                return

    async def run(self):
        for name, who, msg, state in self.db.execute("select name,who,msg,state from task"):
            self.known.add(name)
            if state == "ready":
                self.out.put_nowait((name, who, msg))
        self.watch()
        self.scan()
        tasks = [asyncio.create_task(self.intake())] + [asyncio.create_task(self.sender()) for _ in range(self.a.conns)]
        print("READY", flush=True)
        stop = asyncio.Event()
        self.loop.add_signal_handler(signal.SIGTERM, stop.set)
        await asyncio.wait([asyncio.create_task(stop.wait()), *tasks], return_when=asyncio.FIRST_COMPLETED)
        for t in tasks:
            if t.done() and not t.cancelled() and t.exception():
                raise t.exception()
            t.cancel()


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, values in (
        ("watch", ("raw", "watchdog")),
        ("yaml", ("rust", "c")),
        ("mime", ("hand", "stdlib")),
        ("commit", ("group", "each")),
        ("smtp", ("pipeline", "lockstep", "sendmail", "connect")),
        ("sync", ("FULL", "NORMAL", "OFF")),
    ):
        ap.add_argument(f"--{name}", choices=values, default=values[0])
    if not importlib.util.find_spec("yaml_rs"):
        ap.set_defaults(yaml="c")  # 0.91 of the speed with the Rust one
    ap.add_argument("--conns", type=int, default=1)
    ap.add_argument("--home", required=True)
    ap.add_argument("--inbox", required=True)
    ap.add_argument("--smtp-port", type=int, required=True)
    a = ap.parse_args()

    async def go():
        await Daemon(a).run()

    asyncio.run(go())


if __name__ == "__main__":
    main()
