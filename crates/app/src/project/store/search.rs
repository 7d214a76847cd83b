//! Finding projects by words and by likeness.

use yinfeng_domain::{
    authority::{Act, Class, Reach},
    id::OrganisationId,
    text::{code_range, is_han, name_key, sort_range},
};

use super::{
    secret::{hidden_organisations, veil},
    view::{unit, within_reach, within_sight},
};
use crate::{
    floor::{
        Result,
        db::{Clause, Reader, Value},
        near, search,
        web::Who,
    },
    investor,
    project::{SEARCH_KIND, SECRET_KIND, check::Candidate, search::Hit},
};

/// Of a common word so many records are looked at.
const LOOKED_AT: i64 = 100;
/// So many of those whose name begins with what was typed are looked at, whatever else has its words.
const BEGINNINGS: i64 = 50;

/// `and <id> in (…)` with the [`LOOKED_AT`] latest finds at most when the reader sees all of them anyway.
fn found(
    reader: &Reader,
    clause: &mut Clause,
    id: &str,
    kind: search::Kind,
    tokens: &[String],
    all: bool,
) -> Result<()> {
    let (sql, words) = search::matching(reader.engine(), kind, tokens);
    let limit = if all { search::latest(reader, kind, &words, LOOKED_AT)? } else { String::new() };
    let words = clause.bind(words);
    let sql = sql.replace("$1", &words);
    clause.also(&format!("{id} in ({sql} and floor_search.district = $1{limit})"));
    Ok(())
}

/// The conditions under which names begin with what was typed: as a whole, by sound, or behind the place. Of a word
/// that thousands have the latest alone would leave out the very firm that is called so.
fn beginnings(base: &Clause, t: &str, q: &str) -> Vec<(Clause, String)> {
    let mut out = Vec::new();
    let mut between = |column: String, from: String, to: String| {
        let mut clause = base.clone();
        clause.and(&format!("{column} >= $?"), from);
        clause.and(&format!("{column} < $?"), to);
        out.push((clause, format!("order by {column}")));
    };
    if let Some((from, to)) = sort_range(q) {
        between(format!("{t}.sort_key"), from, to);
    }
    let key = name_key(q);
    if key.chars().any(is_han) {
        let end = format!("{key}\u{10FFFF}");
        between(format!("{t}.name_key"), key, end);
    }
    out
}

/// What both statements end with, once for the words and once for each way to begin.
fn statements(base: &Clause, words: Clause, t: &str, q: &str) -> impl Iterator<Item = (Clause, String)> {
    let beginnings = beginnings(base, t, q)
        .into_iter()
        .map(|(clause, order)| (clause, format!("{order} limit {BEGINNINGS}")));
    std::iter::once((words, format!("limit {LOOKED_AT}"))).chain(beginnings)
}

pub fn projects(reader: &Reader, who: &Who, q: &str, tokens: &[String]) -> Result<Vec<Hit>> {
    let Ok(reach) = who.reach(Class::Project, Act::Read) else { return Ok(Vec::new()) };
    let mut base = Clause::of_district("p.district", who.district());
    let mine = own_units(&mut base, who);
    let mut words = base.clone();
    // By their true names, code-named projects are found by those who may know them.
    let mut secret = base.clone();
    found(reader, &mut words, "p.id", SEARCH_KIND, tokens, reach == Reach::District)?;
    found(reader, &mut secret, "p.id", SECRET_KIND, tokens, reach == Reach::District)?;
    within_sight(reader, &mut words, who)?;
    within_sight(reader, &mut base, who)?;
    within_reach(reader, &mut secret, who)?;
    let covered = veil(reader, who)?.hides("p.id");
    let mut hits = Vec::new();
    let secret = std::iter::once((secret, format!("limit {LOOKED_AT}")));
    for (clause, end) in statements(&base, words, "p", q).chain(secret) {
        hits.extend(reader.query(
            &format!(
                "select p.id, case when {covered} then p.name else coalesce(x.name, p.name) end, p.code,
                   u.short_name, p.updated_at, coalesce(p.lead_unit_id in ({mine}), false), x.alias from project p
                 left join org_unit u on u.district = p.district and u.id = p.lead_unit_id
                 left join project_secret x on x.district = p.district and x.project_id = p.id where {} {end}",
                clause.text()
            ),
            clause.bound(),
            |r| {
                let (title, code, unit): (String, String, String) = (r.get(1)?, r.get(2)?, r.get(3)?);
                let alias: Option<String> = r.get(6)?;
                let alias = alias.filter(|a| *a != title).map_or_else(String::new, |a| format!(" · {a}"));
                Ok(Hit {
                    kind: SEARCH_KIND.name,
                    id: r.get(0)?,
                    title,
                    subtitle: format!("{code} · {unit}{alias}"),
                    code: Some(code),
                    highlights: Vec::new(),
                    mine: r.get(5)?,
                    saved_at: r.get(4)?,
                })
            },
        )?);
    }
    Ok(once(hits))
}

