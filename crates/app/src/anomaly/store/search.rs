//! Where signals are found: each query walks an index over the time that is looked at, so that its cost does not grow
//! with what the ledger has besides.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use uuid::Uuid;

use crate::floor::{
    Result,
    db::{Clause, Hidden, Reader, Row, Value},
};

/// A row behind a signal: a receipt, or a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Behind {
    pub fund: Option<Uuid>,
    pub project: Uuid,
    pub unit: Uuid,
    pub on: Date,
    pub fen: i64,
    pub state: String,
    /// Of a receipt what was recognised; of a project what it is compared with.
    pub other_fen: Option<i64>,
    pub recognised_on: Option<Date>,
    /// Of a project that is hidden from the reader.
    pub hidden: bool,
}

/// A row with what tells to which signal it belongs.
pub struct Hit {
    pub key: String,
    pub text: String,
    pub row: Behind,
}

/// What is looked at: a time, or one thing.
pub struct Look<'a> {
    pub district: &'a str,
    pub from: Date,
    pub to: Date,
    pub only: Option<Value>,
    pub veil: &'a Hidden,
}

/// Receipts that count or may come to count. Corrections are no payments of their own.
fn live(f: &str) -> String {
    format!("{f}.state in ('claimed', 'returned', 'recognised') and {f}.corrects_id is null")
}

/// Receipts `w` of the time that is looked at.
fn window() -> String {
    format!("w.district = $1 and w.received_on between $2 and $3 and {}", live("w"))
}

impl Look<'_> {
    fn bound(&self) -> Vec<Value> {
        vec![self.district.into(), self.from.into(), self.to.into()]
    }

    /// `and <column> = $n` when one thing is looked at.
    fn narrow(&self, column: &str, bound: &mut Vec<Value>) -> String {
        self.only.as_ref().map_or_else(String::new, |value| {
            bound.push(value.clone());
            format!(" and {column} = ${}", bound.len())
        })
    }

    fn columns(&self) -> String {
        format!(
            "f.id, f.project_id, f.unit_id, f.received_on, f.claimed_fen, f.state, f.recognised_fen,
             f.recognised_on, {}",
            self.veil.hides("f.project_id")
        )
    }

    /// The same of a project, with the day, the amount and what it is compared with.
    fn project_columns(&self, on: &str, fen: &str, other: &str) -> String {
        format!(
            "p.id, p.lead_unit_id, {on}, cast({fen} as bigint), p.status, cast({other} as bigint), {}",
            self.veil.hides("p.id")
        )
    }
}

fn fund_row(r: &Row<'_>) -> Result<Behind> {
    Ok(Behind {
        fund: Some(r.get(0)?),
        project: r.get(1)?,
        unit: r.get(2)?,
        on: r.get(3)?,
        fen: r.get(4)?,
        state: r.get(5)?,
        other_fen: r.get(6)?,
        recognised_on: r.get(7)?,
        hidden: r.get(8)?,
    })
}

fn project_row(r: &Row<'_>) -> Result<Behind> {
    Ok(Behind {
        fund: None,
        project: r.get(0)?,
        unit: r.get(1)?,
        on: r.get(2)?,
        fen: r.get(3)?,
        state: r.get(4)?,
        other_fen: r.get(5)?,
        recognised_on: None,
        hidden: r.get(6)?,
    })
}

/// Receipts whose proof is the proof of another receipt too, by the hash of the file.
pub fn proofs(reader: &Reader, look: &Look<'_>) -> Result<Vec<Hit>> {
    let mut bound = look.bound();
    let only = look.narrow("we.sha256", &mut bound);
    let sql = format!(
        "select {}, e.sha256, e.name from (
           select distinct we.sha256 as sha256 from fund w
           join fund_evidence we on we.district = w.district and we.fund_id = w.id
           where {}{only} and exists (
             select 1 from fund_evidence o join fund x on x.district = o.district and x.id = o.fund_id
             where o.district = we.district and o.sha256 = we.sha256 and o.fund_id <> we.fund_id and {})
         ) s join fund_evidence e on e.district = $1 and e.sha256 = s.sha256
         join fund f on f.district = $1 and f.id = e.fund_id where {} order by e.sha256, f.received_on, f.id",
        look.columns(),
        window(),
        live("x"),
        live("f")
    );
    reader.query(&sql, &bound, |r| {
        Ok(Hit { key: hex::encode(r.get::<Vec<u8>>(9)?), text: r.get(10)?, row: fund_row(r)? })
    })
}

