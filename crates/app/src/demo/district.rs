//! The district of the demo: its units, its teams and their people, and the accounts they log in with.

use std::collections::HashMap;

use jiff::civil::date;
use yinfeng_domain::{
    authority::Role,
    id::{AccountId, UnitId},
};

use super::words;
use crate::{
    dictionary,
    floor::{Result, db::Tx, web::Who},
    identity,
    org::{self, MemberDraft, Position, UnitDraft, UnitKind},
};

pub struct District {
    pub root: UnitId,
    /// In the order of [`words::SCORED`].
    pub scored: Vec<UnitId>,
    pub teams: Vec<UnitId>,
    /// By login.
    pub accounts: HashMap<&'static str, AccountId>,
}

/// Founds the district and seats everybody.
pub fn found(tx: &Tx<'_>, who: &Who, password_hash: &str) -> Result<District> {
    dictionary::load(tx)?;
    org::create_district(tx, who, "凤栖区", "区招商办公室", true)?;
    let root = unit(tx, who, None, UnitKind::Committee, "区招商工作委员会", 0, "")?;
    let office = unit(tx, who, Some(root), UnitKind::Office, "区招商办公室", 1, "")?;
    let mut by_name = HashMap::from([("区招商办", office)]);
    let mut scored = Vec::new();
    for (i, (kind, name, ..)) in words::SCORED.iter().enumerate() {
        let id = unit(tx, who, Some(root), *kind, name, 10 + i as i64, "")?;
        by_name.insert(*name, id);
        scored.push(id);
    }
    let mut teams = Vec::new();
    for (i, (name, _)) in words::TEAMS.iter().enumerate() {
        teams.push(unit(tx, who, Some(root), UnitKind::Team, name, 100 + i as i64, "")?);
    }
    people(tx, who, &teams)?;
    for (i, (name, mission)) in words::SQUADS.iter().enumerate() {
        let squad = unit(tx, who, Some(root), UnitKind::Squad, name, 120 + i as i64, mission)?;
        member(tx, who, squad, words::LEADERS[i], "区领导", Position::LeaderInCharge)?;
        member(tx, who, squad, words::PEOPLE[i * 2], "队员", Position::Staff)?;
    }
    let mut accounts = HashMap::new();
    for (login, name, role, at) in words::ACCOUNTS {
        let id = identity::create_account(tx, who, login, name, password_hash, false)?;
        let at = at.and_then(|name| by_name.get(name)).copied().unwrap_or(root);
        seat(tx, who, id, at, role)?;
        accounts.insert(login, id);
    }
    moved(tx, who, accounts["moved"], (by_name["于河街道"], by_name["经济开发区"]))?;
    Ok(District { root, scored, teams, accounts })
}

fn unit(
    tx: &Tx<'_>,
    who: &Who,
    parent: Option<UnitId>,
    kind: UnitKind,
    name: &str,
    sort_no: i64,
    mission: &str,
) -> Result<UnitId> {
    let scored = matches!(
        kind,
        UnitKind::Street | UnitKind::Zone | UnitKind::ManagementDistrict | UnitKind::Department
    );
    let draft = UnitDraft {
        parent_id: parent,
        kind,
        name: name.into(),
        short_name: String::new(),
        sort_no,
        scored,
        mission: mission.into(),
        valid_from: date(2012, 1, 1),
    };
    Ok(org::create_unit(tx, who, &draft)?.id)
}

fn member(tx: &Tx<'_>, who: &Who, unit: UnitId, name: &str, title: &str, position: Position) -> Result<()> {
    let draft = MemberDraft {
        name: name.into(),
        title: title.into(),
        position,
        account_id: None,
        valid_from: date(2013, 1, 1),
        valid_until: None,
    };
    org::add_member(tx, who, unit, &draft).map(drop)
}

/// Somebody who worked at a street until August and works at a zone since.
fn moved(tx: &Tx<'_>, who: &Who, account: AccountId, (from, to): (UnitId, UnitId)) -> Result<()> {
    let days = [(from, date(2012, 3, 1), Some(date(2013, 8, 15))), (to, date(2013, 8, 16), None)];
    for (unit, valid_from, valid_until) in days {
        let draft = MemberDraft {
            name: "许长安".into(),
            title: "招商专员".into(),
            position: Position::Staff,
            account_id: Some(account),
            valid_from,
            valid_until,
        };
        org::add_member(tx, who, unit, &draft)?;
    }
    Ok(())
}

/// Each team: a district leader, two heads of departments, and professional staff.
fn people(tx: &Tx<'_>, who: &Who, teams: &[UnitId]) -> Result<()> {
    let mut people = words::PEOPLE.iter().cycle();
    for (i, team) in teams.iter().enumerate() {
        member(tx, who, *team, words::LEADERS[i], "区领导", Position::LeaderInCharge)?;
        for k in 0..2 + (i + 3) % 4 {
            let (title, position) = match k {
                0 => ("部门主要负责人", Position::Head),
                1 => ("部门分管负责人", Position::Deputy),
                _ => ("专职招商人员", Position::Staff),
            };
            member(tx, who, *team, people.next().copied().unwrap_or_default(), title, position)?;
        }
    }
    Ok(())
}

fn seat(tx: &Tx<'_>, who: &Who, account: AccountId, unit: UnitId, role: Role) -> Result<()> {
    let view = org::unit_detail(tx, who, unit)?.unit;
    org::seat(tx, who, account, &view, role, date(2013, 1, 1))
}
