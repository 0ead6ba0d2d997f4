//! The settlement of a departure: facts with their sources, rows that open to their steps, what stops the path, issuing
//! and paying; and the values of places with four eyes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

mod support;

use axum::http::StatusCode;
use kernel::Role;
use support::{
    Browser, Site,
    company::{self, Company},
};

async fn start() -> (Site, Company) {
    let site = Site::new().await;
    let company = company::fill(&site).await;
    (site, company)
}

/// Opens a departure of 王建国, in service since 2003-07-01; gives the address of its settlement.
async fn open(hr: &Browser<'_>, company: &Company, ground: &str, (notice, end): (&str, &str)) -> String {
    let person = company.wang.to_string();
    let form = [
        ("person", person.as_str()),
        ("ground", ground),
        ("notice_on", notice),
        ("last_day", end),
        ("legal_end", end),
        ("reason", "装配线外包"),
        ("start", "open"),
        ("reason_code", ""),
    ];
    let opened = hr.post("/departures/new", &form).await;
    format!("{}/settlement", opened.redirects().split('?').next().unwrap())
}

async fn enter(hr: &Browser<'_>, base: &str, code: &str, value: &str) {
    let form = [("code", code), ("value", value), ("document", "payroll"), ("source", "MKSOURCE 工资表")];
    hr.post(&format!("{base}/facts"), &form).await.redirects();
}

/// The facts of picture 3: a dismissal after a major change, with service before 2008 and no notice.
async fn picture(hr: &Browser<'_>, company: &Company) -> String {
    let base = open(hr, company, "NOFAULT_CHANGE", ("2026-11-20", "2026-11-30")).await;
    for (code, value) in [
        ("service_start", "2003-05-12"),
        ("avg12", "16800"),
        ("last_month_wage", "17150.00"),
        ("enterprise_avg_wage", "13200"),
        ("local_avg_monthly_wage", "10710"),
        ("profile", "NATIONAL_DEFAULT"),
        ("protected", "none"),
        ("cumulative_years", "15"),
        ("taken_days", "4"),
        ("avg12_excl_overtime", "16800"),
        ("waived_in_writing", "no"),
        ("wages_due", "16,800.00"),
    ] {
        enter(hr, &base, code, value).await;
    }
    base
}

