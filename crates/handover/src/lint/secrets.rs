//! Passwords, tokens and keys that stand in the text, code included.

use std::{ops::Range, sync::LazyLock};

use aho_corasick::{AhoCorasick, MatchKind};

use super::{facts, source::is_han};

const KEYWORDS: [&str; 35] = [
    "密码",
    "口令",
    "密钥",
    "秘钥",
    "password",
    "passwd",
    "passphrase",
    "pwd",
    "token",
    "secret",
    "api key",
    "api_key",
    "apikey",
    "api-key",
    "access key",
    "access_key",
    "accesskey",
    "private key",
    "secret key",
    "secret_key",
    "client_secret",
    "auth_token",
    "access_token",
    "pin",
    "pin码",
    "passcode",
    "令牌",
    "登录码",
    "授权码",
    "pass",
    "credential",
    "bearer",
    "-----begin",
    "://",
    "pw",
];

/// Beginnings that only keys have.
const PREFIXES: [&str; 16] = [
    "ghp_",
    "gho_",
    "ghs_",
    "github_pat_",
    "glpat-",
    "xoxb-",
    "xoxp-",
    "sk_live_",
    "sk_test_",
    "akia",
    "ltai",
    "aiza",
    "npm_",
    "pypi-",
    "eyj",
    "sk-",
];

static AUTOMATON: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let words = KEYWORDS.iter().chain(&PREFIXES);
    AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(words).ok()
});

/// Every secret in the folded text, by its range.
pub(super) fn find(folded: &str, lower: &str, found: &mut Vec<Range<usize>>) {
    let Some(automaton) = &*AUTOMATON else { return };
    let mut last = 0;
    for hit in automaton.find_iter(lower).filter(|hit| may_begin(lower, hit.start())) {
        if hit.start() < last {
            continue;
        }
        let range = if hit.pattern().as_usize() >= KEYWORDS.len() {
            by_prefix(folded, lower, hit.start(), hit.end())
        } else {
            by_keyword(folded, lower, hit.start(), hit.end())
        };
        if let Some(range) = range {
            last = range.end;
            found.push(range);
        }
    }
}

/// At the beginning of a word, or of a part of one as in `DB_PASSWORD`.
fn may_begin(lower: &str, at: usize) -> bool {
    let is_part = at.checked_sub(1).and_then(|at| lower.as_bytes().get(at)) == Some(&b'_');
    is_part || facts::begins_whole(lower, at) || starts_url(lower, at)
}

fn starts_url(lower: &str, at: usize) -> bool {
    lower.get(at..).is_some_and(|rest| rest.starts_with("://") || rest.starts_with("-----begin"))
}

fn token_at(text: &str, start: usize) -> Range<usize> {
    let rest = text.get(start..).unwrap_or("");
    let is_part = |one: char| {
        one.is_ascii_graphic() && !matches!(one, '"' | '\'' | '`' | ',' | ';' | '(' | ')' | '<' | '>' | '|')
    };
    let length = rest.bytes().take(200).take_while(|byte| is_part(char::from(*byte))).count();
    let token = rest.get(..length).unwrap_or("");
    let token = token.trim_end_matches(['.', '?']);
    start..start + token.len()
}

fn by_prefix(folded: &str, lower: &str, start: usize, end: usize) -> Option<Range<usize>> {
    let range = token_at(folded, start);
    let tail = folded.get(end..range.end)?;
    let least =
        if lower.get(start..end) == Some("sk-") || lower.get(start..end) == Some("eyj") { 20 } else { 12 };
    let is_key = tail.len() >= least
        && tail.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
        && tail.bytes().any(|byte| byte.is_ascii_digit());
    is_key.then_some(range)
}

