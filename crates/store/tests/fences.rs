//! Companies are kept apart twice: by the first column of every key, and on PostgreSQL by row security that holds for
//! statements written by hand too. A database of a newer version is left alone.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

use std::time::Duration;

use kernel::{Lang, TenantId};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection, Row as _, SqliteConnection};
use store::{Db, Error, Event, accounts::NewAccount, copy::TABLES};
use testkit::{TestDatabase, databases, postgres_database, sqlite_database};
use uuid::Uuid;

async fn company(db: &Db, login: &str) -> TenantId {
    let tenant: TenantId = Uuid::now_v7().into();
    let new = &NewAccount {
        id: Uuid::now_v7().into(),
        login: login.to_owned(),
        display_name: login.to_owned(),
        password_hash: "-".to_owned(),
        person_id: None,
        lang: Lang::Zh,
        created_at: testkit::now(),
    };
    let made: store::Result<()> = db
        .transact(tenant, |mut tx| async move {
            tx.create_tenant(login, testkit::now()).await?;
            tx.create_account(new).await?;
            let receipt = tx.append(event("tenant.created")).await?;
            tx.commit(receipt).await
        })
        .await;
    made.unwrap();
    tenant
}

fn event(kind: &str) -> Event<'_> {
    let contents = vec![([7; 32], "{}".to_owned())];
    Event { actor: Uuid::nil().into(), at: testkit::now(), kind, departure: None, contents }
}

async fn rename(db: &Db, tenant: TenantId, name: &'static str) -> store::Result<()> {
    db.transact(tenant, |mut tx| async move {
        tx.rename_tenant(name).await?;
        let receipt = tx.append(event("tenant.renamed")).await?;
        tx.commit(receipt).await
    })
    .await
}

/// A connection of somebody who writes statements by hand, as the product's own role.
async fn by_hand(database: &TestDatabase) -> PgConnection {
    PgConnection::connect(database.url()).await.unwrap()
}

async fn texts(connection: &mut PgConnection, sql: &str) -> Vec<String> {
    sqlx::query_scalar(AssertSqlSafe(sql.to_owned())).fetch_all(connection).await.unwrap()
}

/// `(table, name of the key, its columns in order)` of every primary key, unique key, index and foreign key.
async fn keys_of_sqlite(database: &TestDatabase) -> Vec<(String, String, Vec<String>)> {
    const INDEXES: &str = "SELECT m.name AS t, l.name AS k, i.name AS c FROM sqlite_schema m \
        JOIN pragma_index_list(m.name) l JOIN pragma_index_info(l.name) i WHERE m.type = 'table' ORDER BY m.name, l.name, i.seqno";
    const FOREIGN: &str = "SELECT m.name AS t, 'fk' || f.id AS k, f.\"from\" AS c FROM sqlite_schema m \
        JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table' ORDER BY m.name, f.id, f.seq";
    let mut connection = SqliteConnection::connect(database.url()).await.unwrap();
    let mut rows = connection.fetch_all(INDEXES).await.unwrap();
    rows.extend(connection.fetch_all(FOREIGN).await.unwrap());
    gather(rows.iter().map(|row| (row.get("t"), row.get("k"), row.get("c"))))
}

async fn keys_of_postgres(database: &TestDatabase) -> Vec<(String, String, Vec<String>)> {
    const INDEXES: &str = "SELECT t.relname::text AS t, k.relname::text AS k, a.attname::text AS c FROM pg_index i \
        JOIN pg_class t ON t.oid = i.indrelid JOIN pg_class k ON k.oid = i.indexrelid JOIN pg_namespace n ON n.oid = t.relnamespace \
        CROSS JOIN LATERAL unnest(i.indkey::smallint[]) WITH ORDINALITY AS p (attnum, place) \
        JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = p.attnum WHERE n.nspname = 'public' ORDER BY 1, 2, p.place";
    const FOREIGN: &str = "SELECT t.relname::text AS t, f.conname::text AS k, a.attname::text AS c FROM pg_constraint f \
        JOIN pg_class t ON t.oid = f.conrelid CROSS JOIN LATERAL unnest(f.conkey) WITH ORDINALITY AS p (attnum, place) \
        JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = p.attnum WHERE f.contype = 'f' ORDER BY 1, 2, p.place";
    let mut connection = by_hand(database).await;
    let mut rows = connection.fetch_all(INDEXES).await.unwrap();
    rows.extend(connection.fetch_all(FOREIGN).await.unwrap());
    gather(rows.iter().map(|row| (row.get("t"), row.get("k"), row.get("c"))))
}

