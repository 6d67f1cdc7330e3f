# Markup stands only in messages without arguments, for the page prints it as it stands.

# Verdicts in a word.
pages-word-expired = Kedaluwarsa
pages-word-forged = Palsu
pages-word-not-found = Tidak ditemukan
pages-word-not-yet-valid = Belum berlaku
pages-word-revoked = Dicabut
pages-word-status-unknown = Status belum diketahui
pages-word-superseded = Sudah diganti
pages-word-suspended = Dibekukan
pages-word-unreadable = Tidak terbaca
pages-word-untrusted = Tidak dipercaya
pages-word-valid = Berlaku

# What led to a verdict, and what to do.
pages-meaning-expired = Sertifikat ini asli, tetapi hanya berlaku sampai { $day }.
pages-meaning-forged = Isinya bukan yang ditandatangani LSP: diubah, atau dibuat orang lain. Jangan diterima.
pages-meaning-no-certificate = Tidak ada sertifikat yang terbaca di file ini, jadi belum ada yang diperiksa. Kirim PDF asli dari LSP, atau foto QR-nya dari dekat: tajam, terang, dan tegak lurus.
pages-meaning-not-found = Tidak ada sertifikat bernomor ini di layanan ini. Periksa ketikannya. Nomor sertifikat LSP lain dicari di situs LSP itu.
pages-meaning-not-yet-valid = Sertifikat ini asli, tetapi baru berlaku mulai { $day }.
pages-meaning-revoked = LSP mencabut sertifikat ini. Tidak berlaku lagi. Sejak kapan: tanyakan kepada LSP.
pages-meaning-revoked-since = LSP mencabut sertifikat ini sejak { $day }. Tidak berlaku lagi.
pages-meaning-successor = Nomor pengganti diketahui LSP: tanyakan di situsnya.
pages-meaning-superseded = Sertifikat ini diganti dengan yang baru. Mintalah sertifikat penggantinya.
pages-meaning-superseded-since = Sertifikat ini diganti dengan yang baru sejak { $day }. Mintalah sertifikat penggantinya.
pages-meaning-suspended = LSP membekukan sertifikat ini. Selama dibekukan, tidak boleh dipakai. Sejak kapan: tanyakan kepada LSP.
pages-meaning-suspended-since = LSP membekukan sertifikat ini sejak { $day }. Selama dibekukan, tidak boleh dipakai.
pages-meaning-unreadable = Kode ini rusak, terpotong, atau bukan sertifikat. Pindai sekali lagi. Selama tidak terbaca, sertifikat ini belum diperiksa.
pages-meaning-valid = Asli, dari LSP berlisensi, tidak dicabut, tidak dibekukan, tidak diganti.
pages-term-last-day = Ini hari terakhirnya: sampai akhir hari { $day } ({ $zone }).
pages-term-left = Berlaku sampai akhir hari { $day } ({ $zone }): tinggal { $days } hari lagi.
pages-term-over = Sudah lewat { $days } hari.

# Why the status could not be told.
pages-unknown-ask = Mungkin sudah dicabut atau dibekukan: jangan anggap berlaku. Tanyakan kepada LSP di situsnya, atau coba lagi nanti.
pages-unknown-honoured-list = Kunci penandatangannya pernah bocor, dan daftar sertifikat yang benar-benar diterbitkan dengan kunci itu tidak dapat diambil. Mungkin buatan pencuri kunci.
pages-unknown-key-state = Tanda tangannya utuh, tetapi daftar LSP tepercaya menyebut keadaan kunci yang belum dikenal pemeriksa ini. Pemeriksa ini perlu versi yang lebih baru.
pages-unknown-list-too-old = Tanda tangannya asli, tetapi daftar status LSP yang ada di sini terlalu lama: per { $as_of }.
pages-unknown-no-list = Tanda tangannya asli, tetapi daftar status LSP tidak dapat diambil.
pages-unknown-others = Penandatangannya bukan LSP layanan ini, dan daftar LSP tepercaya selebihnya sedang tidak dapat dibaca di sini. Asli atau palsu tidak dapat diketahui di sini.
pages-unknown-not-valid = Jangan anggap berlaku.
pages-unknown-record = Catatan dengan nomor ini di sini tidak seperti saat dibuat. Pindai kode QR atau buka tautan pada sertifikatnya: yang ditandatangani di dalamnya dapat diperiksa.
pages-unknown-signer = Daftar LSP tepercaya di pemeriksa ini sudah kedaluwarsa, dan penandatangannya tidak ada di dalamnya. Asli atau palsu tidak dapat diketahui di sini.
pages-unknown-trust-list-expired = Tanda tangannya utuh, tetapi daftar LSP tepercaya di pemeriksa ini sudah kedaluwarsa: kunci atau lisensi LSP mungkin sudah berubah.
pages-unknown-trust-list-missing = Tanda tangannya cocok, tetapi belum ada pihak di atas LSP ini yang menegaskan bahwa kuncinya memang milik LSP: daftar LSP tepercaya belum ditandatangani. Tanyakan kepada LSP.

