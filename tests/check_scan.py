#!/usr/bin/env python3
"""Scans a film of printed certificates with the page /pindai in a real browser, and walks the rest of that page.

usage: check_scan.py ABSAH AXE.js [--chromium PATH] [--pictures DIR]

Makes a demo installation and a film of ten of its sheets, slightly turned, scaled and noisy, some of them revoked,
suspended, replaced or expired. Chromium plays it for a camera: each certificate is listed once, with the verdict that
`absah verify` gives, while it is in view; how soon is printed. Debian's Chromium has no BarcodeDetector, so the server
reads the frames; the other way is tested with a detector that is put in its place. Then files, another day, the list as
CSV, no camera, no JavaScript. Last, the page is saved and the service ended: it answers by the lists that it saw. What
verifies there is held against every vector and every verdict of the table. Needs Chromium and poppler-utils, what
tests/requirements.txt names, axe-core.
"""
import argparse
import csv
import datetime
import io
import json
import os
import pathlib
import re
import statistics
import sys
import tempfile
import time
import urllib.request

from playwright.sync_api import expect, sync_playwright

from pages import film, verdicts
from pages.addresses import Patterns, pages
from pages.installation import Installation
from pages.pictures import Pictures
from pages.visitor import Looked, Visitor

# What a service worker fetches may be refused, too: read when Playwright starts.
os.environ["PW_EXPERIMENTAL_SERVICE_WORKER_NETWORK_EVENTS"] = "1"
HERE = pathlib.Path(__file__).parent
PEOPLE = 10
SOON = 1.5  # seconds: what is promised on a machine that does nothing else
FAKE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
HEADLINES = {"valid": "Berlaku", "revoked": "Dicabut", "suspended": "Dibekukan", "superseded": "Sudah diganti",
             "expired": "Kedaluwarsa", "not_yet_valid": "Belum berlaku"}

# Since when each certificate is in view, by the film's own mark; when each row came, and what it says.
WATCH = """addEventListener("DOMContentLoaded", () => {
  const seen = (window.seen = { inView: {}, rows: [] }), video = document.getElementById("video");
  if (!video) return;
  const [block, blocks] = [%d, %d], canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [block, block * blocks];
  const paper = canvas.getContext("2d", { willReadFrequently: true });
  const look = () => {
    paper.drawImage(video, 0, 0, block, block * blocks, 0, 0, block, block * blocks);
    let mark = 0;
    for (let one = 0; one < blocks; one += 1) {
      mark |= (paper.getImageData(block / 2, one * block + block / 2, 1, 1).data[0] > 127) << one;
    }
    if (mark) seen.inView[mark] ??= performance.now();
    video.requestVideoFrameCallback(look);
  };
  video.requestVideoFrameCallback(look);
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) for (const row of addedNodes) {
      const of = (name) => row.querySelector(name)?.innerText ?? "";
      seen.rows.push({ at: performance.now(), name: of(".holder-name"), answer: of(".answer"), all: row.innerText });
    }
  }).observe(document.getElementById("rows"), { childList: true });
});""" % (film.BLOCK, film.BLOCKS)

# A detector that is told what it sees, by time.
DETECTOR = """window.BarcodeDetector = class {
  static async getSupportedFormats() { return ["ean_13", "qr_code"]; }
  constructor({ formats }) { if (formats.join() !== "qr_code") throw new TypeError("formats"); }
  async detect(source) {
    if (source.id !== "video") throw new TypeError("source");
    window.begun ??= performance.now();
    const place = Math.floor((performance.now() - window.begun) / 300) %% (texts.length + 1);
    return place < texts.length ? [{ rawValue: texts[place] }] : [];
  }
};
const texts = %s;"""

# What the sounds are.
SOUNDS = """window.tones = [];
const begin = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...when) { tones.push([this.type, this.frequency.value]); begin.apply(this, when); };"""


