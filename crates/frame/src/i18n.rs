//! Texts in the reader's language. Keys are `area-thing-part`; the files lie under `locales/`, one for each area.

use std::{borrow::Cow, fmt::Display, sync::LazyLock};

pub use fluent_bundle::FluentValue;
use fluent_bundle::{FluentArgs, FluentResource, concurrent::FluentBundle};
use kernel::Lang;

type Bundle = FluentBundle<FluentResource>;

macro_rules! locale {
    ($lang:literal, $($area:literal),*) => {
        [$(include_str!(concat!("../locales/", $lang, "/", $area, ".ftl"))),*]
    };
}

static ZH: LazyLock<Bundle> = LazyLock::new(|| {
    bundle(
        Lang::Zh,
        &locale!(
            "zh-CN",
            "base",
            "account",
            "people",
            "departure",
            "handover",
            "import",
            "knowledge",
            "settlement",
            "notice",
            "risk",
            "analysis",
            "talks"
        ),
    )
});
static EN: LazyLock<Bundle> = LazyLock::new(|| {
    bundle(
        Lang::En,
        &locale!(
            "en",
            "base",
            "account",
            "people",
            "departure",
            "handover",
            "import",
            "knowledge",
            "settlement",
            "notice",
            "risk",
            "analysis",
            "talks"
        ),
    )
});

fn bundle(lang: Lang, sources: &[&str]) -> Bundle {
    let mut bundle = Bundle::new_concurrent(lang.code().parse().into_iter().collect());
    // The isolation marks would stand in every sentence that is copied out of a page.
    bundle.set_use_isolating(false);
    for source in sources {
        let resource = FluentResource::try_new((*source).to_owned()).unwrap_or_else(|(partial, _)| partial);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

/// The reader's language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct T(pub Lang);

impl T {
    fn bundle(self) -> &'static Bundle {
        match self.0 {
            Lang::Zh => &ZH,
            Lang::En => &EN,
        }
    }

    /// The text of a key. A key that is not there shows itself; `check-i18n` sees to it that none is missing.
    pub fn s(self, key: &str) -> Cow<'static, str> {
        self.text(key, None)
    }

    /// Whether there is such a key.
    pub fn has(self, key: &str) -> bool {
        self.bundle().get_message(key).is_some_and(|message| message.value().is_some())
    }

    /// A text with a number `n`, on which the plural depends.
    pub fn n(self, key: &str, n: impl TryInto<i64>) -> Cow<'static, str> {
        let mut args = FluentArgs::new();
        args.set("n", n.try_into().unwrap_or(i64::MAX));
        self.text(key, Some(&args))
    }

    /// A text with one named value.
    pub fn a(self, key: &str, name: &'static str, value: impl Display) -> Cow<'static, str> {
        let mut args = FluentArgs::new();
        args.set(name, value.to_string());
        self.text(key, Some(&args))
    }

    /// A text with two named values.
    pub fn a2(
        self,
        key: &str,
        (name1, value1): (&'static str, impl Display),
        (name2, value2): (&'static str, impl Display),
    ) -> Cow<'static, str> {
        let mut args = FluentArgs::new();
        args.set(name1, value1.to_string());
        args.set(name2, value2.to_string());
        self.text(key, Some(&args))
    }

    /// A text with any number of named values; whole numbers given as `FluentValue` take part in plurals.
    pub fn args(self, key: &str, values: &[(&'static str, FluentValue<'_>)]) -> Cow<'static, str> {
        let mut args = FluentArgs::new();
        for (name, value) in values {
            args.set(*name, value.clone());
        }
        self.text(key, Some(&args))
    }

    fn text(self, key: &str, args: Option<&FluentArgs<'_>>) -> Cow<'static, str> {
        let bundle = self.bundle();
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            return Cow::Owned(key.to_owned());
        };
        Cow::Owned(bundle.format_pattern(pattern, args, &mut Vec::new()).into_owned())
    }
}
