//! Handover notes on the page: Markdown without raw markup, flow charts as pictures, the difference of two versions.

mod picture;

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
    panic,
    sync::{Arc, LazyLock, Mutex},
};

use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};
use similar::{ChangeTag, TextDiff};

/// A chart text longer than this is not drawn.
const MOST_CHART_BYTES: usize = 20_000;
/// So many drawn charts are kept.
const MOST_KEPT: usize = 200;

fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS
}

/// What the page says beside a chart that could not be drawn, and the address of the chart with a number.
pub(crate) struct Charts<'c> {
    /// The address of the first, second … chart.
    pub(crate) address: &'c dyn Fn(usize) -> String,
    /// Shown above the source of a chart that cannot be drawn.
    pub(crate) failed: &'c str,
    /// Shown above the source of one that can.
    pub(crate) source: &'c str,
}

/// The note as markup. Raw HTML becomes text, other links than http, https, mailto and relative ones lose their
/// address, pictures become links, and headings move down below those of the page.
pub(crate) fn render(body: &str, charts: &Charts<'_>) -> String {
    let mut safe = Safe { charts, open_links: Vec::new(), chart: None, drawn: 0 };
    let events: Vec<Event<'_>> =
        Parser::new_ext(body, options()).filter_map(|event| safe.take(event)).collect();
    let mut markup = String::with_capacity(body.len() * 3 / 2);
    html::push_html(&mut markup, events.into_iter());
    markup
}

/// The sources of the charts in a note, in their order.
pub(crate) fn chart_sources(body: &str) -> Vec<String> {
    let mut sources = Vec::new();
    let mut open: Option<String> = None;
    for event in Parser::new_ext(body, options()) {
        match event {
            Event::Start(Tag::CodeBlock(kind)) if is_chart(&kind) => open = Some(String::new()),
            Event::Text(text) => {
                if let Some(source) = &mut open {
                    source.push_str(&text);
                }
            }
            Event::End(TagEnd::CodeBlock) => sources.extend(open.take()),
            _ => {}
        }
    }
    sources
}

fn is_chart(kind: &CodeBlockKind<'_>) -> bool {
    matches!(kind, CodeBlockKind::Fenced(name) if name.split_whitespace().next() == Some("mermaid"))
}

struct Safe<'c> {
    charts: &'c Charts<'c>,
    open_links: Vec<bool>,
    chart: Option<String>,
    drawn: usize,
}

impl Safe<'_> {
    fn take<'e>(&mut self, event: Event<'e>) -> Option<Event<'e>> {
        if let Some(source) = &mut self.chart {
            match event {
                Event::Text(text) => source.push_str(&text),
                Event::End(TagEnd::CodeBlock) => return self.draw(),
                _ => {}
            }
            return None;
        }
        match event {
            Event::Html(text) | Event::InlineHtml(text) => Some(Event::Text(text)),
            Event::Start(Tag::HtmlBlock) => Some(Event::Start(Tag::Paragraph)),
            Event::End(TagEnd::HtmlBlock) => Some(Event::End(TagEnd::Paragraph)),
            Event::Start(Tag::CodeBlock(kind)) if is_chart(&kind) => {
                self.chart = Some(String::new());
                None
            }
            Event::Start(Tag::Heading { level, .. }) => {
                let tag =
                    Tag::Heading { level: lower(level), id: None, classes: Vec::new(), attrs: Vec::new() };
                Some(Event::Start(tag))
            }
            Event::End(TagEnd::Heading(level)) => Some(Event::End(TagEnd::Heading(lower(level)))),
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => self.link(dest_url),
            Event::End(TagEnd::Link | TagEnd::Image) => {
                self.open_links.pop().filter(|is_kept| *is_kept).map(|_| Event::End(TagEnd::Link))
            }
            other => Some(other),
        }
    }

    fn link<'e>(&mut self, dest_url: CowStr<'e>) -> Option<Event<'e>> {
        // A link within a link (a picture in one) is none of its own.
        let is_kept = is_safe_address(&dest_url) && !self.open_links.contains(&true);
        self.open_links.push(is_kept);
        let tag = Tag::Link {
            link_type: pulldown_cmark::LinkType::Inline,
            dest_url,
            title: CowStr::Borrowed(""),
            id: CowStr::Borrowed(""),
        };
        is_kept.then_some(Event::Start(tag))
    }

    fn draw<'e>(&mut self) -> Option<Event<'e>> {
        let source = self.chart.take()?;
        self.drawn += 1;
        let text = escape(&source);
        let markup = if draw_chart(&source).is_some() {
            let address = escape(&(self.charts.address)(self.drawn));
            let label = escape(self.charts.source);
            format!(
                "<figure class=\"flow\"><img src=\"{address}\" alt=\"{text}\"><details><summary>{label}</summary><pre>{text}</pre></details></figure>"
            )
        } else {
            let label = escape(self.charts.failed);
            format!("<figure class=\"flow\"><p class=\"alert caution\">{label}</p><pre>{text}</pre></figure>")
        };
        Some(Event::Html(CowStr::from(markup)))
    }
}

