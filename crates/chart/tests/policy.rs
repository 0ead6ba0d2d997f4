//! Every chart keeps to the content policy and is well-formed, whatever its words are.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

use chart::{
    BarRow, Fan, FanPoint, HorizontalBars, Line, Mark, Point, ProgressChart, Size, Sparkline, Step,
    StepState, TargetBar, TimeLine, Tone,
};

const NASTY: &str = "</text><script>alert(1)</script>\" onload='x' style=\"a:b\" & \u{0}\u{7}]]>";

fn progress(words: &str, size: Size) -> String {
    let line = || Line {
        points: vec![Point { day: 0.0, share: 0.0 }, Point { day: 9.0, share: 0.4 }],
        label: words.into(),
    };
    let mark = |day| Mark { day, label: words.into() };
    let wide = |day, low: f64| FanPoint {
        day,
        p10: low,
        p25: low + 0.1,
        p50: low + 0.2,
        p75: low + 0.3,
        p90: low + 0.4,
    };
    ProgressChart {
        id: words.into(),
        title: words.into(),
        description: words.into(),
        size,
        days: 45.0,
        plan: line(),
        by_weight: line(),
        by_count: line(),
        tone: Tone::Caution,
        forecast: Some(Fan { points: vec![wide(9.0, 0.0), wide(45.0, 0.5)], label: words.into() }),
        today: Some(mark(9.0)),
        last_day: Some(mark(30.0)),
        ticks: vec![mark(0.0), mark(45.0)],
    }
    .to_svg()
}

fn all_charts(words: &str) -> Vec<String> {
    let mut charts = Vec::new();
    for size in [Size::Wide, Size::Narrow] {
        charts.push(progress(words, size));
        let step = |state| Step { label: words.into(), detail: words.into(), state, tone: Tone::Bad };
        charts.push(
            TimeLine { title: words.into(), steps: vec![step(StepState::Done), step(StepState::Open)], size }
                .to_svg(),
        );
        let row = BarRow { label: words.into(), value: words.into(), share: 0.4, tone: Tone::Muted };
        charts.push(HorizontalBars { title: words.into(), rows: vec![row], size }.to_svg());
    }
    charts.push(Sparkline { title: words.into(), values: vec![1.0, 2.0], tone: Tone::Brand }.to_svg());
    charts
        .push(TargetBar { title: words.into(), share: 0.5, should_be: Some(0.6), tone: Tone::Good }.to_svg());
    charts
}

/// Walks the markup; answers the names of its attributes, and fails where it is not well-formed.
fn attributes(svg: &str) -> Vec<String> {
    let (mut open, mut names, mut rest) = (Vec::new(), Vec::new(), svg);
    while let Some((text, tail)) = rest.split_once('<') {
        assert!(!text.contains('>'), "a stray bracket in {text}");
        let (tag, tail) = tail.split_once('>').unwrap();
        rest = tail;
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "closed out of turn");
            continue;
        }
        assert_eq!(tag.matches('"').count() % 2, 0, "unbalanced quotes in {tag}");
        let outside: Vec<&str> = tag.split('"').step_by(2).collect();
        names.extend(
            outside
                .iter()
                .filter_map(|part| part.split_whitespace().last()?.strip_suffix('='))
                .map(str::to_owned),
        );
        if !tag.ends_with('/') {
            open.push(tag.split_whitespace().next().unwrap());
        }
    }
    assert!(open.is_empty(), "left open: {open:?}");
    names
}

#[test]
fn every_chart_is_well_formed_and_has_nothing_that_the_policy_forbids() {
    for words in ["按重要度：34%", NASTY, "", "A rather long label, as English has them now and then"] {
        for svg in all_charts(words) {
            for name in attributes(&svg) {
                assert!(name != "style" && name != "href" && !name.starts_with("on"), "{name} in {svg}");
            }
            assert!(!svg.contains("<script") && !svg.contains("<style"), "{svg}");
            assert!(!svg.chars().any(|c| c.is_control() && c != '\n'), "a control character");
        }
    }
}

#[test]
fn every_chart_has_a_name_a_role_and_scales_with_its_place() {
    for svg in all_charts("名称") {
        assert!(
            svg.contains(r#"role="img""#) && svg.contains("名称</title>") && svg.contains("viewBox="),
            "{svg}"
        );
        let head = svg.split('>').next().unwrap();
        assert!(!head.contains(" width=") && !head.contains(" height="), "{head}");
    }
}

#[test]
fn the_style_sheet_has_every_class_that_a_chart_uses() {
    let sheet = include_str!("../../frame/assets/css/chart.css");
    for svg in all_charts("名称") {
        for classes in svg.split("class=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
            for class in classes.split(' ') {
                assert!(sheet.contains(&format!(".{class}")), "{class} has no rule");
            }
        }
    }
}
