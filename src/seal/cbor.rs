//! Deterministic CBOR (RFC 8949 §4.2.1), read where it lies: nothing is copied, nothing allocated.
//!
//! Read are integers, byte and text strings, arrays, maps, tags, `false`, `true`, `null` and floats, each in
//! its one encoding: the shortest head, a definite length, keys ascending by their bytes and none twice,
//! the shortest float that holds the value, `f97e00` for what is no number, no bignum where an integer
//! would do. Everything else, and what stands deeper than 64 values, is refused.

use half::f16;

/// How deep a value may stand, the outermost counted.
const DEEPEST: usize = 64;

/// Major types (RFC 8949 §3.1).
const UNSIGNED: u8 = 0;
const NEGATIVE: u8 = 1;
const BYTES: u8 = 2;
const TEXT: u8 = 3;
const ARRAY: u8 = 4;
const MAP: u8 = 5;
const TAG: u8 = 6;

/// Tags of numbers that no integer holds (§3.4.3).
const BIGNUMS: [u64; 2] = [2, 3];

/// One value, of which every byte is known to be in its one encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item<'a>(&'a [u8]);

impl<'a> Item<'a> {
    /// Takes bytes that are one value and nothing more.
    #[must_use]
    pub fn read(bytes: &'a [u8]) -> Option<Self> {
        let mut rest = bytes;
        past_value(&mut rest, DEEPEST)?;
        rest.is_empty().then_some(Self(bytes))
    }

    /// An integer that fits.
    #[must_use]
    pub fn integer(self) -> Option<i64> {
        match past_head(&mut { self.0 })? {
            (UNSIGNED, number) => i64::try_from(number).ok(),
            (NEGATIVE, number) => i64::try_from(number).ok().map(|number| !number),
            _ => None,
        }
    }

    #[must_use]
    pub fn bytes(self) -> Option<&'a [u8]> {
        let mut rest = self.0;
        matches!(past_head(&mut rest)?, (BYTES, _)).then_some(rest)
    }

    #[must_use]
    pub fn text(self) -> Option<&'a str> {
        let mut rest = self.0;
        matches!(past_head(&mut rest)?, (TEXT, _)).then(|| str::from_utf8(rest).ok())?
    }

    /// What stands under a tag.
    #[must_use]
    pub fn tagged(self, tag: u64) -> Option<Self> {
        let mut rest = self.0;
        (past_head(&mut rest)? == (TAG, tag)).then_some(Self(rest))
    }

    #[must_use]
    pub fn is_map(self) -> bool {
        matches!(past_head(&mut { self.0 }), Some((MAP, _)))
    }

    /// A label of a header (RFC 9052 §1.4), an integer or a text of at most 64 characters, as it is shown.
    #[must_use]
    pub fn label(self) -> Option<String> {
        let text = self.text().filter(|text| (1..=64).contains(&text.chars().count()));
        self.integer().map(|label| label.to_string()).or_else(|| text.map(|text| format!("{text:?}")))
    }

    /// The values of an array.
    pub fn items(self) -> Option<impl Iterator<Item = Self>> {
        let mut rest = self.0;
        matches!(past_head(&mut rest)?, (ARRAY, _)).then(|| std::iter::from_fn(move || next(&mut rest)))
    }

    /// The value under an integer key of a map.
    #[must_use]
    pub fn entry(self, key: i64) -> Option<Self> {
        let mut rest = self.0;
        let (MAP, entries) = past_head(&mut rest)? else { return None };
        for _ in 0..entries {
            let (found, value) = (next(&mut rest)?, next(&mut rest)?);
            if found.integer() == Some(key) {
                return Some(value);
            }
        }
        None
    }
}

/// The next of some values that were read already.
fn next<'a>(rest: &mut &'a [u8]) -> Option<Item<'a>> {
    let start = *rest;
    past_value(rest, DEEPEST)?;
    Some(Item(&start[..start.len() - rest.len()]))
}

/// Moves past the head of a value: its major type, and its number, length, count or tag in the fewest bytes.
fn past_head(rest: &mut &[u8]) -> Option<(u8, u64)> {
    let (first, after) = rest.split_first()?;
    let (width, least) = match first & 0x1f {
        argument @ ..24 => {
            *rest = after;
            return Some((first >> 5, argument.into()));
        }
        24 => (1, 24),
        25 => (2, 1 << 8),
        26 => (4, 1 << 16),
        27 => (8, 1 << 32),
        _ => return None,
    };
    let (argument, after) = after.split_at_checked(width)?;
    *rest = after;
    let argument = argument.iter().fold(0, |number, byte| number << 8 | u64::from(*byte));
    (argument >= least).then_some((first >> 5, argument))
}

