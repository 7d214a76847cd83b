//! 重复使用: the same file, slip number or payment in another entry, wherever in the district.

use yinfeng_domain::{
    authority::{Act, Class},
    id::FundId,
};

use super::view::{Duplicate, DuplicateFund};
use crate::{
    floor::{Result, db::Reader, say::word, web::Who},
    org::UnitRef,
    params,
    project::{self, ProjectRef},
};

/// At most this many of each kind are shown.
const SHOWN: i64 = 20;

const OTHER: &str = "d.id, d.code, u.id, u.name, u.short_name, u.kind, u.path, p.id, p.code, p.name,
    d.state, d.received_on, d.claimed_fen
  from fund d
  join org_unit u on u.district = d.district and u.id = d.unit_id
  join project p on p.district = d.district and p.id = d.project_id
  where d.district = $1 and d.id <> $2 and d.id in";

/// The ids of the others, each found by an index.
const SAME: [(&str, &str); 3] = [
    (
        "file",
        "select de.fund_id from fund_evidence fe join fund_evidence de
           on de.district = fe.district and de.sha256 = fe.sha256
         where fe.district = $1 and fe.fund_id = $2",
    ),
    (
        "slip",
        "select o.id from fund f join fund o on o.district = f.district and o.slip_no = f.slip_no
         where f.district = $1 and f.id = $2 and o.slip_no <> ''",
    ),
    (
        "payment",
        "select o.id from fund f join fund o on o.district = f.district and o.payer_key = f.payer_key
           and o.received_on = f.received_on and o.claimed_fen = f.claimed_fen
         where f.district = $1 and f.id = $2 and f.payer_key <> ''",
    ),
];

/// What was used elsewhere too. Of entries beyond the reader's reach only code and unit are told: enough to ask
/// there, no more.
pub(super) fn of(reader: &Reader, who: &Who, id: FundId) -> Result<Vec<Duplicate>> {
    let reach = who.reach(Class::Fund, Act::Read)?;
    let mut found = Vec::new();
    let known = project::veil(reader, who)?.shows("d.project_id");
    for (why, same) in SAME {
        reader.each(
            &format!("select {known}, {OTHER} ({same}) order by d.claimed_at, d.id limit {SHOWN}"),
            params![who.district(), id],
            |row| {
                let seen = row.get::<bool>(0)? && reach.covers(&row.get::<String>(7)?);
                let unit = UnitRef {
                    id: row.get(3)?,
                    name: row.get(4)?,
                    short_name: row.get(5)?,
                    kind: row.get(6)?,
                };
                let mut fund = DuplicateFund {
                    id: None,
                    code: row.get(2)?,
                    unit,
                    project: None,
                    state: None,
                    received_on: None,
                    claimed_fen: None,
                };
                if seen {
                    fund.id = Some(row.get(1)?);
                    fund.project =
                        Some(ProjectRef { id: row.get(8)?, code: row.get(9)?, name: row.get(10)? });
                    fund.state = Some(row.get(11)?);
                    fund.received_on = Some(row.get(12)?);
                    fund.claimed_fen = Some(row.get(13)?);
                }
                let why_text = word(who.lang, &format!("fund.same_{why}"));
                found.push(Duplicate { why: why.to_owned(), why_text, fund });
                Ok(true)
            },
        )?;
    }
    Ok(found)
}
