//! An import from the upload to its end, and what is remembered of header sets, on both databases.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

use kernel::{AccountId, ImportId, TenantId};
use store::{
    Db, Event, Tx,
    imports::{ImportOutcome, NewImport, SavedMapping},
};
use uuid::Uuid;

fn event() -> Event<'static> {
    Event {
        actor: Uuid::nil().into(),
        at: testkit::now(),
        kind: "import.tested",
        departure: None,
        contents: Vec::new(),
    }
}

async fn write<T, F>(db: &Db, tenant: TenantId, work: F) -> T
where
    F: AsyncFn(&mut Tx) -> store::Result<T>,
{
    let work = &work;
    db.transact(tenant, |mut tx| async move {
        let made = work(&mut tx).await?;
        let receipt = tx.append(event()).await?;
        tx.commit(receipt).await?;
        Ok::<T, store::Error>(made)
    })
    .await
    .unwrap()
}

fn upload(kind: &str, sha256: &str) -> NewImport {
    NewImport {
        id: Uuid::now_v7().into(),
        kind: kind.to_owned(),
        file_name: "花名册.xlsx".to_owned(),
        sha256: sha256.to_owned(),
        uploaded_by: Uuid::nil().into(),
        uploaded_at: testkit::now(),
    }
}

fn done() -> ImportOutcome {
    ImportOutcome {
        status: "done",
        kind: "roster".to_owned(),
        finished_at: testkit::now(),
        accepted: 393,
        refused: 9,
        added: 390,
        changed: 2,
        same: 1,
        report: "{}".to_owned(),
    }
}

#[tokio::test]
async fn an_import_is_open_until_it_ends_once() {
    for database in testkit::databases() {
        let db = Db::open(database.url()).await.unwrap();
        let tenant: TenantId = Uuid::now_v7().into();
        write(&db, tenant, async |tx| tx.create_tenant("江南精工", testkit::now()).await).await;
        let (first, second) = (upload("", "aa"), upload("roster", "bb"));
        write(&db, tenant, async |tx| {
            tx.create_import(&first).await?;
            tx.create_import(&second).await
        })
        .await;
        let mut conn = db.read(tenant).await.unwrap();
        assert_eq!(conn.list_open_imports().await.unwrap().len(), 2, "{}", database.kind());
        assert!(write(&db, tenant, async |tx| tx.set_import_kind(first.id, "events").await).await);
        assert!(write(&db, tenant, async |tx| tx.finish_import(second.id, &done()).await).await);
        assert!(
            !write(&db, tenant, async |tx| tx.finish_import(second.id, &done()).await).await,
            "an import ends once"
        );
        assert!(!write(&db, tenant, async |tx| tx.set_import_kind(second.id, "events").await).await);
        let ids: Vec<ImportId> =
            conn.list_imports(None, 10).await.unwrap().iter().map(|run| run.id).collect();
        assert_eq!(ids, [second.id, first.id], "the newest first");
        assert_eq!(conn.list_imports(Some(second.id), 10).await.unwrap()[0].kind, "events");
        let found = conn.find_import_of_same_file("bb").await.unwrap().unwrap();
        assert_eq!((found.added, found.changed, found.same), (390, 2, 1));
        assert!(
            conn.find_import_of_same_file("aa").await.unwrap().is_none(),
            "an open import is no import yet"
        );
        drop(conn);
        db.close().await;
    }
}

#[tokio::test]
async fn what_was_said_of_a_header_set_is_replaced_by_what_is_said_later() {
    for database in testkit::databases() {
        let db = Db::open(database.url()).await.unwrap();
        let tenant: TenantId = Uuid::now_v7().into();
        write(&db, tenant, async |tx| tx.create_tenant("江南精工", testkit::now()).await).await;
        for mapping in ["{\"a\":1}", "{\"a\":2}"] {
            let saved_by: AccountId = Uuid::nil().into();
            let saved = SavedMapping {
                kind: "roster",
                header_key: "0123",
                mapping,
                saved_by,
                saved_at: testkit::now(),
            };
            write(&db, tenant, async |tx| tx.save_import_mapping(&saved).await).await;
        }
        let mut conn = db.read(tenant).await.unwrap();
        let found = conn.find_import_mapping("roster", "0123").await.unwrap();
        assert_eq!(found.as_deref(), Some("{\"a\":2}"));
        assert_eq!(conn.find_import_mapping("events", "0123").await.unwrap(), None);
        drop(conn);
        db.close().await;
    }
}
