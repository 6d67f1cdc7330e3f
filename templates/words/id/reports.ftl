# A report on a list of workers: its page, and what is said of it. The words of its paper stand in paper/.

reports-maker = Diperiksa oleh
reports-until = Kontrak sampai
reports-checked-at = Diperiksa pada
reports-as-of = Menurut daftar status per
reports-id = Nomor laporan

# What a report is called when it is judged, and why.
reports-heading = Hasil pemeriksaan laporan
reports-title-page = Laporan: { $word }
reports-word-altered = Laporan diubah
reports-word-forged = Laporan palsu
reports-word-genuine = Laporan asli
reports-word-unknown = Belum dapat dipastikan
reports-word-unreadable = Tidak terbaca
reports-word-untrusted = Tidak dipercaya
reports-meaning-altered = Laporan ini pernah dibuat LSP, tetapi yang menyertainya tidak seperti waktu dibuat. Jangan diterima; mintalah PDF aslinya.
reports-meaning-forged = Isinya bukan yang ditandatangani LSP. Jangan diterima.
reports-meaning-genuine = Laporan ini dibuat di situs LSP, dan isinya tidak diubah sejak itu.
reports-meaning-token = Laporan ini dibuat di situs LSP. Apakah kertas atau file di tangan Anda sama dengannya, belum dibandingkan.
reports-meaning-unknown = Apakah penandatangannya dipercaya tidak dapat diketahui di sini sekarang. Coba lagi nanti, atau tanyakan kepada LSP.
reports-meaning-unreadable = Ini bukan laporan pemeriksaan daftar yang dapat dibaca.
reports-meaning-untrusted = Penandatangannya tidak dipercaya untuk membuat laporan. Jangan diterima.
reports-meaning-stolen = Kunci yang menandatanganinya dicuri, dan tidak ada yang membuktikan kapan laporan ini dibuat. Periksa daftarnya sekali lagi.
reports-found = { $fits } dari { $count } pekerja memenuhi sampai { $day }
reports-found-then = Menurut pemeriksaan pada { $at }; keadaan sesudahnya tidak termasuk. Daftar status per { $as_of }.
reports-fact-sha256 = SHA-256 laporan.csv
reports-ahead = Laporan ini bertanggal di masa depan.
reports-foreign-site = QR atau tautannya mengarah ke situs yang bukan milik LSP. Jangan percaya situs itu.
reports-maker-differs = Di kertas, nama atau situs pembuatnya lain daripada yang tercatat sekarang. Yang menandatangani tertera di bawah.
reports-pages-beside = Ada halaman yang bukan bagian laporan ini.
reports-pages-unread = Dokumen ini panjang: hanya 40 halaman pertama yang dibandingkan. Lampiran laporan.csv sudah dibandingkan seluruhnya.
reports-qr-differs = QR, lampiran, atau file ini bukan dari laporan yang sama.
reports-qr-missing = Tidak ada QR laporan yang terbaca; yang diperiksa adalah lampirannya.
reports-rows-beside = Ada tabel lain yang terlampir di file ini. Yang ditandatangani hanya baris-baris laporan ini; jangan berpegang pada tabel yang lain.
reports-rows-differ = Baris-barisnya bukan yang ditandatangani: ada yang diubah.
reports-rows-missing = Baris-barisnya belum dibandingkan: laporan.csv tidak ada di file ini. Kirim PDF aslinya, atau laporan.csv.
reports-text-differs = Halamannya tidak menampilkan baris yang ditandatangani, atau ada halaman yang hilang. Anggap cetakan ini diubah; yang benar ada di laporan.csv di dalam PDF.
reports-text-hidden = Ada tulisan yang tidak terlihat: tertutup, sangat kecil, atau sewarna kertas.
reports-text-unchecked = Tulisan pada foto atau pindaian tidak dapat dibandingkan oleh mesin. Kirim PDF aslinya, atau bandingkan sendiri.
reports-trust-list-expired = Daftar LSP tepercaya sudah lewat masanya.
reports-trust-list-missing = Belum ada akar yang menandatangani kunci di sini.
reports-view-varies = Ada lapisan, catatan, atau isian formulir; program lain mungkin menampilkannya berbeda.
reports-compare = Bandingkan barisnya
reports-compare-how = Halaman ini hanya membuktikan laporannya. Apakah daftar di tangan Anda sama dengan yang diperiksa, ketahuan bila Anda mengirim PDF laporan atau laporan.csv yang ada di dalamnya (di pembaca PDF: Lampiran).
reports-compare-file = PDF laporan, atau laporan.csv
reports-compare-button = Bandingkan
reports-compared = Baris-barisnya sama dengan yang ditandatangani.
reports-not-certificate = Laporan bukan sertifikat. Keadaan hari ini diketahui dengan memeriksa daftarnya sekali lagi.

# On the page of answers.
reports-get = Laporan bertanda tangan
reports-get-what = PDF untuk berkas tender: siapa yang diperiksa, kapan, dan hasilnya. Siapa pun dapat memeriksanya lewat QR-nya.
reports-as-pdf = Unduh laporan PDF
reports-link = Tautan laporan
reports-none = Tidak ada laporan bertanda tangan
reports-none-host = Alamat ini bukan situs salah satu LSP di sini. Periksa daftarnya di situs LSP.
reports-none-key = LSP di situs ini belum punya kunci laporan. Jawaban di bawah tetap benar; beri tahu LSP.
reports-none-large = Daftarnya terlalu panjang untuk satu laporan. Bagi dua.
reports-none-shut = Kunci laporan tidak dapat dibuka sekarang. Coba lagi nanti.
reports-none-verifier = Situs ini hanya memeriksa dan tidak menandatangani. Periksa daftarnya di situs LSP untuk mendapat laporan.
reports-unread = Baris yang tidak terbaca tidak ada di dalam laporan.
