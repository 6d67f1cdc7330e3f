# How often numbers were asked about.
office-asked-title = Pencarian lewat nomor
office-asked-what = Berapa kali nomor yang bentuknya seperti nomor LSP ini dicari di halaman depan atau lewat API, dalam { $days } hari terakhir. Tidak ditemukan jauh lebih banyak daripada biasanya, atau banyak yang ditolak, berarti ada yang menebak-nebak nomor.
office-asked-hint = Nomor, nama yang diketik, dan siapa yang mencari tidak disimpan.
office-asked-day = Hari
office-asked-found = Ditemukan
office-asked-not-found = Tidak ditemukan
office-asked-refused = Ditolak karena terlalu cepat
office-asked-all = Semua
office-asked-bounds = Dihitung sekali semenit. Bila layanan mati mendadak, hitungan menit terakhir hilang, jadi angkanya dapat sedikit kurang. Nomor yang bentuknya milik beberapa LSP dihitung pada masing-masing. Pemeriksaan QR, tautan, dan daftar pekerja tidak dihitung di sini.
office-asked-link = Pencarian lewat nomor per hari
