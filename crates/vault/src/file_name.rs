//! Names in the folder.

use std::{fmt, str::FromStr};

use crate::{Error, Result};

/// The random name of a stored file: 32 lower-case hexadecimal digits.
///
/// There is no other way to name a file of the folder, so that no text from outside ever becomes a path.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileName(String);

impl FileName {
    pub(crate) fn from_random(bytes: [u8; 16]) -> Self {
        Self(format!("{:032x}", u128::from_be_bytes(bytes)))
    }

    /// The text, as kept in the database.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for FileName {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let is_name = text.len() == 32 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        if is_name { Ok(Self(text.to_owned())) } else { Err(Error::BadName) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_given_name_is_read_back() {
        let name = FileName::from_random([0xa7; 16]);
        assert_eq!(name.as_str().parse::<FileName>().unwrap(), name);
    }

    #[test]
    fn nothing_that_could_leave_the_folder_is_a_name() {
        let climbing = format!("../{}", "a".repeat(29));
        for text in
            ["", ".", "..", "/etc/passwd", &climbing, &"A".repeat(32), &"a".repeat(33), &"\0".repeat(32)]
        {
            assert!(matches!(text.parse::<FileName>(), Err(Error::BadName)), "{text}");
        }
    }
}
