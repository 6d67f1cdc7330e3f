"""Forms beside the walk, each to its end."""
import datetime

from playwright.sync_api import expect


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
