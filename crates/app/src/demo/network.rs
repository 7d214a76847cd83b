//! The demo's network: associations with their members, persons who belong to them, and introducers with what they
//! brought: two who were registered before, one who was too late.

use std::collections::HashMap;

use jiff::civil::{Date, date};
use yinfeng_domain::{
    id::OrganisationId,
    investor::{AssociationKind, MemberRole, OrganisationKind},
};

use super::contacts::Entered;
use crate::{
    contact::{self, TieDraft},
    floor::{Error, Result, db::Tx, seal::Keys, web::Who},
    investor::{self, AssociationDraft, IntroducerDraft, MembershipDraft, OrganisationDraft},
    org,
};

pub const FUJIAN: &str = "福建商会";
const MATERIALS: &str = "省建材行业协会";
const ALUMNI: &str = "凤栖一中北京校友会";
const NATIVES: &str = "凤栖在外人士联谊会";

/// Who introduced which project.
pub const INTRODUCED: [(&str, &str); 4] = [
    ("绿之源生态农业科技发展", FUJIAN),
    ("一立航空涡喷发动机", "海峡经贸顾问有限公司"),
    ("两岸电源合作", "海峡经贸顾问有限公司"),
    ("恒信住宅工业化", "鲁商咨询服务有限公司"),
];

struct Agreed {
    name: &'static str,
    kind: &'static str,
    /// The office's day on which it was registered.
    on: Date,
    until: Option<Date>,
    agreement: &'static str,
    terms: &'static str,
    reward_bp: Option<i64>,
    cap_fen: Option<i64>,
}

const AGREED: [Agreed; 3] = [
    Agreed {
        name: "海峡经贸顾问有限公司",
        kind: "agency",
        on: date(2012, 11, 20),
        until: Some(date(2014, 12, 31)),
        agreement: "凤招委〔2012〕1号",
        terms: "面向台资和电子信息企业；按认定到位资金的 0.5% 奖励，单个项目不超过 200 万元，项目投产后兑现",
        reward_bp: Some(50),
        cap_fen: Some(200_000_000),
    },
    Agreed {
        name: FUJIAN,
        kind: "introducer",
        on: date(2012, 11, 20),
        until: Some(date(2013, 12, 31)),
        agreement: "凤招委〔2012〕2号",
        terms: "推介会员企业；按认定到位资金的 0.3% 奖励，单个项目不超过 100 万元",
        reward_bp: Some(30),
        cap_fen: Some(100_000_000),
    },
    Agreed {
        name: "鲁商咨询服务有限公司",
        kind: "agency",
        on: date(2013, 6, 3),
        until: None,
        agreement: "凤招委〔2013〕6号",
        terms: "一事一议",
        reward_bp: None,
        cap_fen: None,
    },
];

type About = (&'static str, AssociationKind, &'static str);

const ASSOCIATIONS: [About; 4] = [
    (FUJIAN, AssociationKind::Chamber, "每月十五日例会，秘书处负责对外联络"),
    (MATERIALS, AssociationKind::Trade, "每年四月、十月组织会员考察"),
    (ALUMNI, AssociationKind::Alumni, "春节前回乡座谈"),
    (NATIVES, AssociationKind::Natives, "国庆期间在北京、深圳各办一次联谊"),
];

/// Association, member, as what, since when, who says so.
type Belongs = (&'static str, &'static str, MemberRole, Date, &'static str);

const MEMBERS: [Belongs; 8] = [
    (FUJIAN, "福建商会绿之源农业有限公司", MemberRole::VicePresident, date(2012, 1, 8), "福建商会会员名册"),
    (FUJIAN, "众新新能源汽车有限公司", MemberRole::Member, date(2012, 1, 8), "福建商会会员名册"),
    (FUJIAN, "海峡经贸顾问有限公司", MemberRole::Director, date(2011, 6, 1), "福建商会会员名册"),
    (MATERIALS, "中国建材集团有限公司", MemberRole::President, date(2010, 4, 20), "协会官网理事会名单"),
    (MATERIALS, "中联水泥有限公司", MemberRole::VicePresident, date(2010, 4, 20), "协会官网理事会名单"),
    (MATERIALS, "恒信住宅工业有限公司", MemberRole::Member, date(2012, 9, 1), "协会官网会员名单"),
    (NATIVES, "铜业集团有限公司", MemberRole::President, date(2011, 10, 2), "联谊会通讯录"),
    (NATIVES, "巨力集团有限公司", MemberRole::Member, date(2012, 10, 2), "联谊会通讯录"),
];

/// Which of the contacts belongs to what.
const TIES: [(usize, &str, MemberRole); 5] = [
    (1, MATERIALS, MemberRole::Secretary),
    (2, FUJIAN, MemberRole::Member),
    (4, ALUMNI, MemberRole::Member),
    (6, NATIVES, MemberRole::VicePresident),
    (9, NATIVES, MemberRole::Member),
];

/// An organisation that only the network names, as what it is.
pub fn draft(name: &str) -> OrganisationDraft {
    let is_association = ASSOCIATIONS.iter().any(|(association, ..)| *association == name);
    let kind = if is_association { OrganisationKind::Association } else { OrganisationKind::Enterprise };
    OrganisationDraft { kind, ..OrganisationDraft::named(name, "CN") }
}

/// Registers the introducers, each on its day.
pub fn introducers(tx: &Tx<'_>, who: &Who, known: &HashMap<String, OrganisationId>) -> Result<()> {
    for agreed in &AGREED {
        org::set_as_of(tx, who, Some(agreed.on))?;
        let draft = IntroducerDraft {
            role: agreed.kind.into(),
            terms: agreed.terms.into(),
            valid_until: agreed.until,
            agreement: agreed.agreement.into(),
            reward_bp: agreed.reward_bp,
            reward_cap_fen: agreed.cap_fen,
            independent: true,
            version: 0,
        };
        let id = known.get(agreed.name).copied().ok_or(Error::NotFound)?;
        investor::register(tx, who, id, &draft)?;
    }
    Ok(())
}

/// Enters the associations and their members; `known` are the organisations of the year by name.
pub fn associations(tx: &Tx<'_>, clerk: &Who, known: &mut HashMap<String, OrganisationId>) -> Result<()> {
    for (name, gathers, note) in ASSOCIATIONS {
        let id = match known.get(name) {
            Some(id) => *id,
            None => investor::create(tx, clerk, &draft(name))?.row.id,
        };
        known.insert(name.to_owned(), id);
        let about = AssociationDraft { gathers, note: note.into(), version: 0 };
        investor::describe(tx, clerk, id, &about)?;
    }
    for (association, member, position, from_on, source) in MEMBERS {
        let of = |name: &str| known.get(name).copied().ok_or(Error::NotFound);
        let draft = MembershipDraft {
            association_id: of(association)?,
            member_id: of(member)?,
            position,
            from_on,
            until_on: None,
            source: source.into(),
            version: 0,
        };
        investor::belong(tx, clerk, None, &draft)?;
    }
    Ok(())
}

/// Says which of the contacts belong to an association.
pub fn ties(
    tx: &Tx<'_>,
    keys: &Keys,
    entered: &[Entered],
    known: &HashMap<String, OrganisationId>,
) -> Result<()> {
    for (at, association, position) in TIES {
        let Some(one) = entered.get(at) else { continue };
        let association_id = known.get(association).copied().ok_or(Error::NotFound)?;
        let draft = TieDraft { association_id, position, from_on: None, until_on: None, version: 0 };
        contact::tie(tx, &one.who, keys, (one.contact, None), &draft)?;
    }
    Ok(())
}
