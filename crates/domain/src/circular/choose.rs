//! Which formula a column follows: what its header suggests, unless another explains its figures better.

use rust_decimal::Decimal;

use super::{Mark, Relation, Role, Time, relation::evaluate, table::Table};

/// More rows than these do not make the choice surer.
const SAMPLE: usize = 120;
/// Every pair of columns is tried; of more quantities than these, those nearest to the left.
const NEAREST: usize = 24;

/// A formula that may hold, with what speaks for it before looking at the figures.
struct Candidate {
    relation: Relation,
    preferred: bool,
}

/// Gives every computed column its formula, those first that others come from.
pub(super) fn choose(table: &mut Table, months: Option<u8>) {
    if let Some(steady) = steady_time(table) {
        table.columns[steady].role = Role::Time;
    }
    let order = [Role::Sum, Role::Gap, Role::Completion, Role::Growth, Role::Share, Role::Lead, Role::Rank];
    for role in order {
        for column in 0..table.columns.len() {
            if table.columns[column].role == role {
                let candidates = candidates(table, column, months);
                let Some((relation, factor)) = best(table, column, candidates) else { continue };
                table.columns[column].relation = Some(relation);
                table.columns[column].factor = factor;
            }
        }
    }
}

/// A column named like a lead whose figures are all the same is the time that is gone.
fn steady_time(table: &Table) -> Option<usize> {
    (0..table.columns.len()).find(|column| {
        let mut values = (0..table.lines.len()).filter_map(|r| table.figure(r, *column).map(|p| p.value));
        let first = values.next();
        let mut more = values.peekable();
        !table.columns[*column].fixed
            && table.columns[*column].role == Role::Lead
            && table.columns[*column].header.contains("序时进度")
            && more.peek().is_some()
            && more.all(|v| Some(v) == first)
    })
}

/// Of the candidates the one that explains most figures. One that the header suggests holds even where it
/// explains none: that is how wrong figures are found.
fn best(table: &Table, column: usize, candidates: Vec<Candidate>) -> Option<(Relation, Decimal)> {
    let about = &table.columns[column];
    let rows: Vec<usize> = (0..table.lines.len())
        .filter(|r| table.lines[*r].kind.counts() && table.figure(*r, column).is_some())
        .take(SAMPLE)
        .collect();
    // A raw workbook holds 0.6875 where it shows 68.75%.
    let bare = rows.iter().any(|r| table.figure(*r, column).is_some_and(|p| p.raw));
    let mut best: Option<(usize, Relation, Decimal)> = None;
    for candidate in candidates {
        let factors = if bare {
            [Some(Decimal::ONE_HUNDRED), Some(Decimal::ONE)]
        } else {
            [Some(Decimal::ONE_HUNDRED), None]
        };
        for factor in factors.into_iter().flatten() {
            let (mut tried, mut fits) = (0, 0);
            for row in &rows {
                let Some(worth) = evaluate(table, about, &candidate.relation, factor, *row) else { continue };
                tried += 1;
                let Some(printed) = table.figure(*row, column) else { continue };
                fits += match printed.against(worth) {
                    Mark::Right => 2,
                    Mark::Rounding | Mark::Truncated => 1,
                    _ => 0,
                };
            }
            let preferred = candidate.preferred;
            let holds = (preferred && tried > 0) || (fits >= tried && tried >= 2);
            let score = fits + if preferred { rows.len() + 2 } else { 0 };
            if holds && best.as_ref().is_none_or(|b| score > b.0) {
                best = Some((score, candidate.relation.clone(), factor));
            }
        }
    }
    best.map(|(_, relation, factor)| (relation, factor))
}

fn candidates(table: &Table, column: usize, months: Option<u8>) -> Vec<Candidate> {
    let about = &table.columns[column];
    let quantities = nearest(table, column, Role::is_quantity);
    let pairs = || {
        quantities
            .iter()
            .flat_map(|a| quantities.iter().map(|b| (*a, *b)))
            .filter(|(a, b)| a != b && table.columns[*a].like(&table.columns[*b]))
    };
    let plain = |relation| Candidate { relation, preferred: false };
    match about.role {
        Role::Sum => sums(table, column),
        Role::Gap => {
            let liked = find(table, column, Role::Target).zip(find(table, column, Role::Done));
            pairs()
                .map(|(from, less)| Candidate {
                    preferred: liked == Some((from, less)),
                    relation: Relation::Gap { from, less },
                })
                .collect()
        }
        Role::Completion => {
            let liked = rate_of(table, column);
            pairs()
                .map(|(part, whole)| Candidate {
                    preferred: liked == Some((part, whole)),
                    relation: Relation::Ratio { part, whole },
                })
                .collect()
        }
        Role::Growth => {
            let before = find(table, column, Role::Prior);
            let now = before.and_then(|b| find(table, b, Role::Done).or_else(|| left_like(table, b)));
            pairs()
                .map(|(now_, before_)| Candidate {
                    preferred: before == Some(before_) && now == Some(now_),
                    relation: Relation::Growth { now: now_, before: before_ },
                })
                .collect()
        }
        Role::Share => {
            let liked = find(table, column, Role::Done)
                .or_else(|| quantities.iter().copied().find(|c| table.columns[*c].role != Role::Prior));
            let shares = quantities
                .iter()
                .map(|of| Candidate { preferred: liked == Some(*of), relation: Relation::Share { of: *of } });
            shares.chain(pairs().map(|(part, whole)| plain(Relation::Ratio { part, whole }))).collect()
        }
        Role::Lead => leads(table, column, months),
        Role::Rank => {
            let by = nearest(table, column, |r| !r.is_words() && !matches!(r, Role::Rank | Role::Time));
            let grouped = table.groups() > 1;
            let rates = nearest(table, column, |r| r == Role::Completion);
            let liked = rates.first().or(by.first()).copied();
            let mut out = Vec::new();
            for by in by {
                for (ascending, dense) in [(false, false), (false, true), (true, false)] {
                    let preferred = liked == Some(by) && !ascending && !dense;
                    // Both ways are in use; the figures say which. A reader who names the groups means them.
                    let only_within =
                        grouped && table.columns.iter().any(|c| c.fixed && c.role == Role::Group);
                    for within in
                        [false, true].into_iter().filter(|w| if *w { grouped } else { !only_within })
                    {
                        let relation = Relation::Rank { by, ascending, dense, within };
                        out.push(Candidate { relation, preferred });
                    }
                }
            }
            out
        }
        _ => Vec::new(),
    }
}

