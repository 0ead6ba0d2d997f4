//! The names of the lines, put where they cover least.

use super::{Fan, ProgressChart, upright};
use crate::{
    geometry::{Frame, Place, Plot},
    label::{Anchor, Label, Placer},
    paint::Paint,
    svg::Svg,
};

const FONT: f64 = 11.0;

/// Draws the names of all lines there are.
pub(super) fn draw(chart: &ProgressChart, svg: &mut Svg, plot: &Plot) {
    let mut placer = placer(chart, plot);
    let weight = chart.by_weight.places(plot);
    let count = chart.by_count.places(plot);
    let plan = chart.plan.places(plot);
    let names = [
        (&chart.by_weight.label, chart.tone.for_words(), weight.last().map(|end| at_end(*end))),
        (&chart.by_count.label, Paint::Brand, count.last().map(|end| at_end(*end))),
        (&chart.plan.label, Paint::Secondary, Some(along(&plan))),
    ];
    svg.open_halo();
    for (text, paint, offers) in names {
        write(svg, &mut placer, (text, paint), &offers.unwrap_or_default());
    }
    if let Some(fan) = chart.forecast.as_ref().filter(|fan| fan.points.len() > 1) {
        write(svg, &mut placer, (&fan.label, chart.tone.for_words()), &around(fan, plot));
    }
    svg.close();
}

fn write(svg: &mut Svg, placer: &mut Placer, (text, paint): (&str, Paint), offers: &[(Place, Anchor)]) {
    if text.is_empty() {
        return;
    }
    let label = Label { text, at: Place { x: 0.0, y: 0.0 }, anchor: Anchor::Start, font: FONT, paint };
    if let Some(placed) = placer.place(label, offers) {
        svg.text(&placed);
    }
}

/// Knows the lines that names should rather not cover.
fn placer(chart: &ProgressChart, plot: &Plot) -> Placer {
    let frame = plot.frame;
    let mut placer = Placer::new(Frame {
        left: frame.left,
        top: 1.0,
        right: frame.right + 6.0,
        bottom: frame.bottom - 1.0,
    });
    for line in [&chart.plan, &chart.by_weight, &chart.by_count] {
        placer.avoid(&line.places(plot));
    }
    for mark in chart.today.iter().chain(&chart.last_day) {
        placer.avoid(&upright(plot, mark.day));
    }
    if let Some(fan) = &chart.forecast {
        let median: Vec<Place> = fan.points.iter().map(|point| plot.place(point.day, point.p50)).collect();
        placer.avoid(&median);
    }
    placer
}

/// Beside the end of a line: to the right first, above before below, then further away.
fn at_end(end: Place) -> Vec<(Place, Anchor)> {
    let mut offers = Vec::new();
    for lift in [-5.0, 13.0, 4.0, -19.0, 27.0, -33.0, 41.0, 55.0] {
        offers.push((Place { x: end.x + 7.0, y: end.y + lift }, Anchor::Start));
        offers.push((Place { x: end.x - 7.0, y: end.y + lift }, Anchor::End));
    }
    offers
}

/// Along a line, from its middle outwards: left above it or right below it.
fn along(places: &[Place]) -> Vec<(Place, Anchor)> {
    let mut offers = Vec::new();
    for share in [0.55, 0.65, 0.45, 0.75, 0.35, 0.85, 0.25, 0.95] {
        let Some(at) = walk(places, share) else { continue };
        offers.push((Place { x: at.x - 6.0, y: at.y - 4.0 }, Anchor::End));
        offers.push((Place { x: at.x + 6.0, y: at.y + 13.0 }, Anchor::Start));
    }
    offers
}

/// Around the fan: below its lower rim, above its upper one, then further away.
fn around(fan: &Fan, plot: &Plot) -> Vec<(Place, Anchor)> {
    let rim = |share: fn(&super::FanPoint) -> f64| -> Vec<Place> {
        fan.points.iter().map(|point| plot.place(point.day, share(point))).collect()
    };
    let (lower, upper) = (rim(|p| p.p10), rim(|p| p.p90));
    let mut offers = Vec::new();
    for share in [0.8, 0.6, 0.95, 0.4] {
        for (line, lift) in [(&lower, 13.0), (&upper, -5.0), (&lower, 27.0), (&upper, -19.0), (&lower, 45.0)]
        {
            let Some(at) = walk(line, share) else { continue };
            for anchor in [Anchor::Middle, Anchor::Start, Anchor::End] {
                offers.push((Place { x: at.x, y: at.y + lift }, anchor));
            }
        }
    }
    offers
}

/// The place on a line at that share of its way from left to right.
fn walk(places: &[Place], share: f64) -> Option<Place> {
    let (first, last) = (places.first()?, places.last()?);
    let x = first.x + (last.x - first.x) * share;
    let on_piece = places.windows(2).find_map(|pair| match *pair {
        [from, to] if from.x <= x && x <= to.x && to.x > from.x => {
            let part = (x - from.x) / (to.x - from.x);
            Some(Place { x, y: from.y + (to.y - from.y) * part })
        }
        _ => None,
    });
    on_piece.or(Some(*last))
}
