//! Checks across sections: what each line says may be right, and the whole still wrong.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use rust_decimal::Decimal;

use super::{
    Bands, Group, GroupMode, Kind, Otherwise, Scheme, Then, Tier, bands::Flaw, item::Item,
    read_item::bands_of, sections::Places,
};
use crate::assessment::{
    expr::{Cond, Expr, Names},
    finding::{Findings, params},
};

type Spans = [(Range<usize>, String)];

/// Overlapping, empty and unreachable bands.
pub(super) fn bands(bands: &Bands, spans: &Spans, found: &mut Findings<'_>) {
    for flaw in bands.flaws() {
        let (code, at, other) = match flaw {
            Flaw::Empty(at) => ("scheme.empty_band", at, at),
            Flaw::Unreachable { band, by } => ("scheme.unreachable_tier", band, by),
            Flaw::Overlap { band, with } => ("scheme.overlapping_tiers", band, with),
        };
        let (at_no, other) = ((at + 1).to_string(), (other + 1).to_string());
        found.error(code, &spans[at].0, &spans[at].1, params([("tier", &at_no), ("other", &other)]));
    }
}

/// Tiers by band as above; tiers by condition: none after one that always fits, no condition twice.
pub(super) fn tiers(tiers: &[Tier], spans: &Spans, found: &mut Findings<'_>) {
    if tiers.iter().all(|t| t.when.is_none()) {
        return bands(&bands_of(tiers), spans, found);
    }
    for (at, tier) in tiers.iter().enumerate() {
        let same = |other: &Tier| {
            other.when.is_none() && other.from.is_none() && other.below.is_none()
                || (other.when == tier.when && other.from == tier.from && other.below == tier.below)
        };
        if let Some(by) = tiers[..at].iter().position(same) {
            let (tier, other) = ((at + 1).to_string(), (by + 1).to_string());
            let said = params([("tier", &tier), ("other", &other)]);
            found.error("scheme.unreachable_tier", &spans[at].0, &spans[at].1, said);
        }
    }
}

pub(super) fn scheme(scheme: &Scheme, places: &Places, found: &mut Findings<'_>) {
    unique(scheme, places, found);
    names(scheme, places, found);
    cycles(scheme, places, found);
    weights(scheme, places, found);
    groups(scheme, places, found);
    unused(scheme, places, found);
    holes(scheme, places, found);
    outcomes(scheme, places, found);
    for (item, span) in scheme.items.iter().zip(&places.items) {
        reach(scheme, item, span, found);
    }
}

fn unique(scheme: &Scheme, places: &Places, found: &mut Findings<'_>) {
    let mut twice = |ids: Vec<&String>, what: &str, spans: &[Range<usize>]| {
        let mut seen = BTreeSet::new();
        for (at, id) in ids.into_iter().enumerate() {
            if !seen.insert(id) {
                let span = spans.get(at).unwrap_or(&places.whole);
                found.error("scheme.id_twice", span, what, params([("id", id), ("section", what)]));
            }
        }
    };
    twice(scheme.items.iter().map(|i| &i.id).collect(), "item", &places.items);
    for (item, span) in scheme.items.iter().zip(&places.items) {
        let parts: Vec<&String> = item.parts().iter().map(|p| &p.id).collect();
        let spans = vec![span.clone(); parts.len()];
        twice(parts, "item", &spans);
    }
    twice(scheme.measures.iter().map(|m| &m.id).collect(), "measure", &places.measures);
    twice(scheme.groups.iter().map(|g| &g.id).collect(), "group", &places.groups);
    twice(scheme.classes.iter().map(|c| &c.id).collect(), "class", &[]);
    twice(scheme.tables.iter().map(|t| &t.id).collect(), "table", &[]);
}

