//! The sections of the file, one function each.

use jiff::civil::Date;
use rust_decimal::Decimal;
use toml::de::DeTable;

use super::{
    Band, Bands, Class, Factor, Filter, Group, GroupMode, Item, Measure, Name, Outcome, Rank, Scale,
    Schedule, Scheme, Source, Table, Ties, Way, check,
    fields::Fields,
    read_item::{WAYS, row_condition},
    read_recognition,
};
use crate::{
    assessment::{
        expr::{Names, Of},
        finding::{Findings, params},
    },
    period::Window,
};

/// More of anything than any real method has; 10,000 items are a mistake of a program.
const MOST_ITEMS: usize = 300;

/// Signs of the Chinese keyboard where the file wants those of the English one.
const WIDE: [char; 13] = ['“', '”', '‘', '’', '＝', '，', '、', '［', '］', '【', '】', '｛', '｝'];

/// Where each thing stands, so that the checks across sections can point at it.
pub(super) struct Places {
    pub(super) whole: std::ops::Range<usize>,
    pub(super) total: std::ops::Range<usize>,
    pub(super) items: Vec<std::ops::Range<usize>>,
    pub(super) measures: Vec<std::ops::Range<usize>>,
    pub(super) groups: Vec<std::ops::Range<usize>>,
    pub(super) tables: Vec<std::ops::Range<usize>>,
}

pub(super) fn read(text: &str, found: &mut Findings<'_>) -> Option<Scheme> {
    let (root, errors) = DeTable::parse_recoverable(text);
    let mut last = None;
    for error in &errors {
        let span = error.span().unwrap_or(0..0);
        // One place is told once: brackets without end would fill the page.
        if last.replace(span.start) == Some(span.start) {
            continue;
        }
        match text.get(span.start..).and_then(|rest| rest.chars().next()).filter(|c| WIDE.contains(c)) {
            Some(wide) => {
                found.error("scheme.wide_sign", &span, "", params([("sign", &wide.to_string())]));
            }
            None => found.error("scheme.not_toml", &span, "", params([("message", error.message())])),
        }
    }
    if !errors.is_empty() {
        return None;
    }
    let mut root = Fields::new(root.get_ref(), String::new(), 0..0);
    let head = root.inner(found, "scheme");
    if head.is_none() && !root.has("scheme") {
        root.error(found, "scheme.missing_section", "scheme", [("section", "scheme")]);
    }
    let head = head.and_then(|f| self::head(f, found));
    let classes = collect(root.list(found, "class", 50), found, class);
    let measure_fields = root.list(found, "measure", 200);
    let measure_spans: Vec<_> = measure_fields.iter().map(|f| f.span.clone()).collect();
    let measures = measure_fields.into_iter().map(|f| measure(f, found)).collect::<Vec<_>>();
    let factors = factors(&mut root, found);
    let table_fields = root.list(found, "table", 100);
    let table_spans = table_fields.iter().map(|f| f.span.clone()).collect();
    let tables = collect(table_fields, found, table);
    let group_fields = root.list(found, "group", 100);
    let group_spans = group_fields.iter().map(|f| f.span.clone()).collect();
    let groups = collect(group_fields, found, group);
    let item_fields = root.list(found, "item", MOST_ITEMS);
    let item_spans: Vec<_> = item_fields.iter().map(|f| f.span.clone()).collect();
    if item_fields.is_empty() && !root.has("item") {
        root.error(found, "scheme.missing_section", "item", [("section", "item")]);
    }
    let items = item_fields.into_iter().map(|f| Item::read(f, found)).collect::<Vec<_>>();
    let rank = rank(&mut root, found);
    let outcomes = outcomes(&mut root, found);
    let recognition = root.inner(found, "recognition").map(|f| read_recognition::recognition(f, found));
    let credit = root.inner(found, "credit").map(|f| read_recognition::credit(f, found));
    root.finish(found);

    // The checks across sections need every part: with a part unread they would tell false things.
    if found.failed() {
        return None;
    }
    let items = items.into_iter().collect::<Option<Vec<_>>>()?;
    let measures = measures.into_iter().collect::<Option<Vec<_>>>()?;
    let (scheme, total) = head?;
    let scheme = Scheme {
        classes: classes?,
        measures,
        factors: factors?,
        tables: tables?,
        groups: groups?,
        items,
        rank,
        outcomes,
        recognition: recognition.flatten(),
        credit: credit.flatten(),
        ..scheme
    };
    let places = Places {
        whole: 0..0,
        total,
        items: item_spans,
        measures: measure_spans,
        groups: group_spans,
        tables: table_spans,
    };
    check::scheme(&scheme, &places, found);
    Some(scheme)
}

