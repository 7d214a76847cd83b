//! Shares that wait for a project.

use yinfeng_domain::id::{OrganisationId, UnitId};

use super::unit;
use crate::{
    floor::{Result, db::Reader},
    params,
    referral::AgreedShare,
};

/// What two units agreed for an investor, by referrals and by questions about first reports, as long as the receiving
/// unit leads no project of it that was entered since.
pub fn of(
    reader: &Reader,
    district: &str,
    organisation: OrganisationId,
    to: UnitId,
) -> Result<Vec<AgreedShare>> {
    let no_project = |since: &str| {
        format!(
            "not exists (select 1 from project_party pp
               join project p on p.district = pp.district and p.id = pp.project_id
               join project_unit pu on pu.district = p.district and pu.project_id = p.id and pu.role = 'lead'
               where pp.district = $1 and pp.organisation_id = $2 and pp.role = 'investor' and pu.unit_id = $3
                 and p.created_at >= {since})"
        )
    };
    let sql = format!(
        "select u.id, u.name, u.short_name, u.kind, r.keeps_bp, 'referral', r.id, r.code, r.reason, r.answered_on
         from referral r join org_unit u on u.district = r.district and u.id = r.from_unit_id
         where r.district = $1 and r.organisation_id = $2 and r.to_unit_id = $3 and r.state = 'accepted'
           and r.keeps_bp is not null and {}
         union all
         select u.id, u.name, u.short_name, u.kind, q.share_bp, 'claim', c.id, c.code, q.text, q.answered_on
         from claim_ask q
         join claim c on c.district = q.district and c.id = q.claim_id
         join org_unit u on u.district = c.district and u.id = c.unit_id
         where q.district = $1 and c.organisation_id = $2 and q.unit_id = $3 and q.way = 'referral'
           and q.state = 'accepted' and q.share_bp is not null and {}
         order by 10 desc, 7 limit 20",
        no_project("r.answered_at"),
        no_project("q.created_at")
    );
    reader.query(&sql, params![district, organisation, to], |r| {
        Ok(AgreedShare {
            unit: unit(r, 0)?,
            share_bp: r.get(4)?,
            by: r.get(5)?,
            id: r.get(6)?,
            code: r.get(7)?,
            why: r.get(8)?,
            agreed_on: r.get(9)?,
        })
    })
}
