#!/usr/bin/env python3
"""Asks every address of the API what schemathesis makes up from the API's own description: no 500, no answer outside it.

    python3 tests/check_api.py ABSAH [--examples 60] [--seconds 240] [--seed 1]

Makes a demo installation with an employer, and serves it on loopback. Half of the questions are schemathesis's own; into the others
`tests/api/hooks.py` puts tokens, numbers and lists that are really there, and the employer's key. Held for each answer: no 5xx, status, content
type, headers and body as described, other methods refused with `Allow`. Needs tests/requirements.txt.
"""
import argparse, csv, json, os, pathlib, subprocess, sys, tempfile

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE / "api"))
from employer import key_of

CHECKS = ["not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
          "response_schema_conformance", "unsupported_method", "allow_header_conformance", "lines_conformance"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("absah")
    parser.add_argument("--examples", type=int, default=60)
    parser.add_argument("--seconds", type=int, default=240)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = pathlib.Path(folder, "data")
        with open(pathlib.Path(folder, "log"), "w+") as log:
            command = [pathlib.Path(asked.absah).resolve(), "--json", "demo", "--data", data, "--listen", "127.0.0.1:0"]
            service = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log)
            try:
                told = json.loads(service.stdout.readline())
                code = ask(asked, told["site"], data, folder, key_of(told["site"], told["accounts"]))
            finally:
                service.terminate()
                service.wait()
            log.seek(0)
            failures = [line for line in log if "internal error" in line or "panicked" in line]
    print("".join(failures), end="")
    sys.exit(code or bool(failures))


def ask(asked, site, data, folder, key):
    with open(next(data.glob("certificates/*/certificates.csv"))) as rows:
        known = [{"number": row["number"], "token": row["token"], "url": row["url"]} for row in csv.DictReader(rows)]
    environment = {**os.environ, "SCHEMATHESIS_HOOKS": "hooks", "PYTHONPATH": str(HERE / "api"),
                   "ABSAH_KNOWN": json.dumps(known[:40]), "ABSAH_EMPLOYER_KEY": key}
    command = [pathlib.Path(sys.executable).parent / "st", "run", f"{site}/openapi.json", "--checks", ",".join(CHECKS),
               "--phases", "examples,coverage,fuzzing", "--max-examples", str(asked.examples), "--seed", str(asked.seed),
               "--continue-on-failure", "--request-timeout", "30", "--warnings", "off", "--no-color"]
    try:
        return subprocess.run(command, cwd=folder, env=environment, timeout=asked.seconds).returncode
    except subprocess.TimeoutExpired:
        print(f"not at its end after {asked.seconds} s")
        return 1


if __name__ == "__main__":
    main()
