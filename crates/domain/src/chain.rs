//! Industry chains (产业链): links from upstream to downstream, how strong the district is on each, and who fits where
//! it is weak. What the ledger says of a link is a proposal; what holds is the office's word and its reason.

use jiff::civil::Date;

use crate::{
    id::ChainLinkId,
    investor::Horizon,
    matching::{Factor, Nearness, factor, nearest, region, wanted_industry},
    project::codes,
};

codes! {
    /// 上中下游.
    Tier {
        Upstream = "upstream",
        Midstream = "midstream",
        Downstream = "downstream",
    }
}

codes! {
    /// What the district has on a link: 强, 一般, 弱, 缺.
    Strength {
        Strong = "strong",
        Fair = "fair",
        Weak = "weak",
        /// Nobody does it here.
        Gap = "gap",
    }
}

codes! {
    /// How far a target is.
    Outcome {
        ToContact = "to_contact",
        Contacted = "contacted",
        /// Visits go to and fro.
        Visiting = "visiting",
        /// It has become a project.
        Project = "project",
        GivenUp = "given_up",
    }
}

codes! {
    /// What came of a firm and an investor who met.
    PairResult {
        Interest = "interest",
        Agreement = "agreement",
        None = "none",
    }
}

impl Strength {
    /// Whether investors are looked for.
    pub const fn needs(self) -> bool {
        matches!(self, Self::Weak | Self::Gap)
    }
}

impl Outcome {
    /// Whether somebody is still to do something.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::ToContact | Self::Contacted | Self::Visiting)
    }
}

/// Levels of links below each other.
pub const DEEPEST: usize = 4;
/// Links of one chain, and classes of one link.
pub const MOST_LINKS: usize = 200;
pub const MOST_SECTORS: usize = 30;

/// What the ledgers know of a link.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Facts {
    /// Firms of the district that are named on it.
    pub firms: i64,
    /// Projects of its classes that are signed and go on.
    pub projects: i64,
    /// Their total investment, in fen.
    pub total_fen: i64,
}

/// 10亿元 in fen: from here on projects weigh as much as firms.
const MUCH_FEN: i64 = 100_000_000_000;

/// The strength that the facts speak for.
pub const fn suggested(facts: Facts) -> Strength {
    match facts {
        Facts { firms: 0, projects: 0, .. } => Strength::Gap,
        Facts { firms: 5.., .. } | Facts { firms: 2.., total_fen: MUCH_FEN.., .. } => Strength::Strong,
        Facts { firms: 2.., .. } | Facts { firms: 1, projects: 1.., .. } => Strength::Fair,
        _ => Strength::Weak,
    }
}

/// A link as it stands among the others of its chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Node {
    pub id: ChainLinkId,
    pub parent: Option<ChainLinkId>,
    pub tier: Tier,
}

/// Whether a link may stand there: below a link of the same chain and tier, in no circle, not too deep; or the code of
/// why not. `id` is none for a new link.
pub fn place(
    nodes: &[Node],
    id: Option<ChainLinkId>,
    tier: Tier,
    parent: Option<ChainLinkId>,
) -> Result<(), &'static str> {
    let find = |id| nodes.iter().find(|node| node.id == id);
    let mut depth = 1;
    let mut at = parent;
    while let Some(up) = at {
        let Some(node) = find(up) else { return Err("chain.parent_unknown") };
        if Some(up) == id {
            return Err("chain.parent_circle");
        }
        depth += 1;
        // What is stored has no circle; a longer way up than there are links would be one.
        if depth > nodes.len() + 1 {
            return Err("chain.parent_circle");
        }
        at = node.parent;
    }
    if parent.and_then(find).is_some_and(|node| node.tier != tier) {
        return Err("chain.parent_tier");
    }
    let below = id.map_or(0, |id| height(nodes, id, 0));
    if depth + below > DEEPEST {
        return Err("chain.too_deep");
    }
    let parts_elsewhere = nodes.iter().any(|node| id.is_some() && node.parent == id && node.tier != tier);
    if parts_elsewhere { Err("chain.parts_tier") } else { Ok(()) }
}

/// Levels below a link.
fn height(nodes: &[Node], id: ChainLinkId, level: usize) -> usize {
    if level > DEEPEST {
        return 0;
    }
    let parts = nodes.iter().filter(|node| node.parent == Some(id));
    parts.map(|node| 1 + height(nodes, node.id, level + 1)).max().unwrap_or(0)
}

/// What has to be said with a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    pub reason: bool,
    pub project: bool,
}

/// What a step of a target asks for, or the code of why it is none.
pub fn step(from: Outcome, to: Outcome) -> Result<Asked, &'static str> {
    if from == to {
        return Err("chain.same_outcome");
    }
    // Back is told with a reason, and so is giving up.
    Ok(Asked { reason: to == Outcome::GivenUp || to < from, project: to == Outcome::Project })
}

/// Whether a target waits for longer than it should.
pub fn overdue(outcome: Outcome, due_on: Date, today: Date) -> bool {
    outcome.is_open() && due_on < today
}

