//! Values to SVG text: progress with its forecast, bars, time lines, small curves.
//!
//! Pure: no clock, no fonts, no I/O; the same values give the same bytes. Every word comes from the caller, translated
//! and formatted. The pages run under a strict content policy, so there is no script, no `style` attribute and no
//! `<style>` element: an element has a class and presentation attributes, and the page's style sheet has the last word.
//!
//! # Classes
//! - `chart` on every `<svg>`, with `chart-progress`, `chart-bar`, `chart-bars`, `chart-timeline`, `chart-curves`, `chart-course`, `chart-scatter` or `chart-spark`.
//! - `chart-narrow` beside it in the narrow form, which is drawn for a phone.
//! - Colours, one for each token of the design: `c-ink c-secondary c-muted c-line c-card c-brand c-good c-caution c-bad`.
//!   They set `color`; strokes and fills are `currentColor`. Without a style sheet the light colours hold.
//! - `chart-halo` on labels that lie over lines: a rim in the colour of the card.
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        reason = "a test may fail loudly"
    )
)]

mod bars;
mod course;
mod curve;
mod geometry;
mod interval;
mod label;
mod paint;
mod progress;
mod scatter;
mod spark;
mod svg;
mod target_bar;
mod timeline;
mod words;

pub use bars::{BarRow, HorizontalBars};
pub use course::{BandedCourse, Turn};
pub use curve::{CurveLine, Curves};
pub use interval::IntervalBar;
pub use paint::Tone;
pub use progress::{Fan, FanPoint, Line, Mark, Point, ProgressChart};
pub use scatter::{Dot, Scatter};
pub use spark::Sparkline;
pub use target_bar::TargetBar;
pub use timeline::{Step, StepState, TimeLine};

/// For which width a chart is drawn; text keeps its size on both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Size {
    /// A card on a desk.
    #[default]
    Wide,
    /// A phone.
    Narrow,
}
