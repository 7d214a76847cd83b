//! Taking an import back: whole, and only while nobody has worked with what it brought.

use serde_json::json;
use yinfeng_domain::id::BatchId;

use super::{
    at_version, need_clerk, store,
    view::{self, BatchView},
};
use crate::{
    admission, chain, commitment,
    floor::{
        Error, Fault, Result, audit,
        db::{Reader, Tx},
        web::Who,
    },
    fund, investor, keeping, light, merge, milestone, params, problem, progress, project, shortlist, siting,
    sponsor, supervision, transfer,
};

/// At most so many records are named.
const NAMED: usize = 100;

/// Deletes everything that a batch brought; refused with the list of what somebody has worked with since.
pub fn undo(tx: &Tx<'_>, who: &Who, id: BatchId, version: i64) -> Result<BatchView> {
    need_clerk(who)?;
    let district = who.district();
    let mut batch = at_version(tx, who, id, version)?;
    if batch.state != "imported" {
        return Err(Error::refused(Fault::new("ledger.not_imported")));
    }
    let mut touched = touched(tx, who, id)?;
    if !touched.is_empty() {
        let summary = Fault::new("ledger.touched").with("count", touched.len());
        touched.truncate(NAMED);
        return Err(Error::Blocked(Box::new(summary), touched));
    }
    let funds = fund::remove_batch(tx, who, id)?;
    light::forget_batch(tx, district, id)?;
    let projects = project::undo_imported(tx, who, id)?;
    let stay = investor::undo_imported(tx, who, id)?;
    store::forget_results(tx, district, id)?;
    batch.outcome.made.clear();
    store::save(tx, district, id, "undone", &batch.outcome)?;
    let detail = json!({ "projects": projects, "funds": funds, "organisations_kept": stay.len() });
    audit::record(tx, who, "ledger.undo", "ledger_batch", id.0, &detail)?;
    Ok(view::batch(who, store::get(tx, district, id)?))
}

fn touched(reader: &Reader, who: &Who, id: BatchId) -> Result<Vec<Fault>> {
    let district = who.district();
    let mut out: Vec<Fault> = Vec::new();
    for project in project::touched_of_batch(reader, who, id)? {
        out.push(Fault::new("ledger.touched_project").with("code", project.code).with("name", project.name));
    }
    let mut worked = progress::of_batch(reader, district, id)?;
    worked.extend(project::of_batch(reader, district, id)?);
    worked.extend(keeping::of_batch(reader, district, id)?);
    worked.extend(problem::of_batch(reader, district, id)?);
    worked.extend(chain::of_batch(reader, district, id)?);
    worked.extend(admission::of_batch(reader, district, id)?);
    worked.extend(commitment::of_batch(reader, district, id)?);
    worked.extend(supervision::of_batch(reader, district, id)?);
    worked.extend(siting::of_batch(reader, district, id)?);
    worked.extend(transfer::of_batch(reader, district, id)?);
    worked.extend(shortlist::of_batch(reader, district, id)?);
    worked.extend(sponsor::of_batch(reader, district, id)?);
    worked.extend(milestone::of_batch(reader, district, id)?);
    worked.extend(light::of_batch(reader, district, id)?);
    for (code, name) in worked {
        let project = Fault::new("ledger.touched_project").with("code", code).with("name", name);
        // A report with progress has made itself known by the project's version.
        if !out.contains(&project) {
            out.push(project);
        }
    }
    for fund in fund::touched_since_import(reader, district, id)? {
        out.push(Fault::new("ledger.touched_fund").with("code", fund.code));
    }
    // What others entered for these projects and with these organisations.
    let later = reader.query(
        "select f.code from fund f join project p on p.district = f.district and p.id = f.project_id
         where f.district = $1 and p.batch_id = $2 and f.batch_id is distinct from $2 order by f.code limit 100",
        params![district, id],
        |row| Ok(row.get::<String>(0)?),
    )?;
    out.extend(later.into_iter().map(|code| Fault::new("ledger.touched_fund").with("code", code)));
    // Whatever else of any room points at one of them: it was entered since.
    let ordinary = ["investor_organisation", "investor_unit", "investor_name", "project_party"];
    let pointed: Vec<String> = merge::relations()
        .filter(|relation| !ordinary.contains(&relation.table))
        .map(|relation| {
            format!(
                " union select o.name from investor_organisation o
                 join {} x on x.district = o.district and x.{} = o.id where o.district = $1 and o.batch_id = $2",
                relation.table, relation.column
            )
        })
        .collect();
    let sql = format!(
        "select distinct o.name from investor_organisation o
         join project_party y on y.district = o.district and y.organisation_id = o.id
         join project p on p.district = y.district and p.id = y.project_id
         where o.district = $1 and o.batch_id = $2 and p.batch_id is distinct from $2
         union select o.name from investor_organisation o
         join investor_organisation m on m.district = o.district and m.group_id = o.id
         where o.district = $1 and o.batch_id = $2 and m.batch_id is distinct from $2
         union select o.name from investor_organisation o
         where o.district = $1 and o.batch_id = $2 and o.version > 1{}",
        pointed.concat()
    );
    let used = reader.query(&sql, params![district, id], |row| Ok(row.get::<String>(0)?))?;
    out.extend(used.into_iter().map(|name| Fault::new("ledger.touched_organisation").with("name", name)));
    Ok(out)
}
