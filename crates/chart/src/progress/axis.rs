//! What stands beside and under the plot: the shares, and the days in as many rows as they need.

use super::{Mark, ProgressChart};
use crate::{
    geometry::{Place, Plot},
    label::{Anchor, Label},
    paint::Paint,
    svg::Svg,
    words,
};

const FONT: f64 = 11.0;
const ROW: f64 = 15.0;
/// Keeps the first row clear of the scale's 0%.
const LIFT: f64 = 4.0;
const GAP: f64 = 8.0;
const ROWS_FOR_MARKS: usize = 3;

/// Draws the labels of both scales; answers the height of the whole drawing.
pub(super) fn draw(chart: &ProgressChart, svg: &mut Svg, plot: &Plot) -> f64 {
    for (share, text) in [(0.0, "0%"), (0.5, "50%"), (1.0, "100%")] {
        let at = Place { x: plot.frame.left - 6.0, y: plot.y(share) + FONT * 0.35 };
        svg.text(&Label { text, at, anchor: Anchor::End, font: FONT, paint: Paint::Secondary });
    }
    let mut rows = Rows { plot, taken: Vec::new() };
    let marks = chart.today.iter().map(|mark| (mark, Paint::Ink));
    let marks = marks.chain(chart.last_day.iter().map(|mark| (mark, Paint::Ink)));
    for (mark, paint) in marks {
        rows.write(svg, mark, paint, ROWS_FOR_MARKS);
    }
    for tick in &chart.ticks {
        rows.write(svg, tick, Paint::Secondary, 1);
    }
    let used = u32::try_from(rows.taken.len().max(1)).map_or(1.0, f64::from);
    plot.frame.bottom + used * ROW + LIFT + 6.0
}

/// The rows under the plot, each with the stretches that are taken.
struct Rows<'a> {
    plot: &'a Plot,
    taken: Vec<Vec<(f64, f64)>>,
}

impl Rows<'_> {
    /// Writes a label into the first of the rows with room for it; without room it is left out.
    fn write(&mut self, svg: &mut Svg, mark: &Mark, paint: Paint, rows: usize) {
        if mark.label.is_empty() {
            return;
        }
        let (from, to) = self.stretch(mark);
        for row in 0..rows {
            if self.taken.len() == row {
                self.taken.push(Vec::new());
            }
            let Some(taken) = self.taken.get_mut(row) else { return };
            if taken.iter().all(|(left, right)| to + GAP <= *left || *right + GAP <= from) {
                taken.push((from, to));
                let below = u32::try_from(row + 1).map_or(1.0, f64::from) * ROW + LIFT;
                let at = Place { x: f64::midpoint(from, to), y: self.plot.frame.bottom + below };
                svg.text(&Label { text: &mark.label, at, anchor: Anchor::Middle, font: FONT, paint });
                return;
            }
        }
    }

    /// The label centred under its day, moved as far as needed to stay inside the drawing.
    fn stretch(&self, mark: &Mark) -> (f64, f64) {
        let half = words::width(&mark.label, FONT) / 2.0;
        let (left, right) = (2.0, self.plot.frame.right + 6.0);
        let centre = self.plot.x(mark.day).min(right - half).max(left + half);
        (centre - half, centre + half)
    }
}
