//! Which files of a repository count as the company's own source.
//!
//! The published metric counts what GitHub's Linguist calls programming or markup, and leaves out documentation and what was
//! brought in from elsewhere or made by a machine. Here the name alone decides: two lists in `data/`, read once.

use std::collections::HashSet;

use crate::glob::Glob;

const LANGUAGES: &str = include_str!("../data/source-languages.txt");
const LEFT_OUT: &str = include_str!("../data/left-out.txt");

/// The rules, made ready.
#[derive(Debug)]
pub struct Rules {
    endings: HashSet<&'static [u8]>,
    names: HashSet<&'static [u8]>,
    folders: HashSet<&'static [u8]>,
    odd_folders: Vec<Glob>,
    top_folders: Vec<Glob>,
    left_out_names: HashSet<&'static [u8]>,
    odd_names: Vec<Glob>,
    nested_folders: Vec<(Glob, Glob)>,
    paths: Vec<Glob>,
}

impl Rules {
    /// The rules that come with the program.
    pub fn built_in() -> Self {
        let mut rules = Self {
            endings: HashSet::new(),
            names: HashSet::new(),
            folders: HashSet::new(),
            odd_folders: Vec::new(),
            top_folders: Vec::new(),
            left_out_names: HashSet::new(),
            odd_names: Vec::new(),
            nested_folders: Vec::new(),
            paths: Vec::new(),
        };
        for line in LANGUAGES.lines().filter(|line| !line.starts_with('#')) {
            rules.take_language(line);
        }
        for line in LEFT_OUT.lines().filter(|line| !line.starts_with('#')) {
            rules.take_left_out(line);
        }
        rules
    }

    fn take_language(&mut self, line: &'static str) {
        let words = line.split_once(": ").map_or("", |(_, words)| words);
        for word in words.split(' ').filter(|word| !word.is_empty()) {
            if word.starts_with('.') {
                self.endings.insert(word.as_bytes());
            }
            // `.vimrc` is an ending in the list and the whole name of a file.
            self.names.insert(word.as_bytes());
        }
    }

    fn take_left_out(&mut self, line: &'static str) {
        let Some((kind, pattern)) = line.split_once(' ') else { return };
        let is_plain = !pattern.contains(['*', '~', '[', '?']);
        match kind {
            "dir" if is_plain => _ = self.folders.insert(pattern.as_bytes()),
            "name" if is_plain => _ = self.left_out_names.insert(pattern.as_bytes()),
            "dir" => self.odd_folders.extend(Glob::of_list(pattern)),
            "name" => self.odd_names.extend(Glob::of_list(pattern)),
            "in" => {
                let (outer, inner) = pattern.split_once(' ').unwrap_or_default();
                self.nested_folders.extend(Glob::of_list(outer).zip(Glob::of_list(inner)));
            }
            "top" => self.top_folders.extend(Glob::of_list(pattern)),
            _ => self.paths.extend(Glob::of_list(pattern)),
        }
    }

    /// Whether this file counts.
    pub fn counts(&self, path: &[u8]) -> bool {
        self.is_language(name_of(path)) && !self.is_left_out(path)
    }

    fn is_language(&self, name: &[u8]) -> bool {
        if self.names.contains(name) {
            return true;
        }
        // The longest ending first: `.html.erb` before `.erb`. Endings of machines of old are written in capitals.
        let lower = name.to_ascii_lowercase();
        let mut dots = lower.iter().enumerate().skip(1).filter(|(_, byte)| **byte == b'.');
        dots.any(|(at, _)| self.endings.contains(&lower[at..]) || self.endings.contains(&name[at..]))
    }

    fn is_left_out(&self, path: &[u8]) -> bool {
        let name = name_of(path);
        let mut folders = path.split(|byte| *byte == b'/').rev().skip(1);
        let top = path.iter().position(|byte| *byte == b'/').map(|at| &path[..at]);
        self.left_out_names.contains(name)
            || folders.any(|folder| {
                self.folders.contains(folder) || self.odd_folders.iter().any(|glob| glob.is(folder))
            })
            || top.is_some_and(|top| self.top_folders.iter().any(|glob| glob.is(top)))
            || self.is_nested(path)
            || self.odd_names.iter().any(|glob| glob.is(name))
            || self.paths.iter().any(|glob| glob.is(path))
    }

    fn is_nested(&self, path: &[u8]) -> bool {
        let mut folders = path.split(|byte| *byte == b'/').rev().skip(1);
        let mut inner = folders.next();
        folders.any(|outer| {
            let inner = inner.replace(outer).unwrap_or_default();
            self.nested_folders.iter().any(|(first, second)| first.is(outer) && second.is(inner))
        })
    }
}

fn name_of(path: &[u8]) -> &[u8] {
    path.iter().rposition(|byte| *byte == b'/').map_or(path, |at| &path[at + 1..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(path: &str) -> bool {
        Rules::built_in().counts(path.as_bytes())
    }

    #[test]
    fn programs_and_markup_count() {
        for path in [
            "src/main.rs",
            "a/b.py",
            "Makefile",
            "Rakefile",
            "web/index.html",
            "web/x.html.erb",
            "a.TS",
            "lib/é.c",
            "x.kt",
            "views/a.blade.php",
            ".vimrc",
            "Dockerfile",
            "tool/run.SH",
            "i18n/a.xslt",
            "features/pay.feature",
        ] {
            assert!(counts(path), "{path}");
        }
        assert!(Rules::built_in().counts(b"src/caf\xe9.py"), "not UTF-8");
        assert!(counts("src/it's \"so\".py"));
    }

    #[test]
    fn prose_and_data_do_not_count() {
        for path in [
            "README.md",
            "a.txt",
            "a.json",
            "b.yml",
            "pom.xml",
            "x.sql",
            "Cargo.lock",
            "a.csv",
            "pic.svg",
            "noext",
            ".gitignore",
        ] {
            assert!(!counts(path), "{path}");
        }
    }

    #[test]
    fn what_was_brought_in_documented_or_generated_does_not_count() {
        for path in [
            "vendor/a.rb",
            "x/node_modules/y/i.js",
            "dist/app.js",
            "docs/conf.py",
            "examples/a.c",
            "web/jquery.js",
            "web/jquery-1.11.1.js",
            "a/b.min.js",
            "types/x.d.ts",
            "third_party/z.c",
            "src/thirdparty/z.c",
            "api/x.pb.go",
            "tests/fixtures/a.py",
            "lib/tests/fixtures/a.py",
            ".github/x.js",
            "gradle/wrapper/W.java",
            "doc/a.py",
            "README.rb",
        ] {
            assert!(!counts(path), "{path}");
        }
    }

    #[test]
    fn what_only_looks_like_it_counts() {
        for path in [
            "src/docs/a.py",
            "web/jquery.pay.js",
            "src/vendored.rb",
            "distance/a.c",
            "lib/examples/a.c",
            "admin.js",
            "src/reactor.js",
        ] {
            assert!(counts(path), "{path}");
        }
    }
}
