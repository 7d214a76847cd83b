//! The levels of notes, as a table that the office may change: in one city blue reminds, yellow warns and red calls in
//! for a talk; in another blue praises.

use serde::{Deserialize, Serialize};

use crate::project::codes;

codes! {
    /// The colours that a note may have; what one means is the table's to say.
    Colour {
        Blue = "blue",
        Green = "green",
        Yellow = "yellow",
        Orange = "orange",
        Red = "red",
        Grey = "grey",
    }
}

codes! {
    /// Whether a level asks for something.
    Tone {
        /// Is answered by a day, and raised when it is not.
        Urge = "urge",
        /// Asks for nothing; it is over when it is issued.
        Praise = "praise",
    }
}

/// One level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Level {
    /// What records know it by: letters, digits and `_`.
    pub code: String,
    pub name: String,
    #[serde(default)]
    pub name_en: String,
    pub colour: Colour,
    pub tone: Tone,
    /// What it means, for those who get such a note.
    #[serde(default)]
    pub meaning: String,
    /// Days that the unit has unless the note says otherwise.
    pub days: i64,
}

/// The levels in their order, and the words of the serial numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Levels {
    /// `督办` of 督办〔2013〕1号.
    pub note_word: String,
    /// `批示` of 批示〔2013〕1号.
    pub instruction_word: String,
    pub levels: Vec<Level>,
}

/// What is wrong with a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LevelFault {
    /// `levels[1].name`.
    pub field: String,
    pub code: &'static str,
}

const MOST: usize = 8;
const NAME: usize = 20;
const MEANING: usize = 200;

impl Levels {
    /// Blue reminds, yellow warns, red calls in for a talk.
    pub fn built_in() -> Self {
        let level = |code: &str, name: &str, name_en: &str, colour, meaning: &str, days| Level {
            code: code.into(),
            name: name.into(),
            name_en: name_en.into(),
            colour,
            tone: Tone::Urge,
            meaning: meaning.into(),
            days,
        };
        Self {
            note_word: "督办".into(),
            instruction_word: "批示".into(),
            levels: vec![
                level("remind", "蓝色提醒", "Blue: reminder", Colour::Blue, "提醒责任单位按时办结", 15),
                level("warn", "黄色预警", "Yellow: warning", Colour::Yellow, "蓝色督办单逾期未办结", 10),
                level(
                    "talk",
                    "红色约谈",
                    "Red: called in",
                    Colour::Red,
                    "黄色督办单逾期未办结，约谈单位负责人",
                    5,
                ),
            ],
        }
    }

    /// Everything that is wrong with the table; empty when it can be put in force.
    pub fn faults(&self) -> Vec<LevelFault> {
        let mut found = Vec::new();
        let mut need = |ok: bool, field: &str, code| {
            if !ok {
                found.push(LevelFault { field: field.to_owned(), code });
            }
        };
        for (field, word) in [("note_word", &self.note_word), ("instruction_word", &self.instruction_word)] {
            need((1..=NAME).contains(&word.chars().count()), field, "supervision.level_name");
        }
        need((1..=MOST).contains(&self.levels.len()), "levels", "supervision.level_count");
        let urges = self.levels.iter().any(|l| l.tone == Tone::Urge);
        need(urges, "levels", "supervision.level_urge");
        for (i, level) in self.levels.iter().enumerate() {
            let at = |field: &str| format!("levels[{i}].{field}");
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
            let code = (1..=NAME).contains(&level.code.len()) && level.code.chars().all(plain);
            need(code, &at("code"), "supervision.level_code");
            need((1..=NAME).contains(&level.name.chars().count()), &at("name"), "supervision.level_name");
            need(level.name_en.chars().count() <= NAME * 2, &at("name_en"), "supervision.level_name");
            need(level.meaning.chars().count() <= MEANING, &at("meaning"), "supervision.level_meaning");
            need((1..=365).contains(&level.days), &at("days"), "supervision.level_days");
            let again = self.levels[..i].iter().any(|l| l.code == level.code || l.name == level.name);
            need(!again, &at("name"), "supervision.level_twice");
        }
        found
    }

    pub fn find(&self, code: &str) -> Option<&Level> {
        self.levels.iter().find(|l| l.code == code)
    }

    /// The level at which a note begins unless another is chosen.
    pub fn first(&self) -> Option<&Level> {
        self.levels.iter().find(|l| l.tone == Tone::Urge)
    }

    /// The level above, or the code of why there is none.
    pub fn above(&self, code: &str) -> Result<&Level, &'static str> {
        let urging: Vec<&Level> = self.levels.iter().filter(|l| l.tone == Tone::Urge).collect();
        let at = urging.iter().position(|l| l.code == code).ok_or("supervision.level_gone")?;
        urging.get(at + 1).copied().ok_or("supervision.last_level")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standard_table_is_sound_and_climbs() {
        let levels = Levels::built_in();
        assert!(levels.faults().is_empty());
        assert_eq!(levels.first().map(|l| l.code.as_str()), Some("remind"));
        assert_eq!(levels.above("remind").map(|l| l.code.as_str()), Ok("warn"));
        assert_eq!(levels.above("talk"), Err("supervision.last_level"));
        assert_eq!(levels.above("gone"), Err("supervision.level_gone"));
    }

    #[test]
    fn praise_is_no_step_of_the_ladder() {
        let mut levels = Levels::built_in();
        levels.levels[0].tone = Tone::Praise;
        assert!(levels.faults().is_empty());
        assert_eq!(levels.first().map(|l| l.code.as_str()), Some("warn"));
        assert_eq!(levels.above("remind"), Err("supervision.level_gone"));
    }

    #[test]
    fn a_table_that_cannot_be_used_is_refused() {
        let wrong = |change: fn(&mut Levels)| {
            let mut levels = Levels::built_in();
            change(&mut levels);
            levels.faults().first().map(|f| f.code)
        };
        assert_eq!(wrong(|l| l.levels.clear()), Some("supervision.level_count"));
        assert_eq!(wrong(|l| l.note_word.clear()), Some("supervision.level_name"));
        assert_eq!(wrong(|l| l.levels[0].code = "蓝".into()), Some("supervision.level_code"));
        assert_eq!(wrong(|l| l.levels[1].days = 0), Some("supervision.level_days"));
        assert_eq!(wrong(|l| l.levels[1].name = "蓝色提醒".into()), Some("supervision.level_twice"));
        assert_eq!(
            wrong(|l| l.levels.iter_mut().for_each(|l| l.tone = Tone::Praise)),
            Some("supervision.level_urge")
        );
    }
}
