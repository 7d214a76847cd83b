//! Contacts over HTTP, and what the files of the database tell of them.

use std::{io::Cursor, path::Path};

use calamine::{Reader as _, Xlsx};
use serde_json::{Value, json};
use yinfeng::{floor::web::percent, params};
use yinfeng_domain::{authority::Role, id::ContactId};

use crate::{
    project::{organisation, with_codes},
    support::{Client, DISTRICT, TestApp, on_both},
};

const PHONE: &str = "13800005678";
const EMAIL: &str = "wang.jianguo@example.com";
const WECHAT: &str = "wjg-example";

fn person(organisation: &str) -> Value {
    json!({ "organisation_id": organisation, "name": "王建国", "title": "投资总监",
        "phones": ["138 0000 5678", "0536-8000123转801"], "email": EMAIL, "wechat": WECHAT, "language": "zh",
        "note": "只在上午联系", "basis": "consent", "source": "名片", "notice_on": "2013-11-01",
        "retention_until": "2014-11-15" })
}

async fn enter(client: &Client, body: Value) -> String {
    let saved = client.post("/api/v1/contacts", body).await.expect(201);
    saved["id"].as_str().unwrap().to_owned()
}

/// A filler of 于河街道 with an organisation of theirs.
async fn filler_with_firm(app: &TestApp) -> (Client, String) {
    with_codes(app).await;
    let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
    let firm = organisation(&filler, "恒信新材料有限公司", "CN").await;
    (filler, firm)
}

#[test]
fn a_number_is_masked_until_a_purpose_is_given() {
    on_both(async |app| {
        let (filler, firm) = filler_with_firm(&app).await;
        let saved = filler.post("/api/v1/contacts", person(&firm)).await.expect(201);
        assert_eq!(saved.as_object().unwrap().len(), 2, "the answer is kept: it tells nothing of the person");
        let path = format!("/api/v1/contacts/{}", saved["id"].as_str().unwrap());
        let shown = filler.get(&path).await.expect(200);
        assert_eq!((&shown["name"], &shown["title"]), (&json!("王建国"), &json!("投资总监")));
        assert_eq!(shown["phones"], json!(["138****5678", "0536****23"]));
        assert_eq!((&shown["email"], &shown["wechat"]), (&json!("w***@example.com"), &json!("w****")));
        assert_eq!((&shown["keeper"]["name"], &shown["keeping"]), (&json!("filler"), &json!("kept")));
        assert_eq!((&shown["note"], &shown["reveals"]), (&json!("只在上午联系"), &json!([])));

        let reveal = format!("{path}/reveal");
        for (body, code) in [
            (json!({ "fields": [], "purpose": "visit" }), "contact.fields_missing"),
            (json!({ "fields": ["phone"], "purpose": "other", "text": " " }), "contact.purpose_missing"),
            (json!({ "fields": ["name"], "purpose": "visit" }), "floor.field_wrong"),
        ] {
            assert_eq!(filler.post(&reveal, body).await.refused(422), code);
        }
        let phones = json!({ "fields": ["phone"], "purpose": "visit", "text": "上门走访" });
        let answer = filler.post_as("reveal-0001", &reveal, phones.clone()).await;
        assert_eq!(answer.headers["cache-control"], "no-store");
        let seen = answer.expect(200);
        assert_eq!(
            seen,
            json!({ "phones": ["138 0000 5678", "0536-8000123转801"], "email": null, "wechat": null })
        );
        // The same request again is shown, and written down, again: its answer was not kept.
        filler.post_as("reveal-0001", &reveal, phones).await.expect(200);
        let shown = filler.get(&path).await.expect(200);
        assert_eq!(shown["reveals"].as_array().unwrap().len(), 2);
        assert_eq!(
            (&shown["reveals"][0]["by"], &shown["reveals"][0]["purpose"], &shown["reveals"][0]["fields"]),
            (&json!("filler"), &json!("visit"), &json!(["phone"]))
        );
    });
}

