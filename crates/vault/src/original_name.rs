//! The name a file came with, made safe for showing and for saving.

use crate::MediaType;

const MAX_BYTES: usize = 180;

/// The name under which a file is shown and offered for download.
///
/// It keeps the person's own words without folders, control and direction-changing characters, and it ends as the
/// content demands: a script that is called `report.pdf` never gets here, and a text called `page.html` is offered as
/// `page.html.txt`.
pub fn download_name(original: &str, media_type: MediaType) -> String {
    let last = original.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last.chars().filter(|character| is_harmless(*character)).collect();
    let name = kept.trim_matches([' ', '.', '\u{3000}']);
    let (stem, ending) = split(name, media_type);
    let stem = if stem.is_empty() { "attachment" } else { stem };
    format!("{}.{ending}", shorten(stem))
}

fn is_harmless(character: char) -> bool {
    let changes_direction = matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    !character.is_control()
        && !changes_direction
        && !matches!(character, '"' | '<' | '>' | ':' | '|' | '?' | '*')
}

/// The name without its ending, if that belongs to the type; the usual ending otherwise.
fn split(name: &str, media_type: MediaType) -> (&str, String) {
    let usual = media_type.extensions().first().copied().unwrap_or("bin");
    if let Some((stem, ending)) = name.rsplit_once('.') {
        let ending = ending.to_lowercase();
        if media_type.extensions().contains(&ending.as_str()) {
            return (stem, ending);
        }
    }
    (name, usual.to_owned())
}

fn shorten(stem: &str) -> &str {
    let mut end = stem.len().min(MAX_BYTES);
    while !stem.is_char_boundary(end) {
        end -= 1;
    }
    stem.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_honest_name_is_kept() {
        assert_eq!(download_name("离职申请（王建国）.PDF", MediaType::Pdf), "离职申请（王建国）.pdf");
        assert_eq!(download_name("复述记录.csv", MediaType::Text), "复述记录.csv");
    }

    #[test]
    fn folders_are_cut_off() {
        assert_eq!(download_name("C:\\Users\\a\\扫描.jpeg", MediaType::Jpeg), "扫描.jpeg");
        assert_eq!(download_name("../../etc/passwd", MediaType::Text), "passwd.txt");
    }

    #[test]
    fn the_ending_follows_the_content() {
        assert_eq!(download_name("page.html", MediaType::Text), "page.html.txt");
        assert_eq!(download_name("notice.exe", MediaType::Pdf), "notice.exe.pdf");
    }

    #[test]
    fn tricks_with_invisible_characters_are_removed() {
        assert_eq!(download_name("contract\u{202e}fdp.exe\r\n", MediaType::Pdf), "contractfdp.exe.pdf");
        assert_eq!(download_name("a\"; filename=\"b", MediaType::Png), "a; filename=b.png");
    }

    #[test]
    fn nothing_left_and_too_much_both_give_a_name() {
        assert_eq!(download_name("", MediaType::Wav), "attachment.wav");
        assert_eq!(download_name(" .. ", MediaType::Wav), "attachment.wav");
        let long = download_name(&"离".repeat(500), MediaType::Docx);
        assert_eq!(long, format!("{}.docx", "离".repeat(60)));
    }
}
