//! Which column means what: suggested from its header, remembered from earlier imports, decided by a person.

use std::{
    collections::{BTreeMap, HashMap},
    sync::LazyLock,
};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{area::AreaUnit, field::Field, layout::Layout, money::MoneyUnit};
use crate::text::{clean, simplify};

/// What a header says of its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Match {
    Certain(Field),
    Likely(Field),
    None,
}

/// Why a field is suggested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Because {
    /// So decided at an earlier import.
    Remembered,
    /// The header is a known word for it.
    Synonym,
    /// The header contains a known word: look at it.
    Resemblance,
    /// Another column is taken for the field that this header names.
    Taken,
    Unknown,
}

/// A suggestion for one column.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Suggestion {
    pub column: usize,
    pub header: String,
    /// Under which the decision is remembered.
    pub key: String,
    pub field: Option<Field>,
    pub because: Because,
    pub hidden: bool,
    pub unit: Option<MoneyUnit>,
    pub area: Option<AreaUnit>,
}

/// The decision on one column; `field: None` leaves it out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ColumnChoice {
    /// From 0.
    pub column: usize,
    pub header: String,
    pub field: Option<Field>,
    /// The unit of bare amounts; when absent, that of [`Defaults`].
    #[serde(default)]
    pub unit: Option<MoneyUnit>,
    #[serde(default)]
    pub area: Option<AreaUnit>,
}

/// What the ledger as a whole says.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Defaults {
    /// For days without a year.
    #[serde(default)]
    pub year: Option<i16>,
    /// The day of the import; later days are questioned.
    #[serde(default)]
    pub as_of: Option<Date>,
    /// Of amounts in columns that name none.
    #[serde(default)]
    pub unit: Option<MoneyUnit>,
}

/// How a sheet is to be read.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// Which sheet, from 0.
    pub sheet: usize,
    /// Rows of the header, as in the sheet, both included.
    pub header_first: u32,
    pub header_last: u32,
    pub columns: Vec<ColumnChoice>,
    #[serde(default)]
    pub defaults: Defaults,
    /// Leave out rows that the file hides.
    #[serde(default)]
    pub skip_hidden: bool,
}

impl Choice {
    /// The choice that takes every suggestion.
    pub fn suggested(sheet: usize, layout: &Layout, suggestions: &[Suggestion], as_of: Option<Date>) -> Self {
        Self {
            sheet,
            header_first: layout.header_first,
            header_last: layout.header_last,
            columns: suggestions
                .iter()
                .map(|s| ColumnChoice {
                    column: s.column,
                    header: s.header.clone(),
                    field: s.field,
                    unit: s.unit,
                    area: s.area,
                })
                .collect(),
            defaults: Defaults { year: layout.year, as_of, unit: layout.unit },
            skip_hidden: false,
        }
    }

    /// What to remember of this choice: header key → field code, empty for a column left out.
    pub fn to_remember(&self) -> BTreeMap<String, String> {
        self.columns
            .iter()
            .map(|c| (header_key(&c.header), c.field.map_or(String::new(), |f| f.code().to_owned())))
            .filter(|(key, _)| !key.is_empty())
            .collect()
    }
}

/// The key under which headers meet: one width and script, without units, blanks and punctuation.
/// `投资 金额（亿元）` and `投资金额(万元)` are both `投资金额`.
pub fn header_key(header: &str) -> String {
    let text = simplify(&clean(header)).to_lowercase();
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(open) = rest.find('(') {
        let inside = &rest[open + 1..];
        let close = inside.find(')').unwrap_or(inside.len());
        out.push_str(&rest[..open]);
        if !is_unit(&inside[..close]) {
            out.push_str(&inside[..close]);
        }
        rest = inside.get(close + 1..).unwrap_or_default();
    }
    out.push_str(rest);
    out.retain(char::is_alphanumeric);
    for unit in ["亿美元", "万美元", "亿元", "万元", "千元"] {
        if let Some(shorter) = out.strip_suffix(unit)
            && !shorter.is_empty()
        {
            return shorter.to_owned();
        }
    }
    out
}

fn is_unit(text: &str) -> bool {
    text.split([',', '、', '/', ';'])
        .map(|part| part.trim_start_matches("金额").trim_start_matches("单位").trim_start_matches(':').trim())
        .all(|part| {
            MoneyUnit::parse(part).is_some()
                || super::quantity::other_unit(part).is_some_and(|(_, rest)| rest.is_empty())
                || matches!(part, "个" | "人" | "年" | "月" | "期" | "如有" | "必填" | "选填" | "全称")
        })
}

