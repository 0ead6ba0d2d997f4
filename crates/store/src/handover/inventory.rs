//! What the records hold of the things that a note names: people, asset numbers, titles, customers and suppliers, folders
//! of imported code histories. One name is asked for at a time: a company has too many to read them all for one note.

use kernel::{Date, DepartureId, PersonId};

use crate::{Conn, Result};

record! {
    struct Count {
        n: i64,
    }
}

record! {
    /// An asset's days.
    pub struct AssetDays {
        /// When it was given out last.
        pub issued_on: Option<Date>,
        /// When it came back.
        pub returned_on: Option<Date>,
    }
}

record! {
    /// A folder of an imported code history.
    pub struct CodeFolder {
        /// The name of the history.
        pub history: String,
        /// The folder.
        pub path: String,
        /// The day of the last change of somebody who wrote in it.
        pub changed_on: Option<Date>,
    }
}

/// No handover names more folders than are worth asking for.
const MOST_FOLDERS: i64 = 20_000;

const PEOPLE: &str =
    "SELECT COUNT(*) AS n FROM person WHERE tenant_id = $1 AND is_employed = TRUE AND id <> $2";
const NAMED: &str =
    "SELECT COUNT(*) AS n FROM person WHERE tenant_id = $1 AND is_employed = TRUE AND id <> $2 AND name = $3";
const SERIES: &str =
    "SELECT COUNT(*) AS n FROM asset WHERE tenant_id = $1 AND SUBSTR(asset_no, 1, CAST($3 AS INTEGER)) = $2";
const ASSET: &str = "SELECT issued_on, returned_on FROM asset WHERE tenant_id = $1 AND asset_no = $2";
const TITLES: &str = "SELECT (SELECT COUNT(*) FROM knowledge_item k WHERE k.tenant_id = $1 AND k.retired_on IS NULL) \
     + (SELECT COUNT(*) FROM handover_item i WHERE i.tenant_id = $1 AND i.departure_id = $2 AND i.is_dropped = FALSE) AS n";
const TITLED: &str = "SELECT (SELECT COUNT(*) FROM knowledge_item k WHERE k.tenant_id = $1 AND k.retired_on IS NULL AND k.name = $3) \
     + (SELECT COUNT(*) FROM handover_item i WHERE i.tenant_id = $1 AND i.departure_id = $2 AND i.is_dropped = FALSE \
     AND i.title = $3) AS n";
const CHANNELS: &str = "SELECT COUNT(*) AS n FROM customer WHERE tenant_id = $1";
const CHANNEL: &str = "SELECT COUNT(*) AS n FROM customer WHERE tenant_id = $1 AND name = $2";
const FOLDERS: &str = "SELECT h.name AS history, f.path, MAX(p.seen_on) AS changed_on FROM code_folder f \
     JOIN code_history h ON h.tenant_id = f.tenant_id AND h.id = f.history_id \
     LEFT JOIN code_part p ON p.tenant_id = f.tenant_id AND p.history_id = f.history_id AND p.path = f.path \
     WHERE f.tenant_id = $1 GROUP BY h.name, f.path ORDER BY h.name, f.path LIMIT $2";

impl Conn {
    /// How many people work here, but for one.
    pub async fn count_others(&mut self, but: PersonId) -> Result<i64> {
        let count: Count = one!(self, PEOPLE, but)?;
        Ok(count.n)
    }

    /// Whether somebody of this name works here, but for one.
    pub async fn is_colleague(&mut self, but: PersonId, name: &str) -> Result<bool> {
        let count: Count = one!(self, NAMED, but, name)?;
        Ok(count.n > 0)
    }

    /// Whether assets are numbered with this beginning.
    pub async fn is_asset_series(&mut self, beginning: &str) -> Result<bool> {
        let length = i64::try_from(beginning.chars().count()).unwrap_or(i64::MAX);
        let count: Count = one!(self, SERIES, beginning, length)?;
        Ok(count.n > 0)
    }

    /// The days of the asset with this number.
    pub async fn find_asset_days(&mut self, number: &str) -> Result<Option<AssetDays>> {
        maybe!(self, ASSET, number)
    }

    /// How many titles there are: of a departure's items, and of the knowledge register.
    pub async fn count_titles(&mut self, departure: DepartureId) -> Result<i64> {
        let count: Count = one!(self, TITLES, departure)?;
        Ok(count.n)
    }

    /// Whether one of them is this.
    pub async fn is_titled(&mut self, departure: DepartureId, title: &str) -> Result<bool> {
        let count: Count = one!(self, TITLED, departure, title)?;
        Ok(count.n > 0)
    }

    /// How many customers and suppliers there are.
    pub async fn count_channels(&mut self) -> Result<i64> {
        let count: Count = one!(self, CHANNELS)?;
        Ok(count.n)
    }

    /// Whether one of them has this name.
    pub async fn is_channel(&mut self, name: &str) -> Result<bool> {
        let count: Count = one!(self, CHANNEL, name)?;
        Ok(count.n > 0)
    }

    /// The folders of the imported code histories.
    pub async fn list_all_code_folders(&mut self) -> Result<Vec<CodeFolder>> {
        all!(self, FOLDERS, MOST_FOLDERS)
    }
}
