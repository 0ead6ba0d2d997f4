//! Writing SVG: escaped, with numbers of one decimal, so that the same values give the same bytes.

use std::fmt::Write as _;

use crate::{
    Size,
    geometry::{Frame, Place, clean},
    label::{Anchor, Label},
    paint::Paint,
};

/// A drawing under construction.
#[derive(Debug, Default)]
pub(crate) struct Svg {
    body: String,
}

/// What stands around the drawing.
pub(crate) struct Head<'a> {
    pub(crate) class: &'static str,
    pub(crate) size: Size,
    pub(crate) width: f64,
    pub(crate) height: f64,
    pub(crate) title: &'a str,
    /// A longer description with the id that makes its reference unique on the page.
    pub(crate) description: Option<(&'a str, &'a str)>,
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stroke {
    pub(crate) paint: Paint,
    pub(crate) width: f64,
    pub(crate) dashes: Dashes,
}

/// The pattern of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dashes {
    Solid,
    Dashed,
    Dotted,
}

impl Svg {
    /// A line through the places; nothing for fewer than two.
    pub(crate) fn polyline(&mut self, places: &[Place], stroke: Stroke) {
        if places.len() < 2 {
            return;
        }
        let points = points(places);
        let look = stroke.attributes();
        self.push(&format!(r#"<polyline points="{points}" fill="none" stroke-linejoin="round" {look}/>"#));
    }

    /// A filled shape.
    pub(crate) fn polygon(&mut self, places: &[Place], paint: Paint, opacity: f64) {
        let (points, paint) = (points(places), paint.attributes());
        let opacity = format!("{opacity:.2}");
        self.push(&format!(
            r#"<polygon points="{points}" fill="currentColor" fill-opacity="{opacity}" {paint}/>"#
        ));
    }

    /// A filled box with round corners.
    pub(crate) fn rect(&mut self, frame: Frame, radius: f64, paint: Paint) {
        let (x, y) = (number(frame.left), number(frame.top));
        let (width, height) = (number(frame.right - frame.left), number(frame.bottom - frame.top));
        let (radius, paint) = (number(radius), paint.attributes());
        self.push(&format!(
            r#"<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="{radius}" fill="currentColor" {paint}/>"#
        ));
    }

    /// A filled dot.
    pub(crate) fn dot(&mut self, at: Place, radius: f64, paint: Paint) {
        let (x, y, r, paint) = (number(at.x), number(at.y), number(radius), paint.attributes());
        self.push(&format!(r#"<circle cx="{x}" cy="{y}" r="{r}" fill="currentColor" {paint}/>"#));
    }

    /// Many dots of one look: a stroke without length with round ends at each place, in one shape. Two thousand circles are a
    /// hundred kilobytes.
    pub(crate) fn dots(&mut self, places: impl IntoIterator<Item = (i32, i32)>, radius: f64, paint: Paint) {
        let each: Vec<String> = places.into_iter().map(|(x, y)| format!("M{x} {y}h0")).collect();
        let path = each.concat();
        let (width, paint) = (number(radius * 2.0), paint.attributes());
        self.push(&format!(
            r#"<path d="{path}" stroke="currentColor" stroke-width="{width}" stroke-linecap="round" {paint}/>"#
        ));
    }

    /// A ring that hides what is under it.
    pub(crate) fn ring(&mut self, at: Place, radius: f64, paint: Paint) {
        self.dot(at, radius, paint);
        self.dot(at, radius - 2.0, Paint::Card);
    }

    /// A text.
    pub(crate) fn text(&mut self, label: &Label<'_>) {
        let (x, y, font) = (number(label.at.x), number(label.at.y), number(label.font));
        let anchor = match label.anchor {
            Anchor::Start => "",
            Anchor::Middle => r#" text-anchor="middle""#,
            Anchor::End => r#" text-anchor="end""#,
        };
        let (paint, words) = (label.paint.attributes(), escape(label.text));
        self.push(&format!(
            r#"<text x="{x}" y="{y}" font-size="{font}"{anchor} fill="currentColor" {paint}>{words}</text>"#
        ));
    }

    /// Opens a group whose labels have a rim, to stay readable over lines.
    pub(crate) fn open_halo(&mut self) {
        self.push(
            r##"<g class="chart-halo" stroke="#ffffff" stroke-width="3" stroke-linejoin="round" paint-order="stroke">"##,
        );
    }

    /// Opens a group with a title of its own, shown when pointed at.
    pub(crate) fn open_titled(&mut self, title: &str) {
        let title = escape(title);
        self.push(&format!("<g><title>{title}</title>"));
    }

    /// Closes the last group.
    pub(crate) fn close(&mut self) {
        self.push("</g>");
    }

    fn push(&mut self, element: &str) {
        self.body.push_str(element);
        self.body.push('\n');
    }

    /// A small bar of a table.
    pub(crate) fn finish_bar(self, (width, height): (f64, f64), title: &str) -> String {
        self.finish(&Head { class: "chart-bar", size: Size::Wide, width, height, title, description: None })
    }

    /// The whole, with its name for those who do not see it.
    pub(crate) fn finish(self, head: &Head<'_>) -> String {
        let narrow = if head.size == Size::Narrow { " chart-narrow" } else { "" };
        let (width, height, title) = (number(head.width), number(head.height), escape(head.title));
        let mut text = format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" class="chart {}{narrow}" viewBox="0 0 {width} {height}" role="img""#,
            head.class
        );
        match head.description.map(|(id, words)| (name_token(id), escape(words))) {
            Some((id, words)) => {
                // Writing to a String cannot fail.
                let _ = write!(
                    text,
                    r#" aria-labelledby="{id}-title" aria-describedby="{id}-desc"><title id="{id}-title">{title}</title><desc id="{id}-desc">{words}</desc>"#
                );
            }
            None => {
                let _ = write!(text, "><title>{title}</title>");
            }
        }
        format!("{text}\n{}</svg>", self.body)
    }
}

impl Stroke {
    /// A solid line.
    pub(crate) const fn solid(paint: Paint, width: f64) -> Self {
        Self { paint, width, dashes: Dashes::Solid }
    }

    fn attributes(self) -> String {
        let (width, paint) = (number(self.width), self.paint.attributes());
        let dashes = match self.dashes {
            Dashes::Solid => "",
            Dashes::Dashed => r#" stroke-dasharray="4 3""#,
            Dashes::Dotted => r#" stroke-dasharray="1.5 3""#,
        };
        format!(r#"stroke="currentColor" stroke-width="{width}"{dashes} {paint}"#)
    }
}

fn points(places: &[Place]) -> String {
    let pairs: Vec<String> = places.iter().map(|at| format!("{},{}", number(at.x), number(at.y))).collect();
    pairs.join(" ")
}

/// A number with at most one decimal; what is no number is drawn as zero.
pub(crate) fn number(value: f64) -> String {
    let text = format!("{:.1}", clean(value));
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Text that is safe between tags and inside quotes; control characters, which XML refuses, are left out.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\n' | '\t' => escaped.push(' '),
            _ if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            _ => escaped.push(c),
        }
    }
    escaped
}

/// An id that needs no quoting.
fn name_token(id: &str) -> String {
    id.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_at_most_one_decimal_and_no_negative_zero() {
        assert_eq!(number(1.0), "1");
        assert_eq!(number(1.25), "1.2");
        assert_eq!(number(-0.04), "0");
        assert_eq!(number(f64::NAN), "0");
    }

    #[test]
    fn text_cannot_become_markup() {
        assert_eq!(escape("<a href=\"x\">'&\u{0}\n"), "&lt;a href=&quot;x&quot;&gt;&#39;&amp; ");
        assert_eq!(name_token("a\"b c<-1"), "abc-1");
    }
}
