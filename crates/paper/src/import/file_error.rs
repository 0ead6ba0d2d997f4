//! Why a file as a whole cannot be read.

/// What is wrong with the file; no row of it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// Cut off, damaged, or text that is in no encoding.
    #[error("file.corrupt")]
    Corrupt,
    /// Unpacks to more than the limits allow.
    #[error("file.too_large_unpacked")]
    TooLargeUnpacked,
    /// An XML part brings its own document type.
    #[error("file.hostile_xml")]
    HostileXml,
    /// Neither a workbook nor a text table.
    #[error("file.unsupported")]
    Unsupported,
    /// More rows than a spreadsheet has.
    #[error("file.too_many_rows")]
    TooManyRows,
    /// No visible sheet has a header row of the wanted kind.
    #[error("file.no_header")]
    NoHeader,
}

impl FileError {
    /// The stable word for it; the sentence for a person is made from it elsewhere.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Corrupt => "file.corrupt",
            Self::TooLargeUnpacked => "file.too_large_unpacked",
            Self::HostileXml => "file.hostile_xml",
            Self::Unsupported => "file.unsupported",
            Self::TooManyRows => "file.too_many_rows",
            Self::NoHeader => "file.no_header",
        }
    }
}