/// Every measure, table, group, class and item that is named exists.
fn names(scheme: &Scheme, places: &Places, found: &mut Findings<'_>) {
    let mut unknown = |what: &str, name: &str, span: &Range<usize>, path: &str| {
        let said = params([("section", what), ("name", name)]);
        found.error("scheme.unknown_name", span, path, said);
    };
    for (at, item) in scheme.items.iter().enumerate() {
        let (span, path) = (&places.items[at], format!("item[{}]", at + 1));
        let names = item.names();
        for name in names.measures.union(&names.targets).filter(|n| scheme.measure(n).is_none()) {
            unknown("measure", name, span, &path);
        }
        for name in names.tables.union(&names.class_tables).filter(|n| scheme.table(n).is_none()) {
            unknown("lookup_table", name, span, &path);
        }
        for name in names.lags.iter().filter(|n| scheme.measure(n).is_none()) {
            unknown("measure", name, span, &path);
        }
        if let Kind::Gate(super::Gate { then: Then::MoveClass(class), .. }) = &item.kind
            && scheme.classes.iter().all(|c| c.id != *class)
        {
            unknown("class", class, span, &path);
        }
        for name in names.texts.iter().filter(|n| *n != "class") {
            unknown("field", name, span, &path);
        }
        for name in item.only.iter().filter(|n| scheme.classes.iter().all(|c| c.id != **n)) {
            unknown("class", name, span, &path);
        }
        for name in item.group.iter().filter(|n| scheme.groups.iter().all(|g| g.id != **n)) {
            unknown("group", name, span, &path);
        }
        for name in item.points_at().filter(|n| scheme.item(n).is_none_or(|i| !i.scores())) {
            unknown("item", name, span, &path);
        }
    }
    for (at, measure) in scheme.measures.iter().enumerate() {
        let mut names = Names::default();
        measure.formula.iter().chain(&measure.most).for_each(|f| f.names(&mut names));
        let path = format!("measure[{}]", at + 1);
        for name in names.texts.iter().filter(|n| *n != "class") {
            unknown("field", name, &places.measures[at], &path);
        }
        for name in
            names.measures.union(&names.targets).chain(&names.lags).filter(|n| scheme.measure(n).is_none())
        {
            unknown("measure", name, &places.measures[at], &path);
        }
        for name in names.tables.union(&names.class_tables).filter(|n| scheme.table(n).is_none()) {
            unknown("lookup_table", name, &places.measures[at], &path);
        }
    }
    for name in scheme.rank.then.iter().filter(|n| scheme.measure(n).is_none()) {
        unknown("measure", name, &places.whole, "rank.then");
    }
}

/// A measure that is computed from itself, over whatever other measures.
fn cycles(scheme: &Scheme, places: &Places, found: &mut Findings<'_>) {
    let uses: BTreeMap<&str, BTreeSet<String>> = scheme
        .measures
        .iter()
        .map(|m| {
            let mut names = Names::default();
            m.formula.iter().chain(&m.most).for_each(|f| f.names(&mut names));
            (m.id.as_str(), names.measures)
        })
        .collect();
    for (at, measure) in scheme.measures.iter().enumerate() {
        let mut reached = BTreeSet::new();
        let mut open: Vec<&str> = vec![&measure.id];
        while let Some(name) = open.pop() {
            for next in uses.get(name).into_iter().flatten() {
                if reached.insert(next.as_str()) {
                    open.push(next);
                }
            }
        }
        if reached.contains(measure.id.as_str()) {
            let path: Vec<&str> = reached.into_iter().collect();
            let said = params([("name", &measure.id), ("path", &path.join("、"))]);
            found.error("scheme.cycle", &places.measures[at], &format!("measure[{}]", at + 1), said);
        }
    }
}

/// Each class alone, or all when there are none.
fn classes(scheme: &Scheme) -> Vec<Option<&str>> {
    if scheme.classes.is_empty() {
        vec![None]
    } else {
        scheme.classes.iter().map(|c| Some(c.id.as_str())).collect()
    }
}

/// What is no bonus adds up to the total, for each class: items by their points, weighted and best-of groups by
/// the group's.
fn weights(scheme: &Scheme, places: &Places, found: &mut Findings<'_>) {
    for class in classes(scheme) {
        let own = |i: &&Item| !i.bonus && class.is_none_or(|c| i.is_for(c));
        let alone = |i: &&Item| i.group_of(scheme).is_none_or(|g| g.mode == GroupMode::Sum);
        let of_items: Decimal = scheme.items.iter().filter(own).filter(alone).map(|i| i.points).sum();
        let whole = |g: &&Group| {
            g.mode != GroupMode::Sum
                && scheme.items.iter().filter(own).any(|i| i.group.as_ref() == Some(&g.id))
        };
        let sum = of_items + scheme.groups.iter().filter(whole).map(|g| g.points).sum::<Decimal>();
        if sum != scheme.total {
            let (sum, total) = (sum.normalize().to_string(), scheme.total.to_string());
            let said = params([("sum", &sum), ("total", &total), ("class", class.unwrap_or("—"))]);
            found.error("scheme.weights", &places.total, "scheme.total", said);
        }
    }
}