/// Moves past a whole value if it is in its one encoding.
fn past_value(rest: &mut &[u8], depth: usize) -> Option<()> {
    let inner = depth.checked_sub(1)?;
    if rest.first().is_some_and(|first| *first >= 0xe0) {
        return past_simple(rest);
    }
    match past_head(rest)? {
        (UNSIGNED | NEGATIVE, _) => {}
        (BYTES, length) => drop(take(rest, length)?),
        (TEXT, length) => drop(str::from_utf8(take(rest, length)?).ok()?),
        (ARRAY, items) => (0..items).try_for_each(|_| past_value(rest, inner))?,
        (MAP, entries) => {
            let mut last: &[u8] = &[];
            for _ in 0..entries {
                let start = *rest;
                past_value(rest, inner)?;
                let key = &start[..start.len() - rest.len()];
                if key <= last {
                    return None;
                }
                last = key;
                past_value(rest, inner)?;
            }
        }
        (TAG, tag) if BIGNUMS.contains(&tag) => {
            let (BYTES, length @ 9..) = past_head(rest)? else { return None };
            take(rest, length)?.first().filter(|first| **first != 0)?;
        }
        (TAG, _) => past_value(rest, inner)?,
        _ => return None,
    }
    Some(())
}

/// Moves past `false`, `true`, `null` or a float.
fn past_simple(rest: &mut &[u8]) -> Option<()> {
    let (first, after) = rest.split_first()?;
    *rest = after;
    let shortest = match first {
        0xf4..=0xf6 => true,
        0xf9 => {
            let float = f16::from_be_bytes(number(rest)?);
            !float.is_nan() || float.to_bits() == 0x7e00
        }
        0xfa => {
            let float = f32::from_be_bytes(number(rest)?);
            !float.is_nan() && f16::from_f32(float).to_f32() != float
        }
        0xfb => {
            let float = f64::from_be_bytes(number(rest)?);
            #[expect(clippy::cast_possible_truncation, reason = "whether something is lost is the question")]
            let shorter = f64::from(float as f32);
            !float.is_nan() && shorter != float
        }
        _ => false,
    };
    shortest.then_some(())
}

fn number<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (number, after) = rest.split_first_chunk()?;
    *rest = after;
    Some(*number)
}

fn take<'a>(rest: &mut &'a [u8], length: u64) -> Option<&'a [u8]> {
    let (taken, after) = rest.split_at_checked(usize::try_from(length).ok()?)?;
    *rest = after;
    Some(taken)
}

#[cfg(test)]
mod tests {
    use ciborium::Value;

    use super::*;

    /// Whether a library that knows no deterministic encoding reads the bytes and writes them again the same,
    /// with keys ascending and no bignum of eight bytes.
    fn is_rewritten_the_same(bytes: &[u8]) -> bool {
        let mut rest = bytes;
        let Ok(value) = ciborium::from_reader::<Value, _>(&mut rest) else { return false };
        rest.is_empty() && ascending(&value) && encode(&value) == bytes
    }

    fn encode(value: &Value) -> Vec<u8> {
        let mut bytes = Vec::new();
        ciborium::into_writer(value, &mut bytes).expect("written");
        bytes
    }

    fn ascending(value: &Value) -> bool {
        match value {
            Value::Array(items) => items.iter().all(ascending),
            Value::Map(entries) => {
                entries.is_sorted_by(|(a, _), (b, _)| encode(a) < encode(b))
                    && entries.iter().all(|(key, value)| ascending(key) && ascending(value))
            }
            Value::Tag(2 | 3, content) => content.as_bytes().is_some_and(|bytes| bytes.len() > 8 && bytes[0] != 0),
            Value::Tag(_, content) => ascending(content),
            _ => true,
        }
    }

    fn has_no_number(value: &Value) -> bool {
        match value {
            Value::Array(items) => items.iter().any(has_no_number),
            Value::Map(entries) => entries.iter().any(|(key, value)| has_no_number(key) || has_no_number(value)),
            Value::Tag(_, content) => has_no_number(content),
            Value::Float(float) => float.is_nan(),
            _ => false,
        }
    }

