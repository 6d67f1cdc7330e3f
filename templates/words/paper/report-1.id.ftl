# The words of a report's paper, edition 1. Released: papers are compared with them for ever, so nothing in here changes.

title = Laporan pemeriksaan daftar pekerja
maker = Diperiksa oleh
until = Kontrak sampai
checked-at = Diperiksa pada
as-of = Menurut daftar status per
id = Nomor laporan
scan = Pindai untuk memeriksa laporan ini
certificate = Sertifikat
ends = Berlaku s.d.
foot = Laporan { $id }
what = Nama, jabatan, skema yang diminta, dan nomor baris berasal dari daftar yang diperiksa; selebihnya dari sertifikat yang ditandatangani LSP dan dari daftar statusnya. NIK tidak dicantumkan. Jawaban ini tentang saat pemeriksaan: sertifikat dapat dibekukan atau dicabut sesudahnya. Baris-barisnya terlampir dalam PDF ini sebagai laporan.csv dan ikut ditandatangani: cetakan yang diubah ketahuan bila PDF ini diperiksa di situs LSP mana pun yang memakai Absah.
spelt = Huruf yang tidak ada di fon tercetak sebagai nomornya, misalnya [U+897F]; di laporan.csv huruf itu utuh.
example = CONTOH: dibuat oleh instalasi percobaan, bukan oleh LSP sungguhan.
lsp = LSP { $lsp }
holder = atas nama { $holder }
note-superseded = Diganti nomor { $number }
note-name = Nama di sertifikat berbeda
note-scheme = Skemanya lain
fit = { $fits } dari { $count } memenuhi sampai { $day }
page = Halaman { $page } dari { $pages }
column-row = Baris
column-name = Nama
column-wanted = Skema diminta
column-answer = Jawaban

# What each answer is called, by its word.
answer-expired = Kedaluwarsa
answer-expires_early = Berakhir sebelum kontrak
answer-fits = Memenuhi
answer-forged = Palsu
answer-name_differs = Nama berbeda
answer-nik_differs = NIK berbeda
answer-not_checked = Belum diperiksa
answer-not_found = Tidak ditemukan
answer-not_yet_valid = Belum berlaku
answer-revoked = Dicabut
answer-superseded = Sudah diganti
answer-suspended = Dibekukan
answer-unreadable = Tidak terbaca
answer-untrusted = Tidak dipercaya
answer-wrong_scheme = Skema lain

# Days and instants.
day = { $day } { $month } { $year }
moment = { $day }, { $hour }.{ $minute } { $zone }
month =
    { $month ->
        [1] Januari
        [2] Februari
        [3] Maret
        [4] April
        [5] Mei
        [6] Juni
        [7] Juli
        [8] Agustus
        [9] September
        [10] Oktober
        [11] November
       *[12] Desember
    }
