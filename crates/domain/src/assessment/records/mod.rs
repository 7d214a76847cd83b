//! Plain records for the command line: what any district can export, without a database of ours.
//!
//! The same engine as the server's: records become [`super::Facts`], receipts through `[recognition]` and
//! `[credit]` of the scheme. A list that is left out was not looked at: measures from it are missing. A list that is
//! there, even empty, is complete: who is not in it has nothing.

#[cfg(test)]
mod days_test;
mod into_facts;
mod rows;
#[cfg(test)]
mod sources;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use into_facts::{Outcome, score_records};
pub use rows::Rows;

use super::{
    expr::{Level, Owner},
    number,
    recognition::{AlreadyCounted, Base},
};

/// A figure: a whole number, or text such as `"12.5"`, `"10%"`, `"500万"`, `"1.2亿"`. Money is in yuan (of a foreign
/// currency in its own unit). A decimal without quotes is refused, for it would pass through a binary fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(into = "String")]
#[schemars(with = "FigureText")]
pub struct Figure(pub Decimal);

#[derive(JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its shape is used, for the schema")]
enum FigureText {
    Whole(i64),
    Text(String),
}

impl From<Figure> for String {
    fn from(figure: Figure) -> Self {
        figure.0.to_string()
    }
}

impl<'de> Deserialize<'de> for Figure {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Reads;
        impl serde::de::Visitor<'_> for Reads {
            type Value = Figure;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a whole number, or a decimal in quotes such as \"12.5\", \"10%\" or \"500万\"")
            }

            fn visit_i64<E: serde::de::Error>(self, n: i64) -> Result<Figure, E> {
                self.visit_str(&n.to_string())
            }

            fn visit_u64<E: serde::de::Error>(self, n: u64) -> Result<Figure, E> {
                self.visit_str(&n.to_string())
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Figure, E> {
                number::parse(text)
                    .map(Figure)
                    .ok_or_else(|| E::invalid_value(serde::de::Unexpected::Str(text), &self))
            }
        }
        from.deserialize_any(Reads)
    }
}