    /// One value of every kind there is, in maps, arrays and tags.
    fn sample() -> Vec<u8> {
        let numbers = [0, 23, 24, 255, 256, 65_535, 65_536, -1, -24, -25, -256, -257, -70_001].map(Value::from);
        let large = [Value::from(u64::MAX), Value::from(i64::MIN), Value::from(u64::from(u32::MAX) + 1)];
        let floats = [0.0, -0.0, 1.5, 65_504.0, 5.960_464_477_539_063e-8, 1.0e-8, 100_000.0, 1.1, f64::INFINITY];
        let strings = [Value::from("Kadék"), Value::from(vec![7_u8; 30]), Value::from("x".repeat(300))];
        let bignum = Value::Tag(2, Box::new(Value::from(vec![1_u8; 9])));
        let all = [
            numbers.to_vec(),
            large.to_vec(),
            floats.map(Value::from).to_vec(),
            strings.to_vec(),
            vec![Value::Null, Value::from(true), Value::from(false), bignum, Value::Tag(1, Box::new(Value::from(7)))],
        ];
        let map = all.into_iter().zip(0..).map(|(values, key)| (Value::from(key), Value::Array(values))).collect();
        encode(&Value::Map(map))
    }

    #[test]
    fn what_is_read_is_what_a_library_would_write() {
        let sample = sample();
        assert!(Item::read(&sample).is_some() && is_rewritten_the_same(&sample));
        let (mut good, mut bad) = (0, 0);
        for at in 0..sample.len() {
            for byte in 0..=u8::MAX {
                let mut changed = sample.clone();
                changed[at] = byte;
                let value = ciborium::from_reader::<Value, _>(changed.as_slice());
                if value.is_ok_and(|value| has_no_number(&value)) {
                    continue;
                }
                let read = Item::read(&changed).is_some();
                assert_eq!(read, is_rewritten_the_same(&changed), "byte {at} as {byte:#04x}");
                *(if read { &mut good } else { &mut bad }) += 1;
            }
        }
        assert!(good > 10_000 && bad > 10_000, "{good} read, {bad} not");
    }

    #[test]
    fn every_two_bytes_and_some_three_are_read_as_a_library_would_write_them() {
        let two = (0..=u16::MAX).map(|number| number.to_be_bytes().to_vec());
        let three = (0..1_u32 << 24).step_by(61).map(|number| number.to_be_bytes()[1..].to_vec());
        for bytes in two.chain(three) {
            let nan = matches!(bytes[..], [0xf9, high, low] if high & 0x7c == 0x7c && (high & 3, low) != (0, 0));
            assert!(nan || Item::read(&bytes).is_some() == is_rewritten_the_same(&bytes), "{bytes:02x?}");
        }
    }

    #[test]
    fn there_is_one_that_is_no_number() {
        for (bytes, read) in [
            (&b"\xf9\x7e\x00"[..], true),
            (b"\xf9\x7e\x01", false),
            (b"\xf9\x7c\x01", false),
            (b"\xfa\x7f\xc0\x00\x01", false),
            (b"\xfb\x7f\xf8\x00\x00\x00\x00\x00\x01", false),
        ] {
            assert_eq!(Item::read(bytes).is_some(), read, "{bytes:02x?}");
        }
    }

    #[test]
    fn nesting_has_an_end() {
        for innermost in [0x00, 0x80, 0xf6] {
            let deep = |deep| [vec![0x81; deep - 1], vec![innermost]].concat();
            assert!(Item::read(&deep(DEEPEST)).is_some());
            assert!(Item::read(&deep(DEEPEST + 1)).is_none());
            assert!(Item::read(&deep(1 << 20)).is_none());
        }
    }

    #[test]
    fn a_length_that_is_not_there_is_refused() {
        for bytes in [&b"\x5b\xff\xff\xff\xff\xff\xff\xff\xff"[..], b"\x9b\xff\xff\xff\xff\xff\xff\xff\xff\x00", b""] {
            assert!(Item::read(bytes).is_none(), "{bytes:02x?}");
        }
    }

    #[test]
    fn values_are_had_by_their_type() {
        let map = Value::Map(vec![
            (Value::from(-1), Value::from("teks")),
            (Value::from("k"), Value::Array(vec![Value::from(7), Value::from(i64::MIN), Value::from(u64::MAX)])),
        ]);
        let bytes = encode(&map);
        let item = Item::read(&bytes).expect("deterministic");
        let text = item.entry(-1).expect("an entry");
        assert_eq!((text.text(), text.bytes(), text.integer()), (Some("teks"), None, None));
        assert_eq!((item.entry(1), text.entry(1)), (None, None));
        let bytes = encode(&map.as_map().expect("a map")[1].1);
        let items: Vec<_> = Item::read(&bytes).and_then(Item::items).expect("an array").map(Item::integer).collect();
        assert_eq!(items, [Some(7), Some(i64::MIN), None]);
    }
}
