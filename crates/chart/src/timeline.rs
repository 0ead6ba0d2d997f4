//! A time line: dots with what happened, or is still to happen.

use crate::{
    Size, Tone,
    geometry::Place,
    label::{Anchor, Label},
    paint::Paint,
    svg::{Head, Stroke, Svg},
    words,
};

const WIDE: f64 = 880.0;
const NARROW: f64 = 340.0;
const DOT: f64 = 6.0;
const FONT: f64 = 12.0;
const LINE: f64 = 17.0;
const MOST_LINES: usize = 3;

/// Whether a step has happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepState {
    /// It has: a full dot.
    Done,
    /// It has not: a ring.
    Open,
}

/// One dot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The date and what it is: 10/20 当面.
    pub label: String,
    /// More about it: 拒签 · 录像已存证.
    pub detail: String,
    /// Whether it has happened.
    pub state: StepState,
    /// The judgement.
    pub tone: Tone,
}

/// Steps in order: side by side in the wide form, below each other in the narrow one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeLine {
    /// What it shows in words.
    pub title: String,
    /// The steps in order of time.
    pub steps: Vec<Step>,
    /// For which width.
    pub size: Size,
}

impl TimeLine {
    /// The time line as SVG.
    pub fn to_svg(&self) -> String {
        let mut svg = Svg::default();
        let (width, height) = match self.size {
            Size::Wide => (WIDE, self.draw_across(&mut svg)),
            Size::Narrow => (NARROW, self.draw_down(&mut svg)),
        };
        svg.finish(&Head {
            class: "chart-timeline",
            size: self.size,
            width,
            height,
            title: &self.title,
            description: None,
        })
    }

    fn draw_across(&self, svg: &mut Svg) -> f64 {
        let count = u32::try_from(self.steps.len()).unwrap_or(u32::MAX).max(1);
        let column = WIDE / f64::from(count);
        let mut lowest = 2.0 * DOT + 4.0;
        let mut dots = Vec::new();
        for (step, place) in self.steps.iter().zip(0_u32..) {
            let x = column * (f64::from(place) + 0.5);
            let at = Place { x, y: DOT + 2.0 };
            dots.push(at);
            let below = Place { x, y: at.y + DOT + LINE };
            lowest = write(svg, step, &Column { at: below, anchor: Anchor::Middle, room: column - 12.0 })
                .max(lowest);
        }
        self.connect(svg, &dots);
        lowest
    }

    fn draw_down(&self, svg: &mut Svg) -> f64 {
        let mut y = DOT + 2.0;
        let mut dots = Vec::new();
        let mut lowest = 2.0 * DOT + 4.0;
        for step in &self.steps {
            let at = Place { x: DOT + 2.0, y };
            dots.push(at);
            let beside = Place { x: 28.0, y: y + FONT * 0.35 };
            lowest = write(svg, step, &Column { at: beside, anchor: Anchor::Start, room: NARROW - 32.0 });
            y = lowest + LINE;
        }
        self.connect(svg, &dots);
        lowest
    }

    /// The line between two dots is bold as far as things have happened.
    fn connect(&self, svg: &mut Svg, dots: &[Place]) {
        for (pair, step) in dots.windows(2).zip(self.steps.iter().skip(1)) {
            let paint = if step.state == StepState::Done { step.tone.into() } else { Paint::Line };
            svg.polyline(pair, Stroke::solid(paint, 2.0));
        }
        for (at, step) in dots.iter().zip(&self.steps) {
            let open = if step.tone == Tone::Brand { Paint::Muted } else { step.tone.into() };
            match step.state {
                StepState::Done => svg.dot(*at, DOT, step.tone.into()),
                StepState::Open => svg.ring(*at, DOT, open),
            }
        }
    }
}

/// Where the words of a step stand.
struct Column {
    at: Place,
    anchor: Anchor,
    room: f64,
}

/// Writes label and detail; answers how far down they reach.
fn write(svg: &mut Svg, step: &Step, column: &Column) -> f64 {
    let mut y = column.at.y;
    for (text, paint) in [(&step.label, Paint::Ink), (&step.detail, Paint::Secondary)] {
        for line in words::wrap(text, FONT, column.room, MOST_LINES) {
            let at = Place { x: column.at.x, y };
            svg.text(&Label { text: &line, at, anchor: column.anchor, font: FONT, paint });
            y += LINE;
        }
    }
    y - LINE + FONT * 0.5
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(size: Size) -> TimeLine {
        let step = |label: &str, detail: &str, state| Step {
            label: label.into(),
            detail: detail.into(),
            state,
            tone: Tone::Brand,
        };
        TimeLine {
            title: "送达".into(),
            steps: vec![
                step("10/20 当面", "拒签 · 录像已存证", StepState::Done),
                step("10/21 邮政特快专递", "EMS 回执已扫描", StepState::Done),
                step("公告", "尚未发布", StepState::Open),
            ],
            size,
        }
    }

    #[test]
    fn done_steps_are_dots_joined_in_colour_and_open_ones_rings() {
        let drawn = line(Size::Wide).to_svg();
        assert_eq!(drawn.matches("<circle").count(), 4, "two dots, one ring of two circles");
        assert_eq!(drawn.matches("<polyline").count(), 2);
        assert!(drawn.contains(r#"<polyline points="146.7,8 440,8" fill="none" stroke-linejoin="round" stroke="currentColor" stroke-width="2" class="c-brand""#), "{drawn}");
        assert!(drawn.contains(r#"points="440,8 733.3,8" fill="none" stroke-linejoin="round" stroke="currentColor" stroke-width="2" class="c-line""#));
    }

    #[test]
    fn the_narrow_form_goes_down() {
        let drawn = line(Size::Narrow).to_svg();
        assert!(drawn.contains("chart-narrow") && drawn.contains(r#"viewBox="0 0 340 "#));
        assert_eq!(drawn.matches(r#"cx="8""#).count(), 4);
    }

    #[test]
    fn many_steps_are_wrapped_and_stay_in_their_columns() {
        let mut many = line(Size::Wide);
        many.steps = vec![many.steps[1].clone(); 10];
        let drawn = many.to_svg();
        for text in drawn.split("<text").skip(1) {
            let words = &text[text.find('>').unwrap() + 1..text.find('<').unwrap()];
            assert!(words::width(words, FONT) <= WIDE / 10.0 - 12.0, "{words}");
        }
    }

    #[test]
    fn no_steps_are_an_empty_drawing() {
        let mut none = line(Size::Narrow);
        none.steps.clear();
        assert!(!none.to_svg().contains("<circle"));
    }
}
