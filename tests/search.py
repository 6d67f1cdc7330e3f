#!/usr/bin/env python3
"""How long finding certificates takes among a million: p50 and p95 of each kind of page in the office, and the plans.

usage: search.py ABSAH [--postgres URL] [--certificates N] [--asked N] [--most-ms MS]    not part of CI: takes many minutes;
needs cbor2 and cryptography

For SQLite, and for PostgreSQL where a server is named (a database is made on it and dropped again):
1. One batch is issued through the program and copied as scale.py does, under invented names of very unequal frequency,
   over eight years and three schemes, one in fifty of one day. Rows bear stamps, and the journal tells of a few in a
   hundred that are suspended or revoked: all that a list is held against.
2. `serve` is started, an auditor signs in, and each kind of question is asked in turn as a browser would, N times each
   with other words, numbers and pages; the answer has to have rows. Whatever a page does is in the time.
3. The plans of the statements are printed as the database explains them.

Exits 1 where the p95 of a kind is above MS (50), and 2 where an answer is wrong.
"""
import argparse
import base64
import contextlib
import datetime
import http.client
import json
import os
import pathlib
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

import drill
import scale
from scale import LSP, PASSPHRASE

HOST, ORIGIN = "cek.lsp.example", "https://cek.lsp.example"
SCHEMES = ["CS-01"] * 80 + ["DRV-01"] * 19 + ["SEC-01"]
GIVEN = ("siti budi agus dewi muhammad sri nur eko dwi tri rina joko wahyu putri hendra maya asep yanti lina tuti fitri "
         "indah ratna dedi ayu bambang slamet suparman kartika zulkifli yohanes maria qori xaverius").split()
SYLLABLES = "ba da ka la ma na ra sa ta wa su ku lu mi ni ri si ti pra wi har yan".split()
FIRST, DAYS = datetime.date(2019, 1, 7), 2_800
# From which share of all certificates to which all are of one day: 20,000 of a million.
CROWDED, CROWD = 0.70, 0.72
CROWDED_DAY = FIRST + datetime.timedelta(days=int(CROWDED * DAYS))


def day_of(share):
    """On which day certificates are issued before which there are so many of all."""
    return CROWDED_DAY if CROWDED <= share < CROWD else FIRST + datetime.timedelta(days=int(share * DAYS))


def until(day):
    return day.replace(year=day.year + 3, day=min(day.day, 28))


def derived(seed, purpose):
    return HKDF(hashes.SHA256(), 32, None, purpose).derive(seed)


def text_of(mac):
    return base64.urlsafe_b64encode(mac).decode().rstrip("=")


