//! Salted commitments: what stands in an entry for a record or a document.

use sha2::{Digest, Sha256};

use crate::Hash;

/// The number of bytes of a salt.
pub const SALT_BYTES: usize = 32;

/// A random salt, drawn anew for each commitment and kept with the bytes it belongs to, never in the log.
pub type Salt = [u8; SALT_BYTES];

const DOMAIN: &[u8] = b"leavewell-commit-v1\n";

/// The commitment to some bytes: `SHA-256("leavewell-commit-v1\n" || salt || bytes)`.
///
/// A bare hash of a name, an identity number or a pay figure could be guessed; with the salt it cannot.
pub fn commit(salt: &Salt, bytes: &[u8]) -> Hash {
    let mut committer = Committer::new(salt);
    committer.update(bytes);
    committer.finish()
}

/// A commitment over bytes that arrive piece by piece.
pub struct Committer(Sha256);

impl Committer {
    /// Starts a commitment with its salt.
    pub fn new(salt: &Salt) -> Self {
        let mut hasher = Sha256::new();
        hasher.update(DOMAIN);
        hasher.update(salt);
        Self(hasher)
    }

    /// Adds the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The commitment to everything that was added.
    pub fn finish(self) -> Hash {
        Hash::from_bytes(self.0.finalize().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_commitment_is_the_hash_of_domain_salt_and_bytes() {
        let mut whole = b"leavewell-commit-v1\n".to_vec();
        whole.extend([7; 32]);
        whole.extend("王建国".as_bytes());
        let expected: [u8; 32] = Sha256::digest(&whole).into();
        assert_eq!(commit(&[7; 32], "王建国".as_bytes()), Hash::from_bytes(expected));
    }

    #[test]
    fn another_salt_gives_another_commitment() {
        assert_ne!(commit(&[1; 32], b"14360.55"), commit(&[2; 32], b"14360.55"));
    }

    #[test]
    fn bytes_in_pieces_give_the_same_commitment() {
        let mut committer = Committer::new(&[9; 32]);
        committer.update(b"hand");
        committer.update(b"");
        committer.update(b"over");
        assert_eq!(committer.finish(), commit(&[9; 32], b"handover"));
    }
}
