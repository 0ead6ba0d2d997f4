//! String literals of Rust code and of template expressions, with what stands before each.

/// One string literal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Literal {
    pub(crate) value: String,
    pub(crate) line: usize,
    /// The code right before it, without the space between: `.s(` for `t.s("key")`.
    pub(crate) before: String,
}

impl Literal {
    /// Whether it is the key of a text: the first argument of one of the methods of `T`.
    pub(crate) fn is_text_call(&self) -> bool {
        // Other types have methods of these names too; what they are given does not look like a key.
        self.value.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
            && [".s(", ".n(", ".a(", ".a2(", ".args(", ".has("].iter().any(|call| self.before.ends_with(call))
    }
}

const KEPT_BEFORE: usize = 8;

/// All string literals; comments, character literals and escapes are understood as Rust does.
pub(crate) fn literals(code: &str) -> Vec<Literal> {
    let mut scan =
        Scan { chars: code.chars().collect(), at: 0, line: 1, before: String::new(), found: Vec::new() };
    while scan.at < scan.chars.len() {
        scan.step();
    }
    scan.found
}

struct Scan {
    chars: Vec<char>,
    at: usize,
    line: usize,
    before: String,
    found: Vec<Literal>,
}

impl Scan {
    fn peek(&self, ahead: usize) -> char {
        self.chars.get(self.at + ahead).copied().unwrap_or('\0')
    }

    fn next(&mut self) -> char {
        let next = self.peek(0);
        self.at += 1;
        self.line += usize::from(next == '\n');
        next
    }

    fn step(&mut self) {
        match (self.peek(0), self.peek(1)) {
            ('/', '/') => self.skip_while(|c| c != '\n'),
            ('/', '*') => self.skip_block(),
            ('r', '"' | '#') if !self.before.ends_with(|c: char| c.is_alphanumeric() || c == '_') => {
                self.raw();
            }
            ('"', _) => self.string(),
            ('\'', _) => self.character(),
            _ => {
                let next = self.next();
                self.remember(next);
            }
        }
    }

    fn remember(&mut self, c: char) {
        if c.is_whitespace() {
            return;
        }
        self.before.push(c);
        if self.before.chars().count() > KEPT_BEFORE {
            self.before.remove(0);
        }
    }

    fn skip_while(&mut self, goes_on: impl Fn(char) -> bool) {
        while self.at < self.chars.len() && goes_on(self.peek(0)) {
            self.next();
        }
    }

    fn skip_block(&mut self) {
        while self.at < self.chars.len() && (self.peek(0), self.peek(1)) != ('*', '/') {
            self.next();
        }
        self.at += 2;
    }

    fn push(&mut self, value: String, line: usize) {
        self.found.push(Literal { value, line, before: self.before.clone() });
        self.remember('"');
    }

    fn string(&mut self) {
        let (line, mut value) = (self.line, String::new());
        self.next();
        while self.at < self.chars.len() && self.peek(0) != '"' {
            let c = self.next();
            value.push(if c == '\\' { self.next() } else { c });
        }
        self.next();
        self.push(value, line);
    }

    fn raw(&mut self) {
        let (line, mut value) = (self.line, String::new());
        let start = self.at;
        self.next();
        self.skip_while(|c| c == '#');
        let hashes = self.at - start - 1;
        if self.peek(0) != '"' {
            // A raw identifier such as `r#type`.
            return;
        }
        self.next();
        while self.at < self.chars.len() && !self.closes_raw(hashes) {
            value.push(self.next());
        }
        self.at += 1 + hashes;
        self.push(value, line);
    }

    fn closes_raw(&self, hashes: usize) -> bool {
        self.peek(0) == '"' && (1..=hashes).all(|ahead| self.peek(ahead) == '#')
    }

    /// A character literal, or the mark of a lifetime.
    fn character(&mut self) {
        let length = match (self.peek(1), self.peek(2)) {
            ('\\', _) => 4,
            (_, '\'') => 3,
            _ => 1,
        };
        for _ in 0..length {
            self.next();
        }
        if length == 4 {
            self.skip_while(|c| c != '\'' && c != '\n' && c.is_alphanumeric());
        }
        self.remember('\'');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(code: &str) -> Vec<String> {
        literals(code).into_iter().map(|literal| literal.value).collect()
    }

    #[test]
    fn literals_come_with_line_and_what_stands_before() {
        let found = literals("a = t.s(\n    \"nav-people\",\n);");
        assert_eq!(found, [Literal { value: "nav-people".into(), line: 2, before: "a=t.s(".into() }]);
        assert!(found[0].is_text_call());
    }

    #[test]
    fn comments_hold_no_literals() {
        assert_eq!(values("// \"one\"\n/* \"two\" */ f(\"three\")"), ["three"]);
    }

    #[test]
    fn quotes_in_characters_raw_strings_and_escapes_do_not_confuse() {
        assert_eq!(
            values(r##"f('"', "a", '\'', "b\"c", r#"d"e"#, r"f", 'x', "g")"##),
            ["a", "b\"c", "d\"e", "f", "g"]
        );
    }

    #[test]
    fn a_lifetime_is_no_character() {
        assert_eq!(values("fn f<'a>(x: &'a str) -> &'static str { \"k\" }"), ["k"]);
    }
}
