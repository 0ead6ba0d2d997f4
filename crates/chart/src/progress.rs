//! The progress of a handover against its plan, with the forecast of how it will go on.
//!
//! Across: the days from the notice on. Up: the share that is done. What matters is on it once: the plan dashed, what
//! is done by weight and by count up to today, the fan of likely futures from today on, and the last working day.

use crate::{
    Size, Tone,
    geometry::{Frame, Place, Plot, clean},
    paint::Paint,
    svg::{Dashes, Head, Stroke, Svg},
};

mod axis;
mod labels;

/// The shares at which the scale has its lines.
const GRID: [f64; 5] = [0.0, 0.25, 0.5, 0.75, 1.0];

/// A day with the share that is done.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Days since the notice.
    pub day: f64,
    /// From 0 to 1.
    pub share: f64,
}

/// A line with its name.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Line {
    /// In order of days; empty where there is none.
    pub points: Vec<Point>,
    /// Its name, with its last value where that matters: 按重要度：34%.
    pub label: String,
}

/// A day to mark.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// Days since the notice.
    pub day: f64,
    /// What stands under it: 11/5 今天.
    pub label: String,
}

/// What is likely on a day: the shares that are reached with 10, 25, 50, 75 and 90 in a hundred of the futures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FanPoint {
    /// Days since the notice.
    pub day: f64,
    /// The 10th percentile of the share.
    pub p10: f64,
    /// The 25th.
    pub p25: f64,
    /// The median.
    pub p50: f64,
    /// The 75th.
    pub p75: f64,
    /// The 90th.
    pub p90: f64,
}

/// The forecast.
#[derive(Debug, Clone, PartialEq)]
pub struct Fan {
    /// In order of days; usually the first is today, where all shares are the one reached.
    pub points: Vec<FanPoint>,
    /// Its name: 80% 区间.
    pub label: String,
}

/// The chart.
#[derive(Debug, Clone, PartialEq)]
pub struct ProgressChart {
    /// Unique on the page.
    pub id: String,
    /// Its name.
    pub title: String,
    /// What it shows, in one or two sentences, for those who do not see it.
    pub description: String,
    /// For which width.
    pub size: Size,
    /// The last day on the scale; stretched when something lies beyond it.
    pub days: f64,
    /// What should be done.
    pub plan: Line,
    /// What is done, by weight: the line that counts.
    pub by_weight: Line,
    /// What is done, by count.
    pub by_count: Line,
    /// The judgement on the progress by weight; also the colour of the fan.
    pub tone: Tone,
    /// How it will go on.
    pub forecast: Option<Fan>,
    /// Today.
    pub today: Option<Mark>,
    /// The last working day.
    pub last_day: Option<Mark>,
    /// Further days under the scale, left out where there is no room.
    pub ticks: Vec<Mark>,
}

impl ProgressChart {
    /// The chart as SVG.
    pub fn to_svg(&self) -> String {
        let plot = self.plot();
        let mut svg = Svg::default();
        draw_grid(&mut svg, &plot);
        self.draw_fan(&mut svg, &plot);
        self.draw_marks(&mut svg, &plot);
        self.draw_lines(&mut svg, &plot);
        labels::draw(self, &mut svg, &plot);
        let height = axis::draw(self, &mut svg, &plot);
        svg.finish(&Head {
            class: "chart-progress",
            size: self.size,
            width: plot.frame.right + 8.0,
            height,
            title: &self.title,
            description: Some((&self.id, &self.description)),
        })
    }

    fn plot(&self) -> Plot {
        let (right, bottom) = if self.size == Size::Wide { (552.0, 178.0) } else { (332.0, 168.0) };
        Plot { frame: Frame { left: 40.0, top: 12.0, right, bottom }, days: self.last_on_scale() }
    }

    fn last_on_scale(&self) -> f64 {
        let lines = [&self.plan, &self.by_weight, &self.by_count];
        let on_lines = lines.into_iter().flat_map(|line| &line.points).map(|point| point.day);
        let in_fan = self.forecast.iter().flat_map(|fan| &fan.points).map(|point| point.day);
        let marked = self.today.iter().chain(&self.last_day).map(|mark| mark.day);
        on_lines.chain(in_fan).chain(marked).map(clean).fold(clean(self.days).max(1.0), f64::max)
    }

    fn draw_fan(&self, svg: &mut Svg, plot: &Plot) {
        let Some(fan) = self.forecast.as_ref().filter(|fan| fan.points.len() > 1) else { return };
        let paint = Paint::from(self.tone);
        svg.polygon(&band(fan, plot, |point| (point.p10, point.p90)), paint, 0.13);
        svg.polygon(&band(fan, plot, |point| (point.p25, point.p75)), paint, 0.16);
        let median: Vec<Place> = fan.points.iter().map(|point| plot.place(point.day, point.p50)).collect();
        svg.polyline(&median, Stroke { paint, width: 1.5, dashes: Dashes::Dotted });
    }

    fn draw_marks(&self, svg: &mut Svg, plot: &Plot) {
        if let Some(today) = &self.today {
            let stroke = Stroke { paint: Paint::Muted, width: 1.0, dashes: Dashes::Dashed };
            svg.polyline(&upright(plot, today.day), stroke);
        }
        if let Some(last) = &self.last_day {
            svg.polyline(&upright(plot, last.day), Stroke::solid(Paint::Secondary, 1.5));
        }
    }

    fn draw_lines(&self, svg: &mut Svg, plot: &Plot) {
        let dashed = Stroke { paint: Paint::Muted, width: 1.2, dashes: Dashes::Dashed };
        svg.polyline(&self.plan.places(plot), dashed);
        let by_count = self.by_count.places(plot);
        svg.polyline(&by_count, Stroke::solid(Paint::Brand, 1.2));
        if let Some(end) = by_count.last() {
            svg.dot(*end, 2.0, Paint::Brand);
        }
        let by_weight = self.by_weight.places(plot);
        svg.polyline(&by_weight, Stroke::solid(self.tone.into(), 2.2));
        if let Some(end) = by_weight.last() {
            svg.dot(*end, 3.5, self.tone.into());
        }
    }
}

impl Line {
    fn places(&self, plot: &Plot) -> Vec<Place> {
        self.points.iter().map(|point| plot.place(point.day, point.share)).collect()
    }
}

/// The outline of a band: along its lower rim and back along the upper one.
fn band(fan: &Fan, plot: &Plot, rims: fn(&FanPoint) -> (f64, f64)) -> Vec<Place> {
    let lower = fan.points.iter().map(|point| plot.place(point.day, rims(point).0));
    let upper = fan.points.iter().rev().map(|point| plot.place(point.day, rims(point).1));
    lower.chain(upper).collect()
}

fn upright(plot: &Plot, day: f64) -> [Place; 2] {
    let x = plot.x(day);
    [Place { x, y: plot.frame.top - 6.0 }, Place { x, y: plot.frame.bottom }]
}

fn draw_grid(svg: &mut Svg, plot: &Plot) {
    for share in GRID {
        let y = plot.y(share);
        let across = [Place { x: plot.frame.left, y }, Place { x: plot.frame.right, y }];
        svg.polyline(&across, Stroke::solid(Paint::Line, 1.0));
    }
}

#[cfg(test)]
mod tests;