/// Receipts whose slip number another receipt carries too.
pub fn slips(reader: &Reader, look: &Look<'_>) -> Result<Vec<Hit>> {
    let mut bound = look.bound();
    let only = look.narrow("w.slip_no", &mut bound);
    let sql = format!(
        "select {}, f.slip_no from (
           select distinct w.slip_no as slip_no from fund w where {}{only} and w.slip_no <> '' and exists (
             select 1 from fund x where x.district = w.district and x.slip_no = w.slip_no and x.slip_no <> ''
               and x.id <> w.id and {})
         ) s join fund f on f.district = $1 and f.slip_no = s.slip_no and f.slip_no <> ''
         where {} order by f.slip_no, f.received_on, f.id",
        look.columns(),
        window(),
        live("x"),
        live("f")
    );
    reader.query(&sql, &bound, |r| {
        let slip: String = r.get(9)?;
        Ok(Hit { key: slip.clone(), text: slip, row: fund_row(r)? })
    })
}

/// Payments by the project company of another project, each followed by what that project had received from `since`
/// on; the key is the payment.
pub fn trips(reader: &Reader, look: &Look<'_>, since: Date) -> Result<Vec<Hit>> {
    let mut bound = look.bound();
    let only = look.narrow("w.id", &mut bound);
    bound.push(since.into());
    let since = bound.len();
    let sql = format!(
        "select {}, w.id, w.payer from fund w
         join investor_organisation o on o.district = w.district and o.name_key = w.payer_key
         join project_party y on y.district = w.district and y.organisation_id = o.id and y.role = 'project_company'
           and y.project_id <> w.project_id
         join fund f on f.district = w.district and f.project_id = y.project_id and f.received_on <= w.received_on
           and f.received_on >= ${since}
         where {}{only} and w.payer_key <> '' and {} order by w.id, f.received_on, f.id",
        look.columns(),
        window(),
        live("f")
    );
    reader.query(&sql, &bound, |r| {
        Ok(Hit { key: r.get::<Uuid>(9)?.to_string(), text: r.get(10)?, row: fund_row(r)? })
    })
}

/// Receipts by id.
pub fn receipts(reader: &Reader, look: &Look<'_>, ids: &BTreeSet<Uuid>) -> Result<BTreeMap<String, Behind>> {
    let ids: Vec<Uuid> = ids.iter().copied().collect();
    let mut out = BTreeMap::new();
    for some in ids.chunks(400) {
        let mut clause = Clause::of_district("f.district", look.district);
        clause.among("f.id", some.iter().copied());
        let sql = format!("select {} from fund f where {}", look.columns(), clause.text());
        reader.each(&sql, clause.bound(), |r| {
            let row = fund_row(r)?;
            out.insert(row.fund.unwrap_or_default().to_string(), row);
            Ok(true)
        })?;
    }
    Ok(out)
}

/// Receipts that were corrected downwards in the time, each with its corrections downwards; the key is the receipt.
pub fn taken_back(reader: &Reader, look: &Look<'_>) -> Result<Vec<Hit>> {
    let mut bound = look.bound();
    let only = look.narrow("w.corrects_id", &mut bound);
    let sql = format!(
        "select {}, coalesce(f.corrects_id, f.id), f.note from (
           select distinct w.corrects_id as id from fund w
           where w.district = $1 and w.recognised_on between $2 and $3 and w.corrects_id is not null
             and w.state = 'recognised' and w.recognised_fen < 0{only}
         ) s join fund f on f.district = $1 and f.corrects_id = s.id and f.state = 'recognised' and f.recognised_fen < 0
         union all
         select {}, f.id, f.note from (
           select distinct w.corrects_id as id from fund w
           where w.district = $1 and w.recognised_on between $2 and $3 and w.corrects_id is not null
             and w.state = 'recognised' and w.recognised_fen < 0{only}
         ) s join fund f on f.district = $1 and f.id = s.id",
        look.columns(),
        look.columns()
    );
    reader.query(&sql, &bound, |r| {
        Ok(Hit { key: r.get::<Uuid>(9)?.to_string(), text: r.get(10)?, row: fund_row(r)? })
    })
}

