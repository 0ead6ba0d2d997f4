use super::*;
use crate::label::{Anchor, Label};

fn line(label: &str, points: &[(f64, f64)]) -> Line {
    Line { label: label.into(), points: points.iter().map(|&(day, share)| Point { day, share }).collect() }
}

/// The chart of the first design picture.
fn picture(size: Size) -> ProgressChart {
    let fan = |day, [p10, p25, p50, p75, p90]: [f64; 5]| FanPoint { day, p10, p25, p50, p75, p90 };
    ProgressChart {
        id: "progress".into(),
        title: "按重要度计的交接进度".into(),
        description: "按重要度完成 34%，按件数完成 68%。".into(),
        size,
        days: 45.0,
        plan: line("计划", &[(0.0, 0.0), (6.0, 0.22), (20.0, 0.7), (30.0, 1.0)]),
        by_weight: line("按重要度：34%", &[(0.0, 0.0), (3.0, 0.07), (7.0, 0.2), (10.0, 0.34)]),
        by_count: line("按件数：68%", &[(0.0, 0.0), (3.0, 0.22), (7.0, 0.56), (10.0, 0.68)]),
        tone: Tone::Bad,
        forecast: Some(Fan {
            label: "80% 区间".into(),
            points: vec![
                fan(10.0, [0.34; 5]),
                fan(30.0, [0.51, 0.6, 0.72, 0.79, 0.86]),
                fan(44.0, [0.77, 0.83, 0.93, 1.0, 1.0]),
            ],
        }),
        today: Some(Mark { day: 10.0, label: "11/5 今天".into() }),
        last_day: Some(Mark { day: 30.0, label: "11/25 最后工作日".into() }),
        ticks: vec![Mark { day: 0.0, label: "10/26".into() }, Mark { day: 44.0, label: "12/9".into() }],
    }
}

/// A departure of 30 days on one of its days, with that much done; English has the longest labels.
fn on_day(day: f64, weight: f64, count: f64, size: Size) -> ProgressChart {
    let grown = |share: f64| [(0.0, 0.0), (day / 2.0, share * 0.4), (day, share)];
    let mut chart = picture(size);
    chart.plan = line("Plan", &[(0.0, 0.0), (30.0, 1.0)]);
    chart.by_weight = line("By weight: 100%", &grown(weight));
    chart.by_count = line("By count: 100%", &grown(count));
    chart.today = Some(Mark { day, label: "Nov 5 today".into() });
    chart.last_day = Some(Mark { day: 30.0, label: "Nov 25 last working day".into() });
    if let Some(fan) = &mut chart.forecast {
        fan.label = "80% interval".into();
        let at = |day, spread: f64| {
            let share = |off: f64| (weight + (1.0 - weight) * spread * (0.6 + off)).min(1.0);
            FanPoint {
                day,
                p10: share(-0.3),
                p25: share(-0.1),
                p50: share(0.0),
                p75: share(0.2),
                p90: share(0.4),
            }
        };
        fan.points = vec![at(day, 0.0), at(30.0_f64.max(day + 1.0), 0.7), at(45.0, 1.0)];
    }
    chart
}

/// The boxes of all texts of a drawing.
fn texts(svg: &str) -> Vec<(String, Frame)> {
    let value = |tag: &str, name: &str| {
        let from = tag.find(&format!(" {name}=\"")).map(|at| at + name.len() + 3)?;
        tag[from..].split('"').next().map(str::to_owned)
    };
    let number = |tag: &str, name: &str| value(tag, name).unwrap().parse::<f64>().unwrap();
    svg.split("<text")
        .skip(1)
        .map(|rest| {
            let (tag, rest) = rest.split_once('>').unwrap();
            let text = rest.split('<').next().unwrap();
            let anchor = match value(tag, "text-anchor").as_deref() {
                Some("middle") => Anchor::Middle,
                Some("end") => Anchor::End,
                _ => Anchor::Start,
            };
            let at = Place { x: number(tag, "x"), y: number(tag, "y") };
            let label = Label { text, at, anchor, font: number(tag, "font-size"), paint: Paint::Ink };
            (text.to_owned(), label.frame())
        })
        .collect()
}

fn assert_no_overlap(chart: &ProgressChart) {
    let all = texts(&chart.to_svg());
    let width = if chart.size == Size::Wide { 560.0 } else { 340.0 };
    for (index, (text, frame)) in all.iter().enumerate() {
        assert!(
            frame.left >= 0.0 && frame.right <= width + 0.1 && frame.top >= 0.0,
            "{text} leaves the drawing: {frame:?}"
        );
        for (other, taken) in &all[index + 1..] {
            assert!(
                frame.overlap(taken) < 1.0,
                "{text} lies on {other}: {:?}, {:?}",
                chart.size,
                chart.today
            );
        }
    }
}

