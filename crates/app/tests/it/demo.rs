//! The demo's year: its plan gives the figures of the summary before anything is stored.

use std::collections::HashSet;

use jiff::civil::date;
use yinfeng::demo::{
    plan::{self, State},
    words,
};
use yinfeng_domain::money::YI_FEN;

use crate::support::{Client, opened};

#[test]
fn the_plan_of_the_year_has_the_figures_of_the_summary() {
    let projects = plan::projects();
    let (from, to) = (date(2013, 1, 1), date(2013, 8, 31));
    let recognised =
        projects.iter().filter(|p| p.recognised_on.is_some_and(|d| from <= d && d <= to)).count();
    assert_eq!(recognised, plan::INTRODUCED);
    let money: i64 = projects
        .iter()
        .flat_map(|p| &p.funds)
        .filter_map(|f| match f.state {
            State::Recognised(on) if from <= on && on <= to => Some(f.fen),
            _ => None,
        })
        .sum();
    assert_eq!(money, plan::MONEY_FEN);
    let signed: Vec<_> = projects.iter().filter(|p| plan::counts_as_signed(p)).collect();
    assert_eq!(signed.len(), plan::SIGNED);
    assert_eq!(signed.iter().filter_map(|p| plan::fen(p)).sum::<i64>(), plan::SIGNED_FEN);
    let targets: i64 = words::SCORED.iter().map(|u| u.2).sum();
    assert_eq!(targets * 1_000_000, 119 * YI_FEN + YI_FEN / 20);

    let names: HashSet<&str> = projects.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(names.len(), projects.len());
    for p in &projects {
        assert_eq!(p.units.iter().map(|u| u.1).sum::<i64>(), 10_000, "{}", p.name);
        assert!(p.stages.windows(2).all(|w| w[0].1 <= w[1].1), "{}: {:?}", p.name, p.stages);
        for f in &p.funds {
            assert!(f.fen > 0 && p.signed_on.is_some_and(|s| s <= f.received_on), "{}: {f:?}", p.name);
            if let State::Recognised(on) = f.state {
                assert!(f.received_on <= on, "{}: {f:?}", p.name);
            }
        }
    }
}

/// The rules of the demo's scheme are real, and the year stands by them: what the office verified is what counts.
#[test]
fn the_rules_in_force_take_nothing_from_the_year() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let (app, _clock, _folder) = opened("", "").await;
        assert!(yinfeng::demo::load::load(&app, "Fengqi-2013-demo").await.unwrap());
        let clerk = Client::log_in(yinfeng::rooms::router(app), "reviewer", "Fengqi-2013-demo").await;
        let book = clerk.get("/api/v1/book?year=2013&as_of=2013-08-31").await.expect(200);
        assert_eq!(book["by_rules"], true, "{book}");
        let all = |key: &str| book["totals"][key].as_i64().unwrap();
        let totals = (all("verified_fen"), all("recognised_fen"), all("credited_fen"));
        assert_eq!(totals, (plan::MONEY_FEN, plan::MONEY_FEN, plan::MONEY_FEN), "{}", book["totals"]);
        assert_eq!((all("refused"), all("undecided"), all("next")), (0, 0, 0));
        assert!(book["items"][0]["line"].as_str().unwrap().contains("认定"), "{}", book["items"][0]);
    });
}
