//! The due-diligence sheet, and who signed for what.

use jiff::civil::Date;
use yinfeng_domain::{
    admission::{Check, Finding},
    id::{AccountId, ProjectId},
};

use super::{code, no_action, person};
use crate::{
    admission::sheet::{CheckView, SpeedView},
    floor::{
        Result,
        db::{Reader, Tx},
        web::Who,
    },
    params,
};

pub fn checks(reader: &Reader, district: &str, project: ProjectId) -> Result<Vec<CheckView>> {
    reader.query(
        "select c.item, c.finding, c.text, a.id, a.name, c.answered_on, s.id, s.name, c.signed_on, c.signed_text,
           c.version
         from admission_check c
         left join identity_account a on a.district = c.district and a.id = c.answered_by
         left join identity_account s on s.district = c.district and s.id = c.signed_by
         where c.district = $1 and c.project_id = $2",
        params![district, project],
        |r| {
            Ok(CheckView {
                item: code(r, 0, Check::from_code)?,
                finding: Some(code(r, 1, Finding::from_code)?),
                text: r.get(2)?,
                answered_by: person(r, 3)?,
                answered_on: r.get(5)?,
                signed_by: person(r, 6)?,
                signed_on: r.get(8)?,
                signed_text: r.get(9)?,
                version: r.get(10)?,
                sign: no_action(),
            })
        },
    )
}

pub fn save_check(
    tx: &Tx<'_>,
    who: &Who,
    project: ProjectId,
    item: Check,
    (finding, text): (Finding, &str),
    today: Date,
) -> Result<()> {
    tx.execute(
        "insert into admission_check (district, project_id, item, finding, text, answered_by, answered_on, signed_text,
           version) values ($1, $2, $3, $4, $5, $6, $7, '', 1)
         on conflict (district, project_id, item) do update set finding = excluded.finding, text = excluded.text,
           answered_by = excluded.answered_by, answered_on = excluded.answered_on, signed_by = null,
           signed_on = null, signed_text = '', version = admission_check.version + 1",
        params![who.district(), project, item.code(), finding.code(), text, who.account_id(), today],
    )?;
    Ok(())
}

pub fn sign_check(
    tx: &Tx<'_>,
    who: &Who,
    project: ProjectId,
    item: Check,
    text: &str,
    today: Date,
) -> Result<()> {
    tx.execute(
        "update admission_check set signed_by = $4, signed_on = $5, signed_text = $6, version = version + 1
         where district = $1 and project_id = $2 and item = $3",
        params![who.district(), project, item.code(), who.account_id(), today, text],
    )?;
    Ok(())
}

/// Who concluded the newest review of a project that passed.
pub fn concluded_by(reader: &Reader, district: &str, project: ProjectId) -> Result<Option<AccountId>> {
    reader.value(
        "select concluded_by from admission where district = $1 and project_id = $2 and state = 'passed'
           and concluded_by is not null order by requested_on desc, id desc limit 1",
        params![district, project],
    )
}

pub fn signature(reader: &Reader, district: &str, project: ProjectId) -> Result<Option<SpeedView>> {
    reader.first(
        "select a.id, a.name, s.signed_on, s.text from admission_signature s
         left join identity_account a on a.district = s.district and a.id = s.signed_by
         where s.district = $1 and s.project_id = $2",
        params![district, project],
        |r| {
            Ok(SpeedView {
                alarm: false,
                signed_by: person(r, 0)?,
                signed_on: r.get(2)?,
                text: r.get(3)?,
                sign: no_action(),
            })
        },
    )
}

pub fn insert_signature(tx: &Tx<'_>, who: &Who, project: ProjectId, text: &str, today: Date) -> Result<()> {
    tx.execute(
        "insert into admission_signature (district, project_id, signed_by, signed_on, text)
         values ($1, $2, $3, $4, $5)",
        params![who.district(), project, who.account_id(), today, text],
    )?;
    Ok(())
}
