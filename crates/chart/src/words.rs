//! How wide a text is likely to be, and where it can be broken. An estimate: there is no font here.

/// The likely width of a text in a sans-serif font of that size.
pub(crate) fn width(text: &str, font: f64) -> f64 {
    text.chars().map(ems).sum::<f64>() * font
}

/// Breaks a text into at most `most` lines of that width; what does not fit ends in an ellipsis.
pub(crate) fn wrap(text: &str, font: f64, room: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for piece in pieces(text) {
        if !line.is_empty() && width(line.trim_end(), font) + width(piece.trim_end(), font) > room {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
        }
        line.push_str(if line.is_empty() { piece.trim_start() } else { piece });
    }
    lines.push(line.trim_end().to_owned());
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            last.push('…');
        }
    }
    lines.into_iter().map(|line| shorten(&line, font, room)).filter(|line| !line.is_empty()).collect()
}

/// Cuts a text so that it fits, with an ellipsis where something is missing.
pub(crate) fn shorten(text: &str, font: f64, room: f64) -> String {
    if width(text, font) <= room {
        return text.to_owned();
    }
    let mut kept = String::new();
    for c in text.chars() {
        if width(&kept, font) + (ems(c) + ems('…')) * font > room {
            break;
        }
        kept.push(c);
    }
    kept.push('…');
    kept
}

/// A text cut where a line may break: after each wide character, after each blank.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut from = 0;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        let next = text.get(end..).and_then(|rest| rest.chars().next());
        let breaks = (c == ' ' || is_wide(c) || next.is_some_and(is_wide)) && !next.is_some_and(clings);
        if breaks && let Some(piece) = text.get(from..end) {
            pieces.push(piece);
            from = end;
        }
    }
    pieces.extend(text.get(from..).filter(|rest| !rest.is_empty()));
    pieces
}

/// Signs that must not begin a line.
fn clings(c: char) -> bool {
    matches!(
        c,
        '，' | '。'
            | '、'
            | '；'
            | '：'
            | '？'
            | '！'
            | '）'
            | '》'
            | '”'
            | ','
            | '.'
            | ';'
            | ':'
            | ')'
            | '%'
    )
}

fn ems(c: char) -> f64 {
    match c {
        _ if is_wide(c) => 1.0,
        ' ' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | 'i' | 'l' | 'j' | 'I' => 0.3,
        '%' | 'm' | 'w' | 'M' | 'W' | '…' => 0.92,
        'A'..='Z' => 0.68,
        _ => 0.57,
    }
}

fn is_wide(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ff60}' | '\u{1f300}'..='\u{1faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chinese_character_is_as_wide_as_the_font() {
        assert!((width("最后", 11.0) - 22.0).abs() < 1e-9);
        assert!(width("abc", 11.0) < 22.0);
    }

    #[test]
    fn chinese_breaks_anywhere_but_before_a_stop_and_english_between_words() {
        assert_eq!(wrap("信封原封保存，不拆", 10.0, 60.0, 3), ["信封原封保", "存，不拆"]);
        assert_eq!(wrap("kept unopened here", 10.0, 80.0, 3), ["kept unopened", "here"]);
    }

    #[test]
    fn what_does_not_fit_ends_in_an_ellipsis() {
        assert_eq!(wrap("一二三四五六七八九", 10.0, 30.0, 2), ["一二三", "四五…"]);
        let cut = shorten("Supercalifragilistic", 10.0, 60.0);
        assert!(cut.ends_with('…') && width(&cut, 10.0) <= 60.0, "{cut}");
        assert_eq!(shorten("短", 10.0, 60.0), "短");
    }

    #[test]
    fn no_line_is_wider_than_the_room() {
        for room in [20.0, 33.0, 47.0, 90.0] {
            for line in wrap("EMS 回执已扫描 · 拒签，录像已存证 with a few words", 11.0, room, 4)
            {
                assert!(width(&line, 11.0) <= room, "{line} in {room}");
            }
        }
    }
}
