//! What a column of a project and funds ledger may mean.

use serde::{Deserialize, Serialize};

macro_rules! fields {
    ($($variant:ident $code:literal $zh:literal $en:literal [$($synonym:literal)*],)+) => {
        /// A target of a column.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Field {
            $(#[serde(rename = $code)] $variant,)+
        }

        impl Field {
            /// In the order in which a person chooses from them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable code.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            pub const fn name_zh(self) -> &'static str {
                match self { $(Self::$variant => $zh),+ }
            }

            pub const fn name_en(self) -> &'static str {
                match self { $(Self::$variant => $en),+ }
            }

            /// Header keys (see [`super::header_key`]) that mean this field.
            pub(super) const fn synonyms(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &[$($synonym),*]),+ }
            }
        }
    };
}

fields! {
    Number "number" "序号（不导入）" "Row number (not imported)" ["序号" "编号序号" "序" "顺序号" "no" "行号"],
    ProjectCode "project_code" "项目编码" "Project code"
        ["项目编码" "项目编号" "编号" "编码" "项目代码" "区级项目编码"],
    ProjectName "project_name" "项目名称" "Project name"
        ["项目名称" "项目名" "项目" "名称" "招商项目" "项目全称" "招商项目名称" "签约项目" "签约项目名称" "在谈项目名称" "重点项目名称"],
    ProjectAlias "project_alias" "项目别名" "Other name of the project"
        ["项目简称" "项目别名" "曾用名" "原项目名称" "项目曾用名"],
    Investor "investor" "投资方" "Investor"
        ["投资方" "投资方名称" "投资主体" "投资单位" "投资企业" "投资企业名称" "投资商" "投资者" "投资人" "客商" "客商名称" "签约主体"
         "洽谈主体" "外方投资者" "合作方" "合作单位" "投资方单位" "企业名称" "投资公司" "投资方企业名称" "乙方" "投资机构"],
    InvestorCountry "investor_country" "投资方国别（地区）" "Country or region of the investor"
        ["国别" "国别地区" "国家地区" "国别或地区" "投资方国别" "投资方国别地区" "来源地" "投资来源地" "投资来源" "资金来源地" "国家或地区" "投资方来源地" "客商来源地"],
    Uscc "investor_uscc" "统一社会信用代码" "Unified social credit code"
        ["统一社会信用代码" "社会信用代码" "信用代码" "投资方统一社会信用代码" "统一信用代码" "投资主体社会信用代码" "机构代码" "组织机构代码"],
    ProjectCompany "project_company" "项目公司" "Project company"
        ["项目公司" "注册公司" "项目公司名称" "注册公司名称" "落地公司" "新注册企业" "注册企业名称"],
    Track "track" "类别（三招三引）" "Track"
        ["三招三引" "三招三引类别" "招引类别" "招引类型" "招商类型" "双招双引" "双招双引类别"],
    Kind "kind" "建设性质" "Kind of project"
        ["建设性质" "建设分类" "新建续建" "项目性质" "投资方式" "合作方式" "投资形态"],
    Category "category" "项目类别" "Category of the project"
        ["项目类别" "项目分类" "类别" "项目类型" "产业类别" "产业分类"],
    Industry "industry" "行业" "Industry"
        ["行业" "所属行业" "行业类别" "行业代码" "产业" "所属产业" "行业门类" "国民经济行业" "国民经济行业代码" "产业链" "行业类别门类" "行业分类"],
    Units "units" "责任单位" "Responsible units"
        ["责任单位" "引资单位" "引进单位" "招商单位" "牵头单位" "责任部门" "承办单位" "申报单位" "填报单位" "包靠单位" "主管单位" "招商责任单位"
         "单位" "单位名称" "所属单位" "跟踪单位" "报送区" "引荐单位" "认领单位"],
    UnitShares "unit_shares" "共享比例" "Credit shares"
        ["共享比例" "分成比例" "占比" "引资比例" "分享比例" "认定比例" "单位占比" "责任单位占比"],
    LandingUnit "landing_unit" "落地单位" "Unit where it lands"
        ["落地单位" "落户单位" "落地园区" "落户园区" "承接区" "项目区域" "落地区域" "所属片区" "所在园区" "承接单位"],
    Place "place" "建设地点" "Site"
        ["建设地点" "项目地点" "项目地址" "选址" "项目选址" "建设地址" "落户地点" "拟选址" "位置" "项目位置"],
    Content "content" "建设内容" "What is built"
        ["建设内容" "项目内容" "主要建设内容" "项目简介" "项目概况" "建设规模及内容" "建设内容及规模" "主要内容" "项目基本情况" "项目情况"
         "合作内容" "建设规模"],
    Total "total_investment" "总投资" "Total investment"
        ["总投资" "总投资额" "投资总额" "计划总投资" "计划投资总额" "计划投资额" "投资额" "投资金额" "项目总投资" "拟投资" "拟投资额" "计划投资" "投资规模"
         "总投资金额" "项目投资总额" "投资总金额" "估算投资"],
    FixedAssets "fixed_assets" "固定资产投资" "Fixed assets investment"
        ["固定资产投资" "固定资产投资额" "固定资产" "固投" "固投金额" "其中固定资产投资" "其中固定资产" "固定资产投资总额" "总投资其中固定资产" "总投资固定资产"
         "总投资其中固定资产投资" "总投资固定资产投资"],
    Contract "contract_amount" "合同引资额" "Contract amount"
        ["合同引资额" "合同金额" "合同额" "协议金额" "协议引资额" "合同资金" "合同投资额" "协议投资额" "签约金额" "签约额" "合同引资" "协议资金" "合同总金额" "签约投资额"],
    ContractForeign "contract_foreign" "合同外资" "Contract foreign capital"
        ["合同外资" "合同外资额" "合同利用外资" "合同利用外资额" "fdi金额" "协议外资" "合同外资金额"],
    Registered "registered_capital" "注册资本" "Registered capital"
        ["注册资本" "注册资金" "注册资本金" "项目公司注册资本"],
    PaidIn "paid_in" "实缴资本" "Paid-in capital" ["实缴资本" "实收资本" "实缴" "实缴注册资本" "实缴资金" "实缴金额"],
    Money "money_received" "到位资金" "Money received"
        ["到位资金" "到位资金额" "到资金额" "到账金额" "到位金额" "实际到位资金" "实到资金" "进账金额" "到账资金" "资金到位" "资金到位额" "到资额" "到位额" "实际到位" "到资"
         "本次到位" "本次到位资金" "本次到账金额"],
    MoneyMonth "money_month" "本月到位资金" "Money received this month"
        ["本月到位" "本月到位资金" "当月到位" "当月到位资金" "本月" "当月" "到位资金本月" "实际到位资金本月" "到位资金本月到位" "本月实际到位资金" "本月新增" "到位资金当月" "资金到位本月" "本月到账"],
    MoneyYear "money_year" "本年累计到位资金" "Money received this year"
        ["本年累计" "本年到位" "本年到位资金" "本年累计到位" "本年累计到位资金" "当年到位资金" "当年累计到位资金" "年内到位资金" "到位资金本年累计" "实际到位资金本年累计" "今年到位资金"
         "今年累计到位" "本年度到位资金" "当年到位" "年度到位资金" "当年到位资金情况" "全年到位资金" "今年以来到位资金" "1本月累计" "资金到位本年累计" "到位资金当年累计" "到位资金本年"
         "到位资金当年" "今年到位" "本年度累计到位资金" "本年实际到位资金"],
    MoneyTotal "money_total" "自开工累计到位资金" "Money received since the start"
        ["自开工累计" "累计到位" "累计到位资金" "自开工累计到位资金" "开工累计到位资金" "到位资金累计" "历年累计到位资金" "总累计到位资金" "现阶段到资情况" "到位资金自开工累计" "累计到位资金额"
         "累计到账" "实际到位资金自开工累计" "自开工累计到位" "历年累计" "资金到位累计" "实际到位资金累计" "开工以来累计到位资金"],
    ReceivedOn "received_on" "到位日期" "Day of receipt"
        ["到位日期" "到位时间" "到账日期" "到账时间" "进账日期" "进账时间" "到资时间" "到资日期" "资金到位时间" "资金到位日期" "入账日期" "入账时间" "到位资金时间" "到位资金日期"
         "到位资金到位时间" "到位资金到账日期" "到位资金到账时间"],
    Payer "payer" "付款方" "Payer"
        ["付款方" "付款人" "付款单位" "汇款人" "汇款方" "汇款单位" "出资方" "出资人" "到位资金付款方" "付款方名称" "缴款人" "出资单位"],
    Slip "slip_no" "凭证号" "Slip number"
        ["凭证号" "凭证编号" "进账单号" "凭证号码" "银行凭证号" "回单号" "流水号" "进账单编号" "票据号" "到位资金凭证号" "银行回单号" "询证函编号" "验资报告号"],
    FundKind "fund_kind" "到位方式" "Form of the money"
        ["到位方式" "出资方式" "到资方式" "资金类型" "到位资金类型" "资金形式" "到位资金方式" "到位形式"],
    Currency "currency" "币种" "Currency" ["币种" "币别" "货币" "货币种类"],
    Rate "rate" "汇率" "Exchange rate" ["汇率" "折算汇率" "当日汇率" "中间价" "折合汇率"],
    IntroducedOn "introduced_on" "引进日期" "Day of introduction"
        ["引进日期" "引进时间" "对接时间" "首谈日期" "首谈时间" "登记日期" "申报时间" "首次对接时间" "洽谈时间"],
    SignedOn "signed_on" "签约日期" "Day of signing"
        ["签约日期" "签约时间" "签订日期" "签订时间" "合同签订时间" "合同签订日期" "协议签订时间" "协议签订日期" "合同日期" "签约"],
    Agreement "agreement" "协议类型" "Kind of agreement"
        ["协议类型" "合同类型" "协议性质" "签约类型" "意向框架协议正式合同" "协议类别" "合同性质" "签约形式" "签约方式" "意向框架正式"],
    RegisteredOn "registered_on" "注册日期" "Day of registration"
        ["注册日期" "注册时间" "落地时间" "公司注册时间" "工商注册时间" "落户时间"],
    StartedOn "started_on" "开工日期" "Day of construction start"
        ["开工日期" "开工时间" "实际开工时间" "开工业时间" "实际开工日期"],
    ProducedOn "produced_on" "投产日期" "Day of production start"
        ["投产日期" "投产时间" "投产运营时间" "开业时间" "实际投产时间" "竣工投产时间"],
    Stage "stage" "项目阶段" "Stage"
        ["项目阶段" "阶段" "项目状态" "状态" "所处阶段" "目前阶段" "进展阶段" "项目进展阶段" "推进阶段" "进度阶段"],
    Land "land" "占地面积" "Land area"
        ["占地" "占地面积" "用地" "用地面积" "用地规模" "占地规模" "土地面积" "拟用地" "拟占地" "需用地" "用地办公面积" "供地面积" "项目占地" "拟用地面积" "规划用地" "项目用地"],
    Phase "phase" "期次" "Phase" ["期次" "期数" "分期" "建设期次" "项目期次"],
    Event "event" "签约活动" "Event of signing"
        ["签约活动" "活动" "活动名称" "招商活动" "签约仪式" "来源活动" "签约场合" "招商会"],
    Progress "progress" "项目进展" "Progress"
        ["进展" "项目进展" "进展情况" "项目进展情况" "目前进展" "目前进展情况" "工作进展" "最新进展" "推进情况" "形象进度" "洽谈进展" "洽谈进展情况" "工程进度" "进度情况" "当前进展"
         "洽谈情况" "项目推进情况"],
    NextStep "next_step" "下步打算" "Next step"
        ["下步打算" "下一步打算" "下步计划" "下一步计划" "下步工作" "下一步工作" "下步工作打算" "下步工作计划" "下一步工作打算" "下一步工作计划" "下步措施" "下一步措施" "工作打算" "下一步推进计划"],
    Trouble "problem" "存在问题" "Problems"
        ["存在问题" "存在的问题" "问题" "困难问题" "存在困难" "存在问题及建议" "需协调解决的问题" "需要协调的问题" "需协调问题" "存在困难和问题" "存在的困难和问题" "主要问题" "困难和问题"],
    Leader "leader" "责任领导" "Leader in charge"
        ["责任领导" "包靠领导" "区级责任领导" "分管领导" "挂包领导" "联系领导" "包保领导" "区级领导" "牵头领导" "责任人" "包挂领导"],
    Contact "contact" "联系人" "Contact"
        ["联系人" "联系人电话" "联系方式" "联系电话" "电话" "投资方联系人" "联系人及电话" "投资方联系人电话" "联系人及联系方式" "手机"],
    Remark "remark" "备注" "Remark" ["备注" "说明" "备注说明" "其他" "其它" "其他说明"],
}

