# One fault or warning of a roster: `row` is a number or runs of them (2–9, 11), `column` may name its cell.
cli-row-fault = Baris { $row }, { $column }: { $message }
cli-row-warning = Baris { $row }, { $column }: perhatian: { $message }
cli-checked-scheme = { $scheme }: { $competent } K, { $not_yet_competent } BK, { $absent } tidak hadir
cli-checked = { $good } baris dapat diterima, { $bad } kesalahan harus diperbaiki
cli-issued = { $issued } diterbitkan, { $already } sudah terbit sebelumnya, { $recorded } dicatat tanpa sertifikat, { $refused } ditolak
cli-issue-day-to-come = Perhatian: tanggal terbit { $day } belum tiba.
cli-photos-left-out = Perhatian: kolom foto tidak dipakai tanpa --photos DIR.
cli-handed-out = { $count } PDF, daftar.xlsx, dan certificates.csv di { $dir }
cli-progress-signed = ditandatangani

# What stands in the way of reading and writing.
cli-cannot-read = Tidak dapat membaca { $path }
cli-cannot-write = Tidak dapat menulis { $path }
cli-cannot-make = Tidak dapat membuat { $path }
cli-cannot-listen = Tidak dapat menerima sambungan di { $address }
cli-cannot-listen-demo = Tidak dapat menerima sambungan di { $address }; coba porta lain: --listen 127.0.0.1:8081
cli-too-large = { $path } lebih besar dari { $most } MiB
cli-argument = Argumen { $name }
cli-no-such-file = { $path }: berkas tidak ada

# The installation.
cli-migrated = Tabel siap.
cli-database-not-set-up = Basis data tidak dapat disiapkan
cli-database-not-opened = Tidak dapat membuka basis data dari --database atau DATABASE_URL
cli-no-installation = Tidak ada instalasi di { $dir } (--data)

# One certificate.
cli-state-now = { $number } ({ $lsp }): { $state }
cli-replaced = Sertifikat No. { $old } sudah diganti; penggantinya No. { $number }:
cli-ask-revoke = Cabut untuk selamanya sertifikat No. { $number } atas nama { $holder }, { $scheme }?
cli-ask-suspend = Bekukan sertifikat No. { $number } atas nama { $holder }, { $scheme }?
cli-nothing-changed = Tidak ada yang diubah.
cli-yes-or-no = [y/t]
cli-yes-needed = Tidak ada terminal untuk bertanya; tambahkan --yes untuk menyetujui yang ditampilkan
cli-no-answer = Jawaban tidak terbaca

cli-printer-file = Berkas pencetak { $path }

# Verdicts.
cli-verdict-expired = kedaluwarsa
cli-verdict-forged = PALSU
cli-verdict-not-found = tidak ditemukan
cli-verdict-not-yet-valid = belum berlaku
cli-verdict-revoked = dicabut
cli-verdict-status-unknown = status tidak dapat dipastikan
cli-verdict-superseded = sudah diganti
cli-verdict-suspended = dibekukan
cli-verdict-unreadable = tidak terbaca
cli-verdict-untrusted = tidak dipercaya
cli-verdict-valid = SAH
cli-verdict-on = pada { $day }
cli-verdict-since = sejak { $instant }
cli-verdict-successor = diganti oleh No. { $number }
cli-verdict-ask-successor = nomor penggantinya: tanyakan kepada LSP
cli-verdict-more-at = situs LSP-nya tahu lebih banyak: { $site }
cli-verdict-as-of = status per { $instant }
cli-finding-foreign-site = tautan mengarah ke situs yang bukan milik LSP
cli-finding-others-unknown = penandatangannya bukan LSP di sini, dan daftar LSP tepercaya selebihnya tidak dapat dibaca
cli-finding-pages-beside = ada halaman yang bukan bagian sertifikat ini
cli-finding-pages-unread = halaman-halaman akhirnya tidak diperiksa
cli-finding-qr-differs = ada kode QR yang bukan milik sertifikat ini
cli-finding-qr-missing = tidak ada kode QR yang terbaca; yang diperiksa adalah lampirannya
cli-finding-sheet-differs = unit, masa berlaku atau kata-katanya tidak seperti yang diterbitkan
cli-finding-text-differs = tidak tercetak seperti yang ditandatangani: { $named }
cli-finding-text-hidden = ada tulisan yang tidak terlihat: tertutup, sangat kecil, atau sewarna kertas
cli-finding-text-unchecked = hanya QR yang diperiksa: tulisannya berupa gambar, atau hurufnya bukan huruf lembar. Bandingkan nama dan nomor di kertas dengan yang di atas; jika berbeda, jangan diterima
cli-finding-trust-list-expired = daftar tepercaya sudah lewat masanya
cli-finding-trust-list-missing = belum ada akar yang menandatangani kunci di sini, jadi tidak ada yang dinyatakan sah: absah trust root root-1, atau docs/keys.md
cli-finding-view-varies = ada lapisan, catatan atau isian formulir; program lain mungkin menampilkannya berbeda
cli-differing-issued-on = tanggal terbit
cli-differing-name = nama
cli-differing-number = nomor
cli-differing-scheme = skema
cli-differing-valid-until = masa berlaku
cli-no-token = Masukan standar tidak memuat token
cli-nothing-fetched = --trust: di sini tidak ada yang diunduh; unduh dulu: absah trust fetch URL --out DIR
cli-trust-list-age-hours =
    { $hours ->
        [0] Daftar tepercaya berumur kurang dari satu jam; berlaku sampai { $until }
       *[other] Daftar tepercaya berumur { $hours } jam; berlaku sampai { $until }
    }
