//! scratch
#![allow(warnings, clippy::all, clippy::pedantic, reason = "scratch")]
use app::{
    App, Clock, Parts,
    people::{self, *},
    setup::{self, FirstAdmin},
};
use std::time::Instant;
use store::people::{After, Filter};
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗";
const GIVEN: &str = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂文辉玲玉萍红建华国志英梅";
fn entry(number: usize) -> RosterEntry {
    let pick = |letters: &str, at: usize| letters.chars().nth(at % letters.chars().count()).unwrap();
    let name: String =
        [pick(SURNAMES, number * 7), pick(GIVEN, number * 13 + 5), pick(GIVEN, number / 3 + 1)]
            .iter()
            .collect();
    let mut entry = RosterEntry::new(format!("{number:06}"), name, jiff::civil::date(2015, 3, 1));
    entry.department = vec![
        format!("Division {}", number % 7),
        format!("Department {}", number % 40),
        format!("Team {}", number % 200),
    ];
    entry.post = Some(format!("Post {}", number % 120));
    entry.phone = Some(format!("129{number:08}"));
    entry.id_number = Some(format!("32050019900101{:04}", number % 10000));
    entry.manager_no = (number > 0).then(|| format!("{:06}", number / 12));
    entry
}
#[tokio::main]
async fn main() {
    let size: usize = std::env::args().nth(1).unwrap().parse().unwrap();
    let leaves: usize = std::env::args().nth(2).unwrap().parse().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("x.db");
    let url = std::env::args().nth(3).unwrap_or(format!("sqlite:{}", file.display()));
    let db = store::Db::open(&url).await.unwrap();
    let vault = vault::Vault::open(folder.path().join("a")).await.unwrap();
    let app =
        App::start(Parts { db, calendar: calendar::Calendar::builtin(), clock: Clock::system(), vault })
            .await
            .unwrap();
    setup::create_first_admin(
        &app,
        FirstAdmin {
            company: "B".into(),
            login: "admin".into(),
            display_name: "A".into(),
            password: "correct horse b".into(),
            lang: kernel::Lang::Zh,
        },
    )
    .await
    .unwrap();
    let cx = app.system().unwrap();
    let rows: Vec<_> = (0..size).map(entry).collect();
    let t = Instant::now();
    let c = cpu();
    println!("{:?} roster {:?}", apply_roster(&cx, &rows).await.unwrap(), t.elapsed());
    println!("cpu {:.2}", cpu() - c);
    if let Ok(m) = std::fs::metadata(&file) {
        println!("{} MB", m.len() >> 20);
    }
    let t = Instant::now();
    println!("{:?} again {:?}", apply_roster(&cx, &rows).await.unwrap(), t.elapsed());
    let t = Instant::now();
    println!("{:?} compare {:?}", compare_roster(&cx, &rows).await.unwrap().same, t.elapsed());
    let leave: Vec<_> = (0..leaves)
        .map(|n| LeaveEntry {
            emp_no: format!("{:06}", n % size),
            kind: "annual".into(),
            starts: jiff::civil::date(2025, 1 + (n % 12) as i8, 1 + (n % 28) as i8),
            ends: jiff::civil::date(2025, 1 + (n % 12) as i8, 1 + (n % 28) as i8),
            half_days: 2,
            reference: format!("{:x}", md(n)),
            source: "x".into(),
        })
        .collect();
    let t = Instant::now();
    let c = cpu();
    println!("{:?} leave {:?}", apply_leave(&cx, &leave).await.unwrap(), t.elapsed());
    println!("cpu {:.2}", cpu() - c);
    let t = Instant::now();
    println!("{:?} leave again {:?}", apply_leave(&cx, &leave).await.unwrap(), t.elapsed());
    let mut changed = rows.clone();
    changed.iter_mut().for_each(|r| r.phone = Some("1".into()));
    let t = Instant::now();
    println!("{:?} changed {:?}", apply_roster(&cx, &changed).await.unwrap(), t.elapsed());
    let f = |k: &str| Filter { key: k.into(), ..Filter::default() };
    let choices = app::organisation::list_choices(&cx).await.unwrap();
    let d = |n: usize| Filter { department: choices.departments.get(n).map(|d| d.id), ..Filter::default() };
    let lists: Vec<(&str, Filter)> = vec![
        ("employed", Filter { is_employed: Some(true), ..Filter::default() }),
        ("left", Filter { is_employed: Some(false), ..Filter::default() }),
        ("all", Filter::default()),
        ("q=w", f("w")),
        ("q=wjg", f("wjg")),
        ("王", f("王")),
        ("q=0001", f("0001")),
        ("q=zzz", f("zzz")),
        ("left+w", Filter { is_employed: Some(false), ..f("w") }),
        ("division", d(0)),
        ("dept", d(3)),
        ("critical", Filter { is_critical_only: true, ..Filter::default() }),
        ("departing", Filter { is_departing_only: true, ..Filter::default() }),
    ];
    for (name, filter) in lists {
        let t = Instant::now();
        let mut n = 0;
        let mut after = After::default();
        let mut pages = 0;
        for _ in 0..20 {
            let p = list_people(&cx, filter.clone(), &after).await.unwrap();
            n += p.people.len();
            pages += 1;
            match p.next {
                Some(x) => after = x,
                None => break,
            }
        }
        println!("{name}: {n} in {pages} pages, {:?} each", t.elapsed() / pages);
    }
    let t = Instant::now();
    app::organisation::open_organisation(&cx, None, &Default::default()).await.unwrap();
    println!("organisation {:?}", t.elapsed());
    let top = list_people(&cx, f("000000"), &After::default()).await.unwrap().people[0].id;
    let mid = list_people(&cx, f("000100"), &After::default()).await.unwrap().people[0].id;
    for who in [top, mid] {
        let m = cx.acting_as(
            kernel::Actor {
                account: uuid::Uuid::nil().into(),
                person: Some(who),
                roles: vec![kernel::Role::Manager],
            },
            cx.now(),
        );
        let t = Instant::now();
        let n = list_people(&m, Filter::default(), &After::default()).await.unwrap().people.len();
        println!("manager list {n} {:?}", t.elapsed());
        let t = Instant::now();
        let n = list_people(&m, f("w"), &After::default()).await.unwrap().people.len();
        println!("manager search {n} {:?}", t.elapsed());
        let t = Instant::now();
        open_person(&cx, who).await.unwrap();
        println!("person {:?}", t.elapsed());
    }
}
fn cpu() -> f64 {
    let t = std::fs::read_to_string("/proc/self/stat").unwrap();
    let f: Vec<&str> = t.rsplit(')').next().unwrap().split_whitespace().collect();
    (f[11].parse::<f64>().unwrap() + f[12].parse::<f64>().unwrap()) / 100.0
}
fn md(n: usize) -> u64 {
    (n as u64).wrapping_mul(0x9E3779B97F4A7C15)
}
