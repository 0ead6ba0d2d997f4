//! When a word of the lexicon is a finding after all: what stands around it decides.

use super::facts;

/// The question that a word asks before it is a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Guard {
    None,
    Bound,
    AfterNumber,
    BeforeNumber,
    Estimate,
    Epistemic,
    Criterion,
    Depends,
    Required,
    OpenList,
    Ellipsis,
    Few,
    Some,
    Many,
    Enough,
    UnlessPeriod,
    Free,
    Soon,
    Later,
    OneDay,
    Often,
    Team,
    Person,
    NamedAfter,
    NoName,
    Previous,
    OldThing,
    Somewhere,
    Just,
    Clearly,
    NoQuantity,
    Local,
    Mine,
    ToMe,
    NotCounted,
    /// A name that is no guard: never a finding, which the test of the data finds.
    Unknown,
}

const NAMES: [(&str, Guard); 34] = [
    ("bound", Guard::Bound),
    ("after-number", Guard::AfterNumber),
    ("before-number", Guard::BeforeNumber),
    ("estimate", Guard::Estimate),
    ("epistemic", Guard::Epistemic),
    ("criterion", Guard::Criterion),
    ("depends", Guard::Depends),
    ("required", Guard::Required),
    ("open-list", Guard::OpenList),
    ("ellipsis", Guard::Ellipsis),
    ("few", Guard::Few),
    ("some", Guard::Some),
    ("many", Guard::Many),
    ("enough", Guard::Enough),
    ("unless-period", Guard::UnlessPeriod),
    ("free", Guard::Free),
    ("soon", Guard::Soon),
    ("later", Guard::Later),
    ("one-day", Guard::OneDay),
    ("often", Guard::Often),
    ("team", Guard::Team),
    ("person", Guard::Person),
    ("named-after", Guard::NamedAfter),
    ("no-name", Guard::NoName),
    ("previous", Guard::Previous),
    ("old-thing", Guard::OldThing),
    ("somewhere", Guard::Somewhere),
    ("just", Guard::Just),
    ("clearly", Guard::Clearly),
    ("no-quantity", Guard::NoQuantity),
    ("local", Guard::Local),
    ("mine", Guard::Mine),
    ("to-me", Guard::ToMe),
    ("not-counted", Guard::NotCounted),
];

impl Guard {
    pub(super) fn named(name: &str) -> Self {
        NAMES.iter().find(|(one, _)| *one == name).map_or(Self::Unknown, |(_, guard)| *guard)
    }
}

