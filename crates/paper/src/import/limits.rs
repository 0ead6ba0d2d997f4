//! How much a file may ask of the server.

/// The bounds of one reading. They are counted while unpacking, never taken from what the file says of itself.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of all parts together after unpacking; for text, the bytes of the file.
    pub max_unpacked_bytes: u64,
    /// How many times its packed size a part may grow, once it has passed `ratio_floor_bytes`.
    pub max_ratio: u64,
    /// Below this the ratio is of no interest: a small sheet of equal rows packs very well and harms nobody.
    pub ratio_floor_bytes: u64,
    /// Parts in the archive.
    pub max_parts: usize,
    /// Cells with something in them, in all visible sheets together.
    pub max_cells: usize,
    /// The highest row number; a spreadsheet program has no more.
    pub max_rows: u32,
    /// A text table is read only so far, and says so if more follows; `None` for the whole of it.
    pub stop_after_row: Option<u32>,
}

/// So many rows of a long text are tried before the rest is read.
const BEGINNING: u32 = 20_000;

impl Limits {
    /// The same for the beginning of a file alone.
    #[must_use]
    pub const fn of_beginning(&self) -> Self {
        Self { stop_after_row: Some(BEGINNING), ..*self }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_unpacked_bytes: 160 * 1024 * 1024,
            max_ratio: 200,
            ratio_floor_bytes: 32 * 1024 * 1024,
            max_parts: 4096,
            max_cells: 16_000_000,
            max_rows: 1_048_576,
            stop_after_row: None,
        }
    }
}
