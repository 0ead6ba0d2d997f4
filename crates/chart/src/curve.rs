//! Shares over steps: how coverage falls with each who leaves, how it rose month by month.

use crate::{
    Size, Tone,
    geometry::{Frame, Place, Plot, clean},
    label::{Anchor, Label},
    paint::Paint,
    svg::{Head, Stroke, Svg},
};

/// The shares at which the scale has its lines.
const GRID: [(f64, &str); 3] = [(0.0, "0"), (0.5, "50%"), (1.0, "100%")];
const FONT: f64 = 11.0;

/// One line.
#[derive(Debug, Clone, PartialEq)]
pub struct CurveLine {
    /// Its name, at its end.
    pub label: String,
    /// The shares from 0 to 1, a step apart.
    pub shares: Vec<f64>,
    /// The judgement.
    pub tone: Tone,
}

/// Lines over the same steps.
#[derive(Debug, Clone, PartialEq)]
pub struct Curves {
    /// Unique on the page.
    pub id: String,
    /// What it says in words.
    pub title: String,
    /// The same in more words.
    pub description: String,
    /// The lines, the most important last.
    pub lines: Vec<CurveLine>,
    /// Labels of steps below.
    pub ticks: Vec<(usize, String)>,
    /// For which width.
    pub size: Size,
}

impl Curves {
    /// The chart as SVG.
    pub fn to_svg(&self) -> String {
        let (right, bottom) = if self.size == Size::Wide { (500.0, 140.0) } else { (320.0, 140.0) };
        let frame = Frame { left: 38.0, top: 14.0, right, bottom };
        let steps = self.lines.iter().map(|line| line.shares.len()).max().unwrap_or(0);
        let plot = Plot { frame, days: float(steps.saturating_sub(1)).max(1.0) };
        let mut svg = Svg::default();
        for (share, label) in GRID {
            let y = plot.y(share);
            svg.polyline(
                &[Place { x: frame.left, y }, Place { x: right, y }],
                Stroke::solid(Paint::Line, 1.0),
            );
            let at = Place { x: frame.left - 6.0, y: y + 4.0 };
            svg.text(&Label { text: label, at, anchor: Anchor::End, font: FONT, paint: Paint::Secondary });
        }
        for line in &self.lines {
            draw(&mut svg, &plot, line);
        }
        self.draw_ticks(&mut svg, &plot);
        svg.finish(&Head {
            class: "chart-curves",
            size: self.size,
            width: right + 12.0,
            height: bottom + 24.0,
            title: &self.title,
            description: Some((&self.id, &self.description)),
        })
    }

    fn draw_ticks(&self, svg: &mut Svg, plot: &Plot) {
        for (step, label) in &self.ticks {
            let x = plot.x(float(*step));
            let anchor = match *step {
                0 => Anchor::Start,
                _ if x > plot.frame.right - 24.0 => Anchor::End,
                _ => Anchor::Middle,
            };
            let at = Place { x, y: plot.frame.bottom + 16.0 };
            svg.text(&Label { text: label, at, anchor, font: FONT, paint: Paint::Secondary });
        }
    }
}

fn float(step: usize) -> f64 {
    f64::from(u32::try_from(step).unwrap_or(u32::MAX))
}

fn draw(svg: &mut Svg, plot: &Plot, line: &CurveLine) {
    let places: Vec<Place> =
        line.shares.iter().enumerate().map(|(step, share)| plot.place(float(step), clean(*share))).collect();
    svg.polyline(&places, Stroke::solid(line.tone.into(), 2.0));
    if let Some(last) = places.last() {
        svg.dot(*last, 3.0, line.tone.into());
        let y = if last.y - 6.0 < plot.frame.top { last.y + 14.0 } else { last.y - 6.0 };
        let at = Place { x: last.x, y };
        svg.open_halo();
        svg.text(&Label {
            text: &line.label,
            at,
            anchor: Anchor::End,
            font: FONT,
            paint: line.tone.for_words(),
        });
        svg.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(shares: &[f64]) -> String {
        let line = CurveLine { label: "有人掌握".into(), shares: shares.to_vec(), tone: Tone::Brand };
        let curves = Curves {
            id: "c".into(),
            title: "覆盖".into(),
            description: "说明".into(),
            lines: vec![line],
            ticks: vec![(0, "0 人".into()), (2, "2 人".into())],
            size: Size::Wide,
        };
        curves.to_svg()
    }

    #[test]
    fn the_line_goes_from_the_first_step_to_the_last_and_says_its_name() {
        let svg = drawn(&[1.0, 0.5, 0.0]);
        assert!(svg.contains(r#"points="38,14 269,77 500,140""#), "{svg}");
        assert!(svg.contains("有人掌握") && svg.contains("0 人") && svg.contains("2 人"));
    }

    #[test]
    fn nothing_and_nonsense_are_drawn_without_a_line_or_at_the_rim() {
        assert!(!drawn(&[]).contains("<circle"));
        let svg = drawn(&[f64::NAN, 7.0]);
        assert!(svg.contains(r#"points="38,140 500,14""#), "{svg}");
    }
}
