"""Every page that there is: found by its links, or opened by name; one that nobody comes to is a failure."""
import datetime
import html
import pathlib
import re
import urllib.parse

from playwright.sync_api import expect

from .employer import of_report
from .installation import Authenticator

# What speaks to programs: no page, and asked by tests of its own.
PROGRAMS = {"/api/v1/certificates/{*number}", "/api/v1/feed", "/trust.jwt", "/status/{lsp}/{n}", "/honoured/{kid}",
            "/.well-known/jwks.json", "/openapi.json", "/healthz", "/readyz", "/metrics", "/robots.txt", "/pindai-offline.js", "/pindai-verify.js",
            "/pindai-worker.js"}

LISTS = ("surveilans", "segera", "kedaluwarsa")

# A picture for the sheets, of no emblem.
LOGO = pathlib.Path(__file__).parent.parent.parent / "docs/pictures/answers.png"


def crawl(visitor, *starts):
    """Opens these addresses and what they link to at the same site, and so on: one of each row of the table. Those
    that were not yet opened, and these, are looked at."""
    looked, waiting, named = visitor.looked, list(starts), set(starts)
    while waiting:
        address = waiting.pop(0)
        pattern = looked.patterns.of(urllib.parse.urlsplit(address).path)
        if pattern is None:
            looked.fault(address, "is linked to, and no row of the table")
        elif address in named or pattern not in looked.followed:
            look = address in named or pattern not in looked.opened
            named.discard(address)
            looked.followed.add(pattern)
            waiting += follow(visitor, address, look)


def follow(visitor, address, look):
    """Opens one address; gives what it links to, where it is a page."""
    kind, _ = visitor.take(address)
    if not kind.startswith("text/html"):
        return []
    visitor.open(address)
    if look:
        visitor.look()
    found = visitor.page.evaluate("[...document.querySelectorAll('a[href], link[href], script[src], img[src]')]"
                                  ".map(one => one.href || one.src)")
    return [one.removeprefix(visitor.site) for one in found if one.startswith(visitor.site + "/") and "#" not in one]


def new_person(admin, newcomer, name):
    """Somebody is taken on, comes in with a password for once, chooses her own and sets her second step up."""
    admin.open("/office/klining/orang/baru")
    admin.page.get_by_label("Penyetuju").check()
    admin.fill("Nama masuk", "TIDAK SAH")
    admin.press("Tambah orang")
    admin.sees("Nama masuk terdiri dari")
    admin.look()
    admin.fill("Nama masuk", name)
    admin.press("Tambah orang")
    admin.sees(f"{name} dapat masuk dengan kata sandi ini")
    password = admin.page.locator(".secrets code").inner_text()
    admin.look()
    newcomer.open("/office/masuk")
    newcomer.fill("Nama masuk", name)
    newcomer.fill("Kata sandi", password)
    newcomer.press("Masuk")
    newcomer.heading("Ganti kata sandi")
    newcomer.sees("Kata sandi Anda diberikan orang lain.")
    newcomer.look()
    own = "kuda baterai staples benar"
    for label, text in (("Kata sandi sekarang", password), ("Kata sandi baru", own), ("Kata sandi baru sekali lagi", own)):
        newcomer.fill(label, text)
    newcomer.press("Ganti kata sandi")
    newcomer.heading("Langkah kedua")
    newcomer.look()
    newcomer.press("Pasang")
    expect(newcomer.page.locator(".qr")).to_be_visible()
    newcomer.look()
    secret = html.unescape(newcomer.page.locator("a[href^='otpauth:']").get_attribute("href"))
    newcomer.fill("Kode dari aplikasi autentikator", Authenticator(secret).code())
    newcomer.press("Aktifkan")
    newcomer.sees("Langkah kedua aktif.")
    newcomer.look()
    newcomer.press("Keluar")
    newcomer.heading("Masuk")