#[test]
fn what_comes_back_masked_stays_as_it_is() {
    on_both(async |app| {
        let (filler, firm) = filler_with_firm(&app).await;
        let id = enter(&filler, person(&firm)).await;
        let path = format!("/api/v1/contacts/{id}");
        let mut change = person(&firm);
        change["version"] = 1.into();
        change["title"] = "副总裁".into();
        change["phones"] = json!(["138****5678", "+81 3-0000-1234"]);
        change["email"] = "w***@example.com".into();
        change["wechat"] = "".into();
        filler.put(&path, change.clone()).await.expect(200);
        let all = json!({ "fields": ["phone", "email", "wechat"], "purpose": "meeting" });
        let seen = filler.post(&format!("{path}/reveal"), all).await.expect(200);
        assert_eq!(seen["phones"], json!(["138 0000 5678", "+81 3-0000-1234"]));
        assert_eq!((&seen["email"], &seen["wechat"]), (&json!(EMAIL), &Value::Null));
        let stale = filler.put(&path, change.clone()).await.expect(409);
        assert_eq!(stale["changed"], json!(["phones", "title", "wechat"]));
        change["version"] = 2.into();
        for (field, value, code) in [
            ("phones", json!(["139****0000"]), "contact.phone"),
            ("phones", json!(["电话"]), "contact.phone"),
            ("phones", json!(["80001", "80002", "80003", "80004", "80005", "80006"]), "contact.phones"),
            ("email", json!("x***@example.com"), "contact.email"),
            ("wechat", json!("w****"), "contact.wechat"),
            ("name", json!(" \n"), "contact.name_missing"),
            ("name", json!("长".repeat(61)), "contact.too_long"),
            ("note", json!("长".repeat(2_001)), "contact.too_long"),
            ("notice_on", json!("2013-11-16"), "contact.notice_on"),
            ("retention_until", json!("2013-11-14"), "contact.retention_until"),
            ("retention_until", json!("2015-11-16"), "contact.retention_until"),
            ("organisation_id", json!(app.new_id()), "contact.organisation_unknown"),
            ("unit_id", json!(app.units.zone), "contact.unit_not_yours"),
        ] {
            let mut wrong = change.clone();
            wrong[field] = value;
            assert_eq!(filler.put(&path, wrong).await.refused(422), code, "{field}");
        }
    });
}

#[test]
fn a_unit_reads_its_own_and_the_reviewer_no_number() {
    on_both(async |app| {
        let (filler, firm) = filler_with_firm(&app).await;
        let id = enter(&filler, person(&firm)).await;
        let path = format!("/api/v1/contacts/{id}");
        let rival = app.person("rival", Role::UnitFiller, app.units.zone).await;
        let reviewer = app.person("reviewer", Role::OfficeReviewer, app.units.office).await;
        let leader = app.person("leader", Role::DistrictLeader, app.units.committee).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let reveal = json!({ "fields": ["phone"], "purpose": "notice" });
        assert_eq!(rival.get("/api/v1/contacts").await.expect(200)["total"], 0);
        assert_eq!(rival.get(&path).await.refused(404), "floor.not_found");
        assert_eq!(
            rival.post(&format!("{path}/reveal"), reveal.clone()).await.refused(404),
            "floor.not_found"
        );
        assert_eq!(reviewer.get(&path).await.expect(200)["actions"]["reveal"]["code"], "contact.no_reveal");
        assert_eq!(
            reviewer.post(&format!("{path}/reveal"), reveal.clone()).await.refused(409),
            "contact.no_reveal"
        );
        leader.post(&format!("{path}/reveal"), reveal).await.expect(200);
        let gone = json!({ "reason": "request", "version": 1 });
        assert_eq!(leader.post(&format!("{path}/erase"), gone).await.refused(409), "contact.not_yours");
        for nobody in [&filler, &reviewer, &leader] {
            let wanted = json!({ "reason": "年会邀请" });
            assert_eq!(nobody.post("/api/v1/contacts/export", wanted).await.refused(404), "floor.not_found");
        }
        assert_eq!(
            filler.put("/api/v1/contacts/rules", json!({ "retention_months": 6 })).await.refused(404),
            "floor.not_found"
        );
        assert_eq!(
            clerk.put("/api/v1/contacts/rules", json!({ "retention_months": 121 })).await.refused(422),
            "contact.months"
        );
        clerk.put("/api/v1/contacts/rules", json!({ "retention_months": 6 })).await.expect(200);
        assert_eq!(filler.get("/api/v1/contacts/rules").await.expect(200)["retention_months"], 6);
        assert_eq!(
            filler.post("/api/v1/contacts", person(&firm)).await.refused(422),
            "contact.retention_until"
        );
    });
}

