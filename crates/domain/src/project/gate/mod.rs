//! What a stage needs (阶段条件): a table that a district may change, so that the page can say what is missing, and who
//! can supply it, before anybody tries. `gates/standard.toml` is the table that a district starts with.

mod read;

use std::sync::LazyLock;

use super::{Agreement, Kind, Stage, codes};

pub use read::STANDARD;

codes! {
    /// A field that a stage may ask for, by its name in the draft.
    Field {
        Investors = "investors",
        Content = "content",
        Industry = "industry",
        Total = "amounts.total",
        FixedAssets = "amounts.fixed_assets",
        ContractAmount = "amounts.contract",
        /// The registered capital, or the project company.
        Registered = "amounts.registered",
        Place = "place",
        Land = "land_m2",
        /// A formal contract: neither an intent nor a framework.
        Agreement = "agreement",
        ContractSignedOn = "contract_signed_on",
        NextStep = "next_step",
        /// 联审通过
        Admission = "admission",
        /// 尽职调查: everything looked into, every risk signed.
        DueDiligence = "due_diligence",
    }
}

codes! {
    /// What another room tells of a project.
    Asked {
        Admission = "admission",
        DueDiligence = "due_diligence",
        /// 二次签字: a second reviewer signed for a contract that came very fast.
        SecondSignature = "second_signature",
    }
}

/// How what another room tells stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Standing {
    /// Nobody has asked for it.
    #[default]
    Unasked,
    /// Under way, or it came out against the project.
    Open,
    Done,
}

codes! {
    /// A document of a project (项目文件), by what it proves.
    Document {
        /// 洽谈纪要
        MeetingRecord = "meeting_record",
        /// 尽职调查表
        DueDiligence = "due_diligence",
        /// 评审结论
        ReviewConclusion = "review_conclusion",
        /// 正式合同
        Contract = "contract",
        /// 营业执照
        Licence = "licence",
        /// 备案、核准文件
        Filing = "filing",
        /// 土地出让合同
        LandContract = "land_contract",
        /// 载体租赁合同
        Lease = "lease",
        /// 施工许可证
        WorksPermit = "works_permit",
        /// 施工合同
        WorksContract = "works_contract",
        /// 设备采购合同及付款凭证
        EquipmentContract = "equipment_contract",
        /// 现场照片
        Photo = "photo",
        /// 竣工验收文件
        Acceptance = "acceptance",
        /// 投产证明: the first invoice, meter or tax record.
        ProductionProof = "production_proof",
        /// 入规入统证明
        StatisticsProof = "statistics_proof",
        /// 部门意见
        Opinion = "opinion",
        Other = "other",
    }
}

codes! {
    /// What a department gives its opinion on.
    Subject {
        /// 产业政策
        IndustrialPolicy = "industrial_policy",
        /// 环境
        Environment = "environment",
        /// 安全
        Safety = "safety",
        /// 用地规划
        Land = "land",
        /// 财政
        Finance = "finance",
        /// 公平竞争审查
        FairCompetition = "fair_competition",
    }
}

codes! {
    /// 同意, 有条件同意, 不同意.
    Verdict {
        Agree = "agree",
        Conditional = "conditional",
        Against = "against",
    }
}

codes! {
    /// Who can supply what is needed.
    Supplier {
        /// The unit in the lead.
        Unit = "unit",
        Office = "office",
        Department = "department",
        Investor = "investor",
    }
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    Field(Field),
    /// At least so many different ones of these.
    Documents {
        of: Vec<Document>,
        at_least: usize,
    },
    /// An opinion that is not against.
    Opinion(Subject),
}

/// One line of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    pub stage: Stage,
    /// In the order of [`Kind::ALL`].
    pub kinds: Vec<Kind>,
    pub item: Item,
    pub from: Supplier,
    /// Only of projects whose total investment is more than this; 0 for all.
    pub over_fen: i64,
}

/// A valid table. Only [`Gates::check`] makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Gates {
    pub name: String,
    pub name_en: String,
    pub needs: Vec<Need>,
}

