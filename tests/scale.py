#!/usr/bin/env python3
"""What a million certificates cost: the next ten thousand, the disk, and a change of status on a running service.

usage: scale.py ABSAH [--postgres URL] [--certificates N] [--batch N] [--rounds N]    not part of CI: takes many minutes;
needs cbor2 and cryptography

For SQLite, and for PostgreSQL where a server is named (databases are made on it and dropped again):
1. An LSP issues one batch through the program. Its rows are copied until there are N certificates: every key that is
   random in life (index of a NIK, sealed data, tokens, places on status lists) is drawn anew with the same length,
   every number counts on as the program would count.
2. In turns, one batch is issued into an empty database and one into the full one; the medians are compared.
3. Bytes a certificate takes: the full database without the empty one.
4. N certificates are made suspended or revoked, in the table and in what the journal is summed up to (with the records'
   key: journal entries for them would take longer than all the rest), `serve` is started, and the status of further ones is changed by another process:
   the processor time and the memory that a change costs `serve`, and the time until it answers otherwise.
"""
import argparse
import base64
import collections
import contextlib
import csv
import hashlib
import hmac
import json
import os
import pathlib
import secrets
import shutil
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
import zlib

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

import drill

HERE = pathlib.Path(__file__).parent
LSPS = HERE / "../templates/demo/lsps.json"
LSP, LISTED, OWN = "klining", 131_072, 1 << 40
TICK = os.sysconf("SC_CLK_TCK")
PASSPHRASE = "kata sandi untuk ukuran"


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def fetch(url, body=None):
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"} if body else {})
    with urllib.request.urlopen(request, timeout=5) as answer:
        return answer.read()


def verdict(service, token):
    """What a service says of a token: checks by token are not counted against an address, as look-ups by number are."""
    return json.loads(fetch(f"{service}/api/v1/verify", json.dumps({"token": token}).encode()))["verdict"]