/// A word with its surroundings; every range is one of the sentence.
pub(super) struct Context<'a> {
    /// The sentence, or the part of a very long one that is near.
    pub(super) sentence: &'a str,
    /// The same with its case and with code, links and quotations.
    pub(super) written: &'a str,
    /// What stands before the sentence in the note, a little of it, with code and links.
    pub(super) earlier: &'a str,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Context<'_> {
    fn before(&self) -> &str {
        self.sentence.get(..self.start).unwrap_or("")
    }

    fn after(&self) -> &str {
        self.sentence.get(self.end..).unwrap_or("")
    }

    fn word_before(&self) -> &str {
        self.before().trim_end().rsplit([' ', ',', '(']).next().unwrap_or("")
    }

    fn word_after(&self) -> &str {
        let rest = self.after().trim_start();
        rest.split(|one: char| !one.is_ascii_alphanumeric() && one != '\'').next().unwrap_or("")
    }

    fn next_is(&self, words: &[&str]) -> bool {
        let rest = self.after().trim_start();
        words.iter().any(|word| rest.starts_with(word))
    }

    /// Whether the word is a finding where it stands.
    pub(super) fn is_finding(&self, guard: Guard) -> bool {
        let is_bounded = || facts::has_bound(self.sentence);
        match guard {
            Guard::None => true,
            Guard::Unknown => false,
            Guard::Bound => !is_bounded(),
            Guard::AfterNumber => {
                facts::ends_with_number(self.before())
                    && !is_bounded()
                    && !self.next_is(&["刻度", "限", "班", "料", "游", "文", "公差", "偏差", "极限"])
            }
            Guard::BeforeNumber => facts::begins_with_number(self.after()) && !is_bounded(),
            Guard::Estimate => {
                !self.next_is(&["值", "表", "量", "法", "方法", "结果", "工时", "误差", "模型", "公式"])
                    && !["工时", "成本", "参数", "费用", "风险", "似然"]
                        .iter()
                        .any(|word| self.before().ends_with(word))
            }
            Guard::Epistemic => self.epistemic(),
            Guard::Criterion => !self.next_is(&["(", "即", ":", "是指", "指"]),
            Guard::Depends => self.depends(),
            Guard::Required => !self.next_is(&["by", "in section", "under", "to", "for"]),
            Guard::OpenList => self.open_list(),
            Guard::Ellipsis => self.before().contains(['、', ',']),
            Guard::Few => {
                !["第", "哪", "这", "那", "前", "后", "以下", "下面", "下列", "上述", "如下", "下述", "以上"]
                    .iter()
                    .any(|word| self.before().ends_with(word))
            }
            _ => self.is_finding_in_time_or_place(guard),
        }
    }

    fn is_finding_in_time_or_place(&self, guard: Guard) -> bool {
        match guard {
            Guard::Some => !matches!(self.word_after(), "of" | "day") || self.word_after() == "of",
            Guard::Many => !matches!(self.word_before(), "how" | "as" | "too" | "so"),
            Guard::Enough => {
                !matches!(self.word_after(), "to" | "for" | "time") || facts::has_quantity(self.sentence)
            }
            Guard::UnlessPeriod => !facts::has_period(self.sentence),
            Guard::Free => {
                !self.next_is(&["格", "白", "行", "值", "缺", "位", "调", "间", "闲库", "压", "气", "载"])
                    && !self.before().ends_with('没')
                    && !self.before().ends_with("只")
            }
            Guard::Soon => !(self.word_before() == "as" && self.word_after() == "as"),
            Guard::Later => self.later(),
            Guard::OneDay => {
                !facts::has_quantity(self.after())
                    && !matches!(
                        self.word_after(),
                        "before" | "after" | "per" | "a" | "each" | "late" | "early" | "of" | "for" | "in"
                    )
                    && !matches!(
                        self.word_before(),
                        "within"
                            | "for"
                            | "takes"
                            | "in"
                            | "than"
                            | "least"
                            | "most"
                            | "only"
                            | "is"
                            | "exactly"
                    )
            }
            Guard::Often => !matches!(self.word_before(), "how" | "as" | "too" | "less" | "more"),
            Guard::Team => !matches!(
                self.word_after(),
                "lead"
                    | "leader"
                    | "meeting"
                    | "room"
                    | "calendar"
                    | "of"
                    | "drive"
                    | "folder"
                    | "mailbox"
                    | "channel"
                    | "site"
                    | "meets"
            ),
            Guard::Person => !self.next_is(&["'s"]),
            Guard::NamedAfter => !self.next_is(&["is ", "for", ":", "of"]),
            _ => self.is_finding_as_reference(guard),
        }
    }

    fn is_finding_as_reference(&self, guard: Guard) -> bool {
        match guard {
            Guard::NoName => !self.has_name_near() && !self.is_part_of_name(),
            Guard::Previous => self.previous() && !self.has_name_near(),
            Guard::OldThing => !self.has_name_near() && !self.before().ends_with(['新', '陈', '破']),
            Guard::NotCounted => !facts::has_quantity(self.before()),
            Guard::Somewhere => !matches!(self.word_after(), "else"),
            Guard::Just => {
                !matches!(
                    self.word_after(),
                    "in" | "as"
                        | "before"
                        | "after"
                        | "above"
                        | "below"
                        | "over"
                        | "under"
                        | "1"
                        | "one"
                        | "now"
                ) && !self.next_is(&["-"])
                    && self.word_before() != "not"
            }
            Guard::Clearly => {
                !matches!(
                    self.word_after(),
                    "label"
                        | "labelled"
                        | "labeled"
                        | "mark"
                        | "marked"
                        | "state"
                        | "stated"
                        | "visible"
                        | "legible"
                        | "readable"
                        | "written"
                        | "write"
                        | "defined"
                        | "separated"
                        | "identified"
                        | "named"
                ) && !self.after().trim_start().is_empty()
                    && !self.after().starts_with('.')
            }
            Guard::NoQuantity => !facts::has_quantity(self.sentence),
            Guard::Local => self.local(),
            Guard::Mine => !self.next_is(&["系统"]),
            Guard::ToMe => !matches!(self.word_before(), "known" | "given" | "new" | "belongs" | "handed"),
            _ => true,
        }
    }

    /// 应该在共享盘里 guesses; 应该在每月 3 日前完成 prescribes.
    fn epistemic(&self) -> bool {
        let rest = self.after().trim_start();
        let is_rule = rest.starts_with(|one: char| {
            one.is_ascii_digit()
                || matches!(one, '每' | '当' | '开' | '上' | '下' | '班' | '周' | '月' | '两' | '三' | '一')
        });
        let is_place_in_time = self.before().ends_with("应该在")
            || self.sentence.get(self.start..self.end).is_some_and(|word| word.ends_with('在'));
        !(is_place_in_time && is_rule || self.next_is(&["由"]))
    }

    /// "it depends", "depends on the mood"; a program that depends on another one does not guess.
    fn depends(&self) -> bool {
        let rest = self.after().trim_start();
        let rest = rest.strip_prefix("on ").or_else(|| rest.strip_prefix("upon ")).unwrap_or(rest);
        if rest.is_empty() || rest.starts_with(['.', ',', ';', '!', '?']) {
            return true;
        }
        let near: String = rest.chars().take(48).collect();
        let is_vague = VAGUE_GROUNDS.iter().any(|word| facts::has_word(&near, word));
        is_vague && !facts::has_quantity(rest)
    }

    fn later(&self) -> bool {
        let rest = self.after();
        let ends = rest.trim().is_empty() || rest.starts_with(['.', ',', ';', '!', ')']);
        let before = self.word_before();
        let is_measured = facts::has_time_span(self.before())
            || matches!(
                before,
                "or" | "and"
                    | "than"
                    | "no"
                    | "days"
                    | "hours"
                    | "minutes"
                    | "weeks"
                    | "months"
                    | "seconds"
                    | "years"
            );
        ends && !is_measured
    }

    /// A list that breaks off: 油位、气压等; not 等三份文件, not 等系统提示.
    fn open_list(&self) -> bool {
        let before = self.before();
        let clause_start = before.rfind(['。', ';', ':']).unwrap_or(0);
        let clause = before.get(clause_start..).unwrap_or("");
        let is_list = clause.contains('、')
            || clause.contains("和") && clause.chars().count() < 20
            || clause.matches(',').count() >= 2;
        let begins = before.is_empty()
            || before.ends_with([
                '、', ',', ' ', '再', '先', '后', '要', '需', '请', '就', '别', '不', '平', '同', '相',
            ]);
        let rest: String = self.after().trim_start().chars().take(6).collect();
        let is_counted = rest
            .starts_with(|one: char| one.is_ascii_digit() || "一二两三四五六七八九十几各共".contains(one));
        let waits = [
            "待", "于", "级", "他", "她", "它", "我", "你", "系统", "客户", "对方", "通知", "到", "候", "同",
        ]
        .iter()
        .any(|word| rest.starts_with(word));
        is_list && !begins && !is_counted && !waits
    }

    fn previous(&self) -> bool {
        let before = self.before().trim_end();
        let is_own = before.is_empty() || before.ends_with([',', ':', '、', ')']);
        is_own
            || [
                "用", "按", "参考", "参照", "在", "看", "找", "拿", "同", "跟", "和", "把", "从", "照",
                "沿用", "是", "有", "查", "见", "把", "将", "套", "改", "到", "按照", "仿照", "复制", "翻",
            ]
            .iter()
            .any(|word| before.ends_with(word))
    }

    /// Whether what is meant has a name nearby: a file, an address, a number, a name in brackets or quotation marks.
    fn has_name_near(&self) -> bool {
        let after: String = self.written.get(self.end..).unwrap_or("").chars().take(24).collect();
        let before: String = self
            .written
            .get(..self.start)
            .unwrap_or("")
            .chars()
            .rev()
            .take(80)
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .collect();
        names_something(&after) || names_code(&before) || names_code(self.earlier)
    }

    /// "that job chain": the word goes on in the next noun.
    fn is_part_of_name(&self) -> bool {
        let word = self.sentence.get(self.start..self.end).unwrap_or("");
        let next = self.word_after();
        let goes_on = self.after().starts_with(' ') && !next.is_empty() && !FUNCTION_WORDS.contains(&next);
        word.is_ascii() && goes_on && next.bytes().all(|byte| byte.is_ascii_lowercase())
    }

    /// In the place of a person; not the trade, the time or the language of a place.
    fn local(&self) -> bool {
        if LOCAL_SOMETHING.split(' ').any(|word| self.next_is(&[word])) {
            return false;
        }
        let rest: String = self.after().trim_start().chars().take(8).collect();
        let place = LOCAL_PLACES.split(' ').any(|word| rest.starts_with(word));
        let kept = KEPT_LOCALLY.split(' ').any(|word| self.before().trim_end().ends_with(word));
        place || kept || self.after().trim().is_empty()
    }
}

