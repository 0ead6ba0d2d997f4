//! The two databases have the same tables and columns, a change and its evidence stand or fall together, and a whole
//! database can be carried from one kind to the other.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

use std::collections::{BTreeMap, BTreeSet};

use kernel::{Lang, TenantId, Timestamp};
use store::{Db, Event, accounts::NewAccount, copy::TABLES};
use testkit::databases;
use uuid::Uuid;

fn at() -> Timestamp {
    testkit::now()
}

fn event(kind: &str) -> Event<'_> {
    let contents = vec![([7; 32], "{\"a\":1}".to_owned())];
    Event { actor: Uuid::nil().into(), at: at(), kind, departure: None, contents }
}

async fn company(db: &Db) -> TenantId {
    let tenant: TenantId = Uuid::now_v7().into();
    let made: store::Result<()> = db
        .transact(tenant, |mut tx| async move {
            tx.create_tenant("江南精工", at()).await?;
            let receipt = tx.append(event("tenant.created")).await?;
            tx.commit(receipt).await
        })
        .await;
    made.unwrap();
    tenant
}

fn account(login: &str) -> NewAccount {
    NewAccount {
        id: Uuid::now_v7().into(),
        login: login.to_owned(),
        display_name: "𠮷田·试".to_owned(),
        password_hash: "-".to_owned(),
        person_id: None,
        lang: Lang::Zh,
        created_at: at(),
    }
}

async fn add_account(db: &Db, tenant: TenantId, login: &str) -> store::Result<()> {
    let new = &account(login);
    db.transact(tenant, |mut tx| async move {
        tx.create_account(new).await?;
        let receipt = tx.append(event("account.created")).await?;
        tx.commit(receipt).await
    })
    .await
}

#[tokio::test]
async fn both_databases_have_the_same_tables_and_columns() {
    let mut schemas = Vec::new();
    for database in databases() {
        let db = Db::open(database.url()).await.unwrap();
        schemas.push(db.schema().await.unwrap());
        db.close().await;
    }
    for schema in &schemas {
        assert_eq!(schema, &schemas[0]);
        let tables: BTreeSet<&str> = schema.iter().map(|(table, _, _)| table.as_str()).collect();
        assert_eq!(tables, TABLES.iter().copied().collect(), "copy::TABLES must name every table");
    }
}

#[tokio::test]
async fn the_tenant_comes_first_in_every_table_but_its_own() {
    let database = testkit::sqlite_database();
    let db = Db::open(database.url()).await.unwrap();
    let mut columns: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (table, column, _) in db.schema().await.unwrap() {
        columns.entry(table).or_default().insert(column);
    }
    for (table, columns) in columns {
        assert!(table == "tenant" || columns.contains("tenant_id"), "{table}");
    }
}

#[tokio::test]
async fn opening_again_applies_nothing_twice() {
    for database in databases() {
        let db = Db::open(database.url()).await.unwrap();
        let tenant = company(&db).await;
        db.close().await;
        let db = Db::open(database.url()).await.unwrap();
        assert_eq!(db.find_tenant().await.unwrap().unwrap().id, tenant);
    }
}

#[tokio::test]
async fn the_head_of_the_log_is_the_root_over_the_stored_entries() {
    for database in databases() {
        let db = Db::open(database.url()).await.unwrap();
        let tenant = company(&db).await;
        for number in 0..11 {
            add_account(&db, tenant, &format!("user{number}")).await.unwrap();
        }
        let mut conn = db.read(tenant).await.unwrap();
        let entries = conn.list_entries(0, 100).await.unwrap();
        let leaves = entries.iter().map(|entry| evidence::leaf_hash(entry.entry.as_bytes()));
        let (size, root) = conn.get_log_root().await.unwrap();
        assert_eq!(size, 12);
        assert_eq!(root, evidence::root(leaves));
        let numbers: Vec<i64> = entries.iter().map(|entry| entry.seq).collect();
        assert_eq!(numbers, (0..12).collect::<Vec<_>>());
        assert!(entries.iter().all(|entry| !entry.entry.contains("吉") && !entry.entry.contains("user")));
    }
}

