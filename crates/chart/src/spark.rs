//! A small curve inside a line of text or a table cell.

use crate::{
    Size, Tone,
    geometry::{Place, clean},
    svg::{Head, Stroke, Svg},
};

const WIDTH: f64 = 120.0;
const HEIGHT: f64 = 28.0;
const MARGIN: f64 = 3.0;

/// A curve without axes, with a dot on its last value.
#[derive(Debug, Clone, PartialEq)]
pub struct Sparkline {
    /// What it says in words.
    pub title: String,
    /// The values in order, equally far apart.
    pub values: Vec<f64>,
    /// The judgement.
    pub tone: Tone,
}

impl Sparkline {
    /// The curve as SVG; without values only its title.
    pub fn to_svg(&self) -> String {
        let mut svg = Svg::default();
        let places = self.places();
        svg.polyline(&places, Stroke::solid(self.tone.into(), 1.5));
        if let Some(last) = places.last() {
            svg.dot(*last, 2.5, self.tone.into());
        }
        svg.finish(&Head {
            class: "chart-spark",
            size: Size::Wide,
            width: WIDTH,
            height: HEIGHT,
            title: &self.title,
            description: None,
        })
    }

    fn places(&self) -> Vec<Place> {
        let values: Vec<f64> = self.values.iter().copied().map(clean).collect();
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let steps = u32::try_from(values.len().saturating_sub(1)).unwrap_or(u32::MAX).max(1);
        let step = (WIDTH - 2.0 * MARGIN) / f64::from(steps);
        let mut x = if values.len() == 1 { WIDTH - MARGIN } else { MARGIN };
        let mut places = Vec::with_capacity(values.len());
        for value in values {
            let share = if high > low { (value - low) / (high - low) } else { 0.5 };
            places.push(Place { x, y: HEIGHT - MARGIN - share * (HEIGHT - 2.0 * MARGIN) });
            x += step;
        }
        places
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn svg(values: &[f64]) -> String {
        Sparkline { title: "请假".into(), values: values.to_vec(), tone: Tone::Brand }.to_svg()
    }

    #[test]
    fn the_curve_reaches_from_low_to_high_and_ends_in_a_dot() {
        let drawn = svg(&[1.0, 3.0, 2.0]);
        assert!(drawn.contains(r#"points="3,25 60,3 117,14""#), "{drawn}");
        assert!(drawn.contains(r#"<circle cx="117" cy="14" r="2.5""#));
    }

    #[test]
    fn equal_values_run_through_the_middle_and_one_value_is_a_dot() {
        assert!(svg(&[5.0, 5.0]).contains(r#"points="3,14 117,14""#));
        let one = svg(&[5.0]);
        assert!(one.contains("<circle") && !one.contains("<polyline"));
    }

    #[test]
    fn no_values_leave_only_the_title() {
        let none = svg(&[]);
        assert!(none.contains("<title>请假</title>") && !none.contains("<circle"));
    }
}
