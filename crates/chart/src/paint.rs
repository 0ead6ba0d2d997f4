//! Colours as the design's tokens; the style sheet may redefine each, for the dark theme too.

/// What a value means, in colour; never the only sign of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Nothing to judge.
    #[default]
    Brand,
    /// On track.
    Good,
    /// Needs watching.
    Caution,
    /// Needs acting.
    Bad,
    /// Not set up, not counted.
    Muted,
}

/// A colour of the design.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Paint {
    Ink,
    Secondary,
    Muted,
    Line,
    Card,
    Brand,
    Good,
    Caution,
    Bad,
}

impl Paint {
    /// The class, and the colour where no style sheet speaks.
    pub(crate) const fn attributes(self) -> &'static str {
        match self {
            Self::Ink => r##"class="c-ink" color="#1b2430""##,
            Self::Secondary => r##"class="c-secondary" color="#55606e""##,
            Self::Muted => r##"class="c-muted" color="#8a94a1""##,
            Self::Line => r##"class="c-line" color="#e4e8ee""##,
            Self::Card => r##"class="c-card" color="#ffffff""##,
            Self::Brand => r##"class="c-brand" color="#1f5c99""##,
            Self::Good => r##"class="c-good" color="#1d7f74""##,
            Self::Caution => r##"class="c-caution" color="#b87503""##,
            Self::Bad => r##"class="c-bad" color="#b8432f""##,
        }
    }
}

impl From<Tone> for Paint {
    fn from(tone: Tone) -> Self {
        match tone {
            Tone::Brand => Self::Brand,
            Tone::Good => Self::Good,
            Tone::Caution => Self::Caution,
            Tone::Bad => Self::Bad,
            Tone::Muted => Self::Muted,
        }
    }
}

impl Tone {
    /// The colour for words of this tone: caution and muted are too light on a card to be read (WCAG 1.4.3).
    pub(crate) const fn for_words(self) -> Paint {
        match self {
            Self::Brand => Paint::Brand,
            Self::Good => Paint::Good,
            Self::Bad => Paint::Bad,
            Self::Caution => Paint::Ink,
            Self::Muted => Paint::Secondary,
        }
    }
}
