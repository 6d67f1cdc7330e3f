#!/usr/bin/env python3
"""Guesses at numbers, as somebody would who knows how they are put together, and says what he learns by it.

usage: guess.py ABSAH [--guesses N] [--answers N] [--list ROWS]

Makes a demo installation, issues a roster whose NIK are known here, and serves it behind a proxy that is this script.
1. N guesses (100,000) at numbers by counting up, from one address, from one /64 and from 1,000 addresses; and as many
   at the name of one certificate. Counted are numbers that were found and names that were told: none may be told.
2. Of N answers (5,000) each for numbers that are there and that are not, in turns and each from an address of its own,
   page and API: the medians must differ by less than 5 % of the distance between the quartiles.
3. A list of ROWS rows (10,000) with one number and as many NIK, the right one among them: nothing is told by it; nor by
   the most rows that a list by number may have.

Build ABSAH with `cargo build --release`: then it takes some minutes. With a build for tests, take --guesses 5000
--answers 1000. Nothing else should run meanwhile.
"""
import argparse
import csv
import http.client
import json
import pathlib
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse

HERE = pathlib.Path(__file__).parent
ISSUED_ON = "2026-06-01"
MOST = 0.05


class Site:
    """`absah serve` behind one proxy, and one connection to it."""

    def __init__(self, absah, data):
        self.absah, self.data = absah, data

    def __enter__(self):
        command = [self.absah, "--json", "serve", "--data", self.data, "--listen", "127.0.0.1:0", "--proxies", "1"]
        self.log = open(self.data.with_suffix(".log"), "w+b")
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=self.log)
        self.port = self.listening()
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(60)
        self.log.close()

    def listening(self):
        """The port that the process took, once it answers there."""
        for _ in range(600):
            time.sleep(0.1)
            if self.process.poll() is not None:
                break
            for port in ports_of(self.process.pid):
                try:
                    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
                    connection.request("GET", "/readyz")
                    if connection.getresponse().status == 200:
                        return port
                except OSError:
                    pass
        self.log.seek(0)
        raise RuntimeError(f"absah serve does not answer: {self.log.read().decode(errors='replace')[-2000:]}")

    def ask(self, method, path, client, body=None, kind="application/x-www-form-urlencoded"):
        headers = {"x-forwarded-for": client, "accept": "application/json" if path.startswith("/api") else "text/html"}
        if body is not None:
            headers["content-type"] = kind
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        return answer.status, answer.read()

    def by_number(self, number, client, name=None):
        query = "" if name is None else "?name=" + urllib.parse.quote(name)
        return self.ask("GET", "/api/v1/certificates/" + urllib.parse.quote(number) + query, client)

    def on_page(self, number, client):
        return self.ask("POST", "/", client, urllib.parse.urlencode({"number": number, "name": ""}))


def ports_of(process):
    """Ports of this machine on which a process listens."""
    inodes = set()
    for link in pathlib.Path(f"/proc/{process}/fd").iterdir():
        try:
            target = str(link.readlink())
        except OSError:
            continue
        if target.startswith("socket:["):
            inodes.add(target[8:-1])
    lines = pathlib.Path("/proc/net/tcp").read_text().splitlines()[1:]
    rows = (line.split() for line in lines)
    return [int(row[1].split(":")[1], 16) for row in rows if row[3] == "0A" and row[9] in inodes]


def made(absah, folder):
    """A demo installation with a roster of ours: the NIK, number and name of each."""
    data, roster, out = folder / "data", folder / "roster.csv", folder / "out"
    subprocess.run([absah, "demo", "--once", "--data", data], check=True, capture_output=True)
    people = subprocess.run([sys.executable, HERE / "make_roster.py", "60", "--seed", "7"], check=True, capture_output=True)
    roster.write_bytes(people.stdout)
    issue = [absah, "issue", "--lsp", "klining", "--issued-on", ISSUED_ON, "--data", data, "--out", out, "--skip-refused", roster]
    subprocess.run(issue, check=True, capture_output=True)
    with open(roster, encoding="utf-8-sig", newline="") as file:
        niks = {row["nama_asesi"]: row["nik"] for row in csv.DictReader(file, delimiter=";")}
    with open(out / "certificates.csv", encoding="utf-8", newline="") as file:
        issued = [(row["number"], row["name"], niks.get(row["name"])) for row in csv.DictReader(file)]
    with sqlite3.connect(f"file:{data / 'absah.db'}?mode=ro", uri=True) as tables:
        numbers = [number for number, in tables.execute("select number from certificate where status = 'valid' order by id")]
    return data, [one for one in issued if one[2]], numbers


def counting_up(numbers):
    """Numbers from the first on, of every beginning and year that there is."""
    shapes = sorted({(number[:-12], number[-5:]) for number in numbers})
    sequence = 0
    while True:
        sequence += 1
        for beginning, year in shapes:
            yield f"{beginning}{sequence:07}{year}"


def shown_in(body):
    return [one["certificate"] for one in json.loads(body)["results"] if one["certificate"]]


