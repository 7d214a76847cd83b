//! What a stage needs: data, so that the page can say what is missing before anybody tries.

use super::{Agreement, Kind, Stage};

/// What is known of a project, as far as a stage asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    pub kind: Kind,
    pub investor: bool,
    pub project_company: bool,
    pub industry: bool,
    pub content: bool,
    pub place: bool,
    pub total: bool,
    pub contract_amount: bool,
    pub registered_capital: bool,
    pub agreement: Agreement,
    pub contract_signed_on: bool,
}

/// A field that has to be filled in before a stage can be entered, by its name in the draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missing {
    pub stage: Stage,
    pub field: &'static str,
}

/// A field, and what tells whether it is there.
type Need = (&'static str, fn(&Facts) -> bool);

const INVESTOR: Need = ("investors", |f| f.investor);
const INDUSTRY: Need = ("industry", |f| f.industry);
const CONTENT: Need = ("content", |f| f.content);
const TOTAL: Need = ("amounts.total", |f| f.total);

/// What each stage asks for on entry.
fn needs(stage: Stage) -> &'static [Need] {
    match stage {
        Stage::Qualified => &[INVESTOR],
        Stage::Negotiation => &[INVESTOR, CONTENT],
        Stage::Review => &[INVESTOR, CONTENT, INDUSTRY, TOTAL, ("place", |f| f.place || !f.builds())],
        Stage::ReadyToSign => &[INVESTOR, CONTENT, INDUSTRY, TOTAL],
        Stage::Signed => &[
            INVESTOR,
            INDUSTRY,
            TOTAL,
            ("agreement", |f| f.agreement == Agreement::Contract),
            ("contract_signed_on", |f| f.contract_signed_on),
        ],
        // The project company's licence, or the capital that it was registered with.
        Stage::Registered => &[("amounts.registered", |f| f.registered_capital || f.project_company)],
        Stage::Approvals => &[("place", |f| f.place)],
        Stage::Lead | Stage::Construction | Stage::Completed | Stage::Production | Stage::AtCapacity => &[],
    }
}

impl Facts {
    const fn builds(&self) -> bool {
        self.kind.goes_through(Stage::Construction)
    }
}

/// What is missing to enter a stage; empty when it may be entered.
pub fn missing(facts: &Facts, to: Stage) -> Vec<Missing> {
    needs(to)
        .iter()
        .filter(|(_, there)| !there(facts))
        .map(|(field, _)| Missing { stage: to, field })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BARE: Facts = Facts {
        kind: Kind::New,
        investor: false,
        project_company: false,
        industry: false,
        content: false,
        place: false,
        total: false,
        contract_amount: false,
        registered_capital: false,
        agreement: Agreement::None,
        contract_signed_on: false,
    };

    fn fields(facts: &Facts, to: Stage) -> Vec<&'static str> {
        missing(facts, to).into_iter().map(|m| m.field).collect()
    }

    #[test]
    fn a_framework_agreement_is_not_a_signature() {
        let framework = Facts {
            investor: true,
            industry: true,
            total: true,
            agreement: Agreement::Framework,
            contract_signed_on: true,
            ..BARE
        };
        assert_eq!(fields(&framework, Stage::Signed), ["agreement"]);
        let contract = Facts { agreement: Agreement::Contract, ..framework };
        assert!(missing(&contract, Stage::Signed).is_empty());
    }

    #[test]
    fn what_is_missing_is_listed_whole() {
        assert_eq!(
            fields(&BARE, Stage::Review),
            ["investors", "content", "industry", "amounts.total", "place"]
        );
        assert!(missing(&BARE, Stage::Lead).is_empty());
        let talent = Facts { kind: Kind::Talent, ..BARE };
        assert!(!fields(&talent, Stage::Review).contains(&"place"));
    }
}