/// A link as investors are compared with it.
#[derive(Debug, Clone, Copy)]
pub struct Want<'a> {
    /// Beginnings of GB/T 4754 codes.
    pub sectors: &'a [String],
    pub strength: Strength,
    /// GB/T 2260 code of the district.
    pub area: &'a str,
}

/// An investor as it is compared with a link.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seeker {
    /// Of its own business.
    pub industry: Option<String>,
    pub intent: Option<Intent>,
    /// Codes of what it counts as today.
    pub tags: Vec<String>,
    /// Another unit has reported it first, and may negotiate alone.
    pub occupied: bool,
}

/// Of an open intent, what a link is compared by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intent {
    pub sectors: Vec<String>,
    pub regions: Vec<String>,
    pub horizon: Horizon,
}

/// What speaks for and against an investor on a link, in the order of weight; their `most` sums to 100. The same from
/// either side.
pub fn factors(link: &Want<'_>, seeker: &Seeker) -> Vec<Factor> {
    let here = |intent: &Intent| region(&intent.regions, link.area);
    vec![
        industry(link, seeker),
        need(link.strength),
        horizon(seeker),
        seeker.intent.as_ref().map_or(factor("region", 3, 10, "chain.fit_region_unknown"), here),
        standing(&seeker.tags),
        if seeker.occupied {
            factor("free", 0, 5, "chain.fit_occupied")
        } else {
            factor("free", 5, 5, "chain.fit_free")
        },
    ]
}

/// What it says it wants counts more than what it is in already.
fn industry(link: &Want<'_>, seeker: &Seeker) -> Factor {
    let wanted = seeker.intent.as_ref().map(|intent| {
        if intent.sectors.is_empty() {
            factor("industry", 15, 40, "matching.industry_unsaid")
        } else {
            wanted_industry(nearest(&intent.sectors, link.sectors))
        }
    });
    let own = seeker.industry.as_ref().map(|own| {
        let (points, reason) = match nearest(std::slice::from_ref(own), link.sectors) {
            Nearness::Same => (30, "chain.fit_own_same"),
            Nearness::Division => (15, "chain.fit_own_division"),
            Nearness::Section | Nearness::Other => (0, "matching.industry_other"),
        };
        factor("industry", points, 40, reason)
    });
    let best = wanted.into_iter().chain(own).reduce(|a, b| if b.points > a.points { b } else { a });
    best.unwrap_or(factor("industry", 0, 40, "chain.fit_industry_unknown"))
}

const fn need(strength: Strength) -> Factor {
    match strength {
        Strength::Gap => factor("need", 20, 20, "chain.fit_gap"),
        Strength::Weak => factor("need", 12, 20, "chain.fit_weak"),
        Strength::Strong | Strength::Fair => factor("need", 0, 20, "chain.fit_no_need"),
    }
}

fn horizon(seeker: &Seeker) -> Factor {
    let (points, reason) = match seeker.intent.as_ref().map(|intent| intent.horizon) {
        Some(Horizon::Year) => (15, "chain.fit_year"),
        Some(Horizon::ThreeYears) => (10, "chain.fit_three_years"),
        Some(Horizon::Later) => (5, "chain.fit_later"),
        None => (0, "chain.fit_no_intent"),
    };
    factor("horizon", points, 15, reason)
}

