//! What the reading of a ledger has to know of the district: looked up once, not row by row.

use std::{cell::RefCell, collections::HashMap};

use jiff::civil::Date;
use yinfeng_domain::{
    id::{OrganisationId, ProjectId, UnitId},
    ledger::Industries,
    text::{clean, name_key},
};

use crate::{
    floor::{
        Result,
        db::{Clause, Reader},
        web::Who,
    },
    org, params, project,
};

/// Units, projects, rates and industries as they are today.
pub(super) struct Context {
    pub today: Date,
    /// The day up to which the office shows figures.
    pub as_of: Date,
    units: HashMap<String, UnitId>,
    unit_ids: Vec<UnitId>,
    /// Projects by key of the name.
    projects: ProjectsByName,
    /// The first day with a published rate, by currency.
    rates: HashMap<String, Date>,
    pub industries: Codes,
}

/// GB/T 4754 by code and by name.
#[derive(Default)]
pub(super) struct Codes {
    by_code: HashMap<String, String>,
    by_name: HashMap<String, String>,
    /// The same words come again and again.
    asked: RefCell<HashMap<String, Option<(String, bool)>>>,
}

impl Industries for Codes {
    fn by_code(&self, code: &str) -> Option<String> {
        self.by_code.get(code).cloned()
    }

    fn by_name(&self, text: &str) -> Option<(String, bool)> {
        let text = clean(text);
        if let Some(known) = self.asked.borrow().get(&text) {
            return known.clone();
        }
        let found = match self.by_name.get(&text) {
            Some(code) => Some((code.clone(), true)),
            None if text.chars().count() >= 3 => self
                .by_name
                .iter()
                .filter(|(name, _)| name.contains(&text))
                .min_by_key(|(name, code)| (code.len(), name.len(), (*code).clone()))
                .map(|(_, code)| (code.clone(), false)),
            None => None,
        };
        self.asked.borrow_mut().insert(text, found.clone());
        found
    }
}

impl Codes {
    fn load(reader: &Reader) -> Result<Self> {
        let mut codes = Self::default();
        reader.each("select code, name from dictionary_industry order by level desc", &[], |row| {
            let (code, name): (String, String) = (row.get(0)?, row.get(1)?);
            // 3612 and C3612 are the same class.
            if code.len() > 1 {
                codes.by_code.insert(code[1..].to_owned(), code.clone());
            }
            codes.by_code.insert(code.clone(), code.clone());
            // The broader line of two with one name is said last.
            codes.by_name.insert(clean(&name), code);
            Ok(true)
        })?;
        Ok(codes)
    }
}

impl Context {
    /// With all projects, or only those whose names have these keys.
    pub fn load(reader: &Reader, who: &Who, keys: Option<&[String]>) -> Result<Self> {
        let (district, today) = (who.district(), reader.today());
        let mut units = HashMap::new();
        let mut unit_ids = Vec::new();
        for unit in org::units(reader, who, Some(today))? {
            unit_ids.push(unit.id);
            if !unit.short_name.is_empty() {
                units.entry(clean(&unit.short_name)).or_insert(unit.id);
            }
            units.insert(clean(&unit.name), unit.id);
        }
        let mut rates = HashMap::new();
        reader.each(
            "select currency, min(on_date) from dictionary_rate where district = $1 group by currency",
            params![district],
            |row| {
                rates.insert(row.get(0)?, row.get(1)?);
                Ok(true)
            },
        )?;
        Ok(Self {
            today,
            as_of: org::as_of(reader, district)?.min(today),
            units,
            unit_ids,
            projects: projects(reader, who, keys)?,
            rates,
            industries: Codes::load(reader)?,
        })
    }

    /// The unit of this name or short name.
    pub fn unit(&self, name: &str) -> Option<UnitId> {
        self.units.get(&clean(name)).copied()
    }

    pub fn has_unit(&self, id: UnitId) -> bool {
        self.unit_ids.contains(&id)
    }

    /// The project of this very name that this unit leads.
    pub fn project(&self, key: &str, lead: UnitId) -> Option<&(UnitId, ProjectId, String)> {
        self.projects.get(key)?.iter().find(|(unit, ..)| *unit == lead)
    }

    pub fn has_rate(&self, currency: &str, day: Date) -> bool {
        currency == "CNY" || self.rates.get(currency).is_some_and(|first| *first <= day)
    }
}

/// Lead unit, id and code of the projects with a name, by its key.
type ProjectsByName = HashMap<String, Vec<(UnitId, ProjectId, String)>>;

/// By the name that everybody reads, and of code-named projects that the importer needs to know by the true one too:
/// a ledger that was kept before a project got its code name still has that.
fn projects(reader: &Reader, who: &Who, keys: Option<&[String]>) -> Result<ProjectsByName> {
    let mut clause = Clause::of_district("district", who.district());
    let mut found: HashMap<String, Vec<_>> = HashMap::new();
    if let Some(keys) = keys {
        if keys.is_empty() {
            return Ok(found);
        }
        clause.among("name_key", keys.iter().cloned());
    }
    reader.each(
        &format!("select name_key, lead_unit_id, id, code from project where {}", clause.text()),
        clause.bound(),
        |row| {
            let project = (row.get(1)?, row.get(2)?, row.get(3)?);
            found.entry(row.get(0)?).or_default().push(project);
            Ok(true)
        },
    )?;
    for known in project::true_names(reader, who)? {
        let key = name_key(&known.name);
        if keys.is_none_or(|asked| asked.contains(&key)) {
            found.entry(key).or_default().push((known.lead_unit, known.id, known.code));
        }
    }
    Ok(found)
}

/// Organisations by key of the name and by code.
pub(super) struct Organisations {
    by_key: HashMap<String, OrganisationId>,
    by_uscc: HashMap<String, OrganisationId>,
    /// Countries of those from elsewhere.
    abroad: HashMap<OrganisationId, String>,
}

const HOME: &str = "CN";

impl Organisations {
    pub fn load(reader: &Reader, who: &Who) -> Result<Self> {
        let mut all = Self { by_key: HashMap::new(), by_uscc: HashMap::new(), abroad: HashMap::new() };
        reader.each(
            "select name_key, uscc, id, country from investor_organisation where district = $1 order by created_at desc",
            params![who.district()],
            |row| {
                let (key, uscc, id): (String, Option<String>, OrganisationId) =
                    (row.get(0)?, row.get(1)?, row.get(2)?);
                let country: String = row.get(3)?;
                if country != HOME {
                    all.abroad.insert(id, country);
                }
                // The oldest record of a name is read last and wins.
                all.by_key.insert(key, id);
                if let Some(uscc) = uscc {
                    all.by_uscc.insert(uscc, id);
                }
                Ok(true)
            },
        )?;
        Ok(all)
    }

    pub fn find(&self, name: &str, uscc: Option<&str>) -> Option<OrganisationId> {
        let by_code = uscc.and_then(|code| self.by_uscc.get(code));
        by_code.or_else(|| self.by_key.get(&name_key(name))).copied()
    }

    /// The country of one that was found or added.
    pub fn country(&self, id: OrganisationId) -> &str {
        self.abroad.get(&id).map_or(HOME, String::as_str)
    }

    pub fn add(&mut self, id: OrganisationId, name: &str, uscc: Option<&str>, country: &str) {
        if country != HOME {
            self.abroad.insert(id, country.to_owned());
        }
        self.by_key.insert(name_key(name), id);
        if let Some(uscc) = uscc {
            self.by_uscc.insert(uscc.to_owned(), id);
        }
    }
}