fn gather(rows: impl Iterator<Item = (String, String, String)>) -> Vec<(String, String, Vec<String>)> {
    let mut keys: Vec<(String, String, Vec<String>)> = Vec::new();
    for (table, key, column) in rows.filter(|(table, ..)| !table.starts_with("_sqlx")) {
        match keys.last_mut().filter(|last| last.0 == table && last.1 == key) {
            Some(last) => last.2.push(column),
            None => keys.push((table, key, vec![column])),
        }
    }
    keys
}

#[tokio::test]
async fn the_tenant_is_the_first_column_of_every_key() {
    for database in databases() {
        Db::open(database.url()).await.unwrap().close().await;
        let keys = match database.kind() {
            "sqlite" => keys_of_sqlite(&database).await,
            _ => keys_of_postgres(&database).await,
        };
        for table in TABLES {
            assert!(keys.iter().any(|(of, ..)| of == table), "{}: {table} has no key", database.kind());
        }
        for (table, key, columns) in keys {
            let first = if table == "tenant" { "id" } else { "tenant_id" };
            assert_eq!(columns[0], first, "{}: {table} {key} {columns:?}", database.kind());
        }
    }
}

#[tokio::test]
async fn every_table_of_postgresql_has_row_security_that_binds_its_owner() {
    const LACKING: &str = "SELECT c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
        WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND c.relname NOT LIKE '\\_sqlx%' AND NOT (c.relrowsecurity \
        AND c.relforcerowsecurity AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid))";
    let Some(database) = postgres_database() else { return };
    Db::open(database.url()).await.unwrap().close().await;
    let lacking = texts(&mut by_hand(&database).await, LACKING).await;
    assert!(lacking.is_empty(), "{lacking:?}");
}

#[tokio::test]
async fn a_statement_by_hand_sees_only_the_tenant_that_was_set_and_none_where_none_was() {
    let Some(database) = postgres_database() else { return };
    let db = Db::open(database.url()).await.unwrap();
    let (ours, theirs) = (company(&db, "ours").await, company(&db, "theirs").await);
    let mut hand = by_hand(&database).await;
    for table in TABLES {
        let count = format!("SELECT count(*)::text FROM {table}");
        assert_eq!(texts(&mut hand, &count).await, ["0"], "{table} without a tenant");
    }
    for (tenant, login) in [(ours, "ours"), (theirs, "theirs")] {
        let mut tx = hand.begin().await.unwrap();
        texts(&mut tx, &format!("SELECT set_config('app.tenant', '{tenant}', true)")).await;
        assert_eq!(texts(&mut tx, "SELECT login FROM account").await, [login]);
        assert_eq!(texts(&mut tx, "SELECT name FROM tenant").await, [login]);
        let foreign = if tenant == ours { theirs } else { ours };
        let insert = format!(
            "INSERT INTO account_role (tenant_id, account_id, role) SELECT '{foreign}', id, 'admin' FROM account"
        );
        let refused = sqlx::query(AssertSqlSafe(insert)).execute(&mut *tx).await.unwrap_err();
        assert_eq!(refused.as_database_error().unwrap().code().unwrap(), "42501", "{refused}");
        tx.rollback().await.unwrap();
    }
    // After a transaction that set a tenant the setting is empty, which must not be taken for an id.
    assert_eq!(texts(&mut hand, "SELECT count(*)::text FROM account").await, ["0"]);
}

#[tokio::test]
async fn a_delete_without_a_condition_touches_nothing_foreign() {
    let Some(database) = postgres_database() else { return };
    let db = Db::open(database.url()).await.unwrap();
    let (ours, theirs) = (company(&db, "ours").await, company(&db, "theirs").await);
    let mut hand = by_hand(&database).await;
    let mut tx = hand.begin().await.unwrap();
    texts(&mut tx, &format!("SELECT set_config('app.tenant', '{ours}', true)")).await;
    assert_eq!(sqlx::query("DELETE FROM account").execute(&mut *tx).await.unwrap().rows_affected(), 1);
    tx.commit().await.unwrap();
    assert!(db.read(ours).await.unwrap().find_account_by_login("ours").await.unwrap().is_none());
    assert!(db.read(theirs).await.unwrap().find_account_by_login("theirs").await.unwrap().is_some());
}

