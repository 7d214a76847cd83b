//! Logging in, units, accounts and roles.

use jiff::ToSpan;
use serde_json::json;
use yinfeng::floor::clock::Clock;
use yinfeng_domain::authority::Role;

use crate::support::{PASSWORD, on_both};

#[test]
fn a_session_ends_by_logout_by_idleness_and_after_half_a_day() {
    on_both(async |app| {
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let me = clerk.get("/api/v1/session").await.expect(200);
        assert_eq!(me["roles"][0]["role"], "office_clerk");
        assert_eq!(me["district"]["name"], "凤栖区");
        assert_eq!(me["server"]["today"], "2013-11-15");

        let other = app.log_in("clerk").await;
        other.delete("/api/v1/session").await.expect(204);
        assert_eq!(other.get("/api/v1/session").await.refused(401), "floor.unauthenticated");
        clerk.get("/api/v1/session").await.expect(200);

        app.clock.set(app.clock.now() + 61.minutes());
        assert_eq!(clerk.get("/api/v1/session").await.refused(401), "floor.unauthenticated");

        let fresh = app.log_in("clerk").await;
        for _ in 0..13 {
            app.clock.set(app.clock.now() + 55.minutes());
            fresh.get("/api/v1/session").await.expect(200);
        }
        app.clock.set(app.clock.now() + 10.minutes());
        assert_eq!(fresh.get("/api/v1/session").await.refused(401), "floor.unauthenticated");
    });
}

#[test]
fn five_wrong_passwords_lock_the_account_and_time_unlocks_it() {
    on_both(async |app| {
        app.account("clerk", &[]).await;
        let nobody = app.nobody();
        let mut wrong = json!({ "login": "clerk", "password": "not the password" });
        for _ in 0..4 {
            assert_eq!(
                nobody.post("/api/v1/session", wrong.clone()).await.refused(422),
                "identity.wrong_login"
            );
        }
        assert_eq!(nobody.post("/api/v1/session", wrong.clone()).await.refused(429), "identity.locked");
        // While it is locked, the right password and a wrong one get the same answer: there is nothing to guess by.
        let while_wrong = nobody.post("/api/v1/session", wrong.clone()).await.expect(429);
        wrong["password"] = PASSWORD.into();
        let while_right = nobody.post("/api/v1/session", wrong.clone()).await.expect(429);
        assert_eq!(while_right["code"], "identity.locked");
        assert_eq!(while_right["detail"], while_wrong["detail"]);
        app.clock.set(app.clock.now() + 16.minutes());
        nobody.post("/api/v1/session", wrong).await.expect(204);
        let unknown = json!({ "login": "nobody-here", "password": PASSWORD });
        assert_eq!(nobody.post("/api/v1/session", unknown).await.refused(422), "identity.wrong_login");
    });
}

#[test]
fn an_account_is_handed_over_with_a_password_that_must_be_changed() {
    on_both(async |app| {
        let system = app.person("system", Role::SystemAdministrator, app.units.committee).await;
        let security = app.person("security", Role::SecurityAdministrator, app.units.committee).await;
        let hand = system
            .post("/api/v1/accounts", json!({ "login": "Zhang.San", "name": "张三" }))
            .await
            .expect(201);
        let id = hand["id"].as_str().unwrap();
        let role = json!({ "role": "unit_filler", "unit_id": app.units.yuhe, "valid_from": "2013-11-01" });
        let roles = format!("/api/v1/accounts/{id}/roles");
        // The system administrator makes accounts and gives no roles; the other way round as well.
        assert_eq!(system.post(&roles, role.clone()).await.refused(404), "floor.not_found");
        let made = json!({ "login": "x1", "name": "x" });
        assert_eq!(security.post("/api/v1/accounts", made).await.refused(404), "floor.not_found");
        security.post(&roles, role).await.expect(201);
        let audit = json!({ "role": "audit_administrator", "unit_id": app.units.committee, "valid_from": "2013-11-01" });
        assert_eq!(security.post(&roles, audit).await.refused(409), "org.roles_exclude");

        let password = hand["initial_password"].as_str().unwrap();
        let client = crate::support::Client::log_in(app.router.clone(), "zhang.san", password).await;
        let me = client.get("/api/v1/session").await.expect(200);
        assert_eq!((&me["account"]["must_change_password"], &me["can"]), (&json!(true), &json!([])));
        let weak = json!({ "current": password, "new": "zhang.san2013" });
        assert_eq!(client.put("/api/v1/account/password", weak).await.refused(422), "identity.password_weak");
        let new = json!({ "current": password, "new": "correct horse battery" });
        client.put("/api/v1/account/password", new).await.expect(204);
        let me = client.get("/api/v1/session").await.expect(200);
        assert_eq!(me["roles"][0]["unit"]["name"], "于河街道");
    });
}

#[test]
fn units_are_changed_under_their_version_and_keep_their_history() {
    on_both(async |app| {
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let squad = json!({ "parent_id": app.units.yuhe, "kind": "squad", "name": "驻京小分队", "valid_from": "2013-03-01" });
        assert_eq!(filler.post("/api/v1/units", squad.clone()).await.refused(404), "floor.not_found");
        let made = clerk.post("/api/v1/units", squad.clone()).await.expect(201);
        let path = format!("/api/v1/units/{}", made["id"].as_str().unwrap());
        assert_eq!(clerk.post("/api/v1/units", squad).await.refused(422), "org.unit_name_taken");
        let change = json!({ "name": "驻京招商小分队", "mission": "北京、天津", "version": 1 });
        clerk.put(&path, change.clone()).await.expect(200);
        let stale = clerk.put(&path, change).await;
        let body = stale.expect(409);
        assert_eq!(
            (&body["code"], &body["current"]["name"]),
            (&json!("floor.stale"), &json!("驻京招商小分队"))
        );
        let member = json!({ "name": "李四", "position": "staff", "valid_from": "2013-03-01" });
        clerk.post(&format!("{path}/members"), member).await.expect(201);
        clerk
            .post(&format!("{path}/end"), json!({ "valid_until": "2013-10-31", "version": 2 }))
            .await
            .expect(200);
        let now = clerk.get("/api/v1/units?on=2013-11-15").await.expect(200);
        let then = clerk.get("/api/v1/units?on=2013-06-30").await.expect(200);
        assert_eq!(now["items"].as_array().unwrap().len() + 1, then["items"].as_array().unwrap().len());
        assert_eq!(clerk.get(&path).await.expect(200)["members"][0]["name"], "李四");
    });
}

#[test]
fn a_password_matches_only_itself() {
    use yinfeng::identity::password::{hash, invent, matches};
    let password = invent();
    assert_eq!(password.len(), 19);
    let kept = hash(&password).expect("hashes");
    assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    assert!(matches(&password, Some(&kept)) && !matches("something else", Some(&kept)));
    assert!(!matches("", None));
}
