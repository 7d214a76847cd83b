//! A whole server in a test: a fresh database per test, a clock that stands where it is set, people who are logged in.
//!
//! `on_both(async |app| { … })` runs a test on SQLite and, when `YINFENG_TEST_POSTGRES` names a server, in a fresh
//! schema of PostgreSQL. `cargo xtask test` starts one and sets it, so that nothing is skipped there.

mod client;

use std::sync::Arc;

use jiff::Timestamp;
use yinfeng::{
    floor::{
        App, AppState,
        clock::{Clock, SetClock, new_id},
        config::Config,
        db::Db,
        file::Files,
        job,
        seal::Keys,
        web::Who,
    },
    identity, org, rooms,
};
use yinfeng_domain::{
    authority::Role,
    id::{AccountId, UnitId},
};

pub use client::{Answer, Client};

pub const DISTRICT: &str = "379901";
/// What every account of a test is called in with.
pub const PASSWORD: &str = "a password for tests";

pub struct TestApp {
    pub app: AppState,
    pub clock: Arc<SetClock>,
    pub router: axum::Router,
    /// The units every test starts with.
    pub units: Units,
    _folder: tempfile::TempDir,
    drop_schema: Option<(String, String)>,
}

/// A committee with its office, two streets and a team.
#[derive(Clone, Copy)]
pub struct Units {
    pub committee: UnitId,
    pub office: UnitId,
    pub yuhe: UnitId,
    pub zone: UnitId,
    pub team: UnitId,
}

/// Runs a test on every engine there is.
pub fn on_both<F>(test: impl Fn(TestApp) -> F)
where
    F: Future<Output = ()>,
{
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    eprintln!("— on SQLite");
    runtime.block_on(async { test(TestApp::sqlite().await).await });
    match std::env::var("YINFENG_TEST_POSTGRES") {
        Ok(url) => {
            eprintln!("— on PostgreSQL");
            runtime.block_on(async { test(TestApp::postgres(&url).await).await });
        }
        Err(_) => eprintln!("— not on PostgreSQL: YINFENG_TEST_POSTGRES names no server"),
    }
}

impl TestApp {
    pub async fn sqlite() -> Self {
        Self::start(String::new(), String::new()).await
    }

    pub async fn postgres(url: &str) -> Self {
        let mut random = [0_u8; 8];
        yinfeng::floor::clock::fill_random(&mut random);
        Self::start(url.to_owned(), format!("test_{}", hex(&random))).await
    }

    async fn start(database: String, schema: String) -> Self {
        let (app, clock, folder) = opened(&database, &schema).await;
        let units = app.db.write(|tx| Ok(found(tx))).await.unwrap();
        let router = rooms::router(app.clone());
        let drop_schema = (!database.is_empty()).then_some((database, schema));
        Self { app, clock, router, units, _folder: folder, drop_schema }
    }

    /// A new account with this role at this unit, logged in.
    pub async fn person(&self, login: &str, role: Role, unit: UnitId) -> Client {
        self.account(login, &[(role, unit)]).await;
        self.log_in(login).await
    }

    /// A new account with these roles.
    pub async fn account(&self, login: &str, roles: &[(Role, UnitId)]) -> AccountId {
        let (login, roles) = (login.to_owned(), roles.to_vec());
        self.app
            .db
            .write(move |tx| {
                let who = Who::system(DISTRICT, "test");
                let id = identity::create_account(tx, &who, &login, &login, &password_hash(), false)?;
                for (role, unit) in &roles {
                    let security = Who { actor: security_actor(), ..Who::system(DISTRICT, "test") };
                    let new = org::NewRole {
                        role: *role,
                        unit_id: *unit,
                        valid_from: "2013-01-01".parse().unwrap(),
                        valid_until: None,
                    };
                    org::grant_role(tx, &security, id, &new)?;
                }
                Ok(id)
            })
            .await
            .unwrap()
    }

    pub async fn log_in(&self, login: &str) -> Client {
        Client::log_in(self.router.clone(), login, PASSWORD).await
    }

    /// Somebody who is not logged in.
    pub fn nobody(&self) -> Client {
        Client::nobody(self.router.clone())
    }

    /// Runs the jobs that are waiting, until there are none.
    pub async fn run_jobs(&self) {
        let runners = rooms::runners();
        while job::run_one(&self.app, &runners, "test").await.unwrap() {}
    }

    pub fn new_id(&self) -> uuid::Uuid {
        new_id(self.clock.now())
    }
}

/// An installation without a district.
pub async fn opened(database: &str, schema: &str) -> (Arc<App>, Arc<SetClock>, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    // In the middle of November 2013, when the demo's year is told.
    let clock = Arc::new(SetClock::new("2013-11-15T01:00:00Z".parse::<Timestamp>().unwrap()));
    let config = Config {
        data: folder.path().to_owned(),
        database: database.to_owned(),
        schema: schema.to_owned(),
        upload_mib: 2,
        ..Config::default()
    };
    let place = config.clone();
    let db_clock: Arc<dyn Clock> = clock.clone();
    let db =
        tokio::task::spawn_blocking(move || Db::open(&place.place(), db_clock, 2)).await.unwrap().unwrap();
    let files = Files::open(&config).unwrap();
    let keys = Keys::open(&config).unwrap();
    (Arc::new(App { config, db, files, keys, clock: clock.clone(), metrics: None }), clock, folder)
}

impl Drop for TestApp {
    fn drop(&mut self) {
        if let Some((url, schema)) = self.drop_schema.take() {
            let dropped = std::thread::spawn(move || {
                let mut client = postgres::Client::connect(&url, postgres::NoTls).unwrap();
                client.batch_execute(&format!("drop schema {schema} cascade")).unwrap();
            });
            // Best effort: connections of the test may still hold a lock for a moment.
            drop(dropped);
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

/// One hash for all tests: argon2 is slow on purpose.
fn password_hash() -> String {
    static HASH: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    HASH.get_or_init(|| identity::password::hash(PASSWORD).unwrap()).clone()
}

fn security_actor() -> yinfeng_domain::authority::Actor {
    let mut actor = Who::system(DISTRICT, "test").actor;
    actor.name = "security".into();
    actor
}

fn found(tx: &yinfeng::floor::db::Tx<'_>) -> Units {
    use org::UnitKind::{Committee, Office, Street, Team, Zone};
    let who = Who::system(DISTRICT, "test");
    org::create_district(tx, &who, "凤栖区", "区招商办", false).unwrap();
    let unit = |parent, kind, name: &str, scored| {
        let draft = org::UnitDraft {
            parent_id: parent,
            kind,
            name: name.into(),
            short_name: String::new(),
            sort_no: 1,
            scored,
            mission: String::new(),
            valid_from: "2012-01-01".parse().unwrap(),
        };
        org::create_unit(tx, &who, &draft).unwrap().id
    };
    let committee = unit(None, Committee, "招商工作委员会", false);
    Units {
        committee,
        office: unit(Some(committee), Office, "区招商办", false),
        yuhe: unit(Some(committee), Street, "于河街道", true),
        zone: unit(Some(committee), Zone, "经济开发区", true),
        team: unit(Some(committee), Team, "城市工业", true),
    }
}
