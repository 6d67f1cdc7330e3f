//! How strict the verifier is, flag by flag, against the vectors of Wycheproof and CCTV. The tables
//! below are those of `docs/ed25519.md`.

use std::collections::BTreeMap;
use std::fs;

use getrandom::SysRng;
use getrandom::rand_core::UnwrapErr;
use serde_json::Value;

use super::*;

/// Vectors with a flag: how many are accepted, how many refused.
type Counts = BTreeMap<String, (usize, usize)>;

const WYCHEPROOF: [(&str, (usize, usize)); 11] = [
    ("CompressedSignature", (0, 4)),
    ("InvalidEncoding", (0, 22)),
    ("InvalidKtv", (0, 1)),
    ("InvalidSignature", (0, 20)),
    ("Ktv", (38, 0)),
    ("SignatureMalleability", (0, 8)),
    ("SignatureWithGarbage", (0, 5)),
    ("TinkOverflow", (32, 0)),
    ("TruncatedSignature", (0, 3)),
    ("Valid", (18, 0)),
    ("all", (88, 63)),
];

const CCTV: [(&str, (usize, usize)); 9] = [
    ("all", (43, 871)),
    ("low_order_A", (0, 526)),
    ("low_order_R", (0, 586)),
    ("low_order_component_A", (42, 732)),
    ("low_order_component_R", (35, 630)),
    ("low_order_residue", (0, 583)),
    ("non_canonical_A", (0, 226)),
    ("non_canonical_R", (0, 316)),
    ("reencoded_k", (0, 146)),
];

fn bytes(hex: &Value) -> Vec<u8> {
    let pair = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).expect("ASCII"), 16).expect("hex");
    hex.as_str().expect("a text").as_bytes().chunks(2).map(pair).collect()
}

/// The whole way of a signature: key, form of the signature, equation. The library's own strict reading agrees.
fn accepts(key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    let key = key.try_into().ok().and_then(|key| PublicKey::from_bytes(key).ok());
    let signature = Signature::from_slice(signature).ok();
    key.zip(signature).is_some_and(|(key, signature)| {
        let accepted = key.verify(message, &signature).is_ok();
        assert_eq!(accepted, key.0.verify_strict(message, &signature).is_ok());
        accepted
    })
}

#[test]
fn keys_of_every_version_and_of_other_programs_are_opened() {
    crate::seal::vectors::hold("key", "opened", |vector| {
        match PrivateKey::from_pem(&vector.body, b"kata sandi", None) {
            Ok(key) => format!("opened {}", key.kid()),
            Err(_) => "refused".to_owned(),
        }
    });
}

#[test]
fn a_key_is_written_without_its_public_half() {
    let key = PrivateKey::from_seed(&[7; 32]);
    let pem = key.to_pem(b"kata sandi", Cost::FULL, &mut UnwrapErr(SysRng)).expect("written");
    assert_eq!(derivation(&pem), Ok(Derivation::Scrypt { n: 131_072, r: 8, p: 1 }), "128 MiB a guess");
    let (_, sealed) = pkcs8::SecretDocument::from_pem(&pem).expect("PEM");
    let sealed = pkcs8::EncryptedPrivateKeyInfoRef::try_from(sealed.as_bytes()).expect("PKCS#8");
    let opened = sealed.decrypt(b"kata sandi").expect("opened");
    let info = PrivateKeyInfoRef::try_from(opened.as_bytes()).expect("PKCS#8");
    assert_eq!((info.version(), info.public_key), (pkcs8::Version::V1, None));
}