/// What `yinfeng scheme score` reads.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Facts for yinfeng scheme score")]
pub struct Records {
    /// The day up to which everything counts: `2013-08-31`.
    #[schemars(with = "String", extend("format" = "date"))]
    pub as_of: Date,
    /// The units that are assessed.
    pub units: Vec<Unit>,
    #[serde(default)]
    pub targets: Vec<Target>,
    /// Figures of measures `from = "entered"`, or of any other whose list is left out.
    #[serde(default)]
    pub values: Vec<Value>,
    /// Figures of earlier years, for growth and `lag`.
    #[serde(default)]
    pub history: Vec<History>,
    /// Points given by the office or by groups of raters.
    #[serde(default)]
    pub ratings: Vec<Rating>,
    /// Projects, talents and institutes; counted from their `recognised_on`.
    pub projects: Option<Vec<Project>>,
    /// Money and goods that arrived; counted through `[recognition]` of the scheme.
    pub receipts: Option<Vec<Receipt>>,
    /// Visits, trips, events, leads.
    pub activities: Option<Vec<Activity>>,
    /// Monthly returns that were due.
    pub returns: Option<Vec<Return>>,
    /// Weekly reports of progress that were made.
    pub progress: Option<Vec<Report>>,
    /// Confirmed cases of faked results.
    pub frauds: Option<Vec<Case>>,
    /// What units did against first reports of others.
    pub breaches: Option<Vec<Breach>>,
    /// Rates of foreign currencies.
    #[serde(default)]
    pub rates: Vec<Rate>,
    /// Decisions of the office that stand above the rules of recognition.
    #[serde(default)]
    pub decisions: Vec<Decision>,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    pub id: String,
    /// The id when left out.
    #[serde(default)]
    pub name: String,
    /// A `[[class]]` of the scheme.
    #[serde(default)]
    pub class: String,
    /// Soft targets (弹性考核): scored without a place.
    #[serde(default)]
    pub soft: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Target {
    pub unit: String,
    pub measure: String,
    pub value: Figure,
    /// Who set it, where several did.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("enum" = ["province", "city", "county", "unit", null]))]
    pub owner: Option<Owner>,
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("enum" = ["must", "strive", null]))]
    pub level: Option<Level>,
    /// `q1` … `q4`, `m1` … `m12`: the target up to then; left out: of the whole window.
    #[serde(default)]
    pub part: Option<String>,
    #[serde(default)]
    pub version: u32,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Value {
    pub unit: String,
    pub measure: String,
    pub value: Figure,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct History {
    pub unit: String,
    pub measure: String,
    pub year: i16,
    pub value: Figure,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rating {
    /// An item of kind `manual` or `rating`.
    pub item: String,
    pub unit: String,
    /// The group of raters, of kind `rating`.
    #[serde(default)]
    pub raters: Option<String>,
    /// What is rated, where the item has aspects.
    #[serde(default)]
    pub aspect: Option<String>,
    /// Who rated.
    pub by: String,
    pub points: Figure,
    #[serde(default)]
    pub note: String,
}

/// A unit's part in a project or receipt.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Partner {
    pub unit: String,
    /// A role of `[credit]`: 首谈, 落地 …
    #[serde(default)]
    pub role: String,
    /// Agreed, with mode `agreement`: `"60%"`.
    #[serde(default)]
    pub share: Option<Figure>,
}

/// Further fields, for conditions of the scheme: `tags.park = 'A'` is written `park = 'A'` there.
pub type Tags = BTreeMap<String, String>;

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Project {
    pub id: String,
    #[serde(default)]
    pub name: String,
    /// `capital`, `talent` or `institute`.
    #[serde(default = "capital")]
    pub track: String,
    #[serde(default)]
    pub kind: Option<String>,
    /// GB/T 4754 with its section letter: `C3511`.
    #[serde(default)]
    pub industry: Option<String>,
    /// Where the investor is from: 境外, 省外, 市外 …
    #[serde(default)]
    pub origin: Option<String>,
    /// What the investor is: 民营企业, 国有企业 …
    #[serde(default)]
    pub subject: Option<String>,
    #[serde(default)]
    pub place: Option<String>,
    #[serde(default)]
    pub stage: Option<String>,
    #[serde(default)]
    pub total: Option<Figure>,
    #[serde(default)]
    pub fixed: Option<Figure>,
    #[serde(default)]
    pub registered: Option<Figure>,
    #[serde(default)]
    pub contract: Option<Figure>,
    /// Of `total`, `fixed`, `registered` and `contract`; `CNY` when left out.
    #[serde(default = "yuan")]
    pub currency: String,
    #[serde(default)]
    pub land_mu: Option<Figure>,
    /// The part of the investors from elsewhere: `"40%"`.
    #[serde(default)]
    pub outside_share: Option<Figure>,
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub signed_on: Option<Date>,
    /// In the ledger since.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub registered_on: Option<Date>,
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub first_claim_on: Option<Date>,
    /// When it was recognised as introduced.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub recognised_on: Option<Date>,
    /// Months in which the unit reported it.
    #[serde(default)]
    pub reported_months: Option<u32>,
    /// The project that this is the same as.
    #[serde(default)]
    pub same_as: Option<String>,
    /// The contract that this extends (二期).
    #[serde(default)]
    pub extension_of: Option<String>,
    #[serde(default)]
    pub units: Vec<Partner>,
    #[serde(default)]
    pub tags: Tags,
}

fn capital() -> String {
    "capital".into()
}

fn yuan() -> String {
    "CNY".into()
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    pub id: String,
    #[serde(default)]
    pub project: Option<String>,
    /// The day of the slip.
    #[schemars(with = "String", extend("format" = "date"))]
    pub on: Date,
    /// `cash`, `goods`, `land` …
    #[serde(default = "cash")]
    pub kind: String,
    #[serde(default = "yuan")]
    pub currency: String,
    /// What it states, by kind of amount: `{"cash": "500万"}`.
    #[schemars(with = "BTreeMap<String, FigureText>")]
    pub amounts: BTreeMap<Base, Figure>,
    /// What the unit claims, where it is not the base.
    #[serde(default)]
    pub claimed: Option<Figure>,
    /// The rate on the slip itself; with `rates` by day it stands before what was published.
    #[serde(default)]
    pub rate: Option<SlipRate>,
    /// Kinds of the papers that are there.
    #[serde(default)]
    pub evidence: Vec<String>,
    #[serde(default)]
    pub already: Vec<Already>,
    /// Whose it is; the project's when left out.
    #[serde(default)]
    pub units: Vec<Partner>,
    #[serde(default)]
    pub tags: Tags,
}

/// The rate at which the bank took the money in.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SlipRate {
    /// Yuan for one unit of the currency.
    pub rate: Figure,
    /// Where it is from, and of which day.
    #[serde(default)]
    pub source: String,
}

