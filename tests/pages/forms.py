"""Forms beside the walk, each to its end."""
import datetime
import json
import pathlib
import re

from playwright.sync_api import expect

LSPS = pathlib.Path(__file__).parent.parent.parent / "templates/demo/lsps.json"


def send_back(walk):
    """A roster goes back with a remark, which its clerk reads before she withdraws it."""
    operator, approver, remark = walk.operator, walk.approver, "Tanggal ujinya keliru."
    walk.plan()
    walk.hand_in()
    walk.mend()
    walk.submit()
    request = operator.path()
    approver.open(request)
    if not approver.page.get_by_label("Apa yang harus diperbaiki").is_visible():
        approver.page.get_by_text("Kembalikan dengan catatan").click()
    approver.fill("Apa yang harus diperbaiki", remark)
    approver.press("Kembalikan")
    approver.sees("Dikembalikan")
    approver.look()
    operator.open("/office/klining")
    operator.sees("daftar peserta dikembalikan")
    operator.open(walk.kept)
    operator.sees("Dikembalikan dengan catatan")
    operator.sees(remark)
    operator.look()
    operator.press("Batalkan daftar ini")
    operator.sees("Dibatalkan")


def record_sheets(operator):
    """Preprinted sheets come in, and one is spoiled."""
    operator.open("/office/klining/blanko")
    for label, text in (("Nomor seri pertama", "100001"), ("Nomor seri terakhir", "100020"),
                        ("Tanggal diterima", datetime.date.today().isoformat())):
        operator.fill(label, text)
    operator.press("Catat kiriman")
    operator.sees("Kiriman 20 blanko dicatat.")
    operator.fill("Nomor seri blanko", "100020")
    operator.page.get_by_label("Sebab").select_option(label="Salah cetak")
    operator.press("Catat 1 blanko rusak")
    operator.sees("Blanko 100020 dicatat rusak.")
    operator.look()


def set_periods(admin):
    """A setting is changed, and stands so."""
    admin.open("/office/klining/pengaturan/pantau")
    admin.fill("Diberi tahu, bulan sebelum berakhir", "4")
    admin.press("Simpan")
    admin.sees("Jangka waktu disimpan.")
    expect(admin.page.get_by_label("Diberi tahu, bulan sebelum berakhir")).to_have_value("4")


def import_settings(admin):
    """A file that describes no LSP is refused; of one that does, what it would change is shown before it is done."""
    (described,) = (lsp for lsp in json.loads(LSPS.read_text(encoding="utf-8"))["lsps"] if lsp["id"] == "klining")
    described["city"] = "Kota Serang"
    for content in ({"id": "klining"}, described):
        admin.open("/office/klining/pengaturan/impor")
        file = {"name": "lsp.json", "mimeType": "application/json", "buffer": json.dumps(content).encode()}
        admin.page.get_by_label("Berkas LSP (.json)").set_input_files(file)
        admin.press("Tunjukkan perbedaannya")
        if content is not described:
            expect(admin.page.get_by_role("alert")).to_be_visible()
        else:
            admin.heading("Perbedaan dengan yang tersimpan")
            admin.sees("Kota Serang")
        admin.look()
    admin.press("Terapkan 1 perubahan")
    expect(admin.page.get_by_role("status")).to_be_visible()


def erase(walk, admin, operator, approver):
    """What ended long ago is erased once another person approves; its roster says so."""
    walk.plan()
    walk.hand_in()
    walk.mend()
    walk.submit()
    approver.open(walk.operator.path())
    approver.press_proven(f"Terbitkan {walk.roster.competent} sertifikat")
    approver.sees(f"Selesai: {walk.roster.competent}")
    admin.open("/office/klining/pengaturan/pantau")
    admin.fill("Data pribadi disimpan, tahun setelah sertifikat terakhir berakhir", "1")
    admin.press("Simpan")
    admin.sees("Jangka waktu disimpan.")
    operator.open("/office/klining/data-pribadi")
    operator.look()
    operator.page.get_by_role("button", name=re.compile("^Minta hapus data pribadi")).click()
    operator.sees("orang lain yang memutuskan")
    approver.open(operator.path())
    approver.look()
    approver.press_proven(approver.page.get_by_role("button", name=re.compile("^Hapus data pribadi")).inner_text())
    approver.sees("Selesai")
    operator.open(walk.kept)
    operator.heading("Sudah dihapus")
    operator.look()
