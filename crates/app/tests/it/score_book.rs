//! The workbook of scores, opened and recalculated by LibreOffice: every cell gives what was computed here.

use std::{collections::HashMap, io::Cursor, path::Path, process::Command};

use calamine::{Data, Reader, Xlsx};
use jiff::civil::date;
use rust_decimal::{Decimal, prelude::ToPrimitive};
use uuid::Uuid;
use yinfeng::assessment::render_book;
use yinfeng_domain::{
    assessment::{
        Lang, Scheme,
        facts::{Facts, Quantity, Rating, Row, Target, Unit, Value},
        scheme::{BUILT_IN, Kind, Scale, Source},
        score::{Book, Content, Shown, score, workbook},
    },
    id::{ProjectId, UnitId},
};

/// Digits that a binary number surely has; scores have far fewer.
const PLACES: u32 = 9;

/// A small generator: the same facts every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

/// Facts that any scheme can be applied to: figures around their targets, units without some of them where the scheme
/// says what that means, rows of every size.
fn facts(scheme: &Scheme, units: usize, seed: u64) -> Facts {
    let mut dice = Dice(seed);
    let mut out = Facts::default();
    let sources: Vec<Source> = scheme.measures.iter().map(|m| m.source).collect();
    for no in 0..units {
        let id = UnitId(Uuid::from_u128(no as u128 + 1));
        let class = &scheme.classes;
        let class = if class.is_empty() { String::new() } else { class[no % class.len()].id.clone() };
        out.units.push(Unit { id, name: format!("单位{no:02}"), class, soft: false });
        for measure in &scheme.measures {
            let money = measure.scale.is_money();
            let goal = match &measure.scale {
                Scale::Percent => 1,
                _ if money => 1_000 * (1 + dice.below(9)),
                _ => 1 + dice.below(12),
            };
            let quantity = |dice: &mut Dice| match &measure.scale {
                Scale::Percent => Quantity::Number(Decimal::new(dice.below(1_500) as i64, 3)),
                // 元、角、分: no round figures.
                _ if money => {
                    Quantity::Fen((goal * 1_000_000 * dice.below(1_700) / 1_000 + dice.below(100)) as i64)
                }
                _ => Quantity::Number(Decimal::from(goal * dice.below(20) / 10)),
            };
            if measure.formula.is_none() && measure.source == Source::Entered {
                out.values.push(Value { measure: measure.id.clone(), unit: id, value: quantity(&mut dice) });
            }
            let left_out = may_lack_target(scheme, &measure.id) && dice.below(6) == 0;
            if measure.scale != Scale::Percent && !left_out {
                let value = if money {
                    Quantity::Fen(goal as i64 * 1_000_000)
                } else {
                    Quantity::Number(goal.into())
                };
                out.targets.push(Target {
                    measure: measure.id.clone(),
                    unit: id,
                    value,
                    version: 1,
                    owner: None,
                    level: None,
                    part: None,
                });
            }
        }
        for source in sources.iter().filter(|s| !matches!(s, Source::Entered | Source::Formula)) {
            let ledger = out.ledgers.entry(*source).or_default();
            let count = if *source == Source::Fraud { u64::from(dice.below(20) == 0) } else { dice.below(6) };
            for _ in 0..count {
                ledger.push(row(&mut dice, id, scheme));
            }
        }
        for item in scheme.items.iter().flat_map(|i| std::iter::once(i).chain(i.parts())) {
            let rating =
                |dice: &mut Dice, most: Decimal, raters: Option<&str>, by: &str, aspect: Option<&str>| {
                    Rating {
                        item: item.id.clone(),
                        unit: id,
                        points: most * Decimal::new(dice.below(101) as i64, 2),
                        by: by.into(),
                        note: String::new(),
                        raters: raters.map(Into::into),
                        aspect: aspect.map(Into::into),
                    }
                };
            match &item.kind {
                Kind::Manual if item.no_rating.or(item.no_target).is_none() || dice.below(5) > 0 => {
                    out.ratings.push(rating(&mut dice, item.points, None, "丁", None));
                }
                Kind::Rating(rule) => {
                    for raters in &rule.raters {
                        for by in ["甲", "乙", "丙"] {
                            if rule.aspects.is_empty() {
                                out.ratings.push(rating(&mut dice, item.points, Some(&raters.id), by, None));
                            }
                            for aspect in &rule.aspects {
                                let one =
                                    rating(&mut dice, aspect.points, Some(&raters.id), by, Some(&aspect.id));
                                out.ratings.push(one);
                            }
                        }
                    }
                }
                _ => {}
            }
        }
    }
    // A ledger was read whole or not at all.
    for source in sources.into_iter().filter(|s| !matches!(s, Source::Entered | Source::Formula)) {
        out.ledgers.entry(source).or_default();
    }
    out
}

