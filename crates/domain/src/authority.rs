//! Who may do what: role × unit scope × record class. One matrix, read by the queries and by the page that
//! explains rights.

use serde::{Deserialize, Serialize};

use crate::id::{AccountId, UnitId};

/// A role somebody holds at a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 招商办经办: keeps the libraries and ledgers of the whole district.
    OfficeClerk,
    /// 招商办审核: recognises; never what the same person typed or claimed.
    OfficeReviewer,
    /// 单位填报: fills in for one unit and those below it.
    UnitFiller,
    /// 单位负责人: as the filler, and answers for the unit.
    UnitHead,
    /// 区领导: reads everything.
    DistrictLeader,
    /// 要素部门: reads the projects it gives opinions on.
    FactorDepartment,
    /// 系统管理员: accounts and units, no business data.
    SystemAdministrator,
    /// 安全管理员: roles and sessions, no business data.
    SecurityAdministrator,
    /// 审计管理员: reads the audit, no business data.
    AuditAdministrator,
}

/// What kind of record a right is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    Project,
    Investor,
    Fund,
    Ledger,
    Target,
    Scheme,
    Figure,
    Report,
    Unit,
    Account,
    Role,
    Audit,
    Dictionary,
    /// 问题清单.
    Problem,
    /// 承诺事项 and 扶持资金.
    Commitment,
    /// 督办 and 领导批示.
    Supervision,
    /// 联审 and 尽职调查.
    Admission,
    /// 首报首谈.
    Claim,
    /// 代号项目: the record behind a code name. Others need to be named: in charge of it, or cleared.
    CodeName,
    /// 联系人: personal data.
    Contact,
    /// 往来: visits, calls, meetings and letters.
    Interaction,
    /// 产业链: chains with their links, firms, targets and docking sessions.
    Chain,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    Read,
    /// Create and change.
    Write,
    /// Recognise, reduce, return, reject.
    Recognise,
    Export,
    /// See what is shown masked otherwise, for a purpose that is written down.
    Reveal,
}

/// How far a right reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// The unit at which the role is held, and the units below it.
    Unit,
    District,
}

impl Role {
    pub const ALL: [Self; 9] = [
        Self::OfficeClerk,
        Self::OfficeReviewer,
        Self::UnitFiller,
        Self::UnitHead,
        Self::DistrictLeader,
        Self::FactorDepartment,
        Self::SystemAdministrator,
        Self::SecurityAdministrator,
        Self::AuditAdministrator,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::OfficeClerk => "office_clerk",
            Self::OfficeReviewer => "office_reviewer",
            Self::UnitFiller => "unit_filler",
            Self::UnitHead => "unit_head",
            Self::DistrictLeader => "district_leader",
            Self::FactorDepartment => "factor_department",
            Self::SystemAdministrator => "system_administrator",
            Self::SecurityAdministrator => "security_administrator",
            Self::AuditAdministrator => "audit_administrator",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.code() == code)
    }

    /// The three administrators keep each other in check (三员分立): nobody holds two of them, and none of them
    /// holds a role with business data.
    pub const fn is_administrator(self) -> bool {
        matches!(self, Self::SystemAdministrator | Self::SecurityAdministrator | Self::AuditAdministrator)
    }

    /// Whether one person may hold both roles.
    pub fn compatible(self, other: Self) -> bool {
        self == other || !(self.is_administrator() || other.is_administrator())
    }
}

impl Class {
    pub const ALL: [Self; 22] = [
        Self::Project,
        Self::Investor,
        Self::Fund,
        Self::Ledger,
        Self::Target,
        Self::Scheme,
        Self::Figure,
        Self::Report,
        Self::Unit,
        Self::Account,
        Self::Role,
        Self::Audit,
        Self::Dictionary,
        Self::Problem,
        Self::Commitment,
        Self::Supervision,
        Self::Admission,
        Self::Claim,
        Self::CodeName,
        Self::Contact,
        Self::Interaction,
        Self::Chain,
    ];
}

