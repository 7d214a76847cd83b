//! No total is printed that its parts do not add up to.

use super::facts::{Facts, Whole};
use crate::report::document::Mismatch;

/// Every total of the facts that differs from its parts, and every part that is larger than its whole.
pub(super) fn mismatches(facts: &Facts) -> Vec<Mismatch> {
    let mut found = Vec::new();
    whole("project.introduced", &facts.introduced, &mut found);
    whole("fund.recognised", &facts.money, &mut found);
    if let Some(forecast) = &facts.forecast {
        whole("target.forecast", forecast, &mut found);
    }
    if let Some(signed) = &facts.signed {
        whole("project.signed", &signed.count, &mut found);
        whole("project.signed.amount", &signed.amount, &mut found);
        part("project.signed", signed.without_amount, signed.count.total, &mut found);
    }
    if !facts.units.is_empty() {
        let introduced = facts.units.iter().map(|unit| unit.introduced);
        sum("project.introduced", "unit", facts.introduced.total, introduced, &mut found);
        let money = facts.units.iter().map(|unit| unit.money_fen);
        sum("fund.recognised", "unit", facts.money.total, money, &mut found);
    }
    if !facts.tracks.is_empty() {
        let tracks = facts.tracks.iter().map(|track| track.introduced);
        sum("project.introduced", "track", facts.introduced.total, tracks, &mut found);
    }
    if let Some(structure) = &facts.structure {
        for class in &structure.classes {
            let key = format!("project.structure:class={}", class.kind.code());
            part(&key, class.count, structure.count, &mut found);
            part(&key, class.amount_fen, structure.amount_fen, &mut found);
        }
    }
    for team in &facts.teams {
        part(&format!("team.signed:unit={}", team.id), team.signed, team.leads, &mut found);
    }
    // The same sum may be given as a cut and as rows: it is said once.
    let mut once: Vec<Mismatch> = Vec::new();
    for mismatch in found {
        if !once.contains(&mismatch) {
            once.push(mismatch);
        }
    }
    once
}

fn whole(figure: &str, whole: &Whole, found: &mut Vec<Mismatch>) {
    for cut in &whole.cuts {
        sum(figure, &cut.by, whole.total, cut.parts.iter().copied(), found);
    }
}

fn sum(figure: &str, by: &str, whole: i64, parts: impl Iterator<Item = i64>, found: &mut Vec<Mismatch>) {
    let parts: i128 = parts.map(i128::from).sum();
    if parts != i128::from(whole) {
        let parts = i64::try_from(parts).unwrap_or(i64::MAX);
        found.push(Mismatch { figure: figure.to_owned(), by: by.to_owned(), whole, parts });
    }
}

fn part(figure: &str, part: i64, whole: i64, found: &mut Vec<Mismatch>) {
    if part > whole {
        found.push(Mismatch { figure: figure.to_owned(), by: "share".to_owned(), whole, parts: part });
    }
}
