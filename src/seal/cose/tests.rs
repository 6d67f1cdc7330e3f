use coset::CoseSign1;

use super::*;

const TYPE: &str = "application/example+cwt";

fn key() -> PrivateKey {
    PrivateKey::from_seed(&[7; 32])
}

/// An envelope signed with whatever headers.
fn signed(protected: Vec<(Value, Value)>, unprotected: Vec<(Value, Value)>) -> Vec<u8> {
    let (protected, payload) = (encode(&Value::Map(protected)), encode(&Value::Map(Vec::new())));
    let signature = key().sign(&to_be_signed(&protected, &payload)).to_vec();
    let parts = vec![Value::Bytes(protected), Value::Map(unprotected), Value::Bytes(payload), Value::Bytes(signature)];
    encode(&Value::Tag(TAG, Box::new(Value::Array(parts))))
}

fn header(more: &[(i64, Value)]) -> Vec<(Value, Value)> {
    let kid = Value::Bytes(key().kid().as_bytes().to_vec());
    let mut all = vec![(ALG, Value::from(-8)), (KID, kid), (TYP, Value::from(TYPE))];
    all.extend(more.iter().cloned());
    all.sort_by_key(|(label, _)| (*label < 0, label.unsigned_abs()));
    all.into_iter().map(|(label, value)| (Value::from(label), value)).collect()
}

fn read(bytes: &[u8]) -> Result<(), CoseError> {
    let claims = Sign1::open(bytes, TYPE)?.claims(|payload| Item::read(payload).map(drop).ok_or(CoseError::Claims));
    claims?.verify(&key().public())?;
    Ok(())
}

#[test]
fn what_is_signed_is_read_by_both_ways_as_it_is_by_a_cose_library() {
    for size in [0, 23, 24, 255, 256, 70_000] {
        let claims = Value::Map(vec![(Value::from(1), Value::Bytes(vec![7; size]))]);
        let bytes = sign(encode(&claims), Some(TYPE), &key());
        assert_eq!(read(&bytes), Ok(()), "{size}");
        let theirs = CoseSign1::from_tagged_slice(&bytes).expect("a COSE_Sign1");
        let ours = Sign1::open(&bytes, TYPE).expect("an envelope");
        assert_eq!(to_be_signed(ours.protected, ours.payload), theirs.tbs_data(&[]), "{size}");
        assert!(Sign1::exact(&bytes).is_none(), "it says its type");
    }
    let bytes = sign(encode(&Value::Bytes(vec![7; 30])), None, &key());
    assert!(Sign1::exact(&bytes).is_some());
    assert_eq!(read(&bytes), Err(CoseError::Kind));
}

#[test]
fn an_open_header_may_hold_more_unless_it_is_critical() {
    let list = |labels: &[Value]| Value::Array(labels.to_vec());
    let new = (-70_009, Value::from("new"));
    assert_eq!(read(&signed(header(std::slice::from_ref(&new)), Vec::new())), Ok(()));
    assert_eq!(read(&signed(header(&[]), vec![(Value::from(-5), Value::from("x"))])), Ok(()));
    assert_eq!(read(&signed(header(&[(CRIT, list(&[Value::from(TYP)]))]), Vec::new())), Ok(()));
    for (labels, named) in [(vec![Value::from(-70_009)], "-70009"), (vec![TYP.into(), "neu".into()], "\"neu\"")] {
        let header = header(&[(CRIT, list(&labels)), new.clone()]);
        assert_eq!(read(&signed(header, Vec::new())), Err(CoseError::Newer(named.to_owned())));
    }
    for crit in [
        list(&[]),
        Value::from(TYP),
        Value::Null,
        list(&[Value::Null]),
        list(&[TYP.into(), TYP.into()]),
        list(&[Value::from("x".repeat(65))]),
    ] {
        assert_eq!(read(&signed(header(&[(CRIT, crit.clone())]), Vec::new())), Err(CoseError::Form), "{crit:?}");
    }
    for label in [ALG, CRIT, KID, TYP] {
        let unprotected = vec![(Value::from(label), Value::from(1))];
        assert_eq!(read(&signed(header(&[]), unprotected)), Err(CoseError::Form), "{label} unprotected");
    }
}

#[test]
fn no_byte_of_an_open_envelope_can_be_altered() {
    let bytes = sign(encode(&Value::Map(vec![(Value::from(1), Value::from("a"))])), Some(TYPE), &key());
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut altered = bytes.clone();
            altered[at] ^= 1 << bit;
            assert!(read(&altered).is_err(), "bit {bit} of byte {at}");
        }
        assert!(read(&bytes[..at]).is_err(), "cut at {at}");
    }
}