def chosen(installation):
    """Sheets of the demo: one of each verdict that has a sheet, the others valid; with what `absah verify` says."""
    rows = [row | {"pdf": next(table.parent.glob(re.sub("[^0-9A-Za-z]", "-", row["number"]) + " *.pdf"))}
            for table in sorted((installation.data / "certificates").glob("*/certificates.csv"))
            for row in csv.DictReader(io.StringIO(table.read_text(encoding="utf-8")))]
    rows = [row | {"told": told} for row, told in zip(rows, installation.verify([row["url"] for row in rows]), strict=True)]
    first = {}
    for row in rows:
        first.setdefault(row["told"]["verdict"], row)
    assert {"valid", "revoked", "suspended", "expired"} <= first.keys(), f"the demo has only {sorted(first)}"
    valid = [row for row in rows if row["told"]["verdict"] == "valid" and row is not first["valid"]]
    mixed = valid[:PEOPLE - len(first)]
    for place, row in enumerate(first.values()):
        mixed.insert(2 * place, row)
    return mixed


class Scanner(Visitor):
    """Somebody with the page that scans open."""

    def __init__(self, browser, site, looked, *scripts, javascript=True):
        super().__init__(browser, site, looked, javascript)
        for script in scripts:
            self.context.add_init_script(script)

    def said(self, message):
        # Status lists are asked for until one is not there.
        if "/status/" not in message.location.get("url", ""):
            super().said(message)

    def begin(self):
        self.open("/pindai")
        self.page.locator("#start").click()

    def press_in(self, where):
        """The button of the form in a part of the page."""
        self.page.locator(f"{where} form button[type=submit]").click()

    def rows(self):
        return self.page.locator("#rows > li")

    def leave(self):
        """The list is thrown away, so that the page may be left."""
        self.page.once("dialog", lambda dialog: dialog.accept())
        self.page.locator("#clear").click()
        expect(self.rows()).to_have_count(0)
        self.context.close()


def play(browser, installation, looked, people, lasts, name):
    """Plays the film once to the page. Seconds from in view to the row, by certificate."""
    scanner = Scanner(browser, installation.site, looked, WATCH, SOUNDS)
    frames = []
    scanner.page.on("request", lambda request: frames.append(request) if request.url.endswith("/api/v1/frame") else None)
    scanner.begin()
    # Asked again and again: a function that waits in the page would be one that its policy forbids.
    ends = time.monotonic() + 3 * lasts + 30
    while scanner.page.evaluate("Object.keys(seen.inView).length") < PEOPLE:
        assert time.monotonic() < ends, "the film does not play"
        scanner.page.wait_for_timeout(200)
    # To the end of the last one, and into the second time that the film is played.
    scanner.page.wait_for_timeout((film.IN_VIEW + film.BETWEEN + film.IN_VIEW) * 1000)
    scanner.page.locator("#stop").click()
    seen = scanner.page.evaluate("seen")
    soon = {}
    for place, row in enumerate(people, 1):
        told = row["told"]
        found = [one for one in seen["rows"] if row["number"] in one["all"]]
        if not found:
            continue
        assert len(found) == 1, f"{row['number']} is listed {len(found)} times"
        assert found[0]["name"] == row["name"], f"{row['number']}: {found[0]['name']}"
        assert found[0]["answer"].startswith(HEADLINES[told["verdict"]]), f"{told['verdict']}: {found[0]['answer']}"
        soon[row["number"]] = (found[0]["at"] - seen["inView"][str(place)]) / 1000
    assert len(seen["rows"]) == len(soon), "something is listed that was not shown"
    tones = scanner.page.evaluate("tones.map(([shape]) => shape)")
    good = sum(row["told"]["verdict"] == "valid" for row in people if row["number"] in soon)
    assert (tones.count("sine"), tones.count("square")) == (2 * good, len(soon) - good), f"{tones} for {good} good of {len(soon)}"
    if len(soon) == PEOPLE:
        scanner.look(name)
    print(f"{len(soon)} of {PEOPLE} found, {len(frames)} frames read")
    scanner.leave()
    return soon


