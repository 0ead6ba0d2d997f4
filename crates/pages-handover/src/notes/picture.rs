//! What a drawn chart must not hold. It is only ever shown as a picture, under a policy that runs and fetches nothing;
//! this is the fence before that one, in case the renderer lets through what somebody wrote into a label.

/// Elements that run, embed, lead elsewhere or change others while they are looked at.
const REFUSED: [&str; 16] = [
    "script",
    "foreignobject",
    "iframe",
    "object",
    "embed",
    "image",
    "img",
    "use",
    "a",
    "animate",
    "animatemotion",
    "animatetransform",
    "set",
    "handler",
    "link",
    "meta",
];
/// Attributes that name something to fetch or to go to.
const LEADING: [&str; 5] = ["href", "xlink:href", "src", "action", "data"];

/// Whether the picture runs nothing, fetches nothing and leads nowhere.
pub(super) fn is_harmless(svg: &str) -> bool {
    let lower = svg.to_ascii_lowercase();
    let is_declared = lower.contains("<!") || lower.contains("<?");
    !is_declared && !lower.contains("@import") && only_inner_urls(&lower) && tags(&lower).all(is_harmless_tag)
}

/// `url(#marker)` points into the picture itself; anything else points out of it.
fn only_inner_urls(lower: &str) -> bool {
    lower.split("url(").skip(1).all(|rest| rest.trim_start_matches([' ', '\'', '"', '&']).starts_with('#'))
}

/// Name and rest of every tag.
fn tags(lower: &str) -> impl Iterator<Item = (&str, &str)> {
    lower.split('<').skip(1).map(|tag| {
        let end = tag.find(|c: char| c.is_whitespace() || c == '>' || c == '/').unwrap_or(tag.len());
        tag.split_at(end)
    })
}

fn is_harmless_tag((name, rest): (&str, &str)) -> bool {
    let plain = name.rsplit(':').next().unwrap_or(name);
    !REFUSED.contains(&plain) && attributes(rest).all(|(name, value)| is_harmless_attribute(name, value))
}

fn is_harmless_attribute(name: &str, value: &str) -> bool {
    let compact: String = value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let leads_out = LEADING.contains(&name) && !compact.starts_with('#');
    !name.starts_with("on") && !leads_out && !compact.contains("javascript:")
}

/// Name and value of every attribute; what has no quotes ends at a blank.
fn attributes(rest: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = rest;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if rest.is_empty() || rest.starts_with('>') {
            return None;
        }
        let end = rest.find(|c: char| c.is_whitespace() || c == '=' || c == '>').unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        let Some(value) = after.trim_start().strip_prefix('=').map(str::trim_start) else {
            // A name that is empty would be found again for ever.
            rest = if name.is_empty() { "" } else { after };
            return Some((name, ""));
        };
        let (value, after) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                value.get(1..).unwrap_or("").split_once(quote).unwrap_or((value, ""))
            }
            _ => value.split_at(value.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(value.len())),
        };
        rest = after;
        Some((name, value))
    })
}

#[cfg(test)]
mod tests {
    use super::is_harmless;

    #[test]
    fn what_runs_fetches_or_leads_elsewhere_is_refused() {
        for bad in [
            "<svg><script>alert(1)</script></svg>",
            "<svg><SCRIPT/></svg>",
            "<svg><svg:script></svg:script></svg>",
            "<svg onload=\"x()\"></svg>",
            "<svg/onload=x()></svg>",
            "<svg><g OnClick = 'x()'></g></svg>",
            "<svg><foreignObject><body/></foreignObject></svg>",
            "<svg><image href=\"https://evil.example/x.png\"/></svg>",
            "<svg><a xlink:href=\"javascript:alert(1)\"><text>x</text></a></svg>",
            "<svg><path href='//evil.example'/></svg>",
            "<svg><use href=\"#a\"/></svg>",
            "<svg><style>@import 'https://evil.example/x.css';</style></svg>",
            "<svg><rect fill=\"url(https://evil.example/x)\"/></svg>",
            "<svg><rect style=\"background:url( 'https://evil.example/x' )\"/></svg>",
            "<svg><set attributeName=\"href\" to=\"x\"/></svg>",
            "<svg><animate attributeName=\"x\"/></svg>",
            "<!DOCTYPE svg [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><svg>&x;</svg>",
            "<?xml-stylesheet href=\"https://evil.example/x.css\"?><svg></svg>",
            "<svg><path d=\"x\" fill=\" java\nscript:x\"/></svg>",
        ] {
            assert!(!is_harmless(bad), "{bad}");
        }
    }

    #[test]
    fn an_ordinary_picture_passes_whatever_its_labels_say() {
        for good in [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\"><path d=\"M0 0\" marker-end=\"url(#arrow)\"/></svg>",
            "<svg><text x=\"1\">on=\"x\" href=\"https://example.com\" javascript: &lt;script&gt;</text></svg>",
            "<svg><style>.a{fill:#fff}</style><g font-family='\"Noto Sans\"' class=\"one two\"/></svg>",
        ] {
            assert!(is_harmless(good), "{good}");
        }
    }
}
