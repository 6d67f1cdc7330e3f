"""A demo installation that a browser may do anything with, and the roster of the Cilegon case."""
import base64
import contextlib
import csv
import datetime
import hmac
import io
import json
import pathlib
import sqlite3
import struct
import subprocess
import time
import urllib.parse

STEP = 30  # seconds that a code is shown


class Account:
    """One of the demo's people, and her authenticator."""

    def __init__(self, told):
        self.name, self.password = told["name"], told["password"]
        self.totp = told["totp"] and Authenticator(told["totp"])


class Authenticator:
    """What shows the codes of RFC 6238. A service takes none twice, so each is of a later step than the one before."""

    def __init__(self, url):
        (secret,) = urllib.parse.parse_qs(urllib.parse.urlsplit(url).query)["secret"]
        self.secret, self.last = base64.b32decode(secret + "=" * (-len(secret) % 8)), 0

    def code(self):
        # A code of half a minute before or after is taken: three at once need no waiting.
        step = max(self.last + 1, int(time.time()) // STEP - 1)
        while step > int(time.time()) // STEP + 1:
            time.sleep(0.2)
        self.last = step
        digest = hmac.digest(self.secret, struct.pack(">Q", step), "sha1")
        at = digest[-1] & 15
        return f"{(struct.unpack('>I', digest[at:at + 4])[0] & 0x7fffffff) % 1_000_000:06}"


class Installation:
    """`absah demo` on a port of its own, ended with the block."""

    def __init__(self, absah, data):
        self.absah, self.data = pathlib.Path(absah), pathlib.Path(data)

    def __enter__(self):
        command = [self.absah, "--json", "demo", "--data", self.data, "--listen", "127.0.0.1:0"]
        self.log = open(self.data.with_suffix(".log"), "w+b")
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self.log)
        line = self.process.stdout.readline()
        if not line:
            self.log.seek(0)
            raise RuntimeError(f"absah demo did not start: {self.log.read().decode(errors='replace')[-2000:]}")
        told = json.loads(line)
        self.site, self.examples = told["site"], told["examples"]
        self.accounts = {account["name"]: Account(account) for account in told["accounts"]}
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(30)
        self.log.close()

    def let_in(self, name, lsps, password):
        """An account with a first password, made on the command line: an auditor of each of the LSPs."""
        file = self.data.with_suffix(".password")
        file.write_text(password, encoding="utf-8")
        for lsp in lsps:
            command = [self.absah, "--data", self.data, "account", "new", name, "--lsp", lsp, "--role", "auditor"]
            subprocess.run([*command, *(("--password-file", file) if lsp == lsps[0] else ())], check=True, capture_output=True)

    def write_past(self, statement, *values):
        """Alters the tables behind the program's back; tells how many rows."""
        with contextlib.closing(sqlite3.connect(self.data / "absah.db", timeout=30)) as tables, tables:
            return tables.execute(statement, values).rowcount

    def verify(self, texts):
        """What `absah verify` answers to each of some texts."""
        command = [self.absah, "--data", self.data, "--json", "verify", "-"]
        done = subprocess.run(command, input="\n".join(texts).encode(), capture_output=True, check=False)
        return [json.loads(line) for line in done.stdout.splitlines()]


class Roster:
    """A roster's file, of an assessment ten days before its day of issue (today, unless said), with a cell spoiled in it."""

    def __init__(self, name, content, row=3, issued_on=None):
        self.issued_on = issued_on
        tested = f"{(issued_on or datetime.date.today()) - datetime.timedelta(days=10):%d/%m/%Y}"
        text = content.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text), delimiter=";"))
        column = rows[0].index("nik")
        self.name, self.cell = name, f"{chr(ord('A') + column)}{row}"
        self.right, rows[row - 1][column] = rows[row - 1][column], rows[row - 1][column][:-1]
        decided, day = rows[0].index("status_kompeten"), rows[0].index("tanggal_uji")
        for one in rows[1:]:
            one[day] = one[day] and tested
        self.people, self.competent = len(rows) - 1, sum(row[decided] == "K" for row in rows[1:])
        written = io.StringIO()
        csv.writer(written, delimiter=";", lineterminator="\n").writerows(rows)
        self.spoiled = written.getvalue().encode()