def scan_film(installation, browser, looked, people, lasts):
    """Each is found while it is in view for the first time; twice is tried where others had the machine."""
    for attempt in (1, 2):
        soon = play(browser, installation, looked, people, lasts, "20-pindai")
        times = sorted(soon.values())
        if times:
            in_time = sum(one < SOON for one in times)
            print(f"from in view to the row: median {statistics.median(times):.2f} s, longest {times[-1]:.2f} s; {in_time} of "
                  f"{PEOPLE} within {SOON} s; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
        if len(times) == PEOPLE and times[-1] < film.IN_VIEW:
            return
        print(f"attempt {attempt}: not each was found while it was in view")
    raise AssertionError("certificates are not found while they are in view")


def scan_by_browser(installation, browser, looked, people):
    """The browser reads: no picture leaves it. What was seen is seen again; other codes are not listed."""
    texts = [row["url"] for row in people]
    forged = texts[0][:-3] + ("AAA" if not texts[0].endswith("AAA") else "BBB")
    texts = [texts[0], "https://example.org/menu", texts[1], texts[0], *texts[2:], forged]
    scanner = Scanner(browser, installation.site, looked, DETECTOR % json.dumps(texts))
    asked = []
    scanner.page.on("request", lambda request: asked.append(request.url.removeprefix(installation.site)))
    scanner.begin()
    expect(scanner.rows()).to_have_count(PEOPLE + 1)
    scanner.page.wait_for_timeout(1000)
    expect(scanner.rows()).to_have_count(PEOPLE + 1)
    expect(scanner.rows().first).to_contain_text("Tanpa nama yang terbukti")
    assert "/api/v1/frame" not in asked, "a picture left the browser"
    assert asked.count("/api/v1/verify") == PEOPLE + 1, asked
    assert not scanner.page.evaluate("localStorage.length + sessionStorage.length + document.cookie.length")
    assert scanner.page.url == f"{installation.site}/pindai", "the address says something"
    scanner.page.locator("#stop").click()
    another_day(scanner, people)
    take_list(scanner, people)
    with scanner.context.expect_page() as opened:
        scanner.page.locator("#rows a").last.click()
    expect(opened.value.locator(".holder .name")).to_have_text(people[0]["name"])
    scanner.leave()


def another_day(scanner, people):
    on = scanner.page.locator("#on")
    on.fill("2099-01-01")
    on.blur()
    expect(scanner.page.locator("#count-good")).to_have_text("0")
    scanner.sees("Kedaluwarsa")
    scanner.look("21-hari-lain")
    on.fill("")
    on.blur()
    expect(scanner.page.locator("#count-good")).to_have_text(str(sum(row["told"]["verdict"] == "valid" for row in people)))


def take_list(scanner, people):
    with scanner.page.expect_download() as download:
        scanner.page.locator("#save").click()
    rows = list(csv.DictReader(io.StringIO(pathlib.Path(download.value.path()).read_text(encoding="utf-8-sig"))))
    told = {(row["Nomor"], row["Nama"], row["Kode jawaban"]) for row in rows}
    assert told == {(row["number"], row["name"], row["told"]["verdict"]) for row in people} | {("", "", "forged")}, told


def report(installation, people):
    """A report on a list, as its service signs it."""
    rows = [{"token": row["url"]} for row in people[:2]]
    until = (datetime.date.today() + datetime.timedelta(days=30)).isoformat()
    request = urllib.request.Request(f"{installation.site}/api/v1/check-list",
                                     json.dumps({"until": until, "rows": rows}).encode(),
                                     {"Accept": "application/pdf", "Content-Type": "application/json"})
    with urllib.request.urlopen(request) as answer:
        return answer.read()


def send_files(installation, browser, looked, people):
    """Several at once, by the button and dropped; what is on the list already is not listed twice. A report is no
    certificate, and files after it are read."""
    scanner = Scanner(browser, installation.site, looked)
    scanner.open("/pindai")
    scanner.look("22-pindai-kosong")
    scanner.page.locator("#file").set_input_files([row["pdf"] for row in people[:2]])
    scanner.press_in("#files")
    expect(scanner.rows()).to_have_count(2)
    expect(scanner.rows().filter(has_text=people[1]["name"])).to_contain_text(HEADLINES[people[1]["told"]["verdict"]])
    scanner.drop("#files", "laporan.pdf", report(installation, people))
    expect(scanner.page.locator("#fault")).to_contain_text("laporan hasil periksa daftar")
    scanner.drop("#files", "kosong.pdf", b"bukan PDF")
    expect(scanner.rows()).to_have_count(3)
    expect(scanner.rows().first).to_contain_text("kosong.pdf")
    scanner.page.locator("#text").fill(people[0]["url"] + "\n" + people[2]["url"])
    scanner.press_in("#paste")
    expect(scanner.rows()).to_have_count(4)
    scanner.sees(people[2]["name"])
    with scanner.context.expect_page() as opened:
        scanner.rows().nth(3).locator("form button").click()
    expect(opened.value.locator(".holder .name")).to_have_text(people[0]["name"])
    scanner.look()
    scanner.leave()


def defuse(installation, browser, looked, people):
    """What a spreadsheet would run as a formula is none in the list that is taken along."""
    scanner = Scanner(browser, installation.site, looked)

    def rename(route):
        answer = route.fetch()
        told = answer.json()
        told["certificate"]["holder"] = 'Siti; "=1+1'
        route.fulfill(response=answer, json=told)

    scanner.page.route("**/api/v1/verify", rename)
    scanner.open("/pindai")
    scanner.page.locator("#text").fill(people[0]["url"])
    scanner.press_in("#paste")
    expect(scanner.rows()).to_have_count(1)
    with scanner.page.expect_download() as download:
        scanner.page.locator("#save").click()
    text = pathlib.Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert next(csv.DictReader(io.StringIO(text)))["Nama"] == "Siti;' \"=1+1", text
    scanner.leave()


def without_camera(installation, browser, looked, people):
    """Why there is no camera is said in words; without scripts a form remains."""
    refusing = ("navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', '%s'); };")
    for script, says in ((refusing % "NotAllowedError", "Kamera tidak diizinkan"),
                         (refusing % "NotFoundError", "Tidak ada kamera"),
                         (refusing % "NotReadableError", "dipakai program lain"),
                         ("Object.defineProperty(window, 'isSecureContext', { value: false });", "tidak dibuka lewat https"),
                         ("Object.defineProperty(navigator, 'mediaDevices', { value: undefined });", "tidak dapat memakai kamera")):
        scanner = Scanner(browser, installation.site, looked, script)
        scanner.begin()
        expect(scanner.page.locator("#fault")).to_contain_text(says)
        expect(scanner.page.locator("#start")).to_be_enabled()
        if "NotAllowed" in script:
            scanner.look("23-kamera-ditolak")
        scanner.context.close()
    plain = Scanner(browser, installation.site, looked, javascript=False)
    plain.open("/pindai")
    plain.sees("memerlukan JavaScript")
    expect(plain.page.locator("#start")).to_be_hidden()
    plain.page.locator("#file").set_input_files(people[0]["pdf"])
    plain.press_in("#files")
    plain.sees(people[0]["number"])
    plain.context.close()


def verify_in_page(installation, browser, looked, people):
    """The page's own verdict is that of the vectors and of the table."""
    scanner = Scanner(browser, installation.site, looked)
    scanner.open("/pindai")
    given, address = verdicts.held_against(), scanner.page.locator("#offline").get_attribute("data-verify")
    wrong = scanner.page.evaluate(verdicts.RUN, {"address": address, "given": given})
    assert not wrong, f"{len(wrong)} come out otherwise:\n" + "\n".join(wrong[:20])
    print(f"{len(given['vectors'])} vectors and {len(given['table']['cases'])} verdicts, each as it should be")
    scanner.context.close()


def keep_whole_or_not_at_all(installation, browser, looked, people):
    """A page of which a part cannot be had is not said to be saved."""
    scanner = Scanner(browser, installation.site, looked)
    missing = []

    def refuse(route):
        if route.request.service_worker:
            missing.append(route.request.url)
            route.fulfill(status=503)
        else:
            route.continue_()

    scanner.context.route("**/pindai.css*", refuse)
    scanner.open("/pindai")
    # What could not be fetched, the browser says in its console.
    scanner.page.remove_listener("console", scanner.said)
    scanner.page.locator("#keep").click()
    expect(scanner.page.locator("#kept")).to_contain_text("Halaman ini belum tersimpan")
    assert missing and not scanner.page.evaluate("caches.keys().then((all) => all.length)"), "something is kept"
    scanner.context.close()


def without_connection(installation, browser, looked, people):
    """Saved with a connection, the page opens and answers without one, and says as of when; a text that was altered, one by
    a key that nobody knows, and what is no token are told apart as the service does."""
    scanner = Scanner(browser, installation.site, looked)
    scanner.open("/pindai")
    scanner.page.locator("#keep").click()
    expect(scanner.page.locator("#kept")).to_contain_text("Tersimpan")
    scanner.look("24-tersimpan")
    told = {row["url"]: row["told"]["verdict"] for row in people}
    told |= {example["url"]: example["verdict"] for example in installation.examples}
    installation.process.terminate()
    installation.process.wait(30)
    # That the network is away, the browser says in its console.
    scanner.page.remove_listener("console", scanner.said)
    scanner.page.reload()
    expect(scanner.page.locator("#kept")).to_contain_text("Daftar terbaru belum dapat diambil")
    for number, (url, verdict) in enumerate(told.items(), 1):
        scanner.page.locator("#text").fill(url)
        scanner.press_in("#paste")
        expect(scanner.rows()).to_have_count(number)
        headline = HEADLINES.get(verdict) or {"forged": "Palsu", "untrusted": "Tidak dipercaya"}[verdict]
        expect(scanner.rows().first.locator(".answer")).to_contain_text(headline)
        if verdict not in ("forged", "untrusted"):
            expect(scanner.rows().first).to_contain_text("Tanpa sambungan, menurut daftar per")
    scanner.look("25-tanpa-sambungan")
    scanner.page.once("dialog", lambda dialog: dialog.accept())
    scanner.page.locator("#clear").click()
    scanner.page.locator("#forget").click()
    expect(scanner.page.locator("#kept")).to_contain_text("Belum disimpan")
    assert not scanner.page.evaluate("caches.keys().then((all) => all.length)"), "something is left in the browser"
    scanner.context.close()


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("absah", type=pathlib.Path)
    arguments.add_argument("axe", type=pathlib.Path)
    arguments.add_argument("--chromium", default="/usr/bin/chromium")
    arguments.add_argument("--pictures", type=pathlib.Path, help="keep what the page looks like in this folder")
    given = arguments.parse_args()
    patterns = Patterns(pages((HERE.parent / "src/web/addresses.rs").read_text(encoding="utf-8")))
    looked = Looked(given.axe, patterns, given.pictures and Pictures(given.pictures))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        folder, began = pathlib.Path(folder), time.monotonic()
        with Installation(given.absah, folder / "data") as installation:
            people = chosen(installation)
            with open(folder / "film.y4m", "wb") as file:
                lasts = film.write(file, [film.Sheet(row["pdf"]) for row in people])
            print(f"a film of {lasts:.0f} s, made after {time.monotonic() - began:.1f} s", flush=True)

            def chrome(*more):
                return playwright.chromium.launch(executable_path=given.chromium, args=["--no-sandbox", *FAKE, *more])

            browser = chrome(f"--use-file-for-fake-video-capture={folder / 'film.y4m'}")
            scan_film(installation, browser, looked, people, lasts)
            browser.close()
            browser = chrome()
            # The last one ends the service.
            for walk in (scan_by_browser, send_files, defuse, without_camera, verify_in_page, keep_whole_or_not_at_all,
                         without_connection):
                walk(installation, browser, looked, people)
                print(f"{walk.__name__}: {time.monotonic() - began:.1f} s", flush=True)
            browser.close()
    for fault, paths in looked.faults.items():
        print(f"{fault}\n    on {', '.join(paths)}", file=sys.stderr)
    print(f"{looked.pages} pages looked at, {len(looked.faults)} faults")
    return 1 if looked.faults else 0


if __name__ == "__main__":
    sys.exit(main())
