# Satu kesalahan atau catatan daftar: `row` sebuah nomor atau deretannya (2–9, 11).
cli-row-fault = Baris { $row }, { $column }: { $message }
cli-row-warning = Baris { $row }, { $column }: perhatian: { $message }

cli-checked = { $good } baris dapat diterima, { $bad } kesalahan harus diperbaiki
cli-issued = { $issued } diterbitkan, { $already } sudah terbit sebelumnya, { $recorded } dicatat tanpa sertifikat, { $refused } ditolak

cli-migrated = Tabel siap.

cli-ask-revoke = Cabut untuk selamanya sertifikat No. { $number } atas nama { $holder }, { $scheme }?
cli-ask-suspend = Bekukan sertifikat No. { $number } atas nama { $holder }, { $scheme }?
cli-nothing-changed = Tidak ada yang diubah.
cli-yes-or-no = [y/t]

# Diikuti tautannya, di baris tersendiri.
cli-replaced = Sertifikat No. { $old } sudah diganti; penggantinya No. { $number }:
