//! The lines of explanations in official style, zh and en.

use rust_decimal::Decimal;

use super::{
    explain::{Because, Counted, Explain, Figure, Gap, Limit, Taken},
    line_more as more,
};
use crate::assessment::{
    number::{grouped, percent, plain, round},
    say::Lang,
    scheme::{Name, NotApplicable},
};

impl Gap {
    /// `再到位 1,500.00万元 可得满分`.
    pub fn say(&self, lang: Lang) -> String {
        let zh = lang == Lang::Zh;
        if self.less {
            return self.say_less(lang);
        }
        let of = self.of.as_ref().map_or("", |name| lang.of(name));
        let one = |verb: &Name, more: &Figure, of: &str| match (lang, of) {
            (Lang::Zh, "") => format!("再{} {}", verb.zh, more.say(lang)),
            (Lang::Zh, of) => format!("再{} {}{of}", verb.zh, more.say(lang)),
            (Lang::En, "") => format!("{} more {}", more.say(lang), verb.en),
            (Lang::En, of) => format!("{} more {} ({of})", more.say(lang), verb.en),
        };
        let mut parts = vec![one(&self.verb, &self.more, of)];
        parts.extend(self.also.iter().map(|need| one(&need.verb, &need.more, "")));
        let needs = parts.join(if zh { "、" } else { " and " });
        self.brings(&needs, lang)
    }

    /// `少 3次 升至第 1 位，可得满分`: where the least is best.
    fn say_less(&self, lang: Lang) -> String {
        let less = self.more.say(lang);
        self.brings(&if lang == Lang::Zh { format!("少 {less}") } else { format!("{less} less") }, lang)
    }

    fn brings(&self, needs: &str, lang: Lang) -> String {
        let zh = lang == Lang::Zh;
        let place = match self.place {
            None => String::new(),
            Some(place) if zh => format!("升至第 {place} 位，"),
            Some(place) => format!("place {place} and "),
        };
        let reach = plain(self.reach);
        match (zh, self.full) {
            (true, true) => format!("{needs} {place}可得满分"),
            (true, false) => format!("{needs} {place}可得{reach}分"),
            (false, true) => format!("{needs} would give {place}full points"),
            (false, false) => format!("{needs} would give {place}{reach} points"),
        }
    }
}