fn standing(tags: &[String]) -> Factor {
    let is = |codes: &[&str]| tags.iter().any(|tag| codes.contains(&tag.as_str()));
    let (points, reason) =
        if is(&["global500", "china500", "private500", "state_owned", "listed", "chain_leader"]) {
            (10, "chain.fit_great")
        } else if is(&["specialised", "little_giant", "high_technology", "unicorn"]) {
            (8, "chain.fit_special")
        } else if is(&["association", "alumni", "native"]) {
            (6, "chain.fit_tie")
        } else {
            (0, "chain.fit_plain")
        };
    factor("standing", points, 10, reason)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::matching::points;

    fn id(n: u128) -> ChainLinkId {
        ChainLinkId(Uuid::from_u128(n))
    }

    fn node(n: u128, parent: Option<u128>) -> Node {
        Node { id: id(n), parent: parent.map(id), tier: Tier::Upstream }
    }

    #[test]
    fn the_facts_speak_for_a_strength() {
        let of =
            |firms, projects, yi: i64| suggested(Facts { firms, projects, total_fen: yi * 10_000_000_000 });
        assert_eq!(of(0, 0, 0), Strength::Gap);
        assert_eq!(of(0, 2, 50), Strength::Weak);
        assert_eq!(of(1, 0, 0), Strength::Weak);
        assert_eq!(of(1, 1, 1), Strength::Fair);
        assert_eq!(of(4, 0, 0), Strength::Fair);
        assert_eq!(of(2, 1, 10), Strength::Strong);
        assert_eq!(of(5, 0, 0), Strength::Strong);
    }

    #[test]
    fn a_link_stands_below_one_of_its_chain_and_tier_and_in_no_circle() {
        let nodes = [node(1, None), node(2, Some(1)), node(3, Some(2))];
        let up = Tier::Upstream;
        assert_eq!(place(&nodes, None, up, None), Ok(()));
        assert_eq!(place(&nodes, None, up, Some(id(3))), Ok(()));
        assert_eq!(place(&nodes, Some(id(1)), up, Some(id(3))), Err("chain.parent_circle"));
        assert_eq!(place(&nodes, Some(id(1)), up, Some(id(1))), Err("chain.parent_circle"));
        assert_eq!(place(&nodes, None, up, Some(id(9))), Err("chain.parent_unknown"));
        assert_eq!(place(&nodes, None, Tier::Downstream, Some(id(1))), Err("chain.parent_tier"));
        assert_eq!(place(&nodes, Some(id(1)), Tier::Downstream, None), Err("chain.parts_tier"));
        let deep = [node(1, None), node(2, Some(1)), node(3, Some(2)), node(4, Some(3)), node(5, None)];
        assert_eq!(place(&deep, None, up, Some(id(4))), Err("chain.too_deep"));
        assert_eq!(place(&deep, Some(id(1)), up, Some(id(5))), Err("chain.too_deep"));
    }

    #[test]
    fn what_is_stored_in_a_circle_does_not_hang() {
        let nodes = [node(1, Some(2)), node(2, Some(1))];
        assert_eq!(place(&nodes, None, Tier::Upstream, Some(id(1))), Err("chain.parent_circle"));
    }

    #[test]
    fn a_step_back_and_giving_up_are_told_with_a_reason() {
        let asked = |from, to| step(from, to).map(|asked| (asked.reason, asked.project));
        assert_eq!(asked(Outcome::ToContact, Outcome::Contacted), Ok((false, false)));
        assert_eq!(asked(Outcome::ToContact, Outcome::Project), Ok((false, true)));
        assert_eq!(asked(Outcome::Visiting, Outcome::Contacted), Ok((true, false)));
        assert_eq!(asked(Outcome::GivenUp, Outcome::ToContact), Ok((true, false)));
        assert_eq!(asked(Outcome::Project, Outcome::GivenUp), Ok((true, false)));
        assert_eq!(asked(Outcome::GivenUp, Outcome::Project), Ok((true, true)));
        for outcome in Outcome::ALL {
            assert_eq!(step(*outcome, *outcome), Err("chain.same_outcome"));
        }
        let (due, today) = (date(2013, 8, 1), date(2013, 8, 31));
        assert!(overdue(Outcome::Visiting, due, today) && !overdue(Outcome::Project, due, today));
        assert!(!overdue(Outcome::ToContact, today, today));
    }

    #[test]
    fn an_investor_is_compared_by_what_is_shown() {
        let sectors = ["C30".to_owned()];
        let link = Want { sectors: &sectors, strength: Strength::Gap, area: "379901" };
        let seeker = Seeker {
            industry: Some("C3011".into()),
            intent: Some(Intent {
                sectors: vec!["C3021".into()],
                regions: vec!["370000".into()],
                horizon: Horizon::Year,
            }),
            tags: vec!["listed".into()],
            occupied: false,
        };
        let all = factors(&link, &seeker);
        assert_eq!((points(&all), all.iter().map(|f| f.most).sum::<i64>()), (100, 100));
        let reasons = |link: &Want<'_>, seeker: &Seeker| -> Vec<(i64, &'static str)> {
            factors(link, seeker).iter().map(|f| (f.points, f.reason)).collect()
        };
        // Without an intent its own business speaks, for less.
        let plain = Seeker { intent: None, tags: vec!["native".into()], occupied: true, ..seeker.clone() };
        let weak = Want { strength: Strength::Weak, ..link };
        assert_eq!(
            reasons(&weak, &plain),
            [
                (30, "chain.fit_own_same"),
                (12, "chain.fit_weak"),
                (0, "chain.fit_no_intent"),
                (3, "chain.fit_region_unknown"),
                (6, "chain.fit_tie"),
                (0, "chain.fit_occupied"),
            ]
        );
        // What it wants is another thing, what it does is this one.
        let elsewhere = Seeker {
            intent: Some(Intent {
                sectors: vec!["K70".into()],
                regions: vec!["110000".into()],
                horizon: Horizon::Later,
            }),
            tags: vec!["little_giant".into()],
            ..seeker
        };
        let strong = Want { strength: Strength::Strong, ..link };
        assert_eq!(
            reasons(&strong, &elsewhere)[..5],
            [
                (30, "chain.fit_own_same"),
                (0, "chain.fit_no_need"),
                (5, "chain.fit_later"),
                (0, "matching.region_elsewhere"),
                (8, "chain.fit_special"),
            ]
        );
        assert_eq!(reasons(&link, &Seeker::default())[0], (0, "chain.fit_industry_unknown"));
        let near = Seeker { industry: Some("C3121".into()), ..Seeker::default() };
        assert_eq!(reasons(&link, &near)[0], (0, "matching.industry_other"));
    }
}