fn collect<T>(
    list: Vec<Fields<'_>>,
    found: &mut Findings<'_>,
    one: impl Fn(Fields<'_>, &mut Findings<'_>) -> Option<T>,
) -> Option<Vec<T>> {
    let read: Vec<Option<T>> = list.into_iter().map(|fields| one(fields, found)).collect();
    read.into_iter().collect()
}

/// The head, and where its total stands.
fn head(mut f: Fields<'_>, found: &mut Findings<'_>) -> Option<(Scheme, std::ops::Range<usize>)> {
    let id = f.id(found, "id");
    let name = f.need_name(found);
    if !f.has("year") {
        f.error(found, "scheme.missing_key", "year", [("key", "year")]);
    }
    let year = f.whole(found, "year", 1949..=2100);
    let version = f.whole(found, "version", 1..=1_000_000).unwrap_or(1);
    let total = f.need_positive(found, "total");
    let bonus_max = f.positive(found, "bonus_max");
    let digits = f.whole(found, "digits", 0..=6).unwrap_or(2);
    let way = f.choice(found, "rounding", &WAYS).unwrap_or(Way::HalfUp);
    let window =
        if f.has("window") { window(&mut f, found) } else { year.and_then(|y| Window::year(y as i16)) };
    let at = f.at("total");
    f.finish(found);
    let scheme = Scheme {
        id: id?,
        name: name?,
        version,
        window: window?,
        total: total?,
        bonus_max,
        digits,
        way,
        classes: Vec::new(),
        measures: Vec::new(),
        factors: Vec::new(),
        tables: Vec::new(),
        groups: Vec::new(),
        items: Vec::new(),
        rank: Rank { by_class: true, ties: Ties::Skip, then: None, soft: false },
        outcomes: Vec::new(),
        recognition: None,
        credit: None,
    };
    Some((scheme, at))
}

/// First and last day.
pub(super) fn window(f: &mut Fields<'_>, found: &mut Findings<'_>) -> Option<Window> {
    let dates = f.texts(found, "window");
    let window = match dates.as_slice() {
        [from, to] => match (from.parse::<Date>(), to.parse::<Date>()) {
            (Ok(from), Ok(to)) => Window::new(from, to),
            _ => None,
        },
        _ => None,
    };
    if window.is_none() {
        f.error(found, "scheme.bad_window", "window", []);
    }
    window
}

fn class(mut f: Fields<'_>, found: &mut Findings<'_>) -> Option<Class> {
    let (id, name) = (f.id(found, "id"), f.need_name(found));
    let kinds = f.texts(found, "kinds");
    f.finish(found);
    Some(Class { id: id?, name: name?, kinds })
}

fn scale(text: &str) -> Scale {
    match text {
        "元" => Scale::Yuan,
        "万元" => Scale::Wan,
        "亿元" => Scale::Yi,
        "万美元" => Scale::WanUsd,
        "%" => Scale::Percent,
        other => Scale::Count(other.to_owned()),
    }
}

