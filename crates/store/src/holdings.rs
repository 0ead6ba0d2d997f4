//! What a person holds: knowledge by the register, duties and open work, customers and suppliers, assets.

use kernel::{AssetId, CustomerId, Date, DutyId, KnowledgeItemId, PersonId};

use crate::{
    Conn, Result, Tx, boxed,
    bulk::{Target, Value},
};

record! {
    /// An item of the knowledge register.
    #[derive(serde::Serialize, serde::Deserialize)]
    pub struct KnowledgeItem {
        /// The id.
        pub id: KnowledgeItemId,
        /// Its name.
        pub name: String,
        /// The code of its kind.
        pub kind: String,
        /// Where it belongs: a line, a product, a system; may be empty.
        pub area: String,
        /// How much it matters, 1 to 100.
        pub weight: i64,
        /// Hours that handing it over takes, by estimate.
        pub hours: i64,
    }
}

record! {
    /// That a person holds an item.
    #[derive(serde::Serialize, serde::Deserialize)]
    pub struct Holder {
        /// The item.
        pub item_id: KnowledgeItemId,
        /// The person.
        pub person_id: PersonId,
        /// 0 not at all, 1 has heard of it, 2 with help, 3 alone, 4 teaches others.
        pub level: i64,
        /// Where this is known from.
        pub source: String,
        /// When it was seen.
        pub seen_on: Date,
    }
}

record! {
    /// An item of the register as one person holds it.
    pub struct HeldKnowledge {
        /// The item.
        pub id: KnowledgeItemId,
        /// Its name.
        pub name: String,
        /// The code of its kind.
        pub kind: String,
        /// Where it belongs.
        pub area: String,
        /// How much it matters.
        pub weight: i64,
        /// Hours that handing it over takes.
        pub hours: i64,
        /// The person's level.
        pub level: i64,
        /// When it was seen.
        pub seen_on: Date,
        /// How many other employed people do it alone or teach it.
        pub others: i64,
    }
}

record! {
    /// A duty or piece of open work.
    pub struct Duty {
        /// The id.
        pub id: DutyId,
        /// Whose.
        pub person_id: PersonId,
        /// What it is.
        pub title: String,
        /// `duty`, `open_work`, `report`, `request` or `approval`.
        pub kind: String,
        /// How much it matters, 1 to 100.
        pub weight: i64,
        /// Hours that handing it over takes, by estimate.
        pub hours: i64,
        /// When it is due.
        pub due_on: Option<Date>,
        /// Whether it is done.
        pub is_done: bool,
    }
}

record! {
    /// A customer or supplier.
    #[derive(serde::Serialize, serde::Deserialize)]
    pub struct Customer {
        /// The id.
        pub id: CustomerId,
        /// The name.
        pub name: String,
        /// `customer` or `supplier`.
        pub kind: String,
        /// Whom one speaks to there; may be empty.
        pub contact: String,
        /// Who looks after it.
        pub owner_id: Option<PersonId>,
        /// Who stands in.
        pub second_id: Option<PersonId>,
        /// When somebody last spoke to them.
        pub last_contact_on: Option<Date>,
        /// How much it matters, 1 to 100.
        pub weight: i64,
        /// What else a file said of it, as JSON; may be empty.
        pub details: String,
    }
}

record! {
    /// Something that was issued to a person.
    #[derive(serde::Serialize, serde::Deserialize)]
    pub struct Asset {
        /// The id.
        pub id: AssetId,
        /// Its number.
        pub asset_no: String,
        /// Its name.
        pub name: String,
        /// Its kind, in the company's own words.
        pub kind: String,
        /// Who has it.
        pub holder_id: Option<PersonId>,
        /// Since when.
        pub issued_on: Option<Date>,
        /// When it came back.
        pub returned_on: Option<Date>,
        /// What else a file said of it, as JSON; may be empty.
        pub details: String,
    }
}

const ITEMS: &str = "SELECT id, name, kind, area, weight, hours FROM knowledge_item WHERE tenant_id = $1";
const HOLDERS: &str =
    "SELECT item_id, person_id, level, source, seen_on FROM knowledge_holder WHERE tenant_id = $1";