class Filled(scale.Installation):
    """An installation whose copies are found by their names and held by their stamps."""

    def fill(self, certificates):
        self.chance = random.Random(7)
        self.families = ["".join(self.chance.choices(SYLLABLES, k=self.chance.choice((2, 3, 3, 4)))) for _ in range(9_000)]
        seed = drill.open_key(str(self.data / "keys/records.pem"), PASSPHRASE).private_bytes_raw()
        self.stamps, self.chain = derived(seed, b"absah certificate stamp"), derived(seed, b"absah journal")
        self.makings = {int(row[0]): row[1:] for row in self.database.query(
            "select id, kid, lsp_version, scheme_version, form_version from making")}
        self.certificates, self.odd = certificates, []
        self.copy_up_to(certificates, self.alter)
        self.gather()
        self.tell()

    def name(self):
        # The n-th name is 1/n as frequent as the first.
        given = GIVEN[min(int(self.chance.paretovariate(.7)) - 1, len(GIVEN) - 1)]
        families = [self.families[min(int(self.chance.paretovariate(.5)) - 1, 8_999)]
                    for _ in range(self.chance.choice((1, 1, 2, 2, 3)))]
        return " ".join(word.capitalize() for word in (given, *families))

    def alter(self, cells, counter):
        """Another holder, day and scheme for a copy, and its stamp: src/store/recorded.rs."""
        cells["token"] = text_of(self.chance.randbytes(len(cells["token"]) * 3 // 4))
        day = day_of(counter / self.certificates)
        cells["holder_name"], cells["scheme"] = self.name(), SCHEMES[self.chance.randrange(100)]
        cells["issued_on"] = day.isoformat()
        cells["valid_until"] = until(day).isoformat()
        columns = [1, LSP, int(cells["id"]), int(cells["entry"]), int(cells["generation"]), int(cells["journal_seq"]),
                   cells["number"], cells["registration"], cells["blanko"] or None, cells["holder_name"], cells["scheme"],
                   cells["issued_on"], cells["valid_until"], cells["photo_version"] or None,
                   self.makings[int(cells["making"])], [int(cells["status_list"]), int(cells["status_index"])],
                   cells["token"]]
        text = json.dumps(columns, separators=(",", ":"), ensure_ascii=False)
        cells["stamp"] = text_of(scale.hmac_of(self.stamps, text.encode()).digest())[:22]
        if counter % 40 == 0:
            act, state = ("suspend", "suspended") if counter % 80 else ("revoke", "revoked")
            self.odd.append((act, state, cells["id"], cells["number"], columns[15]))

    def gather(self):
        """Events of up to twelve rosters, whose people are those of one roster after another."""
        ids = [int(row[0]) for row in self.database.query(f"select id from entry where lsp = '{LSP}' order by id")]
        roster, at = max(ids) + 1_000, 0
        events, kept, rosters, moves = [], [], [], []
        for _ in range(60):
            if at + 3_600 > len(ids):
                break
            event, day = self.chance.randbytes(12).hex(), FIRST.isoformat()
            events.append((event, LSP, f"Uji {len(events) + 1}", "mandiri", "Tempat Rekaan", day, day, 1, "x", 1))
            for _ in range(self.chance.randint(1, 12)):
                people, sealed, roster = self.chance.randint(20, 300), self.chance.randbytes(12).hex(), roster + 1
                kept.append((sealed, LSP, event, 1, "upload", "issued", 1, day, "x", "x", people, 0, 0, 0, "x", 1, 1))
                rosters.append((roster, LSP, sealed, day, 1, "x", sealed))
                moves.append((roster, ids[at], ids[at + people - 1]))
                at += people
        self.database.fill([
            ("event", "id lsp name tuk place starts_on ends_on revision made_by made_at".split(), events),
            ("kept_roster", "id lsp event wave origin state revision issued_on file_sealed cells_sealed competent "
                            "not_yet_competent absent refused made_by made_at changed_at".split(), kept),
            ("roster", "id lsp file_index issued_on recorded_at recorded_by kept".split(), rosters)])
        for roster, first, last in moves:
            self.database.query(f"update entry set roster = {roster} where id between {first} and {last}")

    def tell(self):
        """Journal entries for those that are not valid, and their rows: src/store/journal/chain.rs."""
        (seq, head), = self.database.query(f"select journal_seq, journal_hash from lsp_head where lsp = '{LSP}'")
        seq, entries, at = int(seq), [], 1_790_000_000
        for act, _, _, number, place in self.odd:
            seq += 1
            body = json.dumps({"number": number, "place": place, "reason": "misuse" if act == "suspend" else "fraud",
                               "remark": None}, separators=(",", ":"))
            text = json.dumps([2, LSP, seq, at, act, ["console:uji", None], ["certificate", number], body],
                              separators=(",", ":"), ensure_ascii=False)
            head = scale.hmac_of(self.chain, bytes.fromhex(head), text.encode()).hexdigest()
            entries.append((LSP, seq, at, 2, act, "console:uji", "certificate", number, body, head))
        columns = "lsp seq at form act actor subject_kind subject body hash".split()
        self.database.fill([("journal", columns, entries)])
        self.database.query(f"update lsp_head set journal_seq = {seq}, journal_hash = '{head}', revision = revision + 1 "
                            f"where lsp = '{LSP}'")
        for state, reason in (("suspended", "misuse"), ("revoked", "fraud")):
            ids = [row[2] for row in self.odd if row[1] == state]
            for at in range(0, len(ids), 5_000):
                chunk = ",".join(map(str, ids[at:at + 5_000]))
                self.database.query(f"update certificate set status = '{state}', status_at = 1790000000, status_reason = "
                                    f"'{reason}', changed_seq = {seq} where id in ({chunk})")
        if isinstance(self.database, scale.Postgres):
            self.database.psql(self.database.url, "vacuum analyze")
        else:
            self.database.query("analyze")
        self.database.settle()


class Auditor:
    """A browser behind a proxy that speaks TLS."""

    def __init__(self, port, name, password):
        self.connection, self.cookie = http.client.HTTPConnection("127.0.0.1", port), None
        self.post("/office/masuk", name=name, password=password)
        new = "kuda baterai staples biru"
        self.post("/office/akun/sandi", old=password, new=new, again=new)

    def ask(self, method, path, body=None):
        headers = {"Host": HOST, "Accept": "text/html"}
        if self.cookie:
            headers["Cookie"] = self.cookie
        if body is not None:
            headers |= {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin",
                        "Content-Type": "application/x-www-form-urlencoded"}
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        if cookie := answer.getheader("set-cookie"):
            self.cookie = cookie.split(";")[0]
        self.led_to = answer.getheader("location")
        return answer.status, text

    def post(self, path, **form):
        status, text = self.ask("POST", path, urllib.parse.urlencode(form))
        if status != 303:
            sys.exit(f"{path}: {status} {text[:300]}")

    def list(self, query):
        """Seconds that a list takes, and its page; a NIK is led to an address that it does not stand in."""
        begun = time.perf_counter()
        status, text = self.ask("GET", f"/office/{LSP}/sertifikat?{query}")
        if status == 303:
            status, text = self.ask("GET", self.led_to)
        took = time.perf_counter() - begun
        if status != 200:
            print(f"{query}: {status} {text[:300]}")
            sys.exit(2)
        return took, text


def questions(installation, chance):
    """Each kind of question, and what makes one of it."""
    some = installation.database.query(
        f"select number, registration, holder_name from certificate where lsp = '{LSP}' and (id * 48271) % 997 = 5 limit 900")
    pick = lambda: chance.choice(some)
    word = lambda: chance.choice(pick()[2].lower().split())
    year = lambda: chance.randrange(2019, 2027)
    events = [row[0] for row in installation.database.query(f"select id from event where lsp = '{LSP}' order by id")]
    before = lambda least: (datetime.date.today() + datetime.timedelta(days=chance.randrange(least, 400))).isoformat()
    crowd = [row[0] for row in installation.database.query(
        f"select id from certificate where lsp = '{LSP}' and issued_on = '{CROWDED_DAY}' and (id * 48271) % 97 = 5 limit 200")]

    def in_the_crowd():
        day, order = chance.choice([(CROWDED_DAY, "terbaru"), (until(CROWDED_DAY), "habis-dahulu")])
        return {"urut": order, "sesudah": f"{day}.{chance.choice(crowd)}", "halaman": 2}

    return {
        "all": lambda: {},
        "all, oldest first": lambda: {"urut": "terlama"},
        "all, by their end": lambda: {"urut": chance.choice(["habis-dahulu", "habis-belakangan"])},
        "a certificate number": lambda: {"cari": pick()[0]},
        "a registration number": lambda: {"cari": pick()[1]},
        "a whole word of a name": lambda: {"cari": word()},
        "two letters of a name": lambda: {"cari": word()[:2]},
        "one letter of a name": lambda: {"cari": word()[:1]},
        "a whole name": lambda: {"cari": pick()[2]},
        "two common words": lambda: {"cari": " ".join(chance.sample(GIVEN[:6], 1) + [word()[:3]])},
        "two words that nobody has together": lambda: {"cari": " ".join(chance.sample(GIVEN[:6], 2))},
        "a name in a year": lambda: {"cari": word()[:4], "tahun": year()},
        "a name and a scheme": lambda: {"cari": word()[:4], "skema": "DRV-01"},
        "a name and a rare scheme": lambda: {"cari": word()[:4], "skema": "SEC-01"},
        "a name, suspended": lambda: {"cari": word()[:3], "keadaan": "suspended"},
        "a common name, revoked": lambda: {"cari": chance.choice(GIVEN[:6]), "keadaan": "revoked"},
        "a name in an event": lambda: {"cari": word()[:3], "kegiatan": chance.choice(events)},
        "an event": lambda: {"kegiatan": chance.choice(events)},
        "suspended, of an event": lambda: {"kegiatan": chance.choice(events), "keadaan": "suspended"},
        "a NIK that nobody has": lambda: {"cari": f"99{chance.randrange(10 ** 14):014}"},
        "a scheme": lambda: {"skema": chance.choice(["CS-01", "DRV-01", "SEC-01"])},
        "a scheme in a year": lambda: {"skema": "SEC-01", "tahun": year()},
        "a year": lambda: {"tahun": year()},
        "a day of many": in_the_crowd,
        "revoked": lambda: {"keadaan": "revoked"},
        "suspended, of a scheme, in a year": lambda: {"keadaan": "suspended", "skema": "DRV-01", "tahun": year()},
        "ending before a day": lambda: {"habis": before(20)},
        "ending before a day, of a scheme": lambda: {"habis": before(300), "skema": "SEC-01"},
    }


EMPTY = {"a NIK that nobody has", "two common words", "two words that nobody has together", "a name, suspended",
         "a name and a scheme", "a name and a rare scheme", "a name in a year", "a name in an event",
         "suspended, of an event"}


def asked(auditor, make, kind, count):
    """Seconds of the first page of each question, and of the one after it and the one before that."""
    first, further = [], []
    for _ in range(count):
        took, page = auditor.list(urllib.parse.urlencode(make()))
        first.append(took)
        if kind not in EMPTY and "name=\"nomor\"" not in page and "scope=\"row\"" not in page:
            print(f"{kind}: nothing was found")
            sys.exit(2)
        for way in ("next", "prev"):
            link = re.search(rf'rel="{way}" href="[^"?]*\?([^"]*)"', page)
            if link is None:
                break
            took, page = auditor.list(link.group(1).replace("&#38;", "&").replace("&amp;", "&"))
            further.append(took)
    return first, further


def told(times):
    cut = statistics.quantiles(times, n=20) if len(times) > 1 else times * 20
    return f"p50 {statistics.median(times) * 1000:6.1f} ms  p95 {cut[18] * 1000:6.1f} ms", cut[18] * 1000


PLANS = {
    "the newest": "select c.id from certificate c where c.lsp = 'klining' and (c.issued_on, c.id) < ('2024-05-01', 9) "
                  "order by c.issued_on desc, c.id desc limit 51",
    "by their end": "select c.id from certificate c where c.lsp = 'klining' and c.valid_until < '2027-01-01' and "
                    "(c.valid_until, c.id) > ('2026-11-27', 9) order by c.valid_until asc, c.id asc limit 51",
    "a scheme": "select c.id from certificate c where c.lsp = 'klining' and c.scheme = 'SEC-01' "
                "order by c.issued_on desc, c.id desc limit 51",
    "not valid": "select c.id from certificate c where c.lsp = 'klining' and c.status = 'revoked' and c.status <> 'valid' "
                 "order by c.issued_on desc, c.id desc limit 51",
    "words": "select w.word, w.newest_first, w.certificate, w.further from name_posting w "
             "where w.lsp = 'klining' and w.word < 'budiz' and (w.word, w.newest_first, w.certificate) >= "
             "('budi', -20240501, 9) order by w.word asc, w.newest_first asc, w.certificate asc limit 250",
    "words of another beginning": "with recursive begun (word, nth) as (select (select w.word from name_posting w where "
                                  "w.lsp = 'klining' and w.word >= 'siti' and w.word < 'sitiz' order by w.word limit 1), 0 "
                                  "union all select (select w.word from name_posting w where w.lsp = 'klining' and "
                                  "w.word > begun.word and w.word < 'sitiz' order by w.word limit 1), begun.nth + 1 "
                                  "from begun where begun.word is not null and begun.nth < 128) "
                                  "select begun.word as word from begun where begun.word is not null",
    "postings of another word": "select count(*) as found, string_agg(cast(r.id as text), ',') as firsts, "
                                "string_agg(r.further, ',') as furthers from ("
                                "select w.certificate as id, w.further from name_posting w where w.lsp = 'klining' and "
                                "w.word in ('siti', 'sitisa') and w.newest_first >= -20240501 and "
                                "w.newest_first <= -20230501 limit 4001) as r",
    "a state of some days": "select count(*) as found, string_agg(cast(r.id as text), ',') as firsts, "
                                "string_agg(r.further, ',') as furthers from ("
                            "select c.id, '' as further from certificate c where c.lsp = 'klining' and "
                            "c.status = 'revoked' and c.status <> 'valid' and c.issued_on >= '2023-05-01' and "
                            "c.issued_on <= '2024-05-01' limit 4001) as r",
    "names": "select c.id, c.holder_name from certificate c where c.lsp = 'klining' and c.id in (1, 2, 3) "
             "and c.scheme = 'CS-01'",
    "a number": "select c.id from certificate c where c.lsp = 'klining' and c.id in ("
                "select n.id from certificate n where n.lsp = 'klining' and n.number_key = '8' union "
                "select n.id from certificate n where n.lsp = 'klining' and n.registration_key = '8' union "
                "select n.id from certificate n where n.lsp = 'klining' and n.blanko_key = '8') "
                "order by c.issued_on desc, c.id desc limit 51",
    "an event": "with few as materialized (select c.id, c.issued_on from certificate c where c.entry in (select e.id from "
                "entry e where e.roster in (select r.id from roster r where r.kept in (select q.id from kept_roster q where "
                "q.lsp = 'klining' and q.event = 'x'))) and c.lsp = 'klining') "
                "select c.id from few c order by c.issued_on desc, c.id desc limit 51",
}


def plans(database):
    for name, sql in PLANS.items():
        print(f"  plan: {name}")
        if isinstance(database, scale.Sqlite):
            # Python's SQLite may be too old to know the name that PostgreSQL has for it.
            known = sql.replace("string_agg", "group_concat")
            lines = [row[3] for row in database.query(f"explain query plan {known}")]
        else:
            lines = [row[0] for row in database.query(f"explain {sql}")]
        for line in lines:
            print(f"    {line}")


def measure(absah, folder, postgres, args):
    installation = Filled(absah, folder, postgres)
    try:
        people = min(args.batch, args.certificates // 2)
        installation.issue(scale.roster(folder, 0, people), people)
        installation.fill(args.certificates)
        return asked_all(installation, args)
    finally:
        installation.database.drop()


def asked_all(installation, args):
    """The kinds of question whose p95 is above the bound."""
    counted = int(installation.database.query("select count(*) from certificate")[0][0])
    print(f"{installation.database.name}: {counted:,} certificates, {len(installation.odd):,} of them not valid", flush=True)
    made = json.loads(installation.run("account", "new", "auditor1", "--lsp", LSP, "--role", "auditor", "--json"))
    port = scale.free_port()
    command = installation.command("serve", "--listen", f"127.0.0.1:{port}")
    environment = {**os.environ, "ABSAH_KEY_PASSPHRASE": PASSPHRASE}
    slow = []
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as serve:
        try:
            while True:
                with contextlib.suppress(OSError):
                    scale.fetch(f"http://127.0.0.1:{port}/readyz")
                    break
                time.sleep(0.1)
            auditor, chance = Auditor(port, "auditor1", made["password"]), random.Random(3)
            for kind, make in questions(installation, chance).items():
                asked(auditor, make, kind, 3)  # what is read for the first time is the disk's time
                first, further = asked(auditor, make, kind, args.asked)
                said, p95 = told(first)
                line = f"  {kind:36} {said}"
                if further:
                    said, later = told(further)
                    line, p95 = f"{line}   next and previous: {said}", max(p95, later)
                print(line, flush=True)
                if p95 > args.most_ms:
                    slow.append(kind)
        finally:
            serve.send_signal(signal.SIGTERM)
    plans(installation.database)
    return slow


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("absah", type=pathlib.Path)
    parser.add_argument("--postgres", metavar="URL")
    parser.add_argument("--certificates", type=int, default=1_000_000)
    parser.add_argument("--batch", type=int, default=10_000)
    parser.add_argument("--asked", type=int, default=100)
    parser.add_argument("--most-ms", type=float, default=50)
    args = parser.parse_args()
    slow = []
    for postgres in [None, *([args.postgres] if args.postgres else [])]:
        with tempfile.TemporaryDirectory() as folder:
            slow += measure(str(args.absah.resolve()), pathlib.Path(folder), postgres, args)
    if slow:
        sys.exit(f"above {args.most_ms} ms: {', '.join(slow)}")


if __name__ == "__main__":
    main()
