//! The demo's contacts: fictional persons at the investors. Their numbers begin with 100, which is given to nobody, and
//! their addresses are at example.com.

use jiff::civil::{Date, date};
use yinfeng_domain::{
    contact::{Basis, Language},
    id::{ContactId, OrganisationId, ProjectId, UnitId},
};

use super::work::Loaded;
use crate::{
    contact::{self, ContactEntry},
    floor::{Result, db::Tx, seal::Keys, web::Who},
    project,
};

/// Name, sound for the address, title, whether they were told, by what right they are kept.
type Person = (&'static str, &'static str, &'static str, Option<Date>, Basis);

const PERSONS: [Person; 24] = [
    ("陆文渊", "lu.wenyuan", "董事长", Some(date(2013, 3, 12)), Basis::Consent),
    ("苏小满", "su.xiaoman", "投资总监", Some(date(2013, 3, 12)), Basis::Consent),
    ("韩立冬", "han.lidong", "总经理", Some(date(2013, 4, 2)), Basis::Contract),
    ("顾清和", "gu.qinghe", "副总经理", None, Basis::Duty),
    ("孟春晖", "meng.chunhui", "项目经理", Some(date(2013, 4, 18)), Basis::Consent),
    ("宋知远", "song.zhiyuan", "董事会秘书", Some(date(2013, 5, 6)), Basis::Public),
    ("沈若谷", "shen.ruogu", "财务总监", Some(date(2013, 5, 21)), Basis::Contract),
    ("程凤来", "cheng.fenglai", "战略发展部经理", None, Basis::Duty),
    ("何所思", "he.suosi", "总工程师", Some(date(2013, 6, 3)), Basis::Consent),
    ("林望舒", "lin.wangshu", "总裁助理", Some(date(2013, 6, 8)), Basis::Consent),
    ("秦时月", "qin.shiyue", "法务经理", Some(date(2013, 6, 18)), Basis::Contract),
    ("杜蘅芜", "du.hengwu", "选址顾问", None, Basis::Consent),
    ("邵平原", "shao.pingyuan", "执行董事", Some(date(2013, 7, 2)), Basis::Consent),
    ("高远志", "gao.yuanzhi", "区域总经理", Some(date(2013, 7, 9)), Basis::Public),
    ("白鹭洲", "bai.luzhou", "办公室主任", Some(date(2013, 7, 15)), Basis::Duty),
    ("石见川", "shi.jianchuan", "技术总监", Some(date(2013, 7, 22)), Basis::Consent),
    ("尹秋实", "yin.qiushi", "投资经理", None, Basis::Consent),
    ("温故之", "wen.guzhi", "常务副总裁", Some(date(2013, 8, 1)), Basis::Consent),
    ("季长风", "ji.changfeng", "市场总监", Some(date(2013, 8, 5)), Basis::Public),
    ("施雨田", "shi.yutian", "基建负责人", Some(date(2013, 8, 8)), Basis::Contract),
    ("谢云归", "xie.yungui", "董事", Some(date(2013, 8, 12)), Basis::Consent),
    ("江上青", "jiang.shangqing", "合作发展部部长", None, Basis::Duty),
    ("罗敷彩", "luo.fucai", "行政总监", Some(date(2013, 8, 19)), Basis::Consent),
    ("易水寒", "yi.shuihan", "副董事长", Some(date(2013, 8, 26)), Basis::Consent),
];

/// Somebody who was entered, and by whom.
pub struct Entered {
    pub who: Who,
    pub unit: UnitId,
    pub organisation: OrganisationId,
    pub contact: ContactId,
    pub project: ProjectId,
}

/// Somebody at the investor of every other named or running project, kept by the unit in the lead; `keepers` are those
/// units whose people have accounts, and who of them it is.
pub fn contacts(
    tx: &Tx<'_>,
    keys: &Keys,
    keepers: &[(UnitId, Who)],
    office: &Who,
    projects: &[Loaded<'_>],
    organisation: impl Fn(&str) -> Option<OrganisationId>,
) -> Result<Vec<Entered>> {
    let mut out = Vec::new();
    let mut taken: Vec<OrganisationId> = Vec::new();
    let mut persons = PERSONS.into_iter().enumerate();
    for (unit, who) in keepers.iter().map(|(unit, who)| (Some(*unit), who)).chain([(None, office)]) {
        let mut of_unit = 0;
        for loaded in projects {
            let Some((name, country)) = loaded.plan.investors.first() else { continue };
            let Some(id) = organisation(name).filter(|id| !taken.contains(id)) else { continue };
            let lead = project::get(tx, office, loaded.id)?.row.lead_unit.id;
            if unit.is_some_and(|unit| unit != lead) || of_unit == 8 {
                continue;
            }
            let Some((no, person)) = persons.next() else { return Ok(out) };
            let entry = entry(no, person, id, country, unit.unwrap_or(lead));
            let contact = contact::create(tx, who, keys, &entry)?.id;
            let unit = unit.unwrap_or(lead);
            out.push(Entered { who: who.clone(), unit, organisation: id, contact, project: loaded.id });
            taken.push(id);
            of_unit += 1;
        }
    }
    Ok(out)
}

fn entry(
    no: usize,
    person: Person,
    organisation_id: OrganisationId,
    country: &str,
    unit: UnitId,
) -> ContactEntry {
    let (name, sound, title, notice_on, basis) = person;
    let language = match country {
        "JP" => Language::Japanese,
        "KR" => Language::Korean,
        "DE" => Language::German,
        "US" | "SG" => Language::English,
        _ => Language::Chinese,
    };
    // Two of three have a second way, some are kept for no longer than a few weeks.
    let email = if no % 3 == 2 { String::new() } else { format!("{sound}@example.com") };
    let wechat = if no % 4 == 1 { format!("{}-example", sound.replace('.', "-")) } else { String::new() };
    let until = if no % 7 == 3 { date(2013, 9, 18) } else { date(2015, 8, 20) };
    ContactEntry {
        organisation_id,
        unit_id: Some(unit),
        name: name.into(),
        title: title.into(),
        phones: vec![format!("1000000{:04}", 1_207 + 391 * no)],
        email,
        wechat,
        language,
        note: if no.is_multiple_of(5) {
            "来访前请提前一天电话确认".into()
        } else {
            String::new()
        },
        basis,
        source: if basis == Basis::Public { "企业官网" } else { "会谈时交换名片" }.into(),
        notice_on,
        retention_until: until,
    }
}