impl Act {
    pub const ALL: [Self; 5] = [Self::Read, Self::Write, Self::Recognise, Self::Export, Self::Reveal];
}

/// The matrix. `None`: the right does not exist, so the record does not either (404).
#[expect(clippy::match_same_arms, reason = "the matrix is read role by role")]
pub const fn grant(role: Role, class: Class, act: Act) -> Option<Scope> {
    use Act::{Export, Read, Recognise, Reveal, Write};
    use Class as C;
    use Scope::{District, Unit};
    match (role, class, act) {
        // Everybody needs to read the tree of units and the code tables to read anything else.
        (_, C::Unit | C::Dictionary, Read) => Some(District),

        (
            Role::OfficeClerk,
            C::Project
            | C::Investor
            | C::Fund
            | C::Ledger
            | C::Target
            | C::Scheme
            | C::Report
            | C::Problem
            | C::Commitment
            | C::Supervision
            | C::Admission
            | C::Claim
            | C::Interaction,
            Read | Write | Export,
        )
        | (Role::OfficeClerk, C::Figure, Read | Export)
        | (Role::OfficeClerk, C::Unit | C::Dictionary, Write) => Some(District),

        (
            Role::OfficeReviewer,
            C::Project
            | C::Investor
            | C::Fund
            | C::Ledger
            | C::Target
            | C::Scheme
            | C::Figure
            | C::Report
            | C::Problem
            | C::Commitment
            | C::Supervision
            | C::Admission
            | C::Claim
            | C::Interaction,
            Read | Export,
        )
        | (
            Role::OfficeReviewer,
            C::Project | C::Fund | C::Commitment | C::Admission | C::Claim,
            Recognise,
        ) => {
            Some(District)
        }

        (
            Role::UnitFiller | Role::UnitHead,
            C::Project | C::Fund | C::Problem | C::Commitment | C::Supervision | C::Admission | C::Claim,
            Read | Write | Export,
        )
        | (Role::UnitFiller | Role::UnitHead, C::Investor | C::Interaction, Read | Write)
        | (Role::UnitFiller | Role::UnitHead, C::Figure | C::Target, Read) => Some(Unit),
        (Role::UnitFiller | Role::UnitHead, C::Scheme, Read) => Some(District),

        // A chain is read by all who recruit for it, and kept by the office and by the head of the unit in the lead.
        (Role::OfficeClerk | Role::OfficeReviewer, C::Chain, Read | Write)
        | (
            Role::UnitFiller | Role::UnitHead | Role::DistrictLeader | Role::FactorDepartment,
            C::Chain,
            Read,
        ) => Some(District),
        (Role::UnitHead, C::Chain, Write) => Some(Unit),

        // Of code-named projects the office reads all, and a unit those that it leads or is a partner in.
        (Role::OfficeClerk | Role::OfficeReviewer, C::CodeName, Read) => Some(District),
        (Role::UnitFiller | Role::UnitHead, C::CodeName, Read) => Some(Unit),

        // Personal data: whoever works with somebody reveals how to reach them, whoever only checks does not; to take it
        // away the head of a unit answers.
        (Role::OfficeClerk, C::Contact, Read | Write | Export | Reveal)
        | (Role::OfficeReviewer, C::Contact, Read)
        | (Role::DistrictLeader, C::Contact, Read | Reveal) => Some(District),
        (Role::UnitFiller | Role::UnitHead, C::Contact, Read | Write | Reveal)
        | (Role::UnitHead, C::Contact, Export) => Some(Unit),

        (
            Role::DistrictLeader,
            C::Project
            | C::Investor
            | C::Fund
            | C::Target
            | C::Scheme
            | C::Figure
            | C::Report
            | C::Problem
            | C::Commitment
            | C::Admission
            | C::Claim
            | C::Interaction,
            Read | Export,
        )
        // Leaders instruct and urge in their own name.
        | (Role::DistrictLeader, C::Supervision, Read | Write | Export) => Some(District),

        // Departments answer the problems that are theirs to solve, and say how what they promised stands.
        (Role::FactorDepartment, C::Project, Read)
        | (
            Role::FactorDepartment,
            C::Problem | C::Commitment | C::Supervision | C::Admission,
            Read | Write,
        ) => Some(Unit),

        (Role::SystemAdministrator, C::Unit | C::Account, Read | Write) => Some(District),
        (Role::SecurityAdministrator, C::Role, Read | Write) => Some(District),
        (Role::SecurityAdministrator, C::Account, Read) => Some(District),
        (Role::AuditAdministrator, C::Audit, Read | Export) => Some(District),

        _ => None,
    }
}