cli-trust-list-age-days = Daftar tepercaya berumur { $days } hari; berlaku sampai { $until }
cli-trust-list-past = Daftar tepercaya sudah lewat masanya sejak { $until }

# LSPs.
cli-lsp-line = { $id }: { $name } ({ $schemes } skema, { $site })
cli-lsp-of = LSP { $id }
cli-lsp-form-of = Rancangan LSP { $id }
cli-lsp-layout-not-utf8 = Tata letak bukan UTF-8
cli-lsp-unit-repeated = { $id } { $scheme }: unit berulang: { $units }
cli-no-lsp = Tidak ada LSP { $id } di sini

# Keys and roots.
cli-next = Berikutnya: { $command }
cli-key-use-certificate = sertifikat
cli-key-use-report = laporan
cli-key-use-status = status
cli-key-made = Kunci { $use } { $kid } dibuat untuk { $lsp }: { $file }
cli-key-keep = Salin berkas itu dan kata sandinya ke tempat aman yang terpisah.
cli-passphrase-short = Catatan: kata sandi kunci kurang dari { $shortest } karakter; itu akan tertebak, semahal apa pun satu tebakan. Pilih yang lebih panjang untuk instalasi baru.
cli-keys-little-memory = Catatan: memori yang tersisa sedikit. Berkas kunci ditulis dengan { $mib } MiB per tebakan, bukan { $full }; bila memorinya cukup, jalankan: absah keys renew
cli-keys-renewed =
    { $count ->
        [0] Semua berkas kunci sesulit berkas baru untuk ditebak.
       *[other] { $count } berkas kunci dibuat lagi:
    }
cli-keys-weak = { $count } berkas kunci lebih mudah ditebak daripada berkas baru; buat lagi dengan: absah keys renew
cli-keys-weak-file = { $name }.pem: { $derivation }
cli-key-retired = Kunci { $kid } berakhir hari ini; sertifikatnya tetap sah.
cli-key-retired-report = Kunci { $kid } berakhir hari ini; laporan yang ditandatanganinya tetap sah.
cli-key-retired-status = Kunci { $kid } berakhir hari ini; daftar status ditandatangani ulang.
cli-key-destroyed = Separuh rahasianya sudah dimusnahkan di sini; musnahkan juga salinannya.
cli-key-waits = (menunggu tanda tangan root)
cli-key-compromised = Kunci { $kid } dinyatakan dicuri sejak { $since }.
cli-key-honoured = { $count } sertifikat yang benar-benar diterbitkan tetap sah; selain itu tidak ada.
cli-key-honoured-report = Laporan yang ditandatanganinya tidak dipercaya lagi, kapan pun dibuat; untuk laporan baru, daftarnya diperiksa sekali lagi.
cli-key-honoured-status = Daftar status yang ditandatanganinya tidak dipercaya lagi; semuanya ditandatangani ulang dengan kunci status yang aktif.
cli-key-unconfirmed = Terbit sesudah itu dan belum dijamin; bila benar, ulangi dengan --confirm NOMOR: { $count }
cli-key-unjournalled = Tidak tercatat dalam jurnal, TIDAK diakui; periksa satu per satu: { $count }
cli-confirm-no-number = --confirm: ini bukan nomor: { $text }
cli-since-no-instant = --since: tulis saat seperti 2026-11-20T14:00:00+07:00 atau hari seperti 2026-11-20, bukan { $text }
cli-root-made = { $name } { $kid } dibuat: { $file }
cli-root-give = Berikan kepada setiap pemeriksa: { $file }
cli-root-keep = Simpan separuh rahasianya dan kata sandinya di tempat terpisah, bukan di server.
cli-root-made-not-signed = Root sudah dibuat, tetapi tidak ada daftar yang ditandatangani
cli-handed-over = Root { $old } dicabut selamanya; penggantinya { $successor }: { $file }
cli-handed-over-not-signed = Serah terima sudah dibuat, tetapi tidak ada daftar yang ditandatangani

