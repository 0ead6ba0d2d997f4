//! The built-in templates as Word documents, from a text of a few kinds of lines.
//!
//! `# ` is the title, `> ` stands on the right, `| a | b |` is a row of a table whose first row is its head; everything
//! else is a paragraph.

use std::fmt::Write as _;
use std::io::Cursor;

use zip::ZipWriter;

use super::{Error, package::put};

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>"#;
const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
const DOCUMENT_RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;
const STYLES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="SimSun" w:cs="Times New Roman"/><w:sz w:val="24"/><w:szCs w:val="24"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="360" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style><w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:before="240" w:after="360"/><w:jc w:val="center"/></w:pPr><w:rPr><w:b/><w:sz w:val="36"/><w:szCs w:val="36"/></w:rPr></w:style></w:styles>"#;
const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>"#;
const FOOT: &str = r#"<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1418" w:bottom="1440" w:left="1418" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr></w:body></w:document>"#;
const BORDERS: &str = r#"<w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders><w:top w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:left w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:bottom w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:right w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:insideH w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:insideV w:val="single" w:sz="4" w:space="0" w:color="auto"/></w:tblBorders></w:tblPr>"#;

/// The document.
pub fn compose(text: &str) -> Result<Vec<u8>, Error> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let document = format!("{HEAD}{}{FOOT}", body(text));
    for (name, part) in [
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", RELATIONS),
        ("word/document.xml", &document),
        ("word/_rels/document.xml.rels", DOCUMENT_RELATIONS),
        ("word/styles.xml", STYLES),
    ] {
        put(&mut writer, name, part.as_bytes()).ok_or(Error::NotWord)?;
    }
    writer.finish().map(Cursor::into_inner).map_err(|_| Error::NotWord)
}

fn body(text: &str) -> String {
    let mut body = String::new();
    let mut rows: Vec<Vec<&str>> = Vec::new();
    for line in text.trim().lines() {
        if let Some(row) = line.strip_prefix("| ").and_then(|row| row.strip_suffix(" |")) {
            rows.push(row.split(" | ").collect());
            continue;
        }
        if !rows.is_empty() {
            table(&mut body, &std::mem::take(&mut rows));
        }
        paragraph(&mut body, line);
    }
    if !rows.is_empty() {
        table(&mut body, &rows);
        // Word wants a paragraph behind a table.
        paragraph(&mut body, "");
    }
    body
}

fn paragraph(body: &mut String, line: &str) {
    let (properties, line) = if let Some(title) = line.strip_prefix("# ") {
        (r#"<w:pPr><w:pStyle w:val="Title"/></w:pPr>"#, title)
    } else if let Some(right) = line.strip_prefix("> ") {
        (r#"<w:pPr><w:jc w:val="right"/></w:pPr>"#, right)
    } else {
        ("", line)
    };
    let _ = write!(body, "<w:p>{properties}{}</w:p>", run(line, ""));
}

fn table(body: &mut String, rows: &[Vec<&str>]) {
    let columns = rows.first().map_or(1, Vec::len);
    let _ = write!(
        body,
        "<w:tbl>{BORDERS}<w:tblGrid>{}</w:tblGrid>",
        "<w:gridCol w:w=\"2000\"/>".repeat(columns)
    );
    for (place, cells) in rows.iter().enumerate() {
        let bold = if place == 0 { "<w:rPr><w:b/></w:rPr>" } else { "" };
        body.push_str("<w:tr>");
        for cell in cells {
            let _ = write!(body, "<w:tc><w:tcPr/><w:p>{}</w:p></w:tc>", run(cell, bold));
        }
        body.push_str("</w:tr>");
    }
    body.push_str("</w:tbl>");
}

fn run(text: &str, properties: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!("<w:r>{properties}<w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}