pub fn organisations(reader: &Reader, who: &Who, q: &str, tokens: &[String]) -> Result<Vec<Hit>> {
    let Ok(reach) = who.reach(Class::Investor, Act::Read) else { return Ok(Vec::new()) };
    let mut base = Clause::of_district("o.district", who.district());
    let mine = own_units(&mut base, who);
    hidden_organisations(reader, who)?.keep(&mut base, "o.id");
    let mut words = base.clone();
    found(reader, &mut words, "o.id", investor::SEARCH_KIND, tokens, reach == Reach::District)?;
    if let Reach::Units(paths) = reach {
        for clause in [&mut words, &mut base] {
            let below = clause.below("path", &paths);
            clause.also(&format!(
                "o.id in (select k.organisation_id from investor_unit k where k.district = $1 and k.unit_id in
                   (select id from org_unit where district = $1 and {below}))"
            ));
        }
    }
    let mut coded = base.clone();
    let codes = code_range(q).map(|(from, to)| {
        coded.and("o.uscc >= $?", from);
        coded.and("o.uscc < $?", to);
        (coded, format!("order by o.uscc limit {BEGINNINGS}"))
    });
    let mut hits = Vec::new();
    for (clause, end) in statements(&base, words, "o", q).chain(codes) {
        hits.extend(reader.query(
            &format!(
                "select o.id, o.name, o.uscc, o.country, o.updated_at,
                   coalesce(o.created_unit_id in ({mine}), false) from investor_organisation o where {} {end}",
                clause.text()
            ),
            clause.bound(),
            |r| {
                let (uscc, country): (Option<String>, String) = (r.get(2)?, r.get(3)?);
                Ok(Hit {
                    kind: investor::SEARCH_KIND.name,
                    id: r.get(0)?,
                    title: r.get(1)?,
                    subtitle: uscc.clone().unwrap_or(country),
                    code: uscc,
                    highlights: Vec::new(),
                    mine: r.get(5)?,
                    saved_at: r.get(4)?,
                })
            },
        )?);
    }
    Ok(once(hits))
}

/// The places of the reader's own units in a list; of somebody without one, a unit that does not exist.
fn own_units(clause: &mut Clause, who: &Who) -> String {
    let mut units: Vec<_> = who.actor.memberships.iter().map(|m| m.unit.0).collect();
    if units.is_empty() {
        units.push(uuid::Uuid::nil());
    }
    let places: Vec<String> = units.into_iter().map(|unit| clause.bind(unit)).collect();
    places.join(", ")
}

fn once(mut hits: Vec<Hit>) -> Vec<Hit> {
    hits.sort_unstable_by_key(|hit| hit.id);
    hits.dedup_by_key(|hit| hit.id);
    hits
}

/// Code-named projects by their true names: of those that this reader needs to know, all, for they are few. Others
/// are compared with the code name alone, so that nobody finds a true name by trying names.
pub fn by_true_names(reader: &Reader, who: &Who) -> Result<Vec<Candidate>> {
    let mut known = Clause::of_district("p.district", who.district());
    veil(reader, who)?.keep(&mut known, "p.id");
    reader.query(
        &format!(
            "select p.id, p.code, x.name, u.id, u.name, u.short_name, u.kind from project_secret x
             join project p on p.district = x.district and p.id = x.project_id
             join org_unit u on u.district = p.district and u.id = p.lead_unit_id where {} limit 1000",
            known.text()
        ),
        known.bound(),
        |r| {
            let name: String = r.get(2)?;
            Ok(Candidate {
                id: r.get(0)?,
                code: r.get(1)?,
                name_key: name_key(&name),
                name,
                unit: unit(r, 3)?,
                has_organisation: false,
                visible: false,
            })
        },
    )
}

/// Projects of the whole district whose name may be like this key, or that have the organisation; whether this
/// reader may read them. A code-named project that the reader needs to know comes under both names.
pub fn candidates(
    reader: &Reader,
    who: &Who,
    key: &str,
    organisation: Option<OrganisationId>,
) -> Result<Vec<Candidate>> {
    let mut readable = Clause::of_district("p.district", who.district());
    let asked = readable.bind(organisation.map_or(Value::Null, Value::from));
    veil(reader, who)?.keep(&mut readable, "p.id");
    let base = readable.clone();
    let mut conditions = Vec::new();
    if key.chars().count() > 1 {
        conditions = near::conditions(reader, &base, true, "p", SEARCH_KIND, key)?;
    }
    if organisation.is_some() {
        let mut has = base.clone();
        has.also(&format!(
            "p.id in (select project_id from project_party where district = $1 and organisation_id = {asked})"
        ));
        conditions.push(has);
    }
    let mut out: Vec<Candidate> = Vec::new();
    for clause in conditions {
        let more = reader.query(
            &format!(
                "select p.id, p.code, p.name, p.name_key, u.id, u.name, u.short_name, u.kind,
                   exists (select 1 from project_party pp where pp.district = p.district and pp.project_id = p.id
                     and pp.organisation_id = {asked})
                 from project p join org_unit u on u.district = p.district and u.id = p.lead_unit_id
                 where {} limit 100",
                clause.text()
            ),
            clause.bound(),
            |r| {
                Ok(Candidate {
                    id: r.get(0)?,
                    code: r.get(1)?,
                    name: r.get(2)?,
                    name_key: r.get(3)?,
                    unit: unit(r, 4)?,
                    has_organisation: r.get(8)?,
                    visible: false,
                })
            },
        )?;
        out.extend(more);
    }
    if key.chars().count() > 1 {
        out.extend(by_true_names(reader, who)?);
    }
    out.sort_by_key(|c| c.id);
    if out.is_empty() {
        return Ok(out);
    }
    let mut clause = Clause::of_district("p.district", who.district());
    clause.among("p.id", out.iter().map(|c| c.id));
    within_reach(reader, &mut clause, who)?;
    let visible = reader.query(
        &format!("select p.id from project p where {}", clause.text()),
        clause.bound(),
        |r| Ok(r.get(0)?),
    )?;
    for candidate in &mut out {
        candidate.visible = visible.contains(&candidate.id);
    }
    Ok(out)
}
