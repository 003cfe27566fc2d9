//! JSON from outside, read so that two readers cannot see two documents.
//!
//! Must never know what the values mean. Used for the header, the payload and each disclosure. The
//! value is built here rather than by `serde_json::Value`, which keeps the last of two equal keys.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::{Part, SealError};

/// Reads exactly one JSON value, at most `depth` deep and without equal keys in one object.
pub(crate) fn parse(bytes: &[u8], depth: usize, part: Part) -> Result<Value, SealError> {
    if nesting(bytes) > depth {
        return Err(SealError::TooDeep(part));
    }
    let duplicate = Cell::new(false);
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = Strict { duplicate: &duplicate }.deserialize(&mut reader);
    value.and_then(|value| reader.end().map(|()| value)).map_err(|_| match duplicate.get() {
        true => SealError::DuplicateKey(part),
        false => SealError::Json(part),
    })
}

/// Reads exactly one JSON object.
pub(crate) fn parse_object(
    bytes: &[u8],
    depth: usize,
    part: Part,
) -> Result<Map<String, Value>, SealError> {
    match parse(bytes, depth, part)? {
        Value::Object(object) => Ok(object),
        _ => Err(SealError::Json(part)),
    }
}

/// The deepest nesting, found without recursion and before any value is built.
fn nesting(bytes: &[u8]) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let (mut in_string, mut escaped) = (false, false);
    for byte in bytes {
        match (in_string, byte) {
            (true, _) if escaped => escaped = false,
            (true, b'\\') => escaped = true,
            (_, b'"') => in_string = !in_string,
            (false, b'[' | b'{') => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            (false, b']' | b'}') => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

#[derive(Clone, Copy)]
struct Strict<'a> {
    duplicate: &'a Cell<bool>,
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("not finite"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut array = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            array.push(item);
        }
        Ok(Value::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            if object.contains_key(&key) {
                self.duplicate.set(true);
                return Err(A::Error::custom("duplicate key"));
            }
            object.insert(key, entries.next_value_seed(self)?);
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Value, SealError> {
        parse(text.as_bytes(), 4, Part::Payload)
    }

    #[test]
    fn equal_keys_are_refused_however_spelt() {
        for text in [r#"{"a":1,"a":1}"#, r#"{"a":1,"\u0061":2}"#, r#"[{"b":{"a":1,"a":1}}]"#] {
            assert_eq!(read(text), Err(SealError::DuplicateKey(Part::Payload)), "{text}");
        }
    }

    #[test]
    fn depth_counts_outside_strings_only() {
        assert_eq!(read("[[[[[]]]]]"), Err(SealError::TooDeep(Part::Payload)));
        assert_eq!(read("[[[[]]]]"), Ok(serde_json::json!([[[[]]]])));
        assert_eq!(read(r#""[[[[[[\"[[[""#), Ok(Value::from("[[[[[[\"[[[")));
    }

    #[test]
    fn anything_else_is_refused() {
        for text in ["", "{", "[1,]", "1 2", "NaN", "1e999", r#""\ud800""#, "\u{feff}1"] {
            assert_eq!(read(text), Err(SealError::Json(Part::Payload)), "{text}");
        }
        assert_eq!(parse(b"\"\xff\"", 4, Part::Payload), Err(SealError::Json(Part::Payload)));
    }

    #[test]
    fn every_kind_of_value_reads_as_usual() {
        let text = r#"{"a":[null,true,-1,2,0.5,"x",{}],"$serde_json::private::RawValue":"1"}"#;
        let value = read(text).unwrap();
        assert_eq!(value["a"], serde_json::json!([null, true, -1, 2, 0.5, "x", {}]));
        assert_eq!(value["$serde_json::private::RawValue"], "1");
    }
}