# The trust list.
cli-trust-signed-anew = Daftar tepercaya ditandatangani dan diumumkan lagi.
cli-trust-signed-to = { $lsps } LSP, ditandatangani: { $file }
cli-trust-signed-here = { $lsps } LSP, ditandatangani dan diumumkan di sini.
cli-trust-learn = Pemeriksa lain baru mengetahuinya dari daftar tepercaya yang baru:
cli-trust-learn-export = kirim ini kepada pemegang root
cli-trust-learn-publish = dengan daftar yang kembali
cli-trust-published = Daftar tepercaya diumumkan: { $lsps } LSP.
cli-trust-without = Tidak ada di dalamnya: { $lsps }
cli-trust-no-entries = Tidak ada instalasi di { $dir }; sebutkan berkas yang ditulis absah keys export
cli-trust-list-too-large = { $path } lebih besar dari daftar tepercaya mana pun
cli-trust-entry-too-large = { $path } lebih besar dari isian LSP mana pun
cli-trust-no-entry = { $path } bukan isian yang ditulis absah keys export
cli-trust-no-list = { $source } bukan daftar tepercaya
cli-fetched = { $count } daftar di { $dir }
cli-fetch-refused = ditolak: { $name }: { $cause }
cli-fetch-missed = tidak didapat: { $name }: { $cause }
cli-fetch-unchecked = Belum diperiksa: tanpa --root. Daftar diperiksa saat dipakai.

# What a trust list says otherwise than the one before it. `kind` is licence, scheme or key; a day that is "open" is none.
cli-ask-trust-sign = Tandatangani daftar ini?
cli-trust-not-signed = Tidak ada yang ditandatangani.
cli-trust-held = TIDAK diumumkan: ini membuka lagi masa lalu, jadi tidak dilakukan dengan sendirinya. Sampai ditandatangani, pemeriksa dan layanan ini memakai daftar sebelumnya.
cli-diff-reopens = membuka lagi masa lalu; ditandatangani hanya dengan --allow { $name }
cli-diff-notice = Mulai sekarang setiap halaman memuat: { $notice }
cli-diff-no-notice = Halaman tidak lagi memuat pengumuman.
cli-diff-root-back = Root { $kid } pernah dicabut selamanya, dan sekarang tidak lagi.
cli-diff-root-withdrawn = Root { $kid } dicabut selamanya.
cli-diff-lsp = { $lsp }: LSP baru, { $name }
cli-diff-lsp-gone = { $lsp }: LSP { $name } tidak ada lagi dalam daftar
cli-diff-name = { $lsp }: namanya dahulu { $before }, sekarang { $now }
cli-diff-name-english = { $lsp }: nama Inggrisnya dahulu { $before }, sekarang { $now }
cli-diff-site = { $lsp }: situsnya dahulu { $before }, sekarang { $now }
cli-diff-former-site = { $lsp }: situs lama, yang tercetak pada lembar lama: { $site }
cli-diff-former-site-gone = { $lsp }: { $site } tidak lagi dianggap situs lamanya
cli-diff-zone = { $lsp }: zona waktunya dahulu { $before }, sekarang { $now }; setiap hari terbit mulai pada saat yang lain
cli-diff-lists = { $lsp }: daftar statusnya dahulu di { $before }, sekarang di { $now }
cli-diff-decree = { $lsp }: lisensi { $licence } dahulu berdasar { $before }, sekarang { $now }
cli-diff-period =
    { $lsp }: { $kind ->
        [licence] lisensi baru
       *[scheme] skema baru
    } { $id }, untuk hari terbit { $from ->
        [open] sejak dahulu
       *[other] sejak { $from }
    } { $until ->
        [open] tanpa akhir
       *[other] sampai { $until }
    }
cli-diff-key =
    { $lsp }: kunci baru { $kid } untuk { $use ->
        [certificate] sertifikat
        [status] daftar status
       *[report] laporan
    } ({ $state ->
        [active] aktif
        [compromised] dicuri
        [retired] dipensiunkan
       *[unknown] keadaannya tidak dikenal
    }), untuk hari terbit sejak { $from } { $until ->
        [open] tanpa akhir
       *[other] sampai { $until }
    }
