#!/usr/bin/python3
"""large.py VIGIE [COUNT]: trains on COUNT comments (200,000) of repeat.py and
says how long it took and how much memory it used, over its bars or under.

Memory is what vigie and its processes hold together, what they share counted
once (the kernel's proportional set size), looked at every other second.
"""
import glob
import os
import resource
import subprocess
import sys
import tempfile
import time

SECONDS, BYTES = 600, 8 << 30  # on two cores


def held(group):
    """Bytes of all processes of a group."""
    total = 0
    for path in glob.glob("/proc/[0-9]*"):
        try:
            if os.getpgid(int(path[6:])) != group:
                continue
            with open(path + "/smaps_rollup", encoding="ascii") as lines:
                total += sum(int(line.split()[1]) for line in lines
                             if line.startswith("Pss:")) * 1024
        except (OSError, ProcessLookupError):
            pass  # it ended meanwhile
    return total


def main():
    program = os.path.abspath(sys.argv[1])
    count = sys.argv[2] if len(sys.argv) > 2 else "200000"
    here = os.path.dirname(os.path.abspath(__file__))
    with tempfile.TemporaryDirectory() as folder:
        data = os.path.join(folder, "large.jsonl")
        with open(data, "wb") as out:
            subprocess.run([os.path.join(here, "repeat.py"), count],
                           stdout=out, check=True)
        begin, peak = time.monotonic(), 0
        training = subprocess.Popen(
            [program, "train", "--out", os.path.join(folder, "model"), data],
            start_new_session=True)
        while training.poll() is None:
            peak = max(peak, held(training.pid))
            time.sleep(2)
        seconds = time.monotonic() - begin
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"{count} comments: {seconds:.0f} s (bar {SECONDS}), "
          f"{used.ru_utime + used.ru_stime:.0f} s of a core, "
          f"{peak / 2**30:.2f} GiB (bar {BYTES >> 30})")
    sys.exit(training.returncode != 0 or seconds > SECONDS or peak > BYTES)


if __name__ == "__main__":
    main()