/// Columns of a kind, the nearest to the left first, then those to the right.
fn nearest(table: &Table, column: usize, wanted: impl Fn(Role) -> bool) -> Vec<usize> {
    let left = (0..column).rev();
    let right = column + 1..table.columns.len();
    let mut all: Vec<usize> = left.chain(right).filter(|c| wanted(table.columns[*c].role)).collect();
    // Under one heading belongs together.
    let group = table.columns[column].group();
    if !group.is_empty() {
        all.sort_by_key(|c| table.columns[*c].group() != group);
    }
    all.truncate(NEAREST);
    all
}

fn find(table: &Table, column: usize, role: Role) -> Option<usize> {
    nearest(table, column, |r| r == role).first().copied()
}

fn left_like(table: &Table, column: usize) -> Option<usize> {
    nearest(table, column, |r| r.is_quantity() && r != Role::Prior)
        .into_iter()
        .find(|c| table.columns[*c].like(&table.columns[column]))
}

/// What a rate's own words say: 到位率 is 到位 of what was signed, 完成率 done of the target.
fn rate_of(table: &Table, column: usize) -> Option<(usize, usize)> {
    let header = &table.columns[column].header;
    let quantities = nearest(table, column, Role::is_quantity);
    let named = |words: &[&str]| {
        quantities.iter().copied().find(|c| words.iter().any(|w| table.columns[*c].header.contains(w)))
    };
    let pairs: [(&str, &[&str], &[&str]); 6] = [
        ("到位率", &["到位", "到资"], &["合同", "签约", "协议", "引资", "总投资", "金额"]),
        ("到资率", &["到资", "到位"], &["合同", "签约", "协议", "引资", "总投资", "金额"]),
        ("开工率", &["开工"], &["签约", "项目", "合同", "个数"]),
        ("履约率", &["履约"], &["签约", "合同", "项目", "个数"]),
        ("投产率", &["投产"], &["签约", "开工", "项目", "个数"]),
        ("注册率", &["注册"], &["签约", "合同", "项目", "个数"]),
    ];
    for (rate, part, whole) in pairs {
        if header.contains(rate) {
            let part = named(part)?;
            let like = |c: &usize| *c != part && table.columns[*c].like(&table.columns[part]);
            let whole = quantities.iter().copied().filter(like).find(|c| {
                let not_part = !table.columns[*c].header.contains("到位");
                not_part && whole.iter().any(|w| table.columns[*c].header.contains(w))
            })?;
            return Some((part, whole));
        }
    }
    let whole = find(table, column, Role::Target)?;
    let done = nearest(table, column, |r| matches!(r, Role::Done | Role::Amount | Role::Sum));
    let part = done.into_iter().find(|c| *c != whole && table.columns[*c].like(&table.columns[whole]))?;
    Some((part, whole))
}

fn sums(table: &Table, column: usize) -> Vec<Candidate> {
    let about = &table.columns[column];
    let part = |c: &usize| {
        let other = &table.columns[*c];
        other.role.is_quantity() && other.role != Role::Sum && other.role != Role::Gap && other.like(about)
    };
    let width = table.columns.len();
    let right: Vec<usize> = (column + 1..width).take_while(part).collect();
    let left: Vec<usize> = (0..column).rev().take_while(part).collect();
    let group: Vec<usize> = (0..width)
        .filter(|c| *c != column && part(c) && !about.group().is_empty())
        .filter(|c| table.columns[*c].group() == about.group())
        .collect();
    let mut out = vec![Candidate { preferred: group.len() >= 2, relation: Relation::Sum { of: group } }];
    for run in [left, right] {
        for length in (2..=run.len()).rev() {
            out.push(Candidate { preferred: false, relation: Relation::Sum { of: run[..length].to_vec() } });
        }
    }
    out.retain(|c| matches!(&c.relation, Relation::Sum { of } if of.len() >= 2));
    out
}

fn leads(table: &Table, column: usize, months: Option<u8>) -> Vec<Candidate> {
    let rates = nearest(table, column, |r| r == Role::Completion);
    let mut times: Vec<(Time, bool)> =
        find(table, column, Role::Time).map(|c| (Time::Column(c), true)).into_iter().collect();
    let known = !times.is_empty();
    if let Some(months) = months {
        times.push((Time::Months(months), !known));
    } else {
        times.extend((1..=12).map(|m| (Time::Months(m), false)));
    }
    let mut out = Vec::new();
    for (at, done) in rates.into_iter().enumerate() {
        for (time, likely) in &times {
            for (reversed, rounded) in [(false, false), (false, true), (true, false), (true, true)] {
                // Both ways of rounding are in use; the figures say which.
                let preferred = *likely && at == 0 && !reversed;
                out.push(Candidate {
                    preferred,
                    relation: Relation::Lead { done, time: *time, reversed, rounded },
                });
            }
        }
    }
    out
}
