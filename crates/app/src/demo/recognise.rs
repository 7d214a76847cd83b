//! The demo's rules of recognition, in force and under discussion, a round of joint review, and a month that was closed and published.

use jiff::civil::date;
use yinfeng_domain::{
    assessment::scheme::DEFAULT,
    authority::Role,
    id::{FundId, UnitId},
};

use super::review::{People, person};
use crate::{
    assessment::{
        self, CloseMonth, ClosingPublish, Measure, ScoreObjection, SoftDraft, TargetDraft, TargetLevel,
        TargetOwner,
    },
    floor::{Result, db::Tx, web::Who},
    fund::{self, QueueFilter},
    review::{self, ReviewOpinion, RoundDraft},
};

/// Rules of the scheme in force. This year's receipts all stand by them: the office had verified each.
const IN_FORCE: &str = r#"
# ---- 认定规则：审核核实的到位资金逐笔从上往下适用，每一步都留下数字 ----
[recognition]
base = ["cash", "fixed", "appraised"]   # 计哪种金额：到账资金、固定资产投资、评估价值
no_evidence = "reject"
[[recognition.eligible]]
id = "registered"
need = "registered_on <= '2013-12-31'"  # 为应付考核突击上报的不计
say = "项目须按月报表、登记在册"
say_en = "the project must be in the register"
[[recognition.eligible]]
id = "once"
unless = "same_as != ''"
say = "与已入库项目重复，不重复计入"
say_en = "the project was entered before under the same name"
[[recognition.eligible]]
id = "government"
unless = "subject = '政府机构'"
say = "政府投资不计入"
say_en = "money of the government does not count"
[[recognition.evidence]]
id = "money"
kinds = ["cash", "capital"]
any = ["bank_slip", "capital_verification"]
say = "银行进账单或验资报告"
say_en = "a bank slip or a capital verification"
[[recognition.evidence]]
id = "works"
kinds = ["equipment", "construction"]
any = ["invoice", "contract"]
say = "发票或合同"
say_en = "an invoice or a contract"
[[recognition.evidence]]
id = "land"
kinds = ["land"]
any = ["land_payment"]
say = "土地款缴纳凭证"
say_en = "a receipt for what was paid for the land"
[[recognition.evidence]]
id = "goods"
kinds = ["other"]
any = ["contract", "other"]
say = "评估报告或合同"
say_en = "an appraisal or a contract"
[[recognition.cap]]
of = "total"                            # 到位累计不超过总投资
[[recognition.factor]]
where = "kind = 'other'"
times = 0.5
say = "无形资产等按评估价值减半"
say_en = "half of what intangibles are appraised at"
[[recognition.factor]]
times = 1
[[recognition.carry]]
where = "signed_on < '2013-01-01'"
then = "carry"
say = "上年签约的续建项目，当年到位部分计入当年"
say_en = "signed before the year: what arrives in it counts"
[credit]
mode = "agreement"                      # 两家以上共同引进的，按约定的分成计入各单位
"#;

/// The scheme of the year, with its rules, put in force.
pub fn in_force(tx: &Tx<'_>, who: &Who) -> Result<()> {
    let kept = assessment::save_scheme(tx, who, &format!("{DEFAULT}{IN_FORCE}"))?;
    assessment::put_in_force(tx, who, kept.brief.id).map(drop)
}

/// Rules that the office discusses beside the scheme in force.
const RULES: &str = r#"
# ---- 认定规则（讨论稿）：从上往下依次适用，每一步都留下数字 ----
[recognition]
base = ["cash", "fixed", "appraised"]   # 计哪种金额：到账资金、固定资产投资、评估价值
no_evidence = "decide"
[[recognition.eligible]]
id = "estate"
unless = "industry = 'K70' and total < 3亿"
say = "3亿元以下房地产项目不计入"
say_en = "real estate below 300m yuan does not count"
[[recognition.eligible]]
id = "size"
need = "total >= 1000万"
say = "总投资不足1000万元的，由会议认定"
say_en = "below 10m yuan in total a meeting decides"
severity = "decide"
[[recognition.evidence]]
id = "money"
kinds = ["cash", "capital"]
any = ["bank_slip", "capital_verification"]
say = "银行进账单或验资报告"
say_en = "a bank slip or a capital verification"
[[recognition.evidence]]
id = "works"
kinds = ["equipment", "construction", "land"]
any = ["invoice", "contract", "land_payment"]
say = "发票、合同或土地款凭证"
say_en = "an invoice, a contract or a receipt for land"
[[recognition.cap]]
of = "total"
[[recognition.factor]]
where = "high_technology = 'yes'"
times = 1.1
say = "高新技术"
say_en = "high technology"
[[recognition.factor]]
times = 1
[credit]
mode = "agreement"
"#;