/// What is known of a project, as far as a stage may ask for it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each says of one field whether it is filled in")]
pub struct Facts {
    pub kind: Kind,
    pub investor: bool,
    pub project_company: bool,
    pub industry: bool,
    pub content: bool,
    pub place: bool,
    pub land: bool,
    pub total: bool,
    pub total_fen: i64,
    pub fixed_assets: bool,
    pub contract_amount: bool,
    pub registered_capital: bool,
    pub next_step: bool,
    pub agreement: Agreement,
    pub contract_signed_on: bool,
    pub admission: Standing,
    pub due_diligence: Standing,
    /// Documents that are there.
    pub documents: Vec<Document>,
    /// Opinions that are there, the newest of each subject.
    pub opinions: Vec<(Subject, Verdict)>,
}

static BUILT_IN: LazyLock<Gates> = LazyLock::new(|| {
    Gates::check(STANDARD).0.unwrap_or(Gates {
        name: String::new(),
        name_en: String::new(),
        needs: Vec::new(),
    })
});

impl Gates {
    /// The table that a district starts with.
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// What is missing to enter a stage; empty when it may be entered. That only a formal contract makes a project
    /// signed does not depend on the table.
    pub fn missing(&self, facts: &Facts, to: Stage) -> Vec<Need> {
        let reaches = |n: &&Need| n.over_fen == 0 || facts.total_fen > n.over_fen;
        let asked =
            self.needs.iter().filter(|n| n.stage == to && n.kinds.contains(&facts.kind)).filter(reaches);
        let mut missing: Vec<Need> = asked.filter(|n| !facts.meets(&n.item)).cloned().collect();
        let contract = Item::Field(Field::Agreement);
        if to == Stage::Signed && !facts.meets(&contract) && missing.iter().all(|n| n.item != contract) {
            missing.insert(0, need(to, facts.kind, contract, Supplier::Unit));
        }
        // A review that was asked for has to be passed, and a sheet that was begun be complete, whatever the table says.
        if matches!(to, Stage::ReadyToSign | Stage::Signed) {
            for (standing, field, from) in [
                (facts.admission, Field::Admission, Supplier::Office),
                (facts.due_diligence, Field::DueDiligence, Supplier::Unit),
            ] {
                let item = Item::Field(field);
                if standing == Standing::Open && missing.iter().all(|n| n.item != item) {
                    missing.push(need(to, facts.kind, item, from));
                }
            }
        }
        missing
    }

    /// What stages that the project has entered ask for and is no longer there: a document or an opinion was taken
    /// away afterwards. `gone` says which documents and subjects were ever there.
    pub fn holes(&self, facts: &Facts, at: Stage, gone: &[Document], withdrawn: &[Subject]) -> Vec<Need> {
        let entered =
            |n: &&Need| n.stage <= at && facts.kind.goes_through(n.stage) && n.kinds.contains(&facts.kind);
        let was_there = |item: &Item| match item {
            Item::Field(_) => false,
            Item::Documents { of, .. } => of.iter().any(|d| gone.contains(d)),
            Item::Opinion(subject) => withdrawn.contains(subject),
        };
        self.needs
            .iter()
            .filter(entered)
            .filter(|n| was_there(&n.item) && !facts.meets(&n.item))
            .cloned()
            .collect()
    }
}

fn need(stage: Stage, kind: Kind, item: Item, from: Supplier) -> Need {
    Need { stage, kinds: vec![kind], item, from, over_fen: 0 }
}

impl Facts {
    fn meets(&self, item: &Item) -> bool {
        match item {
            Item::Field(field) => self.filled(*field),
            Item::Documents { of, at_least } => {
                of.iter().filter(|d| self.documents.contains(d)).count() >= *at_least
            }
            Item::Opinion(subject) => {
                self.opinions.iter().any(|(s, verdict)| s == subject && *verdict != Verdict::Against)
            }
        }
    }

    fn filled(&self, field: Field) -> bool {
        match field {
            Field::Investors => self.investor,
            Field::Content => self.content,
            Field::Industry => self.industry,
            Field::Total => self.total,
            Field::FixedAssets => self.fixed_assets,
            Field::ContractAmount => self.contract_amount,
            Field::Registered => self.registered_capital || self.project_company,
            Field::Place => self.place,
            Field::Land => self.land,
            Field::Agreement => self.agreement == Agreement::Contract,
            Field::ContractSignedOn => self.contract_signed_on,
            Field::NextStep => self.next_step,
            Field::Admission => self.admission == Standing::Done,
            Field::DueDiligence => self.due_diligence == Standing::Done,
        }
    }
}

#[cfg(test)]
mod tests;
