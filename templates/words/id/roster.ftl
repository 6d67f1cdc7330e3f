# Why a row is refused: what is wrong, then what to do.
roster-after-issue = Tanggal uji { $day } sesudah tanggal terbit { $issued_on }. Periksa tanggal uji, atau terbitkan dengan tanggal yang lebih akhir.
roster-before-birth = Tanggal uji { $day } tidak sesudah tanggal lahir. Periksa tanggal_uji dan tanggal_lahir.
roster-blanko-number = Nomor blanko tersimpan sebagai angka, jadi nol di depannya hilang. Jadikan kolom itu sebagai Teks di Excel, lalu ketik ulang.
roster-blanko-repeated = Nomor blanko ini sudah dipakai di baris { $earlier }. Satu blanko untuk satu sertifikat: periksa kedua baris.
roster-blanko-shape = Nomor blanko harus 5 sampai 12 huruf atau angka. Perbaiki, atau kosongkan bila belum ada.
roster-blanko-used = Nomor blanko ini sudah dipakai sertifikat lain. Periksa nomor pada lembar blanko.
roster-cell-error = Rumus di sel ini menghasilkan { $shown }. Ganti rumus dengan isinya.
roster-certified-already = Orang ini sudah bersertifikat untuk skema dan tanggal uji ini. Bila keputusannya keliru, cabut sertifikatnya.
roster-date-shape = "{ $text }" bukan tanggal yang dikenali. Tulis hari/bulan/tahun, misalnya 13/09/2023 atau 13 September 2023.
roster-decision-missing = Keputusan (status_kompeten) kosong padahal ada tanggal uji. Isi K, BK atau TH (tidak hadir).
roster-decision-unknown = "{ $text }" bukan keputusan. Isi K, BK atau TH (tidak hadir).
roster-formula-uncounted = Rumus di sel ini tidak menyimpan hasilnya di berkas. Buka berkas di Excel lalu simpan ulang, atau ganti rumus dengan isinya.
roster-in-future = Tanggal uji { $day } belum tiba. Periksa tahunnya.
roster-name-empty = Nama kosong. Isi nama asesi seperti di KTP.
roster-name-hidden = Nama mengandung karakter tersembunyi yang tidak boleh dicetak. Hapus isi sel, lalu ketik ulang nama (jangan tempel).
roster-name-no-letter = Nama tidak mengandung huruf. Isi nama asesi seperti di KTP.
roster-name-too-long = Nama lebih dari { $most } karakter. Singkat nama atau gelarnya.
roster-nik-length = NIK harus 16 angka, di sini ada { $digits }. Ketik ulang sesuai KTP.
roster-nik-letters = NIK hanya boleh berisi angka (16 angka), tanpa huruf atau tanda lain. Ketik ulang sesuai KTP.
roster-nik-missing = NIK kosong. Isi 16 angka NIK sesuai KTP.
roster-nik-named-otherwise = NIK ini dipakai dua nama: di sini, dan nama lain di baris { $earlier }. Cocokkan NIK dan nama di kedua baris dengan KTP.
roster-nik-number = NIK tersimpan sebagai angka, dan Excel hanya menyimpan 15 angka pertamanya. Jadikan kolom NIK sebagai Teks di Excel, lalu ketik ulang NIK sesuai KTP.
roster-nik-scientific = NIK berubah menjadi angka ilmiah oleh Excel (seperti 9,90101E+15). Jadikan kolom NIK sebagai Teks di Excel, lalu ketik ulang NIK sesuai KTP.
roster-nik-zeros = NIK berisi nol semua. Isi 16 angka NIK sesuai KTP.
roster-no-such-date = Tidak ada tanggal atau jam "{ $text }" di kalender. Tulis hari/bulan/tahun, misalnya 13/09/2023.
roster-number-rounded = Nomor sertifikat tersimpan sebagai angka, dan Excel hanya menyimpan 15 angka pertamanya. Jadikan kolom itu sebagai Teks di Excel, lalu ketik ulang nomor sesuai sertifikat.
roster-photo-missing = Foto "{ $name }" tidak ada di antara foto-foto. Tambahkan berkasnya, atau perbaiki namanya.
roster-photo-name = Isi hanya nama berkas foto, misalnya siti.jpg, tanpa folder.
roster-photo-too-large = Foto "{ $name }" lebih dari { $most } MB. Perkecil fotonya.
roster-photo-unreadable = Foto "{ $name }" tidak bisa dibaca. Simpan ulang sebagai JPEG atau PNG.
roster-repeated = Orang, skema dan tanggal uji sama dengan baris { $earlier }. Hapus salah satu baris.
roster-scheme-closed = Skema { $code } tidak dibuka pada tanggal terbit { $issued_on }. Periksa kode_skema atau tanggal terbit.
roster-scheme-elsewhere = Skema { $code } milik LSP lain. Pindahkan baris ini ke daftar LSP itu, atau perbaiki kode_skema.
roster-scheme-missing = Kode skema kosong. Isi kode skema LSP, misalnya CS-01.
roster-scheme-unknown = Skema "{ $text }" tidak dikenal. Skema LSP ini: { $known }{ $more ->
        [0] .
       *[other] , dan { $more } lagi.
    }