#[tokio::test]
async fn without_its_facts_a_settlement_names_what_is_missing_and_shows_no_figure() {
    let (site, company) = start().await;
    let hr = site.browser_as(&[Role::HrSpecialist]).await;
    let base = open(&hr, &company, "NOFAULT_CHANGE", ("2026-11-20", "2026-11-30")).await;
    let page = hr.get(&base).await.ok();
    for missing in
        ["前12个月平均应得工资", "当地上年度职工月平均工资", "2008年以前年限的地区口径", "企业月平均工资"]
    {
        assert!(page.has(missing), "{missing}");
    }
    assert!(page.has("还缺少以下依据") && !page.has("合计（税前）"));
    assert!(
        page.has("苏州") && page.has("2,660.00") && page.has("暂定"),
        "the shipped minimum wage, as provisional"
    );
    let issued = hr.post(&format!("{base}/issue"), &[]).await;
    assert_eq!(issued.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_fact_without_its_source_is_refused_and_one_that_cannot_be_read_too() {
    let (site, company) = start().await;
    let hr = site.browser_as(&[Role::HrSpecialist]).await;
    let base = open(&hr, &company, "RESIGN", ("2026-10-26", "2026-11-25")).await;
    let post = async |value: &str, document: &str, source: &str| {
        let form = [("code", "wages_due"), ("value", value), ("document", document), ("source", source)];
        hr.post(&format!("{base}/facts"), &form).await
    };
    for (value, document, source, says) in [
        ("9000", "payroll", " ", "没有来源的不能列入"),
        ("9000", "", "x", "请选择依据的文件"),
        ("-1", "payroll", "x", "格式不对"),
        ("9000.001", "payroll", "x", "格式不对"),
    ] {
        let refused = post(value, document, source).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{says}");
        assert!(refused.has(says), "{says}");
    }
    assert!(!hr.get(&base).await.ok().has("工资结清</b>"), "no row without a source");
    post("9000", "payroll", "十一月工资表").await.redirects();
    let page = hr.get(&base).await.ok();
    assert!(page.has("工资结清") && page.has("9,000.00") && page.has("十一月工资表"));
}

#[tokio::test]
async fn every_row_of_picture_three_opens_to_its_steps_and_articles() {
    let (site, company) = start().await;
    let hr = site.browser_as(&[Role::HrSpecialist]).await;
    let base = picture(&hr, &company).await;
    let page = hr.get(&base).await.ok();
    // By hand: 5 × 16,800; 19 × 16,800; a month's wage; ⌊334/365 × 10 − 4⌋ = 5 days × 16,800 / 21.75 × 2; the wages.
    for shown in ["84,000.00", "319,200.00", "17,150.00", "7,724.14", "16,800.00", "444,874.14"] {
        assert!(page.has(shown), "{shown}");
    }
    for article in [
        "劳动合同法第97条第3款",
        "劳部发〔1994〕481号第8条",
        "劳动合同法第47条第1款",
        "劳动合同法第40条",
        "企业职工带薪年休假实施办法第12条",
        "工资支付暂行规定第9条",
        "财税〔2018〕164号",
    ] {
        assert!(page.has(article), "{article}");
    }
    assert!(page.has("不满一年按一年") && page.has("月工资 16,800.00 不高于三倍线 32,130.00"));
    assert!(page.has("MKSOURCE 工资表"), "each entered fact shows its document");
    assert!(page.has("办结交接时支付") && page.has("离职时付清"), "what may wait and what not");
    // What if, by hand: agreed 444,874.14 − 17,150; unlawful 2 × 24 × 16,800 + 7,724.14 + 16,800; resigned 24,524.14.
    for other in ["427,724.14", "830,924.14", "24,524.14"] {
        assert!(page.has(other), "{other}");
    }
    let asked = hr.get(&format!("{base}?if_ground=LAYOFF&if_day=2027-01-31")).await.ok();
    assert!(asked.has("经济性裁员 · 2027年1月31日"));
}

#[tokio::test]
async fn what_is_contested_shows_every_reading_and_blocks_until_somebody_chose_one() {
    let (site, company) = start().await;
    let hr = site.browser_as(&[Role::HrSpecialist]).await;
    let base = open(&hr, &company, "NOFAULT_MED", ("2026-10-26", "2026-11-30")).await;
    for (code, value) in [
        ("avg12", "9000"),
        ("enterprise_avg_wage", "8000"),
        ("local_avg_monthly_wage", "10710"),
        ("profile", "NATIONAL_DEFAULT"),
        ("protected", "none"),
    ] {
        enter(&hr, &base, code, value).await;
    }
    let page = hr.get(&base).await.ok();
    assert!(page.has("有争议") && page.has("54,000.00") && page.has("全国性依据已于2017年11月24日废止"));
    assert!(hr.post(&format!("{base}/issue"), &[]).await.has("有争议的项目还没有选定金额"));
    enter(&hr, &base, "reading_medical_subsidy", "six_months").await;
    hr.post(&format!("{base}/issue"), &[]).await.redirects();
    let version = hr.get(&format!("{base}/versions/1")).await.ok();
    assert!(version.has("不低于六个月工资") && version.has("54,000.00"));
}

#[tokio::test]
async fn a_protected_person_stops_the_path_until_a_named_person_goes_on_with_a_reason() {
    let (site, company) = start().await;
    let hr = site.browser_as(&[Role::HrSpecialist]).await;
    let base = picture(&hr, &company).await;
    enter(&hr, &base, "protected", "pregnancy").await;
    let page = hr.get(&base).await.ok();
    assert!(page.has("依法不得这样解除") && page.has("不符合"));
    let home = base.trim_end_matches("/settlement");
    assert!(hr.post(&format!("{base}/issue"), &[]).await.has("程序检查没有通过"));
    let unknown = hr.post(&format!("{base}/checks"), &[("check", "reason_proved"), ("reason", "x")]).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    let bare = hr.post(&format!("{base}/checks"), &[("check", "not_protected"), ("reason", " ")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    let form = [("check", "not_protected"), ("reason", "本人已书面同意协商")];
    hr.post(&format!("{base}/checks"), &form).await.redirects();
    let page = hr.get(&base).await.ok();
    assert!(page.has("已说明") && page.has("本人已书面同意协商"));
    let still = hr.post(&format!("{base}/issue"), &[]).await;
    assert!(still.has("依法不得这样解除或须顺延"), "a reason does not make it lawful to settle");
    let record = hr.get(&format!("{home}/record")).await.ok();
    assert!(record.has("程序检查未通过，说明理由后继续") && !record.has("pregnancy"));
}

#[tokio::test]
async fn a_layoff_below_its_threshold_does_not_go_on() {
    let (site, company) = start().await;
    let hr = site.browser_as(&[Role::HrSpecialist]).await;
    let base = open(&hr, &company, "LAYOFF", ("2026-10-26", "2026-11-30")).await;
    let stage = format!("{}/steps/advance", base.trim_end_matches("/settlement"));
    enter(&hr, &base, "protected", "none").await;
    enter(&hr, &base, "layoff_total", "151").await;
    enter(&hr, &base, "layoff_cut", "15").await;
    let page = hr.get(&base).await.ok();
    assert!(page.has("达到二十人以上") && page.has("不符合"));
    assert!(!hr.post(&stage, &[]).await.status.is_redirection());
    enter(&hr, &base, "layoff_total", "150").await;
    assert!(!hr.get(&base).await.ok().has("不符合"), "15 of 150 are ten percent");
}

#[tokio::test]
async fn only_compensation_may_wait_and_anything_else_takes_a_reason_that_is_shown_in_red() {
    let (site, company) = start().await;
    let hr = site.browser_as(&[Role::HrSpecialist]).await;
    let base = picture(&hr, &company).await;
    let hold = async |line: &str, reason: &str| {
        hr.post(&format!("{base}/holds"), &[("line", line), ("reason", reason)]).await
    };
    let refused = hold("wages", "").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.has("法律不允许此项等待交接"));
    assert_eq!(hold("tax", "x").await.status, StatusCode::UNPROCESSABLE_ENTITY, "no such line");
    hold("severance_new", "待办结交接").await.redirects();
    hold("wages", "法院协助执行通知").await.redirects();
    hold("certificate", "").await.has("法律不允许此项等待交接");
    hold("certificate", "本人要求延后领取").await.redirects();
    assert!(hr.get(&base).await.ok().has("本人要求延后领取"), "papers that are held are shown too");
    hr.post(&format!("{base}/issue"), &[]).await.redirects();
    let page = hr.get(&base).await.ok();
    assert!(page.has("法院协助执行通知") && page.has("第84条、第85条、第89条") && page.has("待办结交接"));
    let fields = [("line", "wages"), ("amount", "100.00"), ("paid_on", "2026-11-01")];
    let paid = hr.upload(&format!("{base}/payments"), &fields, ("file", "回单.pdf", PDF)).await;
    assert!(paid.has("此项已暂缓"), "what is held is released before it is paid");
}

const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n";

#[tokio::test]
async fn what_was_issued_keeps_its_content_and_is_paid_line_by_line_with_its_proof() {
    let (site, company) = start().await;
    let hr = site.browser_as(&[Role::HrSpecialist]).await;
    let leaver = site.browser_of(&[], Some(company.wang)).await;
    let base = picture(&hr, &company).await;
    assert!(leaver.get("/my/settlement").await.ok().has("结算单尚未签发"));
    let paper = base.replace("/settlement", "/papers/settlement-sheet");
    let early = hr.post(&paper, &[]).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(early.has("缺少“结算”") && early.has("缺少“结算合计”"), "a draft is no settlement");
    hr.post(&format!("{base}/issue"), &[]).await.redirects();
    let mine = leaver.get("/my/settlement").await.ok();
    assert!(mine.has("444,874.14") && mine.has("劳动合同法第97条第3款"), "the leaver sees how it came about");
    let sheet = hr.get(&paper).await.ok();
    assert!(sheet.has("经济补偿（2008年以前的年限）") && sheet.has("办结工作交接时"), "{}", sheet.body);
    assert!(sheet.has("444874.14") && sheet.has("结算第 1 版"), "the paper is of what was issued");
    let pay = async |line: &str, amount: &str, file: (&str, &str, &[u8])| {
        let fields = [("line", line), ("amount", amount), ("paid_on", "2026-11-01")];
        hr.upload(&format!("{base}/payments"), &fields, file).await
    };
    assert!(pay("wages", "16800.00", ("none", "", b"")).await.has("请附上支付凭证"));
    assert!(pay("wages", "16800.01", ("file", "回单.pdf", PDF)).await.has("超过了这一项未付的金额"));
    pay("wages", "10000.00", ("file", "回单.pdf", PDF)).await.redirects();
    pay("wages", "6800.00", ("file", "回单二.pdf", PDF)).await.redirects();
    let page = hr.get(&base).await.ok();
    assert!(page.has("已付清") && page.has("回单二.pdf"));
    // A fact that changes afterwards changes what is owed now, never what was issued.
    enter(&hr, &base, "avg12", "17000").await;
    let page = hr.get(&base).await.ok();
    assert!(page.has("已签发 444,874.14，按现在的依据为 449,674.14"));
    assert!(hr.get(&format!("{base}/versions/1")).await.ok().has("444,874.14"));
    assert!(leaver.get("/my/settlement").await.ok().has("444,874.14"));
    hr.post(&format!("{base}/issue"), &[]).await.redirects();
    assert!(leaver.get("/my/settlement").await.ok().has("449,674.14"));
}

#[tokio::test]
async fn what_a_person_entered_outlives_the_register_and_can_be_taken_back() {
    let (site, company) = start().await;
    let hr = site.browser_as(&[Role::HrSpecialist]).await;
    let base = open(&hr, &company, "RESIGN", ("2026-10-26", "2026-11-25")).await;
    let page = hr.get(&base).await.ok();
    assert!(page.has("花名册：入职日期") && page.has("2003年7月1日"));
    enter(&hr, &base, "service_start", "2003-05-12").await;
    app_people::people::apply_roster(&site.cx(), &company::roster()).await.unwrap();
    let page = hr.get(&base).await.ok();
    assert!(page.has("2003年5月12日 入职") && page.has("登记数据为 2003年7月1日"));
    let form = [
        ("code", "service_start"),
        ("value", "2003-05-12"),
        ("take_back", "1"),
        ("document", "other"),
        ("source", "录错"),
    ];
    hr.post(&format!("{base}/facts"), &form).await.redirects();
    assert!(hr.get(&base).await.ok().has("2003年7月1日 入职"));
}

#[tokio::test]
async fn facts_that_contradict_each_other_are_refused_by_name() {
    let (site, company) = start().await;
    let hr = site.browser_as(&[Role::HrSpecialist]).await;
    let base = picture(&hr, &company).await;
    enter(&hr, &base, "service_start", "2027-01-01").await;
    let page = hr.get(&base).await.ok();
    assert!(page.has("与其他事实矛盾") && !page.has("444,874.14"));
}

#[tokio::test]
async fn a_value_of_a_place_counts_only_when_a_second_person_has_confirmed_it() {
    let (site, company) = start().await;
    site.account("keeper", &[Role::Admin], None).await;
    let admin = site.sign_in("keeper").await;
    let partner = site.browser_as(&[Role::HrPartner]).await;
    let base = open(&partner, &company, "AGREE_EMPLOYER", ("2026-10-26", "2026-11-30")).await;
    enter(&partner, &base, "avg12", "40000").await;
    enter(&partner, &base, "profile", "NATIONAL_DEFAULT").await;
    let form = [
        ("region", "suzhou"),
        ("name", "average-wage"),
        ("amount", "10710"),
        ("starts", "2026-07-01"),
        ("published_on", "2026-06-20"),
        ("citation", "MKNOTICE 2026年度公布"),
        ("has_notice", "1"),
    ];
    admin.post("/parameters", &form).await.redirects();
    let listed = admin.get("/parameters").await.ok();
    assert!(listed.has("MKNOTICE") && listed.has("待确认") && listed.has("由另一人确认"));
    assert!(!partner.get(&base).await.ok().has("10,710.00"), "not before it is confirmed");
    let address = partner.get("/parameters").await.ok().body;
    let address =
        address.split("action=\"/parameters/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let address = format!("/parameters/{address}");
    let own = admin.post(&address, &[("answer", "confirm")]).await;
    assert_eq!(own.status, StatusCode::UNPROCESSABLE_ENTITY, "nobody confirms the own proposal");
    partner.post(&address, &[("answer", "confirm")]).await.redirects();
    let page = partner.get(&base).await.ok();
    for shown in ["10,710.00", "MKNOTICE 2026年度公布", "自 2026年7月1日 起施行", "32,130.00"] {
        assert!(page.has(shown), "{shown}");
    }
    // A correction is another value; the history shows both, and what ships stays listed.
    let mut corrected = form;
    corrected[2] = ("amount", "10720");
    admin.post("/parameters", &corrected).await.redirects();
    assert!(partner.get(&base).await.ok().has("10,710.00"), "until it is confirmed");
    let listed = partner.get("/parameters").await.ok().body;
    let address = listed.split("action=\"/parameters/").nth(1).unwrap().split('"').next().unwrap();
    let bare = partner.post(&format!("/parameters/{address}"), &[("answer", "reject")]).await;
    assert!(bare.status == StatusCode::UNPROCESSABLE_ENTITY, "a rejection says why");
    partner.post(&format!("/parameters/{address}"), &[("answer", "confirm")]).await.redirects();
    assert!(partner.get(&base).await.ok().has("10,720.00"));
    let listed = partner.get("/parameters").await.ok();
    assert!(listed.has("10,710.00") && listed.has("10,720.00") && listed.has("2,660.00"));
}

#[tokio::test]
async fn the_pages_say_everything_in_english_too() {
    let (site, company) = start().await;
    let hr = site.browser_as(&[Role::HrSpecialist]).await;
    let base = picture(&hr, &company).await;
    hr.post("/language", &[("lang", "en"), ("here", &base)]).await.redirects();
    let page = hr.get(&base).await.ok();
    assert!(page.has("What is owed") && page.has("every year begun is a year") && page.has("444,874.14"));
    for key in ["law-", "set-"] {
        let shown = page.body.split('>').any(|text| text.trim_start().starts_with(key));
        assert!(!shown, "a key without its text is on the page: {key}");
    }
}

#[tokio::test]
async fn who_is_near_retirement_is_protected_by_birth_and_service_and_what_is_lacking_is_named() {
    let (site, company) = start().await;
    let hr = site.browser_as(&[Role::HrSpecialist]).await;
    let base = picture(&hr, &company).await;
    let page = hr.get(&base).await.ok();
    assert!(page.has("不属于连续工作满十五年且距法定退休年龄不足五年") && page.has("缺少：出生日期"));
    enter(&hr, &base, "retirement_category", "man").await;
    enter(&hr, &base, "birth_date", "1967-03-10").await;
    // By hand: 26 months after January 1965, ⌊26 / 4⌋ + 1 = 7 months later: sixty years and seven months.
    let page = hr.get(&base).await.ok();
    assert!(page.has("达到法定退休年龄：2027年10月10日") && page.has("不符合"));
    assert!(page.has("依法不得这样解除"), "article 42(5), whatever was entered as none");
    assert!(hr.post(&format!("{base}/issue"), &[]).await.has("程序检查没有通过"));
    enter(&hr, &base, "birth_date", "1980-03-10").await;
    let page = hr.get(&base).await.ok();
    assert!(page.has("达到法定退休年龄：2043年3月10日") && !page.has("依法不得这样解除"));
    hr.post(&format!("{base}/issue"), &[]).await.redirects();
}

#[tokio::test]
async fn an_ending_at_the_statutory_age_waits_for_that_age() {
    let (site, company) = start().await;
    let hr = site.browser_as(&[Role::HrSpecialist]).await;
    let base = open(&hr, &company, "RETIRE_AGE", ("2026-10-26", "2026-11-30")).await;
    let check = async || {
        let body = hr.get(&base).await.ok().body;
        let check = body.split("id=\"check-statutory_age_reached\"").nth(1).unwrap();
        check.split("</li>").next().unwrap().to_owned()
    };
    assert!(check().await.contains("缺少：出生日期"));
    enter(&hr, &base, "birth_date", "1966-12-01").await;
    assert!(check().await.contains("缺少：退休年龄类别"));
    enter(&hr, &base, "retirement_category", "man").await;
    // 23 months after January 1965: six months later, on 1 June 2027.
    assert!(check().await.contains("不符合") && check().await.contains("2027年6月1日"));
    enter(&hr, &base, "birth_date", "1966-04-30").await;
    assert!(check().await.contains("通过"), "four months later, on 30 August 2026");
}

#[tokio::test]
async fn an_unverified_minimum_wage_is_one_reading_and_never_settles_by_itself() {
    let (site, company) = start().await;
    let hr = site.browser_as(&[Role::HrSpecialist]).await;
    let base = open(&hr, &company, "AGREE_EMPLOYER", ("2026-10-26", "2026-11-30")).await;
    for (code, value) in
        [("avg12", "2000"), ("local_avg_monthly_wage", "10710"), ("profile", "NATIONAL_DEFAULT")]
    {
        enter(&hr, &base, code, value).await;
    }
    // By hand: 5 years before 2008 and 19 since, at the 2,660 that nobody verified or at the own 2,000.
    let page = hr.get(&base).await.ok();
    assert!(page.has("63,840.00") && page.has("48,000.00") && page.has("不保底，按本人平均工资"));
    assert!(page.has("用到了未核实的地区数值"));
    assert!(hr.post(&format!("{base}/issue"), &[]).await.has("有争议的项目还没有选定金额"));
    enter(&hr, &base, "reading_minimum_wage", "floor_not_applied").await;
    hr.post(&format!("{base}/issue"), &[]).await.redirects();
    assert!(hr.get(&format!("{base}/versions/1")).await.ok().has("48,000.00"));
    enter(&hr, &base, "min_wage", "2660").await;
    let page = hr.get(&base).await.ok();
    assert!(page.has("63,840.00") && !page.has("所用最低工资数值未经核实"), "with its source it is a fact");
}

#[tokio::test]
async fn checks_that_stop_the_path_are_listed_on_both_overviews_for_those_who_settle_them() {
    let (site, company) = start().await;
    let hr = site.browser_as(&[Role::HrSpecialist]).await;
    let base = picture(&hr, &company).await;
    let home = base.trim_end_matches("/settlement");
    let says = "不属于第42条不得解除的情形";
    let named = async |path: &str| hr.get(path).await.ok().body.matches("孕期").count();
    let before = (named("/").await, named(home).await);
    assert!(!hr.get("/").await.ok().has(says));
    enter(&hr, &base, "protected", "pregnancy").await;
    let overview = hr.get("/").await.ok();
    assert!(overview.has("程序检查未过：") && overview.has(says), "{}", overview.body);
    let first = hr.get(home).await.ok();
    assert!(first.has(says) && first.has("#check-not_protected"));
    assert_eq!((named("/").await, named(home).await), before, "what protects is told nowhere here");
    let executive = site.browser_as(&[Role::Executive]).await;
    assert!(!executive.get("/").await.ok().has(says));
}

#[tokio::test]
async fn a_suspension_moves_the_claims_on_both_pages_and_the_feed_rings_before_its_days() {
    let (site, company) = start().await;
    let hr = site.browser_as(&[Role::HrSpecialist]).await;
    let base = open(&hr, &company, "RESIGN", ("2026-09-20", "2026-10-20")).await;
    let clocks = base.replace("/settlement", "/clocks");
    assert!(hr.get(&base).await.ok().has("申请仲裁的时效至 2027年10月20日"));
    let post = async |until: &str, claim: &str| {
        let form =
            [("what", "suspension"), ("happened_on", "2026-10-25"), ("ended_on", until), ("claim", claim)];
        hr.post(&clocks, &form).await
    };
    assert!(post("2026-10-24", "").await.has("不能早于起始日"));
    assert!(post("2026-10-31", "keep-wages").await.has("只有时效中断和中止可以选请求"));
    post("2026-10-31", "claim-severance").await.redirects();
    // Seven days stood still.
    let page = hr.get(&clocks).await.ok();
    assert!(page.has("2027年10月27日") && page.has("2026年10月25日 至 2026年10月31日"));
    assert!(page.has("劳动争议调解仲裁法第27条第3款") && page.has("2027年10月20日"), "wages run on");
    assert!(hr.get(&base).await.ok().has("申请仲裁的时效至 2027年10月27日"));
    let made = hr.post("/clocks/feeds", &[]).await.ok().body;
    let token = made.split("/feeds/").nth(1).unwrap().split("/clocks.ics").next().unwrap();
    let feed = hr.get(&format!("/feeds/{token}/clocks.ics")).await.ok().body;
    assert!(feed.contains("BEGIN:VALARM") && feed.contains("ACTION:DISPLAY"), "{feed}");
}
