//! The public reference vectors; read in place, and skipped aloud where they are absent.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

use std::{fs, path::PathBuf};

use evidence::{Hash, leaf_hash, root, root_of_hex_lines};
use serde_json::Value;

fn file(name: &str) -> Option<Vec<u8>> {
    let path =
        PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/evidence")).join(name);
    let bytes = fs::read(&path).ok();
    if bytes.is_none() {
        eprintln!("skipped: the reference data {name} is not here");
    }
    bytes
}

fn json(name: &str) -> Option<Value> {
    file(name).map(|bytes| serde_json::from_slice(&bytes).expect("the reference is JSON"))
}

#[test]
fn the_leaves_and_roots_of_certificate_transparency_come_out() {
    let Some(reference) = json("rfc6962_reference.json") else { return };
    let tree = &reference["trees"][0];
    let lines: Vec<&str> =
        tree["leaves_hex"].as_array().unwrap().iter().map(|leaf| leaf.as_str().unwrap()).collect();
    let hashes = tree["leaf_hashes"].as_array().unwrap();
    for (line, hash) in lines.iter().zip(hashes) {
        assert_eq!(root_of_hex_lines(format!("{line}\n")).unwrap().to_string(), hash.as_str().unwrap());
    }
    for (size, expected) in tree["roots"].as_object().unwrap() {
        let text: String = lines.iter().take(size.parse().unwrap()).flat_map(|line| [line, "\n"]).collect();
        assert_eq!(root_of_hex_lines(text).unwrap().to_string(), expected.as_str().unwrap(), "size {size}");
    }
}

#[test]
fn the_log_of_300_entries_has_the_root_of_its_checkpoint() {
    let (Some(full), Some(rest), Some(checkpoint)) =
        (file("log300/tile/entries/000"), file("log300/tile/entries/001.p/44"), file("log300/checkpoint"))
    else {
        return;
    };
    let entries = [bundle(&full), bundle(&rest)].concat();
    assert_eq!(entries.len(), 300);
    let expected = String::from_utf8(checkpoint).unwrap().lines().nth(2).unwrap().to_owned();
    let found = root(entries.iter().map(|entry| leaf_hash(entry)));
    assert_eq!(base64::Engine::encode(&base64::prelude::BASE64_STANDARD, found.as_bytes()), expected);
}

/// An entry bundle: each entry after its length in two bytes.
fn bundle(mut bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut entries = Vec::new();
    while let [high, low, rest @ ..] = bytes {
        let (entry, rest) = rest.split_at(usize::from(u16::from_be_bytes([*high, *low])));
        entries.push(entry.to_vec());
        bytes = rest;
    }
    entries
}

#[test]
fn accepted_inclusion_proofs_at_the_right_edge_rebuild_their_root() {
    let Some(cases) = json("merkle_conformance.json") else { return };
    let mut checked = 0;
    for case in cases["inclusion"].as_array().unwrap().iter().filter(|case| case["valid"] == true) {
        let (index, size) = (case["index"].as_u64().unwrap(), case["size"].as_u64().unwrap());
        if index + 1 != size {
            continue;
        }
        // The path of the newest leaf is the frontier before it, the smallest subtree first.
        let proof: Vec<&str> =
            case["proof"].as_array().unwrap().iter().map(|hash| hash.as_str().unwrap()).collect();
        let before: String = proof.iter().rev().flat_map(|hash| [" ", hash]).collect();
        let text = format!("v1 {index}{before}");
        let mut frontier: evidence::Frontier = text.parse().unwrap();
        frontier.append(case["leaf_hash"].as_str().unwrap().parse::<Hash>().unwrap());
        assert_eq!(frontier.root().to_string(), case["root"].as_str().unwrap(), "{}", case["name"]);
        checked += 1;
    }
    assert!(checked > 0, "the reference holds proofs of newest leaves");
}