impl Explain {
    /// The line in official style: `得分 = 完成数 1,234.50万元 ÷ 目标 1,500.00万元 = 82.30% × 20分 = 16.46分`.
    /// Points with two decimals; ratios are computed unrounded and shown with two.
    pub fn say(&self, lang: Lang) -> String {
        let zh = lang == Lang::Zh;
        let f = |figure: &Figure| figure.say(lang);
        match self {
            Self::Ratio { done, target, ratio, full, raw, points: got, limit } => {
                let ratio = percent(*ratio, 2);
                let (full, raw) = (worth(*full, lang), points(*raw, lang));
                let line = if zh {
                    format!("得分 = 完成数 {} ÷ 目标 {} = {ratio} × {full} = {raw}", f(done), f(target))
                } else {
                    format!("Score = done {} ÷ target {} = {ratio} × {full} = {raw}", f(done), f(target))
                };
                line + &limited(*limit, *got, true, lang)
            }
            Self::Threshold { met, condition, points: got } => {
                let got = points(*got, lang);
                match (zh, met) {
                    (true, true) => format!("达到条件“{condition}”，得分 = {got}"),
                    (true, false) => format!("未达到条件“{condition}”，得分 = {got}"),
                    (false, true) => format!("Condition \"{condition}\" is met: score = {got}"),
                    (false, false) => format!("Condition \"{condition}\" is not met: score = {got}"),
                }
            }
            Self::Tier { figure, tier, points: got } => {
                let figure = figure.as_ref().map(f).unwrap_or_default();
                let got = points(*got, lang);
                match (zh, tier) {
                    (true, Some(tier)) => format!("{figure} 符合“{}”档，得分 = {got}", tier.zh),
                    (true, None) => format!("{figure} 未达到任何一档，得分 = {got}"),
                    (false, Some(tier)) => format!("{figure} falls into tier \"{}\": score = {got}", tier.en),
                    (false, None) => format!("{figure} reaches no tier: score = {got}"),
                }
                .trim_start()
                .to_owned()
            }
            Self::Steps { figure, at, per, steps, up, each, base, raw, points: got, limit } => {
                let (sign, word, word_en) =
                    if *up { ('+', "超过", "above") } else { ('−', "低于", "below") };
                let (base, each, raw) = (worth(*base, lang), worth(*each, lang), points(*raw, lang));
                let (figure, at, per, steps) = (f(figure), f(at), f(per), plain(round(*steps, 4)));
                let line = if zh {
                    format!(
                        "得分 = {base} {sign} {steps}档 × {each} = {raw}（{figure} {word} {at}，每 {per} 一档）"
                    )
                } else {
                    format!(
                        "Score = {base} {sign} {steps} steps × {each} = {raw} ({figure}, {word_en} {at}, a step each {per})"
                    )
                };
                line + &limited(
                    *limit,
                    *got,
                    !matches!(limit, Some(Limit::Below(_))) || at.ends_with('%'),
                    lang,
                )
            }
            Self::PerItem { lines, raw, points: got, limit } => {
                let zero = if zh { "无符合条件的" } else { "none fits" };
                let sum: Vec<String> = lines.iter().map(|l| counted(l, lang)).collect();
                let sum = if sum.is_empty() { zero.to_owned() } else { sum.join(" + ") };
                let head = if zh { "得分" } else { "Score" };
                format!("{head} = {sum} = {}", points(*raw, lang)) + &limited(*limit, *got, true, lang)
            }
            Self::Lookup { figure, points: got } => {
                let (figure, got) = (f(figure), points(*got, lang));
                if zh {
                    format!("{figure} 按分档表，得分 = {got}")
                } else {
                    format!("{figure} by the table: score = {got}")
                }
            }
            Self::MinMax { figure, min, max, low, high, coefficient, full, points: got } => {
                let span = plain(*high - *low);
                let (low, c) = (plain(*low), grouped(*coefficient, 2));
                let (full, got) = (worth(*full, lang), points(*got, lang));
                let (x, min, max) = (f(figure), f(min), f(max));
                let how = if min == max {
                    x
                } else {
                    format!("({x} − {min}) ÷ ({max} − {min}) × {span} + {low}")
                };
                if zh {
                    format!("功效系数 = {how} = {c}，得分 = {c}% × {full} = {got}")
                } else {
                    format!("Efficacy = {how} = {c}; score = {c}% × {full} = {got}")
                }
            }
            Self::Rank { figure, place, of, best, worst, points: got } => {
                let (figure, got) = (f(figure), points(*got, lang));
                let (best, worst) = (f(best), f(worst));
                if zh {
                    format!(
                        "{figure}，在 {of} 个单位中列第 {place} 位（最好 {best}，最差 {worst}），得分 = {got}"
                    )
                } else {
                    format!("{figure}, place {place} of {of} (best {best}, worst {worst}): score = {got}")
                }
            }
            Self::Share { .. }
            | Self::Growth { .. }
            | Self::Marginal { .. }
            | Self::Rating { .. }
            | Self::Mix { .. }
            | Self::Formula { .. } => more::say(self, lang),
            Self::Manual { by, note, points: got } => {
                let got = points(*got, lang);
                let note = if note.is_empty() { String::new() } else { format!("（{note}）") };
                if zh {
                    format!("{by} 评定{note}，得分 = {got}")
                } else {
                    format!("Rated by {by}{note}: score = {got}")
                }
            }
            Self::NotApplicable { rule, because, points: got } => not_applicable(*rule, *because, *got, lang),
        }
    }
}