def random_text(like):
    """Base64url as long as a text, drawn anew."""
    return base64.urlsafe_b64encode(secrets.token_bytes(len(like) * 3 // 4 + 3)).decode()[:len(like)]


class Sqlite:
    name = "SQLite"

    def __init__(self, data):
        self.file = data / "absah.db"
        self.flags = []

    def query(self, sql):
        with contextlib.closing(sqlite3.connect(self.file)) as connection:
            rows = connection.execute(sql).fetchall()
            connection.commit()
            return rows

    def fill(self, tables):
        with contextlib.closing(sqlite3.connect(self.file)) as connection:
            connection.execute("pragma synchronous = off")
            connection.execute("pragma cache_size = -400000")
            for table, columns, rows in tables:
                marks = ", ".join("?" * len(columns))
                connection.executemany(f"insert into {table} ({', '.join(columns)}) values ({marks})", rows)
            connection.commit()
            connection.execute("pragma wal_checkpoint(truncate)")

    def settle(self):
        with contextlib.closing(sqlite3.connect(self.file)) as connection:
            connection.execute("pragma wal_checkpoint(truncate)")

    def size(self):
        self.settle()
        return self.file.stat().st_size

    def drop(self):
        pass


class Postgres:
    name = "PostgreSQL"

    def __init__(self, server):
        self.server, self.database = server, f"absah_scale_{secrets.token_hex(6)}"
        self.psql(server, f"create database {self.database}")
        self.url = urllib.parse.urlsplit(server)._replace(path=f"/{self.database}").geturl()
        self.flags = ["--database", self.url]

    @staticmethod
    def psql(url, sql):
        command = ["psql", url, "-AtqX", "-v", "ON_ERROR_STOP=1", "-F", "\t", "-c", sql]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"psql: {done.stderr.strip()}")
        return done.stdout

    def query(self, sql):
        return [tuple(line.split("\t")) for line in self.psql(self.url, sql).splitlines()]

    def fill(self, tables):
        for table, columns, rows in tables:
            copy = f"copy {table} ({', '.join(columns)}) from stdin"
            command = ["psql", self.url, "-qX", "-v", "ON_ERROR_STOP=1", "-c", copy]
            with subprocess.Popen(command, stdin=subprocess.PIPE, text=True) as process:
                for row in rows:
                    cells = ("\\N" if cell is None or cell == "" and column in NULLABLE else str(cell)
                             for column, cell in zip(columns, row))
                    process.stdin.write("\t".join(cells) + "\n")
                process.stdin.close()
                if process.wait() != 0:
                    sys.exit(f"copying into {table} failed")
        self.psql(self.url, "vacuum analyze")

    def settle(self):
        self.psql(self.url, "checkpoint")

    def size(self):
        return int(self.query("select pg_database_size(current_database())")[0][0])

    def drop(self):
        self.psql(self.server, f"drop database {self.database} with (force)")


NAMED, POSTED = ["newest_first", "certificate", "lsp", "word", "further"], 64
NULLABLE = {"blanko", "blanko_key", "photo_version", "status_at", "status_reason", "changed_seq", "superseded_by",
            "sealed_as", "name_sealed", "erased_seq"}


def postings(named):
    """Rows of postings: src/store/name_posting.rs."""
    for (word, day), all_of_it in sorted(named.items()):
        for at in range(0, len(all_of_it), POSTED):
            ids = all_of_it[at:at + POSTED]
            yield day, ids[0], LSP, word, " ".join(str(next_one - one) for one, next_one in zip(ids, ids[1:]))


class Installation:
    """An LSP with a key, ready to issue."""

    def __init__(self, absah, folder, postgres):
        self.absah, self.data, self.rosters = absah, folder / "data", 0
        self.data.mkdir(mode=0o700)
        self.database = Postgres(postgres) if postgres else Sqlite(self.data)
        self.run("lsp", "import", str(LSPS), "--site", "https://cek.lsp.example")
        self.run("keys", "new", "--lsp", LSP, "--from", "2015-01-01")
        for root in ("root-1", "root-2"):
            self.run("trust", "root", root)

    def command(self, *arguments):
        return [self.absah, "--data", str(self.data), *self.database.flags, *arguments]

    def run(self, *arguments):
        environment = {**os.environ, "ABSAH_KEY_PASSPHRASE": PASSPHRASE}
        done = subprocess.run(self.command(*arguments), env=environment, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            sys.exit(f"{' '.join(arguments)} exited {done.returncode}: {(done.stdout + done.stderr)[-500:]}")
        return done.stdout

    def issue(self, roster, people):
        """Seconds that issuing a roster takes, files and all but PDFs."""
        self.database.settle()
        begun = time.monotonic()
        told = json.loads(self.run("issue", "--json", "--lsp", LSP, "--issued-on", "2026-06-01", str(roster)))
        took = time.monotonic() - begun
        if told["issued"] != people:
            sys.exit(f"{told['issued']} of {people} issued: {str(told)[:300]}")
        return took

    def rows(self, table, order):
        """A table's columns and rows, as the program wrote them."""
        if isinstance(self.database, Sqlite):
            columns = [row[1] for row in self.database.query(f"pragma table_info({table})")]
        else:
            columns = [row[0] for row in self.database.query(
                f"select column_name from information_schema.columns where table_name = '{table}' "
                "and table_schema = 'public' order by ordinal_position")]
        listed = ", ".join(columns)
        return columns, self.database.query(f"select {listed} from {table} order by {order}")

    def copy_up_to(self, certificates, alter=None):
        """Copies what one batch wrote until there are so many certificates; `alter` makes each another one, and gives it
        words of its own."""
        holders, entries = self.rows("holder", "id"), self.rows("entry", "id")
        keys, issued = self.rows("entry_key", "holder"), self.rows("certificate", "id")
        words = self.rows("name_posting", "certificate")
        batch, altered = len(issued[1]), collections.defaultdict(list)
        place_of = {int(row[0]): at for at, row in enumerate(issued[1])}
        copies = certificates // batch - 1
        (status_next, row_next, place), = self.database.query(
            f"select status_next, row_next, place from lsp_head where lsp = '{LSP}'")
        base, status_next, row_next = int(place) * OWN, int(status_next), int(row_next)
        first_row = min(int(row[0]) for row in holders[1] + entries[1])
        span = max(int(row[0]) for row in holders[1] + entries[1]) - first_row + 1

        def copied(columns, rows, change):
            for copy in range(1, copies + 1):
                for at, row in enumerate(rows):
                    cells = dict(zip(columns, row))
                    change(cells, copy, at)
                    yield tuple(cells[column] for column in columns)

        def moved(number, copy):
            return base + row_next + (copy - 1) * span + int(number) - first_row

        def holder(cells, copy, _):
            cells["id"] = moved(cells["id"], copy)
            cells["nik_index"], cells["nik_sealed"] = map(random_text, (cells["nik_index"], cells["nik_sealed"]))

        def entry(cells, copy, _):
            cells["id"], cells["particulars_sealed"] = moved(cells["id"], copy), random_text(cells["particulars_sealed"])

        def key(cells, copy, _):
            cells["holder"], cells["entry"] = moved(cells["holder"], copy), moved(cells["entry"], copy)

        def certificate(cells, copy, at):
            counter = status_next + (copy - 1) * batch + at
            year, sequence = 1980 + copy * batch // 90_000, (copy - 1) * batch % 90_000 + at + 1
            cells["id"], cells["entry"] = base + counter, moved(cells["entry"], copy)
            head = cells["number"].split(" ")
            cells["number"] = " ".join([*head[:3], f"{sequence:07}", str(year)])
            cells["registration"] = f"KLN 9901 {sequence:05} {year}"
            for name in ("number", "registration"):
                cells[f"{name}_key"] = cells[name].replace(" ", "")
            cells["issued_on"], cells["valid_until"] = f"{year}-06-01", f"{year + 3}-06-01"
            # 48271 has no factor in common with 2^17: each place once, near none of its neighbours.
            cells["status_list"], cells["status_index"] = counter // LISTED, counter % LISTED * 48271 % LISTED
            cells["token"], cells["stamp"] = random_text(cells["token"]), random_text(cells["stamp"])
            if alter:
                alter(cells, counter)
                day = -int(cells["issued_on"].replace("-", ""))
                for named in set(cells["holder_name"].lower().split()):
                    altered[named, day].append(cells["id"])

        def word(cells, copy, _):
            cells["newest_first"] = -(1980 + copy * batch // 90_000) * 10_000 - 601
            cells["certificate"] = base + status_next + (copy - 1) * batch + place_of[int(cells["certificate"])]

        changes = [("holder", holders, holder), ("entry", entries, entry), ("entry_key", keys, key),
                   ("certificate", issued, certificate)]
        self.database.fill((table, columns, copied(columns, rows, change))
                           for table, (columns, rows), change in changes)
        columns, rows = words
        named = postings(altered) if alter else copied(columns, rows, word)
        self.database.fill([("name_posting", columns if not alter else NAMED, named)])
        self.database.query(f"update lsp_head set row_next = {row_next + copies * span} where lsp = '{LSP}'")
        self.take_places(status_next + copies * batch)
        self.database.settle()

    def take_places(self, places):
        """Has the journal tell that so many places are taken, as of a database that forgot some."""
        file = self.data / "keys/marks.json"
        marks = json.loads(file.read_text(encoding="utf-8"))
        mark = marks["journals"][LSP]
        mark["places"], mark["entries"], mark["hash"] = places, mark["entries"] + 1, "0" * 64
        file.write_text(json.dumps(marks), encoding="utf-8")
        subprocess.run(self.command("recover", "--yes"), check=True, capture_output=True,
                       env={**os.environ, "ABSAH_KEY_PASSPHRASE": PASSPHRASE})


def hmac_of(key, *parts):
    """HMAC-SHA256 over parts, each with its length before it: src/seal/records.rs."""
    return hmac.new(key, b"".join(len(part).to_bytes(8, "big") + part for part in parts), hashlib.sha256)


def sum_up(installation):
    """Has the summary of the journal say what the table does: src/office/told/summary.rs."""
    database, lists = installation.database, {}
    bits = {"revoked": 1, "suspended": 2, "superseded": 3}
    changed = database.query(
        f"select status_list, status_index, status from certificate where lsp = '{LSP}' and status <> 'valid'")
    for number, index, status in changed:
        packed = lists.setdefault(int(number), bytearray(LISTED // 4))
        packed[int(index) // 4] |= bits[status] << int(index) % 4 * 2
    (seq, head), = database.query(f"select journal_seq, journal_hash from lsp_head where lsp = '{LSP}'")
    keys = {kid: {"retired": False, "compromised": None, "key_use": key_use, "from": begun, "until": None}
            for kid, key_use, begun in database.query(f"select kid, key_use, valid_from from signing_key where lsp = '{LSP}'")}
    (counted,), = database.query(f"select status_next from lsp_head where lsp = '{LSP}'")
    encoded = {str(number): base64.urlsafe_b64encode(zlib.compress(bytes(packed), 9)).decode().rstrip("=")
               for number, packed in lists.items()}
    given = {"places": int(counted), "sequences": [], "rosters": {}}
    body = json.dumps({"form": 2, "lists": encoded, "keys": keys, "disowned": [], "requests": {}, "accounts": [],
                       "given": given, "sheets": [], "lsp": None, "request_days": None, "periods": None},
                      separators=(",", ":"))
    seed = drill.open_key(str(installation.data / "keys/records.pem"), PASSPHRASE).private_bytes_raw()
    key = HKDF(hashes.SHA256(), 32, None, b"absah journal summary").derive(seed)
    text = json.dumps([4, LSP, int(seq), head, body], separators=(",", ":"))
    mac = hmac_of(key, text.encode()).hexdigest()
    database.query(f"delete from journal_summary where lsp = '{LSP}'")
    database.query(f"insert into journal_summary (lsp, seq, hash, body, mac) "
                   f"values ('{LSP}', {seq}, '{head}', '{body}', '{mac}')")


def roster(folder, first, people):
    """A roster whose people no earlier roster of this run has."""
    file = folder / f"roster-{first}.csv"
    columns, *rows = subprocess.run([sys.executable, HERE / "make_roster.py", str(people)], check=True,
                                    capture_output=True, text=True).stdout.splitlines()
    place = columns.split(";").index("nik")
    with open(file, "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter=";", lineterminator="\n")
        writer.writerow(columns.split(";"))
        for at, cells in enumerate(csv.reader(rows, delimiter=";")):
            person = first + at
            cells[place] = f"99{person // 10_000:04}{cells[place][6:12]}{person % 10_000:04}"
            writer.writerow(cells)
    return file


def processor_seconds(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii") as file:
        cells = file.read().rsplit(")", 1)[1].split()
    return (int(cells[11]) + int(cells[12])) / TICK


def memory(pid, what):
    with open(f"/proc/{pid}/status", encoding="ascii") as file:
        return next(int(line.split()[1]) / 1024 for line in file if line.startswith(what))


def status_changes(installation, count):
    """What a change of status costs a running service: milliseconds of processor, MiB, seconds until it is told."""
    issued = installation.database.query(
        f"select number, token from certificate where status = 'valid' and lsp = '{LSP}' order by id desc limit {count}")
    port = free_port()
    service = f"http://127.0.0.1:{port}"
    command = installation.command("serve", "--listen", f"127.0.0.1:{port}")
    environment = {**os.environ, "ABSAH_KEY_PASSPHRASE": PASSPHRASE}
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as serve:
        try:
            begun = time.monotonic()
            while True:
                with contextlib.suppress(OSError):
                    fetch(f"{service}/readyz")
                    break
                time.sleep(0.1)
            ready = time.monotonic() - begun
            time.sleep(8)
            before, idle = processor_seconds(serve.pid), 20
            time.sleep(idle)
            idle_share = (processor_seconds(serve.pid) - before) / idle
            with open(f"/proc/{serve.pid}/clear_refs", "w", encoding="ascii") as file:
                file.write("5")
            resident, before, begun, waits = memory(serve.pid, "VmRSS"), processor_seconds(serve.pid), time.monotonic(), []
            for number, token in issued:
                installation.run("suspend", number, "--lsp", LSP, "--reason", "misuse")
                changed = time.monotonic()
                while verdict(service, token) != "suspended":
                    time.sleep(0.2)
                waits.append(time.monotonic() - changed)
                time.sleep(2)
            took = time.monotonic() - begun
            busy = processor_seconds(serve.pid) - before - idle_share * took
            peak = memory(serve.pid, "VmHWM")
            return {"ready after s": round(ready, 2), "idle share": round(idle_share, 4),
                    "ms of processor a change": round(busy / len(issued) * 1000, 1),
                    "MiB resident": round(resident, 1), "MiB at the most": round(peak, 1),
                    "s until told": round(statistics.median(waits), 2)}
        finally:
            serve.send_signal(signal.SIGTERM)


def measure(absah, folder, postgres, args):
    full = Installation(absah, folder, postgres)
    empty_size, people = full.database.size(), args.batch
    first = roster(folder, 0, people)
    full.issue(first, people)
    full.copy_up_to(args.certificates)
    counted = int(full.database.query("select count(*) from certificate")[0][0])
    size = (full.database.size() - empty_size) / counted
    print(f"{full.database.name}: {counted:,} certificates, {size:.0f} bytes each")
    into_empty, into_full = [], []
    for turn in range(args.rounds):
        fresh = folder / f"empty-{turn}"
        fresh.mkdir()
        empty = Installation(absah, fresh, postgres)
        into_empty.append(empty.issue(first, people))
        empty.database.drop()
        shutil.rmtree(fresh)
        into_full.append(full.issue(roster(folder, (turn + 1) * people, people), people))
        print(f"  {people:,} into an empty one {into_empty[-1]:.2f} s, into the full one {into_full[-1]:.2f} s", flush=True)
    few, many = statistics.median(into_empty), statistics.median(into_full)
    print(f"  medians {few:.2f} s and {many:.2f} s: {many / few:.2f} times (at most 1.5)")
    full.database.query(f"""update certificate set status = case when (id * 48271) % 7 < 3 then 'suspended' else 'revoked' end, status_at = 1780000000,
        status_reason = case when (id * 48271) % 7 < 3 then 'misuse' else 'fraud' end,
        changed_seq = 0 where id in (select id from certificate where lsp = '{LSP}' order by id limit {args.certificates})""")
    sum_up(full)
    if postgres:
        full.database.psql(full.database.url, "vacuum analyze certificate")
    print(f"  {args.certificates:,} not valid:", status_changes(full, 10), flush=True)
    full.database.drop()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("absah", type=pathlib.Path)
    parser.add_argument("--postgres", metavar="URL")
    parser.add_argument("--certificates", type=int, default=1_000_000)
    parser.add_argument("--batch", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    for postgres in [None, *([args.postgres] if args.postgres else [])]:
        with tempfile.TemporaryDirectory() as folder:
            measure(str(args.absah.resolve()), pathlib.Path(folder), postgres, args)


if __name__ == "__main__":
    main()
