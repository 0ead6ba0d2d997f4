//! A bar on standard error, where somebody sits at a terminal; nothing elsewhere.

use std::{
    io::Write as _,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use app_people::imports::{Phase, Watch};

use crate::output;

const WIDTH: u64 = 30;
const EVERY: Duration = Duration::from_millis(100);

/// The line that a bar is: `[#####     ] 5000 of 10000 rows`.
fn line(what: &str, done: u64, total: u64) -> String {
    if total == 0 {
        return what.to_owned();
    }
    let filled = usize::try_from(done.min(total) * WIDTH / total).unwrap_or(0);
    let empty = usize::try_from(WIDTH).unwrap_or(0).saturating_sub(filled);
    format!("[{}{}] {done} of {total} rows", "#".repeat(filled), " ".repeat(empty))
}

/// Writes over the line before.
fn draw(text: &str) {
    let mut err = std::io::stderr().lock();
    // A terminal that went away is no reason to stop.
    let _ = write!(err, "\r\x1b[2K{text}");
    let _ = err.flush();
}

/// A bar that follows work under way in other threads.
pub(super) struct Bar {
    is_over: Arc<AtomicBool>,
    painter: Option<JoinHandle<()>>,
}

impl Bar {
    /// Begins to follow.
    pub(super) fn over(watch: Arc<Watch>) -> Self {
        let is_over = Arc::new(AtomicBool::new(false));
        let painter = output::is_terminal().then(|| {
            let is_over = Arc::clone(&is_over);
            thread::spawn(move || {
                while !is_over.load(Ordering::Relaxed) {
                    let (done, total) = watch.rows();
                    draw(&match watch.phase() {
                        Phase::Waiting | Phase::Opening => line("checking the file …", 0, 0),
                        Phase::Judging => line("reading …", done, total),
                        Phase::Comparing => line("comparing with what is stored …", 0, 0),
                        Phase::Writing => line("storing …", 0, 0),
                    });
                    thread::sleep(EVERY);
                }
            })
        });
        Self { is_over, painter }
    }

    /// Takes the bar away.
    pub(super) fn clear(self) {
        self.is_over.store(true, Ordering::Relaxed);
        if let Some(painter) = self.painter {
            let _ = painter.join();
            draw("");
        }
    }
}

/// A bar that is told how far the work is.
pub(super) struct Told {
    last: Option<Instant>,
    is_shown: bool,
}

impl Told {
    pub(super) fn new() -> Self {
        Self { last: None, is_shown: output::is_terminal() }
    }

    /// Draws, but not more often than an eye can follow.
    pub(super) fn tell(&mut self, done: u64, total: u64) {
        if self.is_shown && self.last.is_none_or(|last| last.elapsed() >= EVERY) {
            self.last = Some(Instant::now());
            draw(&line("reading …", done, total));
        }
    }

    pub(super) fn clear(&self) {
        if self.is_shown {
            draw("");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_grows_with_the_rows_and_never_beyond_its_width() {
        assert_eq!(line("x", 0, 0), "x");
        assert_eq!(line("", 50, 100), format!("[{}{}] 50 of 100 rows", "#".repeat(15), " ".repeat(15)));
        assert_eq!(line("", 200, 100), format!("[{}] 200 of 100 rows", "#".repeat(30)));
    }
}
