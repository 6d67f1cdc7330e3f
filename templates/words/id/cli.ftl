# Satu kesalahan atau catatan daftar: `row` sebuah nomor atau deretannya (2–9, 11).
cli-row-fault = Baris { $row }, { $column }: { $message }
cli-row-warning = Baris { $row }, { $column }: perhatian: { $message }

cli-lsp-beyond = { $id }, lembar { $layout }: blok "{ $block }" melewati bingkai { $by } mm
cli-lsp-key-next = Berikutnya: absah keys new --lsp { $id }
cli-lsp-known = LSP { $id } sudah ada; perbarui dengan: absah lsp import
cli-lsp-line = { $id }: { $name } ({ $schemes } skema, { $site })
cli-lsp-no-scheme = LSP { $id } tidak punya skema itu; yang ada: { $known }
cli-lsp-not-overwritten = { $file } sudah ada dan tidak ditimpa
cli-lsp-proof = Cetak keduanya di kertas biasa tanpa skala (100 %). Data di dalamnya rekaan; tidak ada nomor yang terpakai.
cli-lsp-unit-repeated = { $id } { $scheme }: unit berulang: { $units }
cli-lsp-unknown = Tidak ada LSP { $id } di sini
cli-lsp-upon = { $id }, lembar { $layout }: blok "{ $first }" dan "{ $second }" bertumpuk { $width } × { $height } mm
cli-print-revoked = Perhatian: sertifikat { $number } sudah dicabut.
cli-print-superseded = Perhatian: sertifikat { $number } sudah diganti.
cli-print-suspended = Perhatian: sertifikat { $number } sedang dibekukan.

cli-checked = { $good } baris dapat diterima, { $bad } kesalahan harus diperbaiki
cli-issued = { $issued } diterbitkan, { $already } sudah terbit sebelumnya, { $recorded } dicatat tanpa sertifikat, { $refused } ditolak

cli-migrated = Tabel siap.

cli-ask-revoke = Cabut untuk selamanya sertifikat No. { $number } atas nama { $holder }, { $scheme }?
cli-ask-suspend = Bekukan sertifikat No. { $number } atas nama { $holder }, { $scheme }?
cli-nothing-changed = Tidak ada yang diubah.
cli-yes-or-no = [y/t]

# Diikuti tautannya, di baris tersendiri.
cli-replaced = Sertifikat No. { $old } sudah diganti; penggantinya No. { $number }:
