//! Our own vectors of signed lists, and the published ones of the IETF Token Status List, where they lie beside
//! the project.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ciborium::Value as Cbor;
use serde_json::{Value, json};

use super::packed::Packed;
use super::signed::Listed;
use super::*;
use crate::seal::jwt::{Jwt, JwtError, Kind};
use crate::seal::vectors::{Vector, hold};
use crate::seal::verified::Verified;

/// The word of a list that was believed, after what it says was held against the vector.
fn believed(vector: &Vector, listed: Verified<Listed>) -> String {
    let Listed { sub, ttl, list, journal: _ } = listed.into_claims();
    let states = (0..STATUS_ENTRIES).filter_map(|index| Some((index, list.state(index)?)));
    let changed: Vec<_> = states.filter(|(_, state)| *state != State::Valid).collect();
    let (iat, exp) = (list.as_of().as_second(), list.exp().as_second());
    vector.says(&json!({ "sub": sub, "iat": iat, "exp": exp, "ttl": ttl, "changed": changed }));
    "believed".to_owned()
}

#[test]
fn every_vector_of_a_jwt_comes_out_as_it_says() {
    hold("status-jwt", "believed", |vector| {
        let text = vector.text();
        let read = Jwt::read(&text, Kind::StatusList).and_then(|jwt| Listed::verify(&jwt, &vector.key(8)));
        read.map_or_else(|fault| fault.word().to_owned(), |listed| believed(vector, listed))
    });
}

#[test]
fn every_vector_of_a_cwt_comes_out_as_it_says() {
    hold("status-cwt", "believed", |vector| {
        let read = Listed::verify_cwt(&vector.bytes(), &vector.key(8));
        read.map_or_else(|fault| fault.word().to_owned(), |listed| believed(vector, listed))
    });
}

/// A file of the vectors without its line breaks; none where the folder is not there.
fn shared(name: &str) -> Option<String> {
    let path = format!("{}/../shared/vectors/token-status-list/{name}", env!("CARGO_MANIFEST_DIR"));
    match std::fs::read_to_string(&path) {
        Ok(text) => Some(text),
        Err(_) => {
            eprintln!("SKIPPED: the published vectors {path} are not there");
            None
        }
    }
}

/// A list in JSON: lines of a long `lst` are folded.
fn from_json(text: &str) -> Packed {
    let object = &text[text.find('{').expect("an object")..];
    let unfolded: String = object.split('\n').map(str::trim).collect();
    let list: Value = serde_json::from_str(&unfolded).expect("JSON");
    let compressed = URL_SAFE_NO_PAD.decode(list["lst"].as_str().expect("a text")).expect("base64url");
    let bits = u8::try_from(list["bits"].as_u64().expect("a number")).expect("small");
    Packed::decompress(bits, &compressed).expect("a list")
}

fn unhex(text: &str) -> Vec<u8> {
    let digits: String = text.split_whitespace().collect();
    (0..digits.len() / 2).map(|at| u8::from_str_radix(&digits[at * 2..at * 2 + 2], 16).expect("hex")).collect()
}

/// A list in CBOR, written in hex after the word "encoded", where it is there.
fn from_cbor(text: &str) -> Packed {
    let hex = text.split_once("encoded:").map_or(text, |(_, rest)| rest);
    let value: Cbor = ciborium::from_reader(unhex(hex).as_slice()).expect("CBOR");
    list_of(&value)
}

fn list_of(value: &Cbor) -> Packed {
    let entry = |name: &str| {
        let map = value.as_map().expect("a map");
        map.iter().find(|(key, _)| key.as_text() == Some(name)).map(|(_, value)| value).expect("an entry")
    };
    let bits = u8::try_from(entry("bits").as_integer().expect("a number")).expect("small");
    Packed::decompress(bits, entry("lst").as_bytes().expect("bytes")).expect("a list")
}

fn entries(list: &Packed) -> Vec<(u32, u8)> {
    let count = u32::try_from(list.bytes().len() * 8 / usize::from(list.bits())).expect("small");
    (0..count).filter_map(|index| list.entry(index).filter(|value| *value != 0).map(|value| (index, value))).collect()
}

/// One bit an entry: the places that are set in every long list of one and two bits.
const PLACES: [u32; 11] = [0, 1993, 25460, 159_495, 495_669, 554_353, 645_645, 723_232, 854_545, 934_534, 1_000_345];

