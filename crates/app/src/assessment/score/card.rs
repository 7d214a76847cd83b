//! The card of one unit: where its points come from, item by item, with the rows behind each.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet, HashMap},
};

use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;
use yinfeng_domain::{
    assessment::{
        facts::Row,
        number,
        scheme::{Kind, Measure as SchemeMeasure, Source},
        score::{MeasureScore, UnitScore, takes},
    },
    authority::{Act, Class},
    id::UnitId,
};

use super::{
    Asked, Scored, activity,
    facts::{form_id, so_far},
    kept, spoken,
    view::{self, ItemView, MissingFact, Progress, SchemeRef, UnitScoreView},
};
use crate::{
    assessment::{
        DecisionView, book,
        decision::FRAUD,
        store::{
            card::{self as rows, Which},
            decision,
        },
    },
    floor::{
        Error, Fault, Result,
        db::Reader,
        say::{Lang, amount},
        web::Who,
    },
};

/// The rows of one item that a card shows.
pub(crate) const PAGE: i64 = 100;

/// One row behind an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CardRow {
    /// `fund`, `project`, `return`, `event`, `interaction`, `first_report` or `decision`.
    pub kind: &'static str,
    pub id: Uuid,
    pub code: Option<String>,
    pub title: String,
    /// The day it was recognised, was due, was held or was decided.
    #[schema(value_type = Option<String>)]
    pub date: Option<Date>,
    /// What the unit is credited with, before any factor.
    pub amount_fen: Option<i64>,
    pub amount_text: Option<String>,
    pub share_bp: Option<i64>,
    pub url: Option<String>,
}

/// One measured thing of the unit, after factors.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MeasureView {
    pub code: String,
    pub name: String,
    /// After the factors of the scheme.
    pub done_text: String,
    pub target_text: Option<String>,
    pub target_version: Option<u32>,
    pub completion_text: Option<String>,
    pub lead_points_text: Option<String>,
    /// What each remaining month must bring.
    pub needed_rate_text: Option<String>,
}

/// Points of one group of items (板块).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct GroupView {
    pub code: String,
    pub name: String,
    pub points_text: String,
    pub max_text: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ScoreCard {
    pub year: i64,
    pub scheme: SchemeRef,
    #[schema(value_type = String)]
    pub as_of: Date,
    pub progress: Progress,
    /// The group in which the unit is compared.
    pub group: String,
    pub groups: Vec<GroupView>,
    pub measures: Vec<MeasureView>,
    pub missing: Vec<MissingFact>,
    #[serde(flatten)]
    pub score: UnitScoreView,
}

/// The card of a unit that one may see. Refused while no scheme is in force, while something is missing for the
/// scores, and for a unit that has no targets: each with what there is to do.
pub fn score_card(reader: &Reader, who: &Who, place: &str, unit: UnitId, asked: &Asked) -> Result<ScoreCard> {
    let reach = who.reach(Class::Figure, Act::Read)?;
    let Some(scored) = kept::until_written(reader, place, who.district(), asked)? else {
        let year = crate::assessment::http::year_or_now(reader, who, asked.year)?;
        return Err(Error::refused(Fault::new("assessment.no_scheme").with("year", year)));
    };
    let row = view::unit_row(&scored, unit).filter(|row| reach.covers(&row.path)).ok_or(Error::NotFound)?;
    if !row.scored {
        return Err(Error::NotFound);
    }
    let scores = match &scored.outcome {
        Ok(scores) => scores,
        Err(missing) => {
            let why: Vec<String> = missing.iter().take(10).map(|m| m.say(spoken(who.lang))).collect();
            return Err(Error::refused(Fault::new("assessment.incomplete").with("why", why.join(" "))));
        }
    };
    let Some(score) = scores.units.iter().find(|u| u.unit == unit) else {
        return Err(Error::refused(Fault::new("assessment.no_target").with("name", &row.name)));
    };
    let mut shown = view::unit_view(&scored, score, row.into(), who.lang);
    let behind = Behind::new(reader, who, &scored, score)?;
    for item in &mut shown.items {
        behind.fill(item)?;
    }
    let groups = score.total.groups.iter().map(|g| GroupView {
        code: g.group.clone(),
        name: spoken(who.lang).of(&g.name).to_owned(),
        points_text: number::grouped(g.points, 2),
        max_text: number::plain(g.full),
    });
    Ok(ScoreCard {
        year: scored.year,
        scheme: SchemeRef::of(&scored.brief, &scored.scheme, who.lang),
        as_of: scored.as_of,
        progress: view::progress(scored.scheme.window, scored.as_of),
        group: view::group_name(&scored, &score.class, who.lang),
        groups: groups.collect(),
        measures: score.measures.iter().map(|m| measure(m, &scored, who.lang)).collect(),
        missing: Vec::new(),
        score: shown,
    })
}

fn measure(m: &MeasureScore, scored: &Scored, lang: Lang) -> MeasureView {
    let spoken = spoken(lang);
    let figure = |value| {
        let of = scored.scheme.measure(&m.measure)?;
        Some(yinfeng_domain::assessment::score::Figure::of(of, value).say(spoken))
    };
    MeasureView {
        code: m.measure.clone(),
        name: spoken.of(&m.name).to_owned(),
        done_text: m.done.say(spoken),
        target_text: m.target.as_ref().map(|t| t.say(spoken)),
        target_version: m.target_version,
        completion_text: m.pace.as_ref().map(|p| number::percent(p.done, 2)),
        lead_points_text: m.pace.as_ref().map(|p| number::grouped(p.lead_points, 2)),
        needed_rate_text: m
            .pace
            .as_ref()
            .and_then(|p| p.needed_rate)
            .and_then(|rate| figure(rate.max(0.into()))),
    }
}

/// The rows behind the items of one unit: those that its measures took when it was scored.
struct Behind<'a> {
    reader: &'a Reader,
    who: &'a Who,
    scored: &'a Scored,
    score: &'a UnitScore,
    /// The unit and those whose results count for it.
    members: Vec<UnitId>,
    /// Of the unit, as they were scored.
    rows: BTreeMap<Source, Vec<&'a Row>>,
    /// Of the unit, up to the day.
    decisions: Vec<DecisionView>,
    /// Several items may ask for the same rows.
    made: RefCell<HashMap<(Source, Vec<String>), Page>>,
}

type Page = (Vec<CardRow>, i64);

impl<'a> Behind<'a> {
    fn new(reader: &'a Reader, who: &'a Who, scored: &'a Scored, score: &'a UnitScore) -> Result<Self> {
        let unit = score.unit;
        let members = scored.gathered.counts_for.iter().filter(|(_, to)| **to == unit).map(|(id, _)| *id);
        let mut members: Vec<UnitId> = members.collect();
        members.sort();
        let of_unit = |rows: &'a [Row]| rows.iter().filter(|row| row.unit == unit).collect();
        let rows = scored.gathered.facts.ledgers.iter().map(|(source, rows)| (*source, of_unit(rows)));
        let mut decisions = decision::list(reader, who.district(), scored.year, None, Some(unit))?;
        decisions.retain(|d| d.decided_on <= scored.as_of);
        let (rows, made) = (rows.collect(), RefCell::default());
        Ok(Self { reader, who, scored, score, members, rows, decisions, made })
    }

    /// Puts the rows of an item on it: those of the sources of its measures.
    fn fill(&self, item: &mut ItemView) -> Result<()> {
        let Some(rule) = self.scored.scheme.item(&item.code) else { return Ok(()) };
        let (mut all, mut total) = (Vec::new(), 0);
        let mut add = |(rows, count): Page| {
            all.extend(rows);
            total += count;
        };
        for rated in std::iter::once(rule).chain(rule.parts()) {
            if matches!(rated.kind, Kind::Manual | Kind::Rating(_)) {
                add(self.decided(&rated.id));
            }
        }
        let measures = self.measures(&item.code);
        for entered in measures.iter().filter(|m| m.source == Source::Entered) {
            add(self.decided(&entered.id));
        }
        let mut by_source: BTreeMap<Source, Vec<&SchemeMeasure>> = BTreeMap::new();
        for measure in measures {
            by_source.entry(measure.source).or_default().push(measure);
        }
        for (source, measures) in by_source {
            let key = (source, measures.iter().map(|m| m.id.clone()).collect::<Vec<_>>());
            let known = self.made.borrow().get(&key).cloned();
            let page = match known {
                Some(page) => page,
                None => self.page(source, &measures)?,
            };
            self.made.borrow_mut().insert(key, page.clone());
            add(page);
        }
        for row in &mut all {
            row.amount_text = row.amount_text.take().or(row.amount_fen.map(|fen| amount(self.who.lang, fen)));
        }
        if total > 0 {
            item.rows = all;
            item.rows_total = Some(total);
        }
        Ok(())
    }