# Why a signer is not trusted.
pages-distrust-key-period = Tanggal terbitnya di luar masa pakai kunci yang menandatanganinya.
pages-distrust-key-use = Ditandatangani dengan kunci LSP yang bukan kunci untuk sertifikat.
pages-distrust-licence = Pada tanggal terbitnya, LSP tidak mempunyai lisensi BNSP yang berlaku.
pages-distrust-never-recorded = Ditandatangani dengan kunci LSP, tetapi LSP tidak pernah menerbitkannya. Kuncinya mungkin dicuri. Jangan diterima, dan beri tahu LSP.
pages-distrust-other = Penandatangannya tidak dipercaya.
pages-distrust-scope = Pada tanggal terbitnya, skema ini tidak termasuk ruang lingkup lisensi LSP.
pages-distrust-signer = Penandatangannya tidak dikenal: bukan LSP dalam daftar tepercaya. Siapa pun dapat membuat kode seperti ini.
pages-distrust-stolen-key = Ditandatangani dengan kunci LSP yang sudah dicuri, dan tidak ada dalam daftar sertifikat yang benar-benar diterbitkan LSP. Jangan diterima.

# What on a document is not as it was signed.
pages-altered-hidden = Dokumen ini berisi tulisan yang tidak terlihat: tertutup, sangat kecil, atau sewarna kertas. Mungkin telah diubah.
pages-altered-qr = QR pada lembar ini bukan milik satu sertifikat yang sama. Mungkin QR ditempel dari sertifikat lain: anggap lembar ini diubah, jangan diterima. Bila memang ada beberapa lembar dalam satu foto, kirim satu per satu.
pages-altered-sheet = Isi lembar ini tidak sama dengan yang diterbitkan LSP: unit kompetensi, masa berlaku, atau kata-katanya. Anggap lembar ini diubah: jangan diterima. Unit yang diterbitkan LSP ada di bawah.
pages-altered-text = Tidak tercetak seperti yang ditandatangani LSP: { $differs }. Anggap lembar ini diubah: jangan diterima. Yang ditandatangani LSP ada di bawah.
pages-differing-issued-on = tanggal terbit
pages-differing-name = nama
pages-differing-number = nomor
pages-differing-scheme = skema
pages-differing-valid-until = masa berlaku

# What else is to be known about a verdict.
pages-on-day = Pada { $day }:
pages-warning-day-to-come = Jawaban ini untuk hari yang belum tiba: berlaku bila sampai saat itu tidak dicabut, dibekukan, atau diganti.
pages-warning-foreign-site = QR atau tautan ini mengarah ke situs yang bukan milik LSP. Sertifikatnya diperiksa di sini, tetapi jangan percaya situs itu.
pages-warning-old-list = Daftar status yang dipakai sudah berumur { $days } hari. Yang dicabut atau dibekukan sesudahnya belum terlihat di sini. Tanyakan kepada LSP di situsnya.
pages-warning-pages-unread = Dokumen ini panjang; halaman-halaman akhirnya tidak diperiksa. Kirim sertifikatnya saja.
pages-warning-trust-list-expired = Daftar LSP tepercaya yang dipakai di sini sudah kedaluwarsa. Periksa di situs LSP.
pages-warning-trust-list-missing = Daftar LSP tepercaya belum ditandatangani. Tanyakan kepada LSP.
pages-warning-pages-beside = Ada halaman yang bukan bagian sertifikat ini. Yang ditandatangani hanya yang tertera di sini.
pages-warning-qr-missing = Tidak ada kode QR yang terbaca pada dokumen; yang diperiksa adalah lampirannya. Lembar tanpa kode QR tidak membuktikan apa pun bila dicetak.
pages-warning-text-unchecked = Hanya QR yang diperiksa. Tulisan pada foto, pindaian, atau lembar dengan huruf lain tidak dapat dibandingkan oleh mesin. Pegang kertasnya di samping halaman ini: jika nama atau nomornya tidak persis sama dengan yang tertera di bawah, jangan diterima.
pages-warning-view-varies = Dokumen ini berisi lapisan, catatan atau isian formulir, sehingga program lain mungkin menampilkannya berbeda. Yang ditandatangani hanya yang tertera di sini.

