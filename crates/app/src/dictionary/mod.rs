//! Code tables: industries (GB/T 4754), areas (GB/T 2260), countries and regions (ISO 3166), dated exchange rates.

pub mod http;
mod reference;
mod store;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use yinfeng_domain::{
    authority::{Act, Class},
    money::{Currency, RATE_SCALE},
    project::{EARLIEST, LINE, parse_rate, text_fits},
};

use crate::floor::{
    Fault, Faults, Result, audit,
    db::{Reader, Tx},
    web::Who,
};

pub use reference::{Country, countries, country};

/// A line of GB/T 4754-2017.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Industry {
    pub code: String,
    /// Empty at the sections.
    pub parent: String,
    /// 1 section, 2 division, 3 group, 4 class.
    pub level: i64,
    pub name: String,
}

/// An industry where another record names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct IndustryRef {
    pub code: String,
    pub name: String,
}

/// A line of GB/T 2260.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Area {
    pub code: String,
    pub parent: String,
    /// `province`, `city` or `county`.
    pub level: String,
    pub name: String,
}

/// An area where a record names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AreaRef {
    pub code: String,
    pub name: String,
}

/// The rate of a currency on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Rate {
    pub currency: String,
    #[schema(value_type = String)]
    pub on_date: Date,
    /// CNY per unit × 10⁸.
    pub rate_e8: i64,
    /// As people write it: `6.1245`.
    pub rate: String,
    pub source: String,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct RateDraft {
    #[schema(value_type = String)]
    pub currency: Currency,
    #[schema(value_type = String)]
    pub on_date: Date,
    /// CNY per unit: `6.1245`.
    pub rate: String,
    /// Where it was published.
    pub source: String,
}

/// Puts the reference tables in, once; says whether there was anything to do.
pub fn load(tx: &Tx<'_>) -> Result<bool> {
    if store::is_loaded(tx)? {
        return Ok(false);
    }
    for [code, parent, level, name] in reference::rows(reference::INDUSTRIES) {
        store::insert_industry(tx, code, parent, level.parse().unwrap_or_default(), name)?;
    }
    for [code, parent, level, name] in reference::rows(reference::AREAS) {
        store::insert_area(tx, code, parent, level, name)?;
    }
    Ok(true)
}

/// Industries below a parent (an empty one: the sections), or those that a word or the beginning of a code finds.
pub fn industries(reader: &Reader, q: Option<&str>, parent: Option<&str>) -> Result<Vec<Industry>> {
    match q.map(str::trim).filter(|q| !q.is_empty()) {
        Some(q) => store::find_industries(reader, &yinfeng_domain::text::clean(q)),
        None => store::industries_below(reader, parent.unwrap_or_default()),
    }
}

/// The industry with this code.
pub fn industry(reader: &Reader, code: &str) -> Result<Option<Industry>> {
    store::industry(reader, code)
}

pub fn areas(reader: &Reader, parent: Option<&str>) -> Result<Vec<Area>> {
    store::areas_below(reader, parent.unwrap_or_default())
}

/// The area with this code.
pub fn area(reader: &Reader, code: &str) -> Result<Option<AreaRef>> {
    store::area(reader, code)
}

/// The latest rate on or before a day; CNY is always 1.
pub fn rate_on(reader: &Reader, district: &str, currency: Currency, day: Date) -> Result<Option<Rate>> {
    if currency == Currency::Cny {
        return Ok(Some(Rate {
            currency: currency.code().into(),
            on_date: day,
            rate_e8: RATE_SCALE,
            rate: "1".into(),
            source: String::new(),
        }));
    }
    store::rate_on(reader, district, currency, day)
}

pub fn rates(
    reader: &Reader,
    who: &Who,
    currency: Option<Currency>,
    from: Option<Date>,
    to: Option<Date>,
) -> Result<Vec<Rate>> {
    who.reach(Class::Dictionary, Act::Read)?;
    store::rates(reader, who.district(), currency, from, to)
}

/// Enters a rate, or corrects the one of that day. Amounts that were converted before keep the rate they had.
pub fn set_rate(tx: &Tx<'_>, who: &Who, draft: &RateDraft) -> Result<Rate> {
    who.need_district(Class::Dictionary, Act::Write)?;
    let mut faults = Faults::default();
    let rate_e8 = parse_rate(&draft.rate);
    faults.need(rate_e8.is_some(), || Fault::at("rate", "dictionary.rate"));
    faults.need(draft.currency != Currency::Cny, || Fault::at("currency", "dictionary.rate_of_cny"));
    faults.need((EARLIEST..=tx.today()).contains(&draft.on_date), || {
        Fault::at("on_date", "dictionary.rate_date")
    });
    let source = draft.source.trim();
    faults.need(!source.is_empty() && text_fits(source, LINE), || {
        Fault::at("source", "dictionary.rate_source")
    });
    faults.into_result()?;
    let rate_e8 = rate_e8.unwrap_or_default();
    store::put_rate(tx, who, draft.currency, draft.on_date, rate_e8, source)?;
    let set = store::rate(draft.currency.code(), draft.on_date, rate_e8, source);
    audit::record(tx, who, "dictionary.set_rate", "dictionary_rate", None, &json!(set))?;
    Ok(set)
}