const HELD: &str = "SELECT k.id, k.name, k.kind, k.area, k.weight, k.hours, h.level, h.seen_on, \
     (SELECT COUNT(*) FROM knowledge_holder g JOIN person q ON q.tenant_id = g.tenant_id AND q.id = g.person_id \
     WHERE g.tenant_id = h.tenant_id AND g.item_id = h.item_id AND g.person_id <> h.person_id AND g.level >= 3 \
     AND q.is_employed = TRUE) AS others \
     FROM knowledge_holder h JOIN knowledge_item k ON k.tenant_id = h.tenant_id AND k.id = h.item_id \
     WHERE h.tenant_id = $1 AND h.person_id = $2 AND k.retired_on IS NULL ORDER BY k.weight DESC, k.id LIMIT $3";
const DUTIES: &str = "SELECT id, person_id, title, kind, weight, hours, due_on, is_done FROM duty \
     WHERE tenant_id = $1 AND person_id = $2 ORDER BY is_done, weight DESC, id LIMIT $3";
const CUSTOMERS: &str = "SELECT id, name, kind, contact, owner_id, second_id, last_contact_on, weight, details FROM customer \
     WHERE tenant_id = $1 AND (owner_id = $2 OR second_id = $2) ORDER BY weight DESC, id LIMIT $3";
const ASSETS: &str = "SELECT id, asset_no, name, kind, holder_id, issued_on, returned_on, details FROM asset \
     WHERE tenant_id = $1 AND holder_id = $2 ORDER BY returned_on IS NOT NULL, asset_no, id LIMIT $3";
const ALL_CUSTOMERS: &str = "SELECT id, name, kind, contact, owner_id, second_id, last_contact_on, weight, details FROM customer \
     WHERE tenant_id = $1";
const ALL_ASSETS: &str = "SELECT id, asset_no, name, kind, holder_id, issued_on, returned_on, details FROM asset WHERE tenant_id = $1";
const UPDATE_ITEM: &str =
    "UPDATE knowledge_item SET kind = $3, weight = $4, hours = $5 WHERE tenant_id = $1 AND id = $2";
const HOLDER: Target = Target {
    table: "knowledge_holder",
    columns: &["item_id", "person_id", "level", "source", "seen_on"],
    on_conflict: "ON CONFLICT (tenant_id, item_id, person_id) DO UPDATE SET level = excluded.level, \
         source = excluded.source, seen_on = excluded.seen_on",
};
const ITEM: Target = Target {
    table: "knowledge_item",
    columns: &["id", "name", "kind", "area", "weight", "hours"],
    on_conflict: "",
};
const DUTY: Target = Target {
    table: "duty",
    columns: &["id", "person_id", "title", "kind", "weight", "hours", "due_on", "is_done"],
    on_conflict: "",
};
const CUSTOMER: Target = Target {
    table: "customer",
    columns: &[
        "id",
        "name",
        "kind",
        "contact",
        "owner_id",
        "second_id",
        "last_contact_on",
        "weight",
        "details",
    ],
    on_conflict: "ON CONFLICT (tenant_id, name) DO UPDATE SET kind = excluded.kind, contact = excluded.contact, \
         owner_id = excluded.owner_id, second_id = excluded.second_id, last_contact_on = excluded.last_contact_on, \
         details = excluded.details",
};
const ASSET: Target = Target {
    table: "asset",
    columns: &["id", "asset_no", "name", "kind", "holder_id", "issued_on", "returned_on", "details"],
    on_conflict: "ON CONFLICT (tenant_id, asset_no) DO UPDATE SET name = excluded.name, kind = excluded.kind, \
         holder_id = excluded.holder_id, issued_on = excluded.issued_on, returned_on = excluded.returned_on, \
         details = excluded.details",
};

impl Conn {
    /// Every item of the register.
    #[boxed]
    pub async fn list_knowledge_items(&mut self) -> Result<Vec<KnowledgeItem>> {
        all!(self, ITEMS)
    }

    /// Who holds what, of every item.
    #[boxed]
    pub async fn list_holders(&mut self) -> Result<Vec<Holder>> {
        all!(self, HOLDERS)
    }

    /// What one person knows, the weightiest first, at most `limit`.
    #[boxed]
    pub async fn list_knowledge_of(&mut self, person: PersonId, limit: i64) -> Result<Vec<HeldKnowledge>> {
        all!(self, HELD, person, limit)
    }

    /// What one person has to do, what is open first and by weight, at most `limit`.
    #[boxed]
    pub async fn list_duties_of(&mut self, person: PersonId, limit: i64) -> Result<Vec<Duty>> {
        all!(self, DUTIES, person, limit)
    }