#[test]
fn labels_keep_apart_on_every_day_and_at_every_progress() {
    for size in [Size::Wide, Size::Narrow] {
        assert_no_overlap(&picture(size));
        for day in 0..=40 {
            for (weight, count) in
                [(0.0, 0.0), (0.05, 0.5), (0.34, 0.68), (0.5, 0.5), (0.48, 0.52), (0.9, 0.7), (1.0, 1.0)]
            {
                assert_no_overlap(&on_day(f64::from(day), weight, count, size));
            }
        }
    }
}

#[test]
fn every_label_of_a_line_and_of_a_marked_day_is_there() {
    for size in [Size::Wide, Size::Narrow] {
        for day in 0..=40 {
            let drawn = on_day(f64::from(day), 0.3, 0.6, size).to_svg();
            for label in [
                "Plan",
                "By weight: 100%",
                "By count: 100%",
                "80% interval",
                "Nov 5 today",
                "Nov 25 last working day",
            ] {
                assert!(drawn.contains(&format!(">{label}</text>")), "{label} on day {day}");
            }
        }
    }
}

#[test]
fn lines_stand_at_their_days_and_shares() {
    let drawn = picture(Size::Wide).to_svg();
    // 45 days on 512 units from 40 on; 166 units of height from 178 up.
    assert!(drawn.contains(r#"<polyline points="40,178 74.1,166.4 119.6,144.8 153.8,121.6""#), "{drawn}");
    assert!(drawn.contains(r#"<circle cx="153.8" cy="121.6" r="3.5" fill="currentColor" class="c-bad""#));
    assert!(drawn.contains(r#"<polyline points="381.3,6 381.3,178""#), "the last working day");
}

#[test]
fn the_fan_has_two_bands_and_a_dotted_median() {
    let drawn = picture(Size::Wide).to_svg();
    assert_eq!(drawn.matches("<polygon").count(), 2);
    assert!(drawn.contains(r#"stroke-dasharray="1.5 3""#));
    let mut chart = picture(Size::Wide);
    chart.forecast = None;
    assert!(!chart.to_svg().contains("<polygon"));
}

#[test]
fn an_empty_chart_is_drawn_with_its_plan_only() {
    let mut chart = picture(Size::Wide);
    chart.by_weight = Line::default();
    chart.by_count = Line::default();
    chart.forecast = None;
    let drawn = chart.to_svg();
    assert!(!drawn.contains("<circle") && drawn.contains(">计划</text>"));
}

#[test]
fn what_lies_beyond_the_scale_stretches_it() {
    let mut chart = picture(Size::Wide);
    chart.days = 10.0;
    assert!((chart.last_on_scale() - 44.0).abs() < 1e-9);
    chart.days = f64::NAN;
    assert!(!chart.to_svg().contains("NaN"));
}

#[test]
fn two_marks_on_one_day_stand_below_each_other() {
    let mut chart = picture(Size::Wide);
    chart.today = Some(Mark { day: 30.0, label: "11/25 今天".into() });
    let all = texts(&chart.to_svg());
    let top = |wanted: &str| all.iter().find(|(text, _)| text == wanted).unwrap().1.top;
    assert!(top("11/25 最后工作日") > top("11/25 今天"));
}

#[test]
fn names_for_those_who_do_not_see_it_are_tied_by_id() {
    let drawn = picture(Size::Wide).to_svg();
    assert!(
        drawn.contains(r#"role="img" aria-labelledby="progress-title" aria-describedby="progress-desc""#)
    );
    assert!(drawn.contains(r#"<title id="progress-title">按重要度计的交接进度</title>"#));
}

/// After a wanted change run with `CHART_WRITE_SNAPSHOT=1` and look at the file before committing it.
#[test]
#[expect(clippy::disallowed_methods, reason = "rewriting the approved chart is asked for by the environment")]
fn the_chart_of_the_design_picture_is_drawn_as_it_was_approved() {
    let drawn = picture(Size::Wide).to_svg();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/snapshots/progress.svg");
    if std::env::var_os("CHART_WRITE_SNAPSHOT").is_some() {
        std::fs::write(path, &drawn).unwrap();
    }
    assert_eq!(drawn, std::fs::read_to_string(path).unwrap());
    assert!(drawn.len() < 6_000, "small enough for every page: {} bytes", drawn.len());
}