/// A role held at a unit, with the unit's path in the tree (`/a/b/`), by which scopes are decided in queries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    pub role: Role,
    pub unit: UnitId,
    pub unit_path: String,
}

/// Somebody who acts: an account with the roles it holds today, or the system itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// GB/T 2260 code of the district office.
    pub district: String,
    pub account: AccountId,
    pub name: String,
    pub memberships: Vec<Membership>,
    /// The command line on the server itself, run by whoever owns the files: reads and writes all of the
    /// district, and is named so in the audit.
    pub system: bool,
}

/// What an actor reaches for one class and act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    Nothing,
    District,
    /// The units with these paths and all below them.
    Units(Vec<String>),
}

impl Actor {
    pub fn reach(&self, class: Class, act: Act) -> Reach {
        if self.system {
            return Reach::District;
        }
        let mut paths = Vec::new();
        for m in &self.memberships {
            match grant(m.role, class, act) {
                Some(Scope::District) => return Reach::District,
                Some(Scope::Unit) => paths.push(m.unit_path.clone()),
                None => {}
            }
        }
        if paths.is_empty() { Reach::Nothing } else { Reach::Units(paths) }
    }

    /// Whether they answer for the unit with this path as its head, or as the head of a unit above it.
    pub fn heads(&self, unit_path: &str) -> bool {
        self.memberships
            .iter()
            .any(|m| m.role == Role::UnitHead && unit_path.starts_with(m.unit_path.as_str()))
    }

    pub fn may(&self, class: Class, act: Act) -> bool {
        self.reach(class, act) != Reach::Nothing
    }
}

impl Reach {
    /// Whether the unit with this path is within reach.
    pub fn covers(&self, unit_path: &str) -> bool {
        match self {
            Self::Nothing => false,
            Self::District => true,
            Self::Units(paths) => paths.iter().any(|p| unit_path.starts_with(p.as_str())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn administrators_hold_no_business_data_and_exclude_each_other() {
        let business = [
            Class::Project,
            Class::Investor,
            Class::Fund,
            Class::Ledger,
            Class::Target,
            Class::Scheme,
            Class::Figure,
            Class::Report,
            Class::Problem,
            Class::Commitment,
            Class::Supervision,
            Class::Admission,
            Class::Claim,
            Class::CodeName,
            Class::Contact,
            Class::Interaction,
            Class::Chain,
        ];
        for role in Role::ALL.into_iter().filter(|r| r.is_administrator()) {
            for class in business {
                for act in Act::ALL {
                    assert_eq!(grant(role, class, act), None, "{role:?} {class:?} {act:?}");
                }
            }
            for other in Role::ALL {
                assert_eq!(role.compatible(other), role == other);
            }
        }
    }

    #[test]
    fn only_the_reviewer_recognises() {
        for role in Role::ALL {
            for class in Class::ALL {
                let may = grant(role, class, Act::Recognise).is_some();
                assert_eq!(
                    may,
                    role == Role::OfficeReviewer
                        && matches!(
                            class,
                            Class::Project
                                | Class::Fund
                                | Class::Commitment
                                | Class::Admission
                                | Class::Claim
                        )
                );
            }
        }
    }

    #[test]
    fn a_unit_reaches_itself_and_what_is_below() {
        let reach = Reach::Units(vec!["/a/b/".into()]);
        assert!(reach.covers("/a/b/") && reach.covers("/a/b/c/"));
        assert!(!reach.covers("/a/") && !reach.covers("/a/bc/"));
    }
}
