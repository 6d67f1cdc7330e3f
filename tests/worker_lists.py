#!/usr/bin/env python3
"""Measures how a running service checks lists of workers, and how long it takes to make their report.

usage: worker_lists.py ABSAH [--report]

Makes a demo installation, issues certificates for 10,000 invented people, and serves it. Lists of 1,000 and of 10,000
workers, each with a token of her own, her name and the scheme wanted, are sent to POST /api/v1/check-list: the seconds
until the whole answer is there, and the most memory that the service held meanwhile (VmHWM; Linux). With --report the
answer is the signed report as a PDF: its bytes too. Each is done ROUNDS times; the median is told. 10,000 workers must
take 5 seconds or less; the last ten lists may leave the service larger than the second ten did by a fifth (it grows until
its allocator has what it wants, in the first ten); and a list may hold at most 200 MiB while it is answered.
"""
import csv
import json
import os
import pathlib
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

HERE = pathlib.Path(__file__).parent
ROUNDS = 40
WORKERS = [1_000, 10_000]
BOUND = 5.0  # seconds for 10,000 workers on two cores, a release build
MEMORY = 200  # MiB that a list may hold while it is answered
GROWTH = 1.2  # of what the second ten rounds left at the most, to what the last ten did


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


def memory(process, what):
    """What the process holds (VmRSS), or held at the most since that was last forgotten (VmHWM), in MiB."""
    with open(f"/proc/{process.pid}/status", encoding="ascii") as status:
        line = next(line for line in status if line.startswith(what + ":"))
    return int(line.split()[1]) / 1024


def forget(process):
    with open(f"/proc/{process.pid}/clear_refs", "w", encoding="ascii") as refs:
        refs.write("5")


def issued(absah, work, data, common):
    """A demo installation, and the certificates of as many people as the longest list has."""
    roster, out = work / "roster.csv", work / "out"
    subprocess.run([absah, "demo", "--once", *common], check=True, stdout=subprocess.DEVNULL)
    people = subprocess.run([sys.executable, HERE / "make_roster.py", str(max(WORKERS))], check=True, capture_output=True)
    roster.write_bytes(people.stdout)
    issue = [absah, "issue", "--lsp", "klining", "--issued-on", "2026-06-01", "--data", data, "--out", out, roster]
    subprocess.run(issue, check=True, capture_output=True)
    with open(out / "certificates.csv", encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def check(url, rows, accept):
    until = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 30 * 86400))
    body = json.dumps({"until": until, "rows": rows}).encode()
    headers = {"content-type": "application/json", "accept": accept}
    begun = time.monotonic()
    with urllib.request.urlopen(urllib.request.Request(url + "/api/v1/check-list", body, headers), timeout=300) as answer:
        told = answer.read()
    return time.monotonic() - begun, told


def main():
    absah, paper = pathlib.Path(sys.argv[1]).absolute(), "--report" in sys.argv
    accept = "application/pdf" if paper else "application/json"
    with tempfile.TemporaryDirectory() as folder:
        work, port = pathlib.Path(folder), free_port()
        held, data = [], work / "data"
        common = ["--data", data, "--listen", f"127.0.0.1:{port}"]
        workers = [{key: one[key] for key in ("token", "name", "scheme")} for one in issued(absah, work, data, common)]
        serving = subprocess.Popen([absah, "serve", *common], stderr=subprocess.DEVNULL)
        try:
            url = f"http://127.0.0.1:{port}"
            answers(url)
            print(f"{'workers':>8} {'seconds':>8} {'slowest':>8} {'MiB at first':>13} {'second':>7} {'last':>5} {'at most':>8} "
                  f"{'bytes':>10}")
            for count in WORKERS:
                at_first = memory(serving, "VmRSS")
                taken, after, most, told = [], [], [], b""
                for _ in range(ROUNDS):
                    forget(serving)
                    seconds, told = check(url, workers[:count], accept)
                    taken.append(seconds)
                    after.append(memory(serving, "VmRSS"))
                    most.append(memory(serving, "VmHWM"))
                middle = statistics.median(taken)
                print(f"{count:>8} {middle:>8.2f} {max(taken):>8.2f} {at_first:>13.0f} {after[1]:>7.0f} {after[-1]:>5.0f} "
                      f"{max(most):>8.0f} {len(told):>10}", flush=True)
                held += [paper or middle <= BOUND, max(after[-10:]) <= GROWTH * max(after[10:20]), max(most) - at_first <= MEMORY]
                if not paper:
                    answer = json.loads(told)
                    print("answers:", {word: number for word, number in answer["totals"].items() if number})
                    held.append(answer["totals"]["fits"] == count)
            sys.exit(0 if all(held) else 1)
        finally:
            serving.terminate()
            serving.wait()


if __name__ == "__main__":
    main()
