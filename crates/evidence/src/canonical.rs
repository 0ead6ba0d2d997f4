//! Canonical JSON after RFC 8785, narrowed to whole numbers.

use serde_json::Value;

use crate::{Error, Result};

/// The largest whole number that every reader of JSON keeps exactly (RFC 8785, section 3.2.2.3).
const MAX_INTEGER: u64 = (1 << 53) - 1;

/// Writes a value as canonical JSON: sorted keys, no blanks, UTF-8, whole numbers only.
///
/// Keys are sorted by their UTF-16 code units, as the RFC wants it; that differs from the order of bytes where rare
/// characters are beyond the basic plane.
pub fn canonical_json(value: &Value) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    write(value, &mut String::new(), &mut out)?;
    Ok(out)
}

fn write(value: &Value, pointer: &mut String, out: &mut Vec<u8>) -> Result<()> {
    match value {
        Value::Null => out.extend(b"null"),
        Value::Bool(true) => out.extend(b"true"),
        Value::Bool(false) => out.extend(b"false"),
        Value::Number(number) => write_number(number, pointer, out)?,
        Value::String(text) => write_string(text, out),
        Value::Array(items) => write_array(items, pointer, out)?,
        Value::Object(fields) => write_object(fields, pointer, out)?,
    }
    Ok(())
}

fn write_number(number: &serde_json::Number, pointer: &str, out: &mut Vec<u8>) -> Result<()> {
    let magnitude = number.as_u64().or_else(|| number.as_i64().map(i64::unsigned_abs));
    match magnitude {
        Some(magnitude) if magnitude <= MAX_INTEGER => out.extend(number.to_string().bytes()),
        _ => return Err(Error::NotAnInteger { pointer: pointer.to_owned() }),
    }
    Ok(())
}

fn write_string(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    for character in text.chars() {
        match character {
            '"' => out.extend(br#"\""#),
            '\\' => out.extend(br"\\"),
            '\u{8}' => out.extend(br"\b"),
            '\t' => out.extend(br"\t"),
            '\n' => out.extend(br"\n"),
            '\u{c}' => out.extend(br"\f"),
            '\r' => out.extend(br"\r"),
            '\0'..='\u{1f}' => out.extend(format!("\\u{:04x}", u32::from(character)).bytes()),
            _ => out.extend(character.encode_utf8(&mut [0; 4]).bytes()),
        }
    }
    out.push(b'"');
}

fn write_array(items: &[Value], pointer: &mut String, out: &mut Vec<u8>) -> Result<()> {
    out.push(b'[');
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        within(pointer, &index.to_string(), |pointer| write(item, pointer, out))?;
    }
    out.push(b']');
    Ok(())
}

fn write_object(
    fields: &serde_json::Map<String, Value>,
    pointer: &mut String,
    out: &mut Vec<u8>,
) -> Result<()> {
    let mut sorted: Vec<_> = fields.iter().collect();
    sorted.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
    out.push(b'{');
    for (index, (key, item)) in sorted.into_iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        write_string(key, out);
        out.push(b':');
        within(pointer, key, |pointer| write(item, pointer, out))?;
    }
    out.push(b'}');
    Ok(())
}

/// Runs with the pointer one step deeper and takes the step back afterwards.
fn within(pointer: &mut String, step: &str, run: impl FnOnce(&mut String) -> Result<()>) -> Result<()> {
    let length = pointer.len();
    pointer.push('/');
    pointer.push_str(&step.replace('~', "~0").replace('/', "~1"));
    let result = run(pointer);
    pointer.truncate(length);
    result
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn text(value: &Value) -> String {
        String::from_utf8(canonical_json(value).unwrap()).unwrap()
    }

    #[test]
    fn keys_are_sorted_and_nothing_is_blank() {
        let value = json!({"b": [1, -2, true, null], "a": {"d": "", "c": {}}});
        assert_eq!(text(&value), r#"{"a":{"c":{},"d":""},"b":[1,-2,true,null]}"#);
    }

    #[test]
    fn keys_are_sorted_by_utf16_units_as_in_the_example_of_the_rfc() {
        let value =
            json!({"\u{20ac}": 1, "\r": 2, "\u{fb33}": 3, "1": 4, "\u{1f600}": 5, "\u{80}": 6, "\u{f6}": 7});
        let expected =
            "{\"\\r\":2,\"1\":4,\"\u{80}\":6,\"\u{f6}\":7,\"\u{20ac}\":1,\"\u{1f600}\":5,\"\u{fb33}\":3}";
        assert_eq!(text(&value), expected);
    }

    #[test]
    fn only_what_must_be_escaped_is_escaped() {
        let value = json!("\u{20ac}$\u{f}\nA'B\"\\\\\"/\u{7f}离职\u{8}\t\u{c}\r\0");
        assert_eq!(text(&value), "\"\u{20ac}$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\u{7f}离职\\b\\t\\f\\r\\u0000\"");
    }

    #[test]
    fn a_fraction_or_a_number_beyond_exactness_is_refused_with_its_place() {
        for (value, pointer) in [
            (json!({"pay": [1, 1.5]}), "/pay/1"),
            (json!({"a/b": {"~": 1.0}}), "/a~1b/~0"),
            (json!(9_007_199_254_740_992_u64), ""),
            (json!({"x": -9_007_199_254_740_992_i64}), "/x"),
        ] {
            assert_eq!(canonical_json(&value), Err(Error::NotAnInteger { pointer: pointer.to_owned() }));
        }
        assert_eq!(
            text(&json!([9_007_199_254_740_991_u64, -9_007_199_254_740_991_i64])),
            "[9007199254740991,-9007199254740991]"
        );
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back_the_same(key in ".*", value in ".*", number in -1_000_000_i64..1_000_000) {
            let value = json!({ "fixed": number, key: [value] });
            let bytes = canonical_json(&value).unwrap();
            prop_assert_eq!(serde_json::from_slice::<Value>(&bytes).unwrap(), value);
        }
    }
}
