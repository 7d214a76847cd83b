//! How well a project fits what an investor wants: points by factor, each with its reason, for or against. No black box:
//! the points of a match are the sum of what is shown.

/// What an investor wants, in the measures of a project.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Want {
    /// GB/T 4754, any level.
    pub sectors: Vec<String>,
    /// In fen; none when it was not said, or its currency has no rate.
    pub min_fen: Option<i64>,
    pub max_fen: Option<i64>,
    pub land_m2: Option<i64>,
    /// GB/T 2260, any level.
    pub regions: Vec<String>,
}

/// What a project offers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Offer {
    pub industry: String,
    pub total_fen: Option<i64>,
    pub land_m2: Option<i64>,
    /// The district in which it would be.
    pub area: String,
    /// Nobody invests in it yet.
    pub open: bool,
}

/// Points of one factor out of the most it can give. The reason is a code: `matching.industry_class`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Factor {
    pub factor: &'static str,
    pub points: i64,
    pub most: i64,
    pub reason: &'static str,
}

pub(crate) const fn factor(factor: &'static str, points: i64, most: i64, reason: &'static str) -> Factor {
    Factor { factor, points, most, reason }
}

/// All factors, in the order of their weight; their `most` sums to 100.
pub fn factors(want: &Want, offer: &Offer) -> Vec<Factor> {
    vec![
        industry(want, offer),
        amount(want, offer),
        land(want, offer),
        region(&want.regions, &offer.area),
        open(offer),
    ]
}

pub fn points(factors: &[Factor]) -> i64 {
    factors.iter().map(|f| f.points).sum()
}

/// How many characters two codes begin alike with, when one goes on where the other ends or they part.
fn alike(a: &str, b: &str) -> usize {
    a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count()
}

/// How near two codes of GB/T 4754 are, the nearest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Nearness {
    Other,
    Section,
    Division,
    Same,
}

pub(crate) fn nearness(wanted: &str, offered: &str) -> Nearness {
    let same = alike(wanted, offered);
    // C38 wanted and C3821 offered lies within; the other way round it may.
    if same > 0 && (same == wanted.len() || (same == offered.len() && same >= 3)) {
        return Nearness::Same;
    }
    match same {
        3.. => Nearness::Division,
        1..=2 => Nearness::Section,
        _ => Nearness::Other,
    }
}

/// Of all that is wanted and offered, the two that are nearest.
pub(crate) fn nearest(wanted: &[String], offered: &[String]) -> Nearness {
    let all = wanted.iter().flat_map(|w| offered.iter().map(move |o| nearness(w, o)));
    all.max().unwrap_or(Nearness::Other)
}

/// What an intent's industries give, by how near they are.
pub(crate) const fn wanted_industry(near: Nearness) -> Factor {
    let (points, reason) = match near {
        Nearness::Same => (40, "matching.industry_same"),
        Nearness::Division => (30, "matching.industry_division"),
        Nearness::Section => (10, "matching.industry_section"),
        Nearness::Other => (0, "matching.industry_other"),
    };
    factor("industry", points, 40, reason)
}

fn industry(want: &Want, offer: &Offer) -> Factor {
    if want.sectors.is_empty() {
        return factor("industry", 20, 40, "matching.industry_unsaid");
    }
    if offer.industry.is_empty() {
        return factor("industry", 0, 40, "matching.industry_unknown");
    }
    wanted_industry(nearest(&want.sectors, std::slice::from_ref(&offer.industry)))
}

fn amount(want: &Want, offer: &Offer) -> Factor {
    let of = |points, reason| factor("amount", points, 30, reason);
    let (min, max) = (want.min_fen.unwrap_or(0), want.max_fen.unwrap_or(i64::MAX));
    if want.min_fen.is_none() && want.max_fen.is_none() {
        return of(15, "matching.amount_unsaid");
    }
    match offer.total_fen {
        None => of(10, "matching.amount_unknown"),
        Some(total) if (min..=max).contains(&total) => of(30, "matching.amount_within"),
        // A project may be cut, or taken with a partner: up to twice, down to a half.
        Some(total) if total > max && total / 2 <= max => of(15, "matching.amount_above"),
        Some(total) if total < min && total >= min / 2 => of(15, "matching.amount_below"),
        Some(total) if total > max => of(0, "matching.amount_far_above"),
        Some(_) => of(0, "matching.amount_far_below"),
    }
}