/// What 本地 stands before when it means the region or a way of running, and no place where something is kept.
const LOCAL_SOMETHING: &str = "化 客户 供应 时间 市场 员工 团队 环境 分支 仓库 运行 调试 测试 编译 构建 启动 部署 执行 \
    验证 安装 采购 注册 缴纳 招聘 办理 政府 工厂 法规 服务商";
/// What follows 本地 where it is a place to keep something.
const LOCAL_PLACES: &str =
    "电脑 磁盘 硬盘 盘 文件 目录 保存 存 备份 桌面 有一份 那份 留 机器 版本 的 里 上 中";
/// What goes before 本地 where something is kept there.
const KEPT_LOCALLY: &str = "存 放 存在 放在 保存在 留在 都在 只在 还在 就在 备份在 下载到 拷到 存到 我 仅在 在我 \
    份在 件在 表在 据在 序在";

const FUNCTION_WORDS: [&str; 62] = [
    "after", "again", "and", "or", "to", "is", "was", "has", "have", "had", "when", "on", "in", "from",
    "for", "with", "at", "every", "each", "first", "then", "which", "that", "by", "before", "until", "into",
    "as", "if", "but", "so", "once", "while", "must", "should", "will", "can", "may", "needs", "stops",
    "runs", "are", "were", "does", "did", "still", "instead", "too", "also", "only", "under", "over", "of",
    "manually", "daily", "now", "there", "here", "because", "where", "without", "gets",
];

