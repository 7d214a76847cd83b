//! What the rules look at, computed from what is known of a project on a day.

use jiff::civil::Date;

use super::Input;
use crate::project::Stage;

/// What is known of a project on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measured {
    pub stage: Stage,
    pub stage_since_on: Date,
    pub entered_on: Date,
    /// When a report last told of progress; "no change" is none.
    pub progress_on: Option<Date>,
    pub planned_start: Option<Date>,
    pub planned_completion: Option<Date>,
    /// A node of works has its day, or the stage says so.
    pub started: bool,
    pub completed: bool,
    pub total_fen: Option<i64>,
    pub recognised_fen: i64,
    pub nodes_late: i64,
    pub approvals_late: i64,
    pub problems_overdue: i64,
}

/// The values of the inputs, at the stage at which they hold. What is not known is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inputs {
    pub stage: Stage,
    values: [Option<i64>; Input::ALL.len()],
}

impl Inputs {
    pub const fn at(stage: Stage) -> Self {
        Self { stage, values: [None; Input::ALL.len()] }
    }

    pub const fn get(&self, input: Input) -> Option<i64> {
        self.values[input as usize]
    }

    #[must_use]
    pub const fn with(mut self, input: Input, value: i64) -> Self {
        self.values[input as usize] = Some(value);
        self
    }

    /// As it is kept with a light: `negotiation days_in_stage=40 days_idle=12`.
    pub fn text(&self) -> String {
        let mut out = self.stage.code().to_owned();
        for input in Input::ALL {
            if let Some(value) = self.get(*input) {
                out.push(' ');
                out.push_str(input.code());
                out.push('=');
                out.push_str(&value.to_string());
            }
        }
        out
    }

    pub fn from_text(text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        let mut out = Self::at(Stage::from_code(words.next()?)?);
        for word in words {
            let (input, value) = word.split_once('=')?;
            out = out.with(Input::from_code(input)?, value.parse().ok()?);
        }
        Some(out)
    }
}

fn days(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

fn month_index(day: Date) -> i64 {
    i64::from(day.year()) * 12 + i64::from(day.month())
}

/// Points of a hundred that the money is behind the time; negative is ahead.
fn behind(m: &Measured, on: Date) -> Option<i64> {
    let (from, to, total) = (m.planned_start?, m.planned_completion?, m.total_fen.filter(|t| *t > 0)?);
    if m.completed || on < from || to <= from {
        return None;
    }
    let time = (days(from, on) * 100 / days(from, to)).min(100);
    let money = i128::from(m.recognised_fen) * 100 / i128::from(total);
    Some(time - i64::try_from(money.clamp(0, 1_000)).unwrap_or(0))
}

/// The inputs on a day.
pub fn inputs(m: &Measured, on: Date) -> Inputs {
    let moved = m.progress_on.into_iter().chain([m.stage_since_on, m.entered_on]).max().unwrap_or(on);
    let mut out = Inputs::at(m.stage)
        .with(Input::DaysInStage, days(m.stage_since_on, on).max(0))
        .with(Input::DaysIdle, days(moved, on).max(0))
        .with(Input::NodesLate, m.nodes_late)
        .with(Input::ApprovalsLate, m.approvals_late)
        .with(Input::ProblemsOverdue, m.problems_overdue);
    let late = |planned: Date| (month_index(on) - month_index(planned)).max(0);
    if let Some(planned) = m.planned_start.filter(|_| !m.started) {
        out = out.with(Input::StartMonthsLate, late(planned));
    }
    if let Some(planned) = m.planned_completion.filter(|_| !m.completed) {
        out = out.with(Input::CompletionMonthsLate, late(planned));
    }
    match behind(m, on) {
        Some(points) => out.with(Input::MoneyPointsBehind, points),
        None => out,
    }
}
