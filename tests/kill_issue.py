#!/usr/bin/env python3
"""Kills `absah issue` with SIGKILL at random moments and proves that nothing was half done.

usage: kill_issue.py ABSAH [--kills N] [--people N] [--seed S]         not part of CI: takes minutes

One undisturbed run on a copy of a demo installation (SQLite) shows when the database is opened, when the
first write reaches the disk and when the command ends, and what it leaves. Then, N times on a fresh copy:
the same command, killed at a moment drawn from the opening to the first write (every third time) or from
the first write to the end; the same command again, to its end. Afterwards
- either nothing or all of the batch had been issued before the second run,
- DIR holds what the undisturbed run left, byte for byte: same numbers (no hole, no twin), tokens, PDFs,
- every certificate verifies.
"""
import argparse
import collections
import contextlib
import csv
import datetime
import hashlib
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time

LSP = "klining"
OPENED, WRITTEN = 0, 1  # signs of life in the data directory
TESTS = pathlib.Path(__file__).parent


class Fault(Exception):
    """Something that a kill must not do."""


class Installation:
    """A copy of the demo's data directory, and the command that issues the batch in it."""

    def __init__(self, absah, demo, roster, folder):
        self.absah, self.data, self.out = absah, folder / "data", folder / "out"
        shutil.copytree(demo, self.data)
        issued_on = datetime.date.today() - datetime.timedelta(days=30)
        self.command = [absah, "issue", "--json", "--data", self.data, "--lsp", LSP, "--issued-on", str(issued_on),
                        "--out", self.out, roster]

    def start(self):
        return subprocess.Popen(self.command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def complete(self):
        """Runs the command to its end; what it says."""
        process = self.start()
        said, complained = process.communicate(timeout=600)
        if process.returncode != 0:
            raise Fault(f"issue exited {process.returncode}: {complained.decode(errors='replace')[-500:]}")
        return json.loads(said)

    def run(self, *arguments, stdin=""):
        command = [self.absah, "--data", self.data, *arguments]
        done = subprocess.run(command, input=stdin, capture_output=True, text=True, timeout=600, check=False)
        if done.returncode != 0:
            raise Fault(f"{' '.join(arguments[:2])} exited {done.returncode}: {(done.stdout + done.stderr)[-500:]}")

    def left(self):
        """Every file in DIR and its SHA-256."""
        files = (path for path in self.out.rglob("*") if path.is_file())
        return {str(path.relative_to(self.out)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}

    def rows(self):
        with open(self.out / "certificates.csv", encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def prove(self):
        self.run("verify", "-", stdin="".join(row["token"] + "\n" for row in self.rows()))

    def stamps(self):
        """What changes when the database is opened, and what changes when something is written."""
        found = set()
        for entry in os.scandir(self.data):
            with contextlib.suppress(FileNotFoundError):
                found.add((entry.name, entry.stat().st_size, entry.stat().st_mtime_ns))
        # A reader makes -shm and an empty -wal too.
        return found, {stamp for stamp in found if stamp[1] and not stamp[0].endswith("-shm")}

    def start_until(self, sign):
        """Starts the command and waits for OPENED or WRITTEN; the process, and whether it came to that."""
        before = self.stamps()[sign]
        process = self.start()
        while process.poll() is None:
            if self.stamps()[sign] != before:
                return process, True
            time.sleep(0.001)
        return process, False


def timeline(calm):
    """Seconds from the opening to the first write, and from there to the end, in one undisturbed run."""
    process, _ = calm.start_until(OPENED)
    opened, before = time.perf_counter(), calm.stamps()[WRITTEN]
    while process.poll() is None and calm.stamps()[WRITTEN] == before:
        time.sleep(0.001)
    written = time.perf_counter()
    _, complained = process.communicate()
    if process.returncode != 0:
        raise Fault(f"issue exited {process.returncode}: {complained.decode(errors='replace')[-500:]}")
    return written - opened, time.perf_counter() - written


def sequence(rows):
    """The sequence part of the certificate numbers (`KKKKK JJJJ L SSSSSSS YYYY`), in order."""
    return sorted(int(row["number"].split()[3]) for row in rows)


def killed_once(installation, sign, delay, people, expected):
    """Kills one run `delay` seconds after a sign and proves the second; when the kill fell."""
    process, signed = installation.start_until(sign)
    time.sleep(delay)
    ended = not signed or process.poll() is not None
    process.kill()
    process.communicate()
    files = len(list(installation.out.glob("*.pdf"))) if installation.out.exists() else 0
    said = installation.complete()
    if said["issued"] + said["already"] != people or said["already"] not in (0, people):
        raise Fault(f"half a batch: {said['issued']} issued, {said['already']} already")
    installation.prove()
    if installation.left() != expected:
        other = {name for name, _ in installation.left().items() ^ expected.items()}
        raise Fault(f"{len(other)} files differ from those of an undisturbed run: {sorted(other)[:3]}")
    if ended:
        return "after its end"
    if said["already"] == 0:
        return "before the commit"
    return "after the commit, while PDFs were written" if files < people else "after the last PDF"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("absah", type=pathlib.Path)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    absah, chance = args.absah.resolve(), random.Random(args.seed)
    with tempfile.TemporaryDirectory(prefix="absah-kill-") as work:
        work = pathlib.Path(work)
        subprocess.run([absah, "demo", "--once", "--data", work / "demo"], check=True, stdout=subprocess.DEVNULL)
        roster = work / "roster.csv"
        tested_on = datetime.date.today() - datetime.timedelta(days=60)
        with open(roster, "w", encoding="utf-8") as file:
            maker = [sys.executable, TESTS / "make_roster.py", str(args.people), "--tested-on", str(tested_on)]
            subprocess.run(maker, check=True, stdout=file)

        calm = Installation(absah, work / "demo", roster, work / "calm")
        to_write, to_end = timeline(calm)
        calm.prove()
        expected, numbers = calm.left(), sequence(calm.rows())
        if numbers != list(range(numbers[0], numbers[0] + args.people)):
            raise Fault("the sequence of an undisturbed run has a hole")
        print(f"undisturbed: {to_write * 1000:.0f} ms from the opening to the first write, then "
              f"{to_end * 1000:.0f} ms to the end")

        fell, faults = collections.Counter(), 0
        for kill in range(1, args.kills + 1):
            sign, window = (OPENED, to_write) if kill % 3 == 0 else (WRITTEN, to_end)
            delay, folder = chance.uniform(0, window), work / f"kill-{kill}"
            installation = Installation(absah, work / "demo", roster, folder)
            try:
                when = killed_once(installation, sign, delay, args.people, expected)
                fell[when] += 1
            except Fault as fault:
                when, faults = f"FAULT: {fault}", faults + 1
            since = "the opening" if sign == OPENED else "the first write"
            print(f"kill {kill}, {delay * 1000:.0f} ms after {since}: {when}", flush=True)
            shutil.rmtree(folder)
        print("; ".join(f"{times} {when}" for when, times in fell.most_common()))
        print(f"{args.kills - faults} passed, {faults} failed")
    return 1 if faults else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Fault as fault:
        sys.exit(f"the undisturbed run failed: {fault}")
