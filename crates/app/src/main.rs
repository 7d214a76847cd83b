use std::process::ExitCode;

/// Also what SQLite allocates with. Against the system's: an import needs half the memory, a write a tenth less time. How
/// soon it gives back what is free stands in `.cargo/config.toml`.
#[cfg(target_os = "linux")]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    yinfeng::cli::run()
}