#[test]
fn somebody_is_found_by_name_and_by_whole_number_only() {
    on_both(async |app| {
        let (filler, firm) = filler_with_firm(&app).await;
        let id = enter(&filler, person(&firm)).await;
        let rival = app.person("rival", Role::UnitFiller, app.units.zone).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        for (q, found) in [
            ("王建国", 1),
            ("建国", 1),
            ("wjg", 1),
            ("wangjianguo", 1),
            ("王建軍", 0),
            ("+86 138-0000-5678", 1),
            (EMAIL, 1),
            ("1380000", 0),
            ("5678", 0),
            ("') or 1=1 --", 0),
        ] {
            let path = format!("q={}", percent(q));
            let hits = filler.get(&format!("/api/v1/search?{path}")).await.expect(200);
            let hits: Vec<_> = hits["items"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|h| h["kind"] == "contact")
                .cloned()
                .collect();
            assert_eq!(hits.len(), found, "{q}");
            if found == 1 {
                assert_eq!(
                    (&hits[0]["id"], &hits[0]["subtitle"]),
                    (&json!(id), &json!("恒信新材料有限公司 · 投资总监"))
                );
            }
            let listed = filler.get(&format!("/api/v1/contacts?{path}")).await.expect(200);
            assert_eq!(listed["total"], found, "{q}");
            let other = rival.get(&format!("/api/v1/search?{path}")).await.expect(200);
            assert!(other["items"].as_array().unwrap().iter().all(|h| h["kind"] != "contact"), "{q}");
        }
        // A second unit that meets the same person learns nothing of the first; the office does.
        let asked = json!({ "phones": ["13800005678"], "email": "", "wechat": "WJG-EXAMPLE" });
        let known = filler.post("/api/v1/contacts/check", asked.clone()).await.expect(200);
        assert_eq!(known["known"].as_array().unwrap().len(), 1);
        assert_eq!(
            (&known["known"][0]["name"], &known["known"][0]["channel"]),
            (&json!("王建国"), &json!("phone"))
        );
        assert!(!known.to_string().contains(PHONE));
        assert_eq!(rival.post("/api/v1/contacts/check", asked.clone()).await.expect(200)["known"], json!([]));
        assert_eq!(
            clerk.post("/api/v1/contacts/check", asked).await.expect(200)["known"][0]["unit"]["name"],
            "于河街道"
        );
        let masked = json!({ "phones": ["138****5678", "138"], "email": "w***@example.com" });
        assert_eq!(filler.post("/api/v1/contacts/check", masked).await.expect(200)["known"], json!([]));
    });
}

#[test]
fn what_is_kept_too_long_is_listed() {
    on_both(async |app| {
        let (filler, firm) = filler_with_firm(&app).await;
        for (name, until) in [("甲", "2013-11-20"), ("乙", "2014-01-31"), ("丙", "2014-11-01")] {
            let mut body = person(&firm);
            (body["name"], body["retention_until"]) = (name.into(), until.into());
            if name == "丙" {
                body["notice_on"] = Value::Null;
            }
            enter(&filler, body).await;
        }
        app.clock.set("2013-12-01T01:00:00Z".parse().unwrap());
        let filler = app.log_in("filler").await;
        for (filter, names) in [
            ("keeping=over", vec!["甲"]),
            ("keeping=ending", vec!["甲"]),
            ("keeping=kept&sort=retention_until", vec!["乙", "丙"]),
            ("noticed=false", vec!["丙"]),
            ("mine=true&sort=retention_until", vec!["甲", "乙", "丙"]),
        ] {
            let page = filler.get(&format!("/api/v1/contacts?{filter}")).await.expect(200);
            let found: Vec<_> =
                page["items"].as_array().unwrap().iter().map(|c| c["name"].as_str().unwrap()).collect();
            assert_eq!(found, names, "{filter}");
        }
        let mut seen = Vec::new();
        let mut path = "/api/v1/contacts?sort=retention_until&limit=1".to_owned();
        loop {
            let page = filler.get(&path).await.expect(200);
            seen.push(page["items"][0]["name"].as_str().unwrap().to_owned());
            let Some(cursor) = page["next_cursor"].as_str() else { break };
            path = format!("/api/v1/contacts?sort=retention_until&limit=1&cursor={cursor}");
        }
        assert_eq!(seen, ["甲", "乙", "丙"]);
        assert_eq!(filler.get("/api/v1/contacts?sort=name").await.refused(422), "floor.field_wrong");
    });
}