#[tokio::test]
async fn a_transaction_that_is_not_committed_leaves_neither_change_nor_entry() {
    for database in databases() {
        let db = Db::open(database.url()).await.unwrap();
        let tenant = company(&db).await;
        let new = &account("ghost");
        let refused: store::Result<()> = db
            .transact(tenant, |mut tx| async move {
                tx.create_account(new).await?;
                drop(tx.append(event("account.created")).await?);
                Err(store::Error::NotFound)
            })
            .await;
        assert!(matches!(refused, Err(store::Error::NotFound)));
        let mut conn = db.read(tenant).await.unwrap();
        assert_eq!(conn.find_account_by_login("ghost").await.unwrap(), None);
        assert_eq!(conn.get_log_root().await.unwrap().0, 1);
    }
}

#[tokio::test]
async fn writers_that_meet_all_get_their_turn_and_no_number_is_lost() {
    for database in databases() {
        let db = Db::open(database.url()).await.unwrap();
        let tenant = company(&db).await;
        let mut writers = tokio::task::JoinSet::new();
        for number in 0..24 {
            let db = db.clone();
            writers.spawn(async move { add_account(&db, tenant, &format!("user{number}")).await });
        }
        while let Some(done) = writers.join_next().await {
            done.unwrap().unwrap();
        }
        assert_eq!(db.read(tenant).await.unwrap().get_log_root().await.unwrap().0, 25);
    }
}

#[tokio::test]
async fn one_tenant_never_sees_what_is_anothers() {
    for database in databases() {
        let db = Db::open(database.url()).await.unwrap();
        let (ours, theirs) = (company(&db).await, company(&db).await);
        add_account(&db, ours, "ours").await.unwrap();
        assert!(db.read(theirs).await.unwrap().find_account_by_login("ours").await.unwrap().is_none());
        assert!(db.read(ours).await.unwrap().find_account_by_login(" OURS ").await.unwrap().is_some());
    }
}

#[tokio::test]
async fn a_second_account_of_the_same_name_is_refused_and_logged_nowhere() {
    for database in databases() {
        let db = Db::open(database.url()).await.unwrap();
        let tenant = company(&db).await;
        add_account(&db, tenant, "li.min").await.unwrap();
        let refused = add_account(&db, tenant, "Li.Min").await;
        assert!(matches!(refused, Err(store::Error::Duplicate)));
        assert_eq!(db.read(tenant).await.unwrap().get_log_root().await.unwrap().0, 2);
    }
}

#[tokio::test]
async fn a_whole_database_is_carried_from_each_kind_to_each() {
    for from in databases() {
        let source = Db::open(from.url()).await.unwrap();
        let tenant = company(&source).await;
        add_account(&source, tenant, "li.min").await.unwrap();
        let mut lines: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let keep = |table: &str, line: &str| {
            lines.entry(table.to_owned()).or_default().push(line.to_owned());
            Ok(())
        };
        source.dump(keep).await.unwrap();
        for to in databases() {
            let target = Db::open(to.url()).await.unwrap();
            target.load(|table| Ok(lines.get(table).cloned().unwrap_or_default())).await.unwrap();
            let mut conn = target.read(tenant).await.unwrap();
            let mut before = source.read(tenant).await.unwrap();
            let found = conn.find_account_by_login("li.min").await.unwrap();
            assert_eq!(found, before.find_account_by_login("li.min").await.unwrap());
            assert!(found.is_some());
            assert_eq!(conn.get_log_root().await.unwrap(), before.get_log_root().await.unwrap());
            let again = target.load(|_| Ok(Vec::new())).await;
            assert!(matches!(again, Err(store::Error::Duplicate)), "only an empty database is filled");
        }
    }
}