fn measure(mut f: Fields<'_>, found: &mut Findings<'_>) -> Option<Measure> {
    let (id, name) = (f.id(found, "id"), f.need_name(found));
    let scale = f.need_text(found, "unit").map(|text| scale(&text));
    let source = f.need_text(found, "from").and_then(|_| f.choice(found, "from", &Source::ALL));
    let verb = f.name(found, "verb", "verb_en");
    let absent = f.number(found, "absent");
    let factor = f.yes(found, "factor").unwrap_or(false);
    let filter = f.inner(found, "filter").map(|mut f| {
        let filter = Filter {
            kinds: f.texts(found, "kinds"),
            industries: f.texts(found, "industries"),
            at_least: f.number(found, "at_least"),
            when: row_condition(&mut f, found, "where", Of::Row),
        };
        f.finish(found);
        filter
    });
    if let (Some(filter), Some(source)) = (&filter, source) {
        answerable(&f, found, filter, source);
    }
    let formula = f.figure(found, "formula");
    if (source == Some(Source::Formula)) != f.has("formula") {
        f.error(found, "scheme.formula_and_source", "formula", []);
    }
    let most = f.figure(found, "most");
    let schedule = schedule(&mut f, found);
    let show = f.yes(found, "show").unwrap_or(false);
    f.finish(found);
    let verb = verb.unwrap_or_else(|| Name { zh: "完成".into(), en: "done".into() });
    Some(Measure {
        id: id?,
        name: name?,
        scale: scale?,
        verb,
        source: source?,
        absent,
        factor,
        filter: filter.unwrap_or_default(),
        formula,
        most,
        schedule,
        show,
    })
}

/// A filter that no row of the source can pass, or that has no rows to look at.
fn answerable(f: &Fields<'_>, found: &mut Findings<'_>, filter: &Filter, source: Source) {
    let mut asked = Names::default();
    filter.when.iter().for_each(|cond| cond.names(&mut asked));
    let more = asked.texts.union(&asked.measures).any(|name| name != "kind")
        || !filter.industries.is_empty()
        || filter.at_least.is_some();
    let code = match source {
        Source::Entered | Source::Formula if !filter.is_open() => "scheme.filter_without_rows",
        Source::Forms | Source::Returns | Source::Breaches | Source::Fraud | Source::Progress if more => {
            "scheme.filter_never"
        }
        _ => return,
    };
    f.error(found, code, "filter", []);
}

/// `schedule = ["25%", "50%", "75%", "100%"]`: rising to the whole.
fn schedule(f: &mut Fields<'_>, found: &mut Findings<'_>) -> Schedule {
    if !f.has("schedule") {
        return Schedule::Linear;
    }
    let list = f.numbers(found, "schedule");
    let rises = list.windows(2).all(|pair| pair[0] <= pair[1]) && list.iter().all(|x| *x >= Decimal::ZERO);
    if !matches!(list.len(), 4 | 12) || !rises || list.last() != Some(&Decimal::ONE) {
        f.error(found, "scheme.bad_schedule", "schedule", []);
    }
    Schedule::Listed(list)
}

fn factors(root: &mut Fields<'_>, found: &mut Findings<'_>) -> Option<Vec<Factor>> {
    let list = root.list(found, "factor", 200);
    let last = list.last().map(|f| f.span.clone());
    let factors = collect(list, found, |mut f, found| {
        let (industries, kinds) = (f.texts(found, "industry"), f.texts(found, "kind"));
        let times = f.number(found, "times");
        if times.is_none_or(|t| t < Decimal::ZERO || t > Decimal::ONE_HUNDRED) {
            f.error(found, "scheme.bad_factor", "times", []);
        }
        let say = f.name(found, "say", "say_en");
        f.finish(found);
        let say = say.unwrap_or_else(|| Name { zh: "折算".into(), en: "conversion".into() });
        Some(Factor { industries, kinds, times: times?, say })
    })?;
    let open = |f: &Factor| f.industries.is_empty() && f.kinds.is_empty();
    if let (Some(row), Some(span)) = (factors.last(), last) {
        if !open(row) {
            found.error("scheme.factor_without_rest", &span, "factor", params([]));
        }
        if factors[..factors.len() - 1].iter().any(open) {
            found.error("scheme.factor_unreachable", &span, "factor", params([]));
        }
    }
    Some(factors)
}

