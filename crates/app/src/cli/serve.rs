//! `yinfeng serve`: the server, its jobs, and a stop that finishes what it began.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use clap::Args;
use tokio::{net::TcpListener, sync::watch};

use super::{Common, open, rebuild};
use crate::{
    dictionary,
    floor::{App, AppState, clock::SystemClock, config::Config, job, search},
    org, rooms,
};

#[derive(Args, Clone)]
pub struct ServeArgs {
    /// Address and port
    #[arg(long)]
    pub listen: Option<SocketAddr>,
}

pub fn serve(common: &Common, args: &ServeArgs) -> anyhow::Result<()> {
    let mut config = common.load()?;
    if let Some(listen) = args.listen {
        config.listen = listen;
    }
    logs(&config);
    let routes = rooms::routes();
    let app = build(config)?;
    // The code tables come with the program; a new district finds them there.
    app.db.write_now(dictionary::load)?;
    if app.db.read_now(search::is_outdated)? {
        tracing::info!("the search index has an older layout and is written anew");
        app.db.write_now(rebuild::words_at_once)?;
    }
    let none = app.db.read_now(|r| Ok(org::first_district(r)?.is_none()))?;
    if none {
        let token = org::setup::prepare(&app.config.data)?;
        println!(
            "Yinfeng has no district yet. Set it up at http://{}/setup?token={token}",
            app.config.listen
        );
    }
    runtime()?.block_on(run(app, routes, |listen| println!("Yinfeng serves http://{listen}")))
}

/// The application as the configuration says, with metrics.
pub fn build(config: Config) -> anyhow::Result<Arc<App>> {
    let app = open(config, Arc::new(SystemClock))?;
    let mut app = Arc::into_inner(app).ok_or_else(|| anyhow::anyhow!("the application is in use"))?;
    app.metrics = metrics_exporter_prometheus::PrometheusBuilder::new().install_recorder().ok();
    Ok(Arc::new(app))
}

/// A runtime with few threads: the work is in the threads of the database, and one for each processor beside those
/// would mostly wake the others.
pub fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(processors.div_ceil(2))
        .enable_all()
        .max_blocking_threads(16)
        .build()
}

/// Serves until told to stop, then finishes the requests that have begun.
pub async fn run(
    app: Arc<App>,
    routes: axum::Router<AppState>,
    listening: impl FnOnce(SocketAddr),
) -> anyhow::Result<()> {
    let listener = TcpListener::bind(app.config.listen)
        .await
        .map_err(|e| anyhow::anyhow!("cannot listen on {}: {e}", app.config.listen))?;
    listening(listener.local_addr()?);
    let (stop, stopped) = watch::channel(false);
    let jobs = tokio::spawn(job::work(app.clone(), rooms::runners(), stopped.clone()));
    let current = tokio::spawn(rooms::keep_current(app.clone()));
    let upkeep = app.metrics.clone().map(|metrics| tokio::spawn(upkeep(metrics)));
    let service = rooms::serving(routes, app).into_make_service_with_connect_info::<SocketAddr>();
    let mut told = stopped;
    let server = axum::serve(listener, service).with_graceful_shutdown(async move {
        let _ = told.changed().await;
    });
    let server = tokio::spawn(server.into_future());
    signal().await;
    tracing::info!("stopping");
    stop.send(true)?;
    // Ten seconds for requests that have begun; a browser that keeps a connection open does not hold us up.
    let _ = tokio::time::timeout(Duration::from_secs(10), server).await;
    let _ = tokio::time::timeout(Duration::from_secs(10), jobs).await;
    current.abort();
    if let Some(upkeep) = upkeep {
        upkeep.abort();
    }
    Ok(())
}

/// Sums up what was measured; without this every measured time stays in memory until somebody reads `/metrics`.
async fn upkeep(metrics: metrics_exporter_prometheus::PrometheusHandle) {
    loop {
        tokio::time::sleep(Duration::from_secs(5)).await;
        metrics.run_upkeep();
    }
}

async fn signal() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
        }
        Err(_) => {
            let _ = tokio::signal::ctrl_c().await;
        }
    }
}

/// Structured logs to standard error.
pub fn logs(config: &Config) {
    let filter = tracing_subscriber::EnvFilter::try_new(&config.log_filter)
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let started = if config.log == "json" { builder.json().try_init() } else { builder.try_init() };
    if let Err(error) = started {
        eprintln!("yinfeng: logs are already set up: {error}");
    }
}
