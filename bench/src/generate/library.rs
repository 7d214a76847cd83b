//! 1,000,000 organisations of an investor library, and what clerks type when they mean one of them.
//!
//! Brands of two, three and four characters in the shares in which firms choose them; one firm in twenty is a sister of
//! another one elsewhere (same brand and trade, another place), which is the hard case for duplicates.

use yinfeng_domain::text::sound_key;

use super::{Dice, names};

/// Characters of brands; homophones of some of them are what a pinyin keyboard gets wrong.
const BRAND: &str = "恒晟瑞华鼎盛中新天金海远宏德信嘉万博凯巨晋协润福康安光明兴泰隆立正利建百同和永源通达业丰洋科力工\
    宇邦景森川凌峰晖澜祥铭维纳迪腾跃成创辰昌禾谷港城桥帆翔龙虹岳冠卓越智慧启航领先诚益佳美联合众亿赛乐思奥雅尚品格";
const HOMOPHONES: [(char, char); 14] = [
    ('恒', '衡'),
    ('瑞', '锐'),
    ('华', '骅'),
    ('盛', '胜'),
    ('新', '鑫'),
    ('宏', '鸿'),
    ('信', '欣'),
    ('嘉', '佳'),
    ('福', '富'),
    ('源', '元'),
    ('达', '答'),
    ('丰', '峰'),
    ('祥', '翔'),
    ('辰', '晨'),
];
/// How clerks write a traditional or wide form of what is kept.
const TRADITIONAL: [(char, char); 10] = [
    ('华', '華'),
    ('达', '達'),
    ('业', '業'),
    ('东', '東'),
    ('兴', '興'),
    ('万', '萬'),
    ('龙', '龍'),
    ('丰', '豐'),
    ('维', '維'),
    ('创', '創'),
];

/// An organisation as the tables have it, but for its id.
#[derive(Clone)]
pub struct Firm {
    pub name: String,
    pub place: &'static str,
    pub brand: String,
    pub trade: &'static str,
    pub uscc: String,
    /// Another name by which it is known, of one in fifty.
    pub alias: Option<String>,
}

fn brand(dice: &mut Dice, chars: &[char]) -> String {
    let length = match dice.below(10) {
        0 | 1 => 2,
        2..=7 => 3,
        _ => 4,
    };
    (0..length).map(|_| *dice.pick(chars)).collect()
}

/// Eighteen characters as a code has them: the order of digits tells nothing, the check digit is not looked at here.
fn code(dice: &mut Dice, n: u64) -> String {
    const REST: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    let tail: String = (0..4).map(|_| char::from(*dice.pick(REST))).collect();
    format!("9137{:02}{n:08}{tail}", dice.below(100))
}

/// So many firms, the same each time.
pub fn firms(count: u64) -> Vec<Firm> {
    let chars: Vec<char> = BRAND.chars().filter(|c| !c.is_whitespace()).collect();
    let mut dice = Dice::new(4754);
    let mut all: Vec<Firm> = Vec::with_capacity(count as usize);
    for n in 0..count {
        let sister = (n > 20 && dice.below(20) == 0).then(|| all[dice.below(n) as usize].clone());
        let (brand, trade) = match &sister {
            Some(sister) => (sister.brand.clone(), sister.trade),
            None => (brand(&mut dice, &chars), names::trade(&mut dice)),
        };
        let place = names::place(&mut dice);
        let form = names::form(&mut dice);
        let name = match dice.below(12) {
            0 => format!("{brand}{trade}（{place}）{form}"),
            1 => format!("{brand}{trade}{form}"),
            _ => format!("{place}{brand}{trade}{form}"),
        };
        let alias = (dice.below(50) == 0).then(|| format!("{}{}", names::latin(&mut dice), brand));
        all.push(Firm { name, place, brand, trade, uscc: code(&mut dice, n), alias });
    }
    all
}

/// What a clerk types, and the firm that is meant; none is meant by the name of a firm that is not there.
pub struct Typed {
    pub text: String,
    pub meant: Option<usize>,
    pub slip: &'static str,
}

/// How a name is typed wrongly; nothing when this name cannot be.
type Slip = fn(&Firm, &mut Dice) -> Option<String>;

