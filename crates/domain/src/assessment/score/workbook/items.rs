//! Rule kinds as formulas.

use rust_decimal::Decimal;

use super::{
    LEFT_OUT,
    figures::Take,
    formula::{Ctx, above, banded, snapped},
    helper::Help,
    layout::Maker,
    literal, quoted,
};
use crate::assessment::{
    expr::Expr,
    scheme::{
        AbsentRaters, Item, Kind, NotApplicable, Otherwise, PerItem, RankPoints, Rated, Ratio, StepMode,
        Steps, Tier, Ties, Way,
    },
};

impl<'s> Ctx<'_, '_, 's> {
    /// The points of an item, as its own rule gives them; `None` when a sheet cannot compute them.
    pub(super) fn item(&self, item: &'s Item) -> Option<String> {
        let rule = self.rule(item)?;
        self.guarded(item, rule)
    }

    fn rule(&self, item: &'s Item) -> Option<String> {
        let points = literal(item.points);
        Some(match &item.kind {
            Kind::Ratio(rule) => self.ratio(item, rule)?,
            Kind::Threshold { when, otherwise, .. } => {
                let otherwise = match otherwise {
                    Otherwise::Zero => "0".into(),
                    Otherwise::Points(points) => literal(*points),
                    Otherwise::Ratio(of) => {
                        let part = self.rounded(item, &format!("{}*{points}", self.expr(of)?));
                        format!("MIN(MAX({part},0),{points})")
                    }
                };
                format!("IF({},{points},{otherwise})", self.cond(when)?)
            }
            Kind::Tiers { on, tiers, otherwise, upper } => {
                self.tiers(on.as_ref(), tiers, otherwise.unwrap_or_default(), *upper)?
            }
            Kind::Steps(rule) | Kind::Growth { steps: rule, .. } => self.steps(item, rule)?,
            Kind::PerItem(rule) => self.per_item(item, rule),
            Kind::Marginal { on, bands } => {
                let x = self.expr(on)?;
                let part = |band: &crate::assessment::scheme::Band| {
                    let from = literal(band.from.unwrap_or_default());
                    let upto = band.below.map_or_else(|| x.clone(), |b| format!("MIN({x},{})", literal(b)));
                    format!("MAX(0,{upto}-{from})*{}", literal(band.value))
                };
                let sum: Vec<String> = bands.0.iter().map(part).collect();
                held(&self.rounded(item, &sum.join("+")), "0", &points)
            }
            Kind::Lookup { on, table } => {
                let bands = &self.of.board.scheme.table(table)?.bands;
                self.rounded(item, &banded(bands, &snapped(&self.expr(on)?)))
            }
            Kind::MinMax { on, low, high, all_equal, least_best } => {
                let ranges = self.peers(item, on).join(",");
                let own = self.of.cell_of(on, self.row);
                let (least, most) = (format!("MIN({ranges})"), format!("MAX({ranges})"));
                let (from, to) = if *least_best { (&most, &least) } else { (&least, &most) };
                let (low, high, equal) = (literal(*low), literal(*high), literal(*all_equal));
                let part =
                    format!("IF({least}={most},{equal},({own}-{from})/({to}-{from})*({high}-{low})+{low})");
                self.rounded(item, &format!("{part}*{points}/100"))
            }
            Kind::Rank(rule) => self.rank(item, rule)?,
            Kind::Share { part, whole } => {
                let (part, whole) = (self.expr(part)?, self.expr(whole)?);
                let counted = held(&self.rounded(item, &format!("{part}/{whole}*{points}")), "0", &points);
                unless_zero(item, &whole, counted)?
            }
            Kind::Manual => self.rounded(item, &self.of.figure(Take::Manual(item), self.row)),
            Kind::Rating(rule) => self.rating(item, rule),
            Kind::Mix(parts) => self.mix(item, parts),
            Kind::Formula { formula, min, .. } => {
                held(&self.rounded(item, &self.expr(formula)?), &literal(*min), &points)
            }
            Kind::Deduct(_) | Kind::Gate(_) => return None,
        })
    }

    /// Cut to the decimals of the item, as the scheme says.
    pub(super) fn rounded(&self, item: &Item, text: &str) -> String {
        if item.unrounded {
            return text.to_owned();
        }
        let scheme = self.of.board.scheme;
        let digits = item.digits.unwrap_or(scheme.digits);
        let how = match item.way.unwrap_or(scheme.way) {
            Way::HalfUp => "ROUND",
            Way::Down => "ROUNDDOWN",
            Way::Up => "ROUNDUP",
        };
        format!("{how}({},{digits})", snapped(text))
    }

