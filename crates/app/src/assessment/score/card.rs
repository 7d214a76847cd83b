//! The card of one unit: where its points come from, item by item, with the rows behind each.

use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;
use yinfeng_domain::{
    assessment::{
        number,
        scheme::{Kind, Measure as SchemeMeasure, Source},
        score::MeasureScore,
    },
    authority::{Act, Class},
    id::UnitId,
};

use super::{
    Asked, Scored,
    facts::so_far,
    kept, spoken,
    view::{self, ItemView, MissingFact, Progress, SchemeRef, UnitScoreView},
};
use crate::{
    assessment::{book, decision::FRAUD, returned::is_late, store::card as rows, store::decision},
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
    /// `fund`, `project`, `return`, `event` or `decision`.
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
    let behind = Behind::new(reader, who, &scored, unit);
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

/// The rows behind the items of one unit.
struct Behind<'a> {
    reader: &'a Reader,
    who: &'a Who,
    scored: &'a Scored,
    unit: UnitId,
    /// The unit and those whose results count for it.
    members: Vec<UnitId>,
}

type Page = (Vec<CardRow>, i64);

impl<'a> Behind<'a> {
    fn new(reader: &'a Reader, who: &'a Who, scored: &'a Scored, unit: UnitId) -> Self {
        let members = scored.gathered.counts_for.iter().filter(|(_, to)| **to == unit).map(|(id, _)| *id);
        let mut members: Vec<UnitId> = members.collect();
        members.sort();
        Self { reader, who, scored, unit, members }
    }

    /// Puts the rows of an item on it: those of the sources of its measures.
    fn fill(&self, item: &mut ItemView) -> Result<()> {
        let Some(rule) = self.scored.scheme.item(&item.code) else { return Ok(()) };
        let (mut all, mut total) = (Vec::new(), 0);
        for rated in std::iter::once(rule).chain(rule.parts()) {
            if matches!(rated.kind, Kind::Manual | Kind::Rating(_)) {
                let (rows, count) = self.decisions(&rated.id)?;
                all.extend(rows);
                total += count;
            }
        }
        for measure in self.entered(&item.code) {
            let (rows, count) = self.decisions(&measure)?;
            all.extend(rows);
            total += count;
        }
        for source in self.sources(&item.code) {
            let (mut page, count) = self.page(source)?;
            for row in &mut page {
                row.amount_text =
                    row.amount_text.take().or(row.amount_fen.map(|fen| amount(self.who.lang, fen)));
            }
            all.extend(page);
            total += count;
        }
        if total > 0 {
            item.rows = all;
            item.rows_total = Some(total);
        }
        Ok(())
    }

    /// The measures behind an item.
    fn measures(&self, item: &str) -> Vec<&SchemeMeasure> {
        let Ok(scores) = &self.scored.outcome else { return Vec::new() };
        let unit = scores.units.iter().find(|u| u.unit == self.unit);
        let measures = unit.into_iter().flat_map(|u| {
            let scored = u.items.iter().filter(|i| i.item == item).flat_map(|i| &i.measures);
            scored.chain(u.total.taken.iter().filter(|t| t.item == item).flat_map(|t| &t.measures))
        });
        measures.filter_map(|m| self.scored.scheme.measure(m)).collect()
    }

    /// Those that the office typed in.
    fn entered(&self, item: &str) -> Vec<String> {
        let entered = self.measures(item).into_iter().filter(|m| m.source == Source::Entered);
        entered.map(|m| m.id.clone()).collect()
    }

    /// The sources of the measures behind an item, each once.
    fn sources(&self, item: &str) -> Vec<Source> {
        let mut sources: Vec<Source> = self.measures(item).into_iter().map(|m| m.source).collect();
        sources.sort();
        sources.dedup();
        sources
    }

    fn page(&self, source: Source) -> Result<Page> {
        let (reader, district) = (self.reader, self.who.district());
        let window = so_far(&self.scored.scheme, self.scored.as_of);
        match source {
            Source::Funds if self.scored.book().is_some() => {
                book::behind(reader, self.who, self.scored, self.unit)
            }
            Source::Funds => rows::funds(reader, self.who, &self.members, window),
            Source::Projects => rows::introduced(reader, self.who, &self.members, window, "capital"),
            Source::Talents => rows::introduced(reader, self.who, &self.members, window, "talent"),
            Source::Institutes => rows::introduced(reader, self.who, &self.members, window, "institute"),
            Source::Activities => rows::events(reader, district, &self.members, window),
            Source::Forms | Source::Returns => {
                let forms = rows::forms(reader, district, &self.members, window)?;
                let all = source == Source::Returns;
                let late =
                    forms.into_iter().filter(|f| all || is_late(f.due_on, f.submitted_on, self.scored.as_of));
                let late: Vec<CardRow> = late.map(|f| self.form(&f)).collect();
                let total = late.len() as i64;
                Ok((late, total))
            }
            Source::Breaches => rows::breaches(reader, self.who, &self.members, window),
            Source::Fraud => self.decisions(FRAUD),
            Source::Progress | Source::Entered | Source::Formula => Ok((Vec::new(), 0)),
        }
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

    fn decisions(&self, item: &str) -> Result<Page> {
        let made = decision::list(self.reader, self.who.district(), self.scored.year, None)?;
        let of_unit = made.into_iter().filter(|d| {
            d.unit.id == self.unit
                && d.item.split('/').next() == Some(item)
                && d.decided_on <= self.scored.as_of
        });
        let page: Vec<CardRow> = of_unit
            .map(|d| CardRow {
                kind: "decision",
                id: d.id,
                code: Some(d.minutes_no.clone()),
                title: match self.raters(&d.item) {
                    Some(name) => format!("{name} {}", d.reason),
                    None => d.reason,
                },
                date: Some(d.decided_on),
                amount_fen: None,
                amount_text: Some(d.points).filter(|p| !p.is_empty()),
                share_bp: None,
                url: None,
            })
            .collect();
        let total = page.len() as i64;
        Ok((page, total))
    }
}
