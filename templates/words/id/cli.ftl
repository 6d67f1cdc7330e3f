# Satu kesalahan atau catatan daftar: `row` sebuah nomor atau deretannya (2–9, 11).
cli-row-fault = Baris { $row }, { $column }: { $message }
cli-row-warning = Baris { $row }, { $column }: perhatian: { $message }

cli-checked = { $good } baris dapat diterima, { $bad } kesalahan harus diperbaiki
cli-issued = { $issued } diterbitkan, { $already } sudah terbit sebelumnya, { $recorded } dicatat tanpa sertifikat, { $refused } ditolak

cli-migrated = Tabel siap.
