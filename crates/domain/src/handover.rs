//! Handing over (交接): whoever leaves, or gives up an investor, gives what they hold to others line by line, and the
//! receiving units take it over.

use crate::project::codes;

codes! {
    /// What is handed over.
    HeldKind {
        /// 负责的客商
        Charge = "charge",
        /// 联系人
        Contact = "contact",
        /// 有效首报
        Claim = "claim",
        /// 往来的下一步
        NextStep = "next_step",
    }
}

codes! {
    LineState {
        /// Waits for the receiving unit.
        Waiting = "waiting",
        Taken = "taken",
        Refused = "refused",
        /// Taken back before anybody answered.
        Void = "void",
        /// By the time it was taken over it was no longer theirs: done, ended, or deleted.
        Gone = "gone",
    }
}

codes! {
    HandoverState {
        Waiting = "waiting",
        Done = "done",
        /// All are answered, and a unit did not take something: it needs another successor.
        Refused = "refused",
        Withdrawn = "withdrawn",
    }
}

impl HeldKind {
    /// Whether somebody has to look after it by name.
    pub const fn needs_person(self) -> bool {
        !matches!(self, Self::Charge)
    }
}

/// How a hand-over stands by its lines.
pub fn standing(lines: &[LineState]) -> HandoverState {
    let any = |state| lines.contains(&state);
    if any(LineState::Waiting) {
        HandoverState::Waiting
    } else if any(LineState::Refused) {
        HandoverState::Refused
    } else if any(LineState::Void) && !any(LineState::Taken) {
        HandoverState::Withdrawn
    } else {
        HandoverState::Done
    }
}

/// What somebody is to a line that waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HandoverHand {
    /// They opened the hand-over.
    pub opened: bool,
    /// The things are their own.
    pub leaving: bool,
    /// They head the receiving unit.
    pub head: bool,
    /// They keep the library of the whole district.
    pub office: bool,
}

/// Whether somebody may take a line over, or refuse it; the code of why not.
pub const fn may_answer(state: LineState, hand: HandoverHand) -> Result<(), &'static str> {
    match state {
        LineState::Waiting if hand.leaving => Err("handover.own_things"),
        LineState::Waiting if hand.opened => Err("handover.own_handover"),
        LineState::Waiting if hand.head || hand.office => Ok(()),
        LineState::Waiting => Err("handover.not_receiver"),
        _ => Err("handover.answered_already"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_of_the_receiving_unit_or_the_office_takes_over_and_never_whoever_gave() {
        let head = HandoverHand { head: true, ..HandoverHand::default() };
        let office = HandoverHand { office: true, ..HandoverHand::default() };
        for hand in [head, office] {
            assert_eq!(may_answer(LineState::Waiting, hand), Ok(()));
            let opened = HandoverHand { opened: true, ..hand };
            assert_eq!(may_answer(LineState::Waiting, opened), Err("handover.own_handover"));
            let leaving = HandoverHand { leaving: true, ..hand };
            assert_eq!(may_answer(LineState::Waiting, leaving), Err("handover.own_things"));
            for over in [LineState::Taken, LineState::Refused, LineState::Void, LineState::Gone] {
                assert_eq!(may_answer(over, hand), Err("handover.answered_already"));
            }
        }
        let other = HandoverHand::default();
        assert_eq!(may_answer(LineState::Waiting, other), Err("handover.not_receiver"));
    }

    #[test]
    fn it_stands_by_its_lines() {
        use LineState::{Gone, Refused, Taken, Void, Waiting};
        for (lines, state) in [
            (&[Taken, Waiting, Refused][..], HandoverState::Waiting),
            (&[Taken, Refused], HandoverState::Refused),
            (&[Taken, Gone], HandoverState::Done),
            (&[Gone], HandoverState::Done),
            (&[Taken, Void], HandoverState::Done),
            (&[Void, Void], HandoverState::Withdrawn),
        ] {
            assert_eq!(standing(lines), state, "{lines:?}");
        }
    }
}
