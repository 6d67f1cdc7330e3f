use super::*;
use crate::seal::vectors;

fn key() -> PrivateKey {
    PrivateKey::from_seed(&[7; 32])
}

fn claims() -> Claims {
    Claims {
        number: "81210 9112 2 0000088 2023".into(),
        holder: "Siti Contoh".parse().expect("a name"),
        scheme_code: "CS-01".parse().expect("a code"),
        scheme_title: "Petugas Kebersihan Gedung".into(),
        nbf: Timestamp::from_second(1_702_832_400).expect("an instant"),
        exp: Timestamp::from_second(1_797_526_800).expect("an instant"),
        status: StatusRef { list: 0, index: 88 },
    }
}

/// What reading and verifying with the vectors' key comes to.
fn outcome(bytes: &[u8]) -> &'static str {
    match Token::read(bytes).map(|token| (token.kid() == key().kid(), token.verify(&key().public()))) {
        Err(_) => "unreadable",
        Ok((false, _)) => "untrusted",
        Ok((true, Err(Forged))) => "forged",
        Ok((true, Ok(_))) => "verified",
    }
}

#[test]
fn every_vector_comes_out_as_it_says() {
    vectors::hold("token", "verified", |vector| outcome(&vector.bytes()).to_owned());
}

#[test]
fn a_signed_token_reads_back() {
    let bytes = sign(&claims(), &key()).expect("signed");
    let verified = Token::read(&bytes).expect("readable").verify(&key().public()).expect("verified");
    assert_eq!(*verified.claims(), claims());
    assert_eq!(sign(&claims(), &key()).expect("signed"), bytes, "signing is deterministic");
}

#[test]
fn what_is_read_is_what_a_cose_library_reads_and_signs() {
    use coset::TaggedCborSerializable as _;
    for title in ["P", "Petugas Kebersihan Gedung", &"Ahli ".repeat(20)] {
        let bytes = sign(&Claims { scheme_title: title.trim().into(), ..claims() }, &key()).expect("signed");
        let theirs = coset::CoseSign1::from_tagged_slice(&bytes).expect("a COSE_Sign1");
        let ours = Token::read(&bytes).expect("a token");
        let (signed, signature) = ours.0.signed();
        assert_eq!(signed, theirs.tbs_data(&[]));
        assert_eq!(signature.to_vec(), theirs.signature);
        assert_eq!(ours.kid().as_bytes().to_vec(), theirs.protected.header.key_id);
    }
}

#[test]
fn a_name_of_forty_characters_leaves_room_in_the_qr() {
    let holder = "Raden Mas Haryo Kusumaningrat Wiraatmaja".parse().expect("a name");
    let claims = Claims { holder, scheme_title: "Petugas Kebersihan Gedung Kota".into(), ..claims() };
    let bytes = sign(&claims, &key()).expect("signed");
    assert!(bytes.len() <= 262, "{} bytes", bytes.len());
}

#[test]
fn claims_out_of_bounds_are_not_signed() {
    let exp = claims().nbf;
    assert_eq!(sign(&Claims { exp, ..claims() }, &key()), Err(TokenError::Claims));
    let status = StatusRef { list: 0, index: STATUS_ENTRIES };
    assert_eq!(sign(&Claims { status, ..claims() }, &key()), Err(TokenError::Claims));
    assert_eq!(sign(&Claims { number: String::new(), ..claims() }, &key()), Err(TokenError::Claims));
}

#[test]
fn no_flipped_bit_verifies() {
    let bytes = sign(&claims(), &key()).expect("signed");
    for bit in 0..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        assert_ne!(outcome(&flipped), "verified", "bit {bit}");
    }
}

#[test]
fn truncated_doubled_and_random_bytes_are_unreadable() {
    let bytes = sign(&claims(), &key()).expect("signed");
    for end in 0..bytes.len() {
        assert_eq!(outcome(&bytes[..end]), "unreadable", "cut at {end}");
    }
    assert_eq!(outcome(&[bytes.clone(), bytes.clone()].concat()), "unreadable");
    // xorshift: any bytes will do, but the same ones each time
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    for length in (0..1100).chain(std::iter::repeat_n(200, 2000)) {
        let random: Vec<u8> = std::iter::repeat_with(|| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state.to_be_bytes()[0]
        })
        .take(length)
        .collect();
        assert_eq!(outcome(&random), "unreadable");
    }
}
