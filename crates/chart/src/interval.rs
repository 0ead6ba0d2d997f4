//! A probability with its limits, as a small bar for a table.

use crate::{
    Tone,
    geometry::{Frame, clean},
    paint::Paint,
    svg::Svg,
};

const WIDTH: f64 = 160.0;
const HEIGHT: f64 = 10.0;

/// A small bar: the interval as a stretch, the value as a mark in it, and a thin mark for what to compare it with.
#[derive(Debug, Clone, PartialEq)]
pub struct IntervalBar {
    /// What it says in words, for those who do not see it.
    pub title: String,
    /// Lower limit, value, upper limit, from 0 to 1.
    pub value: [f64; 3],
    /// What it is compared with: the average of all.
    pub average: Option<f64>,
    /// Where the bar ends.
    pub most: f64,
    /// The judgement.
    pub tone: Tone,
}

impl IntervalBar {
    /// The bar as SVG.
    pub fn to_svg(&self) -> String {
        let mut svg = Svg::default();
        let (top, bottom) = (2.0, HEIGHT - 2.0);
        let most = if clean(self.most) > 0.0 { clean(self.most) } else { 1.0 };
        let x = |share: f64| (clean(share) / most).clamp(0.0, 1.0) * WIDTH;
        svg.rect(Frame { left: 0.0, top, right: WIDTH, bottom }, 3.0, Paint::Line);
        let [low, value, high] = self.value.map(x);
        svg.rect(Frame { left: low, top, right: high.max(low + 2.0), bottom }, 3.0, self.tone.into());
        let mark = |at: f64, half: f64| {
            let at = at.clamp(half, WIDTH - half);
            Frame { left: at - half, top: 0.0, right: at + half, bottom: HEIGHT }
        };
        if let Some(average) = self.average {
            svg.rect(mark(x(average), 0.5), 0.0, Paint::Muted);
        }
        svg.rect(mark(value, 1.5), 0.0, Paint::Ink);
        svg.finish_bar((WIDTH, HEIGHT), &self.title)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stretch_goes_from_limit_to_limit_and_the_mark_stands_at_the_value() {
        let bar = IntervalBar {
            title: "31%".into(),
            value: [0.2, 0.3, 0.4],
            average: Some(0.1),
            most: 0.5,
            tone: Tone::Bad,
        };
        let svg = bar.to_svg();
        assert!(svg.contains(r#"<rect x="64" y="2" width="64""#), "{svg}");
        assert!(svg.contains(r#"<rect x="94.5" y="0" width="3""#), "{svg}");
        let odd = IntervalBar { value: [f64::NAN, 7.0, f64::INFINITY], most: 0.0, ..bar }.to_svg();
        assert!(!odd.contains("NaN") && !odd.contains("inf"), "{odd}");
    }
}
