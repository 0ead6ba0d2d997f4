//! People by likelihood and cost: who is likely to leave and would be missed stands at the upper right.

use std::collections::BTreeSet;

use crate::{
    Size, Tone,
    geometry::{Frame, Place, clean},
    label::{Anchor, Label},
    paint::Paint,
    svg::{Head, Stroke, Svg},
};

const FONT: f64 = 11.0;

/// One of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Dot {
    /// To the right, from 0 to 1 of the scale.
    pub right: f64,
    /// Up, from 0 to 1.
    pub up: f64,
    /// What stands beside it; empty for most.
    pub label: String,
    /// The judgement.
    pub tone: Tone,
}

/// Dots over two scales.
#[derive(Debug, Clone, PartialEq)]
pub struct Scatter {
    /// Unique on the page.
    pub id: String,
    /// What it says in words.
    pub title: String,
    /// The same in more words.
    pub description: String,
    /// What the scale to the right is, with the words at its ends.
    pub right: [String; 3],
    /// What the scale up is, with the words at its ends.
    pub up: [String; 3],
    /// The dots; those to be seen come last.
    pub dots: Vec<Dot>,
    /// For which width.
    pub size: Size,
}

impl Scatter {
    /// The chart as SVG.
    pub fn to_svg(&self) -> String {
        let right = if self.size == Size::Wide { 420.0 } else { 320.0 };
        let frame = Frame { left: 34.0, top: 24.0, right, bottom: 250.0 };
        let (middle_x, middle_y) =
            (f64::midpoint(frame.left, frame.right), f64::midpoint(frame.top, frame.bottom));
        let mut svg = Svg::default();
        let corner =
            [(middle_x, frame.top), (frame.right, frame.top), (frame.right, middle_y), (middle_x, middle_y)];
        svg.polygon(&corner.map(|(x, y)| Place { x, y }), Paint::Bad, 0.08);
        for line in [
            [(frame.left, frame.top), (frame.right, frame.top)],
            [(frame.left, middle_y), (frame.right, middle_y)],
            [(frame.left, frame.bottom), (frame.right, frame.bottom)],
            [(frame.left, frame.top), (frame.left, frame.bottom)],
            [(middle_x, frame.top), (middle_x, frame.bottom)],
            [(frame.right, frame.top), (frame.right, frame.bottom)],
        ] {
            svg.polyline(&line.map(|(x, y)| Place { x, y }), Stroke::solid(Paint::Line, 1.0));
        }
        self.crowd(&mut svg, frame);
        for dot in self.dots.iter().filter(|dot| !dot.label.is_empty()) {
            named(&mut svg, frame, dot);
        }
        self.scales(&mut svg, frame, (middle_x, middle_y));
        svg.finish(&Head {
            class: "chart-scatter",
            size: self.size,
            width: right + 14.0,
            height: 288.0,
            title: &self.title,
            description: Some((&self.id, &self.description)),
        })
    }

    /// The dots without a name: what needs no look below, and of several at one place one.
    fn crowd(&self, svg: &mut Svg, frame: Frame) {
        let tones = [Tone::Muted, Tone::Good, Tone::Brand, Tone::Caution, Tone::Bad];
        for tone in tones {
            let dots = self.dots.iter().filter(|dot| dot.label.is_empty() && dot.tone == tone);
            let places: BTreeSet<(i32, i32)> = dots.map(|dot| pixel(place(frame, dot))).collect();
            if !places.is_empty() {
                svg.dots(places, 3.5, tone.into());
            }
        }
    }

    fn scales(&self, svg: &mut Svg, frame: Frame, (middle_x, _): (f64, f64)) {
        let [name, low, high] = &self.right;
        let below = frame.bottom + 16.0;
        let [up, least, most] = &self.up;
        for (text, x, y, anchor) in [
            (low, frame.left, below, Anchor::Start),
            (high, frame.right, below, Anchor::End),
            (name, middle_x, below + 14.0, Anchor::Middle),
            (up, frame.left - 30.0, 12.0, Anchor::Start),
            (most, frame.left - 6.0, frame.top + 10.0, Anchor::End),
            (least, frame.left - 6.0, frame.bottom, Anchor::End),
        ] {
            svg.text(&Label { text, at: Place { x, y }, anchor, font: FONT, paint: Paint::Secondary });
        }
    }
}

fn place(frame: Frame, dot: &Dot) -> Place {
    let share = |value: f64| clean(value).clamp(0.0, 1.0);
    Place {
        x: frame.left + 6.0 + share(dot.right) * (frame.right - frame.left - 12.0),
        y: frame.bottom - 6.0 - share(dot.up) * (frame.bottom - frame.top - 12.0),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a place lies within the frame")]
fn pixel(at: Place) -> (i32, i32) {
    (at.x.round() as i32, at.y.round() as i32)
}

fn named(svg: &mut Svg, frame: Frame, dot: &Dot) {
    let at = place(frame, dot);
    let Place { x, y } = at;
    svg.dot(at, 5.0, dot.tone.into());
    let is_right = x > frame.right - 70.0;
    let anchor = if is_right { Anchor::End } else { Anchor::Start };
    let at = Place { x: if is_right { x - 9.0 } else { x + 9.0 }, y: y + 4.0 };
    svg.open_halo();
    svg.text(&Label { text: &dot.label, at, anchor, font: 12.0, paint: dot.tone.for_words() });
    svg.close();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_likely_and_dear_stands_at_the_upper_right_with_a_name() {
        let dot = |right, up, label: &str| Dot { right, up, label: label.into(), tone: Tone::Bad };
        let words = || ["a".into(), "b".into(), "c".into()];
        let scatter = Scatter {
            id: "s".into(),
            title: "可能性 × 代价".into(),
            description: "说明".into(),
            right: words(),
            up: words(),
            dots: vec![dot(0.0, 0.0, ""), dot(1.0, 1.0, "第 1 位"), dot(f64::NAN, 9.0, "")],
            size: Size::Wide,
        };
        let svg = scatter.to_svg();
        assert!(svg.contains(r#"<circle cx="414" cy="30" r="5""#), "{svg}");
        assert!(svg.contains("第 1 位") && !svg.contains("NaN"), "{svg}");
        assert_eq!(svg.matches("<circle").count(), 1, "who has no name is one of the crowd");
        assert!(svg.contains(r#"d="M40 30h0M40 244h0""#), "{svg}");
    }

    #[test]
    fn two_thousand_people_take_few_bytes() {
        let dot = |n: u32| Dot {
            right: f64::from(n % 97) / 97.0,
            up: f64::from(n % 89) / 89.0,
            label: String::new(),
            tone: Tone::Muted,
        };
        let words = || ["a".into(), "b".into(), "c".into()];
        let (id, title, description) = ("s".into(), "t".into(), "d".into());
        let dots = (0..2000).map(dot).collect();
        let scatter = Scatter { id, title, description, right: words(), up: words(), dots, size: Size::Wide };
        let bytes = scatter.to_svg().len();
        assert!(bytes < 25_000, "{bytes}");
    }
}