roster-scheme-unknown-of-any = "{ $text }" bukan kode skema. Isi kodenya saja, misalnya CS-01.
roster-stored-under-another-name = NIK, skema dan tanggal uji ini sudah tercatat atas nama lain. Periksa NIK; untuk memperbaiki nama di sertifikat, gunakan penggantian sertifikat.
roster-test-date-missing = Tanggal uji kosong padahal ada keputusan K atau BK. Isi tanggal uji; bila tidak hadir, kosongkan status_kompeten.
roster-too-long = Isi sel lebih dari { $most } karakter. Singkat isinya.
roster-too-many-cells = Baris ini punya lebih banyak kolom daripada baris judul. Apit isi yang mengandung tanda pemisah dengan tanda kutip, atau simpan sebagai .xlsx.
roster-two-digit-year = Tahun pada "{ $text }" hanya dua angka. Tulis tahun dengan empat angka, misalnya 2023.
roster-unprintable = Nama mengandung huruf yang tidak ada di huruf cetak sertifikat: { $characters }. Tulis nama dengan huruf Latin seperti di KTP.
roster-weekday-differs = Hari dan tanggal pada "{ $text }" tidak cocok. Perbaiki salah satunya.

# Why a row that was taken deserves a look.
roster-warning-birth-differs = Tanggal lahir di dalam NIK berbeda dari tanggal_lahir. Cocokkan keduanya dengan KTP.
roster-warning-decision-corrected = Sebelumnya tercatat belum kompeten; kini diterbitkan sertifikatnya menurut daftar ini.
roster-warning-hidden-column = Kolom ini tersembunyi di Excel; isinya tetap dibaca. Tampilkan untuk memeriksanya.
roster-warning-hidden-row = Baris tersembunyi atau tersaring di Excel, tetapi tetap dibaca. Hapus barisnya bila orang ini tidak termasuk.
roster-warning-holds-valid = Orang ini masih memegang sertifikat yang berlaku untuk skema ini.
roster-warning-late = Sertifikat akan terbit lebih dari dua tahun sesudah tanggal uji { $day }. Periksa tanggalnya.
roster-warning-no-person = Dibaca sebagai penutup daftar (tempat dan tanggal, tanda tangan, jumlah), bukan orang.
roster-warning-other-sheet = Lembar "{ $name }" juga memuat { $people } orang, yang tidak dibaca. Hanya satu lembar yang dibaca: serahkan lembar lain sebagai berkas tersendiri.
roster-warning-photo-blank = Nama berkas foto kosong untuk orang yang kompeten: sertifikatnya tanpa foto.

# Why a file as a whole cannot be read.
roster-file-damaged = Berkas rusak dan tidak bisa dibaca. Buka di Excel, lalu simpan ulang sebagai .xlsx.
roster-file-doubled-column = Kolom { $column } ada dua kali, di { $first } dan { $second }. Hapus atau ganti nama salah satunya.
roster-file-empty = Berkas kosong.
roster-file-encoding = Sebagian huruf di berkas tidak bisa dibaca. Simpan ulang sebagai "CSV UTF-8" atau .xlsx.
roster-file-formula = Ada rumus yang menghasilkan { $shown }. Ganti rumus dengan isinya, lalu simpan ulang.
roster-file-locked = Berkas Excel ini dikunci kata sandi. Buka di Excel, hapus kata sandinya, lalu simpan ulang.
roster-file-missing-columns = Kolom ini tidak ada: { $missing }. Tambahkan di baris judul.
roster-file-no-header = Baris judul tidak ditemukan. Baris judul harus memuat nama_asesi, nik, kode_skema, tanggal_uji dan status_kompeten.
roster-file-no-table = Berkas ini bukan CSV atau .xlsx. Simpan daftar dari Excel sebagai .xlsx atau CSV.
roster-file-no-worker = Tidak ada kolom yang menyebut siapa pekerjanya atau sertifikat mana miliknya. Pilih kolom nama, kolom nomor sertifikat, atau kolom isi kode QR.
roster-file-no-workbook = Berkas ini bukan .xlsx. Buka di Excel, lalu simpan sebagai "Excel Workbook (.xlsx)".
roster-file-nobody = Daftar ini tidak memuat seorang pun: ada baris judul, tetapi tidak ada baris di bawahnya.
roster-file-old-excel = Berkas ini Excel lama (.xls). Buka di Excel, lalu simpan sebagai "Excel Workbook (.xlsx)".
roster-file-quote = Tanda kutip (") di baris { $row } tidak berpasangan, sehingga baris sesudahnya tidak terbaca. Perbaiki, atau simpan sebagai .xlsx.
roster-file-too-large = Berkas terlalu besar (paling besar { $most } MB, juga bila isinya dibuka). Bagi menjadi beberapa berkas.
roster-file-too-many-columns = Lebih dari { $most } kolom. Hapus kolom yang tidak perlu.
roster-file-too-many-rows = Lebih dari { $most } baris. Bagi menjadi beberapa berkas.
