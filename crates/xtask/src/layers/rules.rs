//! The table of `layers.toml`, and what breaks it.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::metadata::{OurCrate, Use, Workspace};

/// The whole table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rules {
    #[serde(rename = "crate")]
    crates: Vec<Layer>,
    pub(crate) pure: Pure,
    only_here: BTreeMap<String, Vec<String>>,
}

/// One of our crates; those above it in the file are below it in the picture.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Layer {
    name: String,
    kind: Kind,
    may_use: Vec<String>,
    #[serde(default)]
    tests_may_use: Vec<String>,
}

#[derive(Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Pure,
    Edge,
}

/// What pure crates must do without.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Pure {
    crates: Vec<String>,
    pub(crate) words: Vec<String>,
}

impl Rules {
    /// The names of the crates without I/O, clock and async.
    pub(crate) fn pure_crates(&self) -> impl Iterator<Item = &str> {
        self.crates.iter().filter(|layer| layer.kind == Kind::Pure).map(|layer| layer.name.as_str())
    }

    /// Mistakes of the table itself: a name that is not a crate above, a pure crate that uses an edge.
    pub(crate) fn own_breaches(&self) -> Vec<String> {
        let mut breaches = Vec::new();
        for (place, layer) in self.crates.iter().enumerate() {
            for used in layer.may_use.iter().chain(&layer.tests_may_use) {
                match self.crates.iter().take(place).find(|above| above.name == *used) {
                    None => breaches.push(format!(
                        "layers.toml lets `{}` use `{used}`, which does not stand above it: arrows point one way",
                        layer.name
                    )),
                    Some(above) if layer.kind == Kind::Pure && above.kind == Kind::Edge => {
                        breaches.push(format!("layers.toml lets the pure crate `{}` use the edge `{used}`", layer.name));
                    }
                    Some(_) => {}
                }
            }
        }
        breaches
    }

    /// What the crates use against the table.
    pub(crate) fn breaches(&self, workspace: &Workspace) -> Vec<String> {
        let mut breaches = Vec::new();
        for ours in &workspace.crates {
            match self.crates.iter().find(|layer| layer.name == ours.name) {
                Some(layer) => breaches.extend(ours.uses.iter().filter_map(|used| self.breach(layer, used))),
                None => breaches.push(format!("`{}` has no row in crates/xtask/layers.toml", ours.name)),
            }
        }
        let is_there =
            |layer: &&Layer| !workspace.crates.iter().any(|ours: &OurCrate| ours.name == layer.name);
        breaches.extend(self.crates.iter().filter(is_there).map(|layer| {
            format!("crates/xtask/layers.toml has a row for `{}`, which is not in the workspace", layer.name)
        }));
        breaches
    }

    fn breach(&self, layer: &Layer, used: &Use) -> Option<String> {
        if used.is_ours {
            let is_allowed = layer.may_use.contains(&used.name)
                || (used.is_for_tests
                    && (used.name == layer.name || layer.tests_may_use.contains(&used.name)));
            return (!is_allowed).then(|| upward(layer, used));
        }
        if layer.kind == Kind::Pure && !used.is_for_tests && self.pure.crates.contains(&used.name) {
            return Some(format!("`{}` is pure and must not depend on `{}`", layer.name, used.name));
        }
        let homes = self.only_here.get(&used.name)?;
        (!homes.contains(&layer.name)).then(|| {
            format!(
                "`{}` depends on `{}`, whose only home is `{}`",
                layer.name,
                used.name,
                homes.join("`, `")
            )
        })
    }
}

fn upward(layer: &Layer, used: &Use) -> String {
    let kind = if used.is_for_tests { "in its tests " } else { "" };
    let allowed = if layer.may_use.is_empty() {
        "nothing".to_owned()
    } else {
        format!("`{}`", layer.may_use.join("`, `"))
    };
    format!("`{}` {kind}depends on our `{}`; of ours it may use {allowed}", layer.name, used.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = r#"
        crate = [
            { name = "kernel", kind = "pure", may_use = [] },
            { name = "testkit", kind = "edge", may_use = ["kernel"] },
            { name = "store", kind = "edge", may_use = ["kernel"], tests_may_use = ["testkit"] },
        ]
        [pure]
        crates = ["tokio"]
        words = []
        [only_here]
        sqlx = ["store"]
    "#;

    fn rules(table: &str) -> Rules {
        toml::from_str(table).unwrap()
    }

    fn used(name: &str, is_ours: bool, is_for_tests: bool) -> Use {
        Use { name: name.to_owned(), is_ours, is_for_tests }
    }

    fn breaches(name: &str, uses: Vec<Use>) -> Vec<String> {
        let mut crates: Vec<_> = ["kernel", "testkit", "store"]
            .into_iter()
            .filter(|other| *other != name)
            .map(|other| OurCrate { name: other.to_owned(), uses: vec![] })
            .collect();
        crates.push(OurCrate { name: name.to_owned(), uses });
        rules(TABLE).breaches(&Workspace { crates })
    }

    #[test]
    fn what_the_table_allows_is_no_breach() {
        let uses = vec![used("kernel", true, false), used("sqlx", false, false), used("testkit", true, true)];
        assert_eq!(breaches("store", uses), Vec::<String>::new());
    }

    #[test]
    fn an_upward_arrow_is_named() {
        let found = breaches("kernel", vec![used("store", true, false)]);
        assert_eq!(found, ["`kernel` depends on our `store`; of ours it may use nothing"]);
    }

    #[test]
    fn a_crate_for_tests_does_not_reach_the_binary() {
        let found = breaches("store", vec![used("testkit", true, false)]);
        assert_eq!(found, ["`store` depends on our `testkit`; of ours it may use `kernel`"]);
    }

    #[test]
    fn an_outside_crate_stays_in_its_home_even_in_tests() {
        let found = breaches("testkit", vec![used("sqlx", false, true)]);
        assert_eq!(found, ["`testkit` depends on `sqlx`, whose only home is `store`"]);
    }

    #[test]
    fn a_pure_crate_has_no_runtime() {
        let found = breaches("kernel", vec![used("tokio", false, false)]);
        assert_eq!(found, ["`kernel` is pure and must not depend on `tokio`"]);
    }

    #[test]
    fn a_crate_without_a_row_and_a_row_without_a_crate_are_told() {
        let only_new = Workspace { crates: vec![OurCrate { name: "new".to_owned(), uses: vec![] }] };
        let found = rules(TABLE).breaches(&only_new);
        assert_eq!(found[0], "`new` has no row in crates/xtask/layers.toml");
        assert_eq!(found.len(), 4, "{found:?}");
    }

    #[test]
    fn the_table_cannot_allow_an_upward_arrow() {
        let table = TABLE.replace(r#"kind = "pure", may_use = []"#, r#"kind = "pure", may_use = ["store"]"#);
        let found = rules(&table).own_breaches();
        assert_eq!(
            found,
            ["layers.toml lets `kernel` use `store`, which does not stand above it: arrows point one way"]
        );
    }

    #[test]
    fn the_table_cannot_let_a_pure_crate_use_an_edge() {
        let table = TABLE.replace(
            r#"name = "store", kind = "edge", may_use = ["kernel"]"#,
            r#"name = "store", kind = "pure", may_use = ["testkit"]"#,
        );
        assert!(rules(&table).own_breaches()[0].contains("the pure crate `store` use the edge `testkit`"));
    }
}
