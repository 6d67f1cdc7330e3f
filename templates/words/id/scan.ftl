# The page that scans one certificate after another.

scan-app = Absah: pindai sertifikat
scan-title = Pindai sertifikat
scan-question = Pindai sertifikat, satu demi satu
scan-lead = Arahkan kamera ke kode QR tiap sertifikat. Tiap sertifikat dijawab dan masuk ke daftar di bawah.
scan-link = Pindai banyak sertifikat dengan kamera
scan-no-script = Kamera di halaman ini memerlukan JavaScript. Tanpa itu: kirim foto atau PDF di bawah, atau buka kamera ponsel dan ketuk alamat yang muncul.
scan-camera = Kamera
scan-start = Nyalakan kamera
scan-stop = Matikan kamera
scan-torch = Senter
scan-sound = Bunyi tiap sertifikat
scan-day = Harus berlaku pada
scan-day-hint = Misalnya hari terakhir kontrak. Kosong: hari ini. Bila diganti, semua di daftar diperiksa ulang.
scan-files = Foto atau PDF
scan-files-drop = Atau seret file-filenya ke sini.
scan-paste = Teks QR atau tautan
scan-paste-how = Tempel satu per baris
scan-list = Daftar
scan-list-empty = Belum ada sertifikat.
scan-count-all = Sertifikat
scan-count-good = Berlaku
scan-count-other = Lainnya
scan-copy = Salin daftar
scan-save = Simpan CSV
scan-clear = Kosongkan daftar
scan-kept = Tidak ada yang disimpan
scan-kept-not = Daftar ini hanya ada di halaman ini dan hilang bila halaman ditutup. Gambar kamera dibaca lalu dibuang.

# What the camera is doing.
scan-said-ready = Kamera mati.
scan-said-starting = Izinkan peramban memakai kamera.
scan-said-looking = Arahkan kotak ke kode QR.
scan-said-slow = Pembaca sedang sibuk; sebentar lagi dicoba lagi.
scan-said-away = Sambungan terputus; dicoba lagi.
scan-said-other-code = Kode QR ini bukan kode sertifikat.
scan-said-again = Sudah ada di daftar.
scan-said-reading = File sedang dibaca:
scan-said-read = File sudah dibaca.
scan-said-copied = Daftar disalin.
scan-said-not-copied = Peramban ini tidak mengizinkan menyalin. Simpan CSV saja.
scan-said-checking = Daftar diperiksa untuk hari itu.
scan-said-checked = Daftar selesai diperiksa.
scan-said-ended = Kamera berhenti. Nyalakan lagi untuk melanjutkan.

# Why there is no camera.
scan-fault-refused = Kamera tidak diizinkan. Ketuk tanda di samping alamat halaman ini, izinkan Kamera, lalu nyalakan lagi. Foto dan PDF tetap bisa dikirim di bawah.
scan-fault-none = Tidak ada kamera di perangkat ini. Kirim foto atau PDF di bawah.
scan-fault-in-use = Kamera sedang dipakai program lain. Tutup program itu, lalu nyalakan lagi.
scan-fault-insecure = Halaman ini tidak dibuka lewat https, jadi peramban tidak memberikan kamera. Buka alamat yang diawali https://, atau kirim foto dan PDF di bawah.
scan-fault-unsupported = Peramban ini tidak dapat memakai kamera di halaman. Kirim foto atau PDF di bawah, atau pakai peramban yang lebih baru.
scan-fault-no-reader = Peramban ini tidak dapat membaca kode QR sendiri, dan layanan ini tidak membacakannya. Tempel teks QR di bawah, atau pakai Chrome di Android.
scan-fault-other = Kamera tidak dapat dinyalakan. Coba lagi, atau kirim foto dan PDF di bawah.
scan-fault-report = Berkas itu laporan hasil periksa daftar, bukan sertifikat: unggahlah di halaman depan.
scan-fault-too-large = File ini lebih dari 20 MB: tidak dikirim.
scan-fault-not-read = File ini belum dapat dibaca. Kirim sekali lagi.
scan-fault-not-checked = Belum dapat diperiksa. Coba lagi.

# A row.
scan-row-number = Nomor
scan-row-scheme = Skema
scan-row-until = Berlaku sampai
scan-row-issuer = LSP
scan-row-on = Ditanyakan untuk
scan-row-nameless = Tanpa nama yang terbukti
scan-row-whole = Jawaban lengkap
scan-row-altered = Yang tercetak berbeda dari yang ditandatangani: jangan diterima
scan-row-compare = Bandingkan nama dan nomornya dengan kertasnya
scan-row-foreign-site = QR mengarah ke situs yang bukan milik LSP: jangan percaya situs itu
scan-row-note = Ada catatan: lihat jawaban lengkap
scan-row-file = File
scan-column-name = Nama
scan-column-answer = Jawaban
scan-column-word = Kode jawaban
scan-column-checked-at = Diperiksa
scan-column-as-of = Status per
scan-column-findings = Catatan
scan-clear-sure = Kosongkan daftar? Yang sudah dipindai akan hilang.

# Without a connection.
scan-offline = Tanpa sambungan
scan-offline-what = Simpan halaman ini bersama daftar LSP tepercaya dan daftar statusnya. Tanpa sambungan, kode QR tetap diperiksa: menurut daftar yang terakhir dilihat, dan dikatakan per kapan.
scan-offline-keep = Simpan di perangkat ini
scan-offline-forget = Hapus dari perangkat ini
scan-kept-none = Belum disimpan di perangkat ini.
scan-kept-as-of = Tersimpan. Daftar yang dipegang, per:
scan-kept-fetching = Mengambil daftar.
scan-kept-failed = Daftar terbaru belum dapat diambil. Coba lagi saat ada sambungan.
scan-kept-refused = Daftar baru dari situs ini tidak dapat dipercaya dan ditolak; yang lama tetap dipakai. Sebabnya:
scan-kept-cannot = Peramban ini belum dapat memeriksa tanda tangan (Ed25519), jadi tidak dapat memeriksa tanpa sambungan.
scan-kept-not-whole = Halaman ini belum tersimpan: sebagian darinya tidak dapat diambil. Coba lagi sebentar lagi.
scan-kept-other-roots = Kunci akar halaman ini bukan yang disimpan dulu. Tanpa sambungan tidak ada yang diperiksa. Tanyakan kepada LSP; bila benar diganti, hapus lalu simpan lagi.
scan-said-away-kept = Sambungan terputus, dan peramban ini tidak membaca kode QR sendiri. Tempel teks QR di bawah: diperiksa menurut daftar yang tersimpan.
scan-row-offline = Tanpa sambungan, menurut daftar per
scan-row-offline-none = tidak ada daftar status
