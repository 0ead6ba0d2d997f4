//! How long large files take: `cargo bench -p leavewell --bench loads -- ROSTER LEAVE [POSTGRES_URL]`.
//!
//! Each file goes the way of an upload: taken in by pieces, read in the background until its preview can be looked at,
//! then carried out; twice, so that the second round shows what a repeat costs. Refused rows are left out. Prints
//! seconds, and the highest resident memory of the whole process so far.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    missing_docs,
    reason = "a bench is run by hand"
)]

mod support;

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use app::Cx;
use app_people::imports::{self, State};
use kernel::ImportId;

const PIECE: usize = 64 * 1024;

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let files: Vec<PathBuf> = arguments.by_ref().take(2).map(PathBuf::from).collect();
    let url = arguments.next();
    if files.is_empty() {
        println!("name the files: cargo bench -p leavewell --bench loads -- ROSTER LEAVE [POSTGRES_URL]");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let (app, cx) = support::company(folder.path(), url.as_deref()).await;
        println!("| file | round | rows | upload to preview s | commit s | highest MB |\n| --- | --- | --- | --- | --- | --- |");
        for round in 1..=2 {
            for file in &files {
                measure(&cx, file, round).await;
            }
        }
        app.db().close().await;
    });
}

async fn measure(cx: &Cx, file: &Path, round: usize) {
    let bytes = std::fs::read(file).unwrap();
    let begun = Instant::now();
    let mut upload = imports::begin_upload(cx).await.unwrap();
    for piece in bytes.chunks(PIECE) {
        upload.write(piece).await.unwrap();
    }
    let name = file.file_name().unwrap().to_string_lossy().into_owned();
    let id = imports::finish_upload(cx, upload, &name, None).await.unwrap();
    let rows = match settled(cx, id).await {
        State::Ready(preview, _) => preview.counts.accepted,
        other => panic!("{name} cannot be looked at: {other:?}"),
    };
    let read = begun.elapsed();
    let begun = Instant::now();
    imports::commit(cx, id, true).await.unwrap();
    match settled(cx, id).await {
        State::Ended => {}
        State::Ready(_, trouble) => panic!("{name} was not stored: {trouble:?}"),
        other => panic!("{name} was not stored: {other:?}"),
    }
    let (_, highest) = support::memory_kb(std::process::id());
    println!(
        "| {name} | {round} | {rows} | {:.2} | {:.2} | {} |",
        read.as_secs_f64(),
        begun.elapsed().as_secs_f64(),
        highest / 1024
    );
}

async fn settled(cx: &Cx, id: ImportId) -> State {
    loop {
        match imports::open(cx, id).await.unwrap().1 {
            State::Working(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            state => return state,
        }
    }
}
