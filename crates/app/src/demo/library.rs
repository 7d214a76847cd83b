//! The demo's library of investors: who owns whom, what they count as and want, one record that was merged into
//! another, and one that waits for it.

use std::collections::HashMap;

use jiff::civil::{Date, date};
use yinfeng_domain::{
    id::{AccountId, OrganisationId, UnitId},
    investor::{Horizon, IntentState},
    merge::MergeField,
    money::Currency,
};

use super::review;
use crate::{
    floor::{Error, Result, db::Tx, web::Who},
    investor::{self, HoldingDraft, IntentDraft, OrganisationDraft, TagDraft},
    merge::{self, MergeDraft},
};

const SOURCE: &str = "企业信用信息公示系统";

/// Tags: of whom, what, since when, who says so.
const TAGS: [(&str, &str, Date, &str); 5] = [
    ("中国建材集团有限公司", "global500", date(2011, 7, 7), "2011年世界500强名单"),
    ("中国建材集团有限公司", "state_owned", date(2003, 5, 21), "国资委监管企业名录"),
    ("中联水泥有限公司", "chain_leader", date(2013, 3, 1), "区建材产业链工作方案"),
    ("巨力集团有限公司", "high_technology", date(2012, 11, 9), "高新技术企业认定公告"),
    ("福建商会绿之源农业有限公司", "association", date(2012, 1, 8), "福建商会会员名册"),
];

/// Who wants what: investor, content, industry, currency, least and greatest in its smallest unit, m², source.
type Wanted = (&'static str, &'static str, &'static str, Currency, i64, i64, i64, &'static str);

const WANTED: [Wanted; 3] = [
    (
        "巨力集团有限公司",
        "与台资电源企业合作建设电源模块生产基地",
        "C38",
        Currency::Usd,
        1_500_000_000,
        2_000_000_000,
        66_667,
        "城两岸共建恳谈会意向书",
    ),
    (
        "中联水泥有限公司",
        "商品混凝土及构件基地",
        "C30",
        Currency::Cny,
        30_000_000_000,
        50_000_000_000,
        100_000,
        "企业来函",
    ),
    (
        "铜业集团有限公司",
        "铜冶炼及深加工项目",
        "C32",
        Currency::Cny,
        100_000_000_000,
        130_000_000_000,
        400_000,
        "招商推介会意向书",
    ),
];

/// The head of a group, which no project names.
pub const HEAD: &str = "中国建材集团有限公司";

/// Enters them; `known` are the organisations of the year by name. The id of [`HEAD`].
pub fn library(
    tx: &Tx<'_>,
    who: &Who,
    (clerk, office): (AccountId, UnitId),
    known: &HashMap<String, OrganisationId>,
) -> Result<OrganisationId> {
    let clerk = review::person(who, clerk, "丁向前", yinfeng_domain::authority::Role::OfficeClerk, office);
    let enter = |name: &str, more: OrganisationDraft| -> Result<OrganisationId> {
        let draft = OrganisationDraft { name: name.into(), ..more };
        Ok(investor::create(tx, &clerk, &draft)?.row.id)
    };
    let plain = || OrganisationDraft::named("", "CN");
    let head = enter(HEAD, plain())?;
    let of = |name: &str| -> Result<OrganisationId> {
        if name == HEAD {
            return Ok(head);
        }
        known.get(name).copied().ok_or(Error::NotFound)
    };
    for (owner_id, owned, share_bp, from_on) in [
        (head, "中联水泥有限公司", 10_000, date(2007, 6, 26)),
        (of("百速私人有限公司")?, "潍德机械有限公司", 2_500, date(2012, 4, 1)),
    ] {
        let draft = HoldingDraft {
            owner_id,
            owned_id: of(owned)?,
            share_bp,
            from_on,
            until_on: None,
            source: SOURCE.into(),
            version: 0,
        };
        investor::hold(tx, &clerk, None, &draft)?;
    }
    for (name, kind, from_on, source) in TAGS {
        let draft =
            TagDraft { kind: kind.into(), from_on, until_on: None, source: source.into(), version: 0 };
        investor::tag(tx, &clerk, of(name)?, None, &draft)?;
    }
    for (name, content, sector, currency, min, max, land_m2, source) in WANTED {
        let draft = IntentDraft {
            content: content.into(),
            sectors: vec![sector.into()],
            regions: vec!["370000".into()],
            currency,
            min_minor: Some(min),
            max_minor: Some(max),
            land_m2: Some(land_m2),
            horizon: Horizon::Year,
            state: IntentState::Open,
            source: source.into(),
            valid_until: date(2014, 6, 30),
            version: 0,
        };
        investor::intend(tx, &clerk, of(name)?, None, &draft)?;
    }
    merged(tx, &clerk, of("威电源能股份有限公司")?, &enter)?;
    let double =
        OrganisationDraft { address: "济南市高新区".into(), industry: Some("C30".into()), ..plain() };
    enter("恒信住宅工业", double)?;
    Ok(head)
}

/// One that a unit had entered by its short name.
fn merged(
    tx: &Tx<'_>,
    clerk: &Who,
    into_id: OrganisationId,
    enter: &impl Fn(&str, OrganisationDraft) -> Result<OrganisationId>,
) -> Result<()> {
    let more = OrganisationDraft {
        introduction: "电源供应器、不间断电源，台北上市".into(),
        industry: Some("C38".into()),
        aliases: vec!["威电".into()],
        ..OrganisationDraft::named("", "TW")
    };
    let from_id = enter("威电源能", more)?;
    let version = |id| -> Result<i64> {
        Ok(investor::get(tx, clerk, id, &crate::floor::db::Hidden::default())?.row.version)
    };
    let cmd = MergeDraft {
        into_id,
        into_version: version(into_id)?,
        from_id,
        from_version: version(from_id)?,
        taken: vec![MergeField::Industry, MergeField::Introduction],
        reason: "同一家企业，恳谈会后按简称又录了一次".into(),
    };
    merge::merge(tx, clerk, &cmd).map(|_| ())
}
