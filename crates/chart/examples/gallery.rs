//! Writes a page with every chart, in light and dark, to look at: `cargo run -p leavewell-chart --example gallery > gallery.html`.
#![expect(clippy::print_stdout, reason = "its output is the page")]

use chart::{
    BarRow, Fan, FanPoint, HorizontalBars, Line, Mark, Point, ProgressChart, Size, Sparkline, Step,
    StepState, TargetBar, TimeLine, Tone,
};

const LIGHT: &str = "--ink:#1b2430;--secondary:#55606e;--muted:#8a94a1;--line:#e4e8ee;--ground:#f6f7f9;--card:#fff;--brand:#1f5c99;--good:#1d7f74;--caution:#b87503;--bad:#b8432f";
const DARK: &str = "--ink:#e6eaf0;--secondary:#aab4c0;--muted:#7f8a97;--line:#2c3542;--ground:#12171e;--card:#1a212b;--brand:#6fa8dc;--good:#4fb3a5;--caution:#d9a441;--bad:#e0705c";

fn main() {
    let css = include_str!("../../frame/assets/css/chart.css");
    println!(
        "<!doctype html><meta charset=utf-8><style>{css} body{{margin:0;font:14px/1.55 'Noto Sans CJK SC',sans-serif}} .theme{{background:var(--ground);color:var(--ink);padding:24px}} .row{{display:flex;gap:16px;align-items:start}} .card{{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:20px;margin-bottom:16px;width:560px}} .card.phone{{width:340px}} .card.full{{width:auto}}</style>"
    );
    for theme in [LIGHT, DARK] {
        println!("<div class=theme style='{theme}'>");
        for (card, size) in [("card", Size::Wide), ("card phone", Size::Narrow)] {
            println!("<div class=row><div class='{card}'>{}</div>", chinese(size).to_svg());
            println!("<div class='{card}'>{}</div></div>", english(size).to_svg());
        }
        println!("<div class='card full'>{}</div>", time_line(Size::Wide).to_svg());
        println!("<div class=row><div class='card phone'>{}</div>", time_line(Size::Narrow).to_svg());
        println!(
            "<div class=card>{}{}{}</div></div></div>",
            bars().to_svg(),
            target_bars(),
            spark().to_svg()
        );
    }
}

fn line(label: &str, points: &[(f64, f64)]) -> Line {
    Line { label: label.into(), points: points.iter().map(|&(day, share)| Point { day, share }).collect() }
}

fn mark(day: f64, label: &str) -> Mark {
    Mark { day, label: label.into() }
}

fn fan(label: &str, points: &[(f64, [f64; 5])]) -> Fan {
    let point =
        |&(day, [p10, p25, p50, p75, p90]): &(f64, [f64; 5])| FanPoint { day, p10, p25, p50, p75, p90 };
    Fan { label: label.into(), points: points.iter().map(point).collect() }
}

fn chinese(size: Size) -> ProgressChart {
    ProgressChart {
        id: "zh".into(),
        title: "按重要度计的交接进度".into(),
        description: "按重要度完成 34%，按件数完成 68%。".into(),
        size,
        days: 45.0,
        plan: line("计划", &[(0.0, 0.0), (6.0, 0.22), (20.0, 0.7), (30.0, 1.0)]),
        by_weight: line("按重要度：34%", &[(0.0, 0.0), (3.0, 0.07), (7.0, 0.2), (10.0, 0.34)]),
        by_count: line("按件数：68%", &[(0.0, 0.0), (3.0, 0.22), (7.0, 0.56), (10.0, 0.68)]),
        tone: Tone::Bad,
        forecast: Some(fan(
            "80% 区间",
            &[(10.0, [0.34; 5]), (30.0, [0.51, 0.6, 0.72, 0.79, 0.86]), (44.0, [0.77, 0.83, 0.93, 1.0, 1.0])],
        )),
        today: Some(mark(10.0, "11/5 今天")),
        last_day: Some(mark(30.0, "11/25 最后工作日")),
        ticks: vec![mark(0.0, "10/26"), mark(44.0, "12/9")],
    }
}

fn english(size: Size) -> ProgressChart {
    ProgressChart {
        id: "en".into(),
        title: "Handover progress by weight".into(),
        description: "72% by weight, 70% by count.".into(),
        size,
        days: 34.0,
        plan: line("Plan", &[(0.0, 0.0), (30.0, 1.0)]),
        by_weight: line("By weight: 72%", &[(0.0, 0.0), (6.0, 0.2), (14.0, 0.5), (26.0, 0.72)]),
        by_count: line("By count: 70%", &[(0.0, 0.0), (6.0, 0.15), (14.0, 0.6), (26.0, 0.7)]),
        tone: Tone::Good,
        forecast: Some(fan("80% interval", &[(26.0, [0.72; 5]), (34.0, [0.85, 0.9, 0.96, 1.0, 1.0])])),
        today: Some(mark(26.0, "Nov 21 today")),
        last_day: Some(mark(30.0, "Nov 25 last working day")),
        ticks: vec![mark(0.0, "Oct 26"), mark(34.0, "Nov 29")],
    }
}

fn time_line(size: Size) -> TimeLine {
    let step = |label: &str, detail: &str, state, tone| Step {
        label: label.into(),
        detail: detail.into(),
        state,
        tone,
    };
    TimeLine {
        title: "解除通知书的送达".into(),
        steps: vec![
            step("10/20 当面", "拒签 · 录像已存证", StepState::Done, Tone::Brand),
            step("10/21 邮政特快专递", "EMS 回执已扫描", StepState::Done, Tone::Brand),
            step("10/27 退回", "信封原封保存", StepState::Done, Tone::Brand),
            step("公告", "尚未发布", StepState::Open, Tone::Brand),
            step("视为送达", "公告 + 30 日", StepState::Open, Tone::Bad),
        ],
        size,
    }
}

fn bars() -> HorizontalBars {
    let row = |label: &str, value: &str, share, tone| BarRow {
        label: label.into(),
        value: value.into(),
        share,
        tone,
    };
    HorizontalBars {
        title: "各类交接项的完成".into(),
        rows: vec![
            row("核心工艺", "1 / 6", 0.17, Tone::Bad),
            row("流程", "3 / 4", 0.75, Tone::Good),
            row("客户与供应商联系人及未了事项", "5 / 10", 0.5, Tone::Caution),
        ],
        size: Size::Wide,
    }
}

fn target_bars() -> String {
    let bar = |share, should_be, tone| TargetBar { title: "进度".into(), share, should_be, tone }.to_svg();
    [bar(0.34, Some(0.46), Tone::Bad), bar(0.72, Some(0.6), Tone::Good), bar(1.0, None, Tone::Good)]
        .join("<br>")
}

fn spark() -> Sparkline {
    Sparkline {
        title: "每周请假".into(),
        values: vec![0.0, 0.0, 1.0, 0.0, 0.0, 2.0, 1.5, 3.0],
        tone: Tone::Caution,
    }
}