/// The page has its own headings of the first two levels.
const fn lower(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 => HeadingLevel::H3,
        HeadingLevel::H2 => HeadingLevel::H4,
        HeadingLevel::H3 => HeadingLevel::H5,
        HeadingLevel::H4 | HeadingLevel::H5 | HeadingLevel::H6 => HeadingLevel::H6,
    }
}

/// http, https, mailto, or an address on this site. Browsers skip blanks and control characters in a scheme.
fn is_safe_address(address: &str) -> bool {
    let clean: String = address.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    if clean.contains('\\') || clean.starts_with("//") {
        return false;
    }
    let head = clean.split(['/', '?', '#']).next().unwrap_or("");
    match head.split_once(':') {
        Some((scheme, _)) => {
            ["http", "https", "mailto"].iter().any(|known| scheme.eq_ignore_ascii_case(known))
        }
        None => true,
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

static DRAWN: LazyLock<Mutex<HashMap<u64, Option<Arc<str>>>>> = LazyLock::new(Mutex::default);

/// The chart as SVG, without a network; nothing when the text is no chart that can be drawn.
pub(crate) fn draw_chart(source: &str) -> Option<Arc<str>> {
    let mut hasher = DefaultHasher::new();
    source.hash(&mut hasher);
    let key = hasher.finish();
    if let Some(kept) = DRAWN.lock().ok().and_then(|kept| kept.get(&key).cloned()) {
        return kept;
    }
    let drawn = draw_anew(source);
    if let Ok(mut kept) = DRAWN.lock() {
        if kept.len() >= MOST_KEPT {
            kept.clear();
        }
        kept.insert(key, drawn.clone());
    }
    drawn
}

/// A text that somebody wrote must never bring the page down: the renderer's panics are refusals.
fn draw_anew(source: &str) -> Option<Arc<str>> {
    if source.len() > MOST_CHART_BYTES || source.trim().is_empty() {
        return None;
    }
    // A picture leads nowhere: links of its parts are left out.
    let lines = source.lines().filter(|line| !line.trim_start().starts_with("click "));
    let plain = lines.collect::<Vec<_>>().join("\n");
    let drawn = panic::catch_unwind(|| {
        mermaid_rs_renderer::render_strict(&plain, mermaid_rs_renderer::RenderOptions::modern()).ok()
    });
    let svg = drawn.ok().flatten()?;
    picture::is_harmless(&svg).then(|| Arc::from(svg))
}

/// A line of the difference.
pub(crate) struct DiffLine {
    /// `added`, `removed` or `same`.
    pub(crate) class: &'static str,
    /// `+`, `-` or a blank, so that colour is not all that tells.
    pub(crate) sign: &'static str,
    /// The line.
    pub(crate) text: String,
}

/// The difference of two texts by line, with three lines around each change.
pub(crate) fn diff(old: &str, new: &str) -> Vec<DiffLine> {
    let diff = TextDiff::from_lines(old, new);
    let mut lines = Vec::new();
    for (index, group) in diff.grouped_ops(3).iter().enumerate() {
        if index > 0 {
            lines.push(DiffLine { class: "gap", sign: "", text: "…".to_owned() });
        }
        for op in group {
            lines.extend(diff.iter_changes(op).map(|change| {
                let (class, sign) = match change.tag() {
                    ChangeTag::Insert => ("added", "+"),
                    ChangeTag::Delete => ("removed", "-"),
                    ChangeTag::Equal => ("same", " "),
                };
                DiffLine { class, sign, text: change.value().trim_end_matches('\n').to_owned() }
            }));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn markup(body: &str) -> String {
        let charts = Charts { address: &|n| format!("/flow/{n}"), failed: "failed", source: "source" };
        render(body, &charts)
    }

    #[test]
    fn raw_markup_becomes_text() {
        for body in [
            "<script>alert(1)</script>",
            "a <img src=x onerror=alert(1)> b",
            "<div onclick=\"x()\">\n\n**b**\n\n</div>",
            "<svg/onload=alert(1)>",
            "<style>*{}</style>",
        ] {
            let html = markup(body);
            for tag in ["<script", "<img", "<div", "<svg", "<style"] {
                assert!(!html.contains(tag), "{body} → {html}");
            }
        }
    }

    #[test]
    fn only_harmless_addresses_stay_links() {
        for (address, stays) in [
            ("https://example.com/a", true),
            ("HTTP://example.com", true),
            ("mailto:a@example.com", true),
            ("/departures", true),
            ("notes.md#teil", true),
            ("javascript:alert(1)", false),
            ("JaVaScRiPt:alert(1)", false),
            ("data:text/html,x", false),
            ("vbscript:x", false),
            ("//evil.example", false),
        ] {
            let html = markup(&format!("[x]({address})"));
            assert_eq!(html.contains("<a href"), stays, "{address} → {html}");
        }
        assert!(!markup("[x](java&#x0A;script:alert(1))").contains("<a"));
        assert!(!markup("<javascript:alert(1)>").contains("<a"));
        assert!(!markup("[x]: javascript:alert(1)\n\n[x]").contains("<a"));
    }

    #[test]
    fn a_picture_from_elsewhere_is_a_link_and_never_loaded() {
        let html = markup("![图](https://example.com/x.png)");
        assert!(
            !html.contains("<img") && html.contains("<a href=\"https://example.com/x.png\">图</a>"),
            "{html}"
        );
        assert!(!markup("[![x](a.png)](javascript:alert(1))").contains("javascript"));
    }

    #[test]
    fn headings_move_below_those_of_the_page() {
        let html = markup("# 一\n\n## 二\n\n| a | b |\n|---|---|\n| 1 | 2 |");
        assert!(
            html.contains("<h3>一</h3>") && html.contains("<h4>二</h4>") && html.contains("<table>"),
            "{html}"
        );
    }

    #[test]
    fn a_flow_chart_is_a_picture_and_its_source_is_the_alternative() {
        let body = "前\n\n```mermaid\nflowchart LR\n  A[开始] --> B{合格?}\n  B -->|是| C[入库]\n```\n\n后";
        let html = markup(body);
        assert!(html.contains("<img src=\"/flow/1\" alt=\"flowchart LR"), "{html}");
        let sources = chart_sources(body);
        assert_eq!(sources.len(), 1);
        let svg = draw_chart(&sources[0]).unwrap();
        assert!(svg.starts_with("<svg") && svg.contains("入库"), "{svg}");
    }

    #[test]
    fn a_chart_that_cannot_be_drawn_shows_its_source() {
        let html = markup("```mermaid\n<script>alert(1)</script>\n```");
        assert!(
            html.contains("failed") && html.contains("&lt;script&gt;") && !html.contains("<img"),
            "{html}"
        );
        assert!(markup("```rust\nfn main() {}\n```").contains("<code"));
    }

    #[test]
    fn a_chart_carries_no_script_into_its_picture() {
        let source =
            "flowchart LR\n  A[\"<script>alert(1)</script>\"] --> B\n  click A \"javascript:alert(1)\"";
        let svg = draw_chart(source).unwrap().to_ascii_lowercase();
        assert!(!svg.contains("<script") && !svg.contains("javascript"), "{svg}");
        let hidden = "flowchart LR; A --> B; click A \"javascript:alert(1)\"";
        assert!(draw_chart(hidden).is_none_or(|svg| !svg.contains("javascript")));
    }

    /// Each chart is one that somebody might write to reach whoever reads the note.
    #[test]
    fn a_hostile_chart_is_drawn_harmless_or_not_at_all() {
        for source in [
            "flowchart LR\n  A[\"<img src=x onerror=alert(1)>\"] --> B",
            "flowchart LR\n  A[\"<foreignObject><script>x</script></foreignObject>\"] --> B",
            "flowchart LR\n  A --> B\n  style A fill:url(https://evil.example/x)",
            "flowchart LR\n  A --> B\n  classDef x fill:#fff,background:url(//evil.example)\n  class A x",
            "flowchart LR\n  A --> B\n  linkStyle 0 stroke:red\" onload=\"x()",
            "flowchart LR\n  A[\"\\\" onload=\\\"x()\"] --> B",
            "%%{init: {\"themeCSS\": \"@import url(https://evil.example/x.css)\"}}%%\nflowchart LR\n  A --> B",
            "%%{init: {\"fontFamily\": \"x\\\" onload=\\\"x()\"}}%%\nflowchart LR\n  A --> B",
            "flowchart LR\n  A[\"&lt;script&gt;\"] --> B[\"]]></text><script>x</script>\"]",
            "flowchart LR\n  A@{ img: \"https://evil.example/x.png\" }",
            "sequenceDiagram\n  A->>B: <script>x</script>\n  link A: x @ https://evil.example",
            "flowchart LR\n  A --> B\n  click A href \"https://evil.example\" _blank",
        ] {
            let Some(svg) = draw_chart(source) else { continue };
            assert!(picture::is_harmless(&svg), "{source} → {svg}");
            assert!(!svg.contains("evil.example\"") && !svg.contains("<script"), "{source} → {svg}");
        }
    }

    #[test]
    fn a_hostile_note_reaches_the_page_as_text() {
        for body in [
            "<a href=\"javascript:alert(1)\">x</a>",
            "<iframe src=\"//evil.example\"></iframe>",
            "<form action=\"//evil.example\"><input name=password></form>",
            "<!-- --><script>x</script>",
            "<![CDATA[<script>x</script>]]>",
            "<?php x ?>",
            "a\u{0}<scr\u{0}ipt>x</script>",
            "[x](\u{1}javascript:alert(1))",
            "[x](  &#106;avascript:alert(1))",
            "[x](feed:javascript:alert(1))",
            "[x](blob:https://x) [y](file:///etc/passwd) [z](ftp://x) [w](\\\\evil.example)",
            "![x](javascript:alert(1)) ![y\" onerror=\"x](a.png)",
            "[x](/a \"t\" onclick=\"x\")",
            "<https://example.com/\" onmouseover=\"x>",
            "```\n</code></pre><script>x</script>\n```",
            "```mermaid\" onload=\"x\nflowchart LR\n  A --> B\n```",
            "# <script>x</script> {#id .class onclick=x}",
            "| <script>x</script> |\n|---|\n| <b onclick=x>y</b> |",
            "[^1]\n\n[^1]: <script>x</script>",
            "~~<script>x</script>~~ - [ ] <input onclick=x>",
        ] {
            let html = markup(body);
            for part in html.split('<').skip(1).filter(|part| !part.starts_with('/')) {
                let tag = part.split('>').next().unwrap_or("");
                let name: String = tag.chars().take_while(char::is_ascii_alphanumeric).collect();
                let known = [
                    "p",
                    "a",
                    "b",
                    "code",
                    "pre",
                    "h3",
                    "h4",
                    "h5",
                    "h6",
                    "table",
                    "thead",
                    "tbody",
                    "tr",
                    "th",
                    "td",
                    "del",
                    "ul",
                    "ol",
                    "li",
                    "input",
                    "em",
                    "strong",
                    "figure",
                    "img",
                    "details",
                    "summary",
                    "br",
                    "blockquote",
                    "hr",
                ];
                assert!(known.contains(&name.as_str()), "<{tag}> in {body} → {html}");
                // Attributes stand outside of quotes; what is inside of them is a value.
                let outside: String = tag.split('"').step_by(2).collect();
                assert!(!outside.contains(" on") && !outside.contains("style"), "<{tag}> in {body} → {html}");
                let leads = tag.split("href=\"").nth(1).unwrap_or("").to_lowercase();
                for scheme in ["javascript", "feed", "blob", "file", "ftp", "data", "\\\\"] {
                    assert!(
                        !leads.trim_start_matches(|c: char| c.is_control()).starts_with(scheme),
                        "{body} → {html}"
                    );
                }
            }
        }
    }

    #[test]
    fn the_difference_names_what_came_and_what_went() {
        let lines = diff("a\nb\nc\n", "a\nB\nc\n");
        let told: Vec<(&str, &str)> = lines.iter().map(|line| (line.sign, line.text.as_str())).collect();
        assert_eq!(told, [(" ", "a"), ("-", "b"), ("+", "B"), (" ", "c")]);
        assert!(diff("a", "a").is_empty());
    }
}