    /// Whom one person looks after or stands in for, the weightiest first, at most `limit`.
    #[boxed]
    pub async fn list_customers_of(&mut self, person: PersonId, limit: i64) -> Result<Vec<Customer>> {
        all!(self, CUSTOMERS, person, limit)
    }

    /// What was issued to one person, what is not returned first, at most `limit`.
    #[boxed]
    pub async fn list_assets_of(&mut self, person: PersonId, limit: i64) -> Result<Vec<Asset>> {
        all!(self, ASSETS, person, limit)
    }

    /// Every customer and supplier; for comparing a file with what is stored.
    #[boxed]
    pub async fn list_all_customers(&mut self) -> Result<Vec<Customer>> {
        all!(self, ALL_CUSTOMERS)
    }

    /// Every asset; for comparing a file with what is stored.
    #[boxed]
    pub async fn list_all_assets(&mut self) -> Result<Vec<Asset>> {
        all!(self, ALL_ASSETS)
    }
}

impl Tx {
    /// Adds items to the register.
    #[boxed]
    pub async fn insert_knowledge_items(&mut self, rows: &[KnowledgeItem]) -> Result<()> {
        let values = |row: &KnowledgeItem| {
            vec![
                Value::text(&row.id),
                Value::text(&row.name),
                Value::text(&row.kind),
                Value::text(&row.area),
                Value::Number(row.weight),
                Value::Number(row.hours),
            ]
        };
        self.insert_rows(&ITEM, rows, values).await?;
        Ok(())
    }

    /// Writes kind, weight and hours of an item anew.
    #[boxed]
    pub async fn update_knowledge_item(&mut self, row: &KnowledgeItem) -> Result<()> {
        run!(self, UPDATE_ITEM, row.id, &row.kind, row.weight, row.hours)?;
        Ok(())
    }

    /// Says who holds what; what was said before of the same person and item is replaced. No pair may come twice.
    #[boxed]
    pub async fn merge_holders(&mut self, rows: &[Holder]) -> Result<()> {
        let values = |row: &Holder| {
            vec![
                Value::text(&row.item_id),
                Value::text(&row.person_id),
                Value::Number(row.level),
                Value::text(&row.source),
                Value::text(&row.seen_on),
            ]
        };
        self.insert_rows(&HOLDER, rows, values).await?;
        Ok(())
    }

    /// Adds duties and open work.
    #[boxed]
    pub async fn insert_duties(&mut self, rows: &[Duty]) -> Result<()> {
        let values = |row: &Duty| {
            vec![
                Value::text(&row.id),
                Value::text(&row.person_id),
                Value::text(&row.title),
                Value::text(&row.kind),
                Value::Number(row.weight),
                Value::Number(row.hours),
                Value::maybe(row.due_on.as_ref()),
                Value::Truth(row.is_done),
            ]
        };
        self.insert_rows(&DUTY, rows, values).await?;
        Ok(())
    }

    /// Adds customers and suppliers; one whose name is there becomes as told, but for its weight.
    #[boxed]
    pub async fn insert_customers(&mut self, rows: &[Customer]) -> Result<()> {
        let values = |row: &Customer| {
            vec![
                Value::text(&row.id),
                Value::text(&row.name),
                Value::text(&row.kind),
                Value::text(&row.contact),
                Value::maybe(row.owner_id.as_ref()),
                Value::maybe(row.second_id.as_ref()),
                Value::maybe(row.last_contact_on.as_ref()),
                Value::Number(row.weight),
                Value::text(&row.details),
            ]
        };
        self.insert_rows(&CUSTOMER, rows, values).await?;
        Ok(())
    }

    /// Adds assets; one whose number is there becomes as told.
    #[boxed]
    pub async fn insert_assets(&mut self, rows: &[Asset]) -> Result<()> {
        let values = |row: &Asset| {
            vec![
                Value::text(&row.id),
                Value::text(&row.asset_no),
                Value::text(&row.name),
                Value::text(&row.kind),
                Value::maybe(row.holder_id.as_ref()),
                Value::maybe(row.issued_on.as_ref()),
                Value::maybe(row.returned_on.as_ref()),
                Value::text(&row.details),
            ]
        };
        self.insert_rows(&ASSET, rows, values).await?;
        Ok(())
    }
}
