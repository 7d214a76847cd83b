//! Sentences by code, in the reader's language: `i18n/<room>.toml` has, for every key, one in zh and one in en.

use std::{
    collections::{BTreeMap, HashMap},
    sync::LazyLock,
};

use include_dir::{Dir, include_dir};
use rust_decimal::Decimal;
use serde::Deserialize;
use yinfeng_domain::{assessment::number::grouped, money};

use super::Fault;

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/i18n");

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    #[default]
    Zh,
    En,
}

impl Lang {
    /// From an `Accept-Language` header or a locale; Chinese unless English is asked for first.
    pub fn from_tag(tag: &str) -> Self {
        let first = tag.split(',').next().unwrap_or_default().trim().to_ascii_lowercase();
        if first.starts_with("en") { Self::En } else { Self::Zh }
    }

    pub const fn code(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }
}

#[derive(Deserialize)]
struct Sentence {
    zh: String,
    en: String,
}

static SENTENCES: LazyLock<HashMap<String, Sentence>> = LazyLock::new(|| {
    let mut all = HashMap::new();
    for file in FILES.files() {
        let room = file.path().file_stem().and_then(|s| s.to_str()).unwrap_or_default();
        let text = file.contents_utf8().unwrap_or_default();
        match toml::from_str::<BTreeMap<String, Sentence>>(text) {
            Ok(keys) => all.extend(keys.into_iter().map(|(key, s)| (format!("{room}.{key}"), s))),
            Err(error) => tracing::error!(room, %error, "sentences cannot be read"),
        }
    }
    all
});

/// Every code that has a sentence.
pub fn codes() -> impl Iterator<Item = &'static str> {
    SENTENCES.keys().map(String::as_str)
}

/// The sentence of a code with `{name}` filled in; the code itself when there is none.
pub fn say(lang: Lang, code: &str, params: &BTreeMap<String, String>) -> String {
    let Some(sentence) = SENTENCES.get(code) else { return code.to_owned() };
    let mut text = match lang {
        Lang::Zh => sentence.zh.clone(),
        Lang::En => sentence.en.clone(),
    };
    for (name, value) in params {
        text = text.replace(&format!("{{{name}}}"), value);
    }
    text
}

pub fn say_fault(lang: Lang, fault: &Fault) -> String {
    say(lang, &fault.code, &fault.params)
}

/// An amount in a sentence or a column: 112.00万元, or CNY 1,120,000.00, because English has no word for 万.
pub fn amount(lang: Lang, fen: i64) -> String {
    match lang {
        Lang::Zh => format!("{}万元", money::wan(fen, 2)),
        Lang::En => format!("CNY {}", grouped(Decimal::new(fen, 2), 2)),
    }
}

/// A word without parameters.
pub fn word(lang: Lang, code: &str) -> String {
    say(lang, code, &BTreeMap::new())
}