fn groups(scheme: &Scheme, places: &Places, found: &mut Findings<'_>) {
    for (group, span) in scheme.groups.iter().zip(&places.groups) {
        let items = || scheme.items.iter().filter(|i| i.group.as_ref() == Some(&group.id));
        if items().next().is_none() {
            found.error("scheme.empty_group", span, "group", params([("name", &group.name.zh)]));
            continue;
        }
        // Items of different classes stand side by side in a group: each class must get the group's points.
        for class in classes(scheme) {
            let own: Vec<&Item> = items().filter(|i| !i.bonus && class.is_none_or(|c| i.is_for(c))).collect();
            let (code, sum) = match group.mode {
                GroupMode::Sum => ("scheme.group_weights", own.iter().map(|i| i.points).sum()),
                GroupMode::Weighted | GroupMode::Best(_) if own.is_empty() => continue,
                GroupMode::Weighted => {
                    let sum: Decimal = own.iter().filter_map(|i| i.weight).sum();
                    if sum == Decimal::ONE && own.iter().all(|i| i.weight.is_some()) {
                        continue;
                    }
                    ("scheme.group_weights_not_one", sum)
                }
                GroupMode::Best(count) => {
                    let mut points: Vec<Decimal> = own.iter().map(|i| i.points).collect();
                    points.sort();
                    ("scheme.group_best", points.into_iter().rev().take(count as usize).sum())
                }
            };
            if sum != group.points {
                let (sum, total) = (sum.normalize().to_string(), group.points.to_string());
                let said = params([("name", &group.name.zh), ("sum", &sum), ("total", &total)]);
                found.error(code, span, "group", said);
                break;
            }
        }
    }
}

/// A size of target or a class for which a table has no value: scores would stop there.
fn holes(scheme: &Scheme, places: &Places, found: &mut Findings<'_>) {
    let mut asked = Names::default();
    scheme.items.iter().for_each(|i| i.collect_names(&mut asked));
    for measure in &scheme.measures {
        measure.formula.iter().chain(&measure.most).for_each(|f| f.names(&mut asked));
    }
    for (table, span) in scheme.tables.iter().zip(&places.tables) {
        if asked.class_tables.contains(&table.id) {
            for class in scheme.classes.iter().filter(|c| !table.classes.contains_key(&c.id)) {
                let said = params([("name", &table.id), ("other", &class.name.zh)]);
                found.error("scheme.class_without_value", span, "table", said);
            }
        }
        for class in table.classes.keys().filter(|c| scheme.classes.iter().all(|known| known.id != **c)) {
            let said = params([("section", "class"), ("name", class)]);
            found.error("scheme.unknown_name", span, "table", said);
        }
        let (low, high) = (table.bands.lowest(), table.bands.open_above());
        if asked.tables.contains(&table.id) && (low.is_some_and(|l| l > Decimal::ZERO) || !high) {
            let from = low.map_or_else(|| "—".to_owned(), |l| l.normalize().to_string());
            let said = params([("name", &table.id), ("from", &from)]);
            found.warning("scheme.size_without_value", span, "table", said);
        }
    }
}

/// A measure that nothing uses is hardly meant: a line was deleted, or an id misspelt.
fn unused(scheme: &Scheme, places: &Places, found: &mut Findings<'_>) {
    let mut names = Names::default();
    scheme.items.iter().for_each(|i| i.collect_names(&mut names));
    scheme.measures.iter().flat_map(|m| m.formula.iter().chain(&m.most)).for_each(|f| f.names(&mut names));
    names.measures.extend(scheme.rank.then.clone());
    names.measures.append(&mut names.lags.clone());
    for (measure, span) in scheme.measures.iter().zip(&places.measures) {
        if !measure.show && !names.measures.contains(&measure.id) {
            found.warning("scheme.unused_measure", span, "measure", params([("name", &measure.name.zh)]));
        }
    }
}

/// Gates that move verdicts need verdicts.
fn outcomes(scheme: &Scheme, places: &Places, found: &mut Findings<'_>) {
    for (item, span) in scheme.items.iter().zip(&places.items) {
        let Kind::Gate(gate) = &item.kind else { continue };
        let needs = match gate.then {
            Then::Promote(_) | Then::Demote(_) => 1,
            Then::BarOutcome(best) => best + 1,
            _ => 0,
        };
        if scheme.outcomes.len() < needs {
            found.error("scheme.no_outcomes", span, "item", params([("name", &item.name.zh)]));
        }
    }
}