fn table(mut f: Fields<'_>, found: &mut Findings<'_>) -> Option<Table> {
    let id = f.id(found, "id");
    let mut bands = Vec::new();
    let mut spans = Vec::new();
    for mut band in f.list(found, "bands", 200) {
        let (from, below) = (band.number(found, "from"), band.number(found, "below"));
        spans.push((band.span.clone(), band.path.clone()));
        match band.number(found, "value") {
            Some(value) => bands.push(Band { from, below, value }),
            None => band.error(found, "scheme.band_without_value", "value", []),
        }
        band.finish(found);
    }
    let mut classes = std::collections::BTreeMap::new();
    for mut one in f.list(found, "classes", 50) {
        let (class, value) = (one.need_text(found, "class"), one.number(found, "value"));
        if value.is_none() {
            one.error(found, "scheme.band_without_value", "value", []);
        }
        one.finish(found);
        if let (Some(class), Some(value)) = (class, value) {
            classes.insert(class, value);
        }
    }
    if spans.is_empty() && !f.has("classes") {
        f.error(found, "scheme.empty_list", "bands", [("key", "bands")]);
    }
    let bands = Bands(bands);
    if bands.0.len() == spans.len() {
        check::bands(&bands, &spans, found);
    }
    if let Some((from, to)) = bands.gap() {
        f.error(found, "scheme.band_gap", "bands", [("from", &from.to_string()), ("to", &to.to_string())]);
    }
    f.finish(found);
    Some(Table { id: id?, bands, classes })
}

fn group(mut f: Fields<'_>, found: &mut Findings<'_>) -> Option<Group> {
    let (id, name) = (f.id(found, "id"), f.need_name(found));
    let points = f.need_positive(found, "points");
    let max = f.positive(found, "max");
    if let (Some(points), Some(max)) = (points, max)
        && max < points
    {
        f.error(
            found,
            "scheme.cap_below_points",
            "max",
            [("cap", &max.to_string()), ("points", &points.to_string())],
        );
    }
    let modes = [("sum", GroupMode::Sum), ("weighted", GroupMode::Weighted), ("best", GroupMode::Best(1))];
    let mode = match f.choice(found, "mode", &modes).unwrap_or(GroupMode::Sum) {
        GroupMode::Best(_) => GroupMode::Best(f.whole(found, "best", 1..=50).unwrap_or(1)),
        other => other,
    };
    f.finish(found);
    Some(Group { id: id?, name: name?, points: points?, max, mode })
}

fn rank(root: &mut Fields<'_>, found: &mut Findings<'_>) -> Rank {
    let Some(mut f) = root.inner(found, "rank") else {
        return Rank { by_class: true, ties: Ties::Skip, then: None, soft: false };
    };
    let rank = Rank {
        by_class: f.choice(found, "by", &[("class", true), ("all", false)]).unwrap_or(true),
        ties: f.choice(found, "ties", &[("skip", Ties::Skip), ("dense", Ties::Dense)]).unwrap_or(Ties::Skip),
        then: f.text(found, "then"),
        soft: f.yes(found, "soft").unwrap_or(false),
    };
    f.finish(found);
    rank
}

fn outcomes(root: &mut Fields<'_>, found: &mut Findings<'_>) -> Vec<Outcome> {
    let mut out: Vec<Outcome> = Vec::new();
    for mut f in root.list(found, "outcome", 20) {
        let (at_least, say) = (f.number(found, "at_least"), f.name(found, "say", "say_en"));
        if at_least.is_none() || say.is_none() {
            f.error(found, "scheme.missing_key", "at_least", [("key", "at_least / say")]);
        }
        if let (Some(at_least), Some(say)) = (at_least, say) {
            if out.last().is_some_and(|before| before.at_least <= at_least) {
                f.error(found, "scheme.outcome_unreachable", "at_least", []);
            }
            out.push(Outcome { at_least, say });
        }
        f.finish(found);
    }
    out
}