/// Whether the scheme says of every item what a unit without this target gets.
fn may_lack_target(scheme: &Scheme, id: &str) -> bool {
    let of: Vec<_> = scheme.items.iter().filter(|i| i.names().targets.contains(id)).collect();
    !of.is_empty() && of.iter().all(|i| i.no_target.is_some() && i.parts().is_empty())
}

fn row(dice: &mut Dice, unit: UnitId, scheme: &Scheme) -> Row {
    let id = Uuid::from_u128(
        u128::from(dice.below(u64::from(u32::MAX))) << 64 | u128::from(dice.below(u64::from(u32::MAX))),
    );
    let fen = (dice.below(3_000_000_000_000) + 1) as i64 / 10;
    let tags = scheme.row_fields().into_iter().map(|field| {
        let value = match field.as_str() {
            "origin" => ["境外", "省外"][dice.below(2) as usize].to_owned(),
            "invested_ratio" => Decimal::new(dice.below(20) as i64, 2).to_string(),
            _ => ["yes", "no"][dice.below(2) as usize].to_owned(),
        };
        (field, value)
    });
    let tags: std::collections::BTreeMap<String, String> = tags.collect();
    let kinds: Vec<String> = scheme.measures.iter().flat_map(|m| m.filter.kinds.clone()).collect();
    Row {
        id,
        unit,
        fen,
        size_fen: Some(fen.saturating_mul(2)),
        share_bp: [10_000, 5_000, 3_333][dice.below(3) as usize],
        industry: Some(["C3511", "K7010", "I6510"][dice.below(3) as usize].into()),
        kind: (!kinds.is_empty()).then(|| kinds[dice.below(kinds.len() as u64) as usize].as_str().into()),
        project: Some(ProjectId(id)),
        tags: Some(Box::new(tags)),
    }
}