/// Whether the item's rule can give its points, and no more.
fn reach(scheme: &Scheme, item: &Item, span: &Range<usize>, found: &mut Findings<'_>) {
    let best = match &item.kind {
        Kind::Tiers { tiers, otherwise, .. } => tiers.iter().map(|t| t.points).chain(*otherwise).max(),
        Kind::Threshold { otherwise: Otherwise::Points(p), .. } => Some(item.points.max(*p)),
        Kind::Rank(rank) if rank.last.is_some() => None,
        Kind::Rank(rank) => rank.list.iter().copied().chain([rank.otherwise]).max(),
        Kind::Lookup { table, .. } => {
            scheme.table(table).and_then(|t| t.bands.0.iter().map(|b| b.value).max())
        }
        _ => None,
    };
    let Some(best) = best else { return };
    let (best_text, points) = (best.normalize().to_string(), item.points.to_string());
    let said = params([("name", &item.name.zh), ("best", &best_text), ("points", &points)]);
    if best > item.points {
        found.error("scheme.points_exceeded", span, "item", said);
    } else if best < item.points {
        found.error("scheme.points_unreachable", span, "item", said);
    }
}

impl Item {
    /// Whether it gives points (deductions and gates do not).
    pub fn scores(&self) -> bool {
        !matches!(self.kind, Kind::Deduct(_) | Kind::Gate(_))
    }

    pub fn is_for(&self, class: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|c| c == class)
    }

    /// Other items that it names.
    fn points_at(&self) -> impl Iterator<Item = &String> {
        match &self.kind {
            Kind::Deduct(d) => d.from.as_ref(),
            Kind::Gate(super::Gate { then: Then::ItemZero(id), .. }) => Some(id),
            _ => None,
        }
        .into_iter()
    }

    pub(super) fn group_of<'s>(&self, scheme: &'s Scheme) -> Option<&'s Group> {
        scheme.groups.iter().find(|g| self.group.as_ref() == Some(&g.id))
    }

    /// The measures, targets and tables that it uses.
    pub fn names(&self) -> Names {
        let mut out = Names::default();
        self.collect_names(&mut out);
        out
    }

    pub(super) fn collect_names(&self, out: &mut Names) {
        let (exprs, conds) = self.expressions();
        for e in exprs {
            e.names(out);
        }
        for c in conds {
            c.names(out);
        }
        match &self.kind {
            Kind::PerItem(p) => {
                out.measures.insert(p.measure.clone());
                out.rows.insert(p.measure.clone());
            }
            Kind::Lookup { table, .. } => {
                out.tables.insert(table.clone());
            }
            Kind::Mix(parts) => parts.iter().for_each(|p| p.collect_names(out)),
            _ => {}
        }
    }

    /// The names that conditions on single rows use.
    pub(super) fn row_names(&self, out: &mut Names) {
        let (exprs, conds) = self.expressions();
        for e in exprs {
            e.row_names(out);
        }
        for c in conds {
            c.row_names(out);
        }
        if let Kind::PerItem(p) = &self.kind {
            out.texts.extend(p.by.clone());
            p.filter.iter().chain(p.tiers.iter().filter_map(|t| t.when.as_ref())).for_each(|c| c.names(out));
        }
        self.parts().iter().for_each(|p| p.row_names(out));
    }

    /// The expressions and conditions over figures of a unit.
    fn expressions(&self) -> (Vec<&Expr>, Vec<&Cond>) {
        match &self.kind {
            Kind::Ratio(r) => (vec![&r.num, &r.den], vec![]),
            Kind::Threshold { when, otherwise: Otherwise::Ratio(e), .. } => (vec![e], vec![when]),
            Kind::Threshold { when, .. } => (vec![], vec![when]),
            Kind::Tiers { on, tiers, .. } => {
                (on.iter().collect(), tiers.iter().filter_map(|t| t.when.as_ref()).collect())
            }
            Kind::Steps(s) | Kind::Growth { steps: s, .. } => (vec![&s.on, &s.up, &s.down], vec![]),
            Kind::Lookup { on, .. } | Kind::Marginal { on, .. } | Kind::MinMax { on, .. } => {
                (vec![on], vec![])
            }
            Kind::Rank(r) => (vec![&r.on], vec![]),
            Kind::Share { part, whole } => (vec![part, whole], vec![]),
            Kind::Formula { formula, .. } => (vec![formula], vec![]),
            Kind::Manual | Kind::Rating(_) | Kind::Mix(_) | Kind::PerItem(_) => (vec![], vec![]),
            Kind::Deduct(d) => (vec![&d.count], vec![]),
            Kind::Gate(g) => (vec![], vec![&g.when]),
        }
    }
}
