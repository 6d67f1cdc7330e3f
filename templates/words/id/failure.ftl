# Why an act was not done.
failure-console-closed = Konsol LSP { $lsp } tertutup: sertifikatnya diterbitkan dan diubah oleh dua orang, tidak dari sini.
failure-disowned = Sertifikat { $scheme } yang terbit { $day } akan dinilai lain: { $why }
failure-disowned-licence = tidak ada lagi lisensi yang mencakupnya; lisensi ditambah atau diakhiri, tidak pernah dihapus
failure-disowned-scheme = skemanya menjadi belum atau tidak lagi dibuka; akhiri pada hari yang lebih kemudian
failure-disowned-time-zone = zona waktu tidak dapat berubah setelah sertifikat terbit
failure-expired = Sertifikat { $number } berakhir pada { $day }; uji lagi pemegangnya, jangan diganti.
failure-exhausted = Nomor { $kind } untuk { $scope } habis: dibutuhkan { $wanted }, sisanya kurang. Tidak ada yang diterbitkan.
failure-gone = Sertifikat itu hilang selagi dibaca.
failure-not-destroyed = Jurnal sudah mencatatnya, tetapi separuh rahasia { $kid } tidak dapat dimusnahkan: { $cause }
failure-no-key = LSP { $lsp } tidak punya kunci { $kid }.
failure-not-in-trust-list = Daftar tepercaya yang diumumkan belum memuat LSP { $lsp }: docs/keys.md
failure-not-signed-by-root = Root belum menandatangani kunci LSP; lihat dengan absah keys list, dan baca docs/keys.md.
failure-not-as-issued = Baris sertifikat { $number } di basis data tidak seperti saat diterbitkan: ada yang mengubahnya. Tidak ada yang diubah; absah journal verify memberi keterangan, absah journal repair memulihkan yang dapat dipulihkan
failure-not-active = Kunci { $kid } tidak aktif.
failure-numbers-taken = Nomor mulai { $first } sudah terbit: penomoran LSP diubah; atur "start" di atasnya. Tidak ada yang diterbitkan.
failure-not-of-key = Kunci { $kid } tidak menandatangani sertifikat { $number }; tidak ada yang diubah.
failure-nik-taken = NIK ini sudah punya sertifikat untuk skema dan tanggal uji yang sama; tidak ada yang diubah.
failure-records-of-another = { $file } milik basis data lain.
failure-records-unknown = Basis data tidak mengenal kunci catatannya; apakah dipulihkan tanpa setelannya?
failure-records-not-opened = Kunci catatan tidak dapat dibuka; yang pertama dibuat dengan: absah keys new: { $cause }
failure-retired = Kunci { $kid } sementara itu diakhiri; tidak ada yang diterbitkan, ulangi perintahnya.
failure-since-future = { $instant } belum tiba.
failure-state-revoked = Sertifikat { $number } sudah dicabut: pencabutan tidak dapat diubah.
failure-state-superseded = Sertifikat { $number } sudah diganti: ubah sertifikat penggantinya.
failure-state-suspended = Sertifikat { $number } dibekukan: pulihkan dulu, atau cabut.
failure-state-valid = Sertifikat { $number } berlaku: tidak sedang dibekukan.
failure-token = Sertifikat baris { $row } tidak dapat ditandatangani: { $cause }
failure-too-long = Baris { $row }: nama ({ $name } bita) dan judul skema bersama-sama terlalu panjang untuk QR; singkat salah satunya. Tidak ada yang diterbitkan.
failure-unknown-lsp = Tidak ada LSP { $id } di sini; yang dikenal: { $known }
failure-unpublished = Daftar tepercaya yang diumumkan belum mengizinkannya; root harus menandatangani yang baru (docs/keys.md): { $cause }
failure-key-compromised = Kuncinya dinyatakan dicuri; buat yang lain dengan: absah keys new
failure-key-state-unknown = Keadaan kunci tidak dikenal versi ini; pakai versi yang lebih baru.
failure-key-for-other-use = Kunci ini bukan untuk sertifikat.
failure-key-outside-period = Tidak ada kunci aktif LSP untuk { $day }; lihat: absah keys list, dan buat dengan: absah keys new --from TANGGAL
failure-licence-outside-period = Tidak ada lisensi LSP yang mencakup { $day }.
failure-licensed = Tidak ada yang salah pada LSP, kunci atau skemanya.
failure-scheme-outside-scope = Skema { $code } tidak termasuk lingkup LSP pada { $day }.
failure-some-scheme-outside-scope = Ada skema yang tidak termasuk lingkup LSP pada { $day }.

# Keys and their files.
failure-no-passphrase = Kunci membutuhkan kata sandinya: atur ABSAH_KEY_PASSPHRASE atau --passphrase-file
failure-key-file = { $file }: { $cause }
failure-key-encrypt = kunci tidak dapat dienkripsi
failure-key-memory = membukanya memerlukan { $mib } MiB memori: lebih dari yang ada di sini, atau dari berkas kunci mana pun
failure-short-passphrase = Kata sandi root paling sedikit { $shortest } karakter: siapa yang memegang root dapat menamai kunci apa pun. Tidak ada yang dibuat.
failure-key-not-a-key = bukan kunci Ed25519 dalam PEM
failure-key-passphrase = kata sandinya salah, atau berkasnya bukan kunci PKCS#8 terenkripsi
failure-key-public-half = kunci publik di sebelahnya milik kunci lain
failure-key-open-to-others = berkas ini dapat dibaca orang lain; jadikan milik Anda saja: chmod 600
failure-key-too-large = lebih besar dari berkas kunci mana pun