# The facts of a certificate.
pages-fact-as-of = Menurut daftar status per { $as_of }
pages-fact-claimed-issuer = Mengaku dari
pages-fact-competency = Kompetensi
pages-fact-issued = Terbit
pages-fact-issuer = Diterbitkan oleh
pages-fact-licence = Lisensi { $licence }
pages-fact-number = Nomor sertifikat
pages-fact-scheme = Skema { $code }
pages-fact-status = Status di LSP
pages-fact-valid-until = Berlaku sampai
pages-state-since = { $state } sejak { $day }
pages-state-unknown = Belum diketahui
pages-state-valid = Tidak dicabut, tidak dibekukan

# What a failing answer is called.
pages-failed-address-too-long = Alamat terlalu panjang
pages-failed-busy = Sedang sibuk
pages-failed-file-too-large = File terlalu besar
pages-failed-internal = Gangguan pada layanan
pages-failed-no-file = Belum ada file
pages-failed-no-numbers = Nomor tidak dikenal di sini
pages-failed-no-such-method = Cara ini tidak tersedia
pages-failed-not-found = Halaman tidak ada
pages-failed-rejected = Isian tidak dapat dibaca
pages-failed-share = Yang lain sedang menunggu
pages-failed-slow-down = Terlalu banyak pencarian
pages-failed-stale = Daftar terlalu lama
pages-failed-too-large = Terlalu besar
pages-failed-too-slow = Terlalu lama
pages-failed-unauthorized = Kunci tidak diterima
pages-failed-unsupported = Bentuk isian tidak dikenal

# What to do about a failure; the API says it in English.
pages-detail-address-too-long = Pindai ulang QR pada sertifikat.
pages-detail-body = Isian tidak lengkap atau bentuknya salah.
pages-detail-busy = Coba lagi beberapa saat lagi.
pages-detail-file = Pilih dulu file PDF atau foto sertifikatnya.
pages-detail-file-too-large = File melebihi 20 MB, atau lebih dari 50 file. Kirim sebagian dulu, atau foto QR-nya saja.
pages-detail-internal = Ini bukan kesalahan Anda, dan bukan jawaban tentang sertifikat itu. Coba lagi nanti.
pages-detail-no-numbers = Pemeriksa ini membaca sertifikatnya sendiri dan tidak mengenal nomor. Pindai QR-nya, tempel tautannya, atau kirim filenya. Untuk mencari nomor, buka situs LSP penerbitnya.
pages-detail-no-such-method = Buka halaman depan, lalu mulai dari sana.
pages-detail-no-trust-list = Daftar LSP tepercaya belum ada atau sudah kedaluwarsa. Coba lagi beberapa saat lagi.
pages-detail-not-found = Tidak ada apa-apa di alamat ini.
pages-detail-not-yet = Layanan baru dimulai; daftarnya sedang ditandatangani.
pages-detail-number = Nomor harus berisi 1 sampai 64 huruf dan angka, misalnya 81210 9112 2 0000088 2023.
pages-detail-on = Tanggal harus ditulis seperti 2026-12-18.
pages-detail-path = Alamat tidak terbaca.
pages-detail-query = Bagian alamat sesudah tanda tanya tidak terbaca.
pages-detail-share = Dari alamat Anda sudah banyak yang diperiksa atau masih berjalan. Coba lagi sebentar lagi.
pages-detail-slow-down = Tunggu sebentar, lalu coba lagi. Memindai QR tidak dibatasi.
pages-detail-stale = Daftar status LSP ini sudah terlalu lama untuk dibagikan.
pages-detail-too-large = Isi yang dikirim terlalu banyak. Kirimlah lebih sedikit sekaligus.
pages-detail-too-slow = Periksa sambungan Anda, lalu coba lagi.
pages-detail-unavailable = Basis data tidak menjawab, jadi nomor tidak dapat dicari. Coba lagi beberapa saat lagi.
pages-detail-unauthorized = Kunci API itu tidak berlaku. Buat kunci di halaman pemberi kerja, atau kirim tanpa kepala Authorization.
pages-detail-unsupported = Pakailah isian di halaman depan.

