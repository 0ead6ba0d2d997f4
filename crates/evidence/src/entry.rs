//! One entry of the log and its canonical bytes.

use kernel::{AccountId, DepartureId, TenantId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{Error, Hash, Result, canonical_json};

/// The version of the entry's layout.
pub const ENTRY_VERSION: u8 = 1;

/// An entry bundle gives the length of an entry in two bytes.
pub const MAX_ENTRY_BYTES: usize = 65_535;

const MAX_KIND_BYTES: usize = 64;

/// One entry: that something happened, when, on whose behalf, and commitments to what.
///
/// It has no place for a text of its own, so that no name, reason or figure can slip into a log that never forgets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    v: u8,
    seq: u64,
    t: Timestamp,
    tenant: TenantId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    case: Option<DepartureId>,
    kind: String,
    actor: AccountId,
    commit: Vec<Hash>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    prev_ref: Option<u64>,
}

impl Entry {
    /// Starts the entry number `seq` (from 0, without gaps) of a tenant's log.
    pub fn new(seq: u64, at: Timestamp, tenant: TenantId, kind: &str, actor: AccountId) -> Self {
        let (v, kind) = (ENTRY_VERSION, kind.to_owned());
        Self { v, seq, t: at, tenant, case: None, kind, actor, commit: Vec::new(), prev_ref: None }
    }

    /// Names the departure it is about.
    #[must_use]
    pub fn case(mut self, case: DepartureId) -> Self {
        self.case = Some(case);
        self
    }

    /// Adds a commitment to a record or document.
    #[must_use]
    pub fn commitment(mut self, commitment: Hash) -> Self {
        self.commit.push(commitment);
        self
    }

    /// Names the earlier entry that this one continues or corrects, by its number.
    #[must_use]
    pub fn prev_ref(mut self, seq: u64) -> Self {
        self.prev_ref = Some(seq);
        self
    }

