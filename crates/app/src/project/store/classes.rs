//! Reading projects by class of industry.

use yinfeng_domain::project::Stage;

use super::{
    reference,
    secret::veil,
    view::{code, pair, unit, within_reach},
};
use crate::{
    dictionary::IndustryRef,
    floor::{
        Result,
        db::{Clause, Reader},
        web::Who,
    },
    project::classes::{ClassCount, ClassProject, SHOWN},
};

/// The condition of the index `project_class`.
const GOES_ON: &str = "p.status = 'ongoing' and p.left_on is null";

pub fn counts(reader: &Reader, who: &Who, prefixes: &[String]) -> Result<Vec<ClassCount>> {
    if prefixes.is_empty() {
        return Ok(Vec::new());
    }
    let mut clause = Clause::of_district("p.district", who.district());
    let classes = clause.beginning("p.industry", prefixes);
    clause.also(&classes);
    clause.also(GOES_ON);
    veil(reader, who)?.keep(&mut clause, "p.id");
    let signed: Vec<String> =
        Stage::ALL.iter().filter(|s| s.is_signed()).map(|s| format!("'{}'", s.code())).collect();
    let signed = format!("p.stage in ({})", signed.join(", "));
    reader.query(
        &format!(
            "select p.industry, count(*) filter (where {signed}), count(*) filter (where not {signed}),
               cast(coalesce(sum(p.total_fen) filter (where {signed}), 0) as bigint)
             from project p where {} group by p.industry",
            clause.text()
        ),
        clause.bound(),
        |r| {
            Ok(ClassCount {
                class: r.get(0)?,
                signed: r.get(1)?,
                before_signing: r.get(2)?,
                total_fen: r.get(3)?,
            })
        },
    )
}

pub fn projects(reader: &Reader, who: &Who, prefixes: &[String]) -> Result<Vec<ClassProject>> {
    if prefixes.is_empty() {
        return Ok(Vec::new());
    }
    let mut clause = Clause::of_district("p.district", who.district());
    let classes = clause.beginning("p.industry", prefixes);
    clause.also(&classes);
    clause.also(GOES_ON);
    within_reach(reader, &mut clause, who)?;
    let order: Vec<String> =
        Stage::ALL.iter().enumerate().map(|(no, s)| format!("when '{}' then {no}", s.code())).collect();
    reader.query(
        &format!(
            "select p.id, p.code, coalesce(x.name, p.name), i.code, i.name, p.stage, u.id, u.name, u.short_name,
               u.kind, p.total_fen
             from project p join org_unit u on u.district = p.district and u.id = p.lead_unit_id
             left join project_secret x on x.district = p.district and x.project_id = p.id
             left join dictionary_industry i on i.code = p.industry
             where {} order by case p.stage {} end desc, p.total_fen desc, p.id limit {SHOWN}",
            clause.text(),
            order.join(" ")
        ),
        clause.bound(),
        |r| {
            Ok(ClassProject {
                project: reference(r)?,
                industry: pair(r, 3)?.map(|(code, name)| IndustryRef { code, name }),
                stage: code(r, 5, Stage::from_code)?,
                lead_unit: unit(r, 6)?,
                total_fen: r.get(10)?,
            })
        },
    )
}