const VAGUE_GROUNDS: [&str; 46] = [
    "situation",
    "case",
    "cases",
    "circumstances",
    "customer",
    "customers",
    "mood",
    "day",
    "who",
    "how",
    "what",
    "which",
    "whether",
    "weather",
    "supplier",
    "workload",
    "context",
    "things",
    "needs",
    "need",
    "time",
    "person",
    "people",
    "shift",
    "urgency",
    "importance",
    "availability",
    "operator",
    "manager",
    "it",
    "order",
    "material",
    "demand",
    "size",
    "amount",
    "quality",
    "budget",
    "progress",
    "conditions",
    "condition",
    "results",
    "experience",
    "feeling",
    "volume",
    "load",
    "season",
];

/// A bracket, a quotation, a file, an address, a number or a Latin name right behind.
fn names_something(after: &str) -> bool {
    let rest = after
        .trim_start_matches(|one: char| !one.is_ascii() && !matches!(one, '“' | '《' | '「' | '。' | '、'))
        .trim_start();
    rest.starts_with(['(', '`', '"', '[', '\\'])
        || rest.starts_with(['“', '《', '「'])
        || after.contains("叫") && names_code(after)
        || after.contains("called")
        || names_code(after)
}

/// A piece of code, a link, a path, a file with its ending, or a number with letters.
fn names_code(text: &str) -> bool {
    if text.contains(['`', '\\']) || text.contains("://") || text.contains('《') {
        return true;
    }
    text.split(|one: char| !(one.is_ascii_alphanumeric() || matches!(one, '.' | '-' | '_' | '/'))).any(
        |word| {
            let has_digit = word.bytes().any(|byte| byte.is_ascii_digit());
            let has_letter = word.bytes().any(|byte| byte.is_ascii_alphabetic());
            has_digit && has_letter && word.len() >= 3
                || word.contains('_') && has_letter
                || word.get(1..).is_some_and(|rest| {
                    rest.contains('.') && !rest.ends_with('.') && has_letter && rest.len() > 2
                })
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_guard_of_the_lexicons_is_known() {
        for data in [include_str!("../../data/lint/zh.lex"), include_str!("../../data/lint/en.lex")] {
            for line in data.lines().filter(|line| line.contains(" ?") && !line.starts_with('#')) {
                let name = line.split_once(" ?").unwrap().1;
                assert_ne!(Guard::named(name), Guard::Unknown, "{line}");
            }
        }
    }
}