    /// The canonical bytes: to be stored as they are, and hashed as stored.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        self.check()?;
        let value = serde_json::to_value(self).map_err(|error| Error::NotAnEntry(error.to_string()))?;
        let bytes = canonical_json(&value)?;
        if bytes.len() > MAX_ENTRY_BYTES {
            return Err(Error::EntryTooLarge { bytes: bytes.len() });
        }
        Ok(bytes)
    }

    /// Reads stored bytes, for showing them; whether they are the ones that were logged is told by their hash alone.
    ///
    /// Bytes that are not exactly what [`Entry::to_bytes`] would have written are refused.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        let entry: Self =
            serde_json::from_slice(bytes).map_err(|error| Error::NotAnEntry(error.to_string()))?;
        if entry.v != ENTRY_VERSION {
            return Err(Error::NotAnEntry(format!("version {} is not known", entry.v)));
        }
        if entry.to_bytes()? != bytes {
            return Err(Error::NotAnEntry("the bytes are not in canonical form".to_owned()));
        }
        Ok(entry)
    }

    fn check(&self) -> Result<()> {
        let is_code = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-');
        if self.kind.is_empty() || self.kind.len() > MAX_KIND_BYTES || !self.kind.bytes().all(is_code) {
            return Err(Error::BadKind(self.kind.clone()));
        }
        match self.prev_ref {
            Some(prev_ref) if prev_ref >= self.seq => Err(Error::RefersForward { seq: self.seq, prev_ref }),
            _ => Ok(()),
        }
    }

    /// Its number in the log, from 0.
    pub fn seq(&self) -> u64 {
        self.seq
    }

    /// When it was written.
    pub fn at(&self) -> Timestamp {
        self.t
    }

    /// Whose log it is in.
    pub fn tenant(&self) -> TenantId {
        self.tenant
    }

    /// The departure it is about.
    pub fn about_case(&self) -> Option<DepartureId> {
        self.case
    }

    /// What happened, as a code.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// The account that did it.
    pub fn actor(&self) -> AccountId {
        self.actor
    }

    /// The commitments.
    pub fn commitments(&self) -> &[Hash] {
        &self.commit
    }

    /// The earlier entry it continues or corrects.
    pub fn continues(&self) -> Option<u64> {
        self.prev_ref
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TENANT: &str = "0193f2a0-0000-7000-8000-000000000001";
    const CASE: &str = "0193f2a0-0000-7000-8000-000000000002";
    const ACTOR: &str = "0193f2a0-0000-7000-8000-000000000003";

    fn entry(seq: u64) -> Entry {
        let at = "2026-11-05T09:30:00.000250Z".parse().unwrap();
        Entry::new(seq, at, TENANT.parse().unwrap(), "departure.opened", ACTOR.parse().unwrap())
    }

    #[test]
    fn the_bytes_are_canonical_and_leave_out_what_is_absent() {
        let bytes = entry(0).to_bytes().unwrap();
        let expected = format!(
            r#"{{"actor":"{ACTOR}","commit":[],"kind":"departure.opened","seq":0,"t":"2026-11-05T09:30:00.00025Z","tenant":"{TENANT}","v":1}}"#
        );
        assert_eq!(String::from_utf8(bytes).unwrap(), expected);
    }

    #[test]
    fn a_full_entry_is_read_back_from_its_bytes() {
        let hash = crate::commit(&[3; 32], b"x");
        let full = entry(8).case(CASE.parse().unwrap()).commitment(hash).commitment(hash).prev_ref(7);
        let bytes = full.to_bytes().unwrap();
        let read = Entry::from_bytes(&bytes).unwrap();
        assert_eq!(read, full);
        assert_eq!((read.seq(), read.continues(), read.commitments().len()), (8, Some(7), 2));
    }

    #[test]
    fn bytes_that_are_not_canonical_are_refused() {
        let bytes = String::from_utf8(entry(0).to_bytes().unwrap()).unwrap();
        for changed in [
            bytes.replace(":0,", ": 0,"),
            bytes.replace("\"v\":1", "\"v\":2"),
            bytes.replace("\"v\":1", "\"name\":\"x\",\"v\":1"),
            bytes.replace("departure", "d\\u0065parture"),
            bytes.replace("\"commit\":[],", ""),
        ] {
            assert_ne!(changed, bytes);
            assert!(matches!(Entry::from_bytes(changed.as_bytes()), Err(Error::NotAnEntry(_))), "{changed}");
        }
    }

    #[test]
    fn a_kind_is_a_code_and_never_a_text() {
        for kind in ["", "离职", "Departure", "a b", &"a".repeat(65)] {
            let bad =
                Entry::new(0, Timestamp::UNIX_EPOCH, TENANT.parse().unwrap(), kind, ACTOR.parse().unwrap());
            assert_eq!(bad.to_bytes(), Err(Error::BadKind(kind.to_owned())));
        }
    }

    #[test]
    fn an_entry_refers_only_to_an_earlier_one() {
        assert_eq!(entry(5).prev_ref(5).to_bytes(), Err(Error::RefersForward { seq: 5, prev_ref: 5 }));
        assert!(entry(5).prev_ref(4).to_bytes().is_ok());
    }

    #[test]
    fn an_entry_beyond_the_limit_is_refused_and_one_at_the_limit_is_not() {
        let with = |count: usize| {
            (0..count).fold(entry(0), |entry, _| entry.commitment(crate::commit(&[0; 32], b"")))
        };
        let empty = entry(0).to_bytes().unwrap().len();
        let fits = (MAX_ENTRY_BYTES - empty + 1) / 67;
        assert!(with(fits).to_bytes().unwrap().len() <= MAX_ENTRY_BYTES);
        assert!(
            matches!(with(fits + 1).to_bytes(), Err(Error::EntryTooLarge { bytes }) if bytes > MAX_ENTRY_BYTES)
        );
    }
}