impl Taken {
    /// `扣分 = 3 × 1分 = 3.00分`.
    pub fn say(&self, lang: Lang) -> String {
        let raw = self.count.checked_mul(self.each).unwrap_or(self.points);
        let (count, each) = (plain(self.count), worth(self.each, lang));
        let limit = self.most.filter(|most| raw > *most).map(Limit::Most);
        let head = if lang == Lang::Zh { "扣分" } else { "Taken" };
        format!("{head} = {count} × {each} = {}", points(raw, lang))
            + &limited(limit, self.points, true, lang)
    }
}

/// `16.46分`.
pub(super) fn points(value: Decimal, lang: Lang) -> String {
    let digits = 2.max(round(value, 6).normalize().scale());
    match lang {
        Lang::Zh => format!("{}分", grouped(value, digits)),
        Lang::En => format!("{} points", grouped(value, digits)),
    }
}

/// `20分`: a weight, without needless zeros.
pub(super) fn worth(value: Decimal, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{}分", plain(value)),
        Lang::En => format!("{} points", plain(value)),
    }
}

fn counted(line: &Counted, lang: Lang) -> String {
    let (count, each) = (plain(line.count), worth(line.each, lang));
    match lang {
        Lang::Zh => format!("{} {count}个 × {each}", line.say.zh),
        Lang::En => format!("{} {count} × {each}", line.say.en),
    }
}

/// What a cap, floor or line did to the points; `as_percent` says how a line is written.
pub(super) fn limited(limit: Option<Limit>, got: Decimal, as_percent: bool, lang: Lang) -> String {
    let got = points(got, lang);
    let line = |value: Decimal| if as_percent { percent(value, 2) } else { plain(value) };
    match (lang, limit) {
        (_, None) => String::new(),
        (Lang::Zh, Some(Limit::Most(most))) => format!("，最多 {}，计 {got}", worth(most, lang)),
        (Lang::Zh, Some(Limit::Least(least))) => format!("，最少 {}，计 {got}", worth(least, lang)),
        (Lang::Zh, Some(Limit::Below(below))) => format!("，低于 {} 不得分，计 {got}", line(below)),
        (Lang::En, Some(Limit::Most(most))) => format!(", at most {}: {got}", worth(most, lang)),
        (Lang::En, Some(Limit::Least(least))) => format!(", at least {}: {got}", worth(least, lang)),
        (Lang::En, Some(Limit::Below(below))) => format!(", nothing below {}: {got}", line(below)),
    }
}

fn not_applicable(rule: NotApplicable, because: Because, got: Decimal, lang: Lang) -> String {
    let zh = lang == Lang::Zh;
    let why = match because {
        Because::NoTarget if zh => "未下达目标",
        Because::ZeroTarget if zh => "目标为零",
        Because::NoRating if zh => "尚未评定",
        Because::NoMeasure if zh => "没有数据",
        Because::DenZero if zh => "分母为零",
        Because::ZeroBase if zh => "基期数为零",
        Because::ZeroBase => "The figure of the base year is zero",
        Because::NoMeasure => "There is no figure",
        Because::DenZero => "The divisor is zero",
        Because::NoTarget => "No target was set",
        Because::ZeroTarget => "The target is zero",
        Because::NoRating => "Not rated yet",
    };
    let got = points(got, lang);
    match rule {
        NotApplicable::DropAndRescale if zh => format!("{why}，本项不计，其余各项按比例折算"),
        NotApplicable::Zero if zh => format!("{why}，按办法计 {got}"),
        NotApplicable::Full if zh => format!("{why}，按办法计满分 {got}"),
        NotApplicable::Average if zh => format!("{why}，按办法计本组平均分 {got}"),
        NotApplicable::Average => format!("{why}: the mean of the group, {got}, by the scheme"),
        NotApplicable::DropAndRescale => format!("{why}: left out, the other items are scaled up"),
        NotApplicable::Zero => format!("{why}: {got} by the scheme"),
        NotApplicable::Full => format!("{why}: full {got} by the scheme"),
    }
}
