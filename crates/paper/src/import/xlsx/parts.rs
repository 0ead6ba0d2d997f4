//! The parts of the package: which part is the workbook, which are its sheets.

use std::collections::HashMap;
use std::io::{BufReader, Cursor};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::read::ZipFile;

use crate::import::sheet::Visibility;
use crate::import::{FileError, guard::Archive};

pub(super) type Part<'p, 'a> = Reader<BufReader<ZipFile<'p, Cursor<&'a [u8]>>>>;

/// The archive with its parts by name; names are compared without regard to case and to the slant of the slashes.
pub(super) struct Parts<'a> {
    archive: Archive<'a>,
    by_name: HashMap<String, usize>,
}

/// What the workbook part says.
#[derive(Debug, Default)]
pub(super) struct Outline {
    pub(super) sheets: Vec<SheetEntry>,
    pub(super) shared_strings: Option<String>,
    pub(super) from_1904: bool,
}

/// One sheet of the workbook part.
#[derive(Debug)]
pub(super) struct SheetEntry {
    pub(super) name: String,
    pub(super) visibility: Visibility,
    pub(super) path: Option<String>,
}

struct Relation {
    id: String,
    kind: String,
    path: String,
}

impl<'a> Parts<'a> {
    pub(super) fn new(archive: Archive<'a>) -> Self {
        let names = (0..archive.len()).filter_map(|index| {
            let name = archive.name_for_index(index)?.ok()?;
            Some((normal(&name), index))
        });
        let by_name = names.collect();
        Self { archive, by_name }
    }

    pub(super) fn open<'p>(&'p mut self, path: &str) -> Result<Part<'p, 'a>, FileError> {
        let index = *self.by_name.get(&normal(path)).ok_or(FileError::Corrupt)?;
        let file = self.archive.by_index(index).map_err(|_| FileError::Corrupt)?;
        Ok(Reader::from_reader(BufReader::with_capacity(64 * 1024, file)))
    }

    fn has(&self, path: &str) -> bool {
        self.by_name.contains_key(&normal(path))
    }

    pub(super) fn outline(&mut self) -> Result<Outline, FileError> {
        let workbook = self.workbook_path()?;
        let relations = self.relations(&workbook)?;
        let mut outline = self.read_workbook(&workbook, &relations)?;
        let strings = relations.iter().find(|relation| relation.kind == "sharedStrings");
        outline.shared_strings = strings.map(|relation| relation.path.clone()).filter(|path| self.has(path));
        Ok(outline)
    }

    fn workbook_path(&mut self) -> Result<String, FileError> {
        let stated = if self.has("_rels/.rels") { self.relations("")? } else { Vec::new() };
        let main = stated
            .into_iter()
            .find(|relation| relation.kind == "officeDocument")
            .map(|relation| relation.path);
        let path = main.unwrap_or_else(|| "xl/workbook.xml".to_owned());
        // Sheets in the binary form are another format.
        let is_xml = path.rsplit('.').next().is_some_and(|ending| ending.eq_ignore_ascii_case("xml"));
        if self.has(&path) && is_xml { Ok(path) } else { Err(FileError::Unsupported) }
    }

    fn relations(&mut self, of: &str) -> Result<Vec<Relation>, FileError> {
        let (folder, file) = of.rsplit_once('/').unwrap_or(("", of));
        let path =
            if of.is_empty() { "_rels/.rels".to_owned() } else { format!("{folder}/_rels/{file}.rels") };
        if !self.has(&path) {
            return Ok(Vec::new());
        }
        let mut found = Vec::new();
        each_element(self.open(&path)?, |element| {
            if local(element) == "Relationship"
                && attribute(element, "TargetMode")?.as_deref() != Some("External")
            {
                let kind = attribute(element, "Type")?.unwrap_or_default();
                found.push(Relation {
                    id: attribute(element, "Id")?.unwrap_or_default(),
                    kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                    path: resolve(folder, &attribute(element, "Target")?.unwrap_or_default()),
                });
            }
            Ok(())
        })?;
        Ok(found)
    }

    fn read_workbook(&mut self, path: &str, relations: &[Relation]) -> Result<Outline, FileError> {
        let mut outline = Outline::default();
        each_element(self.open(path)?, |element| {
            match local(element) {
                "workbookPr" => {
                    outline.from_1904 = attribute(element, "date1904")?.is_some_and(|v| is_true(&v));
                }
                "sheet" => outline.sheets.push(sheet_entry(element, relations)?),
                _ => {}
            }
            Ok(())
        })?;
        // A document or a presentation is a sound package too, only not a table.
        if outline.sheets.is_empty() {
            return Err(FileError::Unsupported);
        }
        for sheet in &outline.sheets {
            if sheet.path.as_ref().is_some_and(|path| !self.has(path)) {
                return Err(FileError::Corrupt);
            }
        }
        Ok(outline)
    }
}

fn sheet_entry(element: &BytesStart<'_>, relations: &[Relation]) -> Result<SheetEntry, FileError> {
    let id = attribute(element, "id")?.unwrap_or_default();
    let relation = relations.iter().find(|relation| relation.id == id);
    let hidden = attribute(element, "state")?.is_some_and(|state| state != "visible");
    Ok(SheetEntry {
        name: attribute(element, "name")?.unwrap_or_default(),
        visibility: if hidden { Visibility::Hidden } else { Visibility::Visible },
        path: relation.filter(|relation| relation.kind == "worksheet").map(|relation| relation.path.clone()),
    })
}

fn normal(path: &str) -> String {
    path.replace('\\', "/").trim_start_matches('/').to_lowercase()
}

fn resolve(folder: &str, target: &str) -> String {
    if target.starts_with('/') {
        return target.to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            ".." => {
                steps.pop();
            }
            "." | "" => {}
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// Calls back for each element of a small part.
fn each_element(
    mut part: Part<'_, '_>,
    mut found: impl FnMut(&BytesStart<'_>) -> Result<(), FileError>,
) -> Result<(), FileError> {
    let mut buffer = Vec::new();
    loop {
        match part.read_event_into(&mut buffer).map_err(|_| FileError::Corrupt)? {
            Event::Start(element) | Event::Empty(element) => found(&element)?,
            Event::DocType(_) => return Err(FileError::HostileXml),
            Event::Eof => return Ok(()),
            _ => {}
        }
        buffer.clear();
    }
}

pub(super) fn local<'e>(element: &'e BytesStart<'_>) -> &'e str {
    element.local_name().into_inner()
}

/// The value of the attribute with this local name.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Result<Option<String>, FileError> {
    for attribute in element.attributes().with_checks(false) {
        let attribute = attribute.map_err(|_| FileError::Corrupt)?;
        if attribute.key.local_name().into_inner() == name {
            let value =
                attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|_| FileError::Corrupt)?;
            return Ok(Some(value.into_owned()));
        }
    }
    Ok(None)
}

pub(super) fn is_true(value: &str) -> bool {
    matches!(value, "1" | "true" | "on")
}
