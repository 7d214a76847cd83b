//! Stages and statuses. They are orthogonal: a project on hold keeps the stage it had.

use super::{Kind, codes};

codes! {
    /// How far a project has come, in order.
    Stage {
        /// 线索
        Lead = "lead",
        /// 有效线索
        Qualified = "qualified",
        /// 在谈
        Negotiation = "negotiation",
        /// 评审
        Review = "review",
        /// 拟签约
        ReadyToSign = "ready_to_sign",
        /// 签约: a formal contract, not an intent or a framework.
        Signed = "signed",
        /// 注册
        Registered = "registered",
        /// 拿地、审批
        Approvals = "approvals",
        /// 开工
        Construction = "construction",
        /// 竣工
        Completed = "completed",
        /// 投产
        Production = "production",
        /// 达产达效
        AtCapacity = "at_capacity",
    }
}

codes! {
    /// Whether a project goes on.
    Status {
        /// 推进中
        Ongoing = "ongoing",
        /// 暂停
        OnHold = "on_hold",
        /// 流失: given up before signing.
        Lost = "lost",
        /// 终止: given up after signing.
        Terminated = "terminated",
        /// 流转
        Transferred = "transferred",
        /// 合并
        Merged = "merged",
        /// 出库: stood still for too long, and left the active library.
        Left = "left",
    }
}

use Stage as S;

/// Every legal move, in one place. Before signing one may go back to the table; from signing on the stages only go
/// forward, for each of them is a fact that happened. An admission review is not needed for every project.
pub const TRANSITIONS: &[(Stage, &[Stage])] = &[
    (S::Lead, &[S::Qualified]),
    (S::Qualified, &[S::Negotiation]),
    (S::Negotiation, &[S::Review, S::ReadyToSign]),
    (S::Review, &[S::Negotiation, S::ReadyToSign]),
    (S::ReadyToSign, &[S::Negotiation, S::Signed]),
    (S::Signed, &[S::Registered]),
    (S::Registered, &[S::Approvals]),
    (S::Approvals, &[S::Construction]),
    (S::Construction, &[S::Completed]),
    (S::Completed, &[S::Production]),
    (S::Production, &[S::AtCapacity]),
    (S::AtCapacity, &[]),
];

impl Kind {
    /// Whether projects of this kind go through the stage. Headquarters, platforms, mergers, talents and institutes
    /// build nothing of their own: no land, no works, no acceptance.
    pub const fn goes_through(self, stage: Stage) -> bool {
        match stage {
            S::Approvals | S::Construction | S::Completed => !matches!(
                self,
                Self::Headquarters | Self::Platform | Self::Merger | Self::Talent | Self::Institute
            ),
            _ => true,
        }
    }
}

impl Stage {
    pub const fn is_signed(self) -> bool {
        self as u8 >= Self::Signed as u8
    }

    /// Where a move forward leads in the ordinary course, over all kinds.
    fn forward(self) -> Option<Self> {
        Self::ALL.get(self as usize + 1).copied()
    }
}

/// The stages that a project of this kind may move to from here: the table, with stages that its kind does not go
/// through stepped over. The last one is the ordinary next.
pub fn next_stages(kind: Kind, from: Stage) -> Vec<Stage> {
    let listed = TRANSITIONS.iter().find(|(s, _)| *s == from).map_or(&[][..], |(_, to)| to);
    let mut to: Vec<Stage> = Vec::new();
    for stage in listed {
        let mut stage = Some(*stage);
        while let Some(s) = stage.filter(|s| !kind.goes_through(*s)) {
            stage = s.forward();
        }
        if let Some(s) = stage.filter(|s| !to.contains(s)) {
            to.push(s);
        }
    }
    to
}

/// Whether a status may follow another at this stage. A project is lost before it is signed and terminated after;
/// what has been transferred or merged is told elsewhere and does not come back. Nobody puts a project out of the
/// library by hand ([`may_leave`]); from outside it is taken up again or given up.
pub fn status_may_become(stage: Stage, from: Status, to: Status) -> bool {
    match (from, to) {
        (Status::Transferred | Status::Merged, _) => false,
        (from, to) if from == to => false,
        (_, Status::Lost) => !stage.is_signed(),
        (_, Status::Terminated) => stage.is_signed(),
        (_, Status::Left) | (Status::Lost | Status::Terminated | Status::Left, Status::OnHold) => false,
        _ => true,
    }
}