/// Who paid in the time: key and name.
pub fn payers(reader: &Reader, look: &Look<'_>) -> Result<Vec<(String, String)>> {
    let mut bound = look.bound();
    let only = look.narrow("w.id", &mut bound);
    let sql = format!(
        "select w.payer_key, w.payer from fund w where {}{only} group by w.payer_key, w.payer",
        window()
    );
    reader.query(&sql, &bound, |r| Ok((r.get(0)?, r.get(1)?)))
}

/// What these payers, by name, paid in the time; the key is the receipt.
pub fn of_payers(reader: &Reader, look: &Look<'_>, payers: &[(String, String)]) -> Result<Vec<Hit>> {
    let mut out = Vec::new();
    for some in payers.chunks(200) {
        let mut bound = look.bound();
        let only = look.narrow("f.id", &mut bound);
        let mut places = Vec::new();
        for (key, payer) in some {
            bound.push(key.into());
            bound.push(payer.into());
            places.push(format!("(f.payer_key = ${} and f.payer = ${})", bound.len() - 1, bound.len()));
        }
        let sql = format!(
            "select {}, f.payer from fund f where f.district = $1 and f.received_on between $2 and $3 and {}{only}
               and ({})",
            look.columns(),
            live("f"),
            places.join(" or ")
        );
        out.extend(reader.query(&sql, &bound, |r| {
            Ok(Hit { key: r.get::<Uuid>(0)?.to_string(), text: r.get(9)?, row: fund_row(r)? })
        })?);
    }
    Ok(out)
}

/// What units received, by unit and day: unit, day, amount, entries.
pub fn days(reader: &Reader, look: &Look<'_>) -> Result<Vec<(Uuid, Date, i64, i64)>> {
    let mut bound = look.bound();
    let only = look.narrow("w.unit_id", &mut bound);
    let sql = format!(
        "select w.unit_id, w.received_on, cast(sum(w.claimed_fen) as bigint), count(*) from fund w
         where {}{only} group by w.unit_id, w.received_on",
        window()
    );
    reader.query(&sql, &bound, |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)))
}

/// What a unit received from one day to another; the key is the unit.
pub fn bursts(reader: &Reader, look: &Look<'_>) -> Result<Vec<Hit>> {
    let mut bound = look.bound();
    let only = look.narrow("f.unit_id", &mut bound);
    let sql = format!(
        "select {} from fund f where f.district = $1 and f.received_on between $2 and $3 and {}{only}
         order by f.received_on, f.id",
        look.columns(),
        live("f")
    );
    reader.query(&sql, &bound, |r| {
        let row = fund_row(r)?;
        Ok(Hit { key: row.unit.to_string(), text: String::new(), row })
    })
}

/// Receipts that are whole multiples of so many fen, of projects and years that had one in the time.
pub fn rounds(reader: &Reader, look: &Look<'_>, step_fen: i64) -> Result<Vec<Hit>> {
    let mut bound = look.bound();
    let only = look.narrow("w.project_id", &mut bound);
    bound.push(step_fen.into());
    let step = bound.len();
    let sql = format!(
        "select {}, s.year from (
           select distinct w.project_id as project_id, substr(w.received_on, 1, 4) as year from fund w
           where {}{only} and w.claimed_fen % ${step} = 0
         ) s join fund f on f.district = $1 and f.project_id = s.project_id and substr(f.received_on, 1, 4) = s.year
         where {} and f.claimed_fen % ${step} = 0 order by f.project_id, f.received_on, f.id",
        look.columns(),
        window(),
        live("f")
    );
    reader.query(&sql, &bound, |r| {
        let (row, year) = (fund_row(r)?, r.get::<String>(9)?);
        Ok(Hit { key: format!("{}:{year}", row.project), text: year, row })
    })
}

