//! Horizontal bars: a label, a bar, a value.

use crate::{
    Size, Tone,
    geometry::{Frame, Place, clean},
    label::{Anchor, Label},
    paint::Paint,
    svg::{Head, Svg},
    words,
};

const FONT: f64 = 12.0;
const ROW: f64 = 26.0;
const GAP: f64 = 10.0;

/// One bar.
#[derive(Debug, Clone, PartialEq)]
pub struct BarRow {
    /// What the bar is for.
    pub label: String,
    /// Its value as text.
    pub value: String,
    /// Its length, from 0 to 1.
    pub share: f64,
    /// The judgement.
    pub tone: Tone,
}

/// A list of bars to compare.
#[derive(Debug, Clone, PartialEq)]
pub struct HorizontalBars {
    /// What they show in words.
    pub title: String,
    /// The bars, from top to bottom.
    pub rows: Vec<BarRow>,
    /// For which width.
    pub size: Size,
}

/// How much room labels and values have, and how wide the drawing is.
struct Columns {
    labels: f64,
    values: f64,
    width: f64,
}

impl HorizontalBars {
    /// The bars as SVG. A label that is too long is cut; pointing at the row shows it whole.
    pub fn to_svg(&self) -> String {
        let columns = self.columns();
        let mut svg = Svg::default();
        let mut top = 0.0;
        for row in &self.rows {
            draw_row(&mut svg, row, &columns, top);
            top += ROW;
        }
        svg.finish(&Head {
            class: "chart-bars",
            size: self.size,
            width: columns.width,
            height: top.max(1.0),
            title: &self.title,
            description: None,
        })
    }

    fn columns(&self) -> Columns {
        let width = if self.size == Size::Wide { 480.0 } else { 340.0 };
        let widest = |text: fn(&BarRow) -> &str| {
            self.rows.iter().map(|row| words::width(text(row), FONT)).fold(0.0, f64::max)
        };
        let labels = widest(|row| &row.label).min(width * 0.4);
        let values = widest(|row| &row.value).min(width * 0.25);
        Columns { labels, values, width }
    }
}

fn draw_row(svg: &mut Svg, row: &BarRow, columns: &Columns, top: f64) {
    let baseline = top + ROW / 2.0 + FONT * 0.35;
    let (left, right) = (columns.labels + GAP, columns.width - columns.values - GAP);
    let (bar_top, bar_bottom) = (top + ROW / 2.0 - 5.0, top + ROW / 2.0 + 5.0);
    svg.open_titled(&format!("{} {}", row.label, row.value));
    let label = words::shorten(&row.label, FONT, columns.labels);
    svg.text(&text(&label, Place { x: 0.0, y: baseline }, Anchor::Start, Paint::Secondary));
    svg.rect(Frame { left, top: bar_top, right, bottom: bar_bottom }, 3.0, Paint::Line);
    let share = clean(row.share).clamp(0.0, 1.0);
    if share > 0.0 {
        let end = left + (share * (right - left)).max(2.0);
        svg.rect(Frame { left, top: bar_top, right: end, bottom: bar_bottom }, 3.0, row.tone.into());
    }
    let value = words::shorten(&row.value, FONT, columns.values);
    svg.text(&text(&value, Place { x: columns.width, y: baseline }, Anchor::End, Paint::Ink));
    svg.close();
}

fn text(text: &str, at: Place, anchor: Anchor, paint: Paint) -> Label<'_> {
    Label { text, at, anchor, font: FONT, paint }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(label: &str, value: &str, share: f64) -> BarRow {
        BarRow { label: label.into(), value: value.into(), share, tone: Tone::Good }
    }

    #[test]
    fn bars_begin_together_behind_the_widest_label() {
        let rows = vec![row("工艺", "5", 1.0), row("质量检验", "12", 0.5)];
        let drawn = HorizontalBars { title: "部门".into(), rows, size: Size::Wide }.to_svg();
        // Four characters and a gap on the left, two digits and a gap on the right.
        assert_eq!(drawn.matches(r#"<rect x="58""#).count(), 4);
        assert!(
            drawn.contains(
                r#"x="58" y="8" width="398.3" height="10" rx="3" fill="currentColor" class="c-good""#
            ),
            "{drawn}"
        );
        assert!(drawn.contains(r#"x="58" y="34" width="199.2""#), "{drawn}");
        assert!(drawn.contains(r#"viewBox="0 0 480 52""#));
    }

    #[test]
    fn a_long_label_is_cut_and_whole_in_the_title() {
        let long = "江南精工（苏州）有限公司工艺技术一部热处理工段第三班组";
        let drawn =
            HorizontalBars { title: "部门".into(), rows: vec![row(long, "5", 1.0)], size: Size::Narrow }
                .to_svg();
        assert!(drawn.contains(&format!("<title>{long} 5</title>")) && drawn.contains("…</text>"), "{drawn}");
    }

    #[test]
    fn what_has_room_is_never_cut() {
        for percent in 0..1000 {
            let rows = vec![row("2026-09", &format!("4 · {}.{} %", percent / 10, percent % 10), 1.0)];
            let drawn = HorizontalBars { title: "月".into(), rows, size: Size::Wide }.to_svg();
            assert!(!drawn.contains('…'), "{drawn}");
        }
    }

    #[test]
    fn no_rows_and_no_numbers_are_drawn_without_a_bar() {
        let rows = vec![row("甲", "无", f64::NAN)];
        assert_eq!(
            HorizontalBars { title: "部门".into(), rows, size: Size::Wide }.to_svg().matches("<rect").count(),
            1
        );
        assert!(
            !HorizontalBars { title: "空".into(), rows: vec![], size: Size::Wide }.to_svg().contains("<rect")
        );
    }
}