def of_two_lsps(installation, auditor):
    """Who serves two LSPs chooses one."""
    first, own = "kata sandi untuk sekali", "kuda baterai staples benar"
    installation.let_in("dua.kantor", ("klining", "pengemudi"), first)
    auditor.open("/office/masuk")
    auditor.fill("Nama masuk", "dua.kantor")
    auditor.fill("Kata sandi", first)
    auditor.press("Masuk")
    for label, text in (("Kata sandi sekarang", first), ("Kata sandi baru", own), ("Kata sandi baru sekali lagi", own)):
        auditor.fill(label, text)
    auditor.press("Ganti kata sandi")
    auditor.open("/office")
    auditor.heading("LSP yang mana?")
    auditor.look()
    auditor.page.locator(".choices a").first.click()
    auditor.heading("Beranda")


def of_public(public, installation, walk):
    """The public site: the first page, by number with and without the name, every verdict, a sheet, nothing."""
    certificate, sheet = walk.spared
    public.open("/")
    public.look()
    for name, says in ((None, "Nomor saja tidak membuktikan"), (certificate["name"], "Nama cocok"), ("Orang Lain", "Nama tidak cocok")):
        public.open("/")
        public.page.locator("#number").fill(certificate["number"])
        public.page.locator("#name").fill(name or "")
        public.page.locator("form[action='/'] button").click()
        public.sees(says)
        public.look()
    public.open("/")
    public.page.locator("#number").fill(certificate["number"][:-5])
    public.page.locator("form[action='/'] button").click()
    public.sees("Ada bagian yang belum diketik: tahun.")
    public.look()
    of_holder(public, installation)
    for example in installation.examples:
        public.open(example["url"].removeprefix(installation.site))
        public.look()
    public.open("/")
    public.page.locator("#file").set_input_files(sheet)
    public.page.locator("form[action='/api/v1/verify/file'] button").click()
    public.sees(certificate["number"])
    public.look()
    public.page.goto("/v/bukan-token")
    public.look()
    public.open("/api")
    public.look()
    of_list(public, certificate, sheet)


def of_holder(public, installation):
    """Another day is asked about on the page of a link; the holder has her sheet, her link and her QR from there."""
    (valid,) = [example["url"] for example in installation.examples if example["verdict"] == "valid"][:1]
    public.open(valid.removeprefix(installation.site))
    public.page.locator(".other-day input").fill("2039-12-31")
    public.page.locator(".other-day button").click()
    public.sees("Pada 31 Desember 2039:")
    public.look()
    public.link(re.compile("^Buka halaman pemegang"))
    public.sees("Unduh PDF")
    public.look("23-pemegang")
    public.take(public.path() + "/sertifikat.pdf")


def of_list(public, certificate, sheet):
    """A list of workers: its form, one that is refused, its columns, the answers, some of them."""
    public.open("/")
    public.page.locator("a[href='/periksa-daftar']").first.click()
    public.look("17-daftar")
    until = (datetime.date.today() + datetime.timedelta(days=30)).isoformat()
    send = public.page.locator("form[action='/periksa-daftar'] button")
    public.page.locator("#until").fill(until)
    send.click()
    public.sees("Belum ada daftar dan belum ada sertifikat")
    public.look()
    public.page.locator("#until").fill(until)
    public.page.locator("summary").click()
    public.page.locator("#text").fill(f"nama\tjabatan\n{certificate['name']}\tPetugas\nOrang Lain\tPetugas\n")
    public.page.locator("#document").set_input_files(sheet)
    send.click()
    public.sees("2 pekerja di daftar")
    public.look("18-kolom")
    public.page.locator("form[action='/periksa-daftar/jawaban'] button").click()
    public.sees("dari 2 memenuhi sampai")
    public.look("19-jawaban")
    public.page.locator("#urut").select_option("nama")
    public.page.locator("button[name=aksi][value='1']").click()
    public.sees("dari 2 memenuhi sampai")
    of_report(public)


