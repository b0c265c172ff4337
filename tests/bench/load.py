#!/usr/bin/python3
"""load.py VIGIE [REQUESTS]: comments:analyze under load.

wrk and the server share this machine's cores.  Measured: requests a second,
as many as it takes; times at half of that; memory over REQUESTS (a million);
times at half beside clients that send slowly, send half a request and wait,
or send too much.  Prints a Markdown table; `--readme FILE` puts it into FILE.
"""
import argparse
import asyncio
import os
import re
import resource
import subprocess
import sys
import threading
import time
from urllib.parse import urlsplit

from serving import Server
from tables import put_table

HERE = os.path.dirname(os.path.abspath(__file__))
CONNECTIONS = 64
SECONDS = 10      # of a run
SLOW, HALF, LARGE = 400, 400, 4  # clients that misbehave
LIMIT = 900       # seconds for all the requests


def milliseconds(text):
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s)", text).groups()
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def wrk(server, seconds, pause=0):
    """(requests a second, p50, p99 in ms, failures, requests)"""
    told = subprocess.run(
        ["wrk", "-t", "2", "-c", str(CONNECTIONS), "-d", f"{seconds}s",
         "--latency", "-s", HERE + "/load.lua", server.base, "--", server.key,
         str(pause)],
        check=True, capture_output=True, text=True).stdout
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1])
    failed = sum(int(n) for n in re.findall(
        r"Non-2xx or 3xx responses: (\d+)", told))
    for line in re.findall(r"Socket errors: (.*)", told):
        failed += sum(int(n) for n in re.findall(r"\d+", line))
    times = dict(re.findall(r"(50|99)%\s+(\S+)", told))
    return (rate, milliseconds(times["50"]), milliseconds(times["99"]), failed,
            int(re.search(r"(\d+) requests in", told)[1]))


def at_half(server, rate):
    """A run at half the rate; the pause is corrected once."""
    pause = 2000 * CONNECTIONS / rate
    for seconds in (3, SECONDS):
        result = wrk(server, seconds, pause)
        pause *= result[0] / (rate / 2)
    return result


# ---- clients that misbehave -------------------------------------------------

HEAD = ("POST /v1alpha1/comments:analyze?key={} HTTP/1.1\r\nHost: x\r\n"
        "Content-Type: application/json\r\nContent-Length: {}\r\n\r\n")


async def slow(at, key, until):
    """A byte a second."""
    request = HEAD.format(key, 400).encode() + b'{"comment": '
    while time.monotonic() < until:
        reader, writer = await asyncio.open_connection(*at)
        try:
            for byte in request:
                writer.write(bytes([byte]))
                await writer.drain()
                await asyncio.sleep(1)
                if time.monotonic() > until:
                    break
        except OSError:
            pass
        writer.close()


async def half(at, _key, until):
    """Begins a request and says no more."""
    while time.monotonic() < until:
        reader, writer = await asyncio.open_connection(*at)
        writer.write(b"POST /v1alpha1/comments:ana")
        try:
            await asyncio.wait_for(reader.read(1), until - time.monotonic())
        except (asyncio.TimeoutError, OSError):
            pass
        writer.close()


async def large(at, key, until):
    """Five megabytes, again and again."""
    piece = b"a" * 65536
    while time.monotonic() < until:
        reader, writer = await asyncio.open_connection(*at)
        try:
            writer.write(HEAD.format(key, 5 << 20).encode())
            for _ in range(80):
                writer.write(piece)
                await writer.drain()
            await reader.read(100)
        except OSError:
            pass
        writer.close()
        await asyncio.sleep(0.2)


async def misbehave(at, key, until):
    await asyncio.gather(*(what(at, key, until) for what, count in
                           ((slow, SLOW), (half, HALF), (large, LARGE))
                           for _ in range(count)), return_exceptions=True)


def beside_others(server, rate):
    at = urlsplit(server.base)
    until = time.monotonic() + SECONDS + 5
    others = threading.Thread(target=asyncio.run, args=(misbehave(
        (at.hostname, at.port), server.key, until),))
    others.start()
    time.sleep(2)  # let them all in
    result = wrk(server, SECONDS, 2000 * CONNECTIONS / rate)
    others.join()
    return result


# ---- all of it ----------------------------------------------------------------

def cpu_seconds(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii") as text:
        fields = text.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def many(server, wanted):
    """Memory, in MB, as the requests go by."""
    held, done, begin = [], 0, time.monotonic()
    while done < wanted and time.monotonic() - begin < LIMIT:
        result = wrk(server, SECONDS)
        if result[3]:
            sys.exit(f"{result[3]} requests failed")
        done += result[4]
        held.append((done, server.resident() / 1e6))
    return held


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("requests", nargs="?", type=int, default=1000000)
    parser.add_argument("--readme")
    options = parser.parse_args()
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit[1], limit[1]))
    with Server(options.program) as server:
        wrk(server, 2)  # warm
        full = max((wrk(server, SECONDS) for _ in range(3)))
        calm = at_half(server, full[0])
        beside = beside_others(server, full[0])
        begin = cpu_seconds(server.pid)
        held = many(server, options.requests)
        cost = (cpu_seconds(server.pid) - begin) / held[-1][0]
    lines = [
        "| `comments:analyze` of 300 bytes | requests/s | p50, ms | p99, ms |"
        " failed |", "|---|--:|--:|--:|--:|"]
    for name, (rate, middle, late, failed, _) in (
            (f"{CONNECTIONS} connections, no pause", full),
            ("at half of that", calm),
            (f"the same beside {SLOW} slow, {HALF} half-open clients and "
             f"{LARGE} that send 5 MB", beside)):
        lines.append(f"| {name} | {rate:,.0f} | {middle:.1f} | {late:.1f} | "
                     f"{failed} |")
    lines += ["", f"wrk and the server share {os.cpu_count()} cores; a request "
              f"takes {cost * 1e6:.0f} µs of one. Memory: {held[0][1]:.0f} MB "
              f"after {held[0][0]:,} requests, {held[-1][1]:.0f} MB after "
              f"{held[-1][0]:,}."]
    print("\n".join(lines))
    if options.readme:
        put_table(options.readme, "make load", lines)


main()
