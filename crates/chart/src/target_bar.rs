//! A bar that shows how far something is, with a mark where it should be.

use crate::{
    Tone,
    geometry::{Frame, clean},
    paint::Paint,
    svg::Svg,
};

const WIDTH: f64 = 160.0;
const HEIGHT: f64 = 10.0;

/// A small bar for a table or a tile.
#[derive(Debug, Clone, PartialEq)]
pub struct TargetBar {
    /// What it says in words, for those who do not see it: 已完成 34%，应到 46%.
    pub title: String,
    /// How far, from 0 to 1.
    pub share: f64,
    /// Where it should be by now, from 0 to 1.
    pub should_be: Option<f64>,
    /// The judgement.
    pub tone: Tone,
}

impl TargetBar {
    /// The bar as SVG.
    pub fn to_svg(&self) -> String {
        let mut svg = Svg::default();
        let (top, bottom) = (1.0, HEIGHT - 1.0);
        let radius = (bottom - top) / 2.0;
        svg.rect(Frame { left: 0.0, top, right: WIDTH, bottom }, radius, Paint::Line);
        let share = clean(self.share).clamp(0.0, 1.0);
        if share > 0.0 {
            // Even the smallest progress shows as a round dot.
            let right = (share * WIDTH).max(2.0 * radius);
            svg.rect(Frame { left: 0.0, top, right, bottom }, radius, self.tone.into());
        }
        if let Some(mark) = self.should_be {
            let x = (clean(mark).clamp(0.0, 1.0) * WIDTH).clamp(1.0, WIDTH - 1.0);
            svg.rect(Frame { left: x - 1.0, top: 0.0, right: x + 1.0, bottom: HEIGHT }, 0.0, Paint::Ink);
        }
        svg.finish_bar((WIDTH, HEIGHT), &self.title)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_ends_at_its_share_and_the_mark_stands_where_it_should_be() {
        let bar =
            TargetBar {
                title: "34%，应到 46%".into(), share: 0.34, should_be: Some(0.46), tone: Tone::Bad
            };
        assert_eq!(
            bar.to_svg(),
            r##"<svg xmlns="http://www.w3.org/2000/svg" class="chart chart-bar" viewBox="0 0 160 10" role="img"><title>34%，应到 46%</title>
<rect x="0" y="1" width="160" height="8" rx="4" fill="currentColor" class="c-line" color="#e4e8ee"/>
<rect x="0" y="1" width="54.4" height="8" rx="4" fill="currentColor" class="c-bad" color="#b8432f"/>
<rect x="72.6" y="0" width="2" height="10" rx="0" fill="currentColor" class="c-ink" color="#1b2430"/>
</svg>"##
        );
    }

    #[test]
    fn nothing_done_draws_no_bar_and_too_much_stays_inside() {
        let mut bar = TargetBar { title: String::new(), share: 0.0, should_be: None, tone: Tone::Good };
        assert_eq!(bar.to_svg().matches("<rect").count(), 1);
        bar.share = 3.0;
        assert!(bar.to_svg().contains(r#"width="160" height="8" rx="4" fill="currentColor" class="c-good""#));
        bar.share = f64::NAN;
        assert_eq!(bar.to_svg().matches("<rect").count(), 1);
    }
}
