//! The lines of a recognition: what became of the claimed money, step by step.

use rust_decimal::Decimal;

use super::{Recognised, State, Step, StepKind};
use crate::assessment::{
    number::{grouped, percent, plain},
    say::Lang,
};

/// `1,234.50万元`, at least two decimals, more where the fen need them.
fn wan(fen: i64, lang: Lang) -> String {
    let value = Decimal::new(fen, 6);
    let digits = 2.max(value.normalize().scale());
    match lang {
        Lang::Zh => format!("{}万元", grouped(value, digits)),
        Lang::En => format!("{} ×10,000 yuan", grouped(value, digits)),
    }
}

fn foreign(fen: i64, currency: &str) -> String {
    format!("{} {currency}", grouped(Decimal::new(fen, 2), 2))
}

impl Step {
    /// `× 汇率 6.1234（中国人民银行 2013-08-20） = 612.34万元`.
    pub fn say(&self, lang: Lang) -> String {
        let zh = lang == Lang::Zh;
        let after = wan(self.after_fen, lang);
        let less = wan(self.before_fen.saturating_sub(self.after_fen), lang);
        let more = wan(self.after_fen.saturating_sub(self.before_fen), lang);
        let say = lang.of(&self.say);
        let by = self.by.unwrap_or_default();
        match self.step {
            StepKind::Base => match &self.currency {
                Some(currency) => format!("{say} {}", foreign(self.after_fen, currency)),
                None => format!("{say} {after}"),
            },
            StepKind::Rate if zh => format!("× 汇率 {}（{say}）= {after}", plain(by)),
            StepKind::Rate => format!("× rate {} ({say}) = {after}", plain(by)),
            StepKind::Ownership | StepKind::Factor => format!(
                "× {say} {} = {after}",
                if self.step == StepKind::Ownership { percent(by, 2) } else { plain(by) }
            ),
            StepKind::Derived => format!("+ {say} {} {more} = {after}", percent(by, 2)),
            StepKind::Deduct if zh => format!("− {say} {less} = {after}"),
            StepKind::Deduct => format!("− {say} {less} = {after}"),
            StepKind::Cap if zh => format!("，不超过{say}，计 {after}"),
            StepKind::Cap => format!(", not above the {say}: {after}"),
            StepKind::Carry if zh => format!("；{say}，计 {after}"),
            StepKind::Carry => format!("; {say}: {after}"),
            StepKind::Decision if zh => format!("；会议认定（{say}），计 {after}"),
            StepKind::Decision => format!("; decided by a meeting ({say}): {after}"),
        }
    }
}

impl Recognised {
    /// `认定 = 到账资金 1,000.00万元 × …`, and behind it why it does not count when it does not.
    pub fn say(&self, lang: Lang) -> String {
        let zh = lang == Lang::Zh;
        let mut out = String::from(if zh { "认定 = " } else { "Recognised = " });
        for (at, step) in self.steps.iter().enumerate() {
            let said = step.say(lang);
            if at > 0 && !said.starts_with(['，', '；', ',', ';']) {
                out.push(' ');
            }
            out.push_str(&said);
        }
        let (open, close) = if zh { ("；", "") } else { ("; ", "") };
        let state = match (self.state, zh) {
            (State::Recognised, _) => None,
            (State::Refused, true) => Some("不予认定"),
            (State::Refused, false) => Some("refused"),
            (State::Undecided, true) => Some("需会议认定"),
            (State::Undecided, false) => Some("needs a decision"),
            (State::OutsideWindow, true) => Some("不在认定期内，不计"),
            (State::OutsideWindow, false) => Some("outside the window, not counted"),
            (State::Next, true) => Some("计入下一认定期"),
            (State::Next, false) => Some("counts in the next window"),
        };
        if let Some(state) = state {
            out.extend([open, state, close]);
        }
        for reason in self.reasons.iter().filter(|_| self.state != State::Recognised) {
            let field = reason.not_recorded.as_deref();
            let unknown = match (field, zh) {
                (None, _) => String::new(),
                (Some(field), true) => format!("（未登记 {field}）"),
                (Some(field), false) => format!(" ({field} is not recorded)"),
            };
            out.extend([open, lang.of(&reason.say), &unknown]);
        }
        out
    }
}
