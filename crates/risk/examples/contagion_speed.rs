//! How long drawing takes on a large company: `contagion_speed GRAPH RUNS`, where the graph is what
//! `benches/contagion_beside_cynetdiff.py` writes: people, ties, seeds, then each tie as three numbers, little-endian.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a measurement, not the product"
)]

use std::{env, fs, time::Instant};

use risk::contagion::{Case, Model, Parts, Runs, Tie, simulate};

fn main() {
    let arguments: Vec<String> = env::args().collect();
    let bytes = fs::read(&arguments[1]).unwrap();
    let runs: u32 = arguments[2].parse().unwrap();
    let case = case(&bytes);
    for threads in [1, 2] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| simulate(&case, Runs { runs: runs.min(20), seed: 2 }));
        let start = Instant::now();
        let answer = pool.install(|| simulate(&case, Runs { runs, seed: 1 }));
        let ms = start.elapsed().as_secs_f64() * 1e3;
        println!("{threads} {ms} {}", answer.expected);
    }
}

fn case(bytes: &[u8]) -> Case {
    let mut words = bytes.chunks_exact(4).map(|word| [word[0], word[1], word[2], word[3]]);
    let mut number = || u32::from_le_bytes(words.next().unwrap_or_default());
    let (people, ties, seeds) = (number(), number(), number());
    let seeds = (0..seeds).map(|_| number()).collect();
    let ties = (0..ties)
        .map(|_| Tie { from: number(), to: number(), p: f64::from(f32::from_bits(number())) })
        .collect();
    let parts = Parts {
        model: Model::Cascade,
        names: (0..people).map(|who| who.to_string()).collect(),
        seeds,
        horizon: None,
        ties,
        background: Vec::new(),
        joint: Vec::new(),
    };
    Case::new(parts).unwrap()
}
