//! How something ran, against the band in which it usually lies, with the place where it changed.

use crate::{
    Size, Tone,
    geometry::{Frame, Place, clean},
    label::{Anchor, Label},
    paint::Paint,
    svg::{Dashes, Head, Stroke, Svg},
};

const FONT: f64 = 11.0;

/// Where it changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Turn {
    /// At which point, from 0.
    pub at: f64,
    /// What stands there.
    pub label: String,
}

/// A line over points that are as far apart, with a band.
#[derive(Debug, Clone, PartialEq)]
pub struct BandedCourse {
    /// Unique on the page.
    pub id: String,
    /// What it says in words.
    pub title: String,
    /// The same in more words.
    pub description: String,
    /// The points; nothing where nothing was observed.
    pub points: Vec<Option<f64>>,
    /// Between what it usually lies.
    pub band: Option<(f64, f64)>,
    /// Where it changed.
    pub turn: Option<Turn>,
    /// Labels of points below.
    pub ticks: Vec<(usize, String)>,
    /// For which width.
    pub size: Size,
}

impl BandedCourse {
    /// The chart as SVG.
    pub fn to_svg(&self) -> String {
        let right = if self.size == Size::Wide { 720.0 } else { 320.0 };
        let frame = Frame { left: 26.0, top: 22.0, right, bottom: 96.0 };
        let seen = self.points.iter().flatten().map(|value| clean(*value));
        let top = seen.chain(self.band.map(|band| clean(band.1))).fold(1.0, f64::max);
        let steps = float(self.points.len().saturating_sub(1)).max(1.0);
        let x = |at: f64| frame.left + (clean(at) / steps).clamp(0.0, 1.0) * (frame.right - frame.left);
        let y = |value: f64| frame.bottom - (clean(value) / top).clamp(0.0, 1.0) * (frame.bottom - frame.top);
        let mut svg = Svg::default();
        if let Some((low, high)) = self.band {
            let corners = [(frame.left, high), (frame.right, high), (frame.right, low), (frame.left, low)];
            svg.polygon(&corners.map(|(x, value)| Place { x, y: y(value) }), Paint::Brand, 0.12);
        }
        for value in [0.0, top] {
            let at = Place { x: frame.left - 6.0, y: y(value) + 4.0 };
            let text = crate::svg::number(value);
            svg.text(&Label { text: &text, at, anchor: Anchor::End, font: FONT, paint: Paint::Secondary });
        }
        for run in self.runs() {
            let places: Vec<Place> =
                run.iter().map(|(at, value)| Place { x: x(float(*at)), y: y(*value) }).collect();
            svg.polyline(&places, Stroke::solid(Tone::Brand.into(), 1.8));
            for place in &places {
                svg.dot(*place, 2.2, Tone::Brand.into());
            }
        }
        self.mark_turn(&mut svg, frame, &x);
        for (at, label) in &self.ticks {
            let x = x(float(*at));
            let anchor = if *at == 0 {
                Anchor::Start
            } else if x > frame.right - 30.0 {
                Anchor::End
            } else {
                Anchor::Middle
            };
            let at = Place { x, y: frame.bottom + 16.0 };
            svg.text(&Label { text: label, at, anchor, font: FONT, paint: Paint::Secondary });
        }
        svg.finish(&Head {
            class: "chart-course",
            size: self.size,
            width: right + 12.0,
            height: 120.0,
            title: &self.title,
            description: Some((&self.id, &self.description)),
        })
    }

    /// Stretches without a gap.
    fn runs(&self) -> Vec<Vec<(usize, f64)>> {
        let mut runs: Vec<Vec<(usize, f64)>> = vec![Vec::new()];
        for (at, point) in self.points.iter().enumerate() {
            match (point, runs.last_mut()) {
                (Some(value), Some(run)) => run.push((at, *value)),
                _ => runs.push(Vec::new()),
            }
        }
        runs
    }

    fn mark_turn(&self, svg: &mut Svg, frame: Frame, x: &impl Fn(f64) -> f64) {
        let Some(turn) = &self.turn else { return };
        let x = x(turn.at);
        let line = [Place { x, y: frame.top - 4.0 }, Place { x, y: frame.bottom }];
        svg.polyline(&line, Stroke { paint: Paint::Bad, width: 1.2, dashes: Dashes::Dashed });
        let is_right = x > f64::midpoint(frame.left, frame.right);
        let anchor = if is_right { Anchor::End } else { Anchor::Start };
        svg.open_halo();
        let at = Place { x, y: 12.0 };
        svg.text(&Label { text: &turn.label, at, anchor, font: FONT, paint: Paint::Bad });
        svg.close();
    }
}

fn float(step: usize) -> f64 {
    f64::from(u32::try_from(step).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_leaves_out_what_was_not_observed_and_the_change_is_marked() {
        let course = BandedCourse {
            id: "c".into(),
            title: "请假".into(),
            description: "说明".into(),
            points: vec![Some(0.0), Some(1.0), None, Some(4.0), Some(f64::NAN)],
            band: Some((0.0, 2.0)),
            turn: Some(Turn { at: 3.0, label: "9 月起".into() }),
            ticks: vec![(0, "1 月".into()), (4, "5 月".into())],
            size: Size::Wide,
        };
        let svg = course.to_svg();
        assert_eq!(svg.matches("<polyline").count(), 3, "two stretches and the mark: {svg}");
        assert!(svg.contains("<polygon") && svg.contains("9 月起") && !svg.contains("NaN"));
        let empty = BandedCourse { points: Vec::new(), band: None, turn: None, ticks: Vec::new(), ..course };
        assert!(!empty.to_svg().contains("<polyline"));
    }
}
