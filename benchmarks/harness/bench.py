#!/usr/bin/env python3
"""Drop N task files, count the emails that arrive, exactly.

    python bench.py PEER SCENARIO [--n N] [--repeat R] [--json out.jsonl] [--port 2525]
    python bench.py command:'some-daemon --home {work} --smtp-port {smtp_port} --inbox {inbox}' burst --n 500

Scenarios
    single    N single drops, each after the email of the one before: latency p50/p99
    burst     N drops at once: time to the last email, emails/s, latency, peak RSS, CPU per email
    slow      N non-atomic writers (4 pieces over 400 ms each): lost, duplicated, truncated
    sinkdown  burst; the sink goes down after 20% of N have arrived, for --down seconds (30)
    kill9     burst; kill -9 after 20% of N have arrived, restart 1 s later
    tempfail  burst against a sink that answers every 10th message 451
    lostreply burst against a sink that takes every 50th message and drops the connection unanswered

A run ends when every token arrived and nothing more came for --settle seconds, or when nothing
came for --quiet seconds. lost = tokens never seen; dup = extra copies; trunc = first copy lacks the end.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))


class SinkProc:
    def __init__(self, work: Path, port: int, flags=()):
        self.log, self.port, self.flags = work / "sink.log", port, list(flags)
        self.log.touch()
        self.pos, self.rest = 0, b""
        self.hits: dict[str, list[tuple[int, bool]]] = {}
        self.mails, self.last = 0, time.monotonic()
        self.up()

    def up(self):
        import socket

        self.proc = subprocess.Popen(
            [sys.executable, str(HERE / "sink.py"), "--port", str(self.port), "--log", str(self.log), *self.flags]
        )
        for _ in range(200):
            with socket.socket() as s:
                if s.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.02)
        raise RuntimeError("sink did not start")

    def down(self):
        self.proc.terminate()
        self.proc.wait()

    def poll(self):
        with open(self.log, "rb") as f:
            f.seek(self.pos)
            new = f.read()
        self.pos += len(new)
        lines = (self.rest + new).split(b"\n")
        self.rest = lines.pop()
        for ln in lines:
            t, tok, num, _size, flag = ln.decode().split()
            self.hits.setdefault(tok, []).append((int(t), flag == "C"))
            self.mails = int(num)
        if lines:
            self.last = time.monotonic()
        return len(self.hits) - ("-" in self.hits)


def make_peer(spec: str, work: Path, port: int):
    if spec.startswith("command:"):
        from peers.command import Command

        return Command(work, port, spec[8:])
    return importlib.import_module(f"peers.{spec}").PEER(work, port)


def pct(v, q):
    v = sorted(v)
    return v[min(len(v) - 1, int(q * len(v)))] if v else float("nan")


def dropper(peer, n, *flags):
    """Start the drops; returns a Popen whose stdout is the (time, token) list."""
    if peer.delivers_files:
        return subprocess.Popen(
            [sys.executable, str(HERE / "drop.py"), str(peer.inbox), str(n), "--stage", str(peer.work), *flags],
            stdout=open(peer.work / f"drops-{time.monotonic_ns()}", "w+"),
        )
    return peer.deliver(n, flags)


def read_drops(work):
    out = {}
    for p in work.glob("drops-*"):
        for ln in p.read_text().splitlines():
            t, tok = ln.split()
            out[tok] = int(t)
    return out


def busy_cpu():
    """(busy, total) jiffies of the machine: how much of it others are using is part of the result."""
    f = [int(x) for x in open("/proc/stat").readline().split()[1:9]]
    return sum(f) - f[3] - f[4], sum(f)


def noise(seconds=1.0):
    a = busy_cpu()
    time.sleep(seconds)
    b = busy_cpu()
    return round(100 * (b[0] - a[0]) / max(1, b[1] - a[1]))


def run(a) -> dict:
    before = noise()
    for _ in range(int(a.wait_quiet)):  # let somebody else's work pass, but not for ever
        if before <= 15:
            break
        before = noise()
    work = Path(tempfile.mkdtemp(prefix=f"bench-{a.peer.split(':')[0]}-", dir=a.tmp))
    flags = {"tempfail": ["--tempfail-every", "10"], "lostreply": ["--lose-reply-every", "50"]}.get(a.scenario, [])
    sink = SinkProc(work, a.port, flags + (["--uvloop"] if a.uvloop else []))
    peer, events = None, {}
    try:
        peer = make_peer(a.peer, work, a.port)
        start_s = peer.start()
        rss0, cpu0, peak = peer.rss_mb(), peer.cpu_s(), 0.0
        if a.scenario == "single":
            missed = 0
            for i in range(a.n):
                d = dropper(peer, 1)
                d.wait()
                t0 = time.monotonic()
                while sink.poll() < i + 1 - missed and time.monotonic() - t0 < a.quiet:
                    time.sleep(0.002)
                if sink.poll() < i + 1 - missed:
                    missed += 1
                    if missed == 3:  # it does not work at all: do not wait N times
                        break
                time.sleep(a.gap)
        else:
            extra = ["--slow", "4", "--slow-ms", "400"] if a.scenario == "slow" else []
            ds = [dropper(peer, a.n, *extra)] if not extra else [dropper(peer, a.n // 8, *extra) for _ in range(8)]
            n = a.n if not extra else a.n // 8 * 8
            acted, t_up, lastrss = a.scenario not in ("sinkdown", "kill9"), None, 0.0
            sink.last = time.monotonic()
            while True:
                got = sink.poll()
                now = time.monotonic()
                if now - lastrss > 0.25 and peer.proc.poll() is None:
                    peak, lastrss = max(peak, peer.rss_mb()), now
                if not acted and got >= n * 0.2:
                    acted = True
                    if a.scenario == "sinkdown":
                        sink.down()
                        events["down_at"] = sink.poll()
                        t_up = now + a.down
                    else:
                        cpu0 -= peer.cpu_s()
                        peer.kill()
                        events["killed_at"] = sink.poll()
                        for d in ds if peer.delivers_files else ():
                            d.wait()  # files dropped while the peer is dead count too
                        time.sleep(1)
                        events["restart_s"] = round(peer.start(), 2)
                        sink.last = time.monotonic()
                if t_up and now >= t_up:
                    sink.up()
                    t_up, events["up_after_s"] = None, round(a.down, 1)
                    events["up_t"] = time.monotonic_ns()
                    sink.last = time.monotonic()
                if not t_up and all(d.poll() is not None for d in ds):
                    idle = time.monotonic() - sink.last
                    if (got >= n and idle > a.settle) or idle > a.quiet:
                        break
                time.sleep(0.005)
        cpu = peer.cpu_s() - cpu0 if peer.proc.poll() is None else float("nan")
    finally:
        if peer and peer.proc:
            peer.stop()
        sink.down()
    sink.poll()
    drops = read_drops(work)
    seen = {t: h for t, h in sink.hits.items() if t in drops}
    lat = [(h[0][0] - drops[t]) / 1e6 for t, h in seen.items()]
    first = [h[0][0] for h in seen.values()]
    span = (max(first) - min(drops.values())) / 1e9 if first else float("nan")
    res = {
        "peer": a.peer,
        "scenario": a.scenario,
        "n": len(drops),
        "arrived": len(seen),
        "lost": len(drops) - len(seen),
        "dup": sum(len(h) - 1 for h in seen.values()),
        "trunc": sum(not h[0][1] for h in seen.values()),
        "stray": sum(len(h) for t, h in sink.hits.items() if t not in drops),
        "p50_ms": round(pct(lat, 0.5), 2),
        "p99_ms": round(pct(lat, 0.99), 2),
        "max_ms": round(max(lat, default=float("nan")), 1),
        "span_s": round(span, 3),
        "mails_per_s": round(len(seen) / span, 1) if a.scenario != "single" and first else None,
        "start_s": round(start_s, 2),
        "rss_idle_mb": round(rss0, 1),
        "rss_peak_mb": round(peak, 1),
        "cpu_ms_per_mail": round(cpu / max(1, len(seen)) * 1e3, 2),
        "others_cpu_pct": before,
        "left_in_inbox": sum(1 for _ in peer.inbox.iterdir()),
        **events,
    }
    if "up_t" in events:
        after = [t for h in seen.values() for t, _ in h[:1] if t > events["up_t"]]
        res["first_after_up_s"] = round((min(after) - events["up_t"]) / 1e9, 2) if after else None
        del res["up_t"]
    if not a.keep:
        shutil.rmtree(work, ignore_errors=True)
    else:
        res["work"] = str(work)
    return res


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("peer")
    ap.add_argument("scenario", choices=["single", "burst", "slow", "sinkdown", "kill9", "tempfail", "lostreply"])
    ap.add_argument("--n", type=int, default=500)
    ap.add_argument("--repeat", type=int, default=1)
    ap.add_argument("--port", type=int, default=2525)
    ap.add_argument("--down", type=float, default=30)
    ap.add_argument("--settle", type=float, default=3)
    ap.add_argument("--quiet", type=float, default=20)
    ap.add_argument("--gap", type=float, default=0.05)
    ap.add_argument(
        "--wait-quiet", type=float, default=0, help="wait up to this many seconds for the machine to be idle"
    )
    ap.add_argument("--uvloop", action="store_true", help="run the sink on uvloop")
    ap.add_argument("--json", type=Path)
    ap.add_argument("--tmp", default=os.environ.get("BENCH_TMP", tempfile.gettempdir()))
    ap.add_argument("--keep", action="store_true", help="keep the working folder (configuration, logs)")
    a = ap.parse_args()
    rows = []
    for _ in range(a.repeat):
        r = run(a)
        rows.append(r)
        print(json.dumps(r), flush=True)
        if a.json:
            with open(a.json, "a") as f:
                f.write(json.dumps(r) + "\n")
    if a.repeat > 1:
        keys = ("lost", "dup", "p50_ms", "p99_ms", "mails_per_s", "rss_peak_mb", "cpu_ms_per_mail")
        print("median:", {k: statistics.median(x) for k in keys if (x := [r[k] for r in rows if r[k] is not None])})


if __name__ == "__main__":
    main()
