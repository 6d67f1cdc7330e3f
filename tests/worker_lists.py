#!/usr/bin/env python3
"""Measures how a running service checks lists of workers, and how long it takes to make their report.

usage: worker_lists.py ABSAH [--report]

Starts `ABSAH demo --once`, issues nothing more, and serves it. Lists of 1,000 and of 10,000 workers, each with the token of
one of the demo's certificates, her name and the scheme wanted, are sent to POST /api/v1/check-list: the seconds until the
whole answer is there, and the most memory that the service held meanwhile (VmHWM; Linux). With --report the answer is the
signed report as a PDF: its bytes too. Each is done three times; the median is told. 10,000 workers must take 5 seconds or
less, and the memory of the one must not be that of the other ten times over.
"""
import csv
import glob
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

ROUNDS = 3
BOUND = 5.0  # seconds for 10,000 workers on two cores, a release build


def free_port():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


def answers(url):
    for _ in range(400):
        try:
            with urllib.request.urlopen(url + "/readyz", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    sys.exit("the service did not become ready")


def highest(process):
    """The most memory since it was last forgotten, in MiB."""
    with open(f"/proc/{process.pid}/status", encoding="ascii") as status:
        line = next(line for line in status if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


def forget(process):
    with open(f"/proc/{process.pid}/clear_refs", "w", encoding="ascii") as refs:
        refs.write("5")


def check(url, host, rows, accept):
    body = json.dumps({"until": time.strftime("%Y-%m-%d", time.gmtime(time.time() + 30 * 86400)), "rows": rows}).encode()
    headers = {"content-type": "application/json", "accept": accept, "host": host}
    begun = time.monotonic()
    with urllib.request.urlopen(urllib.request.Request(url + "/api/v1/check-list", body, headers), timeout=300) as answer:
        told = answer.read()
    return time.monotonic() - begun, told


def main():
    absah, paper = os.path.abspath(sys.argv[1]), "--report" in sys.argv
    accept = "application/pdf" if paper else "application/json"
    with tempfile.TemporaryDirectory() as work:
        data, port = os.path.join(work, "data"), free_port()
        host, common = f"127.0.0.1:{port}", ["--data", data, "--listen", f"127.0.0.1:{port}"]
        subprocess.run([absah, "demo", "--once", *common], check=True, stdout=subprocess.DEVNULL)
        issued = []
        for name in glob.glob(os.path.join(data, "**", "certificates.csv"), recursive=True):
            with open(name, encoding="utf-8", newline="") as table:
                issued += list(csv.DictReader(table))
        serving = subprocess.Popen([absah, "serve", *common], stderr=subprocess.DEVNULL)
        try:
            url = f"http://{host}"
            answers(url)
            print(f"{'workers':>8} {'seconds':>8} {'MiB before':>11} {'MiB highest':>12} {'bytes':>10}")
            slow = False
            for count in [1_000, 10_000]:
                workers = [issued[place % len(issued)] for place in range(count)]
                rows = [{"token": one["token"], "name": one["name"], "scheme": one["scheme"]} for one in workers]
                taken, memory, size, before = [], [], 0, highest(serving)
                for _ in range(ROUNDS):
                    forget(serving)
                    seconds, told = check(url, host, rows, accept)
                    taken.append(seconds)
                    memory.append(highest(serving))
                    size = len(told)
                seconds = statistics.median(taken)
                slow |= not paper and count == 10_000 and seconds > BOUND
                print(f"{count:>8} {seconds:>8.2f} {before:>11.0f} {max(memory):>12.0f} {size:>10}")
            if not paper:
                totals = {answer: count for answer, count in json.loads(told)["totals"].items() if count}
                print("answers:", totals)
            sys.exit(1 if slow else 0)
        finally:
            serving.terminate()
            serving.wait()


if __name__ == "__main__":
    main()
