# Pemberi kerja: akunnya di kantor, dan halaman miliknya sendiri.
employers-role = Pemberi kerja
employers-role-does = Menanyakan sertifikat; tidak pernah melihat kantor.

# Di kantor.
employers-part = Pemberi kerja
employers-about = Perusahaan dan instansi yang mempekerjakan pemegang sertifikat. Dengan akun dari LSP mereka dapat mencocokkan NIK dengan sertifikat yang mereka pegang dan memeriksa daftar yang panjang. Kantor tidak pernah mereka lihat.
employers-none = Belum ada akun pemberi kerja.
employers-add = Buat akun pemberi kerja
employers-company = Nama perusahaan atau instansi
employers-company-hint = Tercatat dalam jurnal untuk seterusnya: nama badan, bukan nama orang.
employers-name-hint = Untuk masuk: 3 sampai 32 huruf kecil dan angka, boleh titik atau tanda hubung.
employers-name-wrong = Nama masuk terdiri dari 3 sampai 32 huruf kecil dan angka; di antaranya boleh titik, tanda hubung, atau garis bawah.
employers-nik-a-day = Pencocokan NIK, sertifikat sehari
employers-nik-a-day-hint = Biasanya 20. Per sertifikat tetap lima kali, lalu jeda satu jam, dan paling banyak dua puluh kali.
employers-lookups-a-day = Pencarian dengan nomor sehari
employers-lookups-a-day-hint = Di halaman dan lewat kunci API bersama-sama. Yang tidak ditemukan dihitung tiga.
employers-keys = Kunci API sekaligus
employers-keys-hint = Dibuat sendiri oleh pemberi kerja. Nol: tidak ada kunci yang diterima.
employers-state = Keadaan
employers-state-active = Aktif
employers-state-disabled = Dinonaktifkan
employers-state-not-as-told = Baris akun ini bukan yang disebut jurnal
employers-state-not-entered = Belum pernah masuk
employers-terms = Kesepakatan
employers-terms-save = Simpan kesepakatan
employers-reset = Beri kata sandi baru
employers-reset-about = Kata sandi yang lama tidak berlaku lagi dan semua yang sedang masuk dikeluarkan. Yang baru ditampilkan sekali.
employers-disable-about = Akun ini tidak dapat masuk lagi, dan kunci API-nya tidak diterima.
employers-disable = Nonaktifkan akun
employers-enable-about = Akun ini dapat masuk lagi, dan kunci API-nya diterima lagi.
employers-enable = Aktifkan akun
employers-live-keys = Kunci API
employers-watched = Dipantau
employers-watched-count = { $count ->
    [0] Tidak memantau sertifikat.
   *[other] Memantau { $count } sertifikat. Pemberi kerja itu diberi tahu bila keadaannya berubah.
}
employers-no-keys = Tidak ada kunci.
employers-key = Kunci
employers-key-made = Dibuat
employers-key-used = Terakhir dipakai
employers-key-unused = belum pernah
employers-key-revoke = Cabut kunci { $prefix }
employers-done-terms = Kesepakatan disimpan.
employers-done-key-revoked = Kunci dicabut; sejak sekarang tidak diterima.
employers-done-nik-reset = Pencocokan NIK sertifikat { $number } dibuka lagi.
employers-done-watch-added = { $count } sertifikat dipantau.
employers-done-watch-removed = Sertifikat { $number } tidak dipantau lagi.
employers-tries = Pencocokan NIK
employers-tries-count = { $count ->
    [0] Belum ada yang menanyakan NIK sertifikat ini.
   *[other] Ditanyakan { $count } kali dari { $most }.
}
employers-tries-open = Buka lagi pencocokan NIK
employers-tries-why = Setelah { $most } kali tidak ada yang dapat bertanya lagi sampai LSP membukanya. Tanyakan dulu kepada pemberi kerja itu: barangkali ada yang menebak. Siapa bertanya kapan tercatat dalam jurnal.
employers-tries-button = Buka lagi untuk 1 sertifikat