    fn ratio(&self, item: &'s Item, rule: &'s Ratio) -> Option<String> {
        let (num, den) = (self.expr(&rule.num)?, self.expr(&rule.den)?);
        let raw = self.rounded(item, &format!("{num}/{den}*{}", literal(item.points)));
        let mut out = held(&raw, &literal(rule.floor), &literal(rule.cap));
        if let Some(line) = rule.zero_below {
            out = format!("IF({}<{},0,{out})", snapped(&format!("{num}/{den}")), literal(line));
        }
        if matches!(rule.den, Expr::Target(_) | Expr::TargetOf(_)) {
            self.divisors.borrow_mut().push(den);
            return Some(out);
        }
        unless_zero(item, &den, out)
    }

    fn tiers(
        &self,
        on: Option<&'s Expr>,
        tiers: &'s [Tier],
        otherwise: Decimal,
        upper: bool,
    ) -> Option<String> {
        let x = match on {
            Some(on) => Some(snapped(&self.expr(on)?)),
            None => None,
        };
        let mut out = literal(otherwise);
        for tier in tiers.iter().rev() {
            let mut asked = Vec::new();
            if let Some(x) = &x {
                let (from, below) = if upper { (">", "<=") } else { (">=", "<") };
                asked.extend(tier.from.map(|v| format!("{x}{from}{}", literal(v))));
                asked.extend(tier.below.map(|v| format!("{x}{below}{}", literal(v))));
            }
            if let Some(when) = &tier.when {
                asked.push(self.cond(when)?);
            }
            let points = literal(tier.points);
            out = if asked.is_empty() {
                points
            } else {
                format!("IF(AND({}),{points},{out})", asked.join(","))
            };
        }
        Some(out)
    }

    fn steps(&self, item: &Item, rule: &'s Steps) -> Option<String> {
        let x = self.expr(&rule.on)?;
        let at = literal(rule.at);
        let exact = format!("ABS({x}-{at})/{}", literal(rule.per));
        let count = match rule.mode {
            StepMode::Full => format!("ROUNDDOWN({},0)", snapped(&exact)),
            StepMode::Begun => format!("ROUNDUP({},0)", snapped(&exact)),
            StepMode::Proportional => exact,
        };
        let base = literal(rule.base);
        let (up, down) = (self.expr(&rule.up)?, self.expr(&rule.down)?);
        let x = snapped(&x);
        let raw = format!("IF({x}>={at},{base}+{count}*{up},{base}-{count}*{down})");
        let out = held(&self.rounded(item, &raw), &literal(rule.min), &literal(rule.max));
        Some(match rule.zero_below {
            Some(line) => format!("IF({x}<{},0,{out})", literal(line)),
            None => out,
        })
    }

    fn per_item(&self, item: &'s Item, rule: &'s PerItem) -> String {
        let part = |(at, tier): (usize, &Tier)| {
            let cell = self.of.figure(Take::Tier(item, rule, at), self.row);
            format!("{cell}*{}", literal(tier.points))
        };
        let parts: Vec<String> = rule.tiers.iter().enumerate().map(part).collect();
        let raw = self.rounded(item, &parts.join("+"));
        if rule.uncapped { format!("MAX({raw},0)") } else { held(&raw, "0", &literal(item.points)) }
    }

    /// The cells of the units that the unit is compared with.
    fn peers(&self, item: &'s Item, on: &'s Expr) -> Vec<String> {
        let board = self.of.board;
        let group = board.group(self.at);
        let column = self.of.compared(on);
        self.of.ranges(column, |at| item.is_for(board.class(at)) && board.group(at) == group)
    }

    fn rank(&self, item: &'s Item, rule: &'s RankPoints) -> Option<String> {
        let (ranges, own) = (self.peers(item, &rule.on), self.of.cell_of(&rule.on, self.row));
        let better = above(&ranges, &own, rule.least_best);
        let place = match rule.ties {
            Ties::Skip => better,
            Ties::Next => {
                let each = ranges.iter().map(|r| format!("SUMPRODUCT(ISNUMBER({r})*({r}={own}))"));
                format!("({better}+{}-1)", each.collect::<Vec<_>>().join("+"))
            }
            // Means of places, and places without gaps: no formula that every program computes alike.
            Ties::Dense | Ties::Average => return None,
        };
        let raw = if let Some(last) = rule.last {
            let (full, last) = (literal(item.points), literal(last));
            format!("{full}-({full}-{last})*({place})/MAX(COUNT({})-1,1)", ranges.join(","))
        } else {
            let mut list: Vec<String> = rule.list.iter().map(|p| literal(*p)).collect();
            let places = list.len();
            list.push(literal(rule.otherwise));
            format!("CHOOSE(MIN({place},{places})+1,{})", list.join(","))
        };
        Some(self.rounded(item, &raw))
    }

