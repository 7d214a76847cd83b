//! The tables that come with the program.

use std::sync::LazyLock;

use serde::Serialize;
use utoipa::ToSchema;

pub const INDUSTRIES: &str = include_str!("../../reference/gbt4754-2017.csv");
pub const AREAS: &str = include_str!("../../reference/areas.csv");
const COUNTRIES: &str = include_str!("../../reference/countries.csv");

/// The rows of a table without its header. None of these tables has quotes.
pub fn rows(text: &'static str) -> impl Iterator<Item = [&'static str; 4]> {
    text.lines().skip(1).filter_map(|line| line.split(',').collect::<Vec<_>>().try_into().ok())
}

/// A country or region that investors come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Country {
    /// ISO 3166-1.
    pub code: &'static str,
    pub name_zh: &'static str,
    pub name_en: &'static str,
    /// 台湾, 香港, 澳门 are regions of China: investors from there count as from outside the border (境外), but
    /// nowhere as from another country.
    pub region: bool,
}

static LIST: LazyLock<Vec<Country>> = LazyLock::new(|| {
    rows(COUNTRIES)
        .map(|[code, name_zh, name_en, kind]| Country { code, name_zh, name_en, region: kind == "region" })
        .collect()
});

/// Every country and region, by code.
pub fn countries() -> &'static [Country] {
    &LIST
}

/// By ISO 3166 code.
pub fn country(code: &str) -> Option<&'static Country> {
    LIST.binary_search_by(|c| c.code.cmp(code)).ok().map(|at| &LIST[at])
}
