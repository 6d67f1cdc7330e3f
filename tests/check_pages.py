#!/usr/bin/env python3
"""Walks the Cilegon case in a real browser, opens every page that there is, and holds each against axe-core.

usage: check_pages.py ABSAH AXE.js [--chromium PATH] [--pictures DIR]

Makes a demo installation and drives Chromium: an operator hands tests/data/cilegon.csv in with a cell that was
spoiled, mends it in the page and submits; an approver signs in with a second step and approves; 88 certificates are
issued, their ZIP is taken and each QR verifies; one is revoked by the two of them, and the public page says so. The
same is walked without JavaScript. Every address of src/web/addresses.rs that shows a page is opened, by its links or
by name, at 1280 and 360 px: axe-core finds no violation, nothing scrolls sideways, no script fails. The number page
is one answer of less than 50 KB and fits 360 px at 200 % zoom. Settings are
imported, data of long ago is erased, an altered certificate is left out of a hand-over, and some pages are read in
English. With --pictures, the walk's steps are kept as PNG. Needs Chromium and poppler-utils, what
tests/requirements.txt names, axe-core.
"""
import argparse
import datetime
import pathlib
import subprocess
import sys
import tempfile
import time

from playwright.sync_api import sync_playwright

from pages.addresses import Patterns, pages
from pages.budget import budget
from pages.employer import of_employer
from pages.forms import erase, import_settings, record_sheets, send_back, set_periods
from pages.installation import Installation, Roster
from pages.pictures import Pictures
from pages.visitor import Looked, Visitor
from pages.visits import PROGRAMS, crawl, in_english, left_out, new_person, of_office, of_public, of_two_lsps
from pages.walk import Walk

HERE = pathlib.Path(__file__).parent


def check(installation, browser, looked, folder):
    def visitor(scripts=True):
        return Visitor(browser, installation.site, looked, scripts)

    def told(what):
        nonlocal began
        print(f"{what}: {time.monotonic() - began:.1f} s", flush=True)
        began = time.monotonic()

    began = time.monotonic()
    cilegon = Roster("cilegon.csv", (HERE / "data/cilegon.csv").read_bytes())
    operator, approver, admin, public = visitor(), visitor(), visitor(), visitor()
    walk = Walk(installation, operator, approver, public, cilegon)
    walk.walk(folder / "cilegon")
    told(f"{cilegon.competent} certificates, one revoked")

    def roster(name, people, seed, issued_on=None):
        command = [sys.executable, HERE / "make_roster.py", str(people), "--seed", str(seed)]
        made = subprocess.run(command, capture_output=True, check=True)
        return Roster(name, made.stdout, issued_on=issued_on)

    plain = [visitor(scripts=False) for _ in range(3)]
    serang = Walk(installation, *plain, roster("serang.csv", 6, 1))
    serang.walk(folder / "serang")
    told("the same without JavaScript")

    send_back(Walk(installation, *plain, roster("lebak.csv", 2, 2)))
    record_sheets(plain[0])
    plain_admin = visitor(scripts=False)
    plain_admin.sign_in(installation.accounts["admin"])
    set_periods(plain_admin)
    admin.sign_in(installation.accounts["admin"])
    new_person(admin, visitor(), "ketua.baru")
    new_person(admin, visitor(scripts=False), "ketua.kedua")
    of_two_lsps(installation, visitor())
    import_settings(admin)
    # A scheme of three years: it ended more than a year ago.
    long_ago = datetime.date.today() - datetime.timedelta(days=6 * 365)
    erase(Walk(installation, *plain, roster("pandeglang.csv", 2, 3, long_ago)), plain_admin, operator, approver)
    told("other forms")
    of_public(public, installation, walk)
    budget(browser, installation, looked, walk.spared[0]["number"])
    crawl(public, "/")
    told("the public site")
    example = installation.examples[0]
    of_employer(admin, visitor(), example["number"], example["url"])
    of_office(operator, approver, admin, walk)
    english(operator, admin, walk)
    left_out(installation, operator, serang)
    for path in looked.unopened(besides=PROGRAMS):
        looked.fault(path, "nobody came to this page")
    told(f"{len(looked.opened)} addresses")


def english(operator, admin, walk):
    office, number = "/office/klining", walk.number.replace(" ", "")
    in_english(operator, office, walk.event, walk.kept, f"{walk.event}/serah", f"{walk.event}/laporan",
               f"{office}/sertifikat", f"{office}/sertifikat/{number}", f"{office}/sertifikat/banyak",
               f"{office}/ditanya", f"{office}/pantau", f"{office}/blanko", f"{office}/jurnal", f"{office}/data-pribadi")
    admin.open(f"{office}/pengaturan/data")
    in_english(admin, f"{office}/pengaturan", f"{office}/pengaturan/data", f"{office}/pengaturan/lembar/digital",
               f"{office}/orang")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("absah", type=pathlib.Path)
    arguments.add_argument("axe", type=pathlib.Path)
    arguments.add_argument("--chromium", default="/usr/bin/chromium")
    arguments.add_argument("--pictures", type=pathlib.Path, help="keep the steps of the walk in this folder")
    given = arguments.parse_args()
    patterns = Patterns(pages((HERE.parent / "src/web/addresses.rs").read_text(encoding="utf-8")))
    looked = Looked(given.axe, patterns, given.pictures and Pictures(given.pictures))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        folder = pathlib.Path(folder)
        # As root, where its own sandbox does not start; what it opens is ours.
        browser = playwright.chromium.launch(executable_path=given.chromium, args=["--no-sandbox"])
        with Installation(given.absah, folder / "data") as installation:
            check(installation, browser, looked, folder)
        browser.close()
    for fault, paths in looked.faults.items():
        print(f"{fault}\n    on {', '.join(list(paths)[:5])}{' …' if len(paths) > 5 else ''}", file=sys.stderr)
    print(f"{looked.pages} pages looked at, {len(looked.faults)} faults")
    return 1 if looked.faults or not looked.pages else 0


if __name__ == "__main__":
    sys.exit(main())