static SYNONYMS: LazyLock<HashMap<&'static str, Field>> =
    LazyLock::new(|| Field::ALL.iter().flat_map(|f| f.synonyms().iter().map(|s| (*s, *f))).collect());

/// What a header, its parts joined by `/`, says of its field.
pub fn match_header(header: &str) -> Match {
    let key = header_key(header);
    if let Some(field) = SYNONYMS.get(key.as_str()) {
        return Match::Certain(*field);
    }
    let parts: Vec<&str> = header.split('/').collect();
    // 基本情况/总投资: the last line alone is enough. Single words like 名称 need the line above.
    if parts.len() > 1
        && let Some(field) = parts.last().and_then(|last| SYNONYMS.get(header_key(last).as_str()))
        && header_key(parts[parts.len() - 1]).chars().count() > 2
    {
        return Match::Certain(*field);
    }
    resembling(&key).map_or(Match::None, Match::Likely)
}

fn resembling(key: &str) -> Option<Field> {
    if key.contains("到位") || key.contains("到资") || key.contains("到账") {
        if key.contains("日期") || key.contains("时间") {
            return Some(Field::ReceivedOn);
        }
        if key.contains("本月") || key.contains("当月") {
            return Some(Field::MoneyMonth);
        }
        // 2013年到位资金, 1-8月到位资金
        let windowed = ["本年", "今年", "当年", "年"].iter().any(|w| key.contains(w))
            || (key.contains('月') && key.contains(|c: char| c.is_ascii_digit()));
        if windowed && !key.contains("历年") && !key.contains("计划") {
            return Some(Field::MoneyYear);
        }
    }
    // A plan is not the thing planned.
    if ["计划到位", "目标", "任务", "预计到位", "产值", "税收", "强度"].iter().any(|w| key.contains(w))
    {
        return None;
    }
    let chars = key.chars().count();
    SYNONYMS
        .iter()
        .filter(|(synonym, _)| {
            let len = synonym.chars().count();
            len >= 3 && len * 3 >= chars && key.contains(**synonym)
        })
        .max_by_key(|(synonym, _)| (synonym.len(), **synonym))
        .map(|(_, field)| *field)
}

/// Suggests a field for every column. What was remembered (header key → field code, empty for left out) goes before
/// what the header says; a field that takes one column goes to the surest one, visible before hidden, then leftmost.
pub fn suggest(layout: &Layout, remembered: &BTreeMap<String, String>) -> Vec<Suggestion> {
    let mut suggestions: Vec<Suggestion> = layout
        .columns
        .iter()
        .map(|column| {
            let key = header_key(&column.header);
            let (field, because) =
                match remembered.get(&key).map(|code| (code.as_str(), Field::from_code(code))) {
                    Some(("", _)) => (None, Because::Remembered),
                    Some((_, Some(field))) => (Some(field), Because::Remembered),
                    _ => match match_header(&column.header) {
                        Match::Certain(field) => (Some(field), Because::Synonym),
                        Match::Likely(field) => (Some(field), Because::Resemblance),
                        Match::None => (None, Because::Unknown),
                    },
                };
            Suggestion {
                column: column.column,
                header: column.header.clone(),
                key,
                field,
                because,
                hidden: column.hidden,
                unit: column.unit,
                area: column.area,
            }
        })
        .collect();
    let mut order: Vec<usize> = (0..suggestions.len()).collect();
    order.sort_by_key(|&i| {
        let s = &suggestions[i];
        let sureness = match s.because {
            Because::Remembered => 0,
            Because::Synonym => 1,
            _ => 2,
        };
        (sureness, s.hidden, i)
    });
    let mut taken = Vec::new();
    for i in order {
        let Some(field) = suggestions[i].field else { continue };
        if field.takes_several() {
            // Likeness is too weak a reason to join a column to others.
            if suggestions[i].because == Because::Resemblance && taken.contains(&field) {
                suggestions[i].field = None;
                suggestions[i].because = Because::Taken;
            }
        } else if taken.contains(&field) {
            suggestions[i].field = None;
            suggestions[i].because = Because::Taken;
            continue;
        }
        taken.push(field);
    }
    suggestions
}
