//! The rules of the lexicons: one pass over the prose, each word judged in its sentence.

use std::ops::Range;

use super::{
    Raised, facts,
    guards::Context,
    inline::LocatorKind,
    markdown::{Note, Sentence},
    words::{Entry, LEXICON},
};

/// So far around a word is looked, so that a sentence without end costs no more than any other.
const NEAR: usize = 400;

/// Raises what the words say; answers how many of them are hedges.
pub(super) fn check(note: &Note, raise: &mut dyn FnMut(Raised)) -> usize {
    let mut sentences = note.sentences.iter().peekable();
    let mut hedges = 0;
    for (entry, start, end) in LEXICON.find(&note.prose) {
        while sentences.peek().is_some_and(|one| one.range.end <= start) {
            sentences.next();
        }
        let Some(sentence) = sentences.peek().filter(|one| one.range.start <= start) else { continue };
        let Some(rule) = entry.rule else { continue };
        if is_finding(note, entry, sentence, start..end) {
            hedges += usize::from(matches!(rule.number(), 201..=204 | 206 | 207));
            raise(Raised::at(rule.number(), start..end));
        }
    }
    paths(note, raise);
    private_mail(note, raise);
    hedges
}

fn is_finding(note: &Note, entry: Entry, sentence: &Sentence, word: Range<usize>) -> bool {
    let Sentence { range: sentence, segment } = sentence;
    let text = note.prose.as_str();
    let from = boundary(text, sentence.start.max(word.start.saturating_sub(NEAR)));
    let to = boundary(text, sentence.end.min(word.end + NEAR));
    let above = note.segments.get(segment.saturating_sub(1)).map_or(0, |one| one.range.start);
    let earlier = boundary(text, from.saturating_sub(120).max(above)).min(from);
    let context = Context {
        sentence: text.get(from..to).unwrap_or(""),
        written: note.folded.get(from..to).unwrap_or(""),
        earlier: note.folded.get(earlier..from).unwrap_or(""),
        start: word.start - from,
        end: word.end - from,
    };
    let is_title = word.end < to && is_title(note, &word);
    let is_normative = note
        .folded
        .get(word.clone())
        .is_some_and(|written| written.contains("SHOULD") || written.contains("MAY"));
    let is_time_of_rule = entry.rule.is_some_and(|rule| rule.number() == 105) && is_past(&context);
    !is_title
        && context.is_finding(entry.guard)
        && !facts::is_denied(context.sentence, context.start)
        && !is_normative
        && !is_time_of_rule
}

/// "Until now I handled it": what was, no longer counts.
fn is_past(context: &Context<'_>) -> bool {
    let clause = facts::clause_before(context.sentence, context.start);
    ["此前", "原先", "曾", "过去", "当时", "当初", "一直以来都是"].iter().any(|word| clause.contains(word))
        || ["之前", "以前", "原来"].iter().any(|word| clause.trim_start().starts_with(word))
        || ["until now", "so far", "previously", "before that", "in the past", "until 20", "used to"]
            .iter()
            .any(|word| clause.contains(word))
}

/// A capital and another capital right behind: a name, as in Someday Software.
fn is_title(note: &Note, word: &Range<usize>) -> bool {
    let capital = |text: &str| text.starts_with(|one: char| one.is_ascii_uppercase());
    let written = note.folded.get(word.clone()).unwrap_or("");
    let after = note.folded.get(word.end..).unwrap_or("");
    let next = after.strip_prefix(' ').unwrap_or("");
    let second = next.get(1..2).unwrap_or("");
    capital(written)
        && !written.contains(' ')
        && capital(next)
        && second.bytes().all(|byte| byte.is_ascii_lowercase())
}

fn boundary(text: &str, at: usize) -> usize {
    (0..4).map(|step| at + step).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}