/// Recalculates workbooks, all in one start of LibreOffice, in a profile of its own in which files are always
/// recalculated when they are opened.
fn recalculated(folder: &Path, names: &[String]) {
    let profile = folder.join("profile");
    std::fs::create_dir_all(profile.join("user")).unwrap();
    std::fs::write(
        profile.join("user/registrymodifications.xcu"),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<oor:items xmlns:oor=\"http://openoffice.org/2001/registry\">\
         <item oor:path=\"/org.openoffice.Office.Calc/Formula/Load\"><prop oor:name=\"OOXMLRecalcMode\" oor:op=\"fuse\">\
         <value>0</value></prop></item></oor:items>",
    )
    .unwrap();
    let out = folder.join("out");
    let mut command = Command::new("soffice");
    command
        .arg(format!("-env:UserInstallation=file://{}", profile.display()))
        .args(["--headless", "--norestore", "--convert-to", "xlsx", "--outdir"])
        .arg(&out)
        .args(names.iter().map(|name| folder.join(name)));
    let done = command.output().expect("LibreOffice (Debian: libreoffice-calc) recalculates the workbooks");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

/// The 14 digits of a number that a spreadsheet can be held to: it keeps 15, and computes with the last.
fn digits(number: f64) -> Option<String> {
    number.is_finite().then(|| format!("{number:.13e}"))
}

/// Compares every number and formula of a book with what is in a file; tells how many formulas there were, and what
/// differs.
fn compare(book: &Book, bytes: Vec<u8>, name: &str, wrong: &mut Vec<String>) -> usize {
    let mut file: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let mut formulas = 0;
    for sheet in &book.sheets {
        let range = file.worksheet_range(&sheet.name).unwrap();
        let (top, left) = range.start().unwrap_or_default();
        let found: HashMap<(u32, u32), Data> =
            range.used_cells().map(|(r, c, d)| ((r as u32 + top, c as u32 + left), d.clone())).collect();
        for cell in &sheet.cells {
            let got = found.get(&(cell.row, u32::from(cell.col)));
            let (wanted, formula) = match &cell.content {
                Content::Text(text) => (Shown::Text(text.clone()), ""),
                Content::Number(value) => (Shown::Number(*value), ""),
                Content::Formula { text, result } => {
                    formulas += 1;
                    (result.clone(), text.as_str())
                }
            };
            let same = match (&wanted, got) {
                (Shown::Number(value), Some(Data::Float(x))) => {
                    let places =
                        Decimal::try_from(*x).is_ok_and(|x| x.round_dp(PLACES) == value.round_dp(PLACES));
                    places || digits(*x) == value.to_f64().and_then(digits)
                }
                (Shown::Number(value), Some(Data::Int(x))) => Decimal::from(*x) == value.round_dp(PLACES),
                (Shown::Text(text), Some(Data::String(x))) => x == text,
                (Shown::Text(text), None | Some(Data::Empty)) => text.is_empty(),
                _ => false,
            };
            if !same || formula.len() > 8_000 {
                wrong.push(format!(
                    "{name} {}!{},{}: {wanted:?}, not {got:?}: {formula}",
                    sheet.name, cell.row, cell.col
                ));
            }
        }
    }
    formulas
}

#[test]
fn every_built_in_scheme_recalculates_to_the_same_scores() {
    let folder = tempfile::tempdir().unwrap();
    let (mut books, mut wrong) = (Vec::new(), Vec::new());
    for (at, (id, text)) in BUILT_IN.into_iter().enumerate() {
        let scheme = Scheme::parse(text).unwrap();
        for seed in 0..3 {
            let facts = facts(&scheme, 24, 7 + seed + 100 * at as u64);
            let day = date(scheme.window.to.year(), 8, 31);
            let scores = match score(&scheme, &facts, day) {
                Ok(scores) => scores,
                Err(missing) => {
                    wrong.extend(missing.iter().take(3).map(|m| format!("{id}: {}", m.say(Lang::En))));
                    continue;
                }
            };
            let lang = if seed == 0 { Lang::En } else { Lang::Zh };
            let book = workbook(&scheme, &facts, &scores, lang).unwrap();
            let kept = render_book(&book, true).unwrap();
            compare(&book, kept, &format!("{id} as it is kept"), &mut wrong);
            // Without kept results: what is read afterwards was computed by the other program.
            let name = format!("{id}-{seed}.xlsx");
            std::fs::write(folder.path().join(&name), render_book(&book, false).unwrap()).unwrap();
            books.push((name, book));
        }
    }
    let names: Vec<String> = books.iter().map(|(name, _)| name.clone()).collect();
    recalculated(folder.path(), &names);
    let mut formulas = 0;
    for (name, book) in &books {
        let bytes = std::fs::read(folder.path().join("out").join(name)).unwrap();
        formulas += compare(book, bytes, name, &mut wrong);
        let notes = &book.sheets.last().unwrap().cells;
        let text = |c: &yinfeng_domain::assessment::score::Cell| matches!(&c.content, Content::Text(t) if t.contains("按值写入") || t.contains("written as a value"));
        wrong.extend(notes.iter().filter(|c| text(c)).map(|c| format!("{name}: {:?}", c.content)));
    }
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong[..wrong.len().min(40)].join("\n"));
    assert!(formulas > 5_000, "{formulas} formulas");
}