fn by_keyword(folded: &str, lower: &str, start: usize, end: usize) -> Option<Range<usize>> {
    match lower.get(start..end)? {
        "-----begin" => {
            let line = lower.get(start..)?.lines().next()?;
            line.contains("private key").then_some(start..start + line.len())
        }
        "://" => in_url(folded, start, end),
        "bearer" => {
            let range = token_at(folded, end + 1);
            (range.len() >= 16 && is_mixed(folded.get(range.clone())?)).then_some(range)
        }
        word => value_after(folded, lower, (start, end), word),
    }
}

/// `scheme://user:password@host`.
fn in_url(folded: &str, start: usize, end: usize) -> Option<Range<usize>> {
    let rest = folded.get(end..)?;
    let length = rest.bytes().take(200).take_while(|byte| byte.is_ascii_graphic() && *byte != b'/').count();
    let authority = rest.get(..length)?;
    let (user, _) = authority.rsplit_once('@')?;
    let (name, password) = user.split_once(':')?;
    let is_literal = !password.is_empty() && !is_placeholder(password) && !name.is_empty();
    is_literal.then(|| start..end + user.len())
}

const LINKS: [&str; 14] =
    ["是:", "为:", "是", "为", ":=", "==", ":", "=", "设为", "改为", "->", "is:", "is ", "was "];

/// 密码: abc, password = abc, 密码是 abc, "the admin password is abc".
fn value_after(folded: &str, lower: &str, (start, end): (usize, usize), word: &str) -> Option<Range<usize>> {
    let is_latin = word.is_ascii();
    let rest = lower.get(end..)?;
    let tail = rest.bytes().take(40).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
    let end = if rest.starts_with('_') { end + tail } else { end };
    // `some_token` and `PIN` inside other words are names.
    if is_latin
        && !facts::is_whole(lower, start, end)
        && !lower.get(end..).is_some_and(|rest| rest.starts_with(['=', ':']))
    {
        return None;
    }
    let mut at = end;
    at += blanks(lower, at);
    if lower.get(at..)?.starts_with('(') {
        at += lower.get(at..)?.bytes().take(40).position(|byte| byte == b')')? + 1;
        at += blanks(lower, at);
    }
    at += lower.get(at..).map_or(0, |rest| usize::from(rest.starts_with(['"', '\'', '`'])));
    let link = LINKS.iter().find(|link| lower.get(at..).is_some_and(|rest| rest.starts_with(**link)));
    let is_said = link.is_some_and(|link| link.contains([':', '=']));
    at += link.map_or(0, |link| link.len());
    at += blanks(lower, at);
    let quote = lower.get(at..)?.chars().next().filter(|one| matches!(one, '"' | '\'' | '`' | '“' | '「'));
    at += quote.map_or(0, char::len_utf8);
    let range = token_at(folded, at);
    let token = folded.get(range.clone())?;
    let after = folded.get(range.end..)?.trim_start_matches(' ');
    is_literal(token, after, (is_said, quote.is_some(), link.is_some() || !is_latin)).then_some(range)
}

fn blanks(text: &str, at: usize) -> usize {
    text.get(at..).unwrap_or("").bytes().take(8).take_while(|byte| matches!(byte, b' ' | b'*')).count()
}

/// Whether the token is the secret itself and not a word about it.
fn is_literal(token: &str, after: &str, (is_said, is_quoted, is_linked): (bool, bool, bool)) -> bool {
    if token.len() < 4
        || !is_linked
        || is_placeholder(token)
        || is_date(token)
        || token.contains("://")
        || token.starts_with("\\\\")
        || token.starts_with('/')
    {
        return false;
    }
    let counts = token.bytes().all(|byte| byte.is_ascii_digit())
        && after.starts_with(['年', '月', '天', '位', '次', '个', '日']);
    if counts {
        return false;
    }
    let ends = after.is_empty()
        || after
            .starts_with(['\n', ',', '。', ';', '、', '"', '\'', '`', '|', ')', '”', '」', '(', '.', '\r']);
    let has_digit = token.bytes().any(|byte| byte.is_ascii_digit());
    let has_letter = token.bytes().any(|byte| byte.is_ascii_alphabetic());
    let has_sign = token
        .bytes()
        .any(|byte| matches!(byte, b'@' | b'!' | b'#' | b'$' | b'%' | b'^' | b'&' | b'*' | b'~' | b'?'));
    let is_mixed = has_digit && (has_letter || has_sign) || has_letter && has_sign;
    is_mixed || has_digit && !has_letter || (is_said || is_quoted) && ends && has_letter
}