/// A draft with rules, which the book and the desk try out; a target of the city; a unit whose targets are soft.
pub fn rules(tx: &Tx<'_>, who: &Who, units: &[UnitId]) -> Result<()> {
    let text = DEFAULT.replacen("id = \"sanzhao-sanyin-2013\"", "id = \"sanzhao-rules-2013\"", 1).replacen(
        "name = \"三招三引考核办法\"",
        "name = \"三招三引考核办法（认定规则讨论稿）\"",
        1,
    );
    let text = text.replacen(
        "name_en = \"Assessment of the three tracks\"",
        "name_en = \"Assessment of the three tracks (rules under discussion)\"",
        1,
    ) + RULES;
    assessment::save_scheme(tx, who, &text)?;
    for (unit, value) in [(units[0], 520_000_000_000_i64), (units[6], 900_000_000_000)] {
        let draft = TargetDraft {
            unit_id: unit,
            measure: Measure::Funds,
            year: 2013,
            owner: TargetOwner::City,
            level: TargetLevel::Must,
            value,
            parts: [("q1", 15), ("q2", 40), ("q3", 70), ("q4", 100)]
                .map(|(part, percent)| (part.to_owned(), value / 100 * percent))
                .into(),
            decided_on: date(2013, 3, 5),
            note: "市招商引资目标责任书".into(),
            version: 0,
        };
        assessment::set_target(tx, who, &draft)?;
    }
    let soft = SoftDraft {
        unit_id: units[35],
        year: 2013,
        soft: true,
        decided_on: date(2013, 8, 1),
        note: "垂直管理单位".into(),
    };
    assessment::set_soft(tx, who, &soft).map(drop)
}

/// A round that waits for a department: what it decides is left to the visitor.
pub fn round(tx: &Tx<'_>, who: &Who, people: &People, units: &[UnitId]) -> Result<()> {
    let reviewer = person(who, people.reviewer, "马思源", Role::OfficeReviewer, people.office);
    let filter = QueueFilter { kind: Some("fund".into()), limit: Some(4), ..QueueFilter::default() };
    let waiting = fund::queue(tx, &reviewer, &filter)?.items;
    let funds: Vec<FundId> = waiting.iter().filter(|item| !item.mine).map(|item| FundId(item.id)).collect();
    let [one, two, ..] = funds.as_slice() else { return Ok(()) };
    let (one, two) = (*one, *two);
    let (finance, land) = (units[20], units[17]);
    let draft = RoundDraft {
        name: "八月份认定会议".into(),
        funds,
        departments: vec![finance, land],
        opinions_due_on: date(2013, 9, 6),
    };
    let opened = review::open(tx, &reviewer, &draft)?;
    for (fund_id, unit_id, agrees, text) in [
        (one, finance, true, "进账单与银行流水一致"),
        (two, finance, false, "付款用途写的是货款，请补充说明"),
        (one, land, true, ""),
    ] {
        let opinion = ReviewOpinion { fund_id, unit_id, agrees, text: text.into() };
        let speaker = person(who, people.clerk, "部门经办", Role::FactorDepartment, unit_id);
        review::opine(tx, &speaker, opened.row.id, &opinion)?;
    }
    Ok(())
}

/// July, closed and published, with an objection that waits for its answer.
pub fn july(tx: &Tx<'_>, who: &Who, unit: UnitId, head: &Who) -> Result<()> {
    let closed = assessment::close(tx, who, &CloseMonth { year: 2013, month: "2013-07".into() })?;
    let publish = ClosingPublish { version: closed.version, objections_until: date(2013, 9, 6) };
    assessment::publish_closing(tx, who, closed.row.id, &publish)?;
    let objection = ScoreObjection {
        unit_id: unit,
        item: "talents_done".into(),
        text: "7 月引进的一名博士未计入，附聘用合同".into(),
    };
    assessment::object_to_closing(tx, head, closed.row.id, &objection).map(drop)
}