# The database.
failure-store-corrupt = Basis data memuat sesuatu yang tidak terbaca: { $what }
failure-store-database = Basis data tidak menjawab: { $cause }
failure-store-duplicate = Itu sudah ada.
failure-store-journal-broken = Jurnal LSP { $lsp } tidak utuh sejak catatan { $entry }: ada yang diubah, diambil atau ditambah.
failure-store-migrate = Basis data tidak dapat diperbarui: { $cause }
failure-store-not-found = Tidak ditemukan.
failure-store-silent = Basis data tidak menjawab pada waktunya.
failure-store-not-migrated = Basis data belum disiapkan untuk versi ini; jalankan: absah migrate

# Trust lists and roots.
failure-trust-allows-nothing = --allow { $name }: daftar ini tidak memuat perubahan itu; tidak ada yang ditandatangani.
failure-trust-reopens-past = Ini membuka lagi masa lalu, jadi tidak ada yang ditandatangani. Yang pernah tercantum diakhiri dengan tanggal, tidak pernah dihapus atau dimulai lagi. Bila memang dimaksud, sebutkan: { $options }
failure-trust-as-new = Daftar sebaru ini sudah diumumkan.
failure-trust-came-back = Root { $kid } pernah dicabut; root tidak pernah kembali.
failure-trust-expired = Daftar itu sudah lewat masanya.
failure-trust-file = { $file }: { $cause }
failure-trust-handover = Serah terima yang sudah ada: { $cause }
failure-trust-handover-of-nobody = { $file } tidak ditandatangani root yang separuh publiknya ada di sebelahnya.
failure-trust-no-root = Tidak ada kunci root di sini; sebutkan dengan --root BERKAS
failure-trust-notice = Setelan "notice" instalasi harus satu baris, paling banyak 300 karakter.
failure-trust-not-public = { $file } tidak memuat kunci publik Ed25519.
failure-trust-not-private = { $file }: yang diminta separuh rahasianya, NAMA.pem
failure-trust-other-roots-half = { $file } sudah ada, separuh publik root lain.
failure-trust-other-root = { $kept } milik root lain daripada { $given }.
failure-trust-previous = Daftar sebelumnya: { $cause }
failure-trust-published = Daftar tepercaya yang diumumkan: { $cause }
failure-trust-root-name = Root dinamai root-1, root-2, … root-99.
failure-trust-safe-or-self = Root di brankas tidak dicabut dan bukan pengganti, dan root tidak menggantikan dirinya sendiri.
failure-trust-unknown-root = Ditandatangani root yang separuh publiknya tidak ada di sebelah kunci.
failure-trust-withdrawn = Root { $root } sudah dicabut; { $successor } menandatangani sebagai gantinya.
failure-trust-withdraws-alone = Daftar itu mencabut root tanpa kata dari root di brankas.
failure-join-twice = Dua isian untuk LSP { $lsp }: berikan satu.

# Files of LSPs and of certificates.
failure-lsp-json = Bukan JSON: { $cause }
failure-lsp-invalid = LSP { $id }: { $fault }
failure-lsp-member = LSP { $id }: { $member }: { $fault }
failure-lsp-none = Tidak ada LSP di dalamnya: yang diminta satu LSP, atau objek dengan daftar "lsps"
failure-lsp-no-site = LSP { $id }: sebutkan tempat sertifikatnya diperiksa: "site": "https://…" di berkas, atau --site
failure-form-corrupt = Formulir yang tersimpan tidak terbaca.
failure-form-layout = { $layout }: { $fault }
failure-handout-another-list = { $path } bukan daftar yang ditulis Absah: kolomnya lain. Pindahkan, atau pilih direktori lain, lalu jalankan lagi.
failure-handout-file = { $path }: { $cause }
failure-register = Daftar tidak dapat dibuat: { $cause }
failure-handout-photo = Foto yang tersimpan tidak terbaca.
failure-handout-sheet = Sertifikat { $number } tidak dapat dicetak: { $cause }
failure-sheet-of-scheme = Skema { $scheme } tidak dapat dicetak: { $cause }
failure-ruler = Penggaris tidak dapat digambar: { $cause }

# Jam komputer, dibandingkan dengan tanggal yang sudah tercatat di sini.
failure-clock-ahead = Jam komputer ini menunjukkan { $now }; catatan terbaru di sini bertanggal { $dated }, { $days } hari sebelumnya. Lihat tanggal di telepon Anda. Bila jamnya salah, betulkan lalu jalankan perintahnya lagi. Bila jamnya benar (komputer ini lama mati), nyatakan sekali saja: absah clock confirm
failure-clock-behind = Jam komputer ini menunjukkan { $now }, padahal ada catatan di sini yang bertanggal lebih kemudian: { $dated }. Salah satunya keliru. Lihat tanggal di telepon Anda. Bila jamnya salah, betulkan lalu jalankan perintahnya lagi. Bila jamnya benar, nyatakan sekali saja: absah clock confirm
failure-trust-ahead = Daftar ini bertanggal { $dated }, sedangkan jam komputer ini belum sampai di situ. Jam di sini salah, atau jam di tempat penandatanganannya; pemeriksa tidak akan memercayainya. Tidak ada yang diterbitkan.
failure-trust-clock = { $cause } (Bila tidak ada instalasi di sini: jalankan lagi dengan --clock-is-right)