# Halaman pemberi kerja.
employers-enter-title = Masuk
employers-enter = Masuk sebagai pemberi kerja
employers-enter-lead = Akun dibuat oleh LSP yang menerbitkan sertifikat. Belum punya? Mintalah kepada LSP itu.
employers-name = Nama masuk
employers-password = Kata sandi
employers-enter-button = Masuk
employers-enter-link = Masuk sebagai pemberi kerja
employers-enter-link-why = Dengan akun dari LSP, daftar boleh memuat lebih banyak baris yang hanya bernomor.
employers-wrong = Nama atau kata sandi salah.
employers-plain = Hanya dapat masuk lewat https. Alamat ini tidak terenkripsi.
employers-fault-title = Galat:
employers-failed = Belum bisa
employers-own = Halaman pemberi kerja
employers-leave = Keluar
employers-change-password = Ganti kata sandi
employers-of = Akun dari { $lsp }
employers-nik-title = Pencocokan NIK
employers-nik-question = Cocokkan NIK dengan sertifikat
employers-nik-lead = Untuk sertifikat dari { $lsp } yang Anda pegang. Jawabannya hanya cocok atau tidak cocok; NIK tidak ditampilkan dan tidak dicatat.
employers-token = Teks QR, tautan, atau token dari sertifikat
employers-token-hint = Nomor sertifikat tidak cukup. Pindai QR-nya, lalu salin alamat yang terbuka.
employers-nik = NIK lengkap
employers-nik-hint = 16 angka dari KTP.
employers-nik-wrong = NIK terdiri dari 16 angka.
employers-nik-button = Cocokkan
employers-nik-limits = Tiap pertanyaan dihitung dan dicatat dengan nomor sertifikatnya, tanpa NIK: lima kali untuk satu sertifikat, lalu jeda satu jam, dan dua puluh kali seluruhnya.
employers-nik-left = { $count ->
    [0] Hari ini tidak ada lagi sertifikat lain yang dapat ditanyakan.
   *[other] Hari ini masih dapat menanyakan { $count } sertifikat lain.
}
employers-said-same = Cocok: NIK itu milik pemegang sertifikat { $number }.
employers-said-differs = Tidak cocok: NIK itu bukan milik pemegang sertifikat { $number }.
employers-said-untold = Tidak dapat dipastikan untuk sertifikat { $number }: NIK pemegangnya sudah dihapus atau tidak tersimpan. Tanyakan kepada LSP.
employers-lists = Daftar pekerja
employers-lists-how = Di halaman periksa daftar, baris yang hanya bernomor dihitung dari jatah harian Anda. Hari ini tersisa { $left } pencarian.
employers-lists-link = Periksa daftar pekerja
employers-keys-title = Kunci API
employers-keys-question = Kunci API untuk program Anda
employers-keys-lead = Program mengirimnya dalam kepala Authorization: Bearer. Dengan kunci, pencarian nomor dihitung dari jatah harian Anda, bukan dari alamatnya.
employers-keys-none = Belum ada kunci.
employers-keys-may = LSP mengizinkan { $most } kunci sekaligus.
employers-keys-may-not = LSP belum mengizinkan kunci API untuk akun ini.
employers-keys-make = Buat kunci
employers-keys-prove = Kata sandi Anda, sekali lagi
employers-key-here = Kunci baru Anda. Salin sekarang: ini tidak ditampilkan lagi.
employers-key-button = Cabut
employers-watch-title = Pantauan
employers-watch-question = Sertifikat yang Anda pantau
employers-watch-lead = Keadaan tiap sertifikat pada saat ini. Program Anda dapat menanyakan apa yang berubah sejak terakhir.
employers-watch-add = Pantau
employers-watch-certificates = Sertifikat, satu per baris
employers-watch-certificates-hint = Teks QR, tautan, token, atau nomornya. Yang hanya bernomor dihitung dari jatah pencarian hari ini.
employers-watch-count = { $count ->
    [0] Daftar pantauan
   *[other] { $count } sertifikat dipantau, paling banyak { $most }
}
employers-watch-none = Belum ada sertifikat yang dipantau.
employers-watch-until = Berlaku sampai { $day }.
employers-watch-soon = Berlaku sampai { $day }: tinggal { $days } hari atau kurang.
employers-watch-successor = Diganti dengan { $number }.
employers-watch-remove = Berhenti memantau
employers-watch-pages = Halaman daftar pantauan
employers-watch-refused = Yang tidak dapat dipantau
employers-watch-there = Sudah dipantau.
employers-watch-elsewhere = Diterbitkan { $lsp }, yang punya situs sendiri. Tanyakan di { $site }.
employers-watch-full = Sudah { $most } sertifikat dipantau; lebih dari itu tidak bisa.
employers-watch-not-found = Nomor ini tidak ada.
employers-watch-not-found-here = Nomor ini tidak ada di sini. Barangkali diketahui di { $sites }.
employers-watch-not-issued = Ini bukan nomor dan bukan sertifikat yang diterbitkan LSP di sini.
employers-watch-several = Lebih dari satu LSP punya nomor ini. Pakai teks QR atau tautannya.
employers-watch-untold = Catatan tentang nomor ini tidak seperti semula. Tanyakan kepada LSP.
employers-watch-nothing = Tulis paling sedikit satu sertifikat.
employers-watch-long = Paling banyak { $most } baris.
employers-watch-spent = Nomornya lebih banyak daripada sisa pencarian hari ini: { $left }. Pakai teks QR atau tautannya, atau tambahkan sebagian dulu.
employers-watch-left = { $lines } baris tidak dapat dipantau; { $count } sertifikat dipantau. Yang tersisa ada di kolom ini.
employers-watch-feed = Umpan untuk program
employers-watch-feed-how = Dengan kunci API, program bertanya kapan saja dan mendapat apa yang berubah sejak jawaban terakhir, ditandatangani LSP. Tidak ada yang dikirim ke alamat Anda.
employers-watch-feed-name = Nama umpan Anda (aud) dalam jawaban:
employers-password-title = Ganti kata sandi
employers-password-must = Kata sandi Anda dibuat oleh LSP. Ganti dulu sebelum melanjutkan.
employers-password-old = Kata sandi sekarang
employers-password-new = Kata sandi baru
employers-password-hint = Paling sedikit { $shortest } karakter.
employers-password-again = Kata sandi baru, sekali lagi
employers-password-not-repeated = Kata sandi baru tidak sama dua kali.
employers-done-password = Kata sandi diganti.