#[tokio::test]
async fn a_role_that_row_security_does_not_bind_is_refused() {
    let Some(database) = postgres_database() else { return };
    let above = database.superuser_url().expect("a database of PostgreSQL");
    let Err(refused) = Db::open(&above).await else { panic!("a superuser was let in") };
    assert!(matches!(refused, Error::RoleAboveRowSecurity { .. }), "{refused}");
}

#[tokio::test]
async fn a_database_of_several_companies_is_carried_whole() {
    for from in databases() {
        let source = Db::open(from.url()).await.unwrap();
        company(&source, "ours").await;
        let theirs = company(&source, "theirs").await;
        let mut lines: Vec<(String, String)> = Vec::new();
        let keep = |table: &str, line: &str| {
            lines.push((table.to_owned(), line.to_owned()));
            Ok(())
        };
        source.dump(keep).await.unwrap();
        assert_eq!(lines.iter().filter(|(table, _)| table == "account").count(), 2, "{}", from.kind());
        for to in databases() {
            let target = Db::open(to.url()).await.unwrap();
            let of = |table: &str| {
                Ok(lines.iter().filter(|(of, _)| of == table).map(|(_, line)| line.clone()).collect())
            };
            target.load(of).await.unwrap();
            let mut conn = target.read(theirs).await.unwrap();
            assert!(conn.find_account_by_login("theirs").await.unwrap().is_some());
        }
    }
}

#[tokio::test]
async fn a_database_that_a_newer_version_made_is_refused_and_left_as_it_is() {
    const NEWER: &str = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
        VALUES (9999, 'of the future', TRUE, ";
    for database in databases() {
        let db = Db::open(database.url()).await.unwrap();
        company(&db, "ours").await;
        db.close().await;
        if database.kind() == "sqlite" {
            let mut hand = SqliteConnection::connect(database.url()).await.unwrap();
            hand.execute(AssertSqlSafe(format!("{NEWER} x'00', 1)"))).await.unwrap();
        } else {
            by_hand(&database).await.execute(AssertSqlSafe(format!("{NEWER} '\\x00', 1)"))).await.unwrap();
        }
        let Err(refused) = Db::open(database.url()).await else { panic!("{}", database.kind()) };
        assert!(matches!(refused, Error::NewerSchema { version: 9999 }), "{refused}");
        assert!(refused.to_string().contains("newer version"), "{refused}");
    }
}

/// Somebody else changes the log's head meanwhile: the whole transaction is done again, and nobody is told.
#[tokio::test]
async fn a_serialization_failure_of_postgresql_is_tried_again() {
    let Some(database) = postgres_database() else { return };
    let name = database.url().rsplit('/').next().unwrap().to_owned();
    let serializable = format!("ALTER DATABASE {name} SET default_transaction_isolation = 'serializable'");
    by_hand(&database).await.execute(AssertSqlSafe(serializable)).await.unwrap();
    let db = Db::open(database.url()).await.unwrap();
    let tenant = company(&db, "ours").await;
    let mut hand = by_hand(&database).await;
    let mut other = hand.begin().await.unwrap();
    texts(&mut other, &format!("SELECT set_config('app.tenant', '{tenant}', true)")).await;
    sqlx::query("UPDATE evidence_head SET size = size").execute(&mut *other).await.unwrap();
    let give_way = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        other.commit().await
    };
    let (written, given) = tokio::join!(rename(&db, tenant, "二"), give_way);
    given.unwrap();
    written.unwrap();
    assert_eq!(db.find_tenant().await.unwrap().unwrap().name, "二");
    assert_eq!(db.read(tenant).await.unwrap().get_log_root().await.unwrap().0, 2);
}

#[tokio::test]
async fn a_writer_of_sqlite_waits_for_another_process_and_gives_up_with_a_clear_word() {
    let database = sqlite_database();
    let db = Db::open(database.url()).await.unwrap();
    let tenant = company(&db, "ours").await;
    let mut hand = SqliteConnection::connect(database.url()).await.unwrap();
    hand.execute("BEGIN IMMEDIATE").await.unwrap();
    let refused = rename(&db, tenant, "二").await.unwrap_err();
    assert!(refused.is_unavailable(), "{refused}");
    let mut conn = db.read(tenant).await.unwrap();
    assert_eq!(conn.get_log_root().await.unwrap().0, 1, "reading goes on, and nothing was written");
    hand.execute("COMMIT").await.unwrap();
    rename(&db, tenant, "二").await.unwrap();
}