fn flags(vector: &Value) -> Vec<&str> {
    vector["flags"].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

fn count(counts: &mut Counts, flags: &[&str], accepted: bool) {
    for flag in flags.iter().chain(&["all"]) {
        let (good, bad) = counts.entry((*flag).to_owned()).or_default();
        *if accepted { good } else { bad } += 1;
    }
}

fn table(rows: &[(&str, (usize, usize))]) -> Counts {
    rows.iter().map(|(flag, counts)| ((*flag).to_owned(), *counts)).collect()
}

/// A file of published vectors beside the project; none where the folder is not there.
fn shared(name: &str) -> Option<String> {
    let path = format!("{}/../shared/vectors/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(&path).ok();
    if text.is_none() {
        eprintln!("SKIPPED: the published vectors {path} are not there");
    }
    text
}

fn wycheproof(text: &str) {
    let set: Value = serde_json::from_str(text).expect("JSON");
    let mut counts = Counts::new();
    for group in set["testGroups"].as_array().expect("groups") {
        let key = bytes(&group["publicKey"]["pk"]);
        for vector in group["tests"].as_array().expect("vectors") {
            let accepted = accepts(&key, &bytes(&vector["msg"]), &bytes(&vector["sig"]));
            assert_eq!(accepted, vector["result"] == "valid", "{vector}");
            count(&mut counts, &flags(vector), accepted);
        }
    }
    assert_eq!(counts, table(&WYCHEPROOF));
}

#[test]
fn every_wycheproof_vector_of_the_crate_comes_out_as_it_says() {
    wycheproof(wycheproof::eddsa::TestName::Ed25519.json_data());
}

#[test]
fn every_published_wycheproof_vector_comes_out_as_it_says() {
    if let Some(text) = shared("wycheproof/ed25519_test.json") {
        wycheproof(&text);
    }
}

#[test]
fn of_the_edge_cases_only_low_order_components_that_cancel_out_are_accepted() {
    let Some(text) = shared("cctv/ed25519vectors.json") else { return };
    let vectors: Vec<Value> = serde_json::from_str(&text).expect("JSON");
    let mut counts = Counts::new();
    for vector in &vectors {
        let message = vector["msg"].as_str().expect("a text").as_bytes();
        let accepted = accepts(&bytes(&vector["key"]), message, &bytes(&vector["sig"]));
        let flags = flags(vector);
        let harmless = flags.iter().all(|flag| ["low_order_component_A", "low_order_component_R"].contains(flag));
        assert_eq!(accepted, harmless, "{vector}");
        count(&mut counts, &flags, accepted);
    }
    assert_eq!(counts, table(&CCTV));
}

#[test]
fn a_key_has_one_encoding() {
    // p = 2^255 - 19, little-endian; p + y encodes the same point as y (RFC 8032 §5.1.3 refuses it).
    let mut points = 0;
    for (y, sign) in (0..19).flat_map(|y| [(y, 0), (y, 0x80)]) {
        let mut key = [0xff; 32];
        (key[0], key[31]) = (0xed + y, 0x7f | sign);
        points += usize::from(VerifyingKey::from_bytes(&key).is_ok());
        assert_eq!(PublicKey::from_bytes(&key), Err(KeyFormatError::NotAKey), "{y} {sign}");
    }
    assert!(points > 0, "the library would read some of them");
}

#[test]
fn eight_points_are_of_small_order_and_all_are_known() {
    let signs = SMALL_ORDER.into_iter().flat_map(|y| [0, 0x80].map(|sign| (y, sign)));
    let points = signs.map(|(mut y, sign)| {
        assert!(is_of_small_order(&y));
        y[31] |= sign;
        assert!(is_of_small_order(&y));
        let point = VerifyingKey::from_bytes(&y).expect("a point");
        assert!(point.is_weak());
        point.to_edwards().compress().to_bytes()
    });
    assert_eq!(points.collect::<std::collections::BTreeSet<_>>().len(), 8, "as many as the curve has");
    assert!(!is_of_small_order(PrivateKey::from_seed(&[7; 32]).sign(b"").r_bytes()));
}

#[test]
fn a_key_of_small_order_is_no_key() {
    let neutral: [u8; 32] = std::array::from_fn(|at| u8::from(at == 0));
    assert_eq!(PublicKey::from_bytes(&neutral), Err(KeyFormatError::NotAKey));
    assert_eq!(PublicKey::from_bytes(&[0; 32]), Err(KeyFormatError::NotAKey));
}
