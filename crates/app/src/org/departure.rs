//! Who leaves, and what has to be asked before: rooms that keep things of people stand to the left of this one and
//! register themselves.

use std::sync::Arc;

use jiff::civil::Date;
use uuid::Uuid;
use yinfeng_domain::{
    authority::{Act, Class, grant},
    id::{AccountId, UnitId},
};

use super::{MemberDraft, MemberView, store};
use crate::floor::{Result, db::Reader, web::Who};

/// Somebody goes, or a unit ends.
#[derive(Debug, Clone)]
pub enum Departure {
    /// The account is disabled.
    Account(AccountId),
    /// They work no longer for the unit with this path and those below it, but still for the others.
    Work {
        account: AccountId,
        path: String,
        others: Vec<String>,
    },
    Unit(UnitId),
}

/// Refuses while something is in the way.
type Guard = fn(&Reader, &Who, &Departure) -> Result<()>;

/// What is asked before somebody goes.
#[derive(Clone, Default)]
pub struct Guards(Arc<Vec<Guard>>);

impl Guards {
    pub fn of(list: &[Guard]) -> Self {
        Self(Arc::new(list.to_vec()))
    }

    pub(super) fn ask(&self, reader: &Reader, who: &Who, departure: &Departure) -> Result<()> {
        self.0.iter().try_for_each(|guard| guard(reader, who, departure))
    }
}

/// The paths for which somebody works today by a role with things of their own, but for one role.
fn works_for(
    reader: &Reader,
    district: &str,
    account: AccountId,
    but: Option<Uuid>,
) -> Result<Vec<(UnitId, String)>> {
    let today = reader.today();
    let held = store::roles(reader, district)?.into_iter().filter(|role| {
        role.account_id == account
            && Some(role.id) != but
            && role.valid_from <= today
            && role.valid_until.is_none_or(|until| until >= today)
            && yinfeng_domain::authority::Role::from_code(&role.role)
                .is_some_and(|role| grant(role, Class::Investor, Act::Write).is_some())
    });
    let mut out = Vec::new();
    for role in held {
        if let Some(unit) = store::unit(reader, district, role.unit_id)? {
            out.push((unit.id, unit.path));
        }
    }
    Ok(out)
}

/// What goes with a role: nothing when another one covers the same unit.
pub(super) fn of_role(reader: &Reader, who: &Who, role: &store::RoleRow) -> Result<Option<Departure>> {
    let district = who.district();
    let Some(unit) = store::unit(reader, district, role.unit_id)? else { return Ok(None) };
    let others = works_for(reader, district, role.account_id, Some(role.id))?;
    let others = others.into_iter().map(|(_, path)| path).collect();
    Ok(Some(Departure::Work { account: role.account_id, path: unit.path, others }))
}

/// What goes with a member whose time at a unit ends by today, or who is somebody else from now on.
pub(super) fn of_member(
    reader: &Reader,
    who: &Who,
    unit: UnitId,
    before: &MemberView,
    after: &MemberDraft,
) -> Result<Option<Departure>> {
    let today = reader.today();
    let over = |until: Option<Date>| until.is_some_and(|until| until <= today);
    let Some(account) = before.account_id.filter(|_| !over(before.valid_until)) else { return Ok(None) };
    if !over(after.valid_until) && after.account_id == Some(account) {
        return Ok(None);
    }
    let district = who.district();
    let Some(at) = store::unit(reader, district, unit)? else { return Ok(None) };
    let others = works_for(reader, district, account, None)?;
    let others = others.into_iter().filter(|(id, _)| *id != unit).map(|(_, path)| path).collect();
    Ok(Some(Departure::Work { account, path: at.path, others }))
}
