//! The board (看板): projects that go on, by stage, the longest in their stage first. Counts come from the summary; a
//! column is read page by page, by key. Moving a card is [`super::advance`]: the same gate.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use yinfeng_domain::{
    authority::{Act, Class},
    id::{ProjectId, UnitId},
    project::{Grade, Kind, Stage, Track, next_stages},
};

use super::{CodeName, store};
use crate::{
    floor::{
        Error, Fault, Result,
        db::Reader,
        web::{Action, Who},
    },
    org::{self, UnitRef},
};

/// Which projects are on the board; empty is all.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct BoardFilter {
    /// Units in the lead, or with such a unit below them.
    #[param(value_type = Vec<uuid::Uuid>)]
    pub unit: Vec<UnitId>,
    #[param(value_type = Vec<String>)]
    pub track: Vec<Track>,
    #[param(value_type = Vec<String>)]
    pub grade: Vec<Grade>,
    /// Cards of a column, up to 100; 20 when left out.
    pub limit: Option<i64>,
    /// For the next page of one column.
    pub cursor: Option<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BoardCard {
    #[schema(value_type = uuid::Uuid)]
    pub id: ProjectId,
    pub code: String,
    pub name: String,
    #[schema(value_type = String)]
    pub kind: Kind,
    #[schema(value_type = String)]
    pub track: Track,
    #[schema(value_type = String)]
    pub stage: Stage,
    pub lead_unit: UnitRef,
    pub total_fen: Option<i64>,
    #[schema(value_type = String)]
    pub stage_since_on: Date,
    pub days_in_stage: i64,
    pub next_step: String,
    #[schema(value_type = Option<String>)]
    pub next_step_due_on: Option<Date>,
    pub version: i64,
    /// Where it may go from here, the ordinary next last; whether it may is for the gate to say.
    #[schema(value_type = Vec<String>)]
    pub next_stages: Vec<Stage>,
    pub advance: Action,
    pub code_name: Option<CodeName>,
    #[schema(value_type = Option<String>)]
    pub grade: Option<Grade>,
    #[serde(skip)]
    pub lead_path: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BoardColumn {
    #[schema(value_type = String)]
    pub stage: Stage,
    pub projects: i64,
    /// Of so many the total investment is known.
    pub with_total: i64,
    pub total_fen: i64,
    pub cards: Vec<BoardCard>,
    pub next_cursor: Option<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Board {
    #[schema(value_type = String)]
    pub as_of: Date,
    pub columns: Vec<BoardColumn>,
}

/// The most cards of a column in one answer.
const MOST: i64 = 100;
const USUAL: i64 = 20;

/// Every column with its counts and its first cards.
pub fn board(reader: &Reader, who: &Who, filter: &BoardFilter) -> Result<Board> {
    who.reach(Class::Project, Act::Read)?;
    let counts = store::board::counts(reader, who, filter)?;
    let columns = Stage::ALL.iter().map(|stage| {
        let (projects, with_total, total_fen) =
            counts.iter().find(|(s, _)| s == stage).map_or((0, 0, 0), |(_, c)| *c);
        let (cards, next_cursor) =
            if projects == 0 { (Vec::new(), None) } else { cards(reader, who, *stage, filter)? };
        Ok(BoardColumn { stage: *stage, projects, with_total, total_fen, cards, next_cursor })
    });
    Ok(Board { as_of: org::office_day(reader, who.district())?, columns: columns.collect::<Result<_>>()? })
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BoardPage {
    pub cards: Vec<BoardCard>,
    pub next_cursor: Option<String>,
}

/// More cards of one column.
pub fn column(reader: &Reader, who: &Who, stage: &str, filter: &BoardFilter) -> Result<BoardPage> {
    who.reach(Class::Project, Act::Read)?;
    let stage = Stage::from_code(stage).ok_or(Error::NotFound)?;
    let (cards, next_cursor) = cards(reader, who, stage, filter)?;
    Ok(BoardPage { cards, next_cursor })
}

fn cards(
    reader: &Reader,
    who: &Who,
    stage: Stage,
    filter: &BoardFilter,
) -> Result<(Vec<BoardCard>, Option<String>)> {
    let limit = filter.limit.unwrap_or(USUAL).clamp(1, MOST);
    let (mut cards, next) = store::board::cards(reader, who, stage, filter, limit)?;
    let today = org::office_day(reader, who.district())?;
    for card in &mut cards {
        card.days_in_stage = (today - card.stage_since_on).get_days().max(0).into();
        card.next_stages = next_stages(card.kind, card.stage);
        let may = super::may_edit(who, &card.lead_path).and_then(|()| {
            if card.code_name.as_ref().is_some_and(|c| c.covered) {
                Err(Error::refused(Fault::new("project.covered")))
            } else if card.next_stages.is_empty() {
                Err(Error::refused(Fault::new("project.last_stage")))
            } else {
                Ok(())
            }
        });
        card.advance = Action::of(who.lang, may);
    }
    Ok((cards, next))
}