impl Field {
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|f| f.code() == code)
    }

    /// An amount of money: a column of it needs a unit.
    pub const fn is_money(self) -> bool {
        matches!(
            self,
            Self::Total
                | Self::FixedAssets
                | Self::Contract
                | Self::ContractForeign
                | Self::Registered
                | Self::PaidIn
        ) || self.is_receipt()
    }

    /// Money that came in, where a misreading would change a total.
    pub const fn is_receipt(self) -> bool {
        matches!(self, Self::Money | Self::MoneyMonth | Self::MoneyYear | Self::MoneyTotal)
    }

    /// Whether several columns may be joined into it; other fields take one column.
    pub const fn takes_several(self) -> bool {
        matches!(
            self,
            Self::Number
                | Self::Investor
                | Self::Units
                | Self::Content
                | Self::Progress
                | Self::NextStep
                | Self::Trouble
                | Self::Remark
                | Self::Contact
                | Self::Leader
        )
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::ledger::header_key;

    #[test]
    fn no_header_means_two_fields_and_every_synonym_is_a_key() {
        let mut seen: HashMap<&str, Field> = HashMap::new();
        for field in Field::ALL {
            assert_eq!(Field::from_code(field.code()), Some(*field));
            for synonym in field.synonyms() {
                assert_eq!(header_key(synonym), **synonym, "{synonym}");
                if let Some(other) = seen.insert(synonym, *field) {
                    panic!("{synonym} means {} and {}", other.code(), field.code());
                }
            }
        }
    }
}