#[test]
fn an_export_says_who_took_it_and_why() {
    on_both(async |app| {
        let (filler, firm) = filler_with_firm(&app).await;
        enter(&filler, person(&firm)).await;
        app.account("head", &[(Role::UnitHead, app.units.yuhe)]).await;
        let (head, auditor) = (
            app.log_in("head").await,
            app.person("auditor", Role::AuditAdministrator, app.units.committee).await,
        );
        let none = json!({ "reason": " " });
        assert_eq!(head.post("/api/v1/contacts/export", none).await.refused(422), "contact.export_reason");
        let answer = head.post("/api/v1/contacts/export", json!({ "reason": "年会邀请" })).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(answer.bytes)).unwrap();
        let sheet = book.worksheet_range_at(0).unwrap().unwrap();
        let cell = |row, column| sheet.get((row, column)).map(ToString::to_string).unwrap_or_default();
        assert!(cell(0, 0).contains("head") && cell(0, 0).contains("年会邀请"), "{}", cell(0, 0));
        assert_eq!(
            (cell(1, 0), cell(2, 0), cell(2, 3)),
            ("姓名".into(), "王建国".into(), "138 0000 5678；0536-8000123转801".into())
        );
        let trail = auditor.get("/api/v1/audit?act=contact.export").await.expect(200);
        assert_eq!(
            (&trail["items"][0]["detail"]["reason"], &trail["items"][0]["detail"]["rows"]),
            (&json!("年会邀请"), &json!(1))
        );
        assert!(!trail.to_string().contains("0000"));
    });
}

/// What somebody finds who has the files, or a dump, and not the key.
async fn everything(app: &TestApp) -> Vec<u8> {
    let config = app.app.config.clone();
    if config.database.is_empty() {
        let mut all = Vec::new();
        for entry in std::fs::read_dir(&config.data).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() && path != config.key_path() {
                all.extend(std::fs::read(&path).unwrap());
            }
        }
        return all;
    }
    tokio::task::spawn_blocking(move || dump(&config.database, &config.schema)).await.unwrap()
}

/// Every row of every table as text; bytes come as hexadecimal digits and are put back.
fn dump(url: &str, schema: &str) -> Vec<u8> {
    let mut client = postgres::Client::connect(url, postgres::NoTls).unwrap();
    let tables = client
        .query("select table_name::text from information_schema.tables where table_schema = $1", &[&schema])
        .unwrap();
    let mut all = Vec::new();
    for table in tables {
        let name: String = table.get(0);
        for row in client.query(&format!("select t::text from {schema}.{name} t"), &[]).unwrap() {
            let text: String = row.get(0);
            for part in text.split("\\x").skip(1) {
                let digits: String = part.chars().take_while(char::is_ascii_hexdigit).collect();
                all.extend(hex::decode(&digits[..digits.len() / 2 * 2]).unwrap());
            }
            all.extend(text.into_bytes());
        }
    }
    all
}

fn holds(all: &[u8], text: &[u8]) -> bool {
    all.windows(text.len()).any(|window| window == text)
}

#[test]
fn the_files_tell_nothing_of_a_person_and_after_deletion_not_even_that_sealed() {
    on_both(async |app| {
        let (filler, firm) = filler_with_firm(&app).await;
        let id = enter(&filler, person(&firm)).await;
        let path = format!("/api/v1/contacts/{id}");
        let mut change = person(&firm);
        change["version"] = 1.into();
        change["phones"] = json!(["138****5678", "13900001234"]);
        filler.put(&path, change).await.expect(200);
        let all = json!({ "fields": ["phone", "email", "wechat"], "purpose": "visit" });
        filler.post(&format!("{path}/reveal"), all).await.expect(200);
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        clerk.post("/api/v1/contacts/export", json!({ "reason": "核对" })).await;
        clerk.post("/api/v1/contacts/check", json!({ "phones": [PHONE], "email": EMAIL })).await.expect(200);

        let files = everything(&app).await;
        assert!(holds(&files, "恒信新材料有限公司".as_bytes()), "what is not personal is found this way");
        for secret in [
            PHONE,
            "138 0000 5678",
            "0000 5678",
            "138****5678",
            "13900001234",
            EMAIL,
            "wang.jianguo",
            WECHAT,
            "王建国",
            "只在上午",
        ] {
            assert!(!holds(&files, secret.as_bytes()), "{secret} is in the files");
        }

        let row: ContactId = id.parse().unwrap();
        let sealed = app
            .app
            .db
            .read(move |r| {
                r.value::<Vec<u8>>(
                    "select phones from contact where district = $1 and id = $2",
                    params![DISTRICT, row],
                )
            })
            .await
            .unwrap()
            .unwrap();
        assert!(holds(&files, &sealed), "sealed it is there");
        let gone = json!({ "reason": "request", "version": 2 });
        let answer = filler.post_as("erase-0001", &format!("{path}/erase"), gone.clone()).await;
        assert_eq!(answer.status, 204, "{}", answer.text());
        assert_eq!(
            filler.post_as("erase-0001", &format!("{path}/erase"), gone).await.status,
            204,
            "sent again"
        );
        assert_eq!(filler.get(&path).await.refused(404), "floor.not_found");
        let marks =
            app.app.db.read(|r| r.value::<i64>("select count(*) from contact_mark", &[])).await.unwrap();
        assert_eq!(marks, Some(0));
        assert!(!holds(&everything(&app).await, &sealed), "a deleted row is still in the files");
        let auditor = app.person("auditor", Role::AuditAdministrator, app.units.committee).await;
        let trail = auditor.get(&format!("/api/v1/audit?subject=contact&subject_id={id}")).await.expect(200);
        let acts: Vec<_> =
            trail["items"].as_array().unwrap().iter().map(|r| r["act"].as_str().unwrap()).collect();
        assert_eq!(acts, ["contact.erase", "contact.reveal", "contact.update", "contact.create"]);
    });
}

