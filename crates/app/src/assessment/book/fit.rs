//! 产业契合度: whether a project is of the industry of the unit that is credited with it: of a link of a chain that the unit
//! is in the lead of.

use std::collections::{BTreeMap, HashMap};

use yinfeng_domain::{assessment::facts::Row, id::UnitId};

use super::Method;
use crate::{
    assessment::store::book as rows,
    floor::{Error, Result, db::Reader},
};

/// The field that conditions of a scheme ask for.
const FIELD: &str = "fits_industry";

/// Beginnings of industry codes by assessed unit; none where the scheme does not ask.
#[derive(Default)]
pub struct Fit(Option<HashMap<UnitId, Vec<String>>>);

impl Fit {
    pub fn new(reader: &Reader, method: &Method<'_>) -> Result<Self> {
        if !method.scheme.row_fields().contains(FIELD) {
            return Ok(Self(None));
        }
        let mut out: HashMap<UnitId, Vec<String>> = HashMap::new();
        for (unit, sectors) in rows::sectors_led(reader, method.district, method.as_of)? {
            let sectors: Vec<String> =
                serde_json::from_str(&sectors).map_err(|e| Error::Internal(e.into()))?;
            out.entry(method.assessed(unit)).or_default().extend(sectors);
        }
        Ok(Self(Some(out)))
    }

    /// Says it of rows: `yes` or `no`.
    pub fn say<'r>(&self, rows: impl IntoIterator<Item = &'r mut Row>) {
        let Some(led) = &self.0 else { return };
        for row in rows {
            let industry = row.industry.as_deref().unwrap_or_default();
            let fits = led.get(&row.unit).is_some_and(|all| {
                all.iter().any(|begin| !begin.is_empty() && industry.starts_with(begin.as_str()))
            });
            let tags = row.tags.get_or_insert_with(|| Box::new(BTreeMap::new()));
            tags.insert(FIELD.to_owned(), if fits { "yes" } else { "no" }.to_owned());
        }
    }
}