#[test]
fn short_lists_have_the_bytes_that_the_draft_gives() {
    for (name, bits, bytes) in
        [("status_list_encoding", 1, [0xb9, 0xa3].as_slice()), ("status_list_encoding2", 2, &[0xc9, 0x44, 0xf9])]
    {
        let (Some(json), Some(cbor)) = (shared(&format!("{name}_json.txt")), shared(&format!("{name}_cbor.txt")))
        else {
            return;
        };
        let list = from_json(&json);
        assert_eq!((list.bits(), list.bytes()), (bits, bytes), "{name}");
        assert_eq!(from_cbor(&cbor), list, "{name}");
        assert_eq!(Packed::decompress(bits, &list.compress()), Ok(list), "{name}: and back");
    }
}

#[test]
fn long_lists_of_every_width_have_the_entries_that_the_draft_gives() {
    let two = [1, 2, 1, 3, 1, 1, 2, 1, 1, 2, 3];
    let four = [
        (0, 1),
        (1993, 2),
        (35460, 3),
        (459_495, 4),
        (595_669, 5),
        (754_353, 6),
        (845_645, 7),
        (923_232, 8),
        (924_445, 9),
        (934_534, 10),
        (1_000_345, 12),
        (1_004_534, 11),
        (1_030_203, 13),
        (1_030_204, 14),
        (1_030_205, 15),
    ];
    for (name, bits, expected) in [
        ("status_list_encoding1_long", 1, PLACES.map(|place| (place, 1)).to_vec()),
        ("status_list_encoding2_long", 2, PLACES.into_iter().zip(two).collect()),
        ("status_list_encoding4", 4, four.to_vec()),
    ] {
        let (Some(json), Some(cbor)) = (shared(&format!("{name}_json.txt")), shared(&format!("{name}_cbor.txt")))
        else {
            return;
        };
        let list = from_json(&json);
        assert_eq!((list.bits(), entries(&list)), (bits, expected), "{name}");
        assert_eq!(from_cbor(&cbor), list, "{name}");
        assert_eq!(Packed::decompress(bits, &list.compress()), Ok(list), "{name}: and back");
    }
    if let (Some(json), Some(cbor)) =
        (shared("status_list_encoding8_json.txt"), shared("status_list_encoding8_cbor.txt"))
    {
        let list = from_json(&json);
        let mut values: Vec<u8> = entries(&list).into_iter().map(|(_, value)| value).collect();
        values.sort_unstable();
        assert_eq!(values, (1..=255).collect::<Vec<u8>>(), "each value once");
        assert_eq!(from_cbor(&cbor), list);
    }
}

#[test]
fn the_signed_examples_say_what_their_lists_say_and_their_algorithm_is_not_ours() {
    let Some(jwt) = shared("status_list_jwt_raw.txt") else { return };
    let jwt: String = jwt.split_whitespace().collect();
    assert_eq!(Jwt::read(&jwt, Kind::StatusList).err(), Some(JwtError::Form), "ES256");
    let claims = jwt.split('.').nth(1).expect("claims");
    let claims: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).expect("base64url")).expect("JSON");
    assert_eq!((claims["ttl"].as_i64(), claims["exp"].as_i64()), (Some(43_200), Some(2_291_720_170)));
    assert_eq!(from_json(&claims["status_list"].to_string()).bytes(), [0xb9, 0xa3]);

    let Some(cwt) = shared("status_list_cwt.txt") else { return };
    let cwt: Cbor = ciborium::from_reader(unhex(&cwt).as_slice()).expect("CBOR");
    let Cbor::Tag(18, parts) = cwt else { panic!("no COSE_Sign1") };
    let payload = parts.as_array().expect("four parts")[2].as_bytes().expect("bytes").clone();
    let claims: Cbor = ciborium::from_reader(payload.as_slice()).expect("CBOR");
    let claims = claims.as_map().expect("a map");
    let claim = |key: i64| claims.iter().find(|(name, _)| *name == Cbor::from(key)).map(|(_, value)| value);
    assert_eq!(claim(65534), Some(&Cbor::from(43_200)), "the numbers of our own claims");
    assert_eq!(list_of(claim(65533).expect("a list")).bytes(), [0xb9, 0xa3]);
}