fn land(want: &Want, offer: &Offer) -> Factor {
    let of = |points, reason| factor("land", points, 15, reason);
    let Some(need) = want.land_m2 else { return of(8, "matching.land_unsaid") };
    match offer.land_m2 {
        None => of(5, "matching.land_unknown"),
        Some(has) if has >= need => of(15, "matching.land_enough"),
        Some(has) if has >= need - need / 5 => of(8, "matching.land_nearly"),
        Some(_) => of(0, "matching.land_short"),
    }
}

/// Whether what is offered in an area lies where somebody looks.
pub(crate) fn region(regions: &[String], area: &str) -> Factor {
    let of = |points, reason| factor("region", points, 10, reason);
    if regions.is_empty() {
        return of(5, "matching.region_unsaid");
    }
    // 370000 is the province of 370702: codes go by pairs of digits, empty ones are zeros.
    let covers = |region: &String| {
        let part = match (region.get(2..4), region.get(4..6)) {
            (Some("00"), _) => 2,
            (_, Some("00")) => 4,
            _ => 6,
        };
        region.get(..part).is_some_and(|head| area.starts_with(head))
    };
    if regions.iter().any(covers) {
        of(10, "matching.region_here")
    } else {
        of(0, "matching.region_elsewhere")
    }
}

fn open(offer: &Offer) -> Factor {
    if offer.open { factor("open", 5, 5, "matching.open") } else { factor("open", 0, 5, "matching.taken") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn want() -> Want {
        Want {
            sectors: vec!["C38".into()],
            min_fen: Some(100),
            max_fen: Some(200),
            land_m2: Some(1_000),
            regions: vec!["370000".into()],
        }
    }

    fn offer() -> Offer {
        Offer {
            industry: "C3821".into(),
            total_fen: Some(150),
            land_m2: Some(1_000),
            area: "370702".into(),
            open: true,
        }
    }

    #[test]
    fn the_points_are_the_sum_of_what_is_shown() {
        let all = factors(&want(), &offer());
        assert_eq!((points(&all), all.iter().map(|f| f.most).sum::<i64>()), (100, 100));
        let unsaid = factors(&Want::default(), &Offer::default());
        assert_eq!(points(&unsaid), 20 + 15 + 8 + 5);
    }

    #[test]
    fn each_factor_says_why() {
        let reason = |change: &dyn Fn(&mut Want, &mut Offer), at: usize| {
            let (mut want, mut offer) = (want(), offer());
            change(&mut want, &mut offer);
            let found = factors(&want, &offer).swap_remove(at);
            (found.points, found.reason)
        };
        let industry = |code: &'static str| reason(&|_, o| o.industry = code.into(), 0);
        assert_eq!(reason(&|w, _| w.sectors = vec!["C".into()], 0), (40, "matching.industry_same"));
        assert_eq!(industry("C38"), (40, "matching.industry_same"));
        assert_eq!(industry("C39"), (10, "matching.industry_section"));
        assert_eq!(industry("K70"), (0, "matching.industry_other"));
        assert_eq!(industry(""), (0, "matching.industry_unknown"));
        assert_eq!(reason(&|w, _| w.sectors = vec!["C3899".into()], 0), (30, "matching.industry_division"));
        let amount = |fen: Option<i64>| reason(&|_, o| o.total_fen = fen, 1);
        assert_eq!(amount(Some(200)), (30, "matching.amount_within"));
        assert_eq!(amount(Some(400)), (15, "matching.amount_above"));
        assert_eq!(amount(Some(402)), (0, "matching.amount_far_above"));
        assert_eq!(amount(Some(50)), (15, "matching.amount_below"));
        assert_eq!(amount(Some(49)), (0, "matching.amount_far_below"));
        assert_eq!(amount(None), (10, "matching.amount_unknown"));
        let land = |m2: Option<i64>| reason(&|_, o| o.land_m2 = m2, 2);
        assert_eq!(land(Some(800)), (8, "matching.land_nearly"));
        assert_eq!(land(Some(799)), (0, "matching.land_short"));
        assert_eq!(land(None), (5, "matching.land_unknown"));
        let region = |code: &'static str| reason(&|w, _| w.regions = vec![code.into()], 3);
        assert_eq!(region("370700"), (10, "matching.region_here"));
        assert_eq!(region("370703"), (0, "matching.region_elsewhere"));
        assert_eq!(region("110000"), (0, "matching.region_elsewhere"));
        assert_eq!(reason(&|_, o| o.open = false, 4), (0, "matching.taken"));
    }
}