const STAND_INS: [&str; 39] = [
    "see",
    "ask",
    "vault",
    "keepass",
    "1password",
    "bitwarden",
    "none",
    "n/a",
    "tbd",
    "xxx",
    "****",
    "changeme",
    "stored",
    "kept",
    "in",
    "from",
    "same",
    "rotated",
    "required",
    "needed",
    "yes",
    "no",
    "unknown",
    "hidden",
    "secret",
    "redacted",
    "<",
    "${",
    "{{",
    "your",
    "example",
    "lastpass",
    "the",
    "not",
    "null",
    "empty",
    "env",
    "todo",
    "hashicorp",
];

fn is_placeholder(token: &str) -> bool {
    let lower = token.to_ascii_lowercase();
    let bare = lower.trim_matches(['"', '\'', '`', '.', '*']);
    bare.is_empty()
        || bare
            .bytes()
            .all(|byte| byte == b'x' || byte == b'*' || byte == b'.' || byte == b'-' || byte == b'_')
        || STAND_INS.contains(&bare)
        || lower.starts_with(['<', '$', '{', '%', '['])
        || lower.starts_with("***")
        || lower.contains("xxxx")
        || lower.starts_with("os.")
        || lower.starts_with("env.")
        || lower.starts_with("process.")
}

fn is_date(token: &str) -> bool {
    token.len() >= 8
        && token.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
        && token.matches('-').count() == 2
        && facts::has_date(token)
}

fn is_mixed(token: &str) -> bool {
    token.bytes().any(|byte| byte.is_ascii_digit())
        && token.bytes().any(|byte| byte.is_ascii_alphabetic())
        && !token.chars().any(is_han)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secrets(text: &str) -> Vec<String> {
        let lower = text.to_ascii_lowercase();
        let mut found = Vec::new();
        find(text, &lower, &mut found);
        found.into_iter().map(|range| text[range].to_owned()).collect()
    }

    #[test]
    fn literal_secrets_are_found_in_many_spellings() {
        assert_eq!(secrets("密码:Jn@2024mes ,端口"), ["Jn@2024mes"]);
        assert_eq!(secrets("密码是 Suzhou2023! 。"), ["Suzhou2023!"]);
        assert_eq!(secrets("the admin password is Tr0ub4dor&3."), ["Tr0ub4dor&3"]);
        assert_eq!(secrets("pwd=hunter22"), ["hunter22"]);
        assert_eq!(secrets("password: admin"), ["admin"]);
        assert_eq!(secrets("export AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMIK7MDENG").len(), 1);
        assert!(secrets("read SOME_TOKEN_LIST from the pages").is_empty());
        assert_eq!(secrets("postgres://quote:N7vq2LxP@db1/quote").len(), 1);
        assert_eq!(secrets("-----BEGIN RSA PRIVATE KEY-----").len(), 1);
        assert_eq!(secrets("门禁密码 4471#,进去").len(), 1);
    }

    #[test]
    fn words_about_secrets_are_none() {
        for text in [
            "密码见密码库条目 GY-MES",
            "密码每 90 天更换",
            "password: see vault entry 17",
            "the password is in the vault",
            "token expires in 3600 s",
            "密码 2024 年更新",
            "password: ${DB_PASSWORD}",
            "password is rotated 2024-01-01",
            "a pin 5 mm long",
            "密码长度至少12位",
            "password: ********",
            "the pass rate is 95 percent",
            "no password needed",
        ] {
            assert!(secrets(text).is_empty(), "{text}: {:?}", secrets(text));
        }
    }
}