/// Whether a project may be put out of the library: it goes on by its status, and has nothing signed.
pub const fn may_leave(stage: Stage, status: Status) -> bool {
    matches!(status, Status::Ongoing) && !stage.is_signed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_names_every_stage_once_and_never_skips() {
        assert_eq!(TRANSITIONS.iter().map(|(s, _)| *s).collect::<Vec<_>>(), Stage::ALL);
        for (from, to) in TRANSITIONS {
            for to in *to {
                let back = *to < *from;
                assert!(!back || !from.is_signed(), "{from} to {to}");
                assert!((*to as i32) - (*from as i32) <= 2, "{from} to {to}");
            }
        }
    }

    #[test]
    fn profiles_step_over_what_a_kind_does_not_do() {
        assert_eq!(next_stages(Kind::New, S::Registered), [S::Approvals]);
        assert_eq!(next_stages(Kind::Headquarters, S::Registered), [S::Production]);
        assert_eq!(next_stages(Kind::Talent, S::Production), [S::AtCapacity]);
        assert!(next_stages(Kind::New, S::AtCapacity).is_empty());
        assert_eq!(next_stages(Kind::New, S::Negotiation), [S::Review, S::ReadyToSign]);
    }

    /// A small generator of numbers (xorshift): the walks are the same every time.
    struct Dice(u64);

    impl Dice {
        fn throw(&mut self, sides: usize) -> usize {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            usize::try_from(self.0 % sides as u64).unwrap_or(0)
        }
    }

    /// What the table is for, said another way: forward by one stage of the kind, or over an admission review, or back
    /// to the table before signing.
    fn plain(kind: Kind, from: Stage, to: Stage) -> bool {
        let path: Vec<Stage> = S::ALL.iter().copied().filter(|s| kind.goes_through(*s)).collect();
        let place = |stage| path.iter().position(|s| *s == stage);
        let (Some(at), Some(next)) = (place(from), place(to)) else { return false };
        next == at + 1
            || (from, to) == (S::Negotiation, S::ReadyToSign)
            || (to == S::Negotiation && matches!(from, S::Review | S::ReadyToSign))
    }

    #[test]
    fn no_illegal_move_in_a_hundred_thousand_walks() {
        let mut dice = Dice(0x5eed_2013);
        let (mut moves, mut refusals) = (0_u32, 0_u32);
        for _ in 0..100_000 {
            let kind = Kind::ALL[dice.throw(Kind::ALL.len())];
            let (mut stage, mut status) = (S::Lead, Status::Ongoing);
            for _ in 0..24 {
                if dice.throw(16) == 0 {
                    let to = Status::ALL[dice.throw(Status::ALL.len())];
                    if status_may_become(stage, status, to) {
                        assert!(!matches!(status, Status::Transferred | Status::Merged), "{status} to {to}");
                        assert!(!(stage.is_signed() && to == Status::Lost));
                        assert!(stage.is_signed() || to != Status::Terminated);
                        status = to;
                    }
                    continue;
                }
                // Half of the tries are near, so that walks come far.
                let near = (stage as usize + dice.throw(3)).min(S::ALL.len() - 1);
                let to = S::ALL[if dice.throw(2) == 0 { near } else { dice.throw(S::ALL.len()) }];
                let may = status == Status::Ongoing && next_stages(kind, stage).contains(&to);
                assert_eq!(
                    may,
                    status == Status::Ongoing && plain(kind, stage, to),
                    "{kind}: {stage} to {to}"
                );
                if may {
                    assert!(kind.goes_through(to), "{kind} does not go through {to}");
                    stage = to;
                    moves += 1;
                } else {
                    refusals += 1;
                }
            }
        }
        assert!(moves > 50_000 && refusals > 500_000, "{moves} moves, {refusals} refusals");
    }

    #[test]
    fn lost_before_signing_terminated_after() {
        assert!(status_may_become(S::Negotiation, Status::Ongoing, Status::Lost));
        assert!(!status_may_become(S::Signed, Status::Ongoing, Status::Lost));
        assert!(status_may_become(S::Signed, Status::OnHold, Status::Terminated));
        assert!(!status_may_become(S::Lead, Status::Ongoing, Status::Terminated));
        assert!(status_may_become(S::Lead, Status::Lost, Status::Ongoing));
        assert!(!status_may_become(S::Lead, Status::Merged, Status::Ongoing));
        assert!(!status_may_become(S::Lead, Status::Ongoing, Status::Ongoing));
        assert!(!status_may_become(S::Lead, Status::Ongoing, Status::Left));
        assert!(status_may_become(S::Lead, Status::Left, Status::Ongoing));
        assert!(may_leave(S::Negotiation, Status::Ongoing) && !may_leave(S::Signed, Status::Ongoing));
        assert!(!may_leave(S::Lead, Status::OnHold));
    }
}