# Yang ditolak.
employers-fault-day = Jatah hari ini habis: { $most } sertifikat sehari. Coba lagi besok, atau minta lebih banyak kepada LSP.
employers-fault-keys = LSP mengizinkan { $most } kunci sekaligus. Cabut dulu satu.
employers-fault-no-key = Kunci itu tidak ada, atau sudah dicabut.
employers-fault-not-issued = Ini bukan sertifikat yang diterbitkan LSP Anda. Yang diperlukan adalah teks QR, tautan, atau token dari sertifikatnya.
employers-fault-spent = Sertifikat ini sudah terlalu sering ditanyakan. LSP dapat membukanya lagi.
employers-fault-too-soon = Sertifikat ini sudah lima kali ditanyakan. Coba lagi dalam { $minutes } menit.
employers-fault-number = Tulis angka bulat.
employers-fault-company = Tulis nama perusahaan, paling panjang { $most } huruf, tanpa tanda tersembunyi.
employers-fault-terms-keys = Paling banyak { $most } kunci.
employers-fault-terms-lookups = Paling banyak { $most } pencarian sehari.
employers-fault-terms-nik = Paling banyak { $most } sertifikat sehari.
employers-fault-quota = Daftar ini memuat lebih banyak nomor daripada sisa jatah Anda hari ini: { $left }. Tambahkan teks QR, tautan, atau file sertifikatnya, atau kirim sebagian dulu.
