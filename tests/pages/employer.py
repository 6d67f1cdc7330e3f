"""The pages of an employer, and of the report on a list: whoever has no account or no report never sees them."""
import base64
import re

OWN = "kuda baterai staples benar"
WIDTHS = (0, 3, 5, 8, 10, 13, 15, 17, 20)


def of_employer(admin, employer, number, link):
    """An administrator makes an account; the employer comes in, chooses a password, asks about a NIK, makes a key,
    watches a certificate."""
    admin.open("/office/klining/pemberi-kerja/baru")
    admin.fill("Nama masuk", "pt.contoh")
    admin.fill("Nama perusahaan atau instansi", "PT Contoh Bersih")
    admin.fill("Kunci API sekaligus", "2")
    admin.press("Buat akun pemberi kerja")
    password = admin.page.locator(".secrets code").inner_text()
    admin.look()
    employer.open("/masuk")
    employer.look()
    send(employer, "/masuk", name="pt.contoh", password="bukan ini")
    employer.sees("Nama atau kata sandi salah.")
    employer.look()
    send(employer, "/masuk", name="pt.contoh", password=password)
    employer.sees("Kata sandi Anda dibuat oleh LSP.")
    employer.look()
    send(employer, "/pemberi-kerja/sandi", old=password, new=OWN, again=OWN)
    employer.open("/pemberi-kerja")
    send(employer, "/pemberi-kerja/nik", token=link, nik="1")
    employer.sees("NIK terdiri dari 16 angka.")
    employer.look()
    send(employer, "/pemberi-kerja/nik", token=link, nik="9999999999999999")
    employer.sees(f"bukan milik pemegang sertifikat {number}")
    employer.look("24-pemberi-kerja")
    employer.open("/pemberi-kerja/kunci")
    send(employer, "/pemberi-kerja/kunci", password=OWN)
    employer.sees("Salin sekarang")
    employer.look()
    employer.open("/pemberi-kerja/pantau")
    employer.look()
    send(employer, "/pemberi-kerja/pantau", sertifikat=f"{link}\n12345")
    employer.sees("Nomor ini tidak ada")
    employer.look()
    employer.open("/pemberi-kerja/pantau")
    employer.sees("1 sertifikat dipantau")
    employer.look()
    admin.open("/office/klining/pemberi-kerja")
    admin.look()
    admin.link("PT Contoh Bersih")
    admin.look()
    admin.open(f"/office/klining/sertifikat/{re.sub('[^0-9A-Za-z]', '', number)}/nik")
    admin.look()


def of_report(public):
    """The report on the list that was just checked: by its link, and by its QR."""
    link = public.page.locator("a.again[href*='/l/']").get_attribute("href")
    token = link.rpartition("/")[2]
    public.open("/l/" + token)
    public.sees("Laporan asli")
    public.look("25-laporan")
    public.open("/L/" + digits(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))))
    public.sees("Laporan asli")
    public.look()


def send(visitor, address, **fields):
    form = visitor.page.locator(f"form[action='{address}']")
    for field, text in fields.items():
        form.locator(f"[name={field}]").fill(text)
    form.locator("button").click()
    visitor.page.wait_for_load_state()


def digits(data):
    """Bytes as a QR spells them."""
    parts = [data[at:at + 8] for at in range(0, len(data), 8)]
    return "".join(str(int.from_bytes(part, "big")).zfill(WIDTHS[len(part)]) for part in parts)