/// A labelled set: firms typed as clerks type them, and new firms beside them.
pub fn typed(firms: &[Firm], each: usize) -> Vec<Typed> {
    let mut dice = Dice::new(2260);
    let mut all = Vec::new();
    let slips: [(&'static str, Slip); 9] = [
        ("another legal form, or none", |f, d| {
            Some(format!("{}{}{}{}", f.place, f.brand, f.trade, *d.pick(&["", "公司", "集团有限公司"])))
        }),
        ("without its place", |f, _| Some(format!("{}{}有限公司", f.brand, f.trade))),
        ("place in brackets", |f, _| Some(format!("{}{}（{}）有限公司", f.brand, f.trade, f.place))),
        ("traditional characters", |f, _| changed(f, |c| pair(&TRADITIONAL, c))),
        ("a character that sounds the same", |f, _| changed(f, |c| pair(&HOMOPHONES, c))),
        ("two characters swapped", |f, d| {
            let mut chars: Vec<char> = f.brand.chars().collect();
            let at = d.below(chars.len() as u64 - 1) as usize;
            chars.swap(at, at + 1);
            let brand: String = chars.into_iter().collect();
            (brand != f.brand).then(|| format!("{}{brand}{}有限公司", f.place, f.trade))
        }),
        ("a character left out", |f, d| without(f, d.below(f.trade.chars().count() as u64) as usize)),
        ("a wrong character", |f, d| {
            let mut chars: Vec<char> = f.trade.chars().collect();
            let at = d.below(chars.len() as u64) as usize;
            chars[at] = '某';
            Some(format!("{}{}{}有限公司", f.place, f.brand, chars.into_iter().collect::<String>()))
        }),
        ("a remark in brackets", |f, _| Some(format!("{}（筹）", f.name))),
    ];
    for (slip, make) in slips {
        let mut made = 0;
        while made < each {
            let at = dice.below(firms.len() as u64) as usize;
            if let Some(text) = make(&firms[at], &mut dice) {
                all.push(Typed { text, meant: Some(at), slip });
                made += 1;
            }
        }
    }
    // Characters that no brand of the library has.
    for _ in 0..each * 2 {
        let brand: String = (0..3)
            .map(|_| *dice.pick(&['鹭', '鲲', '骥', '麓', '黛', '霖', '翎', '萱', '璞', '湛']))
            .collect();
        let text = format!("{}{brand}{}有限公司", names::place(&mut dice), names::trade(&mut dice));
        all.push(Typed { text, meant: None, slip: "a firm that is not there" });
    }
    all
}

fn pair(of: &[(char, char)], c: char) -> Option<char> {
    of.iter().find(|(from, _)| *from == c).map(|(_, to)| *to)
}

/// The name with the first character of the brand that has another form in that form.
fn changed(firm: &Firm, other: impl Fn(char) -> Option<char>) -> Option<String> {
    let (at, to) = firm.brand.chars().enumerate().find_map(|(at, c)| Some((at, other(c)?)))?;
    let brand: String = firm.brand.chars().enumerate().map(|(n, c)| if n == at { to } else { c }).collect();
    Some(format!("{}{brand}{}有限公司", firm.place, firm.trade))
}

fn without(firm: &Firm, at: usize) -> Option<String> {
    let trade: String = firm.trade.chars().enumerate().filter(|(n, _)| *n != at).map(|(_, c)| c).collect();
    (firm.trade.chars().count() > 2).then(|| format!("{}{}{trade}有限公司", firm.place, firm.brand))
}

fn head(text: &str, count: usize) -> String {
    text.chars().take(count).collect()
}

fn initials(text: &str) -> String {
    text.chars().filter_map(|c| sound_key(&c.to_string()).chars().next()).collect()
}

/// What is typed into the box for a firm.
type Make = fn(&Firm) -> Option<String>;

/// What is typed into the box, by kind: texts that find something.
pub fn queries(firms: &[Firm]) -> Vec<(&'static str, Vec<String>)> {
    let kinds: Vec<(&'static str, Make)> = vec![
        ("one character", |f| Some(head(&f.brand, 1))),
        ("two characters", |f| Some(head(&f.brand, 2))),
        ("four characters", |f| Some(head(&format!("{}{}", f.brand, f.trade), 4))),
        ("full pinyin", |f| Some(sound_key(&f.brand))),
        ("two initials", |f| Some(head(&initials(&f.brand), 2))),
        ("four initials", |f| Some(head(&initials(&format!("{}{}", f.brand, f.trade)), 4))),
        ("characters and pinyin", |f| {
            let rest: String = f.brand.chars().skip(1).collect();
            Some(format!("{} {}", head(&f.brand, 1), sound_key(&rest)))
        }),
        ("traditional characters", |f| {
            changed(f, |c| pair(&TRADITIONAL, c))?;
            Some(f.brand.chars().map(|c| pair(&TRADITIONAL, c).unwrap_or(c)).collect())
        }),
        ("beginning of a code", |f| Some(head(&f.uscc, 8))),
        ("Latin name", |f| f.alias.as_deref().map(|a| head(a, 5))),
        ("another name", |f| f.alias.clone()),
        ("whole name", |f| Some(f.name.clone())),
    ];
    let mut dice = Dice::new(86);
    kinds
        .into_iter()
        .map(|(kind, make)| {
            let mut texts = Vec::new();
            while texts.len() < 200 {
                texts.extend(make(dice.pick(firms)));
            }
            (kind, texts)
        })
        .collect()
}
