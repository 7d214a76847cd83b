//! The rows that measures count: of introduced projects and of recognised receipts. Plain records and the server's
//! tables become rows here, so that both score alike.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use uuid::Uuid;

use super::{Figure, Project, Receipt, Tags};
use crate::{
    assessment::{
        credit::WHOLE_BP,
        facts::Row,
        number::round,
        recognition::{Credit, Recognised},
    },
    id::{ProjectId, UnitId},
};

/// How ids of records become ids of facts, and which fields the scheme's conditions name.
pub struct Rows<'a> {
    /// [`crate::assessment::Scheme::row_fields`].
    pub asked: &'a BTreeSet<String>,
    /// `None` for a unit that is not assessed.
    pub unit: &'a dyn Fn(&str) -> Option<UnitId>,
    pub project: &'a dyn Fn(&str) -> Option<ProjectId>,
    /// Yuan for one unit of the currency of a project's amounts; `None` without a rate.
    pub yuan: &'a dyn Fn(&Project) -> Option<Decimal>,
}

impl Rows<'_> {
    /// The rows of a receipt, one for each assessed unit that is credited with some of it; `id` names each.
    pub fn of_receipt(
        &self,
        done: &Recognised,
        receipt: &Receipt,
        project: Option<&Project>,
        mut id: impl FnMut() -> Uuid,
    ) -> Vec<Row> {
        let one = |credit: &Credit| {
            let unit = (self.unit)(&credit.unit)?;
            let mut tags = self.tags(project, Some(&receipt.tags), &credit.role);
            if let Some(tags) = &mut tags {
                for (name, value) in [("on", receipt.on.to_string()), ("receipt_kind", receipt.kind.clone())]
                {
                    if self.asked.contains(name) {
                        tags.insert(name.to_owned(), value);
                    }
                }
            }
            Some(Row {
                id: id(),
                unit,
                fen: credit.fen,
                size_fen: project.and_then(|p| self.total_fen(p)),
                share_bp: WHOLE_BP,
                industry: project.and_then(|p| p.industry.as_deref()).map(Into::into),
                kind: project.and_then(|p| p.kind.as_deref()).map(Into::into),
                project: receipt.project.as_deref().and_then(|id| (self.project)(id)),
                tags,
            })
        };
        done.credits.iter().filter(|c| c.fen != 0).filter_map(one).collect()
    }

    /// The row of a project for a unit that is credited with `part.fen` basis points of it.
    pub fn of_project(&self, project: &Project, part: &Credit, id: Uuid) -> Option<Row> {
        let unit = (self.unit)(&part.unit)?;
        let share_bp = u32::try_from(part.fen).unwrap_or(0);
        let total = self.total_fen(project);
        let fen = total.map_or(0, |fen| i128::from(fen) * i128::from(share_bp) / i128::from(WHOLE_BP));
        Some(Row {
            id,
            unit,
            fen: i64::try_from(fen).unwrap_or(0),
            size_fen: total.or(Some(0)),
            share_bp,
            industry: project.industry.as_deref().map(Into::into),
            kind: project.kind.as_deref().map(Into::into),
            project: (self.project)(&project.id),
            tags: self.tags(Some(project), None, &part.role),
        })
    }

    fn total_fen(&self, project: &Project) -> Option<i64> {
        self.in_yuan(project, project.total).and_then(|yuan| exact_fen(round(yuan, 2)))
    }

    fn in_yuan(&self, project: &Project, amount: Option<Figure>) -> Option<Decimal> {
        amount.and_then(|amount| amount.0.checked_mul((self.yuan)(project)?))
    }

    /// The fields that conditions ask for: the row's own, then the role, then the project's.
    pub fn tags(&self, project: Option<&Project>, of_row: Option<&Tags>, role: &str) -> Option<Box<Tags>> {
        if self.asked.is_empty() {
            return None;
        }
        let mut out = Tags::new();
        for name in self.asked {
            let own = of_row.and_then(|tags| tags.get(name)).cloned();
            let role = || (name == "role" && !role.is_empty()).then(|| role.to_owned());
            if let Some(value) = own.or_else(role).or_else(|| self.field(project?, name)) {
                out.insert(name.clone(), value);
            }
        }
        Some(Box::new(out))
    }

    fn field(&self, p: &Project, name: &str) -> Option<String> {
        let yuan = |amount| self.in_yuan(p, amount).map(|yuan| yuan.normalize().to_string());
        match name {
            "total" => yuan(p.total),
            "fixed" => yuan(p.fixed),
            "registered" => yuan(p.registered),
            "contract" => yuan(p.contract),
            "intensity" => {
                let by_mu = |(a, b): (Decimal, Figure)| a.checked_div(b.0);
                self.in_yuan(p, p.fixed).zip(p.land_mu).and_then(by_mu).map(|x| round(x, 9).to_string())
            }
            other => field(p, other),
        }
    }
}

fn field(p: &Project, name: &str) -> Option<String> {
    match name {
        "origin" => p.origin.clone(),
        "subject" => p.subject.clone(),
        "place" => p.place.clone(),
        "stage" => p.stage.clone(),
        "track" => Some(p.track.clone()),
        "signed_on" => p.signed_on.map(|d| d.to_string()),
        "registered_on" => p.registered_on.map(|d| d.to_string()),
        "recognised_on" => p.recognised_on.map(|d| d.to_string()),
        "first_claim_on" => p.first_claim_on.map(|d| d.to_string()),
        "land_mu" => p.land_mu.map(String::from),
        "outside_share" => p.outside_share.map(String::from),
        "reported_months" => p.reported_months.map(|n| n.to_string()),
        // Not the same as any other is an answer.
        "same_as" => Some(p.same_as.clone().unwrap_or_default()),
        "extension_of" => Some(p.extension_of.clone().unwrap_or_default()),
        "total_usd" => dollars(p, name, p.total),
        "fixed_usd" => dollars(p, name, p.fixed),
        "registered_usd" => dollars(p, name, p.registered),
        "contract_usd" => dollars(p, name, p.contract),
        other => p.tags.get(other).cloned(),
    }
}

/// An amount that is stated in dollars; else what a tag of that name says.
fn dollars(p: &Project, name: &str, amount: Option<Figure>) -> Option<String> {
    let stated = amount.filter(|_| p.currency == "USD").map(String::from);
    stated.or_else(|| p.tags.get(name).cloned())
}

/// Yuan that are whole fen.
pub(super) fn exact_fen(yuan: Decimal) -> Option<i64> {
    let fen = yuan.checked_mul(Decimal::ONE_HUNDRED)?;
    if fen.fract().is_zero() { fen.trunc().try_into().ok() } else { None }
}