# Around every page.
pages-check = Periksa
pages-check-another = Periksa sertifikat lain
pages-checked-at = Diperiksa
pages-foot = Gratis, tanpa pelacak. Nama dan nomor yang Anda ketik tidak disimpan.
pages-mark = Pemeriksaan Sertifikat Kompetensi
pages-skip = Ke isi halaman
pages-title = Periksa Sertifikat Kompetensi
pages-title-files = Hasil pemeriksaan file
pages-title-number = Hasil pencarian nomor
pages-title-verdict = { $word }: hasil pemeriksaan
pages-to-first-page = Ke halaman depan

# The first page and its forms.
pages-file = PDF, atau foto QR-nya dari dekat
pages-file-check = Periksa file
pages-file-hint = Boleh beberapa file, atau ZIP; paling besar 20 MB. File dibaca lalu dibuang, tidak disimpan.
pages-form-day = Masih berlaku pada tanggal tertentu?
pages-form-day-hint = Misalnya hari terakhir kontrak
pages-form-example = Contoh:
pages-form-name = Nama pada lembar
pages-form-name-hint = Tanpa nama, pemilik hanya tampil sebagai inisial. Dengan nama, Anda diberi tahu cocok atau tidak.
pages-form-name-optional = (boleh kosong)
pages-form-number-hint = Spasi dan titik boleh diabaikan. Nomor registrasi, nomor blanko, atau tautan juga bisa.
pages-home-address-bar = Lihat dulu bilah alamat
pages-home-address-bar-why = Sertifikat palsu dapat memuat QR ke situs palsu. Jawaban hanya dapat dipercaya bila alamat di bilah peramban sama persis dengan situs LSP
pages-home-certificate = Apa itu Sertifikat Kompetensi
pages-home-certificate-is = Bukti bahwa seseorang diuji dan dinyatakan kompeten oleh Lembaga Sertifikasi Profesi (LSP) berlisensi BNSP. Ini bukan ijazah (tanda tamat pendidikan atau pelatihan, misalnya Gada Pratama), dan bukan KTA (kartu tanda anggota).
pages-home-file = Punya PDF atau foto sertifikat?
pages-home-number = Mencari dengan nomor?
pages-home-number-how = Pemeriksa ini membaca sertifikatnya sendiri dan tidak mengenal nomor. Nomor dicari di situs LSP penerbitnya; ketik sendiri alamatnya
pages-home-paste = Atau tempel tautannya
pages-home-question = Apakah sertifikat ini asli dan masih berlaku?
pages-home-scan = Pindai QR: paling pasti
pages-home-scan-how = Buka kamera ponsel, arahkan ke QR pada sertifikat, lalu ketuk alamat yang muncul. Tidak perlu aplikasi.
pages-home-type = Atau ketik nomornya
pages-paste = Tautan atau isi QR
pages-paste-hint = Tautan <b>https://…/v/…</b> dari pesan atau surel, atau isi QR dari aplikasi pemindai. Alamat di dalamnya tidak dibuka.

# The answer by code or file.
pages-altered = Yang tercetak berbeda
pages-altered-about = Tentang yang ditandatangani LSP:
pages-as-of = Menurut daftar status per
pages-certificate = Ini Sertifikat Kompetensi
pages-certificate-not = Bukan ijazah pendidikan atau pelatihan, dan bukan KTA (kartu tanda anggota).
pages-compare = Cocokkan
pages-compare-card = Bandingkan dengan KTP
pages-compare-paper = Bandingkan dengan kertasnya, lalu dengan KTP
pages-doubt = Ada keraguan?
pages-doubt-address = Ketik sendiri alamatnya:
pages-doubt-ask = Tanyakan kepada
pages-doubt-sheet = Tanyakan kepada LSP yang namanya tercetak pada lembar, lewat alamat yang Anda cari sendiri, bukan yang tercetak di sana.
pages-elsewhere = Diterbitkan LSP lain
pages-elsewhere-more = Sertifikat ini diperiksa menurut daftar yang ditandatangani LSP itu. Pencarian nomor, sejak kapan dicabut atau dibekukan, dan nomor penggantinya ada di situs LSP itu; ketik sendiri alamatnya:
pages-files-checked = { $count } sertifikat diperiksa, { $good } berlaku tanpa catatan.
pages-files-compare = { $count } lagi QR-nya asli dan berlaku; bandingkan satu per satu dengan kertasnya: nama dan nomor di kertas harus sama dengan yang tertera di sini.
pages-other-day = Masih berlaku pada tanggal lain, misalnya akhir kontrak?
pages-result = Hasil pemeriksaan
pages-result-for-number = Hasil untuk nomor
pages-signed-name = Nama yang ditandatangani LSP
pages-step-name = Nama di atas sama dengan nama pada KTP dan pada lembar, dan orangnya sama dengan foto KTP.
pages-step-number = Nomor dan kompetensi di atas sama dengan yang tercetak pada lembar.
pages-step-site = Bilah alamat peramban Anda menunjukkan situs LSP yang benar:
pages-successor = Diganti oleh nomor
pages-units = Unit kompetensi
pages-unproven-name = Nama yang tertulis, tanpa penjamin

