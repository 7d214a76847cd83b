//! Why an item has no next step: nothing is left unsaid, so that a blank cannot be taken for "nothing missing".

use rust_decimal::Decimal;
use serde::Serialize;

use super::{
    board::Board,
    explain::{Applied, Explain, Limit},
};
use crate::assessment::{
    say::Lang,
    scheme::{Item, Name},
};

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NoStep {
    /// It has its full points.
    Full,
    /// The most that the rule gives.
    Most,
    /// Nobody of the group is better.
    Best,
    /// It is not scored for the unit.
    NotApplicable,
    /// Other units of the group move it as well.
    Compared,
    /// Several measures together, or conditions of single rows.
    Several(Vec<Name>),
    /// More of it gives no more points.
    Settled,
}

impl NoStep {
    /// `None` where there is a next step.
    pub(super) fn of(board: &Board<'_>, item: &Item, applied: &Applied) -> Option<Self> {
        if applied.gap.is_some() {
            return None;
        }
        Some(match &applied.explain {
            Explain::NotApplicable { .. } => Self::NotApplicable,
            explain if limited(explain) => {
                if applied.points == item.points {
                    Self::Full
                } else {
                    Self::Most
                }
            }
            _ if applied.points >= item.points && item.points > Decimal::ZERO => Self::Full,
            Explain::Rank { place: 1, .. } => Self::Best,
            Explain::MinMax { coefficient, high, .. } if coefficient == high => Self::Best,
            Explain::Rank { .. } | Explain::MinMax { .. } => Self::Compared,
            _ if item.names().compares => Self::Compared,
            _ => Self::by_measures(board, item),
        })
    }

    fn by_measures(board: &Board<'_>, item: &Item) -> Self {
        let behind = board.behind(item);
        let plain = behind.iter().filter_map(|id| board.scheme.measure(id)).filter(|m| m.formula.is_none());
        let names: Vec<Name> = plain.map(|m| m.name.clone()).collect();
        let rows = !item.names().rows.is_empty();
        if names.len() > 1 || rows { Self::Several(names) } else { Self::Settled }
    }

    pub fn say(&self, lang: Lang) -> String {
        let zh = lang == Lang::Zh;
        let (said, english) = match self {
            Self::Full => ("已得满分", "Full points"),
            Self::Most => ("已达本项上限", "The most that the item gives"),
            Self::Best => ("已是本组最好", "Already the best of its group"),
            Self::NotApplicable => ("本项不计分，没有差距", "Not scored, so nothing is missing"),
            Self::Compared => (
                "得分随本组其他单位变化，没有单独的差距",
                "Other units of the group move it as well: no next step of its own",
            ),
            Self::Settled => ("完成再多，得分不再提高", "More of it gives no more points"),
            Self::Several(names) => {
                let names: Vec<&str> = names.iter().map(|name| lang.of(name)).collect();
                return if zh {
                    format!("由{}共同决定，没有单独的差距", names.join("、"))
                } else {
                    format!("Decided by {} together: no single next step", names.join(", "))
                };
            }
        };
        if zh { said } else { english }.to_owned()
    }
}

fn limited(explain: &Explain) -> bool {
    match explain {
        Explain::Growth { steps, .. } => limited(steps),
        Explain::Ratio { limit, .. }
        | Explain::Steps { limit, .. }
        | Explain::Share { limit, .. }
        | Explain::Marginal { limit, .. }
        | Explain::Formula { limit, .. }
        | Explain::PerItem { limit, .. } => matches!(limit, Some(Limit::Most(_))),
        _ => false,
    }
}