def of_office(operator, approver, admin, walk):
    """The office's pages, by their links; those that no link leads to; and forms that were refused."""
    office = "/office/klining"
    operator.open(f"{office}/jurnal/periksa")
    operator.press("Periksa sekarang")
    expect(operator.page.get_by_text("Jurnal utuh")).to_be_visible()
    admin.open(f"{office}/pengaturan/gambar")
    admin.page.get_by_label("Logo", exact=True).set_input_files(LOGO)
    admin.press("Simpan")
    expect(admin.page.get_by_role("status")).to_be_visible()
    crawl(operator, office, f"{office}/jurnal/periksa", *(f"{office}/pantau?daftar={name}" for name in LISTS))
    crawl(approver, office, f"{office}/persetujuan")
    crawl(admin, office, f"{office}/orang", f"{office}/pengaturan", "/office/bukti", "/office/akun/kode")
    several(operator, office, walk)
    for visitor, path, button, fields in (
            (operator, "/blanko", "Catat kiriman", {"Nomor seri pertama": "A1", "Nomor seri terakhir": "x"}),
            (operator, "/serah/pencetak", "Simpan geseran", {"Seluruh lembar: Ke kanan": "900"}),
            (operator, "/sertifikat/banyak", "Periksa dulu", {}),
            (admin, "/pengaturan/data", "Simpan", {"Kota": ""}),
            (admin, "/pengaturan/pantau", "Simpan", {"Surveilans, bulan sejak tanggal terbit": "x"})):
        visitor.open(office + path)
        for label, text in fields.items():
            visitor.fill(label, text)
        visitor.press(button)
        expect(visitor.page.get_by_role("alert")).to_be_visible()
        visitor.look()


def several(operator, office, walk):
    """Pages that answer a form: what several certificates are asked for, and what is kept about a person."""
    operator.open(f"{office}/sertifikat/banyak")
    operator.fill("Nomor sertifikat, satu per baris", f"{walk.spared[0]['number']}\n{walk.number}\nbukan nomor")
    operator.page.get_by_label("Cabut").check()
    operator.press("Periksa dulu")
    operator.sees("Yang terkena: 1 sertifikat")
    operator.sees("Yang tidak dapat: 2 baris")
    operator.look()
    operator.open(f"{office}/data-pribadi")
    operator.fill("Nomor sertifikat", walk.number)
    operator.fill("NIK", walk.roster.right)
    operator.press("Berikan data")
    operator.sees(walk.holder)
    operator.look()


def in_english(visitor, *paths):
    """Pages in English, as wide as a telephone: longer words stand beside each other least there."""
    def speak(language):
        visitor.open("/office/akun")
        visitor.press(language)
        visitor.page.wait_for_load_state()

    speak("English")
    for path in paths:
        visitor.open(path)
        expect(visitor.page.locator("html")).to_have_attribute("lang", "en")
        visitor.look(widths=(360,))
    speak("Bahasa Indonesia")


def left_out(installation, operator, walk):
    """A certificate whose row somebody altered is named where the others are handed over, and shown as nothing."""
    number = walk.spared[0]["number"]
    rename = "update certificate set holder_name = ? where number = ?"
    assert installation.write_past(rename, "Orang Lain", number) == 1
    for page in ("serah", "serah/tanda-terima", "serah/blanko"):
        operator.open(f"{walk.event}/serah" if page == "serah" else f"/office/klining/{page}?kegiatan={walk.event.rpartition('/')[2]}")
        operator.sees("Sertifikat ini tidak dapat diserahkan, dan tidak ikut:")
        operator.sees(number)
        operator.look()
    answer = operator.page.goto("/office/klining/sertifikat/" + re.sub("[^0-9A-Za-z]", "", number))
    assert answer.status == 409, answer.status
    assert "Orang Lain" not in operator.page.content(), "an altered name is shown"
    operator.look()
    installation.write_past(rename, walk.spared[0]["name"], number)