def guess(site, numbers, count, client):
    """What is learned by guesses at numbers: how many were answered, how many are there, how many names were told."""
    answered, found, names, guesses = 0, set(), set(), counting_up(numbers)
    for at in range(count):
        number = next(guesses)
        status, body = site.by_number(number, client(at))
        if status != 200:
            assert status == 429, (status, body[:200])
            continue
        answered += 1
        for shown in shown_in(body):
            found.add(shown["number"])
            names |= {shown["holder"]} if "***" not in shown["holder"] else set()
    return answered, len(found), len(names)


def guess_names(site, number, names, count, client):
    """What is learned by guesses at the name on one certificate."""
    answered, told = 0, set()
    for at in range(count):
        status, body = site.by_number(number, client(at), next(names))
        if status != 200:
            continue
        answered += 1
        told |= {shown["holder"] for shown in shown_in(body) if "***" not in shown["holder"]}
    return answered, len(told)


def some_names():
    chance, first = random.Random(5), ["Siti", "Agus", "Dewi", "Budi", "Rina", "Joko", "Sri", "Eko", "Wati", "Andi"]
    while True:
        yield f"{chance.choice(first)} {chance.choice(first)} {chance.choice('ABCDEFGHIJKLMNOPRSTUWY')}arni Contoh"


# Who guesses at numbers, and who at a name: none has used up what the other has.
CLIENTS = [
    ("one address", lambda at: "198.51.100.7", lambda at: "198.51.100.8"),
    ("one /64", lambda at: f"2001:db8:1:2::{at % 65536:x}", lambda at: f"2001:db8:9:2::{at % 65536:x}"),
    ("1,000 addresses", lambda at: f"198.18.{at % 1000 // 250}.{at % 250}", lambda at: f"198.19.{at % 1000 // 250}.{at % 250}"),
]


def table(site, numbers, issued, count):
    print(f"{'guesses at':<12} {'from':<16} {'asked':>8} {'answered':>9} {'of it there':>12} {'names told':>11}")
    told = 0
    for what, client, other in CLIENTS:
        answered, found, names = guess(site, numbers, count, client)
        print(f"{'numbers':<12} {what:<16} {count:>8} {answered:>9} {found:>12} {names:>11}", flush=True)
        answered, name = guess_names(site, issued[0][0], some_names(), count, other)
        print(f"{'one name':<12} {what:<16} {count:>8} {answered:>9} {'':>12} {name:>11}", flush=True)
        told += names + name
    return told == 0


def times(site, numbers, count, ask, seed):
    """Seconds for numbers that are there and that are not, asked in turns."""
    chance, client = random.Random(seed), 0
    taken = {True: [], False: []}
    for at in range(-200, count):
        there = chance.choice(numbers)
        absent = f"{there[:-12]}{chance.randrange(5_000_000, 9_999_999):07}{there[-5:]}"
        turns = [(True, there), (False, absent)]
        chance.shuffle(turns)
        for is_there, number in turns:
            client += 1
            address = f"10.{seed}.{client // 250}.{client % 250}"
            began = time.perf_counter()
            status, _ = ask(number, address)
            ended = time.perf_counter()
            assert status == 200, status
            if at >= 0:
                taken[is_there].append(ended - began)
    return taken[True], taken[False]


def even(what, found, absent):
    low, _, high = statistics.quantiles(found + absent, n=4)
    medians = [statistics.median(times) for times in (found, absent)]
    share = abs(medians[0] - medians[1]) / (high - low)
    print(f"{what:<24} found {medians[0] * 1e6:7.1f} µs   not found {medians[1] * 1e6:7.1f} µs   quartiles "
          f"{(high - low) * 1e6:7.1f} µs apart   difference {share:6.1%}", flush=True)
    return share < MOST


def by_list(site, issued, rows):
    """Whether a list of one number and many NIK tells the right NIK from others."""
    number, _, nik = issued[0]
    def sent(count, client):
        niks = [f"99{at:014}" for at in range(count)]
        niks[count // 2] = nik
        body = json.dumps({"until": "2027-01-31", "rows": [{"number": number, "nik": one} for one in niks]})
        return site.ask("POST", "/api/v1/check-list", client, body, "application/json")
    status, body = sent(rows, "203.0.113.1")
    refused = 400 <= status < 500 and nik not in body.decode()
    print(f"a list of {rows} rows with one number: {status}")
    status, body = sent(100, "203.0.113.2")
    kinds = {json.dumps({key: value for key, value in row.items() if key != "row"}, sort_keys=True)
             for row in json.loads(body)["rows"] if row["answer"] != "not_checked"}
    print(f"a list of 100 rows with one number: {status}, {len(kinds)} kind of answer to those that were looked up")
    return refused and status == 200 and len(kinds) == 1


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("absah", type=pathlib.Path)
    arguments.add_argument("--guesses", type=int, default=100_000)
    arguments.add_argument("--answers", type=int, default=5_000)
    arguments.add_argument("--list", type=int, default=10_000)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data, issued, numbers = made(given.absah.absolute(), pathlib.Path(folder))
        print(f"{len(numbers)} certificates are there that are not suspended, revoked or replaced", flush=True)
        with Site(given.absah.absolute(), data) as site:
            held = [table(site, numbers, issued, given.guesses)]
            for seed, (what, ask) in enumerate((("API", site.by_number), ("page", site.on_page)), 1):
                held.append(even(f"{given.answers} answers each, {what}", *times(site, numbers, given.answers, ask, seed)))
            held.append(by_list(site, issued, given.list))
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
