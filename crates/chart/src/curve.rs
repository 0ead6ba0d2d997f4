//! Shares over steps: how coverage falls with each who leaves, how it rose month by month.

use crate::{
    Size, Tone,
    geometry::{Frame, Place, Plot, clean},
    label::{Anchor, Label},
    paint::Paint,
    svg::{Dashes, Head, Stroke, Svg},
    words,
};

/// The shares at which the scale has its lines.
const GRID: [(f64, &str); 3] = [(0.0, "0"), (0.5, "50%"), (1.0, "100%")];
const FONT: f64 = 11.0;
/// Names in a column stand so far apart, …
const APART: f64 = 15.0;
/// … so far from the plot, …
const LEADER: f64 = 16.0;
/// … and take up no more than this share of the width.
const COLUMN: f64 = 0.42;

/// One line.
#[derive(Debug, Clone, PartialEq)]
pub struct CurveLine {
    /// Its name, at its end.
    pub label: String,
    /// The step of the first share.
    pub first: usize,
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
        let right = if self.size == Size::Wide { 500.0 } else { 320.0 };
        let frame = Frame { left: 38.0, top: 14.0, right, bottom: 140.0 };
        let plot = Plot { frame, days: float(self.steps().saturating_sub(1)).max(1.0) };
        let names = self.names_at_ends(&plot);
        let is_crowded = names.iter().enumerate().any(|(place, name)| {
            names.iter().skip(place + 1).any(|other| name.frame().overlap(&other.frame()) > 0.0)
        });
        if is_crowded { self.with_column(plot) } else { self.finish(Svg::default(), &plot, &names) }
    }

    fn steps(&self) -> usize {
        self.lines.iter().map(|line| line.first + line.shares.len()).max().unwrap_or(0)
    }

    /// Each name at the end of its line.
    fn names_at_ends(&self, plot: &Plot) -> Vec<Label<'_>> {
        self.lines.iter().filter_map(|line| line.name_at_end(plot)).collect()
    }

    /// The names beside the plot in a column of their own, in the order of the ends and apart, each led to its line.
    fn with_column(&self, mut plot: Plot) -> String {
        let room = (plot.frame.right - plot.frame.left) * COLUMN;
        let texts: Vec<String> =
            self.lines.iter().map(|line| words::shorten(&line.label, FONT, room)).collect();
        let widest = texts.iter().map(|text| words::width(text, FONT)).fold(0.0, f64::max);
        let column = plot.frame.right - widest;
        plot.frame.right = column - LEADER;
        plot.frame.bottom =
            plot.frame.bottom.max(plot.frame.top + APART * float(self.lines.len().saturating_sub(1)));
        let mut names = Vec::new();
        for (line, text) in self.lines.iter().zip(&texts) {
            let Some(end) = places(&plot, line).last().copied() else { continue };
            names.push((
                end,
                CurveLine::name(text, (Place { x: column, y: end.y }, Anchor::Start), line.tone),
            ));
        }
        names.sort_by(|a, b| a.0.y.total_cmp(&b.0.y));
        spread(&mut names, plot.frame);
        let mut leaders = Svg::default();
        for (end, name) in &names {
            let to = Place { x: column - 3.0, y: name.at.y };
            leaders.polyline(&[*end, to], Stroke { paint: name.paint, width: 0.8, dashes: Dashes::Dotted });
        }
        let names: Vec<Label<'_>> = names
            .into_iter()
            .map(|(_, name)| Label { at: Place { y: name.at.y + FONT * 0.35, ..name.at }, ..name })
            .collect();
        self.finish(leaders, &plot, &names)
    }

    fn finish(&self, mut svg: Svg, plot: &Plot, names: &[Label<'_>]) -> String {
        let frame = plot.frame;
        for (share, label) in GRID {
            let y = plot.y(share);
            svg.polyline(
                &[Place { x: frame.left, y }, Place { x: frame.right, y }],
                Stroke::solid(Paint::Line, 1.0),
            );
            let at = Place { x: frame.left - 6.0, y: y + 4.0 };
            svg.text(&Label { text: label, at, anchor: Anchor::End, font: FONT, paint: Paint::Secondary });
        }
        for line in &self.lines {
            let places = places(plot, line);
            svg.polyline(&places, Stroke::solid(line.tone.into(), 2.0));
            if let Some(last) = places.last() {
                svg.dot(*last, 3.0, line.tone.into());
            }
        }
        for name in names {
            svg.open_halo();
            svg.text(name);
            svg.close();
        }
        self.draw_ticks(&mut svg, plot);
        svg.finish(&Head {
            class: "chart-curves",
            size: self.size,
            width: if self.size == Size::Wide { 512.0 } else { 332.0 },
            height: frame.bottom + 24.0,
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

impl CurveLine {
    fn name_at_end(&self, plot: &Plot) -> Option<Label<'_>> {
        let end = *places(plot, self).last()?;
        let y = if end.y - 6.0 < plot.frame.top { end.y + 14.0 } else { end.y - 6.0 };
        Some(Self::name(&self.label, (Place { x: end.x, y }, Anchor::End), self.tone))
    }

    fn name(text: &str, (at, anchor): (Place, Anchor), tone: Tone) -> Label<'_> {
        Label { text, at, anchor, font: FONT, paint: tone.for_words() }
    }
}

fn places(plot: &Plot, line: &CurveLine) -> Vec<Place> {
    let steps = line.shares.iter().zip(line.first..);
    steps.map(|(share, step)| plot.place(float(step), clean(*share))).collect()
}

/// Moves names apart, first down, then up where the last would fall off the plot.
fn spread(names: &mut [(Place, Label<'_>)], frame: Frame) {
    let mut least = frame.top;
    for (_, name) in names.iter_mut() {
        name.at.y = name.at.y.max(least);
        least = name.at.y + APART;
    }
    let mut most = frame.bottom;
    for (_, name) in names.iter_mut().rev() {
        name.at.y = name.at.y.min(most);
        most = name.at.y - APART;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(shares: &[f64]) -> String {
        let line =
            CurveLine { label: "有人掌握".into(), first: 0, shares: shares.to_vec(), tone: Tone::Brand };
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
    fn a_line_may_begin_later_than_the_first_step() {
        let late = CurveLine { label: "后来".into(), first: 1, shares: vec![1.0, 0.5], tone: Tone::Good };
        let whole = CurveLine { label: "全部".into(), first: 0, shares: vec![1.0, 0.0], tone: Tone::Brand };
        let curves = Curves {
            id: "c".into(),
            title: "留任".into(),
            description: "说明".into(),
            lines: vec![late, whole],
            ticks: Vec::new(),
            size: Size::Wide,
        };
        let svg = curves.to_svg();
        assert!(
            svg.contains(r#"points="269,14 500,77""#) && svg.contains(r#"points="38,14 269,140""#),
            "{svg}"
        );
    }

    /// Where the names of a chart stand, and how many there are.
    fn heights(svg: &str) -> Vec<f64> {
        let names = svg.split("chart-halo").skip(1);
        names.filter_map(|name| name.split(" y=\"").nth(1)?.split('"').next()?.parse().ok()).collect()
    }

    #[test]
    fn names_of_lines_that_end_close_together_stand_apart_beside_the_plot() {
        let line = |label: &str, shares: Vec<f64>| CurveLine {
            label: label.into(),
            first: 0,
            shares,
            tone: Tone::Muted,
        };
        for size in [Size::Wide, Size::Narrow] {
            let curves = Curves {
                id: "c".into(),
                title: "留任".into(),
                description: "说明".into(),
                lines: vec![
                    line("生产制造中心 / 装配部", vec![1.0, 0.9, 0.82]),
                    line("质量部", vec![1.0, 0.9, 0.81]),
                    line("研发部", vec![1.0, 0.8]),
                    line("设备部", vec![1.0, 0.9, 0.02]),
                    line("仓储部", vec![1.0, 0.9, 0.01]),
                ],
                ticks: vec![(0, "0".into()), (2, "2 年".into())],
                size,
            };
            let mut heights = heights(&curves.to_svg());
            assert_eq!(heights.len(), 5, "{}", curves.to_svg());
            heights.sort_by(f64::total_cmp);
            assert!(heights.windows(2).all(|pair| pair[1] - pair[0] >= APART - 0.11), "{heights:?}");
            assert!(heights.iter().all(|y| (14.0..=145.0).contains(y)), "{heights:?}");
        }
    }

    #[test]
    fn nothing_and_nonsense_are_drawn_without_a_line_or_at_the_rim() {
        assert!(!drawn(&[]).contains("<circle"));
        let svg = drawn(&[f64::NAN, 7.0]);
        assert!(svg.contains(r#"points="38,140 500,14""#), "{svg}");
    }
}
