//! The levels of notes: the table in force, and a new one in its place.

use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use yinfeng_domain::{
    authority::{Act, Class},
    supervision::{Colour, Level, Levels, Tone},
};

use super::{LevelActions, LevelRef, LevelView, LevelsView, store};
use crate::floor::{
    Error, Fault, Result, audit,
    db::{Reader, Tx},
    web::{Action, Who},
};

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct LevelDraft {
    pub code: String,
    pub name: String,
    #[serde(default)]
    pub name_en: String,
    #[schema(value_type = String, example = "blue")]
    pub colour: Colour,
    #[schema(value_type = String, example = "urge")]
    pub tone: Tone,
    #[serde(default)]
    pub meaning: String,
    pub days: i64,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct LevelsPublish {
    pub note_word: String,
    pub instruction_word: String,
    pub levels: Vec<LevelDraft>,
    /// The version that was read; 0 for the standard table.
    pub version: i64,
}

/// The table by which notes are issued and raised.
pub(super) fn in_force(reader: &Reader, district: &str) -> Result<Levels> {
    let kept = store::levels::in_force(reader, district)?;
    Ok(kept.and_then(|k| serde_json::from_str(&k.text).ok()).unwrap_or_else(Levels::built_in))
}

pub(super) fn reference(level: &Level) -> LevelRef {
    LevelRef {
        code: level.code.clone(),
        name: level.name.clone(),
        colour: level.colour,
        praise: level.tone == Tone::Praise,
    }
}

fn may_publish(who: &Who) -> Result<()> {
    who.need_district(Class::Supervision, Act::Write)
        .map_err(|_| Error::refused(Fault::new("supervision.not_issuer")))
}

/// The levels in force, for anybody who reads notes.
pub fn table(reader: &Reader, who: &Who) -> Result<LevelsView> {
    who.reach(Class::Supervision, Act::Read)?;
    let kept = store::levels::in_force(reader, who.district())?;
    let levels = in_force(reader, who.district())?;
    let view = |l: Level| LevelView {
        code: l.code,
        name: l.name,
        name_en: l.name_en,
        colour: l.colour,
        tone: l.tone,
        meaning: l.meaning,
        days: l.days,
    };
    Ok(LevelsView {
        version: kept.as_ref().map_or(0, |k| k.version),
        note_word: levels.note_word,
        instruction_word: levels.instruction_word,
        levels: levels.levels.into_iter().map(view).collect(),
        recorded_at: kept.as_ref().map(|k| k.recorded_at),
        recorded_by: kept.and_then(|k| k.recorded_by),
        actions: LevelActions { publish: Action::of(who.lang, may_publish(who)) },
    })
}

/// Puts another table in force. Notes keep the level at which they stand, as it was called.
pub fn publish(tx: &Tx<'_>, who: &Who, cmd: &LevelsPublish) -> Result<LevelsView> {
    who.reach(Class::Supervision, Act::Read)?;
    may_publish(who)?;
    let now = table(tx, who)?;
    if now.version != cmd.version {
        let current = Box::new(serde_json::to_value(&now).map_err(anyhow::Error::from)?);
        return Err(Error::Stale { current, changed: vec!["levels".into()] });
    }
    let trimmed = |text: &str| text.trim().to_owned();
    let level = |l: &LevelDraft| Level {
        code: l.code.clone(),
        name: trimmed(&l.name),
        name_en: trimmed(&l.name_en),
        colour: l.colour,
        tone: l.tone,
        meaning: trimmed(&l.meaning),
        days: l.days,
    };
    let levels = Levels {
        note_word: trimmed(&cmd.note_word),
        instruction_word: trimmed(&cmd.instruction_word),
        levels: cmd.levels.iter().map(level).collect(),
    };
    let faults = levels.faults();
    if !faults.is_empty() {
        return Err(Error::Invalid(faults.into_iter().map(|f| Fault::at(f.field, f.code)).collect()));
    }
    let text = serde_json::to_string(&levels).map_err(anyhow::Error::from)?;
    store::levels::insert(tx, who, now.version + 1, &text)?;
    let detail = json!({ "version": now.version + 1, "levels": levels });
    audit::record(tx, who, "supervision.publish_levels", "supervision_levels", None, &detail)?;
    table(tx, who)
}