    /// The measures behind an item, each once.
    fn measures(&self, item: &str) -> Vec<&'a SchemeMeasure> {
        let scored = self.score.items.iter().filter(|i| i.item == item).flat_map(|i| &i.measures);
        let taken = self.score.total.taken.iter().filter(|t| t.item == item).flat_map(|t| &t.measures);
        let names: BTreeSet<&String> = scored.chain(taken).collect();
        names.into_iter().filter_map(|m| self.scored.scheme.measure(m)).collect()
    }

    /// The unit's rows that one of the measures takes.
    fn taken(&self, source: Source, measures: &[&SchemeMeasure]) -> Vec<&'a Row> {
        let rows = self.rows.get(&source).map_or(&[][..], Vec::as_slice);
        rows.iter().copied().filter(|row| measures.iter().any(|m| takes(m, row))).collect()
    }

    fn page(&self, source: Source, measures: &[&SchemeMeasure]) -> Result<Page> {
        let taken = self.taken(source, measures);
        match source {
            Source::Funds if self.scored.book().is_some() => {
                book::behind(self.reader, self.who, self.scored, &taken)
            }
            Source::Funds => self.funds(&taken, measures),
            Source::Projects | Source::Talents | Source::Institutes => self.introduced(&taken),
            Source::Activities => self.activities(&taken),
            Source::Forms | Source::Returns => self.forms(&taken),
            Source::Breaches => {
                let window = so_far(&self.scored.scheme, self.scored.as_of);
                rows::breaches(self.reader, self.who, &self.members, window)
            }
            Source::Fraud => Ok(self.decided(FRAUD)),
            Source::Progress | Source::Entered | Source::Formula => Ok((Vec::new(), 0)),
        }
    }

    /// Receipts as the office recognised them. Sums were scored, so what a filter takes of them is told by project or section.
    fn funds(&self, taken: &[&Row], measures: &[&SchemeMeasure]) -> Result<Page> {
        let window = so_far(&self.scored.scheme, self.scored.as_of);
        let which = if measures.iter().any(|m| m.filter.is_open()) {
            Which::All
        } else if taken.is_empty() {
            return Ok((Vec::new(), 0));
        } else if taken.iter().all(|row| row.project.is_some()) {
            let projects: BTreeSet<_> = taken.iter().filter_map(|row| row.project).collect();
            Which::Projects(projects.into_iter().collect())
        } else {
            let section = |row: &&Row| row.industry.as_deref().unwrap_or_default().chars().take(1).collect();
            let sections: BTreeSet<String> = taken.iter().map(section).collect();
            Which::Sections(sections.into_iter().collect())
        };
        rows::funds(self.reader, self.who, (&self.members, &which), window)
    }

    fn introduced(&self, taken: &[&Row]) -> Result<Page> {
        let (ids, total) = latest(taken);
        if ids.is_empty() {
            return Ok((Vec::new(), 0));
        }
        let share =
            |id: Uuid| taken.iter().filter(|row| row.id == id).map(|row| i64::from(row.share_bp)).sum();
        let row = |p: rows::Introduced| CardRow {
            kind: "project",
            id: p.id,
            code: Some(p.code),
            title: p.name,
            date: Some(p.recognised_on),
            amount_fen: p.total_fen,
            amount_text: None,
            share_bp: Some(share(p.id)),
            url: Some(format!("/projects/{}", p.id)),
        };
        let found = rows::introduced(self.reader, self.who, &ids)?;
        Ok((found.into_iter().map(row).collect(), total))
    }

    fn activities(&self, taken: &[&Row]) -> Result<Page> {
        let mut by_table: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
        for row in taken {
            let table = activity::table(row.kind.as_deref().unwrap_or_default());
            by_table.entry(table).or_default().push(row);
        }
        let (mut all, mut total) = (Vec::new(), 0);
        for (table, taken) in by_table {
            let (ids, count) = latest(&taken);
            all.extend(rows::activities(self.reader, self.who.district(), table, &ids)?);
            total += count;
        }
        all.sort_by_key(|row| std::cmp::Reverse((row.date, row.id)));
        all.truncate(PAGE as usize);
        Ok((all, total))
    }

    fn forms(&self, taken: &[&Row]) -> Result<Page> {
        if taken.is_empty() {
            return Ok((Vec::new(), 0));
        }
        let window = so_far(&self.scored.scheme, self.scored.as_of);
        let ids: BTreeSet<Uuid> = taken.iter().map(|row| row.id).collect();
        let due = rows::forms(self.reader, self.who.district(), &self.members, window)?;
        let page: Vec<CardRow> =
            due.iter().filter(|f| ids.contains(&form_id(f))).map(|f| self.form(f)).collect();
        let total = page.len() as i64;
        Ok((page, total))
    }

    fn form(&self, form: &crate::assessment::store::facts::Form) -> CardRow {
        let came = match (form.submitted_on, self.who.lang) {
            (Some(day), Lang::Zh) => format!("{} 月报，{day} 报送", form.month),
            (None, Lang::Zh) => format!("{} 月报，未报送", form.month),
            (Some(day), Lang::En) => format!("Form of {}, came on {day}", form.month),
            (None, Lang::En) => format!("Form of {}, has not come", form.month),
        };
        CardRow {
            kind: "return",
            id: form.unit.0,
            code: Some(form.month.clone()),
            title: came,
            date: Some(form.due_on),
            amount_fen: None,
            amount_text: None,
            share_bp: None,
            url: None,
        }
    }

    /// The group of raters that a decision gives the points of.
    fn raters(&self, item: &str) -> Option<String> {
        let place = self.scored.scheme.rating_place(item)?;
        let Kind::Rating(rule) = &place.item.kind else { return None };
        let raters = rule.raters.iter().find(|r| Some(r.id.as_str()) == place.raters)?;
        Some(spoken(self.who.lang).of(&raters.name).to_owned())
    }

    /// What the office decided about an item, or typed in for a measure.
    fn decided(&self, item: &str) -> Page {
        let made = self.decisions.iter().filter(|d| d.item.split('/').next() == Some(item));
        let page: Vec<CardRow> = made
            .map(|d| CardRow {
                kind: "decision",
                id: d.id,
                code: Some(d.minutes_no.clone()),
                title: match self.raters(&d.item) {
                    Some(name) => format!("{name} {}", d.reason),
                    None => d.reason.clone(),
                },
                date: Some(d.decided_on),
                amount_fen: None,
                amount_text: Some(d.points.clone()).filter(|p| !p.is_empty()),
                share_bp: None,
                url: None,
            })
            .collect();
        let total = page.len() as i64;
        (page, total)
    }
}

/// The ids that a page shows, those entered last, and how many there are.
fn latest(taken: &[&Row]) -> (Vec<Uuid>, i64) {
    let ids: BTreeSet<Uuid> = taken.iter().map(|row| row.id).collect();
    let total = ids.len() as i64;
    (ids.into_iter().rev().take(PAGE as usize).collect(), total)
}