cli-diff-gone =
    { $lsp }: { $kind ->
        [licence] satu masa lisensi
        [scheme] satu masa skema
       *[key] kunci
    } { $id } tidak ada lagi dalam daftar
cli-diff-from =
    { $lsp }: { $kind ->
        [licence] lisensi
        [scheme] skema
       *[key] kunci
    } { $id } dahulu mulai { $before ->
        [open] sejak dahulu
       *[other] { $before }
    }, sekarang mulai { $now ->
        [open] sejak dahulu
       *[other] { $now }
    }
cli-diff-until =
    { $lsp }: { $kind ->
        [licence] lisensi
        [scheme] skema
       *[key] kunci
    } { $id } dahulu { $before ->
        [open] tanpa akhir
       *[other] berakhir { $before }
    }, sekarang { $now ->
        [open] tanpa akhir
       *[other] berakhir { $now }
    }
cli-diff-state =
    { $lsp }: kunci { $kid } dahulu { $before ->
        [active] aktif
        [compromised] dicuri
        [retired] dipensiunkan
       *[unknown] tidak dikenal keadaannya
    }, sekarang { $now ->
        [active] aktif
        [compromised] dicuri
        [retired] dipensiunkan
       *[unknown] tidak dikenal keadaannya
    }
cli-diff-use =
    { $lsp }: kunci { $kid } dahulu untuk { $before ->
        [certificate] sertifikat
        [status] daftar status
       *[report] laporan
    }, sekarang untuk { $now ->
        [certificate] sertifikat
        [status] daftar status
       *[report] laporan
    }
cli-diff-public-half = { $lsp }: kunci lain berdiri di bawah nama { $kid }
cli-diff-since = { $lsp }: kunci { $kid } dicuri sejak { $now }; dahulu dinyatakan: { $before }
cli-diff-honoured = { $lsp }: sertifikat dari kunci curian { $kid } yang tetap sah: { $now }; sebelumnya: { $before }

# The journal.
cli-journal-holds = { $lsp }: utuh, { $entries } catatan. { $hash }
cli-journal-broken = { $lsp }: TIDAK UTUH: { $fault }
cli-journal-no-heads = { $path } bukan berkas yang ditulis journal verify --save
cli-journal-table = { $lsp }: { $difference }
cli-journal-repair-mends = Tidak satu pun ditandatangani atau dinyatakan sah. Tabel dipulihkan dengan: absah journal repair
cli-ask-repair = Kembalikan tabel sesuai isi jurnal?
cli-journal-repaired = { $lsp }: { $mended } dikembalikan sesuai jurnal, { $stamped } baris lama diberi stempel
cli-journal-left = { $lsp }: tidak dapat dikembalikan dari jurnal, hanya dari cadangan: { $difference }

# A restored backup.
cli-ask-recover = Lanjutkan seperti ini?
cli-recovered = Instalasi dapat berjalan lagi. Simpan lagi kepala jurnalnya: absah journal verify --save FILE
cli-recover-nothing = Tidak ada yang perlu dipulihkan: semua yang diketahui di luar basis data ada di dalamnya.
cli-recover-strange = Tidak ada LSP di sini yang memberi nomor seperti ini; tidak ada yang dilakukan: { $numbers }
cli-recover-no-tokens = { $path } bukan certificates.csv: tidak ada kolom "token"
cli-recover-token = { $path }, baris { $line }: tidak ada token yang terbaca; tidak ada yang dilakukan. Hapus baris itu dan sebutkan nomor sertifikatnya dengan --past
cli-recover-too-large = { $path } lebih besar dari daftar status mana pun
cli-recover-journal = { $lsp }: jurnal di sini berisi { $here } catatan, padahal { $seen } pernah terlihat. Dilanjutkan dengan catatan { $entry }, dan sertifikat mengambil tempat pada daftar status baru.
cli-recover-sequence = { $lsp }: nomor berikutnya dari urutan { $kind } { $scope } adalah { $next }
cli-recover-lost = { $lsp }: { $count } sertifikat yang sudah diserahkan tidak ada lagi dalam catatan; tokennya tetap dikenal sebagai asli. Rinciannya perlu dicatat lagi.

# The service.
cli-part-ended = Satu bagian layanan berhenti sendiri ({ $part }); layanan berhenti, untuk dijalankan lagi

