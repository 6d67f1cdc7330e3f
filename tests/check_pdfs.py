#!/usr/bin/env python3
"""Holds every PDF of an `absah issue --out DIR` folder against DIR/certificates.csv, with tools not ours.

usage: check_pdfs.py DIR

For each row of certificates.csv: one PDF, named by number and name, is there and clean for qpdf, its fonts are embedded and subset,
it is no larger than 60 KB, its text has number and name, its QR is read by zxing-cpp and by zbar to the
very bytes of the row's token, the QR is small enough to print, and the attachment `token.cwt` is the
token. No PDF lies there without a row. Needs qpdf, poppler-utils, zbar-tools; cbor2, pillow, zxing-cpp.
"""
import base64
import collections
import concurrent.futures
import csv
import pathlib
import re
import subprocess
import sys
import tempfile
import unicodedata
import urllib.parse

import cbor2
import zxingcpp
from PIL import Image

LARGEST = 60 * 1024
DIGITS = {3: 1, 5: 2, 8: 3, 10: 4, 13: 5, 15: 6, 17: 7, 20: 8}  # digits of a group to its bytes
CERTIFICATE = -70001


def run(*command):
    return subprocess.run(command, capture_output=True, check=False)


def output(*command):
    done = run(*command)
    if done.returncode != 0:
        raise ValueError(f"{command[0]} failed: {done.stderr.decode(errors='replace').strip()[:200]}")
    return done.stdout


def fold(text):
    """One reading of a text: compatibility letters composed, every space one space."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def from_base64url(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def from_digits(digits):
    """The bytes of a QR's digits: 20 digits are 8 bytes, big-endian (docs/formats.md)."""
    if not re.fullmatch("[0-9]+", digits):
        raise ValueError(f"the QR's path is not of digits: {digits[:40]}")
    groups = [digits[at:at + 20] for at in range(0, len(digits), 20)]
    return b"".join(int(group).to_bytes(DIGITS[len(group)], "big") for group in groups)


def qr_texts(page):
    """What two readers get out of a picture, and how many modules the symbol has."""
    codes = zxingcpp.read_barcodes(Image.open(page), formats=zxingcpp.BarcodeFormat.QRCode)
    if len(codes) != 1:
        raise ValueError(f"zxing-cpp sees {len(codes)} QR codes, not one")
    zbar = output("zbarimg", "--raw", "-q", "-S*.disable", "-Sqrcode.enable", page).decode().splitlines()
    if len(zbar) != 1:
        raise ValueError(f"zbar sees {len(zbar)} QR codes, not one")
    return codes[0].text, zbar[0], int(codes[0].extra["Version"])


def faults(pdf, row):
    """Yields what is wrong with one certificate's PDF."""
    token = from_base64url(row["token"])
    claims = cbor2.loads(cbor2.loads(token).value[2])
    host = urllib.parse.urlsplit(row["url"]).netloc
    checked = run("qpdf", "--check", pdf)
    if checked.returncode != 0 or b"WARNING" in checked.stdout + checked.stderr:
        yield "qpdf --check: " + (checked.stderr or checked.stdout).decode(errors="replace").strip()[:200]
    fonts = [line.split()[-5:] for line in output("pdffonts", pdf).decode().splitlines()[2:]]
    if not fonts or any(font[:2] != ["yes", "yes"] for font in fonts):
        yield f"fonts not embedded and subset: {fonts}"
    if pdf.stat().st_size > LARGEST:
        yield f"{pdf.stat().st_size} bytes, more than {LARGEST}"
    text = fold(output("pdftotext", "-layout", pdf, "-").decode())
    for column in ("number", "name"):
        if fold(row[column]) not in text:
            yield f"{column} {row[column]!r} is not in the text"
    says = (claims[7].decode(), claims[CERTIFICATE][1], claims[CERTIFICATE][2])
    if says != (row["number"], row["name"], row["scheme"]):
        yield "the token says another number, name or scheme than the row"
    if from_base64url(row["url"].rsplit("/v/", 1)[-1]) != token:
        yield "the link is another token's"
    if output("qpdf", "--show-attachment=token.cwt", pdf) != token:
        yield "the attachment token.cwt is not the token"
    with tempfile.TemporaryDirectory() as folder:
        output("pdftoppm", "-r", "150", "-f", "1", "-l", "1", "-singlefile", "-gray", "-png", pdf, f"{folder}/page")
        zxing, zbar, version = qr_texts(f"{folder}/page.png")
    for reader, spelt in (("zxing-cpp", zxing), ("zbar", zbar)):
        address, _, digits = spelt.rpartition("/V/")
        if from_digits(digits) != token:
            yield f"the QR ({reader}) is not the token"
        if urllib.parse.urlsplit(address).netloc != host.upper():
            yield f"the QR ({reader}) leads to {address}"
    short = len(row["name"]) <= 40 and len(host) <= 25 and len(claims[CERTIFICATE][3]) <= 30
    if version > (12 if short else 20):
        yield f"the QR is of version {version}"


def check(pdf, row):
    found = []
    try:
        for fault in faults(pdf, row):
            found.append(f"{pdf.name}: {fault}")
    except (ValueError, KeyError, IndexError, OSError) as error:
        found.append(f"{pdf.name}: {error}")
    return found


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = pathlib.Path(sys.argv[1])
    with open(folder / "certificates.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    by_number = {re.sub("[^0-9A-Za-z]", "-", row["number"]): row for row in rows}
    files, found = {}, []
    for pdf in sorted(folder.glob("*.pdf")):
        row = by_number.pop(pdf.name.split(" ", 1)[0], None)
        if row is None:
            found.append(f"{pdf.name}: no row of certificates.csv, or not its only PDF")
        else:
            files[pdf] = row
    found += [f"{number}: no PDF" for number in by_number]
    twins = [number for number, times in collections.Counter(row["number"] for row in rows).items() if times > 1]
    found += [f"{number}: stands in certificates.csv twice" for number in twins]
    with concurrent.futures.ProcessPoolExecutor(2) as pool:
        for fault in pool.map(check, files.keys(), files.values(), chunksize=8):
            found += fault
    for fault in found:
        print(fault, file=sys.stderr)
    print(f"{len(files)} PDFs checked, {len(found)} faults" if rows else "no certificate to check")
    return 1 if found or not rows else 0


if __name__ == "__main__":
    sys.exit(main())
