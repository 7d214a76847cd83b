//! The lines of shares, growth, brackets, ratings, mixes and formulas.

use super::{
    explain::{Explain, Mixed, RatedBy},
    line::{limited, points, worth},
};
use crate::assessment::{
    number::{percent, plain, round},
    say::Lang,
};

pub(super) fn say(explain: &Explain, lang: Lang) -> String {
    let zh = lang == Lang::Zh;
    let head = if zh { "得分" } else { "Score" };
    match explain {
        Explain::Share { part, whole, ratio, full, raw, points: got, limit } => {
            let (part, whole, ratio) = (part.say(lang), whole.say(lang), percent(*ratio, 2));
            let (full, raw) = (worth(*full, lang), points(*raw, lang));
            let line = if zh {
                format!("得分 = 占比 {part} ÷ {whole} = {ratio} × {full} = {raw}")
            } else {
                format!("Score = share {part} ÷ {whole} = {ratio} × {full} = {raw}")
            };
            line + &limited(*limit, *got, true, lang)
        }
        Explain::Growth { now, base, year, steps } => {
            let (now, base, steps) = (now.say(lang), base.say(lang), steps.say(lang));
            if zh {
                format!("本期 {now}，{year} 年 {base}；{steps}")
            } else {
                format!("Now {now}, {base} in {year}; {steps}")
            }
        }
        Explain::Marginal { figure, brackets, raw, points: got, limit } => {
            let part = |b: &super::Bracket| format!("{} × {}", b.part.say(lang), plain(b.rate));
            let sum: Vec<String> = brackets.iter().map(part).collect();
            let sum = if sum.is_empty() { "0".to_owned() } else { sum.join(" + ") };
            let (figure, raw) = (figure.say(lang), points(*raw, lang));
            let line = if zh {
                format!("{figure} 分段累进，得分 = {sum} = {raw}")
            } else {
                format!("{figure} by brackets: score = {sum} = {raw}")
            };
            line + &limited(*limit, *got, true, lang)
        }
        Explain::Rating { groups, raw, points: got } => {
            let said: Vec<String> = groups.iter().map(|g| rated(g, lang)).collect();
            let mut line = format!("{head} = {} = {}", said.join(" + "), points(*got, lang));
            if round(*raw, 2) != *got && groups.iter().any(|g| g.mean.is_none()) {
                line.push_str(if zh {
                    "（未参评的按办法处理）"
                } else {
                    " (who did not rate: by the scheme)"
                });
            }
            line
        }
        Explain::Mix { parts, full, points: got } => {
            let kept: Vec<String> = parts.iter().filter(|p| !p.dropped).map(|p| mixed(p, lang)).collect();
            let whole: rust_decimal::Decimal = parts.iter().filter(|p| !p.dropped).map(|p| p.weight).sum();
            let scaled = if whole == rust_decimal::Decimal::ONE {
                String::new()
            } else {
                format!(" ÷ {}", percent(whole, 0))
            };
            let (full, got) = (worth(*full, lang), points(*got, lang));
            let mut line = format!("{head} = ({}){scaled} × {full} = {got}", kept.join(" + "));
            for part in parts {
                let sep = if zh { ("；", "：") } else { ("; ", ": ") };
                line.extend([sep.0, lang.of(&part.name), sep.1, &part.explain.say(lang)]);
            }
            line
        }
        Explain::Formula { text, raw, points: got, limit } => {
            let line = if zh {
                format!("按算式“{text}”，得分 = {}", points(*raw, lang))
            } else {
                format!("By the formula \"{text}\": score = {}", points(*raw, lang))
            };
            line + &limited(*limit, *got, true, lang)
        }
        other => other.say(lang), // the other kinds have their lines in `line`
    }
}

/// `园区 13.50分（2 份）× 70%`.
fn rated(group: &RatedBy, lang: Lang) -> String {
    let (name, weight) = (lang.of(&group.name), percent(group.weight, 0));
    let trimmed = match (group.trimmed, lang) {
        (0, _) => String::new(),
        (n, Lang::Zh) => format!("，去掉最高最低各 {n} 份"),
        (n, Lang::En) => format!(", {n} highest and {n} lowest left out"),
    };
    match (group.mean, lang) {
        (Some(mean), Lang::Zh) => {
            format!("{name} {}（{} 份{trimmed}）× {weight}", points(round(mean, 4), lang), group.count)
        }
        (Some(mean), Lang::En) => {
            format!("{name} {} ({} ratings{trimmed}) × {weight}", points(round(mean, 4), lang), group.count)
        }
        (None, Lang::Zh) => format!("{name} 未参评 × {weight}"),
        (None, Lang::En) => format!("{name} not rated × {weight}"),
    }
}

fn mixed(part: &Mixed, lang: Lang) -> String {
    let ratio = part.points.checked_div(part.full).unwrap_or_default();
    format!("{} {} × {}", lang.of(&part.name), percent(ratio, 2), percent(part.weight, 0))
}