    fn rating(&self, item: &'s Item, rule: &'s Rated) -> String {
        let cell = |at: usize| self.of.figure(Take::Raters(item, rule, at), self.row);
        let (mut sum, mut weights) = (Vec::new(), Vec::new());
        for (at, raters) in rule.raters.iter().enumerate() {
            let (cell, weight) = (cell(at), literal(raters.weight));
            sum.push(format!("N({cell})*{weight}"));
            weights.push(match rule.absent {
                AbsentRaters::Reweigh => format!("IF(ISNUMBER({cell}),{weight},0)"),
                AbsentRaters::Missing | AbsentRaters::Zero => weight,
            });
        }
        self.rounded(item, &format!("({})/({})", sum.join("+"), weights.join("+")))
    }

    fn mix(&self, item: &'s Item, parts: &'s [Item]) -> String {
        let (mut sum, mut kept) = (Vec::new(), Vec::new());
        for part in parts {
            let cell = self.of.help(Help::Part(part), self.row);
            let weight = literal(part.weight.unwrap_or_default());
            sum.push(format!("IF(ISNUMBER({cell}),{cell}/{}*{weight},0)", literal(part.points)));
            kept.push(format!("IF(ISNUMBER({cell}),{weight},0)"));
        }
        self.rounded(item, &format!("({})/({})*{}", sum.join("+"), kept.join("+"), literal(item.points)))
    }

    /// With what stands for the item where a target, a figure or a rating is not there.
    fn guarded(&self, item: &'s Item, rule: String) -> Option<String> {
        let mut out = rule;
        let missing = |cells: &[String], stands: String, out: String| {
            let count = cells.len();
            format!("IF(COUNT({})<{count},{stands},{out})", cells.join(","))
        };
        let measures = self.measures.borrow();
        if let Some(rule) = item.no_measure.filter(|_| !measures.is_empty()) {
            out = missing(&measures, substitute(item, rule)?, out);
        }
        let divisors = self.divisors.borrow();
        if let Some(rule) = item.zero_target.or(item.den_zero).filter(|_| !divisors.is_empty()) {
            let zero: Vec<String> = divisors.iter().map(|cell| format!("{cell}=0")).collect();
            out = format!("IF(OR({}),{},{out})", zero.join(","), substitute(item, rule)?);
        }
        let targets = self.targets.borrow();
        if let Some(rule) = item.no_target.filter(|_| !targets.is_empty()) {
            out = missing(&targets, substitute(item, rule)?, out);
        }
        if let Some(rule) = item.no_rating.or(item.no_target).filter(|_| Maker::rated(item)) {
            let cells = match &item.kind {
                Kind::Rating(rated) => (0..rated.raters.len())
                    .map(|at| self.of.figure(Take::Raters(item, rated, at), self.row))
                    .collect(),
                _ => vec![self.of.figure(Take::Manual(item), self.row)],
            };
            let least = match &item.kind {
                Kind::Rating(rated) if rated.absent != AbsentRaters::Missing => 1,
                _ => cells.len(),
            };
            out = format!("IF(COUNT({})<{least},{},{out})", cells.join(","), substitute(item, rule)?);
        }
        Some(out)
    }
}

/// What an item gives where it does not apply; the mean of a group is no formula of one row.
fn substitute(item: &Item, rule: NotApplicable) -> Option<String> {
    match rule {
        NotApplicable::DropAndRescale => Some(quoted(LEFT_OUT)),
        NotApplicable::Zero => Some("0".into()),
        NotApplicable::Full => Some(literal(item.points)),
        NotApplicable::Average => None,
    }
}

/// What stands for the item where a divisor is zero, when the scheme says so.
fn unless_zero(item: &Item, divisor: &str, out: String) -> Option<String> {
    match item.den_zero {
        None => Some(out),
        Some(rule) => Some(format!("IF({divisor}=0,{},{out})", substitute(item, rule)?)),
    }
}

fn held(raw: &str, least: &str, most: &str) -> String {
    format!("MIN(MAX({raw},{least}),{most})")
}