#[test]
fn a_value_opens_only_in_its_place_and_with_its_key() {
    on_both(async |app| {
        let (filler, firm) = filler_with_firm(&app).await;
        let (a, b) = (enter(&filler, person(&firm)).await, enter(&filler, person(&firm)).await);
        let mode = permissions(&app.app.config.key_path());
        assert_eq!(mode, 0o600);

        // A second key: what was sealed before is sealed anew, and everything still opens.
        let before = app.app.keys.ids();
        app.app.keys.add().unwrap();
        let keys = app.app.keys.clone();
        app.app
            .db
            .write(move |tx| {
                let who = yinfeng::floor::web::Who::system(DISTRICT, "test");
                yinfeng::contact::reseal(tx, &who, &keys, ContactId(uuid::Uuid::nil()))
            })
            .await
            .unwrap();
        let left = app
            .app
            .db
            .read(|r| r.query("select phones from contact", &[], |row| Ok(row.get::<Vec<u8>>(0)?)))
            .await
            .unwrap();
        assert!(left.iter().all(|sealed| app.app.keys.is_current(sealed)));
        assert_eq!(app.app.keys.ids().len(), before.len() + 1);
        assert_eq!(filler.get(&format!("/api/v1/contacts/{a}")).await.expect(200)["name"], "王建国");
        assert_eq!(filler.get("/api/v1/contacts?q=wjg").await.expect(200)["total"], 2, "marks hold");

        // Copied into another row it does not open.
        let (from, to): (ContactId, ContactId) = (a.parse().unwrap(), b.parse().unwrap());
        app.app
            .db
            .write(move |tx| {
                tx.execute(
                    "update contact set phones = (select x.phones from contact x where x.district = $1 and x.id = $2)
                     where district = $1 and id = $3",
                    params![DISTRICT, from, to],
                )
            })
            .await
            .unwrap();
        let answer = filler.get(&format!("/api/v1/contacts/{b}")).await;
        assert_eq!(answer.refused(503), "floor.seal_broken");

        // Without the key nothing opens, and the answer says which one is wanted.
        let file = app.app.config.key_path();
        let text = std::fs::read_to_string(&file).unwrap();
        let lost: Vec<&str> = text.lines().filter(|line| !line.starts_with("seal ")).collect();
        std::fs::write(&file, format!("{}\nseal {}\n", lost.join("\n"), "11".repeat(32))).unwrap();
        let other = yinfeng::floor::seal::Keys::open(&app.app.config).unwrap();
        let place = yinfeng::floor::seal::Place {
            table: "contact",
            column: "phones",
            district: DISTRICT,
            id: from.0,
        };
        let refused = other.open_sealed(&place, &left[0]).unwrap_err().to_string();
        assert!(
            refused.contains("key_missing") && refused.contains(app.app.keys.ids().last().unwrap()),
            "{refused}"
        );
        std::fs::write(&file, "seal 12\n").unwrap();
        let wrong = yinfeng::floor::seal::Keys::open(&app.app.config).unwrap_err().to_string();
        assert!(wrong.contains("line 1") && !wrong.contains("12\n"), "{wrong}");
    });
}

fn permissions(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}
