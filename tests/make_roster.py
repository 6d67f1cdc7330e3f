#!/usr/bin/env python3
"""Prints a roster of N invented people, as an LSP would hand it in (CSV, `;`).

usage: make_roster.py N [--scheme CODE] [--tested-on YYYY-MM-DD] [--seed S]

Every NIK begins with 99, a province that does not exist, and none stands twice. Names have two to five
words, some with accents, apostrophes and degrees. The same arguments give the same roster.
"""
import argparse
import csv
import datetime
import random
import sys

GIVEN = ("Agus Ai Asep Ayu Budi Dedi Dewi Eko Fitri Hendra Indah Joko Lina Maya Nur'aini Putri Ratna Siti Tuti "
         "Yanti").split()
FAMILY = ("Firdaus Gunawan Handayani Iskandar Kusumaningrat Lestari Maulana Permana Pratiwi Purnama Saputra Sulaeman "
          "Suryana Utami Wibowo Winarti Wiraatmaja José Müller Pérez").split()
DEGREES = [""] * 16 + [", S.T.", ", M.M.", ", S.Pd.", ", A.Md."]
COLUMNS = ("no nama_asesi nik tempat_lahir tanggal_lahir jenis_kelamin tempat_tinggal telp email kode_skema "
           "tanggal_uji nomor_registrasi_asesor instansi status_kompeten keterangan").split()


def person(number, chance, args):
    birth = datetime.date(1965, 1, 1) + datetime.timedelta(days=chance.randrange(13000))
    woman = chance.random() < 0.5
    day = birth.day + (40 if woman else 0)
    nik = f"99{number // 10000 % 10000:04}{day:02}{birth:%m%y}{number % 10000:04}"
    words = [chance.choice(GIVEN), *chance.sample(FAMILY, chance.choice([1, 1, 2, 2, 3, 4]))]
    name, sex = " ".join(words) + chance.choice(DEGREES), "P" if woman else "L"
    return [number, name, nik, "Cilegon", f"{birth:%d/%m/%Y}", sex,
            f"Jl. Contoh No. {number}, Cilegon", f"08{number:010}", f"asesi{number}@contoh.example", args.scheme,
            f"{args.tested_on:%d/%m/%Y}", "MET.000.005363 2021", "PT Contoh", "K", ""]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("people", type=int)
    parser.add_argument("--scheme", default="CS-01")
    parser.add_argument("--tested-on", type=datetime.date.fromisoformat, default=datetime.date(2023, 9, 13))
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    chance = random.Random(args.seed)
    roster = csv.writer(sys.stdout, delimiter=";", lineterminator="\n")
    roster.writerow(COLUMNS)
    roster.writerows(person(number, chance, args) for number in range(1, args.people + 1))


if __name__ == "__main__":
    main()
