//! The types of files that may be attached.

use std::fmt;

/// A type that may be attached: papers, pictures, office files, recordings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MediaType {
    /// PDF.
    Pdf,
    /// OFD, the national layout format of official papers and invoices (GB/T 33190).
    Ofd,
    /// PNG picture.
    Png,
    /// JPEG picture.
    Jpeg,
    /// WebP picture.
    Webp,
    /// HEIF picture, as telephones take them.
    Heic,
    /// Word, since 2007.
    Docx,
    /// Excel, since 2007.
    Xlsx,
    /// `PowerPoint`, since 2007.
    Pptx,
    /// `OpenDocument` text.
    Odt,
    /// `OpenDocument` spreadsheet.
    Ods,
    /// `OpenDocument` presentation.
    Odp,
    /// Word, before 2007.
    Doc,
    /// Excel, before 2007.
    Xls,
    /// `PowerPoint`, before 2007.
    Ppt,
    /// Text in UTF-8, UTF-16 or GB 18030; plain, comma-separated or Markdown.
    Text,
    /// MP3 recording.
    Mp3,
    /// MPEG-4 sound.
    M4a,
    /// AAC sound.
    Aac,
    /// AMR sound, as telephones record calls.
    Amr,
    /// WAVE sound.
    Wav,
    /// MPEG-4 video.
    Mp4,
    /// `QuickTime` video.
    Mov,
}

impl MediaType {
    /// Every type.
    pub const ALL: [Self; 23] = [
        Self::Pdf,
        Self::Ofd,
        Self::Png,
        Self::Jpeg,
        Self::Webp,
        Self::Heic,
        Self::Docx,
        Self::Xlsx,
        Self::Pptx,
        Self::Odt,
        Self::Ods,
        Self::Odp,
        Self::Doc,
        Self::Xls,
        Self::Ppt,
        Self::Text,
        Self::Mp3,
        Self::M4a,
        Self::Aac,
        Self::Amr,
        Self::Wav,
        Self::Mp4,
        Self::Mov,
    ];

    /// The registered media type, as sent in a header.
    pub const fn mime(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Ofd => "application/ofd",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
            Self::Heic => "image/heif",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            Self::Odt => "application/vnd.oasis.opendocument.text",
            Self::Ods => "application/vnd.oasis.opendocument.spreadsheet",
            Self::Odp => "application/vnd.oasis.opendocument.presentation",
            Self::Doc => "application/msword",
            Self::Xls => "application/vnd.ms-excel",
            Self::Ppt => "application/vnd.ms-powerpoint",
            Self::Text => "text/plain",
            Self::Mp3 => "audio/mpeg",
            Self::M4a => "audio/mp4",
            Self::Aac => "audio/aac",
            Self::Amr => "audio/amr",
            Self::Wav => "audio/wav",
            Self::Mp4 => "video/mp4",
            Self::Mov => "video/quicktime",
        }
    }

    /// The endings a file of this type may be saved under, the usual one first.
    pub const fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Ofd => &["ofd"],
            Self::Png => &["png"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Webp => &["webp"],
            Self::Heic => &["heic", "heif"],
            Self::Docx => &["docx"],
            Self::Xlsx => &["xlsx"],
            Self::Pptx => &["pptx"],
            Self::Odt => &["odt"],
            Self::Ods => &["ods"],
            Self::Odp => &["odp"],
            Self::Doc => &["doc", "wps"],
            Self::Xls => &["xls", "et"],
            Self::Ppt => &["ppt", "dps"],
            Self::Text => &["txt", "csv", "md"],
            Self::Mp3 => &["mp3"],
            Self::M4a => &["m4a"],
            Self::Aac => &["aac"],
            Self::Amr => &["amr"],
            Self::Wav => &["wav"],
            Self::Mp4 => &["mp4"],
            Self::Mov => &["mov"],
        }
    }

    /// The type with this registered name.
    pub fn find(mime: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|media_type| media_type.mime() == mime)
    }
}

impl fmt::Display for MediaType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.mime())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_is_found_by_its_registered_name() {
        for media_type in MediaType::ALL {
            assert_eq!(MediaType::find(media_type.mime()), Some(media_type));
        }
        assert_eq!(MediaType::find("text/html"), None);
    }
}