/// What payers paid in a year in which they paid to so many projects or more. The time is whole years.
pub fn shared(reader: &Reader, look: &Look<'_>, least: i64) -> Result<Vec<Hit>> {
    let mut bound = look.bound();
    let only = look.narrow("w.payer_key", &mut bound);
    bound.push(least.into());
    let sql = format!(
        "select {}, s.year, f.payer_key, f.payer from (
           select w.payer_key as payer_key, substr(w.received_on, 1, 4) as year from fund w
           where {}{only} and w.payer_key <> '' group by w.payer_key, substr(w.received_on, 1, 4)
           having count(distinct w.project_id) >= ${}
         ) s join fund f on f.district = $1 and f.payer_key = s.payer_key and substr(f.received_on, 1, 4) = s.year
         where {} order by f.payer_key, f.received_on, f.id",
        look.columns(),
        window(),
        bound.len(),
        live("f")
    );
    reader.query(&sql, &bound, |r| {
        let (year, key): (String, String) = (r.get(9)?, r.get(10)?);
        Ok(Hit { key: format!("{year}:{key}"), text: r.get(11)?, row: fund_row(r)? })
    })
}

/// Projects with receipts in the time whose receipts exceed their contract by more than so many per cent.
pub fn contracts(reader: &Reader, look: &Look<'_>, over_percent: i64) -> Result<Vec<Hit>> {
    let mut bound = look.bound();
    let only = look.narrow("w.project_id", &mut bound);
    bound.push((100 + over_percent).into());
    let sql = format!(
        "select {} from (select distinct w.project_id as id from fund w where {}{only}) s
         join project p on p.district = $1 and p.id = s.id
         where p.contract_fen > 0 and p.funds_claimed_fen * 100 > p.contract_fen * ${}",
        look.project_columns("p.entered_on", "p.funds_claimed_fen", "p.contract_fen"),
        window(),
        bound.len()
    );
    of_projects(reader, &sql, &bound)
}

fn of_projects(reader: &Reader, sql: &str, bound: &[Value]) -> Result<Vec<Hit>> {
    reader.query(sql, bound, |r| {
        let row = project_row(r)?;
        Ok(Hit { key: row.project.to_string(), text: String::new(), row })
    })
}

/// Projects that were registered in the time and have nothing in place.
pub fn registered(reader: &Reader, look: &Look<'_>) -> Result<Vec<Hit>> {
    let mut bound = look.bound();
    let only = look.narrow("p.id", &mut bound);
    let sql = format!(
        "select {} from project_stage_log l join project p on p.district = l.district and p.id = l.project_id
         where l.district = $1 and l.to_stage = 'registered' and l.holds_on between $2 and $3 and p.status = 'ongoing'
           and p.funds_recognised_fen = 0 and coalesce(p.paid_in_fen, 0) = 0{only}",
        look.project_columns("l.holds_on", "coalesce(p.contract_fen, p.total_fen, 0)", "p.registered_fen")
    );
    of_projects(reader, &sql, &bound)
}

/// Projects that were shown at a signing in the time and have no contract; the text is the event.
pub fn ceremonies(reader: &Reader, look: &Look<'_>) -> Result<Vec<Hit>> {
    let mut bound = look.bound();
    let only = look.narrow("p.id", &mut bound);
    let sql = format!(
        "select {}, e.name from activity_event e join project p on p.district = e.district and p.event_id = e.id
         where e.district = $1 and e.held_on between $2 and $3 and e.kind = 'signing' and p.agreement <> 'contract'
           and p.status = 'ongoing'{only}",
        look.project_columns("e.held_on", "coalesce(p.total_fen, 0)", "p.contract_fen")
    );
    reader.query(&sql, &bound, |r| {
        let row = project_row(r)?;
        Ok(Hit { key: row.project.to_string(), text: r.get(7)?, row })
    })
}

/// Projects that were signed in the time for at least so much, with less than so many per cent of it in place.
pub fn signed(reader: &Reader, look: &Look<'_>, least_fen: i64, percent: i64) -> Result<Vec<Hit>> {
    let mut bound = look.bound();
    let only = look.narrow("p.id", &mut bound);
    bound.extend([least_fen.into(), percent.into()]);
    let at = bound.len();
    let sql = format!(
        "select {} from project p where p.district = $1 and p.contract_signed_on between $2 and $3
           and p.status = 'ongoing' and p.contract_fen >= ${} and p.funds_recognised_fen * 100 < p.contract_fen * ${at}{only}",
        look.project_columns("p.contract_signed_on", "p.funds_recognised_fen", "p.contract_fen"),
        at - 1
    );
    of_projects(reader, &sql, &bound)
}