fn cash() -> String {
    "cash".into()
}

/// A part that counted before.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Already {
    pub what: AlreadyCounted,
    /// In yuan.
    pub amount: Figure,
    /// Where it counted.
    #[serde(default)]
    pub note: String,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Activity {
    pub id: String,
    pub unit: String,
    /// `visit`, `trip`, `event`, `lead` …
    pub kind: String,
    #[schemars(with = "String", extend("format" = "date"))]
    pub on: Date,
    #[serde(default)]
    pub project: Option<String>,
    #[serde(default)]
    pub tags: Tags,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Return {
    pub unit: String,
    /// `2013-08`
    pub month: String,
    #[schemars(with = "String", extend("format" = "date"))]
    pub due_on: Date,
    /// Left out while it has not come.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub submitted_on: Option<Date>,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Report {
    pub unit: String,
    pub project: String,
    /// The Monday of the week.
    #[schemars(with = "String", extend("format" = "date"))]
    pub week: Date,
    /// `reported` or `no_change`.
    pub state: String,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Case {
    pub id: String,
    pub unit: String,
    #[schemars(with = "String", extend("format" = "date"))]
    pub on: Date,
    #[serde(default)]
    pub reason: String,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Breach {
    pub unit: String,
    /// When the office recorded it.
    #[schemars(with = "String", extend("format" = "date"))]
    pub on: Date,
    /// `approach`, `better_terms`, `relocation`.
    pub kind: String,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    pub currency: String,
    /// A day `2013-08-20`, a month `2013-08` or a year `2013` (average).
    pub on: String,
    /// Yuan for one unit of the currency.
    pub rate: Figure,
    /// Where it was published.
    #[serde(default)]
    pub source: String,
}

/// 会议认定: what a meeting decided of a receipt, above the rules.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    pub receipt: String,
    pub verdict: Verdict,
    /// With verdict `amount`, in yuan.
    #[serde(default)]
    pub amount: Option<Figure>,
    /// 会议纪要编号.
    pub minutes_no: String,
    pub reason: String,
    #[schemars(with = "String", extend("format" = "date"))]
    pub decided_on: Date,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It counts, with what the pipeline gives.
    Admit,
    /// It does not count.
    Refuse,
    /// It counts with the stated amount.
    Amount,
}

impl Default for Records {
    fn default() -> Self {
        Self {
            as_of: Date::ZERO,
            units: Vec::new(),
            targets: Vec::new(),
            values: Vec::new(),
            history: Vec::new(),
            ratings: Vec::new(),
            projects: None,
            receipts: None,
            activities: None,
            returns: None,
            progress: None,
            frauds: None,
            breaches: None,
            rates: Vec::new(),
            decisions: Vec::new(),
        }
    }
}

/// The JSON schema of [`Records`].
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Records).to_value()
}