# The answer by number.
pages-about-number = Tentang sertifikat bernomor itu:
pages-ask = Keraguan? Tanyakan kepada
pages-masked-name = Pemilik (disamarkan)
pages-name-check = Cocokkan namanya
pages-name-close = Nama berbeda sedikit
pages-name-differs-why = Sertifikat bernomor ini atas nama orang lain. Periksa ejaannya; bila sudah benar, jangan diterima.
pages-name-close-why = Nama yang Anda ketik berbeda satu atau dua huruf dari nama pada sertifikat bernomor ini. Ketik persis seperti pada lembar; bila ejaan di lembar memang begitu, jangan diterima sebelum ditanyakan kepada LSP.
pages-name-differs = Nama tidak cocok
pages-name-matches = Nama cocok
pages-name-other = Coba nama lain
pages-name-typed = Nama seperti pada lembar
pages-name-typed-hint = Huruf besar, gelar, dan tanda baca tidak berpengaruh.
pages-not-here = Mungkin dari LSP lain
pages-not-here-ask = Layanan ini hanya mengenal nomor LSP-nya sendiri. Lihat nama LSP pada lembar, lalu cari nomornya di situs LSP itu; ketik sendiri alamatnya. QR-nya dapat diperiksa di sini juga.
pages-number-alone = Nomor saja tidak membuktikan lembar di tangan Anda: <b>pindai QR-nya</b> untuk melihat nama yang ditandatangani LSP. Ini Sertifikat Kompetensi; bukan ijazah, bukan KTA.
pages-search-again = Cari lagi
pages-several = { $count } sertifikat memakai nomor ini. Lihat nama LSP pada lembar.

# What is off in a number that was typed.
pages-slip = Bentuk nomor yang diketik
pages-slip-blanko = Ini tampak seperti nomor seri blanko di pojok kiri atas lembar. Ketik nomor sertifikatnya: baris “No.” di bawah judul.
pages-slip-letters = Ada huruf di tempat angka. Mungkin maksudnya { $meant }.
pages-slip-long = Nomor seperti ini terdiri dari { $full } huruf dan angka, yang diketik { $typed }: mungkin ada yang terketik dua kali.
pages-slip-missing = Ada bagian yang belum diketik: { $part }.
pages-slip-nik = Ini tampak seperti NIK, bukan nomor sertifikat. Jangan ketik NIK di sini. Nomor sertifikat ada di baris “No.” di bawah judul lembar.
pages-slip-none = Bentuk nomornya sudah benar. Bandingkan setiap angkanya dengan baris “No.” pada lembar.
pages-slip-other = Bentuknya bukan nomor sertifikat yang dikenal di sini. Nomor sertifikat mirip 81210 9112 2 0000088 2023 dan ada di baris “No.” di bawah judul lembar.
pages-slip-registration = Ini nomor registrasi, dan bentuknya benar. Bandingkan setiap hurufnya dengan baris “No. Reg.”, atau ketik nomor sertifikatnya: baris “No.” di bawah judul.
pages-slip-short = Nomor seperti ini terdiri dari { $full } huruf dan angka, yang diketik { $typed }: ada yang terlewat.
pages-slip-width = Pada { $part } seharusnya ada { $full } huruf atau angka, yang diketik { $typed }.
pages-slip-year = Tahun { $year } tidak mungkin. Tahun pada nomor adalah tahun terbit sertifikat.
pages-part-nth = bagian ke-{ $nth }
pages-part-sequence = nomor urut
pages-part-year = tahun

