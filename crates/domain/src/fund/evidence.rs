//! 凭证: which proofs a kind of receipt needs before anybody may recognise it.

use serde::{Deserialize, Serialize};

use super::Kind;

/// What a proof is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceKind {
    /// 银行进账单.
    BankSlip,
    /// 验资报告.
    CapitalVerification,
    /// 发票.
    Invoice,
    /// 土地款缴纳凭证.
    LandPayment,
    /// 合同.
    Contract,
    /// 现场照片.
    Photo,
    /// 工程结算书.
    Settlement,
    /// 企业台账.
    CompanyLedger,
    /// 设备清单.
    EquipmentList,
    /// 评估报告, of goods and rights.
    Appraisal,
    /// 报关单, of goods that came from abroad.
    Customs,
    /// 施工许可证.
    BuildingPermit,
    Other,
}

impl EvidenceKind {
    pub const ALL: [Self; 13] = [
        Self::BankSlip,
        Self::CapitalVerification,
        Self::Invoice,
        Self::LandPayment,
        Self::Contract,
        Self::Photo,
        Self::Settlement,
        Self::CompanyLedger,
        Self::EquipmentList,
        Self::Appraisal,
        Self::Customs,
        Self::BuildingPermit,
        Self::Other,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::BankSlip => "bank_slip",
            Self::CapitalVerification => "capital_verification",
            Self::Invoice => "invoice",
            Self::LandPayment => "land_payment",
            Self::Contract => "contract",
            Self::Photo => "photo",
            Self::Settlement => "settlement",
            Self::CompanyLedger => "company_ledger",
            Self::EquipmentList => "equipment_list",
            Self::Appraisal => "appraisal",
            Self::Customs => "customs",
            Self::BuildingPermit => "building_permit",
            Self::Other => "other",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.code() == code)
    }
}

use EvidenceKind::{BankSlip, CapitalVerification, Contract, Customs, Invoice, LandPayment, Settlement};

/// Groups of proofs: of each group at least one. Money is proved by the bank or an auditor, equipment by its
/// invoice or by customs, works by invoice, contract or settlement, land by what was paid for it; anything else by
/// something.
pub const fn needed_evidence(kind: Kind) -> &'static [&'static [EvidenceKind]] {
    match kind {
        Kind::Cash => &[&[BankSlip, CapitalVerification]],
        Kind::Capital => &[&[CapitalVerification, BankSlip]],
        Kind::Equipment => &[&[Invoice, Customs]],
        Kind::Construction => &[&[Invoice, Contract, Settlement]],
        Kind::Land => &[&[LandPayment]],
        Kind::Other => &[&EvidenceKind::ALL],
    }
}

/// The groups of which there is no proof yet; empty when nothing is missing.
pub fn missing_evidence(kind: Kind, have: &[EvidenceKind]) -> Vec<&'static [EvidenceKind]> {
    needed_evidence(kind)
        .iter()
        .copied()
        .filter(|group| !group.iter().any(|wanted| have.contains(wanted)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_receipt_wants_its_own_proof() {
        assert!(missing_evidence(Kind::Cash, &[BankSlip]).is_empty());
        assert!(missing_evidence(Kind::Capital, &[CapitalVerification]).is_empty());
        assert_eq!(missing_evidence(Kind::Land, &[BankSlip]), vec![&[LandPayment][..]]);
        assert_eq!(missing_evidence(Kind::Equipment, &[EvidenceKind::Photo, Contract]).len(), 1);
        for kind in Kind::ALL {
            assert!(!missing_evidence(kind, &[]).is_empty(), "{kind:?} needs no proof");
            assert_eq!(Kind::from_code(kind.code()), Some(kind));
        }
    }
}