/// Folders under somebody's own profile.
fn paths(note: &Note, raise: &mut dyn FnMut(Raised)) {
    for locator in
        note.locators.iter().filter(|one| matches!(one.kind, LocatorKind::Path | LocatorKind::Code))
    {
        let path = note.lower_of(&locator.range).replace('\\', "/");
        if is_personal(&path) && !is_denied_place(note, locator.range.start) {
            raise(Raised::at(102, locator.range.clone()));
        }
    }
}

const SERVICES: [&str; 24] = [
    "deploy",
    "app",
    "git",
    "ubuntu",
    "jenkins",
    "runner",
    "www",
    "svc",
    "service",
    "ci",
    "build",
    "public",
    "shared",
    "default",
    "all users",
    "postgres",
    "oracle",
    "backup",
    "ftp",
    "sftp",
    "node",
    "web",
    "admin",
    "ec2-user",
];

fn is_personal(path: &str) -> bool {
    let owner = ["/users/", "/home/", "/documents and settings/"].iter().find_map(|root| {
        path.find(root).filter(|at| *at <= 3).map(|at| path.get(at + root.len()..).unwrap_or(""))
    });
    let owner = owner.map(|rest| rest.split(['/', '`', ' ']).next().unwrap_or(""));
    owner.is_some_and(|owner| {
        !owner.is_empty() && !SERVICES.contains(&owner) && !owner.starts_with(['<', '$', '%', '{'])
    }) || path.trim_start_matches('`').starts_with("~/")
        && ["desktop", "documents", "downloads", "dropbox", "onedrive", "桌面"]
            .iter()
            .any(|folder| path.contains(folder))
        || path.contains("%userprofile%")
}

fn is_denied_place(note: &Note, at: usize) -> bool {
    let from = boundary(&note.prose, at.saturating_sub(120));
    let before = note.prose.get(from..at).unwrap_or("");
    let line = before.rsplit(['\n', '。', ';']).next().unwrap_or("");
    facts::is_denied(line, line.len())
}

const PRIVATE_MAIL: [&str; 16] = [
    "@qq.com",
    "@163.com",
    "@126.com",
    "@gmail.com",
    "@hotmail.com",
    "@outlook.com",
    "@yahoo.com",
    "@sina.com",
    "@foxmail.com",
    "@icloud.com",
    "@sohu.com",
    "@139.com",
    "@yeah.net",
    "@live.com",
    "@gmx.de",
    "@web.de",
];
const ACCESS: [&str; 26] = [
    "登录",
    "账号",
    "帐号",
    "注册",
    "绑定",
    "通知",
    "告警",
    "报警",
    "接收",
    "验证码",
    "收件",
    "发到",
    "发送到",
    "转到",
    "抄送",
    "login",
    "log in",
    "account",
    "registered",
    "alert",
    "notification",
    "sent to",
    "go to",
    "goes to",
    "forward",
    "code",
];

/// An address at a public provider through which something is reached or received.
fn private_mail(note: &Note, raise: &mut dyn FnMut(Raised)) {
    for locator in note.locators.iter().filter(|one| one.kind == LocatorKind::Mail) {
        let mail = note.lower_of(&locator.range);
        if !PRIVATE_MAIL.iter().any(|domain| mail.ends_with(domain)) {
            continue;
        }
        let from = boundary(&note.prose, locator.range.start.saturating_sub(150));
        let to = boundary(&note.prose, (locator.range.end + 80).min(note.prose.len()));
        let before =
            note.prose.get(from..locator.range.start).unwrap_or("").rsplit('\n').next().unwrap_or("");
        let after = note.prose.get(locator.range.end..to).unwrap_or("").lines().next().unwrap_or("");
        let is_access = ACCESS.iter().any(|word| before.contains(word) || after.contains(word));
        let is_outside = ["供应商", "客户", "厂家", "联系人", "supplier", "customer", "contact", "vendor"]
            .iter()
            .any(|word| before.contains(word));
        if is_access && !is_outside && !facts::is_denied(before, before.len()) {
            raise(Raised::at(103, locator.range.clone()));
        }
    }
}
