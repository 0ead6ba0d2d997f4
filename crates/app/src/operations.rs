//! What whoever runs the server needs: backup, restore, export, and a check that the log of evidence still adds up.
//!
//! These are called from the command line by somebody who has the files anyway, so no role is asked for.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, BufRead as _, BufReader, BufWriter, Write as _},
    path::{Path, PathBuf},
};

use kernel::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::Db;

use crate::sign_in::hex;

/// The layout of a backup folder.
const SCHEMA: &str = "leavewell-backup/1";
/// What an export leaves out: secrets of sign-in, and what only the program itself reads.
const NOT_EXPORTED: &[&str] = &["session", "person_key", "evidence_head", "import_trace"];
/// Columns that an export leaves out.
const SECRET_COLUMNS: &[&str] = &["password_hash", "totp_secret", "totp_last_step"];

/// Why a backup or restore did not happen. Nothing half-made is left behind.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder to write is there already.
    #[error("{0} exists already; choose another folder")]
    Exists(PathBuf),
    /// The folder to read is no backup.
    #[error("{path} is not a backup: {why}")]
    NotABackup {
        /// The file or folder.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// The database to restore into holds a company.
    #[error("the database is not empty; restore only into a new data folder or an empty database")]
    NotEmpty,
    /// The log's root is not the one over its entries.
    #[error("the log of evidence does not add up: {0}")]
    LogDamaged(String),
    /// A file could not be read or written.
    #[error("{path}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The database refused.
    #[error("the database refused")]
    Store(#[from] store::Error),
}

type Result<T> = std::result::Result<T, Error>;

/// What a backup says of itself.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    schema: String,
    made_at: String,
    /// Rows and hash of each table's file.
    tables: BTreeMap<String, TableFile>,
    /// Hash of each attachment's file.
    attachments: BTreeMap<String, String>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TableFile {
    rows: u64,
    sha256: String,
}

impl Manifest {
    /// How many rows there are in all tables.
    pub fn rows(&self) -> u64 {
        self.tables.values().map(|table| table.rows).sum()
    }

    /// How many attachments there are.
    pub fn attachments(&self) -> usize {
        self.attachments.len()
    }
}

/// Writes a backup of database and attachments to a new folder, reads it back and compares.
///
/// The folder appears only when it is complete.
pub async fn back_up(db: &Db, attachments: &Path, to: &Path, now: Timestamp) -> Result<Manifest> {
    let work = begin_folder(to)?;
    let outcome = fill(db, attachments, &work, now).await;
    finish_folder(outcome, &work, to)
}

async fn fill(db: &Db, attachments: &Path, work: &Path, now: Timestamp) -> Result<Manifest> {
    let tables = dump_tables(db, &work.join("tables")).await?;
    let attachments = copy_files(attachments, &work.join("attachments"))?;
    let manifest = Manifest { schema: SCHEMA.to_owned(), made_at: now.to_string(), tables, attachments };
    let text = serde_json::to_string_pretty(&manifest).unwrap_or_default();
    write_file(&work.join("manifest.json"), text.as_bytes())?;
    verify_files(work, &manifest)?;
    check_log(db).await?;
    Ok(manifest)
}

fn begin_folder(to: &Path) -> Result<PathBuf> {
    if to.exists() {
        return Err(Error::Exists(to.to_owned()));
    }
    let mut name = to.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let work = to.with_file_name(name);
    if work.exists() {
        fs::remove_dir_all(&work).map_err(|source| at(&work, source))?;
    }
    fs::create_dir_all(&work).map_err(|source| at(&work, source))?;
    Ok(work)
}

fn finish_folder<T>(outcome: Result<T>, work: &Path, to: &Path) -> Result<T> {
    match outcome {
        Ok(made) => fs::rename(work, to).map_err(|source| at(to, source)).map(|()| made),
        Err(error) => {
            let _ = fs::remove_dir_all(work);
            Err(error)
        }
    }
}

async fn dump_tables(db: &Db, folder: &Path) -> Result<BTreeMap<String, TableFile>> {
    fs::create_dir_all(folder).map_err(|source| at(folder, source))?;
    let mut writers: BTreeMap<String, (BufWriter<File>, Sha256, u64)> = BTreeMap::new();
    for table in store::copy::TABLES {
        let path = table_path(folder, table);
        let file = File::create(&path).map_err(|source| at(&path, source))?;
        writers.insert((*table).to_owned(), (BufWriter::new(file), Sha256::new(), 0));
    }
    db.dump(|table, line| {
        let (writer, hasher, rows) =
            writers.get_mut(table).ok_or_else(|| io::Error::other("a table that is not listed"))?;
        writeln!(writer, "{line}")?;
        hasher.update(line.as_bytes());
        hasher.update(b"\n");
        *rows += 1;
        Ok(())
    })
    .await?;
    let mut tables = BTreeMap::new();
    for (table, (mut writer, hasher, rows)) in writers {
        let path = table_path(folder, &table);
        writer.flush().and_then(|()| writer.get_ref().sync_all()).map_err(|source| at(&path, source))?;
        tables.insert(table, TableFile { rows, sha256: hex(&hasher.finalize()) });
    }
    Ok(tables)
}

fn table_path(folder: &Path, table: &str) -> PathBuf {
    folder.join(format!("{table}.ndjson"))
}

fn copy_files(from: &Path, to: &Path) -> Result<BTreeMap<String, String>> {
    fs::create_dir_all(to).map_err(|source| at(to, source))?;
    let mut copied = BTreeMap::new();
    let Ok(files) = fs::read_dir(from) else { return Ok(copied) };
    for file in files {
        let file = file.map_err(|source| at(from, source))?;
        let name = file.file_name().to_string_lossy().into_owned();
        // Files under way have a name that begins with a dot; they belong to no row yet.
        if !file.path().is_file() || name.starts_with('.') {
            continue;
        }
        let target = to.join(&name);
        fs::copy(file.path(), &target).map_err(|source| at(&target, source))?;
        copied.insert(name, hash_file(&target)?);
    }
    Ok(copied)
}

/// Fills an empty database and an empty folder of attachments from a backup, after checking every file of it.
pub async fn restore(db: &Db, attachments: &Path, from: &Path) -> Result<Manifest> {
    let manifest = read_manifest(from)?;
    verify_files(from, &manifest)?;
    let tables = from.join("tables");
    let loaded = db.load(|table| lines(&table_path(&tables, table))).await;
    loaded.map_err(
        |error| if matches!(error, store::Error::Duplicate) { Error::NotEmpty } else { error.into() },
    )?;
    copy_files(&from.join("attachments"), attachments)?;
    check_log(db).await?;
    Ok(manifest)
}

fn lines(path: &Path) -> io::Result<Vec<String>> {
    BufReader::new(File::open(path)?).lines().collect()
}

fn read_manifest(from: &Path) -> Result<Manifest> {
    let path = from.join("manifest.json");
    let text = fs::read_to_string(&path).map_err(|source| at(&path, source))?;
    let wrong = |why: String| Error::NotABackup { path: path.clone(), why };
    let manifest: Manifest = serde_json::from_str(&text).map_err(|error| wrong(error.to_string()))?;
    if manifest.schema != SCHEMA {
        return Err(wrong(format!("its layout is {}, {SCHEMA} is known", manifest.schema)));
    }
    match store::copy::TABLES.iter().find(|table| !manifest.tables.contains_key(**table)) {
        Some(table) => Err(wrong(format!("the table {table} is missing"))),
        None => Ok(manifest),
    }
}

fn verify_files(folder: &Path, manifest: &Manifest) -> Result<()> {
    let tables =
        manifest.tables.iter().map(|(name, table)| (table_path(&folder.join("tables"), name), &table.sha256));
    let files = manifest.attachments.iter().map(|(name, hash)| (folder.join("attachments").join(name), hash));
    for (path, expected) in tables.chain(files) {
        if hash_file(&path)? != *expected {
            return Err(Error::NotABackup {
                path,
                why: "its content is not what the manifest says".to_owned(),
            });
        }
    }
    Ok(())
}

/// Derives the log's root anew from every stored entry and compares it with what the head says.
pub async fn check_log(db: &Db) -> Result<u64> {
    let Some(tenant) = db.find_tenant().await? else { return Ok(0) };
    let mut conn = db.read(tenant.id).await?;
    let (size, root) = conn.get_log_root().await?;
    let mut frontier = evidence::Frontier::default();
    loop {
        let first = i64::try_from(frontier.size()).unwrap_or(i64::MAX);
        let page = conn.list_entries(first, 1000).await?;
        if page.is_empty() {
            break;
        }
        for entry in page {
            let leaf = evidence::leaf_hash(entry.entry.as_bytes());
            if leaf.to_string() != entry.leaf || u64::try_from(entry.seq) != Ok(frontier.size()) {
                return Err(Error::LogDamaged(format!("entry {}", entry.seq)));
            }
            frontier.append(leaf);
        }
    }
    if (frontier.size(), frontier.root()) == (size, root) {
        Ok(size)
    } else {
        Err(Error::LogDamaged(format!("{} entries, the head says {size}", frontier.size())))
    }
}

/// Writes all data as open files: one NDJSON file a table, without secrets of sign-in, and the attachments.
pub async fn export(db: &Db, attachments: &Path, to: &Path) -> Result<u64> {
    let work = begin_folder(to)?;
    let outcome = export_into(db, attachments, &work).await;
    finish_folder(outcome, &work, to)
}

async fn export_into(db: &Db, attachments: &Path, work: &Path) -> Result<u64> {
    let mut rows = 0;
    let mut writers: BTreeMap<String, BufWriter<File>> = BTreeMap::new();
    for table in store::copy::TABLES.iter().filter(|table| !NOT_EXPORTED.contains(table)) {
        let path = table_path(work, table);
        writers.insert(
            (*table).to_owned(),
            BufWriter::new(File::create(&path).map_err(|source| at(&path, source))?),
        );
    }
    db.dump(|table, line| {
        let Some(writer) = writers.get_mut(table) else { return Ok(()) };
        rows += 1;
        writeln!(writer, "{}", without_secrets(line)?)
    })
    .await?;
    for (table, mut writer) in writers {
        writer.flush().map_err(|source| at(&table_path(work, &table), source))?;
    }
    copy_files(attachments, &work.join("attachments"))?;
    Ok(rows)
}

fn without_secrets(line: &str) -> io::Result<String> {
    let mut row: serde_json::Map<String, serde_json::Value> = serde_json::from_str(line)?;
    row.retain(|name, _| !SECRET_COLUMNS.contains(&name.as_str()));
    Ok(serde_json::to_string(&row)?)
}

fn hash_file(path: &Path) -> Result<String> {
    let mut hasher = Sha256::new();
    let mut file = BufReader::new(File::open(path).map_err(|source| at(path, source))?);
    loop {
        let chunk = file.fill_buf().map_err(|source| at(path, source))?;
        if chunk.is_empty() {
            break;
        }
        hasher.update(chunk);
        let read = chunk.len();
        file.consume(read);
    }
    Ok(hex(&hasher.finalize()))
}

fn write_file(path: &Path, bytes: &[u8]) -> Result<()> {
    let write = || {
        let mut file = File::create(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().map_err(|source| at(path, source))
}

fn at(path: &Path, source: io::Error) -> Error {
    Error::File { path: path.to_owned(), source }
}