# The page of a certificate's holder.
pages-holder-as-seen = Lihat yang dilihat pemeriksa
pages-holder-elsewhere = Sertifikat ini diterbitkan LSP lain. PDF-nya ada di situs LSP itu.
pages-holder-link = Tautan sertifikat
pages-holder-link-hint = Siapa pun yang menerima tautan ini melihat nama Anda dan sertifikat ini. Kirim hanya kepada yang perlu memeriksanya.
pages-holder-none = PDF tidak tersedia
pages-holder-not-ours = Ini bukan sertifikat yang diterbitkan LSP di sini.
pages-holder-open = Buka halaman pemegang
pages-holder-own = Sertifikat ini milik Anda?
pages-holder-own-what = Unduh PDF-nya, bagikan tautannya, atau tunjukkan QR-nya dari ponsel.
pages-holder-pdf = Unduh PDF
pages-holder-pdf-hint = Persis seperti saat diterbitkan. Jangan diubah: perubahan sekecil apa pun ketahuan saat diperiksa.
pages-holder-qr = QR sertifikat ini
pages-holder-revoked = Sertifikat ini dicabut, jadi lembarnya tidak diberikan lagi. Tanyakan kepada LSP.
pages-holder-share = Bagikan
pages-holder-sheet = Lembar sertifikat
pages-holder-show = Tunjukkan
pages-holder-show-card = Siapkan KTP: nama di layar pemeriksa dibandingkan dengan KTP.
pages-holder-show-paper = Lembar yang dicetak memuat QR yang sama.
pages-holder-show-screen = Terangkan layar, lalu minta pemeriksa memindai QR ini dengan kamera ponselnya.
pages-holder-status-unknown = Status sertifikat ini sedang tidak dapat diketahui, jadi lembarnya tidak diberikan sekarang. Coba lagi nanti.
pages-holder-superseded = Sertifikat ini sudah diganti. Mintalah tautan penggantinya kepada LSP.
pages-holder-suspended = Selama sertifikat ini dibekukan, lembarnya tidak diberikan. Tanyakan kepada LSP.
pages-holder-title = Sertifikat saya
pages-holder-whatsapp = Kirim lewat WhatsApp
pages-holder-whatsapp-text = Sertifikat kompetensi saya. Keasliannya dapat diperiksa di: { $url }

# Where the office lets nobody in.
pages-failed-cross-site = Formulir tidak dikirim dari sini
pages-failed-cursor-ahead = Penunjuk tidak dikenal
pages-detail-cursor-ahead = Penunjuk (after) ini bukan dari jawaban umpan yang sekarang. Mulailah lagi tanpa penunjuk.
pages-failed-no-report-key = Jawaban tidak dapat ditandatangani
pages-detail-no-report-key = LSP ini belum punya kunci laporan yang dipercaya, atau kuncinya tidak dapat dibuka. Beri tahu LSP.
pages-detail-cross-site = Peramban Anda tidak menyatakan bahwa formulir ini berasal dari situs ini. Buka lagi halamannya dan kirim dari sana.
pages-failed-forbidden = Anda tidak boleh melakukan ini
pages-detail-form-too-large = Isian beserta filenya terlalu besar. Pilih file yang lebih kecil.
pages-detail-forbidden = Peran Anda di LSP ini tidak mencakupnya. Administrator dapat memberikannya.
pages-failed-office-closed = Kantor tutup
pages-detail-office-closed = Layanan ini dijalankan tanpa frasa sandi kuncinya. Yang menjalankannya memulainya dengan ABSAH_KEY_PASSPHRASE atau --passphrase-file.

# The API to be read; what the description itself says is English.
pages-api-answers = Jawaban
pages-api-body = Isi kiriman
pages-api-certificates = Memeriksa sertifikat
pages-api-feed = Memantau sertifikat
pages-api-lead = Untuk program: periksa satu sertifikat, satu file, atau satu daftar pekerja. Gratis dan tanpa kunci. Penjelasan tiap alamat berbahasa Inggris.
pages-api-link = Untuk program: API
pages-api-lists = Daftar yang ditandatangani
pages-api-of = Semua isi dari
pages-api-openapi = Deskripsi OpenAPI untuk program
pages-api-parameters = Bagian alamat
pages-api-problems = Bila tidak ada jawaban
pages-api-problems-how = Setiap kegagalan dijawab dengan problem details (RFC 9457). type menyebut jenisnya dan tidak berubah; detail menyebut apa yang keliru kali ini.
pages-api-records = Perlu catatan LSP: pemeriksa tanpa catatan menjawab 404.
pages-api-required = wajib
pages-api-schemas = Bentuk data
pages-api-service = Layanan ini
pages-api-title = API untuk memeriksa sertifikat