# The demo.
cli-demo-loopback = Demo hanya menerima sambungan dari komputer ini; --listen { $address } alamat lain
cli-demo-not-ours = { $dir } berisi instalasi yang bukan demo; sebutkan direktori lain dengan --data
cli-demo-unreadable = Catatan demo tentang dirinya tidak terbaca
cli-demo-office = Masuk ke kantor { $lsp } di { $address }: nama, peran, kata sandi, dan untuk aplikasi autentikator:
cli-demo-ready = Contoh siap.
cli-demo-site = situs
cli-demo-each = Satu sertifikat untuk tiap jawaban:
cli-demo-verifier = Pemeriksa tanpa basis data, di jendela lain:
cli-demo-serve = Jalankan situsnya: { $command }
cli-demo-stop = Ctrl-C untuk berhenti.

# Designs, their proofs, and sheets.
cli-lsp-beyond = { $id }, lembar { $layout }: blok "{ $block }" melewati bingkai { $by } mm
cli-lsp-key-next = Berikutnya: absah keys new --lsp { $id }
cli-lsp-known = LSP { $id } sudah ada; perbarui dengan: absah lsp import
cli-lsp-no-scheme = LSP { $id } tidak punya skema itu; yang ada: { $known }
cli-lsp-not-overwritten = { $file } sudah ada dan tidak ditimpa
cli-lsp-proof = Cetak keduanya di kertas biasa tanpa skala (100 %). Data di dalamnya rekaan; tidak ada nomor yang terpakai.
cli-lsp-upon = { $id }, lembar { $layout }: blok "{ $first }" dan "{ $second }" bertumpuk { $width } × { $height } mm
cli-print-revoked = Perhatian: sertifikat { $number } sudah dicabut.
cli-print-superseded = Perhatian: sertifikat { $number } sudah diganti.
cli-print-suspended = Perhatian: sertifikat { $number } sedang dibekukan.

cli-found = { $count } sertifikat
cli-found-first = Lebih dari { $shown } sertifikat; { $shown } yang pertama:
cli-found-written = { $count } sertifikat ditulis ke { $file }
cli-found-too-many = Lebih dari { $count } sertifikat: terlalu banyak untuk satu file. Persempit pencariannya.
cli-found-ending = --out: nama { $file } harus berakhir dengan .csv atau .xlsx

# absah clock
cli-clock-ask = Jam komputer ini menunjukkan { $now }. Samakah dengan telepon Anda?
cli-clock-dated = Catatan terbaru di sini bertanggal { $dated }.
cli-clock-nothing = Belum ada yang bertanggal di sini.
cli-clock-void = Yang bertanggal lebih kemudian dicatat oleh jam yang salah.
cli-clock-right = Jam dinyatakan benar; mulai sekarang daftar ditandatangani dengannya.
cli-clock-not-said = Tidak ada yang dinyatakan. Betulkan jamnya; layanan yang berjalan melanjutkan sendiri.

# Where this system lacks a part of the sandbox in which documents are read.
cli-reader-without-both = Catatan: sistem ini tidak punya, atau tidak mengizinkan, seccomp dan Landlock; dokumen yang dibuat untuk mengambil alih proses pembacanya dijauhkan dari berkas, jaringan, dan program lain hanya oleh batas.
cli-reader-without-landlock = Catatan: sistem ini tidak punya, atau tidak mengizinkan, Landlock; dokumen yang dibuat untuk mengambil alih proses pembacanya dijauhkan dari berkas hanya oleh seccomp dan batas.
cli-reader-without-seccomp = Catatan: sistem ini tidak punya, atau tidak mengizinkan, seccomp; dokumen yang dibuat untuk mengambil alih proses pembacanya dijauhkan dari jaringan dan program lain hanya oleh batas.
cli-reader-with-rights = Catatan: proses yang membaca dokumen tidak dapat melepaskan hak root; dokumen yang dibuat untuk mengambil alihnya memilikinya.

# absah account
cli-account-disabled = { $name } tidak dapat masuk lagi di mana pun.
cli-account-disabled-state = dinonaktifkan
cli-account-made = { $name } dapat masuk untuk { $lsp }. Kata sandi, diganti saat masuk pertama: { $password }
cli-account-made-quietly = { $name } dapat masuk untuk { $lsp } dengan kata sandi dari berkas, dan langsung menggantinya.
cli-account-none = Belum ada akun. Yang pertama: absah account new admin --lsp ID --role administrator
cli-account-not-as-told = bukan baris yang disebut jurnal; tidak dapat dipakai masuk
cli-account-not-entered = belum mengganti kata sandi pertama
cli-account-password-alone = kata sandi
cli-account-reset = Kata sandi baru { $name }, diganti saat masuk pertama: { $password }
cli-account-roles-given = { $name } mempunyai peran ini untuk { $lsp } mulai sekarang, dan kata sandi yang lama.
cli-account-second-step = kata sandi dan kode
cli-account-without-role = tanpa peran lagi
