//! A history as a map, written to a file.

use std::{io::Write as _, path::Path};

use anyhow::Context as _;
use knowledge::map::{Map, Presence};

/// Writes the map as CSV. The file is there whole or not at all.
pub(super) fn write(map: &Map, file: &Path) -> anyhow::Result<()> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["item", "weight", "person", "level", "status"])?;
    for (number, item) in map.items().iter().enumerate() {
        for cell in map.cells(number) {
            let Some(person) = map.people().get(cell.person) else { continue };
            let status = match person.presence {
                Presence::Active => "active",
                Presence::Inactive => "inactive",
                Presence::Left => "left",
            };
            let (weight, level) = (item.weight.to_string(), u8::from(cell.level).to_string());
            writer.write_record([item.name.as_str(), &weight, &person.name, &level, status])?;
        }
    }
    let bytes = writer.into_inner()?;
    let folder =
        file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let mut beside = tempfile::NamedTempFile::new_in(folder)
        .with_context(|| format!("nothing can be written to {}", folder.display()))?;
    beside.write_all(&bytes)?;
    beside.persist(file).with_context(|| format!("{} cannot be written", file.display()))?;
    Ok(())
}
