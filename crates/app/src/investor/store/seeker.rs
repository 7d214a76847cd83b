//! Organisations that look for something, or do something that is looked for.

use jiff::civil::Date;
use yinfeng_domain::{id::OrganisationId, investor::Horizon};

use super::{
    intent::{code, list},
    within_reach,
};
use crate::{
    dictionary::IndustryRef,
    floor::{
        Result,
        db::{Clause, Hidden, Reader},
        web::Who,
    },
    investor::{OpenIntent, OrganisationRef, Seeker},
};

/// So many of one business, and so many intents, are compared.
const MOST: i64 = 1_000;
/// Ids of one statement.
const PORTION: usize = 500;

fn read(reader: &Reader, clause: &Clause) -> Result<Vec<Seeker>> {
    reader.query(
        &format!(
            "select o.id, o.name, o.country, d.code, d.name from investor_organisation o
             left join dictionary_industry d on d.code = o.industry
             where {} and o.kind in ('enterprise', 'institute', 'person') order by o.id desc limit {MOST}",
            clause.text()
        ),
        clause.bound(),
        |r| {
            let industry = r.get::<Option<String>>(3)?.zip(r.get::<Option<String>>(4)?);
            Ok(Seeker {
                organisation: OrganisationRef { id: r.get(0)?, name: r.get(1)?, country: r.get(2)? },
                industry: industry.map(|(code, name)| IndustryRef { code, name }),
                intents: Vec::new(),
                tags: Vec::new(),
                tag_names: Vec::new(),
            })
        },
    )
}

pub fn of_classes(reader: &Reader, who: &Who, hidden: &Hidden, classes: &[String]) -> Result<Vec<Seeker>> {
    let mut clause = Clause::of_district("o.district", who.district());
    let condition = clause.beginning("o.industry", classes);
    clause.also(&condition);
    hidden.keep(&mut clause, "o.id");
    within_reach(&mut clause, who)?;
    read(reader, &clause)
}

pub fn of_ids(reader: &Reader, who: &Who, hidden: &Hidden, ids: &[OrganisationId]) -> Result<Vec<Seeker>> {
    let mut out = Vec::new();
    for portion in ids.chunks(PORTION) {
        let mut clause = Clause::of_district("o.district", who.district());
        clause.among("o.id", portion.iter().copied());
        hidden.keep(&mut clause, "o.id");
        within_reach(&mut clause, who)?;
        out.extend(read(reader, &clause)?);
    }
    Ok(out)
}

/// Intents that are open on a day, those that hold longest first.
pub fn open_intents(
    reader: &Reader,
    who: &Who,
    hidden: &Hidden,
    (only, today): (Option<OrganisationId>, Date),
) -> Result<Vec<OpenIntent>> {
    let mut clause = Clause::of_district("i.district", who.district());
    clause.also("i.state = 'open'");
    clause.and("i.valid_until >= $?", today);
    if let Some(only) = only {
        clause.and("i.organisation_id = $?", only);
    }
    hidden.keep(&mut clause, "o.id");
    within_reach(&mut clause, who)?;
    reader.query(
        &format!(
            "select i.id, i.organisation_id, i.content, i.sectors, i.regions, i.horizon, i.valid_until
             from investor_intent i
             join investor_organisation o on o.district = i.district and o.id = i.organisation_id
             where {} order by i.valid_until desc, i.id desc limit {MOST}",
            clause.text()
        ),
        clause.bound(),
        |r| {
            Ok(OpenIntent {
                id: r.get(0)?,
                organisation: r.get(1)?,
                content: r.get(2)?,
                sectors: list(r, 3)?,
                regions: list(r, 4)?,
                horizon: code(r, 5, Horizon::from_code)?,
                valid_until: r.get(6)?,
            })
        },
    )
}

/// What these organisations count as on a day.
pub fn tags(
    reader: &Reader,
    district: &str,
    ids: &[OrganisationId],
    today: Date,
) -> Result<Vec<(OrganisationId, String)>> {
    let mut out = Vec::new();
    for portion in ids.chunks(PORTION) {
        let mut clause = Clause::of_district("t.district", district);
        clause.among("t.organisation_id", portion.iter().copied());
        clause.and("t.from_on <= $?", today);
        clause.and("(t.until_on is null or t.until_on >= $?)", today);
        out.extend(reader.query(
            &format!(
                "select distinct t.organisation_id, t.kind from investor_tag t where {} order by 1, 2",
                clause.text()
            ),
            clause.bound(),
            |r| Ok((r.get(0)?, r.get(1)?)),
        )?);
    }
    Ok(out)
}
