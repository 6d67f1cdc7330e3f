"""The Cilegon case, from a roster's file to a revoked certificate: an operator and an approver, each in a browser."""
import concurrent.futures
import csv
import datetime
import io
import re
import subprocess
import tempfile
import zipfile

import zxingcpp
from PIL import Image
from playwright.sync_api import expect


def sheet(folder, row):
    """The PDF of a row of certificates.csv."""
    (found,) = folder.glob(re.sub("[^0-9A-Za-z]", "-", row["number"]) + " *.pdf")
    return found


def qr(pdf):
    """The text in the QR of a sheet."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["pdftoppm", "-r", "150", "-f", "1", "-l", "1", "-singlefile", "-gray", pdf, f"{folder}/page"], check=True)
        (code,) = zxingcpp.read_barcodes(Image.open(f"{folder}/page.pgm"), formats=zxingcpp.BarcodeFormat.QRCode)
    return code.text


class Walk:
    """The same steps with scripts and without; each says what it expects before it goes on."""

    def __init__(self, installation, operator, approver, public, roster):
        self.installation, self.operator, self.approver, self.public = installation, operator, approver, public
        self.roster, self.work = roster, roster.name.removesuffix(".csv")

    def walk(self, folder):
        self.enter()
        self.plan()
        self.hand_in()
        self.mend()
        self.submit()
        self.approve()
        self.watch()
        self.hand_over(folder)
        self.ask_revocation()
        self.revoke()
        self.see_revoked()

    def enter(self):
        operator, account = self.operator, self.installation.accounts["operator"]
        operator.open("/office")
        operator.heading("Masuk")
        operator.fill("Nama masuk", account.name)
        operator.fill("Kata sandi", "bukan kata sandinya")
        operator.press("Masuk")
        operator.sees("Nama atau kata sandi salah.")
        operator.look()
        operator.open("/office/masuk")
        operator.fill("Nama masuk", account.name)
        operator.look("01-masuk")
        operator.sign_in(account)
        operator.heading("Beranda")
        operator.look("02-beranda")

    def plan(self):
        operator, today = self.operator, datetime.date.today()
        operator.link("Kegiatan", exact=True)
        operator.look()
        operator.link("Kegiatan baru")
        form = operator.path()
        operator.press("Simpan")
        expect(operator.page.get_by_role("alert")).to_be_visible()
        operator.look()
        operator.open(form)
        operator.fill("Nama kegiatan", f"Uji kompetensi {self.work.title()}")
        operator.page.get_by_label("TUK Sewaktu").check()
        operator.fill("Tempat", "Kota Cilegon")
        for label in ("Hari pertama", "Hari terakhir"):
            operator.fill(label, (today - datetime.timedelta(days=3)).isoformat())
        operator.fill("Kuota yang diminta dari BNSP", "120")
        operator.fill("Kuota yang disetujui BNSP", "110")
        operator.fill("Instansi pengirim", f"Setda Kota Cilegon; {self.roster.people}")
        operator.look("03-kegiatan")
        operator.press("Simpan")
        operator.heading(f"Uji kompetensi {self.work.title()}")
        operator.sees("110 dari 120 yang diminta")
        self.event = operator.path()

    def hand_in(self):
        operator, roster = self.operator, self.roster
        if operator.scripts:
            operator.drop("section:has(input.drop) h2", roster.name, roster.spoiled)
            assert operator.page.evaluate("document.querySelector('input.drop').files[0].name") == roster.name
        else:
            file = {"name": roster.name, "mimeType": "text/csv", "buffer": roster.spoiled}
            operator.page.get_by_label("Berkas .xlsx atau .csv").set_input_files(file)
        if roster.issued_on:
            operator.page.locator("#issued_on").fill(roster.issued_on.isoformat())
        operator.look("04-daftar")
        operator.press("Serahkan dan periksa")
        operator.heading("Daftar peserta")
        operator.sees("1 kesalahan harus diperbaiki")
        self.kept = operator.path()

    def mend(self):
        operator, roster = self.operator, self.roster
        expect(operator.page.locator("td.faulty")).to_have_count(1)
        assert operator.page.get_by_text(re.compile("Ajukan .* sertifikat")).count() == 0, "a faulty roster can be submitted"
        operator.page.get_by_label(f"Isi yang benar untuk sel {roster.cell}").fill("12")
        operator.press("Simpan perbaikan")
        operator.sees("1 kesalahan harus diperbaiki")
        operator.look("05-perbaiki")
        operator.page.get_by_label(f"Isi yang benar untuk sel {roster.cell}").fill(roster.right)
        operator.press("Simpan perbaikan")
        operator.sees("Tidak ada kesalahan.")

    def submit(self):
        operator = self.operator
        operator.sees(f"{self.roster.competent} sertifikat akan terbit")
        operator.look("06-ajukan")
        operator.press(f"Ajukan {self.roster.competent} sertifikat untuk disetujui")
        operator.page.wait_for_url("**/persetujuan/*")
        operator.sees("Anda yang mengajukan; orang lain yang memutuskan.")
        operator.look()
        assert operator.page.locator("form[action$=setujui]").count() == 0, "the maker is offered to approve"

    def approve(self):
        approver = self.approver
        approver.sign_in(self.installation.accounts["penyetuju"], lambda: approver.look("07-kode"))
        approver.heading("Beranda")
        approver.look()
        approver.page.get_by_role("link", name=re.compile("^Terbitkan sertifikat")).first.click()
        approver.sees(f"Uji kompetensi {self.work.title()}")
        figures = approver.page.locator(".figures")
        expect(figures).to_contain_text(re.compile(rf"K\s*{self.roster.competent}\s"))
        kind, _ = approver.take(f"{approver.path()}/contoh.pdf")
        assert kind == "application/pdf", kind
        approver.look("08-setujui")
        approver.press_proven(f"Terbitkan {self.roster.competent} sertifikat")

    def watch(self):
        approver = self.approver
        approver.page.wait_for_url("**/pekerjaan/*")
        if approver.scripts:
            approver.page.evaluate("window.stayed = true")
        approver.look("09-terbit")
        # It goes on by itself: a script asks again, and the page stays; without, the page comes anew.
        expect(approver.page.locator("main")).to_contain_text(f"Selesai: {self.roster.competent}")
        expect(approver.page.get_by_role("link", name="Serahkan sertifikat")).to_be_visible()
        assert not approver.scripts or approver.page.evaluate("window.stayed === true"), "the page of the work came anew"
        approver.look("10-selesai")

    def hand_over(self, folder):
        operator, count = self.operator, self.roster.competent
        operator.open(self.event)
        operator.link("Serahkan sertifikat")
        operator.sees(f"{count} sertifikat yang berlaku.")
        operator.look("11-serahkan")
        with operator.page.expect_download(timeout=120_000) as download:
            operator.press(f"Unduh ZIP {count} sertifikat")
        with zipfile.ZipFile(download.value.path()) as bundle:
            assert bundle.testzip() is None
            names = bundle.namelist()
            bundle.extractall(folder)
        pdfs = [name for name in names if name.endswith(".pdf")]
        assert len(pdfs) == count, f"{len(pdfs)} PDFs in the ZIP, not {count}"
        # Read by a program that is not ours, each QR is the certificate of its own row, and verifies.
        rows = list(csv.DictReader(io.StringIO((folder / "certificates.csv").read_text(encoding="utf-8"))))
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            texts = list(pool.map(qr, (sheet(folder, row) for row in rows)))
        answers = self.installation.verify(texts)
        assert [(one["verdict"], one["certificate"]["number"]) for one in answers] == [("valid", row["number"]) for row in rows]
        assert len({row["number"] for row in rows}) == count
        self.number, self.holder, self.url = (rows[1][column] for column in ("number", "name", "url"))
        self.sheet, self.spared = sheet(folder, rows[1]), (rows[2], sheet(folder, rows[2]))

    def ask_revocation(self):
        operator = self.operator
        operator.link("Sertifikat", exact=True)
        operator.fill("Nomor, nama, atau NIK", self.number)
        operator.press("Cari")
        expect(operator.page.locator("tbody tr")).to_have_count(1)
        operator.look("12-cari")
        operator.link(self.holder)
        operator.heading(f"Sertifikat {self.number}")
        operator.look("13-sertifikat")
        operator.link("Cabut")
        form = operator.path()
        operator.press("Ajukan pencabutan 1 sertifikat")
        expect(operator.page.get_by_role("alert")).to_contain_text("Pilih alasannya.")
        operator.look()
        operator.open(form)
        operator.page.get_by_label("Alasan", exact=True).select_option(label="Kecurangan")
        operator.fill("Catatan untuk yang menyetujui (paling banyak 500 huruf)", "Jawaban disalin dari peserta lain.")
        operator.look("14-cabut")
        operator.press("Ajukan pencabutan 1 sertifikat")
        operator.sees("orang lain yang memutuskan")
        operator.look()
        assert self.verdict() == "valid", "revoked by one person"

    def revoke(self):
        approver = self.approver
        approver.link("Persetujuan", exact=True)
        approver.look()
        approver.page.get_by_role("link", name="Cabut sertifikat").first.click()
        approver.sees(self.number)
        approver.look("15-setujui-pencabutan")
        approver.press_proven("Cabut 1 sertifikat")
        expect(approver.page.locator("main")).to_contain_text("Selesai: 1")

    def see_revoked(self):
        public = self.public
        for address in (self.url.removeprefix(self.installation.site), "/V/" + qr(self.sheet).rpartition("/V/")[2]):
            public.open(address)
            expect(public.page.get_by_role("heading", name="Dicabut")).to_be_visible()
        public.sees("LSP mencabut sertifikat ini")
        public.look("16-dicabut")
        assert self.verdict() == "revoked"

    def verdict(self):
        (answer,) = self.installation.verify([self.url])
        return answer["verdict"]
